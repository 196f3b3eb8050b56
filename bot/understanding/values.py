"""Typed text -> what it answers to a question of some kind. Nothing is guessed.

Each kind has a module of its own. What they have in common is here: the limit on the length, and
that a slip of the pen is mended only if the words mean nothing as they are, never without a tap.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.answers import Picked, PickedOther, Written
from bot.kinds import (
    AnswerKind,
    Choice,
    Contact,
    Day,
    Duration,
    Money,
    Number,
    Percent,
    Scale,
    SeveralChoices,
    Text,
    YesNo,
)
from bot.problems import Problem, Reason
from bot.understanding import choices, counts, dates, durations, money, scales, several, yes_no
from bot.understanding.cleaning import clean
from bot.understanding.commands import command, nearly_command
from bot.understanding.contacts import read_contact
from bot.understanding.conventions import comma_is_decimal, month_comes_first
from bot.understanding.figures import with_decimal_point
from bot.understanding.labels import labels_of, spelling
from bot.understanding.lexicon import Lexicon
from bot.understanding.near import OPTION_LIKE, Spelling, mended
from bot.understanding.readings import Circumstances, Clarification, Confirmation, Reading
from bot.understanding.vocabulary import Item, Vocabulary
from bot.understanding.words import MOST_WORDS, Word

MOST_READ = 400
"""Characters of an answer that is no text: more is not read at all, so that reading stays quick."""
_NOT_UNDERSTOOD = frozenset(
    {
        *(Reason.NOT_YES_OR_NO, Reason.NOT_AN_OPTION, Reason.NOT_ALL_OPTIONS, Reason.NOT_A_NUMBER),
        *(Reason.NOT_MONEY, Reason.NOT_A_DURATION, Reason.NOT_A_DATE),
    }
)
"""Problems that may come from a slip; the others say what was understood, and refused."""
_TURNED_ROUND = "\u202e"
"""Shows what stands behind it backwards: 12 looks like 21. No figure is read from such a text."""

_MEASURES = (Scale, Number, Percent, Money, Duration)
"""Kinds of answers in which a comma may be a decimal one."""

KINDS = (choices, counts, dates, durations, money, several, scales, yes_no)
"""The modules with a vocabulary of their own."""

Read = Callable[[Sequence[Word]], Reading]
Readable = YesNo | Choice | SeveralChoices | Scale | Number | Percent | Money | Duration | Day
ReadItems = Callable[[Sequence[Item]], Reading]


def read_value(text: str, kind: AnswerKind, lexicon: Lexicon, when: Circumstances) -> Reading:
    """What a text answers to a question of this kind."""
    cleaned = clean(text)
    if not cleaned:
        return Problem(Reason.EMPTY)
    if isinstance(kind, Text):
        written = Written(cleaned)
        return Clarification((written,)) if nearly_command(cleaned, lexicon) else written
    if len(cleaned) > MOST_READ:
        return Problem(Reason.TOO_LONG, str(MOST_READ))
    if isinstance(kind, Contact):
        return read_contact(cleaned, kind.kind)
    vocabulary, known, read = _grammar(cleaned, kind, lexicon, when)
    words = vocabulary.words(cleaned, lists=isinstance(kind, SeveralChoices))
    if len(words) > MOST_WORDS:
        words = ()  # Nothing that long is a value; nothing of it may be picked out.
    if isinstance(kind, _MEASURES) and comma_is_decimal(when.language):
        words = tuple(
            replace(word, text=with_decimal_point(word.text)) if word.figure else word
            for word in words
        )
    turned_round = _TURNED_ROUND in text and any(word.figure for word in words)
    found = read(() if turned_round else words)
    if isinstance(found, Problem) and found.reason is Reason.NOT_ALL_OPTIONS:
        found = Problem(found.reason, cleaned)  # As it was typed.
    if not isinstance(found, Problem | PickedOther):
        return found
    if isinstance(found, Problem) and found.reason not in _NOT_UNDERSTOOD:
        return found
    guess = OPTION_LIKE if isinstance(kind, Choice | SeveralChoices) else None
    right = mended(words, known, vocabulary.knows, lexicon.look_alikes, guess=guess)
    return found if right is None else _with_a_slip(found, read(right.words), sure=right.sure)


def warm(lexicon: Lexicon, language: str) -> None:
    """Load at once what reading loads when it is first needed, so that no answer waits for it."""
    from rapidfuzz import process  # noqa: F401, PLC0415  # The same.

    for kind in KINDS:
        vocabulary = kind.vocabulary(lexicon)
        vocabulary.spelling.nearest("")
    month_comes_first(language)
    comma_is_decimal(language)
    command("", lexicon)


def _with_a_slip(found: Problem | PickedOther, again: Reading, *, sure: bool) -> Reading:
    """What the mended words come to, if that is anything; never without a tap."""
    if isinstance(again, Problem | PickedOther):
        return found
    if isinstance(found, PickedOther):
        return Clarification((again, found)) if isinstance(again, Picked) else found
    if isinstance(again, Clarification):
        return again
    value = again.value if isinstance(again, Confirmation) else again
    return Confirmation(value) if sure else Clarification((value,))


def _grammar(
    text: str, kind: Readable, lexicon: Lexicon, when: Circumstances
) -> tuple[Vocabulary, Spelling, Read]:
    """The words of a kind of answer, those to look for slips in, and how it is read."""
    match kind:
        case Choice(options, other):
            labels = labels_of(options)
            own = _own_answer(text) if other is not None else None
            words = choices.vocabulary(lexicon)
            return (
                words,
                spelling(labels),
                lambda typed: choices.read_choice(typed, labels, own, words),
            )
        case SeveralChoices(options):
            labels = labels_of(options)
            words = several.vocabulary(lexicon)
            return (
                words,
                spelling(labels),
                lambda typed: several.read_several(typed, labels, words),
            )
        case YesNo() | Scale() | Number() | Percent() | Money() | Duration() | Day():
            words, read_items = _of_items(kind, lexicon, when)
            return words, words.spelling, lambda typed: read_items(words.tagged(typed))


def _own_answer(text: str) -> str | None:
    """The text as an answer of its own: it needs a word, not only figures and signs."""
    letters = sum(map(str.isalpha, text))
    return text if letters >= 4 or text[0].isalpha() else None


def _of_items(
    kind: YesNo | Scale | Number | Percent | Money | Duration | Day,
    lexicon: Lexicon,
    when: Circumstances,
) -> tuple[Vocabulary, ReadItems]:
    """The words of a kind whose answers are phrases, and how it is read."""
    match kind:
        case YesNo():
            return yes_no.vocabulary(lexicon), yes_no.read_yes_no
        case Scale():
            return scales.vocabulary(lexicon), lambda items: scales.read_scale(items, kind)
        case Number():
            return counts.vocabulary(lexicon), lambda items: counts.read_number(items, kind)
        case Percent():
            return counts.vocabulary(lexicon), lambda items: counts.read_percent(items, kind)
        case Money(currency):
            return money.vocabulary(lexicon), lambda items: money.read_money(items, currency)
        case Duration():
            return durations.vocabulary(lexicon), durations.read_duration
        case Day():
            return dates.vocabulary(lexicon), lambda items: dates.read_date(items, kind, when)
