"""What happened in an interview, in the past tense: everything that ``advance`` understands.

``step`` is the step that a button was made for (``Interview.step``); a press for an earlier step
is an old button. Words that were typed have no button, and so no step.
"""

from dataclasses import dataclass

from bot.answers import Mark, Value
from bot.problems import Problem


@dataclass(frozen=True, slots=True)
class Started:
    """A new interview began."""


@dataclass(frozen=True, slots=True)
class Returned:
    """The respondent came back to this interview, after a pause, a restart or the end."""


@dataclass(frozen=True, slots=True)
class ChoicePicked:
    """A button or menu entry of a question was pressed."""

    trait: str
    option: str
    step: int


@dataclass(frozen=True, slots=True)
class SeveralPicked:
    """Several options of a question were ticked, and that was all."""

    trait: str
    options: tuple[str, ...]
    step: int


@dataclass(frozen=True, slots=True)
class Answered:
    """The open question was answered in words that were understood completely."""

    value: Value


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Something was typed that answers nothing that is open."""

    problem: Problem


@dataclass(frozen=True, slots=True)
class Doubted:
    """Something was typed that is not taken without a tap.

    One reading is a near miss to confirm; of several, one has to be chosen.
    """

    readings: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class ReadingPicked:
    """The button of a reading was pressed; ``reading`` is the fingerprint of its value."""

    trait: str
    reading: str
    step: int


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Something was typed to a question that has been answered elsewhere in the meantime."""


@dataclass(frozen=True, slots=True)
class Passed:
    """The open question was answered by a mark: don't know, not applicable, skip."""

    mark: Mark
    step: int | None = None


@dataclass(frozen=True, slots=True)
class SteppedBack:
    """The respondent went back by one answer."""

    step: int | None = None


@dataclass(frozen=True, slots=True)
class ChangeAsked:
    """An earlier answer is to be changed; without a trait, the respondent is asked which."""

    trait: str | None = None
    step: int | None = None


@dataclass(frozen=True, slots=True)
class WhyAsked:
    """The respondent wants to know why this is asked."""


@dataclass(frozen=True, slots=True)
class RepeatAsked:
    """The respondent wants to see what is open once more."""


@dataclass(frozen=True, slots=True)
class HelpAsked:
    """The respondent wants to know what can be said."""


@dataclass(frozen=True, slots=True)
class Paused:
    """The respondent stopped for now."""


@dataclass(frozen=True, slots=True)
class Snoozed:
    """The respondent wants to be reminded tomorrow."""


@dataclass(frozen=True, slots=True)
class WentQuiet:
    """Nothing was answered for days; ``too_long`` to be reminded once more."""

    too_long: bool


@dataclass(frozen=True, slots=True)
class CancelAsked:
    """The respondent wants to leave; nothing is given up before it is confirmed."""


@dataclass(frozen=True, slots=True)
class RestartAsked:
    """The respondent wants to begin again."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What was asked about is really wanted."""

    step: int | None = None


@dataclass(frozen=True, slots=True)
class KeptGoing:
    """What was asked about is not wanted after all."""

    step: int | None = None


@dataclass(frozen=True, slots=True)
class SummaryAccepted:
    """The answers were looked over and are right."""

    step: int | None = None


Event = (
    Started
    | Returned
    | ChoicePicked
    | SeveralPicked
    | Answered
    | NotUnderstood
    | Doubted
    | ReadingPicked
    | Overtaken
    | Passed
    | SteppedBack
    | ChangeAsked
    | WhyAsked
    | RepeatAsked
    | HelpAsked
    | Paused
    | Snoozed
    | WentQuiet
    | CancelAsked
    | RestartAsked
    | Confirmed
    | KeptGoing
    | SummaryAccepted
)
