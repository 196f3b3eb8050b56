"""Which trait is asked next, and how far along an interview is.

The order is the list's own; a trait whose conditions are not met is passed over.
"""

from dataclasses import dataclass

from bot.answers import Answer
from bot.profile import Profile, Respondent, Standing, Trait, standings


@dataclass(frozen=True, slots=True)
class Progress:
    """The open question's number and the most questions there can be: "4 of at most 8"."""

    number: int
    at_most: int


def next_trait(
    profile: Profile, answers: tuple[Answer, ...], respondent: Respondent
) -> Trait | None:
    """The first trait in play without an answer; None when nothing is left to ask."""
    given = {answer.trait for answer in answers}
    standing = standings(profile, answers, respondent)
    for trait in profile.traits:
        if trait.id not in given and standing[trait.id] is Standing.IN_PLAY:
            return trait
    return None


def progress(
    profile: Profile, answers: tuple[Answer, ...], respondent: Respondent, trait_id: str
) -> Progress:
    """Where the question about ``trait_id`` stands. The number only grows while answering.

    A trait that is answered already, and asked once more, has the number it had.
    """
    standing = standings(profile, answers, respondent)
    given = [a.trait for a in answers if standing[a.trait] is Standing.IN_PLAY]
    left = [
        trait.id
        for trait in profile.traits
        if trait.id not in given and standing[trait.id] is not Standing.OUT
    ]
    number = given.index(trait_id) if trait_id in given else len(given)
    return Progress(number + 1, len(given) + len(left))
