"""JSON lines <-> readings: how typed answers would be understood, for programs and for tests."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

from babel.numbers import is_currency

from bot.answers import (
    Value,
)
from bot.kinds import (
    AnswerKind,
    Choice,
    Combine,
    Contact,
    ContactKind,
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
from bot.problems import Problem, Reason
from bot.understanding.calendar import WEEK_STARTS, YEARS
from bot.understanding.cleaning import MOST_TYPED
from bot.understanding.commands import command
from bot.understanding.labels import is_label
from bot.understanding.lexicon import Lexicon
from bot.understanding.line_values import to_json
from bot.understanding.readings import Circumstances, Clarification, Confirmation, Reading
from bot.understanding.values import read_value
from bot.weighing import refusal

Kind = TypeVar("Kind")
_ANY = Steps(Direction.AT_LEAST, ((Fraction(0), Fraction(1)),))
_UNBOUNDED = Decimal(10) ** 18
MOST_POINTS = 100
"""Points of the longest scale that is taken."""
MOST_OPTIONS = 1_000
MOST_LENGTH = 1_000_000

Line = Mapping[str, Any]


def understood(line: object, lexicon: Lexicon, today: date, language: str) -> dict[str, Any]:
    """What a line's text would be taken for; docs/understanding.md has the forms.

    Raises ValueError, with what is wrong, if the line asks no question that can be asked.
    """
    if not isinstance(line, Mapping):
        raise ValueError("not a JSON object")  # noqa: TRY004  # One error for every bad line.
    text = _get(line, "text", str)
    kind = kind_of(line)
    when = circumstances_of(line, today, language)
    if len(text) > MOST_TYPED:
        return _result(Problem(Reason.TOO_LONG, str(MOST_TYPED)), kind)
    steers = None if is_label(text, kind) else command(text, lexicon)
    if steers is not None and text.strip():
        return {"control": steers[0]}
    return _result(read_value(text, kind, lexicon, when), kind)


def _get(line: Line, key: str, kind: type[Kind], default: Kind | None = None) -> Kind:
    """What stands under the key; a number is never a truth value. Raises ValueError."""
    found = line.get(key, default)
    if found is None or not isinstance(found, kind) or (kind is int and isinstance(found, bool)):
        raise ValueError(f"{key}: {'missing' if key not in line else 'not as it should be'}")
    return found


def _day(line: Line, key: str) -> date | None:
    if key not in line:
        return None
    try:
        day = date.fromisoformat(_get(line, key, str))
    except ValueError:
        raise ValueError(f"{key}: not a date such as 2026-11-23") from None
    if day.year not in YEARS:
        raise ValueError(f"{key}: too far away")
    return day


def circumstances_of(line: Line, today: date, language: str) -> Circumstances:
    """The day and the person of a line."""
    spoken = _get(line, "lang", str, language)
    week_start = _get(line, "week_start", str, "monday")
    if week_start not in WEEK_STARTS:
        raise ValueError(f"week_start: none of {', '.join(WEEK_STARTS)}")
    return Circumstances(
        _day(line, "today") or today,
        language if spoken == "mixed" else spoken,
        WEEK_STARTS[week_start],
        _day(line, "min_date"),
    )


def kind_of(line: Line) -> AnswerKind:
    """The kind of question that a line asks; its fits are of no account here."""
    name = _get(line, "question_kind" if "question_kind" in line else "kind", str)
    match name:
        case "yes_no":
            return YesNo()
        case "choice":
            return Choice(_options(line))
        case "multi_choice":
            return _several(line)
        case "scale":
            return _scale(line)
        case "number":
            return Number(*_limits(line), _ANY, ranges=_takes_ranges(line))
        case "percent":
            return Percent(*_limits(line), _ANY, ranges=_takes_ranges(line))
        case "money":
            return Money(_currency(line), _ANY)
        case "duration":
            return Duration(_ANY)
        case "date":
            return Day(_ANY, ranges=_takes_ranges(line))
        case "text":
            return Text(_whole(line, "max_len", 2_000, (1, MOST_LENGTH)))
        case "email" | "url":
            return Contact(ContactKind(name))
        case _:
            raise ValueError("kind: unknown")


def _takes_ranges(line: Line) -> bool:
    return "allow_range" not in line or _get(line, "allow_range", bool)


def _whole(line: Line, key: str, default: int, limits: tuple[int, int]) -> int:
    number = _get(line, key, int, default)
    if not limits[0] <= number <= limits[1]:
        raise ValueError(f"{key}: not from {limits[0]} to {limits[1]}")
    return number


def _options(line: Line) -> tuple[Option, ...]:
    labels = _get(line, "options", list, [] if "question_kind" in line else None)
    aliases = _get(line, "option_aliases", dict, {})
    if not all(isinstance(label, str) for label in labels) or len(set(labels)) < len(labels):
        raise ValueError("options: not different texts")
    if not 1 <= len(labels) <= MOST_OPTIONS and "question_kind" not in line:
        raise ValueError(f"options: not from 1 to {MOST_OPTIONS}")
    names = {label: [label, *_texts(aliases.get(label, []))] for label in labels}
    return tuple(
        Option(label, {str(at): text for at, text in enumerate(names[label])}, Fraction(0))
        for label in labels
    )


def _texts(found: object) -> list[str]:
    if not isinstance(found, list) or not all(isinstance(text, str) for text in found):
        raise ValueError("option_aliases: not lists of texts")
    return found


def _several(line: Line) -> SeveralChoices:
    options = _options(line)
    most = _whole(line, "max_select", len(options), (1, max(1, len(options))))
    least = _whole(line, "min_select", min(1, most), (0, most))
    return SeveralChoices(options, Combine.MEAN, least, most)


def _scale(line: Line) -> Scale:
    low = _whole(line, "scale_min", 1, (-MOST_POINTS, MOST_POINTS))
    high = _whole(line, "scale_max", 5, (low, low + MOST_POINTS))
    return Scale(low, (Fraction(0),) * (high - low + 1))


def _limits(line: Line) -> tuple[Decimal, Decimal]:
    ends = []
    for key, default in (("min", -_UNBOUNDED), ("max", _UNBOUNDED)):
        found = line.get(key, default)
        number = isinstance(found, int | float | Decimal) and not isinstance(found, bool)
        end = Decimal(str(found)) if number else Decimal("NaN")
        if not end.is_finite():
            raise ValueError(f"{key}: not a number")
        ends.append(end)
    if ends[0] > ends[1]:
        raise ValueError("min: more than max")
    return ends[0], ends[1]


def _currency(line: Line) -> str:
    code = _get(line, "default_currency", str, "USD")
    if not is_currency(code):
        raise ValueError("default_currency: no code such as USD")
    return code


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
