"""The database behind one thread: a whole transaction per hop, because every hop costs.

SQLite: write-ahead log, synchronous=FULL, foreign keys on, BEGIN IMMEDIATE.
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, OperationalError

from bot.ports import Clock, LostRace, StorageTrouble, StorageUnavailable
from storage.outbox import SqlOutbox
from storage.schema import ensure_schema
from storage.transaction import SqlTransaction

Result = TypeVar("Result")

BUSY_SECONDS = 2.0
"""How long a transaction waits for another process's; the person is told after that."""
LEASE = timedelta(seconds=30)
"""How long a process that holds a message has to send it before another one may."""
_TROUBLES = (
    ("not a database", StorageTrouble.NOT_A_DATABASE),
    ("malformed", StorageTrouble.NOT_A_DATABASE),
    ("no such", StorageTrouble.DAMAGED),
    ("locked", StorageTrouble.BUSY),
    ("busy", StorageTrouble.BUSY),
    ("full", StorageTrouble.FULL),
    ("readonly", StorageTrouble.UNWRITABLE),
    ("unable to open", StorageTrouble.UNWRITABLE),
)


class SqlStorage:
    """A database at a URL. Open it before use, and close it after."""

    def __init__(self, url: str, clock: Clock, lease: timedelta = LEASE) -> None:
        self._url = url
        self._clock = clock
        self._lease = lease
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="storage")
        self._engine: Engine | None = None

    @property
    def name(self) -> str:
        """The database as a person knows it: the file, without credentials."""
        try:
            url = make_url(self._url)
        except ArgumentError:
            return "DATABASE_URL"
        return url.database or url.drivername

    async def open(self) -> None:
        """Connect, and bring the schema up to date.

        Raises StorageUnavailable if the file is not ours, newer than this program, or unusable.
        """
        await self._hop(self._open)

    async def run(self, work: Callable[[SqlTransaction], Result]) -> Result:
        """Do the work in one transaction; see ``bot.ports.Storage``."""
        return await self._hop(lambda: self._run(work))

    def close(self) -> None:
        """Let go of the database; what is running is finished first."""
        if self._engine is not None:
            self._thread.submit(self._engine.dispose)
        self._thread.shutdown()

    def _hop(self, work: Callable[[], Result]) -> Awaitable[Result]:
        return asyncio.get_running_loop().run_in_executor(self._thread, self._guarded, work)

    def _open(self) -> None:
        self._engine = _engine(self._url)
        ensure_schema(self._engine, self.name)

    def _run(self, work: Callable[[SqlTransaction], Result]) -> Result:
        if self._engine is None:
            raise RuntimeError("open the storage before using it")
        with self._engine.begin() as connection:
            return work(SqlTransaction(connection, self._clock, SqlOutbox(connection, self._lease)))

    def _guarded(self, work: Callable[[], Result]) -> Result:
        """Turn the driver's errors into ours, without the statements and values they carry."""
        try:
            return work()
        except IntegrityError as error:
            raise LostRace from error
        except StorageUnavailable as away:
            raise StorageUnavailable(away.trouble, away.database or self.name) from None
        except (DBAPIError, sqlite3.DatabaseError) as error:
            raise StorageUnavailable(_trouble(error), self.name) from None


def _trouble(error: Exception) -> StorageTrouble:
    said = str(error.orig if isinstance(error, DBAPIError) else error)
    for words, trouble in _TROUBLES:
        if words in said:
            return trouble
    if isinstance(error, OperationalError):
        return StorageTrouble.UNWRITABLE
    return StorageTrouble.FAILED


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise StorageUnavailable(StorageTrouble.UNSUPPORTED, "DATABASE_URL") from None
    if parsed.drivername not in ("sqlite", "sqlite+pysqlite") or not parsed.database:
        raise StorageUnavailable(StorageTrouble.UNSUPPORTED, parsed.drivername)
    if parsed.database != ":memory:" and not _has_folder(parsed.database):
        raise StorageUnavailable(StorageTrouble.UNWRITABLE, parsed.database)
    engine = create_engine(parsed.set(query={}), connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _has_folder(file: str) -> bool:
    try:
        return "\0" not in file and Path(file).parent.is_dir()
    except OSError:  # A name too long.
        return False


def _on_connect(connection: Any, _record: Any) -> None:  # noqa: ANN401  # The driver's own types.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")


def _on_begin(connection: Any) -> None:  # noqa: ANN401  # The same.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
