"""The verdict: score, ledger and what to ask for. Every rule about them is in this file.

    score = sum(weight x fit) / sum(weight), 0 to 100, over the traits that count

A trait counts when it has a value, or a *don't know*, which has a fit of its own (0.2 unless the
list says otherwise). Skipped, not applicable and not asked traits do not count. Then, in order:

1. a failed deal-breaker that no remedy cures: decline, whatever the score;
2. nothing counts, or more than 30 % of the weight is unknown or skipped: not enough information;
3. any other failed deal-breaker: accept with conditions, whatever the score;
4. otherwise the score decides, by the list's bands.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from bot.answers import Answer, Mark
from bot.profile import Profile, Respondent, Standing, Trait, standings
from bot.weighing import fit, is_weighed

MOST_UNKNOWN = Fraction(30, 100)
"""The share of the weight that may be unknown before there is no verdict."""


class VerdictKind(StrEnum):
    """What the list advises; what people then do is their decision."""

    ACCEPT = "accept"
    CONDITIONS = "conditions"
    DECLINE = "decline"
    NOT_ENOUGH = "not-enough"


class LineState(StrEnum):
    """What stands behind a line of the ledger; only the first two count.

    An open trait is in play and has no answer yet; one that was not asked is not in play.
    """

    WEIGHED = "weighed"
    DONT_KNOW = "dont-know"
    SKIPPED = "skipped"
    NOT_APPLICABLE = "not-applicable"
    NOTED = "noted"
    OPEN = "open"
    NOT_ASKED = "not-asked"


@dataclass(frozen=True, slots=True)
class Line:
    """One trait's part of the score: ``points`` of the ``most`` it could have brought."""

    trait: str
    state: LineState
    weight: int
    fit: Fraction | None
    points: Fraction
    most: Fraction


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict and everything that explains it. The ledger's points add up to the score.

    ``conditions`` are traits whose remedies to ask for, ``score_with_conditions`` the score if
    every one of them worked fully; ``to_settle`` are unknown traits worth asking about, heaviest
    first, and ``unknown_share`` is their share of the weight, 0 to 1.
    """

    kind: VerdictKind
    score: Fraction | None
    ledger: tuple[Line, ...]
    failed: tuple[str, ...]
    conditions: tuple[str, ...]
    to_settle: tuple[str, ...]
    score_with_conditions: Fraction | None
    unknown_share: Fraction


def assess(profile: Profile, answers: tuple[Answer, ...], respondent: Respondent) -> Verdict:
    """The verdict on these answers; the same answers and list always give the same one."""
    standing = standings(profile, answers, respondent)
    given = {answer.trait: answer for answer in answers}
    read = [
        _read(trait, given.get(trait.id), respondent)
        if standing[trait.id] is Standing.IN_PLAY
        else (LineState.NOT_ASKED, None)
        for trait in profile.traits
    ]
    counted = sum(
        trait.weight
        for trait, (_, weighed) in zip(profile.traits, read, strict=True)
        if weighed is not None
    )
    ledger = tuple(
        Line(
            trait.id,
            state,
            trait.weight,
            weighed,
            Fraction(100 * trait.weight, counted) * weighed if weighed is not None else Fraction(0),
            Fraction(100 * trait.weight, counted) if weighed is not None else Fraction(0),
        )
        for trait, (state, weighed) in zip(profile.traits, read, strict=True)
    )
    score = sum((line.points for line in ledger), Fraction(0)) if counted else None
    failed = tuple(line.trait for line in ledger if _fails(profile.trait(line.trait), line))
    kind = _kind(profile, ledger, score, failed)
    conditions = _conditions(profile, ledger, failed) if kind is VerdictKind.CONDITIONS else ()
    return Verdict(
        kind,
        score,
        ledger,
        failed,
        conditions,
        _to_settle(ledger),
        _score_if_met(ledger, conditions) if conditions else None,
        _unknown_share(ledger),
    )


def _read(
    trait: Trait, answer: Answer | None, respondent: Respondent
) -> tuple[LineState, Fraction | None]:
    kind = trait.wording(respondent).kind
    if answer is None:
        return LineState.OPEN, None
    match answer.response:
        case Mark.DONT_KNOW:
            return LineState.DONT_KNOW, trait.unknown_fit if is_weighed(kind) else None
        case Mark.SKIPPED:
            return LineState.SKIPPED, None
        case Mark.NOT_APPLICABLE:
            return LineState.NOT_APPLICABLE, None
        case value:
            weighed = fit(kind, value, answer.given_on)
            return (LineState.NOTED if weighed is None else LineState.WEIGHED), weighed


def _fails(trait: Trait, line: Line) -> bool:
    """Whether a value breaks the deal; not knowing does not."""
    return (
        trait.fails_below is not None
        and line.state is LineState.WEIGHED
        and line.fit is not None
        and line.fit < trait.fails_below
    )


def _kind(
    profile: Profile, ledger: tuple[Line, ...], score: Fraction | None, failed: tuple[str, ...]
) -> VerdictKind:
    if any(not _curable(profile.trait(trait)) for trait in failed):
        return VerdictKind.DECLINE
    if score is None or _unknown_share(ledger) > MOST_UNKNOWN:
        return VerdictKind.NOT_ENOUGH
    if failed:
        return VerdictKind.CONDITIONS
    if score >= profile.bands.accept:
        return VerdictKind.ACCEPT
    return VerdictKind.CONDITIONS if score >= profile.bands.conditions else VerdictKind.DECLINE


def _curable(trait: Trait) -> bool:
    return trait.remedy is not None and trait.remedy.cures


def _is_unknown(line: Line) -> bool:
    return line.state in (LineState.DONT_KNOW, LineState.SKIPPED)


def _unknown_share(ledger: tuple[Line, ...]) -> Fraction:
    """The unknown weight's share of the weight that was asked about and applies."""
    unknown = sum(line.weight for line in ledger if _is_unknown(line))
    known = sum(line.weight for line in ledger if line.state is LineState.WEIGHED)
    return Fraction(unknown, unknown + known) if unknown else Fraction(0)


def _to_settle(ledger: tuple[Line, ...]) -> tuple[str, ...]:
    unknown = (
        line
        for line in ledger
        if line.weight and (_is_unknown(line) or line.state is LineState.OPEN)
    )
    return tuple(line.trait for line in sorted(unknown, key=lambda line: -line.weight))


def _conditions(
    profile: Profile, ledger: tuple[Line, ...], failed: tuple[str, ...]
) -> tuple[str, ...]:
    """Failed deal-breakers, then the largest curable losses, until the score would be accepted."""
    chosen = list(failed)
    losses = sorted(
        (line for line in ledger if line.state is LineState.WEIGHED and line.trait not in failed),
        key=lambda line: line.points - line.most,
    )
    for line in losses:
        if _score_if_met(ledger, tuple(chosen)) >= profile.bands.accept:
            break
        if line.points < line.most and _curable(profile.trait(line.trait)):
            chosen.append(line.trait)
    return tuple(chosen)


def _score_if_met(ledger: tuple[Line, ...], conditions: tuple[str, ...]) -> Fraction:
    return sum(
        (line.most if line.trait in conditions else line.points for line in ledger), Fraction(0)
    )
