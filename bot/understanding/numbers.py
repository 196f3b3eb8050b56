"""Figures and number words -> numbers: 12,345.67, ٥ آلاف, half a million, خمسة وعشرون, 2½.

What is written in a way that has two readings (1.500) comes back with both.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bot.understanding.figures import MOST_DIGITS, Spoken, figure
from bot.understanding.number_words import (
    SHORTEST_SCALE,
    and_a_half,
    in_words,
    is_scale,
    skip_article,
)
from bot.understanding.vocabulary import Item

SECTIONS = ("numbers", "scales", "many", "pairs", "fractions")
FRACTION = "⁄"
"""What ½ has between its figures."""


def number_at(items: Sequence[Item], at: int) -> tuple[Spoken, int] | None:
    """The number that begins here, and where the text goes on; None if there is none."""
    start = skip_article(items, at)
    if start < len(items) and items[start].text == "-" and start + 1 < len(items):
        after = number_at(items, start + 1) if items[start + 1].figure else None
        return None if after is None else (after[0].negative(), after[1])
    if start < len(items) and items[start].figure:
        return _written(items, start)
    found = in_words(items, start)
    rest = None if found is None else _remainder(items, found[1], found[0].scale)
    return found if found is None or rest is None else (found[0].plus(rest[0]), rest[1])


def _written(items: Sequence[Item], at: int) -> tuple[Spoken, int] | None:
    """A number in digits, with what may follow: more groups, a fraction, a scale."""
    simple = _fraction(items, at)
    if simple is not None:
        # 1/2 may be "1 or 2" as well; ½ may not.
        value, at = Spoken((simple,), sure=items[at + 1].text == FRACTION), at + 3
    else:
        text = items[at].text
        at += 1
        while at < len(items) and _is_group(items, at, text):
            text, at = text + items[at].text, at + 1
        spoken = figure(text)
        if spoken is None:
            return None
        value = spoken
        part = _fraction(items, at)
        if part is not None and len(value.readings) == 1 and value.readings[0] % 1 == 0:
            value, at = Spoken((value.readings[0] + part,)), at + 3
    return _scaled(items, at, value)


def _is_group(items: Sequence[Item], at: int, before: str) -> bool:
    """Whether this is a group of three digits behind a space: 1 500."""
    word = items[at].words[0]
    return (
        word.figure
        and not word.glued
        and not word.apart
        and word.text.isdecimal()
        and len(word.text) == 3
        and before.isdecimal()
        and before[0] != "0"
        and (len(before) <= 3 or items[at - 1].text != before)
    )


def _fraction(items: Sequence[Item], at: int) -> Decimal | None:
    """A fraction such as 1/2, written without spaces."""
    if at + 2 >= len(items) or items[at + 1].text not in ("/", FRACTION) or not items[at + 1].glued:
        return None
    over, under = items[at].text, items[at + 2].text
    if items[at + 2].glued and over.isdecimal() and under in ("2", "4", "5", "8", "10"):
        part = Decimal(int(over)) / Decimal(int(under))
        return part if 0 < part < 1 else None
    return None


def _scaled(items: Sequence[Item], at: int, value: Spoken) -> tuple[Spoken, int]:
    """With "thousand", "k", "and a half" behind it."""
    half = and_a_half(items, at)
    if half is not None and is_scale(items, half[1]):
        value, at = value.plus(half[0]), half[1]
    if is_scale(items, at):
        scale = Decimal(items[at].meaning("scales") or items[at].meaning("many") or "1")
        value, at = value.times(scale), at + 1
    half = and_a_half(items, at)
    if half is not None:
        more = value.plus(half[0] * value.scale)
        # 5000 and a half of what?
        doubtful = value.scale == 1 and min(value.readings) >= 100
        return (replace(more, sure=False) if doubtful else more), half[1]
    rest = _remainder(items, at, value.scale)
    return (value, at) if rest is None else (value.plus(rest[0]), rest[1])


def _remainder(items: Sequence[Item], at: int, scale: Decimal) -> tuple[Decimal, int] | None:
    """The 500 of "3 thousand 500" and 3 آلاف و500, where nothing but a smaller number follows."""
    if scale < 1000 or len(items[at - 1].text) < SHORTEST_SCALE or at >= len(items):
        return None
    joined = items[at].means("grammar", "and")
    at += joined
    if at >= len(items) or (joined and not items[at].glued):
        return None  # "Between 3 thousand and 500" is two numbers.
    if not items[at].figure or items[at].apart or not items[at].text.isdecimal():
        return None
    rest = Decimal(items[at].text[:MOST_DIGITS])
    end = at + 1
    ends = end == len(items) or not (items[end].figure or is_scale(items, end))
    least = 1 if joined else scale / 10  # "5 thousand 10" may be anything.
    return (rest, end) if least <= rest < scale and ends else None


def ordinal_at(items: Sequence[Item], at: int) -> tuple[int, int] | None:
    """The place, from 1, that an ordinal such as "third" or 3rd names, and where it ends."""
    if at > 0 and items[at].glued and items[at - 1].text.isalpha():
        return None  # The figures of a word: a7nd.
    named = items[at].meaning("ordinals")
    if named is not None and named.isdecimal():
        return int(named), at + 1
    following = items[at + 1] if at + 1 < len(items) else None
    if following is not None and following.glued and following.means("ordinals", "suffix"):
        text = items[at].text
        return (int(text), at + 2) if text.isdecimal() and len(text) <= 2 else None
    return None
