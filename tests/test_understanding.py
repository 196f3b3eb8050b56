"""Typed text -> event. Whatever is not read completely is asked again, never guessed."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    Value,
    Written,
)
from bot.catalogues import languages, load_phrases
from bot.effects import Aside
from bot.events import (
    Answered,
    CancelAsked,
    ChangeAsked,
    Confirmed,
    Doubted,
    Event,
    HelpAsked,
    KeptGoing,
    NotUnderstood,
    Passed,
    Paused,
    RepeatAsked,
    RestartAsked,
    Returned,
    SteppedBack,
    SummaryAccepted,
    WhyAsked,
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
from bot.profile import Respondent
from bot.snapshot import Interview, Stage
from bot.understanding import interpret
from bot.understanding.lexicon import load_lexicon
from bot.understanding.readings import Circumstances, Clarification
from bot.understanding.values import read_value
from tests.builders import TODAY, answer, listed, trait

LEXICON = load_lexicon()
ANY = Steps(Direction.AT_LEAST, ((Fraction(1), Fraction(1)),))
OPTIONS = (
    Option("fixed", {"en": "Fixed price", "ar": "سعر ثابت"}, Fraction(1)),
    Option("hourly", {"en": "By the hour", "ar": "بالساعة"}, Fraction(1, 2)),
    Option("never", {"en": "Never", "ar": "أبدا"}, Fraction(0)),
    Option("start", {"en": "Start", "ar": "ابدأ"}, Fraction(0)),
)
YES_NO = YesNo()
CHOICE = Choice(OPTIONS)
TWINS = Choice((OPTIONS[0], Option("again", {"en": "fixed price!"}, Fraction(0))))
OTHER = Choice(OPTIONS, Fraction(1, 2))
COUNTS = tuple(Option(f"n{count}", {"en": count}, Fraction(1)) for count in ("0", "3", "2", "7"))
NUMBERED = Choice(COUNTS)
SEVERAL_NUMBERED = SeveralChoices(COUNTS, Combine.MEAN, 1, 4)
SEVERAL = SeveralChoices(OPTIONS, Combine.MEAN, 1, 4)
SCALE = Scale(1, (Fraction(0), Fraction(1, 2), Fraction(1)))
NUMBER = Number(Decimal(0), Decimal(10**9), ANY)
PERCENT = Percent(Decimal(0), Decimal(100), ANY)
MONEY = Money("USD", ANY)
DURATION = Duration(ANY)
DAY = Day(ANY)
TEXT = Text(300)
EMAIL = Contact(ContactKind.EMAIL)
URL = Contact(ContactKind.URL)
KINDS: tuple[AnswerKind, ...] = (
    *(YES_NO, CHOICE, OTHER, SEVERAL, SCALE, NUMBER, PERCENT, MONEY, DURATION, DAY),
    *(TEXT, EMAIL, URL),
)


def typed(text: str, kind: AnswerKind = YES_NO) -> Event:
    """What a text means while a question of this kind is open."""
    return interpret(
        text, listed(trait("t", kind)), Interview(Respondent.MEMBER), LEXICON, Circumstances(TODAY)
    )


def no(reason: Reason, limit: str = "") -> Event:
    return NotUnderstood(Problem(reason, limit))


def counted(low: str, high: str = "") -> Event:
    return Answered(Counted(Decimal(low), Decimal(high or low)))


def amount(low: str, high: str = "", currency: str = "USD") -> Event:
    return Answered(Amount(Decimal(low), Decimal(high or low), currency))


def lasting(low: Length, high: Length | None = None) -> Event:
    return Answered(Lasting(low, high or low))


def hours(count: int) -> Length:
    return Length(0, count * 3_600)


def long(length: Length) -> Lasting:
    return Lasting(length, length)


def day(year: int, month: int, day: int) -> Dated:
    return Dated(date(year, month, day), date(year, month, day))


def on(year: int, month: int, number: int) -> Event:
    return Answered(day(year, month, number))


def doubted(*readings: Value) -> Event:
    return Doubted(readings)


YES, NO = Answered(Picked("yes")), Answered(Picked("no"))
RIYALS = Doubted(
    tuple(Amount(Decimal(500), Decimal(500), code) for code in ("SAR", "QAR", "OMR", "YER"))
)
FIXED, HOURLY = Answered(Picked("fixed")), Answered(Picked("hourly"))

# text, kind, event
READ: list[tuple[str, AnswerKind, Event]] = [
    # Yes and no
    ("yes", YES_NO, YES),
    ("  YES!! ", YES_NO, YES),
    ("Y", YES_NO, YES),
    ("yes please", YES_NO, YES),
    ("نعم", YES_NO, YES),
    ("نَعَم", YES_NO, YES),
    ("نعـــم.", YES_NO, YES),
    ("أجل", YES_NO, YES),
    ("1", YES_NO, YES),
    ("١", YES_NO, YES),
    ("#1", YES_NO, YES),
    ("no", YES_NO, NO),
    ("Nope.", YES_NO, NO),
    ("no, thanks", YES_NO, NO),
    ("لا", YES_NO, NO),
    ("كلا", YES_NO, NO),
    ("2.", YES_NO, NO),
    ("۲", YES_NO, NO),
    ("y\u200bes", YES_NO, YES),
    ("\u202eyes\u202c", YES_NO, YES),
    ("\u2067نعم\u2069", YES_NO, YES),
    ("yes\x00", YES_NO, YES),
    ("ｙｅｓ", YES_NO, YES),
    ("3", YES_NO, no(Reason.NOT_YES_OR_NO)),
    ("0", YES_NO, no(Reason.NOT_YES_OR_NO)),
    ("maybe", YES_NO, no(Reason.NOT_YES_OR_NO)),
    ("yes and no", YES_NO, no(Reason.NOT_YES_OR_NO)),
    ("not yes", YES_NO, no(Reason.NOT_YES_OR_NO)),
    ("??", YES_NO, no(Reason.NOT_YES_OR_NO)),
    ("²", YES_NO, no(Reason.NOT_YES_OR_NO)),
    # One of several
    ("Fixed price", CHOICE, FIXED),
    ("fixed  PRICE.", CHOICE, FIXED),
    ("سعر ثابت", CHOICE, FIXED),
    ("1", CHOICE, FIXED),
    ("2)", CHOICE, HOURLY),
    ("٢", CHOICE, HOURLY),
    ("fixed", CHOICE, FIXED),
    ("fixed price by the hour", CHOICE, doubted(Picked("fixed"), Picked("hourly"))),
    ("5", CHOICE, no(Reason.NOT_AN_OPTION)),
    ("-1", CHOICE, no(Reason.NOT_AN_OPTION)),
    ("1.5", CHOICE, no(Reason.NOT_AN_OPTION)),
    ("²", CHOICE, no(Reason.NOT_AN_OPTION)),
    ("1\n2", CHOICE, no(Reason.NOT_AN_OPTION)),
    ("Fixed price", TWINS, doubted(Picked("fixed"), Picked("again"))),
    # A label that is the number of another option's place has two readings.
    ("2", NUMBERED, doubted(Picked("n2"), Picked("n3"))),
    ("٣", NUMBERED, doubted(Picked("n3"), Picked("n2"))),
    ("0", NUMBERED, Answered(Picked("n0"))),
    ("1", NUMBERED, Answered(Picked("n0"))),
    ("4", NUMBERED, Answered(Picked("n7"))),
    ("7", NUMBERED, Answered(Picked("n7"))),
    ("1, 2", SEVERAL_NUMBERED, no(Reason.NOT_ALL_OPTIONS, "1, 2")),
    ("1, 4", SEVERAL_NUMBERED, Answered(PickedSeveral(("n0", "n7")))),
    ("1", TWINS, FIXED),
    # Letters with and without hamza are different letters.
    ("أبدا", CHOICE, Answered(Picked("never"))),
    ("أبدًا", CHOICE, Answered(Picked("never"))),
    ("ابدأ", CHOICE, Answered(Picked("start"))),
    ("ابدا", CHOICE, doubted(Picked("never"), Picked("start"))),
    # One of several, or something else
    ("By the hour", OTHER, HOURLY),
    ("4", OTHER, Answered(Picked("start"))),
    ("in shares", OTHER, Answered(PickedOther("in shares"))),
    ("شيء آخر", OTHER, Answered(PickedOther("شيء آخر"))),
    ("5", OTHER, no(Reason.NOT_AN_OPTION)),
    # Several of several
    ("1", SEVERAL, Answered(PickedSeveral(("fixed",)))),
    ("1, 3", SEVERAL, Answered(PickedSeveral(("fixed", "never")))),
    ("3 1", SEVERAL, Answered(PickedSeveral(("fixed", "never")))),
    ("1+2", SEVERAL, Answered(PickedSeveral(("fixed", "hourly")))),
    ("١، ٢", SEVERAL, Answered(PickedSeveral(("fixed", "hourly")))),
    ("2, 2", SEVERAL, Answered(PickedSeveral(("hourly",)))),
    ("never, Fixed price", SEVERAL, Answered(PickedSeveral(("fixed", "never")))),
    ("سعر ثابت، بالساعة", SEVERAL, Answered(PickedSeveral(("fixed", "hourly")))),
    ("1, 9", SEVERAL, no(Reason.NOT_ALL_OPTIONS, "1, 9")),
    ("1, something", SEVERAL, no(Reason.NOT_ALL_OPTIONS, "1, something")),
    (",", SEVERAL, no(Reason.NOT_AN_OPTION)),
    # A scale
    ("2", SCALE, Answered(Rated(2))),
    ("٢", SCALE, Answered(Rated(2))),
    ("2.5", SCALE, no(Reason.NOT_WHOLE)),
    ("two and a half", SCALE, no(Reason.NOT_WHOLE)),
    ("²", SCALE, no(Reason.NOT_AN_OPTION)),
    # A number
    ("0", NUMBER, counted("0")),
    ("12.5", NUMBER, counted("12.5")),
    ("1,500", NUMBER, counted("1500")),
    ("1,234,567.25", NUMBER, counted("1234567.25")),
    ("١٢", NUMBER, counted("12")),
    ("١٬٥٠٠٫٥", NUMBER, counted("1500.5")),
    ("۱۲", NUMBER, counted("12")),
    ("3-5", NUMBER, counted("3", "5")),
    ("3 – 5", NUMBER, counted("3", "5")),
    ("1_000", NUMBER, no(Reason.NOT_A_NUMBER)),
    ("1,5", NUMBER, doubted(Counted(Decimal("1.5"), Decimal("1.5")))),
    ("1.500,00", NUMBER, counted("1500")),
    ("15,00", NUMBER, doubted(Counted(Decimal(15), Decimal(15)))),
    ("1 500", NUMBER, counted("1500")),
    ("NaN", NUMBER, no(Reason.NOT_A_NUMBER)),
    ("inf", NUMBER, no(Reason.NOT_A_NUMBER)),
    ("1e5", NUMBER, no(Reason.NOT_A_NUMBER)),
    ("0x10", NUMBER, no(Reason.NOT_A_NUMBER)),
    ("-3", NUMBER, counted("-3")),  # Refused by the limits.
    ("10²", NUMBER, no(Reason.NOT_A_NUMBER)),
    ("½", NUMBER, counted("0.5")),
    ("५", NUMBER, counted("5")),
    ("9" * 16, NUMBER, no(Reason.NOT_A_NUMBER)),
    ("about 5", NUMBER, counted("5")),
    ("5%", NUMBER, no(Reason.NOT_A_NUMBER)),
    ("25%", PERCENT, counted("25")),
    ("25 %", PERCENT, counted("25")),
    ("٢٥٪", PERCENT, counted("25")),
    ("12.5", PERCENT, counted("12.5")),
    ("10-20%", PERCENT, counted("10", "20")),
    ("%", PERCENT, no(Reason.NOT_A_NUMBER)),
    ("25%%", PERCENT, no(Reason.NOT_A_NUMBER)),
    # Money
    ("2500", MONEY, amount("2500")),
    ("2,500.50 USD", MONEY, amount("2500.50")),
    ("$2500", MONEY, amount("2500")),
    ("2500 dollars", MONEY, amount("2500")),
    ("2000 - 2500 USD", MONEY, amount("2000", "2500")),
    ("٢٥٠٠ دولار", MONEY, amount("2500")),
    ("€500", MONEY, amount("500", currency="EUR")),
    ("500 ريال سعودي", MONEY, amount("500", currency="SAR")),
    ("500 riyal", MONEY, RIYALS),
    ("500 ريال", MONEY, RIYALS),
    ("USD 500 USD", MONEY, amount("500")),
    ("USD 500 EUR", MONEY, no(Reason.NOT_MONEY)),
    ("500 shells", MONEY, no(Reason.NOT_MONEY)),
    ("1.5k", MONEY, amount("1500")),
    ("1_000 USD", MONEY, no(Reason.NOT_MONEY)),
    ("-500", MONEY, no(Reason.NOT_MONEY)),
    ("a lot", MONEY, no(Reason.NOT_MONEY)),
    # A length of time
    ("12 hours", DURATION, lasting(hours(12))),
    ("12h", DURATION, lasting(hours(12))),
    ("3 days", DURATION, lasting(hours(72))),
    ("2-3 days", DURATION, lasting(hours(48), hours(72))),
    ("1.5 days", DURATION, lasting(hours(36))),
    ("2 weeks", DURATION, lasting(hours(336))),
    ("6 months", DURATION, lasting(Length(6, 0))),
    ("1.5 years", DURATION, lasting(Length(18, 0))),
    ("٣ أيام", DURATION, lasting(hours(72))),
    ("۲ أسبوع", DURATION, lasting(hours(336))),
    ("90 minutes", DURATION, lasting(Length(0, 5_400))),
    ("30 min", DURATION, lasting(Length(0, 1_800))),
    ("an hour", DURATION, lasting(hours(1))),
    ("A day.", DURATION, lasting(hours(24))),
    ("one day", DURATION, lasting(hours(24))),
    ("a week", DURATION, lasting(hours(168))),
    ("two months", DURATION, lasting(Length(2, 0))),
    ("a year", DURATION, lasting(Length(12, 0))),
    ("يومًا واحدًا", DURATION, lasting(hours(24))),
    ("يومين", DURATION, lasting(hours(48))),
    ("ساعة", DURATION, lasting(hours(1))),
    ("أسبوعين", DURATION, lasting(hours(336))),
    ("سنتان", DURATION, lasting(Length(24, 0))),
    ("1 month, 3 days", DURATION, lasting(Length(1, 259_200))),
    ("3 days, 1 month", DURATION, no(Reason.NOT_A_DURATION)),
    ("1-2 months, 3 days", DURATION, no(Reason.NOT_A_DURATION)),
    ("1 month, soon", DURATION, no(Reason.NOT_A_DURATION)),
    ("1 month, 1 month", DURATION, no(Reason.NOT_A_DURATION)),
    ("a few days", DURATION, no(Reason.NOT_A_DURATION)),
    ("0.5 minutes", DURATION, lasting(Length(0, 30))),
    ("30 m", DURATION, doubted(long(Length(0, 1_800)), long(Length(30, 0)))),
    ("3", DURATION, no(Reason.NO_UNIT)),
    ("days", DURATION, no(Reason.NOT_A_DURATION)),
    ("1.5 months", DURATION, doubted(long(Length(1, 15 * 86_400)))),
    ("500 years", DURATION, no(Reason.TOO_LONG_A_TIME, "100")),
    ("3 moons", DURATION, no(Reason.NOT_A_DURATION)),
    ("soon", DURATION, no(Reason.NOT_A_DURATION)),
    # A date
    ("2026-04-30", DAY, on(2026, 4, 30)),
    ("٢٠٢٦-٠٤-٣٠", DAY, on(2026, 4, 30)),
    ("2026-4-5", DAY, on(2026, 4, 5)),
    ("today", DAY, on(2026, 3, 2)),
    ("غدًا", DAY, on(2026, 3, 3)),
    ("2026-02-30", DAY, no(Reason.NO_SUCH_DAY)),
    ("0000-01-01", DAY, no(Reason.NO_SUCH_DAY)),
    ("01/02/2027", DAY, doubted(day(2027, 1, 2), day(2027, 2, 1))),
    ("soon", DAY, no(Reason.NOT_A_DATE)),
    # Text: words are compared whole, so that what only contains a command is an answer.
    ("We want it back by Friday", TEXT, Answered(Written("We want it back by Friday"))),
    ("please do not cancel", TEXT, Answered(Written("please do not cancel"))),
    ("skip the intro", TEXT, Answered(Written("skip the intro"))),
    ("why not?", TEXT, Answered(Written("why not?"))),
    ("أريد إلغاء الاشتراك", TEXT, Answered(Written("أريد إلغاء الاشتراك"))),
    ("yes", TEXT, Answered(Written("yes"))),
    ("one\r\ntwo\tthree", TEXT, Answered(Written("one\ntwo\tthree"))),
    ("a\x00b\x1b[31mc\x85", TEXT, Answered(Written("ab[31mc"))),
    ("\u202eevil\u202c\u200b\ufeff", TEXT, Answered(Written("evil"))),
    ("\ud800lone\udfff", TEXT, Answered(Written("lone"))),
    ("cafe\u0301", TEXT, Answered(Written("café"))),
    ("=1+1 <@everyone> {x}", TEXT, Answered(Written("=1+1 <@everyone> {x}"))),
    ("x" * 10_000, TEXT, Answered(Written("x" * 10_000))),
    # Addresses
    ("sam@example.com", EMAIL, Answered(Written("sam@example.com"))),
    ("sam@example", EMAIL, no(Reason.NOT_AN_EMAIL)),
    ("sam at example.com", EMAIL, no(Reason.NOT_AN_EMAIL)),
    ("Sam <sam@example.com>", EMAIL, no(Reason.NOT_AN_EMAIL)),
    ("sam@example..com", EMAIL, no(Reason.NOT_AN_EMAIL)),
    ("a@b.c, d@e.f", EMAIL, no(Reason.NOT_AN_EMAIL)),
    ("https://example.com/a?b=c#d", URL, Answered(Written("https://example.com/a?b=c#d"))),
    ("example.com", URL, Answered(Written("example.com"))),
    ("javascript:alert(1)", URL, no(Reason.NOT_A_URL)),
    ("https://user@example.com", URL, no(Reason.NOT_A_URL)),
    ("our site", URL, no(Reason.NOT_A_URL)),
]  # fmt: skip

LENGTHS = [
    *(Length(0, count * unit) for unit in (60, 3_600, 86_400, 604_800) for count in (1, 2, 3, 11)),
    *(Length(0, minutes * 60) for minutes in (0, 30, 90, 100, 1_500)),
    *(Length(months, 0) for months in (1, 2, 3, 11, 18, 1_200)),
    *(Length(months, days * 86_400) for months in (1, 2, 3, 11) for days in (1, 2, 7, 14, 45)),
]


@pytest.mark.parametrize("language", languages())
def test_every_duration_that_is_written_can_be_typed_back(language: str) -> None:
    phrases = load_phrases()[language]

    for length in LENGTHS:
        written = phrases.length(length)
        assert (written, typed(written, DURATION)) == (written, lasting(length))


# Commands, in words of both languages
COMMANDS: list[tuple[tuple[str, ...], Event]] = [
    (("skip", "Skip!", "next question", "تخطي", "تخطى", "تجاوز"), Passed(Mark.SKIPPED)),
    (("back", "go back", "undo", "رجوع", "ارجع"), SteppedBack()),
    (
        ("don't know", "Don’t know", "i dont know", "not sure", "لا أعرف", "لا اعرف", "لا أدري"),
        Passed(Mark.DONT_KNOW),
    ),
    (("n/a", "not applicable", "Does not apply", "لا ينطبق"), Passed(Mark.NOT_APPLICABLE)),
    (("why?", "why do you ask", "لماذا؟", "لماذا تسأل"), WhyAsked()),
    (("repeat", "again", "إعادة", "كرر السؤال"), RepeatAsked()),
    (("pause", "later", "not now", "إيقاف مؤقت", "لاحقًا"), Paused()),
    (("continue", "resume", "متابعة", "أكمل"), Returned()),
    (("cancel", "stop", "quit", "إلغاء", "توقف"), CancelAsked()),
    (("start over", "restart", "البدء من جديد", "ابدأ من جديد"), RestartAsked()),
    (("help", "commands", "مساعدة"), HelpAsked()),
    (("change", "change an answer", "edit", "تغيير إجابة", "تعديل"), ChangeAsked()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "event"), READ)
def test_an_answer_is_read_completely_or_asked_again(
    text: str, kind: AnswerKind, event: Event
) -> None:
    assert typed(text, kind) == event


@pytest.mark.parametrize(("words", "event"), COMMANDS)
def test_a_command_beats_an_answer_of_any_kind(words: tuple[str, ...], event: Event) -> None:
    for word in words:
        assert [typed(word, kind) for kind in KINDS] == [event] * len(KINDS)


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("skip please", Passed(Mark.SKIPPED)),
        ("Please, skip.", Passed(Mark.SKIPPED)),
        ("please skip please", Passed(Mark.SKIPPED)),
        ("رجوع من فضلك", SteppedBack()),
        ("لو سمحت، لماذا؟", WhyAsked()),
        ("please", Answered(Written("please"))),
        ("please please", Answered(Written("please please"))),
    ],
)
def test_a_command_may_be_said_politely(text: str, event: Event) -> None:
    assert typed(text, TEXT) == event


@pytest.mark.parametrize(("text", "kind"), [("", TEXT), (" \n\t", TEXT), ("\u200b\x00", YES_NO)])
def test_nothing_at_all_is_no_answer(text: str, kind: AnswerKind) -> None:
    assert typed(text, kind) == no(Reason.EMPTY)


@pytest.mark.parametrize("kind", KINDS)
def test_more_than_ten_thousand_characters_are_not_looked_at(kind: AnswerKind) -> None:
    assert typed("x" * 10_001, kind) == no(Reason.TOO_LONG, "10000")


# Other things than a question are open

PROFILE = listed(trait("first", YES_NO), trait("second", YES_NO), trait("third", TEXT))
TWO_GIVEN = (answer("first", Picked("yes")), answer("second", Mark.SKIPPED))
ALL_GIVEN = (*TWO_GIVEN, answer("third", Written("words")))
ASKED = Interview(Respondent.MEMBER, answers=TWO_GIVEN)
REVIEW = Interview(Respondent.MEMBER, answers=ALL_GIVEN)
CANCELLING = Interview(Respondent.MEMBER, answers=TWO_GIVEN, aside=Aside.CANCEL)
RESTARTING = Interview(Respondent.MEMBER, answers=TWO_GIVEN, aside=Aside.RESTART)
CHANGING = Interview(Respondent.MEMBER, answers=TWO_GIVEN, aside=Aside.CHANGE)
FINISHED = Interview(Respondent.MEMBER, Stage.FINISHED, ALL_GIVEN)
UNCLEAR = no(Reason.NOT_AN_OPTION)


@pytest.mark.parametrize(
    ("interview", "text", "event"),
    [
        (ASKED, "change 2", ChangeAsked("second")),
        (ASKED, "Change 2, please", ChangeAsked("second")),
        (ASKED, "edit ٢", ChangeAsked("second")),
        (ASKED, "تغيير ۱", ChangeAsked("first")),
        (ASKED, "change 3", ChangeAsked("3")),
        (ASKED, "change 0", ChangeAsked("0")),
        (ASKED, "تغيير ٩", ChangeAsked("9")),
        (ASKED, "skip 2", Answered(Written("skip 2"))),
        (ASKED, "change second", Answered(Written("change second"))),
        (CANCELLING, "1", Confirmed()),
        (CANCELLING, "2", Paused()),
        (CANCELLING, "٣", KeptGoing()),
        (CANCELLING, "4", UNCLEAR),
        (CANCELLING, "yes", Confirmed()),
        (CANCELLING, "no", KeptGoing()),
        (CANCELLING, "y", Confirmed()),
        (CANCELLING, "n", KeptGoing()),
        (CANCELLING, "Nope.", KeptGoing()),
        (CANCELLING, "كلا", KeptGoing()),
        (CANCELLING, "cancel it", Confirmed()),
        (CANCELLING, "نعم، إلغاء المقابلة", Confirmed()),
        (CANCELLING, "start over", RestartAsked()),
        (CANCELLING, "continue", KeptGoing()),
        (CANCELLING, "hm", UNCLEAR),
        (RESTARTING, "1", Confirmed()),
        (RESTARTING, "2", KeptGoing()),
        (RESTARTING, "3", UNCLEAR),
        (RESTARTING, "start over", Confirmed()),
        (RESTARTING, "نعم", Confirmed()),
        (RESTARTING, "لا", KeptGoing()),
        (RESTARTING, "nope", KeptGoing()),
        (RESTARTING, "cancel", CancelAsked()),
        (CHANGING, "2", ChangeAsked("second")),
        (CHANGING, "2.", ChangeAsked("second")),
        (CHANGING, "FIRST", ChangeAsked("first")),
        (CHANGING, "second بالعربية", ChangeAsked("second")),
        (CHANGING, "third", UNCLEAR),
        (CHANGING, "3", UNCLEAR),
        (CHANGING, "yes", UNCLEAR),
        (CHANGING, "back", SteppedBack()),
        (REVIEW, "3", ChangeAsked("third")),
        (REVIEW, "4", UNCLEAR),
        (REVIEW, "looks good", SummaryAccepted()),
        (REVIEW, "نعم", SummaryAccepted()),
        (REVIEW, "no", UNCLEAR),
        (REVIEW, "back", SteppedBack()),
        (FINISHED, "change 3", ChangeAsked("third")),
        (FINISHED, "yes", UNCLEAR),
        (FINISHED, "restart", RestartAsked()),
    ],
)  # fmt: skip
def test_what_a_text_means_depends_on_what_is_open(
    interview: Interview, text: str, event: Event
) -> None:
    assert interpret(text, PROFILE, interview, LEXICON, Circumstances(TODAY)) == event


# Whatever is typed

ANYTHING = st.one_of(
    st.text(max_size=40),
    st.text(st.characters(), max_size=10),
    st.text("0123456789٠٩۱۲²½.,٫٬-–%$€ \n\x00\ud800abdhy", max_size=12),
)


@given(ANYTHING, st.sampled_from(KINDS))
def test_any_text_is_an_event_and_what_is_stored_is_clean(text: str, kind: AnswerKind) -> None:
    event = typed(text, kind)

    assert isinstance(event, Event)
    if isinstance(event, Answered) and isinstance(event.value, Written | PickedOther):
        stored = event.value.text
        stored.encode("utf-8")
        assert [c for c in stored if (c < " " and c not in "\n\t") or "\x7f" <= c <= "\x9f"] == []
        assert stored == stored.strip() != ""


@given(ANYTHING, st.sampled_from([ASKED, REVIEW, CANCELLING, RESTARTING, CHANGING, FINISHED]))
def test_any_text_is_an_event_whatever_is_open(text: str, interview: Interview) -> None:
    assert isinstance(interpret(text, PROFILE, interview, LEXICON, Circumstances(TODAY)), Event)


# Readings that look plain and are not


@pytest.mark.parametrize(
    ("text", "small", "large"),
    [
        ("2.500", ("2.5", "2.5"), ("2500", "2500")),
        ("2.500 USD", ("2.5", "2.5"), ("2500", "2500")),
        ("$1.500", ("1.5", "1.5"), ("1500", "1500")),
        ("٢.٥٠٠", ("2.5", "2.5"), ("2500", "2500")),
        ("1.000", ("1", "1"), ("1000", "1000")),
        ("3-4.500", ("3", "4.5"), ("3", "4500")),
    ],
)
def test_a_point_before_three_figures_has_two_readings(
    text: str, small: tuple[str, str], large: tuple[str, str]
) -> None:
    readings = [Amount(Decimal(low), Decimal(high), "USD") for low, high in (small, large)]

    assert typed(text, MONEY) == Doubted(tuple(readings))


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("1.500", ("1500",)),
        ("1.234.567,5", ("1234567.5",)),
        ("2,5", ("2.5",)),
        ("1,500", ("1.5", "1500")),
        ("12.5", ("12.5",)),
    ],
)
@pytest.mark.parametrize("language", ["de", "es", "pt-BR", "tr"])
def test_where_the_comma_is_decimal_a_point_parts_thousands(
    language: str, text: str, readings: tuple[str, ...]
) -> None:
    found = read_value(text, NUMBER, LEXICON, Circumstances(TODAY, language))

    each = tuple(Counted(Decimal(one), Decimal(one)) for one in readings)
    sure = len(each) == 1 and text != "12.5"
    assert found == (each[0] if sure else Clarification(each))


def test_a_range_that_runs_backwards_is_no_reading_beside_one_that_does_not() -> None:
    assert typed("500-1.000", MONEY) == Doubted((Amount(Decimal(500), Decimal(1000), "USD"),))


@pytest.mark.parametrize("text", ["2.50 USD", "0.125", "12345.678"])
def test_other_points_are_decimal_points(text: str) -> None:
    assert isinstance(typed(text, MONEY), Answered)


def test_a_currency_without_words_of_its_own_is_asked_for_in_the_lists() -> None:
    assert typed("1000 THB", MONEY) == NotUnderstood(Problem(Reason.OTHER_CURRENCY, "USD"))


@pytest.mark.parametrize("text", ["12345", "-1", "1 and 2"])
def test_figures_are_no_answer_in_ones_own_words(text: str) -> None:
    kind = Choice(OPTIONS, other=Fraction(1, 2))

    assert typed(text, kind) == NotUnderstood(Problem(Reason.NOT_AN_OPTION))


def test_what_is_too_long_to_be_a_value_is_not_read_at_all() -> None:
    assert typed("a" + " " * 9_000 + "b", MONEY) == NotUnderstood(Problem(Reason.TOO_LONG, "400"))
