"""The whole database somewhere else: a backup of a file, or everything in another database."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Table, func, insert, select

from bot.ports import StorageTrouble, StorageUnavailable
from storage.engine import file_of, in_our_words, make_engine, name_of, unhurried
from storage.models import metadata, teams
from storage.schema import ensure_schema

PAGE = 1000
"""Rows that are read and written at once."""


def back_up(url: str, copy: Path) -> None:
    """Copy a SQLite database to a new file, whole and at one moment, while others go on.

    Nothing is made or changed but the copy. Raises FileExistsError if there is such a file already,
    StorageUnavailable if the URL names a server (UNSUPPORTED), or if the copy cannot be made.
    """
    file = file_of(url)
    if file is None:
        raise StorageUnavailable(StorageTrouble.UNSUPPORTED, name_of(url))
    if not file.is_file():
        raise StorageUnavailable(StorageTrouble.NOT_A_DATABASE, str(file))
    try:
        os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        raise
    except OSError:
        raise StorageUnavailable(StorageTrouble.UNWRITABLE, str(copy)) from None
    try:
        ours = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
        with closing(ours), closing(sqlite3.connect(copy)) as theirs:
            ours.backup(theirs)
    except sqlite3.Error as error:
        raise in_our_words(error, str(copy)) from None


def copy_to(url: str, other: str, copied: Callable[[int, int], None]) -> bool:
    """Copy everything into the empty database at another URL, in one transaction.

    ``copied`` hears how many rows a page had, and how many there are in all. False if the other
    database is in use already; nothing has happened then. Raises StorageUnavailable.
    """
    if url == other:
        return False
    source = make_engine(url)
    try:
        target = make_engine(other)
        try:
            ensure_schema(target, name_of(other))
            with unhurried(source) as ours, unhurried(target) as theirs:
                if theirs.scalar(select(teams.c.team_id).limit(1)) is not None:
                    return False
                _copy_rows(ours, theirs, copied)
        finally:
            target.dispose()
    except Exception as error:  # noqa: BLE001  # It is raised again, in our words.
        raise in_our_words(error, name_of(other)) from None
    finally:
        source.dispose()
    return True


def _copy_rows(source: Connection, target: Connection, copied: Callable[[int, int], None]) -> None:
    tables = metadata.sorted_tables
    counts = (source.scalar(select(func.count()).select_from(table)) for table in tables)
    total = sum(count or 0 for count in counts)
    for table in tables:
        rows = source.execution_options(yield_per=PAGE).execute(select(table))
        for page in rows.mappings().partitions():
            target.execute(insert(table), [dict(row) for row in page])
            copied(len(page), total)
        if target.dialect.name != "sqlite" and table.autoincrement_column is not None:
            _go_on_counting(target, table)


def _go_on_counting(target: Connection, table: Table) -> None:
    """PostgreSQL counts rows beside the table, and knows nothing of those that were copied."""
    counter = func.pg_get_serial_sequence(table.name, "id")
    newest = select(func.coalesce(func.max(table.c.id), 0) + 1).scalar_subquery()
    target.execute(select(func.setval(counter, newest, False)))  # noqa: FBT003  # It is the next.
