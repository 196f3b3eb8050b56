"""Labels within a text: a whole one among other words, or the words that are one label's alone."""

from collections.abc import Sequence

from bot.answers import Picked, Value
from bot.problems import Problem, Reason
from bot.understanding.labels import Label, Labels, compared
from bot.understanding.readings import Clarification
from bot.understanding.vocabulary import Item, Vocabulary
from bot.understanding.words import Word

MOST_READINGS = 4
"""More options than that are no help as buttons; the question shows them all."""
_SMALL = (
    *("filler", "measured", "picking", "small", "hedge", "not", "or", "and", "but"),
    *("to", "from", "only", "at_least", "at_most", "comparison"),
)


def picked(keys: Sequence[str], *, sure: bool = True) -> Value | Clarification:
    """The one option, if that is sure; else what there is to choose from."""
    different = tuple(dict.fromkeys(keys))
    if len(different) == 1 and sure:
        return Picked(different[0])
    return Clarification(tuple(Picked(key) for key in different))


def covered(
    typed: Label, items: Sequence[Item], options: Sequence[Labels], vocabulary: Vocabulary
) -> Value | Clarification | Problem | None:
    """A whole label among words that change nothing, or the words that are one label's alone."""
    whole = [(one.key, span) for one in options for span in _whole(one, typed)]
    longest = [
        (key, span)
        for key, span in whole
        if not any(_inside(span, other) for _, other in whole)
        if not _cuts_a_phrase(items, span, vocabulary)
    ]
    keys = list(dict.fromkeys(key for key, _ in longest))
    if len(keys) != 1:
        if keys:
            return picked(keys) if len(keys) <= MOST_READINGS else None
        return _partly(items, options, vocabulary)
    rest = _outside(items, longest[0][1])
    if any(_turns_round(item) for item in rest):
        return Problem(Reason.NOT_AN_OPTION)
    return picked(keys, sure=all(_changes_nothing(item) for item in rest))


def _cuts_a_phrase(items: Sequence[Item], span: tuple[int, int], vocabulary: Vocabulary) -> bool:
    """Whether a label is but part of a phrase that means something else, as in "no problem"."""
    at = 0
    for item in items:
        start, at = at, at + len(item.words)
        overlaps = start < span[1] and span[0] < at
        if overlaps and not (span[0] <= start and at <= span[1]):
            inside = item.words[max(0, span[0] - start) : span[1] - start]
            label = vocabulary.tagged(inside)
            alike = len(label) == 1 and bool(
                set(label[0].senses.get("answers", ())) & set(item.senses.get("answers", ()))
            )
            if not alike and not _is_small_talk(item):
                return True
    return False


def _turns_round(item: Item) -> bool:
    return item.means("grammar", "not", "but", "except") or item.means(
        "answers", "no", "unclear", "likely_no"
    )


def _changes_nothing(item: Item) -> bool:
    if item.means("grammar", "nearly"):
        return False
    return _is_small_talk(item) or item.means("answers", "sure", "likely_yes", "yes")


def _is_small_talk(item: Item) -> bool:
    return item.means("grammar", "filler", "picking", "hedge", "option", "one", "only")


def _whole(option: Labels, typed: Label) -> list[tuple[int, int]]:
    """Where a label of the option stands in the text, word for word."""
    return [
        (at, at + len(label))
        for label in option.labels
        if label
        for at in range(len(typed) - len(label) + 1)
        if typed[at : at + len(label)] == label
    ]


def _inside(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one != other and other[0] <= one[0] and one[1] <= other[1]


def _outside(items: Sequence[Item], span: tuple[int, int]) -> list[Item]:
    """The items outside of the span; a phrase that it only begins was judged before."""
    rest, at = [], 0
    for item in items:
        if at + len(item.words) <= span[0] or at >= span[1]:
            rest.append(item)
        at += len(item.words)
    return rest


def _partly(
    items: Sequence[Item], options: Sequence[Labels], vocabulary: Vocabulary
) -> Value | Clarification | None:
    """Words of labels alone: "fixed" for Fixed price, "yes" for two labels that begin with it."""
    asked: list[str] = []
    content: set[str] = set()
    beside = False
    of_labels = frozenset().union(*(one.words for one in options))
    for item in items:
        inside = compared(item.words)
        if of_labels.issuperset(inside):
            asked += inside
            content.update(word for word in inside if not _is_small(word, vocabulary))
        elif item.means("grammar", "measured", "nearly"):
            beside = True  # "Half up front": nearly, but not quite.
        elif not _changes_nothing(item):
            return None
    fitting = [one for one in options if set(asked) <= one.words]
    whole = [one for one in fitting if tuple(asked) in one.firsts]
    if asked and len(whole) == 1 and not beside:
        return Picked(whole[0].key)
    if not content or not fitting or len(fitting) > MOST_READINGS:
        return None
    begun = [one for one in options if any(_begins(first, asked) for first in one.firsts)]
    keys = [one.key for one in fitting]
    if len(keys) > 1:
        return picked(keys)
    holding = (label for label in fitting[0].labels if set(asked) <= set(label))
    label = min(holding, key=len, default=())
    vague = beside or any(item.means("answers", "unclear") for item in items)
    enough = 2 * len(set(asked)) >= len(label) or (begun == fitting and not vague)
    sure = bool(label) and enough and not beside and not _denied(label, asked, vocabulary)
    return picked(keys, sure=sure)


def _is_small(word: str, vocabulary: Vocabulary) -> bool:
    """Whether a word alone says nothing about which option is meant: not, or, more."""
    return any(item.means("grammar", *_SMALL) for item in vocabulary.tagged((Word(word),)))


def _begins(label: Label, asked: list[str]) -> bool:
    return label[: len(asked)] == tuple(asked)


def _denied(label: Label, asked: list[str], vocabulary: Vocabulary) -> bool:
    """Whether the label has a "not" or a number that was not said: "sure" is not "Not sure"."""
    unsaid = [word for word in label if word not in asked]
    return any(map(str.isdecimal, unsaid)) or any(
        item.means("grammar", "not") for word in unsaid for item in vocabulary.tagged((Word(word),))
    )
