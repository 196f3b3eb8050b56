"""What a value is worth, and whether it may be stored at all: one rule for each answer kind."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from bot.answers import (
    Amount,
    Counted,
    Dated,
    Lasting,
    Length,
    Picked,
    PickedOther,
    PickedSeveral,
    Rated,
    Value,
    Written,
)
from bot.kinds import (
    CONTACT_MOST,
    NO,
    OTHER_MOST,
    YES,
    AnswerKind,
    Choice,
    Combine,
    Contact,
    Day,
    Duration,
    Money,
    Number,
    Percent,
    Scale,
    SeveralChoices,
    Text,
    YesNo,
)
from bot.problems import Problem, Reason

MOST_MONEY = Decimal(10) ** 12


def fit(kind: AnswerKind, value: Value, given_on: date) -> Fraction | None:
    """How well a value fits, 0 to 1; None if the kind is noted down but not weighed.

    Raises TypeError if the value is of another kind.
    """
    match kind, value:
        case YesNo(yes, no), Picked(option):
            return yes if option == YES else no
        case Choice(options), Picked(key):
            return next(option.fit for option in options if option.key == key)
        case Choice(_, other), PickedOther():
            return other
        case SeveralChoices(options, combine), PickedSeveral(keys):
            return _combined(combine, [option.fit for option in options if option.key in keys])
        case Scale(low, fits), Rated(point):
            return fits[point - low]
        case ((Number(fit=steps) | Percent(fit=steps)), Counted(low, high)):
            return steps.fit(Fraction(low), Fraction(high))
        case Money(_, steps), Amount(low, high):
            return steps.fit(
                None if low is None else Fraction(low), None if high is None else Fraction(high)
            )
        case Duration(steps), Lasting(low, high):
            return steps.fit(
                None if low is None else low.in_seconds(),
                None if high is None else high.in_seconds(),
            )
        case Day(steps), Dated(first, last):
            return steps.fit(Fraction((first - given_on).days), Fraction((last - given_on).days))
        case ((Text(given=given) | Contact(given=given)), Written()):
            return given
        case _:
            raise TypeError(f"{type(value).__name__} does not answer {type(kind).__name__}")


def is_weighed(kind: AnswerKind) -> bool:
    """Whether values of this kind have a fit; texts and contacts may be noted down only."""
    return not (isinstance(kind, Text | Contact) and kind.given is None)


def _combined(combine: Combine, fits: list[Fraction]) -> Fraction:
    match combine:
        case Combine.BEST:
            return max(fits)
        case Combine.WORST:
            return min(fits)
        case Combine.MEAN:
            return sum(fits, Fraction(0)) / len(fits)
        case Combine.SUM:
            return min(sum(fits, Fraction(0)), Fraction(1))


def refusal(kind: AnswerKind, value: Value) -> Problem | None:
    """Which limit of the kind the value breaks; None if it may be stored.

    Guards every way in (button, typed text, import), so that what is stored can always be weighed.
    """
    match kind, value:
        case YesNo(), Picked(option):
            return None if option in (YES, NO) else Problem(Reason.NOT_YES_OR_NO)
        case Choice(options), Picked(key):
            known = any(option.key == key for option in options)
            return None if known else Problem(Reason.NOT_AN_OPTION)
        case Choice(_, other), PickedOther(text):
            return Problem(Reason.NOT_AN_OPTION) if other is None else _length(text, OTHER_MOST)
        case SeveralChoices(options, _, least, most), PickedSeveral(keys):
            if len(set(keys)) < len(keys) or not set(keys) <= {option.key for option in options}:
                return Problem(Reason.NOT_AN_OPTION)
            if len(keys) < least:
                return Problem(Reason.TOO_FEW_OPTIONS, str(least))
            return Problem(Reason.TOO_MANY_OPTIONS, str(most)) if len(keys) > most else None
        case Scale(), Rated(point):
            return _between(Decimal(point), Decimal(point), Decimal(kind.low), Decimal(kind.high))
        case Number(), Counted(low, high):
            problem = _between(low, high, kind.least, kind.most)
            if problem is None and kind.whole and (low % 1 or high % 1):
                return Problem(Reason.NOT_WHOLE)
            return problem
        case Percent(), Counted(low, high):
            return _between(low, high, kind.least, kind.most)
        case Money(currency), Amount():
            return _money(currency, value)
        case Duration(), Lasting(low, high):
            return _lasting(low, high)
        case Day(), Dated(first, last):
            return Problem(Reason.NOT_A_DATE) if first > last else None
        case Text(most), Written(text):
            return _length(text, most)
        case Contact(), Written(text):
            return _length(text, CONTACT_MOST)
        case _:
            return Problem(Reason.NOT_AN_OPTION)


def _lasting(low: Length | None, high: Length | None) -> Problem | None:
    """Whether the ends are in order; at least one of them must be closed."""
    if low is None or high is None:
        return Problem(Reason.NOT_A_DURATION) if low is high else None
    reversed_ = low.in_seconds() > high.in_seconds() or low.in_seconds() < 0
    return Problem(Reason.NOT_A_DURATION) if reversed_ else None


def _money(currency: str, value: Amount) -> Problem | None:
    if value.currency != currency:
        return Problem(Reason.OTHER_CURRENCY, currency)
    ends = [end for end in (value.low, value.high) if end is not None]
    if not ends:
        return Problem(Reason.NOT_MONEY)
    return _between(ends[0], ends[-1], Decimal(0), MOST_MONEY)


def _between(low: Decimal, high: Decimal, least: Decimal, most: Decimal) -> Problem | None:
    if not (low.is_finite() and high.is_finite()) or low > high:
        return Problem(Reason.NOT_A_NUMBER)
    if low < least:
        return Problem(Reason.TOO_SMALL, str(least))
    return Problem(Reason.TOO_LARGE, str(most)) if high > most else None


def _length(text: str, most: int) -> Problem | None:
    if not text:
        return Problem(Reason.EMPTY)
    return Problem(Reason.TOO_LONG, str(most)) if len(text) > most else None
