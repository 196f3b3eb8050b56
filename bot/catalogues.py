"""The texts of every language, read from their Fluent files once, at the start."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource

from bot.phrases import Phrases

FOLDER = Path(__file__).parent / "locales"


def languages() -> tuple[str, ...]:
    """The languages there are files for, English first."""
    names = sorted(path.name for path in FOLDER.iterdir() if any(path.glob("*.ftl")))
    return tuple(sorted(names, key=lambda name: name != "en"))


def load_phrases(wanted: tuple[str, ...] = ()) -> Mapping[str, Phrases]:
    """The phrases of the wanted languages (of all, if none are named), by language."""
    return {language: _phrases(language) for language in wanted or languages()}


@cache
def _phrases(language: str) -> Phrases:
    bundle = FluentBundle([language])
    for path in sorted((FOLDER / language).glob("*.ftl")):
        bundle.add_resource(FluentResource(path.read_text(encoding="utf-8")))
    return Phrases(language, bundle)
