"""Thousands of typed answers with their meaning; common words and slips that must not become one.

A value is right or wrong whether it needs a tap or not: a near miss must be the right one as well.
"""

import json
import random
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from wordfreq import top_n_list

from bot.answers import PickedOther
from bot.kinds import Choice
from bot.problems import Problem
from bot.profile_file import load_list, shipped_lists
from bot.understanding.answer_lines import understood
from bot.understanding.commands import command
from bot.understanding.labels import compared, labels_of
from bot.understanding.lexicon import load_lexicon
from bot.understanding.readings import Circumstances, Clarification
from bot.understanding.values import read_value
from bot.understanding.words import split

HERE = Path(__file__).parent / "answers"
FILES = sorted(path.stem for path in HERE.glob("*.jsonl"))
LEXICON = load_lexicon()
TODAY = date(2026, 11, 23)
_ISO = re.compile(
    r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?"
)

Row = dict[str, Any]


@cache
def rows(name: str) -> list[Row]:
    lines = (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def meant(row: Row, text: str | None = None) -> Row:
    """What the row's text, or another in its place, is understood as."""
    question = {key: value for key, value in row.items() if not key.startswith("expected")}
    return understood(
        question if text is None else {**question, "text": text}, LEXICON, TODAY, "en"
    )


def length(iso: str | None) -> tuple[int, int] | None:
    """A duration of ISO 8601 in months and seconds."""
    if iso is None:
        return None
    match = _ISO.fullmatch(iso)
    assert match is not None, iso
    years, months, weeks, days, hours, minutes, seconds = (
        int(part or 0) for part in match.groups()
    )
    rest = ((weeks * 7 + days) * 24 + hours) * 3_600 + minutes * 60 + seconds
    return years * 12 + months, rest


def is_wrong(row: Row, found: Row) -> bool:
    """Whether something became a value that is not what was meant."""
    return "value" in found and not is_right(row, found)


def is_right(row: Row, found: Row) -> bool:
    if row.get("expected_error"):
        return "value" not in found
    expected = row["expected"]
    if row["kind"] == "control":
        return bool(found.get("control") == expected)
    if "value" not in found:
        return False
    value = found["value"]
    if row["kind"] == "duration":
        return isinstance(value, dict) and all(
            length(value[end]) == length(expected[end]) for end in ("min", "max")
        )
    if isinstance(value, bool) or isinstance(expected, bool):
        return value is expected
    return bool(value == expected)


def seen(row: Row, found: Row) -> tuple[str, str, Row]:
    return row["id"], row["text"][:60], found


# Answers with their meaning


def test_every_common_answer_is_understood_as_it_is_meant() -> None:
    missed = [seen(r, found) for r in rows("common") if not is_right(r, found := meant(r))]

    assert len(rows("common")) == 618
    assert missed == []


@pytest.mark.parametrize("name", FILES)
def test_no_answer_becomes_a_value_that_was_not_meant(name: str) -> None:
    wrong = [seen(row, found) for row in rows(name) if is_wrong(row, found := meant(row))]

    assert len(rows(name)) > 500
    assert wrong == []


@pytest.mark.parametrize("name", FILES)
def test_at_least_98_in_100_answers_are_understood(name: str) -> None:
    missed = [seen(row, found) for row in rows(name) if not is_right(row, found := meant(row))]

    assert len(missed) <= 0.02 * len(rows(name)), missed


@pytest.mark.parametrize("name", FILES)
def test_offered_readings_are_those_that_the_answer_can_have(name: str) -> None:
    told = [row for row in rows(name) if "clarify" in row]
    differing = [
        (row["id"], row["text"], meant(row))
        for row in told
        if {one.get("from") for one in meant(row)["clarify"]} != set(row["clarify"])
    ]

    assert differing == []


# Slips of the pen

LATIN = "abcdefghijklmnopqrstuvwxyz"
ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءأإآةىؤئ"


def slipped(text: str, rng: random.Random) -> str | None:
    """The text with one of its letters replaced by another of the same script."""
    places = [at for at, char in enumerate(text) if char.isalpha()]
    if not places:
        return None
    at = rng.choice(places)
    letters = ARABIC if "\u0600" <= text[at] <= "\u06ff" else LATIN
    other = rng.choice([letter for letter in letters if letter != text[at].lower()])
    return text[:at] + other + text[at + 1 :]


def slips(name: str, rounds: int) -> Iterator[tuple[Row, str]]:
    for seed in range(rounds):
        rng = random.Random(seed)  # noqa: S311  # The same slips each time.
        for row in rows(name):
            text = slipped(row["text"], rng) if len(row["text"]) < 400 else None
            if text is not None and row["kind"] != "text":
                yield row, text


def is_wrong_slip(row: Row, found: Row) -> bool:
    """Whether a slip became a value, tap or no tap, that was not meant; a command is no value."""
    return "value" in found and (row["kind"] == "control" or not is_right(row, found))


@pytest.mark.parametrize(
    ("name", "rounds", "share"),
    [("common", 20, 0.002), ("english", 4, 0.004), ("arabic", 4, 0.004), ("chat", 4, 0.004)],
)
def test_one_wrong_letter_rarely_gives_a_wrong_value(name: str, rounds: int, share: float) -> None:
    tried, wrong = 0, []
    for row, text in slips(name, rounds):
        tried += 1
        found = meant(row, text)
        if is_wrong_slip(row, found):
            wrong.append((row["text"], text, found))

    assert tried > 1_900
    assert len(wrong) <= share * tried, wrong


# Words that are no answers

WORDS = {language: top_n_list(language, 10_000) for language in ("en", "ar")}


def words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


YES = words(
    "yes yeah yep yup yea y sure ok okay right true correct alright aye agreed indeed",
    "absolutely definitely certainly surely positive",
    "نعم أجل اجل أكيد طبعا بالطبع بالتأكيد بالفعل صح صحيح تمام إي اه آه حتما قطعا مؤكد",
)
NO = words(
    "no nope nah n never wrong false negative incorrect",
    "لا لأ كلا أبدا ابدا خطأ مستحيل",
)
PLACES = words(
    "one two three four first second third fourth last 1st 2nd 3rd 4th 1 2 3 4 ١ ٢ ٣ ٤",
    "واحد واحدة واحده اثنين اثنان ثلاثة ثلاث أربعة أربع اربع",
    "أول اول الأول الاول الأولى الاولى الأولي أولى أولي الثاني الثانية ثاني تاني",
    "الثالث الثالثة ثالث الرابع الرابعة رابع الأخير الأخيرة الاخير الاخيرة",
)
ALL_OR_NONE = words("both nothing none neither كلاهما الاثنين الاثنان")
DAYS = words(
    "january february march april june july august september october november december",
    "jan feb mar apr jun jul aug sep sept oct nov dec",
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu fri sat sun",
    "today tonight tomorrow yesterday 1st 2nd 3rd 4th 5th 6th 7th 8th 9th",
    "يناير فبراير شباط مارس آذار أبريل ابريل إبريل نيسان مايو أيار ماي يونيو حزيران جوان",
    "يوليو تموز أغسطس آب اب سبتمبر أيلول أكتوبر نوفمبر ديسمبر",
    "الاثنين الإثنين الثلاثاء الأربعاء الخميس خميس الجمعة جمعة السبت الأحد الاحد",
    "اليوم الليلة الليله غدا غد الغد بكرة أمس امس الأمس البارحة",
)


def taken(question: Row, typed: list[str], answers: frozenset[str]) -> list[tuple[str, Row]]:
    """The words that become a value, tap or no tap, without being an answer to the question."""
    options = [*question.get("options", ())]
    options += [alias for one in question.get("option_aliases", {}).values() for alias in one]
    labels = {word for label in options for word in compared(split(label))}
    return [
        (word, found)
        for word in typed
        if word not in answers and not set(compared(split(word))) <= labels
        if "value" in (found := meant({**question, "text": word}))
    ]


@pytest.mark.parametrize("language", WORDS)
def test_common_words_are_no_yes_or_no(language: str) -> None:
    question = {"kind": "yes_no", "lang": language}

    assert taken(question, WORDS[language], YES | NO | words("1 2 ١ ٢")) == []


@pytest.mark.parametrize("today", ["2026-11-23", "2027-02-28", "2028-05-31"])
@pytest.mark.parametrize("language", WORDS)
def test_common_words_are_no_dates(language: str, today: str) -> None:
    question = {"kind": "date", "lang": language, "today": today, "allow_range": True}

    assert taken(question, WORDS[language], DAYS) == []


def choices() -> list[Row]:
    """Every question of the common answers that has options, once."""
    keys = ("kind", "options", "option_aliases")
    asked = [
        {key: row[key] for key in keys if key in row}
        for row in rows("common")
        if row["kind"] == "choice"
    ]
    return [one for at, one in enumerate(asked) if one not in asked[:at]]


@pytest.mark.parametrize("language", WORDS)
def test_common_words_are_no_choices(language: str) -> None:
    answers = PLACES | YES | NO | ALL_OR_NONE
    found = {
        str(question["options"]): wrong
        for question in choices()
        if (wrong := taken(question, WORDS[language], answers))
    }

    assert found == {}


def test_common_words_are_no_answers_to_the_choices_of_the_shipped_lists() -> None:
    kinds = [
        wording.kind
        for name in shipped_lists()
        for trait in load_list(name).traits
        for wording in (trait.about, trait.to)
        if wording is not None and isinstance(wording.kind, Choice)
    ]
    when = Circumstances(TODAY)
    found = []
    for kind in [kind for at, kind in enumerate(kinds) if kind not in kinds[:at]]:
        labels = frozenset().union(*(one.words for one in labels_of(kind.options)))
        for word in (*WORDS["en"][:1_000], *WORDS["ar"][:1_000]):
            if word in (PLACES | YES | NO) or command(word, LEXICON) is not None:
                continue
            reading = read_value(word, kind, LEXICON, when)
            if isinstance(reading, Problem | Clarification | PickedOther):
                continue
            if not labels.issuperset(compared(split(word))):
                found.append((word, reading))

    assert found == []
