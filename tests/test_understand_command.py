"""``qualify-bot understand``: JSON lines in, JSON lines out, in order, and one clear complaint."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.program import ROOT, Program

TODAY = {"today": "2026-03-02"}
LINES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"kind": "yes_no", "text": "yep"}, {"value": True}),
    ({"kind": "yes_no", "text": "لا"}, {"value": False}),
    ({"kind": "yes_no", "text": "skip please"}, {"control": "skip"}),
    ({"kind": "choice", "options": ["Red", "Blue"], "text": "the second one"}, {"value": "Blue"}),
    (
        {"kind": "multi_choice", "options": ["Red", "Blue", "Green"], "text": "1 and 3"},
        {"value": ["Red", "Green"]},
    ),
    ({"kind": "scale", "text": "4 out of 5"}, {"value": 4}),
    (
        {"kind": "number", "min": 1, "max": 3, "text": "7"},
        {"problem": "too-large", "limit": "3"},
    ),
    ({"kind": "percent", "text": "half"}, {"value": 50}),
    (
        {"kind": "money", "default_currency": "USD", "text": "$5,000–7,000"},
        {"value": {"min": 5000, "max": 7000, "currency": "USD"}},
    ),
    ({"kind": "duration", "text": "3 wks"}, {"value": {"min": "P21D", "max": "P21D"}}),
    (
        {"kind": "duration", "text": "3 dyas"},
        {"value": {"min": "P3D", "max": "P3D"}, "confirm": True},
    ),
    (
        {"kind": "date", "text": "tomorrow", **TODAY},
        {"value": {"from": "2026-03-03", "to": "2026-03-03"}},
    ),
    (
        {"kind": "date", "text": "01/02/2027", "lang": "en", **TODAY},
        {
            "clarify": [
                {"from": "2027-01-02", "to": "2027-01-02"},
                {"from": "2027-02-01", "to": "2027-02-01"},
            ]
        },
    ),
    ({"kind": "text", "text": "A shop for tea"}, {"value": "A shop for tea"}),
]
"""Lines, and what each is understood as."""
YES = {"kind": "yes_no", "text": "yes"}


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path)


def lines(*rows: object) -> str:
    """The rows as JSON lines; what has no UTF-8 is escaped."""
    return "".join(f"{json.dumps(row)}\n" for row in rows)


def answers(out: str) -> list[dict[str, Any]]:
    """What was put out, one object a line."""
    read = [json.loads(line) for line in out.removesuffix("\n").split("\n")]
    assert all(isinstance(one, dict) for one in read)
    return read


def test_lines_of_every_kind_come_out_in_their_order(program: Program) -> None:
    rows = [{"id": number, **row} for number, (row, _) in enumerate(LINES)]

    ran = program.started("understand", typed=lines(*rows).encode())

    assert (ran.err, ran.status) == ("", 0)
    assert answers(ran.out) == [
        {"id": number, **expected} for number, (_, expected) in enumerate(LINES)
    ]


@pytest.mark.parametrize(
    "name", [1, 1.5, "a", "", "é\n", None, True, [1, "x"], {"a": {"b": []}}, 10**40]
)
def test_an_id_of_any_type_comes_back_as_it_was(program: Program, name: object) -> None:
    ran = program("understand", typed=lines({"id": name, **YES}))

    assert answers(ran.out) == [{"id": name, "value": True}]


def test_a_line_without_an_id_is_answered_with_none(program: Program) -> None:
    assert answers(program("understand", typed=lines(YES)).out) == [{"id": None, "value": True}]


def test_empty_lines_are_passed_over_and_an_empty_input_says_nothing(program: Program) -> None:
    ran = program("understand", typed="\n  \n" + lines({"id": 1, **YES}) + "\n\t\n")

    assert answers(ran.out) == [{"id": 1, "value": True}]
    assert program("understand").out == ""


def test_the_last_line_needs_no_end(program: Program) -> None:
    ran = program.started("understand", typed=lines({"id": 1, **YES}).rstrip("\n").encode())

    assert answers(ran.out) == [{"id": 1, "value": True}]


def test_half_a_character_breaks_neither_the_run_nor_the_output(program: Program) -> None:
    half = "\ud800"
    rows = [
        {"id": half, **YES},
        {"id": 2, "kind": "text", "text": f"a{half}b"},
        {"id": 3, "kind": "choice", "options": [f"Red{half}", "Blue"], "text": "1"},
        {"id": 4, "kind": "yes_no", "text": half},
    ]

    ran = program.started("understand", typed=lines(*rows).encode())

    assert (ran.err, ran.status) == ("", 0)
    assert [one["id"] for one in answers(ran.out)] == [half, 2, 3, 4]


@pytest.mark.parametrize("row", [row for row, _ in LINES], ids=lambda row: row["kind"])
def test_a_very_long_text_is_answered(program: Program, row: dict[str, Any]) -> None:
    ran = program("understand", typed=lines({**row, "id": 1, "text": "12 yes " * 1430}))

    (answer,) = answers(ran.out)
    assert answer["problem"] == "too-long"


REFUSED = [
    "nonsense",
    '{"kind": "yes_no"',
    '{"kind": "yes_no", "text": "yes"} {}',
    "[1]",
    '"yes"',
    "null",
    '{"kind": "yes_no"}',
    '{"text": "yes"}',
    '{"kind": "colour", "text": "red"}',
    '{"kind": ["yes_no"], "text": "yes"}',
    '{"kind": "choice", "options": 5, "text": "1"}',
    '{"kind": "choice", "options": [1, 2], "text": "1"}',
    '{"kind": "choice", "options": ["A"], "option_aliases": 3, "text": "a"}',
    '{"kind": "multi_choice", "options": ["A", "B"], "max_select": "2", "text": "1"}',
    '{"kind": "number", "min": "a", "text": "4"}',
    '{"kind": "number", "min": NaN, "text": "4"}',
    '{"kind": "scale", "scale_min": "1", "text": "4"}',
    '{"kind": "scale", "scale_max": 5.5, "text": "4"}',
    '{"kind": "money", "default_currency": 5, "text": "10"}',
    '{"kind": "text", "max_len": "x", "text": "10"}',
    '{"kind": "date", "today": "2026-02-31", "text": "today"}',
    '{"kind": "date", "today": 5, "text": "today"}',
    '{"kind": "date", "min_date": "soon", "text": "today"}',
    '{"kind": "date", "week_start": "someday", "text": "today"}',
]
"""Lines that are refused."""
UNASKABLE = [
    '{"kind": "yes_no", "text": 5}',
    '{"kind": "yes_no", "text": null}',
    '{"kind": "choice", "options": "ab", "text": "1"}',
    '{"kind": "choice", "options": [], "text": "1"}',
    '{"kind": "choice", "text": "1"}',
    '{"kind": "number", "min": 9, "max": 3, "text": "4"}',
    '{"kind": "number", "min": Infinity, "text": "4"}',
    '{"kind": "scale", "scale_min": 9, "scale_max": 3, "text": "4"}',
    '{"kind": "scale", "scale_max": 2000000, "text": "4"}',
    '{"kind": "multi_choice", "options": ["A", "B"], "max_select": 0, "text": "1"}',
    '{"kind": "multi_choice", "options": ["A", "B"], "min_select": 3, "text": "1"}',
    '{"kind": "money", "default_currency": "nope", "text": "10"}',
    '{"kind": "text", "max_len": -1, "text": "10"}',
]
"""Lines that ask no question that can be asked; they are refused as well."""


@pytest.mark.parametrize("line", REFUSED)
def test_after_a_line_that_cannot_be_read_nothing_more_is_answered(
    program: Program, line: str
) -> None:
    typed = lines({"id": 1, **YES}) + "\n" + line + "\n" + lines({"id": 4, **YES})

    ran = program("understand", typed=typed)

    assert (ran.status, answers(ran.out)) == (1, [{"id": 1, "value": True}])
    assert "Traceback" not in ran.err
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize("line", REFUSED)
def test_a_line_that_cannot_be_read_is_named_by_its_number(program: Program, line: str) -> None:
    ran = program("understand", typed=lines(YES) + "\n" + line + "\n")

    assert ran.err.startswith("Line 3 cannot be read: ")


@pytest.mark.parametrize("line", UNASKABLE)
def test_a_line_that_says_no_question_that_can_be_asked_is_refused(
    program: Program, line: str
) -> None:
    ran = program("understand", typed=line + "\n")

    assert (ran.status, ran.out) == (1, "")


def test_a_line_that_cannot_be_read_is_named_in_arabic_too(program: Program) -> None:
    ran = program("understand", "--lang", "ar", typed=lines(YES) + "nonsense\n")

    assert "تعذّرت قراءة السطر" in ran.err
    assert "2" in ran.err


def test_the_language_decides_which_reading_of_a_date_comes_first(program: Program) -> None:
    line = lines({"kind": "date", "text": "01/02/2027", **TODAY})

    first = {
        spoken: answers(program("understand", "--lang", spoken, typed=line).out)[0]["clarify"][0]
        for spoken in ("en", "ar")
    }

    assert {spoken: reading["from"] for spoken, reading in first.items()} == {
        "en": "2027-01-02",
        "ar": "2027-02-01",
    }


def test_a_byte_order_mark_and_a_line_that_is_too_deep_are_no_trouble(program: Program) -> None:
    marked = "\ufeff" + lines({"id": 1, **YES})

    ran = program("understand", typed=marked + "[" * 100_000 + "\n")

    assert (ran.status, answers(ran.out)) == (1, [{"id": 1, "value": True}])
    assert ran.err.startswith("Line 2 cannot be read: ")


def test_more_than_anybody_types_is_not_read(program: Program) -> None:
    line = lines({"id": 1, "kind": "text", "max_len": 1_000_000, "text": "x" * 10_001})

    ran = program("understand", typed=line)

    assert answers(ran.out) == [{"id": 1, "problem": "too-long", "limit": "10000"}]


def test_bytes_that_are_no_utf8_end_without_a_traceback(program: Program) -> None:
    typed = lines({"id": 1, **YES}).encode() + b'{"kind": "yes_no", "text": "\xff"}\n'

    ran = program.started("understand", typed=typed)

    assert "Traceback" not in ran.err


def test_a_reader_that_leaves_ends_the_program_without_a_traceback(program: Program) -> None:
    typed = lines(*([{**YES, "id": "x" * 500}] * 3000)).encode()
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "understand"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=program.folder,
        env={**program.environment(), "PYTHONPATH": str(ROOT)},
    ) as started:
        assert started.stdin is not None
        assert started.stdout is not None
        assert started.stderr is not None
        started.stdout.close()
        try:
            started.stdin.write(typed)
            started.stdin.close()
        except BrokenPipeError:
            pass
        complaint = started.stderr.read().decode()
        status = started.wait(timeout=30)

    assert "Traceback" not in complaint
    assert complaint.count("\n") == 1
    assert status == 1
