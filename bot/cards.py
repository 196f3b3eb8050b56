"""Neutral cards: an effect in words, for any platform to draw. Text in a card is data, unescaped.

A button carries a ``Press``: a few short strings from which ``event_of`` makes the event again, so
that a button works after any restart and on any process.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.answers import Mark
from bot.events import (
    CancelAsked,
    ChangeAsked,
    ChoicePicked,
    Confirmed,
    Event,
    HelpAsked,
    KeptGoing,
    Passed,
    Paused,
    ReadingPicked,
    RepeatAsked,
    RestartAsked,
    Returned,
    SeveralPicked,
    Snoozed,
    SteppedBack,
    SummaryAccepted,
    WhyAsked,
)


class Verb(StrEnum):
    """What pressing a button does."""

    PICK = "pick"
    PICK_SEVERAL = "pick-several"
    WRITE = "write"
    READING = "reading"
    DONT_KNOW = "dont-know"
    NOT_APPLICABLE = "not-applicable"
    SKIP = "skip"
    BACK = "back"
    CHANGE = "change"
    WHY = "why"
    REPEAT = "repeat"
    HELP = "help"
    PAUSE = "pause"
    SNOOZE = "snooze"
    RESUME = "resume"
    CANCEL = "cancel"
    RESTART = "restart"
    CONFIRM = "confirm"
    KEEP = "keep"
    ACCEPT = "accept"


@dataclass(frozen=True, slots=True)
class Press:
    """What a button carries: what it does, for which interview and step, and to which trait.

    ``option`` is the key of an option, or the fingerprint of a reading.
    """

    verb: Verb
    interview: str
    step: int
    trait: str = ""
    option: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press."""

    label: str
    press: Press


@dataclass(frozen=True, slots=True)
class Heading:
    """A title."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; ``quiet`` text may be drawn smaller."""

    text: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Fields:
    """Names with values, one below the other."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """The answers to choose from.

    ``numbered`` ones may be picked by their place, from 1; of ``several``, more than one, and
    ``done`` says that this is all.
    """

    buttons: tuple[Button, ...]
    numbered: bool = True
    several: bool = False
    done: Button | None = None


@dataclass(frozen=True, slots=True)
class Buttons:
    """Other things that can be done from here."""

    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Writing:
    """Room to write a longer text in, where the platform can offer some; behind the button."""

    button: Button


@dataclass(frozen=True, slots=True)
class File:
    """A file; ``content`` is its bytes in base64."""

    name: str
    content: str


Block = Heading | Paragraph | Fields | Choices | Buttons | Writing | File
BLOCKS = {
    block.__name__: block for block in (Heading, Paragraph, Fields, Choices, Buttons, Writing, File)
}


@dataclass(frozen=True, slots=True)
class Card:
    """Something to show. ``step`` is the step whose question it asks, None if it asks nothing.

    ``language`` is the language of its texts; ``burst`` says that several messages in a row are
    one answer.
    """

    language: str
    blocks: tuple[Block, ...]
    step: int | None = None
    burst: bool = False


def event_of(press: Press) -> Event:
    """The event that pressing the button is."""
    match press.verb:
        case Verb.PICK:
            return ChoicePicked(press.trait, press.option, press.step)
        case Verb.PICK_SEVERAL:
            return SeveralPicked(press.trait, (), press.step)
        case Verb.WRITE:
            return RepeatAsked()  # Where there is no room to write in, the question is shown.
        case Verb.READING:
            return ReadingPicked(press.trait, press.option, press.step)
        case Verb.DONT_KNOW:
            return Passed(Mark.DONT_KNOW, press.step)
        case Verb.NOT_APPLICABLE:
            return Passed(Mark.NOT_APPLICABLE, press.step)
        case Verb.SKIP:
            return Passed(Mark.SKIPPED, press.step)
        case Verb.BACK:
            return SteppedBack(press.step)
        case Verb.CHANGE:
            return ChangeAsked(press.trait or None, press.step)
        case Verb.WHY:
            return WhyAsked()
        case Verb.REPEAT:
            return RepeatAsked()
        case Verb.HELP:
            return HelpAsked()
        case Verb.PAUSE:
            return Paused()
        case Verb.SNOOZE:
            return Snoozed()
        case Verb.RESUME:
            return Returned()
        case Verb.CANCEL:
            return CancelAsked()
        case Verb.RESTART:
            return RestartAsked()
        case Verb.CONFIRM:
            return Confirmed(press.step)
        case Verb.KEEP:
            return KeptGoing(press.step)
        case Verb.ACCEPT:
            return SummaryAccepted(press.step)


def plain_text(card: Card) -> str:
    """The card's words alone, for logs of what was shown and for notifications."""
    parts: list[str] = []
    for block in card.blocks:
        match block:
            case Heading(text) | Paragraph(text):
                parts.append(text)
            case Fields(rows):
                parts.extend(f"{name}: {value}" for name, value in rows)
            case Choices(buttons, numbered=numbered):
                for number, button in enumerate(buttons, 1):
                    parts.append(f"{number}. {button.label}" if numbered else button.label)
            case File(name):
                parts.append(name)
            case Buttons() | Writing():
                pass
    return "\n".join(parts)


def to_json(card: Card) -> dict[str, Any]:
    """The stored form of a card; ``from_json`` reads it back to an equal card."""
    return {
        "language": card.language,
        "step": card.step,
        "burst": card.burst,
        "blocks": [{"block": type(block).__name__, **_fields(block)} for block in card.blocks],
    }


def _fields(block: Block) -> dict[str, Any]:
    """The fields of a block by their names; dataclasses.asdict copies all it meets, slowly."""
    match block:
        case Heading(text):
            return {"text": text}
        case Paragraph(text, quiet):
            return {"text": text, "quiet": quiet}
        case Fields(rows):
            return {"rows": rows}
        case Choices(buttons, numbered, several, done):
            given = [_button(button) for button in buttons]
            more = {} if done is None else {"done": _button(done)}
            return {"buttons": given, "numbered": numbered, "several": several, **more}
        case Writing(button):
            return {"button": _button(button)}
        case File(name, content):
            return {"name": name, "content": content}
        case Buttons(buttons):
            return {"buttons": [_button(button) for button in buttons]}


def _button(button: Button) -> dict[str, Any]:
    press = button.press
    return {
        "label": button.label,
        "press": {
            "verb": press.verb.value,
            "interview": press.interview,
            "step": press.step,
            "trait": press.trait,
            "option": press.option,
        },
    }


def from_json(stored: dict[str, Any]) -> Card:
    """The card that ``to_json`` stored."""
    return Card(
        stored["language"],
        tuple(_block(block) for block in stored["blocks"]),
        stored["step"],
        stored["burst"],
    )


def _block(stored: dict[str, Any]) -> Block:
    fields = {name: value for name, value in stored.items() if name != "block"}
    if "buttons" in fields:
        fields["buttons"] = tuple(map(_button_from, fields["buttons"]))
    for name in ("done", "button"):
        if name in fields:
            fields[name] = _button_from(fields[name])
    if "rows" in fields:
        fields["rows"] = tuple((name, value) for name, value in fields["rows"])
    block: Block = BLOCKS[stored["block"]](**fields)
    return block


def _button_from(stored: dict[str, Any]) -> Button:
    press = stored["press"]
    return Button(stored["label"], Press(**{**press, "verb": Verb(press["verb"])}))
