"""Typed text -> event: what a respondent meant by some words, given what is open.

A command beats every reading as an answer. Words are compared whole, so a text that only contains
one is an answer. What is not understood is asked again, never guessed.
"""

import re
from datetime import date

from bot.answers import Mark
from bot.effects import Aside
from bot.events import (
    Answered,
    CancelAsked,
    ChangeAsked,
    Confirmed,
    Event,
    HelpAsked,
    KeptGoing,
    NotUnderstood,
    Passed,
    Paused,
    RepeatAsked,
    RestartAsked,
    Returned,
    SteppedBack,
    SummaryAccepted,
    WhyAsked,
)
from bot.problems import Problem, Reason
from bot.profile import Profile
from bot.snapshot import Closed, Interview, Question, Review, changeable, prompt
from bot.understanding.cleaning import MOST_TYPED, clean, folded
from bot.understanding.lexicon import Lexicon
from bot.understanding.values import place, read_value

_CONTROLS: dict[str, Event] = {
    "skip": Passed(Mark.SKIPPED),
    "back": SteppedBack(),
    "dont_know": Passed(Mark.DONT_KNOW),
    "not_applicable": Passed(Mark.NOT_APPLICABLE),
    "why": WhyAsked(),
    "repeat": RepeatAsked(),
    "pause": Paused(),
    "resume": Returned(),
    "cancel": CancelAsked(),
    "restart": RestartAsked(),
    "help": HelpAsked(),
    "change": ChangeAsked(),
}
CONTROLS = frozenset(_CONTROLS)


def interpret(
    text: str, profile: Profile, interview: Interview, lexicon: Lexicon, today: date
) -> Event:
    """The event that typing this text is, in this interview."""
    if len(text) > MOST_TYPED:
        return NotUnderstood(Problem(Reason.TOO_LONG, str(MOST_TYPED)))
    text = clean(text)
    if not text:
        return NotUnderstood(Problem(Reason.EMPTY))
    words = folded(text)
    match prompt(profile, interview):
        case Aside() as aside:
            event = _aside(text, words, aside, profile, interview, lexicon)
            return event or _control(words, profile, interview, lexicon) or _choose()
        case Review():
            event = _review(text, words, profile, interview, lexicon)
            return event or _control(words, profile, interview, lexicon) or _choose()
        case Closed():
            return _control(words, profile, interview, lexicon) or _choose()
        case Question(trait):
            control = _control(words, profile, interview, lexicon)
            if control is not None:
                return control
            kind = trait.wording(interview.respondent).kind
            value = read_value(text, kind, lexicon, today)
            return NotUnderstood(value) if isinstance(value, Problem) else Answered(value)


def _choose() -> Event:
    return NotUnderstood(Problem(Reason.NOT_AN_OPTION))


def _control(words: str, profile: Profile, interview: Interview, lexicon: Lexicon) -> Event | None:
    """The command that these words are, politely said or not; ``change 2`` names its answer."""
    for polite in lexicon.politeness:
        words = words.removeprefix(polite + " ").removesuffix(" " + polite)
    numbered = re.fullmatch(r"(.+?) (\d{1,3})", words)
    if numbered and lexicon.controls.get(numbered[1]) == "change":
        return _nth_change(numbered[2], profile, interview)
    meaning = lexicon.controls.get(words)
    return None if meaning is None else _CONTROLS[meaning]


def _nth_change(number: str, profile: Profile, interview: Interview) -> ChangeAsked:
    """The answer of that number; if there is none, the number, which is no trait's id."""
    answers = changeable(profile, interview)
    chosen = place(number, len(answers))
    return ChangeAsked(number if chosen is None else answers[chosen].trait)


def _aside(
    text: str,
    words: str,
    aside: Aside,
    profile: Profile,
    interview: Interview,
    lexicon: Lexicon,
) -> Event | None:
    """What answers a question in between: the place or the words of one of its buttons."""
    if aside is Aside.CHANGE:
        return _change(text, words, profile, interview)
    buttons: list[Event] = [Confirmed(), KeptGoing()]
    if aside is Aside.CANCEL:
        buttons.insert(1, Paused())
    chosen = place(text, len(buttons))
    if chosen is not None:
        return buttons[chosen]
    if words in lexicon.asides["keep"] or lexicon.answers.get(words) == "no":
        return KeptGoing()
    if words in lexicon.asides[f"confirm_{aside}"] or lexicon.answers.get(words) == "yes":
        return Confirmed()
    return None


def _change(text: str, words: str, profile: Profile, interview: Interview) -> ChangeAsked | None:
    """Which answer is meant: its number, or the name of its trait where that may be seen."""
    answers = changeable(profile, interview)
    chosen = place(text, len(answers))
    if chosen is not None:
        return ChangeAsked(answers[chosen].trait)
    for answer in answers:
        names = profile.trait(answer.trait).name.values()
        if words in {folded(name) for name in names}:
            return ChangeAsked(answer.trait)
    return None


def _review(
    text: str, words: str, profile: Profile, interview: Interview, lexicon: Lexicon
) -> Event | None:
    if words in lexicon.asides["accept"]:
        return SummaryAccepted()
    return _change(text, words, profile, interview)
