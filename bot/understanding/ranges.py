"""What stands around a measure, whatever is measured: about, up to, at least, from … to, or.

The kinds say what one measure looks like (``part_at``); this file says how two of them, or one
with an open end, become a range. Nothing may be left over: a word that is not understood makes the
whole answer one that is asked again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from string import ascii_letters
from typing import Generic, TypeVar

from bot.understanding.vocabulary import Item

Part = TypeVar("Part")
Comparable = Decimal | Fraction
PartAt = Callable[[Sequence[Item], int], tuple[Part, int] | None]
"""The measure that begins at this item, and where the text goes on."""


@dataclass(frozen=True, slots=True)
class Span(Generic[Part]):
    """One measure (``low is high``), a range with perhaps an open end, or ``either`` of two."""

    low: Part | None
    high: Part | None
    either: bool = False


def passed_over(items: Sequence[Item], at: int) -> int:
    """Past the words that change nothing: "I'd say", "about", "please"."""
    while at < len(items) and _changes_nothing(items, at):
        at += 1
    return at


def _changes_nothing(items: Sequence[Item], at: int) -> bool:
    """Whether this is such a word; in 5a it is not the article, and in i$500 it is no "I"."""
    following = items[at + 1] if at + 1 < len(items) else None
    if following is not None and following.glued and items[at].text in ascii_letters:
        return False
    glued = at > 0 and items[at].glued and items[at - 1].figure and items[at].text.isalpha()
    return items[at].means("grammar", "filler", "measured", "hedge", "only") and not (
        glued and len(items[at].text) < 3
    )


def span(items: Sequence[Item], part_at: PartAt[Part]) -> Span[Part] | None:
    """The range that the whole text is; None if it is none, or if anything is left over."""
    at, low_bound, high_bound = 0, False, False
    closing: tuple[str, ...] = ("to",)
    opened = False
    while at < len(items):
        item = items[at]
        started = part_at(items, at) if not item.means("grammar", "at_least", "at_most") else None
        if started is not None:
            break
        if item.means("grammar", "at_most"):
            high_bound = True
        elif item.means("grammar", "at_least"):
            # Min is a minimum in English, and "from" in Arabic in Latin letters.
            low_bound, opened = not item.means("grammar", "from"), True
        elif item.means("grammar", "between"):
            closing = ("to", "and")
        elif item.means("grammar", "from"):
            opened = True
        elif not _changes_nothing(items, at):
            return None
        at += 1
    else:
        return None
    if low_bound and high_bound:
        return None
    low, at = started
    after = passed_over(items, at)
    if low_bound and after < len(items):
        both = _up_to_the_other(items, after, low, part_at)
        if both is not None:
            return both
    second = _second(items, after, closing, part_at)
    if second is not None:
        if low_bound or high_bound:
            return None
        high, at, either = second
        return Span(low, high, either) if passed_over(items, at) == len(items) else None
    if len(closing) > 1:
        return None
    return _with_its_end(items, after, low, (low_bound or opened, high_bound))


def _second(
    items: Sequence[Item], at: int, closing: tuple[str, ...], part_at: PartAt[Part]
) -> tuple[Part, int, bool] | None:
    """The other end of a range, or the other of two."""
    if at >= len(items):
        return None
    is_range = items[at].means("grammar", *closing)
    if not is_range and not items[at].means("grammar", "or"):
        return None
    start = passed_over(items, at + 1)
    found = part_at(items, start) if start < len(items) else None
    return None if found is None else (*found, not is_range)


def _up_to_the_other(
    items: Sequence[Item], at: int, low: Part, part_at: PartAt[Part]
) -> Span[Part] | None:
    """More than the one, but less than the other."""
    if items[at].means("grammar", "and", "but"):
        at += 1
    if at < len(items) and items[at].means("grammar", "at_most"):
        start = passed_over(items, at + 1)
        found = part_at(items, start) if start < len(items) else None
        if found is not None and passed_over(items, found[1]) == len(items):
            return Span(low, found[0])
    return None


def _with_its_end(
    items: Sequence[Item], at: int, part: Part, bounds: tuple[bool, bool]
) -> Span[Part] | None:
    """One measure, perhaps with "or more" or "at most" behind it."""
    low_bound, high_bound = bounds
    while at < len(items):
        if items[at].means("grammar", "at_least"):
            low_bound = True
        elif items[at].means("grammar", "at_most"):
            high_bound = True
        elif not _changes_nothing(items, at):
            return None
        at += 1
    if low_bound and high_bound:
        return None
    return Span(None if high_bound else part, None if low_bound else part)


def itself(number: Decimal) -> Decimal:
    """What numbers are put in order by."""
    return number


def in_order(
    pairs: Sequence[tuple[Part | None, Part | None]], key: Callable[[Part], Comparable]
) -> tuple[list[tuple[Part | None, Part | None]], bool]:
    """The ranges that do not run backwards, or all of them turned round if every one does.

    Whether any of them did comes with them: then none is certain.
    """
    forwards = [(a, b) for a, b in pairs if a is None or b is None or key(a) <= key(b)]
    if not forwards:
        return [(b, a) for a, b in pairs], True
    return forwards, len(forwards) < len(pairs)
