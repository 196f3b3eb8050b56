"""Phrases of one language: messages with their variables, and values in words."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from unicodedata import bidirectional

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from fluent.runtime import FluentBundle

from bot.answers import (
    Amount,
    Counted,
    Dated,
    Lasting,
    Length,
    Mark,
    Picked,
    PickedOther,
    PickedSeveral,
    Rated,
    Response,
    Written,
)
from bot.kinds import YES, AnswerKind, Choice, Number, Percent, SeveralChoices, Texts, text_in
from bot.shortening import balanced, shortened
from bot.understanding.cleaning import unisolated

MOST_SHOWN = 240
"""Characters of a person's text that a card shows; the whole is in the record."""
MARK_KEYS = {
    Mark.DONT_KNOW: "answer-dont-know",
    Mark.NOT_APPLICABLE: "answer-not-applicable",
    Mark.SKIPPED: "answer-skipped",
}


class Phrases:
    """The messages of one language. Variables are isolated, so that mixed text reads right."""

    def __init__(self, language: str, bundle: FluentBundle) -> None:
        self.language = language
        self._locale = language.replace("-", "_")
        self._bundle = bundle
        self._constant: dict[str, str] = {}

    def say(self, key: str, **variables: str | int | date) -> str:
        """The message with its variables. Raises LookupError if key or variable is missing.

        A card has a dozen messages without variables, and each of them always says the same.
        """
        if variables:
            return self._format(key, variables)
        if key not in self._constant:
            self._constant[key] = self._format(key, {})
        return self._constant[key]

    def _format(self, key: str, variables: Mapping[str, str | int | date]) -> str:
        if not self._bundle.has_message(key):
            raise LookupError(f"no message {key} in language {self.language}")
        short = {
            name: shortened(value, MOST_SHOWN) if isinstance(value, str) else value
            for name, value in variables.items()
        }
        pattern = self._bundle.get_message(key).value
        if pattern is None:
            raise LookupError(f"message {key} in language {self.language} has no text")
        text, errors = self._bundle.format_pattern(pattern, short)
        if errors:
            raise LookupError(f"message {key} in language {self.language}: {errors[0]}")
        return str(text)

    def has(self, key: str) -> bool:
        """Whether there is such a message."""
        return bool(self._bundle.has_message(key))

    def pick(self, texts: Texts) -> str:
        """The text in this language, or the nearest there is."""
        return text_in(texts, self.language)

    def at_edge(self, text: str) -> str:
        """A text at the edge of a line: isolated if it runs against the language.

        What runs with the language stays as it is, so that it can tell the line's direction.
        """
        against = ("R", "AL") if Locale.parse(self._locale).text_direction == "ltr" else ("L",)
        strong = (bidirectional(one) for one in text if bidirectional(one) in ("L", "R", "AL"))
        text = balanced(text)
        return f"\u2068{text}\u2069" if next(strong, None) in against else text

    def number(self, number: Decimal | Fraction | int) -> str:
        """A number with this language's separators, to six decimals."""
        exact = Fraction(number)
        decimal = Decimal(exact.numerator) / Decimal(exact.denominator)
        return format_decimal(decimal, format="#,##0.######", locale=self._locale)

    def per_cent(self, number: Decimal | int) -> str:
        """A percentage with its sign, where the language puts it; 50 is 50 %."""
        share = Decimal(number) / 100
        return format_percent(share, locale=self._locale, decimal_quantization=False)

    def day(self, day: date) -> str:
        """A date with the name of its month."""
        return format_date(day, "long", locale=self._locale)

    def tenths(self, tenths: int) -> str:
        """A number of tenths, with its one decimal."""
        return format_decimal(Decimal(tenths) / 10, format="#,##0.0", locale=self._locale)

    def answer(self, kind: AnswerKind, response: Response) -> str:
        """A response in words, as a card shows it."""
        match response:
            case Mark():
                return self.say(MARK_KEYS[response])
            case Picked(option):
                return self._option(kind, option)
            case PickedOther(text):
                return self.say("answer-other", text=_on_one_line(text))
            case PickedSeveral(options):
                labels = [self._option(kind, option) for option in options]
                return self.say("separator").join(labels)
            case Rated(point):
                return self.number(point)
            case Counted(low, high):
                return self._counted(kind, low, high)
            case Amount(low, high, currency):
                return self._amount(low, high, currency)
            case Lasting(low, high):
                ends = (None if end is None else self.length(end) for end in (low, high))
                return self._ends(*ends)
            case Dated(first, last):
                return self._range(
                    self.say("answer-date", date=first), self.say("answer-date", date=last)
                )
            case Written(text):
                return shortened(_on_one_line(text), MOST_SHOWN)

    def length(self, length: Length) -> str:
        """A duration: its months, and the rest in the largest unit that comes out whole."""
        units = (
            *(("weeks", 604_800), ("days", 86_400), ("hours", 3_600)),
            *(("minutes", 60), ("seconds", 1)),
        )
        unit, size = next(
            (one for one in units if length.seconds and length.seconds % one[1] == 0),
            ("minutes", 60),
        )
        rest = self.say(f"answer-{unit}", count=length.seconds // size)
        if not length.months:
            return rest
        months = self.say("answer-months", count=length.months)
        return self.say("separator").join((months, rest)) if length.seconds else months

    def money(self, amount: Decimal | Fraction, currency: str) -> str:
        """An amount with its currency code."""
        return f"{self.number(amount)} {currency}"

    def _option(self, kind: AnswerKind, key: str) -> str:
        if isinstance(kind, Choice | SeveralChoices):
            return self.pick(next(option.label for option in kind.options if option.key == key))
        return self.say("button-yes" if key == YES else "button-no")

    def _counted(self, kind: AnswerKind, low: Decimal, high: Decimal) -> str:
        if isinstance(kind, Percent):
            return self._range(self.per_cent(low), self.per_cent(high))
        shown = self._range(self.number(low), self.number(high))
        if isinstance(kind, Number) and kind.unit:
            return self.say("answer-number", number=shown, unit=self.pick(kind.unit))
        return shown

    def _amount(self, low: Decimal | None, high: Decimal | None, currency: str) -> str:
        ends = (None if end is None else self.money(end, currency) for end in (low, high))
        return self._ends(*ends) or currency

    def _ends(self, low: str | None, high: str | None) -> str:
        """A range in words, perhaps with an open end; nothing for one with two."""
        if low is None:
            return "" if high is None else self.say("answer-at-most", high=high)
        return self.say("answer-at-least", low=low) if high is None else self._range(low, high)

    def _range(self, low: str, high: str) -> str:
        return low if low == high else self.say("answer-range", low=low, high=high)


def spoken(phrases: Mapping[str, Phrases], language: str) -> Phrases:
    """The phrases of a language that was stored; English if its files are gone."""
    return phrases.get(language) or phrases["en"]


def _on_one_line(text: str) -> str:
    """A person's text with its line breaks made visible, so that no line of it looks like ours."""
    lines = (line.strip() for line in unisolated(text).split("\n"))
    return " ⏎ ".join(line for line in lines if line)
