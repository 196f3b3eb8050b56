"""A point on a scale: 4, four, 4/5, 7 out of 10, ⭐⭐⭐⭐, أربعة من خمسة, the words of an end."""

from collections.abc import Sequence
from decimal import Decimal

from bot.answers import Rated, Value
from bot.kinds import Scale
from bot.problems import Problem, Reason
from bot.understanding import numbers
from bot.understanding.figures import Spoken, figure
from bot.understanding.lexicon import Lexicon
from bot.understanding.ranges import span
from bot.understanding.readings import Clarification
from bot.understanding.vocabulary import Item, Vocabulary
from bot.understanding.words import loose, split

SECTIONS = (*numbers.SECTIONS, "grammar")
STARS = frozenset("⭐★🌟")
EMPTY_STARS = frozenset("☆✩")


def vocabulary(lexicon: Lexicon) -> Vocabulary:
    """The words that may stand beside a point."""
    return lexicon.vocabulary(*SECTIONS)


def read_scale(items: Sequence[Item], kind: Scale) -> Value | Clarification | Problem:
    """The point of the scale; two of them come back as buttons."""
    if items and all(item.text in STARS | EMPTY_STARS for item in items):
        return Rated(sum(item.text in STARS for item in items))
    typed = tuple(loose(word.text) for item in items for word in item.words)
    for labels, point in ((kind.low_label, kind.low), (kind.high_label, kind.high)):
        if any(
            typed == tuple(loose(w.text) for w in split(text)) for text in (labels or {}).values()
        ):
            return Rated(point)

    def part_at(items: Sequence[Item], at: int) -> tuple[Spoken, int] | None:
        found = _point_at(items, at)
        if found is None:
            return None
        spoken, at = found
        if at + 1 < len(items) and items[at].means("grammar", "out_of"):
            most = _point_at(items, at + 1)
            if most is None or most[0].readings != (Decimal(kind.high),):
                return None
            at = most[1]
        while at < len(items) and items[at].means("grammar", "points"):
            at += 1
        return spoken, at

    found = span(items, part_at)
    if found is None or found.low is None or found.high is None:
        return Problem(Reason.NOT_AN_OPTION)
    points = [n for part in dict.fromkeys((found.low, found.high)) for n in part.readings]
    if any(point % 1 for point in points):
        return Problem(Reason.NOT_WHOLE)
    rated = tuple(Rated(int(point)) for point in dict.fromkeys(points))
    return rated[0] if len(rated) == 1 else Clarification(rated)


def _point_at(items: Sequence[Item], at: int) -> tuple[Spoken, int] | None:
    """A number, perhaps with "number" before it; in 4/5 the 4 alone, not four fifths."""
    while at + 1 < len(items) and items[at].means("grammar", "option"):
        at += 1
    if items[at].figure and at + 1 < len(items) and items[at + 1].text == "/":
        spoken = figure(items[at].text)
        return None if spoken is None else (spoken, at + 1)
    return numbers.number_at(items, at)
