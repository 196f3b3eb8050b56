"""How a language usually writes dates and figures, as CLDR has it."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale


@cache
def _locale(language: str) -> "Locale | None":
    """The data of a language; None of one that CLDR does not know."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415  # Its data loads slowly.

    try:
        return Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        return None


@cache
def month_comes_first(language: str) -> bool:
    """Whether 1/2 is usually 2 January in that language."""
    locale = _locale(language)
    if locale is None:
        return False
    pattern = locale.date_formats["short"].pattern
    return bool(pattern.index("M") < pattern.index("d"))


@cache
def comma_is_decimal(language: str) -> bool:
    """Whether that language writes 1.500,5 for 1,500.5."""
    locale = _locale(language)
    return locale is not None and bool(locale.number_symbols["latn"]["decimal"] == ",")
