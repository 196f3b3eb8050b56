"""JSON lines <-> readings: how typed answers would be understood, for programs and for tests."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
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
from bot.kinds import (
    YES,
    AnswerKind,
    Choice,
    Combine,
    Day,
    Direction,
    Duration,
    Money,
    Number,
    Option,
    Percent,
    Scale,
    SeveralChoices,
    Steps,
    Text,
    YesNo,
)
from bot.problems import Problem
from bot.understanding.calendar import WEEK_STARTS
from bot.understanding.commands import command
from bot.understanding.labels import is_label
from bot.understanding.lexicon import Lexicon
from bot.understanding.readings import Circumstances, Clarification, Confirmation, Reading
from bot.understanding.values import read_value
from bot.weighing import refusal

_ANY = Steps(Direction.AT_LEAST, ((Fraction(0), Fraction(1)),))
_UNBOUNDED = Decimal(10) ** 18


def understood(
    row: Mapping[str, Any], lexicon: Lexicon, today: date, language: str
) -> dict[str, Any]:
    """What a line's text would be taken for; the forms are those of docs/understanding.md.

    Raises ValueError, KeyError or TypeError if the line does not say a question that can be asked.
    """
    kind = kind_of(row)
    when = circumstances_of(row, today, language)
    text = str(row["text"])
    if kind is None:
        raise ValueError("kind")
    steers = None if is_label(text, kind) else command(text, lexicon)
    if steers is not None:
        return {"control": steers[0]}
    return _result(read_value(text, kind, lexicon, when), kind)


def circumstances_of(row: Mapping[str, Any], today: date, language: str) -> Circumstances:
    """The day and the person of a line."""
    spoken = str(row.get("lang", language))
    return Circumstances(
        date.fromisoformat(row["today"]) if "today" in row else today,
        language if spoken == "mixed" else spoken,
        WEEK_STARTS[row.get("week_start", "monday")],
        date.fromisoformat(row["min_date"]) if "min_date" in row else None,
    )


def kind_of(row: Mapping[str, Any]) -> AnswerKind | None:
    """The kind of question that a line asks; its fits are of no account here."""
    match row.get("question_kind", row["kind"]):
        case "yes_no":
            return YesNo()
        case "choice":
            return Choice(_options(row))
        case "multi_choice":
            options = _options(row)
            least, most = row.get("min_select", 1), row.get("max_select", len(options))
            return SeveralChoices(options, Combine.MEAN, least, most)
        case "scale":
            low, high = row.get("scale_min", 1), row.get("scale_max", 5)
            return Scale(low, (Fraction(0),) * (high - low + 1))
        case "number":
            return Number(*_limits(row), _ANY, ranges=row.get("allow_range", True))
        case "percent":
            return Percent(*_limits(row), _ANY, ranges=row.get("allow_range", True))
        case "money":
            return Money(row.get("default_currency", "USD"), _ANY)
        case "duration":
            return Duration(_ANY)
        case "date":
            return Day(_ANY, ranges=row.get("allow_range", True))
        case "text":
            return Text(row.get("max_len", 2000))
        case _:
            return None


def _options(row: Mapping[str, Any]) -> tuple[Option, ...]:
    aliases = row.get("option_aliases", {})
    return tuple(
        Option(label, dict(enumerate_labels(label, aliases.get(label, ()))), Fraction(0))
        for label in row.get("options", ())
    )


def enumerate_labels(label: str, aliases: tuple[str, ...]) -> list[tuple[str, str]]:
    """The label and its other names, each under a language of its own."""
    return [(str(at), text) for at, text in enumerate((label, *aliases))]


def _limits(row: Mapping[str, Any]) -> tuple[Decimal, Decimal]:
    return Decimal(str(row.get("min", -_UNBOUNDED))), Decimal(str(row.get("max", _UNBOUNDED)))


def _result(reading: Reading, kind: AnswerKind) -> dict[str, Any]:
    match reading:
        case Problem(reason, limit):
            return {"problem": reason.value, **({"limit": limit} if limit else {})}
        case Clarification(readings):
            fitting = [one for one in readings if _refused(kind, one) is None]
            problem = None if fitting else _refused(kind, readings[0])
            if problem is not None:
                return _result(problem, kind)
            return {"clarify": [to_json(one) for one in fitting]}
        case Confirmation(value):
            problem = _refused(kind, value)
            return (
                {"value": to_json(value), "confirm": True}
                if problem is None
                else _result(problem, kind)
            )
        case _:
            problem = _refused(kind, reading)
            return {"value": to_json(reading)} if problem is None else _result(problem, kind)


def _refused(kind: AnswerKind, value: Value) -> Problem | None:
    """The limit that a value breaks; any currency will do, for no list is at hand to count in."""
    return None if isinstance(kind, Money) else refusal(kind, value)


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
