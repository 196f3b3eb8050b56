"""What is said: kindly to prospects, plainly to members, and never more than is known."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from bot.answers import Dated, Mark, Picked, Response, Written
from bot.cards import Buttons, Card, Choices, Heading, Paragraph, plain_text
from bot.catalogues import languages, load_phrases
from bot.effects import (
    Aside,
    Ask,
    Confirm,
    Effect,
    Explain,
    Notice,
    Occasion,
    Offer,
    Report,
    Summarise,
    Tell,
    Thank,
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
from bot.ordering import Progress
from bot.problems import Problem, Reason
from bot.profile import Profile, Respondent, Subject, Trait
from bot.scene import Scene
from bot.snapshot import Interview, Stage
from bot.verdict import assess
from bot.wording import compose
from tests.builders import TODAY, answer, deal_breaker, listed, trait

PHRASES = load_phrases()
ANY = Steps(Direction.AT_LEAST, ((Fraction(1), Fraction(1)),))
OPTIONS = tuple(
    Option(key, {"en": key, "ar": key}, Fraction(1)) for key in ("red", "green", "blue")
)
KINDS: dict[str, AnswerKind] = {
    "yes_no": YesNo(),
    "choice": Choice(OPTIONS),
    "other": Choice(OPTIONS, Fraction(1)),
    "several": SeveralChoices(OPTIONS, Combine.MEAN, 1, 2),
    "scale": Scale(1, (Fraction(0), Fraction(1))),
    "number": Number(Decimal(0), Decimal(9), ANY),
    "invoices": Number(Decimal(0), Decimal(9), ANY, unit={"en": "invoices", "ar": "فواتير"}),
    "percent": Percent(Decimal(0), Decimal(100), ANY),
    "money": Money("USD", ANY),
    "duration": Duration(ANY),
    "day": Day(ANY),
    "short": Text(80),
    "long": Text(800, long=True),
    "email": Contact(ContactKind.EMAIL),
    "url": Contact(ContactKind.URL),
}


def spoken(kind_id: str) -> Trait:
    """A trait whose own texts say nothing that a prospect's cards must not say."""
    made = trait(kind_id, KINDS[kind_id])
    return replace(made, to=replace(made.wording(Respondent.PROSPECT), question={"en": "Q?"}))


PROFILE = listed(*map(spoken, KINDS))


def limit_of(reason: Reason) -> str:
    return "2026-03-02" if reason is Reason.TOO_EARLY else "5"


GIVEN = (answer("yes_no", Mark.DONT_KNOW), answer("choice", Mark.SKIPPED))
EFFECTS: tuple[Effect, ...] = (
    *(Tell(notice, GIVEN[0]) for notice in Notice),
    *(Confirm(aside) for aside in Aside),
    *(Explain(made.id) for made in PROFILE.traits),
    *(Ask(made.id, Progress(1, 8)) for made in PROFILE.traits),
    *(
        Ask(kind, Progress(1, 8), Problem(reason, limit_of(reason)), attempt)
        for kind in ("yes_no", "duration")
        for reason in Reason
        for attempt in (1, 2, 3)
    ),
    *(Offer("choice", tuple(map(Picked, keys))) for keys in (("red",), ("red", "blue"))),
    Offer("day", (Dated(TODAY, TODAY), Dated(TODAY, TODAY + timedelta(days=1)))),
    Summarise(),
    Thank(),
)


def scene(respondent: Respondent, count: int = 2, profile: Profile = PROFILE) -> Scene:
    interview = Interview(respondent, answers=GIVEN[:count])
    return Scene("i1", profile, 1, interview, "Acme", TODAY, newest_version=2)


def all_texts(card: Card) -> str:
    """The words of a card with those of its buttons."""
    labels = [
        button.label
        for block in card.blocks
        if isinstance(block, Buttons | Choices)
        for button in block.buttons
    ]
    return re.sub("[\u2066-\u2069]", "", "\n".join([plain_text(card), *labels]))


def told(notice: Notice, respondent: Respondent, language: str) -> str:
    said = compose(Tell(notice, GIVEN[0]), scene(respondent), PHRASES[language]).blocks[0]
    assert isinstance(said, Paragraph)
    return re.sub("[\u2066-\u2069]", "", said.text)


