"""Yes and no, said in many ways: sure, of course not, لا أظن, أكيد لا, 👍, "no, they never did"."""

from collections.abc import Sequence

from bot.answers import Picked, Value
from bot.kinds import NO, YES
from bot.problems import Problem, Reason
from bot.understanding.lexicon import Lexicon
from bot.understanding.readings import Clarification
from bot.understanding.vocabulary import Item, Vocabulary

SECTIONS = ("answers", "tails")
_LEANING = {"denial": "no", "likely_no": "no", "likely_yes": "yes"}
"""What these come to beside a plain yes or no: "no, not yet" is a no."""
LONGEST_CLAUSE = 20
"""Words behind "no," that still explain it; more is a story of its own."""


def vocabulary(lexicon: Lexicon) -> Vocabulary:
    """The words of a yes or a no."""
    return lexicon.vocabulary(*SECTIONS)


def read_yes_no(items: Sequence[Item]) -> Value | Clarification | Problem:
    """Yes or no; or what is likely meant, to be chosen by a tap."""
    neither = Problem(Reason.NOT_YES_OR_NO)
    places = {("1",): YES, ("#", "1"): YES, ("2",): NO, ("#", "2"): NO}
    place = places.get(tuple(item.text for item in items))
    if place is not None:
        return Picked(place)
    if any(item.figure for item in items[1:]):
        return neither  # "No. 1" is a number.
    if not items or any(item.text == "?" for item in items):
        return neither
    likely = _likely(items)
    if likely is not None:
        return likely
    if any(item.means("answers", "unclear") for item in items):
        return neither
    senses = [sense for item in items if (sense := item.meaning("answers")) is not None]
    strange = [not item.senses and item.text not in ("-", ".") for item in items]
    if not senses or (any(strange) and not _explains_itself(items)):
        return neither
    plain = {_LEANING.get(sense, sense) for sense in senses} - {"sure"}
    if set(senses) == {"denial"}:
        return neither
    negative_tail = any(_is_negative(item) for item in items)
    if plain == {"no"}:
        return neither if _negated_before(items) or _is_denied(items) else Picked(NO)
    return Picked(YES) if plain <= {"yes"} and not negative_tail else neither


def _negated_before(items: Sequence[Item]) -> bool:
    """Whether the no itself is denied: "I can't say no"."""
    said_no = ("no", "denial", "likely_no")
    first = next(at for at, item in enumerate(items) if item.means("answers", *said_no))
    return any(_is_negative(item) for item in items[:first])


def _is_denied(items: Sequence[Item]) -> bool:
    """Whether what is called wrong is denied itself, as in "not wrong" and لا خطأ."""
    wrong = [item for item in items if item.means("answers", "wrong")]
    others = [
        item
        for item in items
        if item.means("answers", "no", "denial", "likely_no") or _is_negative(item)
        if not item.means("answers", "wrong")
    ]
    return bool(wrong) and bool(others)


def _is_negative(item: Item) -> bool:
    return (
        item.means("tails", "no") and not item.means("tails", "any") and not item.means("answers")
    )


def _likely(items: Sequence[Item]) -> Clarification | None:
    """What is nearly a yes or a no: one tap decides; the likelier comes first."""
    said = [item for item in items if item.means("answers") or not item.means("tails", "any")]
    senses = {item.meaning("answers") for item in said}
    if senses == {"likely_yes"}:
        return Clarification((Picked(YES), Picked(NO)))
    if "likely_no" in senses and senses <= {"likely_no", "denial"}:
        return Clarification((Picked(NO), Picked(YES)))
    return None


def _explains_itself(items: Sequence[Item]) -> bool:
    """Whether a plain yes or no, and a pause, stand before words that only explain it."""
    if (
        len(items) < 2
        or len(items) > LONGEST_CLAUSE
        or items[0].meaning("answers") not in ("yes", "no")
    ):
        return False
    # "Yes they have" needs no comma, but "no" before a word may belong to it: no comment, لا أعرف.
    goes_on = items[0].means("answers", "firm_yes") and items[1].means("tails", "any")
    pause = items[1].apart or items[1].text == "-" or goes_on
    rest = items[1:]
    says_yes = items[0].means("answers", "yes")
    contrary = ("no", "denial", "likely_no") if says_yes else ("yes", "likely_yes")
    against = any(
        item.means("answers", *contrary) or (says_yes and _is_negative(item)) for item in rest
    )
    return pause and not against
