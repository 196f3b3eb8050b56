"""The rules of the verdict, one by one."""

from dataclasses import replace
from fractions import Fraction

import pytest

from bot.answers import Mark, Picked, Rated, Written
from bot.kinds import Scale, Text, YesNo
from bot.profile import Bands, Condition, Profile, Remedy, Respondent, Trait
from bot.verdict import Line, LineState, Verdict, VerdictKind, assess
from tests.builders import answer, curable, deal_breaker, listed, only_if, trait, words

PER_CENT = Scale(0, tuple(Fraction(point, 100) for point in range(101)))
"""A point is the fit in per cent."""
NO_CURE = Remedy(words("Keep an eye on it"), cures=False)


def weighed(trait_id: str, weight: int = 1) -> Trait:
    return trait(trait_id, PER_CENT, weight)


def verdict_on(profile: Profile, **given: int | Mark) -> Verdict:
    """The verdict on fits in per cent, or marks, by trait."""
    answers = (
        answer(name, response if isinstance(response, Mark) else Rated(response))
        for name, response in given.items()
    )
    return assess(profile, tuple(answers), Respondent.MEMBER)


# The score


def test_the_whole_verdict_on_an_ordinary_interview() -> None:
    profile = listed(
        weighed("a", 5), curable(weighed("b", 3)), weighed("c", 2), trait("d", Text(300), 0)
    )
    answers = (
        answer("a", Rated(80)),
        answer("b", Rated(50)),
        answer("c", Mark.DONT_KNOW),
        answer("d", Written("hello")),
    )

    verdict = assess(profile, answers, Respondent.MEMBER)

    assert verdict == Verdict(
        kind=VerdictKind.CONDITIONS,
        score=Fraction(59),
        ledger=(
            Line("a", LineState.WEIGHED, 5, Fraction(4, 5), Fraction(40), Fraction(50)),
            Line("b", LineState.WEIGHED, 3, Fraction(1, 2), Fraction(15), Fraction(30)),
            Line("c", LineState.DONT_KNOW, 2, Fraction(1, 5), Fraction(4), Fraction(20)),
            Line("d", LineState.NOTED, 0, None, Fraction(0), Fraction(0)),
        ),
        failed=(),
        conditions=("b",),
        to_settle=("c",),
        score_with_conditions=Fraction(74),
        unknown_share=Fraction(1, 5),
    )


def test_the_score_is_the_weighted_mean_exactly() -> None:
    profile = listed(weighed("a", 1), weighed("b", 1), weighed("c", 1))

    verdict = verdict_on(profile, a=100, b=0, c=0)

    assert verdict.score == Fraction(100, 3)


def test_the_order_of_the_answers_does_not_matter() -> None:
    profile = listed(weighed("a", 5), weighed("b", 2))

    assert verdict_on(profile, a=10, b=90) == verdict_on(profile, b=90, a=10)


def test_the_wording_of_the_respondent_decides_the_fit() -> None:
    made = weighed("a")
    assert made.to is not None
    profile = listed(replace(made, to=replace(made.to, kind=Scale(0, PER_CENT.fits[::-1]))))
    answers = (answer("a", Rated(90)),)

    scores = [assess(profile, answers, respondent).score for respondent in Respondent]

    assert scores == [90, 10]


@pytest.mark.parametrize(
    ("score", "kind"),
    [
        (100, VerdictKind.ACCEPT),
        (76, VerdictKind.ACCEPT),
        (75, VerdictKind.ACCEPT),
        (74, VerdictKind.CONDITIONS),
        (51, VerdictKind.CONDITIONS),
        (50, VerdictKind.CONDITIONS),
        (49, VerdictKind.DECLINE),
        (0, VerdictKind.DECLINE),
    ],
)
def test_the_usual_bands_decide(score: int, kind: VerdictKind) -> None:
    assert verdict_on(listed(weighed("a")), a=score).kind is kind


@pytest.mark.parametrize(
    ("short", "kind"), [(75, VerdictKind.CONDITIONS), (50, VerdictKind.DECLINE)]
)
def test_a_score_just_below_an_edge_is_not_rounded_up(short: int, kind: VerdictKind) -> None:
    fit = Fraction(short, 100) - Fraction(1, 10**9)
    profile = listed(trait("a", YesNo(yes=fit)))

    verdict = assess(profile, (answer("a", Picked("yes")),), Respondent.MEMBER)

    assert verdict.kind is kind


