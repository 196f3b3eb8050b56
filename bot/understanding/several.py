"""Some of several options: 1, 3 and 4; design and SEO; all but copywriting; تصميم وبرمجة.

Every part has to be understood: an unknown one is never dropped in silence.
"""

from collections.abc import Sequence

from bot.answers import PickedSeveral, Value
from bot.problems import Problem, Reason
from bot.understanding.choices import SECTIONS as CHOICE_SECTIONS
from bot.understanding.choices import Found
from bot.understanding.labels import Label, Labels, compared, is_another, without_hyphens
from bot.understanding.lexicon import Lexicon
from bot.understanding.places import place_at
from bot.understanding.readings import Clarification, Confirmation
from bot.understanding.vocabulary import Item, Vocabulary
from bot.understanding.words import Word

SECTIONS = CHOICE_SECTIONS
LONGEST_PLACE = 8
"""Words that "option number one to option number three" has."""
SHORTEST_START = 3
"""Letters that a word is known by if no other begins so."""


def vocabulary(lexicon: Lexicon) -> Vocabulary:
    """The words between labels."""
    return lexicon.vocabulary(*SECTIONS)


def read_several(words: Sequence[Word], options: Sequence[Labels], vocabulary: Vocabulary) -> Found:
    """The options in the order of the list, each once."""
    typed = vocabulary.expanded(_without_joined_and(without_hyphens(words), options))
    items = vocabulary.tagged(typed)
    if any(item.text == "?" for item in items) or any(
        is_another(word.text, options, vocabulary.is_itself) for word in typed
    ):
        return Problem(Reason.NOT_AN_OPTION)
    special = _all_or_none(typed, items, options, vocabulary)
    return _parts(typed, options, vocabulary) if special is None else special


def _without_joined_and(words: Sequence[Word], options: Sequence[Labels]) -> list[Word]:
    """The words with an Arabic "and" taken off where that gives the word of a label."""
    known = frozenset().union(*(one.words for one in options))
    result: list[Word] = []
    for word in words:
        rest = Word(word.text[1:])
        joined = word.text.startswith("و") and rest.text and not known.issuperset(compared((word,)))
        if joined and known.issuperset(compared((rest,))):
            result += [Word("و", apart=word.apart, glued=word.glued), rest]
        else:
            result.append(word)
    return result


def _all_or_none(
    words: Sequence[Word], items: Sequence[Item], options: Sequence[Labels], vocabulary: Vocabulary
) -> Value | Problem | None:
    """All, none, both of two, all but one: unless a label says so itself."""
    said = [item for item in items if not item.means("grammar", "filler")]
    if not said or any(compared(words) in one.labels for one in options):
        return None
    everything = tuple(one.key for one in options)
    if len(said) == 1:
        if said[0].means("grammar", "none"):
            return PickedSeveral(())
        if _counts_others(said[0], len(options), vocabulary):
            return Problem(Reason.NOT_AN_OPTION)
        is_both = said[0].means("grammar", "both") and len(options) == 2
        return PickedSeveral(everything) if is_both or said[0].means("grammar", "all") else None
    if said[0].means("grammar", "all") and said[1].means("grammar", "except"):
        rest = words[_end_of(items, said[1]) :]
        if len(said) == 3 and said[2].means("numbers"):
            return Problem(Reason.NOT_AN_OPTION)  # All but one: which?
        left_out = _parts(rest, options, vocabulary)
        if isinstance(left_out, PickedSeveral) and left_out.options:
            return PickedSeveral(tuple(k for k in everything if k not in left_out.options))
        return Problem(Reason.NOT_AN_OPTION)
    return None


def _counts_others(item: Item, length: int, vocabulary: Vocabulary) -> bool:
    """Whether it names another number than there are, as "all three" of four does."""
    counted = [vocabulary.item_at((word,), 0).meaning("numbers") for word in item.words]
    return any(number is not None and number != str(length) for number in counted)


def _end_of(items: Sequence[Item], last: Item) -> int:
    """How many words there are up to the end of this item."""
    count = 0
    for item in items:
        count += len(item.words)
        if item is last:
            break
    return count


