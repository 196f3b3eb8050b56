"""Plain answers read strictly, kind by kind: a value, or the problem with it. Nothing is guessed.

What is written in a usual, unambiguous form is read; everything else is asked again.
"""

import re
from datetime import date, timedelta
from decimal import Decimal

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
    NO,
    YES,
    AnswerKind,
    Choice,
    Contact,
    ContactKind,
    Day,
    Duration,
    Money,
    Number,
    Option,
    Percent,
    Scale,
    SeveralChoices,
    Text,
    YesNo,
)
from bot.problems import Problem, Reason
from bot.understanding.cleaning import folded, unisolated
from bot.understanding.lexicon import Lexicon

_FIGURE = r"[0-9]{1,15}(?:\.[0-9]{1,6})?|[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,6})?"
_FIGURES = re.compile(rf"({_FIGURE})(?:\s*[-–—]\s*({_FIGURE}))?")
_TWO_READINGS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
"""2.500 is two and a half to some people and two thousand five hundred to others."""
MOST_READ = 400
"""Characters of an answer that is no text: more is not read at all, so that reading stays quick."""
_WORD = re.compile(r"[^\W\d_]{4,}")
"""What makes an own answer of a text that begins with a figure or a sign: at least one word."""
_PER_CENT = re.compile(r"\s*[%٪]$")
_MONEY = re.compile(rf"(?P<before>[^0-9]*?)\s*(?P<figures>{_FIGURES.pattern})\s*(?P<after>[^0-9]*)")
_DURATION = re.compile(rf"({_FIGURES.pattern})\s*([^\s0-9]+)")
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_EMAIL = re.compile(r"[^\s@<>\"',;:()\[\]]{1,64}@[^\s@.<>\"',;:()\[\]]+(\.[^\s@.<>\"',;:()\[\]]+)+")
_URL = re.compile(
    r"(https?://)?[^\s/@:?#.<>\"]+(\.[^\s/@:?#.<>\"]+)+(:[0-9]{1,5})?([/?#][^\s<>\"]*)?",
    re.IGNORECASE,
)
_DIGITS = str.maketrans(
    {0x660 + n: str(n) for n in range(10)} | {0x6F0 + n: str(n) for n in range(10)}
)
_SEPARATORS = str.maketrans({"٫": ".", "٬": ","})
_SHORTEST = {"minutes": 60, "hours": 3_600, "days": 86_400, "weeks": 7 * 86_400}
_MONTHS = {"months": 1, "years": 12}


def read_value(text: str, kind: AnswerKind, lexicon: Lexicon, today: date) -> Value | Problem:
    """What a cleaned, non-empty text answers to a question of this kind."""
    if len(text) > MOST_READ and not isinstance(kind, Text):
        return Problem(Reason.TOO_LONG, str(MOST_READ))
    match kind:
        case YesNo():
            return _yes_or_no(text, lexicon)
        case Choice(options, other):
            return _choice(text, options, may_be_other=other is not None)
        case SeveralChoices(options):
            return _several(text, options)
        case Scale():
            number = _whole(text)
            return Problem(Reason.NOT_AN_OPTION) if number is None else Rated(number)
        case Number() | Percent():
            return _number(text, percent=isinstance(kind, Percent))
        case Money(currency):
            return _money(text, currency, lexicon)
        case Duration():
            return _duration(text, lexicon)
        case Day():
            return _day(text, lexicon, today)
        case Text():
            return Written(text)
        case Contact(contact):
            return _contact(text, contact)


def _western(text: str) -> str:
    return unisolated(text).translate(_DIGITS).translate(_SEPARATORS)


def _whole(text: str) -> int | None:
    western = _western(text).strip().rstrip(".)")
    return int(western) if re.fullmatch(r"[0-9]{1,4}", western) else None


def place(text: str, length: int) -> int | None:
    """The place, from 0, that a text such as ``2``, ``2.`` or ``٢`` picks out of so many."""
    number = _whole(text.removeprefix("#"))
    return number - 1 if number is not None and 1 <= number <= length else None


def _yes_or_no(text: str, lexicon: Lexicon) -> Value | Problem:
    chosen = place(text, 2)
    meaning = (YES, NO)[chosen] if chosen is not None else lexicon.answers.get(folded(text))
    return Problem(Reason.NOT_YES_OR_NO) if meaning is None else Picked(meaning)


def _choice(text: str, options: tuple[Option, ...], *, may_be_other: bool) -> Value | Problem:
    option = _option(text, options)
    if option is not None:
        return Picked(option.key)
    if may_be_other and (text[0].isalpha() or _WORD.search(text)):
        return PickedOther(text)
    return Problem(Reason.NOT_AN_OPTION)


def _option(text: str, options: tuple[Option, ...]) -> Option | None:
    """The option of that label, in any language, or of that place; None unless it is just one."""
    wanted = _western(folded(text))
    named = [
        option
        for option in options
        if wanted and wanted in {_western(folded(label)) for label in option.label.values()}
    ]
    chosen = place(text, len(options))
    if chosen is not None and options[chosen] not in named:
        named.append(options[chosen])
    return named[0] if len(named) == 1 else None


