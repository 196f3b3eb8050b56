"""Group commit: whatever arrives while a transaction runs shares the next one.

One thread takes everything that waits, in the order of arrival, and hands it to ``transact``, which
does it in one transaction. A lone work is taken at once. Works that waited too long are refused:
whoever asked has long been told to try again, and so are those whom nobody waits for any more.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any

from bot.ports import StorageTrouble, StorageUnavailable
from bot.records import Receipt

MOST_AT_ONCE = 64
"""Works that share a transaction; more of them would make the first wait for the last."""
MOST_WAITING = 1000
"""Works that may wait: about half a second's worth."""
PATIENCE_AFTER_FAILURE = 0.5
"""Seconds that a work may wait for its turn after a transaction that failed: the next may take as
long to fail, and people are to be told within the three seconds that platforms wait."""


@dataclass(frozen=True, slots=True)
class Work:
    """Something to be done in a transaction, and the events that it will receive."""

    do: Callable[[Any], Any]
    receipts: Sequence[Receipt]


@dataclass(frozen=True, slots=True)
class _Waiting:
    work: Work
    future: "asyncio.Future[Any]"
    since: float


Outcome = Any
"""What a work returned, or the exception that it ended in."""
Transact = Callable[[Sequence[Work]], Sequence[Outcome]]


class GroupCommit:
    """The thread that does works. ``transact`` answers for each of them, and never raises.

    ``patience`` is how many seconds a work may wait for its turn.
    """

    def __init__(self, transact: Transact, patience: float) -> None:
        self._transact = transact
        self._usual_patience = self._patience = patience
        self._waiting: SimpleQueue[_Waiting | None] = SimpleQueue()
        self._thread: Thread | None = None
        self._starting = Lock()
        self._closed = False
        self._busy_since: float | None = None

    def submit(self, work: Work) -> "asyncio.Future[Any]":
        """The future of a work, in the running loop. Raises StorageUnavailable if too many wait."""
        if self._closed:
            raise RuntimeError("the storage is closed")
        if self._waiting.qsize() >= MOST_WAITING:
            raise StorageUnavailable(StorageTrouble.BUSY, "")
        with self._starting:
            if self._thread is None:
                self._thread = Thread(target=self._work, name="storage", daemon=True)
                self._thread.start()
        future = asyncio.get_running_loop().create_future()
        self._waiting.put(_Waiting(work, future, time.monotonic()))
        return future

    def busy_for(self) -> float:
        """For how many seconds the present transaction has been running; 0 if there is none."""
        since = self._busy_since
        return 0.0 if since is None else time.monotonic() - since

    def close(self, patience: float | None = None) -> bool:
        """Finish what waits, and end; whether it did within so many seconds, if any are named."""
        self._closed = True
        if self._thread is not None:
            self._waiting.put(None)
            self._thread.join(patience)
            return not self._thread.is_alive()
        return True

    def _work(self) -> None:
        ending = False
        while not ending:
            first = self._waiting.get()
            ending = first is None
            batch = [] if first is None else [first]
            while len(batch) < MOST_AT_ONCE:
                try:
                    one = self._waiting.get_nowait()
                except Empty:
                    break
                if one is None:
                    ending = True
                    break
                batch.append(one)
            self._do(batch)

    def _do(self, batch: Sequence[_Waiting]) -> None:
        now = time.monotonic()
        wanted = [one for one in batch if not one.future.cancelled()]
        timely = [one for one in wanted if now - one.since < self._patience]
        late = [one for one in wanted if now - one.since >= self._patience]
        busy = StorageUnavailable(StorageTrouble.BUSY, "")
        _answer([(one, busy) for one in late])  # Now: the transaction may take its time.
        if not timely:
            return
        self._busy_since = now
        try:
            done = self._transact([one.work for one in timely])
        except BaseException as error:  # noqa: BLE001  # Somebody waits for an answer.
            done = [RuntimeError(f"a work ended in {type(error).__name__}")] * len(timely)
        self._busy_since = None
        failed = all(isinstance(outcome, StorageUnavailable) for outcome in done)
        self._patience = PATIENCE_AFTER_FAILURE if failed else self._usual_patience
        _answer(list(zip(timely, done, strict=True)))


def _answer(done: Sequence[tuple[_Waiting, Outcome]]) -> None:
    """Wake each loop once, with everything that became of its works."""
    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Any], Outcome]]] = {}
    for waiting, outcome in done:
        future = waiting.future
        by_loop.setdefault(future.get_loop(), []).append((future, outcome))
    for loop, outcomes in by_loop.items():
        if not loop.is_closed():
            loop.call_soon_threadsafe(_resolve, outcomes)


def _resolve(outcomes: Sequence[tuple["asyncio.Future[Any]", Outcome]]) -> None:
    for future, outcome in outcomes:
        if future.done():  # Nobody waits any more.
            continue
        if isinstance(outcome, StopIteration):  # A future takes every exception but this one.
            future.set_exception(RuntimeError("a work ended in StopIteration"))
        elif isinstance(outcome, BaseException):
            future.set_exception(outcome)
        else:
            future.set_result(outcome)
