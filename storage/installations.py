"""What is stored of the program itself: leases, and the tokens of the Slack app's installations.

None of it is a team's own; the installations are written by slack_sdk's stores, on an engine of
their own.
"""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.ports import LONGEST_WAIT, StorageUnavailable
from storage.models import leases, slack_bots, slack_installations

_INSTALLED = (slack_bots, slack_installations)
_NOW, _LATEST = (bindparam(name, type_=leases.c.until.type) for name in ("now", "latest"))
_take = insert(leases)
_TAKE = _take.on_conflict_do_update(
    index_elements=["name"],
    set_={"until": _take.excluded.until, "owner": _take.excluded.owner},
    # What lies further ahead than any wait was written before the clock was put back.
    where=or_(
        leases.c.until <= _NOW, leases.c.until > _LATEST, leases.c.owner == _take.excluded.owner
    ),
).returning(leases.c.name)


class Installations:
    """Leases and installations inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lease(self, name: str, now: datetime, until: datetime, owner: str | None = None) -> bool:
        """Take what one process at a time may have; False while another one has it.

        Its owner may take it again.
        """
        values = {"name": name, "until": until, "owner": owner}
        values |= {"now": now, "latest": now + LONGEST_WAIT}
        return self._connection.execute(_TAKE, values).first() is not None

    def forget(self, workspace: str) -> None:
        """Delete the tokens of a workspace of Slack."""
        for table in _INSTALLED:
            self._connection.execute(delete(table).where(table.c.team_id == workspace))

    def seal(self, renew: Callable[[Any], Any]) -> None:
        """Renew every stored token; one that no key opens stays as it is."""
        for table in _INSTALLED:
            for row in self._connection.execute(select(table)).mappings().all():
                self._seal_row(table, dict(row), renew)

    def _seal_row(self, table: Table, row: dict[str, Any], renew: Callable[[Any], Any]) -> None:
        try:
            changed = {
                name: json.dumps(renew(json.loads(value)))
                for name, value in row.items()
                if name.endswith("_token") and value is not None
            }
        except (StorageUnavailable, ValueError):
            return
        if changed:
            self._connection.execute(update(table).where(table.c.id == row["id"]).values(changed))
