"""What is wrong with the texts: compares all languages with each other and with the code.

Run it as ``python -m bot.catalogue_check``. It reads the code's text, and imports only the closed
sets whose every member needs a text, and the ending of the texts for prospects.
"""

import ast
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import Any

from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent
from fluent.syntax.visitor import Visitor

from bot.catalogues import FOLDER as LOCALES
from bot.effects import Aside, Notice
from bot.kinds import ContactKind
from bot.list_nodes import MistakeKind
from bot.problems import Reason
from bot.profile_check import FindingKind
from bot.scene import FOR_PROSPECTS
from bot.understanding.lexicon import FOLDER as LEXICON
from bot.understanding.lexicon import load_lexicon
from bot.verdict import VerdictKind

CODE = (Path(__file__).parent, Path(__file__).parent.parent / "adapters")
FAMILIES: tuple[tuple[str, type[StrEnum]], ...] = (
    ("", Notice),
    ("problem-", Reason),
    ("verdict-", VerdictKind),
    ("verdict-client-", VerdictKind),
    ("mistake-", MistakeKind),
    ("finding-", FindingKind),
    ("hint-", ContactKind),
    ("confirm-", Aside),
)
"""Keys that the code puts together from a closed set: each member has one."""
_PREFIX = re.compile(r"[a-z]+-([a-z]+-)*")
_SUFFIX = re.compile(r"(-[a-z]+)+")
_OWN_WORDS = "shared_currencies"
"""The section of the lexicons whose keys are themselves words of the language."""

Messages = Mapping[str, frozenset[str]]
"""The names of the variables of each message, by key."""


def mistakes(
    locales: Path = LOCALES, lexicon: Path = LEXICON, code: tuple[Path, ...] = CODE
) -> list[str]:
    """Everything that is wrong, a line each; empty if all is well."""
    read = {folder.name: _read(folder) for folder in sorted(locales.iterdir()) if folder.is_dir()}
    by_language = {language: messages for language, (messages, _) in read.items()}
    keys = sorted(set(chain.from_iterable(by_language.values())))
    found = [line for _, lines in read.values() for line in lines]
    found += _compare(by_language, keys)
    asked = _asked_for(code)
    found += _unlike_the_code(set(keys), asked)
    found += _unlike_their_base(by_language, keys, asked)
    found += [
        f"{prefix}{member}: no such key, but it is one of {family.__name__}"
        for prefix, family in FAMILIES
        for member in family
        if prefix + member not in keys
    ]
    return [*found, *_lexicon_mistakes(lexicon, set(by_language))]


def _read(folder: Path) -> tuple[Messages, list[str]]:
    """The messages of one language, and what is wrong with its files in themselves."""
    messages: dict[str, frozenset[str]] = {}
    wrong = []
    for path in sorted(folder.glob("*.ftl")):
        where = f"{folder.name}/{path.name}"
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
            match entry:
                case fluent.Junk(content=content):
                    wrong.append(f"{where}: not Fluent: {str(content).splitlines()[0]}")
                case fluent.Message(id=key) | fluent.Term(id=key):
                    if key.name in messages:
                        wrong.append(f"{where}: {key.name} is there twice")
                    if entry.attributes or isinstance(entry, fluent.Term):
                        wrong.append(f"{where}: {key.name} is a term or has attributes: not used")
                    messages[key.name] = _variables(entry)
                case _:
                    pass
    return messages, wrong


class _VariableNames(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: fluent.VariableReference) -> None:  # noqa: N802 - the visitor's naming
        self.names.add(node.id.name)


def _variables(entry: fluent.Message | fluent.Term) -> frozenset[str]:
    visitor = _VariableNames()
    visitor.visit(entry)
    return frozenset(visitor.names)


