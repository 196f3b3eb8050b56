"""The ledger in tenths of a point, for showing: rounded so that what is shown adds up.

The verdict itself is always decided on the exact fractions.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from bot.verdict import Line

FULL = 1_000
"""100 points in tenths."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One line's points and the most it could have brought, in tenths."""

    points: int
    most: int


def in_tenths(score: Fraction) -> int:
    """A score rounded down, so that it never looks better than it is."""
    return int(score * 10)


def shown_ledger(score: Fraction, ledger: tuple[Line, ...]) -> dict[str, Shown]:
    """Each counted line in tenths, by trait.

    The points add up to the rounded score, the mosts to 100; a trait that holds fully shows as
    many points as it could bring, one that does not hold at all shows none.
    """
    counted = [line for line in ledger if line.most]
    full = {line.trait: line.most for line in counted if line.points == line.most}
    partial = {line.trait: line.points for line in counted if 0 < line.points < line.most}
    total = in_tenths(score)
    of_full = total
    if partial:
        of_full = min(round(sum(full.values(), Fraction(0)) * 10), total)
    points = _apportioned(full, of_full) | _apportioned(partial, total - of_full)
    rest = {line.trait: line.most for line in counted if line.trait not in full}
    most = _apportioned(rest, FULL - of_full)
    return {
        line.trait: Shown(
            points.get(line.trait, 0), most.get(line.trait, points.get(line.trait, 0))
        )
        for line in counted
    }


def _apportioned(exact: dict[str, Fraction], total: int) -> dict[str, int]:
    """Whole tenths that add up to ``total``, each near its exact value (Hamilton's method)."""
    shown = {name: int(value * 10) for name, value in exact.items()}
    while exact and (missing := total - sum(shown.values())):
        step = 1 if missing > 0 else -1
        for name in _by_need(shown, exact, step)[: abs(missing)]:
            shown[name] += step
    return shown


def _by_need(shown: dict[str, int], exact: dict[str, Fraction], step: int) -> list[str]:
    """The names, those first whose shown value is furthest on the wrong side of the exact one."""
    names: Iterable[str] = (name for name in shown if shown[name] + step >= 0)
    return sorted(names, key=lambda name: (shown[name] - exact[name] * 10) * step)
