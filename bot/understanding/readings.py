"""What typed words can come to: a value, or something that needs the person once more."""

from dataclasses import dataclass
from datetime import date

from bot.answers import Value
from bot.problems import Problem


@dataclass(frozen=True, slots=True)
class Clarification:
    """Words with several readings, or with one that is not sure; the likeliest first.

    None of them is stored before the person has chosen it.
    """

    readings: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A near miss: what the words are once a slip of the pen is mended. Needs one tap."""

    value: Value


Reading = Value | Clarification | Confirmation | Problem


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the reading of words depends on beside the question.

    ``today`` is the day in the person's time zone; ``week_start`` counts from Monday, 0;
    ``language`` decides which reading of 01/02/2027 is offered first; days before ``earliest``
    are refused.
    """

    today: date
    language: str = "en"
    week_start: int = 0
    earliest: date | None = None


def one_of(readings: list[Value], *, sure: bool = True) -> Value | Clarification | None:
    """The value if there is just one and it is sure; else the choice between all of them."""
    different = tuple(dict.fromkeys(readings))
    if not different:
        return None
    return different[0] if len(different) == 1 and sure else Clarification(different)
