"""The only statements that are about more than one team: they say which team, never what it has."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, delete, exists, func, insert, select

from bot.ports import Address, Showing
from storage.models import links, members, outbox, reminders, spaces, teams
from storage.outbox import NOW, times, waiting
from storage.rows import address_of

_TEAM_OF = select(spaces.c.team_id).where(
    spaces.c.platform == bindparam("platform"), spaces.c.space == bindparam("space")
)
_EVERY_TEAM = select(teams.c.team_id).order_by(teams.c.team_id)
_ADD_TEAM, _ADD_SPACE = insert(teams), insert(spaces)


def _platform(of: ColumnElement[Any]) -> ColumnElement[bool]:
    return of.in_(bindparam("platforms", expanding=True))


_earlier = outbox.alias("earlier")
_BEHIND = exists().where(
    _earlier.c.team_id == outbox.c.team_id,
    _earlier.c.address == outbox.c.address,
    _earlier.c.number < outbox.c.number,
    _earlier.c.state == "pending",
    _earlier.c.showing == Showing.ANEW.value,
)
_DUE_MESSAGES = (
    select(outbox.c.team_id, outbox.c.address)
    .where(
        outbox.c.state == "pending",
        _platform(outbox.c.platform),
        ~waiting(outbox),
        ~_BEHIND,
    )
    .order_by(outbox.c.due_at, outbox.c.team_id, outbox.c.address)
    .limit(bindparam("most"))
)
_SPACES_OF = select(func.count()).where(spaces.c.team_id == bindparam("of_team"))
_MET = (
    select(members.c.address)
    .where(members.c.person == bindparam("of_person"), members.c.met_at.is_not(None))
    .order_by(members.c.met_at.desc(), members.c.address)
)
_KEEP_LINK = insert(links)
_OLD_LINKS = delete(links).where(links.c.until <= NOW)
_TAKE_LINK = (
    delete(links).where(links.c.digest == bindparam("of_digest")).returning(links.c.team_id)
)
_DUE_REMINDERS = (
    select(reminders.c.team_id, reminders.c.interview_id)
    .where(_platform(reminders.c.platform), reminders.c.due_at <= NOW)
    .order_by(reminders.c.due_at)
    .limit(bindparam("most"))
)


class Directory:
    """Which teams there are, and which of them something is due for."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def known_team_of(self, address: Address) -> str | None:
        """The team that the address's space belongs to, if it is known."""
        space = {"platform": address.platform, "space": address.space}
        team: str | None = self._connection.scalar(_TEAM_OF, space)
        return team

    def team_of(self, address: Address, at: datetime) -> str:
        """The team that the address's space belongs to; a new space, a new team."""
        team = self.known_team_of(address)
        if team is None:
            team = uuid.uuid4().hex
            space = {"platform": address.platform, "space": address.space}
            self._connection.execute(_ADD_TEAM, {"team_id": team, "created_at": at})
            self._connection.execute(_ADD_SPACE, {**space, "team_id": team, "intake_open": True})
        return team

    def met(self, person: str) -> list[Address]:
        """Where somebody is spoken with, for whatever team; the last met first."""
        return [address_of(one) for one in self._connection.scalars(_MET, {"of_person": person})]

    def keep_link(self, digest: str, team: str, until: datetime, now: datetime) -> None:
        """Remember a code with which another space joins the team, and forget old ones."""
        self._connection.execute(_OLD_LINKS, {"now": now})
        row = {"digest": digest, "team_id": team, "until": until}
        self._connection.execute(_KEEP_LINK, row)

    def take_link(self, digest: str, now: datetime) -> str | None:
        """The team that a code belongs to, which nobody can use any more then."""
        self._connection.execute(_OLD_LINKS, {"now": now})
        team: str | None = self._connection.scalar(_TAKE_LINK, {"of_digest": digest})
        return team

    def spaces_of(self, team: str) -> int:
        """How many spaces a team has."""
        return int(self._connection.scalar(_SPACES_OF, {"of_team": team}) or 0)

    def teams(self) -> list[str]:
        """The ids of all teams."""
        return list(self._connection.scalars(_EVERY_TEAM))

    def due_messages(
        self, platforms: Sequence[str], now: datetime, most: int
    ) -> list[tuple[str, Address]]:
        """The teams and addresses that messages are due for, those that wait longest first."""
        wanted = {"platforms": platforms, "most": most, **times(now)}
        rows = self._connection.execute(_DUE_MESSAGES, wanted)
        return [(row.team_id, address_of(row.address)) for row in rows]

    def due_reminders(
        self, platforms: Sequence[str], now: datetime, most: int
    ) -> list[tuple[str, str]]:
        """The teams and interviews that reminders are due for, those that wait longest first."""
        wanted = {"platforms": platforms, "most": most, "now": now}
        rows = self._connection.execute(_DUE_REMINDERS, wanted)
        return [(row.team_id, row.interview_id) for row in rows]
