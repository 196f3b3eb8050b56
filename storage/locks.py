"""The locks of addresses: the first that anybody takes, so that two never wait for each other.

The row of an address in ``conversations`` is its lock. Whoever needs more locks after it: the
interviews that are talked about there, then reminders and messages.
"""

from sqlalchemy import ColumnElement, Select, select

from storage.models import conversations
from storage.team_rows import TEAM, TeamStatement, about_team


def lock_of_addresses(*which: ColumnElement[bool], skip_locked: bool = False) -> TeamStatement:
    """A statement that locks these addresses of the team, in an order that is the same for all."""
    found: Select[tuple[str]] = select(conversations.c.address).where(
        conversations.c.team_id == TEAM, *which
    )
    in_order = found.order_by(conversations.c.address)
    return about_team(in_order.with_for_update(of=conversations, skip_locked=skip_locked))
