"""The words that the bot understands, as the lexicon files list them, and where a text has them.

People mix languages, so the words of all files are understood everywhere. Month and weekday names
come from CLDR, by way of Babel, when the first date is read.
"""

import tomllib
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from bot.understanding.vocabulary import Vocabulary
from bot.understanding.words import split

FOLDER = Path(__file__).parent / "lexicon"
NOT_WORDS = frozenset({"calendar"})
"""Sections that say something about the file itself."""
OPEN_SECTIONS = frozenset(
    {
        *("numbers", "scales", "many", "pairs", "fractions", "ordinals", "lengths"),
        *("months", "weekdays", "currencies", "shared_currencies"),
    }
)
"""Sections whose meanings are numbers and codes: a language lists what it has words for."""
OWN_WORDS = "shared_currencies"
"""The section whose keys are themselves words, with codes as their meanings."""


class Lexicon:
    """Words of every language together; ``vocabulary`` has those of the sections that are asked."""

    def __init__(self, read: list[dict[str, dict[str, Any]]]) -> None:
        self._read = read
        self._digit_words = frozenset(
            part
            for section in self._sections()
            for _, phrase in self.phrases(section)
            for part in phrase.casefold().split()
            if part.isascii() and not part.isalpha() and any(map(str.isalpha, part))
        ) - {"n/a"}
        self._spelled = frozenset(
            word.text
            for section in self._sections()
            for _, phrase in self.phrases(section)
            for word in split(phrase, self._digit_words)
            if not word.text.isascii()
        )
        self._vocabularies: dict[tuple[str, ...], Vocabulary] = {}

    def _sections(self) -> list[str]:
        names = dict.fromkeys(name for file in self._read for name in file)
        return [name for name in names if name not in NOT_WORDS]

    def phrases(self, section: str) -> Iterator[tuple[str, str]]:
        """Every phrase of a section with its meaning, as the files write it."""
        for file in self._read:
            for meaning, words in file.get(section, {}).items():
                if section == OWN_WORDS:
                    yield from ((code, meaning) for code in words)
                else:
                    yield from ((meaning, word) for word in words)

    def vocabulary(self, *sections: str) -> Vocabulary:
        """The phrases of these sections."""
        if sections not in self._vocabularies:
            phrases = [
                (section, meaning, phrase)
                for section in sections
                for meaning, phrase in (*self.phrases(section), *self._cldr(section))
            ]
            self._vocabularies[sections] = Vocabulary(phrases, self._digit_words, self._spelled)
        return self._vocabularies[sections]

    def _cldr(self, section: str) -> Iterator[tuple[str, str]]:
        """Month names by their number, weekday names by theirs from Monday, 0."""
        if section not in ("months", "weekdays"):
            return
        from babel import Locale  # noqa: PLC0415  # Reading its data takes longer than all else.

        for name in (name for file in self._read for name in file["calendar"]["cldr"]):
            locale = Locale.parse(name)
            named = locale.months if section == "months" else locale.days
            for width in ("wide", "abbreviated"):
                for context in ("format", "stand-alone"):
                    for number, text in named[context][width].items():
                        yield str(number), text

    @cached_property
    def look_alikes(self) -> frozenset[str]:
        """Real words that are no slips of the pen."""
        return frozenset(word for _, word in self.phrases("look_alikes"))


def load_lexicon(files: Iterable[Path] | None = None) -> Lexicon:
    """The words of all lexicon files. Raises ValueError if a command's words mean two commands."""
    paths = sorted(FOLDER.glob("*.toml")) if files is None else list(files)
    read = [tomllib.loads(path.read_text(encoding="utf-8")) for path in paths]
    for file in read:
        file.setdefault("calendar", {}).setdefault("cldr", [])
    lexicon = Lexicon(read)
    _refuse_two_meanings(lexicon, "controls", ())
    _refuse_two_meanings(lexicon, "answers", ("yes", "no"))
    return lexicon


def _refuse_two_meanings(lexicon: Lexicon, section: str, among: tuple[str, ...]) -> None:
    meanings: dict[str, str] = {}
    for meaning, phrase in lexicon.phrases(section):
        if among and meaning not in among:
            continue
        if meanings.setdefault(phrase, meaning) != meaning:
            raise ValueError(f"{section}: {phrase!r} means {meanings[phrase]} and {meaning}")
