"""A third language needs only files: a bot that speaks one of which the code has never heard."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from babel.dates import format_date

from adapters.terminal import told
from bot.answers import Mark
from bot.arrivals import Happening, QualifyRequested, TextSent
from bot.cards import Button, Buttons, Card, Choices, Paragraph, plain_text
from bot.catalogue_check import CODE as SOURCES
from bot.catalogue_check import mistakes
from bot.catalogues import languages, load_phrases
from bot.events import (
    CancelAsked,
    ChangeAsked,
    Confirmed,
    HelpAsked,
    KeptGoing,
    NotUnderstood,
    Overtaken,
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
    Contact,
    ContactKind,
    Day,
    Duration,
    Money,
    Number,
    Percent,
    Scale,
    SeveralChoices,
    Text,
    YesNo,
)
from bot.list_nodes import Mistake, MistakeKind
from bot.problems import Problem, Reason
from bot.profile import Profile, Respondent
from bot.profile_check import check
from bot.profile_file import load_list, read_catalogue, shipped_lists
from bot.record_cards import interview_card, list_card, prospects_card
from bot.records import Listing
from bot.scene import Scene
from bot.snapshot import Question, Stage, prompt
from bot.understanding.lexicon import load_lexicon
from tests.clock import START
from tests.pseudo_language import (
    CLOSE,
    CODE,
    LETTERS,
    OPEN,
    Files,
    pseudo_list,
    with_pseudo_language,
)
from tests.world import HERE, World, world

EVERYTHING = Path(__file__).parent / "lists" / "everything.yaml"
NAME = "Qwerty"
WORDS = "xyzzy"
DAYS = (START.date(), START.date() + timedelta(days=30))
GIVEN = [
    NAME,
    WORDS,
    "USD",
    "qualify-bot",
    "name@example.com",
    "https://example.com",
    *(format_date(day, style, locale=CODE) for day in DAYS for style in ("long", "medium")),
]
"""What does not come from the files: names, currencies, addresses, and CLDR's dates."""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    made = with_pseudo_language(tmp_path_factory.mktemp("pseudo"))
    everything = pseudo_list(EVERYTHING.read_text(encoding="utf-8"))
    (made.lists / "everything.yaml").write_text(everything, encoding="utf-8")
    return made


# The files


def test_nothing_is_wrong_with_the_texts_of_three_languages(files: Files) -> None:
    assert languages(files.locales) == ("en", "ar", "cy")
    assert mistakes(files.locales, files.lexicon, SOURCES, files.lists) == []


def test_every_list_is_complete_in_three_languages(files: Files) -> None:
    lexicon = load_lexicon(sorted(files.lexicon.glob("*.toml")))
    spoken = languages(files.locales)

    for name in shipped_lists(files.lists):
        assert check(load_list(name, folder=files.lists), spoken, lexicon) == ()
    assert [trait.name[CODE][0] for trait in read_catalogue(files.lists)] == [OPEN] * 44


def test_all_plural_forms_are_there(files: Files) -> None:
    phrases = load_phrases(files.locales)[CODE]

    assert [phrases.say("answer-hours", count=count) for count in (0, 1, 2, 3, 6, 7)] == [
        f"⟦\u2068{count}\u2069 ĥóúř{'' if count == 1 else 'š'}⟧" for count in (0, 1, 2, 3, 6, 7)
    ]


# What is shown


def unlike_the_files(card: Card) -> list[str]:
    """The texts of a card with a letter that stands outside of brackets, or has no accent."""
    labels = [
        button.label
        for block in card.blocks
        if isinstance(block, Buttons | Choices)
        for button in block.buttons
    ]
    return [text for text in (*plain_text(card).splitlines(), *labels) if _is_strange(text)]


def _is_strange(text: str) -> bool:
    for given in GIVEN:
        text = text.replace(given, "")
    return any(letter.isalpha() and letter not in LETTERS for letter in text)


def outside(card: Card) -> list[str]:
    """The letters of a card that stand outside of brackets."""
    text = plain_text(card)
    for given in GIVEN:
        text = text.replace(given, "")
    depth, found = 0, []
    for letter in text:
        depth += (letter == OPEN) - (letter == CLOSE)
        if letter.isalpha() and not depth:
            found.append(letter)
    return [*found, *(["brackets"] if depth else [])]


