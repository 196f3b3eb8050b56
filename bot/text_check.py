"""What is wrong with a file of texts in itself: hidden characters, mentions, what is not Fluent.

What languages have to have in common, and what the code asks for, is not known here.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from babel import Locale
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

CATEGORIES = frozenset({"zero", "one", "two", "few", "many", "other"})
"""CLDR's names of plural forms; each language has some of them, and all have ``other``."""
_FUNCTIONS = frozenset({"NUMBER", "DATETIME"})
_SOME_NUMBERS = (*range(201), 1_000, 1_000_000, 2_000_000)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U(?:00)?((?:0[0-9A-Fa-f]|10)[0-9A-Fa-f]{4})")
_HIDDEN = re.compile(
    "[\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
    # Joiners belong to the spelling of some languages, between two letters of theirs.
    "|(?<![^\x00-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f])"
)
_MENTION = re.compile(r"(?<!\w)@[\w{]+|<[^\s=<0-9\"']\w*")


@dataclass(frozen=True, slots=True)
class Selection:
    """A choice between texts: the variable that decides, and the names of the variants."""

    variable: str
    variants: tuple[str, ...]

    @property
    def is_plural(self) -> bool:
        """Whether it looks like a choice between plural forms, misspelt ones among them."""
        *others, last = sorted(self.variants, key=lambda name: name == "other")
        named = others or [last]
        return any(name in CATEGORIES or _is_number(name) for name in named)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a message is made of: variables and selections at any depth, and what it refers to."""

    variables: frozenset[str]
    selections: tuple[Selection, ...]
    messages: frozenset[str]
    unknown: frozenset[str]


class _Parts(Visitor):
    def __init__(self) -> None:
        self.variables: set[str] = set()
        self.selections: list[Selection] = []
        self.messages: set[str] = set()
        self.unknown: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - the visitor's naming
        self.variables.add(node.id.name)

    def visit_MessageReference(self, node: ast.MessageReference) -> None:  # noqa: N802 - as above
        self.messages.add(node.id.name)

    def visit_TermReference(self, node: ast.TermReference) -> None:  # noqa: N802 - as above
        self.unknown.add(f"-{node.id.name}")

    def visit_FunctionReference(self, node: ast.FunctionReference) -> None:  # noqa: N802 - as above
        if node.id.name not in _FUNCTIONS:
            self.unknown.add(f"{node.id.name}()")
        self.generic_visit(node)

    def visit_SelectExpression(self, node: ast.SelectExpression) -> None:  # noqa: N802 - as above
        deciding = _Parts()
        deciding.visit(node.selector)
        names = tuple(_name(variant.key) for variant in node.variants)
        self.selections.append(Selection(", ".join(sorted(deciding.variables)), names))
        self.generic_visit(node)


def _entry(node: ast.Message | ast.Term) -> Entry:
    parts = _Parts()
    parts.visit(node)
    return Entry(
        frozenset(parts.variables),
        tuple(parts.selections),
        frozenset(parts.messages),
        frozenset(parts.unknown),
    )


Messages = Mapping[str, Entry]
"""What each message of a language is made of, by key."""


def _name(key: ast.Identifier | ast.NumberLiteral) -> str:
    return str(key.name if isinstance(key, ast.Identifier) else key.value)


def _is_number(name: str) -> bool:
    return name.removeprefix("-").replace(".", "", 1).isdecimal()


def read_messages(folder: Path) -> tuple[Messages, list[str]]:
    """The messages of one language, and what is wrong with its files in themselves."""
    messages: dict[str, Entry] = {}
    wrong: list[str] = []
    for path in sorted(folder.glob("*.ftl")):
        where = f"{folder.name}/{path.name}"
        text = path.read_text(encoding="utf-8")
        wrong += written_by_hand(where, text)
        for entry in FluentParser().parse(text).body:
            match entry:
                case ast.Junk(content=content):
                    wrong.append(f"{where}: not Fluent: {str(content).splitlines()[0]}")
                case ast.Message(id=key) | ast.Term(id=key):
                    if key.name in messages:
                        wrong.append(f"{where}: {key.name} is there twice")
                    if entry.attributes or isinstance(entry, ast.Term):
                        wrong.append(f"{where}: {key.name} is a term or has attributes: not used")
                    messages[key.name] = _entry(entry)
                case _:
                    pass
    return messages, [*wrong, *_unresolvable(folder.name, messages)]


def written_by_hand(where: str, text: str) -> Iterator[str]:
    """Hidden characters and mentions in a file, also where they are written as escapes."""
    for number, line in enumerate(text.split("\n"), 1):
        shown = _ESCAPE.sub(lambda escape: chr(int(escape[1] or escape[2], 16)), line)
        for hidden in _HIDDEN.findall(shown):
            yield f"{where}, line {number}: U+{ord(hidden):04X} cannot be seen; take it out"
        for mention in _MENTION.findall(shown):
            yield f"{where}, line {number}: {mention} would mention somebody, or begin a link"


def _unresolvable(language: str, messages: Messages) -> Iterator[str]:
    for key, entry in messages.items():
        for name in sorted(entry.unknown | (entry.messages - set(messages))):
            yield f"{language}: {key} refers to {name}, which does not exist"
        if key in _reached(entry, messages):
            yield f"{language}: {key} refers to itself"
        for selection in entry.selections:
            doubled = {name for name in selection.variants if selection.variants.count(name) > 1}
            for name in sorted(doubled):
                yield f"{language}: {key} has the variant [{name}] twice"


def _reached(entry: Entry, messages: Messages) -> set[str]:
    reached: set[str] = set()
    waiting = list(entry.messages)
    while waiting:
        name = waiting.pop()
        if name not in reached and name in messages:
            waiting += messages[name].messages
        reached.add(name)
    return reached


def plural_mistakes(language: str, key: str, selection: Selection) -> Iterator[str]:
    """Plural forms that the language needs and the message lacks, and the other way round.

    A form that holds for one number alone may be written as that number.
    """
    form = Locale.parse(language, sep="-").plural_form
    holds_for: dict[str, set[str]] = {name: set() for name in (*form.tags, "other")}
    for number in _SOME_NUMBERS:
        holds_for[form(number)].add(str(number))
    for name, numbers in sorted(holds_for.items()):
        covered = len(numbers) == 1 and numbers <= set(selection.variants)
        if name not in selection.variants and not covered:
            yield f"{language}: {key} lacks the plural form [{name}] of ${selection.variable}"
    for name in selection.variants:
        if name not in holds_for and not _is_number(name):
            yield f"{language}: {key} has [{name}], which is no plural form of that language"
