"""What the card shows adds up, to the tenth, and nothing looks better or odder than it is."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rounding import FULL, Shown, in_tenths, shown_ledger
from bot.verdict import Line, LineState


def ledger(*lines: tuple[int, Fraction]) -> tuple[Fraction, tuple[Line, ...]]:
    """The score and the ledger of traits with these weights and fits."""
    weight = sum(weight for weight, _ in lines)
    rows = tuple(
        Line(
            f"trait {number}",
            LineState.WEIGHED,
            own,
            fit,
            Fraction(100 * own, weight) * fit,
            Fraction(100 * own, weight),
        )
        for number, (own, fit) in enumerate(lines)
    )
    return sum((row.points for row in rows), Fraction(0)), rows


FITS = st.fractions(0, 1, max_denominator=1000) | st.sampled_from([Fraction(0), Fraction(1)])


@settings(max_examples=500, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 5), FITS), min_size=1, max_size=60))
def test_the_shown_ledger_adds_up_and_keeps_close(lines: list[tuple[int, Fraction]]) -> None:
    score, rows = ledger(*lines)

    shown = shown_ledger(score, rows)

    assert sum(line.points for line in shown.values()) == in_tenths(score)
    assert sum(line.most for line in shown.values()) == FULL
    for row in rows:
        line = shown[row.trait]
        assert 0 <= line.points <= line.most
        assert (line.points == line.most) or row.fit != 1
        assert line.points == 0 or row.fit != 0
        assert abs(line.points - row.points * 10) < 3


@pytest.mark.parametrize(
    ("score", "shown"),
    [(Fraction(75), 750), (Fraction(7499, 100), 749), (Fraction(0), 0), (Fraction(100), 1_000)],
)
def test_a_score_is_rounded_down(score: Fraction, shown: int) -> None:
    assert in_tenths(score) == shown


def test_a_trait_that_holds_fully_shows_all_it_could_bring() -> None:
    score, rows = ledger((5, Fraction(1)), (5, Fraction(1)), (4, Fraction(3, 5)))

    assert shown_ledger(score, rows) == {
        "trait 0": Shown(357, 357),
        "trait 1": Shown(357, 357),
        "trait 2": Shown(171, 286),
    }


def test_what_does_not_count_is_not_shown() -> None:
    score, rows = ledger((5, Fraction(1)))
    skipped = Line("skipped", LineState.SKIPPED, 5, None, Fraction(0), Fraction(0))

    assert shown_ledger(score, (*rows, skipped)) == {"trait 0": Shown(1_000, 1_000)}
