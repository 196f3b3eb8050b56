"""The texts: complete in all languages, used by the code, and understood when typed back."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from bot import catalogue_check
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
from bot.cards import Button, Buttons, Card, Choices, Press, Verb, event_of
from bot.catalogue_check import mistakes
from bot.catalogues import FOLDER, languages, load_phrases
from bot.effects import Aside, Effect, Notice, Offer, Tell
from bot.events import (
    Answered,
    ChangeAsked,
    ChoicePicked,
    Confirmed,
    Doubted,
    Event,
    KeptGoing,
    Passed,
    RepeatAsked,
    SteppedBack,
    SummaryAccepted,
)
from bot.interview import advance, picked
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
from bot.profile import Profile, Respondent
from bot.profile_file import FOLDER as LISTS
from bot.profile_file import shipped_lists
from bot.scene import Scene
from bot.snapshot import Interview, Stage
from bot.understanding import interpret
from bot.understanding.lexicon import FOLDER as LEXICON
from bot.understanding.lexicon import load_lexicon
from bot.understanding.readings import Circumstances
from bot.wording import compose
from tests.builders import TODAY, answer, listed, trait, words

# What is shipped

shipped_mistakes = cache(mistakes)


def test_nothing_is_wrong_with_the_texts() -> None:
    assert shipped_mistakes() == []


def test_the_check_is_a_program_that_counts_what_it_compared() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot.catalogue_check"], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
    spoken = sorted(languages())
    assert re.fullmatch(
        rf"\d{{3}} keys in {len(spoken)} languages: {', '.join(spoken)}\n", done.stdout
    )


# Planted mistakes


@dataclass(frozen=True)
class Copies:
    """Copies of the shipped files of two languages, to be spoiled."""

    locales: Path
    lexicon: Path
    code: Path
    lists: Path

    def add(self, name: str, text: str) -> None:
        """Append to one of the Fluent or lexicon files, or to the code."""
        with self._path(name).open("a", encoding="utf-8") as file:
            file.write(f"\n{text}\n")

    def change(self, name: str, old: str, new: str) -> None:
        """Replace what is there once."""
        text = self._path(name).read_text(encoding="utf-8")
        assert text.count(old) == 1
        self._path(name).write_text(text.replace(old, new), encoding="utf-8")

    def mistakes(self) -> list[str]:
        """What is wrong by now that is not wrong with the shipped files."""
        found = mistakes(self.locales, self.lexicon, (*catalogue_check.CODE, self.code), self.lists)
        return [line for line in found if line not in shipped_mistakes()]

    def _path(self, name: str) -> Path:
        folders = {
            ".ftl": self.locales,
            ".toml": self.lexicon,
            ".py": self.code,
            ".yaml": self.lists,
        }
        return folders[Path(name).suffix] / name


@pytest.fixture
def copies(tmp_path: Path) -> Copies:
    made = Copies(*(tmp_path / name for name in ("locales", "lexicon", "code", "lists")))
    others = shutil.ignore_patterns(*(set(languages()) - {"en", "ar"}))
    shutil.copytree(FOLDER, made.locales, ignore=others)
    shutil.copytree(LISTS, made.lists)
    words = shutil.ignore_patterns(*(f"{one}.toml" for one in set(languages()) - {"en", "ar"}))
    shutil.copytree(LEXICON, made.lexicon, ignore=words)
    made.code.mkdir()
    return made


def test_unspoiled_copies_have_no_mistakes(copies: Copies) -> None:
    assert copies.mistakes() == []


def test_a_missing_key_is_found(copies: Copies) -> None:
    copies.change("ar/interview.ftl", "button-keep = متابعة", "")

    assert copies.mistakes() == ["ar: button-keep is missing"]


def test_a_key_that_no_language_has_is_found_where_the_code_asks_for_it(copies: Copies) -> None:
    for language, keep in (("en", "Keep going"), ("ar", "متابعة")):
        copies.change(f"{language}/interview.ftl", f"button-keep = {keep}", "")

    assert copies.mistakes() == ["button-keep: asked for by the code, but no such key"]


@pytest.mark.parametrize(
    "line",
    [
        'phrases.say("no-such-text", count=1)',
        'scene.say(phrases, "no-such-text")',
        'phrases.say("no-such-text" if here else "separator")',
        'phrases.say("separator" if here else "no-such-text")',
    ],
)
def test_a_key_that_is_said_but_does_not_exist_is_found(copies: Copies, line: str) -> None:
    copies.add("new.py", line)

    assert copies.mistakes() == ["no-such-text: asked for by the code, but no such key"]


def test_a_beginning_that_no_key_has_is_found(copies: Copies) -> None:
    copies.add("new.py", 'phrases.say(f"colour-{name}")')

    assert copies.mistakes() == ["colour-…: asked for by the code, but no key begins so"]


def test_another_variable_is_found_even_inside_a_plural(copies: Copies) -> None:
    copies.change("ar/interview.ftl", "[two] ساعتان", "[two] { $hours } ساعتان")

    assert copies.mistakes() == ["answer-hours: the variables differ (ar: count, hours; en: count)"]


def test_a_variable_that_decides_in_one_language_alone_is_found(copies: Copies) -> None:
    message = (
        "colours =\n    {{ ${} ->\n        [red] {{ $hue }}\n       *[blue] {{ $tone }}\n    }}"
    )
    copies.add("en/verdict.ftl", message.format("hue"))
    copies.add("ar/verdict.ftl", message.format("tone"))
    copies.add("new.py", 'KEY = "colours"')

    assert copies.mistakes() == ["colours: the variables that decide differ (ar: tone; en: hue)"]


def test_a_renamed_variant_is_found(copies: Copies) -> None:
    copies.change("ar/lists.ftl", "[accept] «{ $trait }»", "[accepted] «{ $trait }»")

    assert copies.mistakes() == [
        (
            "finding-impossible-verdict: the variants of $detail differ "
            "(ar: accepted, conditions, decline; en: accept, conditions, decline)"
        )
    ]


HOURS = "        [two] ساعتان\n"
NESTED = """nested =
    { $list ->
        [a] { $count ->
            [one] one
           *[other] many
        }
       *[b] none
    }"""
"""A choice between plural forms inside of another choice."""


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("ar/interview.ftl", HOURS, "", ["ar: answer-hours lacks the plural form [two] of $count"]),
        ("ar/interview.ftl", HOURS, HOURS.replace("two", "2"), []),
        (
            "ar/interview.ftl",
            HOURS,
            HOURS.replace("two", "twin"),
            [
                "ar: answer-hours lacks the plural form [two] of $count",
                "ar: answer-hours has [twin], which is no plural form of that language",
            ],
        ),
        (
            "ar/interview.ftl",
            HOURS,
            HOURS * 2,
            ["ar: answer-hours has the variant [two] twice"],
        ),
        (
            "en/interview.ftl",
            "        [one] { $count } hour\n",
            "",
            ["en: answer-hours lacks the plural form [one] of $count"],
        ),
        ("en/interview.ftl", "[one] { $count } hour", "[1] { $count } hour", []),
        (
            "en/interview.ftl",
            "        [one] { $count } hour\n",
            "        [one] { $count } hour\n        [two] { $count } hours\n",
            ["en: answer-hours has [two], which is no plural form of that language"],
        ),
        (
            "ar/interview.ftl",
            "*[other] { $count } ساعة",
            "*[hours] { $count } ساعة",
            [
                "ar: answer-hours lacks the plural form [other] of $count",
                "ar: answer-hours has [hours], which is no plural form of that language",
            ],
        ),
    ],
)
def test_every_plural_form_of_a_language_is_asked_for_and_no_other(
    copies: Copies, name: str, old: str, new: str, expected: list[str]
) -> None:
    copies.change(name, old, new)

    assert copies.mistakes() == expected


def test_a_number_stands_for_a_form_that_holds_for_it_alone(copies: Copies) -> None:
    copies.change("ar/interview.ftl", "        [zero] { $count } ساعة\n", "")
    copies.change(
        "ar/interview.ftl", "        [few] { $count } ساعات\n", "        [3] ثلاث ساعات\n"
    )

    assert copies.mistakes() == [
        "ar: answer-hours lacks the plural form [few] of $count",
        "ar: answer-hours lacks the plural form [zero] of $count",
    ]


def test_plural_forms_inside_of_another_choice_are_asked_for(copies: Copies) -> None:
    copies.add("en/verdict.ftl", NESTED)
    copies.add("ar/verdict.ftl", NESTED.replace("            [one] one\n", ""))
    copies.add("new.py", 'KEY = "nested"')

    forms = ("few", "many", "one", "two", "zero")
    assert copies.mistakes() == [
        f"ar: nested lacks the plural form [{form}] of $count" for form in forms
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("{ -brand }", "-brand"),
        ("{ no-such-message }", "no-such-message"),
        ("{ LENGTH($prospect) }", "LENGTH()"),
    ],
)
def test_what_fluent_would_not_resolve_is_found(copies: Copies, text: str, name: str) -> None:
    copies.change("en/cli.ftl", "list-heading = Prospects", f"list-heading = Prospects {text}")

    found = f"en: list-heading refers to {name}, which does not exist"
    assert [line for line in copies.mistakes() if "variables" not in line] == [found]


def test_messages_that_refer_to_each_other_are_found(copies: Copies) -> None:
    copies.change("en/cli.ftl", "list-heading = Prospects", "list-heading = { list-cancelled }")
    copies.change("en/cli.ftl", "list-cancelled = cancelled", "list-cancelled = { list-heading }")

    assert copies.mistakes() == [
        "en: list-heading refers to itself",
        "en: list-cancelled refers to itself",
    ]


HIDDEN = (
    "\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\xad"
)


@pytest.mark.parametrize("name", ["en/cli.ftl", "en.toml", "starter.yaml"])
def test_characters_that_nobody_sees_are_found(copies: Copies, name: str) -> None:
    for mark in HIDDEN:
        copies.add(name, f"# a{mark}b")

    found = [re.sub(r"line \d+", "line", line) for line in copies.mistakes()]
    assert found == [
        f"{name}, line: U+{ord(mark):04X} cannot be seen; take it out" for mark in HIDDEN
    ]


@pytest.mark.parametrize(
    "text", ['x = { "\\u200F" }', 'x = { "\\U00200F" }', "# \\u200f", "# \\U0000200f"]
)
def test_characters_that_nobody_sees_are_found_behind_their_numbers(
    copies: Copies, text: str
) -> None:
    copies.add("en/cli.ftl", text)

    (found,) = [line for line in copies.mistakes() if "cannot be seen" in line]
    assert found.endswith(": U+200F cannot be seen; take it out")


@pytest.mark.parametrize(
    ("text", "times"), [("می\u200cخواهم", 0), ("क्\u200dष", 0), ("a\u200cb", 1), ("می\u200c", 1)]
)
def test_joiners_may_stand_between_letters_that_they_join(
    copies: Copies, text: str, times: int
) -> None:
    copies.add("en/cli.ftl", f"# {text}")

    assert len(copies.mistakes()) == times


PINGS = (
    "@everyone",
    "@here",
    "@channel",
    "<@U1",
    "<@",
    "<#",
    "<!here",
    "</qualify",
    "<https",
    "@{",
)


@pytest.mark.parametrize("name", ["ar/cli.ftl", "ar.toml", "catalogue.yaml"])
def test_mentions_are_found(copies: Copies, name: str) -> None:
    for ping in PINGS:
        copies.add(name, f"# للجميع {ping}")

    found = [re.sub(r"line \d+", "line", line) for line in copies.mistakes()]
    assert found == [
        f"{name}, line: {ping} would mention somebody, or begin a link" for ping in PINGS
    ]


def test_an_address_and_a_comparison_are_no_mentions(copies: Copies) -> None:
    copies.add("en/cli.ftl", "# name@example.com, 2 < 3, <= 4")

    assert copies.mistakes() == []


def test_what_is_not_fluent_is_found(copies: Copies) -> None:
    copies.add("en/verdict.ftl", "this is { no message")

    assert copies.mistakes() == ["en/verdict.ftl: not Fluent: this is { no message"]


def test_a_key_that_is_there_twice_is_found_across_files(copies: Copies) -> None:
    copies.add("en/verdict.ftl", "button-yes = Yes")

    assert copies.mistakes() == ["en/verdict.ftl: button-yes is there twice"]


def test_attributes_and_terms_are_not_used(copies: Copies) -> None:
    copies.change("en/interview.ftl", "button-yes = Yes", "button-yes = Yes\n    .title = Yes")

    where = "en/interview.ftl: button-yes is a term or has attributes: not used"
    assert copies.mistakes() == [where]


def test_a_key_that_nothing_uses_is_found(copies: Copies) -> None:
    copies.add("en/verdict.ftl", "colour = Red")
    copies.add("ar/verdict.ftl", "colour = أحمر")

    assert copies.mistakes() == ["colour: not used"]


@pytest.mark.parametrize("line", ['KEY = "colour-red"', 'x = f"colour-{name}"'])
def test_a_key_counts_as_used_by_its_text_or_its_beginning(copies: Copies, line: str) -> None:
    copies.add("en/verdict.ftl", "colour-red = Red")
    copies.add("ar/verdict.ftl", "colour-red = أحمر")
    copies.add("new.py", line)

    assert copies.mistakes() == []


def test_a_text_for_prospects_is_used_wherever_its_base_is(copies: Copies) -> None:
    copies.add("en/verdict.ftl", "separator-prospect = ;\ncolour-prospect = Red")
    copies.add("ar/verdict.ftl", "separator-prospect = ؛\ncolour-prospect = أحمر")

    assert copies.mistakes() == [
        "colour-prospect: not used",
        "colour-prospect: takes the place of colour, but no such key",
    ]


def test_a_text_for_prospects_without_its_base_is_found_in_a_family_too(copies: Copies) -> None:
    for language in ("en", "ar"):
        copies.add(f"{language}/interview.ftl", "problem-blue-prospect = Sorry")

    assert copies.mistakes() == [
        "problem-blue-prospect: takes the place of problem-blue, but no such key"
    ]


def test_a_text_for_prospects_knows_no_more_than_its_base(copies: Copies) -> None:
    for language in ("en", "ar"):
        copies.add(f"{language}/interview.ftl", "thanks-prospect = { $prospect }")

    assert copies.mistakes() == ["thanks-prospect: thanks does not have prospect"]


@pytest.mark.parametrize(
    ("key", "family"),
    [
        ("problem-not-whole", "Reason"),
        ("mistake-not-yaml", "MistakeKind"),
        ("finding-never-asked", "FindingKind"),
        ("choose-one", "Notice"),
        ("verdict-client-not-enough", "VerdictKind"),
    ],
)
def test_a_family_with_a_member_without_a_text_is_found(
    copies: Copies, key: str, family: str
) -> None:
    for path in copies.locales.glob("*/*.ftl"):
        text = path.read_text(encoding="utf-8")
        kept = re.sub(rf"^{key} =.*\n", "", text, flags=re.MULTILINE)
        path.write_text(kept, encoding="utf-8")

    assert copies.mistakes() == [f"{key}: no such key, but it is one of {family}"]


def test_a_language_needs_texts_and_a_lexicon(copies: Copies) -> None:
    shutil.copytree(copies.locales / "en", copies.locales / "de")

    assert "de: has texts or a lexicon, but not both" in copies.mistakes()


def test_a_language_that_the_lists_lack_is_found_in_each_of_them(copies: Copies) -> None:
    shutil.copytree(copies.locales / "en", copies.locales / "de")
    shutil.copy(copies.lexicon / "en.toml", copies.lexicon / "de.toml")

    found = copies.mistakes()

    assert len(found) == 1 + len(shipped_lists())
    assert found[0].startswith("de: catalogue.yaml lacks texts of pay_upfront, budget_fits, ")
    assert "de: starter lacks texts of starter" in found


def test_a_text_that_a_list_lacks_in_one_language_is_found(copies: Copies) -> None:
    copies.change("catalogue.yaml", ", ar: نفضّل الدفع عند التسليم", "")

    assert copies.mistakes() == ["ar: catalogue.yaml lacks texts of pay_upfront"]


def test_a_meaning_that_a_lexicon_lacks_is_found(copies: Copies) -> None:
    copies.change("ar.toml", "\ntomorrow = ", "\ntomorow = ")

    assert copies.mistakes() == [
        "lexicon: tomorow in [days] is not in every language",
        "lexicon: tomorrow in [days] is not in every language",
    ]


def test_a_section_that_a_lexicon_lacks_is_found(copies: Copies) -> None:
    copies.add("en.toml", "[greetings]\nhello = ['hi']")

    assert copies.mistakes() == [
        "lexicon: the section in [greetings] is not in every language",
        "lexicon: hello in [greetings] is not in every language",
    ]


def test_a_word_with_two_meanings_is_found(copies: Copies) -> None:
    copies.change("ar.toml", 'not_applicable = ["لا ينطبق"', 'not_applicable = ["إلغاء"')

    (found,) = copies.mistakes()
    assert found.startswith("lexicon: controls: ")


# What a button says can be typed

OPTIONS = (
    Option("red", words("Red"), Fraction(1)),
    Option("blue", words("Blue"), Fraction(0)),
)
PROFILE = listed(
    trait("yes_no", YesNo()),
    trait("choice", Choice(OPTIONS)),
    trait("several", SeveralChoices(OPTIONS, Combine.MEAN, 1, 2)),
    trait("scale", Scale(1, (Fraction(0), Fraction(1)))),
    trait("text", Text(300, given=Fraction(1))),
)
GIVEN = (
    answer("yes_no", Picked("no")),
    answer("choice", Picked("red")),
    answer("several", Mark.SKIPPED),
    answer("scale", Rated(2)),
    answer("text", Written("words")),
)


def situations() -> Iterator[tuple[Interview, Effect]]:
    """Everything that can be open, with what shows it, and what is told with buttons."""
    for respondent in Respondent:
        new = Interview(respondent)
        opened = [replace(new, answers=GIVEN[:count]) for count in range(len(GIVEN) + 1)]
        aside = [replace(opened[2], aside=aside) for aside in Aside]
        ended = replace(opened[-1], stage=Stage.FINISHED)
        for interview in (*opened, *aside, ended):
            yield interview, advance(PROFILE, interview, RepeatAsked(), TODAY).effects[-1]
        yield opened[2], Tell(Notice.WELCOME_BACK)
        yield opened[2], Tell(Notice.OLD_BUTTON)
        yield opened[2], Tell(Notice.STILL_OPEN)
        yield replace(opened[2], stage=Stage.PAUSED), Tell(Notice.PAUSED)
        yield replace(opened[2], stage=Stage.CANCELLED), Tell(Notice.CANCELLED)


def shown(language: str) -> Iterator[tuple[Interview, Card]]:
    phrases = load_phrases()[language]
    for interview, effect in situations():
        scene = Scene("i1", PROFILE, 1, interview, "Acme", TODAY)
        yield interview, compose(effect, scene, phrases)


_STEPPED = (Passed, SteppedBack, ChangeAsked, Confirmed, KeptGoing, SummaryAccepted)


def pressed(press: Press, interview: Interview) -> Event:
    """The event of a press as typing would give it: without a step, and an option as its value."""
    event = event_of(press)
    if isinstance(event, ChoicePicked):
        kind = PROFILE.trait(event.trait).wording(interview.respondent).kind
        return Answered(picked(kind, event.option))
    if isinstance(event, _STEPPED):
        return replace(event, step=None)
    return event


def is_named_answer(button: Button) -> bool:
    """Whether the button stands for one answer, and so is labelled with it and not with a key."""
    return button.press.verb is Verb.CHANGE and button.press.trait != ""


LEXICON_WORDS = load_lexicon()


@pytest.mark.parametrize("language", languages())
def test_what_a_button_says_means_the_same_when_typed(language: str) -> None:
    for interview, card in shown(language):
        for block in card.blocks:
            if isinstance(block, Buttons | Choices):
                for button in block.buttons:
                    if not is_named_answer(button):
                        typed = interpret(
                            button.label, PROFILE, interview, LEXICON_WORDS, Circumstances(TODAY)
                        )
                        assert (button.label, typed) == (
                            button.label,
                            pressed(button.press, interview),
                        )


@pytest.mark.parametrize("language", languages())
def test_the_number_of_a_choice_means_the_same_when_typed(language: str) -> None:
    numbered = 0
    for interview, card in shown(language):
        for block in card.blocks:
            if isinstance(block, Choices) and block.numbered:
                for number, button in enumerate(block.buttons, 1):
                    typed = interpret(
                        f"{number}.", PROFILE, interview, LEXICON_WORDS, Circumstances(TODAY)
                    )
                    assert typed == pressed(button.press, interview)
                    numbered += 1

    assert numbered > 30


STEPS = Steps(Direction.AT_LEAST, ((Fraction(0), Fraction(1)),))
HUNDRED = Decimal(100)
DAY, WEEK = Length(0, 86_400), Length(0, 7 * 86_400)
Offered = tuple[tuple[AnswerKind, Value, Value], ...]
OFFERED: Offered = (
    (YesNo(), Picked("yes"), Picked("no")),
    (Choice(OPTIONS), Picked("red"), Picked("blue")),
    (Choice(OPTIONS, Fraction(0)), Picked("red"), PickedOther("redd")),
    (
        SeveralChoices(OPTIONS, Combine.MEAN, 1, 2),
        PickedSeveral(("red",)),
        PickedSeveral(("red", "blue")),
    ),
    (Scale(1, (Fraction(0),) * 5), Rated(3), Rated(4)),
    (
        Number(Decimal(0), HUNDRED, STEPS, unit=words("hours")),
        Counted(Decimal(2), Decimal(2)),
        Counted(Decimal(2), Decimal(3)),
    ),
    (
        Percent(Decimal(0), HUNDRED, STEPS),
        Counted(Decimal("2.5"), Decimal("2.5")),
        Counted(Decimal(20), Decimal(30)),
    ),
    (
        Money("USD", STEPS),
        Amount(Decimal(5), Decimal(5), "USD"),
        Amount(Decimal(5000), Decimal(7000), "USD"),
    ),
    (Money("USD", STEPS), Amount(None, Decimal(5000), "USD"), Amount(Decimal(5000), None, "USD")),
    (Duration(STEPS), Lasting(DAY, DAY), Lasting(DAY, WEEK)),
    (Duration(STEPS), Lasting(None, WEEK), Lasting(WEEK, None)),
    (
        Day(STEPS),
        Dated(date(2027, 1, 2), date(2027, 1, 2)),
        Dated(date(2027, 2, 1), date(2027, 2, 7)),
    ),
    (Text(300, given=Fraction(1)), Written("skpi"), Written("stpo")),
    (Contact(ContactKind.EMAIL), Written("a@example.com"), Written("b@example.com")),
    (Contact(ContactKind.URL), Written("a.example"), Written("b.example")),
)
"""Two readings of every kind, to be offered alone and together."""


def offers(kind: AnswerKind, *readings: Value) -> Iterator[tuple[Profile, Interview, Offer]]:
    """The offer of these readings, to either respondent."""
    profile = listed(trait("only", kind, 0), trait("then", YesNo()))
    for respondent in Respondent:
        turn = advance(profile, Interview(respondent), Doubted(readings), TODAY)
        (effect,) = turn.effects
        assert isinstance(effect, Offer)
        yield profile, turn.interview, effect


def choices_of(card: Card) -> Choices:
    (found,) = (block for block in card.blocks if isinstance(block, Choices))
    return found


ONE_READING = OFFERED[1:]
"""A yes or no in doubt is always offered as both."""


def misread(language: str, kind: AnswerKind, *readings: Value, by_number: bool) -> list[str]:
    """What a button of this offer says, or its number, if typing it comes to something else."""
    wrong = []
    for profile, interview, effect in offers(kind, *readings):
        scene = Scene("i1", profile, 1, interview, "Acme", TODAY)
        choices = choices_of(compose(effect, scene, load_phrases()[language]))
        for number, button in enumerate(choices.buttons, 1):
            if by_number and not choices.numbered:
                continue
            text = f"{number}." if by_number else button.label
            event = interpret(text, profile, interview, LEXICON_WORDS, Circumstances(TODAY))
            outcomes = {
                advance(profile, interview, one, TODAY).interview.answers
                for one in (event, event_of(button.press))
            }
            if len(outcomes) > 1:
                wrong.append(text)
    return wrong


def offered_rows(among: Offered = OFFERED) -> list[ParameterSet]:
    return [
        pytest.param(kind, *readings, id=f"{type(kind).__name__} {number}")
        for number, (kind, *readings) in enumerate(among)
    ]


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(("kind", "one", "other"), offered_rows(ONE_READING))
def test_yes_and_no_to_an_offer_mean_the_same_typed(
    kind: AnswerKind, one: Value, other: Value, language: str
) -> None:
    del other
    assert misread(language, kind, one, by_number=False) == []


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(("kind", "one", "other"), offered_rows(ONE_READING))
def test_the_numbers_of_yes_and_no_to_an_offer_mean_the_same_typed(
    kind: AnswerKind, one: Value, other: Value, language: str
) -> None:
    del other
    assert misread(language, kind, one, by_number=True) == []


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(("kind", "one", "other"), offered_rows())
def test_the_words_of_readings_mean_the_same_typed(
    kind: AnswerKind, one: Value, other: Value, language: str
) -> None:
    assert misread(language, kind, one, other, by_number=False) == []


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(("kind", "one", "other"), offered_rows())
def test_the_numbers_of_readings_mean_the_same_typed(
    kind: AnswerKind, one: Value, other: Value, language: str
) -> None:
    assert misread(language, kind, one, other, by_number=True) == []


@pytest.mark.parametrize("language", languages())
def test_every_label_is_on_a_card_and_so_was_typed(language: str) -> None:
    phrases = load_phrases()[language]
    text = "".join(path.read_text(encoding="utf-8") for path in (FOLDER / language).glob("*.ftl"))
    keys = re.findall(r"^(button-\S+) =", text, re.MULTILINE)

    on_cards = {
        button.label
        for _, card in shown(language)
        for block in card.blocks
        if isinstance(block, Buttons | Choices)
        for button in block.buttons
    }

    # To cancel is a word in the help, not a button.
    # What takes the place of a No is on a card only where the reading itself says No.
    # What is ticked and what is written in a form is sent by a press alone.
    unseen = {key for key in keys if phrases.say(key) not in on_cards}
    assert unseen == {"button-cancel", "button-otherwise", "button-done", "button-write"}


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    ("key", "verb"),
    [
        ("button-cancel", Verb.CANCEL),
        ("button-restart", Verb.RESTART),
        ("button-repeat", Verb.REPEAT),
        ("button-resume", Verb.RESUME),
        ("button-help", Verb.HELP),
    ],
)
def test_what_the_help_names_is_understood_at_any_question(
    language: str, key: str, verb: Verb
) -> None:
    label = load_phrases()[language].say(key)

    for count in range(len(GIVEN)):
        interview = Interview(Respondent.MEMBER, answers=GIVEN[:count])
        event = interpret(label, PROFILE, interview, LEXICON_WORDS, Circumstances(TODAY))
        assert event == event_of(Press(verb, "i1", 0))


# What the code asks for


def asked_meanings() -> set[tuple[str, str]]:
    """Every section and meaning that the code asks an item for by name."""
    found = set()
    for path in sorted(LEXICON.parent.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            words = [str(arg.value) for arg in node.args if isinstance(arg, ast.Constant)]
            if node.func.attr == "means" and words:
                found |= {(words[0], meaning) for meaning in words[1:]}
    return found


def keys_of(section: str) -> set[str]:
    return set(tomllib.loads((LEXICON / "en.toml").read_text(encoding="utf-8"))[section])


def test_the_code_asks_only_for_meanings_that_the_lexicons_have() -> None:
    asked = asked_meanings()
    known = {
        (section, meaning)
        for section, _ in asked
        for meaning in {*keys_of(section), *(m for m, _ in LEXICON_WORDS.phrases(section))}
    }

    assert ("grammar", "filler") in asked
    assert asked - known == set()
