"""Lines of a card as chat platforms show them: sound, from their own side, and not too long."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from unicodedata import bidirectional

from babel import Locale

from bot.cards import Block, Card, Choices, Fields, Heading, Paragraph
from bot.shortening import shortened

LINES = (1_000, 500, 250, 150, 100, 70, 40, 25)
"""Characters of a line, where lines have to be cut, the more readable ones first."""
_LONE = re.compile("[\ud800-\udfff]")


def saying(card: Card) -> Callable[[str], str]:
    """How the texts of the card are shown: sound, and each line from the side of its language."""
    return partial(_from_its_side, Locale.parse(card.language, sep="-").text_direction == "rtl")


def sound(text: str) -> str:
    """The text without halves of characters, which no JSON reader takes."""
    return _LONE.sub("\ufffd", text)


def _from_its_side(from_right: bool, text: str) -> str:  # noqa: FBT001  # It is given beforehand.
    """The text with a mark before each line that might be laid out from the other side.

    Chat platforms lay out each line by its first letter. Some look for it in what is isolated, as
    names are, and some do not.
    """
    mark = "\u200f" if from_right else "\u200e"
    return "\n".join(
        line if _is_clear(line, from_right) else mark + line for line in sound(text).split("\n")
    )


def _is_clear(line: str, from_right: bool) -> bool:  # noqa: FBT001  # The same.
    """Whether everybody lays the line out alike: from this side, or it is all of the other one."""
    depth, isolated, own = 0, False, False
    inside: bool | None = None
    outside: bool | None = None
    for one in line:
        kind = bidirectional(one)
        if kind in ("LRI", "RLI", "FSI"):
            depth, isolated = depth + 1, True
        elif kind == "PDI":
            depth = max(depth - 1, 0)
        elif kind in ("L", "R", "AL"):
            side = kind != "L"
            own = own or side == from_right
            inside = side if inside is None else inside
            outside = side if outside is None and depth == 0 else outside
    if not from_right:
        return not inside or bool(outside)
    return (not isolated and not own) or (bool(inside) and bool(outside))


def cut_lines(card: Card, most: int) -> Card:
    """The card with no line longer than so many characters."""

    def cut(text: str) -> str:
        return "\n".join(shortened(line, most) for line in text.split("\n"))

    def cut_block(block: Block) -> Block:
        match block:
            case Heading(text) | Paragraph(text):
                return replace(block, text=cut(text))
            case Fields(rows):
                lines = ((name, cut(value.replace("\n", " "))) for name, value in rows)
                return Fields(tuple((cut(name), value) for name, value in lines))
            case Choices(buttons):
                labels = tuple(replace(one, label=cut(one.label)) for one in buttons)
                return replace(block, buttons=labels)
            case _:
                return block

    return replace(card, blocks=tuple(map(cut_block, card.blocks)))
