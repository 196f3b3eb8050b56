"""The two databases as tests use them: empty with our tables in it, and gone after the test."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol
from uuid import uuid4

import psycopg

from storage.sql_storage import SqlStorage
from tests.clock import StoppedClock
from tests.postgres import NoServer, Server, find_server

KINDS = ("sqlite", "postgresql")


class Database(Protocol):
    """A database of a test's own."""

    @property
    def url(self) -> str: ...

    def run(self, statement: str) -> list[tuple[Any, ...]]:
        """Do something behind the bot's back; returns the rows, if it gives any."""
        ...

    def copy(self) -> "Database":
        """Another database with the same content. Nobody may be using this one."""
        ...


@dataclass(frozen=True)
class SqliteDatabase:
    file: Path

    @property
    def url(self) -> str:
        return f"sqlite:///{self.file}"

    def run(self, statement: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.file)) as raw:
            rows = raw.execute(statement).fetchall()
            raw.commit()
            return rows

    def copy(self) -> "SqliteDatabase":
        other = self.file.with_name(f"{uuid4().hex}.db")
        other.write_bytes(self.file.read_bytes())
        return SqliteDatabase(other)


@dataclass(frozen=True)
class PostgresqlDatabase:
    server: Server
    name: str
    made: list[str]

    @property
    def url(self) -> str:
        return self.server.url(self.name)

    def run(self, statement: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url) as raw:
            ran = raw.execute(statement.encode())
            return ran.fetchall() if ran.description else []

    def copy(self) -> "PostgresqlDatabase":
        return self._other(self.name)

    def empty(self) -> "PostgresqlDatabase":
        """Another database with nothing in it, not even our tables."""
        return self._other(None)

    def _other(self, template: str | None) -> "PostgresqlDatabase":
        other = f"test_{uuid4().hex}"
        self.server.create(other, template)
        self.made.append(other)
        return PostgresqlDatabase(self.server, other, self.made)


@cache
def empty_database() -> bytes:
    """A SQLite file as the migrations make it: making one for every test would take a minute."""
    with TemporaryDirectory() as folder:
        made_by_migrations(f"sqlite:///{folder}/bot.db")
        return (Path(folder) / "bot.db").read_bytes()


@cache
def server_and_template() -> tuple[Server, str] | NoServer:
    """The server, and the name of a database on it as the migrations make it."""
    server = find_server()
    if isinstance(server, NoServer):
        return server
    name = f"template_{uuid4().hex}"
    server.create(name)
    made_by_migrations(server.url(name))
    return server, name


def made_by_migrations(url: str) -> None:
    with asyncio.Runner() as runner:
        storage = SqlStorage(url, StoppedClock())
        runner.run(storage.open())
        storage.close()


@contextmanager
def new_database(kind: str, folder: Path) -> Iterator[Database | NoServer]:
    """A database of that kind with our tables; or why there can be none."""
    if kind == "sqlite":
        file = folder / "bot.db"
        file.write_bytes(empty_database())
        yield SqliteDatabase(file)
        return
    found = server_and_template()
    if isinstance(found, NoServer):
        yield found
        return
    server, template = found
    name = f"test_{uuid4().hex}"
    server.create(name, template)
    made = [name]
    try:
        yield PostgresqlDatabase(server, name, made)
    finally:
        for one in made:
            server.drop(one)