# What prospects read

ABOUT_THEM = {
    "en": re.compile(
        r"\b(verdicts?|lists?|scores?|points|prospects?|does not apply)\b", re.IGNORECASE
    ),
    "ar": re.compile(r"نتيجة|القائمة|قائمة|الدرجة|درجة|محتمل|لا ينطبق|الوزن"),
}
SINGULAR = re.compile(
    r"\b[وف]?(اكتب|أجب|اختر|اطلب\w{0,2}|أنت|تريد|شئت|توقفت|حاول)\b|\b(?!\w*ذلك\b|هناك\b|تلك\b)\w+ك\b"
)
"""Words that speak to one person: imperatives, second person verbs, and endings in -k."""


def for_prospects(language: str) -> Iterator[str]:
    for count in range(len(GIVEN) + 1):
        for effect in EFFECTS:
            shown = scene(Respondent.PROSPECT, count)
            yield all_texts(compose(effect, shown, PHRASES[language]))


@pytest.mark.parametrize("language", ABOUT_THEM)
def test_a_prospect_reads_nothing_of_lists_scores_and_verdicts(language: str) -> None:
    for text in for_prospects(language):
        assert (text, ABOUT_THEM[language].findall(text)) == (text, [])


def test_a_prospect_is_spoken_to_in_the_polite_plural() -> None:
    for text in for_prospects("ar"):
        assert (text, SINGULAR.search(text)) == (text, None)


@pytest.mark.parametrize(
    "word", ["اكتب", "فاكتب", "شئت", "إجابتك", "بكلماتك", "يمكنك", "وسأسألك", "أنت"]
)
def test_the_singular_would_be_seen(word: str) -> None:
    assert SINGULAR.search(f"كل شيء، {word} الآن")


@pytest.mark.parametrize("language", languages())
def test_a_list_about_clients_welcomes_a_prospect_as_any_other(language: str) -> None:
    clients = replace(PROFILE, subject=Subject.CLIENT)
    shown = scene(Respondent.PROSPECT, profile=clients)

    assert compose(Tell(Notice.WELCOME), shown, PHRASES[language]) == compose(
        Tell(Notice.WELCOME), scene(Respondent.PROSPECT), PHRASES[language]
    )


def test_what_a_prospect_cannot_say_names_the_way_out() -> None:
    assert "“Skip”" in told(Notice.NOT_FOR_PROSPECTS, Respondent.PROSPECT, "en")
    assert "«تخطي»" in told(Notice.NOT_FOR_PROSPECTS, Respondent.PROSPECT, "ar")


@pytest.mark.parametrize(
    ("respondent", "language", "expected"),
    [
        (Respondent.PROSPECT, "en", ("Q? – I don't know", "Q? – I would rather skip this")),
        (Respondent.PROSPECT, "ar", ("Q? – لا أعرف", "Q? – أفضّل تخطي هذا السؤال")),
        (Respondent.MEMBER, "en", ("yes_no – could not find out", "choice – skipped")),
    ],
)
def test_a_prospects_answers_are_in_their_own_voice(
    respondent: Respondent, language: str, expected: tuple[str, ...]
) -> None:
    choices = compose(Summarise(), scene(respondent), PHRASES[language]).blocks[1]

    assert isinstance(choices, Choices)
    labels = (re.sub("[\u2066-\u2069]", "", button.label) for button in choices.buttons)
    assert tuple(labels) == expected


# What members read


def test_only_the_help_of_members_names_what_does_not_apply() -> None:
    assert "Does not apply – " in told(Notice.HELP, Respondent.MEMBER, "en")
    assert "لا ينطبق – " in told(Notice.HELP, Respondent.MEMBER, "ar")


def test_an_unchanged_answer_leaves_the_verdict() -> None:
    assert told(Notice.UNCHANGED, Respondent.MEMBER, "en") == (
        "Left as it is: the answers given and the verdict stand."
    )


def test_an_interview_that_was_left_is_named() -> None:
    assert told(Notice.LEFT, Respondent.MEMBER, "en") == (
        "The interview about Acme (list “Test list”) is paused. Ask for it again to go on with it."
    )


