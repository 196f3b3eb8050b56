"""Whether the database is ours and up to date, and bringing it there."""

import os
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from bot.ports import StorageTrouble, StorageUnavailable

REVISIONS = ("0001", "0002")
"""Every revision this program knows, oldest first; migrations/versions/ has a file for each."""
APPLICATION_ID = 0x71426F74
"""What marks a SQLite file as ours: "qBot"."""


def ensure_schema(engine: Engine, name: str) -> None:
    """Bring a new or older database up to date, and leave any other alone.

    Raises StorageUnavailable if it belongs to another program or to a newer one of ours, or
    cannot be written.
    """
    revision = _revision(engine, name)
    if revision is not None and revision not in REVISIONS:
        raise StorageUnavailable(StorageTrouble.NEWER, name)
    if name != ":memory:" and not os.access(name, os.W_OK):
        raise StorageUnavailable(StorageTrouble.UNWRITABLE, name)
    if revision != REVISIONS[-1]:
        upgrade(engine)


def upgrade(engine: Engine) -> None:
    """Run the migrations that are missing, all of them or none."""
    # Alembic takes longer to import than a whole start, and is needed once.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with closing(engine.raw_connection()) as raw:
        raw.cursor().execute("PRAGMA journal_mode = WAL")  # Not possible inside a transaction.
    with engine.begin() as connection:
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _revision(engine: Engine, name: str) -> str | None:
    """The database's revision; None if it is empty. Nothing is written."""
    with closing(engine.raw_connection()) as raw:

        def read(statement: str) -> list[Any]:
            return [row[0] for row in raw.cursor().execute(statement).fetchall()]

        tables = read("SELECT name FROM sqlite_master")
        if not tables:
            return None
        if read("PRAGMA application_id") != [APPLICATION_ID] or "alembic_version" not in tables:
            raise StorageUnavailable(StorageTrouble.FOREIGN, name)
        revisions = read("SELECT version_num FROM alembic_version")
        if len(revisions) != 1:
            raise StorageUnavailable(StorageTrouble.DAMAGED, name)
        return str(revisions[0])
