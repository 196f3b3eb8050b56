"""Whether the database is ours and up to date, and bringing it there."""

import os
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, text

from bot.ports import StorageTrouble, StorageUnavailable
from storage.engine import LONG_SECONDS, patiently, unhurried
from storage.models import metadata

REVISIONS = ("0001", "0002", "0003", "0004", "0005")
"""Every revision this program knows, oldest first; migrations/versions/ has a file for each."""
APPLICATION_ID = 0x71426F74
"""What marks a SQLite file as ours: "qBot". On PostgreSQL it is the key of the advisory lock."""
OURS = "qualify-bot"
"""What marks a PostgreSQL schema as ours: the comment on the table of revisions."""


def ensure_schema(engine: Engine, name: str) -> None:
    """Bring a new or older database up to date, and leave any other alone.

    Raises StorageUnavailable if it belongs to another program or to a newer one of ours, or
    cannot be written. Processes that start at once wait for the one that is first.
    """
    if engine.dialect.name == "sqlite":
        revision = _sqlite_revision(engine, name)
        if not os.access(name, os.W_OK):
            raise StorageUnavailable(StorageTrouble.UNWRITABLE, name)
    else:
        with engine.connect() as connection:
            revision = _postgresql_revision(connection, name)
    if revision is not None and revision not in REVISIONS:
        raise StorageUnavailable(StorageTrouble.NEWER, name)
    if revision != REVISIONS[-1]:
        upgrade(engine)


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Run the migrations that are missing, all of them or none."""
    # Alembic takes longer to import than a whole start, and is needed once.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    if engine.dialect.name == "sqlite":
        with closing(engine.raw_connection()) as raw:
            # Not possible in a transaction.
            patiently(lambda: raw.cursor().execute("PRAGMA journal_mode = WAL"), LONG_SECONDS)
    with unhurried(engine) as connection:
        _mark_as_ours(connection)
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        if engine.dialect.name != "sqlite":
            connection.execute(text(f"COMMENT ON TABLE alembic_version IS '{OURS}'"))


def _mark_as_ours(connection: Connection) -> None:
    """Keep other processes' migrations out, and say whose database this is."""
    if connection.dialect.name == "sqlite":  # BEGIN IMMEDIATE has locked the others out.
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        return
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({APPLICATION_ID})")


def _sqlite_revision(engine: Engine, name: str) -> str | None:
    """The database's revision; None if it is empty. Nothing is written."""
    with closing(engine.raw_connection()) as raw:

        def read(statement: str) -> list[Any]:
            return [row[0] for row in raw.cursor().execute(statement).fetchall()]

        tables = read("SELECT name FROM sqlite_master")
        if not tables:
            return None
        if read("PRAGMA application_id") != [APPLICATION_ID] or "alembic_version" not in tables:
            raise StorageUnavailable(StorageTrouble.FOREIGN, name)
        return _only(read("SELECT version_num FROM alembic_version"), name)


def _postgresql_revision(connection: Connection, name: str) -> str | None:
    """The database's revision; None if nothing of ours is there. Nothing is written."""
    found = connection.execute(
        text(
            "SELECT relname, obj_description(oid, 'pg_class') AS comment FROM pg_class"
            " WHERE relnamespace = to_regnamespace(current_schema()) AND relkind IN ('r', 'p', 'v')"
        )
    )
    comments = {row.relname: row.comment for row in found}
    if "alembic_version" not in comments and not comments.keys() & metadata.tables.keys():
        return None  # Other tables may live beside ours.
    if comments.get("alembic_version") != OURS:
        raise StorageUnavailable(StorageTrouble.FOREIGN, name)
    revisions = connection.scalars(text("SELECT version_num FROM alembic_version"))
    return _only(list(revisions), name)


def _only(revisions: list[Any], name: str) -> str:
    if len(revisions) != 1:
        raise StorageUnavailable(StorageTrouble.DAMAGED, name)
    return str(revisions[0])