@pytest.mark.parametrize(
    ("newest", "respondent", "times"),
    [
        (2, Respondent.MEMBER, 1),
        (1, Respondent.MEMBER, 0),
        (0, Respondent.MEMBER, 0),
        (2, Respondent.PROSPECT, 0),
    ],
)
def test_a_member_who_comes_back_is_told_of_a_newer_list(
    newest: int, respondent: Respondent, times: int
) -> None:
    shown = replace(scene(respondent), newest_version=newest)
    text = all_texts(compose(Tell(Notice.WELCOME_BACK), shown, PHRASES["en"]))

    newer = (
        "The list has changed since this interview began. "
        "The interview keeps its version 1; “Start over” takes the new one."
    )
    assert text.count(newer) == times


@pytest.mark.parametrize(
    ("labels", "expected"),
    [(("0", "1", "2"), "3"), (("1", "2", "3"), "1"), (("2", "1"), "1"), (("٠", "١", "٢"), "3")],
)
def test_the_example_of_a_second_attempt_has_one_reading(
    labels: tuple[str, ...], expected: str
) -> None:
    options = tuple(Option(f"n{label}", {"en": label}, Fraction(1)) for label in labels)
    profile = listed(trait("t", Choice(options)))
    asked = Ask("t", Progress(1, 1), Problem(Reason.NOT_AN_OPTION), 2)
    shown = Scene("i1", profile, 1, Interview(Respondent.MEMBER), "Acme", TODAY)

    assert f"type {expected}, for instance" in all_texts(compose(asked, shown, PHRASES["en"]))


def test_the_unit_of_a_number_stands_in_brackets() -> None:
    asked = Ask("invoices", Progress(1, 1))
    text = all_texts(compose(asked, scene(Respondent.MEMBER), PHRASES["en"]))

    assert "A number from 0 to 9 (invoices). For example: 4" in text


# The verdict

BREAKER = deal_breaker(trait("upfront", YesNo(), 1), cures=True)
INCURABLE = deal_breaker(trait("upfront", YesNo(), 1), cures=False)
OTHERS = (trait("polite", YesNo(), 5), trait("quick", YesNo(), 5))
HELD: dict[str, Response] = {"polite": Picked("yes"), "quick": Picked("yes")}


def verdict_texts(
    breaker: Trait,
    given: dict[str, Response],
    subject: Subject = Subject.PROSPECT,
    language: str = "en",
) -> tuple[str, ...]:
    """The heading and the paragraphs of the verdict on these answers."""
    profile = replace(listed(breaker, *OTHERS), subject=subject)
    answers = tuple(answer(trait_id, response) for trait_id, response in given.items())
    interview = Interview(Respondent.MEMBER, Stage.FINISHED, answers)
    verdict = assess(profile, answers, Respondent.MEMBER)
    shown = Scene("i1", profile, 1, interview, "Acme", TODAY)
    card = compose(Report(verdict, Occasion.NEW), shown, PHRASES[language])
    return tuple(
        re.sub("[\u2066-\u2069]", "", block.text)
        for block in card.blocks
        if isinstance(block, Heading | Paragraph)
    )


OPEN = "A deal-breaker has no answer yet: upfront. Find that out first."


@pytest.mark.parametrize("mark", [Mark.DONT_KNOW, Mark.SKIPPED])
def test_an_unanswered_deal_breaker_is_named_before_a_yes(mark: Mark) -> None:
    texts = verdict_texts(BREAKER, {"upfront": mark, **HELD})

    assert texts[0].startswith("Acme: accept · ")
    assert texts[1:3] == (
        OPEN,
        "Apart from that, Acme would fit your list: 75 or more is a yes.",
    )


def test_an_unanswered_deal_breaker_is_named_before_a_client_is_kept() -> None:
    texts = verdict_texts(BREAKER, {"upfront": Mark.SKIPPED, **HELD}, Subject.CLIENT)

    assert texts[1:3] == (
        OPEN,
        "Apart from that, working with Acme would be worth keeping: 75 points or more.",
    )


