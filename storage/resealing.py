"""Sealing again what one team keeps: with a new key, for the first time, or no more."""

import logging
from collections.abc import Callable
from typing import Any

from sqlalchemy import Column, Table, bindparam, select, tuple_, update

from bot.ports import StorageUnavailable
from bot.records import Place
from storage.models import answers, interviews, outbox, said
from storage.team_rows import TEAM, TeamRows, TeamStatement, about_team

log = logging.getLogger(__name__)

PAGE = 500
"""Rows that are sealed in one transaction."""


class _Sealed:
    """A table with columns that can be sealed, its rows in the order of their keys."""

    def __init__(self, table: Table, *columns: Column[Any]) -> None:
        self.name = table.name
        self.columns = [column.name for column in columns]
        keys = [column for column in table.primary_key if column.name != "team_id"]
        self.keys = [column.name for column in keys]
        after = tuple_(*keys) > tuple_(*(bindparam(f"after_{name}") for name in self.keys))
        rows = select(*keys, *columns).where(table.c.team_id == TEAM)
        page = rows.order_by(*keys).limit(bindparam("most")).with_for_update()
        self.first = about_team(page)
        self.next = about_team(page.where(after))
        same = (column == bindparam(f"of_{column.name}") for column in keys)
        self.change = about_team(update(table).where(table.c.team_id == TEAM, *same))


_TABLES = (
    _Sealed(answers, answers.c.response),
    _Sealed(interviews, interviews.c.replaced, interviews.c.offered),
    _Sealed(outbox, outbox.c.card),
    _Sealed(said, said.c.text),
)


def seal_page(rows: TeamRows, renew: Callable[[Any], Any], place: Place | None) -> Place | None:
    """Renew the next rows' values; returns how far it is now, None when everything is done.

    A row that no key opens stays as it is.
    """
    number, key = place or (0, ())
    table = _TABLES[number]
    statement: TeamStatement = table.next if key else table.first
    after = {f"after_{name}": value for name, value in zip(table.keys, key, strict=bool(key))}
    found = rows.all(statement, most=PAGE, **after)
    changes = []
    for row in found:
        of = {f"of_{name}": getattr(row, name) for name in table.keys}
        try:
            sealed = {name: renew(getattr(row, name)) for name in table.columns}
        except StorageUnavailable:  # Its key is lost; that must not keep all others as they are.
            log.warning("a row of %s stays as it is: no key opens it", table.name)
            continue
        changes.append({**of, **sealed})
    rows.change(table.change, *changes)
    if len(found) == PAGE:
        return number, tuple(getattr(found[-1], name) for name in table.keys)
    return (number + 1, ()) if number + 1 < len(_TABLES) else None
