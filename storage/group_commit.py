"""Group commit: whatever arrives while a transaction runs shares the next one.

One thread takes everything that waits, in the order of arrival, and hands it to ``transact``, which
does it in one transaction. A lone work is taken at once. Works that waited too long are refused:
whoever asked has long been told to try again.
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
PATIENCE = 2.0
"""Seconds that a work may wait for its turn."""


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
    """The thread that does works. ``transact`` answers for each of them, and never raises."""

    def __init__(self, transact: Transact) -> None:
        self._transact = transact
        self._waiting: SimpleQueue[_Waiting | None] = SimpleQueue()
        self._thread: Thread | None = None
        self._starting = Lock()
        self._closed = False

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

    def close(self) -> None:
        """Finish what waits, and end."""
        self._closed = True
        if self._thread is not None:
            self._waiting.put(None)
            self._thread.join()

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
        timely = [one for one in batch if now - one.since < PATIENCE]
        late = [one for one in batch if now - one.since >= PATIENCE]
        busy = StorageUnavailable(StorageTrouble.BUSY, "")
        done = self._transact([one.work for one in timely]) if timely else []
        _answer(list(zip(timely, done, strict=True)) + [(one, busy) for one in late])


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
        if future.cancelled():
            continue
        if isinstance(outcome, BaseException):
            future.set_exception(outcome)
        else:
            future.set_result(outcome)
