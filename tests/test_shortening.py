"""Texts cut to what a place can show."""

import re
import subprocess
import sys

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from bot.shortening import balanced, shortened

FAMILY = "👨\u200d👩\u200d👧\u200d👦"
FLAG = "🇯🇴"
ISOLATES = ("\u2066", "\u2067", "\u2068", "\u2069", "\u2068Acme\u2069")
MARKS = ("\u0301", "\u064f", "\u200d", "\ufe0f")
PARTS = st.sampled_from([*"aZ ب\n", FLAG, "🇯", "👍🏽", FAMILY, "مُدَّة", "क्षि", *MARKS, *ISOLATES])
TEXTS = st.lists(PARTS, max_size=60).map("".join)
LIMITS = st.integers(1, 60)


def ends(text: str) -> set[int]:
    """Where its characters end, as people see them."""
    return {0, *(cluster.end() for cluster in regex.finditer(r"\X", text))}


def open_isolates(text: str) -> list[int]:
    """How many isolates are open after each mark; below nought, one was closed that was not."""
    depths = [0]
    for mark in re.findall("[\u2066-\u2069]", text):
        depths.append(depths[-1] + (-1 if mark == "\u2069" else 1))
    return depths


@given(TEXTS, LIMITS)
def test_it_is_never_longer_than_it_may_be(text: str, most: int) -> None:
    assert len(shortened(text, most)) <= most


@given(TEXTS)
def test_a_short_text_stays_as_it_is(text: str) -> None:
    sound = balanced(text)

    assert shortened(sound, len(sound) or 1) == sound


@given(TEXTS, LIMITS)
def test_what_is_cut_is_a_beginning_of_whole_characters(text: str, most: int) -> None:
    sound = balanced(text)
    cut = shortened(text, most)

    if cut != sound:
        kept = cut.rstrip("\u2069").removesuffix("…")
        assert cut.rstrip("\u2069").endswith("…")
        assert sound.startswith(kept)
        assert len(kept) in ends(sound)


@given(TEXTS, LIMITS)
def test_every_isolate_is_closed_and_none_twice(text: str, most: int) -> None:
    depths = open_isolates(shortened(text, most))

    assert (min(depths), depths[-1]) == (0, 0)


@given(TEXTS, LIMITS)
def test_cutting_again_changes_nothing(text: str, most: int) -> None:
    once = shortened(text, most)

    assert shortened(once, most) == once


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("one two three", 13, "one two three"),
        ("one two three", 12, "one two…"),
        ("one two three", 9, "one two…"),
        ("one two three", 8, "one two…"),
        ("one two three", 7, "one…"),
        ("a bcdefghijklm", 10, "a bcdefgh…"),
        (f"ab{FLAG}{FLAG}", 5, f"ab{FLAG}…"),
        (f"ab{FLAG}{FLAG}", 4, "ab…"),
        (f"ab{FAMILY}", 8, "ab…"),
        ("مُدَّة", 5, "مُ…"),
        ("e\u0301" * 3, 4, "e\u0301…"),
        ("a" + "\u0301" * 100, 50, "…"),
        ("\u2068Acme Ltd.\u2069 pays", 9, "\u2068Acme…\u2069"),
        ("to \u2068a \u2067bcdef\u2069\u2069", 10, "to \u2068a…\u2069"),
        ("ab\u2069cd", 9, "abcd"),
        ("ab\u2068cd", 9, "ab\u2068cd\u2069"),
    ],
)
def test_a_text_is_cut(text: str, most: int, expected: str) -> None:
    assert shortened(text, most) == expected


@pytest.mark.parametrize("part", ["a", "a ", "\u2068", "\u2069", "e\u0301", "🇯", "a\u0301\u0301"])
def test_a_huge_text_is_cut_at_once(part: str) -> None:
    assert len(shortened(part * 300_000, 240)) <= 240


def test_the_start_does_not_wait_for_what_only_long_texts_need() -> None:
    look = "import sys, bot.command_line; print('regex' in sys.modules)"

    ran = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)

    assert ran.stdout == "False\n"
