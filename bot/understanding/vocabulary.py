"""Phrases and their meanings, and where a text has them: the longest match, word by word."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from bot.understanding.near import Spelling
from bot.understanding.words import Word, loose, split, squeezed

HAMZA = frozenset("أإآؤئ")
"""Letters that careful typists write, and others leave out."""
_THIS = "هال"
"""Everyday Arabic for "this", written together with the word behind it."""
_PREFIXES = frozenset("ولب")
"""Arabic writes "and", "to" and "by" together with the word behind them.

The first word is left alone: لأجل, for the sake of, is not "to yes".
"""

_NUMERIC = frozenset({"numbers", "scales", "many", "pairs", "fractions"})
"""Sections of words that are so much alike that a slip may be another one."""
_PASSED_OVER = frozenset({"filler", "measured", "picking", "small"})
"""Meanings of words that are left aside; an unknown word must not be."""

Key = tuple[str, ...]
Senses = dict[str, tuple[str, ...]]
"""What a phrase may mean: meanings by section."""


@dataclass(frozen=True, slots=True)
class Item:
    """A phrase of the text with what it may mean; a figure or an unknown word means nothing yet."""

    words: tuple[Word, ...]
    senses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The phrase as it is compared."""
        return " ".join(word.text for word in self.words)

    @property
    def figure(self) -> bool:
        """Whether it is written in digits."""
        return self.words[0].figure

    @property
    def apart(self) -> bool:
        """Whether a pause stands before it."""
        return self.words[0].apart

    @property
    def glued(self) -> bool:
        """Whether nothing stands before it, not even a space."""
        return self.words[0].glued

    def means(self, section: str, *meanings: str) -> bool:
        """Whether one of these meanings, or any of the section, is among its senses."""
        found = self.senses.get(section, ())
        return bool(found) and (not meanings or any(meaning in found for meaning in meanings))

    def meaning(self, section: str) -> str | None:
        """What it means in that section; the first of several."""
        found = self.senses.get(section)
        return found[0] if found else None


class Vocabulary:
    """Phrases of some sections, found in a text by the longest match."""

    def __init__(
        self,
        phrases: Iterable[tuple[str, str, str]],
        digit_words: frozenset[str],
        spelled: frozenset[str],
    ) -> None:
        self._digit_words = digit_words
        self._exact: dict[Key, Senses] = {}
        self._with_pauses: set[Key] = set()
        for section, meaning, phrase in phrases:
            written = split(phrase, digit_words)
            key = tuple(word.text for word in written)
            if any(word.apart for word in written[1:]):
                self._with_pauses.add(tuple(map(loose, key)))  # ر.س
            if key:
                _add(self._exact, key, section, meaning)
        self._spelled = spelled
        self._alike: dict[Key, list[Key]] = {}
        for key in self._exact:
            self._alike.setdefault(tuple(map(loose, key)), []).append(key)
        self._longest: dict[str, int] = {}
        for key in (*self._exact, *self._alike):
            self._longest[key[0]] = max(len(key), self._longest.get(key[0], 0))

    @cached_property
    def spelling(self) -> Spelling:
        """The words that slips of the pen may be mended to."""
        return Spelling(
            word for key, senses in self._exact.items() if not _is_unsafe(senses) for word in key
        )

    @cached_property
    def phrases(self) -> tuple[str, ...]:
        """Every phrase, without what typists leave out."""
        return tuple(" ".join(key) for key in self._alike)

    def knows(self, word: str) -> bool:
        """Whether a phrase begins with the word."""
        return word in self._longest or loose(word) in self._longest

    def words(self, text: str, *, lists: bool = False) -> tuple[Word, ...]:
        """The words of the text; in ``lists``, 1,3 is two figures."""
        return split(text, self._digit_words, lists=lists)

    def items(self, text: str) -> tuple[Item, ...]:
        """The phrases of the text, in order."""
        return self.tagged(self.words(text))

    def tagged(self, words: Iterable[Word]) -> tuple[Item, ...]:
        """The phrases that these words make, in order, each the longest there is."""
        ready = self.expanded(words)
        found: list[Item] = []
        at = 0
        while at < len(ready):
            item = self.item_at(ready, at)
            found.append(item)
            at += len(item.words)
        return tuple(found)

    def expanded(self, words: Iterable[Word]) -> list[Word]:
        """The words with what is written together taken apart."""
        return [
            piece for at, word in enumerate(words) for piece in self._pieces(word, first=at == 0)
        ]

    def _pieces(self, word: Word, *, first: bool) -> tuple[Word, ...]:
        """The word as it is known: without elongation; with an Arabic و ل or ب taken off."""
        if word.figure or self.knows(word.text):
            return (word,)
        for shorter in squeezed(word.text):
            if self.knows(shorter):
                return (replace(word, text=shorter),)
        if word.text.startswith(_THIS) and self.knows(word.text[1:]):
            # هالأسبوع is هذا الأسبوع.
            return (replace(word, text=_THIS), Word(word.text[1:]))
        if (
            not first
            and word.text[0] in _PREFIXES
            and len(word.text) > 2
            and self.knows(word.text[1:])
        ):
            return (replace(word, text=word.text[0]), Word(word.text[1:]))
        return (word,)

    def item_at(self, words: Sequence[Word], at: int) -> Item:
        """The longest phrase that begins at this word, and has no pause within it."""
        first = words[at].text
        most = max(self._longest.get(first, 0), self._longest.get(loose(first), 0))
        for count in range(min(most, len(words) - at), 0, -1):
            chosen = tuple(words[at : at + count])
            key = tuple(word.text for word in chosen)
            senses = self._senses(key)
            if senses and not self._is_cut(chosen):
                return Item(chosen, senses)
        return Item((words[at],))

    def _is_cut(self, words: Sequence[Word]) -> bool:
        """Whether a pause is within the phrase: "no, less than 5k" is not "no less than 5k"."""
        if not any(word.apart for word in words[1:]):
            return False
        return tuple(loose(word.text) for word in words) not in self._with_pauses

    def _senses(self, key: Key) -> Senses | None:
        """What a phrase means, and what those mean that differ only in what typists leave out.

        A word with its hamza that is known so stands for itself: أبدا, never, is not ابدأ, start.
        """
        fitting = [
            other
            for other in self._alike.get(tuple(map(loose, key)), ())
            if all(a == b or not self.is_itself(a) for a, b in zip(key, other, strict=True))
        ]
        if len(fitting) <= 1:
            return self._exact[fitting[0]] if fitting else None
        merged: dict[Key, Senses] = {}
        for other in fitting:
            for section, meanings in self._exact[other].items():
                for meaning in meanings:
                    _add(merged, key, section, meaning)
        return merged[key]

    def is_itself(self, word: str) -> bool:
        """Whether a word is written with care, so that it is no other one."""
        return bool(HAMZA.intersection(word)) and word in self._spelled


def _is_unsafe(senses: Senses) -> bool:
    """Whether a slip must not be mended to a phrase of these meanings."""
    if _NUMERIC.issuperset(senses):
        return True
    return senses.keys() == {"grammar"} and _PASSED_OVER.issuperset(senses["grammar"])


def _add(table: dict[Key, Senses], key: Key, section: str, meaning: str) -> None:
    senses = table.setdefault(key, {})
    if meaning not in senses.get(section, ()):
        senses[section] = (*senses.get(section, ()), meaning)
