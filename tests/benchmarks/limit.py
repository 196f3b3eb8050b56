"""What the databases alone can do with the bot's own statements: the limit beside `storage.py`.

The statements are captured from a run of the bot, transaction by transaction. SQLite gets them once
more through Python's ``sqlite3``, prepared, in the same transactions; PostgreSQL through pgbench,
where a script is one interview of eight answers and each client has interviews of its own.
"""

import os
import re
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from psycopg.adapt import PyFormat, Transformer
from sqlalchemy import Connection, Engine, event

from tests.postgres import likely_folders

BEGIN = "BEGIN IMMEDIATE"
"""How the bot begins on SQLite; a transaction begins so, whether it was seen or not."""
WARM = 8 * 1024**2
"""Bytes that are written first: a write-ahead log that still grows is slower than a grown one."""
SCRAMBLE = "1000000000 + {n} * 618033989 % 1000000007"
"""Ten digits in no order: what ids of copies begin with, as ids of the bot are in no order."""
_PARAMETER = re.compile(r"%\((\w+)\)s")


def scrambled(n: int) -> int:
    """The value of ``SCRAMBLE``."""
    return 1000000000 + n * 618033989 % 1000000007


@dataclass(frozen=True)
class Statement:
    """A statement as the driver got it; ``many`` says that the values are several rows."""

    sql: str
    values: Any
    many: bool


@contextmanager
def capturing() -> Iterator[list[list[Statement]]]:
    """The statements of each transaction that any engine commits."""
    transactions: list[list[Statement]] = []
    current: list[Statement] = []

    def executed(
        _connection: Connection, _cursor: object, sql: str, values: object, *_more: object
    ) -> None:
        # An INSERT ... RETURNING of many rows is one statement with the values of all of them.
        if sql != BEGIN:
            current.append(Statement(sql, values, many=isinstance(values, list)))

    def committed(_connection: Connection) -> None:
        transactions.append(current.copy())
        current.clear()

    event.listen(Engine, "before_cursor_execute", executed)
    event.listen(Engine, "commit", committed)
    try:
        yield transactions
    finally:
        event.remove(Engine, "before_cursor_execute", executed)
        event.remove(Engine, "commit", committed)


@contextmanager
def counting_commits() -> Iterator[list[None]]:
    """As many items as there were commits."""
    commits: list[None] = []

    def committed(_connection: Connection) -> None:
        commits.append(None)

    event.listen(Engine, "commit", committed)
    try:
        yield commits
    finally:
        event.remove(Engine, "commit", committed)


def warm(file: Path) -> None:
    """Let the write-ahead log grow; it stays as it is while somebody else is connected."""
    with closing(sqlite3.connect(file, isolation_level=None)) as raw:
        raw.executescript(
            f"BEGIN; CREATE TABLE warm AS SELECT zeroblob({WARM}) AS x; DROP TABLE warm; COMMIT;"
            "PRAGMA wal_checkpoint;"
        )


def replayed(untouched: Path, transactions: Sequence[Sequence[Statement]]) -> float:
    """Seconds for the transactions, on a copy of the database as it was before them."""
    copy = untouched.with_name("limit.db")
    shutil.copyfile(untouched, copy)
    with copy.open("rb") as file:
        os.fsync(file.fileno())  # Or the first commit would have to write it all.
    with closing(sqlite3.connect(copy, isolation_level=None, cached_statements=1000)) as raw:
        raw.execute("PRAGMA foreign_keys = ON")
        raw.execute("PRAGMA synchronous = FULL")
        raw.execute("SELECT count(*) FROM teams").fetchall()
        warm(copy)
        cursor = raw.cursor()
        began = time.perf_counter()
        for transaction in transactions:
            cursor.execute(BEGIN)
            for statement in transaction:
                if statement.many:
                    cursor.executemany(statement.sql, statement.values)
                else:
                    cursor.execute(statement.sql, statement.values)
                    cursor.fetchall()
            cursor.execute("COMMIT")
        return time.perf_counter() - began