def _several(text: str, options: tuple[Option, ...]) -> Value | Problem:
    whole = _option(text, options)
    if whole is not None:
        return PickedSeveral((whole.key,))
    parts = [part for part in re.split(r"[,،;؛\n+&]|\s+", text) if part]
    if not all(_whole(part) is not None for part in parts):
        parts = [part.strip() for part in re.split(r"[,،;؛\n]", text) if part.strip()]
    chosen = [_option(part, options) for part in parts]
    if not chosen or None in chosen:
        return Problem(Reason.NOT_AN_OPTION)
    return PickedSeveral(tuple(option.key for option in options if option in chosen))


def _figures(text: str) -> tuple[Decimal, Decimal] | None:
    match = _FIGURES.fullmatch(text)
    if match is None:
        return None
    if any(figure and _TWO_READINGS.fullmatch(figure) for figure in match.groups()):
        return None
    low = Decimal(match[1].replace(",", ""))
    return low, Decimal(match[2].replace(",", "")) if match[2] else low


def _number(text: str, *, percent: bool) -> Value | Problem:
    western = _western(text).strip()
    figures = _figures(_PER_CENT.sub("", western) if percent else western)
    return Problem(Reason.NOT_A_NUMBER) if figures is None else Counted(*figures)


def _money(text: str, currency: str, lexicon: Lexicon) -> Value | Problem:
    match = _MONEY.fullmatch(_western(text).strip())
    figures = _figures(match["figures"]) if match else None
    if match is None or figures is None:
        return Problem(Reason.NOT_MONEY)
    words = [word for word in (match["before"].strip(), match["after"].strip()) if word]
    if len(words) > 1:
        return Problem(Reason.NOT_MONEY)
    if not words:
        return Amount(*figures, currency)
    word = folded(words[0]) or words[0]
    codes = lexicon.currencies.get(word, ())
    if currency in codes or word == currency.casefold():
        return Amount(*figures, currency)
    if len(codes) == 1:
        return Amount(*figures, codes[0])
    if codes or re.fullmatch(r"[a-z]{3}", word):
        return Problem(Reason.OTHER_CURRENCY, currency)
    return Problem(Reason.NOT_MONEY)


def _duration(text: str, lexicon: Lexicon) -> Value | Problem:
    """A duration, or months and a shorter one after a comma."""
    parts = [_lasting(part, lexicon) for part in re.split(r"[,،]\s+", unisolated(text))]
    match parts:
        case [Lasting() as whole]:
            return whole
        case [
            Lasting(Length(months, 0) as low, high),
            Lasting(Length(0, seconds) as rest, rest_high),
        ] if low == high and rest == rest_high and months and seconds:
            both = Length(months, seconds)
            return Lasting(both, both)
        case _:
            return Problem(Reason.NOT_A_DURATION)


def _lasting(text: str, lexicon: Lexicon) -> Lasting | None:
    words = folded(text)
    for count, named in ((1, lexicon.one), (2, lexicon.two)):
        if words in named:
            length = _length(Decimal(count), named[words])
            return None if length is None else Lasting(length, length)
    match = _DURATION.fullmatch(_western(text).strip())
    figures = _figures(match[1]) if match else None
    unit = lexicon.units.get(folded(match[4])) if match else None
    if figures is None or unit is None:
        return None
    low, high = (_length(number, unit) for number in figures)
    return None if low is None or high is None else Lasting(low, high)


def _length(number: Decimal, unit: str) -> Length | None:
    """So many units; None if that is no whole number of months or minutes, or beyond a century."""
    per_unit = _SHORTEST.get(unit) or _MONTHS[unit]
    total = number * per_unit
    if total % (1 if unit in _MONTHS else 60) or total > (
        1_200 if unit in _MONTHS else 3_200_000_000
    ):
        return None
    return Length(int(total), 0) if unit in _MONTHS else Length(0, int(total))


def _day(text: str, lexicon: Lexicon, today: date) -> Value | Problem:
    named = {"today": today, "tomorrow": today + timedelta(days=1)}
    day = named.get(lexicon.days.get(folded(text), ""))
    match = _ISO_DAY.fullmatch(_western(text).strip())
    if match is not None:
        try:
            day = date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            return Problem(Reason.NOT_A_DATE)
    return Problem(Reason.NOT_A_DATE) if day is None else Dated(day, day)


def _contact(text: str, contact: ContactKind) -> Value | Problem:
    match contact:
        case ContactKind.EMAIL:
            right = _EMAIL.fullmatch(text) is not None and len(text) <= 320
            return Written(text) if right else Problem(Reason.NOT_AN_EMAIL)
        case ContactKind.URL:
            right = _URL.fullmatch(text) is not None
            return Written(text) if right else Problem(Reason.NOT_A_URL)
