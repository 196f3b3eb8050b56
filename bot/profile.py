"""The list of an ideal client's traits, and when each of them is asked."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from bot.answers import Answer, Mark, Picked, PickedSeveral, Value
from bot.kinds import AnswerKind, Price, Texts
from bot.weighing import fit

DEFAULT_UNKNOWN_FIT = Fraction(1, 5)
DEFAULT_FAILS_BELOW = Fraction(1, 2)


class Respondent(StrEnum):
    """Who answers: a member about the prospect, or the prospect."""

    MEMBER = "member"
    PROSPECT = "prospect"


class Subject(StrEnum):
    """Whom the list is held against: somebody who wants to become a client, or a client."""

    PROSPECT = "prospect"
    CLIENT = "client"


@dataclass(frozen=True, slots=True)
class Wording:
    """One of a trait's two questions, with the reason shown to whoever asks why."""

    question: Texts
    kind: AnswerKind
    why: Texts | None = None


@dataclass(frozen=True, slots=True)
class Remedy:
    """What to ask for when the trait falls short; ``cures`` if agreeing to it makes it good."""

    advice: Texts
    cures: bool


@dataclass(frozen=True, slots=True)
class Condition:
    """What must be true of an earlier trait's value: one of ``options``, and a fit in the limits.

    A trait without a value meets no condition.
    """

    trait: str
    options: frozenset[str] | None = None
    fit_at_least: Fraction = Fraction(0)
    fit_at_most: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Trait:
    """One quality on the list. ``weight`` is 1 to 5; a deal-breaker fails below ``fails_below``."""

    id: str
    name: Texts
    weight: int
    about: Wording
    to: Wording | None = None
    fails_below: Fraction | None = None
    unknown_fit: Fraction = DEFAULT_UNKNOWN_FIT
    remedy: Remedy | None = None
    only_if: tuple[Condition, ...] = ()
    group: str = ""

    def wording(self, respondent: Respondent) -> Wording:
        """The question for this respondent. Raises LookupError if the trait has none."""
        if respondent is Respondent.MEMBER:
            return self.about
        if self.to is None:
            raise LookupError(f"trait {self.id} has no question to the prospect")
        return self.to


@dataclass(frozen=True, slots=True)
class Bands:
    """From which score on a verdict is given, 0 to 100."""

    accept: Fraction = Fraction(75)
    conditions: Fraction = Fraction(50)


@dataclass(frozen=True, slots=True)
class Profile:
    """A whole list. ``summary`` asks for a last look at the answers before the verdict.

    ``minimum_price`` is the least that a job is taken for.
    """

    id: str
    name: Texts
    traits: tuple[Trait, ...]
    bands: Bands = Bands()
    summary: bool = True
    subject: Subject = Subject.PROSPECT
    minimum_price: Price | None = None

    def trait(self, trait_id: str) -> Trait:
        """The trait of that id. Raises LookupError if the list has none."""
        for trait in self.traits:
            if trait.id == trait_id:
                return trait
        raise LookupError(f"no trait {trait_id} on list {self.id}")

    def speaks_to(self, respondent: Respondent) -> bool:
        """Whether every trait has a question for this respondent."""
        return respondent is Respondent.MEMBER or all(trait.to for trait in self.traits)


def holds(condition: Condition, profile: Profile, answer: Answer, respondent: Respondent) -> bool:
    """Whether an answer to the condition's trait meets it."""
    if isinstance(answer.response, Mark):
        return False
    kind = profile.trait(condition.trait).wording(respondent).kind
    weighed = fit(kind, answer.response, answer.given_on)
    if weighed is not None and not condition.fit_at_least <= weighed <= condition.fit_at_most:
        return False
    return condition.options is None or bool(_keys(answer.response) & condition.options)


def _keys(value: Value) -> frozenset[str]:
    match value:
        case Picked(option):
            return frozenset({option})
        case PickedSeveral(options):
            return frozenset(options)
        case _:
            return frozenset()


class Standing(StrEnum):
    """What a trait's conditions say, given the answers so far."""

    IN_PLAY = "in_play"
    POSSIBLE = "possible"
    OUT = "out"


def standings(
    profile: Profile, answers: tuple[Answer, ...], respondent: Respondent
) -> dict[str, Standing]:
    """Each trait's standing, by id, in the order of the list.

    A trait is out as soon as one condition can no longer be met: its trait is out, has only a
    mark, or has another value. It is merely possible while such a trait is still unanswered.
    """
    given = {answer.trait: answer for answer in answers}
    result: dict[str, Standing] = {}
    for trait in profile.traits:
        standing = Standing.IN_PLAY
        for condition in trait.only_if:
            earlier = result[condition.trait]
            answer = given.get(condition.trait)
            if earlier is Standing.OUT:
                standing = Standing.OUT
            elif earlier is Standing.POSSIBLE or answer is None:
                standing = Standing.POSSIBLE if standing is Standing.IN_PLAY else standing
            elif not holds(condition, profile, answer, respondent):
                standing = Standing.OUT
        result[trait.id] = standing
    return result
