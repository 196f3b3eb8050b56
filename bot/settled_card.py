"""The card of what was open and is not any more: the same words, and nothing to press."""

from bot.answers import Answer
from bot.cards import Block, Card, Heading, Paragraph
from bot.effects import Ask, Effect
from bot.phrases import Phrases
from bot.scene import Scene, card
from bot.wording import compose


def settled_card(
    effect: Effect,
    answer: Answer | None,
    scene: Scene,
    phrases: Phrases,
    otherwise: str = "settled-open",
) -> Card:
    """What the effect showed, with the answer that stands if it asked about a trait.

    ``otherwise`` is the key of what is said if none does.
    """
    blocks = compose(effect, scene, phrases).blocks
    if not isinstance(effect, Ask):
        return card(phrases, *(one for one in blocks if _is_read(one)))
    at = next(place for place, one in enumerate(blocks) if isinstance(one, Heading))
    heading = blocks[max(at - 1, 0) : at + 1]
    if answer is None:
        left = scene.say(phrases, otherwise)
        return card(phrases, *heading, Paragraph(left, quiet=True))
    return card(phrases, *heading, Paragraph(given(answer, scene, phrases)))


def given(answer: Answer, scene: Scene, phrases: Phrases) -> str:
    """What was answered, with a tick."""
    kind = scene.profile.trait(answer.trait).wording(scene.interview.respondent).kind
    said = scene.answer(phrases, kind, answer.response)
    return scene.say(phrases, "settled-answer", answer=said)


def _is_read(block: Block) -> bool:
    """Whether it says something, other than how to answer."""
    return isinstance(block, Heading) or (isinstance(block, Paragraph) and not block.quiet)
