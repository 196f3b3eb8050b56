"""Dates: 15/12/2026, Dec 1, next Friday, in two weeks, 1-5 December, آخر الشهر, بعد بكرة.

A bare day or month means the next one. Words that fit two days come back with both; which order
01/02/2027 is first read in follows the person's language.
"""

from collections.abc import Callable, Sequence

from bot.answers import Dated, Value
from bot.kinds import Day
from bot.problems import Problem, Reason
from bot.understanding import calendar, numbers, relative_dates, written_dates
from bot.understanding.calendar import Days, Period
from bot.understanding.lexicon import Lexicon
from bot.understanding.points import At, Point
from bot.understanding.ranges import Span, span
from bot.understanding.readings import Circumstances, Clarification, one_of
from bot.understanding.vocabulary import Item, Vocabulary

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
    late_enough = [p for p in periods if when.earliest is None or p[0] >= when.earliest]
    if not late_enough and when.earliest is not None:
        return Problem(Reason.TOO_EARLY, when.earliest.isoformat())
    values: list[Value] = [Dated(*period) for period in late_enough]
    sure = days.sure and len(late_enough) == len(days.readings)
    return one_of(values, sure=sure) or Problem(Reason.NOT_A_DATE)


def _days(found: Span[Point]) -> Days | None:
    """The periods of a whole span; None if a day has no month."""
    low, high = found.low, found.high
    if low is high or low is None or high is None:
        point = low or high
        if point is None or point.bare:
            return None
        # "No later than" names the day; "after" does not.
        return point.days if high is not None else Days(point.days.readings, sure=False)
    if found.either:
        every = (*low.days.readings, *high.days.readings)
        return None if low.bare or high.bare else Days(every, sure=False)
    if low.bare and high.bare:
        return None
    starts: list[tuple[Period | None, Period | None]]
    if low.bare:
        starts = [(_same_month(low.bare, b), b) for b in high.days.readings]
    elif high.bare:
        starts = [(a, _same_month(high.bare, a)) for a in low.days.readings]
    else:
        starts = [(a, b) for a in low.days.readings for b in high.days.readings]
    periods = []
    for a, b in starts:
        if a is not None and b is not None:
            # "Dec 28 to Jan 3" may be said in the days between.
            end = b if a[0] <= b[1] else _a_year_on(b)
            periods.append((a[0], end[1]))
    return Days(tuple(periods), sure=all(a <= b for a, b in periods)) if periods else None


def _same_month(day: int, period: Period) -> Period | None:
    found = calendar.valid(period[0].year, period[0].month, day)
    return None if found is None else (found, found)


def _a_year_on(period: Period) -> Period:
    first, last = (calendar.valid(d.year + 1, d.month, d.day) for d in period)
    return (first, last) if first and last else period


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
            return Point(Days(point.days.readings, sure=False), point.bare, point.problem), end
    return None


def _past_lead(items: Sequence[Item], at: int) -> int:
    """Past "by", "on", "in", يوم, في."""
    start = at
    while at < len(items) and (
        items[at].means("periods", "by", "in", "day") or items[at].means("grammar", "filler")
    ):
        at += 1
    return at if at > start else len(items)