@pytest.mark.parametrize(
    ("score", "kind"),
    [
        (90, VerdictKind.ACCEPT),
        (89, VerdictKind.CONDITIONS),
        (20, VerdictKind.CONDITIONS),
        (19, VerdictKind.DECLINE),
    ],
)
def test_a_list_has_its_own_bands(score: int, kind: VerdictKind) -> None:
    profile = replace(listed(weighed("a")), bands=Bands(Fraction(90), Fraction(20)))

    assert verdict_on(profile, a=score).kind is kind


# What counts


def test_dont_know_counts_with_the_fit_of_its_trait() -> None:
    generous = replace(weighed("b"), unknown_fit=Fraction(3, 4))
    profile = listed(weighed("a", 3), generous)

    verdict = verdict_on(profile, a=100, b=Mark.DONT_KNOW)

    assert verdict.score == Fraction(375, 4)


@pytest.mark.parametrize(
    ("mark", "state"),
    [
        (Mark.SKIPPED, LineState.SKIPPED),
        (Mark.NOT_APPLICABLE, LineState.NOT_APPLICABLE),
    ],
)
def test_a_trait_without_a_value_does_not_count(mark: Mark, state: LineState) -> None:
    verdict = verdict_on(listed(weighed("a"), weighed("b", 5)), a=60, b=mark)

    assert (verdict.score, verdict.ledger[1]) == (
        Fraction(60),
        Line("b", state, 5, None, Fraction(0), Fraction(0)),
    )


def test_a_trait_without_an_answer_does_not_count_and_stays_open() -> None:
    verdict = verdict_on(listed(weighed("a"), weighed("b", 5)), a=60)

    assert (verdict.score, verdict.kind, verdict.ledger[1]) == (
        Fraction(60),
        VerdictKind.CONDITIONS,
        Line("b", LineState.OPEN, 5, None, Fraction(0), Fraction(0)),
    )


def test_not_knowing_what_is_only_noted_changes_nothing() -> None:
    profile = listed(weighed("a"), trait("note", Text(300), 0))

    verdict = verdict_on(profile, a=80, note=Mark.DONT_KNOW)

    assert (verdict.score, verdict.to_settle, verdict.unknown_share) == (
        Fraction(80),
        (),
        Fraction(0),
    )


def test_a_text_that_is_weighed_counts() -> None:
    profile = listed(trait("a", Text(300, given=Fraction(4, 5))))

    verdict = assess(profile, (answer("a", Written("x")),), Respondent.MEMBER)

    assert verdict.score == 80


def test_the_answer_to_a_trait_out_of_play_does_not_count() -> None:
    low = Condition("a", fit_at_most=Fraction(1, 2))
    profile = listed(weighed("a"), only_if(deal_breaker(weighed("b", 5), cures=False), low))

    in_play, out = verdict_on(profile, a=50, b=0), verdict_on(profile, a=80, b=0)

    assert (in_play.failed, in_play.kind, in_play.score) == (
        ("b",),
        VerdictKind.DECLINE,
        Fraction(50, 6),
    )
    assert (out.failed, out.kind, out.score, out.ledger[1].state) == (
        (),
        VerdictKind.ACCEPT,
        Fraction(80),
        LineState.NOT_ASKED,
    )


def test_a_trait_after_one_out_of_play_is_out_too() -> None:
    low = Condition("a", fit_at_most=Fraction(1, 2))
    profile = listed(
        weighed("a"), only_if(weighed("b"), low), only_if(weighed("c"), Condition("b"))
    )

    verdict = verdict_on(profile, a=80, b=0, c=0)

    assert verdict.score == 80


def test_a_trait_is_out_of_play_unless_all_its_conditions_are_met() -> None:
    both = (Condition("a", fit_at_most=Fraction(1, 2)), Condition("b", fit_at_least=Fraction(1, 2)))
    profile = listed(weighed("a"), weighed("b"), only_if(weighed("c"), *both))

    verdict = verdict_on(profile, a=40, b=40, c=100)

    assert verdict.score == 40


# When a deal breaks


