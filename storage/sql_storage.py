"""The database behind one thread: whole transactions, many works in each, one connection."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from random import uniform
from time import monotonic, sleep
from typing import TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.ports import LEASE, OF_ONE, Clock, StorageTrouble, StorageUnavailable
from bot.profile import Profile
from bot.records import LostRace, Receipt
from storage.engine import (
    BUSY_SECONDS,
    LOCK_SECONDS,
    hang_up,
    held,
    in_our_words,
    make_engine,
    name_of,
    trouble_of,
)
from storage.group_commit import GroupCommit, Outcome, Work
from storage.schema import ensure_schema
from storage.sealing import Seal
from storage.transaction import Means, SqlTransaction

Result = TypeVar("Result")

MOST_LISTS = 1000
"""Lists that are kept in memory once they were read."""
ANSWER_SECONDS = 0.8
"""Seconds more after which whoever asked is told that the database does not answer.

With the usual patience that is within the three seconds that platforms wait.
"""
CLOSE_SECONDS = 5.0
"""Seconds that closing waits for what is running."""


class SqlStorage:
    """A database at a URL. Open it before use, and close it after; see ``bot.records.Storage``.

    ``keys`` are Fernet keys, the newest first; without any, nothing is encrypted. ``patience`` is
    how many seconds a transaction waits for other processes. Raises ValueError for a key that is
    none.
    """

    def __init__(
        self,
        url: str,
        clock: Clock,
        lease: timedelta = LEASE,
        keys: Sequence[str] = (),
        patience: float = BUSY_SECONDS,
    ) -> None:
        self._url = url
        self._patience = patience
        self._lists: dict[tuple[str, str, int], Profile] = {}
        self._means = Means(clock, min(lease, LEASE), Seal(keys), self._lists)
        self._works = GroupCommit(self._transact, patience)
        self._engine: Engine | None = None
        self._connection: Connection | None = None
        self._ending = False

    @property
    def name(self) -> str:
        """The database as a person knows it: the file, or server and database."""
        return name_of(self._url)

    @property
    def seal(self) -> Seal:
        """How what is secret is stored."""
        return self._means.seal

    def another_engine(self) -> Engine:
        """An engine on the same database, for a library with statements of its own."""
        return make_engine(self._url, self._patience)

    async def open(self) -> None:
        """Connect, and bring the schema up to date.

        Raises StorageUnavailable if the database is not ours, newer than this program, or unusable.
        """
        await asyncio.to_thread(self._open)

    async def run(
        self, work: Callable[[SqlTransaction], Result], receipts: Sequence[Receipt] = ()
    ) -> Result:
        """Do the work in one transaction, which others may share; see ``bot.records.Storage``."""
        if self._engine is None:
            raise RuntimeError("open the storage before using it")
        try:
            async with asyncio.timeout(self._patience + ANSWER_SECONDS):
                result: Result = await self._works.submit(Work(work, receipts))
        except StorageUnavailable as away:
            raise StorageUnavailable(away.trouble, away.database or self.name) from None
        except TimeoutError:
            if self._works.busy_for() > BUSY_SECONDS and self._connection is not None:
                hang_up(self._connection)
            raise StorageUnavailable(StorageTrouble.AWAY, self.name) from None
        return result

    def close(self) -> None:
        """Let go of the database; what is running or waiting is finished first."""
        if not self._works.close(CLOSE_SECONDS) and self._connection is not None:
            hang_up(self._connection)
            self._works.close(CLOSE_SECONDS)
        self._hang_up()
        if self._engine is not None:
            self._engine.dispose()

    def _open(self) -> None:
        try:
            self._engine = make_engine(self._url, self._patience)
            ensure_schema(self._engine, self.name)
        except Exception as error:  # noqa: BLE001  # It is raised again, in our words.
            raise in_our_words(error, self.name) from None

    def _transact(self, works: Sequence[Work]) -> Sequence[Outcome]:
        """Do the works together; if one of them fails, each alone, so that only it fails.

        Those that lose a race run again, as long as anybody would wait.
        """
        deadline = monotonic() + self._patience
        if len(works) > 1:
            try:
                return self._attempt(works)
            except Exception as error:  # noqa: BLE001  # Each work gets its own answer below.
                trouble = self._ours(error)
                if self._is_everybodys(trouble):
                    return [trouble] * len(works)
        done: dict[int, Outcome] = {}
        while len(done) < len(works) and monotonic() < deadline:
            for place, work in enumerate(works):
                if place not in done:
                    outcome = self._alone(work)
                    if not isinstance(outcome, LostRace):
                        done[place] = outcome
            if len(done) < len(works):
                sleep(uniform(0.001, 0.01))  # noqa: S311  # Nothing secret.
        busy = StorageUnavailable(StorageTrouble.BUSY, self.name)
        return [done.get(place, busy) for place in range(len(works))]

    def _is_everybodys(self, error: Exception) -> bool:
        """Whether trouble concerns all works of a transaction, and not one of them alone."""
        if not isinstance(error, StorageUnavailable) or error.trouble in OF_ONE:
            return False
        # PostgreSQL locks rows, which others may not need; SQLite locks the file.
        rows = self._engine is not None and self._engine.dialect.name != "sqlite"
        return not (rows and error.trouble is StorageTrouble.BUSY)

    def _alone(self, work: Work) -> Outcome:
        """What one work returns, or ends in; LostRace if others were quicker."""
        try:
            return self._attempt([work])[0]
        except Exception as error:  # noqa: BLE001  # It is the answer to whoever asked.
            return self._ours(error)

    def _attempt(self, works: Sequence[Work]) -> list[Outcome]:
        """Do the works in one transaction; on a new connection if the old one was hung up."""
        if len(self._lists) > MOST_LISTS:
            self._lists.clear()
        fresh, began = self._connection is None, monotonic()
        try:
            return self._transaction(works)
        except SQLAlchemyError as error:
            # Nothing of it is stored, not even its end was asked for; and nobody was told yet.
            quick = not fresh and not self._ending and monotonic() - began < LOCK_SECONDS
            if not quick or trouble_of(error) is not StorageTrouble.AWAY:
                raise
        self._hang_up()
        return self._transaction(works)

    def _transaction(self, works: Sequence[Work]) -> list[Outcome]:
        self._ending = False
        connection = self._connected()
        with connection.begin():
            transaction = SqlTransaction(connection, self._means)
            transaction.foresee([receipt for work in works for receipt in work.receipts])
            done = [work.do(transaction) for work in works]
            transaction.flush()
            self._ending = True
        return done

    def _connected(self) -> Connection:
        """The one connection; a new one if the database has hung up since the last time."""
        if self._connection is None:
            if self._engine is None:
                raise RuntimeError("open the storage before using it")
            self._connection = held(self._engine)
        return self._connection

    def _hang_up(self) -> None:
        if self._connection is not None:
            with suppress(SQLAlchemyError):  # It is broken: nothing is lost with it.
                self._connection.close()
            self._connection = None

    def _ours(self, error: Exception) -> Exception:
        ours = in_our_words(error, self.name)
        if isinstance(ours, StorageUnavailable) and ours.trouble is StorageTrouble.AWAY:
            self._hang_up()
        return ours
