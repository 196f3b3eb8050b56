"""What the service needs from the world: records, delivery, time."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from bot.cards import Card
from bot.profile import Profile, Respondent
from bot.snapshot import Interview
from bot.verdict import Verdict

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Address:
    """Where somebody is spoken with: a channel or direct message in a space of a platform."""

    platform: str
    space: str
    channel: str

    def __str__(self) -> str:
        return f"{self.platform}:{self.space}:{self.channel}"


@dataclass(frozen=True, slots=True)
class Record:
    """A stored interview. ``revision`` counts its changes; saving an outdated one fails."""

    id: str
    prospect: str
    profile_id: str
    version: int
    language: str
    address: Address
    interview: Interview
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Listing:
    """One line of the list of prospects; ``verdict`` and ``score`` are the newest ones stored."""

    record: Record
    changed_at: datetime
    verdict: str | None
    score: str | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """An outbox row to send. ``attempts`` counts earlier tries; the key never changes."""

    team: str
    key: str
    address: Address
    card: Card
    attempts: int = 0


class LostRace(Exception):
    """Somebody else saved the record first; load again and try again."""


class TryLater(Exception):
    """The platform cannot take the message now; try again after so many seconds."""

    def __init__(self, after: float) -> None:
        super().__init__(f"try again in {after} s")
        self.after = after


class Undeliverable(Exception):
    """The platform will never take the message."""


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
    FAILED = "failed"


class StorageUnavailable(Exception):
    """The database cannot be used; nothing of what was being done is stored."""

    def __init__(self, trouble: StorageTrouble, database: str) -> None:
        super().__init__(f"{trouble}: {database}")
        self.trouble = trouble
        self.database = database


class Records(Protocol):
    """One team's records inside one transaction. Nothing here can reach another team's."""

    def receive(self, event_id: str, at: datetime) -> bool:
        """Note an event in the inbox; False if it was noted before."""
        ...

    def current(self, address: Address) -> Record | None:
        """The interview that is talked about at this address."""
        ...

    def turn_to(self, address: Address, interview_id: str) -> None:
        """Talk about this interview at this address from now on."""
        ...

    def latest(
        self, prospect: str, profile_id: str | None, respondent: Respondent
    ) -> Record | None:
        """The newest interview of that prospect, not cancelled; with that list, if one is named."""
        ...

    def begin(self, record: Record, at: datetime) -> None:
        """Store a new interview, and the prospect if the name is new."""
        ...

    def save(self, record: Record, at: datetime) -> Record:
        """Store the interview and its answers. Raises LostRace if it was changed meanwhile."""
        ...

    def keep_profile(self, profile: Profile, at: datetime) -> int:
        """The version under which the list is stored; a new one if its content is new."""
        ...

    def profile(self, profile_id: str, version: int | None = None) -> Profile | None:
        """A stored version of a list, or the newest."""
        ...

    def newest_version(self, profile_id: str) -> int | None:
        """The number of the newest stored version."""
        ...

    def keep_verdict(self, record: Record, verdict: Verdict, at: datetime) -> None:
        """Store a verdict beside the earlier ones."""
        ...

    def verdict_address(self) -> Address | None:
        """Where the team wants its verdicts."""
        ...

    def send(
        self, address: Address, cards: Sequence[Card], record: Record, at: datetime
    ) -> list[Delivery]:
        """Write cards to the outbox; returns those that may be sent at once, under a lease.

        None may while an earlier message of the address is still pending: order comes first.
        """
        ...

    def listings(self, prospect: str | None = None) -> list[Listing]:
        """Every interview, or one prospect's, with its newest verdict; the last changed first."""
        ...


class Outbox(Protocol):
    """The messages of all teams, for the relay."""

    def claim(
        self, platforms: Sequence[str], now: datetime, most: int, address: Address | None = None
    ) -> list[Delivery]:
        """Due messages, of all addresses or of one, in order per address, under a lease."""
        ...

    def sent(self, delivery: Delivery, at: datetime) -> None:
        """Mark a message as delivered."""
        ...

    def later(self, delivery: Delivery, due: datetime) -> None:
        """Put a message off."""
        ...

    def park(self, delivery: Delivery, reason: str, at: datetime) -> None:
        """Give a message up, and keep it for people to look at."""
        ...


class Transaction(Protocol):
    """Everything that one transaction can reach."""

    @property
    def outbox(self) -> Outbox:
        """The messages of all teams."""
        ...

    def team(self, address: Address) -> Records:
        """The records of the team that the address's space belongs to; a new space, a new team."""
        ...


class Storage(Protocol):
    """A database."""

    def run(self, work: Callable[[Transaction], Result]) -> Awaitable[Result]:
        """Do the work in one transaction: stored as a whole if it returns, forgotten if it raises.

        Raises StorageUnavailable if the database cannot be used.
        """
        ...


class Messenger(Protocol):
    """A platform's way out."""

    async def send(self, address: Address, card: Card, key: str) -> None:
        """Show the card. Raises TryLater or Undeliverable."""
        ...


class Clock(Protocol):
    """The time."""

    def now(self) -> datetime:
        """The present moment, in UTC."""
        ...


Messengers = Mapping[str, Messenger]
Json = dict[str, Any]
