"""The verdict as a card: the advice, what to ask for, and the ledger that explains the score."""

import math

from bot.answers import Answer
from bot.cards import Block, Card, Fields, Heading, Paragraph
from bot.effects import Occasion
from bot.phrases import Phrases
from bot.profile import Subject
from bot.rounding import FULL, Shown, in_tenths, shown_ledger
from bot.scene import Scene, buttons, card
from bot.snapshot import Interview
from bot.verdict import MOST_UNKNOWN, Line, LineState, Verdict, VerdictKind


def verdict_card(verdict: Verdict, occasion: Occasion, scene: Scene, phrases: Phrases) -> Card:
    """The whole verdict, for members only."""
    heading, *advice = _advice(verdict, scene, phrases)
    blocks: list[Block] = [heading]
    if occasion is Occasion.CHANGED:
        blocks.append(Paragraph(phrases.say("report-changed")))
    blocks += [*advice, _ledger(verdict, scene, phrases), _note(scene, phrases)]
    if occasion is Occasion.AGAIN:
        change, restart = phrases.say("button-change"), phrases.say("button-restart")
        again = phrases.say("report-again", change=change, restart=restart)
        blocks.append(Paragraph(again, quiet=True))
    blocks.append(buttons(scene, phrases, "button-change", "button-restart"))
    return Card(phrases.language, tuple(blocks))


def short_card(verdict: Verdict, scene: Scene, phrases: Phrases) -> Card:
    """The verdict for the team's channel; the answers are below it, in its thread."""
    below = phrases.say("report-answers-below")
    return card(phrases, *_advice(verdict, scene, phrases), Paragraph(below, quiet=True))


def answers_card(verdict: Verdict, scene: Scene, phrases: Phrases) -> Card:
    """Every answer with what it counted."""
    heading = Heading(phrases.say("show-answers", prospect=scene.prospect))
    return card(phrases, heading, _ledger(verdict, scene, phrases), _note(scene, phrases))


def change_card(before: Verdict, now: Verdict, was: Interview, scene: Scene, ph: Phrases) -> Card:
    """What was answered before and what is now, and what that did to the verdict."""
    lines = []
    earlier = {answer.trait: answer.response for answer in was.answers}
    for answer in scene.interview.answers:
        if earlier.get(answer.trait) != answer.response:
            trait = scene.profile.trait(answer.trait)
            kind = trait.wording(scene.interview.respondent).kind
            given = earlier.get(answer.trait)
            old = ph.say("answer-none") if given is None else ph.answer(kind, given)
            new, name = ph.answer(kind, answer.response), ph.pick(trait.name)
            lines.append(ph.say("report-answer-changed", trait=name, before=old, after=new))
    verdicts = [_in_short(one, scene, ph) for one in (before, now)]
    if verdicts[0] == verdicts[1]:
        lines.append(ph.say("report-verdict-stays", verdict=verdicts[0]))
    else:
        said = ph.say("report-verdict-changed", before=verdicts[0], after=verdicts[1])
        lines.append(said)
    return card(ph, Paragraph("\n".join(lines)))


def overtaken_card(before: Verdict, scene: Scene, phrases: Phrases) -> Card:
    """What is left of a verdict when an answer was changed: nothing to press."""
    said = Paragraph(phrases.say("report-overtaken"), quiet=True)
    return card(phrases, Heading(_heading(before, scene, phrases)), said)


def _in_short(verdict: Verdict, scene: Scene, phrases: Phrases) -> str:
    name = verdict_name(verdict.kind, scene.profile.subject, phrases)
    if verdict.kind is VerdictKind.NOT_ENOUGH or verdict.score is None:
        return name
    score = phrases.tenths(in_tenths(verdict.score))
    return phrases.say("list-finished", verdict=name, score=score)


def _note(scene: Scene, phrases: Phrases) -> Paragraph:
    name = phrases.pick(scene.profile.name)
    said = phrases.say("ledger-note", list=name, version=scene.version)
    return Paragraph(said, quiet=True)


def _advice(verdict: Verdict, scene: Scene, phrases: Phrases) -> list[Block]:
    """The verdict, why, and what to do about it."""
    blocks: list[Block] = [Heading(_heading(verdict, scene, phrases))]
    open_breakers = _open_deal_breakers(verdict, scene)
    if open_breakers:
        traits = _names(open_breakers, scene, phrases)
        text = phrases.say("because-open-deal-breakers", count=len(open_breakers), traits=traits)
        blocks.append(Paragraph(text))
    blocks.append(Paragraph(_because(verdict, scene, phrases)))
    if verdict.conditions:
        blocks.append(Paragraph(_ask_for(verdict, scene, phrases)))
    if verdict.to_settle:
        blocks.append(Paragraph(_to_settle(verdict, scene, phrases)))
    return blocks


def verdict_name(kind: VerdictKind, subject: Subject, phrases: Phrases) -> str:
    """The verdict in words; about a client it is keep or repair."""
    about = "client-" if subject is Subject.CLIENT else ""
    return phrases.say(f"verdict-{about}{kind}")


def _heading(verdict: Verdict, scene: Scene, phrases: Phrases) -> str:
    name = verdict_name(verdict.kind, scene.profile.subject, phrases)
    if verdict.kind is VerdictKind.NOT_ENOUGH or verdict.score is None:
        return phrases.say("report-heading-unscored", prospect=scene.prospect, verdict=name)
    score = phrases.tenths(in_tenths(verdict.score))
    return phrases.say("report-heading", prospect=scene.prospect, verdict=name, score=score)


