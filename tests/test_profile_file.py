"""Lists as files: what is read, what is refused and where, and that what is written reads back."""

import re
import textwrap
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.cards import Card, Fields, Heading
from bot.catalogues import load_phrases
from bot.kind_reader import ALL_KEYS, KEYS, read_price
from bot.kinds import (
    Choice,
    Combine,
    Contact,
    ContactKind,
    Day,
    Direction,
    Duration,
    Money,
    Number,
    Option,
    Percent,
    Price,
    Scale,
    SeveralChoices,
    Steps,
    Text,
    YesNo,
)
from bot.list_nodes import MOST_CHARACTERS, Mistake, MistakeKind, ProfileRefused
from bot.profile import Bands, Condition, Profile, Remedy, Subject, Trait, Wording
from bot.profile_check import FindingKind, check
from bot.profile_file import LIST_KEYS, find_list, load_list, read_list, shipped_lists
from bot.profile_writer import own_copy, to_json, to_yaml
from bot.record_cards import list_card
from bot.trait_reader import TRAIT_KEYS
from bot.understanding.cleaning import clean
from bot.understanding.lexicon import load_lexicon

ONE, HALF, NONE = Fraction(1), Fraction(1, 2), Fraction(0)

HEAD = "list: mine\nname: Mine\ntraits:\n"
TRAIT = HEAD + "- trait: t\n  name: T\n"
ASKED = TRAIT + "  about:\n    question: Q?\n"
YES_NO = ASKED + "    answer: yes_no\n"
TWO = YES_NO + "- trait: u\n  name: U\n  about: {question: Q?, answer: yes_no}\n"


def refused(text: str) -> list[tuple[int, str, MistakeKind]]:
    """Where and why a text is refused."""
    with pytest.raises(ProfileRefused) as caught:
        read_list(text, "mine.yaml")
    assert {mistake.file for mistake in caught.value.mistakes} == {"mine.yaml"}
    return [(mistake.line, mistake.trait, mistake.kind) for mistake in caught.value.mistakes]


def read_kind(answer: str) -> object:
    """The kind of the only question of a list."""
    return read_list(f"{ASKED}    {answer}", "mine.yaml").traits[0].about.kind


