"""Values -> JSON, in the forms of docs/understanding.md."""

from decimal import Decimal
from typing import Any

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
from bot.kinds import YES


def to_json(value: Value) -> Any:  # noqa: ANN401  # JSON is what may be anything.
    """A value in the form of the lines."""
    match value:
        case Picked(option):
            return option == YES if option in ("yes", "no") else option
        case PickedOther(text) | Written(text):
            return text
        case PickedSeveral(options):
            return list(options)
        case Rated(point):
            return point
        case Counted(low, high):
            return _number(low) if low == high else {"min": _number(low), "max": _number(high)}
        case Amount(low, high, currency):
            return {"min": _number(low), "max": _number(high), "currency": currency}
        case Lasting(low, high):
            return {"min": _iso(low), "max": _iso(high)}
        case Dated(first, last):
            return {"from": first.isoformat(), "to": last.isoformat()}


def _number(number: Decimal | None) -> int | float | None:
    if number is None:
        return None
    return int(number) if number % 1 == 0 else float(number)


def _iso(length: Length | None) -> str | None:
    """ISO 8601: months and days, hours, minutes and seconds."""
    if length is None:
        return None
    days, rest = divmod(length.seconds, 86_400)
    hours, rest = divmod(rest, 3_600)
    minutes, seconds = divmod(rest, 60)
    date_part = "".join(f"{n}{unit}" for n, unit in ((length.months, "M"), (days, "D")) if n)
    time = "".join(f"{n}{u}" for n, u in ((hours, "H"), (minutes, "M"), (seconds, "S")) if n)
    return f"P{date_part}" + (f"T{time}" if time else "") if date_part or time else "PT0S"
