"""One transaction: the way to a team's records, and the outbox that the relay works on."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, bindparam, exists, insert, or_, select, update

from bot import cards
from bot.ports import Address, Clock, Delivery
from storage.models import outbox, spaces, teams
from storage.records import LEASE, SqlRecords, address_of

_TEAM_OF = select(spaces.c.team_id).where(
    spaces.c.platform == bindparam("platform"), spaces.c.space == bindparam("space")
)


class SqlTransaction:
    """Everything that one transaction can reach; see ``bot.ports.Transaction``."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock

    def team(self, address: Address) -> SqlRecords:
        """The records of the team that the address's space belongs to; a new space, a new team."""
        space = {"platform": address.platform, "space": address.space}
        team = self._connection.scalar(_TEAM_OF, space)
        if team is None:
            team = uuid.uuid4().hex
            created = {"team_id": team, "created_at": self._clock.now()}
            self._connection.execute(insert(teams), created)
            self._connection.execute(insert(spaces), {**space, "team_id": team})
        return SqlRecords(self._connection, team)

    def claim(self, platforms: Sequence[str], now: datetime, most: int) -> list[Delivery]:
        """Due outbox rows, oldest first per address, under a lease.

        An address whose oldest pending row has to wait, or is held by somebody else, waits as a
        whole, so that its messages stay in order.
        """
        earlier = outbox.alias("earlier")
        blocked = exists().where(
            earlier.c.team_id == outbox.c.team_id,
            earlier.c.address == outbox.c.address,
            earlier.c.number <= outbox.c.number,
            earlier.c.state == "pending",
            or_(earlier.c.due_at > now, and_(earlier.c.leased_until > now)),
        )
        due = (
            select(outbox)
            .where(outbox.c.state == "pending", outbox.c.platform.in_(platforms), ~blocked)
            .order_by(outbox.c.created_at, outbox.c.address, outbox.c.number)
            .limit(most)
        )
        rows = self._connection.execute(due).all()
        deliveries = [
            Delivery(
                row.team_id,
                row.key,
                address_of(row.address),
                cards.from_json(row.card),
                row.attempts,
            )
            for row in rows
        ]
        for delivery in deliveries:
            self._settle(
                delivery,
                leased_until=now + timedelta(seconds=LEASE),
                attempts=delivery.attempts + 1,
            )
        return deliveries

    def sent(self, delivery: Delivery, at: datetime) -> None:
        """Mark a row as delivered."""
        self._settle(delivery, state="sent", settled_at=at, leased_until=None)

    def later(self, delivery: Delivery, due: datetime) -> None:
        """Put a row off, and with it give back those of the same address that wait behind it."""
        self._settle(delivery, due_at=due, leased_until=None)
        self._connection.execute(
            update(outbox)
            .where(
                outbox.c.team_id == delivery.team,
                outbox.c.address == str(delivery.address),
                outbox.c.state == "pending",
            )
            .values(leased_until=None)
        )

    def park(self, delivery: Delivery, reason: str) -> None:
        """Give a row up, and keep it for people to look at."""
        at = self._clock.now()
        self._settle(delivery, state="parked", reason=reason, settled_at=at, leased_until=None)

    def _settle(self, delivery: Delivery, **values: str | int | datetime | None) -> None:
        self._connection.execute(
            update(outbox)
            .where(outbox.c.team_id == delivery.team, outbox.c.key == delivery.key)
            .values(**values)
        )
