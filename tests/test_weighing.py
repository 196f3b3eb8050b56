"""What each kind of answer is worth, what is refused, and how responses and cards are stored."""

import json
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import get_args

import pytest

from bot import answers, cards
from bot.answers import (
    Amount,
    Counted,
    Dated,
    Lasting,
    Length,
    Mark,
    Picked,
    PickedOther,
    PickedSeveral,
    Rated,
    Response,
    Value,
    Written,
)
from bot.cards import (
    Button,
    Buttons,
    Card,
    Choices,
    Fields,
    File,
    Heading,
    Paragraph,
    Press,
    Verb,
    Writing,
)
from bot.kinds import (
    AnswerKind,
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
    Scale,
    SeveralChoices,
    Steps,
    Text,
    YesNo,
)
from bot.problems import Problem, Reason
from bot.weighing import MOST_MONEY, fit, is_weighed, refusal
from tests.builders import HALF, TODAY, words

NONE, FULL, THIRD = Fraction(0), Fraction(1), Fraction(1, 3)
OTHERWISE = Fraction(1, 10)
DAY = 86_400

AT_LEAST = Steps(
    Direction.AT_LEAST, ((Fraction(50), FULL), (Fraction(25), HALF)), otherwise=OTHERWISE
)
AT_MOST = Steps(Direction.AT_MOST, ((Fraction(3), FULL), (Fraction(10), HALF)), otherwise=OTHERWISE)
AT_MOST_DAYS = Steps(Direction.AT_MOST, ((Fraction(3 * DAY), FULL), (Fraction(30 * DAY), HALF)))
IN_DAYS = Steps(Direction.AT_LEAST, ((Fraction(30), FULL), (Fraction(0), HALF)), otherwise=NONE)

OPTIONS = (
    Option("all", words("All"), FULL),
    Option("half", words("Half"), HALF),
    Option("third", words("A third"), THIRD),
    Option("none", words("None"), NONE),
)
CHOICE, OPEN_CHOICE = Choice(OPTIONS), Choice(OPTIONS, other=THIRD)
SCALE = Scale(1, (NONE, THIRD, HALF, FULL))
NUMBER = Number(Decimal(0), Decimal(100), AT_LEAST)
WHOLE = Number(Decimal(1), Decimal(100), AT_MOST, whole=True)
PERCENT = Percent(Decimal(10), Decimal(90), AT_LEAST)
MONEY = Money("EUR", AT_LEAST)
BUDGET_CAP = Money("EUR", AT_MOST)
DURATION = Duration(AT_MOST_DAYS)
DATE = Day(IN_DAYS)
TEXT, WEIGHED_TEXT = Text(5), Text(5, given=HALF)
CONTACT, WEIGHED_CONTACT = Contact(ContactKind.EMAIL), Contact(ContactKind.URL, given=FULL)


def several(combine: Combine) -> SeveralChoices:
    return SeveralChoices(OPTIONS, combine, 1, 3)


def count(low: str, high: str | None = None) -> Counted:
    return Counted(Decimal(low), Decimal(high or low))


def euros(low: str | None, high: str | None, currency: str = "EUR") -> Amount:
    return Amount((low and Decimal(low)) or None, (high and Decimal(high)) or None, currency)


def days(low: int, high: int | None = None) -> Lasting:
    return Lasting(Length(0, low * DAY), Length(0, (low if high is None else high) * DAY))


def in_days(first: int, last: int | None = None) -> Dated:
    later = first if last is None else last
    return Dated(TODAY + timedelta(days=first), TODAY + timedelta(days=later))


