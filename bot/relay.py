"""Outbox -> messengers: every stored message is shown, in order per address, once.

The process that wrote a message sends it at once, under a lease; whatever a crash, a limit or an
outage left over is claimed by any process once its time has come. What was shown is marked as sent,
however long the database takes to come back: a message that is not marked would be shown again.
"""

import asyncio
import logging
import random
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import chain
from time import monotonic
from typing import TypeVar

from bot.arrivals import Handled
from bot.cards import Card, Paragraph
from bot.phrases import Phrases, spoken
from bot.ports import (
    LEASE,
    LONGEST_WAIT,
    OF_ONE,
    Address,
    Clock,
    Delivery,
    Messengers,
    NoWay,
    Showing,
    StorageUnavailable,
    TryLater,
    Undeliverable,
)
from bot.profile import Respondent
from bot.records import Action, Message, Records, Storage, Transaction

Result = TypeVar("Result")

MOST_ADDRESSES, MOST_MESSAGES = 50, 20
"""How much is claimed at once: addresses, and messages of each."""
MOST_ATTEMPTS = 100
"""Tries before a message is given up: about a day."""
SHORTEST_WAIT = timedelta(seconds=1)
SEND_FOR, HOLD_FOR = 20.0, 5.0
"""Seconds that one message may take, and after which no further one of a claim is begun.

Together they are less than a lease: while a message is being sent, nobody else may send it.
"""
MARK_EVERY, MARK_FOR = 0.5, 2 * LEASE.total_seconds()
"""Seconds between the tries to mark a message while the database is away, and in all."""

log = logging.getLogger(__name__)


