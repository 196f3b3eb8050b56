"""Our Slack refuses what Slack refuses: at each limit nothing, one past it one complaint."""

import asyncio
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.fitting import MOST_BLOCKS, MOST_WORDS, Surface, words_in
from adapters.slack.render import (
    MOST_ACTIONS,
    MOST_HEADER,
    MOST_LABEL,
    MOST_OPTIONS,
    MOST_SECTION,
    MOST_TICKS,
    drawn,
    fallback,
    render,
)
from bot.cards import Block, Button, Buttons, Card, Choices, Fields, Heading, Paragraph, Press, Verb
from bot.catalogues import load_phrases
from tests.slack_limits import broken_limits, broken_view
from tests.slack_server import slack
from tests.slack_workspace import METHODS

Json = dict[str, Any]
ENGLISH = load_phrases()["en"]
INTERVIEW = "0123456789abcdef0123456789abcdef"


def text(length: int, kind: str = "plain_text") -> Json:
    return {"type": kind, "text": "x" * length}


def button(place: int = 0, *, label: int = 5, value: int = 5) -> Json:
    shown = {"type": "button", "action_id": f"a{place}", "text": text(label)}
    return {**shown, "value": "x" * value}


def options(count: int, *, label: int = 5, value: int = 5) -> list[Json]:
    return [{"text": text(label), "value": f"{place:0{value}}"} for place in range(count)]


def actions(*elements: Json) -> list[Json]:
    return [{"type": "actions", "elements": list(elements)}]


def menu(kind: str, count: int, **more: int) -> Json:
    return {"type": kind, "action_id": "m", "options": options(count, **more)}


def form(**more: object) -> Json:
    return {"type": "modal", "title": text(5), "blocks": [], **more}


def field(element: Json) -> Json:
    entered = {"type": "input", "block_id": "i", "label": text(5), "element": element}
    return form(submit=text(4), blocks=[entered])


def home(count: int) -> Json:
    return {"type": "home", "blocks": [{"type": "divider"}] * count}


ENTRY: Json = {"type": "plain_text_input", "action_id": "t"}
FORMATTED: Json = {"type": "header", "text": text(1, "mrkdwn")}
LIMITS: dict[str, tuple[int, Callable[[int], list[str]]]] = {
    "blocks of a message": (50, lambda n: broken_limits([{"type": "divider"}] * n)),
    "blocks of App Home": (
        100,
        lambda n: broken_view({"type": "home", "blocks": [{"type": "divider"}] * n}),
    ),
    "a section": (3_000, lambda n: broken_limits([{"type": "section", "text": text(n)}])),
    "a field": (2_000, lambda n: broken_limits([{"type": "section", "fields": [text(n)]}])),
    "fields": (10, lambda n: broken_limits([{"type": "section", "fields": [text(1)] * n}])),
    "a header": (150, lambda n: broken_limits([{"type": "header", "text": text(n)}])),
    "a context": (10, lambda n: broken_limits([{"type": "context", "elements": [text(1)] * n}])),
    "actions": (25, lambda n: broken_limits(actions(*map(button, range(n))))),
    "a label": (75, lambda n: broken_limits(actions(button(label=n)))),
    "a value": (2_000, lambda n: broken_limits(actions(button(value=n)))),
    "a menu": (100, lambda n: broken_limits(actions(menu("static_select", n)))),
    "an option": (75, lambda n: broken_limits(actions(menu("static_select", 1, label=n)))),
    "an option's value": (150, lambda n: broken_limits(actions(menu("static_select", 1, value=n)))),
    "boxes": (10, lambda n: broken_limits(actions(menu("checkboxes", n)))),
    "a title": (24, lambda n: broken_view(form(title=text(n)))),
    "a submit": (24, lambda n: broken_view(form(submit=text(n)))),
    "private_metadata": (3_000, lambda n: broken_view(form(private_metadata="x" * n))),
    "a callback_id": (255, lambda n: broken_view(form(callback_id="x" * n))),
    "an input": (
        3_000,
        lambda n: broken_view(
            field({"type": "plain_text_input", "action_id": "t", "max_length": n})
        ),
    ),
    "an initial value": (
        3_000,
        lambda n: broken_view(field({**ENTRY, "initial_value": "x" * n})),
    ),
}
REFUSED: dict[str, Callable[[], list[str]]] = {
    "an empty text": lambda: broken_limits([{"type": "section", "text": text(0)}]),
    "a section without anything": lambda: broken_limits([{"type": "section"}]),
    "an unknown block": lambda: broken_limits([{"type": "odd"}]),
    "an unknown key": lambda: broken_limits([{"type": "divider", "odd": 1}]),
    "formatted text in a header": lambda: broken_limits(
        [{"type": "header", "text": text(1, "mrkdwn")}]
    ),
    "formatted text on a button": lambda: broken_limits(
        actions({**button(), "text": text(1, "mrkdwn")})
    ),
    "an action_id twice": lambda: broken_limits(actions(button(), button())),
    "a menu without options": lambda: broken_limits(actions(menu("static_select", 0))),
    "a menu of several among actions": lambda: broken_limits(
        actions(menu("multi_static_select", 2))
    ),
    "an input without a submit": lambda: broken_view(form(blocks=field(ENTRY)["blocks"])),
    "a view of no type": lambda: broken_view({"blocks": []}),
}


