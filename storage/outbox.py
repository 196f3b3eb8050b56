"""Messages that have to be shown: written with what caused them, sent in order per address."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, exists, func, insert, or_, select, update

from bot import cards
from bot.cards import Card
from bot.ports import Address, Delivery, Record
from storage.models import outbox
from storage.rows import address_of, readable


class SqlOutbox:
    """The messages of all teams, inside one transaction; see ``bot.ports.Outbox``."""

    def __init__(self, connection: Connection, lease: timedelta) -> None:
        self._connection = connection
        self._lease = lease

    def write(
        self, team: str, address: Address, shown: Sequence[Card], record: Record, at: datetime
    ) -> list[Delivery]:
        """Write cards; returns those that may be sent at once, under a lease.

        None may while an earlier message of the address is still pending: order comes first.
        """
        here = (outbox.c.team_id == team, outbox.c.address == str(address))
        pending = select(outbox.c.number).where(*here, outbox.c.state == "pending").limit(1)
        free = self._connection.scalar(pending) is None
        last = self._connection.scalar(select(func.max(outbox.c.number)).where(*here)) or 0
        deliveries = [Delivery(team, uuid.uuid4().hex, address, card) for card in shown]
        rows = [
            {
                "team_id": team,
                "address": str(address),
                "number": number,
                "key": delivery.key,
                "platform": address.platform,
                "interview_id": record.id,
                "asks": delivery.card.step is not None,
                "card": cards.to_json(delivery.card),
                "state": "pending",
                "attempts": 1 if free else 0,
                "due_at": at,
                "leased_until": at + self._lease if free else None,
                "created_at": at,
            }
            for number, delivery in enumerate(deliveries, last + 1)
        ]
        self._connection.execute(insert(outbox), rows)
        return deliveries if free else []

    def claim(
        self, platforms: Sequence[str], now: datetime, most: int, address: Address | None = None
    ) -> list[Delivery]:
        """Due outbox rows, of all addresses or of one, oldest first per address, under a lease.

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
        if address is not None:
            due = due.where(outbox.c.address == str(address))
        with readable():
            deliveries = self._read(due)
        for delivery in deliveries:
            held = {"leased_until": now + self._lease, "attempts": delivery.attempts + 1}
            self._settle(delivery, held)
        return deliveries

    def _read(self, due: Select[Any]) -> list[Delivery]:
        return [
            Delivery(
                row.team_id,
                row.key,
                address_of(row.address),
                cards.from_json(row.card),
                row.attempts,
            )
            for row in self._connection.execute(due).all()
        ]

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

    def park(self, delivery: Delivery, reason: str, at: datetime) -> None:
        """Give a row up, and keep it for people to look at."""
        self._settle(
            delivery, {"state": "parked", "reason": reason, "settled_at": at, "leased_until": None}
        )

    def _settle(self, delivery: Delivery, values: dict[str, Any]) -> None:
        self._connection.execute(
            update(outbox)
            .where(outbox.c.team_id == delivery.team, outbox.c.key == delivery.key)
            .values(values)
        )
