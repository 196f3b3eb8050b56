"""Lists as YAML files: text -> Profile, with errors that name file, line and trait, and back.

A list names traits of the catalogue, changes parts of them, or brings its own. What comes out is
complete in itself: it is stored, and read back, without the catalogue.
"""

import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from bot.kind_reader import ALL_KEYS, Price, read_kind, read_price
from bot.kind_writer import plain_number, write_kind
from bot.kinds import Choice, SeveralChoices, Texts, YesNo
from bot.list_nodes import Entries, Mistake, MistakeKind, ProfileRefused, Reader, compose
from bot.profile import (
    DEFAULT_FAILS_BELOW,
    DEFAULT_UNKNOWN_FIT,
    Bands,
    Condition,
    Profile,
    Remedy,
    Subject,
    Trait,
    Wording,
)
from bot.weighing import is_weighed

FOLDER = Path(__file__).parent / "profiles"
CATALOGUE = FOLDER / "catalogue.yaml"
MOST_TRAITS = 60
MOST_NAME = 100
LIST_KEYS = ("list", "name", "subject", "minimum_price", "bands", "summary", "traits")
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
_UNSAFE_IN_YAML = re.compile("[\u2028\u2029\ufffe\uffff]")
"""Characters that JSON leaves as they are, and YAML refuses or reads as the end of a line."""
_WORDING_KEYS = ("question", "why", "answer", *ALL_KEYS)


def shipped_lists() -> tuple[str, ...]:
    """The names of the lists that come with the bot, the first list for beginners first."""
    names = sorted(p.stem for p in FOLDER.glob("*.yaml") if p != CATALOGUE)
    return tuple(sorted(names, key=lambda name: name != "starter"))


def find_list(name: str) -> Path:
    """The file of a shipped list, or the path itself.

    Raises ProfileRefused, with the names that exist, if it is neither.
    """
    if name in shipped_lists():
        return FOLDER / f"{name}.yaml"
    path = Path(name)
    if path.suffix in (".yaml", ".yml", ".json") or _exists(path):
        return path
    raise ProfileRefused(
        [Mistake(name, 0, "", MistakeKind.NOT_FOUND, name, ", ".join(shipped_lists()))]
    )


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # Longer than a file's name can be.
        return False


def load_list(name: str, minimum_price: Price | None = None) -> Profile:
    """The list of that name or path; ``minimum_price`` takes the place of the list's own.

    Raises ProfileRefused if there is none, or if it has a mistake.
    """
    path = find_list(name)
    return read_list(_text(path), path.name, minimum_price, _catalogue())


def read_list(
    text: str,
    file: str,
    minimum_price: Price | None = None,
    catalogue: Entries | None = None,
) -> Profile:
    """The list in a text. Raises ProfileRefused, naming every mistake, if it has any."""
    reader = Reader(file)
    root = compose(text, file)
    entries = reader.entries(root, LIST_KEYS, ("list", "name", "traits"))
    price = minimum_price or _price(reader, entries)
    traits: list[Trait] = []
    nodes = reader.items(entries["traits"]) if "traits" in entries else []
    for node in nodes:
        trait = _entry(reader, node, price, catalogue or {}, traits)
        if trait is not None:
            traits.append(trait)
        reader.trait = ""
    if isinstance(entries.get("traits"), yaml.SequenceNode) and not 1 <= len(nodes) <= MOST_TRAITS:
        reader.wrong(entries["traits"], MistakeKind.NO_TRAITS, str(len(nodes)), str(MOST_TRAITS))
    profile = Profile(
        reader.name(entries["list"]) if "list" in entries else "",
        reader.texts(entries["name"], MOST_NAME) if "name" in entries else {},
        tuple(traits),
        _bands(reader, entries["bands"]) if "bands" in entries else Bands(),
        reader.switch(entries["summary"]) if "summary" in entries else True,
        Subject(reader.one_of(entries["subject"], Subject) if "subject" in entries else "prospect"),
    )
    if reader.mistakes:
        once = dict.fromkeys(reader.mistakes)
        raise ProfileRefused(sorted(once, key=lambda mistake: mistake.line))
    return profile


