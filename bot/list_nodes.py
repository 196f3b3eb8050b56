"""Reading YAML by hand: every value keeps its line, and every mistake is collected, not raised.

All scalars are texts until a rule reads them, so ``no`` is a key and not a falsehood.
"""

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

import yaml

from bot.kinds import Texts
from bot.shortening import shortened
from bot.understanding.cleaning import clean

MOST_CHARACTERS = 200_000
"""Characters in a list file: many times a long list, and little enough to read at once."""
MOST_TEXT = 1_000
MOST_QUOTED = 60
"""Characters of a wrong value that a mistake repeats."""
MOST_DEPTH = 20
"""Levels of nesting, twice what a list needs. At some thousands the C parser ends the process."""
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?|[0-9]{1,12}/[1-9][0-9]{0,11}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
ANY_LANGUAGE = "und"
"""The language code (BCP 47) of a text that was written without one."""


class MistakeKind(StrEnum):
    """What is wrong with a list. Each has a text of its own in every language."""

    NOT_FOUND = "not-found"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too-large"
    NOT_YAML = "not-yaml"
    TOO_DEEP = "too-deep"
    ALIAS = "alias"
    NOT_A_MAPPING = "not-a-mapping"
    NOT_A_SEQUENCE = "not-a-sequence"
    NOT_A_TEXT = "not-a-text"
    TEXT_LENGTH = "text-length"
    MISSING_KEY = "missing-key"
    UNKNOWN_KEY = "unknown-key"
    TWICE = "twice"
    BAD_NAME = "bad-name"
    BAD_LANGUAGE = "bad-language"
    NOT_A_NUMBER = "not-a-number"
    OUT_OF_RANGE = "out-of-range"
    NOT_ONE_OF = "not-one-of"
    NO_TRAITS = "no-traits"
    SHIPPED_NAME = "shipped-name"
    UNKNOWN_TRAIT = "unknown-trait"
    NOT_EARLIER = "not-earlier"
    UNKNOWN_OPTION = "unknown-option"
    NO_MINIMUM_PRICE = "no-minimum-price"
    NOT_A_PRICE = "not-a-price"
    NOT_A_DURATION = "not-a-duration"
    WRONG_ORDER = "wrong-order"
    LIMITS_CROSSED = "limits-crossed"
    BANDS_CROSSED = "bands-crossed"
    WEIGHT_WITHOUT_FIT = "weight-without-fit"


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake: where it is, and what was found there and would be right."""

    file: str
    line: int
    trait: str
    kind: MistakeKind
    found: str = ""
    right: str = ""


class ProfileRefused(Exception):
    """A list cannot be used. ``mistakes`` names every reason found."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("; ".join(f"{m.file}:{m.line} {m.kind}" for m in self.mistakes))


