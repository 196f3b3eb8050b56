"""A complete third language made of files alone: English with an accent, in brackets.

It calls itself Welsh (``cy``), because CLDR gives Welsh all six plural forms. Whatever a card shows
without accents or outside of ⟦brackets⟧ does not come from the files.
"""

import json
import shutil
import tomllib
from dataclasses import dataclass
from pathlib import Path

import yaml
from babel import Locale
from fluent.syntax import FluentParser, FluentSerializer, ast
from fluent.syntax.visitor import Transformer

from bot.catalogues import FOLDER as LOCALES
from bot.list_nodes import compose
from bot.profile_file import FOLDER as LISTS
from bot.text_check import CATEGORIES
from bot.understanding.lexicon import FOLDER as LEXICON

CODE = "cy"
OPEN, CLOSE = "⟦", "⟧"
_PLAIN = "abcdefghijklmnopqrstuvwxyz"
_ACCENTED = "áƀçďéƒğĥíĵķłḿñóṗɋřšťúṽŵẋýž"
LETTERS = frozenset(_ACCENTED + _ACCENTED.upper())
_ACCENTS = str.maketrans(_PLAIN + _PLAIN.upper(), _ACCENTED + _ACCENTED.upper())


@dataclass(frozen=True)
class Files:
    """The folders of a bot that speaks English, Arabic and the pseudo-language."""

    locales: Path
    lexicon: Path
    lists: Path


def accented(text: str) -> str:
    """The text in the pseudo-language."""
    return f"{OPEN}{text.translate(_ACCENTS)}{CLOSE}"


def with_pseudo_language(folder: Path) -> Files:
    """Copies of the shipped files with a third language beside the two."""
    files = Files(folder / "locales", folder / "lexicon", folder / "lists")
    for source, copy in ((LOCALES, files.locales), (LEXICON, files.lexicon)):
        shutil.copytree(source, copy)
    (files.locales / CODE).mkdir()
    for path in (LOCALES / "en").glob("*.ftl"):
        text = pseudo_fluent(path.read_text(encoding="utf-8"))
        (files.locales / CODE / path.name).write_text(text, encoding="utf-8")
    files.lists.mkdir()
    for path in LISTS.glob("*.yaml"):
        text = pseudo_list(path.read_text(encoding="utf-8"))
        (files.lists / path.name).write_text(text, encoding="utf-8")
    words = pseudo_lexicon((LEXICON / "en.toml").read_text(encoding="utf-8"))
    (files.lexicon / f"{CODE}.toml").write_text(words, encoding="utf-8")
    return files


# Texts


def pseudo_fluent(text: str) -> str:
    """The messages of a Fluent file, with all plural forms of the pseudo-language."""
    resource = FluentParser().parse(text)
    _Accents().visit(resource)
    return FluentSerializer().serialize(resource)


class _Accents(Transformer):
    def visit_Pattern(self, node: ast.Pattern) -> ast.Pattern:  # noqa: N802 - the visitor's naming
        self.generic_visit(node)
        match node.elements:
            case [ast.Placeable(expression=ast.SelectExpression())]:
                pass  # Each of its variants has brackets.
            case _:
                node.elements = [ast.TextElement(OPEN), *node.elements, ast.TextElement(CLOSE)]
        return node

    def visit_TextElement(self, node: ast.TextElement) -> ast.TextElement:  # noqa: N802 - as above
        return ast.TextElement(node.value.translate(_ACCENTS))

    def visit_SelectExpression(  # noqa: N802 - as above
        self, node: ast.SelectExpression
    ) -> ast.SelectExpression:
        self.generic_visit(node)
        by_name = {_name(variant): variant for variant in node.variants}
        if "other" in by_name:
            numbers = [variant for variant in node.variants if _name(variant) not in CATEGORIES]
            other = by_name["other"].value
            node.variants = [*numbers, *(_form(by_name, other, name) for name in _forms())]
        return node


def _name(variant: ast.Variant) -> str:
    return variant.key.name if isinstance(variant.key, ast.Identifier) else variant.key.value


def _forms() -> list[str]:
    return [*sorted(Locale.parse(CODE).plural_form.tags), "other"]


def _form(by_name: dict[str, ast.Variant], other: ast.Pattern, name: str) -> ast.Variant:
    value = by_name[name].value if name in by_name else other.clone()
    return ast.Variant(ast.Identifier(name), value, default=name == "other")


# Lists


def pseudo_list(text: str) -> str:
    """A list, or the catalogue, in which every text has one in the pseudo-language too."""
    return yaml.safe_dump(_translated(compose(text, "")), allow_unicode=True, sort_keys=False)


def _translated(node: yaml.Node) -> object:
    if isinstance(node, yaml.SequenceNode):
        return [_translated(one) for one in node.value]
    if not isinstance(node, yaml.MappingNode):
        return node.value
    translated = {key.value: _translated(value) for key, value in node.value}
    if "en" in translated:
        translated[CODE] = accented(str(translated["en"]))
    return translated


# Words that are understood


AS_THEY_ARE = ("calendar", "currencies", "shared_currencies")
"""Sections of codes, and of signs that are the same in every language."""


def pseudo_lexicon(text: str) -> str:
    """A lexicon whose words are those of the buttons, wherever words are listed by meaning."""
    lines: list[str] = []
    for section, meanings in tomllib.loads(text).items():
        lines.append(f"[{section}]")
        for meaning, words in meanings.items():
            listed = words if section in AS_THEY_ARE else map(_accented_word, words)
            quoted = ", ".join(json.dumps(word, ensure_ascii=False) for word in listed)
            lines.append(f"{json.dumps(meaning, ensure_ascii=False)} = [{quoted}]")
    return "\n".join(lines) + "\n"


def _accented_word(word: str) -> str:
    """A word with its accents and brackets; a sign such as % is the same in every language."""
    return accented(word) if any(map(str.isalpha, word)) else word