@pytest.mark.parametrize(("fit", "fails"), [(0, True), (49, True), (50, False), (100, False)])
def test_a_deal_breaker_fails_below_its_limit(fit: int, *, fails: bool) -> None:
    verdict = verdict_on(listed(deal_breaker(weighed("a"), cures=False)), a=fit)

    assert verdict.failed == (("a",) if fails else ())


@pytest.mark.parametrize("rest", [100, 0])
def test_a_failed_curable_deal_breaker_means_conditions_whatever_the_score(rest: int) -> None:
    profile = listed(deal_breaker(weighed("a"), cures=True), weighed("b", 5))

    verdict = verdict_on(profile, a=0, b=rest)

    assert (verdict.kind, verdict.failed, verdict.conditions) == (
        VerdictKind.CONDITIONS,
        ("a",),
        ("a",),
    )


def test_a_failed_deal_breaker_without_a_cure_means_decline_whatever_the_score() -> None:
    profile = listed(deal_breaker(weighed("a"), cures=False), weighed("b", 5), weighed("c", 5))

    verdict = verdict_on(profile, a=0, b=100, c=100)

    assert (verdict.kind, verdict.failed, verdict.conditions, verdict.score_with_conditions) == (
        VerdictKind.DECLINE,
        ("a",),
        (),
        None,
    )


def test_a_failed_deal_breaker_without_any_remedy_means_decline() -> None:
    profile = listed(replace(weighed("a"), fails_below=Fraction(1, 2)), weighed("b", 5))

    assert verdict_on(profile, a=0, b=100).kind is VerdictKind.DECLINE


def test_one_cure_does_not_help_the_deal_breaker_without() -> None:
    profile = listed(
        deal_breaker(weighed("a"), cures=True),
        deal_breaker(weighed("b"), cures=False),
        weighed("c", 5),
    )

    verdict = verdict_on(profile, a=0, b=0, c=100)

    assert (verdict.kind, verdict.failed) == (VerdictKind.DECLINE, ("a", "b"))


def test_not_knowing_breaks_no_deal() -> None:
    profile = listed(deal_breaker(weighed("a"), cures=False), weighed("b", 4))

    verdict = verdict_on(profile, a=Mark.DONT_KNOW, b=100)

    assert (verdict.kind, verdict.failed, verdict.score) == (VerdictKind.ACCEPT, (), Fraction(84))


def test_a_deal_breaker_without_a_cure_comes_before_too_little_knowledge() -> None:
    profile = listed(deal_breaker(weighed("a"), cures=False), weighed("b", 5))

    assert verdict_on(profile, a=0, b=Mark.SKIPPED).kind is VerdictKind.DECLINE


def test_too_little_knowledge_comes_before_a_curable_deal_breaker() -> None:
    profile = listed(deal_breaker(weighed("a"), cures=True), weighed("b", 5))

    verdict = verdict_on(profile, a=0, b=Mark.SKIPPED)

    assert (verdict.kind, verdict.failed, verdict.conditions) == (
        VerdictKind.NOT_ENOUGH,
        ("a",),
        (),
    )


# Not enough information


@pytest.mark.parametrize("mark", [Mark.DONT_KNOW, Mark.SKIPPED])
def test_exactly_thirty_per_cent_unknown_is_enough(mark: Mark) -> None:
    profile = listed(weighed("a", 5), weighed("b", 2), weighed("c", 3))

    verdict = verdict_on(profile, a=100, b=100, c=mark)

    assert (verdict.kind, verdict.unknown_share) == (VerdictKind.ACCEPT, Fraction(3, 10))


@pytest.mark.parametrize("mark", [Mark.DONT_KNOW, Mark.SKIPPED])
def test_more_than_thirty_per_cent_unknown_is_not_enough(mark: Mark) -> None:
    profile = listed(weighed("a", 5), weighed("b", 4), weighed("c", 4))

    verdict = verdict_on(profile, a=100, b=100, c=mark)

    assert (verdict.kind, verdict.unknown_share) == (VerdictKind.NOT_ENOUGH, Fraction(4, 13))


def test_what_does_not_apply_or_is_still_open_is_no_unknown_weight() -> None:
    profile = listed(weighed("a"), weighed("b", 5), weighed("c", 5))

    verdict = verdict_on(profile, a=100, b=Mark.NOT_APPLICABLE)

    assert (verdict.kind, verdict.unknown_share, verdict.to_settle) == (
        VerdictKind.ACCEPT,
        Fraction(0),
        ("c",),
    )