def read_catalogue() -> tuple[Trait, ...]:
    """Every trait of the catalogue, priced at 1,000 of a unit, as a list would hold it."""
    names = "".join(f"\n- {name}" for name in _catalogue())
    text = f"list: catalogue\nname: Catalogue\nminimum_price: 1000 USD\ntraits:{names}"
    return read_list(text, CATALOGUE.name, None, _catalogue()).traits


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        right = ", ".join(shipped_lists())
        mistake = Mistake(path.name, 0, "", MistakeKind.NOT_FOUND, str(path), right)
        raise ProfileRefused([mistake]) from error
    except (OSError, UnicodeDecodeError) as error:
        mistake = Mistake(path.name, 0, "", MistakeKind.UNREADABLE, str(path))
        raise ProfileRefused([mistake]) from error


def _catalogue() -> Entries:
    reader = Reader(CATALOGUE.name)
    entries = reader.entries(compose(_text(CATALOGUE), CATALOGUE.name))
    if reader.mistakes:
        raise ProfileRefused(reader.mistakes)
    return entries


def _price(reader: Reader, entries: Entries) -> Price | None:
    if "minimum_price" not in entries:
        return None
    text = reader.scalar(entries["minimum_price"])
    price = read_price(text)
    if price is None:
        reader.wrong(entries["minimum_price"], MistakeKind.NOT_A_PRICE, text)
    return price


def _bands(reader: Reader, node: yaml.Node) -> Bands:
    entries = reader.entries(node, ("accept", "conditions"))
    accept = reader.number(entries["accept"], 0, 100) if "accept" in entries else Bands().accept
    conditions = (
        reader.number(entries["conditions"], 0, 100)
        if "conditions" in entries
        else min(Bands().conditions, accept)
    )
    if conditions > accept:
        reader.wrong(node, MistakeKind.WRONG_ORDER, f"{float(conditions):g} > {float(accept):g}")
    return Bands(accept, conditions)


def _entry(
    reader: Reader, node: yaml.Node, price: Price | None, catalogue: Entries, before: list[Trait]
) -> Trait | None:
    """One member of ``traits``: a name of the catalogue, or a mapping with ``trait``."""
    own: Entries = {}
    reader.trait = _spelled(node)
    if isinstance(node, yaml.MappingNode):
        own = reader.entries(node, TRAIT_KEYS, ("trait",))
        if "trait" not in own:
            return None
        trait_id = reader.name(own["trait"])
    else:
        trait_id = reader.scalar(node)
    if any(trait.id == trait_id for trait in before):
        reader.wrong(node, MistakeKind.TWICE, trait_id)
        return None
    entries = own
    if trait_id in catalogue:
        entries = _merged(reader.entries(catalogue[trait_id], TRAIT_KEYS), own)
    elif not own:
        if isinstance(node, yaml.ScalarNode):
            reader.wrong(node, MistakeKind.UNKNOWN_TRAIT, trait_id)
        return None
    return _trait(reader, node, trait_id, entries, price, before)


