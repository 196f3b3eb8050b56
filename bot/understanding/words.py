"""Text -> words that can be compared, whatever the script, the keyboard or the mood.

Full-width and presentation forms, digits of every script, tatweel, vowel marks, accents and
direction marks make no difference; ² and ① are no digits, because nobody means them as such.
"""

import re
import unicodedata
from collections.abc import Container
from dataclasses import dataclass

from bot.understanding.cleaning import clean, unisolated

MOST_WORDS = 60
"""Words and signs of an answer that is no text: more is not read, so that reading stays quick."""
MOST_SPELLED_OUT = 2_000
"""Characters that are looked at when ligatures are spelled out: ﷺ alone becomes eighteen."""
_DROPPED = re.compile(
    "[\u0640\u064b-\u0652\u0670"  # Arabic: tatweel and vowel marks.
    "\u200c-\u200f\u061c\ufe0e\ufe0f\u20e3"  # Joiners, marks, how a sign is drawn, the keycap.
    "\U0001f3fb-\U0001f3ff]"  # Skin tones.
)
_ACCENTS = re.compile("[\u0300-\u036f]")
_ALIKE = str.maketrans(
    {
        "’": "'", "‘": "'", "`": "'", "´": "'", "–": "-", "—": "-", "‒": "-", "−": "-", "‐": "-",
        "‑": "-", "،": ",", "؛": ";", "؟": "?", "٪": "%", "ی": "ي", "ک": "ك", "≈": "~", "…": ".",
    }
)  # fmt: skip
_TOKEN = re.compile(
    r"(?P<code>:(?=[a-z0-9_+-]*[a-z+])[a-z0-9_+-]{1,40}:|:-1:)"
    r"|(?P<figure>(?:(?<![\w.,٫])[.٫](?=[0-9]))?[0-9]+(?:[.,٫٬'][0-9]+)*)"
    r"|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)"
    r"|(?P<sign>[^\s\w]|_)"
)
_LISTED = re.compile(r"[.٫]?[0-9]+(?:[.٫][0-9]+)*")
"""A figure of a list such as 1,3."""
_MIXED = re.compile(r"[a-z0-9]+(?:'[a-z0-9]+)*")
_SOFT = frozenset(".,;!\"'()[]{}«»“”„*_|\\:")
"""What only parts or decorates words; signs such as - / + % # ? ~ < > may mean something."""
_NO_PAUSE = frozenset("'\"*_|\\")
_LOOSE = str.maketrans("أإآٱىةؤئ", "اااايهوي")
_RUN = re.compile(r"(\w)\1{2,}")


@dataclass(frozen=True, slots=True)
class Word:
    """A word, figure or sign. ``figure`` says that it is written in digits.

    ``apart`` says that a pause (a comma, a line end) stands before it, ``glued`` that nothing
    does, not even a space.
    """

    text: str
    figure: bool = False
    apart: bool = False
    glued: bool = False


def prepared(text: str) -> str:
    """The text as words are looked for in it: the same for everything that is written alike."""
    text = unisolated(clean(text))
    if not text.isascii():
        text = unicodedata.normalize("NFKC", "".join(map(_spelled, text)))[:MOST_SPELLED_OUT]
        text = unicodedata.normalize("NFD", text) if _is_latin_accented(text) else text
        text = unicodedata.normalize("NFC", _ACCENTS.sub("", text))
        text = _DROPPED.sub("", text).translate(_ALIKE)
        text = "".join(map(_western, text))
    return text.casefold()


def _is_latin_accented(text: str) -> bool:
    return any("\u00c0" <= char <= "\u024f" or "\u0300" <= char <= "\u036f" for char in text)


def _spelled(char: str) -> str:
    """½ as 1⁄2, which is no 1/2; other signs that only look like digits made unreadable."""
    if char.isascii() or not char.isnumeric() or char.isdecimal() or char.isalpha():
        return char
    written = unicodedata.normalize("NFKC", char)
    return f" {written} " if "⁄" in written else "\ufffd"


def _western(char: str) -> str:
    return str(unicodedata.decimal(char)) if char.isdecimal() else char


def loose(word: str) -> str:
    """The word without the differences that Arabic typists leave out: hamza, ta marbuta, ya."""
    return word.translate(_LOOSE)


def squeezed(word: str) -> tuple[str, ...]:
    """What an elongated word may be: its long runs of a letter written once, or twice."""
    if not _RUN.search(word):
        return ()
    return (_RUN.sub(r"\1", word), _RUN.sub(r"\1\1", word))


def split(text: str, whole: Container[str] = (), *, lists: bool = False) -> tuple[Word, ...]:
    """The words of a text, in order, without what only decorates them.

    ``whole`` are the words with digits in them that are not taken apart, such as ``3ashra``. In
    ``lists``, 1,3 is two figures. Of a text with too many words, one more than is read is given.
    """
    ready = prepared(text)
    words: list[Word] = []
    apart, end, at = False, 0, 0
    while len(words) <= MOST_WORDS and (match := _TOKEN.search(ready, at)):
        start, kind = match.start(), match.lastgroup
        mixed = _MIXED.match(ready, start)
        if mixed is not None and mixed[0] in whole:
            match, kind = mixed, "word"
        elif kind == "figure" and lists:
            match = _LISTED.match(ready, start) or match
        apart = apart or "\n" in ready[end:start]
        glued = bool(words) and start == end and not apart
        at = end = match.end()
        if kind == "sign" and match[0] in _SOFT:
            apart = apart or match[0] not in _NO_PAUSE
            continue
        words.append(Word(match[0], kind == "figure", apart, glued))
        apart = False
    return tuple(words)
