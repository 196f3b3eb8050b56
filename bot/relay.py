"""Outbox -> messengers: every stored message is shown, in order per address, once."""

import logging
from collections.abc import Iterable
from datetime import timedelta

from bot.ports import Address, Clock, Delivery, Messengers, Storage, TryLater, Undeliverable

MOST_AT_ONCE = 50

log = logging.getLogger(__name__)


class Relay:
    """Sends what the service wrote, and whatever a crash, a limit or an outage left over."""

    def __init__(self, storage: Storage, messengers: Messengers, clock: Clock) -> None:
        self._storage = storage
        self._messengers = messengers
        self._clock = clock

    async def deliver(self, deliveries: Iterable[Delivery]) -> None:
        """Send rows that this process holds the lease of, in their order.

        Once one of an address has to wait, the later ones of that address wait behind it.
        """
        waiting: set[str] = set()
        for delivery in deliveries:
            if str(delivery.address) not in waiting and not await self._sent(delivery):
                waiting.add(str(delivery.address))

    async def deliver_due(self, address: Address | None = None) -> int:
        """Claim and send whatever is due, everywhere or at one address; returns how many rows."""
        now, platforms = self._clock.now(), tuple(self._messengers)
        claimed = await self._storage.run(
            lambda tx: tx.outbox.claim(platforms, now, MOST_AT_ONCE, address)
        )
        await self.deliver(claimed)
        return len(claimed)

    async def _sent(self, delivery: Delivery) -> bool:
        """Whether the row is out of the way: delivered, or given up."""
        try:
            messenger = self._messengers[delivery.address.platform]
            await messenger.send(delivery.address, delivery.card, delivery.key)
        except TryLater as wait:
            due = self._clock.now() + timedelta(seconds=wait.after)
            await self._storage.run(lambda tx: tx.outbox.later(delivery, due))
            return False
        except Undeliverable as refusal:
            reason, now = str(refusal), self._clock.now()
            log.warning("message %s of team %s cannot be delivered", delivery.key, delivery.team)
            await self._storage.run(lambda tx: tx.outbox.park(delivery, reason, now))
            return True
        at = self._clock.now()
        await self._storage.run(lambda tx: tx.outbox.sent(delivery, at))
        return True
