"""Neutral cards -> Block Kit.

Every text goes out as plain text without emoji codes, so that nothing anybody wrote becomes a
mention, a link, an emoji or formatting. A text that is longer than Slack allows is parted; where
all of them together are, each line is cut to the same length, and the card says where the whole is.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from adapters.callback_data import pack
from adapters.lines import LINES, cut_lines, saying, sound
from adapters.slack.fitting import MESSAGE, Surface, before_actions, fewer, fits
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
from bot.phrases import Phrases
from bot.shortening import shortened

COMMAND = "/qualify"
Json = dict[str, Any]

# Slack's limits: characters of a text, and entries of what can be pressed.
MOST_HEADER, MOST_SECTION, MOST_LABEL = 150, 3_000, 75
MOST_ACTIONS, MOST_OPTIONS, MOST_TICKS = 25, 100, 10
MOST_PLACEHOLDER = 150
MOST_FALLBACK = 4_000

READABLE, SHORT = 30, 4
"""Characters of a label that Slack shows on a button, and of one that hardly takes room."""
FEW, MANY_SHORT = 5, 11
"""Buttons in a row that can still be read, and short ones."""
_OBEYED = re.compile(r":(?=[\w+'-]+:)|[*_~`]")
"""What makes a text an emoji or formatted, until something stands behind it."""


def render(card: Card, phrases: Phrases, room: Surface = MESSAGE) -> list[Json]:
    """The card as blocks that there is room for; ``phrases`` are those of its language."""
    blocks = drawn(card, phrases)
    if fits(blocks, room):
        return blocks
    note = _note(card, phrases)
    for most in LINES:
        blocks = before_actions(drawn(cut_lines(card, most), phrases), note)
        if fits(blocks, room):
            return blocks
    return fewer(drawn(cut_lines(card, LINES[-1]), phrases), note, room)


def drawn(card: Card, phrases: Phrases) -> list[Json]:
    """The whole card as blocks, however many."""
    said = saying(card)
    blocks: list[Json] = []
    for block in card.blocks:
        match block:
            case Heading(text) if 0 < len(said(text)) <= MOST_HEADER:
                blocks.append({"type": "header", "text": plain(said(text))})
            case Heading(text) | Paragraph(text, quiet=False):
                blocks += _texts(said(text))
            case Paragraph(text):
                blocks += [quiet(part) for part in _parts(said(text))]
            case Fields(rows):
                # Not as fields: those stand in columns, from the left in every language.
                lines = (f"{name}: {value}" if name else value for name, value in rows)
                blocks += _texts(said("\n".join(lines)))
            case Choices():
                blocks += _choices(block, said, phrases.say("chat-choose"))
            case Buttons(buttons):
                blocks += _actions(buttons, [said(button.label) for button in buttons])
            case Writing(button):
                blocks += _actions([button], [said(button.label)])
            case File():
                pass  # Slack takes files in another way.
    return blocks


def _note(card: Card, phrases: Phrases) -> Json:
    word = phrases.say("command-export").split("|")[0].strip()
    return quiet(saying(card)(phrases.say("chat-shortened", command=f"{COMMAND} {word}")))


def files_of(card: Card) -> list[File]:
    """The files that go with the card."""
    return [block for block in card.blocks if isinstance(block, File)]


def fallback(card: Card) -> str:
    """The card's words for notifications, with nothing in them that Slack would obey."""
    text = shortened(sound(plain_text(card)), MOST_FALLBACK // 5)
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _OBEYED.sub("\\g<0>\u2060", escaped)


def plain(text: str) -> Json:
    """The text as it stands: nothing in it is more than text."""
    return {"type": "plain_text", "text": sound(text), "emoji": False}


def _parts(text: str) -> Iterator[str]:
    """The text in parts that a section takes, parted at line ends where there are any."""
    left = sound(text)
    while len(left) > MOST_SECTION:
        at = left.rfind("\n", 1, MOST_SECTION)
        at = at if at > 0 else MOST_SECTION
        yield left[:at]
        left = left[at:].lstrip("\n")
    if left.strip():
        yield left


def quiet(text: str) -> Json:
    """The text, drawn smaller."""
    return {"type": "context", "elements": [plain(text)]}


def _texts(text: str) -> Iterator[Json]:
    yield from ({"type": "section", "text": plain(part)} for part in _parts(text))


def _choices(choices: Choices, said: Callable[[str], str], choose: str) -> Iterator[Json]:
    """Buttons while they can be read, then a menu below the list, then the list alone."""
    labels = [
        said(f"{number}. {button.label}" if choices.numbered else button.label)
        for number, button in enumerate(choices.buttons, 1)
    ]
    longest = max(map(len, labels), default=0)
    if choices.done is not None:
        yield from _several(choices, labels, choices.done, choose)
        return
    readable = len(labels) <= FEW and longest <= READABLE
    if readable or (len(labels) <= MANY_SHORT and longest <= SHORT):
        yield from _actions(choices.buttons, labels)
        return
    if choices.numbered or longest > MOST_LABEL or len(labels) > MOST_OPTIONS:
        yield from _texts("\n".join(labels))  # Whoever types a number has to see it.
    if len(labels) <= MOST_OPTIONS:
        options = _options(choices, labels)
        menu = {"type": "static_select", "action_id": "menu", "options": options}
        yield {"type": "actions", "elements": [{**menu, "placeholder": _placeholder(choose)}]}


def _several(choices: Choices, labels: Sequence[str], done: Button, choose: str) -> Iterator[Json]:
    """Boxes to tick, or a menu that takes several; then the button that says that this is all."""
    whole = list(_texts("\n".join(labels)))
    if len(labels) > MOST_OPTIONS:
        yield from whole
        return
    ticks: Json = {"action_id": "ticks", "options": _options(choices, labels)}
    if len(labels) <= MOST_TICKS:
        yield from whole if max(map(len, labels), default=0) > MOST_LABEL else ()
        yield {"type": "actions", "elements": [{"type": "checkboxes", **ticks}]}
    else:  # Slack takes a menu of several beside a text alone.
        yield from whole[:-1]
        menu = {"type": "multi_static_select", **ticks, "placeholder": _placeholder(choose)}
        yield {**whole[-1], "accessory": menu}
    yield from _actions([done], [done.label])


def _placeholder(choose: str) -> Json:
    """What a menu says before anything is chosen: Slack's own words are not in every language."""
    return plain(shortened(choose, MOST_PLACEHOLDER))


def _options(choices: Choices, labels: Sequence[str]) -> list[Json]:
    return [
        {"text": plain(shortened(label, MOST_LABEL)), "value": pack(button.press)}
        for label, button in zip(labels, choices.buttons, strict=True)
    ]


def _actions(buttons: Sequence[Button], labels: Sequence[str]) -> Iterator[Json]:
    elements = [
        {
            "type": "button",
            "action_id": f"press:{place}",
            "text": plain(shortened(label, MOST_LABEL)),
            "value": pack(button.press),
        }
        for place, (label, button) in enumerate(zip(labels, buttons, strict=True))
    ]
    for start in range(0, len(elements), MOST_ACTIONS):
        yield {"type": "actions", "elements": elements[start : start + MOST_ACTIONS]}
