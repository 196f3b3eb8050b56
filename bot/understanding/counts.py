"""Numbers and percentages: 12,345.67, five or so, 30–40 %, half, ٥٠ في المئة."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bot.answers import Counted, Value
from bot.kinds import Number, Percent
from bot.problems import Problem, Reason
from bot.understanding import numbers
from bot.understanding.figures import Spoken, plain
from bot.understanding.lexicon import Lexicon
from bot.understanding.number_words import part_of
from bot.understanding.ranges import Span, in_order, itself, passed_over, span
from bot.understanding.readings import Clarification, one_of
from bot.understanding.vocabulary import Item, Vocabulary
from bot.understanding.words import split

SECTIONS = (*numbers.SECTIONS, "grammar", "nouns")


def vocabulary(lexicon: Lexicon) -> Vocabulary:
    """The words that may stand in a number or percentage."""
    return lexicon.vocabulary(*SECTIONS)


def read_number(items: Sequence[Item], kind: Number) -> Value | Clarification | Problem:
    """A number, or a range of them where the question takes ranges."""
    unit_words = {word.text for text in (kind.unit or {}).values() for word in split(text)}

    def part_at(items: Sequence[Item], at: int) -> tuple[Spoken, int] | None:
        found = numbers.number_at(items, at)
        if found is None:
            return None
        spoken, at = found
        if spoken.share:
            spoken = replace(spoken, sure=False)  # Half of what?
        while at < len(items) and (items[at].means("nouns") or items[at].text in unit_words):
            at += 1
        return spoken, at

    found = span(items, part_at)
    if found is None:
        return Problem(Reason.NOT_A_NUMBER)
    return _counted(found, ranges=kind.ranges)


def read_percent(items: Sequence[Item], kind: Percent) -> Value | Clarification | Problem:
    """A percentage, 50 for 50 %, or a range of them where the question takes ranges."""

    def part_at(items: Sequence[Item], at: int) -> tuple[Spoken, int] | None:
        at += items[at].means("grammar", "percent") and at + 1 < len(items)
        part = part_of(items[at].meaning("fractions"))
        if part is not None:
            share = round(part * 100, 2)
            found = Spoken((share,), sure=share == part * 100), at + 1
        else:
            number = numbers.number_at(items, at)
            if number is None:
                return None
            found = number
        spoken, at = found
        ahead = passed_over(items, at)
        if ahead < len(items) and items[ahead].means("grammar", "percent"):
            at = ahead
        if at < len(items) and items[at].means("grammar", "percent"):
            # Half a per cent, or a half, which is 50 %?
            readings = (part, *spoken.readings) if part is not None else spoken.readings
            return Spoken(readings, spoken.sure), at + 1
        if part is None and all(0 < number < 1 for number in spoken.readings):
            # 0.5 is half a per cent to some and a half to others.
            return Spoken((*(number * 100 for number in spoken.readings), *spoken.readings)), at
        return spoken, at

    found = span(items, part_at)
    if found is not None:
        return _counted(found, ranges=kind.ranges)
    whole = [item for item in items if not item.means("grammar", "filler", "measured", "hedge")]
    for meaning, share in (("all", 100), ("none", 0)):
        if len(whole) == 1 and whole[0].means("grammar", meaning):
            return Clarification((Counted(Decimal(share), Decimal(share)),))
    return Problem(Reason.NOT_A_NUMBER)


def _counted(found: Span[Spoken], *, ranges: bool) -> Value | Clarification | Problem:
    low, high = found.low, found.high
    if low is None or high is None:
        return Problem(Reason.ONE_NUMBER)
    if low is not high:
        low = shared_scale(low, high)
    if found.either:
        each = (*low.readings, *high.readings)
        return Clarification(tuple(dict.fromkeys(Counted(one, one) for one in map(plain, each))))
    if found.low is found.high:
        values: list[Value] = [Counted(one, one) for one in map(plain, low.readings)]
        return one_of(values, sure=low.sure) or Problem(Reason.NOT_A_NUMBER)
    if not ranges:
        return Problem(Reason.ONE_NUMBER)
    forwards, turned = in_order([(a, b) for a in low.readings for b in high.readings], itself)
    readings: list[Value] = [
        Counted(plain(a), plain(b)) for a, b in forwards if a is not None and b is not None
    ]
    sure = low.sure and high.sure and not turned
    return one_of(readings, sure=sure) or Problem(Reason.NOT_A_NUMBER)


def shared_scale(low: Spoken, high: Spoken) -> Spoken:
    """The lower end with the upper end's scale, where both are meant in it: 5 to 7 thousand.

    Not sure where it may be meant or not: 9 to 9 thousand.
    """
    if not low.scale == 1 < high.scale:
        return low
    below = all(a < b / high.scale for a in low.readings for b in high.readings)
    return low.times(high.scale) if below else replace(low, sure=False)
