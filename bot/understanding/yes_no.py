"""Yes and no, said in many ways: sure, of course not, لا أظن, أكيد لا, 👍, "no, they never did"."""

from collections.abc import Sequence

from bot.answers import Picked
from bot.kinds import NO, YES
from bot.problems import Problem, Reason
from bot.understanding.lexicon import Lexicon
from bot.understanding.places import SECTIONS as PLACE_SECTIONS
from bot.understanding.places import place_of
from bot.understanding.readings import Clarification, Confirmation
from bot.understanding.vocabulary import Item, Vocabulary

SECTIONS = ("answers", "tails", *PLACE_SECTIONS)
_LEANING = {
    "denial": "no",
    "likely_no": "no",
    "short_no": "no",
    "likely_yes": "yes",
    "short_yes": "yes",
}
"""What these come to beside a plain yes or no: "no, not yet" is a no."""
_SHORT = frozenset({"short_yes", "short_no"})
"""Answers such as "they have", which are the beginning of another sentence as often."""
_NEGATIVE = ("no", "denial", "likely_no", "short_no")
_POSITIVE = ("yes", "likely_yes", "short_yes")
LONGEST_CLAUSE = 20
"""Words behind "no," that still explain it; more is a story of its own."""
Found = Picked | Clarification | Confirmation | Problem


def vocabulary(lexicon: Lexicon) -> Vocabulary:
    """The words of a yes or a no."""
    return lexicon.vocabulary(*SECTIONS)


def read_yes_no(items: Sequence[Item]) -> Found:
    """Yes or no; or what is likely meant, to be chosen by a tap."""
    neither = Problem(Reason.NOT_YES_OR_NO)
    place = place_of(items, 2)
    if place is not None:
        return Picked((YES, NO)[place]) if place in (0, 1) and _is_place(items) else neither
    if not items or any(item.figure for item in items) or any(item.text == "?" for item in items):
        return neither
    likely = _likely(items)
    if likely is not None:
        return likely
    if any(item.means("answers", "unclear") for item in items):
        return neither
    senses = {sense for item in items if (sense := item.meaning("answers")) is not None}
    plain = {_LEANING.get(sense, sense) for sense in senses} - {"sure"}
    if not senses or senses == {"denial"} or plain == {"yes", "no"}:
        return neither
    if plain == {"no"}:
        if _negated_before(items) or _is_denied(items):
            return neither
        answer = Picked(NO)
    elif any(_is_negative(item) for item in items):
        return neither
    else:
        answer = Picked(YES)
    if _says_only(items, short=not senses <= {*_SHORT, "sure"}):
        return answer
    return _explained(items, answer)


def _is_place(items: Sequence[Item]) -> bool:
    """Whether a place is named as the one of a button: 2, #2, option two, not "one" or "no. 1"."""
    if items[0].means("answers", "no"):
        return False
    marked = any(item.means("grammar", "option") for item in items)
    return marked or (len(items) == 1 and items[0].figure)


def _says_only(items: Sequence[Item], *, short: bool) -> bool:
    """Whether nothing but courtesy stands beside the answer; ``short`` if it has a plain one."""
    if not short and sum(_may_be_short(item) for item in items) > 1:
        return False
    return all(
        item.means("answers") or item.means("tails", "any") or item.text in ("-", ".")
        for item in items
    )


def _may_be_short(item: Item) -> bool:
    return item.meaning("answers") in _SHORT


def _explained(items: Sequence[Item], answer: Picked) -> Found:
    """A plain yes or no with words behind it; where they are strange to us, it takes a tap."""
    first, rest = items[0], items[1:]
    if first.meaning("answers") not in ("yes", "no") or not rest or len(rest) >= LONGEST_CLAUSE:
        return Problem(Reason.NOT_YES_OR_NO)
    contrary = _NEGATIVE if answer.option == YES else _POSITIVE
    if any(item.means("answers", *contrary) for item in rest):
        return Problem(Reason.NOT_YES_OR_NO)
    known = all(item.means("answers") or item.means("tails") for item in rest)
    if known and (answer.option == YES or any(_is_negative(item) for item in rest)):
        return answer
    # "Yes they have" needs no comma, but "no" before a word may belong to it: no comment, لا أعرف.
    goes_on = first.means("answers", "firm_yes") and rest[0].means("tails", "any", "yes")
    pause = rest[0].apart or rest[0].text == "-"
    return Confirmation(answer) if pause or goes_on else Problem(Reason.NOT_YES_OR_NO)


def _negated_before(items: Sequence[Item]) -> bool:
    """Whether the no itself is denied: "I can't say no"."""
    first = next(at for at, item in enumerate(items) if item.means("answers", *_NEGATIVE))
    if any(_is_negative(item) for item in items[:first]):
        return True
    rest = items[first + 1 :]  # "It is not a no", "never no", but "no no" and "nope, never".
    goes_on = not any(item.apart or item.text == "-" for item in rest)
    again = any(item.means("answers", "no", "short_no") or _is_negative(item) for item in rest)
    return goes_on and again and not items[first].means("answers", "firm_no")


def _is_denied(items: Sequence[Item]) -> bool:
    """Whether what is called wrong is denied itself, as in "not wrong" and لا خطأ."""
    wrong = [item for item in items if item.means("answers", "wrong")]
    others = [
        item
        for item in items
        if item.means("answers", *_NEGATIVE) or _is_negative(item)
        if not item.means("answers", "wrong")
    ]
    return bool(wrong) and bool(others)


def _is_negative(item: Item) -> bool:
    return item.means("answers", "short_no") or (
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
