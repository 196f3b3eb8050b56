"""When an interview that has gone quiet is reminded of, and when it is put aside."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.events import WentQuiet
from bot.quiet import Look, first_look, local_day, look, waking
from bot.records import Reminder
from bot.snapshot import Stage

MONDAY_NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
FIRST = Reminder("i1", "UTC", 0, MONDAY_NOON + DAY)


def test_the_first_look_is_a_day_after_the_beginning() -> None:
    assert first_look("i1", "UTC", MONDAY_NOON) == FIRST


LOOKS: dict[str, tuple[Reminder, Stage, timedelta, Look]] = {
    "answered meanwhile: look again a day after that": (
        FIRST,
        Stage.OPEN,
        timedelta(hours=2),
        Look(None, replace(FIRST, due=MONDAY_NOON - timedelta(hours=2) + DAY)),
    ),
    "quiet for a day: remind": (
        FIRST,
        Stage.OPEN,
        DAY,
        Look(WentQuiet(too_long=False), replace(FIRST, times=1, due=MONDAY_NOON + 2 * DAY)),
    ),
    "answered after the first reminder, quiet for a day again: begin anew": (
        replace(FIRST, times=1),
        Stage.OPEN,
        2 * DAY,
        Look(WentQuiet(too_long=False), replace(FIRST, times=1, due=MONDAY_NOON + DAY)),
    ),
    "quiet for three days: remind once more": (
        replace(FIRST, times=1),
        Stage.OPEN,
        3 * DAY,
        Look(WentQuiet(too_long=False), replace(FIRST, times=2, due=MONDAY_NOON + 11 * DAY)),
    ),
    "quiet for two weeks: put it aside": (
        replace(FIRST, times=2),
        Stage.OPEN,
        14 * DAY,
        Look(WentQuiet(too_long=True), replace(FIRST, times=0, due=MONDAY_NOON + 7 * DAY)),
    ),
    "quiet for a month because nothing was at work: one reminder, not all at once": (
        FIRST,
        Stage.OPEN,
        30 * DAY,
        Look(WentQuiet(too_long=False), replace(FIRST, times=1, due=MONDAY_NOON + DAY)),
    ),
    "paused: nobody is reminded of what they put off": (
        replace(FIRST, times=1),
        Stage.PAUSED,
        30 * DAY,
        Look(None, replace(FIRST, times=0, due=MONDAY_NOON + 7 * DAY)),
    ),
    "finished: never again": (FIRST, Stage.FINISHED, 30 * DAY, Look(None, None)),
    "cancelled: never again": (FIRST, Stage.CANCELLED, 30 * DAY, Look(None, None)),
    "changed in the future, because the clock was put back: wait": (
        FIRST,
        Stage.OPEN,
        -DAY,
        Look(None, replace(FIRST, due=MONDAY_NOON + 2 * DAY)),
    ),
}


@pytest.mark.parametrize("name", LOOKS)
def test_what_a_due_reminder_leads_to(name: str) -> None:
    reminder, stage, quiet, expected = LOOKS[name]

    assert look(reminder, stage, MONDAY_NOON - quiet, MONDAY_NOON) == expected


def test_nobody_is_written_to_at_night() -> None:
    midnight = datetime(2026, 3, 3, 0, 30, tzinfo=UTC)

    looked = look(FIRST, Stage.OPEN, midnight - 2 * DAY, midnight)

    assert looked == Look(None, replace(FIRST, due=datetime(2026, 3, 3, 9, 0, tzinfo=UTC)))


@pytest.mark.parametrize(
    ("zone", "moment", "awake"),
    [
        ("UTC", "2026-03-02T08:59", "2026-03-02T09:00"),
        ("UTC", "2026-03-02T09:00", "2026-03-02T09:00"),
        ("UTC", "2026-03-02T19:59", "2026-03-02T19:59"),
        ("UTC", "2026-03-02T20:00", "2026-03-03T09:00"),
        ("Asia/Riyadh", "2026-03-02T18:00", "2026-03-03T06:00"),
        ("Asia/Riyadh", "2026-03-02T06:00", "2026-03-02T06:00"),
        ("America/New_York", "2026-03-08T10:00", "2026-03-08T13:00"),  # Summer time has begun.
        ("no/such/zone", "2026-03-02T08:00", "2026-03-02T09:00"),
        ("../../etc/passwd", "2026-03-02T08:00", "2026-03-02T09:00"),
        ("", "2026-03-02T08:00", "2026-03-02T09:00"),
    ],
)
def test_waking_hours_are_those_of_the_persons_zone(zone: str, moment: str, awake: str) -> None:
    given = datetime.fromisoformat(moment).replace(tzinfo=UTC)

    assert waking(given, zone) == datetime.fromisoformat(awake).replace(tzinfo=UTC)


def test_the_day_is_that_of_the_persons_zone() -> None:
    late = datetime(2026, 3, 2, 22, 0, tzinfo=UTC)

    assert [local_day(late, zone).day for zone in ("UTC", "Asia/Riyadh")] == [2, 3]
