"""Cards about what is on record: the list of prospects, and one interview as it stands."""

from fractions import Fraction
from typing import Any

from bot import answers as responses
from bot.cards import Block, Buttons, Card, Choices, Fields, Heading, Paragraph
from bot.effects import Occasion, Report, Summarise
from bot.phrases import Phrases
from bot.profile import Profile, Respondent
from bot.records import Listing
from bot.rounding import in_tenths
from bot.scene import Scene
from bot.snapshot import Stage, changeable
from bot.verdict import VerdictKind, assess
from bot.verdict_card import verdict_name
from bot.wording import compose, most_questions

Json = dict[str, Any]
Seen = tuple[Listing, Scene]
"""A line of the list, with the scene that its cards need."""


def prospects_card(seen: list[Seen], phrases: Phrases) -> Card:
    """Every prospect with the state of their interviews, the newest first."""
    if not seen:
        return Card(phrases.language, (Paragraph(phrases.say("nobody-yet")),))
    rows = tuple(
        (phrases.at_edge(scene.prospect), row(listing, scene, phrases)) for listing, scene in seen
    )
    return Card(phrases.language, (Heading(phrases.say("list-heading")), Fields(rows)))


def interview_card(listing: Listing, scene: Scene, phrases: Phrases) -> Card:
    """One interview to look at: its verdict, or the answers so far. Nothing can be pressed."""
    blocks: list[Block] = []
    if listing.record.interview.stage is Stage.FINISHED:
        verdict = assess(
            scene.profile, scene.interview.answers, listing.record.interview.respondent
        )
        blocks += compose(Report(verdict, Occasion.NEW), scene, phrases).blocks
        blocks.append(Paragraph(row(listing, scene, phrases), quiet=True))
    else:
        blocks.append(Heading(phrases.say("show-answers", prospect=scene.prospect)))
        blocks.append(Paragraph(row(listing, scene, phrases), quiet=True))
        blocks += [b for b in compose(Summarise(), scene, phrases).blocks if isinstance(b, Choices)]
    shown = tuple(block for block in blocks if not isinstance(block, Buttons))
    return Card(phrases.language, shown)


def list_card(profile: Profile, phrases: Phrases) -> Card:
    """One list of traits: each with its weight and its question to a member."""
    rows = []
    for trait in profile.traits:
        weight = phrases.say("profile-weight", weight=trait.weight)
        if not trait.weight:
            weight = phrases.say("profile-noted")
        elif trait.fails_below is not None:
            weight = phrases.say("profile-deal-breaker", weight=weight)
        question = phrases.pick(trait.about.question)
        asked = phrases.say("profile-trait", question=question, weight=weight)
        rows.append((phrases.at_edge(phrases.pick(trait.name)), asked))
    heading = phrases.say("profile-row", name=phrases.pick(profile.name), count=len(profile.traits))
    return Card(phrases.language, (Heading(heading), Fields(tuple(rows))))


def row(listing: Listing, scene: Scene, phrases: Phrases) -> str:
    """How far an interview is, with which list, and when it changed last."""
    state = _state(listing, scene, phrases)
    if scene.interview.respondent is Respondent.PROSPECT:
        state = phrases.say("by-prospect", state=state)
    name = phrases.pick(scene.profile.name)
    return phrases.say("list-row", state=state, list=name, date=listing.changed_at.date())


def _state(listing: Listing, scene: Scene, phrases: Phrases) -> str:
    stage = scene.interview.stage
    if stage is Stage.FINISHED and listing.verdict is not None:
        kind = VerdictKind(listing.verdict)
        verdict = verdict_name(kind, scene.profile.subject, phrases)
        if listing.score is None or kind is VerdictKind.NOT_ENOUGH:
            return phrases.say("list-finished-unscored", verdict=verdict)
        score = phrases.tenths(in_tenths(Fraction(listing.score)))
        return phrases.say("list-finished", verdict=verdict, score=score)
    if stage is Stage.CANCELLED:
        return phrases.say("list-cancelled")
    count, most = len(changeable(scene.profile, scene.interview)), most_questions(scene)
    return phrases.say(f"list-{stage}", count=count, most=most)


def interview_json(listing: Listing, scene: Scene) -> Json:
    """The same for programs, with the ledger of a finished interview. Scores are 0 to 100."""
    record = listing.record
    given = {
        "prospect": record.prospect,
        "interview": record.id,
        "list": record.profile_id,
        "version": record.version,
        "respondent": record.interview.respondent.value,
        "stage": record.interview.stage.value,
        "changed_at": listing.changed_at.isoformat(),
        "verdict": listing.verdict,
        "score": _number(None if listing.score is None else Fraction(listing.score)),
        "answers": [
            {
                "trait": answer.trait,
                "response": responses.to_json(answer.response),
                "given_on": answer.given_on.isoformat(),
            }
            for answer in changeable(scene.profile, scene.interview)
        ],
    }
    if record.interview.stage is not Stage.FINISHED:
        return given
    verdict = assess(scene.profile, record.interview.answers, record.interview.respondent)
    ledger = [
        {
            "trait": line.trait,
            "state": line.state.value,
            "weight": line.weight,
            "fit": _number(line.fit),
            "points": _number(line.points),
            "most": _number(line.most),
        }
        for line in verdict.ledger
    ]
    return {
        **given,
        "ledger": ledger,
        "failed_deal_breakers": list(verdict.failed),
        "conditions": list(verdict.conditions),
        "to_settle": list(verdict.to_settle),
    }


def _number(exact: Fraction | None) -> float | None:
    return None if exact is None else float(exact)
