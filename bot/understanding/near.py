"""Slips of the pen: the known word that an unknown one is nearly, and nothing bolder than that.

Only a word that no language here knows is mended; what comes of it needs a tap.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from bot.understanding.words import Word, loose

NEAR = 85.0
"""Of 100: one letter too many or too few in four, one wrong letter in seven."""
MOST_SLIPS = 2
"""Words of one answer that may be mended; with more unknown ones it is another text."""
SHORTEST = 5
"""Letters of the shortest words that are compared; in three or four, one letter is too much."""
OPTION_LIKE, COMMAND_LIKE = 82.0, 75.0
"""Of 100: a word that may be one of a label, or a text that may be a command, to be asked about."""
LONG = 9
"""Letters of words in which two may be missing. Arabic words are compared from here on only: an
Arabic word with one other letter is, more often than not, another word."""
_SOUNDS = str.maketrans("ظثذ", "ضتد")
"""Arabic letters that many people pronounce, and so write, alike."""
_DOUBLE = re.compile(r"(?<=\w)(\w)\1")


class Spelling:
    """Words that are known, so that what is nearly one of them can be found."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = tuple(dict.fromkeys(word for word in words if len(word) > 2))
        self._known = frozenset(self._words)
        self._undoubled: dict[str, list[str]] = defaultdict(list)
        for word in self._words:
            if len(word) > 3:
                self._undoubled[_spoken(word)].append(word)

    def knows(self, word: str) -> bool:
        """Whether it is one of the words as it is."""
        return word in self._known or loose(word) in self._known

    def nearest(self, word: str) -> str | None:
        """The one that this is a slip of: letters doubled or swapped, or one in seven wrong."""
        undoubled = self._undoubled.get(_spoken(word), []) if len(word) > 3 else []
        plain = [one for one in undoubled if one == _spoken(one)]
        if len(plain) == 1 or len(undoubled) == 1:
            return (plain or undoubled)[0]
        if len(word) > 2 and word.isascii():
            swapped = {
                word[:at] + word[at + 1] + word[at] + word[at + 2 :]
                for at in range(1, len(word) - 1)
            }
            exchanged = swapped & self._known
            if len(exchanged) == 1:
                return exchanged.pop()
        return (
            self._most_alike(word) if len(word) >= (SHORTEST if word.isascii() else LONG) else None
        )

    def _most_alike(self, word: str) -> str | None:
        from rapidfuzz import fuzz, process  # noqa: PLC0415  # Few answers need it.

        found = process.extract(word, self._words, scorer=fuzz.ratio, score_cutoff=NEAR, limit=2)
        if not found or (len(found) > 1 and found[0][1] == found[1][1]):
            return None
        best: str = found[0][0]
        return best if _is_slip(word, best) else None

    def resembles(self, word: str, at_least: float) -> str | None:
        """The one that this may be, with less certainty; it can only be asked about.

        A word that only goes on where a known one ends, such as "helped", is another word.
        """
        from rapidfuzz import fuzz, process  # noqa: PLC0415  # Few answers need it.

        if len(word) < SHORTEST - 1:
            return None
        found = process.extract(
            word, self._words, scorer=fuzz.ratio, score_cutoff=at_least, limit=2
        )
        clear = found and (len(found) == 1 or found[0][1] > found[1][1])
        best = found[0][0] if clear else ""
        return best if best and not _goes_on(word, best) else None


def _goes_on(word: str, best: str) -> bool:
    return word.startswith(best) or best.startswith(word)


def _is_slip(word: str, best: str) -> bool:
    """Whether a word is a slip of the other rather than a form of it: retainr, but not retained."""
    longer = max(len(word), len(best))
    if len(best) < SHORTEST or abs(len(word) - len(best)) > (2 if longer >= LONG else 1):
        return False
    shorter = min(len(word), len(best))
    shared = next((at for at in range(shorter) if word[at] != best[at]), shorter)
    return best[0] == word[0] and shared < shorter and shared < longer - 1


def _spoken(word: str) -> str:
    """The word with its double letters, and those that sound alike, made one."""
    return _DOUBLE.sub(r"\1", loose(word).translate(_SOUNDS))


def nearly_one_of(text: str, phrases: Sequence[str]) -> bool:
    """Whether a short text may be one of these phrases, mistyped: "stert over", "stpo"."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415  # Few answers need it.

    typed = loose(text)
    if len(typed) < SHORTEST - 1:
        return False
    near = process.extract(typed, phrases, scorer=fuzz.ratio, score_cutoff=COMMAND_LIKE, limit=None)
    return any(
        one.count(" ") == typed.count(" ")
        and (not _goes_on(typed, one) or _spoken(one) == _spoken(typed))
        for one, _, _ in near
    )


@dataclass(frozen=True, slots=True)
class Mended:
    """Words with their slips mended; not ``sure`` if a word only resembles the one in its place."""

    words: tuple[Word, ...]
    sure: bool


def mended(
    words: Sequence[Word],
    spelling: Spelling,
    known: Callable[[str], bool],
    look_alikes: Collection[str],
    *,
    guess: float | None = None,
) -> Mended | None:
    """The words with their slips mended; None if nothing is, or too much is unknown.

    With a ``guess``, words that resemble a known one by so much of 100 are replaced as well.
    """
    unknown = [
        at
        for at, word in enumerate(words)
        if word.text.isalpha() and not known(word.text) and not spelling.knows(word.text)
    ]
    if not 0 < len(unknown) <= MOST_SLIPS:
        return None
    result, sure = list(words), True
    for at in unknown:
        word = words[at].text
        right = None if word in look_alikes else spelling.nearest(word)
        if right is None and guess is not None:
            right, sure = spelling.resembles(word, guess), False
        if right is not None:
            result[at] = replace(words[at], text=right)
    return None if result == list(words) else Mended(tuple(result), sure)
