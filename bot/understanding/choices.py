"""One of several options: its label or a clear part of it, its place, in any language.

Words that fit two options come back with both. Words beside a label must be known to change
nothing: "not hourly" and "nut hourly" are no answers.
"""

from collections.abc import Sequence

from bot.answers import Picked, PickedOther, Value
from bot.kinds import YES
from bot.problems import Problem, Reason
from bot.understanding import yes_no
from bot.understanding.covering import MOST_READINGS, covered, picked
from bot.understanding.labels import (
    Label,
    Labels,
    as_written,
    compared,
    is_another,
    without_hyphens,
)
from bot.understanding.lexicon import Lexicon
from bot.understanding.near import NEAR
from bot.understanding.places import SECTIONS as PLACE_SECTIONS
from bot.understanding.places import place_of
from bot.understanding.readings import Clarification, Confirmation
from bot.understanding.vocabulary import Item, Vocabulary
from bot.understanding.words import Word

SECTIONS = (*PLACE_SECTIONS, "answers", "tails")
SHORTEST_LABEL = 7
"""Letters of the shortest label of several words that a slip can be found in as a whole."""
Found = Value | Clarification | Confirmation | Problem


def vocabulary(lexicon: Lexicon) -> Vocabulary:
    """The words beside labels."""
    return lexicon.vocabulary(*SECTIONS)


def read_choice(
    words: Sequence[Word], options: Sequence[Labels], other: str | None, vocabulary: Vocabulary
) -> Found:
    """The option that the words name; ``other`` is the text as an answer of its own, if allowed."""
    typed = vocabulary.expanded(without_hyphens(words))
    items = vocabulary.tagged(typed)
    named = _named(typed, items, options, vocabulary)
    if named is not None and not isinstance(named, Problem):
        return named
    if other is None or place_of(items, len(options)) is not None:
        return named or Problem(Reason.NOT_AN_OPTION)
    # A bare yes or no is rarely what somebody wants to have noted in their own words.
    said = not isinstance(yes_no.read_yes_no(items), Problem)
    own = PickedOther(other)
    return Clarification((own,)) if said else own


def _named(
    words: Sequence[Word], items: Sequence[Item], options: Sequence[Labels], vocabulary: Vocabulary
) -> Found | None:
    if any(is_another(word.text, options, vocabulary.is_itself) for word in words):
        return None
    typed = compared(words)
    exact = [one for one in options if as_written(words) in one.exact]
    exact = exact or [one for one in options if typed in one.labels]
    exact = exact or [one for one in options if "".join(typed) in one.squeezed]
    exact = exact or [one for one in options if _in_figures(items) in one.labels]
    place = place_of(items, len(options))
    if exact or place is not None:
        return _by_place(exact, place, typed, options)
    if any(item.text == "?" for item in items):
        return None
    either = _either(words, items, options, vocabulary)
    if either is not None:
        return either
    same = _same_meaning(items, options, vocabulary)
    found = same or covered(typed, items, options, vocabulary)
    if isinstance(found, Picked | Problem):
        return found
    polar = _as_yes_or_no(items, options, vocabulary)
    if isinstance(found, Clarification) and polar is not None:
        named = polar.readings if isinstance(polar, Clarification) else (polar,)
        both = tuple(dict.fromkeys((*named, *found.readings)))
        return polar if both == named else Clarification(both[:MOST_READINGS])
    return polar or found or _nearly_a_label(typed, options)


def _in_figures(items: Sequence[Item]) -> Label:
    """The words with number words as figures: "two weeks" for a label "2 weeks"."""
    if len(items) < 2:  # A number alone is a place.
        return ()
    words: list[Word] = []
    for item in items:
        number = item.meaning("numbers")
        words += item.words if number is None else (Word(number),)
    return compared(words)


def _by_place(
    exact: list[Labels], place: int | None, typed: Label, options: Sequence[Labels]
) -> Value | Clarification | Problem:
    """An exact label beats a place, unless both fit; a number may also lie within a label."""
    fitting = [one.key for one in exact]
    is_place = place is not None and 0 <= place < len(options)
    if place is not None and not (exact and len(typed) > 1):
        if is_place:
            fitting.append(options[place].key)
        if len(typed) == 1:
            fitting += [one.key for one in options if _holds(one, typed[0])]
    if not fitting:
        return Problem(Reason.NOT_AN_OPTION)
    return picked(fitting, sure=bool(exact) or is_place)


