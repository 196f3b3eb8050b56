"""Readings of what was typed, as buttons: what each card says, and what its buttons do."""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from bot.answers import (
    Amount,
    Counted,
    Dated,
    Lasting,
    Length,
    Picked,
    PickedOther,
    PickedSeveral,
    Rated,
    Value,
    Written,
    fingerprint,
)
from bot.cards import Button, Buttons, Card, Choices, Paragraph, Press, Verb, event_of
from bot.catalogues import languages, load_phrases
from bot.effects import Offer
from bot.events import HelpAsked, KeptGoing, Passed, ReadingPicked
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
from bot.profile import Respondent
from bot.scene import Scene
from bot.snapshot import Interview
from bot.wording import compose
from tests.builders import TODAY, listed, trait, words

PHRASES = load_phrases()
MEMBER, PROSPECT = Respondent.MEMBER, Respondent.PROSPECT
ANY = Steps(Direction.AT_LEAST, ((Fraction(1), Fraction(1)),))
OPTIONS = (
    Option("fixed", {"en": "Fixed price", "ar": "سعر ثابت"}, Fraction(1)),
    Option("hourly", {"en": "By the hour", "ar": "بالساعة"}, Fraction(0)),
)
CHOICE, DAY = Choice(OPTIONS, Fraction(1)), Day(ANY)
SEVERAL = SeveralChoices(OPTIONS, Combine.MEAN, 1, 2)
NUMBER, PERCENT = Number(Decimal(0), Decimal(9_999), ANY), Percent(Decimal(0), Decimal(100), ANY)
INVOICES = Number(Decimal(0), Decimal(9_999), ANY, unit=words("invoices"))
SCALE = Scale(1, (Fraction(0), Fraction(1)))
FIXED = Picked("fixed")
JANUARY, FEBRUARY = date(2027, 1, 2), date(2027, 2, 1)
TWO_DAYS = (Dated(JANUARY, JANUARY), Dated(FEBRUARY, FEBRUARY))
WEEK, MONTH = Length(0, 7 * 86_400), Length(1, 0)


def offered(
    kind: AnswerKind, *readings: Value, respondent: Respondent = MEMBER, language: str = "en"
) -> Card:
    """The card that offers these readings at step 7."""
    interview = Interview(respondent, step=7, offered=readings)
    scene = Scene("i1", listed(trait("a", kind)), 1, interview, "Acme", TODAY)
    return compose(Offer("a", readings), scene, PHRASES[language])


def said(card: Card) -> tuple[str, ...]:
    """The paragraphs as they are read."""
    texts = (block.text for block in card.blocks if isinstance(block, Paragraph))
    return tuple(re.sub("[\u2066-\u2069]", "", text) for text in texts)


def labels(card: Card) -> tuple[str, ...]:
    """The labels of the choices as they are read."""
    (choices,) = (block for block in card.blocks if isinstance(block, Choices))
    return tuple(re.sub("[\u2066-\u2069]", "", button.label) for button in choices.buttons)


def press(verb: Verb, reading: Value | None = None) -> Press:
    if reading is None:
        return Press(verb, "i1", 7)
    return Press(verb, "i1", 7, "a", fingerprint(reading))


OTHERS = Buttons(
    (
        Button("Don't know", press(Verb.DONT_KNOW)),
        Button("Skip", press(Verb.SKIP)),
        Button("Help", press(Verb.HELP)),
    )
)


# Fingerprints


def test_a_fingerprint_stays_the_same_for_ever() -> None:
    assert fingerprint(Picked("yes")) == "ac7eb6c57990"
    assert fingerprint(Amount(Decimal(2500), None, "USD")) == "d88547f4d0c6"


# Whole cards


def test_a_near_miss_is_confirmed_by_one_of_two_buttons() -> None:
    assert offered(CHOICE, FIXED) == Card(
        "en",
        (
            Paragraph("Did you mean this? \u2068Fixed price\u2069"),
            Choices(
                (
                    Button("Yes", press(Verb.READING, FIXED)),
                    Button("No", press(Verb.KEEP)),
                ),
                numbered=False,
            ),
            OTHERS,
        ),
        7,
    )


def test_a_near_miss_that_says_yes_or_no_itself_is_not_confirmed_by_yes_or_no() -> None:
    kind = Choice((Option("no", words("No"), Fraction(0)), Option("ok", words("Ok"), Fraction(1))))

    assert labels(offered(kind, Picked("no"))) == ("No", "Something else")


