"""Neutral cards -> Block Kit.

Every text goes out as plain text without emoji codes, so that nothing anybody wrote becomes a
mention, a link, an emoji or formatting. What is longer than Slack allows is parted, not dropped.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from adapters.callback_data import pack
from bot.cards import (
    Button,
    Buttons,
    Card,
    Choices,
    Fields,
    File,
    Heading,
    Paragraph,
    Writing,
    plain_text,
)
from bot.shortening import shortened

Json = dict[str, Any]

# Slack's limits: blocks of a message, characters of a text, and entries of what can be pressed.
MOST_BLOCKS = 50
MOST_HEADER, MOST_SECTION, MOST_FIELD, MOST_LABEL = 150, 3_000, 2_000, 75
MOST_FIELDS, MOST_ACTIONS, MOST_OPTIONS, MOST_TICKS = 10, 25, 100, 10
MOST_FALLBACK = 4_000

READABLE, SHORT = 30, 4
"""Characters of a label that Slack shows on a button, and of one that hardly takes room."""
FEW, MANY_SHORT = 5, 11
"""Buttons in a row that can still be read, and short ones."""
_OBEYED = re.compile(r":(?=[\w+'-]+:)|[*_~`]")
"""What makes a text an emoji or formatted, until something stands behind it."""
_LONE = re.compile("[\ud800-\udfff]")


def render(card: Card) -> list[Json]:
    """The card as the blocks of a message."""
    blocks: list[Json] = []
    for block in card.blocks:
        match block:
            case Heading(text) if 0 < len(_sound(text)) <= MOST_HEADER:
                blocks.append({"type": "header", "text": plain(text)})
            case Heading(text) | Paragraph(text, quiet=False):
                blocks += [{"type": "section", "text": plain(part)} for part in _parts(text)]
            case Paragraph(text):
                blocks += [{"type": "context", "elements": [plain(part)]} for part in _parts(text)]
            case Fields(rows):
                blocks += _fields(rows)
            case Choices():
                blocks += _choices(block)
            case Buttons(buttons):
                blocks += _actions(buttons)
            case Writing(button):
                blocks += _actions([button])
            case File():
                pass  # Slack takes files in another way.
    return blocks[:MOST_BLOCKS]


def files_of(card: Card) -> list[File]:
    """The files that go with the card."""
    return [block for block in card.blocks if isinstance(block, File)]


def fallback(card: Card) -> str:
    """The card's words for notifications, with nothing in them that Slack would obey."""
    text = shortened(_sound(plain_text(card)), MOST_FALLBACK // 5)
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _OBEYED.sub("\\g<0>\u2060", escaped)


def _sound(text: str) -> str:
    """The text without halves of characters, which no JSON reader takes."""
    return _LONE.sub("\ufffd", text)


def plain(text: str) -> Json:
    """The text as it stands: nothing in it is more than text."""
    return {"type": "plain_text", "text": _sound(text), "emoji": False}


def _parts(text: str) -> Iterator[str]:
    """The text in parts that a section takes, parted at line ends where there are any."""
    left = _sound(text)
    while len(left) > MOST_SECTION:
        at = left.rfind("\n", 1, MOST_SECTION)
        at = at if at > 0 else MOST_SECTION
        yield left[:at]
        left = left[at:].lstrip("\n")
    if left.strip():
        yield left


def _fields(rows: Sequence[tuple[str, str]]) -> Iterator[Json]:
    for start in range(0, len(rows), MOST_FIELDS):
        some = rows[start : start + MOST_FIELDS]
        fields = [plain(shortened(_sound(f"{name}\n{value}"), MOST_FIELD)) for name, value in some]
        yield {"type": "section", "fields": fields}


def _choices(choices: Choices) -> Iterator[Json]:
    """Buttons while they can be read, then a menu, then the numbered list alone."""
    labels = [_label(button, number, choices) for number, button in enumerate(choices.buttons, 1)]
    longest = max(map(len, labels), default=0)
    if choices.done is not None:
        yield from _several(choices, labels, choices.done)
        return
    readable = len(labels) <= FEW and longest <= READABLE
    if readable or (len(labels) <= MANY_SHORT and longest <= SHORT):
        yield from _actions(choices.buttons, labels)
        return
    if longest > MOST_LABEL or len(labels) > MOST_OPTIONS:
        yield from ({"type": "section", "text": plain(part)} for part in _parts("\n".join(labels)))
    if len(labels) <= MOST_OPTIONS:
        options = _options(choices, labels)
        menu = {"type": "static_select", "action_id": "menu", "options": options}
        yield {"type": "actions", "elements": [menu]}


def _several(choices: Choices, labels: Sequence[str], done: Button) -> Iterator[Json]:
    """Boxes to tick, or a menu that takes several; then the button that says that this is all."""
    whole: list[Json] = [
        {"type": "section", "text": plain(part)} for part in _parts("\n".join(labels))
    ]
    if len(labels) > MOST_OPTIONS:
        yield from whole
        return
    ticks: Json = {"action_id": "ticks", "options": _options(choices, labels)}
    if len(labels) <= MOST_TICKS:
        yield from whole if max(map(len, labels), default=0) > MOST_LABEL else ()
        yield {"type": "actions", "elements": [{"type": "checkboxes", **ticks}]}
    else:  # Slack takes a menu of several beside a text alone.
        yield from whole[:-1]
        yield {**whole[-1], "accessory": {"type": "multi_static_select", **ticks}}
    yield from _actions([done])


def _options(choices: Choices, labels: Sequence[str]) -> list[Json]:
    return [
        {"text": plain(shortened(label, MOST_LABEL)), "value": pack(button.press)}
        for label, button in zip(labels, choices.buttons, strict=True)
    ]


def _label(button: Button, number: int, choices: Choices) -> str:
    label = _sound(button.label)
    return f"{number}. {label}" if choices.numbered else label


def _actions(buttons: Sequence[Button], labels: Sequence[str] = ()) -> Iterator[Json]:
    shown = labels or [_sound(button.label) for button in buttons]
    elements = [
        {
            "type": "button",
            "action_id": f"press:{place}",
            "text": plain(shortened(label, MOST_LABEL)),
            "value": pack(button.press),
        }
        for place, (label, button) in enumerate(zip(shown, buttons, strict=True))
    ]
    for start in range(0, len(elements), MOST_ACTIONS):
        yield {"type": "actions", "elements": elements[start : start + MOST_ACTIONS]}
