"""The commands as Discord keeps them: one with its words for each language, and menus of apps.

Discord's interface does not exist in every language, and shows commands in those that it has: who
writes Arabic finds a command of their own.
"""

from collections.abc import Mapping
from typing import Any

from bot.kinds import Texts, text_in
from bot.phrases import Phrases
from bot.typed_commands import Word

Json = dict[str, Any]

START = "start"
"""What stands for no word at all: Discord knows no command beside its subcommands."""
NAME, LIST, CODE, OPEN, ROLE, PERSON = "name", "list", "code", "open", "role", "person"
"""The options, by what they are called in the texts."""
WORDS = (
    *(Word.LIST, Word.SHOW, Word.RESUME, Word.CANCEL, Word.SETTINGS, Word.EXPORT, Word.HELP),
    *(Word.TEAM, Word.VERDICTS_HERE, Word.PANEL, Word.INTAKE, Word.BLOCK, Word.UNBLOCK),
    *(Word.REPLY, Word.MEMBERS, Word.LINK),
)
"""The words that mean something here."""
_NAMED = {Word.SHOW: True, Word.RESUME: False, Word.CANCEL: False, Word.EXPORT: False}
_NAMED |= {Word.REPLY: True}
"""The words with a name behind them, and whether it has to be there."""

# Discord's numbers: kinds of commands and options, and where they may be used.
SUBCOMMAND, TEXT, YES_NO, USER, ROLE_KIND = 1, 3, 5, 6, 8
PERSON_MENU, MESSAGE_MENU = 2, 3
EVERYWHERE: Json = {"integration_types": [0, 1], "contexts": [0, 1, 2]}
IN_SERVERS: Json = {"integration_types": [0], "contexts": [0]}
MOST_CHOICES, MOST_CHOICE = 25, 100


def definitions(all_phrases: Mapping[str, Phrases], lists: Mapping[str, Texts]) -> list[Json]:
    """What is registered with Discord, for every language."""
    made = []
    for phrases in all_phrases.values():
        made.append(
            {
                "name": phrases.say("discord-command"),
                "type": 1,
                "description": phrases.say("discord-about-command"),
                "options": _subcommands(phrases, lists),
                **EVERYWHERE,
            }
        )
        for key, kind in (("discord-person", PERSON_MENU), ("discord-author", MESSAGE_MENU)):
            made.append({"name": phrases.say(key), "type": kind, **EVERYWHERE})
    return made


def subcommand_of(word: Word | None, phrases: Phrases) -> str:
    """What a word is called as a subcommand: without spaces."""
    if word is None:
        return phrases.say("discord-start")
    return phrases.say(f"command-{word}").split("|")[0].strip().replace(" ", "-")


def words_of(phrases: Phrases) -> Mapping[str, Word | None]:
    """The subcommands of a language, and what they mean."""
    return {subcommand_of(word, phrases): word for word in (None, *WORDS)}


def option_name(option: str, phrases: Phrases) -> str:
    """What an option is called in a language."""
    return phrases.say(f"discord-option-{option}")


def _subcommands(phrases: Phrases, lists: Mapping[str, Texts]) -> list[Json]:
    return [
        {
            "type": SUBCOMMAND,
            "name": subcommand_of(word, phrases),
            "description": phrases.say(f"discord-about-{START if word is None else word}"),
            "options": _options(word, phrases, lists),
        }
        for word in (None, *WORDS)
    ]


def _options(word: Word | None, phrases: Phrases, lists: Mapping[str, Texts]) -> list[Json]:
    def option(kind: int, name: str, about: str, *, required: bool, **more: object) -> Json:
        made = {"type": kind, "name": option_name(name, phrases), "description": about}
        return {**made, "required": required, **more}

    def named(*, required: bool) -> Json:
        about = phrases.say("discord-about-name")
        return option(TEXT, NAME, about, required=required, autocomplete=True, max_length=100)

    match word:
        case None:
            choices = [
                {"name": text_in(texts, phrases.language)[:MOST_CHOICE], "value": key}
                for key, texts in lists.items()
            ][:MOST_CHOICES]
            about = phrases.say("discord-about-option-list")
            listed = option(TEXT, LIST, about, required=False, choices=choices)
            return [named(required=True), listed]
        case Word.LINK:
            about = phrases.say("discord-about-option-code")
            return [option(TEXT, CODE, about, required=False, max_length=40)]
        case Word.INTAKE:
            about = phrases.say("discord-about-option-open")
            return [option(YES_NO, OPEN, about, required=True)]
        case Word.MEMBERS:
            about = phrases.say("discord-about-option-role")
            return [option(ROLE_KIND, ROLE, about, required=False)]
        case Word.BLOCK | Word.UNBLOCK:
            about = phrases.say("discord-about-option-person")
            return [option(USER, PERSON, about, required=True)]
        case _ if word in _NAMED:
            return [named(required=_NAMED[word])]
        case _:
            return []
