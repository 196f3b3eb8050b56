"""What arrives from outside, and what becomes of it."""

from dataclasses import dataclass
from datetime import date

from bot.cards import Card
from bot.events import CancelAsked, Event, Returned
from bot.kinds import Texts
from bot.ports import Address, Delivery
from bot.problems import Problem, Reason
from bot.profile import Respondent
from bot.records import Choice
from bot.snapshot import Stage
from bot.understanding.cleaning import clean, unisolated

MOST_NAME = 80
"""Characters in a prospect's name: it stands in headings, which are short everywhere."""


@dataclass(frozen=True, slots=True)
class QualifyRequested:
    """Somebody wants to qualify a prospect. Without a list, the one used last, or the usual one."""

    prospect: str
    respondent: Respondent
    language: str
    profile: str | None = None


@dataclass(frozen=True, slots=True)
class TextSent:
    """Somebody typed something, to the question of ``step`` where the platform can tell.

    ``message_id`` is the platform's id of the message, where messages can be corrected.
    """

    text: str
    step: int | None = None
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class TextEdited:
    """Somebody corrected what they had typed."""

    text: str
    message_id: str


@dataclass(frozen=True, slots=True)
class InterviewWanted:
    """Somebody turned to an interview that is on record, and to what can be done with it."""

    interview_id: str
    event: Returned | CancelAsked


@dataclass(frozen=True, slots=True)
class MemberChose:
    """A member chose their language and time zone."""

    choice: Choice


@dataclass(frozen=True, slots=True)
class ExportWanted:
    """Somebody wants everything on record, or what is about one prospect, as a file."""

    language: str
    prospect: str | None = None


@dataclass(frozen=True, slots=True)
class ChannelChosen:
    """Somebody wants the team's verdicts in a channel where the bot may post.

    Both channels are told, the one that had them until now with ``elsewhere``.
    """

    channel: Address
    here: Card
    elsewhere: Card


@dataclass(frozen=True, slots=True)
class IntakeRequested:
    """A prospect came in, and is to be asked about themselves; ``name`` is nobody else's."""

    name: str
    language: str


@dataclass(frozen=True, slots=True)
class ReplyWritten:
    """A member wrote to a prospect who was asked about themselves in that interview."""

    interview_id: str
    text: str


@dataclass(frozen=True, slots=True)
class NotTaken:
    """Somebody did something that is not taken; they are told why by ``Arrival.otherwise``."""


Happening = (
    QualifyRequested
    | TextSent
    | TextEdited
    | InterviewWanted
    | ChannelChosen
    | IntakeRequested
    | ReplyWritten
    | NotTaken
    | MemberChose
    | ExportWanted
    | Event
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """What arrived: an event's own id, where it happened, what happened, and the day there.

    ``interview_id`` is the interview that a pressed button belongs to; ``week_start`` the first day
    of the person's week, counted from Monday, 0; ``zone`` the name of the person's time zone, and
    ``language`` the one they are answered in, if not that of the interview. ``otherwise`` is what
    is shown if nothing is talked about there. A ``guest`` is no member of the team: nothing is open
    to them but what they are asked about themselves.
    """

    event_id: str
    address: Address
    happening: Happening
    today: date
    interview_id: str | None = None
    week_start: int = 0
    zone: str = "UTC"
    otherwise: Card | None = None
    language: str = ""
    guest: bool = False


@dataclass(frozen=True, slots=True)
class Handled:
    """What is to be sent at once, and how far the interview is; None if there is none.

    ``queued`` are the teams and addresses where messages wait behind earlier ones.
    """

    deliveries: tuple[Delivery, ...] = ()
    queued: tuple[tuple[str, Address], ...] = ()
    stage: Stage | None = None


class NotForProspects(Exception):
    """The list has traits that only members are asked about. Nothing was stored."""

    def __init__(self, name: Texts) -> None:
        super().__init__("no questions to the prospect")
        self.name = name


def prospect_name(text: str) -> str | Problem:
    """A prospect's name as it is stored: one line, nothing invisible, not too long."""
    name = " ".join(unisolated(clean(text[: 10 * MOST_NAME])).split())
    if not name:
        return Problem(Reason.EMPTY)
    return Problem(Reason.TOO_LONG, str(MOST_NAME)) if len(name) > MOST_NAME else name
