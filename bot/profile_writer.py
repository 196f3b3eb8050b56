"""Lists into text: complete in themselves, so that ``read_list`` reads them back to equal ones."""

import json
import re
from dataclasses import replace
from typing import Any

import yaml

from bot.kind_writer import plain_number, write_kind
from bot.kinds import Price, Texts
from bot.profile import DEFAULT_UNKNOWN_FIT, Condition, Profile, Trait

_UNSAFE_IN_YAML = re.compile("[\u2028\u2029\ufffe\uffff]")
"""Characters that JSON leaves as they are, and YAML refuses or reads as the end of a line."""


def write_list(profile: Profile) -> dict[str, Any]:
    """The list as plain mappings, complete in itself; ``read_list`` reads it back to an equal one.

    All numbers are texts, as in a file.
    """
    bands, price = profile.bands, profile.minimum_price
    return {
        "list": profile.id,
        "name": dict(profile.name),
        **({"minimum_price": str(price)} if price else {}),
        "subject": profile.subject.value,
        "bands": {
            "accept": plain_number(bands.accept),
            "conditions": plain_number(bands.conditions),
        },
        "summary": "yes" if profile.summary else "no",
        "traits": [_write_trait(trait, price) for trait in profile.traits],
    }


def to_json(profile: Profile) -> str:
    """The list as it is stored: one line, the same for equal lists."""
    text = json.dumps(write_list(profile), ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE_IN_YAML.sub(lambda unsafe: f"\\u{ord(unsafe[0]):04x}", text)


def own_copy(profile: Profile, name: Texts) -> Profile:
    """The list under an id and a name of its own, never to be taken for the one it came from."""
    return replace(profile, id=f"my_{profile.id}", name=name)


class _PlainDumper(yaml.SafeDumper):
    """Writes ``5`` and ``yes`` without quotation marks: a list's reader takes all for texts."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012  # Declared so above it.


def to_yaml(profile: Profile, *remarks: str) -> str:
    """The list as a file to edit, without what goes without saying; remarks stand at its top."""
    written = _without(write_list(profile), write_list(Profile("", {}, ())))
    usual = {"unknown": plain_number(DEFAULT_UNKNOWN_FIT)}
    written["traits"] = [_without(trait, usual) for trait in written["traits"]]
    text = yaml.dump(written, Dumper=_PlainDumper, allow_unicode=True, sort_keys=False, width=100)
    return "".join(f"# {remark}\n" for remark in remarks) + text


def _without(written: dict[str, Any], usual: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in written.items() if usual.get(key) != value}


def _write_trait(trait: Trait, price: Price | None) -> dict[str, Any]:
    written: dict[str, Any] = {"trait": trait.id}
    if trait.group:
        written["group"] = trait.group
    written["name"] = dict(trait.name)
    if trait.weight:
        written["weight"] = str(trait.weight)
    # Said in any case: the catalogue's trait of the same id may be a deal-breaker.
    fails_below = trait.fails_below
    written["deal_breaker"] = "no" if fails_below is None else plain_number(fails_below)
    written["unknown"] = plain_number(trait.unknown_fit)
    if trait.about.why:
        written["why"] = dict(trait.about.why)
    if trait.only_if:
        written["only_if"] = [_write_condition(condition) for condition in trait.only_if]
    written["about"] = {
        "question": dict(trait.about.question),
        **write_kind(trait.about.kind, price),
    }
    if trait.to:
        to: dict[str, Any] = {"question": dict(trait.to.question)}
        if trait.to.why:
            to["why"] = dict(trait.to.why)
        written["to"] = {**to, **write_kind(trait.to.kind, price)}
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
