"""Traits out of a list file: named from the catalogue, changed in parts, or brought along."""

from fractions import Fraction

import yaml

from bot.kind_reader import ALL_KEYS, read_kind
from bot.kinds import Choice, Price, SeveralChoices, Texts, YesNo
from bot.list_nodes import Entries, MistakeKind, Reader, spelled
from bot.profile import (
    DEFAULT_FAILS_BELOW,
    DEFAULT_UNKNOWN_FIT,
    Condition,
    Remedy,
    Trait,
    Wording,
)
from bot.shortening import shortened
from bot.weighing import is_weighed

MOST_NAME = 100
MOST_ID = 32
TRAIT_KEYS = (
    "trait",
    "group",
    "name",
    "weight",
    "deal_breaker",
    "unknown",
    "why",
    "only_if",
    "about",
    "to",
    "remedy",
)
_WORDING_KEYS = ("question", "why", "answer", *ALL_KEYS)


def read_trait(
    reader: Reader, node: yaml.Node, price: Price | None, catalogue: Entries, before: list[Trait]
) -> Trait | None:
    """One member of ``traits``: a name of the catalogue, or a mapping with ``trait``."""
    known = len(reader.mistakes)
    trait = _read(reader, node, price, catalogue, before)
    if len(reader.mistakes) > known:
        reader.doubtful.add(reader.trait)
    return trait


def _read(
    reader: Reader, node: yaml.Node, price: Price | None, catalogue: Entries, before: list[Trait]
) -> Trait | None:
    own: Entries = {}
    reader.trait = _spelled(node)
    if isinstance(node, yaml.MappingNode):
        own = reader.entries(node, TRAIT_KEYS, ("trait",))
        if "trait" not in own:
            return None
        trait_id = reader.name(own["trait"])
    elif isinstance(node, yaml.ScalarNode):
        trait_id = spelled(node)
    else:
        reader.wrong(node, MistakeKind.NOT_A_TEXT)
        return None
    if any(trait.id == trait_id for trait in before):
        reader.wrong(node, MistakeKind.TWICE, trait_id)
        return None
    entries = own
    if trait_id in catalogue:
        entries = _merged(reader.entries(catalogue[trait_id], TRAIT_KEYS), own)
    elif "name" not in own and "about" not in own:
        reader.wrong(node, MistakeKind.UNKNOWN_TRAIT, trait_id)
        return None
    return _trait(reader, node, trait_id, entries, price, before)


