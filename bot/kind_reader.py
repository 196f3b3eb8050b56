"""Answer kinds out of a list file: YAML nodes -> kinds."""

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import yaml
from babel.numbers import is_currency

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
    Price,
    Scale,
    SeveralChoices,
    Steps,
    Text,
    YesNo,
)
from bot.list_nodes import Entries, MistakeKind, Reader, spelled

MOST_OPTIONS = 25
"""Options in a choice: what one Discord menu holds."""
MOST_LABEL = 75
"""Characters in an option's label: what a Slack button and menu entry hold."""
MOST_SCALE = 10
SHORT_TEXT, LONG_TEXT = 300, 3_000
"""Characters in texts: 3,000 is what a Slack input holds."""
HUGE = Decimal(10) ** 9
A_PRICE, SOME_DURATIONS = "1500 USD", "12 hours, 3 days, 2 weeks, 1 month"
"""What such things look like in a list, in every language."""
_SECONDS = {"hour": 3_600, "day": 86_400, "week": 7 * 86_400, "month": 30 * 86_400}
_NO_MONEY = ("XTS", "XXX")
"""ISO 4217 keeps these two for tests, and for no currency at all."""
_PRICE = re.compile(r"([0-9]{1,12})(?:\s*)([A-Z]{3})")
_PER_CENT = re.compile(r"([0-9]{1,4})\s*%")
_DURATION = re.compile(r"([0-9]{1,5})\s*(hour|day|week|month)s?")


def read_price(text: str) -> Price | None:
    """``1500 USD`` as a price; None if it is anything else, or nothing at all."""
    match = _PRICE.fullmatch(text.strip())
    if match is None or not int(match[1]) or not _is_money(match[2]):
        return None
    return Price(int(match[1]), match[2])


def _is_money(code: str) -> bool:
    return code not in _NO_MONEY and is_currency(code)


KEYS = {
    "yes_no": ("yes", "no"),
    "choice": ("options", "other"),
    "multi_choice": ("options", "combine", "select"),
    "scale": ("from", "to", "fit", "ends"),
    "number": ("min", "max", "whole", "unit", "ranges", "fit"),
    "percent": ("min", "max", "ranges", "fit"),
    "money": ("currency", "fit"),
    "duration": ("fit",),
    "date": ("ranges", "past", "fit"),
    "short_text": ("given",),
    "long_text": ("given",),
    "email": ("given",),
    "url": ("given",),
}
"""What each kind of answer may say beside ``answer``."""
ALL_KEYS = tuple(dict.fromkeys(key for keys in KEYS.values() for key in keys))


def read_kind(reader: Reader, node: yaml.Node, entries: Entries, price: Price | None) -> AnswerKind:
    """The kind that a question's entries describe; what is missing or wrong is noted."""
    name = spelled(entries["answer"])
    if name not in KEYS:
        reader.wrong(entries["answer"], MistakeKind.NOT_ONE_OF, name, ", ".join(KEYS))
        return YesNo()
    for key, value in entries.items():
        if key in ALL_KEYS and key not in KEYS[name]:
            reader.wrong(value, MistakeKind.UNKNOWN_KEY, key, ", ".join(KEYS[name]) or "–")
    given = reader.fit(entries["given"]) if "given" in entries else None
    match name:
        case "yes_no":
            yes = reader.fit(entries["yes"]) if "yes" in entries else Fraction(1)
            return YesNo(yes, reader.fit(entries["no"]) if "no" in entries else Fraction(0))
        case "choice":
            other = reader.fit(entries["other"]) if "other" in entries else None
            return Choice(_options(reader, node, entries), other)
        case "multi_choice":
            return _several(reader, node, entries)
        case "scale":
            return _scale(reader, entries)
        case "number":
            return Number(
                *_limits(reader, entries, HUGE),
                fit=_steps(reader, node, entries, _plain),
                whole="whole" in entries and reader.switch(entries["whole"]),
                unit=reader.texts(entries["unit"], 40) if "unit" in entries else None,
                ranges=_unless_no(reader, entries, "ranges"),
            )
        case "percent":
            limits = _limits(reader, entries, Decimal(100))
            ranges = _unless_no(reader, entries, "ranges")
            return Percent(*limits, fit=_steps(reader, node, entries, _plain), ranges=ranges)
        case "money":
            return _money(reader, node, entries, price)
        case "duration":
            return Duration(_steps(reader, node, entries, _seconds))
        case "date":
            return Day(
                _steps(reader, node, entries, _days),
                ranges=_unless_no(reader, entries, "ranges"),
                past=_unless_no(reader, entries, "past"),
            )
        case "short_text":
            return Text(SHORT_TEXT, given=given)
        case "long_text":
            return Text(LONG_TEXT, long=True, given=given)
        case address:
            return Contact(ContactKind(address), given)