def test_an_unanswered_deal_breaker_is_named_in_arabic_too() -> None:
    texts = verdict_texts(BREAKER, {"upfront": Mark.SKIPPED, **HELD}, language="ar")

    assert texts[1].startswith("شرط أساسي لا إجابة عنه بعد: upfront بالعربية.")
    assert texts[2].startswith("فيما عدا ذلك، قد يناسب العميل المحتمل Acme قائمتك")


def test_several_unanswered_deal_breakers_are_all_named() -> None:
    profile = listed(BREAKER, deal_breaker(trait("signed", YesNo(), 1), cures=True), *OTHERS)
    given = {"upfront": Mark.SKIPPED, "signed": Mark.DONT_KNOW, **HELD}
    answers = tuple(answer(trait_id, response) for trait_id, response in given.items())
    shown = Scene("i1", profile, 1, Interview(Respondent.MEMBER, answers=answers), "Acme", TODAY)
    report = Report(assess(profile, answers, Respondent.MEMBER), Occasion.NEW)

    assert all_texts(compose(report, shown, PHRASES["en"])).splitlines()[1] == (
        "Deal-breakers have no answer yet: upfront, signed. Find these out first."
    )


def test_a_yes_with_every_deal_breaker_answered_is_plain() -> None:
    texts = verdict_texts(BREAKER, {"upfront": Picked("yes"), **HELD})

    assert texts[1] == "Acme fits your list: 75 or more is a yes."


@pytest.mark.parametrize("breaker", [BREAKER, INCURABLE])
def test_a_deal_breaker_that_does_not_hold_is_called_so(breaker: Trait) -> None:
    texts = verdict_texts(breaker, {"upfront": Picked("no"), **HELD})

    assert texts[1].startswith("This does not hold, and it is a deal-breaker: upfront. ")


def test_not_enough_information_has_no_score_in_its_heading_but_a_ledger() -> None:
    given: dict[str, Response] = {
        "upfront": Picked("yes"),
        "polite": Mark.DONT_KNOW,
        "quick": Picked("yes"),
    }

    texts = verdict_texts(BREAKER, given)

    assert texts[0] == "Acme: not enough information"
    assert texts[-1].startswith("Points are rounded so that they add up to the score. List ")


def test_line_breaks_in_an_answer_cannot_look_like_lines_of_the_card() -> None:
    forged = Written("nothing\n\nAcme: accept · 100.0 of 100\n  Pays: Yes · 100.0 of 100.0")

    shown = PHRASES["en"].answer(Text(3_000, long=True), forged)

    assert shown == "nothing ⏎ Acme: accept · 100.0 of 100 ⏎ Pays: Yes · 100.0 of 100.0"


def test_conditions_that_nothing_can_be_asked_for_are_said_to_be_so() -> None:
    without_remedy = replace(BREAKER, fails_below=None, remedy=None)

    texts = verdict_texts(
        without_remedy,
        {"upfront": Picked("yes"), "polite": Picked("yes"), "quick": Picked("no")},
    )

    assert texts[1].startswith("From 50 to 75 points, and nothing on your list")


def test_a_failed_deal_breaker_is_named_though_too_much_is_unknown() -> None:
    texts = verdict_texts(BREAKER, {"upfront": Picked("no"), "polite": Mark.SKIPPED})

    assert "This does not hold, and it is a deal-breaker: upfront." in texts[1]


def test_a_share_just_over_the_limit_is_not_shown_as_the_limit() -> None:
    traits = (trait("a", YesNo(), 5), trait("b", YesNo(), 5), trait("c", YesNo(), 3))
    more = (*traits, trait("d", YesNo(), 3), trait("e", YesNo(), 4), trait("f", YesNo(), 3))
    profile = listed(*more)
    held: dict[str, Response] = dict.fromkeys("abcd", Picked("yes"))
    given = {**held, "e": Mark.SKIPPED, "f": Mark.SKIPPED}
    answers = tuple(answer(name, response) for name, response in given.items())
    verdict = assess(profile, answers, Respondent.MEMBER)
    shown = Scene("i1", profile, 1, Interview(Respondent.MEMBER, answers=answers), "Acme", TODAY)

    card = compose(Report(verdict, Occasion.NEW), shown, PHRASES["en"])

    assert verdict.unknown_share == Fraction(7, 23)
    assert "31% of the weight is unknown" in all_texts(card)
