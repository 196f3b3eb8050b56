"""The texts of every language, read from their Fluent files once, at the start."""

from collections.abc import Mapping
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
    return {language: Phrases(language, _bundle(language)) for language in wanted or languages()}


def _bundle(language: str) -> FluentBundle:
    bundle = FluentBundle([language])
    for path in sorted((FOLDER / language).glob("*.ftl")):
        bundle.add_resource(FluentResource(path.read_text(encoding="utf-8")))
    return bundle
