"""What the service needs from the world: delivery, time, and how it is told of trouble."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.cards import Card

LEASE = timedelta(seconds=30)
"""The longest that a process holds a message before another one may send it."""
LONGEST_WAIT = timedelta(minutes=15)
"""The longest that a message waits between two tries, whatever a platform asks for."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where somebody is spoken with: a channel or direct message in a space of a platform."""

    platform: str
    space: str
    channel: str

    def __str__(self) -> str:
        return f"{self.platform}:{self.space}:{self.channel}"


class Showing(StrEnum):
    """How a card is shown."""

    ANEW = "anew"
    """As a new message."""
    IN_PLACE = "in-place"
    """In the place of the message of its post; as a new one where there is none any more."""
    SETTLED = "settled"
    """In the place of every message of its post that stands; nowhere else."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """An outbox row to send. ``attempts`` counts earlier tries; the key never changes.

    ``doubtful`` says that an earlier try may have shown it: whoever sends it looks for it first,
    or sends it in a way that shows it once. ``interview_id`` is the interview it is about, if it
    is about one; a ``notice`` tells about another message. It was written at ``written_at``. After
    ``held_until`` another process may be sending it.

    A ``post`` is the name of something that stays in view and may be shown differently later;
    ``thread`` is the post under which it is shown. ``messages`` are the platform's ids of the
    messages of its post, oldest first, and ``below`` that of the thread's; both are known once
    the outbox has said where it belongs.
    """

    team: str
    key: str
    address: Address
    card: Card
    attempts: int = 0
    doubtful: bool = False
    interview_id: str | None = None
    notice: bool = False
    held_until: datetime | None = field(default=None, compare=False)
    written_at: datetime | None = field(default=None, compare=False)
    post: str | None = None
    showing: Showing = Showing.ANEW
    thread: str | None = None
    messages: tuple[str, ...] = ()
    below: str | None = None


class TryLater(Exception):
    """The platform cannot take the message now; try again after so many seconds, if it says when.

    ``shown`` says that it may have been shown all the same: the reply was lost, not the message.
    """

    def __init__(self, after: float | None = None, *, shown: bool = False) -> None:
        super().__init__("try again later" if after is None else f"try again in {after} s")
        self.after = after
        self.shown = shown


class NoWay(StrEnum):
    """Why a platform never takes a message. Each is said in every language."""

    ARCHIVED = "archived"
    OUTSIDE = "outside"
    FORBIDDEN = "forbidden"
    PERSON_GONE = "person-gone"
    DMS_CLOSED = "dms-closed"


class Undeliverable(Exception):
    """The platform will never take the message; ``why`` is one of the reasons that people know."""

    def __init__(self, reason: str = "", why: NoWay | None = None) -> None:
        super().__init__(reason)
        self.why = why


class StorageTrouble(StrEnum):
    """Why the database cannot be used. Each has a text of its own in every language."""

    NOT_A_DATABASE = "not-a-database"
    FOREIGN = "foreign"
    NEWER = "newer"
    UNWRITABLE = "unwritable"
    DAMAGED = "damaged"
    BUSY = "busy"
    FULL = "full"
    UNSUPPORTED = "unsupported"
    AWAY = "away"
    SEALED = "sealed"
    FAILED = "failed"


OF_ONE = (StorageTrouble.DAMAGED, StorageTrouble.SEALED, StorageTrouble.FAILED)
"""Troubles that one interview or message may have alone; all others are everybody's."""


class StorageUnavailable(Exception):
    """The database cannot be used; nothing of what was being done is stored."""

    def __init__(self, trouble: StorageTrouble, database: str) -> None:
        super().__init__(f"{trouble}: {database}")
        self.trouble = trouble
        self.database = database


class Messenger(Protocol):
    """A platform's way out."""

    async def send(self, delivery: Delivery) -> str | None:
        """Show the card. Raises TryLater or Undeliverable.

        Returns the platform's id of the message; None where messages cannot be changed later.
        """
        ...


class Clock(Protocol):
    """The time."""

    def now(self) -> datetime:
        """The present moment, in UTC."""
        ...


Messengers = Mapping[str, Messenger]
