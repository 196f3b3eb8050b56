"""The database behind one thread: whole transactions, many works in each, one connection."""

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, closing, suppress
from datetime import timedelta
from pathlib import Path
from random import uniform
from time import monotonic, sleep
from typing import TypeVar

from sqlalchemy import Connection, Engine, make_url
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError

from bot.ports import LEASE, Clock, StorageTrouble, StorageUnavailable
from bot.profile import Profile
from bot.records import LostRace, Receipt
from storage.copying import copy_rows, count_rows, is_empty
from storage.engine import (
    BUSY_SECONDS,
    held,
    is_race,
    make_engine,
    name_of,
    trouble_of,
    unhurried,
)
from storage.group_commit import GroupCommit, Outcome, Work
from storage.schema import ensure_schema
from storage.sealing import Seal
from storage.transaction import Means, SqlTransaction

Result = TypeVar("Result")

log = logging.getLogger(__name__)

MOST_LISTS = 1000
"""Lists that are kept in memory once they were read."""
_OF_ONE_WORK = (StorageTrouble.DAMAGED, StorageTrouble.SEALED, StorageTrouble.FAILED)
"""Troubles that one work of many may have alone; all others are everybody's."""


class SqlStorage:
    """A database at a URL. Open it before use, and close it after; see ``bot.records.Storage``.

    ``keys`` are Fernet keys, the newest first; without any, nothing is encrypted. Raises ValueError
    for a key that is none.
    """

    def __init__(
        self, url: str, clock: Clock, lease: timedelta = LEASE, keys: Sequence[str] = ()
    ) -> None:
        self._url = url
        self._lists: dict[tuple[str, str, int], Profile] = {}
        self._means = Means(clock, min(lease, LEASE), Seal(keys), self._lists)
        self._works = GroupCommit(self._transact)
        self._engine: Engine | None = None
        self._connection: Connection | None = None

    @property
    def name(self) -> str:
        """The database as a person knows it: the file, or server and database."""
        return name_of(self._url)

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
            future = self._works.submit(Work(work, receipts))
        except StorageUnavailable as full:
            raise StorageUnavailable(full.trouble, self.name) from None
        result: Result = await future
        return result

    async def back_up(self, file: Path) -> None:
        """Copy a SQLite database to a new file, whole and at one moment, while others go on.

        Raises StorageUnavailable if the database is a server's, or the file cannot be written;
        FileExistsError if there is one already.
        """
        await asyncio.to_thread(self._back_up, file)

    async def copy_to(self, url: str, copied: Callable[[int, int], None]) -> bool:
        """Copy everything into the empty database at another URL, in one transaction.

        ``copied`` hears how many rows a page had, and how many there are in all. False if the other
        database is in use already; nothing has happened then. Raises StorageUnavailable.
        """
        return await asyncio.to_thread(self._copy_to, url, copied)

    def close(self) -> None:
        """Let go of the database; what is running or waiting is finished first."""
        self._works.close()
        self._hang_up()
        if self._engine is not None:
            self._engine.dispose()

    def _open(self) -> None:
        try:
            self._engine = make_engine(self._url)
            ensure_schema(self._engine, self.name)
        except Exception as error:  # noqa: BLE001  # It is raised again, in our words.
            raise self._ours(error) from None

    def _back_up(self, file: Path) -> None:
        url = make_url(self._url)
        if url.get_backend_name() != "sqlite" or url.database is None:
            raise StorageUnavailable(StorageTrouble.UNSUPPORTED, self.name)
        try:
            with file.open("xb"):
                pass
        except FileExistsError:
            raise
        except OSError:
            raise StorageUnavailable(StorageTrouble.UNWRITABLE, str(file)) from None
        try:
            with (
                closing(sqlite3.connect(url.database)) as ours,
                closing(sqlite3.connect(file)) as copy,
            ):
                ours.backup(copy)
        except sqlite3.Error as error:
            raise StorageUnavailable(trouble_of(error), str(file)) from None

    def _copy_to(self, url: str, copied: Callable[[int, int], None]) -> bool:
        target = SqlStorage(url, self._means.clock)
        try:
            target._open()  # It is one of us.
            with self._begun() as ours, target._begun() as theirs:
                if not is_empty(theirs):
                    return False
                total = count_rows(ours)
                copy_rows(ours, theirs, lambda rows: copied(rows, total))
        except StorageUnavailable:
            raise
        except Exception as error:  # noqa: BLE001  # It is raised again, in our words.
            raise target._ours(error) from None
        finally:
            target.close()
        return True

    def _begun(self) -> AbstractContextManager[Connection]:
        """A connection apart from that of the works, in a transaction without a time limit."""
        if self._engine is None:
            raise RuntimeError("open the storage before using it")
        return unhurried(self._engine)

    def _transact(self, works: Sequence[Work]) -> Sequence[Outcome]:
        """Do the works together; if one of them fails, each alone, so that only it fails."""
        if len(works) > 1:
            try:
                return self._attempt(works)
            except Exception as error:  # noqa: BLE001  # Each work gets its own answer below.
                trouble = self._ours(error)
                if isinstance(trouble, StorageUnavailable) and trouble.trouble not in _OF_ONE_WORK:
                    return [trouble] * len(works)
        return [self._alone(work) for work in works]

    def _alone(self, work: Work) -> Outcome:
        """Do one work, again and again while others are quicker, as long as anybody would wait."""
        patience = monotonic() + BUSY_SECONDS
        while True:
            try:
                return self._attempt([work])[0]
            except Exception as error:  # noqa: BLE001  # It is the answer to whoever asked.
                trouble = self._ours(error)
                if not isinstance(trouble, LostRace):
                    return trouble
                if monotonic() > patience:
                    return StorageUnavailable(StorageTrouble.BUSY, self.name)
            sleep(uniform(0.001, 0.01))  # noqa: S311  # Nothing secret.

    def _attempt(self, works: Sequence[Work]) -> list[Outcome]:
        if len(self._lists) > MOST_LISTS:
            self._lists.clear()
        connection = self._connected()
        with connection.begin():
            transaction = SqlTransaction(connection, self._means)
            transaction.foresee([receipt for work in works for receipt in work.receipts])
            done = [work.do(transaction) for work in works]
            transaction.flush()
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
        """The error as the caller knows it, without the statements and values it carried."""
        match error:
            case IntegrityError():
                return LostRace()
            case StorageUnavailable():
                return StorageUnavailable(error.trouble, error.database or self.name)
            case DBAPIError() if is_race(error):
                return LostRace()
            case SQLAlchemyError() | sqlite3.Error():
                trouble = trouble_of(error)
                if trouble is StorageTrouble.AWAY:
                    self._hang_up()
                if trouble is StorageTrouble.FAILED:  # Nobody expected it: its kind helps, no more.
                    cause = getattr(error, "orig", None) or error
                    code = getattr(cause, "sqlstate", None)
                    log.error("the database failed: %s %s", type(cause).__name__, code)
                return StorageUnavailable(trouble, self.name)
            case _:
                return error