# The list: text, line, trait, kind of mistake.
BROKEN: list[tuple[str, int, str, MistakeKind]] = [
    # The file as a whole
    ("", 1, "", MistakeKind.NOT_A_MAPPING),
    ("# nothing but a remark", 1, "", MistakeKind.NOT_A_MAPPING),
    ("- a\n- b", 1, "", MistakeKind.NOT_A_MAPPING),
    ("just words", 1, "", MistakeKind.NOT_A_MAPPING),
    ("list: mine\nname: [", 3, "", MistakeKind.NOT_YAML),
    ("list: mine\n\tname: Mine", 2, "", MistakeKind.NOT_YAML),
    ("list: mine\n---\nlist: other", 2, "", MistakeKind.NOT_YAML),
    ("list: *other", 1, "", MistakeKind.NOT_YAML),
    ("list: mine\nname: a\x07b", 1, "", MistakeKind.NOT_YAML),
    ("\x00", 1, "", MistakeKind.NOT_YAML),
    ("[" * 100_000, 1, "", MistakeKind.TOO_DEEP),
    ("{a: " * 40_000, 1, "", MistakeKind.TOO_DEEP),
    ("- " * 90_000, 1, "", MistakeKind.TOO_DEEP),
    (TRAIT + "  about: &a {question: Q?}\n  to: *a", 6, "", MistakeKind.ALIAS),
    ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]", 1, "", MistakeKind.ALIAS),
    ("a: &a\n  <<: *a", 1, "", MistakeKind.ALIAS),
    ("#" * (MOST_CHARACTERS + 1), 1, "", MistakeKind.TOO_LARGE),
    # The head of the list
    ("list: mine\ntraits: [a]", 1, "", MistakeKind.MISSING_KEY),
    (YES_NO + "colour: red", 9, "", MistakeKind.UNKNOWN_KEY),
    (YES_NO + "name: Again", 9, "", MistakeKind.TWICE),
    (YES_NO.replace("list: mine", "list: My list"), 1, "", MistakeKind.BAD_NAME),
    (YES_NO.replace("list: mine", f"list: {'m' * 33}"), 1, "", MistakeKind.BAD_NAME),
    (YES_NO.replace("list: mine", "list: [mine]"), 1, "", MistakeKind.BAD_NAME),
    (YES_NO.replace("name: Mine", "name: {EN_us: Mine}"), 2, "", MistakeKind.BAD_LANGUAGE),
    (YES_NO.replace("name: Mine", "name: {}"), 2, "", MistakeKind.NOT_A_TEXT),
    (YES_NO.replace("name: Mine", "name: ''"), 2, "", MistakeKind.TEXT_LENGTH),
    (YES_NO.replace("name: Mine", f"name: {'m' * 101}"), 2, "", MistakeKind.TEXT_LENGTH),
    (YES_NO + "? [name]\n: Mine", 9, "", MistakeKind.NOT_A_TEXT),
    (YES_NO + "subject: friend", 9, "", MistakeKind.NOT_ONE_OF),
    (YES_NO + "summary: maybe", 9, "", MistakeKind.NOT_ONE_OF),
    (YES_NO + "minimum_price: much", 9, "", MistakeKind.NOT_A_PRICE),
    (YES_NO + "minimum_price: 0 USD", 9, "", MistakeKind.NOT_A_PRICE),
    (YES_NO + "minimum_price: 1500 XXX", 9, "", MistakeKind.NOT_A_PRICE),
    (YES_NO + "bands: {accept: 60, conditions: 70}", 9, "", MistakeKind.BANDS_CROSSED),
    (YES_NO + "bands: {accept: 101}", 9, "", MistakeKind.OUT_OF_RANGE),
    (YES_NO + "bands: 75", 9, "", MistakeKind.NOT_A_MAPPING),
    ("list: mine\nname: Mine\ntraits: none", 3, "", MistakeKind.NOT_A_SEQUENCE),
    ("list: mine\nname: Mine\ntraits: []", 3, "", MistakeKind.NO_TRAITS),
    # A trait
    (HEAD + "- no_such_trait", 4, "no_such_trait", MistakeKind.UNKNOWN_TRAIT),
    (HEAD + "- [t]", 4, "", MistakeKind.NOT_A_TEXT),
    (HEAD + "- name: T", 4, "", MistakeKind.MISSING_KEY),
    (YES_NO + "- t", 9, "t", MistakeKind.TWICE),
    (YES_NO.replace("trait: t", "trait: My Trait"), 4, "My Trait", MistakeKind.BAD_NAME),
    (TRAIT, 4, "t", MistakeKind.MISSING_KEY),
    (YES_NO + "  weigth: 3", 9, "t", MistakeKind.UNKNOWN_KEY),
    (YES_NO + "  weight: heavy", 9, "t", MistakeKind.NOT_A_NUMBER),
    (YES_NO + "  weight: 2.5", 9, "t", MistakeKind.NOT_A_NUMBER),
    (YES_NO + "  weight: -1", 9, "t", MistakeKind.NOT_A_NUMBER),
    (YES_NO + "  weight: .nan", 9, "t", MistakeKind.NOT_A_NUMBER),
    (YES_NO + "  weight: ٣", 9, "t", MistakeKind.NOT_A_NUMBER),
    (YES_NO + "  weight: 6", 9, "t", MistakeKind.OUT_OF_RANGE),
    (YES_NO + "  weight: 0", 9, "t", MistakeKind.OUT_OF_RANGE),
    (YES_NO + "  deal_breaker: 2", 9, "t", MistakeKind.OUT_OF_RANGE),
    (YES_NO + "  unknown: half", 9, "t", MistakeKind.NOT_A_NUMBER),
    (YES_NO + "  remedy: {advice: Ask}", 9, "t", MistakeKind.MISSING_KEY),
    (YES_NO + "  remedy: {advice: Ask, cures: often}", 9, "t", MistakeKind.NOT_ONE_OF),
    (ASKED + "    answer: short_text\n  weight: 3", 9, "t", MistakeKind.WEIGHT_WITHOUT_FIT),
    (YES_NO + "  to: {question: Q?, answer: email}", 4, "t", MistakeKind.WEIGHT_WITHOUT_FIT),
    (YES_NO + "  to: {answer: yes_no}", 9, "t", MistakeKind.MISSING_KEY),
    (YES_NO + "  to: {question: Q?, yes: 0.5}", 9, "t", MistakeKind.MISSING_KEY),
    # A question
    (ASKED, 7, "t", MistakeKind.MISSING_KEY),
    (ASKED + "    answer: essay", 8, "t", MistakeKind.NOT_ONE_OF),
    (ASKED + "    answer: yes_no\n    options: {}", 9, "t", MistakeKind.UNKNOWN_KEY),
    (ASKED + "    answer: choice", 7, "t", MistakeKind.MISSING_KEY),
    (ASKED + "    answer: choice\n    options: [a, b]", 9, "t", MistakeKind.NOT_A_MAPPING),
    (ASKED + "    answer: scale\n    to: 40", 9, "t", MistakeKind.OUT_OF_RANGE),
    (ASKED + "    answer: scale\n    fit: up", 9, "t", MistakeKind.NOT_ONE_OF),
    (ASKED + "    answer: scale\n    to: 2\n    fit: {1: 0}", 10, "t", MistakeKind.MISSING_KEY),
    (ASKED + "    answer: number", 7, "t", MistakeKind.MISSING_KEY),
    (ASKED + "    answer: number\n    max: 0\n    fit: {at_least: {0: 1}}", 9, "t",
     MistakeKind.LIMITS_CROSSED),
    (ASKED + "    answer: number\n    min: 1/3\n    fit: {at_least: {1: 1}}", 9, "t",
     MistakeKind.NOT_A_NUMBER),
    (ASKED + "    answer: number\n    fit: {at_least: {1: 1, 2: 0}}", 9, "t",
     MistakeKind.WRONG_ORDER),
    (ASKED + "    answer: number\n    fit: {at_most: {}}", 9, "t", MistakeKind.WRONG_ORDER),
    (ASKED + "    answer: number\n    fit: {at_most: {1: 1}, at_least: {1: 1}}", 9, "t",
     MistakeKind.NOT_ONE_OF),
    (ASKED + "    answer: percent\n    fit: {at_most: {30%: 1}}", 9, "t",
     MistakeKind.NOT_A_NUMBER),
    (ASKED + "    answer: duration\n    fit: {at_most: {a while: 1}}", 9, "t",
     MistakeKind.NOT_A_DURATION),
    (ASKED + "    answer: date\n    fit: {at_least: {tomorrow: 1}}", 9, "t",
     MistakeKind.NOT_A_DURATION),
    (ASKED + "    answer: money\n    fit: {at_least: {100: 1}}", 7, "t", MistakeKind.MISSING_KEY),
    (ASKED + "    answer: money\n    currency: dollars\n    fit: {at_least: {100: 1}}", 9, "t",
     MistakeKind.NOT_A_PRICE),
    (ASKED + "    answer: money\n    currency: EUR\n    fit: {at_least: {100%: 1}}", 10, "t",
     MistakeKind.NO_MINIMUM_PRICE),
    (ASKED + "    answer: money\n    currency: EUR\n    fit: {at_least: {100%: 1}}\n"
     "minimum_price: 1000 USD", 10, "t", MistakeKind.NO_MINIMUM_PRICE),
    # Conditions
    (TWO + "  only_if: {trait: later}", 12, "u", MistakeKind.NOT_EARLIER),
    (TWO + "  only_if: {trait: u}", 12, "u", MistakeKind.NOT_EARLIER),
    (TWO + "  only_if: {trait: t, is: perhaps}", 12, "u", MistakeKind.UNKNOWN_OPTION),
    (TWO + "  only_if: {is: yes}", 12, "u", MistakeKind.MISSING_KEY),
    (TWO + "  only_if: {trait: t, fit_at_least: 1, fit_at_most: 0}", 12, "u",
     MistakeKind.LIMITS_CROSSED),
    (TWO + "  only_if: yes", 12, "u", MistakeKind.NOT_A_MAPPING),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "trait", "kind"), BROKEN)