FITS: list[tuple[AnswerKind, Value, Fraction | None]] = [
    (YesNo(), Picked("yes"), FULL),
    (YesNo(), Picked("no"), NONE),
    (YesNo(yes=THIRD, no=HALF), Picked("yes"), THIRD),
    (YesNo(yes=THIRD, no=HALF), Picked("no"), HALF),
    (CHOICE, Picked("all"), FULL),
    (CHOICE, Picked("third"), THIRD),
    (OPEN_CHOICE, PickedOther("something else"), THIRD),
    (several(Combine.BEST), PickedSeveral(("half", "none")), HALF),
    (several(Combine.WORST), PickedSeveral(("all", "third")), THIRD),
    (several(Combine.MEAN), PickedSeveral(("all", "half", "none")), HALF),
    (several(Combine.MEAN), PickedSeveral(("third",)), THIRD),
    (several(Combine.SUM), PickedSeveral(("half", "third")), Fraction(5, 6)),
    (several(Combine.SUM), PickedSeveral(("all", "half")), FULL),
    (SCALE, Rated(1), NONE),
    (SCALE, Rated(2), THIRD),
    (SCALE, Rated(4), FULL),
    (Scale(0, (FULL, NONE)), Rated(0), FULL),
    # At least: at a limit, just below it, just above it.
    (NUMBER, count("50"), FULL),
    (NUMBER, count("50.01"), FULL),
    (NUMBER, count("49.99"), HALF),
    (NUMBER, count("25"), HALF),
    (NUMBER, count("24.99"), OTHERWISE),
    (PERCENT, count("50"), FULL),
    (PERCENT, count("49.9"), HALF),
    (MONEY, euros("50", "50"), FULL),
    (MONEY, euros("49.99", "49.99"), HALF),
    # At most.
    (WHOLE, count("3"), FULL),
    (WHOLE, count("4"), HALF),
    (WHOLE, count("10"), HALF),
    (WHOLE, count("11"), OTHERWISE),
    (DURATION, days(3), FULL),
    (DURATION, Lasting(Length(0, 3 * DAY + 1), Length(0, 3 * DAY + 1)), HALF),
    (DURATION, Lasting(Length(1, 0), Length(1, 0)), HALF),
    (DURATION, Lasting(Length(1, 1), Length(1, 1)), NONE),
    # A range is judged by its less favourable end.
    (NUMBER, count("25", "60"), HALF),
    (NUMBER, count("20", "60"), OTHERWISE),
    (WHOLE, count("1", "4"), HALF),
    (WHOLE, count("1", "11"), OTHERWISE),
    (PERCENT, count("30", "90"), HALF),
    (MONEY, euros("30", "900"), HALF),
    (DURATION, days(1, 4), HALF),
    (DATE, in_days(10, 60), HALF),
    (Day(AT_MOST), in_days(1, 4), HALF),
    # An open end is worse than anything named.
    (MONEY, euros("60", None), FULL),
    (MONEY, euros(None, "900"), OTHERWISE),
    (BUDGET_CAP, euros(None, "3"), FULL),
    (BUDGET_CAP, euros("1", None), OTHERWISE),
    # Dates, in days from the day of answering.
    (DATE, in_days(30), FULL),
    (DATE, in_days(29), HALF),
    (DATE, in_days(0), HALF),
    (DATE, in_days(-1), NONE),
    # Noted down, or weighed because something was given.
    (TEXT, Written("hello"), None),
    (WEIGHED_TEXT, Written("hello"), HALF),
    (CONTACT, Written("a@b.example"), None),
    (WEIGHED_CONTACT, Written("https://b.example"), FULL),
]


@pytest.mark.parametrize(("kind", "value", "expected"), FITS)
def test_a_value_has_the_fit_that_its_kind_says(
    kind: AnswerKind, value: Value, expected: Fraction | None
) -> None:
    assert fit(kind, value, TODAY) == expected


def test_the_fits_cover_every_kind_and_every_value() -> None:
    assert {type(kind) for kind, _, _ in FITS} == set(get_args(AnswerKind))
    assert {type(value) for _, value, _ in FITS} == set(get_args(Value))


def test_a_date_is_weighed_from_the_day_it_was_given() -> None:
    deadline = in_days(30)

    later = fit(DATE, deadline, TODAY + timedelta(days=1))

    assert (fit(DATE, deadline, TODAY), later) == (FULL, HALF)


def test_steps_name_every_fit_that_can_come_out() -> None:
    assert AT_LEAST.fits() == (FULL, HALF, OTHERWISE)


def test_only_texts_and_contacts_without_a_fit_are_not_weighed() -> None:
    unweighed = [kind for kind, _, _ in FITS if not is_weighed(kind)]

    assert unweighed == [TEXT, CONTACT]


