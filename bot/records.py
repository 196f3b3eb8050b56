"""What the database keeps, and how it is reached: one team's records inside one transaction."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from bot.cards import Card
from bot.ports import Address, Delivery, Showing
from bot.profile import Profile, Respondent
from bot.snapshot import Interview, Stage
from bot.verdict import Verdict

Result = TypeVar("Result")


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
class Message:
    """A card to show, and the interview it is about, with which it is deleted.

    A ``notice`` tells about another message; ``after`` is how long it waits before it is shown.
    For the others see ``bot.ports.Delivery``.
    """

    card: Card
    interview_id: str | None
    notice: bool = False
    post: str | None = None
    showing: Showing = Showing.ANEW
    thread: str | None = None
    after: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A message that was given up: where it was to be shown, why it was not, and since when."""

    key: str
    address: Address
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Reminder:
    """When an interview is looked after, and how often its respondent was reminded of it."""

    interview_id: str
    zone: str
    times: int
    due: datetime


class Action(StrEnum):
    """What the audit log tells about: effects, never contents."""

    INTERVIEW_BEGUN = "interview-begun"
    INTERVIEW_CANCELLED = "interview-cancelled"
    VERDICT_REACHED = "verdict-reached"
    MESSAGE_GIVEN_UP = "message-given-up"
    MESSAGE_RESENT = "message-resent"
    RETENTION_SET = "retention-set"
    VERDICTS_MOVED = "verdicts-moved"
    EXPORTED = "exported"
    PROSPECT_FORGOTTEN = "prospect-forgotten"
    MEMBER_FORGOTTEN = "member-forgotten"
    SPACE_JOINED = "space-joined"
    DOOR_CHANGED = "door-changed"
    PERSON_BLOCKED = "person-blocked"
    PERSON_UNBLOCKED = "person-unblocked"
    REPLY_SENT = "reply-sent"


@dataclass(frozen=True, slots=True)
class Logged:
    """One line of the audit log; actor and subject are ids."""

    at: datetime
    actor: str
    action: str
    subject: str


@dataclass(frozen=True, slots=True)
class Saying:
    """A message that was typed to a question; ``first`` is the one that its answer began with."""

    message_id: str
    interview_id: str
    trait: str
    first: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Choice:
    """What a member has chosen; None where the platform's word stands."""

    language: str | None = None
    zone: str | None = None


Place = tuple[int, tuple[Any, ...]]
"""How far sealing again is: the number of the table, and the key of the last row."""


class LostRace(Exception):
    """Somebody else saved the record first; load again and try again."""


class Outbox(Protocol):
    """One team's messages."""

    def write(self, address: Address, messages: Sequence[Message], at: datetime) -> list[Delivery]:
        """Keep messages to be shown; returns those that may be sent at once, under a lease.

        None may while an earlier message of the address is still pending: order comes first. What
        is only shown differently holds up nothing but what comes later of the same post.
        """
        ...

    def claim(self, address: Address, now: datetime, most: int) -> list[Delivery]:
        """Due messages of the address, in order, under a lease; none if somebody else is at it."""
        ...

    def placed(self, delivery: Delivery) -> Delivery:
        """The delivery with the messages of its post, and the one whose thread it belongs to."""
        ...

    def place_of(self, post: str) -> Address | None:
        """Where the post stands."""
        ...

    def sent(self, delivery: Delivery, at: datetime, message_id: str | None = None) -> None:
        """Mark a message as delivered, and remember it as one of its post."""
        ...

    def later(self, delivery: Delivery, due: datetime, *, shown: bool) -> None:
        """Put a message off; ``shown`` says that it may have been shown."""
        ...

    def put_off(self, address: Address, due: datetime) -> None:
        """Leave the address alone until then: its messages cannot be read."""
        ...

    def give_back(self, delivery: Delivery) -> None:
        """Let go of a message that was not tried."""
        ...

    def give_up(self, delivery: Delivery, reason: str, at: datetime) -> None:
        """Try a message no more, and keep it for people to look at."""
        ...

    def undelivered(self) -> list[Undelivered]:
        """The messages that were given up, oldest first."""
        ...

    def leave(self, address: Address, at: datetime) -> list[str]:
        """Try no more what was given up at the address.

        Returns the ids of the interviews that it was about, the longest given up first.
        """
        ...

    def abandon(self, address: Address, at: datetime) -> int:
        """Give up what waits anywhere in the address's space; returns how much that was."""
        ...

    def resend(self, key: str, at: datetime) -> bool:
        """Try a message again that was given up; False if there is none of that key."""
        ...