def test_two_readings_are_two_buttons() -> None:
    assert offered(DAY, *TWO_DAYS) == Card(
        "en",
        (
            Paragraph("That can be read in more than one way. Which one do you mean?"),
            Choices(
                (
                    Button("January 2, 2027", press(Verb.READING, TWO_DAYS[0])),
                    Button("February 1, 2027", press(Verb.READING, TWO_DAYS[1])),
                )
            ),
            Paragraph("None of these? Say it in other words.", quiet=True),
            OTHERS,
        ),
        7,
    )


def test_an_offer_for_a_text_takes_several_messages_as_one_answer() -> None:
    assert offered(Text(300), Written("a"), Written("b")).burst is True
    assert offered(DAY, *TWO_DAYS).burst is False


def test_the_buttons_of_an_offer_pick_a_reading_or_refuse_it() -> None:
    events = [
        event_of(button.press)
        for block in offered(CHOICE, FIXED).blocks
        if isinstance(block, Choices | Buttons)
        for button in block.buttons
    ]

    assert events[:2] == [ReadingPicked("a", fingerprint(FIXED), 7), KeptGoing(7)]
    assert [type(event) for event in events[2:]] == [Passed, Passed, HelpAsked]


# Words


@pytest.mark.parametrize(
    ("respondent", "language", "expected"),
    [
        (MEMBER, "en", "Did you mean this? Fixed price"),
        (PROSPECT, "en", "Just to be sure, did you mean this? Fixed price"),
        (MEMBER, "ar", "هل تقصد هذا؟ سعر ثابت"),
        (PROSPECT, "ar", "للتأكد فقط، هل تقصدون هذا؟ سعر ثابت"),
    ],
)
def test_a_near_miss_is_asked_about_in_the_words_for_whoever_reads_it(
    respondent: Respondent, language: str, expected: str
) -> None:
    card = offered(CHOICE, FIXED, respondent=respondent, language=language)

    assert said(card) == (expected,)
    assert labels(card) == (("Yes", "No") if language == "en" else ("نعم", "لا"))


@pytest.mark.parametrize(
    ("respondent", "language", "expected"),
    [
        (
            MEMBER,
            "en",
            (
                "That can be read in more than one way. Which one do you mean?",
                "None of these? Say it in other words.",
            ),
        ),
        (
            PROSPECT,
            "en",
            (
                "Sorry, that can be read in more than one way. Which one do you mean?",
                "None of these? Simply say it in other words, please.",
            ),
        ),
        (
            MEMBER,
            "ar",
            (
                "يمكن فهم ذلك بأكثر من معنى. أيّ معنى تقصد؟",
                "ليس المقصود بينها؟ اكتب الإجابة بعبارة أخرى.",
            ),
        ),
        (
            PROSPECT,
            "ar",
            (
                "عذرًا، يمكن فهم ذلك بأكثر من معنى. أيّ معنى تقصدون؟",
                "ليس المقصود بينها؟ يُرجى كتابة الإجابة بعبارة أخرى.",
            ),
        ),
    ],
)
def test_which_of_several_is_asked_in_the_words_for_whoever_reads_it(
    respondent: Respondent, language: str, expected: tuple[str, ...]
) -> None:
    assert said(offered(DAY, *TWO_DAYS, respondent=respondent, language=language)) == expected


@pytest.mark.parametrize(
    ("respondent", "language", "expected"),
    [
        (MEMBER, "en", "Type the words of the one you mean."),
        (PROSPECT, "en", "You can type the words of the one you mean."),
        (MEMBER, "ar", "اكتب المعنى المقصود كما هو مكتوب هنا."),
        (PROSPECT, "ar", "يمكنكم كتابة المعنى المقصود كما هو مكتوب هنا."),
    ],
)
def test_where_a_number_is_an_answer_of_its_own_the_words_are_asked_for(
    respondent: Respondent, language: str, expected: str
) -> None:
    two = (FIXED, Picked("hourly"))

    hint = said(offered(CHOICE, *two, respondent=respondent, language=language))[-1]

    assert hint.startswith(expected)


