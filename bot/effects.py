"""What must happen next, in the imperative: everything that ``advance`` can ask for."""

from dataclasses import dataclass
from enum import StrEnum

from bot.answers import Answer, Value
from bot.ordering import Progress
from bot.problems import Problem
from bot.verdict import Verdict


class Notice(StrEnum):
    """Something to tell. Each has a text of its own in every language."""

    WELCOME = "welcome"
    WELCOME_BACK = "welcome-back"
    CHANGING = "changing"
    TOOK_BACK = "took-back"
    NOTHING_BEFORE = "nothing-before"
    OLD_BUTTON = "old-button"
    OVERTAKEN = "overtaken"
    PAUSED = "paused"
    LEFT = "left"
    SNOOZED = "snoozed"
    STILL_OPEN = "still-open"
    PUT_ASIDE = "put-aside"
    UNCHANGED = "unchanged"
    CANCELLED = "cancelled"
    CHOOSE_ONE = "choose-one"
    HELP = "help"
    NOTHING_OPEN = "nothing-open"
    NO_SUCH_ANSWER = "no-such-answer"
    NOT_FOR_PROSPECTS = "not-for-prospects"


class Aside(StrEnum):
    """What is asked in between, before the open question goes on."""

    CANCEL = "cancel"
    RESTART = "restart"
    CHANGE = "change"


class Occasion(StrEnum):
    """Why a verdict is shown."""

    NEW = "new"
    CHANGED = "changed"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask about a trait; ``problem`` and ``attempt`` (1, 2, 3 …) say why it is asked again."""

    trait: str
    progress: Progress
    problem: Problem | None = None
    attempt: int = 0


@dataclass(frozen=True, slots=True)
class Offer:
    """Ask which of the readings was meant; if there is one only, whether it was."""

    trait: str
    readings: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Explain:
    """Say why a trait is asked about."""

    trait: str


@dataclass(frozen=True, slots=True)
class Tell:
    """Say something that needs no answer; ``answer`` is the one it is about."""

    notice: Notice
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Confirm:
    """Ask whether this is really wanted, or for a change, which answer it is about."""

    what: Aside


@dataclass(frozen=True, slots=True)
class Summarise:
    """Show the answers before the verdict, each with a way to change it."""


@dataclass(frozen=True, slots=True)
class Report:
    """Give the verdict to the team."""

    verdict: Verdict
    occasion: Occasion


@dataclass(frozen=True, slots=True)
class Thank:
    """Thank the prospect, who sees no score."""


@dataclass(frozen=True, slots=True)
class BeginAgain:
    """Start a new interview for the same prospect, with the newest version of the list."""


Effect = Ask | Offer | Explain | Tell | Confirm | Summarise | Report | Thank | BeginAgain
