"""What typed words are: an event of the open question, part of the last answer, a correction."""

from dataclasses import replace
from datetime import datetime

from bot.arrivals import TextSent
from bot.events import (
    Answered,
    CancelAsked,
    Doubted,
    Event,
    HelpAsked,
    KeptGoing,
    NotUnderstood,
    Overtaken,
    Passed,
    Paused,
    ReadingPicked,
    RepeatAsked,
    RestartAsked,
    Returned,
    Snoozed,
    WhyAsked,
)
from bot.kinds import Text
from bot.messages import BURST
from bot.profile import Profile
from bot.records import Record, Saying
from bot.snapshot import Question, Stage, prompt
from bot.understanding import interpret
from bot.understanding.lexicon import Lexicon
from bot.understanding.readings import Circumstances

ANY_TIME = (HelpAsked, Paused, RepeatAsked, Returned, CancelAsked, RestartAsked, Snoozed, WhyAsked)
"""What can be said whatever is open: it answers nothing that may have changed meanwhile."""
ANSWERING = (Answered, NotUnderstood, Doubted, ReadingPicked, KeptGoing)
"""What words can be that answer a question or an offer. A pause takes them only from the screen."""


def event_of_words(
    typed: TextSent, record: Record, profile: Profile, lexicon: Lexicon, when: Circumstances
) -> Event:
    """The event that typing this is."""
    event = interpret(typed.text, profile, record.interview, lexicon, when)
    if event == Returned() and record.interview.stage is Stage.OPEN:
        return RepeatAsked()  # Nobody had left.
    behind = typed.step not in (None, record.interview.step)
    if behind and not isinstance(event, ANY_TIME):
        return Overtaken()
    resting = record.interview.stage is Stage.PAUSED and typed.step is None
    return Overtaken() if resting and isinstance(event, ANSWERING) else event


def awake_if_on_screen(record: Record, typed: TextSent, event: Event) -> Record:
    """A paused interview goes on when words answer the very question that is on the screen."""
    interview = record.interview
    on_screen = interview.stage is Stage.PAUSED and typed.step == interview.step
    if on_screen and isinstance(event, ANSWERING):
        return replace(record, interview=replace(interview, stage=Stage.OPEN))
    return record


def saying_of(
    typed: TextSent, event: Event, record: Record, profile: Profile, at: datetime
) -> Saying | None:
    """What is to be remembered of words that were typed to a question."""
    asked = prompt(profile, record.interview)
    if not typed.message_id or not isinstance(event, ANSWERING) or not isinstance(asked, Question):
        return None
    first = typed.message_id
    return Saying(first, record.id, asked.trait.id, first, typed.text, at)


def is_text(saying: Saying, record: Record, profile: Profile) -> bool:
    """Whether it was typed to a question that asks for a text."""
    wording = profile.trait(saying.trait).wording(record.interview.respondent)
    return isinstance(wording.kind, Text)


def continued(  # noqa: PLR0913, PLR0917  # What was said before, and what understanding needs.
    last: Saying | None,
    typed: TextSent,
    record: Record,
    profile: Profile,
    lexicon: Lexicon,
    when: Circumstances,
    at: datetime,
) -> Saying | None:
    """The words as another part of the text that was typed just before, if they are one."""
    if last is None or last.interview_id != record.id or at - last.at > BURST:
        return None
    said = interpret(typed.text, profile, record.interview, lexicon, when)
    if not is_text(last, record, profile) or not isinstance(said, ANSWERING):
        return None
    return replace(last, message_id=typed.message_id, text=typed.text, at=at)


def is_new(  # A correction, and what understanding needs.
    saying: Saying,
    text: str,
    record: Record,
    profile: Profile,
    lexicon: Lexicon,
    when: Circumstances,
) -> bool:
    """Whether corrected words that change no answer are to be taken as if typed now.

    So are commands, and answers to the question that they were typed to, if it is still open.
    """
    asked = prompt(profile, record.interview)
    if isinstance(asked, Question) and asked.trait.id == saying.trait:
        return True
    said = interpret(text, profile, record.interview, lexicon, when)
    return not isinstance(said, (*ANSWERING, Passed))
