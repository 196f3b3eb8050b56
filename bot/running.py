"""One process at work: it takes what arrives, delivers, reminds and forgets, until it is stopped.

Any process can handle any event, and send any message whose time has come; nothing is kept here
that another process would need.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from bot.arrivals import Arrival, Handled
from bot.ports import OF_ONE, Address, Clock, StorageUnavailable
from bot.records import Action, Records, Storage, Transaction
from bot.relay import Relay
from bot.service import Service

RELAY_EVERY, REMIND_EVERY, FORGET_EVERY = 1.0, 30.0, 3600.0
"""Seconds between two looks at what is due."""
PATIENCE = 5.0
"""Seconds that stopping waits for what is being handled and sent."""
MOST_REMINDERS = 50
SETTLED_FOR = timedelta(days=30)
"""How long events and messages that are done with are kept: longer than any platform redelivers."""
IDLE = timedelta(days=7)
"""After so long without any event, nothing is deleted unasked."""
STRAYED = 60.0
"""Seconds by which the clock may differ from the time that has really passed."""
KEEPER = "retention"
"""Who forgot, in the audit log, when it was nobody."""
MOST_FORGOTTEN = 200
"""Rows that are deleted in one transaction; of prospects, a tenth as many."""

log = logging.getLogger(__name__)
Result = TypeVar("Result")


def elapsed() -> float:
    """Seconds that have passed, those in which the machine slept included where it can tell."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


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
        self._began, self._began_elapsed = clock.now(), elapsed()
        self._distrusted_until = 0.0
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

    async def is_ready(self) -> bool:
        """Whether something that arrives now would be taken and stored."""
        try:
            await self._storage.run(lambda _: None)
        except StorageUnavailable:
            return False
        return not self._stopping.is_set()

    async def look(self, address: Address, work: Callable[[Records], Result]) -> Result | None:
        """What the work finds in the records of the address's team; None if there is none yet.

        Raises StorageUnavailable.
        """

        def looked(transaction: Transaction) -> Result | None:
            records = transaction.known_team(address)
            return None if records is None else work(records)

        return await self._storage.run(looked)

    def now(self) -> datetime:
        """The present moment."""
        return self._clock.now()

    async def work(self, work: Callable[[Transaction], Result]) -> Result:
        """Do something in a transaction of its own. Raises Stopping or StorageUnavailable."""
        if self._stopping.is_set():
            raise Stopping
        return await self._storage.run(work)

    async def deliver(self, handled: Handled) -> None:
        """Send what an event led to."""
        await self._relay.deliver(handled)

    def begin(self, handled: Handled) -> None:
        """Begin to send what an event led to, without waiting until it is out."""
        self._relay.begin(handled)

    async def run(self) -> None:
        """Look after what comes due, until ``stop`` is called."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._every(RELAY_EVERY, self.deliver_due))
            group.create_task(self._every(REMIND_EVERY, self.remind))
            group.create_task(self._every(FORGET_EVERY, self.forget_unasked))

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
            except Exception as error:  # One damaged interview must not stop the others.
                if isinstance(error, StorageUnavailable) and error.trouble not in OF_ONE:
                    raise  # The others would meet the same.
                log.error("interview %s of team %s: %s", interview_id, team, type(error).__name__)  # noqa: TRY400
                await self._put_off(team, interview_id)
            else:
                self._relay.begin(handled)
        return len(due)

    async def _put_off(self, team: str, interview_id: str) -> None:
        now = self._clock.now()

        def put_off(transaction: Transaction) -> None:
            reminders = transaction.records(team).reminders
            reminder = reminders.take(interview_id, now)
            if reminder is not None:
                reminders.put(replace(reminder, due=now + timedelta(days=1)))

        await self._storage.run(put_off)

    async def forget_unasked(self) -> None:
        """Delete what is past its time, unless the clock cannot be trusted."""
        if self._clock_strayed():
            log.error("the clock was changed; nothing is forgotten for a day")
        elif await self._is_idle():
            log.info("nothing has happened for a week: to forget now, qualify-bot forget due")
        else:
            await self.forget_what_is_due()

    async def _is_idle(self) -> bool:
        """Whether nothing has happened for long; a clock that is ahead looks the same."""
        teams = await self._storage.run(lambda tx: tx.teams())
        long_ago = self._clock.now() - IDLE
        for team in teams:
            newest = await self._storage.run(partial(_newest_event, team=team))
            if newest is not None and newest > long_ago:
                return False
        return True

    async def forget_what_is_due(self) -> None:
        """Delete what is past its time, team by team."""
        for team in await self._storage.run(lambda tx: tx.teams()):
            try:
                more = True
                while more and not self._stopping.is_set():
                    more = await self._storage.run(partial(self._forget, team=team))
            except Exception as error:  # noqa: BLE001  # One team must not stop the others.
                log.error("what is due of team %s: %s", team, type(error).__name__)  # noqa: TRY400

    def _clock_strayed(self) -> bool:
        """Whether the clock has jumped within the last day: what it says may be long past."""
        ran = (self._clock.now() - self._began).total_seconds()
        if abs(ran - (elapsed() - self._began_elapsed)) > STRAYED:
            self._distrusted_until = elapsed() + timedelta(days=1).total_seconds()
            self._began, self._began_elapsed = self._clock.now(), elapsed()
        return elapsed() < self._distrusted_until

    def _forget(self, transaction: Transaction, team: str) -> bool:
        """Delete a few of what is past its time; returns whether there may be more."""
        records, now = transaction.records(team), self._clock.now()
        more = records.forgetting.settled(now - SETTLED_FOR, MOST_FORGOTTEN) >= MOST_FORGOTTEN
        days = records.retention_days()
        days = self._retention_days if days is None else days
        if not days:
            return more
        before = now - timedelta(days=days)
        records.forgetting.logged(before)
        for name in records.forgetting.stale_prospects(before, MOST_FORGOTTEN // 10):
            forgotten = records.forgetting.prospect(name, before)
            if forgotten is not None:
                records.log(KEEPER, Action.PROSPECT_FORGOTTEN, forgotten, now)
                more = True
        return more

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


def _newest_event(transaction: Transaction, team: str) -> datetime | None:
    return transaction.records(team).newest_event()
