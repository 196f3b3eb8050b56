"""The kinds of answers a trait can ask for, each with its limits and its rule for the fit.

A fit is an exact fraction from 0 (does not hold at all) to 1 (holds fully).
"""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

Texts = Mapping[str, str]
"""A text by language code."""

YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Price:
    """An amount in whole units of a currency (ISO 4217)."""

    amount: int
    currency: str

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


def text_in(texts: Texts, language: str) -> str:
    """The text in that language, else in English, else in whatever there is."""
    return texts.get(language) or texts.get("en") or next(iter(texts.values()))


class Direction(StrEnum):
    """Whether more or less is better."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Combine(StrEnum):
    """How the fits of several chosen options become one; ``SUM`` is capped at 1."""

    BEST = "best"
    WORST = "worst"
    MEAN = "mean"
    SUM = "sum"


class ContactKind(StrEnum):
    """What kind of address is asked for."""

    EMAIL = "email"
    URL = "url"


@dataclass(frozen=True, slots=True)
class Steps:
    """A fit that changes at thresholds, best first; beyond the last one ``otherwise`` holds.

    Thresholds are in the kind's unit: the number itself, per cent, currency units, seconds, days.
    """

    direction: Direction
    steps: tuple[tuple[Fraction, Fraction], ...]
    otherwise: Fraction = Fraction(0)

    def fit(self, low: Fraction | None, high: Fraction | None) -> Fraction:
        """The fit of a range, judged by its less favourable end; None is an open end."""
        reaches: Callable[[Fraction, Fraction], bool]
        if self.direction is Direction.AT_LEAST:
            end, reaches = low, operator.ge
        else:
            end, reaches = high, operator.le
        if end is None:
            return self.otherwise
        return next((fit for limit, fit in self.steps if reaches(end, limit)), self.otherwise)

    def fits(self) -> tuple[Fraction, ...]:
        """Every fit that can come out."""
        return (*(fit for _, fit in self.steps), self.otherwise)


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose."""

    key: str
    label: Texts
    fit: Fraction


@dataclass(frozen=True, slots=True)
class YesNo:
    """A question answered by yes or no."""

    yes: Fraction = Fraction(1)
    no: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several options; ``other`` is the fit of the respondent's own words, if allowed."""

    options: tuple[Option, ...]
    other: Fraction | None = None


@dataclass(frozen=True, slots=True)
class SeveralChoices:
    """From ``least`` to ``most`` of the options."""

    options: tuple[Option, ...]
    combine: Combine
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Scale:
    """Points from ``low`` on, one fit each; the ends may have words."""

    low: int
    fits: tuple[Fraction, ...]
    low_label: Texts | None = None
    high_label: Texts | None = None

    @property
    def high(self) -> int:
        """The last point."""
        return self.low + len(self.fits) - 1


@dataclass(frozen=True, slots=True)
class Number:
    """A number between two limits, both included; or a range of them, if ``ranges`` are taken."""

    least: Decimal
    most: Decimal
    fit: Steps
    whole: bool = False
    unit: Texts | None = None
    ranges: bool = True


@dataclass(frozen=True, slots=True)
class Percent:
    """A percentage between two limits, both included; 50 is 50 %. Perhaps a range of them."""

    least: Decimal
    most: Decimal
    fit: Steps
    ranges: bool = True


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in the list's currency (ISO 4217); rates are never guessed."""

    currency: str
    fit: Steps


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time; the fit's thresholds are in seconds."""

    fit: Steps


@dataclass(frozen=True, slots=True)
class Day:
    """A date; the fit's thresholds are in days from the day of answering.

    Without ``ranges`` a week or a month is refused, without ``past`` a day before today.
    """

    fit: Steps
    ranges: bool = True
    past: bool = True


@dataclass(frozen=True, slots=True)
class Text:
    """Free text of at most ``most`` characters; weighed only if ``given`` has a fit."""

    most: int
    long: bool = False
    given: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """An e-mail or web address; weighed only if ``given`` has a fit."""

    kind: ContactKind
    given: Fraction | None = None


AnswerKind = (
    YesNo
    | Choice
    | SeveralChoices
    | Scale
    | Number
    | Percent
    | Money
    | Duration
    | Day
    | Text
    | Contact
)

CONTACT_MOST = 320
"""Characters in a contact: RFC 3696 leaves an e-mail address 64 + 1 + 255."""
OTHER_MOST = 200
"""Characters in the respondent's own words for a choice."""


def takes_places(kind: AnswerKind) -> bool:
    """Whether a typed number can be a place among offered readings: it is no answer itself."""
    return isinstance(kind, Day | Duration | Text | Contact | YesNo)
