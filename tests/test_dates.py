"""Dates as people name them, from different days, in different weeks, in different languages."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers import Dated
from bot.kinds import Day, Direction, Steps
from bot.problems import Problem, Reason
from bot.understanding.lexicon import load_lexicon
from bot.understanding.readings import Circumstances, Clarification, Reading
from bot.understanding.values import read_value

LEXICON = load_lexicon()
DAY = Day(Steps(Direction.AT_LEAST, ((Fraction(1), Fraction(1)),)))
MONDAY, SATURDAY, SUNDAY = 0, 5, 6
# Wednesday
TODAY = Circumstances(date(2026, 3, 11))


def read(text: str, when: Circumstances = TODAY, kind: Day = DAY) -> Reading:
    return read_value(text, kind, LEXICON, when)


def on(text: str) -> Dated:
    """``2026-03-11``, or ``2026-03-11 2026-03-14`` for the days from one to the other."""
    first, *last = (date.fromisoformat(day) for day in text.split())
    return Dated(first, last[0] if last else first)


def either(*days: str) -> Clarification:
    return Clarification(tuple(on(day) for day in days))


@pytest.mark.parametrize(
    ("week_start", "this", "following"),
    [
        (MONDAY, "2026-03-09 2026-03-15", "2026-03-16 2026-03-22"),
        (SUNDAY, "2026-03-08 2026-03-14", "2026-03-15 2026-03-21"),
        (SATURDAY, "2026-03-07 2026-03-13", "2026-03-14 2026-03-20"),
    ],
)
def test_a_week_begins_where_the_person_has_it_begin(
    week_start: int, this: str, following: str
) -> None:
    when = replace(TODAY, week_start=week_start)

    assert [read(text, when) for text in ("this week", "هذا الأسبوع")] == [on(this)] * 2
    assert [read(text, when) for text in ("next week", "الأسبوع القادم")] == [on(following)] * 2


@pytest.mark.parametrize(
    ("text", "week_start", "expected"),
    [
        # Friday is still to come this week: which one is the next?
        ("next Friday", MONDAY, either("2026-03-13", "2026-03-20")),
        ("الجمعة القادمة", SUNDAY, either("2026-03-13", "2026-03-20")),
        # Saturday is the first day of the next week there.
        ("next Saturday", SATURDAY, on("2026-03-14")),
        ("next Saturday", SUNDAY, either("2026-03-14", "2026-03-21")),
        ("next Monday", MONDAY, on("2026-03-16")),
        ("Friday", MONDAY, on("2026-03-13")),
        ("this Friday", MONDAY, on("2026-03-13")),
        ("last Friday", MONDAY, on("2026-03-06")),
        ("الجمعة الماضية", MONDAY, on("2026-03-06")),
        # Said on a Wednesday
        ("Wednesday", MONDAY, either("2026-03-11", "2026-03-18")),
        ("next Wednesday", MONDAY, on("2026-03-18")),
        ("Friday next week", MONDAY, on("2026-03-20")),
        ("Friday next week", SATURDAY, on("2026-03-20")),
        ("Sunday next week", SUNDAY, on("2026-03-15")),
    ],
)
def test_weekdays(text: str, week_start: int, expected: Reading) -> None:
    assert read(text, replace(TODAY, week_start=week_start)) == expected


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [("en", "2027-01-02", "2027-02-01"), ("ar", "2027-02-01", "2027-01-02")],
)
def test_the_order_that_is_usual_in_the_language_is_offered_first(
    language: str, first: str, second: str
) -> None:
    when = replace(TODAY, language=language)

    for text in ("01/02/2027", "1.2.2027", "1-2-2027", "01/02/27", "٠١/٠٢/٢٠٢٧"):
        assert (text, read(text, when)) == (text, either(first, second))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("13/02/2027", on("2027-02-13")),
        ("02/13/2027", on("2027-02-13")),
        ("05/05/2027", on("2027-05-05")),
        ("2027/2/1", on("2027-02-01")),
        ("Feb 29", on("2028-02-29")),
        ("29 February 2028", on("2028-02-29")),
        ("29 February 2027", Problem(Reason.NO_SUCH_DAY)),
        ("31/02/2027", Problem(Reason.NO_SUCH_DAY)),
        ("the 31st", on("2026-03-31")),
        ("the 10th", on("2026-04-10")),
        ("March 10", either("2027-03-10")),  # Yesterday, or next year?
        ("March 11", on("2026-03-11")),
        ("March", on("2026-03-01 2026-03-31")),
        ("January", on("2027-01-01 2027-01-31")),
        ("next year", on("2027-01-01 2027-12-31")),
        ("end of the month", on("2026-03-31")),
        ("نهاية العام", on("2026-12-31")),
        ("mid April", either("2026-04-15")),
        ("in a month", on("2026-04-11")),
        ("قبل أسبوع", on("2026-03-04")),
        ("3 days ago", on("2026-03-08")),
        ("2 weeks", either("2026-03-25")),
        ("after Friday", either("2026-03-13")),
        ("no later than 1 May", on("2026-05-01")),
        ("asap", either("2026-03-11")),
        ("Thursday, 13 March 2026", Problem(Reason.OTHER_WEEKDAY)),
        ("Friday, 13 March 2026", on("2026-03-13")),
        ("Friday 13/03/2026", on("2026-03-13")),
        ("Monday 01/02/2027", on("2027-02-01")),
        ("1-5 April", on("2026-04-01 2026-04-05")),
        ("28 Dec - 3 Jan", on("2026-12-28 2027-01-03")),
        ("today or tomorrow", either("2026-03-11", "2026-03-12")),
        ("15", Problem(Reason.NO_MONTH)),
        ("1-5", Problem(Reason.NO_MONTH)),
        ("not today", Problem(Reason.NOT_A_DATE)),
        ("the day the music died", Problem(Reason.NOT_A_DATE)),
    ],
)
def test_dates(text: str, expected: Reading) -> None:
    assert read(text) == expected


def test_a_question_for_one_day_refuses_a_week() -> None:
    kind = replace(DAY, ranges=False)

    assert read("next week", kind=kind) == Problem(Reason.ONE_DAY)
    assert read("tomorrow", kind=kind) == on("2026-03-12")


def test_a_day_before_the_earliest_is_refused_and_the_limit_named() -> None:
    when = replace(TODAY, earliest=TODAY.today)

    assert read("yesterday", when) == Problem(Reason.TOO_EARLY, "2026-03-11")
    assert read("today", when) == on("2026-03-11")
    # Of two readings, the one that is early enough is still not sure.
    assert read("01/02/2027", replace(when, earliest=date(2027, 1, 15))) == either("2027-02-01")


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(-800, 800))
def test_a_day_and_a_month_are_the_next_of_that_name(today: date, away: int) -> None:
    wanted = today + timedelta(days=away)
    read_back = read(f"{wanted.day} {wanted:%B}", Circumstances(today))

    day = read_back.readings[0] if isinstance(read_back, Clarification) else read_back
    assert isinstance(day, Dated)
    assert day.first >= today
    assert (day.first.month, day.first.day) == (wanted.month, wanted.day)
    # Where it has just passed, it is asked whether the next one is meant.
    just_passed = 351 <= (day.first - today).days <= 365
    assert isinstance(read_back, Clarification) == just_passed


@given(st.dates(date(1901, 1, 1), date(2199, 12, 31)), st.integers(0, 6))
def test_weeks_follow_each_other(today: date, week_start: int) -> None:
    when = Circumstances(today, week_start=week_start)
    weeks = [read(f"{which} week", when) for which in ("last", "this", "next")]

    assert all(isinstance(week, Dated) for week in weeks)
    firsts = [week.first for week in weeks if isinstance(week, Dated)]
    assert firsts[1] <= today < firsts[2]
    assert [later - first for first, later in pairwise(firsts)] == [timedelta(weeks=1)] * 2
