"""Deleting what one team keeps: a prospect, a member, the team, and what is done with."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import BindParameter, Table, bindparam, delete, exists, select, update

from bot.ports import Address
from bot.profile import Respondent
from storage.locks import lock_of_addresses
from storage.models import (
    answers,
    audit_log,
    blocked,
    conversations,
    inbox,
    interviews,
    links,
    members,
    outbox,
    posts,
    profile_versions,
    prospects,
    reminders,
    said,
    spaces,
    teams,
    verdicts,
)
from storage.rows import name_key
from storage.team_rows import TEAM, TeamRows, TeamStatement, about_team

_OF_INTERVIEWS = (outbox, posts, said, reminders, verdicts, answers, interviews)
"""The tables with rows about interviews, those first that point at others."""
_EVERYTHING = (
    *_OF_INTERVIEWS[:-1],
    conversations,
    members,
    blocked,
    interviews,
    inbox,
    prospects,
    profile_versions,
    audit_log,
    links,
    spaces,
    teams,
)
"""The tables with rows of a team, those first that point at others."""


def _delete_all(table: Table) -> TeamStatement:
    return about_team(delete(table).where(table.c.team_id == TEAM))


def _delete_about(table: Table) -> TeamStatement:
    ids: BindParameter[str] = bindparam("ids", expanding=True)
    return about_team(delete(table).where(table.c.team_id == TEAM, table.c.interview_id.in_(ids)))


_FORGET_ALL = tuple(_delete_all(table) for table in _EVERYTHING)
_FORGET_ABOUT = tuple(_delete_about(table) for table in _OF_INTERVIEWS)
_PROSPECT = about_team(
    select(prospects.c.prospect_id)
    .where(prospects.c.team_id == TEAM, prospects.c.name_key == bindparam("key"))
    .with_for_update()
)
_LOCK_TALKED_AT = lock_of_addresses(
    exists().where(
        interviews.c.team_id == conversations.c.team_id,
        interviews.c.interview_id == conversations.c.interview_id,
        interviews.c.prospect_id == bindparam("id"),
    )
)
_INTERVIEWS_OF = about_team(
    select(interviews.c.interview_id, interviews.c.changed_at)
    .where(interviews.c.team_id == TEAM, interviews.c.prospect_id == bindparam("id"))
    .order_by(interviews.c.interview_id)
    .with_for_update()
)
_LEAVE = about_team(
    update(conversations)
    .where(
        conversations.c.team_id == TEAM,
        conversations.c.interview_id.in_(bindparam("ids", expanding=True)),
    )
    .values(interview_id=None)
)
_LEFT = (
    conversations.c.interview_id.is_(None),
    ~exists().where(
        outbox.c.team_id == conversations.c.team_id,
        outbox.c.address == conversations.c.address,
    ),
)
# Whoever is writing to such an address holds its lock. Only what is looked at once the lock is ours
# includes what they wrote, so locking and deleting are two statements.
_LOCK_LEFT = lock_of_addresses(*_LEFT)
_FORGET_LEFT = about_team(delete(conversations).where(conversations.c.team_id == TEAM, *_LEFT))
_another = interviews.alias("another")
# Of a prospect who came in, what they chose and where they were met; of a member, nothing.
_FORGET_GUEST = about_team(
    delete(members).where(
        members.c.team_id == TEAM,
        exists().where(
            interviews.c.team_id == members.c.team_id,
            interviews.c.address == members.c.address,
            interviews.c.prospect_id == bindparam("id"),
            interviews.c.respondent == Respondent.PROSPECT.value,
        ),
        ~exists().where(
            _another.c.team_id == members.c.team_id,
            _another.c.address == members.c.address,
            _another.c.prospect_id != bindparam("id"),
        ),
    )
)
_FORGET_PROSPECT = about_team(
    delete(prospects).where(prospects.c.team_id == TEAM, prospects.c.prospect_id == bindparam("id"))
)
_AT: BindParameter[str] = bindparam("at_address")
_LOCK_CONVERSATION = lock_of_addresses(conversations.c.address == _AT)
_FORGET_MESSAGES_TO = about_team(
    delete(outbox).where(outbox.c.team_id == TEAM, outbox.c.address == _AT)
)
_FORGET_KEPT_AT = tuple(
    about_team(delete(table).where(table.c.team_id == TEAM, table.c.address == _AT))
    for table in (posts, said, members, blocked)
)
_FORGET_CONVERSATION = about_team(
    delete(conversations).where(conversations.c.team_id == TEAM, conversations.c.address == _AT)
)
_FORGET_REMINDERS_AT = about_team(
    delete(reminders).where(
        reminders.c.team_id == TEAM,
        exists().where(
            interviews.c.team_id == reminders.c.team_id,
            interviews.c.interview_id == reminders.c.interview_id,
            interviews.c.address == _AT,
        ),
    )
)
_INSTEAD: BindParameter[str] = bindparam("instead")
_MOVE_INTERVIEWS = about_team(
    update(interviews)
    .where(interviews.c.team_id == TEAM, interviews.c.address == _AT)
    .values(address=_INSTEAD)
)
_MOVE_LOGGED = about_team(
    update(audit_log)
    .where(audit_log.c.team_id == TEAM, audit_log.c.actor == _AT)
    .values(actor=_INSTEAD)
)
_NO_VERDICTS_TO = about_team(
    update(teams)
    .where(teams.c.team_id == TEAM, teams.c.verdict_address == _AT)
    .values(verdict_address=None)
)
_BEFORE = bindparam("before", type_=interviews.c.changed_at.type)
_STALE = about_team(
    select(prospects.c.name)
    .where(
        prospects.c.team_id == TEAM,
        prospects.c.created_at < _BEFORE,
        ~exists().where(
            interviews.c.team_id == prospects.c.team_id,
            interviews.c.prospect_id == prospects.c.prospect_id,
            interviews.c.changed_at >= _BEFORE,
        ),
    )
    .order_by(prospects.c.created_at)
    .limit(bindparam("most"))
)
_RECEIVED = about_team(
    select(inbox.c.event_id)
    .where(inbox.c.team_id == TEAM, inbox.c.received_at < _BEFORE)
    .limit(bindparam("most"))
)
_FORGET_RECEIVED = about_team(
    delete(inbox).where(
        inbox.c.team_id == TEAM, inbox.c.event_id.in_(bindparam("ids", expanding=True))
    )
)
_SETTLED = about_team(
    select(outbox.c.key)
    .where(outbox.c.team_id == TEAM, outbox.c.state != "pending", outbox.c.settled_at < _BEFORE)
    .limit(bindparam("most"))
)
_FORGET_SETTLED = about_team(
    delete(outbox).where(
        outbox.c.team_id == TEAM, outbox.c.key.in_(bindparam("ids", expanding=True))
    )
)
_FORGET_LOGGED_ABOUT = about_team(
    delete(audit_log).where(
        audit_log.c.team_id == TEAM, audit_log.c.subject.in_(bindparam("ids", expanding=True))
    )
)
_FORGET_LOGGED = about_team(
    delete(audit_log).where(audit_log.c.team_id == TEAM, audit_log.c.at < _BEFORE)
)


class SqlForgetting:
    """Deleting inside one transaction; see ``bot.records.Forgetting``.

    ``flush`` writes what was kept back, and ``unload`` forgets what was loaded, so that nothing
    outlives its deletion.
    """

    def __init__(
        self, rows: TeamRows, flush: Callable[[], None], unload: Callable[[], None]
    ) -> None:
        self._rows = rows
        self._flush = flush
        self._unload = unload

    def prospect(self, name: str, unchanged_since: datetime | None = None) -> str | None:
        """Delete a prospect and everything about them; returns their id, None if there is none."""
        self._flush()
        found: str | None = self._rows.scalar(_PROSPECT, key=name_key(name))
        if found is None:
            return None
        self._rows.lock(_LOCK_TALKED_AT, id=found)
        rows = self._rows.all(_INTERVIEWS_OF, id=found)
        if unchanged_since is not None and any(row.changed_at >= unchanged_since for row in rows):
            return None  # Somebody answered while we waited for the locks.
        ids = [row.interview_id for row in rows]
        self._rows.execute(_LEAVE, ids=ids)
        self._rows.execute(_FORGET_GUEST, id=found)
        for statement in _FORGET_ABOUT:
            self._rows.execute(statement, ids=ids)
        self._rows.lock(_LOCK_LEFT)
        self._rows.execute(_FORGET_LEFT)
        self._rows.execute(_FORGET_LOGGED_ABOUT, ids=ids)
        self._rows.execute(_FORGET_PROSPECT, id=found)
        self._unload()
        return found

    def member(self, address: Address, instead: Address) -> bool:
        """Delete what was said at the address, and put another where it stood."""
        self._flush()
        here, moved = {"at_address": str(address)}, {"instead": str(instead)}
        self._rows.lock(_LOCK_CONVERSATION, **here)
        changed = [
            self._rows.execute(_FORGET_REMINDERS_AT, **here),
            self._rows.execute(_FORGET_MESSAGES_TO, **here),
            *(self._rows.execute(statement, **here) for statement in _FORGET_KEPT_AT),
            self._rows.execute(_FORGET_CONVERSATION, **here),
            self._rows.execute(_MOVE_INTERVIEWS, **here, **moved),
            self._rows.execute(_MOVE_LOGGED, **here, **moved),
            self._rows.execute(_NO_VERDICTS_TO, **here),
        ]
        self._unload()
        return any(changed)

    def team(self) -> None:
        """Delete the team and everything about it."""
        self._flush()
        for statement in _FORGET_ALL:
            self._rows.execute(statement)
        self._unload()

    def stale_prospects(self, before: datetime, most: int) -> list[str]:
        """The names of prospects about whom nothing has changed since then."""
        self._flush()
        return [row.name for row in self._rows.all(_STALE, before=before, most=most)]

    def settled(self, before: datetime, most: int) -> int:
        """Delete what is kept of events and messages that were done with before then."""
        self._flush()
        events = [row.event_id for row in self._rows.all(_RECEIVED, before=before, most=most)]
        messages = [row.key for row in self._rows.all(_SETTLED, before=before, most=most)]
        self._rows.execute(_FORGET_RECEIVED, ids=events)
        self._rows.execute(_FORGET_SETTLED, ids=messages)
        self._unload()
        return len(events) + len(messages)

    def logged(self, before: datetime) -> None:
        """Delete the lines of the audit log that are older."""
        self._rows.execute(_FORGET_LOGGED, before=before)
