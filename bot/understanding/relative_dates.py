"""Dates reckoned from today: tomorrow, in two weeks, next Friday, آخر الشهر, الأسبوع القادم."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.answers import Length
from bot.understanding import calendar, durations
from bot.understanding.calendar import Days, Period
from bot.understanding.points import Again, At, Point, which_at
from bot.understanding.readings import Circumstances
from bot.understanding.vocabulary import Item
from bot.understanding.written_dates import dated_at, month_at, on_that_weekday

_OFFSETS = {
    "today": 0,
    "now": 0,
    "tomorrow": 1,
    "after_tomorrow": 2,
    "yesterday": -1,
    "before_yesterday": -2,
}


def from_now(items: Sequence[Item], at: int, when: Circumstances) -> At:
    """In two weeks, 3 days from now, a week ago, بعد ٣ أيام, قبل أسبوع."""
    ahead = items[at].means("periods", "ahead")
    within = items[at].means("periods", "within")
    before = items[at].means("periods", "before")
    start = at + (ahead or within or before)
    if start >= len(items):
        return None
    found = _stretches(items, start)
    if found is None:
        return None
    stretches, end = found
    following = items[end] if end < len(items) else None
    since = following is not None and following.means("periods", "since")
    ago = following is not None and following.means("periods", "ago") and not ahead
    direction = -1 if before or ago else 1
    sure = ahead or before or since or ago
    if not sure and not within and end < len(items):
        return None  # "3 days" alone may mean in three days; يوم السبت does not.
    periods = []
    for ends in stretches:
        days = [calendar.moved(when.today, length, direction) for length in ends]
        if any(length.seconds % 86_400 for length in ends) or None in days:
            return None
        known = sorted(day for day in days if day is not None)
        periods.append((known[0], known[-1]))
    return Point(Days(tuple(periods), sure=sure)), end + (since or ago)


def _stretches(items: Sequence[Item], at: int) -> tuple[list[tuple[Length, ...]], int] | None:
    """A length of time, or the two ends of one: the "2-3 weeks" of "in 2-3 weeks"."""
    first = durations.stretch_at(items, at)
    if first is None:
        return None
    stretch, end = first
    if stretch.bare is None:
        return [(length,) for length in stretch.lengths], end
    second = None
    if end + 1 < len(items) and items[end].means("grammar", "to"):
        second = durations.stretch_at(items, end + 1)
    if second is None or second[0].bare is not None or second[0].parts > 1:
        return None
    pairs = durations.with_units_of(stretch, second[0])
    return (pairs, second[1]) if pairs else None


def with_weekday(items: Sequence[Item], at: int, when: Circumstances) -> At:
    """Friday, next Friday, الجمعة القادمة, Friday next week, Monday 30 November."""
    which, start = which_at(items, at)
    if start >= len(items) or not items[start].means("weekdays"):
        return None
    wanted, end = int(items[start].meaning("weekdays") or 0), start + 1
    if not which and end < len(items):
        week = _week(items, end, when)
        if week is not None:
            day = next(d for d in _each(week[0]) if d.weekday() == wanted)
            return Point(calendar.one(day)), week[1]
        which, end = which_at(items, end)
        dated = None if which else dated_at(items, end, when)
        if dated is not None:
            return on_that_weekday(dated, wanted)
    again = Again.WEEK if which in ("", "this", "coming") else Again.NEVER
    return Point(calendar.weekday(when, wanted, which), again=again), end


def _each(period: Period) -> list[date]:
    return [period[0] + timedelta(days=n) for n in range((period[1] - period[0]).days + 1)]


def named(items: Sequence[Item], at: int, when: Circumstances) -> At:
    """Today, tomorrow, بعد غد."""
    name = items[at].meaning("days")
    if name is None:
        return None
    day = when.today + timedelta(days=_OFFSETS[name])
    return Point(Days(((day, day),), sure=name != "now")), at + 1


def relative_period(items: Sequence[Item], at: int, when: Circumstances) -> At:
    """Next month, this week, الأسبوع القادم."""
    found = _week(items, at, when) or _month_or_year(items, at, when)
    return None if found is None else (Point(Days((found[0],))), found[1])


def _week(items: Sequence[Item], at: int, when: Circumstances) -> tuple[Period, int] | None:
    if items[at].means("periods", "week_after_next"):
        return calendar.week_of(when.today, when.week_start, 2), at + 1
    found = _which_of(items, at, "week")
    if found is None:
        return None
    later, end = found
    return calendar.week_of(when.today, when.week_start, later), end


def _month_or_year(
    items: Sequence[Item], at: int, when: Circumstances
) -> tuple[Period, int] | None:
    found = _which_of(items, at, "month")
    if found is not None:
        return calendar.months_on(when.today, found[0]), found[1]
    found = _which_of(items, at, "year")
    if found is not None:
        return calendar.year_of(when.today.year + found[0]), found[1]
    return None


def _which_of(items: Sequence[Item], at: int, unit: str) -> tuple[int, int] | None:
    """How many of them later, from a word before or behind: next week, الأسبوع القادم."""
    later = {"next": 1, "coming": 1, "this": 0, "past": -1}
    which, start = which_at(items, at)
    if start >= len(items) or not items[start].means("periods", unit):
        return None
    end = start + 1
    if not which:
        which, end = which_at(items, end)
    return (later[which], end) if which else None


def edge(items: Sequence[Item], at: int, when: Circumstances) -> At:
    """The end of November, the beginning of next year, mid December, آخر الشهر."""
    edge = next((e for e in ("end", "start", "middle") if items[at].means("periods", e)), None)
    if edge is None or at + 1 >= len(items):
        return None
    start = at + 1
    while start < len(items) and (
        items[start].means("periods", "of") or items[start].means("grammar", "filler", "measured")
    ):
        start += 1
    found = _whole(items, start, when) if start < len(items) else None
    if found is None:
        return None
    (first, last), end = found
    length = (last - first).days
    is_week, is_month = length < 7, 27 <= length <= 30
    middle = first + timedelta(days=14 if is_month else length // 2)
    day = {"end": last, "start": first, "middle": middle}[edge]
    return Point(
        Days(((day, day),), sure=edge != "middle" and not is_week and day >= when.today)
    ), end


def _whole(items: Sequence[Item], at: int, when: Circumstances) -> tuple[Period, int] | None:
    """A month, year or week, also "the month" alone."""
    relative = _week(items, at, when) or _month_or_year(items, at, when)
    month = month_at(items, at, when) if relative is None else None
    if relative is not None or month is not None:
        return relative or (month and month[:2])
    item = items[at]
    if item.means("periods", "month"):
        return calendar.months_on(when.today, 0), at + 1
    if item.means("periods", "year"):
        return calendar.year_of(when.today.year), at + 1
    if item.means("periods", "week"):
        return calendar.week_of(when.today, when.week_start), at + 1
    return None
