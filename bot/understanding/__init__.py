"""Typed text -> event: what a respondent meant by some words, given what is open.

A command beats every reading as an answer, save for the very words on a button. A text that only
contains a command is an answer. What is not understood is asked again, what is nearly certain or
has two readings is offered for a tap; nothing is guessed.
"""

from dataclasses import replace

from bot.answers import Picked, PickedOther, Written, fingerprint
from bot.effects import Aside
from bot.events import (
    Answered,
    ChangeAsked,
    Confirmed,
    Doubted,
    Event,
    KeptGoing,
    NotUnderstood,
    Paused,
    ReadingPicked,
    SummaryAccepted,
)
from bot.kinds import NO, YES, AnswerKind, Day, YesNo, takes_places
from bot.problems import Problem, Reason
from bot.profile import Profile, Trait
from bot.snapshot import Closed, Interview, Question, Review, changeable, prompt
from bot.understanding.cleaning import MOST_TYPED, clean, folded
from bot.understanding.commands import CONTROLS, LONGEST, command
from bot.understanding.labels import is_label
from bot.understanding.lexicon import Lexicon
from bot.understanding.places import SECTIONS as PLACE_SECTIONS
from bot.understanding.places import place_of
from bot.understanding.readings import Circumstances, Clarification, Confirmation
from bot.understanding.values import read_value
from bot.understanding.yes_no import SECTIONS as YES_NO_SECTIONS
from bot.understanding.yes_no import read_yes_no


def interpret(
    text: str, profile: Profile, interview: Interview, lexicon: Lexicon, when: Circumstances
) -> Event:
    """The event that typing this text is, in this interview."""
    if len(text) > MOST_TYPED:
        return NotUnderstood(Problem(Reason.TOO_LONG, str(MOST_TYPED)))
    if not clean(text):
        return NotUnderstood(Problem(Reason.EMPTY))
    match prompt(profile, interview):
        case Aside() as aside:
            event = _aside(text, aside, profile, interview, lexicon)
            return event or _control(text, profile, interview, lexicon) or _choose()
        case Review():
            event = _review(text, profile, interview, lexicon)
            return event or _control(text, profile, interview, lexicon) or _choose()
        case Closed():
            return _control(text, profile, interview, lexicon) or _choose()
        case Question(trait):
            kind = trait.wording(interview.respondent).kind
            control = None if is_label(text, kind) else _control(text, profile, interview, lexicon)
            if control is not None:
                return control
            answer = _answer(text, kind, lexicon, when)
            return _to_the_offer(text, trait, answer, interview, lexicon) or answer


def _choose() -> Event:
    return NotUnderstood(Problem(Reason.NOT_AN_OPTION))


def _answer(text: str, kind: AnswerKind, lexicon: Lexicon, when: Circumstances) -> Event:
    if isinstance(kind, Day) and not kind.past:
        when = replace(when, earliest=when.today)
    reading = read_value(text, kind, lexicon, when)
    match reading:
        case Problem():
            return NotUnderstood(reading)
        case Clarification(readings):
            return Doubted(_both_ways(kind) or readings)
        case Confirmation(value):
            return Doubted(_both_ways(kind) or (value,))
        case _:
            return Answered(reading)


def _both_ways(kind: AnswerKind) -> tuple[Picked, Picked] | None:
    """A yes or no in doubt is asked for as such: "Did you mean no? Yes / No" would confuse."""
    return (Picked(YES), Picked(NO)) if isinstance(kind, YesNo) else None


def _to_the_offer(
    text: str, trait: Trait, answer: Event, interview: Interview, lexicon: Lexicon
) -> Event | None:
    """Words that answer what was offered: its own words again, yes or no, first or second.

    A number that is also an answer to the question is asked about, and a yes to a question that
    asks for one answers that question.
    """
    offered = interview.offered
    if not offered or len(text) > LONGEST:
        return None
    kind = trait.wording(interview.respondent).kind

    def picked(place: int) -> ReadingPicked:
        return ReadingPicked(trait.id, fingerprint(offered[place]), interview.step)

    for place, reading in enumerate(offered):
        if isinstance(reading, PickedOther | Written) and folded(text) == folded(reading.text):
            return picked(place)
    if _is_none(text, lexicon):
        return KeptGoing(interview.step)
    chosen = _place(text, max(2, len(offered)), lexicon)
    if chosen is not None and takes_places(kind):
        return picked(chosen) if chosen < len(offered) else KeptGoing(interview.step)
    if chosen is not None and chosen < len(offered) > 1:
        if not isinstance(answer, Answered) or answer.value == offered[chosen]:
            return picked(chosen)
        if answer.value not in offered or _is_ordinal(text, lexicon):
            return Doubted((offered[chosen], answer.value))  # The second of these, or 2?
    own_words = isinstance(answer, Answered) and isinstance(answer.value, PickedOther | Written)
    if isinstance(kind, YesNo) or (isinstance(answer, Answered) and not own_words):
        return None
    said = _said(text, lexicon)
    if said == NO:
        return KeptGoing(interview.step)
    if said == YES:
        return picked(0) if len(offered) == 1 else Doubted(offered)
    return None


