"""What every card needs to know, and the small parts that cards share."""

from dataclasses import dataclass
from datetime import date

from bot.answers import Mark, Response
from bot.cards import Block, Button, Buttons, Card, Press, Verb
from bot.kinds import AnswerKind
from bot.phrases import MARK_KEYS, Phrases
from bot.profile import Profile, Respondent
from bot.snapshot import Interview

FOR_PROSPECTS = "-prospect"
"""How the key of a text ends that takes the place of another when a prospect reads it."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a card needs to know beside its effect. ``prospect`` is the name as it was written.

    ``newest_version`` is the list's, 0 if it is not known.
    """

    interview_id: str
    profile: Profile
    version: int
    interview: Interview
    prospect: str
    today: date
    newest_version: int = 0

    @property
    def for_member(self) -> bool:
        """Whether a member reads the card; a prospect is never shown traits or scores."""
        return self.interview.respondent is Respondent.MEMBER

    def say(self, phrases: Phrases, key: str, **variables: str | int | date) -> str:
        """The message, in the wording for prospects if one reads it and there is such a wording."""
        for_prospects = key + FOR_PROSPECTS
        if not self.for_member and phrases.has(for_prospects):
            key = for_prospects
        return phrases.say(key, **variables)

    def answer(self, phrases: Phrases, kind: AnswerKind, response: Response) -> str:
        """A response in the words of whoever gave it."""
        if isinstance(response, Mark):
            return self.say(phrases, MARK_KEYS[response])
        return phrases.answer(kind, response)

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
    "button-snooze": Verb.SNOOZE,
    "button-help": Verb.HELP,
    "button-repeat": Verb.REPEAT,
    "button-resume": Verb.RESUME,
    "button-restart": Verb.RESTART,
    "button-accept": Verb.ACCEPT,
}


def card(phrases: Phrases, *blocks: Block) -> Card:
    """A card that asks nothing."""
    return Card(phrases.language, blocks)


def buttons(scene: Scene, phrases: Phrases, *keys: str) -> Buttons:
    """The buttons of these commands, named by the keys of their labels."""
    return Buttons(
        tuple(Button(scene.say(phrases, key), scene.press(COMMANDS[key])) for key in keys)
    )
