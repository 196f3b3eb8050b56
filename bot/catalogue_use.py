"""What the code asks of the texts, and what nothing asks for.

It reads the code's text, and imports only the closed sets whose every member needs a text, and the
ending of the texts for prospects.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain
from pathlib import Path

from bot.door import Closed
from bot.effects import Aside, Notice
from bot.kinds import ContactKind
from bot.list_nodes import MistakeKind
from bot.ports import NoWay
from bot.problems import Reason
from bot.profile_check import FindingKind
from bot.records import Joining
from bot.scene import FOR_PROSPECTS
from bot.text_check import Messages
from bot.typed_commands import Word
from bot.verdict import VerdictKind

FAMILIES: tuple[tuple[str, type[StrEnum]], ...] = (
    ("", Notice),
    ("problem-", Reason),
    ("verdict-", VerdictKind),
    ("verdict-client-", VerdictKind),
    ("mistake-", MistakeKind),
    ("finding-", FindingKind),
    ("hint-", ContactKind),
    ("confirm-", Aside),
    ("no-way-", NoWay),
    ("door-", Closed),
    ("link-", Joining),
    ("command-", Word),
)
"""Keys that the code puts together from a closed set: each member has one."""
_PREFIX = re.compile(r"[a-z]+-([a-z]+-)*")
_SUFFIX = re.compile(r"(-[a-z]+)+")


def use_mistakes(languages: Mapping[str, Messages], code: tuple[Path, ...]) -> Iterator[str]:
    """Keys that the code asks for and no language has, keys that nothing uses, and the like."""
    keys = set(chain.from_iterable(languages.values()))
    asked = _asked_for(code)
    yield from _unlike_the_code(keys, asked)
    yield from _unlike_their_base(languages, keys, asked)
    for prefix, family in FAMILIES:
        for member in family:
            if prefix + member not in keys:
                yield f"{prefix}{member}: no such key, but it is one of {family.__name__}"


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
    languages: Mapping[str, Messages], keys: set[str], asked: _Asked
) -> Iterator[str]:
    """Texts for prospects whose key has no text to take the place of, or that know more than it."""
    for key in sorted(keys):
        base = key.removesuffix(FOR_PROSPECTS)
        if base == key or key in asked.texts:
            continue
        if base not in keys:
            yield f"{key}: takes the place of {base}, but no such key"
            continue
        unknown = {
            name
            for messages in languages.values()
            if key in messages and base in messages
            for name in messages[key].variables - messages[base].variables
        }
        if unknown:
            yield f"{key}: {base} does not have {', '.join(sorted(unknown))}"
