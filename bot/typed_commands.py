"""What is typed behind the command: a name, or a word for something else.

The words are texts, in every language at once; what looks like one but is a name goes in quotes.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.arrivals import prospect_name
from bot.phrases import Phrases
from bot.problems import Problem

QUOTES = {'"': '"', "“": "”", "«": "»", "'": "'", "„": "“"}


class Word(StrEnum):
    """What can be wanted. Each has its words in every language."""

    LIST = "list"
    SHOW = "show"
    RESUME = "resume"
    CANCEL = "cancel"
    SETTINGS = "settings"
    EXPORT = "export"
    HELP = "help"
    VERDICTS_HERE = "verdicts-here"
    LINK = "link"
    TEAM = "team"
    PANEL = "panel"
    INTAKE = "intake"
    BLOCK = "block"
    UNBLOCK = "unblock"
    MEMBERS = "members"
    REPLY = "reply"


ALONE = (Word.LIST, Word.SETTINGS, Word.HELP, Word.VERDICTS_HERE)
"""Words that nothing stands behind."""


@dataclass(frozen=True, slots=True)
class Command:
    """What is wanted, and about whom; without a word, an interview.

    ``language`` is the one that the word is of. Behind a word that nothing stands behind, the name
    is whatever was typed there.
    """

    word: Word | None
    name: str | None
    language: str = ""


def read_command(
    text: str, phrases: Mapping[str, Phrases], words: Collection[Word]
) -> Command | Problem:
    """What was typed behind the command, where these words mean something.

    A Problem if a name cannot be one.
    """
    typed = " ".join(text.split())
    if not typed:
        return Command(Word.HELP, None)
    for said, word, language in _words(phrases, words):
        if typed.casefold() == said:
            return Command(word, None, language)
        if typed.casefold().startswith(f"{said} "):
            name = prospect_name(_unquoted(typed[len(said) :].strip()))
            return name if isinstance(name, Problem) else Command(word, name, language)
    name = prospect_name(_unquoted(typed))
    return name if isinstance(name, Problem) else Command(None, name)


def _words(phrases: Mapping[str, Phrases], words: Collection[Word]) -> list[tuple[str, Word, str]]:
    """Every word with what it means and its language, the longer ones first."""
    said = {
        one.strip().casefold(): (word, language)
        for language, spoken in phrases.items()
        for word in words
        for one in spoken.say(f"command-{word}").split("|")
    }
    found = [(one, *meant) for one, meant in said.items()]
    return sorted(found, key=lambda one: -len(one[0]))


def _unquoted(name: str) -> str:
    if len(name) > 2 and QUOTES.get(name[0]) == name[-1]:
        return name[1:-1].strip()
    return name