def test_a_broken_list_is_refused_with_its_line_and_trait(
    text: str, line: int, trait: str, kind: MistakeKind
) -> None:
    found = refused(text)

    assert (line, trait, kind) in found


def test_every_kind_of_mistake_is_in_the_table() -> None:
    files = {MistakeKind.NOT_FOUND, MistakeKind.UNREADABLE, MistakeKind.SHIPPED_NAME}

    assert {kind for *_, kind in BROKEN} == set(MistakeKind) - files


def test_all_mistakes_of_a_file_are_named_once_and_in_order() -> None:
    text = (
        "list: Mine\nname: Mine\ntraits:\n- trait: t\n  name: T\n  weight: 9\n"
        "  about: {question: '', answer: choice, options: {a: x, b: {en: B, en: C, fit: 2}}}\n"
        "- nothing\nsummary: perhaps"
    )

    assert refused(text) == [
        (1, "", MistakeKind.BAD_NAME),
        (6, "t", MistakeKind.OUT_OF_RANGE),
        (7, "t", MistakeKind.NOT_A_MAPPING),
        (7, "t", MistakeKind.TWICE),
        (7, "t", MistakeKind.OUT_OF_RANGE),
        (7, "t", MistakeKind.TEXT_LENGTH),
        (8, "nothing", MistakeKind.UNKNOWN_TRAIT),
        (9, "", MistakeKind.NOT_ONE_OF),
    ]


def test_what_was_found_and_would_be_right_comes_with_the_mistake() -> None:
    with pytest.raises(ProfileRefused) as caught:
        read_list(YES_NO + "  weight: 6", "mine.yaml")

    assert caught.value.mistakes == (
        Mistake("mine.yaml", 9, "t", MistakeKind.OUT_OF_RANGE, "6", "1 – 5"),
    )
    assert str(caught.value) == "mine.yaml:9 out-of-range"


def test_a_long_wrong_value_is_shortened_in_the_mistake() -> None:
    with pytest.raises(ProfileRefused) as caught:
        read_list(YES_NO + f"  weight: {'9' * 5_000}", "mine.yaml")

    assert caught.value.mistakes[0].found == "9" * 59 + "…"


LATER = "- {trait: u, name: U, about: *,"

