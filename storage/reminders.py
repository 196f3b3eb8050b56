"""When one team's interviews are to be looked after: rows with a due time."""

from datetime import datetime

from sqlalchemy import bindparam, delete, exists, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.ports import Address
from bot.records import Reminder
from storage.models import interviews, reminders
from storage.rows import ESCAPE, in_space
from storage.team_rows import TEAM, TeamRows, about_team

_OF = (reminders.c.team_id == TEAM, reminders.c.interview_id == bindparam("of_interview"))
_ADD = about_team(insert(reminders).on_conflict_do_nothing())
_TAKE = about_team(
    select(reminders)
    .where(*_OF, reminders.c.due_at <= bindparam("now", type_=reminders.c.due_at.type))
    .with_for_update(skip_locked=True)
)
_PUT = about_team(update(reminders).where(*_OF))
_DROP = about_team(delete(reminders).where(*_OF))

_ABANDON = about_team(
    delete(reminders).where(
        reminders.c.team_id == TEAM,
        exists().where(
            interviews.c.team_id == reminders.c.team_id,
            interviews.c.interview_id == reminders.c.interview_id,
            interviews.c.address.like(bindparam("beginning"), escape=ESCAPE),
        ),
    )
)


class SqlReminders:
    """One team's reminders inside one transaction; see ``bot.records.Reminders``."""

    def __init__(self, rows: TeamRows) -> None:
        self._rows = rows

    def add(self, reminder: Reminder, platform: str) -> None:
        """Look after an interview from now on, unless it is looked after already."""
        row = {
            "interview_id": reminder.interview_id,
            "platform": platform,
            "zone": reminder.zone,
            "times": reminder.times,
            "due_at": reminder.due,
        }
        self._rows.change(_ADD, row)

    def take(self, interview_id: str, now: datetime) -> Reminder | None:
        """The interview's reminder, if it is due and nobody else is at it."""
        row = self._rows.first(_TAKE, of_interview=interview_id, now=now)
        return None if row is None else Reminder(interview_id, row.zone, row.times, row.due_at)

    def put(self, reminder: Reminder) -> None:
        """Look again when it is due."""
        row = {"times": reminder.times, "due_at": reminder.due}
        self._rows.change(_PUT, {"of_interview": reminder.interview_id, **row})

    def abandon(self, address: Address) -> None:
        """Look no more at what is talked about anywhere in the address's space."""
        self._rows.execute(_ABANDON, beginning=in_space(address))

    def drop(self, interview_id: str) -> None:
        """Look no more."""
        self._rows.change(_DROP, {"of_interview": interview_id})
