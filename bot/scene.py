"""What every card needs to know, and the small parts that cards share."""

from dataclasses import dataclass
from datetime import date

from bot.cards import Block, Button, Buttons, Card, Press, Verb
from bot.interview import Interview
from bot.phrases import Phrases
from bot.profile import Profile, Respondent


@dataclass(frozen=True, slots=True)
class Scene:
    """What a card needs to know beside its effect. ``prospect`` is the name as it was written."""

    interview_id: str
    profile: Profile
    version: int
    interview: Interview
    prospect: str
    today: date

    @property
    def for_member(self) -> bool:
        """Whether a member reads the card; a prospect is never shown traits or scores."""
        return self.interview.respondent is Respondent.MEMBER

    def press(self, verb: Verb, trait: str = "", option: str = "") -> Press:
        """What a button made now carries."""
        return Press(verb, self.interview_id, self.interview.step, trait, option)


COMMANDS = {
    "button-dont-know": Verb.DONT_KNOW,
    "button-not-applicable": Verb.NOT_APPLICABLE,
    "button-skip": Verb.SKIP,
    "button-back": Verb.BACK,
    "button-change": Verb.CHANGE,
    "button-why": Verb.WHY,
    "button-pause": Verb.PAUSE,
    "button-help": Verb.HELP,
    "button-repeat": Verb.REPEAT,
    "button-resume": Verb.RESUME,
    "button-restart": Verb.RESTART,
    "button-accept": Verb.ACCEPT,
    "button-accept-prospect": Verb.ACCEPT,
}


def card(phrases: Phrases, *blocks: Block) -> Card:
    """A card that asks nothing."""
    return Card(phrases.language, blocks)


def buttons(scene: Scene, phrases: Phrases, *keys: str) -> Buttons:
    """The buttons of these commands, named by the keys of their labels."""
    return Buttons(tuple(Button(phrases.say(key), scene.press(COMMANDS[key])) for key in keys))