# One cause, one mistake: text, and where and why it is refused.
ONE_CAUSE: list[tuple[str, int, str, MistakeKind]] = [
    ("answer: chioce\n    options: {a: {en: A, fit: 1}, b: {en: B, fit: 0}}", 8, "t",
     MistakeKind.NOT_ONE_OF),
    ("answer: [yes_no]", 8, "t", MistakeKind.NOT_ONE_OF),
    ("answer: yes_no\n    yes: [1]", 9, "t", MistakeKind.NOT_A_NUMBER),
    ("answer: yes_no\n  weight: [3]", 9, "t", MistakeKind.NOT_A_NUMBER),
    ("answer: yes_no\n  deal_breaker: {a: b}", 9, "t", MistakeKind.NOT_A_NUMBER),
    ("answer: yes_no\n  why: [a]", 9, "t", MistakeKind.NOT_A_TEXT),
    ("answer: yes_no\n  why: {en: [a]}", 9, "t", MistakeKind.NOT_A_TEXT),
    ("answer: yes_no\n  group: [a]", 9, "t", MistakeKind.NOT_A_TEXT),
    ("answer: yes_no\n  to: Q?", 9, "t", MistakeKind.NOT_A_MAPPING),
    ("answer: shrot_text\n  to: {question: Q?, answer: short_text}", 8, "t",
     MistakeKind.NOT_ONE_OF),
    ("answer: choice\n    options: [a, b]", 9, "t", MistakeKind.NOT_A_MAPPING),
    ("answer: multi_choice\n    options: {a: {en: A, fit: 2}, b: {en: B, fit: 0}}", 9, "t",
     MistakeKind.OUT_OF_RANGE),
    ("answer: multi_choice\n    options: [a, b]\n    select: {min: 2}", 9, "t",
     MistakeKind.NOT_A_MAPPING),
    ("answer: scale\n    to: 40\n    fit: {1: 0, 2: 1}", 9, "t", MistakeKind.OUT_OF_RANGE),
    ("answer: number\n    min: 1\n    max: x\n    fit: {at_least: {1: 1}}", 10, "t",
     MistakeKind.NOT_A_NUMBER),
    ("answer: number\n    min: 5\n    max: 1\n    fit: {at_least: {1: 1}}", 10, "t",
     MistakeKind.LIMITS_CROSSED),
    ("answer: number\n    fit: 5", 9, "t", MistakeKind.NOT_A_MAPPING),
    ("answer: number\n    fit: {at_leest: {5: 1}}", 9, "t", MistakeKind.UNKNOWN_KEY),
    ("answer: number\n    fit: {at_least: 5}", 9, "t", MistakeKind.NOT_A_MAPPING),
    ("answer: duration\n    fit: {at_most: {2 days: 1, long: 0.5}}", 9, "t",
     MistakeKind.NOT_A_DURATION),
    ("answer: money\n    fit: {at_least: {100%: 1, 80%: 0.5}}", 9, "t",
     MistakeKind.NO_MINIMUM_PRICE),
    ("answer: money\n    fit: {at_least: {100%: 1, 80%: 0}}\nminimum_price: much", 10, "",
     MistakeKind.NOT_A_PRICE),
    ("answer: money\n    currency: XXX\n    fit: {at_least: {100: 1}}", 9, "t",
     MistakeKind.NOT_A_PRICE),
    ("answer: yes_no\nbands: {accept: 101, conditions: 60}", 9, "", MistakeKind.OUT_OF_RANGE),
    ("answer: yes_no\n- {trait: respectfull, weight: 3}", 9, "respectfull",
     MistakeKind.UNKNOWN_TRAIT),
    ("answer: chioce\n- {trait: u, name: U, only_if: {trait: t, is: a}, about: *}", 8, "t",
     MistakeKind.NOT_ONE_OF),
    ("given: 1\n  to: {question: Q?}", 7, "t", MistakeKind.MISSING_KEY),
    (f"answer: yes_no\n{LATER} only_if: {{trait: t, fit_at_least: 1, fit_at_most: 2}}}}", 9, "u",
     MistakeKind.OUT_OF_RANGE),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "line", "trait", "kind"), ONE_CAUSE)
def test_one_cause_gives_one_mistake(answer: str, line: int, trait: str, kind: MistakeKind) -> None:
    assert refused(f"{ASKED}    {answer.replace('*', '{question: Q?, answer: yes_no}')}") == [
        (line, trait, kind)
    ]


@pytest.mark.parametrize(
    ("text", "found", "right"),
    [
        (YES_NO.replace("yes_no", "chioce"), "chioce", ", ".join(KEYS)),
        (YES_NO + "summary: [no]", "[…]", "no, yes, false, true"),
        (ASKED + "    answer: date\n    fit: {otherwise: 1}", "otherwise", "at_least, at_most"),
        (ASKED + "    answer: date\n    fit: {}", "{}", "at_least, at_most"),
        (
            ASKED + "    answer: number\n    min: 5\n    max: 1\n    fit: {at_least: {2: 1}}",
            "5",
            "1",
        ),
        (YES_NO + "bands: {accept: 40, conditions: 60}", "60", "40"),
        (TWO + "  only_if: {trait: t, fit_at_least: 0.5, fit_at_most: 0.2}", "0.5", "0.2"),
        (YES_NO + "minimum_price: 1500 XXX", "1500 XXX", "1500 USD"),
    ],
)  # fmt: skip
def test_a_mistake_names_what_was_found_and_its_text_shows_it(
    text: str, found: str, right: str
) -> None:
    with pytest.raises(ProfileRefused) as caught:
        read_list(text, "mine.yaml")

    (mistake,) = caught.value.mistakes
    assert (mistake.found, mistake.right) == (found, right)
    for phrases in load_phrases().values():
        said = phrases.say(f"mistake-{mistake.kind}", found=found, right=right)
        assert found in said
        assert right in said


