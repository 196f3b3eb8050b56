"""What makes a list that reads well unusable or pointless: check(profile, …) -> findings.

What answers can lead to is never underestimated (``possible``), so what is found is so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.kinds import Choice, Contact, Number, Option, Scale, SeveralChoices, Text, Texts
from bot.list_nodes import ANY_LANGUAGE
from bot.possible import Possible, impossible_verdicts, possible_fits, possible_values
from bot.profile import Condition, Profile, Respondent, Trait
from bot.understanding.cleaning import folded
from bot.understanding.commands import command
from bot.understanding.lexicon import Lexicon
from bot.understanding.words import prepared


class FindingKind(StrEnum):
    """What is wrong. Each has a text of its own in every language."""

    UNTRANSLATED = "untranslated"
    NEVER_ASKED = "never-asked"
    NEVER_MATTERS = "never-matters"
    NEVER_FAILS = "never-fails"
    IMPOSSIBLE_VERDICT = "impossible-verdict"
    DOUBLE_LABEL = "double-label"
    COMMAND_LABEL = "command-label"
    NUMBER_LABEL = "number-label"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about a trait; about the list as a whole, the list's id takes its place.

    ``detail`` is the missing language, the trait that conditions refer to, the wording (``about``
    or ``to``), the verdict, or the label.
    """

    kind: FindingKind
    trait: str
    detail: str


def check(profile: Profile, languages: tuple[str, ...], lexicon: Lexicon) -> tuple[Finding, ...]:
    """Everything found, trait by trait, then about the whole list; empty if all is well."""
    asked = [respondent for respondent in Respondent if profile.speaks_to(respondent)]
    findings = [
        Finding(kind, trait.id, detail)
        for trait in profile.traits
        for kind, detail in (
            *_about_trait(profile, trait, asked, languages),
            *_about_labels(trait, lexicon),
        )
    ]
    findings += _about_name(profile, languages)
    findings += [
        Finding(FindingKind.IMPOSSIBLE_VERDICT, profile.id, verdict)
        for respondent in asked
        for verdict in impossible_verdicts(profile, respondent)
    ]
    return tuple(dict.fromkeys(findings))


def untranslated(profile: Profile, languages: tuple[str, ...]) -> tuple[Finding, ...]:
    """The texts that are missing in some language, of traits and then of the list's name."""
    findings = [
        Finding(FindingKind.UNTRANSLATED, trait.id, language)
        for trait in profile.traits
        for language in _missing(_texts(trait), languages)
    ]
    return (*findings, *_about_name(profile, languages))


def _about_name(profile: Profile, languages: tuple[str, ...]) -> Iterator[Finding]:
    for language in _missing([profile.name], languages):
        yield Finding(FindingKind.UNTRANSLATED, profile.id, language)


def _about_trait(
    profile: Profile, trait: Trait, asked: list[Respondent], languages: tuple[str, ...]
) -> Iterator[tuple[FindingKind, str]]:
    for language in _missing(_texts(trait), languages):
        yield FindingKind.UNTRANSLATED, language
    for respondent in asked:
        for unmet in _unmet(profile, trait, respondent):
            yield FindingKind.NEVER_ASKED, unmet
    for side, wording in (("about", trait.about), ("to", trait.to)):
        if wording is None:
            continue
        fits = possible_fits(wording.kind)
        if len(set(fits)) == 1 and not isinstance(wording.kind, Text | Contact):
            yield FindingKind.NEVER_MATTERS, side
        if trait.fails_below is not None and all(one >= trait.fails_below for one in fits):
            yield FindingKind.NEVER_FAILS, side


def _about_labels(trait: Trait, lexicon: Lexicon) -> Iterator[tuple[FindingKind, str]]:
    for wording in (trait.about, trait.to):
        if wording is None or not isinstance(wording.kind, Choice | SeveralChoices):
            continue
        options = wording.kind.options
        for label in _double_labels(options):
            yield FindingKind.DOUBLE_LABEL, label
        for index, option in enumerate(options):
            for label in option.label.values():
                if command(label, lexicon) is not None:
                    yield FindingKind.COMMAND_LABEL, label
                digits = prepared(label).strip(" #.)")
                if digits.isdecimal() and int(digits[:9]) != index + 1:
                    yield FindingKind.NUMBER_LABEL, label


def _missing(texts: list[Texts], languages: tuple[str, ...]) -> list[str]:
    return [
        language
        for language in languages
        if any(language not in text and ANY_LANGUAGE not in text for text in texts)
    ]


def _texts(trait: Trait) -> list[Texts]:
    texts = [trait.name, *([trait.remedy.advice] if trait.remedy else [])]
    for wording in (trait.about, trait.to):
        if wording is not None:
            kind = wording.kind
            texts += [wording.question, *([wording.why] if wording.why else [])]
            if isinstance(kind, Choice | SeveralChoices):
                texts += [option.label for option in kind.options]
            elif isinstance(kind, Scale):
                texts += [label for label in (kind.low_label, kind.high_label) if label]
            elif isinstance(kind, Number) and kind.unit:
                texts.append(kind.unit)
    return texts


def _double_labels(options: tuple[Option, ...]) -> Iterator[str]:
    """Labels that more than one option has, in whatever language: all are understood."""
    taken: dict[str, str] = {}
    for option in options:
        for label in option.label.values():
            if taken.setdefault(folded(label) or label, option.key) != option.key:
                yield label


def _unmet(profile: Profile, trait: Trait, respondent: Respondent) -> Iterator[str]:
    """The traits of which no value meets all that this one, and what it depends on, asks of it."""
    asked_of: dict[str, list[Condition]] = {}
    waiting = [trait]
    while waiting:
        for condition in waiting.pop(0).only_if:
            if condition.trait not in asked_of:
                waiting.append(profile.trait(condition.trait))
            asked_of.setdefault(condition.trait, []).append(condition)
    for earlier, conditions in asked_of.items():
        values = possible_values(profile.trait(earlier).wording(respondent).kind)
        if values is not None and not any(_meets(value, conditions) for value in values):
            yield earlier


def _meets(value: Possible, conditions: list[Condition]) -> bool:
    return all(
        (value.fit is None or c.fit_at_least <= value.fit <= c.fit_at_most)
        and (c.options is None or value.keys & c.options)
        for c in conditions
    )