def test_english_would_be_seen() -> None:
    assert unlike_the_files(Card("cy", (Paragraph("⟦Hello⟧"),))) == ["⟦Hello⟧"]
    assert outside(Card("cy", (Paragraph(f"⟦á {NAME}⟧é"),))) == ["é"]


Asked = Callable[[AnswerKind], str]


def good(kind: AnswerKind) -> str:
    """What may be typed as an answer of that kind; in figures where it can be."""
    match kind:
        case YesNo() | Choice() | SeveralChoices():
            return "1"
        case Scale():
            return str(kind.high)
        case Number():
            return str(kind.least)
        case Percent():
            return "50 - 60%"
        case Money():
            return "1500 - 2500 USD"
        case Duration():
            return "3 days"
        case Day():
            return DAYS[1].isoformat()
        case Text():
            return WORDS
        case Contact(contact):
            return "name@example.com" if contact is ContactKind.EMAIL else "https://example.com"


def bad(kind: AnswerKind) -> str:
    """The last option and the lowest point: what nobody hopes for."""
    match kind:
        case YesNo():
            return "2"
        case Choice(options, other):
            return WORDS if other is not None else str(len(options))
        case SeveralChoices(options):
            return str(len(options))
        case Scale():
            return str(kind.low)
        case Number():
            return str(kind.most)
        case Percent():
            return "1%"
        case Money():
            return "5 USD"
        case Duration():
            return "12 months"
        case _:
            return good(kind)


def nothing(kind: AnswerKind) -> str:
    del kind
    return "idk"


IN_BETWEEN: tuple[tuple[Happening, ...], ...] = (
    (HelpAsked(),),
    (WhyAsked(),),
    (RepeatAsked(),),
    (CancelAsked(), KeptGoing()),
    (RestartAsked(), TextSent("?"), KeptGoing()),
    (ChangeAsked(), KeptGoing()),
    (ChangeAsked("none"),),
    (Paused(), TextSent("?"), Returned()),
    (Overtaken(),),
    (Confirmed(),),
    (SummaryAccepted(),),
    (Passed(Mark.SKIPPED, step=999),),
    tuple(
        NotUnderstood(Problem(reason, DAYS[0].isoformat() if reason is Reason.TOO_EARLY else "5"))
        for reason in Reason
    ),
)
PROBLEMS = ((WhyAsked(), TextSent("?"), TextSent("?"), TextSent("?")),)


def answer_all(bot: World, said: Asked) -> None:
    """Answer every question; everything that can be said in between, at the second one."""
    for number in range(60):
        record = bot.record()
        profile = bot.look(lambda tx, r=record: tx.team(HERE).profile(r.profile_id, r.version))  # type: ignore[misc]
        assert profile is not None
        opened = prompt(profile, record.interview)
        if not isinstance(opened, Question):
            return
        for events in IN_BETWEEN if number == 1 else PROBLEMS:
            happen(bot, *events)
        kind = opened.trait.wording(record.interview.respondent).kind
        bot.happen(TextSent(said(kind)))


@pytest.fixture
def bot(files: Files, tmp_path: Path) -> Iterator[World]:
    with world(
        tmp_path,
        lists=partial(load_list, folder=files.lists),
        phrases=load_phrases(files.locales),
        lexicon=load_lexicon(sorted(files.lexicon.glob("*.toml"))),
    ) as made:
        yield made


def happen(bot: World, *happenings: Happening) -> None:
    for happening in happenings:
        bot.happen(happening)


def begin(bot: World, profile: str, respondent: Respondent = Respondent.MEMBER) -> None:
    bot.happen(QualifyRequested(NAME, respondent, CODE, profile))


def check_what_was_shown(bot: World) -> None:
    cards = [card for _, card, _ in bot.screen.shown]

    assert {card.language for card in cards} == {CODE}
    for card in cards:
        assert (unlike_the_files(card), outside(card)) == ([], [])


