"""Dates in figures or with a month: 2026-12-01, 15/12/2026, Dec 1, the 30th, January 2027."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.problems import Reason
from bot.understanding import calendar, numbers
from bot.understanding.calendar import Days, Period
from bot.understanding.conventions import month_comes_first
from bot.understanding.points import NOTHING, Again, At, Point, which_at
from bot.understanding.readings import Circumstances
from bot.understanding.vocabulary import Item

JUST_PASSED = range(365 - 14, 366)
"""Days to the next time of a date that was within the last two weeks."""


def numeric(items: Sequence[Item], at: int, when: Circumstances) -> At:
    """2026-12-01, 15/12/2026, 15.12., 1/12: digits alone."""
    if not items[at].figure:
        return None
    parts, end = [items[at].text], at + 1
    if "." in parts[0]:
        parts = parts[0].split(".")
    else:
        while len(parts) < 3 and end + 1 < len(items):
            sign, following = items[end], items[end + 1]
            if sign.text not in ("/", "-") or not following.figure or not following.glued:
                break
            if sign.text != items[at + 1].text or not sign.glued:
                break
            parts.append(following.text)
            end += 2
        if len(parts) < 3 and items[at + 1 : end] and items[at + 1].text == "-":
            return None  # 1-5 is a range of days.
    if len(parts) not in (2, 3) or not all(part.isdecimal() for part in parts):
        return None
    if len(parts) == 3 and end + 1 < len(items) and items[end].text == "/" and items[end].glued:
        return None
    readings = _orders(parts, when)
    if readings is None:
        return None
    if not readings:
        return Point(NOTHING, problem=Reason.NO_SUCH_DAY), end
    again = Again.YEAR if len(parts) == 2 else Again.NEVER
    return Point(Days(tuple((day, day) for day in readings)), again=again, has_month=True), end


def _orders(parts: list[str], when: Circumstances) -> list[date] | None:
    """The days that figures may mean, in the order that is usual in the person's language."""
    if len(parts) == 3 and len(parts[0]) == 4:
        day = calendar.valid(int(parts[0]), int(parts[1]), int(parts[2]))
        return [] if day is None or len(parts[1]) > 2 or len(parts[2]) > 2 else [day]
    if len(parts[0]) > 2 or len(parts[1]) > 2 or (len(parts) == 3 and len(parts[2]) not in (2, 4)):
        return [] if len(parts) == 3 else None
    first, second = int(parts[0]), int(parts[1])
    pairs = [(first, second), (second, first)]  # (month, day)
    if not month_comes_first(when.language):
        pairs.reverse()
    if len(parts) == 3:
        year = calendar.full_year(parts[2])
        found = [calendar.valid(year, month, day) for month, day in pairs]
    else:
        found = [calendar.next_day(when.today, month, day) for month, day in pairs]
    return list(dict.fromkeys(day for day in found if day is not None))


def numbered_month(items: Sequence[Item], at: int, when: Circumstances) -> At:
    """شهر ١٢: a month by its number."""
    if not items[at].means("periods", "month") or at + 1 >= len(items):
        return None
    following = items[at + 1]
    if (
        not following.figure
        or not following.text.isdecimal()
        or not 1 <= int(following.text[:3]) <= 12
    ):
        return None
    return Point(Days((calendar.next_month(when.today, int(following.text)),))), at + 2


def written(items: Sequence[Item], at: int, when: Circumstances) -> At:
    """1 December, Dec 1, 2026, the 30th, the first of May, December, January 2027."""
    by_month = month_at(items, at, when)
    if by_month is not None:
        period, end, again = by_month
        month = Point(Days((period,)), again=again, has_month=True), end
        return _month_then_day(items, at, when) or month
    ordinal = numbers.ordinal_at(items, at)
    number, end, is_ordinal = 0, at, ordinal is not None
    if ordinal is not None:
        number, end = ordinal
    elif items[at].figure and items[at].text.isdecimal() and len(items[at].text) <= 2:
        number, end = int(items[at].text), at + 1
    elif not items[at].figure:
        spoken = numbers.number_at(items, at)
        if spoken is None or spoken[0].readings[0] % 1 or not 1 <= spoken[0].readings[0] <= 31:
            return None
        number, end = int(spoken[0].readings[0]), spoken[1]
    if not 1 <= number <= 31:
        return None
    behind = end
    while behind < len(items) and (
        items[behind].means("periods", "of", "month") or items[behind].text == "/"
    ):
        behind += 1
    if behind < len(items) and items[behind].means("months"):
        return _day_of(number, int(items[behind].meaning("months") or 0), items, behind + 1, when)
    named_so = at > 0 and items[at - 1].means("periods", "day")  # يوم ٣٠
    if not (is_ordinal or named_so):
        return Point(NOTHING, bare=number), end
    if is_ordinal and not items[at].figure:
        return None  # "The 5th" is a day of this month; "first" alone may be anything.
    day = calendar.next_day_of_month(when.today, number)
    return None if day is None else (Point(calendar.one(day)), end)