class Reminders(Protocol):
    """When one team's interviews are to be looked after."""

    def add(self, reminder: Reminder, platform: str) -> None:
        """Look after an interview from now on, unless it is looked after already."""
        ...

    def take(self, interview_id: str, now: datetime) -> Reminder | None:
        """The interview's reminder, if it is due and nobody else is at it."""
        ...

    def put(self, reminder: Reminder) -> None:
        """Look again when it is due."""
        ...

    def drop(self, interview_id: str) -> None:
        """Look no more."""
        ...

    def abandon(self, address: Address) -> None:
        """Look no more at what is talked about anywhere in the address's space."""
        ...


class Said(Protocol):
    """What one team's respondents typed to questions."""

    def keep(self, address: Address, saying: Saying) -> None:
        """Remember a message, or what it says by now."""
        ...

    def found(self, address: Address, message_id: str) -> Saying | None:
        """The message of that id, if it was typed to a question."""
        ...

    def last(self, address: Address) -> Saying | None:
        """The last one at the address."""
        ...

    def of_answer(self, address: Address, first: str) -> list[Saying]:
        """The messages that are one answer, in the order in which they were typed."""
        ...


class Joining(StrEnum):
    """What became of a space that was to join another team."""

    JOINED = "joined"
    SAME = "same"
    SEVERAL = "several"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where in a space somebody was last met, and the thread that takes their direct messages."""

    room: str | None = None
    thread: str | None = None


@dataclass(frozen=True, slots=True)
class Doorway:
    """How a space is entered: the role that makes somebody a member, and whether prospects may."""

    role: str | None = None
    is_open: bool = True


class Members(Protocol):
    """What one team's members have chosen, and where they are met."""

    def choice(self, address: Address) -> Choice:
        """What whoever is spoken with at the address has chosen."""
        ...

    def choose(self, address: Address, choice: Choice) -> None:
        """Remember it."""
        ...

    def meet(self, address: Address, person: str, room: str | None, at: datetime) -> None:
        """Remember that they were spoken with, and in which channel, if it was in one."""
        ...

    def whereabouts(self, address: Address) -> Whereabouts:
        """Where they were met."""
        ...

    def move(self, address: Address, thread: str | None) -> None:
        """Remember the thread that takes the place of their direct messages, if one does."""
        ...


class Door(Protocol):
    """Who may come in to one team by themselves."""

    def doorway(self, address: Address) -> Doorway:
        """How the address's space is entered."""
        ...

    def build(self, address: Address, doorway: Doorway) -> None:
        """Let the address's space be entered like this from now on."""
        ...

    def is_blocked(self, address: Address) -> bool:
        """Whether somebody may not come in."""
        ...

    def block(self, address: Address, at: datetime) -> bool:
        """Let somebody in no more; False if they are blocked already."""
        ...

    def unblock(self, address: Address) -> bool:
        """Let somebody in again; False if they are not blocked."""
        ...

    def begun(self, address: Address) -> str | None:
        """The interview that somebody began as a prospect and has not ended, the newest one."""
        ...

    def came_in(self, address: Address, since: datetime, *, anybody: bool = False) -> int:
        """How many interviews somebody began as a prospect, or anybody in their space."""
        ...


class Forgetting(Protocol):
    """Deleting what one team keeps."""

    def prospect(self, name: str, unchanged_since: datetime | None = None) -> str | None:
        """Delete a prospect and everything about them; returns their id, None if there is none.

        With a time, only if nothing about them has changed since then.
        """
        ...

    def member(self, address: Address, instead: Address) -> bool:
        """Delete what was said at the address, and put another where it stood.

        The team's interviews and verdicts stay. False if nothing was ever said there.
        """
        ...

    def team(self) -> None:
        """Delete the team and everything about it."""
        ...

    def stale_prospects(self, before: datetime, most: int) -> list[str]:
        """The names of prospects about whom nothing has changed since then."""
        ...

    def settled(self, before: datetime, most: int) -> int:
        """Delete what is kept of events and messages that were done with before then.

        ``most`` of each; returns how many those were.
        """
        ...

    def logged(self, before: datetime) -> None:
        """Delete the lines of the audit log that are older."""
        ...


