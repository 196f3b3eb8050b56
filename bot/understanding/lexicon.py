"""The words that the bot understands, by language, as the lexicon files list them."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.understanding.cleaning import folded

FOLDER = Path(__file__).parent / "lexicon"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words of every language together, folded: what each one means, section by section.

    People mix languages, so all are understood everywhere.
    """

    controls: Mapping[str, str]
    answers: Mapping[str, str]
    asides: Mapping[str, frozenset[str]]
    politeness: frozenset[str]
    units: Mapping[str, str]
    one: Mapping[str, str]
    two: Mapping[str, str]
    days: Mapping[str, str]
    currencies: Mapping[str, tuple[str, ...]]


def load_lexicon(files: Iterable[Path] | None = None) -> Lexicon:
    """The words of all lexicon files. Raises ValueError if a word means two things."""
    paths = sorted(FOLDER.glob("*.toml")) if files is None else files
    read = [tomllib.loads(path.read_text(encoding="utf-8")) for path in paths]
    asides = {
        meaning: frozenset(folded(word) for file in read for word in file["asides"][meaning])
        for meaning in read[0]["asides"]
    }
    currencies: dict[str, tuple[str, ...]] = {
        _symbol(word): (code,)
        for file in read
        for code, words in file["currencies"].items()
        for word in words
    }
    for file in read:
        shared = file["shared_currencies"].items()
        currencies.update((_symbol(word), tuple(codes)) for word, codes in shared)
    return Lexicon(
        _meanings(read, "controls"),
        _meanings(read, "answers"),
        asides,
        frozenset(folded(word) for file in read for word in file["politeness"]["around"]),
        _meanings(read, "units"),
        _meanings(read, "one"),
        _meanings(read, "two"),
        _meanings(read, "days"),
        currencies,
    )


def _symbol(word: str) -> str:
    return folded(word) or word


def _meanings(read: list[dict[str, dict[str, list[str]]]], section: str) -> dict[str, str]:
    result: dict[str, str] = {}
    for file in read:
        for meaning, words in file[section].items():
            for word in map(folded, words):
                if result.setdefault(word, meaning) != meaning:
                    raise ValueError(f"{section}: {word!r} means {result[word]} and {meaning}")
    return result