def _holds(option: Labels, number: str) -> bool:
    """Whether a label begins with that number or is a range, such as 11-50, that it lies in."""
    for label in option.labels:
        if len(label) > 1 and label[0] == number:
            return True
        if not number.isdecimal():
            continue
        match label:
            case (low, "-", high) if low.isdecimal() and high.isdecimal():
                if int(low) <= int(number) <= int(high):
                    return True
            case (low, "+") if low.isdecimal() and int(number) >= int(low):
                return True
            case _:
                pass
    return False


def _either(
    words: Sequence[Word], items: Sequence[Item], options: Sequence[Labels], vocabulary: Vocabulary
) -> Clarification | Problem | None:
    """Java or Python: both, as buttons."""
    ends, at = [], 0
    for item in items:
        if item.means("grammar", "or"):
            ends.append((at, at + len(item.words)))
        at += len(item.words)
    joining = {compared(words[start:end]) for start, end in ends}
    if len(ends) != 1 or any(set(word) <= one.words for one in options for word in joining):
        return None
    sides = (words[: ends[0][0]], words[ends[0][1] :])
    found = [_one(side, options, vocabulary) for side in sides]
    if None in found:
        return Problem(Reason.NOT_AN_OPTION)
    return Clarification(tuple(Picked(key) for key in dict.fromkeys(found) if key is not None))


def _one(words: Sequence[Word], options: Sequence[Labels], vocabulary: Vocabulary) -> str | None:
    """The one option that these words alone are a label, a place or an own word of."""
    typed = compared(words)
    exact = [one.key for one in options if typed in one.labels]
    if len(exact) == 1:
        return exact[0]
    place = place_of(vocabulary.tagged(words), len(options))
    if place is not None and 0 <= place < len(options):
        return options[place].key
    part = [one.key for one in options if typed and set(typed) <= one.words]
    return part[0] if len(part) == 1 else None


def _same_meaning(
    items: Sequence[Item], options: Sequence[Labels], vocabulary: Vocabulary
) -> Value | None:
    """Another word for all, none or both, where the label of one option says that."""
    said = [item for item in items if not item.means("grammar", "filler")]
    if len(said) != 1:
        return None
    for meaning in ("both", "none", "all"):
        if said[0].means("grammar", meaning):
            keys = [
                one.key for one in options if _is_one(one.firsts, "grammar", meaning, vocabulary)
            ]
            return Picked(keys[0]) if len(keys) == 1 else None
    return None


def _is_one(labels: Sequence[Label], section: str, meaning: str, vocabulary: Vocabulary) -> bool:
    """Whether one of the labels is a word of that meaning and nothing else."""
    tagged = [vocabulary.tagged(map(Word, label)) for label in labels]
    return any(len(items) == 1 and items[0].means(section, meaning) for items in tagged)


def _as_yes_or_no(
    items: Sequence[Item], options: Sequence[Labels], vocabulary: Vocabulary
) -> Value | Clarification | None:
    """Another word for yes or no, where one label alone is a plain yes or no."""
    found = yes_no.read_yes_no(items)
    likely = _likeliest(found)
    if not isinstance(likely, Picked) or any(item.figure for item in items):
        return None
    firm = "firm_yes" if likely.option == YES else "firm_no"
    is_firm = found == likely and any(item.means("answers", firm, "sure") for item in items)
    keys = [one.key for one in options if _is_one(one.labels, "answers", firm, vocabulary)]
    begun = [one.key for one in options if _is_one(one.firsts, "answers", firm, vocabulary)]
    if not begun or len(begun) > MOST_READINGS:
        return None
    return picked(begun, sure=is_firm and keys == begun and len(keys) == 1)


def _likeliest(found: yes_no.Found) -> Value | Problem:
    match found:
        case Clarification(readings):
            return readings[0]
        case Confirmation(value):
            return value
        case _:
            return found


def _nearly_a_label(typed: Label, options: Sequence[Labels]) -> Confirmation | None:
    """A slip somewhere in a label of several words: "fixd price"."""
    text = " ".join(typed)
    if len(typed) < 2 or len(text) < SHORTEST_LABEL:
        return None
    from rapidfuzz import fuzz  # noqa: PLC0415  # Few answers need it.

    near = [
        one.key
        for one in options
        if any(
            _figures(label) == _figures(typed) and fuzz.ratio(text, " ".join(label)) > NEAR
            for label in one.labels
            if len(label) == len(typed)
        )
    ]
    return Confirmation(Picked(near[0])) if len(near) == 1 else None


def _figures(label: Label) -> list[str]:
    """The figures of a label: in them, one that is wrong is no slip."""
    return [word for word in label if word.isdecimal()]
