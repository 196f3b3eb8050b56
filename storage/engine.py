"""Engines for both databases, as durable as they can be, and their errors in our words.

SQLite: write-ahead log, synchronous=FULL, foreign keys on, BEGIN IMMEDIATE.
PostgreSQL: psycopg, synchronous_commit=on, and a limit of two seconds on every statement.
"""

import logging
import os
import random
import socket
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    IntegrityError,
    OperationalError,
    SQLAlchemyError,
)

from bot.ports import StorageTrouble, StorageUnavailable
from bot.records import LostRace

log = logging.getLogger(__name__)

BUSY_SECONDS = 2.0
"""How long a transaction waits for another process's; the person is told after that."""
SHORTEST_PAUSE, LONGEST_PAUSE = 0.0005, 0.02
"""Seconds between two looks at whether a SQLite file is free."""
LONG_SECONDS = 60.0
"""How long migrations wait for those of another process."""
LOCK_SECONDS = 0.5
"""How long one row is waited for: others, whom it does not concern, wait as long."""
_SQLITE = ("sqlite", "sqlite+pysqlite")
_POSTGRESQL = ("postgresql", "postgres", "postgresql+psycopg")
_POSTGRESQL_OPTIONS = (
    f"-c statement_timeout={BUSY_SECONDS}s -c lock_timeout={LOCK_SECONDS}s"
    " -c idle_in_transaction_session_timeout=5s -c synchronous_commit=on -c timezone=UTC"
)
_SQLITE_TROUBLES = (
    ("not a database", StorageTrouble.NOT_A_DATABASE),
    ("malformed", StorageTrouble.NOT_A_DATABASE),
    ("no such", StorageTrouble.DAMAGED),
    ("locked", StorageTrouble.BUSY),
    ("busy", StorageTrouble.BUSY),
    ("full", StorageTrouble.FULL),
    ("readonly", StorageTrouble.UNWRITABLE),
    ("unable to open", StorageTrouble.UNWRITABLE),
)
_POSTGRESQL_TROUBLES = {
    "25006": StorageTrouble.UNWRITABLE,  # A read-only transaction: a standby server, say.
    "28000": StorageTrouble.UNWRITABLE,  # Who we are is not accepted, and the next is the same.
    "28P01": StorageTrouble.UNWRITABLE,
    "3D000": StorageTrouble.UNWRITABLE,  # There is no such database.
    "3F000": StorageTrouble.UNWRITABLE,  # No schema to write in.
    "42501": StorageTrouble.UNWRITABLE,  # No privilege.
    "42P01": StorageTrouble.DAMAGED,  # A table or a column is gone.
    "42703": StorageTrouble.DAMAGED,
    "53100": StorageTrouble.FULL,
    "53300": StorageTrouble.BUSY,  # Too many connections.
    "57014": StorageTrouble.BUSY,  # A statement took too long.
}
_NO_SUCH_OPTION = ("invalid connection option", "invalid URI query parameter")
_REFUSED = ("does not exist", "authentication failed", "no password supplied")
"""What PostgreSQL says while connecting, when there is no code yet."""
_RACES = ("40001", "40P01", "55P03")
"""PostgreSQL's codes for what may go better when it runs again: serialisation, deadlock, locked."""


def parse(url: str) -> URL:
    """The parts of a URL. Raises StorageUnavailable if it is none."""
    try:
        return make_url(url)
    except (ArgumentError, ValueError):  # A port that is no number, say.
        raise StorageUnavailable(StorageTrouble.UNSUPPORTED, "DATABASE_URL") from None


def file_of(url: str) -> Path | None:
    """The file that a URL names; None if it names a server. Raises StorageUnavailable."""
    parsed = parse(url)
    if parsed.drivername not in _SQLITE or not parsed.database:
        return None
    return Path(parsed.database)


def make_engine(url: str, patience: float = BUSY_SECONDS) -> Engine:
    """An engine of one connection; ``patience`` is how long it waits for a SQLite file, in seconds.

    Raises StorageUnavailable if there can be no database there.
    """
    parsed = parse(url)
    if parsed.drivername in _SQLITE and parsed.database:
        return _sqlite(parsed, patience)
    if parsed.drivername in _POSTGRESQL and parsed.database:
        return _postgresql(parsed)
    raise StorageUnavailable(StorageTrouble.UNSUPPORTED, parsed.drivername)


def held(engine: Engine) -> Connection:
    """A connection to keep. ``_on_begin`` does the waiting on it, so SQLite itself need not."""
    connection = engine.connect()
    if engine.dialect.name == "sqlite":
        connection.connection.cursor().execute("PRAGMA busy_timeout = 0")
    return connection


def hang_up(connection: Connection) -> None:
    """End a connection that another thread waits on, because its server does not answer.

    That thread is told that the connection is lost. SQLite needs no such thing.
    """
    driver = connection.connection.driver_connection
    if driver is None or isinstance(driver, sqlite3.Connection):
        return
    with suppress(Exception), socket.socket(fileno=os.dup(driver.fileno())) as line:
        line.shutdown(socket.SHUT_RDWR)


@contextmanager
def unhurried(engine: Engine) -> Iterator[Connection]:
    """A transaction for work that takes as long as it takes, and waits for others' such work."""
    with engine.execution_options(patience=LONG_SECONDS).begin() as connection:
        if engine.dialect.name != "sqlite":
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LONG_SECONDS}s'")
        yield connection


