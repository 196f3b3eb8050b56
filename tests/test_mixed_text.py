"""Names, amounts and links in mixed text: in what order a line is read, by Unicode's rules."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from bidi import get_display  # type: ignore[import-untyped]  # It brings no types.

from bot.answers import Amount, Counted, Dated, Lasting, Length, PickedOther, Response, Written
from bot.cards import Buttons, Card, Choices, Paragraph, plain_text
from bot.catalogues import FOLDER, languages, load_phrases
from bot.effects import Ask, Effect, Explain, Notice, Occasion, Report, Summarise, Tell
from bot.kinds import (
    Choice,
    Contact,
    ContactKind,
    Day,
    Direction,
    Duration,
    Money,
    Number,
    Option,
    Percent,
    Steps,
    Text,
)
from bot.ordering import Progress
from bot.phrases import Phrases
from bot.ports import Address
from bot.problems import Problem, Reason
from bot.profile import Respondent
from bot.record_cards import list_card, prospects_card
from bot.records import Listing, Record
from bot.scene import Scene
from bot.snapshot import Interview, Stage
from bot.text_check import Entry, read_messages
from bot.verdict import assess
from bot.wording import compose
from tests.builders import TODAY, answer, curable, deal_breaker, listed, trait

LATIN = (
    "Acme (UK) Ltd.",
    "O'Brien & Sons",
    "C++ (2)!",
    "2,500 USD",
    "-2,500",
    "1,500 - 2,500 USD",
    "+962 6 555 0123",
    "50%",
    "2026-03-31",
    "https://example.com/a?b=c",
    "name@example.com",
)
ARABIC = ("شركة النور", "النور (عمان)", "شركة النور 2", "مؤسسة «النور»!")
PHRASES = load_phrases()
BASE = {"en": "L", "ar": "R"}
ISOLATES = re.compile("[\u2066-\u2069]")


def seen(line: str, base: str) -> str:
    """The line as it stands on the screen, from left to right."""
    return ISOLATES.sub("", str(get_display(line, base_dir=base)))


def alone(value: str) -> str:
    """What a value looks like where nothing stands beside it."""
    return seen(value, "R" if re.search("[\u0600-\u06ff]", value) else "L")


def test_the_algorithm_honours_isolates() -> None:
    assert seen("من Acme (UK) Ltd.", "R") == ".Acme (UK) Ltd نم"
    assert seen("من \u2068Acme (UK) Ltd.\u2069", "R") == "Acme (UK) Ltd. نم"


# Every message


def branches(entry: Entry) -> Iterator[dict[str, str | int]]:
    """Values for the variables that decide, so that every variant is said."""
    values: dict[str, list[str | int]] = {}
    for selection in entry.selections:
        every: list[str | int] = [0, 1, 2, 7_003, 7_011, 7_100]
        values[selection.variable] = every if selection.is_plural else [*selection.variants]
    for combination in product(*values.values()):
        yield dict(zip(values, combination, strict=True))


def messages(language: str) -> Iterator[tuple[str, str, dict[str, str | int | date]]]:
    """Each key and variable, with values for all the others; branch by branch."""
    for key, entry in read_messages(FOLDER / language)[0].items():
        for branch in branches(entry):
            given: dict[str, str | int | date] = dict.fromkeys(entry.variables, "0")
            given |= branch
            if "date" in entry.variables:
                given["date"] = TODAY
            for name in sorted(entry.variables - set(branch) - {"date"}):
                yield key, name, given


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("mark", ["Xx", "ضض"])
def test_every_variable_of_every_message_is_isolated(language: str, mark: str) -> None:
    phrases, found = PHRASES[language], 0
    for key, name, given in messages(language):
        text = phrases.say(key, **{**given, name: mark})
        if text != mark:
            isolated = text.count(f"\u2068{mark}\u2069")
            assert (key, name, text.count(mark)) == (key, name, isolated)
            found += isolated

    assert found > 200


@pytest.mark.parametrize("language", languages())
def test_numbers_and_dates_are_isolated(language: str) -> None:
    phrases = PHRASES[language]
    for key, entry in read_messages(FOLDER / language)[0].items():
        for branch in branches(entry):
            given: dict[str, str | int | date] = dict.fromkeys(entry.variables, 7_100)
            text = phrases.say(key, **{**given, "date": TODAY, **branch})
            for number in re.finditer("7,[01]..", text):
                around = text[number.start() - 1] + text[number.end()] if number[0] != text else ""
                assert (key, around) == (key, "\u2068\u2069" if around else "")


@pytest.mark.parametrize(
    ("language", "value"),
    [("ar", value) for value in LATIN] + [("en", value) for value in ARABIC],
)
def test_a_value_reads_right_in_every_message(language: str, value: str) -> None:
    for key, name, given in messages(language):
        text = PHRASES[language].say(key, **{**given, name: value})
        for line in text.splitlines():
            if value in line and value != line:
                assert (key, alone(value) in seen(line, BASE[language])) == (key, True)


FOR_MACHINES = re.compile("[!-~\u2068\u2069](?:[ -~\u2068\u2069]*[!-~\u2068\u2069])?")


def test_what_is_typed_as_it_stands_reads_right_in_arabic() -> None:
    found = 0
    for key, entry in read_messages(FOLDER / "ar")[0].items():
        for branch in branches(entry):
            given: dict[str, str | int | date] = dict.fromkeys(entry.variables, "0")
            given["date"] = TODAY
            for line in PHRASES["ar"].say(key, **{**given, **branch}).splitlines():
                for piece in FOR_MACHINES.findall(line):
                    bare = ISOLATES.sub("", piece).strip(" :,;!?()").rstrip(".")
                    if re.search("[A-Za-z]", bare):
                        assert (key, bare, bare in seen(line, "R")) == (key, bare, True)
                        found += 1

    assert found > 10


# Every card

ANY = Steps(Direction.AT_LEAST, ((Fraction(1), Fraction(1)),))
OPTIONS = tuple(
    Option(key, {"en": "Slack (chat)!", "ar": "عبر Slack (chat)!"}, Fraction(1)) for key in "ab"
)
GIVEN: dict[str, tuple[object, Response]] = {
    "choice": (Choice(OPTIONS, Fraction(1)), PickedOther("{}")),
    "text": (Text(300), Written("{}")),
    "url": (Contact(ContactKind.URL), Written("https://example.com/a?b=c")),
    "money": (Money("USD", ANY), Amount(Decimal(1500), Decimal(2500), "USD")),
    "percent": (Percent(Decimal(0), Decimal(100), ANY), Counted(Decimal(10), Decimal(20))),
    "number": (
        Number(Decimal(-9), Decimal(9), ANY, unit={"en": "people", "ar": "أشخاص"}),
        Counted(Decimal(-5), Decimal(-2)),
    ),
    "time": (Duration(ANY), Lasting(Length(1, 86_400), Length(2, 0))),
    "day": (Day(ANY), Dated(TODAY, date(2026, 4, 1))),
}


def cards(name: str, language: str) -> Iterator[Card]:
    """Cards of every kind about somebody of that name, who is also what was answered."""
    traits = tuple(
        replace(trait(key, kind), name={"en": name, "ar": name})  # type: ignore[arg-type]
        for key, (kind, _) in GIVEN.items()
    )
    profile = listed(deal_breaker(curable(traits[0]), cures=True), *traits[1:])
    profile = replace(profile, name={"en": name, "ar": name})
    said = [
        replace(response, text=response.text.format(name))
        if isinstance(response, Written | PickedOther)
        else response
        for _, response in GIVEN.values()
    ]
    answers = tuple(answer(key, one) for key, one in zip(GIVEN, said, strict=True))
    for respondent in Respondent:
        interview = Interview(respondent, Stage.FINISHED, answers)
        scene = Scene("i1", profile, 1, interview, name, TODAY, newest_version=2)
        problem = Problem(Reason.OTHER_CURRENCY, "USD")
        effects: list[Effect] = [
            *(Tell(notice, answers[0]) for notice in Notice),
            *(Ask(key, Progress(1, 8), problem, attempt) for key in GIVEN for attempt in (1, 2, 3)),
            *(Explain(key) for key in GIVEN),
            Summarise(),
            *(Report(assess(profile, answers[:n], respondent), Occasion.AGAIN) for n in (0, 1, 8)),
        ]
        yield from (compose(effect, scene, PHRASES[language]) for effect in effects)
    yield list_card(profile, PHRASES[language])
    yield prospects_card([(_listing(scene), scene)], PHRASES[language])


def _listing(scene: Scene) -> Listing:
    address = Address("screen", "home", "me")
    record = Record("i1", scene.prospect, "l", 1, "ar", address, scene.interview)
    return Listing(record, datetime(2026, 3, 2, tzinfo=UTC), "accept", "80")


def lines(card: Card) -> Iterator[str]:
    yield from plain_text(card).splitlines()
    for block in card.blocks:
        if isinstance(block, Buttons | Choices):
            yield from (button.label for button in block.buttons)


@pytest.mark.parametrize(
    ("language", "name"), [("ar", name) for name in LATIN[:3]] + [("en", name) for name in ARABIC]
)
def test_names_and_values_read_right_on_every_card(language: str, name: str) -> None:
    values = [name, "https://example.com/a?b=c", "1,500 USD", "2,500 USD", "10%", "20%", "-5", "-2"]
    met = set()
    for card in cards(name, language):
        for line in lines(card):
            bare = ISOLATES.sub("", line)
            for value in values:
                if value in bare:
                    assert (line, alone(value) in seen(line, BASE[language])) == (line, True)
                    met.add(value)

    assert met == set(values)


# Values with an order of their own


def read(text: str, language: str, *pieces: str) -> bool:
    """Whether the pieces stand on the screen in the order in which the language is read."""
    line = seen(text, BASE[language])
    places = [line.index(alone(piece)) for piece in pieces]
    return places == sorted(places, reverse=language == "ar")


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(
    ("key", "pieces"),
    [
        ("money", ("1,500 USD", "2,500 USD")),
        ("percent", ("10%", "20%")),
        ("number", ("-5", "-2")),
    ],
)
def test_the_lower_end_of_a_range_is_read_first(
    language: str, key: str, pieces: tuple[str, ...]
) -> None:
    kind, response = GIVEN[key]
    phrases = PHRASES[language]
    text = phrases.answer(kind, response)  # type: ignore[arg-type]
    line = phrases.say("named-answer", asked="Acme", answer=text)

    assert read(line, language, "Acme", *pieces)


def test_a_date_is_read_from_its_day_to_its_year() -> None:
    arabic, english = (_dated(PHRASES[language]) for language in ("ar", "en"))

    assert read(arabic, "ar", "Acme", "31", "مارس", "2026")
    assert read(english, "en", "شركة النور", "March 31, 2026")


def _dated(phrases: Phrases) -> str:
    day = date(2026, 3, 31)
    name = "Acme" if phrases.language == "ar" else "شركة النور"
    given = phrases.answer(Day(ANY), Dated(day, day))
    return phrases.say("named-answer", asked=name, answer=given)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_sign_of_a_percentage_stands_where_the_language_puts_it(language: str) -> None:
    shown = PHRASES[language].say("because-not-enough", share="47%", most="30%")

    assert "47%" in seen(shown, BASE[language])
    assert PHRASES[language].per_cent(Decimal("12.5")) == "12.5%"


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ar", "How many? (2)", "\u2068How many? (2)\u2069"),
        ("ar", "كم عددهم؟ (2)", "كم عددهم؟ (2)"),
        ("ar", "عبر Slack", "عبر Slack"),
        ("ar", "2 Slack", "\u20682 Slack\u2069"),
        ("ar", "2", "2"),
        ("en", "كم عددهم؟", "\u2068كم عددهم؟\u2069"),
        ("en", "Acme (UK) Ltd.", "Acme (UK) Ltd."),
        ("ar", "Acme\u2069", "\u2068Acme\u2069"),
    ],
)
def test_a_text_at_the_edge_of_a_line_is_isolated_if_it_runs_against_it(
    language: str, text: str, expected: str
) -> None:
    assert PHRASES[language].at_edge(text) == expected


def test_a_question_in_another_language_keeps_its_marks_at_its_end() -> None:
    asked = trait("t", Text(300))
    english = replace(asked, about=replace(asked.about, question={"en": "Who pays (now)?"}))
    scene = Scene("i1", listed(english), 1, Interview(Respondent.MEMBER), "Acme", TODAY)

    card = compose(Ask("t", Progress(1, 1)), scene, PHRASES["ar"])

    assert "Who pays (now)?" in [seen(line, "R") for line in lines(card)]


def test_a_long_name_is_cut_inside_its_isolate() -> None:
    name = "Acme " * 60
    said = PHRASES["ar"].say("show-answers", prospect=name)

    assert said.endswith("Acme…\u2069")
    assert seen(said, "R").startswith("Acme Acme")
    assert "Acme… " in seen(said, "R")


def test_marks_in_a_name_cannot_leave_its_isolate() -> None:
    said = PHRASES["ar"].say("show-answers", prospect="Acme\u2069\u2069 (UK)\u2067")
    card = Card("ar", (Paragraph(said),))

    assert plain_text(card).count("\u2069") == 2
    assert "Acme (UK)" in seen(said, "R")
