"""Lengths of time: 3 weeks, 2–3 months, a year and a half, ساعة ونصف, أسبوعين, up to 10 days."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.answers import Lasting, Length, Value
from bot.problems import Problem, Reason
from bot.understanding import numbers
from bot.understanding.figures import Spoken, figure
from bot.understanding.lexicon import Lexicon
from bot.understanding.number_words import part_of
from bot.understanding.ranges import Span, in_order, passed_over, span
from bot.understanding.readings import Clarification, one_of
from bot.understanding.vocabulary import Item, Vocabulary

SECTIONS = (*numbers.SECTIONS, "grammar", "units", "lengths")
CENTURY = 100
"""Years of the longest time that anybody means."""
LONGEST = CENTURY * 12 * 30 * 86_400
"""Seconds in so many years, a month counted as 30 days."""
_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3_600, "days": 86_400, "weeks": 7 * 86_400}
_MONTHS = {"months": 1, "years": 12}
_ORDER = (*_SECONDS, *_MONTHS)
MONTH_IN_DAYS = 30
"""Half a month is 15 days."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lengths that words may mean, each with its last unit; or, so far, a number of something.

    ``parts`` counts what was added up; not ``sure`` are parts of a month, which differ in length.
    """

    by_unit: tuple[tuple[str, Length], ...]
    bare: Spoken | None = None
    parts: int = 1
    sure: bool = True

    @property
    def lengths(self) -> tuple[Length, ...]:
        """The lengths alone."""
        return tuple(length for _, length in self.by_unit)


def vocabulary(lexicon: Lexicon) -> Vocabulary:
    """The words that may stand in a length of time."""
    return lexicon.vocabulary(*SECTIONS)


def read_duration(items: Sequence[Item]) -> Value | Clarification | Problem:
    """A length of time, a range, or one with an open end."""
    found = span(_plus_behind(items), stretch_at)
    if found is None:
        couple = _couple(items)
        return couple or Problem(Reason.NOT_A_DURATION)
    return _lasting(found)


def _plus_behind(items: Sequence[Item]) -> Sequence[Item]:
    """2+ weeks written as 2 weeks +."""
    for at in range(1, len(items) - 1):
        if items[at].text == "+" and items[at - 1].figure and _units(items[at + 1]):
            return [*items[:at], items[at + 1], items[at], *items[at + 2 :]]
    return items


def stretch_at(items: Sequence[Item], at: int) -> tuple[Stretch, int] | None:
    """The length that begins here: one or more numbers with units, or a number alone."""
    first = _piece(items, at)
    if first is None or first[0].bare is not None:
        return first
    total, at = first
    while at < len(items):
        part = _part_more(items, at, total)
        if part is not None:
            total, at = part
            continue
        joined = at + 1 if items[at].means("grammar", "and") else at
        more = _piece(items, joined) if joined < len(items) else None
        more = _minutes_after_hours(items, joined, total) or more
        both = None if more is None else _together(total, more[0])
        if more is None or both is None:
            break
        total, at = both, more[1]
    return total, at


def _minutes_after_hours(
    items: Sequence[Item], at: int, total: Stretch
) -> tuple[Stretch, int] | None:
    """The 30 of 1h30."""
    hours = any(unit == "hours" for unit, _ in total.by_unit)
    if not hours or at >= len(items) or not (items[at].figure and items[at].glued):
        return None
    text, following = items[at].text, items[at + 1] if at + 1 < len(items) else None
    if not text.isdecimal() or int(text[:3]) > 59 or (following and _units(following)):
        return None
    return _of(Spoken((Decimal(text),)), ("minutes",), at + 1)


def _together(total: Stretch, more: Stretch) -> Stretch | None:
    """A year and two months, but not a month and two months."""
    by_unit = tuple(
        (small, _plus(a, b))
        for large, a in total.by_unit
        for small, b in more.by_unit
        if _ORDER.index(small) < _ORDER.index(large)
    )
    if not by_unit:
        return None
    return Stretch(by_unit, None, total.parts + more.parts, total.sure and more.sure)


def _piece(items: Sequence[Item], at: int) -> tuple[Stretch, int] | None:
    """A number with its unit; a phrase that is a length, such as "a week"; a number alone."""
    length = items[at].meaning("lengths")
    if length is not None:
        count, unit = length.split()
        return _of(Spoken((Decimal(count),)), (unit,), at + 1)
    number = _number_at(items, at)
    if number is None:
        return None
    spoken, at = number
    if any(reading < 0 for reading in spoken.readings):
        return None
    if at + 1 < len(items) and (items[at].means("grammar", "of") or _is_hyphen(items[at])):
        at += 1
    units = _units(items[at]) if at < len(items) else ()
    if units:
        return _of(spoken, units, at + 1)
    return Stretch((), spoken), number[1]


def _number_at(items: Sequence[Item], at: int) -> tuple[Spoken, int] | None:
    """The number that begins here; in 30m the m is minutes, not millions."""
    if items[at].figure and at + 1 < len(items) and items[at + 1].means("units"):
        spoken = figure(items[at].text)
        return None if spoken is None else (spoken, at + 1)
    return numbers.number_at(items, at)


def _is_hyphen(item: Item) -> bool:
    """The sign in "10-day"."""
    return item.text == "-" and item.glued


def _units(item: Item) -> tuple[str, ...]:
    """The units that the word may mean, also where it has its article: half "an hour"."""
    length = item.meaning("lengths") or ""
    return item.senses.get("units", ()) or ((length[2:],) if length.startswith("1 ") else ())


def _of(number: Spoken, units: tuple[str, ...], at: int) -> tuple[Stretch, int] | None:
    lengths = [(unit, n, _times(n, unit)) for unit in units for n in number.readings]
    known = tuple((unit, length) for unit, _, length in lengths if length is not None)
    sure = all(unit not in _MONTHS or n * _MONTHS[unit] % 1 == 0 for unit, n, _ in lengths)
    return (Stretch(known, sure=sure and number.sure), at) if known else None


def _times(number: Decimal, unit: str) -> Length | None:
    """So many units; parts of a month are counted in days of which it has thirty."""
    if unit in _MONTHS:
        months = number * _MONTHS[unit]
        whole = int(months)
        return Length(whole, int((months - whole) * MONTH_IN_DAYS) * 86_400)
    seconds = number * _SECONDS[unit]
    return None if seconds % 1 else Length(0, int(seconds))


def _part_more(items: Sequence[Item], at: int, total: Stretch) -> tuple[Stretch, int] | None:
    """Part of the last unit more or less: "a year and a half", ساعة ونصف, ساعة إلا ربع."""
    less = items[at].means("grammar", "except")
    if not (less or items[at].means("grammar", "and")) or at + 1 >= len(items):
        return None
    place = at + 1
    if items[place].means("grammar", "article") and place + 1 < len(items):
        place += 1
    part = part_of(items[place].meaning("fractions"))
    following = items[place + 1] if place + 1 < len(items) else None
    if part is None or (following is not None and _units(following)):
        return None
    units = tuple(unit for unit, _ in total.by_unit)
    found = _of(Spoken((-part if less else part,)), units, place + 1)
    if found is None:
        return None
    more = dict(found[0].by_unit)
    by_unit = tuple((unit, _plus(one, more[unit])) for unit, one in total.by_unit if unit in more)
    return Stretch(by_unit, None, total.parts + 1, total.sure and found[0].sure), place + 1


def _plus(one: Length, other: Length) -> Length:
    return Length(one.months + other.months, one.seconds + other.seconds)


def _couple(items: Sequence[Item]) -> Clarification | None:
    """A couple of weeks may be meant as two."""
    at = passed_over(items, 0)
    if at + 2 != len(items) or not items[at].means("grammar", "couple"):
        return None
    two = _of(Spoken((Decimal(2),)), _units(items[at + 1]), 0)
    return None if two is None else Clarification(tuple(Lasting(n, n) for n in two[0].lengths))


def _lasting(found: Span[Stretch]) -> Value | Clarification | Problem:
    low, high = found.low, found.high
    if found.either and low and high and high.bare is not None:
        high = _in_the_units_of(high, low)  # "A week or two"
    last = high or low
    if last is None or last.bare is not None:
        return Problem(Reason.NO_UNIT)
    if low is not None and low.bare is not None:
        if last.parts > 1:
            return Problem(Reason.NOT_A_DURATION)
        low = _in_the_units_of(low, last)  # "2-3 weeks"
        if not low.by_unit:
            return Problem(Reason.NOT_A_DURATION)
    every = [*(low.lengths if low else ()), *(high.lengths if high else ())]
    if any(length.in_seconds() > LONGEST for length in every):
        return Problem(Reason.TOO_LONG_A_TIME, str(CENTURY))
    if found.either:
        return Clarification(tuple(Lasting(one, one) for one in dict.fromkeys(every)))
    pairs = [(n, n) for n in last.lengths] if found.low is found.high else _pairs(low, high)
    forwards, turned = in_order(pairs, Length.in_seconds)
    values: list[Value] = [Lasting(a, b) for a, b in forwards]
    sure = not turned and all(one.sure for one in (low, high) if one is not None)
    return one_of(values, sure=sure) or Problem(Reason.NOT_A_DURATION)


def _in_the_units_of(bare: Stretch, other: Stretch) -> Stretch:
    """A number in the units of the other length."""
    if bare.bare is None:
        return bare
    given = _of(bare.bare, tuple(unit for unit, _ in other.by_unit), 0)
    return Stretch(()) if given is None else given[0]


def with_units_of(bare: Stretch, other: Stretch) -> list[tuple[Length, ...]]:
    """The ranges from a number to a length in the same unit."""
    low = _in_the_units_of(bare, other)
    return [(a, b) for a, b in _pairs(low, other) if a is not None and b is not None]


def _pairs(low: Stretch | None, high: Stretch | None) -> list[tuple[Length | None, Length | None]]:
    """The ranges from one to the other; in 3m-6m both are minutes, or both are months."""
    if low is None or high is None:
        lows = (None,) if low is None else low.lengths
        return [(a, b) for a in lows for b in ((None,) if high is None else high.lengths)]
    every = [(one == other, a, b) for one, a in low.by_unit for other, b in high.by_unit]
    alike = [(a, b) for same, a, b in every if same]
    return list(alike or [(a, b) for _, a, b in every])
