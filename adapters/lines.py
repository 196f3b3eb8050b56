"""Lines of a card as chat platforms show them: sound, from their own side, and not too long."""

import re
from collections.abc import Callable
from dataclasses import replace
from unicodedata import bidirectional

from babel import Locale

from bot.cards import Block, Card, Choices, Fields, Heading, Paragraph
from bot.shortening import shortened

LINES = (1_000, 500, 250, 150, 100, 70, 40, 25)
"""Characters of a line, where lines have to be cut, the more readable ones first."""
_LONE = re.compile("[\ud800-\udfff]")


def saying(card: Card) -> Callable[[str], str]:
    """How the texts of the card are shown: sound, and each line from its own side."""
    is_from_right = Locale.parse(card.language, sep="-").text_direction == "rtl"
    return _right_to_left if is_from_right else sound


def sound(text: str) -> str:
    """The text without halves of characters, which no JSON reader takes."""
    return _LONE.sub("\ufffd", text)


def _right_to_left(text: str) -> str:
    """The text with a mark before each line of which nothing tells the direction.

    Chat platforms lay out each line by its first letter, and look for none in what is isolated.
    """
    return "\n".join(
        line if _tells_direction(line) else f"\u200f{line}" for line in sound(text).split("\n")
    )


def _tells_direction(line: str) -> bool:
    """Whether there is nothing to lay out, or a letter that is not isolated."""
    depth, isolated = 0, False
    for one in line:
        kind = bidirectional(one)
        if kind in ("LRI", "RLI", "FSI"):
            depth, isolated = depth + 1, True
        elif kind == "PDI":
            depth = max(depth - 1, 0)
        elif kind in ("L", "R", "AL") and depth == 0:
            return True
    return not isolated


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
