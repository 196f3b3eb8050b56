"""An interview as it stands, and what is open in it.

There is no current-question pointer: what is open follows from the list and the answers, so the two
can never disagree.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.answers import Answer, Mark, Value
from bot.effects import Aside
from bot.ordering import next_trait
from bot.profile import Profile, Respondent, Standing, Trait, standings
from bot.weighing import refusal


class Stage(StrEnum):
    """How far an interview is."""

    OPEN = "open"
    PAUSED = "paused"
    FINISHED = "finished"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Interview:
    """A snapshot of one interview. ``answers`` are in the order in which they were first given.

    ``offered`` are readings of what was typed to the open question; one of them becomes an answer
    when its button is pressed.
    """

    respondent: Respondent
    stage: Stage = Stage.OPEN
    answers: tuple[Answer, ...] = ()
    aside: Aside | None = None
    changing: str | None = None
    attempts: int = 0
    step: int = 0
    replaced: Answer | None = None
    offered: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A trait is being asked about."""

    trait: Trait


@dataclass(frozen=True, slots=True)
class Review:
    """Everything is answered; the summary waits for a yes."""


@dataclass(frozen=True, slots=True)
class Closed:
    """Nothing is open any more."""


Prompt = Question | Aside | Review | Closed


def prompt(profile: Profile, interview: Interview) -> Prompt:
    """What is open."""
    if interview.stage is Stage.CANCELLED:
        return Closed()
    if interview.aside is not None:
        return interview.aside
    if interview.changing is not None:
        return Question(profile.trait(interview.changing))
    trait = next_trait(profile, interview.answers, interview.respondent)
    if trait is not None:
        return Question(trait)
    return Closed() if interview.stage is Stage.FINISHED else Review()


def changeable(profile: Profile, interview: Interview) -> tuple[Answer, ...]:
    """The answers that count at present, numbered from 1 where a person counts them."""
    standing = standings(profile, interview.answers, interview.respondent)
    return tuple(a for a in interview.answers if standing[a.trait] is Standing.IN_PLAY)


def fits(profile: Profile, interview: Interview) -> bool:
    """Whether this can be an interview about this list; stored ones may have been tampered with."""
    kinds = {
        trait.id: trait.wording(interview.respondent).kind
        for trait in profile.traits
        if interview.respondent is Respondent.MEMBER or trait.to is not None
    }
    replaced = (interview.replaced,) if interview.replaced else ()
    return (
        interview.changing in (None, *kinds)
        and all(
            answer.trait in kinds
            and (
                isinstance(answer.response, Mark)
                or refusal(kinds[answer.trait], answer.response) is None
            )
            for answer in (*interview.answers, *replaced)
        )
        and _offer_fits(profile, interview)
    )


def _offer_fits(profile: Profile, interview: Interview) -> bool:
    """Whether everything that is offered could answer the open question."""
    match prompt(profile, interview):
        case Question(trait):
            kind = trait.wording(interview.respondent).kind
            return all(refusal(kind, reading) is None for reading in interview.offered)
        case Aside() | Review() | Closed():
            return not interview.offered