class Relay:
    """Sends what the service wrote, and whatever a crash, a limit or an outage left over."""

    def __init__(
        self,
        storage: Storage,
        messengers: Messengers,
        clock: Clock,
        phrases: Mapping[str, Phrases],
    ) -> None:
        self._storage = storage
        self._messengers = messengers
        self._clock = clock
        self._phrases = phrases
        self._sending: dict[asyncio.Task[None], Address] = {}
        self._begun: set[asyncio.Task[bool]] = set()
        self._queued: set[tuple[str, Address]] = set()
        self._stopping = False

    async def deliver(self, handled: Handled) -> bool:
        """Send what was handled, and what waits behind other messages once those are out.

        Returns whether something has to wait for another process.
        """
        self._queued.update(handled.queued)
        await asyncio.gather(*self._send(handled.deliveries))
        waits = False
        for team, address in handled.queued:
            if not self._is_sending(address):
                behind = await self._next(team, address)
                waits = waits or not behind
                await asyncio.gather(*self._send(behind))
        return waits

    def begin(self, handled: Handled) -> None:
        """Begin to send what was handled, without waiting until it is out."""
        task = asyncio.create_task(self.deliver(handled))
        self._begun.add(task)
        task.add_done_callback(self._begun.discard)

    async def deliver_due(self, address: Address | None = None, *, wait: bool = True) -> int:
        """Claim and send whatever is due, everywhere or at one address; returns how many rows.

        Without ``wait``, they are on their way when it returns: one that takes long holds up no
        other address.
        """
        now, busy_on = self._clock.now(), Counter(at.platform for at in self._sending.values())
        platforms = [one for one in self._messengers if busy_on[one] < MOST_ADDRESSES]

        def due(transaction: Transaction) -> list[tuple[str, Address]]:
            if address is not None:
                return [(transaction.team(address).team, address)]
            return transaction.due_messages(platforms, now, MOST_ADDRESSES)

        found = await self._storage.run(due)
        # What this process is sending stays its own, whatever the clock says about its lease.
        busy = set(self._sending.values())
        claims = [self._claim(*one) for one in found if one[1] not in busy]
        deliveries = list(chain.from_iterable(await asyncio.gather(*claims)))
        sending = self._send(deliveries)
        if wait:
            await asyncio.gather(*sending)
        return len(deliveries)

    async def _claim(self, team: str, address: Address) -> list[Delivery]:
        """Take the address's due messages, if nobody else is at it and they can be read."""

        def claimed(transaction: Transaction) -> list[Delivery]:
            now = self._clock.now()  # Not before: it may have waited for its turn.
            return transaction.records(team).outbox.claim(address, now, MOST_MESSAGES)

        try:
            return await self._storage.run(claimed)
        except StorageUnavailable as away:  # One address must not stop the others.
            log.error("messages of team %s cannot be read: %s", team, away.trouble)  # noqa: TRY400
            if away.trouble in OF_ONE:
                due = self._clock.now() + LONGEST_WAIT
                await self._mark(lambda tx: tx.records(team).outbox.put_off(address, due))
            return []

    async def finish(self, patience: float) -> None:
        """Wait until nothing is being sent, so many seconds at most."""
        if self._sending or self._begun:
            await asyncio.wait((*self._sending, *self._begun), timeout=patience)

    def _is_sending(self, address: Address) -> bool:
        return any(at == address and not task.done() for task, at in self._sending.items())

    async def stop(self, patience: float) -> None:
        """Begin nothing new, wait so many seconds for what is being sent, hand back the rest."""
        self._stopping = True
        await self.finish(patience)
        for task in (*self._sending, *self._begun):
            task.cancel()
        await asyncio.gather(*self._sending, *self._begun, return_exceptions=True)

    def _send(self, deliveries: Iterable[Delivery]) -> list[asyncio.Task[None]]:
        """Begin to send rows that this process holds; those of an address in their order."""
        by_address: dict[Address, list[Delivery]] = {}
        for delivery in deliveries:
            by_address.setdefault(delivery.address, []).append(delivery)
        tasks = []
        for address, rows in by_address.items():
            task = asyncio.create_task(self._send_in_order(address, rows))
            self._sending[task] = address
            task.add_done_callback(self._sending.pop)
            tasks.append(task)
        return tasks

    async def _send_in_order(self, address: Address, deliveries: Sequence[Delivery]) -> None:
        """Send messages of one address; once one has to wait, the later ones wait behind it."""
        while deliveries:
            began = monotonic()
            team, left = deliveries[0].team, deque(deliveries)
            if address.platform not in self._messengers:
                await self._hand_back(left)  # It is for a process that speaks there.
                return
            while left:
                late = len(left) < len(deliveries) and monotonic() - began > HOLD_FOR
                if self._stopping or late or self._is_over(left[0]):
                    await self._hand_back(left)
                    self._queued.add((team, address))
                    break
                delivery = left.popleft()
                if not await self._sent(delivery, left):
                    return
            deliveries = await self._next(team, address)

    def _is_over(self, delivery: Delivery) -> bool:
        """Whether the lease has ended: the machine slept, and somebody else may be sending it."""
        return delivery.held_until is not None and self._clock.now() >= delivery.held_until

    async def _next(self, team: str, address: Address) -> list[Delivery]:
        """What waited behind messages of the address that this process has just sent."""
        if (team, address) not in self._queued or self._stopping:
            return []
        self._queued.discard((team, address))
        return await self._claim(team, address)

    async def _sent(self, delivery: Delivery, behind: deque[Delivery]) -> bool:
        """Whether the row is out of the way: delivered, or given up."""
        try:
            async with asyncio.timeout(SEND_FOR):
                shown = await self._shown(delivery)
        except StorageUnavailable:
            return await self._put_off(delivery, behind, TryLater())
        except TryLater as wait:
            return await self._put_off(delivery, behind, wait)
        except Undeliverable as refusal:
            await self._give_up(delivery, str(refusal), refusal.why)
            return True
        except asyncio.CancelledError:
            await self._put_off(delivery, behind, TryLater(0, shown=True))
            raise
        except Exception as error:  # noqa: BLE001  # One message must not stop all others.
            # What an unknown error says may quote the message, and is not logged.
            kind = type(error).__name__
            log.error("message %s of team %s: %s", delivery.key, delivery.team, kind)  # noqa: TRY400
            return await self._put_off(delivery, behind, TryLater(shown=True))
        at = self._clock.now()
        await self._mark(lambda tx: tx.records(delivery.team).outbox.sent(delivery, at, shown))
        return True

    async def _shown(self, delivery: Delivery) -> str | None:
        """Show it where it belongs by now; what is done with may have gone already."""
        messenger = self._messengers[delivery.address.platform]
        if delivery.thread is None and delivery.showing is Showing.ANEW:
            return await messenger.send(delivery)
        placed = await self._storage.run(
            lambda tx: tx.records(delivery.team).outbox.placed(delivery)
        )
        if placed.showing is Showing.SETTLED and not placed.messages:
            return None
        return await messenger.send(placed)

    async def _put_off(self, delivery: Delivery, left: deque[Delivery], wait: TryLater) -> bool:
        """Wait, longer each time and never as long as others; whether others may go on.

        What only shows something differently holds up what is of the same post, and nothing else.
        """
        if delivery.attempts + 1 >= MOST_ATTEMPTS:
            await self._give_up(delivery, f"tried {MOST_ATTEMPTS} times")
            return True
        due = self._clock.now() + pause(wait.after, delivery.attempts)
        alone = delivery.showing is not Showing.ANEW
        behind = [one for one in left if not alone or one.post == delivery.post]
        for one in behind:
            left.remove(one)

        def put_off(transaction: Transaction) -> None:
            outbox = transaction.records(delivery.team).outbox
            outbox.later(delivery, due, shown=wait.shown)
            for waiting in behind:
                outbox.give_back(waiting)

        await self._mark(put_off)
        return alone

    async def _hand_back(self, deliveries: Iterable[Delivery]) -> None:
        def given_back(transaction: Transaction) -> None:
            for delivery in deliveries:
                transaction.records(delivery.team).outbox.give_back(delivery)

        await self._mark(given_back)

    async def _give_up(self, delivery: Delivery, reason: str, why: NoWay | None = None) -> None:
        """Keep the message as undelivered, and let the team know."""
        now = self._clock.now()
        log.warning("message %s of team %s cannot be delivered", delivery.key, delivery.team)

        def given_up(transaction: Transaction) -> list[Delivery]:
            records = transaction.records(delivery.team)
            notice = self._notice(records, delivery, reason, why)
            records.outbox.give_up(delivery, reason, now)
            records.log(str(delivery.address), Action.MESSAGE_GIVEN_UP, delivery.key, now)
            if notice is None:
                return []
            address, message = notice
            return records.outbox.write(address, [message], now)

        await asyncio.gather(*self._send(await self._mark(given_up) or ()))

    def _notice(
        self, records: Records, delivery: Delivery, reason: str, why: NoWay | None
    ) -> tuple[Address, Message] | None:
        """Who hears of a message that was given up, and what.

        Nobody, if it was a notice itself, if it was for the only one who could, or if its interview
        cannot be read: the message has to be out of the way all the same.
        """
        if delivery.notice or delivery.interview_id is None or delivery.thread is not None:
            return None  # What belongs into a thread was given up with what stands above it.
        try:
            record = records.interview(delivery.interview_id)
        except StorageUnavailable:
            return None
        if record is None:
            return None
        listening = [records.verdict_address()]
        if record.interview.respondent is Respondent.MEMBER:
            listening.append(record.address)
        address = next((at for at in listening if at not in (None, delivery.address)), None)
        if address is None:
            return None
        phrases = spoken(self._phrases, record.language)
        said_why = reason if why is None else phrases.say(f"no-way-{why}")
        about = {"prospect": record.prospect, "reason": said_why}
        if why is not None and delivery.address == records.verdict_address():
            here = phrases.say("command-verdicts-here").split("|")[0].strip()
            said = phrases.say("verdict-given-up", **about, here=here)
        else:
            command = f"qualify-bot resend {delivery.key}"
            said = phrases.say("message-given-up", **about, command=command)
        card = Card(phrases.language, (Paragraph(said),))
        return address, Message(card, delivery.interview_id, notice=True)

    async def _mark(self, work: Callable[[Transaction], Result]) -> Result | None:
        """Write what became of a message, even if the database is away for a while."""
        waited = 0.0
        while True:
            try:
                return await self._storage.run(work)
            except StorageUnavailable as away:
                if waited >= MARK_FOR or self._stopping:
                    log.error("a message cannot be marked: %s", away.trouble)  # noqa: TRY400
                    return None
            await asyncio.sleep(MARK_EVERY)
            waited += MARK_EVERY


def pause(after: float | None, attempts: int) -> timedelta:
    """How long to wait before the next try: as long as asked for, or twice as long each time."""
    jitter = random.random()  # noqa: S311  # Nothing secret; it keeps processes apart.
    if after is not None:
        return min(timedelta(seconds=max(after, 0.0) + jitter), LONGEST_WAIT)
    doubled = SHORTEST_WAIT * float(2 ** min(attempts, 16))
    return min(doubled, LONGEST_WAIT) * (0.5 + jitter / 2)
