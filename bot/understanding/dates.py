"""Dates: 15/12/2026, Dec 1, next Friday, in two weeks, 1-5 December, آخر الشهر, بعد بكرة.

A bare day or month means the next one. Words that fit two days come back with both; which order
01/02/2027 is first read in follows the person's language.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import product

from bot.answers import Dated, Value
from bot.kinds import Day
from bot.problems import Problem, Reason
from bot.understanding import calendar, numbers, relative_dates, written_dates
from bot.understanding.calendar import Days, Period
from bot.understanding.lexicon import Lexicon
from bot.understanding.points import Again, At, Point
from bot.understanding.ranges import Span, span
from bot.understanding.readings import Circumstances, Clarification, one_of
from bot.understanding.vocabulary import Item, Vocabulary

HALF_A_YEAR = timedelta(days=183)
SECTIONS = (
    *numbers.SECTIONS,
    *("grammar", "units", "lengths", "days", "periods", "months", "weekdays", "ordinals"),
)


def vocabulary(lexicon: Lexicon) -> Vocabulary:
    """The words that may stand in a date."""
    return lexicon.vocabulary(*SECTIONS)


def read_date(
    items: Sequence[Item], kind: Day, when: Circumstances
) -> Value | Clarification | Problem:
    """A day, or a week, a month or a range where the question takes ranges."""
    found = span(items, lambda items, at: _point_at(items, at, when))
    if found is None:
        return Problem(Reason.NOT_A_DATE)
    problem = next((p.problem for p in (found.low, found.high) if p and p.problem), None)
    if problem is not None:
        return Problem(problem)
    days = _days(found)
    if days is None:
        return Problem(Reason.NO_MONTH)
    periods = [period for period in days.readings if kind.ranges or period[0] == period[1]]
    if not periods:
        return Problem(Reason.ONE_DAY)
    if found.low is found.high and when.earliest is not None:
        # This week, said on a Wednesday, is what is left of it.
        periods = [
            (max(p[0], when.earliest), p[1]) if p[0] < when.earliest <= p[1] else p for p in periods
        ]
    late_enough = [p for p in periods if when.earliest is None or p[0] >= when.earliest]
    if not late_enough and when.earliest is not None:
        return Problem(Reason.TOO_EARLY, when.earliest.isoformat())
    values: list[Value] = [Dated(*period) for period in late_enough]
    sure = days.sure and len(late_enough) == len(days.readings) and not _another_word(items)
    return one_of(values, sure=sure) or Problem(Reason.NOT_A_DATE)


def _another_word(items: Sequence[Item]) -> bool:
    """Whether what looks like a month or a weekday may be a verb: "it may be", "we sat"."""
    for at, item in enumerate(items):
        if not item.means("periods", "modal", "homonym"):
            continue
        beside = (*items[max(0, at - 1) : at], *items[at + 1 : at + 2])
        verb = item.means("periods", "modal") or len(items) > 1
        if verb and not any(_is_of_a_date(other) for other in beside):
            return True
    return False


def _is_of_a_date(item: Item) -> bool:
    return not item.means("grammar", "article") and (
        item.figure
        or any(item.means(section) for section in ("periods", "ordinals", "months", "weekdays"))
        or item.means("grammar", "from", "to", "between", "at_least", "at_most")
        or item.text in ("-", ",")
    )


def _days(found: Span[Point]) -> Days | None:
    """The periods of a whole span; None if a day has no month."""
    low, high = found.low, found.high
    if low is high or low is None or high is None:
        point = low or high
        if point is None or point.bare:
            return None
        # "No later than" names the day; "after" does not.
        return point.days if high is not None else Days(point.days.readings, sure=False)
    low, high = _same_month(low, high), _same_month(high, low)
    if low.bare or high.bare:
        return None
    if found.either:
        return Days((*low.days.readings, *high.days.readings), sure=False)
    return _from_to(low, high)


def _same_month(point: Point, other: Point) -> Point:
    """A bare day with the month that the other one names."""
    if not point.bare or not other.has_month:
        return point
    days = [calendar.valid(first.year, first.month, point.bare) for first, _ in other.days.readings]
    found = tuple((day, day) for day in days if day is not None)
    # "5 to june" may be the 5th of June, or from then to its end.
    one_day = all(first == last for first, last in other.days.readings)
    return Point(Days(found, sure=one_day), has_month=True)


def _from_to(low: Point, high: Point) -> Days | None:
    """The days from one to the other; what runs backwards may have its end the next time round."""
    starts, ends = low.days.readings, high.days.readings
    # Two dates in figures are written in the same order: 1/12 - 5/12.
    same_order = len(starts) == len(ends) > 1
    pairs = zip(starts, ends, strict=True) if same_order else product(starts, ends)
    sure, periods = low.days.sure and high.days.sure, []
    for start, end in pairs:
        later = end if start[0] <= end[1] else _next_time(end, high.again)
        if later is None or start[0] > later[1]:
            sure, later, start = False, start, end  # noqa: PLW2901  # Turned round.
        elif later is not end and later[1] - start[0] > HALF_A_YEAR:
            sure = False  # "30-2 December" is hardly meant to last until the next one.
        periods.append((start[0], later[1]))
    return Days(tuple(periods), sure=sure) if periods else None


def _next_time(period: Period, again: Again) -> Period | None:
    """The period of that name that comes next."""
    match again:
        case Again.NEVER:
            return None
        case Again.WEEK:
            first, last = (day + timedelta(weeks=1) for day in period)
        case Again.YEAR:
            later = [calendar.valid(day.year + 1, day.month, day.day) for day in period]
            first, last = (day or period[1] for day in later)
    return first, last


def _point_at(items: Sequence[Item], at: int, when: Circumstances) -> At:
    """The day or period that begins here."""
    readers: tuple[Callable[[Sequence[Item], int, Circumstances], At], ...] = (
        written_dates.numeric,
        relative_dates.from_now,
        relative_dates.with_weekday,
        relative_dates.edge,
        relative_dates.named,
        relative_dates.relative_period,
        written_dates.numbered_month,
        written_dates.written,
    )
    for start in (at, _past_lead(items, at)):
        for read in readers if start < len(items) else ():
            found = read(items, start, when)
            if found is not None:
                return found
    if items[at].means("periods", "open") and at + 1 < len(items):
        after = _point_at(items, at + 1, when)
        if after is not None:
            # "Before Friday" is about Friday, but is it that day?
            point, end = after
            return replace(point, days=Days(point.days.readings, sure=False)), end
    return None


def _past_lead(items: Sequence[Item], at: int) -> int:
    """Past "by", "on", "in", يوم, في."""
    start = at
    while at < len(items) and (
        items[at].means("periods", "by", "in", "day")
        or items[at].means("grammar", "filler", "measured")
    ):
        at += 1
    return at if at > start else len(items)