WRONG: list[tuple[AnswerKind, Value]] = [
    (YesNo(), Rated(1)),
    (CHOICE, PickedSeveral(("all",))),
    (several(Combine.BEST), Picked("all")),
    (SCALE, Picked("1")),
    (NUMBER, euros("1", "1")),
    (PERCENT, Written("50")),
    (MONEY, count("50")),
    (DURATION, in_days(1)),
    (DATE, days(1)),
    (TEXT, PickedOther("hello")),
    (CONTACT, Picked("yes")),
]


@pytest.mark.parametrize(("kind", "value"), WRONG)
def test_a_value_of_another_kind_is_refused(kind: AnswerKind, value: Value) -> None:
    assert refusal(kind, value) == Problem(Reason.NOT_AN_OPTION)


@pytest.mark.parametrize(("kind", "value"), WRONG)
def test_weighing_a_value_of_another_kind_is_our_mistake(kind: AnswerKind, value: Value) -> None:
    with pytest.raises(TypeError, match="does not answer"):
        fit(kind, value, TODAY)


@pytest.mark.parametrize(("kind", "value"), [(kind, value) for kind, value, _ in FITS])
def test_what_can_be_weighed_is_taken(kind: AnswerKind, value: Value) -> None:
    assert refusal(kind, value) is None


REFUSED: list[tuple[AnswerKind, Value, Problem]] = [
    (YesNo(), Picked("maybe"), Problem(Reason.NOT_YES_OR_NO)),
    (CHOICE, Picked("most"), Problem(Reason.NOT_AN_OPTION)),
    (CHOICE, PickedOther("my own"), Problem(Reason.NOT_AN_OPTION)),
    (OPEN_CHOICE, PickedOther(""), Problem(Reason.EMPTY)),
    (OPEN_CHOICE, PickedOther("x" * 201), Problem(Reason.TOO_LONG, "200")),
    (several(Combine.BEST), PickedSeveral(("all", "most")), Problem(Reason.NOT_AN_OPTION)),
    (several(Combine.BEST), PickedSeveral(()), Problem(Reason.TOO_FEW_OPTIONS, "1")),
    (
        several(Combine.BEST),
        PickedSeveral(("all", "half", "third", "none")),
        Problem(Reason.TOO_MANY_OPTIONS, "3"),
    ),
    (SCALE, Rated(0), Problem(Reason.TOO_SMALL, "1")),
    (SCALE, Rated(5), Problem(Reason.TOO_LARGE, "4")),
    (NUMBER, count("-0.01"), Problem(Reason.TOO_SMALL, "0")),
    (NUMBER, count("100.01"), Problem(Reason.TOO_LARGE, "100")),
    (NUMBER, count("1", "101"), Problem(Reason.TOO_LARGE, "100")),
    (NUMBER, count("6", "5"), Problem(Reason.NOT_A_NUMBER)),
    (NUMBER, count("NaN"), Problem(Reason.NOT_A_NUMBER)),
    (NUMBER, count("5", "Infinity"), Problem(Reason.NOT_A_NUMBER)),
    (WHOLE, count("2.5"), Problem(Reason.NOT_WHOLE)),
    (WHOLE, count("2", "2.5"), Problem(Reason.NOT_WHOLE)),
    (WHOLE, count("NaN"), Problem(Reason.NOT_A_NUMBER)),
    (WHOLE, count("Infinity"), Problem(Reason.NOT_A_NUMBER)),
    (WHOLE, count("1e40"), Problem(Reason.TOO_LARGE, "100")),
    (PERCENT, count("9.9"), Problem(Reason.TOO_SMALL, "10")),
    (PERCENT, count("90.1"), Problem(Reason.TOO_LARGE, "90")),
    (MONEY, euros("5", "5", "USD"), Problem(Reason.OTHER_CURRENCY, "EUR")),
    (MONEY, euros(None, None), Problem(Reason.NOT_MONEY)),
    (MONEY, euros("-1", None), Problem(Reason.TOO_SMALL, "0")),
    (MONEY, euros(None, "-1"), Problem(Reason.TOO_SMALL, "0")),
    (MONEY, euros("1e12", "1000000000000.01"), Problem(Reason.TOO_LARGE, str(MOST_MONEY))),
    (MONEY, euros("6", "5"), Problem(Reason.NOT_A_NUMBER)),
    (MONEY, euros("NaN", "5"), Problem(Reason.NOT_A_NUMBER)),
    (DURATION, days(4, 3), Problem(Reason.NOT_A_DURATION)),
    (DURATION, days(-1), Problem(Reason.NOT_A_DURATION)),
    (DATE, in_days(2, 1), Problem(Reason.NOT_A_DATE)),
    (TEXT, Written(""), Problem(Reason.EMPTY)),
    (TEXT, Written("abcdef"), Problem(Reason.TOO_LONG, "5")),
    (CONTACT, Written(""), Problem(Reason.EMPTY)),
    (CONTACT, Written("x" * 321), Problem(Reason.TOO_LONG, "320")),
]