def test_too_many_traits_are_refused() -> None:
    many = "".join(
        f"- {{trait: t{n}, name: T, about: {{question: Q?, answer: yes_no}}}}\n" for n in range(61)
    )

    assert refused(HEAD + many) == [(4, "", MistakeKind.NO_TRAITS)]
    assert len(read_list(HEAD + many[: many.index("- {trait: t60")], "mine.yaml").traits) == 60


# Files


def test_a_missing_file_is_refused_with_the_lists_that_exist(tmp_path: Path) -> None:
    path = tmp_path / "gone.yaml"

    with pytest.raises(ProfileRefused) as caught:
        load_list(str(path))

    right = ", ".join(shipped_lists())
    missing = Mistake(str(path), 0, "", MistakeKind.NOT_FOUND, str(path), right)
    assert caught.value.mistakes == (missing,)


@pytest.mark.parametrize("name", ["startr", "catalogue", "", "no\0list", "l" * 300])
def test_a_name_that_is_no_list_is_refused(name: str) -> None:
    with pytest.raises(ProfileRefused) as caught:
        load_list(name)

    assert caught.value.mistakes[0].kind in (MistakeKind.NOT_FOUND, MistakeKind.UNREADABLE)


def test_a_folder_is_not_a_list(tmp_path: Path) -> None:
    with pytest.raises(ProfileRefused) as caught:
        load_list(str(tmp_path))

    assert [mistake.kind for mistake in caught.value.mistakes] == [MistakeKind.UNREADABLE]


def test_a_binary_file_is_not_a_list(tmp_path: Path) -> None:
    path = tmp_path / "picture.yaml"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\xff\xfe\x00")

    with pytest.raises(ProfileRefused) as caught:
        load_list(str(path))

    picture = Mistake(str(path), 0, "", MistakeKind.UNREADABLE, str(path))
    assert caught.value.mistakes == (picture,)


@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_marks_and_line_ends_of_any_editor_are_read(tmp_path: Path, start: str, end: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_bytes((start + YES_NO.replace("\n", end)).encode())

    assert load_list(str(path)) == read_list(YES_NO, "mine.yaml")


def test_a_shipped_name_wins_over_a_file_of_that_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "starter").write_text(YES_NO, encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    assert find_list("starter").name == "starter.yaml"


# What is read


def test_yes_no_and_on_stay_words() -> None:
    text = (
        "answer: choice\n    options:\n      yes: {en: Yes, fit: 1}\n      no: {en: No, fit: 0}\n"
        "      on: {no: off, en: on, fit: 0.5}\n      2024_01_01: {en: 1e3, fit: 0}\n"
    )

    assert read_kind(text) == Choice(
        (
            Option("yes", {"en": "Yes"}, ONE),
            Option("no", {"en": "No"}, NONE),
            Option("on", {"no": "off", "en": "on"}, HALF),
            Option("2024_01_01", {"en": "1e3"}, NONE),
        )
    )


def test_nothing_invisible_gets_into_a_text() -> None:
    read = read_list(YES_NO.replace("Mine", r'"M\u202ei\x07n\u200be"'), "mine.yaml")

    assert read.name == {"und": "Mine"}


def steps(direction: Direction, *reached: tuple[int, str], otherwise: str = "0") -> Steps:
    read = tuple((Fraction(limit), Fraction(fit)) for limit, fit in reached)
    return Steps(direction, read, Fraction(otherwise))


LEAST, MOST = Direction.AT_LEAST, Direction.AT_MOST
AB = "{a: {und: A, fit: 1}, b: {en: B, fit: 0}}"
OPTIONS = (Option("a", {"und": "A"}, ONE), Option("b", {"en": "B"}, NONE))
MILLIARD = Decimal(10) ** 9


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("answer: yes_no", YesNo()),
        ("answer: yes_no\n    yes: 0.2\n    no: 1/3", YesNo(Fraction(1, 5), Fraction(1, 3))),
        (
            f"answer: choice\n    options: {AB}\n    other: 0.5",
            Choice(OPTIONS, HALF),
        ),
        (
            f"answer: multi_choice\n    options: {AB}",
            SeveralChoices(OPTIONS, Combine.MEAN, 1, 2),
        ),
        (
            f"answer: multi_choice\n    options: {AB}\n    combine: worst\n    select: {{min: 2}}",
            SeveralChoices(OPTIONS, Combine.WORST, 2, 2),
        ),
        ("answer: scale\n    to: 3", Scale(1, (NONE, HALF, ONE))),
        ("answer: scale\n    from: 0\n    to: 2\n    fit: falling", Scale(0, (ONE, HALF, NONE))),
        (
            "answer: scale\n    to: 2\n    fit: {1: 0.5, 2: 0}\n    ends: {low: L, high: {en: H}}",
            Scale(1, (HALF, NONE), {"und": "L"}, {"en": "H"}),
        ),
        (
            "answer: number\n    fit: {at_least: {5: 1, 2: 0.5}, otherwise: 0.1}",
            Number(Decimal(0), MILLIARD, steps(LEAST, (5, "1"), (2, "0.5"), otherwise="0.1")),
        ),
        (
            "answer: number\n    min: 0.5\n    max: 9\n    unit: h\n    fit: {at_most: {3: 1}}",
            Number(Decimal("0.5"), Decimal(9), steps(MOST, (3, "1")), unit={"und": "h"}),
        ),
        (
            "answer: number\n    max: 9\n    whole: yes\n    fit: {at_most: {3: 1}}",
            Number(Decimal(0), Decimal(9), steps(MOST, (3, "1")), whole=True),
        ),
        (
            "answer: percent\n    fit: {at_most: {30: 1, 50: 0.5}}",
            Percent(Decimal(0), Decimal(100), steps(MOST, (30, "1"), (50, "0.5"))),
        ),
        (
            "answer: money\n    currency: EUR\n    fit: {at_least: {5000: 1}}",
            Money("EUR", steps(LEAST, (5_000, "1"))),
        ),
        (
            "answer: duration\n    fit: {at_most: {12 hours: 1, 1 day: 0.5, 2weeks: 0.2}}",
            Duration(steps(MOST, (43_200, "1"), (86_400, "0.5"), (1_209_600, "0.2"))),
        ),
        (
            "answer: date\n    fit: {at_least: {1 month: 1, 7 days: 0.5}}",
            Day(steps(LEAST, (30, "1"), (7, "0.5"))),
        ),
        ("answer: short_text", Text(300)),
        ("answer: long_text\n    given: 1", Text(3_000, long=True, given=ONE)),
        ("answer: email", Contact(ContactKind.EMAIL)),
        ("answer: url\n    given: 0.5", Contact(ContactKind.URL, HALF)),
    ],
)  # fmt: skip
def test_each_kind_of_answer_is_read(answer: str, kind: object) -> None:
    if isinstance(kind, Text | Contact) or "given" in answer:
        assert read_kind(answer) == kind
    else:
        read = read_list(f"{ASKED}    {answer}", "mine.yaml").traits[0]
        assert (read.about.kind, read.weight) == (kind, 3)


