"""One process at work: it takes what arrives, delivers, reminds and forgets, until it is stopped.

Any process can handle any event, and send any message whose time has come; nothing is kept here
that another process would need.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from time import monotonic

from bot.arrivals import Arrival, Handled
from bot.ports import Clock, StorageUnavailable
from bot.records import Action, Storage, Transaction
from bot.relay import Relay
from bot.service import Service

RELAY_EVERY, REMIND_EVERY, FORGET_EVERY = 1.0, 30.0, 3600.0
"""Seconds between two looks at what is due."""
PATIENCE = 5.0
"""Seconds that stopping waits for what is being handled and sent."""
MOST_REMINDERS = 50
SETTLED_FOR = timedelta(days=30)
"""How long events and messages that are done with are kept: longer than any platform redelivers."""
STRAYED = 60.0
"""Seconds by which the clock may differ from the time that has really passed."""
KEEPER = "retention"
"""Who forgot, in the audit log, when it was nobody."""

log = logging.getLogger(__name__)


class Stopping(Exception):
    """The process is about to end, and takes nothing new; nothing of the event was stored."""


class Bot:
    """The service with its relay and everything that comes due.

    ``retention_days`` is how long prospects are kept about whom nothing changes, for teams that
    have not said; 0 means for ever.
    """

    def __init__(
        self,
        service: Service,
        relay: Relay,
        storage: Storage,
        clock: Clock,
        platforms: Sequence[str],
        retention_days: int = 0,
    ) -> None:
        self._service = service
        self._relay = relay
        self._storage = storage
        self._clock = clock
        self._platforms = tuple(platforms)
        self._retention_days = retention_days
        self.trust_the_clock()
        self._stopping = asyncio.Event()
        self._handling: set[asyncio.Task[Handled]] = set()

    async def handle(self, arrival: Arrival) -> Handled:
        """Store everything that the arrival leads to; acknowledge it then, and ``deliver``.

        Raises Stopping, and what ``Service.handle`` raises; nothing has happened then.
        """
        if self._stopping.is_set():
            raise Stopping
        task = asyncio.create_task(self._service.handle(arrival))
        self._handling.add(task)
        task.add_done_callback(self._handling.discard)
        # Who is not interested any more does not stop what is being stored.
        return await asyncio.shield(task)

    async def deliver(self, handled: Handled) -> None:
        """Send what an event led to."""
        await self._relay.deliver(handled)

    async def run(self) -> None:
        """Look after what comes due, until ``stop`` is called."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._every(RELAY_EVERY, self.deliver_due))
            group.create_task(self._every(REMIND_EVERY, self.remind))
            group.create_task(self._every(FORGET_EVERY, self.forget_what_is_due))

    async def stop(self) -> None:
        """Take nothing new, finish what is being handled and sent, and hand back the rest."""
        self._stopping.set()
        if self._handling:
            await asyncio.wait(tuple(self._handling), timeout=PATIENCE)
        await self._relay.stop(PATIENCE)

    async def deliver_due(self) -> int:
        """Begin to send the messages that are due; returns how many."""
        return await self._relay.deliver_due(wait=False)

    async def remind(self) -> int:
        """Look after the interviews that are due; returns how many."""
        now = self._clock.now()
        due = await self._storage.run(
            lambda tx: tx.due_reminders(self._platforms, now, MOST_REMINDERS)
        )
        for team, interview_id in due:
            try:
                handled = await self._service.look_after(team, interview_id)
            except StorageUnavailable as away:  # One damaged interview must not stop the others.
                log.error("interview %s of team %s: %s", interview_id, team, away.trouble)  # noqa: TRY400
                await self._put_off(team, interview_id)
            else:
                await self._relay.deliver(handled)
        return len(due)

    async def _put_off(self, team: str, interview_id: str) -> None:
        now = self._clock.now()

        def put_off(transaction: Transaction) -> None:
            reminders = transaction.records(team).reminders
            reminder = reminders.take(interview_id, now)
            if reminder is not None:
                reminders.put(replace(reminder, due=now + timedelta(days=1)))

        await self._storage.run(put_off)

    async def forget_what_is_due(self) -> None:
        """Delete what is past its time, team by team; nothing if the clock cannot be trusted."""
        if self._clock_strayed():
            log.error("the clock was changed; nothing is forgotten until the next start")
            return
        for team in await self._storage.run(lambda tx: tx.teams()):
            await self._storage.run(partial(self._forget, team=team))

    def trust_the_clock(self) -> None:
        """Take the clock's present time as right."""
        self._began, self._began_monotonic = self._clock.now(), monotonic()

    def _clock_strayed(self) -> bool:
        ran = (self._clock.now() - self._began).total_seconds()
        return abs(ran - (monotonic() - self._began_monotonic)) > STRAYED

    def _forget(self, transaction: Transaction, team: str) -> None:
        records, now = transaction.records(team), self._clock.now()
        records.forgetting.settled(now - SETTLED_FOR)
        days = records.retention_days()
        days = self._retention_days if days is None else days
        if not days:
            return
        before = now - timedelta(days=days)
        for name in records.forgetting.stale_prospects(before):
            forgotten = records.forgetting.prospect(name)
            if forgotten is not None:
                records.log(KEEPER, Action.PROSPECT_FORGOTTEN, forgotten, now)
        records.forgetting.logged(before)

    async def _every(self, seconds: float, work: Callable[[], Awaitable[object]]) -> None:
        """Do the work again and again; trouble with the database is logged and passes."""
        while not self._stopping.is_set():
            try:
                await work()
            except StorageUnavailable as away:
                log.error("%s: %s", work.__qualname__, away.trouble)  # noqa: TRY400
            except Exception:  # Whatever it was, the next look may succeed.
                log.exception("%s failed", work.__qualname__)
            try:
                await asyncio.wait_for(self._stopping.wait(), seconds)
            except TimeoutError:
                continue