def _unless_no(reader: Reader, entries: Entries, key: str) -> bool:
    """A switch that is on where nothing is said."""
    return key not in entries or reader.switch(entries[key])


def _options(reader: Reader, node: yaml.Node, entries: Entries) -> tuple[Option, ...]:
    if "options" not in entries:
        reader.wrong(node, MistakeKind.MISSING_KEY, "options")
        return ()
    if not isinstance(entries["options"], yaml.MappingNode):
        reader.wrong(entries["options"], MistakeKind.NOT_A_MAPPING)
        return ()
    named = reader.entries(entries["options"])
    options = []
    for key, value in named.items():
        if not re.fullmatch(r"[a-z0-9_]{1,24}", key):
            reader.wrong(value, MistakeKind.BAD_NAME, key, "24")
        fields = reader.entries(value, needed=("fit",))
        if not fields:
            continue
        texts = [(k, v) for k, v in value.value if k.value != "fit"]
        label = yaml.MappingNode(value.tag, texts, value.start_mark)
        fit = reader.fit(fields["fit"]) if "fit" in fields else Fraction(0)
        options.append(Option(key, reader.texts(label, MOST_LABEL), fit))
    if not 2 <= len(named) <= MOST_OPTIONS:
        reader.wrong(
            entries["options"], MistakeKind.OUT_OF_RANGE, str(len(named)), f"2 – {MOST_OPTIONS}"
        )
    return tuple(options)


def _several(reader: Reader, node: yaml.Node, entries: Entries) -> SeveralChoices:
    known = len(reader.mistakes)
    options = _options(reader, node, entries)
    least, most = 1, max(len(options), 1)
    if "select" in entries and len(reader.mistakes) == known:
        select = reader.entries(entries["select"], ("min", "max"))
        least = reader.integer(select["min"], 1, most) if "min" in select else least
        most = reader.integer(select["max"], least, most) if "max" in select else most
    combine = reader.one_of(entries["combine"], Combine) if "combine" in entries else Combine.MEAN
    return SeveralChoices(options, Combine(combine), least, most)


def _scale(reader: Reader, entries: Entries) -> Scale:
    known = len(reader.mistakes)
    low = reader.integer(entries["from"], 0, 1) if "from" in entries else 1
    high = reader.integer(entries["to"], low + 1, low + MOST_SCALE) if "to" in entries else 5
    size = high - low
    fits = tuple(Fraction(point, size) for point in range(size + 1))
    if "fit" in entries and len(reader.mistakes) > known:
        pass  # Which points there should be is not clear.
    elif "fit" in entries and isinstance(entries["fit"], yaml.MappingNode):
        points = [str(low + point) for point in range(size + 1)]
        named = reader.entries(entries["fit"], points, points)
        fits = tuple(reader.fit(named[p]) if p in named else Fraction(0) for p in points)
    elif "fit" in entries and reader.one_of(entries["fit"], ("rising", "falling")) == "falling":
        fits = fits[::-1]
    ends = reader.entries(entries["ends"], ("low", "high")) if "ends" in entries else {}
    return Scale(
        low,
        fits,
        reader.texts(ends["low"], MOST_LABEL) if "low" in ends else None,
        reader.texts(ends["high"], MOST_LABEL) if "high" in ends else None,
    )