@pytest.mark.parametrize("said", [good, bad, nothing])
@pytest.mark.parametrize("profile", ["starter", "everything", "client_audit"])
def test_a_member_meets_nothing_but_the_texts_of_the_files(
    bot: World, profile: str, said: Asked
) -> None:
    begin(bot, profile)
    answer_all(bot, said)
    happen(bot, HelpAsked(), WhyAsked(), SteppedBack(), TextSent(said(YesNo())))
    answer_all(bot, said)
    first = bot.record().interview.answers[0].trait
    happen(bot, SummaryAccepted(), Returned(), RepeatAsked(), Paused(), HelpAsked(), WhyAsked())
    happen(bot, ChangeAsked(first), Paused(), ChangeAsked(first), Passed(Mark.NOT_APPLICABLE))
    happen(bot, RestartAsked())
    begin(bot, "agency")
    begin(bot, "bant")
    happen(bot, CancelAsked(), Confirmed(), RepeatAsked(), Returned())

    check_what_was_shown(bot)


@pytest.mark.parametrize("said", [good, nothing])
def test_a_prospect_meets_nothing_but_the_texts_of_the_files(bot: World, said: Asked) -> None:
    begin(bot, "starter", Respondent.PROSPECT)
    answer_all(bot, said)
    happen(bot, ChangeAsked(), SteppedBack(), SummaryAccepted(), Returned(), WhyAsked())
    begin(bot, "agency", Respondent.PROSPECT)
    bot.happen(Passed(Mark.NOT_APPLICABLE))
    begin(bot, "bant", Respondent.PROSPECT)
    happen(bot, CancelAsked(), Confirmed(), RepeatAsked())
    begin(bot, "starter")

    assert bot.record().interview.stage is Stage.OPEN
    check_what_was_shown(bot)


def test_the_records_show_nothing_but_the_texts_of_the_files(bot: World, files: Files) -> None:
    phrases = load_phrases(files.locales)[CODE]
    for profile, said in (("starter", good), ("agency", bad), ("everything", nothing)):
        begin(bot, profile)
        answer_all(bot, said)
        bot.happen(SummaryAccepted())
    begin(bot, "champ")
    begin(bot, "starter", Respondent.PROSPECT)
    happen(bot, CancelAsked(), Confirmed())
    begin(bot, "meddic", Respondent.PROSPECT)

    seen = bot.look(lambda tx: [(one, _scene(one, files)) for one in tx.team(HERE).listings()])
    cards = [prospects_card(seen, phrases), *(interview_card(*one, phrases) for one in seen)]

    assert len(cards) == 7
    for card in cards:
        assert (unlike_the_files(card), outside(card)) == ([], [])


def _scene(listing: Listing, files: Files) -> Scene:
    record = listing.record
    profile = load_list(record.profile_id, folder=files.lists)
    return Scene(
        record.id, profile, record.version, record.interview, record.prospect, START.date()
    )


def test_lists_and_their_mistakes_show_nothing_but_the_texts_of_the_files(files: Files) -> None:
    phrases = load_phrases(files.locales)[CODE]
    lists: list[Profile] = [
        load_list(name, folder=files.lists) for name in shipped_lists(files.lists)
    ]
    mistakes_told = [
        told(Mistake(NAME, 3, WORDS, kind, WORDS, "5"), phrases) for kind in MistakeKind
    ]
    cards = [
        prospects_card([], phrases),
        *(list_card(profile, phrases) for profile in lists),
        *(Card(CODE, (Paragraph(text),)) for text in mistakes_told),
    ]

    for card in cards:
        assert (unlike_the_files(card), outside(card)) == ([], [])


# What is typed


@pytest.mark.parametrize("respondent", Respondent)
def test_every_command_on_a_card_is_understood_when_typed(
    bot: World, respondent: Respondent
) -> None:
    begin(bot, "starter", respondent)
    bot.happen(TextSent("1"))
    labels = [button.label for button in _commands_of(bot.screen.shown[-1][1])]

    for label in labels:
        before = len(bot.screen.shown)
        bot.happen(TextSent(label))
        shown = "\n".join(bot.screen.texts()[before:])
        assert "ñóť óñé óƒ ťĥé áñšŵéřš" not in shown
    assert len(labels) >= 7


def _commands_of(card: Card) -> list[Button]:
    return [b for block in card.blocks if isinstance(block, Buttons) for b in block.buttons]
