"""What Slack refuses in Block Kit: limits, unknown parts, and parts in the wrong place.

A table of our own, from Slack's documentation; what is not in it is refused.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Json = Mapping[str, Any]

MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
MOST_TEXT, MOST_UPDATED = 40_000, 4_000
MOST_WORDS = 11_000
"""Characters of all texts of a message: refused was 11,341 (slackapi/bolt-js, issue 2867)."""
PLACES: Mapping[str, tuple[str, ...]] = {
    "section": ("message", "modal", "home"),
    "header": ("message", "modal", "home"),
    "context": ("message", "modal", "home"),
    "actions": ("message", "modal", "home"),
    "divider": ("message", "modal", "home"),
    "image": ("message", "modal", "home"),
    "input": ("message", "modal", "home"),
}
KEYS: Mapping[str, tuple[str, str]] = {
    # What has to be there, and what may be.
    "section": ("", "text fields accessory expand"),
    "header": ("text", "level"),
    "context": ("elements", ""),
    "actions": ("elements", ""),
    "divider": ("", ""),
    "image": ("alt_text", "image_url slack_file title"),
    "input": ("label element", "hint optional dispatch_action"),
    "button": ("text action_id", "value url style confirm accessibility_label"),
    "static_select": ("action_id options", "placeholder initial_option confirm focus_on_load"),
    "multi_static_select": (
        "action_id options",
        "placeholder initial_options confirm max_selected_items focus_on_load",
    ),
    "checkboxes": ("action_id options", "initial_options confirm focus_on_load"),
    "radio_buttons": ("action_id options", "initial_option confirm focus_on_load"),
    "overflow": ("action_id options", "confirm"),
    "plain_text_input": (
        "action_id",
        "initial_value multiline min_length max_length placeholder focus_on_load",
    ),
    "option": ("text value", "description url"),
    "plain_text": ("text", "emoji"),
    "mrkdwn": ("text", "verbatim"),
    "modal": (
        "title blocks",
        "submit close callback_id private_metadata external_id clear_on_close notify_on_close",
    ),
    "home": ("blocks", "callback_id private_metadata external_id"),
}
IN_ACTIONS = ("button", "static_select", "checkboxes", "radio_buttons", "overflow")
IN_SECTION = (*IN_ACTIONS, "multi_static_select", "image")
IN_INPUT = (
    *("plain_text_input", "static_select", "multi_static_select"),
    *("checkboxes", "radio_buttons"),
)
MOST_OPTIONS = {
    "static_select": 100,
    "multi_static_select": 100,
    "checkboxes": 10,
    "radio_buttons": 10,
    "overflow": 5,
}


def broken_limits(blocks: Sequence[Json], surface: str = "message") -> list[str]:
    """What Slack would refuse in the blocks, a line for each."""
    return list(_blocks(blocks, surface))


def broken_view(view: Json) -> list[str]:
    """What Slack would refuse in a modal or App Home."""
    return list(_view(view))


def _view(view: Json) -> Iterator[str]:
    kind = str(view.get("type"))
    if kind not in ("modal", "home"):
        yield f"a view of type {kind}"
        return
    yield from _keys(view, kind)
    for name in ("title", "submit", "close"):
        if name in view:
            yield from _text(view[name], 24, name, plain=True)
    yield from _length(view, "private_metadata", 3_000)
    yield from _length(view, "callback_id", 255)
    blocks = view.get("blocks") or []
    if any(block.get("type") == "input" for block in blocks) and "submit" not in view:
        yield "inputs without a submit"
    yield from _blocks(blocks, kind)


def _blocks(blocks: Sequence[Json], surface: str) -> Iterator[str]:
    if len(blocks) > MOST_BLOCKS[surface]:
        yield f"{len(blocks)} blocks"
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(set(ids)) < len(ids):
        yield "a block_id twice"
    for block in blocks:
        yield from _block(block, surface)


def _block(block: Json, surface: str) -> Iterator[str]:
    kind = str(block.get("type"))
    if surface not in PLACES.get(kind, ()):
        yield f"a {kind} in a {surface}"
        return
    yield from _keys(block, kind)
    yield from _length(block, "block_id", 255)
    match kind:
        case "section":
            if not block.get("text") and not block.get("fields"):
                yield "a section without a text"
            if "text" in block:
                yield from _text(block["text"], 3_000, "section")
            fields = block.get("fields") or []
            if len(fields) > 10:
                yield f"{len(fields)} fields"
            for field in fields:
                yield from _text(field, 2_000, "field")
            if "accessory" in block:
                yield from _element(block["accessory"], IN_SECTION)
        case "header":
            yield from _text(block["text"], 150, "header", plain=True)
        case "context":
            elements = block["elements"]
            if not 1 <= len(elements) <= 10:
                yield f"{len(elements)} elements in a context"
            for one in elements:
                yield from _text(one, 3_000, "context")
        case "actions":
            elements = block["elements"]
            if not 1 <= len(elements) <= 25:
                yield f"{len(elements)} elements in actions"
            ids = [one.get("action_id") for one in elements]
            if len(set(ids)) < len(ids):
                yield "an action_id twice"
            for one in elements:
                yield from _element(one, IN_ACTIONS)
        case "image":
            yield from _length(block, "alt_text", 2_000)
        case "input":
            yield from _text(block["label"], 2_000, "label", plain=True)
            yield from _element(block["element"], IN_INPUT)
        case _:  # A divider has nothing in it.
            pass


def _element(element: Json, allowed: Sequence[str]) -> Iterator[str]:
    kind = str(element.get("type"))
    if kind not in allowed:
        yield f"a {kind} in the wrong place"
        return
    yield from _keys(element, kind)
    yield from _length(element, "action_id", 255)
    if kind == "button":
        yield from _text(element["text"], 75, "label", plain=True)
        yield from _length(element, "value", 2_000)
        yield from _length(element, "url", 3_000)
        if element.get("style") not in (None, "primary", "danger"):
            yield f"a style {element['style']}"
    if "placeholder" in element:
        yield from _text(element["placeholder"], 150, "placeholder", plain=True)
    if "confirm" in element:
        confirm = element["confirm"]
        for name, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
            yield from _text(confirm[name], most, name, plain=name != "text")
    if kind == "plain_text_input":
        if element.get("max_length", 1) > 3_000:
            yield "max_length over 3000"
        yield from _length(element, "initial_value", 3_000)
    if kind in MOST_OPTIONS:
        yield from _options(element, kind)


def _options(element: Json, kind: str) -> Iterator[str]:
    options = element["options"]
    if not 1 <= len(options) <= MOST_OPTIONS[kind]:
        yield f"{len(options)} options in {kind}"
    values = [option.get("value") for option in options]
    if len(set(values)) < len(values):
        yield "a value twice"
    for option in options:
        yield from _keys({**option, "type": "option"}, "option")
        plain = kind not in ("checkboxes", "radio_buttons")
        yield from _text(option["text"], 75, "option", plain=plain)
        yield from _length(option, "value", 150)
        if "description" in option:
            yield from _text(option["description"], 75, "description")
    chosen = element.get("initial_option")
    if chosen is not None and chosen not in options:
        yield "an initial_option that is none of the options"


def _text(text: Json, most: int, where: str, *, plain: bool = False) -> Iterator[str]:
    kind = str(text.get("type"))
    if kind not in (("plain_text",) if plain else ("plain_text", "mrkdwn")):
        yield f"{kind} in a {where}"
        return
    yield from _keys(text, kind)
    if not 1 <= len(text["text"]) <= most:
        yield f"{len(text['text'])} characters in a {where}"


def _length(of: Json, name: str, most: int) -> Iterator[str]:
    if len(of.get(name) or "") > most:
        yield f"{len(of[name])} characters in {name}"


def _keys(of: Json, kind: str) -> Iterator[str]:
    needed, possible = (set(names.split()) for names in KEYS[kind])
    found = set(of) - {"type", "block_id"}
    yield from (f"{kind} without {name}" for name in sorted(needed - found))
    yield from (f"{kind} with {name}" for name in sorted(found - needed - possible))