def _limits(reader: Reader, entries: Entries, highest: Decimal) -> tuple[Decimal, Decimal]:
    known = len(reader.mistakes)
    least = reader.decimal(entries["min"]) if "min" in entries else Decimal(0)
    most = reader.decimal(entries["max"]) if "max" in entries else highest
    if least >= most and len(reader.mistakes) == known:
        node = entries.get("max") or entries["min"]
        reader.wrong(node, MistakeKind.LIMITS_CROSSED, f"{least:f}", f"{most:f}")
    return least, most


def _money(reader: Reader, node: yaml.Node, entries: Entries, price: Price | None) -> Money:
    known = len(reader.mistakes)
    currency = price.currency if price else ""
    if "currency" in entries:
        currency = spelled(entries["currency"])
        if not _is_money(currency):
            reader.wrong(entries["currency"], MistakeKind.NOT_A_PRICE, currency, A_PRICE)

    def threshold(reader: Reader, key: str, value: yaml.Node) -> Fraction:
        match = _PER_CENT.fullmatch(key)
        if match is None:
            return _plain(reader, key, value)
        if price is not None and price.currency == currency:
            return Fraction(price.amount * int(match[1]), 100)
        if len(reader.mistakes) == known and not _price_is_wrong(reader):
            reader.wrong(value, MistakeKind.NO_MINIMUM_PRICE, key)
        return Fraction(match[1])

    steps = _steps(reader, node, entries, threshold)
    if not currency and len(reader.mistakes) == known and not _price_is_wrong(reader):
        reader.wrong(node, MistakeKind.MISSING_KEY, "currency")
    return Money(currency, steps)


def _price_is_wrong(reader: Reader) -> bool:
    """Whether the list's minimum price has a mistake, so that shares of it need none."""
    return any(m.kind is MistakeKind.NOT_A_PRICE and not m.trait for m in reader.mistakes)


Threshold = Callable[[Reader, str, yaml.Node], Fraction]


def _steps(reader: Reader, node: yaml.Node, entries: Entries, threshold: Threshold) -> Steps:
    if "fit" not in entries:
        reader.wrong(node, MistakeKind.MISSING_KEY, "fit")
        return Steps(Direction.AT_LEAST, ())
    known = len(reader.mistakes)
    rule = reader.entries(entries["fit"], (*Direction, "otherwise"))
    directions = [direction for direction in Direction if direction in rule]
    if len(directions) != 1:
        if len(reader.mistakes) == known:
            found = ", ".join(rule) or "{}"
            reader.wrong(entries["fit"], MistakeKind.NOT_ONE_OF, found, ", ".join(Direction))
        return Steps(Direction.AT_LEAST, ())
    steps = tuple(
        (threshold(reader, key, value), reader.fit(value))
        for key, value in reader.entries(rule[directions[0]]).items()
    )
    limits = [limit for limit, _ in steps]
    ordered = sorted(set(limits), reverse=directions[0] is Direction.AT_LEAST)
    if (not steps or limits != ordered) and len(reader.mistakes) == known:
        reader.wrong(rule[directions[0]], MistakeKind.WRONG_ORDER, directions[0])
    otherwise = reader.fit(rule["otherwise"]) if "otherwise" in rule else Fraction(0)
    return Steps(directions[0], steps, otherwise)


def _plain(reader: Reader, key: str, value: yaml.Node) -> Fraction:
    if not re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,6})?", key):
        reader.wrong(value, MistakeKind.NOT_A_NUMBER, key)
        return Fraction(0)
    return Fraction(key)


def _seconds(reader: Reader, key: str, value: yaml.Node) -> Fraction:
    match = _DURATION.fullmatch(key)
    if match is None:
        reader.wrong(value, MistakeKind.NOT_A_DURATION, key, SOME_DURATIONS)
        return Fraction(0)
    return Fraction(int(match[1]) * _SECONDS[match[2]])


def _days(reader: Reader, key: str, value: yaml.Node) -> Fraction:
    return _seconds(reader, key, value) / 86_400
