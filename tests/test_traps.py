"""Answers that were once read as something nobody meant: each is read rightly now, or asked about.

What is expected has the forms of docs/understanding.md: a value, the readings to choose from, or
nothing, where it is asked again.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from bot.understanding.answer_lines import understood
from bot.understanding.lexicon import load_lexicon

LEXICON = load_lexicon()
TODAY = date(2026, 11, 25)
"""A Wednesday."""
AGAIN = None
Line = dict[str, Any]
YES_NO: Line = {"kind": "yes_no"}
ENGLISH: Line = {"kind": "choice", "options": ["Yes", "No", "Partly"]}
ARABIC: Line = {"kind": "choice", "options": ["نعم", "لا", "جزئيا"]}
SIZES: Line = {"kind": "choice", "options": ["1-10", "11-50", "51-200", "200+"]}
SEVERAL: Line = {"kind": "multi_choice", "options": ["Design", "SEO", "Copywriting", "Hosting"]}
NUMBER: Line = {"kind": "number", "min": -100, "max": 10_000}
PERCENT: Line = {"kind": "percent", "min": 0, "max": 100}
MONEY: Line = {"kind": "money", "default_currency": "USD"}
DURATION: Line = {"kind": "duration"}
DAY: Line = {"kind": "date"}
TEXT: Line = {"kind": "text"}
TERMS: Line = {"kind": "choice", "options": ["Hourly", "Fixed price", "Retainer"]}
NEVER: Line = {"kind": "choice", "options": ["دائما", "أحيانا", "أبدا"]}
WEEKS: Line = {"kind": "choice", "options": ["1 week", "2 weeks", "A month"]}
WAYS: Line = {"kind": "choice", "options": ["In writing", "By phone"]}
ITSELF = "the text itself"


@dataclass(frozen=True)
class Nearly:
    """A near miss, which takes a tap."""

    value: object


@dataclass(frozen=True)
class Command:
    meaning: str


def usd(low: float | None, high: float | None = None) -> Line:
    return {"min": low, "max": low if high is None else high, "currency": "USD"}


def days(first: str, last: str) -> Line:
    return {"from": f"2026-{first}", "to": f"2026-{last}"}


def lasting(low: str, high: str = "") -> Line:
    return {"min": low, "max": high or low}


def either(*readings: object) -> list[object]:
    return list(readings)


TRAPS: list[tuple[Line, tuple[str, ...], object]] = [
    # What is denied is not said.
    (YES_NO, ("not incorrect", "never wrong", "nothing is wrong", "لا خطأ", "لا أرفض"), AGAIN),
    (YES_NO, ("I can't say no", "we don't say no", "never say no", "not yes", "not no"), AGAIN),
    (YES_NO, ("yes yes no", "no no yes", "no no, yes", "نعم ولا", "yeah no"), AGAIN),
    (YES_NO, ("yes yes", "yess", "نعم نعم"), True),
    (YES_NO, ("no no", "not really", "لا أظن", "of course not", "أكيد لا"), False),
    (YES_NO, ("no. 1", "no.1 please", "100", "أبدأ", "wallah", "notable", "لاحقا"), AGAIN),
    (YES_NO, ("no problem", "لا مانع", "لا بأس", "لازم", "fine", "معلوم"), [True, False]),
    (YES_NO, ("not yet", "ليس بعد", "على الإطلاق"), [False, True]),
    (ENGLISH, ("no problem", "no worries", "no doubt", "no objection"), either("Yes")),
    (ENGLISH, ("no thanks", "nope"), "No"),
    (ARABIC, ("لا مانع", "لا بأس", "لا شك", "ليش لا"), either("نعم")),
    (ARABIC, ("لا شكرا", "لا", "كلا"), "لا"),
    # A part of a number is not the number.
    (NUMBER, (".5", "٫٥"), 0.5),
    (NUMBER, ("1,2,3", "1.2.3", "12,34,56", "²", "½²", "1e400", "1_000"), AGAIN),
    (NUMBER, ("two to three hundred", "200-300", "2 to 3 hundred"), {"min": 200, "max": 300}),
    (NUMBER, ("million and a half thousand", "thousands", "آلاف", "five six"), AGAIN),
    (NUMBER, ("5 or 6k",), either(5000, 6000)),
    (NUMBER, ("min 5 la 7", "5-7"), {"min": 5, "max": 7}),
    (NUMBER, ("1.500",), either(1.5, 1500)),
    (PERCENT, (".5",), either(50, 0.5)),
    (PERCENT, ("not 50%", "half or more", "NaN%"), AGAIN),
    (MONEY, (".5k",), usd(500)),
    (MONEY, ("$.50",), usd(0.5)),
    (MONEY, ("half", "نصف المبلغ", "a third", "k", "$", "ألفا دولار", "5 م"), AGAIN),
    (MONEY, ("let's try 5k", "mad 5k", "5000 apples", "$5,000\u202e000,9$"), AGAIN),
    (MONEY, ("5k-7m",), either(usd(5000, 7_000_000))),
    (MONEY, ("7k-5k",), either(usd(5000, 7000))),
    (MONEY, ("$50/hr", "5k per month", "٥٠ دولار في الساعة"), AGAIN),
    # Labels and places
    (SIZES, ("50-100", "11-200", "1.5"), AGAIN),
    (SIZES, ("2",), either("11-50", "1-10")),
    (SEVERAL, ("first three", "the first 3", "أول ثلاثة"), ["Design", "SEO", "Copywriting"]),
    (SEVERAL, ("last two", "the last 2"), ["Copywriting", "Hosting"]),
    (SEVERAL, ("all but the last two",), ["Design", "SEO"]),
    (SEVERAL, ("no seo", "any", "1.3", "design, photography", "1, 9"), AGAIN),
    # Lengths of time
    (DURATION, ("30m-1h",), either(lasting("PT30M", "PT1H"))),
    (DURATION, ("1 month-2 weeks",), either(lasting("P14D", "P1M"))),
    (DURATION, ("3m-6m",), either(lasting("PT3M", "PT6M"), lasting("P3M", "P6M"))),
    (DURATION, ("a week or two",), either(lasting("P7D"), lasting("P14D"))),
    (DURATION, ("-3 days", "3", "a few weeks", "500 years", "until Friday"), AGAIN),
    (DURATION, ("1h30", "ساعة ونصف"), lasting("PT1H30M")),
    (DURATION, ("ساعة إلا ربع",), lasting("PT45M")),
    # Dates
    (DAY, ("in 2-3 weeks", "بعد ٢-٣ أسابيع"), days("12-09", "12-16")),
    (DAY, ("3-4 days",), either(days("11-28", "11-29"))),
    (DAY, ("monday to friday", "mon-fri"), days("11-30", "12-04")),
    (DAY, ("tomorrow to today",), either(days("11-25", "11-26"))),
    (DAY, ("mid dec to end of dec",), either(days("12-15", "12-31"))),
    (DAY, ("1 or 2 dec",), either(days("12-01", "12-01"), days("12-02", "12-02"))),
    (DAY, ("first", "الأول", "5", "not tomorrow", "soon", "99/99/9999", "Hourly"), AGAIN),
    # Half a sentence is no answer; words that explain a yes or a no take a tap, strange ones.
    (YES_NO, ("I am the client", "we have a problem", "they will see", "it is what it is"), AGAIN),
    (YES_NO, ("they have no budget", "it is not a no", "I second that", "no, they have"), AGAIN),
    (YES_NO, ("I am", "we have", "they have, yes", "of course they did", "yes they have"), True),
    (YES_NO, ("option 1", "#1", "رقم ١", "نعم لدينا", "yes, they have", "it's a yes"), True),
    (YES_NO, ("option 2", "رقم ٢", "no, it's not", "we don't, no", "no they haven't"), False),
    (YES_NO, ("yes, I am leaving", "نعم تم الدفع"), Nearly(value=True)),
    (YES_NO, ("no, they never did", "لا، عندنا"), Nearly(value=False)),
    (YES_NO, ("not at all sure", "not really sure"), Command("dont_know")),
    # A word that only belongs beside an amount is not passed over beside an option.
    (SEVERAL, ("design, budget", "design, deposit", "they paid 2", "need 3", "-1"), AGAIN),
    (SEVERAL, ("the budget is 2", "everyone", "thanks a million"), AGAIN),
    (SEVERAL, ("- 2", "I'd pick 2", "I want 2", "number 2 please"), ["SEO"]),
    (
        TERMS,
        ("the budget is 2", "they paid 2", "price", "prince", "yet", "anything but hourly"),
        AGAIN,
    ),
    (TERMS, ("hourly budget",), either("Hourly")),
    (NUMBER, ("thanks a million", "set", "mia"), AGAIN),
    (MONEY, ("ميت دولار", "5 كي", "قأل من 500"), AGAIN),
    (DURATION, ("5 أيام عمل", "5 business days", "5 working days"), AGAIN),
    (MONEY, ("3 آلاف و500", "3 thousand 500", "ثلاثة آلاف و٥٠٠"), usd(3500)),
    (MONEY, ("3 thousand and 500", "5 thousand 10", "5k 500", "3 thousand 5 thousand"), AGAIN),
    (MONEY, ("between 2 thousand and 5 thousand",), usd(2000, 5000)),
    (MONEY, ("$5000 CAD", "5000 canadian dollars"), {**usd(5000), "currency": "CAD"}),
    (MONEY, ("$500 riyals", "500 riyals euros"), AGAIN),
    # A pause ends a phrase, and what is denied before it is not part of a limit.
    (MONEY, ("no, less than 5k", "no. more than 5k", "no\nmore than 5k"), AGAIN),
    (MONEY, ("لا، أكثر من ٥٠٠٠", "لا. أقل من 5000", "on more than 5000", "got over 5k"), AGAIN),
    (MONEY, ("no more than 5k", "not more than 5k", "لا أكثر من ٥٠٠٠"), usd(None, 5000)),
    (DURATION, ("no, less than a week", "لا، أكثر من شهر"), AGAIN),
    # Half of what?
    (MONEY, ("5000 and a half", "5000 ونص"), either(usd(5000.5))),
    (MONEY, ("5k and a half", "خمسة آلاف ونص", "five thousand and a half"), usd(5500)),
    (MONEY, ("2/3k", "they said 5k", "was 5k"), AGAIN),
    (MONEY, ("1,000.000",), either(usd(1000))),
    (DURATION, ("1/2 week",), either(lasting("P3DT12H"))),
    # Days
    (DAY, ("5 to june", "5-june", "٥ ليونيو"), either({"from": "2027-06-05", "to": "2027-06-30"})),
    (DAY, ("30-2 december",), either({"from": "2026-12-30", "to": "2027-12-02"})),
    (DAY, ("28 dec - 3 jan",), {"from": "2026-12-28", "to": "2027-01-03"}),
    (DAY, ("first of the month", "بداية الشهر"), either(days("11-01", "11-01"))),
    (DAY, ("a7nd", "el a7nd", "march on"), AGAIN),
    (DAY, ("24 nov", "nov 24", "٢٤ نوفمبر"), either({"from": "2027-11-24", "to": "2027-11-24"})),
    (DAY, ("the sun",), either(days("11-29", "11-29"))),
    ({**DAY, "min_date": "2026-11-25"}, ("this week", "هذا الأسبوع"), days("11-25", "11-29")),
    ({**DAY, "min_date": "2026-11-25"}, ("november", "this month"), days("11-25", "11-30")),
    # Several: no part is dropped, none is made of half a thought.
    (SEVERAL, ("all three", "all five", "all but one", "all but two"), AGAIN),
    (SEVERAL, ("all four",), ["Design", "SEO", "Copywriting", "Hosting"]),
    (SEVERAL, ("design second", "design last", "2 design", "design and", "first to"), AGAIN),
    (SEVERAL, ("on and two", "one and to", "do hosting", "nos design", "this one"), AGAIN),
    (SEVERAL, ("design of seo", "design oh seo"), Nearly(value=["Design", "SEO"])),
    (SEVERAL, ("design, second", "design & 2", "design seo", "1 2"), ["Design", "SEO"]),
    # A part of a label that is not quite it takes a tap.
    (TERMS, ("almost fixed", "nearly fixed price"), either("Fixed price")),
    (TERMS, ("nos fixed", "this one", "that one"), AGAIN),
    (WEEKS, ("two weeks", "2 weeks", "2"), "2 weeks"),
    (WEEKS, ("ten weeks", "two or ten weeks"), AGAIN),
    (WEEKS, ("weeks",), either("2 weeks")),
    (WAYS, ("in", "by"), AGAIN),
    (WAYS, ("writing", "in writing"), "In writing"),
    (YES_NO, ("أكيد يا", "a tab3an", "yeah right", "yeah, right"), AGAIN),
    (YES_NO, ("أكيد يا صديقي", "tab3an ya habibi", "i'd say it's a yes"), True),
    (NUMBER, ("½",), 0.5),
    (NUMBER, ("1/2",), either(0.5)),
    (YES_NO, ("never no", "not always no", "never didn't"), AGAIN),
    (YES_NO, ("no no no", "nope never", "never, no", "لا لا لا"), False),
    (YES_NO, ("yes i guess", "نعم تقريبا"), [True, False]),
    # What is only like a word that is known is not that word.
    (TEXT, ("changed", "passed", "helped", "starting", "stops", "stopped", "moon"), ITSELF),
    (TEXT, ("skipp", "stjp", "start uver please", "skip thib question"), "to be confirmed"),
    (DAY, ("moon", "mont"), AGAIN),
    (MONEY, ("5b", "i$500", "five k", "3000 aer"), AGAIN),
    (DURATION, ("10s", "ofer a year", "half mn hour"), AGAIN),
    (NEVER, ("ابدأ", "أبدأ"), AGAIN),
    (NEVER, ("أبدا", "ابدا", "أبداً"), "أبدا"),
    (DAY, ("we sat", "I sat"), either(days("11-28", "11-28"))),
    (TEXT, ("what's next", "don't stop", "don't skip", "it's back"), ITSELF),
    # Commands
    (TEXT, ("نحتاج مساعدة في التصميم",), "نحتاج مساعدة في التصميم"),
    (TEXT, ("Stop-motion animation",), "Stop-motion animation"),
    (TEXT, ("skpi", "bakc please"), "to be confirmed"),
]


@pytest.mark.parametrize(
    ("line", "text", "expected"),
    [(line, text, expected) for line, texts, expected in TRAPS for text in texts],
)
def test_a_trap_is_seen(line: Line, text: str, expected: object) -> None:
    found = understood({**line, "text": text}, LEXICON, TODAY, "en")

    if expected == "to be confirmed":
        expected = [text]
    if expected == ITSELF:
        expected = text
    if isinstance(expected, Nearly):
        assert (found.get("value"), found.get("confirm")) == (expected.value, True)
    elif isinstance(expected, Command):
        assert found == {"control": expected.meaning}
    elif expected is AGAIN:
        assert "value" not in found, found
    elif isinstance(expected, list) and line is not SEVERAL:
        assert found == {"clarify": expected}
    else:
        assert (found.get("value"), found.get("confirm")) == (expected, None)
