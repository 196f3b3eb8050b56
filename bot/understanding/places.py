"""The place of one of several things: 2, #2, option two, the second one, last, رقم ٢, الثاني."""

from collections.abc import Sequence

from bot.understanding import numbers
from bot.understanding.vocabulary import Item

SECTIONS = ("numbers", "ordinals", "grammar")


def place_of(items: Sequence[Item], length: int) -> int | None:
    """The place, from 0, that the whole text names; ``length`` or more, or -1, if it has none such.

    None if the text names no place.
    """
    found = place_at(items, 0, length)
    if found is None:
        return None
    place, at = found
    while at < len(items) and items[at].means("grammar", "picking", "one", "option"):
        at += 1
    return place if at == len(items) else None


def place_at(items: Sequence[Item], at: int, length: int) -> tuple[int, int] | None:
    """The place that is named from here on, and where the text goes on."""
    while at < len(items) and items[at].means("grammar", "picking", "option"):
        at += 1
    if at == len(items):
        return None
    item = items[at]
    if item.means("ordinals", "last"):
        return length - 1, at + 1
    ordinal = numbers.ordinal_at(items, at)
    if ordinal is not None:
        return ordinal[0] - 1, ordinal[1]
    if item.figure and item.text.isdecimal():
        return int(item.text[:9]) - 1, at + 1
    named = item.meaning("numbers")
    return None if named is None else (int(named) - 1, at + 1)
