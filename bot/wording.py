"""Effects in words: compose(effect, scene, phrases) -> Card."""

from bot.answers import Answer
from bot.cards import Button, Card, Choices, Heading, Paragraph, Verb
from bot.effects import (
    Aside,
    Ask,
    BeginAgain,
    Confirm,
    Effect,
    Explain,
    Notice,
    Offer,
    Report,
    Summarise,
    Tell,
    Thank,
)
from bot.offer_card import offer_card
from bot.ordering import next_trait, progress
from bot.phrases import Phrases
from bot.profile import Subject, Trait
from bot.question_card import question_card
from bot.scene import Scene, buttons, card
from bot.snapshot import changeable
from bot.verdict_card import verdict_card


def compose(effect: Effect, scene: Scene, phrases: Phrases) -> Card:
    """The effect as a card. Raises TypeError for ``BeginAgain``, which shows nothing itself."""
    match effect:
        case Ask():
            return question_card(effect, scene, phrases)
        case Offer():
            return offer_card(effect, scene, phrases)
        case Explain(trait):
            return _explain(scene.profile.trait(trait), scene, phrases)
        case Tell(notice, answer):
            return _tell(notice, answer, scene, phrases)
        case Confirm(Aside.CHANGE):
            return _choose_change(scene, phrases)
        case Confirm(what):
            return _confirm(what, scene, phrases)
        case Summarise():
            return _summary(scene, phrases)
        case Report(verdict, occasion):
            return verdict_card(verdict, occasion, scene, phrases)
        case Thank():
            return card(phrases, Paragraph(scene.say(phrases, "thanks")))
        case BeginAgain():
            raise TypeError("BeginAgain is carried out, not shown")


def _explain(trait: Trait, scene: Scene, phrases: Phrases) -> Card:
    why = trait.wording(scene.interview.respondent).why
    parts = [phrases.at_edge(phrases.pick(why))] if why else []
    if not scene.for_member:
        parts = parts or [scene.say(phrases, "why-prospect")]
    elif trait.weight:
        name = phrases.pick(trait.name)
        parts.append(scene.say(phrases, "why-member", trait=name, weight=trait.weight))
    else:
        parts.append(scene.say(phrases, "why-noted"))
    return card(phrases, Paragraph("\n".join(parts)))


_OFFERED = {
    Notice.WELCOME_BACK: ("button-restart",),
    Notice.PAUSED: ("button-resume",),
    Notice.STILL_OPEN: ("button-resume", "button-snooze", "button-pause"),
    Notice.SNOOZED: ("button-resume",),
    Notice.PUT_ASIDE: ("button-resume",),
    Notice.CANCELLED: ("button-restart",),
    Notice.OLD_BUTTON: ("button-repeat",),
}


def _tell(notice: Notice, answer: Answer | None, scene: Scene, phrases: Phrases) -> Card:
    key = notice.value
    if notice is Notice.WELCOME and scene.for_member and scene.profile.subject is Subject.CLIENT:
        key += "-client"
    variables = _variables(notice, answer, scene, phrases)
    said = scene.say(phrases, key, **variables)
    newer = scene.newest_version > scene.version
    if notice is Notice.WELCOME_BACK and scene.for_member and newer:
        said += "\n" + scene.say(phrases, "welcome-back-newer-list", **variables)
    text = Paragraph(said)
    if notice not in _OFFERED:
        return card(phrases, text)
    return card(phrases, text, buttons(scene, phrases, *_OFFERED[notice]))


def _variables(
    notice: Notice, answer: Answer | None, scene: Scene, phrases: Phrases
) -> dict[str, str | int]:
    """What the notice's text speaks of."""
    common: dict[str, str | int] = {
        "prospect": scene.prospect,
        "list": phrases.pick(scene.profile.name),
        "version": scene.version,
        "count": most_questions(scene)
        if notice is Notice.WELCOME
        else len(changeable(scene.profile, scene.interview)),
    }
    if answer is not None:
        kind = scene.profile.trait(answer.trait).wording(scene.interview.respondent).kind
        common["answer"] = scene.answer(phrases, kind, answer.response)
    labels = ("back", "change", "skip", "why", "repeat", "pause", "restart", "cancel")
    said = {label: scene.say(phrases, f"button-{label}") for label in labels}
    said["dontKnow"] = scene.say(phrases, "button-dont-know")
    said["notApplicable"] = scene.say(phrases, "button-not-applicable")
    return {**common, **said}


def most_questions(scene: Scene) -> int:
    """The most questions that the interview can have, those answered included."""
    interview = scene.interview
    trait = next_trait(scene.profile, interview.answers, interview.respondent)
    if trait is None:
        return len(interview.answers)
    return progress(scene.profile, interview.answers, interview.respondent, trait.id).at_most


def _confirm(what: Aside, scene: Scene, phrases: Phrases) -> Card:
    count = len(changeable(scene.profile, scene.interview))
    options = [(f"button-confirm-{what}", Verb.CONFIRM), ("button-keep", Verb.KEEP)]
    if what is Aside.CANCEL:
        options.insert(1, ("button-pause-instead", Verb.PAUSE))
    choices = Choices(
        tuple(Button(scene.say(phrases, key), scene.press(verb)) for key, verb in options)
    )
    return Card(
        phrases.language,
        (
            Paragraph(scene.say(phrases, f"confirm-{what}", count=count, prospect=scene.prospect)),
            choices,
        ),
        scene.interview.step,
    )


def _choose_change(scene: Scene, phrases: Phrases) -> Card:
    blocks = (
        Paragraph(scene.say(phrases, "confirm-change")),
        _changes(scene, phrases),
        buttons(scene, phrases, "button-back"),
    )
    return Card(phrases.language, blocks, scene.interview.step)


def _summary(scene: Scene, phrases: Phrases) -> Card:
    blocks = (
        Heading(scene.say(phrases, "summary-heading", prospect=scene.prospect)),
        _changes(scene, phrases),
        Paragraph(scene.say(phrases, "summary-hint"), quiet=True),
        buttons(scene, phrases, "button-accept", "button-back", "button-pause"),
    )
    return Card(phrases.language, blocks, scene.interview.step)


def _changes(scene: Scene, phrases: Phrases) -> Choices:
    """Every answer that counts, each a button to change it."""
    changes = []
    for answer in changeable(scene.profile, scene.interview):
        trait = scene.profile.trait(answer.trait)
        wording = trait.wording(scene.interview.respondent)
        asked = phrases.pick(trait.name if scene.for_member else wording.question)
        given = scene.answer(phrases, wording.kind, answer.response)
        label = scene.say(phrases, "named-answer", asked=asked, answer=given)
        changes.append(Button(label, scene.press(Verb.CHANGE, answer.trait)))
    return Choices(tuple(changes))