class Records(Protocol):
    """One team's records inside one transaction. Nothing here can reach another team's."""

    @property
    def team(self) -> str:
        """The team's id."""
        ...

    @property
    def outbox(self) -> Outbox:
        """The team's messages."""
        ...

    @property
    def reminders(self) -> Reminders:
        """When the team's interviews are to be looked after."""
        ...

    @property
    def said(self) -> Said:
        """What was typed to questions."""
        ...

    @property
    def members(self) -> Members:
        """What the team's members have chosen."""
        ...

    @property
    def door(self) -> Door:
        """Who may come in."""
        ...

    @property
    def forgetting(self) -> Forgetting:
        """Deleting."""
        ...

    def receive(self, event_id: str, at: datetime) -> bool:
        """Note an event in the inbox; False if it was noted before."""
        ...

    def current(self, address: Address) -> Record | None:
        """The interview that is talked about at this address."""
        ...

    def interview(self, interview_id: str) -> Record | None:
        """The interview of that id."""
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

    def changed_at(self, interview_id: str) -> datetime:
        """When the interview changed last. Raises LookupError if there is none."""
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

    def report_to(self, address: Address | None) -> None:
        """Give the verdicts to this address from now on; None leaves each where it was reached."""
        ...

    def listings(
        self,
        prospect: str | None = None,
        most: int | None = None,
        stages: Collection[Stage] = (),
    ) -> list[Listing]:
        """Interviews, all or one prospect's, with their newest verdicts; the last changed first.

        ``most`` is how many at most; with ``stages``, only those that are so far are meant.
        """
        ...

    def names(self, part: str, most: int) -> list[str]:
        """The names of prospects with this in them, those that begin with it first."""
        ...

    def retention_days(self) -> int | None:
        """How long the team keeps prospects about whom nothing changes; None if it never said."""
        ...

    def keep_for(self, days: int | None) -> None:
        """Set the retention; 0 keeps for ever, None leaves it to the settings."""
        ...

    def seal(self, place: Place | None, *, plain: bool = False) -> Place | None:
        """Seal the next stored rows again, or make them plain; None when all are done.

        A row that no key opens stays as it is.
        """
        ...

    def newest_event(self) -> datetime | None:
        """When the last event was received that is still kept."""
        ...

    def log(self, actor: str, action: Action, subject: str, at: datetime) -> None:
        """Write a line of the audit log."""
        ...

    def logged(self) -> list[Logged]:
        """The audit log, oldest first."""
        ...


class Transaction(Protocol):
    """Everything that one transaction can reach."""

    def team(self, address: Address) -> Records:
        """The records of the team that the address's space belongs to; a new space, a new team."""
        ...

    def known_team(self, address: Address) -> Records | None:
        """The records of the team that the address's space belongs to, if it is known."""
        ...

    def records(self, team: str) -> Records:
        """The records of a team that is known by its id."""
        ...

    def teams(self) -> list[str]:
        """The ids of all teams."""
        ...

    def due_messages(
        self, platforms: Sequence[str], now: datetime, most: int
    ) -> list[tuple[str, Address]]:
        """The teams and addresses that messages are due for, those that wait longest first."""
        ...

    def due_reminders(
        self, platforms: Sequence[str], now: datetime, most: int
    ) -> list[tuple[str, str]]:
        """The teams and interviews that are due to be looked after, the longest due first."""
        ...

    def lease(self, name: str, now: datetime, until: datetime, owner: str | None = None) -> bool:
        """Take what one process at a time may have; False while another one has it.

        Its owner may take it again, to keep it or to let go of it.
        """
        ...

    def met(self, person: str) -> list[Address]:
        """Where somebody is spoken with, for whatever team; the last met first."""
        ...

    def keep_link(self, digest: str, address: Address, until: datetime) -> None:
        """Let a space join the team of the address until then, with a code that hashes to this."""
        ...

    def join(self, digest: str, address: Address) -> Joining:
        """Let the address's space, and all that its team has, join the team that gave the code.

        A code is of use once. A team of several spaces stays what it is: nobody takes others along.
        """
        ...

    def forget_installation(self, space: str) -> None:
        """Delete the tokens with which the program speaks in a space."""
        ...

    def seal_tokens(self, *, plain: bool = False) -> None:
        """Seal the tokens of all installations again, or make them plain."""
        ...


@dataclass(frozen=True, slots=True)
class Receipt:
    """An event that is about to be handled, and where it happened."""

    address: Address
    event_id: str


class Storage(Protocol):
    """A database."""

    def run(
        self, work: Callable[[Transaction], Result], receipts: Sequence[Receipt] = ()
    ) -> Awaitable[Result]:
        """Do the work in one transaction: stored as a whole if it returns, forgotten if it raises.

        What arrives while a transaction runs shares the next one, in the order of arrival, and a
        lost race runs again: the work may run more than once, and must change nothing else. The
        receipts say which events it will receive, so that everybody's are loaded in one go.

        Raises StorageUnavailable if the database cannot be used, or if too much is waiting for it.
        """
        ...
