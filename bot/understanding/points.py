"""What the parts of a date are read into: a day, a period, or a day whose month is to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.problems import Reason
from bot.understanding.calendar import Days
from bot.understanding.vocabulary import Item


class Again(StrEnum):
    """When a day of the same name comes next."""

    NEVER = "never"
    WEEK = "week"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Point:
    """A day or period; or ``bare``, the number of a day whose month is still to come.

    ``problem`` says that the words name a day, but one that cannot be. ``again`` says when one of
    that name comes next: a Friday after a week, 1 May after a year, 1 May 2027 never.
    ``has_month`` says that the month was named, so that it may hold for a bare day as well.
    """

    days: Days
    bare: int = 0
    problem: Reason | None = None
    again: Again = Again.NEVER
    has_month: bool = False


NOTHING = Days(())
At = tuple[Point, int] | None
"""What begins at an item, and where the text goes on; None if it is nothing of that sort."""


def which_at(items: Sequence[Item], at: int) -> tuple[str, int]:
    """The word that says which one is meant: next, this, coming, past."""
    if at < len(items):
        for which in ("next", "coming", "this", "past"):
            if items[at].means("periods", which):
                return which, at + 1
    return "", at