@dataclass
class Script:
    """A pgbench script, and its variables: each value is one, so that all statements prepare."""

    text: str
    variables: Mapping[str, str]
    answers: int


def script(transactions: Sequence[Sequence[Statement]], answers: int) -> Script:
    """One interview's transactions, for the interview number ``:first + :i`` of each client."""
    statements = [one for transaction in transactions for one in transaction]
    values = {key: value for one in statements for key, value in one.values.items()}
    platform, space, channel = values["address"].split(":")
    # The ids of events and messages may be stored only once.
    own = {one.values.get(key) for one in statements for key in ("event_id", "key")} - {None}
    variables: dict[str, str] = {}

    def constant(text: str) -> str:
        name = next((name for name, known in variables.items() if known == text), None)
        if name is None:
            name = f"v{len(variables)}"
            variables[name] = text
        return f":{name}::text"

    def said(value: object) -> str:
        if value is None:
            return "NULL"
        if value == values["team_id"]:
            return ":team_id"
        if value == values["interview_id"]:
            return ":interview_id"
        if value == space:
            return f"({constant(_without_number(space))} || :place)"
        if value == values["address"]:
            front = constant(f"{platform}:{_without_number(space)}")
            return f"({front} || :place || {constant(f':{_without_number(channel)}')} || :n)"
        if value in own:
            return f"(:scrambled || {constant(str(value)[10:])})"
        return constant(_text(value)).removesuffix("::text")

    lines = [
        r"\set i :i + 1",
        r"\set n :first + :client_id * :stride + :i",
        r"\set place :client_id * :spread",
        rf"\set scrambled {SCRAMBLE.format(n=':n')}",
    ]
    for transaction in transactions:
        lines.append("BEGIN;")
        for one in transaction:
            sql = " ".join(one.sql.split())
            for name in set(_PARAMETER.findall(sql)):
                sql = sql.replace(f"%({name})s", said(one.values[name]))
            finds = "talked_at" in sql or "FROM spaces" in sql
            lines.append(sql + (r" \gset" if finds else ";"))
        lines.append("COMMIT;")
    return Script("\n".join(lines) + "\n", variables, answers)


def _without_number(name: str) -> str:
    return name.rstrip("0123456789")


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat(" ")
    dumped = Transformer().get_dumper(value, PyFormat.TEXT).dump(value)
    return bytes(dumped or b"").decode()


@dataclass(frozen=True)
class Clients:
    """How many clients there are, and which interviews are theirs."""

    number: int
    interviews: int
    first: int
    stride: int
    spread: int


def pgbench(url: str, made: Script, clients: Clients) -> float | None:
    """Answers per second; None without the program."""
    folders = [*likely_folders(), Path(shutil.which("pgbench") or "").parent]
    program = next((one / "pgbench" for one in folders if (one / "pgbench").exists()), None)
    if program is None:
        return None
    numbers = {"i": -1, "first": clients.first, "stride": clients.stride, "spread": clients.spread}
    variables = {**made.variables, **{name: str(value) for name, value in numbers.items()}}
    with NamedTemporaryFile("w", suffix=".sql", encoding="utf-8") as file:
        file.write(made.text)
        file.flush()
        ran = subprocess.run(
            [
                program,
                *("-n", "-M", "prepared", "-c", str(clients.number), "-f", file.name),
                *("-j", str(min(clients.number, os.cpu_count() or 1))),
                *("-t", str(clients.interviews)),
                *(part for name, value in variables.items() for part in ("-D", f"{name}={value}")),
                url,
            ],
            capture_output=True,
            text=True,
            check=False,
        )
    found = re.search(r"^tps = ([\d.]+)", ran.stdout, re.MULTILINE)
    if ran.returncode or found is None:
        raise RuntimeError(f"pgbench: {ran.stderr[-1000:]}")
    return float(found[1]) * made.answers