def _open_deal_breakers(verdict: Verdict, scene: Scene) -> tuple[str, ...]:
    """The deal-breakers that were asked about and are still unknown."""
    traits = (scene.profile.trait(trait) for trait in verdict.to_settle)
    return tuple(trait.id for trait in traits if trait.fails_below is not None)


def _because(verdict: Verdict, scene: Scene, phrases: Phrases) -> str:
    """The one rule that decided."""
    bands = scene.profile.bands
    accept, conditions = phrases.number(bands.accept), phrases.number(bands.conditions)
    client = scene.profile.subject is Subject.CLIENT
    if verdict.kind is VerdictKind.NOT_ENOUGH and verdict.score is None:
        return phrases.say("because-nothing")
    if verdict.kind is VerdictKind.NOT_ENOUGH:
        share = phrases.per_cent(math.ceil(verdict.unknown_share * 100))
        most = phrases.per_cent(int(MOST_UNKNOWN * 100))
        unknown = phrases.say("because-not-enough", share=share, most=most)
        return "\n".join((unknown, _failure(verdict, scene, phrases))).rstrip()
    if verdict.failed:
        return _failure(verdict, scene, phrases)
    variables = {"prospect": scene.prospect, "accept": accept, "conditions": conditions}
    about = "client-" if client else ""
    if verdict.kind is VerdictKind.ACCEPT:
        but = "-open" if _open_deal_breakers(verdict, scene) else ""
        return phrases.say(f"because-{about}accept{but}", **variables)
    if verdict.kind is VerdictKind.CONDITIONS and not verdict.conditions and not client:
        return phrases.say("because-conditions-none", **variables)
    return phrases.say(
        "because-client-conditions" if client else f"because-{verdict.kind}", **variables
    )


def _failure(verdict: Verdict, scene: Scene, phrases: Phrases) -> str:
    """Which deal-breakers failed, and whether that can be cured; empty if none did."""
    if not verdict.failed:
        return ""
    traits = _names(verdict.failed, scene, phrases)
    if scene.profile.subject is Subject.CLIENT:
        return phrases.say("because-client-failed", traits=traits)
    outcome = "decline" if verdict.kind is VerdictKind.DECLINE else "conditions"
    return phrases.say(f"because-failed-{outcome}", count=len(verdict.failed), traits=traits)


def _names(traits: tuple[str, ...], scene: Scene, phrases: Phrases) -> str:
    names = [phrases.pick(scene.profile.trait(trait).name) for trait in traits]
    return phrases.say("separator").join(names)


def _ask_for(verdict: Verdict, scene: Scene, phrases: Phrases) -> str:
    lines = [phrases.say("ask-for")]
    for number, trait_id in enumerate(verdict.conditions, 1):
        trait = scene.profile.trait(trait_id)
        name = phrases.pick(trait.name)
        advice = phrases.pick(trait.remedy.advice) if trait.remedy else ""
        lines.append(f"{number}. " + phrases.say("ask-for-line", trait=name, advice=advice))
    if verdict.score_with_conditions is not None:
        accept = scene.profile.bands.accept
        score = phrases.tenths(in_tenths(verdict.score_with_conditions))
        short = verdict.score_with_conditions < accept
        key = "score-if-agreed-short" if short else "score-if-agreed"
        lines.append(phrases.say(key, score=score, accept=phrases.number(accept)))
    return "\n".join(lines)


def _to_settle(verdict: Verdict, scene: Scene, phrases: Phrases) -> str:
    lines = [phrases.say("ask-before")]
    for number, trait_id in enumerate(verdict.to_settle, 1):
        trait = scene.profile.trait(trait_id)
        question = phrases.pick(trait.about.question)
        line = phrases.say("ask-before-line", trait=phrases.pick(trait.name), question=question)
        lines.append(f"{number}. {line}")
    return "\n".join(lines)


def _ledger(verdict: Verdict, scene: Scene, phrases: Phrases) -> Fields:
    given = {answer.trait: answer for answer in scene.interview.answers}
    shown = {} if verdict.score is None else shown_ledger(verdict.score, verdict.ledger)
    rows = []
    for line in verdict.ledger:
        name = phrases.at_edge(phrases.pick(scene.profile.trait(line.trait).name))
        rows.append((name, _line(line, given.get(line.trait), shown, scene, phrases)))
    if verdict.score is not None:
        points, full = phrases.tenths(in_tenths(verdict.score)), phrases.tenths(FULL)
        value = phrases.say("ledger-sum-value", points=points, most=full)
        rows.append((phrases.say("ledger-sum"), value))
    return Fields(tuple(rows))


def _line(
    line: Line,
    answer: Answer | None,
    shown: dict[str, Shown],
    scene: Scene,
    phrases: Phrases,
) -> str:
    if line.state is LineState.OPEN:
        return phrases.say("ledger-open")
    if line.state is LineState.NOT_ASKED or answer is None:
        return phrases.say("ledger-not-asked")
    kind = scene.profile.trait(line.trait).wording(scene.interview.respondent).kind
    given = phrases.answer(kind, answer.response)
    if line.trait not in shown:
        return phrases.say("ledger-uncounted", answer=given)
    points = phrases.tenths(shown[line.trait].points)
    full = phrases.tenths(shown[line.trait].most)
    return phrases.say("ledger-line", answer=given, points=points, most=full)
