"""Figures and number words -> numbers: 12,345.67, ٥ آلاف, half a million, خمسة وعشرون, 2½.

What is written in a way that has two readings (1.500) comes back with both.
"""

from collections.abc import Sequence
from decimal import Decimal

from bot.understanding.figures import Spoken, figure
from bot.understanding.vocabulary import Item

SECTIONS = ("numbers", "scales", "many", "pairs", "fractions")
_TENS = frozenset(map(Decimal, range(20, 100, 10)))


def number_at(items: Sequence[Item], at: int) -> tuple[Spoken, int] | None:
    """The number that begins here, and where the text goes on; None if there is none."""
    start = _skip_article(items, at)
    if start < len(items) and items[start].text == "-" and start + 1 < len(items):
        after = number_at(items, start + 1) if items[start + 1].figure else None
        return None if after is None else (after[0].negative(), after[1])
    if start < len(items) and items[start].figure:
        return _written(items, start)
    return _in_words(items, start)


def _skip_article(items: Sequence[Item], at: int) -> int:
    """Past an "a" in front of "hundred" or "half"."""
    following = items[at + 1] if at + 1 < len(items) else None
    if items[at].means("grammar", "article") and following is not None:
        return at + 1 if following.means("scales") or following.means("fractions") else at
    return at


def _written(items: Sequence[Item], at: int) -> tuple[Spoken, int] | None:
    """A number in digits, with what may follow: more groups, a fraction, a scale."""
    simple = _fraction(items, at)
    if simple is not None:
        value, at = Spoken((simple,)), at + 3
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
    if at + 2 >= len(items) or items[at + 1].text != "/" or not items[at + 1].glued:
        return None
    over, under = items[at].text, items[at + 2].text
    if items[at + 2].glued and over.isdecimal() and under in ("2", "3", "4", "5", "8", "10"):
        part = Decimal(int(over)) / Decimal(int(under))
        return part if 0 < part < 1 else None
    return None


def _scaled(items: Sequence[Item], at: int, value: Spoken) -> tuple[Spoken, int]:
    """With "thousand", "k", "and a half" behind it."""
    half = _and_a_half(items, at)
    if half is not None and _is_scale(items, half[1]):
        value, at = value.plus(half[0]), half[1]
    if _is_scale(items, at):
        scale = Decimal(items[at].meaning("scales") or items[at].meaning("many") or "1")
        value, at = value.times(scale), at + 1
    half = _and_a_half(items, at)
    if half is not None:
        value, at = value.plus(half[0] * value.scale), half[1]
    return value, at


def _is_scale(items: Sequence[Item], at: int) -> bool:
    return at < len(items) and (items[at].means("scales") or items[at].means("many"))


def _and_a_half(items: Sequence[Item], at: int) -> tuple[Decimal, int] | None:
    """The part that "and a half" or ونصف adds."""
    if at + 1 < len(items) and items[at].means("grammar", "and"):
        following = _skip_article(items, at + 1)
        part = part_of(items[following].meaning("fractions"))
        if part is not None:
            return part, following + 1
    return None


def part_of(fraction: str | None) -> Decimal | None:
    """The number that a fraction such as 3/4 stands for."""
    if fraction is None:
        return None
    over, under = fraction.split("/")
    return Decimal(over) / Decimal(under)


def ordinal_at(items: Sequence[Item], at: int) -> tuple[int, int] | None:
    """The place, from 1, that an ordinal such as "third" or 3rd names, and where it ends."""
    named = items[at].meaning("ordinals")
    if named is not None and named.isdecimal():
        return int(named), at + 1
    following = items[at + 1] if at + 1 < len(items) else None
    if following is not None and following.glued and following.means("ordinals", "suffix"):
        text = items[at].text
        return (int(text), at + 2) if text.isdecimal() and len(text) <= 2 else None
    return None


def _in_words(items: Sequence[Item], at: int) -> tuple[Spoken, int] | None:
    """A number in words: five hundred and twelve; خمسة آلاف ومئتان; half a million."""
    total, group, ceiling, last = Decimal(0), None, Decimal("Infinity"), Decimal(1)
    begun = False
    while at < len(items):
        step = at
        joined = begun and step + 1 < len(items) and items[step].means("grammar", "and")
        hyphen = begun and step + 1 < len(items) and items[step].text == "-" and items[step].glued
        if joined or (hyphen and group in _TENS):
            step += 1
        item = items[step]
        if not begun and len(item.text) == 1 and item.means("scales"):
            break  # "k" alone is no thousand.
        if (half := _and_a_half(items, at)) and begun and group is None:
            total, at = total + half[0] * last, half[1]
            break
        if item.means("numbers"):
            value = Decimal(item.meaning("numbers") or "0")
            added = _added(group, value, joined=joined)
            if added is None or (begun and group is None and value >= last):
                break
            group, at, begun = added, step + 1, True
            if half := _and_a_half(items, at):
                group, at = group + half[0], half[1]
        elif item.means("fractions") and not begun:
            group, at, begun = part_of(item.meaning("fractions")) or Decimal(0), step + 1, True
            over = _skip_article(items, at) if at < len(items) else at
            if not _is_scale(items, over):
                break
            at = over
        elif item.means("scales", "100") or (item.means("many", "100") and group):
            if group is not None and (joined or not 0 < group < 100):
                break
            group, at, begun = (group or Decimal(1)) * 100, step + 1, True
        elif item.means("pairs") or item.means("scales") or (item.means("many") and group):
            factor = Decimal(
                next(item.meaning(s) or "1" for s in ("pairs", "scales", "many") if item.means(s))
            )
            if factor >= ceiling or (item.means("pairs") and group is not None):
                break
            if joined and group is not None:
                break
            count = Decimal(2) if item.means("pairs") else group or Decimal(1)
            total, group, at, begun = total + count * factor, None, step + 1, True
            ceiling, last = factor, factor
        else:
            break
    if not begun:
        return None
    value = total + (group or 0)
    return Spoken((value,), scale=last if group is None else Decimal(1)), at


def _added(group: Decimal | None, value: Decimal, *, joined: bool) -> Decimal | None:
    """The group with another number word; None if the two do not go together."""
    if group is None:
        return value
    units, tens = group % 10, group % 100
    if group >= 1000 and group % 1000 == 0 and 0 < value < 1000:
        return group + value
    if group >= 100 and tens == 0 and value < 100 and value > 0:
        return group + value
    if tens >= 20 and units == 0 and 0 < value < 10:
        return group + value
    if joined and 0 < tens < 10 and value in _TENS:
        return group + value  # خمسة وعشرون: the units come first.
    return None
