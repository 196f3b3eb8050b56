"""Every card that is shown, in each language, by its name."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from bot.answers import Amount, Answer, Lasting, Length, Mark, Picked, Rated, Response
from bot.cards import Card, Fields, Heading
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
from bot.interview import show
from bot.kinds import Texts
from bot.ordering import progress
from bot.phrases import Phrases
from bot.ports import Address
from bot.problems import Problem, Reason
from bot.profile import Profile, Respondent
from bot.profile_file import load_list, shipped_lists
from bot.record_cards import Seen, interview_card, prospects_card
from bot.records import Listing, Record
from bot.scene import Scene
from bot.scene import card as told
from bot.settled_card import settled_card
from bot.snapshot import Interview, Stage
from bot.verdict import assess
from bot.verdict_card import answers_card, change_card, overtaken_card, short_card
from bot.wording import compose

TODAY = date(2026, 3, 1)
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
INTERVIEW = "0123456789abcdef0123456789abcdef"
STARTER = load_list("starter")
EVERYTHING = load_list(str(Path(__file__).parent / "lists" / "everything.yaml"))
NAMES: Mapping[str, str] = {"en": "Acme & Sons", "ar": "شركة النور"}
LISTS: Mapping[str, Texts] = {name: load_list(name).name for name in shipped_lists()}

Json = dict[str, Any]
DOLLARS, HOURS = Decimal(2000), Length(0, 7200)
GOOD: Mapping[str, Response] = {
    "budget_fits": Amount(DOLLARS, DOLLARS, "USD"),
    "respectful": Rated(5),
    "replies_quickly": Lasting(HOURS, HOURS),
}


def responses(*changes: tuple[str, Response]) -> Iterator[Answer]:
    """Good answers to the starter list, but for these changes."""
    changed = dict(changes)
    for trait in STARTER.traits:
        kind = trait.about.kind
        options = getattr(kind, "options", None)
        good = GOOD.get(trait.id) or Picked(options[0].key if options else "yes")
        yield Answer(trait.id, changed.get(trait.id, good), TODAY)


def finished(*changes: tuple[str, Response]) -> Interview:
    answers = tuple(responses(*changes))
    return Interview(Respondent.MEMBER, Stage.FINISHED, answers, step=9)


def scene(language: str, interview: Interview, profile: Profile = STARTER) -> Scene:
    return Scene(INTERVIEW, profile, 1, interview, NAMES[language], TODAY)


FIRST = Interview(Respondent.MEMBER)
MIDDLE = Interview(Respondent.MEMBER, answers=tuple(responses())[:3], step=3)
REVIEW = replace(finished(), stage=Stage.OPEN, step=8)
ACCEPTED = finished()
ON_CONDITION = finished(("pay_upfront", Picked("none")))
UNKNOWN = finished(("pay_upfront", Mark.DONT_KNOW), ("signs_contract", Mark.DONT_KNOW))
DECLINED = finished(("respectful", Rated(1)))
FOR_PROSPECT = replace(FIRST, respondent=Respondent.PROSPECT)


def verdict(interview: Interview, occasion: Occasion = Occasion.NEW) -> Report:
    return Report(assess(STARTER, interview.answers, interview.respondent), occasion)


def asked(profile: Profile, trait: str, problem: Problem | None = None, attempt: int = 0) -> Ask:
    at = progress(profile, (), Respondent.MEMBER, trait)
    return Ask(trait, at, problem, attempt)


def effects() -> Iterator[tuple[str, Interview, Effect, Profile]]:
    """Everything that an interview shows, each once."""
    for trait in EVERYTHING.traits:
        yield f"question-{trait.id}", FIRST, asked(EVERYTHING, trait.id), EVERYTHING
    (question,) = show(STARTER, MIDDLE)
    yield "question-with-everything", MIDDLE, question, STARTER
    wrong = Problem(Reason.NOT_AN_OPTION)
    for attempt in (1, 2, 3):
        again = asked(STARTER, "pay_upfront", wrong, attempt)
        yield f"asked-again-{attempt}", FIRST, again, STARTER
    near = (Picked("full"),)
    yield "offer-one", replace(FIRST, offered=near), Offer("pay_upfront", near), STARTER
    several = (Picked("full"), Picked("half"))
    yield "offer-several", replace(FIRST, offered=several), Offer("pay_upfront", several), STARTER
    yield "why", FIRST, Explain("pay_upfront"), STARTER
    for notice in Notice:
        answer = ACCEPTED.answers[0]
        given = answer if notice in (Notice.CHANGING, Notice.TOOK_BACK) else None
        yield f"told-{notice}", MIDDLE, Tell(notice, given), STARTER
    for aside in Aside:
        yield f"confirm-{aside}", MIDDLE, Confirm(aside), STARTER
    yield "summary", REVIEW, Summarise(), STARTER
    yield "thanks", FOR_PROSPECT, Thank(), STARTER
    for name, interview in (
        ("accept", ACCEPTED),
        ("conditions", ON_CONDITION),
        ("decline", DECLINED),
        ("not-enough", UNKNOWN),
    ):
        yield f"verdict-{name}", interview, verdict(interview), STARTER
    yield "verdict-changed", ACCEPTED, verdict(ACCEPTED, Occasion.CHANGED), STARTER
    yield "verdict-again", ACCEPTED, verdict(ACCEPTED, Occasion.AGAIN), STARTER


def seen(language: str) -> list[Seen]:
    """What is on record: an open interview, a paused one, and two verdicts."""
    found = []
    for number, interview in enumerate(
        (MIDDLE, replace(MIDDLE, stage=Stage.PAUSED), ACCEPTED, ON_CONDITION)
    ):
        name = f"{NAMES[language]} {number + 1}"
        record = Record(
            INTERVIEW, name, "starter", 1, language, Address("slack", "T1", "U1"), interview
        )
        score: Fraction | None = None
        kind = None
        if interview.stage is Stage.FINISHED:
            assessed = verdict(interview).verdict
            kind, score = assessed.kind.value, assessed.score
        listing = Listing(record, NOW, kind, None if score is None else str(score))
        found.append((listing, replace(scene(language, interview), prospect=name)))
    return found


def cards(language: str, phrases: Phrases) -> Iterator[tuple[str, Card]]:
    """Every card that is shown as a message."""
    for name, interview, effect, profile in effects():
        yield name, compose(effect, scene(language, interview, profile), phrases)
    first = next(responses())
    (question,) = show(STARTER, FIRST)
    yield "settled", settled_card(question, first, scene(language, FIRST), phrases)
    yield "settled-open", settled_card(question, None, scene(language, FIRST), phrases)
    yield "settled-summary", settled_card(Summarise(), None, scene(language, REVIEW), phrases)
    for name, interview in (("accept", ACCEPTED), ("conditions", ON_CONDITION)):
        at, assessed = scene(language, interview), verdict(interview).verdict
        yield f"channel-{name}", short_card(assessed, at, phrases)
        yield f"thread-{name}", answers_card(assessed, at, phrases)
    at_end = scene(language, REVIEW)
    before, after = verdict(ACCEPTED).verdict, verdict(ON_CONDITION).verdict
    yield (
        "thread-changed",
        change_card(before, after, ACCEPTED, scene(language, ON_CONDITION), phrases),
    )
    yield "verdict-overtaken", overtaken_card(before, scene(language, ACCEPTED), phrases)
    rows = tuple((f"{place}", NAMES[language] * 30) for place in range(60))
    many = (Heading(NAMES[language]), Fields(rows), *compose(Summarise(), at_end, phrases).blocks)
    yield "shortened", told(phrases, *many)
    yield "list", prospects_card(seen(language), phrases)
    yield "show-open", interview_card(*seen(language)[0], phrases)
    yield "show-finished", interview_card(*seen(language)[3], phrases)