def _is_ordinal(text: str, lexicon: Lexicon) -> bool:
    """Whether a place is named as such, "the second", and not only by a number."""
    items = lexicon.vocabulary(*PLACE_SECTIONS).items(text)
    return any(item.means("ordinals") for item in items)


def _is_none(text: str, lexicon: Lexicon) -> bool:
    """Whether the text is "none of these"."""
    items = lexicon.vocabulary(*PLACE_SECTIONS).items(text)
    return len(items) == 1 and items[0].means("grammar", "none")


def _place(text: str, length: int, lexicon: Lexicon) -> int | None:
    """The place, from 0, that a short text names of so many."""
    if len(text) > LONGEST:
        return None
    place = place_of(lexicon.vocabulary(*PLACE_SECTIONS).items(text), length)
    return place if place is not None and 0 <= place < length else None


def _control(text: str, profile: Profile, interview: Interview, lexicon: Lexicon) -> Event | None:
    """The command that these words are, politely said or not; ``change 2`` names its answer."""
    found = command(text, lexicon)
    if found is None:
        return None
    meaning, number = found
    return _nth_change(number, profile, interview) if number else CONTROLS[meaning]


def _nth_change(number: str, profile: Profile, interview: Interview) -> ChangeAsked:
    """The answer of that number; if there is none, the number, which is no trait's id."""
    answers = changeable(profile, interview)
    chosen = int(number[:9]) - 1
    return ChangeAsked(answers[chosen].trait if 0 <= chosen < len(answers) else number)


def _aside(
    text: str, aside: Aside, profile: Profile, interview: Interview, lexicon: Lexicon
) -> Event | None:
    """What answers a question in between: the place or the words of one of its buttons."""
    if aside is Aside.CHANGE:
        return _change(text, profile, interview, lexicon)
    buttons: list[Event] = [Confirmed(), KeptGoing()]
    if aside is Aside.CANCEL:
        buttons.insert(1, Paused())
    chosen = _place(text, len(buttons), lexicon)
    if chosen is not None:
        return buttons[chosen]
    said = _said(text, lexicon)
    if said == NO or _means(text, "keep", lexicon):
        return KeptGoing()
    return Confirmed() if said == YES or _means(text, f"confirm_{aside}", lexicon) else None


def _said(text: str, lexicon: Lexicon) -> str | None:
    """Whether the text is a plain yes or no."""
    if len(text) > LONGEST:
        return None
    items = lexicon.vocabulary(*YES_NO_SECTIONS).items(text)
    said = read_yes_no(items) if not any(item.figure for item in items) else None
    return said.option if isinstance(said, Picked) else None


def _means(text: str, meaning: str, lexicon: Lexicon) -> bool:
    """Whether the text is one of the phrases that a button of a question in between stands for."""
    if len(text) > LONGEST:
        return False
    vocabulary = lexicon.vocabulary("asides", "courtesy")
    # A button is typed with a comma or without: "Yes, cancel".
    items = vocabulary.tagged(replace(word, apart=False) for word in vocabulary.words(text))
    said = [item for item in items if item.means("asides") or not item.means("courtesy")]
    return len(said) == 1 and said[0].means("asides", meaning)


def _change(
    text: str, profile: Profile, interview: Interview, lexicon: Lexicon
) -> ChangeAsked | None:
    """Which answer is meant: its number, or the name of its trait where that may be seen."""
    answers = changeable(profile, interview)
    chosen = _place(text, len(answers), lexicon)
    if chosen is not None:
        return ChangeAsked(answers[chosen].trait)
    words = folded(text[:LONGEST])
    for answer in answers:
        names = profile.trait(answer.trait).name.values()
        if words in {folded(name) for name in names}:
            return ChangeAsked(answer.trait)
    return None


def _review(text: str, profile: Profile, interview: Interview, lexicon: Lexicon) -> Event | None:
    change = _change(text, profile, interview, lexicon)
    if change is not None:
        return change
    accepted = _means(text, "accept", lexicon) or _said(text, lexicon) == YES
    return SummaryAccepted() if accepted else None
