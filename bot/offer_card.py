"""The card that offers readings of what was typed, none of which is taken without a tap."""

from collections import Counter

from bot.answers import PickedOther, Value, Written, fingerprint
from bot.cards import Block, Button, Card, Choices, Paragraph, Verb
from bot.effects import Offer
from bot.kinds import AnswerKind, Text, YesNo, takes_places
from bot.phrases import Phrases
from bot.scene import Scene, buttons


def offer_card(effect: Offer, scene: Scene, phrases: Phrases) -> Card:
    """A near miss to say yes or no to, or the readings to choose from."""
    kind = scene.profile.trait(effect.trait).wording(scene.interview.respondent).kind
    presses = [scene.press(Verb.READING, effect.trait, fingerprint(r)) for r in effect.readings]
    labels = _labels(effect.readings, kind, scene, phrases)
    numbered = takes_places(kind)
    blocks: tuple[Block, ...]
    if len(effect.readings) == 1:
        meant = scene.say(phrases, "offer-one", reading=labels[0])
        said = _yes_and_no(labels[0], scene, phrases)
        yes, no = Button(said[0], presses[0]), Button(said[1], scene.press(Verb.KEEP))
        blocks = (Paragraph(meant), Choices((yes, no), numbered=numbered))
    elif isinstance(kind, YesNo):
        which = Choices(tuple(map(Button, labels, presses)))
        blocks = (Paragraph(scene.say(phrases, "offer-yes-no")), which)
    else:
        hint = "offer-hint" if numbered else "offer-hint-words"
        blocks = (
            Paragraph(scene.say(phrases, "offer-several")),
            Choices(tuple(map(Button, labels, presses)), numbered=numbered),
            Paragraph(scene.say(phrases, hint), quiet=True),
        )
    others = buttons(scene, phrases, "button-dont-know", "button-skip", "button-help")
    burst = isinstance(kind, Text)
    return Card(phrases.language, (*blocks, others), scene.interview.step, burst)


def _yes_and_no(label: str, scene: Scene, phrases: Phrases) -> tuple[str, str]:
    """The words of the two buttons; a reading that says yes or no itself needs others."""
    yes, no = scene.say(phrases, "button-yes"), scene.say(phrases, "button-no")
    return (label, scene.say(phrases, "button-otherwise")) if label in (yes, no) else (yes, no)


def _labels(
    readings: tuple[Value, ...], kind: AnswerKind, scene: Scene, phrases: Phrases
) -> list[str]:
    """The readings in words; those that look the same are told apart by a number behind them."""
    labels = [_label(reading, kind, scene, phrases) for reading in readings]
    times, met = Counter(labels), Counter[str]()
    for place, label in enumerate(labels):
        if times[label] > 1:
            met[label] += 1
            labels[place] = f"{label} ({phrases.number(met[label])})"
    return labels


def _label(reading: Value, kind: AnswerKind, scene: Scene, phrases: Phrases) -> str:
    """A reading in words that can be typed back: of own words, just these."""
    if isinstance(reading, PickedOther):
        return phrases.answer(kind, Written(reading.text))
    return scene.answer(phrases, kind, reading)