@pytest.mark.parametrize("name", LIMITS)
def test_at_a_limit_nothing_is_broken_and_one_past_it_something_is(name: str) -> None:
    most, broken = LIMITS[name]

    assert broken(most) == []
    assert len(broken(most + 1)) == 1


@pytest.mark.parametrize("name", REFUSED)
def test_what_slack_does_not_take_is_refused(name: str) -> None:
    assert len(REFUSED[name]()) == 1


def pressed(label: str, place: int = 0) -> Button:
    return Button(label, Press(Verb.PICK, INTERVIEW, 3, "trait", f"o{place}"))


def many(count: int, label: str = "An answer", *, several: bool = False) -> Choices:
    buttons = tuple(pressed(f"{label} {place}", place) for place in range(count))
    done = Button("Done", Press(Verb.PICK_SEVERAL, INTERVIEW, 3, "trait")) if several else None
    return Choices(buttons, several=several, done=done)


EDGES: dict[str, Callable[[int], Block]] = {
    "a heading": lambda n: Heading("x" * (MOST_HEADER + n)),
    "a text": lambda n: Paragraph("x" * (MOST_SECTION + n)),
    "a quiet text": lambda n: Paragraph("x" * (MOST_SECTION + n), quiet=True),
    "a line": lambda n: Fields((("name", "x" * (MOST_SECTION - 6 + n)),)),
    "lines": lambda n: Fields((("name", "x" * 293),) * (10 + n)),
    "a label": lambda n: Buttons((pressed("x" * (MOST_LABEL + n)),)),
    "buttons": lambda n: Buttons(tuple(pressed("x", p) for p in range(MOST_ACTIONS + n))),
    "few answers": lambda n: many(5 + n),
    "a menu": lambda n: many(MOST_OPTIONS + n),
    "long answers": lambda n: many(6, "x" * (MOST_LABEL - 6 + n)),
    "boxes": lambda n: many(MOST_TICKS + n, several=True),
    "many boxes": lambda n: many(MOST_OPTIONS + n, several=True),
    "long boxes": lambda n: many(3, "x" * (MOST_LABEL - 6 + n), several=True),
}
"""Blocks around each limit of Slack's."""


@pytest.mark.parametrize("name", EDGES)
@pytest.mark.parametrize("past", [-1, 0, 1, 2])
def test_what_we_draw_around_a_limit_is_taken(name: str, past: int) -> None:
    card = Card("en", (EDGES[name](past),), 3)

    assert broken_limits(render(card, ENGLISH)) == []
    assert len(fallback(card)) <= 4_000


@pytest.mark.parametrize("past", [-1, 0, 1, 100])
def test_what_does_not_fit_into_a_message_is_left_off_from_its_end_and_it_says_so(
    past: int,
) -> None:
    lines = tuple(Paragraph(f"Line {place}") for place in range(MOST_BLOCKS - 1 + past))
    card = Card("en", (*lines, Buttons((pressed("Press"),))), 3)

    blocks = render(card, ENGLISH)

    assert broken_limits(blocks) == []
    assert blocks[-1]["type"] == "actions"
    said = [one["text"]["text"] for one in blocks if one["type"] == "section"]
    assert said == [f"Line {place}" for place in range(len(said))]
    assert len(said) == (len(lines) if past <= 0 else MOST_BLOCKS - 2)
    assert ("/qualify export" in json.dumps(blocks)) == (past > 0)


@pytest.mark.parametrize("past", [-1, 0, 1, 400])
def test_lines_that_are_too_much_together_are_cut_and_none_is_left_out(past: int) -> None:
    names = [f"Trait {place:02}" for place in range(60)]
    each, odd = divmod(MOST_WORDS - len("Trait 00: ") * 60 - 56, 60)
    lengths = [each] * 59 + [each + odd + past]
    rows = tuple((name, "x" * length) for name, length in zip(names, lengths, strict=True))
    card = Card("en", (Fields(rows),))

    blocks = render(card, ENGLISH)

    assert words_in(drawn(card, ENGLISH)) == MOST_WORDS + past
    assert words_in(blocks) <= MOST_WORDS
    shown = blocks_text(blocks).split("\n")
    assert [line[:8] for line in shown] == names
    assert any(line.endswith("…") for line in shown) == (past > 0)
    assert ("/qualify export" in json.dumps(blocks)) == (past > 0)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("words", [MOST_WORDS, 5_000, 2_500])
