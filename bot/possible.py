"""What answers can lead to at all: the values of an answer kind, and the verdicts of a list.

Where not every answer can be counted out, more is taken for possible than is.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import combinations

from bot.answers import PickedSeveral
from bot.kinds import (
    NO,
    YES,
    AnswerKind,
    Choice,
    Contact,
    Day,
    Direction,
    Duration,
    Money,
    Number,
    Percent,
    Scale,
    SeveralChoices,
    Text,
    YesNo,
)
from bot.profile import Profile, Respondent, Subject, Trait, Wording
from bot.verdict import VerdictKind
from bot.weighing import fit

MOST_COUNTED_OUT = 10
"""Options up to which every choice of several is looked at: 1,023 choices."""


@dataclass(frozen=True, slots=True)
class Possible:
    """What a value amounts to: the options picked, and the fit, None if it is not weighed."""

    keys: frozenset[str]
    fit: Fraction | None


def possible_values(kind: AnswerKind) -> list[Possible] | None:
    """Everything that an answer of this kind can amount to; None if that is too much to tell."""
    nothing: frozenset[str] = frozenset()
    match kind:
        case YesNo(yes, no):
            return [Possible(frozenset({YES}), yes), Possible(frozenset({NO}), no)]
        case Choice(options, other):
            own = [] if other is None else [Possible(nothing, other)]
            return [*(Possible(frozenset({o.key}), o.fit) for o in options), *own]
        case SeveralChoices(options, _, least, most):
            if len(options) > MOST_COUNTED_OUT:
                return None
            keys = [option.key for option in options]
            chosen = (c for size in range(least, most + 1) for c in combinations(keys, size))
            return [Possible(frozenset(c), fit(kind, PickedSeveral(c), date.min)) for c in chosen]
        case Scale(_, fits):
            return [Possible(nothing, one) for one in fits]
        case Number() | Percent():
            return [Possible(nothing, one) for one in _within_limits(kind)]
        case Money(_, steps) | Duration(steps) | Day(steps):
            return [Possible(nothing, one) for one in steps.fits()]
        case Text(given=given) | Contact(given=given):
            return [Possible(nothing, given)]


def _within_limits(kind: Number | Percent) -> list[Fraction]:
    """The fits of the numbers at which the fit changes, as far as they may be given."""
    whole = isinstance(kind, Number) and kind.whole
    ends = [limit for limit, _ in kind.fit.steps]
    if kind.fit.direction is Direction.AT_LEAST:
        numbers = [Fraction(math.ceil(n)) if whole else n for n in (*ends, Fraction(kind.least))]
    else:
        numbers = [Fraction(math.floor(n)) if whole else n for n in (*ends, Fraction(kind.most))]
    return [kind.fit.fit(n, n) for n in numbers if kind.least <= n <= kind.most]


def possible_fits(kind: AnswerKind) -> list[Fraction]:
    """Every fit that can come out; for what is too much to tell, the worst and the best."""
    values = possible_values(kind)
    if values is None:
        return [Fraction(0), Fraction(1)]
    return [value.fit for value in values if value.fit is not None]


@dataclass(frozen=True, slots=True)
class _Part:
    """A weighed trait's part in the verdicts: its fits, and those that do not break the deal."""

    weight: int
    sure: bool
    curable: bool
    fits: Sequence[Fraction]
    sound: Sequence[Fraction]

    @property
    def can_fail(self) -> bool:
        return len(self.sound) < len(self.fits)

    @property
    def can_pass(self) -> bool:
        return bool(self.sound) or not self.sure


def impossible_verdicts(profile: Profile, respondent: Respondent) -> list[VerdictKind]:
    """The verdicts that answers with a value for every question never lead to.

    A trait with conditions is taken as asked or not, whichever makes more possible. About a
    client, decline and conditions are both "repair", so decline is not looked for.
    """
    parts = [_part(trait, trait.wording(respondent)) for trait in profile.traits if trait.weight]
    passing = all(part.can_pass for part in parts)
    best, worst = _score(parts, best=True), _score(parts, best=False)
    accept, conditions = profile.bands.accept, profile.bands.conditions
    possible = set()
    if passing and best >= accept:
        possible.add(VerdictKind.ACCEPT)
    if passing and worst < accept and best >= conditions and conditions < accept:
        possible.add(VerdictKind.CONDITIONS)
    if all(part.can_pass for part in parts if not part.curable) and any(
        part.can_fail for part in parts if part.curable
    ):
        possible.add(VerdictKind.CONDITIONS)
    if (passing and worst < conditions) or any(p.can_fail for p in parts if not p.curable):
        possible.add(VerdictKind.DECLINE)
    if profile.subject is Subject.CLIENT:
        possible.add(VerdictKind.DECLINE)
    wanted = (VerdictKind.ACCEPT, VerdictKind.CONDITIONS, VerdictKind.DECLINE)
    return [verdict for verdict in wanted if not parts or verdict not in possible]


def _part(trait: Trait, wording: Wording) -> _Part:
    fits = possible_fits(wording.kind)
    sound = [one for one in fits if trait.fails_below is None or one >= trait.fails_below]
    curable = trait.remedy is not None and trait.remedy.cures
    return _Part(trait.weight, not trait.only_if, curable, fits, sound)


def _score(parts: list[_Part], *, best: bool) -> Fraction:
    """The best or worst score without a failed deal-breaker, 0 to 100."""
    extreme = max if best else min
    sound = [part for part in parts if part.sound]
    points = sum((p.weight * extreme(p.sound) for p in sound if p.sure), Fraction(0))
    weight = sum(p.weight for p in sound if p.sure)
    score = points / weight if weight else None
    maybe = sorted((p for p in sound if not p.sure), key=lambda p: extreme(p.sound), reverse=best)
    for part in maybe:
        points += part.weight * extreme(part.sound)
        weight += part.weight
        share = points / weight
        score = share if score is None else extreme(score, share)
    return 100 * (score or Fraction(0))