@pytest.mark.parametrize(
    ("kind", "readings", "numbered"),
    [
        (YesNo(), (Picked("yes"), Picked("no")), True),
        (DAY, TWO_DAYS, True),
        (Duration(ANY), (Lasting(WEEK, WEEK), Lasting(MONTH, MONTH)), True),
        (Text(300), (Written("a"), Written("b")), True),
        (Contact(ContactKind.EMAIL), (Written("a@b.de"), Written("a@b.dk")), True),
        (CHOICE, (FIXED, PickedOther("Fixed prise")), False),
        (SEVERAL, (PickedSeveral(("fixed",)), PickedSeveral(("hourly",))), False),
        (SCALE, (Rated(1), Rated(2)), False),
        (NUMBER, (Counted(Decimal(2), Decimal(2)), Counted(Decimal(2), Decimal(5))), False),
        (PERCENT, (Counted(Decimal(2), Decimal(2)), Counted(Decimal(2), Decimal(5))), False),
        (
            Money("USD", ANY),
            (Amount(Decimal(2), None, "USD"), Amount(None, Decimal(2), "USD")),
            False,
        ),
    ],
    ids=lambda part: type(part).__name__,
)
@pytest.mark.parametrize("language", languages())
def test_readings_are_numbered_only_where_a_number_answers_nothing_else(
    kind: AnswerKind, readings: tuple[Value, ...], language: str, *, numbered: bool
) -> None:
    (choices,) = (b for b in offered(kind, *readings, language=language).blocks if is_choices(b))
    (one,) = (b for b in offered(kind, readings[0], language=language).blocks if is_choices(b))

    assert isinstance(choices, Choices)
    assert isinstance(one, Choices)
    assert (choices.numbered, len(choices.buttons)) == (numbered, 2)
    assert (one.numbered, len(one.buttons)) == (numbered, 2)


def is_choices(block: object) -> bool:
    return isinstance(block, Choices)


# Labels


@pytest.mark.parametrize(
    ("kind", "readings", "english", "arabic"),
    [
        (
            Money("USD", ANY),
            (
                Amount(Decimal("2.5"), Decimal("2.5"), "USD"),
                Amount(Decimal(2500), Decimal(2500), "USD"),
                Amount(Decimal(2000), Decimal(3000), "USD"),
                Amount(Decimal(2000), None, "USD"),
            ),
            ("2.5 USD", "2,500 USD", "2,000 USD to 3,000 USD", "2,000 USD or more"),
            ("2.5 USD", "2,500 USD", "من 2,000 USD إلى 3,000 USD", "2,000 USD أو أكثر"),
        ),
        (
            INVOICES,
            (Counted(Decimal(2), Decimal(2)), Counted(Decimal(2), Decimal(5))),
            ("2 (invoices)", "2 to 5 (invoices)"),
            ("2 (invoices بالعربية)", "من 2 إلى 5 (invoices بالعربية)"),
        ),
        (
            SEVERAL,
            (PickedSeveral(("fixed",)), PickedSeveral(("fixed", "hourly"))),
            ("Fixed price", "Fixed price, By the hour"),
            ("سعر ثابت", "سعر ثابت، بالساعة"),
        ),
        (
            CHOICE,
            (FIXED, PickedOther("fixd prise")),
            ("Fixed price", "fixd prise"),
            ("سعر ثابت", "fixd prise"),
        ),
        (
            Duration(ANY),
            (Lasting(WEEK, WEEK), Lasting(WEEK, MONTH)),
            ("1 week", "1 week to 1 month"),
            ("أسبوع واحد", "من أسبوع واحد إلى شهر واحد"),
        ),
        (
            DAY,
            (TWO_DAYS[0], Dated(JANUARY, FEBRUARY)),
            ("January 2, 2027", "January 2, 2027 to February 1, 2027"),
            ("2 يناير 2027", "من 2 يناير 2027 إلى 1 فبراير 2027"),
        ),
    ],
    ids=lambda part: type(part).__name__,
)
def test_a_reading_shows_its_currency_its_options_and_both_its_ends(
    kind: AnswerKind,
    readings: tuple[Value, ...],
    english: tuple[str, ...],
    arabic: tuple[str, ...],
) -> None:
    assert labels(offered(kind, *readings)) == english
    assert labels(offered(kind, *readings, language="ar")) == arabic


def test_readings_that_look_the_same_are_told_apart() -> None:
    same = tuple(Option(key, words("Half"), Fraction(1)) for key in ("one", "two"))
    beyond = Option("three", words("More"), Fraction(1))
    kind = Choice((same[0], beyond, same[1]))

    card = offered(kind, Picked("one"), Picked("three"), Picked("two"))

    assert labels(card) == ("Half (1)", "More", "Half (2)")