def test_a_summary_of_sixty_traits_fits_with_every_answer_and_its_menu(
    words: int, language: str
) -> None:
    buttons = tuple(
        Button(f"Trait {place:02}: {'long answer ' * 40}", pressed("x", place).press)
        for place in range(60)
    )
    card = Card(language, (Heading("All of it"), Choices(buttons), Buttons((pressed("Yes", 99),))))

    blocks = render(card, load_phrases()[language], Surface(words=words))

    assert broken_limits(blocks) == []
    assert words_in(blocks) <= words
    menus = [one for block in blocks for one in block.get("elements", ()) if "options" in one]
    assert [len(menu["options"]) for menu in menus] == [60]
    read = json.dumps(blocks, ensure_ascii=False)
    assert "/qualify" in read
    if words > 2_500:
        assert all(f"Trait {place:02}" in blocks_text(blocks) for place in range(60))


def blocks_text(blocks: list[Json]) -> str:
    return "\n".join(one["text"]["text"] for one in blocks if one["type"] == "section")


def test_the_methods_take_the_arguments_that_slacks_do() -> None:
    folder = os.environ.get("PLATFORM_SPECS")
    if not folder:
        pytest.skip("NOT CHECKED AGAINST SLACK'S METHODS: set PLATFORM_SPECS to their folder")
    known = json.loads((Path(folder) / "slack_methods.json").read_text("utf-8"))

    odd = {}
    for method, (needed, possible) in METHODS.items():
        theirs = known[method]["args"]
        if not theirs:  # For some methods, nothing is written down there.
            continue
        ours = {*needed.split(), *possible.split()}
        missing = {name for name, is_needed in theirs.items() if is_needed} - set(needed.split())
        if ours - set(theirs) or missing:
            odd[method] = (sorted(ours - set(theirs)), sorted(missing))

    assert odd == {}


CALLS: dict[str, tuple[str, dict[str, Any]]] = {
    "unknown_method": ("chat.odd", {}),
    "invalid_arg_name": ("chat.postMessage", {"channel": "C1", "text": "x", "odd": 1}),
    "invalid_arguments": ("chat.postMessage", {"text": "x"}),
    "channel_not_found": ("chat.postMessage", {"channel": "C9", "text": "x"}),
    "not_in_channel": ("chat.postMessage", {"channel": "CWITHOUT", "text": "x"}),
    "is_archived": ("chat.postMessage", {"channel": "COLD", "text": "x"}),
    "user_not_found": ("users.info", {"user": "U9"}),
    "no_text": ("chat.postMessage", {"channel": "C1"}),
    "msg_too_long": ("chat.postMessage", {"channel": "C1", "text": "x" * 40_001}),
    "message_not_found": ("chat.update", {"channel": "C1", "ts": "1.0", "text": "x"}),
    "msg_blocks_too_long": (
        "chat.postMessage",
        {
            "channel": "C1",
            "text": "x",
            "blocks": [{"type": "section", "text": text(2_201)} for _ in range(5)],
        },
    ),
    "restricted_action": ("chat.postMessage", {"channel": "CCLOSED", "text": "x"}),
    "user_not_in_channel": (
        "chat.postEphemeral",
        {"channel": "C1", "user": "U2", "text": "x"},
    ),
    "thread_not_found": ("chat.postMessage", {"channel": "C1", "text": "x", "thread_ts": "1.0"}),
    "invalid_trigger_id": ("views.open", {"trigger_id": "odd", "view": form()}),
    "invalid_blocks": (
        "chat.postMessage",
        {"channel": "C1", "text": "x", "blocks": [{"type": "section", "text": text(3_001)}]},
    ),
}


@pytest.mark.parametrize("error", CALLS)
def test_our_slack_refuses_what_slack_refuses(error: str) -> None:
    method, arguments = CALLS[error]

    async def tried() -> str:
        async with slack() as made:
            client = AsyncWebClient("xoxb-T1", base_url=f"{made.api.url}/api/", retry_handlers=[])
            with pytest.raises(SlackApiError) as refused:
                await client.api_call(method, json=arguments)
            return str(refused.value.response["error"])

    assert asyncio.run(tried()) == error


@pytest.mark.parametrize("way", ["used", "old"])
def test_a_trigger_is_good_once_and_for_three_seconds(
    way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def tried() -> str:
        async with slack() as made:
            client = AsyncWebClient("xoxb-T1", base_url=f"{made.api.url}/api/", retry_handlers=[])
            trigger = made.api.trigger("T1", "U1")
            if way == "used":
                await client.views_open(trigger_id=trigger, view=form())
            else:
                monkeypatch.setattr("tests.slack_workspace.TRIGGER_LASTS", -1.0)
            with pytest.raises(SlackApiError) as refused:
                await client.views_open(trigger_id=trigger, view=form())
            return str(refused.value.response["error"])

    expected = {"used": "exchanged_trigger_id", "old": "expired_trigger_id"}
    assert asyncio.run(tried()) == expected[way]