@pytest.mark.parametrize(("kind", "value", "problem"), REFUSED)
def test_a_value_beyond_a_limit_is_refused_with_the_limit(
    kind: AnswerKind, value: Value, problem: Problem
) -> None:
    assert refusal(kind, value) == problem


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (NUMBER, count("0", "100")),
        (WHOLE, count("1", "100")),
        (WHOLE, count("7.0")),
        (PERCENT, count("10", "90")),
        (MONEY, euros("1e12", "1e12")),
        (MONEY, Amount(Decimal(0), Decimal(0), "EUR")),
        (DURATION, days(0)),
        (TEXT, Written("abcde")),
        (CONTACT, Written("x" * 320)),
        (OPEN_CHOICE, PickedOther("x" * 200)),
        (several(Combine.BEST), PickedSeveral(("all", "half", "third"))),
    ],
)
def test_a_value_at_its_limit_is_taken(kind: AnswerKind, value: Value) -> None:
    assert refusal(kind, value) is None


RESPONSES: list[Response] = [
    *Mark,
    *(value for _, value, _ in FITS),
    count("0.10", "1E+3"),
    Amount(Decimal("0.00"), None, "JOD"),
    Amount(None, Decimal("12.345"), "KWD"),
    Lasting(Length(3, 0), Length(12, 5)),
    Dated(date(1, 1, 1), date(9999, 12, 31)),
    Written('نعم ؟ "quoted"\n\\ \u202e'),
]


@pytest.mark.parametrize("response", RESPONSES)
def test_a_response_is_read_back_as_it_was_stored(response: Response) -> None:
    stored = json.loads(json.dumps(answers.to_json(response)))

    assert answers.from_json(stored) == response


@pytest.mark.parametrize(
    "stored", [{}, {"mark": "perhaps"}, {"counted": ["1"]}, {"amount": ["1", "2"]}, {"secret": "x"}]
)
def test_what_was_never_stored_is_refused(stored: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"not a (stored response|valid Mark)"):
        answers.from_json(stored)


def test_the_refusal_of_a_stored_response_does_not_show_the_answer() -> None:
    with pytest.raises(ValueError, match="secret") as caught:
        answers.from_json({"secret": "my turnover"})

    assert "turnover" not in str(caught.value)


FULL_CARD = Card(
    "ar",
    (
        Heading("سؤال \u2068Acme\u2069"),
        Paragraph("plain"),
        Paragraph("quiet", quiet=True),
        Fields((("Name", "Value"), ("", "*bold*"))),
        Choices((Button("One", Press(Verb.PICK, "i1", 3, "pays", "one")),)),
        Choices((), numbered=False, several=True),
        Choices((), several=True, done=Button("Done", Press(Verb.PICK_SEVERAL, "i1", 3, "pays"))),
        Writing(Button("At length", Press(Verb.WRITE, "i1", 3, "pays"))),
        File("all.csv", "YWxs"),
        Buttons(tuple(Button(verb.value, Press(verb, "i1", 3)) for verb in Verb)),
    ),
    step=3,
    burst=True,
)


@pytest.mark.parametrize("card", [FULL_CARD, Card("en", ())])
def test_a_card_is_read_back_as_it_was_stored(card: Card) -> None:
    stored = json.loads(json.dumps(cards.to_json(card)))

    assert cards.from_json(stored) == card


def test_the_card_that_is_stored_has_every_block() -> None:
    assert {type(block) for block in FULL_CARD.blocks} == set(get_args(cards.Block))
