"""The labels of options as words that can be compared with what is typed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from bot.kinds import AnswerKind, Choice, Option, SeveralChoices
from bot.understanding.cleaning import folded
from bot.understanding.near import Spelling
from bot.understanding.words import Word, loose, split

Label = tuple[str, ...]
LONGEST_LABEL = 200
"""Characters of the longest text that may be a label."""


@dataclass(frozen=True)
class Labels:
    """The labels of one option, in every language, as words that can be compared.

    ``exact`` are the words as they are; ``labels`` leave out what Arabic typists leave out.
    """

    key: str
    exact: tuple[Label, ...]
    labels: tuple[Label, ...]
    firsts: tuple[Label, ...]
    """What stands before the first pause of each label: "Yes" of "Yes, in writing"."""

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of every label."""
        return frozenset(word for label in self.labels for word in label)

    @cached_property
    def squeezed(self) -> tuple[str, ...]:
        """The labels without their spaces: bi-weekly is biweekly."""
        return tuple("".join(label) for label in self.labels)


def is_label(text: str, kind: AnswerKind) -> bool:
    """Whether the text is just what a button of the question says."""
    if not isinstance(kind, Choice | SeveralChoices) or len(text) > LONGEST_LABEL:
        return False
    typed = folded(text)
    return any(typed == folded(label) for option in kind.options for label in option.label.values())


def labels_of(options: Sequence[Option]) -> tuple[Labels, ...]:
    """The options' labels, made comparable once for each list."""
    return _labels(tuple((option.key, tuple(option.label.values())) for option in options))


@lru_cache(maxsize=512)
def _labels(options: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[Labels, ...]:
    made = []
    for key, texts in options:
        words = [without_hyphens(split(text)) for text in texts]
        exact = tuple(dict.fromkeys(as_written(one) for one in words))
        labels = tuple(dict.fromkeys(compared(one) for one in words))
        firsts = tuple(dict.fromkeys(_before_pause(one) for one in words))
        made.append(Labels(key, exact, labels, firsts))
    return tuple(made)


def without_hyphens(words: Sequence[Word]) -> list[Word]:
    """The words without the hyphens within them: fixed-price, bi-weekly, but 11-50."""
    return [
        word
        for at, word in enumerate(words)
        if word.text != "-"
        or not (0 < at < len(words) - 1)
        or not (words[at - 1].text.isalpha() and words[at + 1].text.isalpha())
    ]


def as_written(words: Sequence[Word]) -> Label:
    """The words as they are: أبدا, never, and ابدأ, start, are two labels."""
    return tuple(word.text for word in words)


def compared(words: Sequence[Word]) -> Label:
    """The words as labels are compared: without what Arabic typists leave out, nor the article."""
    return tuple(_bare(word.text) for word in words)


def is_another(word: str, options: Sequence[Labels], is_itself: Callable[[str], bool]) -> bool:
    """Whether a word is like one of a label, but as written is another: ابدأ, start, for أبدا."""
    if not is_itself(word):
        return False
    alike = {w for one in options for label in one.exact for w in label if loose(w) == loose(word)}
    return word not in alike and any(map(is_itself, alike))


def _bare(word: str) -> str:
    spelled = loose(word)
    return spelled.removeprefix("ال") if len(spelled) > 4 else spelled


def _before_pause(words: Sequence[Word]) -> Label:
    end = next(
        (at for at, word in enumerate(words) if at and (word.apart or word.text == "/")), len(words)
    )
    return compared(words[:end])


@lru_cache(maxsize=512)
def spelling(options: tuple[Labels, ...]) -> Spelling:
    """The words of labels, for finding slips of the pen."""
    return Spelling(word for one in options for label in one.labels for word in label)
