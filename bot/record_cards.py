"""Cards about what is on record: the list of prospects, and one interview as it stands."""

from fractions import Fraction

from bot import answers as responses
from bot.cards import Block, Buttons, Card, Choices, Fields, Heading, Paragraph
from bot.effects import Occasion, Report, Summarise
from bot.interview import Stage, changeable
from bot.phrases import Phrases
from bot.ports import Json, Standing
from bot.profile import Profile, Respondent
from bot.rounding import in_tenths
from bot.scene import Scene
from bot.verdict import VerdictKind, assess
from bot.verdict_card import verdict_name
from bot.wording import compose, most_questions

Seen = tuple[Standing, Scene]
"""A line of the list, with the scene that its cards need."""


def prospects_card(seen: list[Seen], phrases: Phrases) -> Card:
    """Every prospect with the state of their interviews, the newest first."""
    if not seen:
        return Card(phrases.language, (Paragraph(phrases.say("nobody-yet")),))
    rows = tuple((scene.prospect, _row(standing, scene, phrases)) for standing, scene in seen)
    return Card(phrases.language, (Heading(phrases.say("list-heading")), Fields(rows)))


def interview_card(standing: Standing, scene: Scene, phrases: Phrases) -> Card:
    """One interview to look at: its verdict, or the answers so far. Nothing can be pressed."""
    blocks: list[Block] = []
    if standing.record.interview.stage is Stage.FINISHED:
        verdict = assess(
            scene.profile, scene.interview.answers, standing.record.interview.respondent
        )
        blocks += compose(Report(verdict, Occasion.NEW), scene, phrases).blocks
        blocks.append(Paragraph(_row(standing, scene, phrases), quiet=True))
    else:
        blocks.append(Heading(phrases.say("show-answers", prospect=scene.prospect)))
        blocks.append(Paragraph(_row(standing, scene, phrases), quiet=True))
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
        rows.append((phrases.pick(trait.name), weight))
    heading = phrases.say("profile-row", name=phrases.pick(profile.name), count=len(profile.traits))
    return Card(phrases.language, (Heading(heading), Fields(tuple(rows))))


def _row(standing: Standing, scene: Scene, phrases: Phrases) -> str:
    state = _state(standing, scene, phrases)
    if scene.interview.respondent is Respondent.PROSPECT:
        state = phrases.say("by-prospect", state=state)
    name = phrases.pick(scene.profile.name)
    return phrases.say("list-row", state=state, list=name, date=standing.changed_at.date())


def _state(standing: Standing, scene: Scene, phrases: Phrases) -> str:
    stage = scene.interview.stage
    if stage is Stage.FINISHED and standing.verdict is not None:
        kind = VerdictKind(standing.verdict)
        verdict = verdict_name(kind, scene.profile.subject, phrases)
        if standing.score is None:
            return phrases.say("list-finished-unscored", verdict=verdict)
        score = phrases.tenths(in_tenths(Fraction(standing.score)))
        return phrases.say("list-finished", verdict=verdict, score=score)
    if stage is Stage.CANCELLED:
        return phrases.say("list-cancelled")
    count, most = len(changeable(scene.profile, scene.interview)), most_questions(scene)
    return phrases.say(f"list-{stage}", count=count, most=most)


def interview_json(standing: Standing, scene: Scene) -> Json:
    """The same for programs: exact score as a fraction of 100, and every answer in full."""
    record = standing.record
    return {
        "prospect": record.prospect,
        "interview": record.id,
        "list": record.profile_id,
        "version": record.version,
        "respondent": record.interview.respondent.value,
        "stage": record.interview.stage.value,
        "changed_at": standing.changed_at.isoformat(),
        "verdict": standing.verdict,
        "score": None if standing.score is None else round(float(Fraction(standing.score)), 4),
        "answers": [
            {
                "trait": answer.trait,
                "response": responses.to_json(answer.response),
                "given_on": answer.given_on.isoformat(),
            }
            for answer in changeable(scene.profile, scene.interview)
        ],
    }
