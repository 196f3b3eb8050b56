"""What is wrong with the texts: compares all languages with each other and with the code.

Run it as ``python -m bot.catalogue_check``. What is wrong with a file in itself, ``text_check``
knows; what the code asks for, ``catalogue_use``.
"""

import sys
import tomllib
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from bot.catalogue_use import use_mistakes
from bot.catalogues import FOLDER as LOCALES
from bot.profile import Profile
from bot.profile_check import untranslated
from bot.profile_file import CATALOGUE, load_list, read_catalogue, shipped_lists
from bot.profile_file import FOLDER as LISTS
from bot.text_check import Messages, Selection, plural_mistakes, read_messages, written_by_hand
from bot.understanding.lexicon import FOLDER as LEXICON
from bot.understanding.lexicon import OPEN_SECTIONS, contradictions, load_lexicon

CODE = (Path(__file__).parent, Path(__file__).parent.parent / "adapters")


def mistakes(
    locales: Path = LOCALES,
    lexicon: Path = LEXICON,
    code: tuple[Path, ...] = CODE,
    lists: Path = LISTS,
) -> list[str]:
    """Everything that is wrong, a line each; empty if all is well."""
    read = {path.name: read_messages(path) for path in sorted(locales.iterdir()) if path.is_dir()}
    languages = {language: messages for language, (messages, _) in read.items()}
    return [
        *chain.from_iterable(wrong for _, wrong in read.values()),
        *_compare(languages),
        *use_mistakes(languages, code),
        *_lexicon_mistakes(lexicon, set(languages)),
        *_list_mistakes(lists, tuple(languages)),
        *chain.from_iterable(
            written_by_hand(path.name, path.read_text(encoding="utf-8"))
            for path in (*sorted(lexicon.glob("*.toml")), *sorted(lists.glob("*.yaml")))
        ),
    ]


def _compare(languages: Mapping[str, Messages]) -> Iterator[str]:
    for key in sorted(set(chain.from_iterable(languages.values()))):
        have = {name: messages[key] for name, messages in languages.items() if key in messages}
        for language in sorted(set(languages) - set(have)):
            yield f"{language}: {key} is missing"
        variables = {name: entry.variables for name, entry in have.items()}
        if len(set(variables.values())) > 1:
            yield f"{key}: the variables differ ({_each(variables)})"
        yield from _compare_selections(key, {name: one.selections for name, one in have.items()})


def _compare_selections(key: str, have: Mapping[str, tuple[Selection, ...]]) -> Iterator[str]:
    """A language may do without a selection, but must not select by something else."""
    deciding = {name: frozenset(one.variable for one in found) for name, found in have.items()}
    if any(one - other and other - one for one in deciding.values() for other in deciding.values()):
        yield f"{key}: the variables that decide differ ({_each(deciding)})"
    selections = [selection for found in have.values() for selection in found]
    numbers = {selection.variable for selection in selections if selection.is_plural}
    for language, found in have.items():
        for selection in found:
            if selection.variable in numbers:
                yield from plural_mistakes(language, key, selection)
    for variable in sorted({selection.variable for selection in selections} - numbers):
        variants = {
            name: frozenset(v for one in found if one.variable == variable for v in one.variants)
            for name, found in have.items()
        }
        if len({names for names in variants.values() if names}) > 1:
            yield f"{key}: the variants of ${variable} differ ({_each(variants)})"


def _each(names: Mapping[str, frozenset[str]]) -> str:
    return "; ".join(f"{language}: {', '.join(sorted(n))}" for language, n in names.items())


def _list_mistakes(folder: Path, languages: tuple[str, ...]) -> Iterator[str]:
    """Which traits of the catalogue, and of lists beside it, lack a text in some language."""
    catalogue = Profile(CATALOGUE, dict.fromkeys(languages, CATALOGUE), read_catalogue(folder))
    known = {trait.id for trait in catalogue.traits}
    lists = [catalogue, *(load_list(name, folder=folder) for name in shipped_lists(folder))]
    for profile in lists:
        lacking: dict[str, list[str]] = {}
        for finding in untranslated(profile, languages):
            if profile is catalogue or finding.trait not in known:
                lacking.setdefault(finding.detail, []).append(finding.trait)
        for language, names in lacking.items():
            yield f"{language}: {profile.id} lacks texts of {', '.join(names)}"


def _lexicon_mistakes(folder: Path, languages: set[str]) -> Iterator[str]:
    """What is wrong with the lexicons: each language has one, with all meanings that code asks for.

    A lexicon such as ``ar-latn`` adds words of a language in other letters, and need not be
    complete.
    """
    files = {path.stem: path for path in sorted(folder.glob("*.toml"))}
    own = {name for name in files if name in languages or name.split("-")[0] not in languages}
    for language in sorted(languages ^ own):
        yield f"{language}: has texts or a lexicon, but not both"
    read: dict[str, dict[str, Any]] = {
        name: tomllib.loads(path.read_text(encoding="utf-8")) for name, path in files.items()
    }
    meanings = {name: _meanings(sections) for name, sections in read.items()}
    whole = [meanings[name] for name in sorted(own)]
    everywhere, anywhere = set.intersection(*whole), set.union(*meanings.values())
    missing = sorted(anywhere - everywhere)
    for section, name in missing:
        yield f"lexicon: {name or 'the section'} in [{section}] is not in every language"
    if not missing:
        yield from (f"lexicon: {line}" for line in contradictions(load_lexicon(files.values())))


def _meanings(sections: Mapping[str, Any]) -> set[tuple[str, str]]:
    """The sections, and the meanings of those whose meanings the code knows by name."""
    return {
        (section, name)
        for section, words in sections.items()
        for name in ("", *(() if section in OPEN_SECTIONS else words))
    }


def main() -> int:
    """Print the mistakes, or how much was compared. The exit status is 1 if there are any."""
    found = mistakes()
    for line in found:
        sys.stdout.write(f"{line}\n")
    if not found:
        languages = sorted(path.name for path in LOCALES.iterdir() if path.is_dir())
        keys = len(read_messages(LOCALES / languages[0])[0])
        sys.stdout.write(f"{keys} keys in {len(languages)} languages: {', '.join(languages)}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
