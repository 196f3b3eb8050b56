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

    def __init__(self, files: Iterable[Path]) -> None:
        self._files = tuple(files)
        self._vocabularies: dict[tuple[str, ...], Vocabulary] = {}

    @cached_property
    def _read(self) -> list[dict[str, dict[str, Any]]]:
        return [tomllib.loads(path.read_text(encoding="utf-8")) for path in self._files]

    @cached_property
    def _digit_words(self) -> frozenset[str]:
        """Words with digits in them, such as 3ashra."""
        parts = (part for _, phrase in self._everything() for part in phrase.casefold().split())
        return frozenset(
            part
            for part in parts
            if part.isascii() and part.isalnum() and not (part.isalpha() or part.isdecimal())
        )

    @cached_property
    def _spelled(self) -> frozenset[str]:
        """Every word in another alphabet, as it is written."""
        return frozenset(
            word.text
            for _, phrase in self._everything()
            if not phrase.isascii()
            for word in split(phrase, self._digit_words)
        )

    def _everything(self) -> Iterator[tuple[str, str]]:
        for section in self._sections():
            yield from self.phrases(section)

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

        for name in (
            name for file in self._read for name in file.get("calendar", {}).get("cldr", ())
        ):
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
    """The words of all lexicon files, which are read when the first words are."""
    return Lexicon(sorted(FOLDER.glob("*.toml")) if files is None else files)


def contradictions(lexicon: Lexicon) -> Iterator[str]:
    """Words that mean two commands, or both yes and no."""
    for section, among in (("controls", ()), ("answers", ("yes", "no", "short_yes", "short_no"))):
        meanings: dict[str, str] = {}
        for meaning, phrase in lexicon.phrases(section):
            known = (
                meanings.setdefault(phrase, meaning)
                if meaning in (among or (meaning,))
                else meaning
            )
            if known != meaning:
                yield f"{section}: {phrase!r} means {known} and {meaning}"