@pytest.mark.parametrize("given", [{}, {"a": Mark.SKIPPED}, {"a": Mark.NOT_APPLICABLE}])
def test_there_is_no_score_where_nothing_counts(given: dict[str, Mark]) -> None:
    verdict = verdict_on(listed(weighed("a")), **given)

    assert (verdict.kind, verdict.score) == (VerdictKind.NOT_ENOUGH, None)


def test_what_to_settle_is_named_heaviest_first_and_else_in_order() -> None:
    profile = listed(weighed("a", 1), weighed("b", 4), weighed("c", 2), weighed("d", 4))

    verdict = verdict_on(profile, a=Mark.DONT_KNOW, b=Mark.SKIPPED, c=100, d=Mark.DONT_KNOW)

    assert verdict.to_settle == ("b", "d", "a")


# Conditions


def test_one_condition_is_enough_if_the_largest_loss_reaches_accept() -> None:
    profile = listed(
        curable(weighed("small", 1)),
        curable(weighed("mid", 3)),
        curable(weighed("large", 4)),
        weighed("rest", 2),
    )

    verdict = verdict_on(profile, small=0, mid=80, large=40, rest=100)

    assert (verdict.kind, verdict.score, verdict.conditions, verdict.score_with_conditions) == (
        VerdictKind.CONDITIONS,
        Fraction(60),
        ("large",),
        Fraction(84),
    )


def test_conditions_are_the_largest_losses_until_accept_would_be_reached() -> None:
    profile = listed(
        curable(weighed("small", 1)),
        curable(weighed("large", 4)),
        curable(weighed("mid", 3)),
        weighed("rest", 2),
    )

    verdict = verdict_on(profile, small=0, large=60, mid=40, rest=100)

    assert (verdict.score, verdict.conditions, verdict.score_with_conditions) == (
        Fraction(56),
        ("mid", "large"),
        Fraction(90),
    )


def test_failed_deal_breakers_come_first_and_may_be_enough() -> None:
    profile = listed(
        curable(weighed("big", 5)), deal_breaker(weighed("late"), cures=True), weighed("rest", 4)
    )

    enough = verdict_on(profile, big=50, late=0, rest=100)
    too_little = verdict_on(profile, big=40, late=0, rest=100)

    assert (enough.conditions, enough.score_with_conditions) == (("late",), Fraction(75))
    assert (too_little.conditions, too_little.score_with_conditions) == (
        ("late", "big"),
        Fraction(100),
    )


def test_every_failed_deal_breaker_is_a_condition_even_with_a_score_to_accept() -> None:
    profile = listed(
        deal_breaker(weighed("a"), cures=True),
        deal_breaker(weighed("b"), cures=True),
        weighed("rest", 5),
        weighed("more", 5),
    )

    verdict = verdict_on(profile, a=0, b=40, rest=100, more=100)

    assert verdict.score is not None
    assert verdict.score > 75
    assert (verdict.kind, verdict.conditions) == (VerdictKind.CONDITIONS, ("a", "b"))


def test_only_values_that_fall_short_and_can_be_cured_are_conditions() -> None:
    profile = listed(
        curable(weighed("full")),
        weighed("no_remedy", 3),
        replace(weighed("advice", 3), remedy=NO_CURE),
        curable(weighed("unknown")),
        curable(weighed("short")),
        weighed("rest", 5),
    )

    verdict = verdict_on(
        profile, full=100, no_remedy=20, advice=20, unknown=Mark.DONT_KNOW, short=80, rest=80
    )

    assert (verdict.kind, verdict.conditions) == (VerdictKind.CONDITIONS, ("short",))


def test_conditions_that_cannot_reach_accept_are_all_named() -> None:
    profile = listed(curable(weighed("a")), curable(weighed("b")), weighed("rest", 5))

    verdict = verdict_on(profile, a=40, b=20, rest=60)

    assert (verdict.kind, verdict.conditions, verdict.score_with_conditions) == (
        VerdictKind.CONDITIONS,
        ("b", "a"),
        Fraction(500, 7),
    )


@pytest.mark.parametrize("fit", [80, 30])
def test_accept_and_decline_have_no_conditions(fit: int) -> None:
    verdict = verdict_on(listed(curable(weighed("a"))), a=fit)

    assert (verdict.conditions, verdict.score_with_conditions) == ((), None)
