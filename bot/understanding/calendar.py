"""Days as people name them, reckoned from today: the next 5 January, this week, last Friday."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from bot.answers import Length
from bot.understanding.readings import Circumstances

Period = tuple[date, date]
"""The days from the first to the last, both included."""
WEEK_STARTS = {"monday": 0, "saturday": 5, "sunday": 6}
"""The days that weeks begin with somewhere, counted from Monday."""
YEARS = range(1900, 2201)
MOST_DAYS = len(YEARS) * 366
"""More days than there are in all those years."""


@dataclass(frozen=True, slots=True)
class Days:
    """The periods that words may mean, the likeliest first.

    ``sure`` is False for a single one that is not certain.
    """

    readings: tuple[Period, ...]
    sure: bool = True


def one(day: date) -> Days:
    """That day alone."""
    return Days(((day, day),))


def valid(year: int, month: int, day: int) -> date | None:
    """The date, if there is such a day in a year that people mean."""
    if year not in YEARS or not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        return None
    return date(year, month, day)


def full_year(text: str) -> int:
    """The year that two or four digits name."""
    return int(text) + (2000 if len(text) == 2 else 0)


def month_of(year: int, month: int) -> Period:
    """The days of a month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def year_of(year: int) -> Period:
    """The days of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def week_of(day: date, week_start: int, later: int = 0) -> Period:
    """The week that has the day, or one so many weeks later."""
    first = day - timedelta(days=(day.weekday() - week_start) % 7) + timedelta(weeks=later)
    return first, first + timedelta(days=6)


def next_month(today: date, month: int) -> Period:
    """The days of the next month of that name, or of this one while it lasts."""
    return month_of(today.year + (month < today.month), month)


def months_on(today: date, months: int) -> Period:
    """The days of the month so many months from this one."""
    whole = today.year * 12 + today.month - 1 + months
    return month_of(whole // 12, whole % 12 + 1)


def next_day_of_month(today: date, day: int) -> date | None:
    """The next day with that number, today included."""
    for months in range(4):
        first, _ = months_on(today, months)
        found = valid(first.year, first.month, day)
        if found is not None and found >= today:
            return found
    return None


def next_day(today: date, month: int, day: int) -> date | None:
    """The next day of that name, today included; 29 February may be years away."""
    for year in range(today.year, today.year + 9):
        found = valid(year, month, day)
        if found is not None and found >= today:
            return found
    return None


def moved(day: date, length: Length, direction: int = 1) -> date | None:
    """The day so much later (or earlier, with -1); the month's last where it has no such day."""
    whole = day.year * 12 + day.month - 1 + direction * length.months
    year, month = whole // 12, whole % 12 + 1
    if year not in YEARS or length.seconds > MOST_DAYS * 86_400:
        return None
    there = date(year, month, min(day.day, monthrange(year, month)[1]))
    there += timedelta(days=direction * (length.seconds // 86_400))
    return there if there.year in YEARS else None


def weekday(when: Circumstances, wanted: int, which: str = "") -> Days:
    """A day of the week: which is "", "this", "coming", "next" or "past".

    "Monday" on a Monday, and "next Friday" while this week's Friday is still to come, have two
    readings.
    """
    today = when.today
    ahead = (wanted - today.weekday()) % 7
    if which == "past":
        return one(today - timedelta(days=(today.weekday() - wanted) % 7 or 7))
    if which == "this":
        return one(today + timedelta(days=ahead))
    upcoming = today + timedelta(days=ahead or 7)
    if which == "coming":
        return one(upcoming)
    if which == "next":
        in_this_week = upcoming <= week_of(today, when.week_start)[1]
        after = upcoming + timedelta(days=7)
        return Days(((upcoming, upcoming), (after, after))) if in_this_week else one(upcoming)
    return one(upcoming) if ahead else Days(((today, today), (upcoming, upcoming)))
