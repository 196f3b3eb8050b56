"""Typed text made safe to store, and made comparable."""

import re
import unicodedata

MOST_TYPED = 10_000
"""Characters in one answer before anything is done with it."""

MOST_MARKS = 30
"""Marks in a row on one letter; no language comes near it."""

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_INVISIBLE = re.compile("[\u200b\ufeff\u2060\u202a-\u202e]")
_ISOLATES = re.compile("[\u2066-\u2069]")
_MARKS = re.compile("[\u200e\u200f\u061c]")
_ARABIC_MARKS = re.compile("[\u064b-\u0652\u0670\u0640]")
_PUNCTUATION = re.compile(r"[\"'`´’‘“”«».,;:!?؟،؛…()\[\]{}*_~#|\\<>/-]+")
_SPACES = re.compile(r"\s+")


def clean(text: str) -> str:
    """The text as it is stored: NFC, one kind of line end, nothing invisible that could mislead.

    Control characters (but not line feed and tab), lone surrogates, zero-width spaces and
    direction overrides are taken out, joiners kept.
    """
    text = _bounded(text.encode("utf-8", "ignore").decode("utf-8"))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", _CONTROLS.sub("", text))).strip()


def _bounded(text: str) -> str:
    """The text with at most thirty marks on one letter, as UAX #15 has it for streams.

    Sorting the marks of a letter takes time with the square of their number.
    """
    if text.isascii() or len(text) <= MOST_MARKS:
        return text
    kept, marks = [], 0
    for char in text:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= MOST_MARKS:
            kept.append(char)
    return "".join(kept)


def unisolated(text: str) -> str:
    """The text without isolation marks: cards isolate what people wrote with marks of their own."""
    return _ISOLATES.sub("", text)


def folded(text: str) -> str:
    """The text as it is compared: NFKC, lower case, no Arabic marks, no punctuation.

    Letters with and without hamza stay apart: ابدأ ("start") is not أبدا ("never").
    """
    text = _MARKS.sub("", unicodedata.normalize("NFKC", unisolated(clean(text)))).casefold()
    return _SPACES.sub(" ", _PUNCTUATION.sub(" ", _ARABIC_MARKS.sub("", text))).strip()
