"""The card that offers readings of what was typed, none of which is taken without a tap."""

from collections import Counter

from bot.answers import Value, fingerprint
from bot.cards import Block, Button, Card, Choices, Paragraph, Verb
from bot.effects import Offer
from bot.kinds import (
    AnswerKind,
    Choice,
    Contact,
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
from bot.phrases import Phrases
from bot.scene import Scene, buttons


def offer_card(effect: Offer, scene: Scene, phrases: Phrases) -> Card:
    """A near miss to say yes or no to, or the readings to choose from."""
    kind = scene.profile.trait(effect.trait).wording(scene.interview.respondent).kind
    presses = [scene.press(Verb.READING, effect.trait, fingerprint(r)) for r in effect.readings]
    labels = _labels(effect.readings, kind, scene, phrases)
    blocks: tuple[Block, ...]
    if len(effect.readings) == 1:
        yes = Button(scene.say(phrases, "button-yes"), presses[0])
        no = Button(scene.say(phrases, "button-no"), scene.press(Verb.KEEP))
        meant = scene.say(phrases, "offer-one", reading=labels[0])
        blocks = (Paragraph(meant), Choices((yes, no)))
    else:
        numbered = _can_be_numbered(kind)
        hint = "offer-hint" if numbered else "offer-hint-words"
        blocks = (
            Paragraph(scene.say(phrases, "offer-several")),
            Choices(tuple(map(Button, labels, presses)), numbered=numbered),
            Paragraph(scene.say(phrases, hint), quiet=True),
        )
    others = buttons(scene, phrases, "button-dont-know", "button-skip", "button-help")
    burst = isinstance(kind, Text)
    return Card(phrases.language, (*blocks, others), scene.interview.step, burst)


def _can_be_numbered(kind: AnswerKind) -> bool:
    """Whether a typed number can only be a place: not where it may be an answer of its own."""
    match kind:
        case Day() | Duration() | Text() | Contact() | YesNo():
            return True
        case Number() | Percent() | Money() | Scale() | Choice() | SeveralChoices():
            return False


def _labels(
    readings: tuple[Value, ...], kind: AnswerKind, scene: Scene, phrases: Phrases
) -> list[str]:
    """The readings in words; those that look the same are told apart by a number behind them."""
    labels = [scene.answer(phrases, kind, reading) for reading in readings]
    times, met = Counter(labels), Counter[str]()
    for place, label in enumerate(labels):
        if times[label] > 1:
            met[label] += 1
            labels[place] = f"{label} ({phrases.number(met[label])})"
    return labels
