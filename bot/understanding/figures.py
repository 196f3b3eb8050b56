"""Digits with separators -> numbers: 12,345.67, ١٢٬٣٤٥٫٦٧, 12.345,67; 1.500 has two readings."""

import re
from dataclasses import dataclass
from decimal import Decimal

MOST_DIGITS = 15
"""More digits than any amount of money has; a longer figure is a slip, or no figure at all."""
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:([,.'٬])[0-9]{3})(?:\1[0-9]{3})*")
_GROUPED_WITH_DECIMALS = re.compile(
    r"(?P<whole>[1-9][0-9]{0,2}(?:([,.'٬])[0-9]{3})(?:\2[0-9]{3})*)(?P<point>[.,٫])(?P<rest>[0-9]+)"
)
_TURNED = str.maketrans(".,", ",.")
_ONE_POINT = re.compile(r"(?P<whole>[0-9]+)(?P<point>[.,٫])(?P<rest>[0-9]+)")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A number as somebody put it: its readings, the likeliest first.

    ``sure`` is False for a single reading that is not certain. ``scale`` is what a word such as
    "thousand" multiplied it by, 1 without one: in "5 to 7 thousand" it holds for the 5 as well.
    A ``share`` is a part such as a third, of something that was not said.
    """

    readings: tuple[Decimal, ...]
    sure: bool = True
    scale: Decimal = Decimal(1)
    share: bool = False

    def times(self, factor: Decimal) -> "Spoken":
        """So many times as much."""
        return Spoken(tuple(n * factor for n in self.readings), self.sure, self.scale * factor)

    def plus(self, more: Decimal) -> "Spoken":
        """So much more."""
        return Spoken(tuple(n + more for n in self.readings), self.sure, self.scale)

    def negative(self) -> "Spoken":
        """As much below zero."""
        return Spoken(tuple(-n for n in self.readings), self.sure, self.scale)


def with_decimal_point(text: str) -> str:
    """A figure of such a language as it is written elsewhere."""
    return text.translate(_TURNED)


def plain(number: Decimal) -> Decimal:
    """The number without zeros behind its point, and without an exponent."""
    return number.quantize(Decimal(1)) if number % 1 == 0 else number.normalize()


def figure(text: str) -> Spoken | None:
    """What digits with separators stand for; None if they are no number."""
    text = "0" + text if text[0] in ".٫" else text
    digits = sum(map(str.isdecimal, text))
    if digits > MOST_DIGITS:
        return None
    if digits == len(text):
        return Spoken((Decimal(text),))
    if match := _ONE_POINT.fullmatch(text):
        return _one_point(match["whole"], match["point"], match["rest"])
    if (grouped := _GROUPED.fullmatch(text)) is not None:
        return Spoken((Decimal(text.replace(grouped[1], "")),))
    if (match := _GROUPED_WITH_DECIMALS.fullmatch(text)) and match["point"] != match[2]:
        whole = match["whole"].replace(match[2], "")
        # 1,000.000 may be a thousand or a million.
        return Spoken((Decimal(f"{whole}.{match['rest']}"),), sure=len(match["rest"]) != 3)
    return None


def _one_point(whole: str, point: str, rest: str) -> Spoken:
    decimal = Decimal(f"{whole}.{rest}")
    could_be_thousands = len(rest) == 3 and len(whole) <= 3 and whole[0] != "0"
    if point == ",":
        # Where a comma parts thousands, as in English and Arabic, 1,5 is no number.
        thousands = Spoken((Decimal(whole + rest),))
        return thousands if could_be_thousands else Spoken((decimal,), sure=False)
    if could_be_thousands:
        return Spoken((decimal, Decimal(whole + rest)))
    return Spoken((decimal,))
