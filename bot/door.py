"""Who may come in by themselves: prospects who are asked about themselves, a few at a time."""

from datetime import datetime, timedelta
from enum import StrEnum

from bot.ports import Address
from bot.records import Records

DAY = timedelta(days=1)
MOST_OF_ONE, MOST_OF_ALL = 3, 100
"""Interviews that one person may begin in a day, and all of a space together."""


class Closed(StrEnum):
    """Why somebody cannot come in. Each is said in every language."""

    INTAKE = "intake"
    BLOCKED = "blocked"
    OFTEN = "often"
    MANY = "many"


def closed(records: Records, address: Address, now: datetime) -> Closed | None:
    """Why whoever is spoken with at the address cannot begin an interview; None if they can."""
    door = records.door
    if door.is_blocked(address):
        return Closed.BLOCKED
    if not door.doorway(address).is_open:
        return Closed.INTAKE
    if door.came_in(address, now - DAY) >= MOST_OF_ONE:
        return Closed.OFTEN
    if door.came_in(address, now - DAY, anybody=True) >= MOST_OF_ALL:
        return Closed.MANY
    return None
