"""When an interview that has gone quiet is reminded of, and when it is put aside.

Nothing is written while somebody answers: a reminder looks, when it is due, at when the interview
changed last, and waits on if that was not long ago.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.events import WentQuiet
from bot.records import Reminder
from bot.snapshot import Stage

DAYS = (1, 3, 14)
"""Days without an answer until the first and the second reminder, and until it is put aside."""
RESTING_DAYS = 7
"""How often a paused interview is looked at: nobody is reminded of what they put off."""
WAKING = (time(9), time(20))
"""The hours of a person's day in which they may be written to unasked."""


@dataclass(frozen=True, slots=True)
class Look:
    """What is to happen now, and when to look again; no reminder means never."""

    event: WentQuiet | None
    reminder: Reminder | None


def first_look(interview_id: str, zone: str, now: datetime) -> Reminder:
    """The reminder of an interview that has just begun."""
    known = _zone(zone).key
    return Reminder(interview_id, known, 0, waking(now + timedelta(days=DAYS[0]), known))


def look(reminder: Reminder, stage: Stage, changed_at: datetime, now: datetime) -> Look:
    """What a due reminder leads to."""
    match stage:
        case Stage.FINISHED | Stage.CANCELLED:
            return Look(None, None)
        case Stage.PAUSED:
            resting = now + timedelta(days=RESTING_DAYS)
            return Look(None, replace(reminder, times=0, due=waking(resting, reminder.zone)))
        case Stage.OPEN:
            return _look_at_open(reminder, changed_at, now)


def _look_at_open(reminder: Reminder, changed_at: datetime, now: datetime) -> Look:
    quiet, times = now - changed_at, reminder.times
    if quiet < timedelta(days=DAYS[times]):
        times = 0  # Something was answered since the last reminder.
    due = waking(changed_at + timedelta(days=DAYS[times]), reminder.zone)
    if due > now or waking(now, reminder.zone) > now:
        return Look(None, replace(reminder, times=times, due=max(due, waking(now, reminder.zone))))
    last = len(DAYS) - 1
    if times == last:
        resting = waking(now + timedelta(days=RESTING_DAYS), reminder.zone)
        return Look(WentQuiet(too_long=True), replace(reminder, times=0, due=resting))
    next_due = changed_at + timedelta(days=DAYS[times + 1])
    next_due = max(next_due, now + timedelta(days=1))  # Not two at once after an outage.
    return Look(
        WentQuiet(too_long=False),
        replace(reminder, times=times + 1, due=waking(next_due, reminder.zone)),
    )


def waking(moment: datetime, zone: str) -> datetime:
    """The moment, or the next in the zone's waking hours; UTC's where the zone is not known."""
    local = moment.astimezone(_zone(zone))
    begin, end = WAKING
    if begin <= local.time() < end:
        return moment
    day = local.date() + timedelta(days=1 if local.time() >= end else 0)
    return datetime.combine(day, begin, local.tzinfo).astimezone(moment.tzinfo)


def local_day(moment: datetime, zone: str) -> date:
    """The day that it is there."""
    return moment.astimezone(_zone(zone)).date()


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError):  # Unknown, or no name of a zone at all.
        return ZoneInfo("UTC")
