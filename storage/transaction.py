"""One transaction: the way to each team's records, and to which of them something is due for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.ports import Address, Clock
from bot.records import Joining, Receipt
from storage.directory import Directory
from storage.installations import Installations
from storage.joining import move_team
from storage.records import Lists, SqlRecords
from storage.sealing import Seal
from storage.team_rows import TeamRows


@dataclass(frozen=True, slots=True)
class Means:
    """What every transaction works with: the time, leases, keys, and the lists read so far."""

    clock: Clock
    lease: timedelta
    seal: Seal
    lists: Lists


class SqlTransaction:
    """Everything that one transaction can reach; see ``bot.records.Transaction``."""

    def __init__(self, connection: Connection, means: Means) -> None:
        self._connection = connection
        self._means = means
        self._directory = Directory(connection)
        self._installations = Installations(connection)
        self._spaces: dict[tuple[str, str], str] = {}
        self._records: dict[str, SqlRecords] = {}

    def foresee(self, receipts: Sequence[Receipt]) -> None:
        """Note the events and load what they are about, team by team."""
        by_team: dict[str, list[Receipt]] = {}
        for receipt in receipts:
            by_team.setdefault(self._team(receipt.address), []).append(receipt)
        now = self._means.clock.now()
        for team in sorted(by_team):
            self.records(team).foresee(by_team[team], now)

    def flush(self) -> None:
        """Write what has been kept back."""
        for team in sorted(self._records):
            self._records[team].flush()

    def team(self, address: Address) -> SqlRecords:
        """The records of the team that the address's space belongs to; a new space, a new team."""
        return self.records(self._team(address))

    def known_team(self, address: Address) -> SqlRecords | None:
        """The records of the team that the address's space belongs to, if it is known."""
        team = self._directory.known_team_of(address)
        return None if team is None else self.records(team)

    def records(self, team: str) -> SqlRecords:
        """The records of a team that is known by its id."""
        if team not in self._records:
            means, rows = self._means, TeamRows(self._connection, team)
            self._records[team] = SqlRecords(rows, means.lease, means.seal, means.lists)
        return self._records[team]

    def teams(self) -> list[str]:
        """The ids of all teams."""
        return self._directory.teams()

    def due_messages(
        self, platforms: Sequence[str], now: datetime, most: int
    ) -> list[tuple[str, Address]]:
        """The teams and addresses that messages are due for, those that wait longest first."""
        self.flush()
        return self._directory.due_messages(platforms, now, most)

    def due_reminders(
        self, platforms: Sequence[str], now: datetime, most: int
    ) -> list[tuple[str, str]]:
        """The teams and interviews that are due to be looked after, the longest due first."""
        self.flush()
        return self._directory.due_reminders(platforms, now, most)

    def lease(self, name: str, now: datetime, until: datetime, owner: str | None = None) -> bool:
        """Take what one process at a time may have; see ``bot.records.Transaction``."""
        return self._installations.lease(name, now, until, owner)

    def met(self, person: str) -> list[Address]:
        """Where somebody is spoken with, for whatever team; the last met first."""
        return self._directory.met(person)

    def keep_link(self, digest: str, address: Address, until: datetime) -> None:
        """Let another space join the team of the address; see ``bot.records.Transaction``."""
        self._directory.keep_link(digest, self._team(address), until, self._means.clock.now())

    def join(self, digest: str, address: Address) -> Joining:
        """Let the address's space join the team of a link; see ``bot.records.Transaction``."""
        joined = self._directory.take_link(digest, self._means.clock.now())
        if joined is None:
            return Joining.UNKNOWN
        left = self._team(address)
        if left == joined:
            return Joining.SAME
        if self._directory.spaces_of(left) > 1:
            return Joining.SEVERAL
        self.flush()
        move_team(self._connection, left, joined)
        self._records.clear()
        self._spaces.clear()
        return Joining.JOINED

    def forget_installation(self, space: str) -> None:
        """Delete the tokens with which the program speaks in a space."""
        self._installations.forget(space)

    def seal_tokens(self, *, plain: bool = False) -> None:
        """Seal the tokens of all installations again, or make them plain."""
        self._installations.seal(self._means.seal.open if plain else self._means.seal.renew)

    def _team(self, address: Address) -> str:
        space = (address.platform, address.space)
        if space not in self._spaces:
            self._spaces[space] = self._directory.team_of(address, self._means.clock.now())
        return self._spaces[space]