def _compare(languages: Mapping[str, Messages], keys: list[str]) -> Iterator[str]:
    for key in keys:
        have = {
            language: messages[key] for language, messages in languages.items() if key in messages
        }
        for language in sorted(set(languages) - set(have)):
            yield f"{language}: {key} is missing"
        if len(set(have.values())) > 1:
            each = "; ".join(f"{name}: {', '.join(sorted(used))}" for name, used in have.items())
            yield f"{key}: the variables differ ({each})"


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the code says: all its texts, and the keys and beginnings of keys it says as such."""

    texts: set[str] = field(default_factory=set)
    prefixes: set[str] = field(default_factory=set)
    suffixes: set[str] = field(default_factory=set)
    said: set[str] = field(default_factory=set)
    said_prefixes: set[str] = field(default_factory=set)


def _asked_for(code: tuple[Path, ...]) -> _Asked:
    asked = _Asked()
    for path in chain.from_iterable(sorted(folder.rglob("*.py")) for folder in code):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Constant(value=str() as text):
                    asked.texts.add(text)
                    if _SUFFIX.fullmatch(text):
                        asked.suffixes.add(text)
                case ast.JoinedStr(values=[ast.Constant(value=str() as start), *_]):
                    if _PREFIX.fullmatch(start):
                        asked.prefixes.add(start)
                case ast.Call(func=ast.Attribute(attr="say"), args=args):
                    for key in args:
                        _note_said(key, asked)
                case _:
                    pass
    return asked


def _note_said(key: ast.expr, asked: _Asked) -> None:
    match key:
        case ast.Constant(value=str() as text):
            asked.said.add(text)
        case ast.JoinedStr(values=[ast.Constant(value=str() as start), *_]):
            asked.said_prefixes.add(start)
        case ast.IfExp(body=one, orelse=other):
            _note_said(one, asked)
            _note_said(other, asked)
        case _:
            pass


def _unlike_the_code(keys: set[str], asked: _Asked) -> Iterator[str]:
    buttons = {text for text in asked.texts if re.fullmatch(r"button(-[a-z]+)+", text)}
    for key in sorted((asked.said | buttons) - keys):
        yield f"{key}: asked for by the code, but no such key"
    for start in sorted(asked.said_prefixes):
        if not any(key.startswith(start) for key in keys):
            yield f"{start}…: asked for by the code, but no key begins so"
    for key in sorted(keys):
        bases = {key, *(key.removesuffix(suffix) for suffix in asked.suffixes)}
        if not bases & asked.texts and not any(key.startswith(start) for start in asked.prefixes):
            yield f"{key}: not used"


def _unlike_their_base(
    languages: Mapping[str, Messages], keys: list[str], asked: _Asked
) -> Iterator[str]:
    """Texts for prospects whose key has no text to take the place of, or that know more than it."""
    for key in keys:
        base = key.removesuffix(FOR_PROSPECTS)
        if base == key or key in asked.texts:
            continue
        if base not in keys:
            yield f"{key}: takes the place of {base}, but no such key"
            continue
        unknown = {
            name
            for messages in languages.values()
            for name in messages.get(key, frozenset()) - messages.get(base, frozenset())
        }
        if unknown:
            yield f"{key}: {base} does not have {', '.join(sorted(unknown))}"


def _lexicon_mistakes(folder: Path, languages: set[str]) -> Iterator[str]:
    files = {path.stem: path for path in sorted(folder.glob("*.toml"))}
    for language in sorted(languages ^ set(files)):
        yield f"{language}: has texts or a lexicon, but not both"
    read: dict[str, dict[str, Any]] = {
        name: tomllib.loads(path.read_text(encoding="utf-8")) for name, path in files.items()
    }
    meanings = Counter(
        meaning
        for sections in read.values()
        for meaning in {
            (section, name)
            for section, words in sections.items()
            for name in ("", *(() if section == _OWN_WORDS else words))
        }
    )
    complete = True
    for section, name in sorted(
        meaning for meaning, times in meanings.items() if times < len(read)
    ):
        complete = False
        yield f"lexicon: {name or 'the section'} in [{section}] is not in every language"
    if complete:
        try:
            load_lexicon(files.values())
        except ValueError as error:
            yield f"lexicon: {error}"


def main() -> int:
    """Print the mistakes, or how much was compared. The exit status is 1 if there are any."""
    found = mistakes()
    for line in found:
        sys.stdout.write(f"{line}\n")
    if not found:
        languages = sorted(path.name for path in LOCALES.iterdir() if path.is_dir())
        keys = len(_read(LOCALES / languages[0])[0])
        sys.stdout.write(f"{keys} keys in {len(languages)} languages: {', '.join(languages)}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
