"""One team's members: what they have chosen, and where they are met."""

from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import Insert, insert

from bot.ports import Address
from bot.records import Choice, Whereabouts
from storage.models import members
from storage.team_rows import TEAM, TeamRows, about_team

_HERE = (members.c.team_id == TEAM, members.c.address == bindparam("at_address"))
_MEMBER = about_team(select(members).where(*_HERE))
_add = insert(members)


def _remember(*columns: str) -> Insert:
    return _add.on_conflict_do_update(
        index_elements=["team_id", "address"],
        set_={name: _add.excluded[name] for name in columns},
    )


_CHOOSE = about_team(_remember("language", "zone"))
_MEET = about_team(_remember("person", "met_at"))
_MEET_IN_ROOM = about_team(_remember("person", "met_at", "room"))
_MOVE = about_team(update(members).where(*_HERE).values(thread=bindparam("to_thread")))


class SqlMembers:
    """Members inside one transaction; see ``bot.records.Members``."""

    def __init__(self, rows: TeamRows) -> None:
        self._rows = rows

    def choice(self, address: Address) -> Choice:
        """What whoever is spoken with at the address has chosen."""
        row = self._rows.first(_MEMBER, at_address=str(address))
        return Choice() if row is None else Choice(row.language, row.zone)

    def choose(self, address: Address, choice: Choice) -> None:
        """Remember it."""
        row = {"address": str(address), "language": choice.language, "zone": choice.zone}
        self._rows.change(_CHOOSE, row)

    def meet(self, address: Address, person: str, room: str | None, at: datetime) -> None:
        """Remember that they were spoken with, and in which channel, if it was in one."""
        row = {"address": str(address), "person": person, "met_at": at, "room": room}
        self._rows.change(_MEET if room is None else _MEET_IN_ROOM, row)

    def whereabouts(self, address: Address) -> Whereabouts:
        """Where they were met."""
        row = self._rows.first(_MEMBER, at_address=str(address))
        return Whereabouts() if row is None else Whereabouts(row.room, row.thread)

    def move(self, address: Address, thread: str | None) -> None:
        """Remember the thread that takes the place of their direct messages, if one does."""
        self._rows.execute(_MOVE, at_address=str(address), to_thread=thread)