def test_a_list_with_everything_is_read() -> None:
    text = """
list: mine
name: {en: Mine, ar: قائمتي}
subject: client
minimum_price: 900 EUR
bands: {accept: 80, conditions: 40}
summary: no
traits:
- trait: t
  group: money
  name: T
  weight: 5
  deal_breaker: 0.3
  unknown: 0
  why: Because
  about: {question: Q?, answer: yes_no}
  to: {question: To?, why: For you}
  remedy: {advice: Ask, cures: true}
- trait: u
  name: U
  deal_breaker: true
  only_if: [{trait: t, is: [yes, no]}, {trait: t, fit_at_least: 0.5, fit_at_most: 1}]
  about: {question: Q?, answer: yes_no}
"""

    read = read_list(text, "mine.yaml")

    assert read == Profile(
        "mine",
        {"en": "Mine", "ar": "قائمتي"},
        (
            Trait(
                "t",
                {"und": "T"},
                5,
                Wording({"und": "Q?"}, YesNo(), {"und": "Because"}),
                Wording({"und": "To?"}, YesNo(), {"und": "For you"}),
                Fraction(3, 10),
                NONE,
                Remedy({"und": "Ask"}, cures=True),
                group="money",
            ),
            Trait(
                "u",
                {"und": "U"},
                3,
                Wording({"und": "Q?"}, YesNo()),
                fails_below=HALF,
                only_if=(
                    Condition("t", frozenset({"yes", "no"})),
                    Condition("t", None, HALF, ONE),
                ),
            ),
        ),
        Bands(Fraction(80), Fraction(40)),
        summary=False,
        subject=Subject.CLIENT,
        minimum_price=Price(900, "EUR"),
    )


# Traits of the catalogue, with changes


def saved(folder: Path, traits: str) -> str:
    path = folder / "mine.yaml"
    text = f"list: mine\nname: Mine\nminimum_price: 2000 EUR\ntraits:\n{traits}"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_change_on_top_of_a_catalogue_trait_keeps_the_rest(tmp_path: Path) -> None:
    plain = load_list(saved(tmp_path, "- respectful")).traits[0]

    changed = load_list(
        saved(
            tmp_path,
            "- {trait: respectful, weight: 2, deal_breaker: no, about: {question: Kind?}}",
        )
    ).traits[0]

    assert (changed.weight, changed.fails_below) == (2, None)
    assert changed.about == Wording({"und": "Kind?"}, plain.about.kind, plain.about.why)
    assert (changed.name, changed.to, changed.remedy) == (plain.name, plain.to, plain.remedy)


def test_another_answer_for_a_catalogue_trait_leaves_nothing_of_the_old_one(tmp_path: Path) -> None:
    plain = load_list(saved(tmp_path, "- respectful")).traits[0]

    changed = load_list(saved(tmp_path, "- {trait: respectful, about: {answer: yes_no}}")).traits[0]

    assert changed.about == Wording(plain.about.question, YesNo(), plain.about.why)


def test_a_mistake_in_a_change_is_named_with_the_lists_own_line(tmp_path: Path) -> None:
    path = saved(tmp_path, "- pay_upfront\n- trait: respectful\n  weight: 8")

    with pytest.raises(ProfileRefused) as caught:
        load_list(path)

    heavy = Mistake(path, 7, "respectful", MistakeKind.OUT_OF_RANGE, "8", "1 – 5")
    assert caught.value.mistakes == (heavy,)