def name_of(url: str) -> str:
    """The database as a person knows it: the file, or server and database, without credentials."""
    try:
        parsed = parse(url)
    except StorageUnavailable as unknown:
        return unknown.database
    if parsed.drivername in _POSTGRESQL:
        port = "" if parsed.port is None else f":{parsed.port}"
        # A password with an @ in it ends in what is taken for the host.
        host = (parsed.host or "localhost").rpartition("@")[2]
        return f"{host}{port}/{parsed.database or ''}"
    return parsed.database or parsed.drivername


def in_our_words(error: Exception, name: str) -> Exception:
    """The error as callers know it, without the statements and values it carried."""
    match error:
        case StorageUnavailable():
            return StorageUnavailable(error.trouble, error.database or name)
        case IntegrityError():
            return LostRace()
        case DBAPIError() if getattr(error.orig, "sqlstate", None) in _RACES:
            return LostRace()
        case SQLAlchemyError() | sqlite3.Error():
            trouble = trouble_of(error)
            if trouble is StorageTrouble.FAILED:  # Nobody expected it: its kind helps, no more.
                cause = getattr(error, "orig", None) or error
                code = getattr(cause, "sqlstate", None)
                log.error("the database failed: %s %s", type(cause).__name__, code)
            return StorageUnavailable(trouble, name)
        case _:
            return error


def trouble_of(error: Exception) -> StorageTrouble:
    """What is wrong with the database, from what its driver said."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if not isinstance(cause, sqlite3.Error):
        return _postgresql_trouble(error, cause)
    said = str(cause)
    for words, trouble in _SQLITE_TROUBLES:
        if words in said:
            return trouble
    if isinstance(cause, sqlite3.OperationalError):
        return StorageTrouble.UNWRITABLE
    return StorageTrouble.FAILED


def _postgresql_trouble(error: Exception, cause: object) -> StorageTrouble:
    code = getattr(cause, "sqlstate", None)
    if code is not None and not code.startswith(("08", "57P")):  # Lost; shutting down.
        return _POSTGRESQL_TROUBLES.get(code, StorageTrouble.FAILED)
    if any(words in str(cause) for words in _REFUSED):
        return StorageTrouble.UNWRITABLE
    if any(words in str(cause) for words in _NO_SUCH_OPTION):
        return StorageTrouble.UNSUPPORTED
    away = code is not None or isinstance(error, OperationalError)
    lost = isinstance(error, DBAPIError) and error.connection_invalidated
    return StorageTrouble.AWAY if away or lost else StorageTrouble.FAILED


def _postgresql(url: URL) -> Engine:
    try:
        return create_engine(
            url.set(drivername="postgresql+psycopg"),
            connect_args={
                "connect_timeout": 2,
                "options": _POSTGRESQL_OPTIONS,
                "application_name": "qualify-bot",
                "tcp_user_timeout": 4000,
                "keepalives_idle": 2,
                "keepalives_interval": 1,
                "keepalives_count": 3,
            },
        )
    except ModuleNotFoundError:
        raise StorageUnavailable(StorageTrouble.UNSUPPORTED, url.drivername) from None


def _sqlite(url: URL, patience: float) -> Engine:
    # In memory it would forget everything with the process; what is asked for would not be done.
    if url.database == ":memory:" or url.query:
        raise StorageUnavailable(StorageTrouble.UNSUPPORTED, str(url.database))
    if not _has_folder(url.database or ""):
        raise StorageUnavailable(StorageTrouble.UNWRITABLE, url.database or "")
    with suppress(OSError):  # Answers are nobody else's to read.
        os.close(os.open(url.database or "", os.O_CREAT | os.O_EXCL, 0o600))
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine.execution_options(patience=patience)


def _has_folder(file: str) -> bool:
    try:
        return "\0" not in file and Path(file).parent.is_dir()
    except OSError:  # A name too long.
        return False


def _on_connect(connection: Any, _record: Any) -> None:  # noqa: ANN401  # The driver's own types.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")


def _on_begin(connection: Connection) -> None:
    # Past SQLAlchemy: an error that it wraps costs a hundred times as much as the look itself.
    driver: Any = connection.connection.driver_connection
    patience = connection.get_execution_options()["patience"]
    try:
        patiently(lambda: driver.execute("BEGIN IMMEDIATE"), patience)
    except sqlite3.OperationalError as error:
        raise OperationalError("BEGIN IMMEDIATE", None, error) from None


def patiently(do: Callable[[], object], patience: float = BUSY_SECONDS) -> None:
    """Do something to a SQLite file as soon as no other process writes to it.

    SQLite's own waiting sleeps longer the longer somebody waits, which starves them among many
    writers, and it never waits to change the journal. Here, who has waited longer looks more often,
    and so comes first. Raises what it raises if it is still busy after so many seconds.
    """
    began = time.monotonic()
    while True:
        try:
            do()
        except sqlite3.OperationalError as error:
            left = 1 - (time.monotonic() - began) / patience
            if trouble_of(error) is not StorageTrouble.BUSY or left <= 0:
                raise
            pause = SHORTEST_PAUSE + (LONGEST_PAUSE - SHORTEST_PAUSE) * left**2
            time.sleep(random.uniform(pause / 2, pause))  # noqa: S311  # Nothing secret.
        else:
            return
