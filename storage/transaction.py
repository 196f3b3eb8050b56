"""One transaction: the way to a team's records, and to the outbox that the relay works on."""

import uuid

from sqlalchemy import Connection, bindparam, insert, select

from bot.ports import Address, Clock
from storage.models import spaces, teams
from storage.outbox import SqlOutbox
from storage.records import SqlRecords

_TEAM_OF = select(spaces.c.team_id).where(
    spaces.c.platform == bindparam("platform"), spaces.c.space == bindparam("space")
)


class SqlTransaction:
    """Everything that one transaction can reach; see ``bot.ports.Transaction``."""

    def __init__(self, connection: Connection, clock: Clock, outbox: SqlOutbox) -> None:
        self._connection = connection
        self._clock = clock
        self.outbox = outbox

    def team(self, address: Address) -> SqlRecords:
        """The records of the team that the address's space belongs to; a new space, a new team."""
        space = {"platform": address.platform, "space": address.space}
        team = self._connection.scalar(_TEAM_OF, space)
        if team is None:
            team = uuid.uuid4().hex
            created = {"team_id": team, "created_at": self._clock.now()}
            self._connection.execute(insert(teams), created)
            self._connection.execute(insert(spaces), {**space, "team_id": team})
        return SqlRecords(self._connection, team, self.outbox)