def money(profile: Profile) -> Money:
    kind = profile.trait("budget_fits").about.kind
    assert isinstance(kind, Money)
    return kind


def test_the_budget_is_measured_by_the_minimum_price(tmp_path: Path) -> None:
    path = saved(tmp_path, "- budget_fits")

    own = money(load_list(path))
    overridden = money(load_list(path, Price(500, "USD")))

    assert own == Money("EUR", steps(LEAST, (2_000, "1"), (1_600, "0.5")))
    assert overridden == Money("USD", steps(LEAST, (500, "1"), (400, "0.5")))


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("1500 USD", Price(1_500, "USD")),
        (" 1500SAR ", Price(1_500, "SAR")),
        ("0 USD", None),
        ("1500", None),
        ("1,500 USD", None),
        ("1500 usd", None),
        ("1500 XXX", None),
        ("1500 XTS", None),
        ("1500 ABC", None),
        ("-5 USD", None),
        ("١٥٠٠ USD", None),
        ("1500 USD or more", None),
    ],
)
def test_a_price_is_an_amount_with_its_currency(text: str, price: Price | None) -> None:
    assert read_price(text) == price


# The documentation


def examples() -> list[str]:
    text = (Path(__file__).parent.parent / "docs" / "lists.md").read_text(encoding="utf-8")
    return re.findall(r"^```yaml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def example_list(example: str) -> str:
    """An example as a whole list: it is one, or a few traits, or what follows a question."""
    if example.startswith("list:"):
        return example
    if example.startswith("- "):
        return f"minimum_price: 1000 USD\n{HEAD}{example}"
    asked = textwrap.indent(example, "    ")
    return f"minimum_price: 1000 USD\n{ASKED}{asked}"


@pytest.mark.parametrize("example", examples())
def test_an_example_of_the_documentation_is_read_and_fine(tmp_path: Path, example: str) -> None:
    path = tmp_path / "example.yaml"
    path.write_text(example_list(example), encoding="utf-8")

    findings = {finding.kind for finding in check(load_list(str(path)), ("en",), load_lexicon())}

    assert findings <= {FindingKind.IMPOSSIBLE_VERDICT}  # One trait alone is no whole list.


def test_the_documentation_shows_every_kind_of_answer_and_every_key() -> None:
    text = (Path(__file__).parent.parent / "docs" / "lists.md").read_text(encoding="utf-8")

    keys = [*KEYS, *ALL_KEYS, *LIST_KEYS, *TRAIT_KEYS, "fit_at_least", "advice", "cures"]
    assert [key for key in keys if not re.search(rf"\b{key}\b", text)] == []


# Written and read back

EVERY_KIND = HEAD + "\n".join(
    f"- {{trait: t{n}, name: T, about: {{question: 'Q: \"#{n}\"?', {answer}}}}}"
    for n, answer in enumerate(
        (
            "answer: yes_no, yes: 0, no: 1",
            "answer: choice, options: {yes: {ar: نعم, fit: 1}, no: {en: 'no', fit: 1/3}}, other: 0",
            "answer: multi_choice, options: {1: {en: A, fit: 1}, 2: {en: B, fit: 0}}, combine: sum",
            "answer: scale, from: 0, to: 3, ends: {low: null, high: '~'}",
            "answer: number, min: 0.125, max: 7, whole: yes, unit: '%', fit: {at_most: {0.5: 1/7}}",
            "answer: percent, fit: {at_least: {50: 1, 12.5: 0.5}, otherwise: 0.25}",
            "answer: money, currency: EUR, fit: {at_least: {1000.5: 1}}",
            "answer: duration, fit: {at_most: {5 hours: 1, 1 month: 0.1}}",
            "answer: date, fit: {at_least: {2 weeks: 1, 12 hours: 0.2}}",
            "answer: short_text",
            "answer: long_text, given: 1",
            "answer: email, given: 2/3",
            "answer: url",
        )
    )
)


def every_list() -> list[Profile]:
    return [*map(load_list, shipped_lists()), read_list(EVERY_KIND, "every.yaml")]


@pytest.mark.parametrize("profile", every_list(), ids=lambda profile: profile.id)
def test_a_list_reads_back_equal_from_both_written_forms(profile: Profile) -> None:
    assert read_list(to_json(profile), "stored") == profile
    assert read_list(to_yaml(profile), "shown") == profile
    assert to_json(read_list(to_json(profile), "stored")) == to_json(profile)


@example("a\u2028b\u2029c\ufffe")
@example('😀 "#: \\n')
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60).map(clean).filter(bool))
def test_any_text_of_a_list_survives_being_stored(text: str) -> None:
    asked = Wording({"en": text}, YesNo())
    profile = Profile("mine", {"en": text}, (Trait("t", {"en": "T"}, 3, asked),))

    assert read_list(to_json(profile), "stored") == profile
    assert read_list(to_yaml(profile), "shown") == profile


