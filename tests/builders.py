"""Small lists and answers, for tests that are about something else."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from bot.answers import Answer, Response
from bot.kinds import AnswerKind, Texts
from bot.profile import Condition, Profile, Remedy, Trait, Wording

TODAY = date(2026, 3, 2)
HALF = Fraction(1, 2)


def words(text: str) -> Texts:
    """A text in both languages."""
    return {"en": text, "ar": f"{text} بالعربية"}


def trait(trait_id: str, kind: AnswerKind, weight: int = 1) -> Trait:
    """A trait with the same kind of answer in both wordings."""
    return Trait(
        trait_id,
        words(trait_id),
        weight,
        Wording(words(f"About {trait_id}?"), kind),
        Wording(words(f"To {trait_id}?"), kind),
    )


def deal_breaker(made: Trait, *, cures: bool) -> Trait:
    """The trait as a deal-breaker that fails below one half."""
    return replace(made, fails_below=HALF, remedy=Remedy(words(f"Ask for {made.id}"), cures=cures))


def curable(made: Trait) -> Trait:
    """The trait with a remedy that makes it good; no deal-breaker."""
    return replace(made, remedy=Remedy(words(f"Ask for {made.id}"), cures=True))


def only_if(made: Trait, *conditions: Condition) -> Trait:
    """The trait, asked only if all conditions are met."""
    return replace(made, only_if=conditions)


def listed(*traits: Trait) -> Profile:
    """A list of these traits, with the usual bands and a summary."""
    return Profile("test_list", words("Test list"), traits)


def answer(trait_id: str, response: Response) -> Answer:
    """An answer given today."""
    return Answer(trait_id, response, TODAY)