def _spelled(node: yaml.Node) -> str:
    """The trait's id as it is written, right or wrong, for the mistakes to name."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    ids = [node, *(value for key, value in pairs if key.value == "trait")]
    return next(
        (shortened(str(one.value), MOST_ID) for one in ids if isinstance(one, yaml.ScalarNode)), ""
    )


def _merged(entries: Entries, own: Entries) -> Entries:
    """The catalogue's entries with the list's own; the two questions are merged key by key.

    An ``answer`` of the list's own takes the place of everything the catalogue says about it.
    """
    merged = {**entries, **own}
    for side in ("about", "to"):
        theirs, ours = entries.get(side), own.get(side)
        if isinstance(theirs, yaml.MappingNode) and isinstance(ours, yaml.MappingNode):
            replaced = {key.value for key, _ in ours.value if isinstance(key, yaml.ScalarNode)}
            replaced.update(ALL_KEYS if "answer" in replaced else ())
            kept = [(key, value) for key, value in theirs.value if key.value not in replaced]
            merged[side] = yaml.MappingNode(ours.tag, ours.value + kept, ours.start_mark)
    return merged


def _trait(
    reader: Reader,
    node: yaml.Node,
    trait_id: str,
    entries: Entries,
    price: Price | None,
    before: list[Trait],
) -> Trait | None:
    for key in ("name", "about"):
        if key not in entries:
            reader.wrong(node, MistakeKind.MISSING_KEY, key)
    if "name" not in entries or "about" not in entries:
        return None
    known = len(reader.mistakes)
    about = _wording(reader, entries["about"], price, None)
    if about is None:
        return None
    to = _wording(reader, entries["to"], price, about) if "to" in entries else None
    understood = len(reader.mistakes) == known
    if "why" in entries:
        about = Wording(about.question, about.kind, reader.texts(entries["why"]))
    weighed = [is_weighed(wording.kind) for wording in (about, to) if wording]
    weight = 0
    if any(weighed):
        weight = reader.integer(entries["weight"], 1, 5) if "weight" in entries else 3
    if understood and not all(weighed) and ("weight" in entries or any(weighed)):
        reader.wrong(entries.get("weight", node), MistakeKind.WEIGHT_WITHOUT_FIT)
    return Trait(
        trait_id,
        reader.texts(entries["name"], MOST_NAME),
        weight,
        about,
        to,
        _fails_below(reader, entries["deal_breaker"]) if "deal_breaker" in entries else None,
        reader.fit(entries["unknown"]) if "unknown" in entries else DEFAULT_UNKNOWN_FIT,
        _remedy(reader, entries["remedy"]) if "remedy" in entries else None,
        _conditions(reader, entries["only_if"], before) if "only_if" in entries else (),
        _group(reader, entries["group"]) if "group" in entries else "",
    )


def _wording(
    reader: Reader, node: yaml.Node, price: Price | None, shared: Wording | None
) -> Wording | None:
    """A question; without an ``answer`` of its own it shares that of the other wording."""
    entries = reader.entries(node, _WORDING_KEYS, ("question",))
    if not isinstance(node, yaml.MappingNode):
        return None
    if "answer" in entries:
        kind = read_kind(reader, node, entries, price)
    elif shared is not None and not set(entries) & set(ALL_KEYS):
        kind = shared.kind
    else:
        reader.wrong(node, MistakeKind.MISSING_KEY, "answer")
        return None
    if "question" not in entries:
        return None
    why = reader.texts(entries["why"]) if "why" in entries else None
    return Wording(reader.texts(entries["question"]), kind, why)


def _group(reader: Reader, node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode):
        reader.wrong(node, MistakeKind.NOT_A_TEXT)
    return spelled(node)


def _fails_below(reader: Reader, node: yaml.Node) -> Fraction | None:
    word = spelled(node)
    if word in ("yes", "true", "no", "false"):
        return DEFAULT_FAILS_BELOW if word in ("yes", "true") else None
    return reader.fit(node)


def _remedy(reader: Reader, node: yaml.Node) -> Remedy:
    entries = reader.entries(node, ("advice", "cures"), ("advice", "cures"))
    advice: Texts = reader.texts(entries["advice"]) if "advice" in entries else {}
    return Remedy(advice, "cures" in entries and reader.switch(entries["cures"]))


def _conditions(reader: Reader, node: yaml.Node, before: list[Trait]) -> tuple[Condition, ...]:
    nodes = reader.items(node) if isinstance(node, yaml.SequenceNode) else [node]
    read = [_condition(reader, one, before) for one in nodes]
    return tuple(condition for condition in read if condition is not None)


def _condition(reader: Reader, node: yaml.Node, before: list[Trait]) -> Condition | None:
    keys = ("trait", "is", "fit_at_least", "fit_at_most")
    entries = reader.entries(node, keys, ("trait",))
    if "trait" not in entries:
        return None
    name = spelled(entries["trait"])
    if name in reader.doubtful:
        return None
    earlier = next((trait for trait in before if trait.id == name), None)
    if earlier is None:
        reader.wrong(entries["trait"], MistakeKind.NOT_EARLIER, name)
        return None
    options = None
    if "is" in entries:
        named = entries["is"]
        nodes = reader.items(named) if isinstance(named, yaml.SequenceNode) else [named]
        options = frozenset(_option(reader, one, earlier) for one in nodes)
    known = len(reader.mistakes)
    least = reader.fit(entries["fit_at_least"]) if "fit_at_least" in entries else Fraction(0)
    most = reader.fit(entries["fit_at_most"]) if "fit_at_most" in entries else Fraction(1)
    if least > most and len(reader.mistakes) == known:
        reader.wrong(node, MistakeKind.LIMITS_CROSSED, f"{float(least):g}", f"{float(most):g}")
    return Condition(name, options, least, most)


def _option(reader: Reader, node: yaml.Node, earlier: Trait) -> str:
    """An option's key. Both wordings of the trait must have it, or one side is never asked."""
    key = spelled(node)
    for wording in (earlier.about, earlier.to):
        if wording is not None and key not in _option_keys(wording):
            right = ", ".join(_option_keys(wording)) or "fit_at_least, fit_at_most"
            reader.wrong(node, MistakeKind.UNKNOWN_OPTION, key, right)
            break
    return key


def _option_keys(wording: Wording) -> tuple[str, ...]:
    match wording.kind:
        case YesNo():
            return ("yes", "no")
        case Choice(options) | SeveralChoices(options):
            return tuple(option.key for option in options)
        case _:
            return ()