def month_at(
    items: Sequence[Item], at: int, when: Circumstances
) -> tuple[Period, int, Again] | None:
    """A month by its name, with or without its year."""
    if items[at].means("periods", "month") and at + 1 < len(items):
        at += 1
    which, start = which_at(items, at)
    if start >= len(items) or not items[start].means("months"):
        return None
    month, end = int(items[start].meaning("months") or 0), start + 1
    year = _year(items, end)
    if year is not None and not which:
        return calendar.month_of(year[0], month), year[1], Again.NEVER
    if not which:
        which, end = which_at(items, end)
    period = calendar.next_month(when.today, month)
    if which == "next" and period[0] <= when.today:
        period = calendar.month_of(period[0].year + 1, month)
    if which == "past":
        period = calendar.month_of(when.today.year - (month >= when.today.month), month)
    return period, end, Again.NEVER if which else Again.YEAR


def _year(items: Sequence[Item], at: int) -> tuple[int, int] | None:
    """A year of four digits behind a month."""
    while at < len(items) and items[at].means("periods", "year", "of"):
        at += 1
    if at < len(items) and items[at].figure and len(items[at].text) == 4:
        text = items[at].text
        if text.isdecimal() and int(text) in calendar.YEARS:
            return int(text), at + 1
    return None


def _month_then_day(items: Sequence[Item], at: int, when: Circumstances) -> At:
    """December 1, Dec the 1st 2026."""
    if not items[at].means("months"):
        return None
    month, end = int(items[at].meaning("months") or 0), at + 1
    if end < len(items) and items[end].means("grammar", "article"):
        end += 1
    if end >= len(items):
        return None
    ordinal = numbers.ordinal_at(items, end)
    if ordinal is not None:
        return _day_of(ordinal[0], month, items, ordinal[1], when)
    text = items[end].text
    if items[end].figure and text.isdecimal() and len(text) <= 2:
        return _day_of(int(text), month, items, end + 1, when)
    return None


def _day_of(day: int, month: int, items: Sequence[Item], at: int, when: Circumstances) -> At:
    """That day of that month, in the year that follows, or else the next one."""
    year = _year(items, at)
    if year is not None:
        found, end, again = calendar.valid(year[0], month, day), year[1], Again.NEVER
    else:
        found, end, again = calendar.next_day(when.today, month, day), at, Again.YEAR
        short = items[at].text if at < len(items) and items[at].figure else ""
        if len(short) == 2 and not (at + 1 < len(items) and items[at + 1].means("months")):
            found, end = calendar.valid(calendar.full_year(short), month, day), at + 1
            again = Again.NEVER
    if found is None:
        return Point(NOTHING, problem=Reason.NO_SUCH_DAY), end
    # "24 November", said on the 25th, may be a slip as well as next year's.
    far = again is Again.YEAR and (found - when.today).days in JUST_PASSED
    point = Point(replace(calendar.one(found), sure=not far), again=again, has_month=True), end
    if end < len(items) and items[end].means("weekdays"):
        return on_that_weekday((point[0], end + 1), int(items[end].meaning("weekdays") or 0))
    return point


def dated_at(items: Sequence[Item], at: int, when: Circumstances) -> At:
    """A date behind something else, if there is one."""
    return numeric(items, at, when) or written(items, at, when) if at < len(items) else None


def on_that_weekday(dated: tuple[Point, int], wanted: int) -> At:
    """The date if it can fall on that day of the week; else the problem that it does not."""
    point, end = dated
    fitting = tuple(p for p in point.days.readings if p[0] == p[1] and p[0].weekday() == wanted)
    if point.bare or point.problem or fitting:
        return (point if point.bare or point.problem else Point(Days(fitting))), end
    return Point(NOTHING, problem=Reason.OTHER_WEEKDAY), end