@pytest.mark.parametrize("name", ["starter", "client_audit"])
def test_the_file_to_edit_is_plain_and_leaves_out_what_goes_without_saying(name: str) -> None:
    written = to_yaml(load_list(name))

    assert not re.search(r": '[\w.]+'$", written, re.MULTILINE)
    assert not re.search(r"^ *(summary|unknown): ", written, re.MULTILINE)
    assert ("subject: client\n" in written) is (name == "client_audit")
    assert ("bands:\n  accept: 65\n  conditions: 0\n" in written) is (name == "client_audit")
    assert "  weight: 5\n" in written


def test_what_is_unusual_is_in_the_file_to_edit() -> None:
    usual = read_list(YES_NO + "  unknown: 0.3\nsummary: no\nbands: {conditions: 40}", "mine.yaml")

    written = to_yaml(usual, "Look here", "And there")

    assert written == (
        "# Look here\n# And there\nlist: mine\nname:\n  und: Mine\n"
        "bands:\n  accept: 75\n  conditions: 40\nsummary: no\ntraits:\n- trait: t\n"
        "  name:\n    und: T\n  weight: 3\n  deal_breaker: no\n  unknown: 0.3\n"
        "  about:\n    question:\n      und: Q?\n    answer: yes_no\n    yes: 1\n    no: 0\n"
    )


def test_the_stored_form_is_complete() -> None:
    stored = to_json(load_list("starter"))

    assert '"minimum_price":"1000 USD"' in stored
    assert (
        '"subject":"prospect","bands":{"accept":"75","conditions":"50"},"summary":"yes"' in stored
    )
    assert stored.count('"unknown":"0.2"') == 8


def test_a_written_list_goes_on_following_the_minimum_price(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    mine = replace(load_list("starter"), id="mine")
    path.write_text(to_yaml(mine), encoding="utf-8")

    own, dearer = load_list(str(path)), load_list(str(path), Price(3_000, "EUR"))

    assert own == mine
    assert dearer == replace(load_list("starter", Price(3_000, "EUR")), id="mine")
    assert money(dearer) == Money("EUR", steps(LEAST, (3_000, "1"), (2_400, "0.5")))


@pytest.mark.parametrize(
    ("price", "currency", "limit", "written"),
    [
        ("1000 USD", "USD", "800", "fit:\n      at_least:\n        80%: 1\n"),
        ("1333 USD", "USD", "1066.4", "fit:\n      at_least:\n        80%: 1\n"),
        ("1 USD", "USD", "99.99", "fit:\n      at_least:\n        9999%: 1\n"),
        ("1 USD", "USD", "100", "currency: USD\n    fit:\n      at_least:\n        100: 1\n"),
        ("900 USD", "USD", "800", "currency: USD\n    fit:\n      at_least:\n        800: 1\n"),
        ("1000 EUR", "USD", "800", "currency: USD\n    fit:\n      at_least:\n        800: 1\n"),
    ],
)
def test_money_is_written_as_a_share_of_the_minimum_price_where_it_is_one(
    price: str, currency: str, limit: str, written: str
) -> None:
    answer = f"    answer: money\n    currency: {currency}\n    fit: {{at_least: {{{limit}: 1}}}}\n"
    profile = read_list(f"{ASKED}{answer}minimum_price: {price}", "mine.yaml")

    text = to_yaml(profile)

    assert f"    answer: money\n    {written}" in text
    assert read_list(text, "shown") == profile


def test_what_is_no_deal_breaker_stays_none_beside_the_catalogue(tmp_path: Path) -> None:
    profile = load_list(saved(tmp_path, "- {trait: respectful, deal_breaker: no}"))
    path = tmp_path / "again.yaml"
    path.write_text(to_yaml(profile), encoding="utf-8")

    assert load_list(str(path)) == profile


def test_a_copy_has_an_id_and_a_name_of_its_own_and_the_same_traits() -> None:
    starter = load_list("starter")

    copy = own_copy(starter, {"en": "My list"})

    assert (copy.id, copy.name) == ("my_starter", {"en": "My list"})
    assert (copy.traits, copy.minimum_price) == (starter.traits, starter.minimum_price)


def test_a_list_is_shown_with_its_questions_and_weights() -> None:
    profile = read_list(TWO + "  weight: 5\n  deal_breaker: yes", "mine.yaml")

    weight = "\u2068\u2068weight \u20685\u2069\u2069, deal-breaker\u2069"
    assert list_card(profile, load_phrases()["en"]) == Card(
        "en",
        (
            Heading("\u2068Mine\u2069: \u20682\u2069 traits"),
            Fields(
                (
                    ("T", "\u2068Q?\u2069 · \u2068weight \u20683\u2069\u2069"),
                    ("U", f"\u2068Q?\u2069 · {weight}"),
                )
            ),
        ),
    )


def test_a_list_of_ones_own_cannot_have_the_id_of_a_shipped_one(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("# mine\nlist: starter\nname: Mine\ntraits: [pay_upfront]\n", encoding="utf-8")

    with pytest.raises(ProfileRefused) as refused:
        load_list(str(path))

    assert refused.value.mistakes == (
        Mistake(str(path), 2, "", MistakeKind.SHIPPED_NAME, "starter", "list: my_starter"),
    )
