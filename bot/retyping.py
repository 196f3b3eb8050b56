"""An answer that is typed again: continued in another message, or corrected where it was typed."""

from datetime import date

from bot.events import Answered, ChangeAsked, Doubted, NotUnderstood, Passed
from bot.interview import Turn, advance
from bot.profile import Profile
from bot.snapshot import Interview, Stage, changeable
from bot.understanding import interpret
from bot.understanding.lexicon import Lexicon
from bot.understanding.readings import Circumstances


def answered_again(  # noqa: PLR0913, PLR0917  # What understanding needs, and what is answered.
    profile: Profile,
    interview: Interview,
    trait: str,
    text: str,
    lexicon: Lexicon,
    when: Circumstances,
    today: date,
) -> tuple[Turn, bool] | None:
    """What the new words lead to, and whether they were understood completely.

    None if the trait has no answer that could be changed, or the words are no answer.
    """
    is_answered = trait in [answer.trait for answer in changeable(profile, interview)]
    if not is_answered or interview.stage is Stage.CANCELLED:
        return None
    changing = advance(profile, interview, ChangeAsked(trait), today).interview
    event = interpret(text, profile, changing, lexicon, when)
    if not isinstance(event, Answered | Passed | NotUnderstood | Doubted):
        return None
    turn = advance(profile, changing, event, today)
    understood = isinstance(event, Answered | Passed)
    if understood and turn.interview.answers == interview.answers:
        return Turn(interview, ()), True
    return turn, understood
