"""Answer kinds into a list file: kinds -> plain mappings, which ``kind_reader`` reads back."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from bot.kinds import (
    AnswerKind,
    Choice,
    Contact,
    Day,
    Duration,
    Money,
    Number,
    Option,
    Percent,
    Price,
    Scale,
    SeveralChoices,
    Steps,
    Text,
    YesNo,
)

MOST_PER_CENT = 9_999
"""As many per cent of the minimum price as ``kind_reader`` reads."""


def plain_number(number: Fraction | Decimal) -> str:
    """A number as a list file writes it, exactly: as a decimal, or else as a fraction (1/3)."""
    exact = Fraction(number)
    if 10**6 % exact.denominator:
        return str(exact)
    text = f"{Decimal(exact.numerator) / Decimal(exact.denominator):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def write_kind(kind: AnswerKind, price: Price | None) -> dict[str, Any]:
    """The entries that ``read_kind`` reads back to an equal kind, given the same price."""
    match kind:
        case YesNo(yes, no):
            return {"answer": "yes_no", "yes": plain_number(yes), "no": plain_number(no)}
        case Choice(options, other):
            asked = {"answer": "choice", "options": _write_options(options)}
            return asked if other is None else {**asked, "other": plain_number(other)}
        case SeveralChoices(options, combine, least, most):
            select = {"min": str(least), "max": str(most)}
            written = _write_options(options)
            return {
                "answer": "multi_choice",
                "options": written,
                "combine": combine.value,
                "select": select,
            }
        case Scale(low, fits, low_label, high_label):
            points = {str(low + place): plain_number(fit) for place, fit in enumerate(fits)}
            ends = {"low": low_label, "high": high_label}
            named = {end: dict(label) for end, label in ends.items() if label}
            scale = {"answer": "scale", "from": str(low), "to": str(kind.high), "fit": points}
            return {**scale, "ends": named} if named else scale
        case Number(least, most, fit, whole, unit, ranges):
            number = {"answer": "number", "min": plain_number(least), "max": plain_number(most)}
            if whole:
                number["whole"] = "yes"
            extra = {"unit": dict(unit)} if unit else {}
            return {
                **number,
                **extra,
                **_off(ranges=ranges),
                "fit": _write_steps(fit, plain_number),
            }
        case Percent(least, most, fit, ranges):
            limits = {"min": plain_number(least), "max": plain_number(most)}
            steps = _write_steps(fit, plain_number)
            return {"answer": "percent", **limits, **_off(ranges=ranges), "fit": steps}
        case Money():
            return _write_money(kind, price)
        case Duration(fit):
            return {"answer": "duration", "fit": _write_steps(fit, _write_hours)}
        case Day(fit, ranges, past):
            off = _off(ranges=ranges, past=past)
            return {"answer": "date", **off, "fit": _write_steps(fit, _write_days)}
        case Text(_, long, given):
            return _written("long_text" if long else "short_text", given)
        case Contact(contact, given):
            return _written(contact.value, given)


def _off(**switches: bool) -> dict[str, str]:
    """The switches that are not as they are where nothing is said."""
    return {name: "no" for name, on in switches.items() if not on}


def _write_money(money: Money, price: Price | None) -> dict[str, Any]:
    """In per cent of the price where that comes out whole, so that it follows another price."""
    if price and price.currency == money.currency:
        unit = Fraction(price.amount, 100)
        shares = [limit / unit for limit, _ in money.fit.steps]
        if all(share.denominator == 1 and share <= MOST_PER_CENT for share in shares):
            steps = _write_steps(money.fit, lambda limit: f"{limit / unit}%")
            return {"answer": "money", "fit": steps}
    steps = _write_steps(money.fit, plain_number)
    return {"answer": "money", "currency": money.currency, "fit": steps}


def _write_days(days: Fraction) -> str:
    return _write_hours(days * 86_400)


def _write_hours(seconds: Fraction) -> str:
    hours = seconds / 3_600
    return f"{hours / 24} days" if hours % 24 == 0 else f"{hours} hours"


def _written(answer: str, given: Fraction | None) -> dict[str, Any]:
    return {"answer": answer} if given is None else {"answer": answer, "given": plain_number(given)}


def _write_options(options: tuple[Option, ...]) -> dict[str, Any]:
    return {o.key: {**o.label, "fit": plain_number(o.fit)} for o in options}


def _write_steps(steps: Steps, write: Callable[[Fraction], str]) -> dict[str, Any]:
    written = {write(limit): plain_number(fit) for limit, fit in steps.steps}
    return {steps.direction.value: written, "otherwise": plain_number(steps.otherwise)}
