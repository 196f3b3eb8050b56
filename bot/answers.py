"""What a respondent can answer: a value of some kind, or a mark that stands in place of one."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any


class Mark(StrEnum):
    """An answer without a value. A trait that was not asked has no answer at all."""

    DONT_KNOW = "dont_know"
    NOT_APPLICABLE = "not_applicable"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Picked:
    """One option of a choice, or ``yes``/``no``."""

    option: str


@dataclass(frozen=True, slots=True)
class PickedOther:
    """The respondent's own words where a choice allows something else."""

    text: str


@dataclass(frozen=True, slots=True)
class PickedSeveral:
    """Options in the order of the list, each once."""

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rated:
    """A point on a scale."""

    point: int


@dataclass(frozen=True, slots=True)
class Counted:
    """A number or a percentage (50 means 50 %); ``low == high`` unless a range was given."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Amount:
    """Money; an open end is None. ``currency`` is an ISO 4217 code."""

    low: Decimal | None
    high: Decimal | None
    currency: str


@dataclass(frozen=True, slots=True)
class Length:
    """A duration: calendar months and seconds, kept apart because months differ in length."""

    months: int
    seconds: int

    def in_seconds(self) -> Fraction:
        """The length in seconds, a month counted as 30 days."""
        return Fraction(self.months * 30 * 86_400 + self.seconds)


@dataclass(frozen=True, slots=True)
class Lasting:
    """A duration or a range of durations; an open end is None."""

    low: Length | None
    high: Length | None


@dataclass(frozen=True, slots=True)
class Dated:
    """A day, or the days from ``first`` to ``last``."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Written:
    """Text, an e-mail address or a web address, cleaned but not escaped."""

    text: str


FINGERPRINT_LENGTH = 12
"""Characters of a fingerprint: a button names a value by it, beside much else it has to carry."""

Value = Picked | PickedOther | PickedSeveral | Rated | Counted | Amount | Lasting | Dated | Written
Response = Value | Mark


@dataclass(frozen=True, slots=True)
class Answer:
    """One trait's response, and the day it was given (dates are weighed from that day)."""

    trait: str
    response: Response
    given_on: date


def to_json(response: Response) -> dict[str, Any]:
    """The stored form of a response; ``from_json`` reads it back to an equal value."""
    match response:
        case Mark():
            return {"mark": response.value}
        case Picked(option):
            return {"picked": option}
        case PickedOther(text):
            return {"other": text}
        case PickedSeveral(options):
            return {"several": list(options)}
        case Rated(point):
            return {"rated": point}
        case Counted(low, high):
            return {"counted": [str(low), str(high)]}
        case Amount(low, high, currency):
            return {"amount": [_plain(low), _plain(high)], "currency": currency}
        case Lasting(low, high):
            return {"lasting": [_pair(low), _pair(high)]}
        case Dated(first, last):
            return {"dated": [first.isoformat(), last.isoformat()]}
        case Written(text):
            return {"written": text}


def from_json(stored: dict[str, Any]) -> Response:
    """The response that ``to_json`` stored. Raises ValueError for anything else."""
    match stored:
        case {"mark": mark}:
            return Mark(mark)
        case {"picked": option}:
            return Picked(option)
        case {"other": text}:
            return PickedOther(text)
        case {"several": options}:
            return PickedSeveral(tuple(options))
        case {"rated": point}:
            return Rated(point)
        case {"counted": [low, high]}:
            return Counted(Decimal(low), Decimal(high))
        case {"amount": [low, high], "currency": currency}:
            return Amount(_decimal(low), _decimal(high), currency)
        case {"lasting": [low, high]}:
            return Lasting(_length(low), _length(high))
        case {"dated": [first, last]}:
            return Dated(date.fromisoformat(first), date.fromisoformat(last))
        case {"written": text}:
            return Written(text)
        case _:
            raise ValueError(f"not a stored response: keys {sorted(stored)}")


def fingerprint(value: Value) -> str:
    """A short name of a value: the beginning of the SHA-256 of its stored form, in hexadecimal.

    It stays the same for ever, and differs between values.
    """
    canonical = json.dumps(to_json(value), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:FINGERPRINT_LENGTH]


def _pair(length: Length | None) -> list[int] | None:
    return None if length is None else [length.months, length.seconds]


def _length(stored: list[int] | None) -> Length | None:
    return None if stored is None else Length(*stored)


def _plain(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