def _spelled(node: yaml.Node) -> str:
    """The trait's id as it is written, right or wrong, for the mistakes to name."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    ids = [node, *(value for key, value in pairs if key.value == "trait")]
    return next((str(one.value)[:32] for one in ids if isinstance(one, yaml.ScalarNode)), "")


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
    about = _wording(reader, entries["about"], price, None)
    to = _wording(reader, entries["to"], price, about) if "to" in entries else None
    if about is None:
        return None
    if "why" in entries:
        about = Wording(about.question, about.kind, reader.texts(entries["why"]))
    weighed = [is_weighed(wording.kind) for wording in (about, to) if wording]
    weight = 0
    if any(weighed):
        weight = reader.integer(entries["weight"], 1, 5) if "weight" in entries else 3
    if not all(weighed) and ("weight" in entries or any(weighed)):
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
        reader.scalar(entries["group"]) if "group" in entries else "",
    )


def _wording(
    reader: Reader, node: yaml.Node, price: Price | None, shared: Wording | None
) -> Wording | None:
    """A question; without an ``answer`` of its own it shares that of the other wording."""
    entries = reader.entries(node, _WORDING_KEYS, ("question",))
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


def _fails_below(reader: Reader, node: yaml.Node) -> Fraction | None:
    word = reader.scalar(node)
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
    name = reader.scalar(entries["trait"])
    earlier = next((trait for trait in before if trait.id == name), None)
    if earlier is None:
        reader.wrong(entries["trait"], MistakeKind.NOT_EARLIER, name)
        return None
    options = None
    if "is" in entries:
        named = entries["is"]
        nodes = reader.items(named) if isinstance(named, yaml.SequenceNode) else [named]
        options = frozenset(_option(reader, one, earlier) for one in nodes)
    least = reader.fit(entries["fit_at_least"]) if "fit_at_least" in entries else Fraction(0)
    most = reader.fit(entries["fit_at_most"]) if "fit_at_most" in entries else Fraction(1)
    if least > most:
        reader.wrong(node, MistakeKind.WRONG_ORDER, f"{float(least):g} > {float(most):g}")
    return Condition(name, options, least, most)


def _option(reader: Reader, node: yaml.Node, earlier: Trait) -> str:
    """An option's key. Both wordings of the trait must have it, or one side is never asked."""
    key = reader.scalar(node)
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


def write_list(profile: Profile) -> dict[str, Any]:
    """The list as plain mappings, complete in itself; ``read_list`` reads it back to an equal one.

    All numbers are texts, as in a file.
    """
    bands = profile.bands
    return {
        "list": profile.id,
        "name": dict(profile.name),
        "subject": profile.subject.value,
        "bands": {
            "accept": plain_number(bands.accept),
            "conditions": plain_number(bands.conditions),
        },
        "summary": "yes" if profile.summary else "no",
        "traits": [_write_trait(trait) for trait in profile.traits],
    }


def to_json(profile: Profile) -> str:
    """The list as it is stored: one line, the same for equal lists."""
    text = json.dumps(write_list(profile), ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE_IN_YAML.sub(lambda unsafe: f"\\u{ord(unsafe[0]):04x}", text)


def to_yaml(profile: Profile) -> str:
    """The list as a file to edit."""
    return yaml.safe_dump(write_list(profile), allow_unicode=True, sort_keys=False, width=100)


def _write_trait(trait: Trait) -> dict[str, Any]:
    written: dict[str, Any] = {"trait": trait.id}
    if trait.group:
        written["group"] = trait.group
    written["name"] = dict(trait.name)
    if trait.weight:
        written["weight"] = str(trait.weight)
    if trait.fails_below is not None:
        written["deal_breaker"] = plain_number(trait.fails_below)
    written["unknown"] = plain_number(trait.unknown_fit)
    if trait.about.why:
        written["why"] = dict(trait.about.why)
    if trait.only_if:
        written["only_if"] = [_write_condition(condition) for condition in trait.only_if]
    written["about"] = {
        "question": dict(trait.about.question),
        **write_kind(trait.about.kind),
    }
    if trait.to:
        to: dict[str, Any] = {"question": dict(trait.to.question)}
        if trait.to.why:
            to["why"] = dict(trait.to.why)
        written["to"] = {**to, **write_kind(trait.to.kind)}
    if trait.remedy:
        cures = "yes" if trait.remedy.cures else "no"
        written["remedy"] = {"advice": dict(trait.remedy.advice), "cures": cures}
    return written


def _write_condition(condition: Condition) -> dict[str, Any]:
    written: dict[str, Any] = {"trait": condition.trait}
    if condition.options is not None:
        written["is"] = sorted(condition.options)
    written["fit_at_least"] = plain_number(condition.fit_at_least)
    written["fit_at_most"] = plain_number(condition.fit_at_most)
    return written
