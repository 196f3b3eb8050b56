"""Everything from one database into another, for a team that outgrows its first one."""

from collections.abc import Callable

from sqlalchemy import Connection, func, insert, select

from storage.models import metadata, teams

PAGE = 1000
"""Rows that are read and written at once."""


def count_rows(connection: Connection) -> int:
    """How many rows there are in all tables."""
    return sum(
        connection.scalar(select(func.count()).select_from(table)) or 0
        for table in metadata.sorted_tables
    )


def is_empty(connection: Connection) -> bool:
    """Whether nobody has used the database yet."""
    return connection.scalar(select(teams.c.team_id).limit(1)) is None


def copy_rows(source: Connection, target: Connection, copied: Callable[[int], None]) -> None:
    """Copy every row; ``copied`` hears how many more there are after each page."""
    for table in metadata.sorted_tables:
        rows = source.execution_options(yield_per=PAGE).execute(select(table))
        for page in rows.partitions():
            target.execute(insert(table), [dict(row._mapping) for row in page])  # noqa: SLF001  # It is SQLAlchemy's name for a public thing.
            copied(len(page))
