"""What makes a list that reads well unusable or pointless, and what does not."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from bot.kinds import (
    AnswerKind,
    Choice,
    Combine,
    Direction,
    Money,
    Number,
    Option,
    Percent,
    Scale,
    SeveralChoices,
    Steps,
    Text,
    YesNo,
)
from bot.profile import Bands, Condition, Profile, Remedy, Subject, Trait, Wording
from bot.profile_check import Finding, FindingKind, check
from bot.profile_file import load_list, read_catalogue, shipped_lists
from bot.understanding.lexicon import load_lexicon
from tests.builders import HALF, deal_breaker, listed, only_if, trait, words

BOTH = ("en", "ar")
LEXICON = load_lexicon()
NONE, ONE = Fraction(0), Fraction(1)
LOW = Condition("a", None, fit_at_most=HALF)
MIDDLE = Condition("a", None, HALF, HALF)
HIGH = Condition("a", None, HALF)
YES = frozenset({"yes"})
NO = frozenset({"no"})


def yes_no(trait_id: str, weight: int = 1) -> Trait:
    return trait(trait_id, YesNo(), weight)


def found(profile: Profile) -> list[tuple[str, str, str]]:
    return [(str(f.kind), f.trait, f.detail) for f in check(profile, BOTH, LEXICON)]


def at_least(*steps: tuple[int, Fraction], otherwise: Fraction = NONE) -> Steps:
    return Steps(Direction.AT_LEAST, tuple((Fraction(n), f) for n, f in steps), otherwise)


def at_most(*steps: tuple[int, Fraction], otherwise: Fraction = NONE) -> Steps:
    return Steps(Direction.AT_MOST, tuple((Fraction(n), f) for n, f in steps), otherwise)


def options(count: int, fit: Fraction = NONE) -> tuple[Option, ...]:
    """Options o0, o1, …; the first fits fully, the others as given."""
    return tuple(Option(f"o{n}", words(f"O{n}"), fit if n else ONE) for n in range(count))


# Lists without findings


@pytest.mark.parametrize("name", shipped_lists())
def test_the_shipped_lists_are_fine(name: str) -> None:
    assert check(load_list(name), BOTH, LEXICON) == ()


def test_only_a_prospect_never_fails_a_trait_of_the_catalogue() -> None:
    catalogue = Profile("catalogue", words("Catalogue"), read_catalogue())

    # A prospect who cannot say yet how the work is used is no reason to decline.
    assert found(catalogue) == [("never-fails", "values_ok", "to")]


def test_a_list_without_a_deal_breaker_is_fine() -> None:
    assert found(listed(yes_no("a"), yes_no("b"))) == []


def test_a_text_that_is_only_noted_down_is_fine() -> None:
    assert found(listed(yes_no("a"), trait("b", Text(300), 0))) == []


def test_a_text_that_counts_when_given_is_fine() -> None:
    assert found(listed(yes_no("a", 5), trait("b", Text(300, given=ONE)))) == []


# Missing languages


@pytest.mark.parametrize(
    "changed",
    [
        replace(yes_no("a"), name={"en": "A"}),
        replace(yes_no("a"), about=Wording({"en": "A?"}, YesNo())),
        replace(yes_no("a"), about=Wording(words("A?"), YesNo(), {"en": "Because"})),
        replace(yes_no("a"), to=Wording({"en": "A?"}, YesNo())),
        trait("a", Choice((Option("x", {"en": "X"}, ONE), Option("y", words("Y"), NONE)))),
        trait("a", Scale(1, (NONE, ONE), words("low"), {"en": "high"})),
        trait("a", Number(Decimal(0), Decimal(9), at_least((5, ONE)), unit={"en": "h"})),
        replace(yes_no("a"), remedy=Remedy({"en": "Ask"}, cures=True)),
    ],
)
def test_a_text_without_one_of_the_languages_is_named_once(changed: Trait) -> None:
    assert found(listed(changed)) == [("untranslated", "a", "ar")]


def test_the_lists_own_name_is_looked_at_too() -> None:
    assert found(replace(listed(yes_no("a")), name={"ar": "قائمة"})) == [
        ("untranslated", "test_list", "en")
    ]


def test_a_text_without_a_language_counts_for_all() -> None:
    assert found(replace(listed(yes_no("a")), name={"und": "Mine"})) == []


def test_only_the_languages_asked_for_are_needed() -> None:
    english = replace(listed(yes_no("a")), name={"en": "Mine"})

    assert check(english, ("en",), LEXICON) == ()
    assert check(english, ("en", "de"), LEXICON)[-1:] == (
        Finding(FindingKind.UNTRANSLATED, "test_list", "de"),
    )


# Traits that are never asked about


@pytest.mark.parametrize(
    ("kind", "conditions", "never"),
    [
        (YesNo(), [Condition("a", YES)], False),
        (YesNo(), [Condition("a", frozenset())], True),
        (YesNo(), [Condition("a", frozenset({"maybe"}))], True),
        (YesNo(), [Condition("a", YES), Condition("a", NO)], True),
        (YesNo(), [Condition("a", YES, fit_at_most=HALF)], True),
        (YesNo(NONE, ONE), [Condition("a", YES, fit_at_most=HALF)], False),
        (Scale(1, (NONE, HALF, ONE)), [MIDDLE], False),
        (Scale(1, (NONE, ONE)), [MIDDLE], True),
        (Scale(1, (NONE, ONE)), [Condition("a", frozenset({"1"}))], True),
        (Choice(options(2), other=HALF), [MIDDLE], False),
        (Choice(options(2)), [MIDDLE], True),
        (SeveralChoices(options(2), Combine.MEAN, 1, 2), [MIDDLE], False),
        (SeveralChoices(options(2), Combine.BEST, 1, 2), [MIDDLE], True),
        (SeveralChoices(options(20), Combine.BEST, 1, 2), [MIDDLE], False),
        (
            SeveralChoices(options(2), Combine.MEAN, 1, 1),
            [Condition("a", frozenset({"o0"})), Condition("a", frozenset({"o1"}))],
            True,
        ),
        (
            SeveralChoices(options(2), Combine.MEAN, 1, 2),
            [Condition("a", frozenset({"o0"})), Condition("a", frozenset({"o1"}))],
            False,
        ),
        (Percent(Decimal(0), Decimal(50), at_least((51, ONE))), [HIGH], True),
        (Percent(Decimal(0), Decimal(51), at_least((51, ONE))), [HIGH], False),
        (Percent(Decimal(0), Decimal(50), at_most((50, ONE))), [LOW], True),
        (Percent(Decimal(0), Decimal(51), at_most((50, ONE))), [LOW], False),
        (Money("USD", at_least((0, ONE))), [LOW], False),
        (Text(300), [HIGH], False),
        (Text(300), [Condition("a", frozenset({"x"}))], True),
    ],
)  # fmt: skip
def test_a_condition_that_no_value_meets_is_found(
    kind: AnswerKind, conditions: list[Condition], *, never: bool
) -> None:
    weight = 0 if isinstance(kind, Text) else 1
    profile = listed(trait("a", kind, weight), only_if(yes_no("b"), *conditions))

    assert (("never-asked", "b", "a") in found(profile)) is never


def test_whatever_depends_on_a_trait_that_is_never_asked_is_never_asked() -> None:
    profile = listed(
        yes_no("a"),
        only_if(yes_no("b"), Condition("a", YES), Condition("a", NO)),
        only_if(yes_no("c"), Condition("b", YES)),
    )

    assert found(profile) == [("never-asked", "b", "a"), ("never-asked", "c", "a")]


def test_conditions_that_only_contradict_each_other_by_way_of_another_trait_are_found() -> None:
    profile = listed(
        yes_no("a"),
        only_if(yes_no("b"), Condition("a", NO)),
        only_if(yes_no("c"), Condition("a", YES), Condition("b", YES)),
    )

    assert found(profile) == [("never-asked", "c", "a")]


def test_a_condition_is_held_against_both_wordings() -> None:
    first = replace(yes_no("a"), to=Wording(words("A?"), Scale(1, (NONE, ONE))))
    profile = listed(first, only_if(yes_no("b"), Condition("a", YES)))

    assert found(profile) == [("never-asked", "b", "a")]
    assert (
        found(replace(profile, traits=(profile.traits[0], replace(profile.traits[1], to=None))))
        == []
    )


# Answers without a consequence


@pytest.mark.parametrize(
    ("kind", "never"),
    [
        (YesNo(HALF, HALF), True),
        (Choice(options(3, ONE)), True),
        (Choice(options(3, ONE), other=HALF), False),
        (Scale(1, (HALF, HALF)), True),
        (Number(Decimal(0), Decimal(4), at_least((5, ONE))), True),
        (Number(Decimal(0), Decimal(5), at_least((5, ONE))), False),
        (Number(Decimal(6), Decimal(9), at_least((5, ONE))), True),
        (Number(Decimal(0), Decimal("5.5"), at_most((5, ONE)), whole=True), True),
        (
            Number(
                Decimal(0), Decimal(5), Steps(Direction.AT_LEAST, ((HALF * 9, ONE),)), whole=True
            ),
            False,
        ),
        (Number(Decimal(0), Decimal("5.5"), at_most((5, ONE))), False),
        (Money("USD", at_least((100, ONE), otherwise=ONE)), True),
    ],
)
def test_a_question_whose_answers_all_fit_alike_is_found(kind: AnswerKind, *, never: bool) -> None:
    profile = listed(yes_no("a", 5), trait("b", kind))

    expected = [("never-matters", "b", "about"), ("never-matters", "b", "to")] if never else []
    assert found(profile) == expected


def test_the_wording_that_makes_no_difference_is_named() -> None:
    changed = replace(yes_no("b"), to=Wording(words("B?"), YesNo(ONE, ONE)))

    assert found(listed(yes_no("a", 5), changed)) == [("never-matters", "b", "to")]


def test_a_deal_breaker_that_every_answer_keeps_is_found() -> None:
    kept = deal_breaker(trait("b", YesNo(ONE, HALF)), cures=True)

    assert found(listed(yes_no("a", 5), kept)) == [
        ("never-fails", "b", "about"),
        ("never-fails", "b", "to"),
    ]
    assert found(listed(yes_no("a", 5), replace(kept, fails_below=Fraction(3, 5)))) == []


def test_a_deal_breaker_that_is_only_noted_down_never_fails() -> None:
    noted = deal_breaker(trait("b", Text(300), 0), cures=True)

    assert found(listed(yes_no("a"), noted)) == [
        ("never-fails", "b", "about"),
        ("never-fails", "b", "to"),
    ]


# Verdicts that cannot occur


def verdicts(profile: Profile) -> list[str]:
    return [finding.detail for finding in check(profile, BOTH, LEXICON)]


MIDDLING = Scale(1, (HALF, Fraction(3, 5)))
WORST_FAILS = deal_breaker(yes_no("a"), cures=False)


@pytest.mark.parametrize(
    ("profile", "impossible"),
    [
        (listed(trait("a", MIDDLING)), ["accept", "decline"]),
        (listed(trait("a", Scale(1, (NONE, HALF)))), ["accept"]),
        (listed(trait("a", Scale(1, (HALF, ONE)))), ["decline"]),
        (listed(trait("a", Scale(1, (Fraction(4, 5), ONE)))), ["conditions", "decline"]),
        (replace(listed(yes_no("a")), bands=Bands(HALF, HALF)), ["conditions"]),
        (listed(trait("a", MIDDLING, 1), yes_no("b", 4)), []),
        (listed(trait("a", MIDDLING, 4), yes_no("b", 1)), ["accept"]),
        # A failed deal-breaker leads to a verdict of its own, and stands in the way of the others.
        (listed(deal_breaker(yes_no("a"), cures=True)), ["decline"]),
        (listed(deal_breaker(trait("a", Scale(1, (NONE, HALF, ONE))), cures=True)), ["decline"]),
        (replace(listed(WORST_FAILS), bands=Bands(ONE, ONE)), ["conditions"]),
        (
            listed(replace(deal_breaker(yes_no("a"), cures=True), fails_below=Fraction(2))),
            ["accept", "decline"],
        ),
        (
            listed(replace(WORST_FAILS, fails_below=Fraction(2)), yes_no("b", 5)),
            ["accept", "conditions"],
        ),
        # A trait with conditions is in or out, whichever makes more possible.
        (listed(yes_no("a"), only_if(trait("b", MIDDLING, 5), Condition("a", YES))), []),
        (
            listed(trait("a", MIDDLING), only_if(yes_no("b", 5), HIGH)),
            [],
        ),
        (
            listed(
                yes_no("a"),
                only_if(replace(WORST_FAILS, id="b", fails_below=Fraction(2)), Condition("a", YES)),
            ),
            [],
        ),
        (
            listed(
                trait("a", Scale(1, (NONE, Fraction(7, 10)))),
                only_if(yes_no("b"), HIGH),
                only_if(trait("c", Scale(1, (NONE, HALF)), 5), HIGH),
            ),
            [],
        ),
        # About a client, both lower verdicts are "repair".
        (
            replace(listed(yes_no("a")), subject=Subject.CLIENT, bands=Bands(Fraction(65), NONE)),
            [],
        ),
        (replace(listed(trait("a", MIDDLING)), subject=Subject.CLIENT), ["accept"]),
    ],
)  # fmt: skip
def test_verdicts_that_cannot_occur_are_found(profile: Profile, impossible: list[str]) -> None:
    assert verdicts(profile) == impossible


def test_a_list_that_weighs_nothing_leads_to_no_verdict() -> None:
    assert verdicts(listed(trait("a", Text(300), 0))) == ["accept", "conditions", "decline"]


# Labels


@pytest.mark.parametrize(
    ("one", "other", "label"),
    [
        ({"en": "Yes", "ar": "نعم"}, {"en": "No", "ar": "لا"}, None),
        ({"en": "Yes", "ar": "نعم"}, {"en": "yes!", "ar": "لا"}, "yes!"),
        ({"en": "Yes", "ar": "نعم"}, {"en": "No", "ar": "نَعَم"}, "نَعَم"),
        ({"und": "Both"}, {"en": "BOTH", "ar": "كلاهما"}, "BOTH"),
        ({"en": "👍", "ar": "👍"}, {"en": "👎", "ar": "👎"}, None),
        ({"en": "?", "ar": "؟"}, {"en": "!", "ar": "…"}, None),
        ({"en": "ابدأ", "ar": "ابدأ"}, {"en": "أبدا", "ar": "أبدا"}, None),
    ],
)
@pytest.mark.parametrize("several", [False, True])
def test_two_options_of_one_name_are_found(
    one: dict[str, str], other: dict[str, str], label: str | None, *, several: bool
) -> None:
    both = (Option("a", one, ONE), Option("b", other, NONE))
    kind = SeveralChoices(both, Combine.MEAN, 1, 2) if several else Choice(both)

    expected = [] if label is None else [("double-label", "a", label)]
    assert found(listed(trait("a", kind))) == expected


@pytest.mark.parametrize(
    ("label", "is_command"),
    [
        ({"en": "Later", "ar": "في وقت آخر"}, True),
        ({"en": "NOT sure.", "ar": "لم يتقرّر"}, True),
        ({"en": "Some day", "ar": "لاحقًا"}, True),
        ({"en": "Later this year", "ar": "في وقت لاحق"}, False),
        ({"en": "👍", "ar": "👍"}, False),
    ],
)
@pytest.mark.parametrize("several", [False, True])
def test_an_option_that_is_a_command_when_typed_is_found(
    label: dict[str, str], *, is_command: bool, several: bool
) -> None:
    both = (Option("a", words("Now"), ONE), Option("b", label, NONE))
    kind = SeveralChoices(both, Combine.MEAN, 1, 2) if several else Choice(both)

    commands = [one for one in found(listed(trait("a", kind))) if one[0] == "command-label"]
    assert len(found(listed(trait("a", kind)))) == len(commands) == is_command
    assert all(detail in label.values() for _, _, detail in commands)


@pytest.mark.parametrize(
    ("first", "second", "misplaced"),
    [
        ("1", "2", []),
        ("One", "Two", []),
        ("2", "1", ["2", "1"]),
        ("٢", "Two", ["٢"]),
        ("One", "#3.", ["#3."]),
        ("2026", "2", ["2026"]),
        ("2 calls", "1 call", []),
    ],
)
def test_an_option_with_the_number_of_another_place_is_found(
    first: str, second: str, misplaced: list[str]
) -> None:
    both = (Option("a", {"und": first}, ONE), Option("b", {"und": second}, NONE))

    assert found(listed(trait("a", Choice(both)))) == [
        ("number-label", "a", label) for label in misplaced
    ]
