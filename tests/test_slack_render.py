"""Cards as Block Kit: within Slack's limits, with nothing dropped and nothing that Slack obeys."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from adapters.callback_data import unpack
from adapters.slack.render import fallback, render
from bot.cards import Button, Buttons, Card, Choices, Fields, Heading, Paragraph, Press, Verb
from bot.catalogues import load_phrases

PHRASES = load_phrases()
INTERVIEW = "0123456789abcdef0123456789abcdef"
HOSTILE = ["<!channel>", "<@U123>", "*bold*", ":smile:", "<https://x.example|y>", "\ud800", "&lt;"]


def button(label: str, option: str = "o") -> Button:
    return Button(label, Press(Verb.PICK, INTERVIEW, 3, "trait", option))


def choices(count: int, label: str = "An answer", *, numbered: bool = True) -> Card:
    buttons = tuple(button(f"{label} {one}", f"o{one}") for one in range(count))
    return Card("en", (Choices(buttons, numbered=numbered),), 3)


def drawn(card: Card) -> list[dict[str, Any]]:
    return render(card, PHRASES[card.language])


def texts(value: object) -> Iterator[dict[str, Any]]:
    """Every text object in the blocks, however deep."""
    if isinstance(value, dict):
        if value.get("type") in ("plain_text", "mrkdwn"):
            yield value
        for inner in value.values():
            yield from texts(inner)
    if isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def kinds(blocks: list[dict[str, Any]]) -> list[str]:
    return [one["type"] for block in blocks for one in block.get("elements", [block])]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_anybody_wrote_is_more_than_plain_text(text: str) -> None:
    blocks = (
        *(Heading(text), Paragraph(text), Paragraph(text, quiet=True), Fields(((text, text),))),
        *(Choices((button(text), button("b", "p"))), Buttons((button(text),))),
    )

    shown = list(texts(drawn(Card("en", blocks))))

    assert len(shown) == 7
    assert all(one["type"] == "plain_text" and one["emoji"] is False for one in shown)
    assert json.dumps(shown, ensure_ascii=False).encode()


@pytest.mark.parametrize("text", HOSTILE)
def test_a_notification_obeys_nothing_that_anybody_wrote(text: str) -> None:
    said = fallback(Card("en", (Paragraph(f"Hello {text}"),)))

    assert "<" not in said
    assert ":smile:" not in said
    assert "&lt;" not in said.replace("&amp;lt;", "") or text.startswith("<")


def test_a_heading_that_is_too_long_for_a_header_is_shown_whole() -> None:
    at_limit, beyond = (drawn(Card("en", (Heading("x" * one),))) for one in (150, 151))

    assert kinds(at_limit) == ["header"]
    assert kinds(beyond) == ["section"]
    assert [one["text"] for one in texts(beyond)] == ["x" * 151]


@pytest.mark.parametrize("quiet", [True, False])
def test_a_long_text_is_parted_and_nothing_of_it_is_lost(quiet: bool) -> None:  # noqa: FBT001  # Both.
    lines = [f"{one} " + "x" * 500 for one in range(12)]

    parts = [
        one["text"] for one in texts(drawn(Card("en", (Paragraph("\n".join(lines), quiet=quiet),))))
    ]

    assert len(parts) == 3
    assert max(map(len, parts)) <= 3_000
    assert "\n".join(parts).split("\n") == lines


def test_choices_are_buttons_while_they_can_be_read_and_then_a_menu() -> None:
    assert kinds(drawn(choices(5))) == ["button"] * 5
    assert kinds(drawn(choices(6))) == ["section", "static_select"]
    long = "An answer that is long to read"
    assert kinds(drawn(choices(2, long))) == ["section", "static_select"]
    assert kinds(drawn(choices(11, "", numbered=False))) == ["button"] * 11
    assert kinds(drawn(choices(12, "", numbered=False))) == ["static_select"]


def test_labels_that_a_menu_cuts_stand_whole_above_it_and_beyond_100_alone() -> None:
    long = "x" * 80

    assert kinds(drawn(choices(3, long))) == ["section", "static_select"]
    assert kinds(drawn(choices(100))) == ["section", "static_select"]
    assert kinds(drawn(choices(101))) == ["section"]
    assert all(len(one["text"]) <= 75 for one in list(texts(drawn(choices(3, long))))[1:])


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("\u2068شركة\u2069: \u2068قبول\u2069", "\u200f\u2068شركة\u2069: \u2068قبول\u2069"),
        ("1. \u2068Acme\u2069", "\u200f1. \u2068Acme\u2069"),
        ("قبول \u2068Acme\u2069", "قبول \u2068Acme\u2069"),
        ("Acme", "Acme"),
        ("12", "12"),
    ],
)
def test_a_line_whose_side_is_not_clear_is_told_it(line: str, shown: str) -> None:
    (section,) = drawn(Card("ar", (Paragraph(f"نص\n{line}"),)))
    (same,) = drawn(Card("en", (Paragraph(line),)))

    assert section["text"]["text"].split("\n")[1] == shown
    in_english = f"\u200e{line}" if line.startswith("\u2068شركة") else line
    assert same["text"]["text"] == in_english


def test_every_entry_of_a_menu_carries_its_own_press() -> None:
    (menu,) = drawn(choices(7))[1]["elements"]

    pressed = [unpack(option["value"]) for option in menu["options"]]

    assert pressed == [Press(Verb.PICK, INTERVIEW, 3, "trait", f"o{one}") for one in range(7)]


def test_names_with_values_are_lines_of_a_text_that_is_parted_where_a_line_ends() -> None:
    rows = tuple((f"name {one}", "v" * 300) for one in range(12))

    sections = drawn(Card("en", (Fields(rows),)))

    assert [len(section["text"]["text"].splitlines()) for section in sections] == [9, 3]
    assert "name 3: v" in sections[0]["text"]["text"]


def test_buttons_of_a_block_have_ids_of_their_own() -> None:
    (block,) = drawn(Card("en", (Buttons(tuple(button("b", f"o{one}") for one in range(8))),)))

    ids = [one["action_id"] for one in block["elements"]]

    assert len(set(ids)) == 8
