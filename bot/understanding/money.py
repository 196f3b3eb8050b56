"""Amounts of money: $5,000–7,000, ٥٠٠٠ ريال, under 5k, from 1,000 to 2,000 USD.

The currency that the list counts in is meant where none is named, and settles which of several is
meant by a word such as "dollar" or ريال. Rates per hour or month are no amounts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from bot.answers import Amount, Value
from bot.problems import Problem, Reason
from bot.understanding import numbers
from bot.understanding.counts import shared_scale
from bot.understanding.figures import Spoken, plain
from bot.understanding.lexicon import Lexicon
from bot.understanding.ranges import Span, in_order, itself, span
from bot.understanding.readings import Clarification, one_of
from bot.understanding.vocabulary import Item, Vocabulary

SECTIONS = (*numbers.SECTIONS, "grammar", "currencies", "shared_currencies", "units")


FARTHEST = 100
"""How many times the lower end the upper end of a range may be; beyond it, "5k-7m" is a slip."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A number with the currencies that may be meant; none if none was named."""

    number: Spoken
    codes: tuple[str, ...] = ()


def vocabulary(lexicon: Lexicon) -> Vocabulary:
    """The words that may stand in an amount."""
    return lexicon.vocabulary(*SECTIONS)


def read_money(items: Sequence[Item], currency: str) -> Value | Clarification | Problem:
    """An amount, a range, or one with an open end."""

    def part_at(items: Sequence[Item], at: int) -> tuple[Sum, int] | None:
        words = items[at : at + 1] if _is_currency(items[at], currency) else ()
        at += len(words)
        number = numbers.number_at(items, at) if at < len(items) else None
        if number is None or number[0].share or any(n < 0 for n in number[0].readings):
            return None
        spoken, at = number
        if at < len(items) and _is_currency(items[at], currency):
            words, at = (*words, items[at]), at + 1
        codes = _meant(words, currency)
        return (Sum(spoken, codes), at) if codes or not words else None

    found = span(items, part_at)
    if found is not None:
        return _amount(found, currency)
    if _is_rate(items):
        return Problem(Reason.A_RATE)
    if _names_another_currency(items):
        return Problem(Reason.OTHER_CURRENCY, currency)
    return Problem(Reason.NOT_MONEY)


def _names_another_currency(items: Sequence[Item]) -> bool:
    """Whether all that is not understood is one currency code that no lexicon has a word for."""
    unknown = [item.text for item in items if not item.senses and not item.figure]
    if len(unknown) != 1 or len(unknown[0]) != 3 or not unknown[0].isascii():
        return False
    from babel.numbers import is_currency  # noqa: PLC0415  # Few answers need it.

    return bool(is_currency(unknown[0].upper()))


def _is_currency(item: Item, currency: str) -> bool:
    named = item.means("currencies") or item.means("shared_currencies")
    return named or item.text == currency.casefold()


def _meant(words: Sequence[Item], currency: str) -> tuple[str, ...]:
    """The currencies that all these words may mean: the list's own, or else the usual ones."""
    usual = [item.senses.get("currencies", ()) for item in words]
    shared = [item.senses.get("shared_currencies", ()) for item in words]
    own = [(currency,) if item.text == currency.casefold() else () for item in words]
    each = [{*a, *b, *c} for a, b, c in zip(usual, shared, own, strict=True)]
    common = set.intersection(*each) if each else set()
    if currency in common:
        return (currency,)
    named = dict.fromkeys(code for codes in (*usual, *shared) for code in codes)
    fitting = tuple(code for code in named if code in common)
    return tuple(code for code in fitting if any(code in codes for codes in usual)) or fitting


def _is_rate(items: Sequence[Item]) -> bool:
    """Whether an amount is followed by "per hour", "monthly" or the like."""
    has_number = any(item.figure or item.means("numbers") or item.means("scales") for item in items)
    per = any(
        first.means("grammar", "per") and second.means("units") for first, second in pairwise(items)
    )
    return has_number and (per or any(item.means("grammar", "rate") for item in items))


def _amount(found: Span[Sum], currency: str) -> Value | Clarification | Problem:
    low, high = found.low, found.high
    if low is not None and high is not None and low is not high:
        low = replace(low, number=shared_scale(low.number, high.number))
    named = [one.codes for one in (low, high) if one is not None and one.codes]
    if found.either:
        return _either((low, high), currency)
    codes = tuple(
        code for code in (named[0] if named else (currency,)) if all(code in c for c in named)
    )
    if not codes:
        return Problem(Reason.NOT_MONEY)
    sure = all(one.number.sure for one in (low, high) if one is not None)
    lows: Sequence[Decimal | None] = (None,) if low is None else low.number.readings
    highs: Sequence[Decimal | None] = (None,) if high is None else high.number.readings
    pairs: list[tuple[Decimal | None, Decimal | None]]
    if found.low is found.high and low is not None:
        pairs = [(one, one) for one in low.number.readings]
    else:
        pairs = [(a, b) for a in lows for b in highs]
    forwards, turned = in_order(pairs, itself)
    far = any(a is not None and b is not None and b > FARTHEST * a for a, b in forwards)
    sure = sure and not turned and not far
    readings: list[Value] = [_amount_of(a, b, code) for code in codes for a, b in forwards]
    return one_of(readings, sure=sure) or Problem(Reason.NOT_MONEY)


def _either(sums: tuple[Sum | None, ...], currency: str) -> Clarification:
    readings = [
        _amount_of(number, number, code)
        for one in sums
        if one is not None
        for number in one.number.readings
        for code in one.codes or (currency,)
    ]
    return Clarification(tuple(dict.fromkeys(readings)))


def _amount_of(low: Decimal | None, high: Decimal | None, code: str) -> Amount:
    low, high = (None if end is None else plain(end) for end in (low, high))
    return Amount(low, high, code)
