"""Figures and number words -> numbers: 12,345.67, ٥ آلاف, half a million, خمسة وعشرون, 2½.

What is written in a way that has two readings (1.500) comes back with both.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.understanding.figures import MOST_DIGITS, Spoken, figure
from bot.understanding.vocabulary import Item

SECTIONS = ("numbers", "scales", "many", "pairs", "fractions")
FRACTION = "⁄"
"""What ½ has between its figures."""
SHORTEST_SCALE = 3
"""Letters of the scales that may stand behind words: "five hundred", not "five k"."""
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
    half = _and_a_half(items, at)
    if half is not None and _is_scale(items, half[1]):
        value, at = value.plus(half[0]), half[1]
    if _is_scale(items, at):
        scale = Decimal(items[at].meaning("scales") or items[at].meaning("many") or "1")
        value, at = value.times(scale), at + 1
    half = _and_a_half(items, at)
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
    ends = end == len(items) or not (items[end].figure or _is_scale(items, end))
    least = 1 if joined else scale / 10  # "5 thousand 10" may be anything.
    return (rest, end) if least <= rest < scale and ends else None


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


@dataclass(slots=True)
class _Said:
    """What the words of a number have come to so far.

    ``group`` is what a coming "thousand" would multiply, ``total`` what was multiplied already, and
    ``scale`` the last such factor: a later one has to be smaller. Nothing follows what is
    ``closed``.
    """

    total: Decimal = Decimal(0)
    group: Decimal | None = None
    scale: Decimal | None = None
    hundreds: bool = False
    share: bool = False
    closed: bool = False
    doubtful: bool = False

    @property
    def begun(self) -> bool:
        return self.group is not None or self.scale is not None

    def number(self, value: Decimal, *, joined: bool) -> bool:
        """Take "twenty", "five", مئتان; False if it does not go with what was said."""
        added = _added(self.group, value, joined=joined)
        too_large = self.group is None and self.scale is not None and value >= self.scale
        if added is None or too_large:
            return False
        self.group, self.hundreds, self.share = added, False, False
        return True

    def hundred(self, *, joined: bool) -> bool:
        """Take "hundred", of up to 99 of them."""
        if self.group is not None and (joined or not 0 < self.group < 100):
            return False
        self.group, self.hundreds, self.share = (self.group or Decimal(1)) * 100, True, False
        return True

    def times(self, factor: Decimal, count: Decimal | None, *, joined: bool) -> bool:
        """Take "thousand" or "million"; ``count`` is 2 for a word such as ألفين."""
        if self.scale is not None and factor >= self.scale:
            return False
        if self.group is not None and (joined or count is not None):
            return False
        self.total += (count or self.group or Decimal(1)) * factor
        self.group, self.scale, self.hundreds, self.share = None, factor, False, False
        return True

    def spoken(self) -> Spoken:
        """The number."""
        if self.hundreds and self.scale is None:
            scale = Decimal(100)
        else:
            scale = self.scale if self.group is None and self.scale is not None else Decimal(1)
        number = self.total + (self.group or 0)
        return Spoken((number,), not self.doubtful, scale, self.share)


def _in_words(items: Sequence[Item], at: int) -> tuple[Spoken, int] | None:
    """A number in words: five hundred and twelve; خمسة آلاف ومئتان; half a million."""
    said = _Said()
    while at < len(items):
        after = _take(said, items, at)
        if after is None:
            break
        at = after
    if not said.begun:
        return None
    spoken = said.spoken()
    rest = _remainder(items, at, spoken.scale)
    return (spoken, at) if rest is None else (spoken.plus(rest[0]), rest[1])


def _take(said: _Said, items: Sequence[Item], at: int) -> int | None:
    """Take the next part of the number; None if there is none, else where the text goes on."""
    if said.closed:
        return None
    half = _and_a_half(items, at) if said.begun else None
    if half is not None:
        part, after = half
        if said.group is None:
            said.total, said.closed = said.total + part * (said.scale or 1), True
        else:
            said.doubtful = said.group >= 100
            said.group, said.hundreds = said.group + part, False
        return after
    joined = said.begun and at + 1 < len(items) and items[at].means("grammar", "and")
    hyphen = at + 1 < len(items) and items[at].text == "-" and items[at].glued
    if joined or (hyphen and said.group in _TENS):
        at += 1
    item = items[at]
    if len(item.text) < SHORTEST_SCALE and item.means("scales"):
        return None  # "k" is a thousand behind figures only.
    if item.means("numbers"):
        value = Decimal(item.meaning("numbers") or 0)
        return at + 1 if said.number(value, joined=joined) else None
    if item.means("fractions") and not said.begun:
        said.group, said.share = part_of(item.meaning("fractions")), True
        over = _skip_article(items, at + 1) if at + 1 < len(items) else at + 1
        return over if _is_scale(items, over) else at + 1
    many = said.group is not None and item.means("many")
    if item.means("scales", "100") or (many and item.means("many", "100")):
        return at + 1 if said.hundred(joined=joined) else None
    if item.means("pairs"):
        factor, count = Decimal(item.meaning("pairs") or 1), Decimal(2)
        return at + 1 if said.times(factor, count, joined=joined) else None
    if item.means("scales") or many:
        factor = Decimal(item.meaning("scales") or item.meaning("many") or 1)
        return at + 1 if said.times(factor, None, joined=joined) else None
    return None


def _added(group: Decimal | None, value: Decimal, *, joined: bool) -> Decimal | None:
    """The group with another number word; None if the two do not go together."""
    if group is None:
        return value
    units, tens = group % 10, group % 100
    thousands = group >= 1000 and group % 1000 == 0 and 0 < value < 1000
    hundreds = group >= 100 and tens == 0 and 0 < value < 100
    twenty_one = tens >= 20 and units == 0 and 0 < value < 10
    # خمسة وعشرون: the units come first.
    units_first = joined and 0 < tens < 10 and value in _TENS
    return group + value if thousands or hundreds or twenty_one or units_first else None