def compose(text: str, file: str) -> yaml.Node:
    """The document's node tree. Raises ProfileRefused if it is not one plain YAML document."""
    if len(text) > MOST_CHARACTERS:
        raise ProfileRefused(
            [Mistake(file, 1, "", MistakeKind.TOO_LARGE, right=str(MOST_CHARACTERS))]
        )
    try:
        _refuse_depth(text, file)
        node = yaml.compose(_Named(text, file), Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ProfileRefused(
            [Mistake(file, line, "", MistakeKind.NOT_YAML, error.problem or "")]
        ) from error
    except yaml.YAMLError as error:
        reason = str(getattr(error, "reason", ""))
        raise ProfileRefused([Mistake(file, 1, "", MistakeKind.NOT_YAML, reason)]) from error
    if node is None:
        raise ProfileRefused([Mistake(file, 1, "", MistakeKind.NOT_A_MAPPING)])
    _refuse_aliases(node, file)
    return node


class _Named(io.StringIO):
    """A text that tells the YAML parser its file's name, for the marks."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__(text)
        self.name = name


def _refuse_depth(text: str, file: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MOST_DEPTH:
            line = event.start_mark.line + 1 if event.start_mark else 1
            mistake = Mistake(file, line, "", MistakeKind.TOO_DEEP, right=str(MOST_DEPTH))
            raise ProfileRefused([mistake])


def _refuse_aliases(root: yaml.Node, file: str) -> None:
    """A node met twice is an alias: not needed in a list, and a way to make a small file huge."""
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            line = node.start_mark.line + 1 if node.start_mark else 1
            raise ProfileRefused([Mistake(file, line, "", MistakeKind.ALIAS)])
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            waiting.extend(part for pair in node.value for part in pair)
        elif isinstance(node, yaml.SequenceNode):
            waiting.extend(node.value)


def spelled(node: yaml.Node) -> str:
    """A single value as text; what is no single value is only hinted at."""
    if isinstance(node, yaml.ScalarNode):
        return str(node.value).strip()
    return "{…}" if isinstance(node, yaml.MappingNode) else "[…]"


Entries = dict[str, yaml.Node]


@dataclass(slots=True)
class Reader:
    """Reads nodes of one file; ``trait`` is named in the mistakes found meanwhile.

    One cause gives one mistake: what follows from an earlier one is not noted. ``doubtful`` are
    the traits with a mistake; what refers to them is not looked at any closer.
    """

    file: str
    mistakes: list[Mistake] = field(default_factory=list)
    trait: str = ""
    doubtful: set[str] = field(default_factory=set)

    def wrong(self, node: yaml.Node, kind: MistakeKind, found: str = "", right: str = "") -> None:
        """Note a mistake at the node's line. ``found`` is shortened to what a line can show."""
        mark = node.start_mark
        file, line = (mark.name, mark.line + 1) if mark else (self.file, 1)
        self.mistakes.append(
            Mistake(file, line, self.trait, kind, shortened(found, MOST_QUOTED), right)
        )

    def entries(
        self, node: yaml.Node, allowed: Iterable[str] | None = None, needed: Iterable[str] = ()
    ) -> Entries:
        """A mapping's values by key; unknown, doubled and missing keys are noted."""
        if not isinstance(node, yaml.MappingNode):
            self.wrong(node, MistakeKind.NOT_A_MAPPING)
            return {}
        known = None if allowed is None else list(allowed)
        result: Entries = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.wrong(key, MistakeKind.NOT_A_TEXT)
            elif key.value in result:
                self.wrong(key, MistakeKind.TWICE, key.value)
            elif known is not None and key.value not in known:
                self.wrong(key, MistakeKind.UNKNOWN_KEY, key.value, ", ".join(known))
            else:
                result[key.value] = value
        for key in needed:
            if key not in result:
                self.wrong(node, MistakeKind.MISSING_KEY, key)
        return result

    def items(self, node: yaml.Node) -> list[yaml.Node]:
        """The members of a sequence."""
        if not isinstance(node, yaml.SequenceNode):
            self.wrong(node, MistakeKind.NOT_A_SEQUENCE)
            return []
        return list(node.value)

    def name(self, node: yaml.Node, most: int = 32) -> str:
        """An id: lower-case letters, digits and ``_``, a letter first."""
        value = spelled(node)
        if not re.fullmatch(rf"[a-z][a-z0-9_]{{0,{most - 1}}}", value):
            self.wrong(node, MistakeKind.BAD_NAME, value, str(most))
        return value

    def texts(self, node: yaml.Node, most: int = MOST_TEXT) -> Texts:
        """A text, plain or by language code."""
        if isinstance(node, yaml.ScalarNode):
            return {ANY_LANGUAGE: self._text(node, most)}
        if not isinstance(node, yaml.MappingNode) or not node.value:
            self.wrong(node, MistakeKind.NOT_A_TEXT)
            return {}
        result = {}
        for language, value in self.entries(node).items():
            if not _LANGUAGE.fullmatch(language):
                self.wrong(value, MistakeKind.BAD_LANGUAGE, language)
            result[language] = self._text(value, most)
        return result

    def _text(self, node: yaml.Node, most: int) -> str:
        if not isinstance(node, yaml.ScalarNode):
            self.wrong(node, MistakeKind.NOT_A_TEXT)
            return ""
        value = clean(node.value)
        if not 0 < len(value) <= most:
            self.wrong(node, MistakeKind.TEXT_LENGTH, str(len(value)), str(most))
        return value

    def number(self, node: yaml.Node, least: int | Fraction, most: int | Fraction) -> Fraction:
        """A plain decimal number between the limits; ``least`` where it is none."""
        value = spelled(node)
        if not _NUMBER.fullmatch(value):
            self.wrong(node, MistakeKind.NOT_A_NUMBER, value)
            return Fraction(least)
        number = Fraction(value)
        if not least <= number <= most:
            self.wrong(node, MistakeKind.OUT_OF_RANGE, value, f"{float(least):g} – {float(most):g}")
            return Fraction(least)
        return number

    def decimal(self, node: yaml.Node) -> Decimal:
        """A plain decimal number."""
        value = spelled(node)
        if not _NUMBER.fullmatch(value) or "/" in value:
            self.wrong(node, MistakeKind.NOT_A_NUMBER, value)
            return Decimal(0)
        return Decimal(value)

    def integer(self, node: yaml.Node, least: int, most: int) -> int:
        """A whole number between the limits."""
        number = self.number(node, least, most)
        if number.denominator != 1:
            self.wrong(node, MistakeKind.NOT_A_NUMBER, spelled(node))
        return int(number)

    def fit(self, node: yaml.Node) -> Fraction:
        """A fit, 0 to 1."""
        return self.number(node, 0, 1)

    def one_of(self, node: yaml.Node, allowed: Iterable[str]) -> str:
        """One of a few words; the first of them where it is none."""
        value, words = spelled(node), list(allowed)
        if value not in words:
            self.wrong(node, MistakeKind.NOT_ONE_OF, value, ", ".join(words))
            return words[0]
        return value

    def switch(self, node: yaml.Node) -> bool:
        """Yes or no, true or false."""
        return self.one_of(node, ("no", "yes", "false", "true")) in ("yes", "true")
