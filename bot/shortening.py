"""Texts cut to what a place can show: never inside a character, and with no isolate left open.

A character as people see it (a grapheme cluster) may be many code points: a flag, a family, a
letter with its marks. An isolate keeps a name or an amount apart from the mixed text around it;
one that is never closed, or closed twice, would turn the rest of the line around.
"""

import re
from functools import cache
from typing import Protocol

_ELLIPSIS = "…"
_OPENING, _CLOSING = "\u2066\u2067\u2068", "\u2069"
_ISOLATES = re.compile(f"[{_OPENING}{_CLOSING}]")


class _Pattern(Protocol):
    def findall(self, text: str) -> list[str]: ...


def shortened(text: str, most: int) -> str:
    """The text in at most ``most`` code points (1 or more); an ellipsis ends what was cut.

    It is cut at a space near the end if there is one. The ellipsis stands inside the isolates that
    the cut leaves open, so that it follows the last word in that word's direction. A short text
    stays as it is, unless its isolates are not balanced.
    """
    text = balanced(text)
    if len(text) <= most:
        return text
    kept, open_isolates = _cut(text, most)
    return kept + _ELLIPSIS + _CLOSING * open_isolates


def balanced(text: str) -> str:
    """The text without closing marks that close nothing, and with every isolate closed."""
    open_isolates = 0

    def sound(mark: re.Match[str]) -> str:
        nonlocal open_isolates
        if mark[0] == _CLOSING and not open_isolates:
            return ""
        open_isolates += -1 if mark[0] == _CLOSING else 1
        return mark[0]

    return _ISOLATES.sub(sound, text) + _CLOSING * open_isolates


def _cut(text: str, most: int) -> tuple[str, int]:
    """What leaves room for the ellipsis and the closing marks, and how many of these it needs."""
    kept: list[str] = []
    open_isolates, length = 0, len(_ELLIPSIS)
    at_space = (0, 0, 0)
    # Whether a cluster ends somewhere depends on one code point more, and on nothing behind it.
    for cluster in _clusters().findall(text[: most + 1]):
        if cluster.isspace():
            at_space = (len(kept), open_isolates, length)
        opens, closes = cluster in _OPENING, cluster == _CLOSING
        length += len(cluster) + opens - closes
        if length > most:
            break
        open_isolates += opens - closes
        kept.append(cluster)
    words, open_there, length_there = at_space
    if length_there > most // 2:
        kept, open_isolates = kept[:words], open_there
    return "".join(kept).rstrip(), open_isolates


@cache
def _clusters() -> _Pattern:
    import regex  # noqa: PLC0415  # Hardly a text is too long, and the start is waited for.

    pattern: _Pattern = regex.compile(r"\X")
    return pattern