def _parts(words: Sequence[Word], options: Sequence[Labels], vocabulary: Vocabulary) -> Found:
    """Label after label, place after place, with nothing between them but "and" and the like."""
    chosen: list[str] = []
    typed = compared(words)
    after_or, sure, at = False, True, 0
    # Whether a label or a place came last, and what has stood since.
    before, between = "", list[Item]()
    while at < len(words):
        labelled = _label_at(typed, at, options)
        found = labelled or _place_at(words, at, options, vocabulary)
        if found is not None:
            if words[at].figure and _is_counted(words, at, vocabulary):
                return Problem(Reason.NOT_ALL_OPTIONS)
            named = "label" if labelled is not None else "place"
            joined = words[at].apart or any(i.means("grammar", "list", "or") for i in between)
            if before and not joined:
                if named != before:
                    return Problem(Reason.NOT_ALL_OPTIONS)  # "Red second" is not two of them.
                sure = sure and not between
            before, between = named, []
            keys, at = found
            chosen += keys
            continue
        item = vocabulary.item_at(words, at)
        begun = _begun(words[at], options)
        between.append(item)
        if item.means("grammar", "or"):
            after_or = True
        elif begun is not None and not item.means("grammar"):
            chosen, sure = [*chosen, begun], False
        elif not item.means("grammar", "list", "filler", "picking", "only", "option", "from"):
            return Problem(Reason.NOT_ALL_OPTIONS)
        at += 1 if item.figure else len(item.words)
    if not chosen:
        return Problem(Reason.NOT_AN_OPTION)
    if between and between[-1].means("grammar", "and"):
        return Problem(Reason.NOT_ALL_OPTIONS)
    if after_or:
        different = dict.fromkeys(chosen)
        if len(different) != 2:
            return Problem(Reason.NOT_AN_OPTION)
        return Clarification(tuple(PickedSeveral((key,)) for key in different))
    picked = PickedSeveral(tuple(one.key for one in options if one.key in chosen))
    return picked if sure else Confirmation(picked)


def _is_counted(words: Sequence[Word], at: int, vocabulary: Vocabulary) -> bool:
    """Whether a figure is a number of something rather than a place: need 3, -1."""
    if at == 0:
        return False
    before = vocabulary.item_at(words, at - 1)
    if before.text == "-" and words[at].glued:
        return at == 1 or not words[at - 2].figure
    return before.means("grammar", "filler") and not before.means("grammar", "picking")


def _begun(word: Word, options: Sequence[Labels]) -> str | None:
    """The one option with a word that this one begins: "dev" for Development."""
    (start,) = compared((word,))
    if len(start) < SHORTEST_START:
        return None
    keys = [one.key for one in options if any(w.startswith(start) for w in one.words)]
    return keys[0] if len(keys) == 1 else None


def _label_at(typed: Label, at: int, options: Sequence[Labels]) -> tuple[list[str], int] | None:
    """The option whose label, or own part of a label, begins here; the longest one."""
    whole = [
        (len(label), one.key)
        for one in options
        for label in one.labels
        if label and typed[at : at + len(label)] == label
    ]
    if whole:
        length, key = max(whole)
        label = typed[at : at + length]
        return None if _is_place_of_another(label, key, options) else ([key], at + length)
    for length in (3, 2, 1):
        part = typed[at : at + length]
        fitting = [one.key for one in options if _is_part(part, one)]
        if len(part) == length and len(fitting) == 1:
            return fitting, at + length
    return None


def _is_place_of_another(label: Sequence[str], key: str, options: Sequence[Labels]) -> bool:
    """Whether a label is the number of another option's place, so that it means two things."""
    if len(label) != 1 or not label[0].isdecimal():
        return False
    place = int(label[0][:9]) - 1
    return 0 <= place < len(options) and options[place].key != key


def _is_part(part: Sequence[str], option: Labels) -> bool:
    """Whether these are words of a label that say something: half of it, and no small words."""
    return any(
        set(part) <= set(label)
        and 2 * len(part) >= len(label)
        and all(len(word) > 2 for word in part)
        for label in option.labels
    )


def _place_at(
    words: Sequence[Word], at: int, options: Sequence[Labels], vocabulary: Vocabulary
) -> tuple[list[str], int] | None:
    """The options from one place, or from one to another: 2, the third, 1-3."""
    begun = vocabulary.item_at(words, at)
    small = begun.means("grammar", "picking", "option")
    if not (begun.figure or small or begun.means("numbers") or begun.means("ordinals")):
        return None
    items = vocabulary.tagged(words[at : at + LONGEST_PLACE])
    run = _run_at(items, options)
    if run is not None:
        return run[0], at + sum(len(item.words) for item in items[: run[1]])
    first = place_at(items, 0, len(options))
    if first is None or not 0 <= first[0] < len(options):
        return None
    number = (str(first[0] + 1),)
    if any(number in one.labels for one in options if one.key != options[first[0]].key):
        return None  # Another option says that number.
    place, end = first
    last = place
    if (
        end + 1 < len(items)
        and items[end].means("grammar", "to")
        and not items[end].means("grammar", "and")
    ):
        second = place_at(items, end + 1, len(options))
        if second is None or not place < second[0] < len(options):
            return None
        last, end = second
    count = sum(len(item.words) for item in items[:end])
    return [one.key for one in options[place : last + 1]], at + count


def _run_at(items: Sequence[Item], options: Sequence[Labels]) -> tuple[list[str], int] | None:
    """The first three, the last two: so many options from one end."""
    at = 0
    while at < len(items) and items[at].means("grammar", "filler"):
        at += 1
    if at + 1 >= len(items):
        return None
    from_start, from_end = items[at].means("ordinals", "1"), items[at].means("ordinals", "last")
    following = items[at + 1]
    count = following.text if following.figure else following.meaning("numbers")
    if not (from_start or from_end) or count is None or not count.isdecimal():
        return None
    number = int(count[:9])
    if not 1 <= number <= len(options):
        return None
    chosen = options[:number] if from_start else options[-number:]
    return [one.key for one in chosen], at + 2
