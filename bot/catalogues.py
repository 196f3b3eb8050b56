"""The texts of every language, read from their Fluent files when they are first asked for."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource

from bot.phrases import Phrases

FOLDER = Path(__file__).parent / "locales"


def languages(folder: Path = FOLDER) -> tuple[str, ...]:
    """The languages there are files for, English first."""
    names = sorted(path.name for path in folder.iterdir() if any(path.glob("*.ftl")))
    return tuple(sorted(names, key=lambda name: name != "en"))


def load_phrases(folder: Path = FOLDER) -> Mapping[str, Phrases]:
    """The phrases of all languages, by language."""
    return _WhenAsked(folder)


class _WhenAsked(Mapping[str, Phrases]):
    """Reads a language at its first use: most runs speak one, a few a second one."""

    def __init__(self, folder: Path) -> None:
        self._folders = {language: folder / language for language in languages(folder)}

    def __getitem__(self, language: str) -> Phrases:
        return _phrases(self._folders[language])

    def __iter__(self) -> Iterator[str]:
        return iter(self._folders)

    def __len__(self) -> int:
        return len(self._folders)


@cache
def _phrases(folder: Path) -> Phrases:
    bundle = FluentBundle([folder.name])
    for path in sorted(folder.glob("*.ftl")):
        bundle.add_resource(FluentResource(path.read_text(encoding="utf-8")))
    return Phrases(folder.name, bundle)
