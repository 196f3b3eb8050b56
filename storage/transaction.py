"""One transaction: the way to a team's records, and the outbox that the relay works on."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, exists, insert, or_, select, update

from bot import cards
from bot.ports import Address, Clock, Delivery
from storage.models import outbox, spaces, teams
from storage.records import SqlRecords, address_of

_TEAM_OF = select(spaces.c.team_id).where(
    spaces.c.platform == bindparam("platform"), spaces.c.space == bindparam("space")
)


class SqlTransaction:
    """Everything that one transaction can reach; see ``bot.ports.Transaction``."""

    def __init__(self, connection: Connection, clock: Clock, lease: timedelta) -> None:
        self._connection = connection
        self._clock = clock
        self._lease = lease

    def team(self, address: Address) -> SqlRecords:
        """The records of the team that the address's space belongs to; a new space, a new team."""
        space = {"platform": address.platform, "space": address.space}
        team = self._connection.scalar(_TEAM_OF, space)
        if team is None:
            team = uuid.uuid4().hex
            created = {"team_id": team, "created_at": self._clock.now()}
            self._connection.execute(insert(teams), created)
            self._connection.execute(insert(spaces), {**space, "team_id": team})
        return SqlRecords(self._connection, team, self._lease)

    def claim(self, platforms: Sequence[str], now: datetime, most: int) -> list[Delivery]:
        """Due outbox rows, oldest first per address, under a lease.

        An address whose oldest pending row has to wait, or is held by somebody else, waits as a
        whole, so that its messages stay in order. A question that a later one of its interview
        has overtaken is dropped unsent.
        """
        self._drop_overtaken(now)
        earlier = outbox.alias("earlier")
        blocked = exists().where(
            earlier.c.team_id == outbox.c.team_id,
            earlier.c.address == outbox.c.address,
            earlier.c.number <= outbox.c.number,
            earlier.c.state == "pending",
            or_(earlier.c.due_at > now, earlier.c.leased_until > now),
        )
        due = (
            select(outbox)
            .where(outbox.c.state == "pending", outbox.c.platform.in_(platforms), ~blocked)
            .order_by(outbox.c.created_at, outbox.c.address, outbox.c.number)
            .limit(most)
        )
        deliveries = [
            Delivery(
                row.team_id,
                row.key,
                address_of(row.address),
                cards.from_json(row.card),
                row.attempts,
            )
            for row in self._connection.execute(due).all()
        ]
        for delivery in deliveries:
            held = {"leased_until": now + self._lease, "attempts": delivery.attempts + 1}
            self._settle(delivery, held)
        return deliveries

    def _drop_overtaken(self, now: datetime) -> None:
        later = outbox.alias("later")
        overtaken = exists().where(
            later.c.team_id == outbox.c.team_id,
            later.c.address == outbox.c.address,
            later.c.interview_id == outbox.c.interview_id,
            later.c.number > outbox.c.number,
            later.c.asks,
        )
        free = or_(outbox.c.leased_until.is_(None), outbox.c.leased_until <= now)
        self._connection.execute(
            update(outbox)
            .where(outbox.c.state == "pending", outbox.c.asks, free, overtaken)
            .values(state="overtaken", settled_at=now, leased_until=None)
        )

    def sent(self, delivery: Delivery, at: datetime) -> None:
        """Mark a row as delivered."""
        self._settle(delivery, {"state": "sent", "settled_at": at, "leased_until": None})

    def later(self, delivery: Delivery, due: datetime) -> None:
        """Put a row off, and with it give back those of the same address that wait behind it."""
        self._settle(delivery, {"due_at": due, "leased_until": None})
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
        self._settle(
            delivery, {"state": "parked", "reason": reason, "settled_at": at, "leased_until": None}
        )

    def _settle(self, delivery: Delivery, values: dict[str, Any]) -> None:
        self._connection.execute(
            update(outbox)
            .where(outbox.c.team_id == delivery.team, outbox.c.key == delivery.key)
            .values(values)
        )
