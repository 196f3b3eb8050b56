"""Numbers in words: five hundred and twelve, half a million, خمسة وعشرون, ألفان ومئتان."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.understanding.figures import Spoken
from bot.understanding.vocabulary import Item

SHORTEST_SCALE = 3
"""Letters of the scales that may stand behind words: "five hundred", not "five k"."""
_TENS = frozenset(map(Decimal, range(20, 100, 10)))


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


def in_words(items: Sequence[Item], at: int) -> tuple[Spoken, int] | None:
    """A number in words: five hundred and twelve; خمسة آلاف ومئتان; half a million."""
    said = _Said()
    while at < len(items):
        after = _take(said, items, at)
        if after is None:
            break
        at = after
    return (said.spoken(), at) if said.begun else None


def _take(said: _Said, items: Sequence[Item], at: int) -> int | None:
    """Take the next part of the number; None if there is none, else where the text goes on."""
    if said.closed:
        return None
    half = and_a_half(items, at) if said.begun else None
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
        over = skip_article(items, at + 1) if at + 1 < len(items) else at + 1
        return over if is_scale(items, over) else at + 1
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


def skip_article(items: Sequence[Item], at: int) -> int:
    """Past an "a" in front of "hundred" or "half"."""
    following = items[at + 1] if at + 1 < len(items) else None
    if items[at].means("grammar", "article") and following is not None:
        return at + 1 if following.means("scales") or following.means("fractions") else at
    return at


def is_scale(items: Sequence[Item], at: int) -> bool:
    """Whether "thousand", "k", ملايين or the like stands here."""
    return at < len(items) and (items[at].means("scales") or items[at].means("many"))


def and_a_half(items: Sequence[Item], at: int) -> tuple[Decimal, int] | None:
    """The part that "and a half" or ونصف adds."""
    if at + 1 < len(items) and items[at].means("grammar", "and"):
        following = skip_article(items, at + 1)
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
