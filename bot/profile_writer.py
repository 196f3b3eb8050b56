"""Lists into text: complete in themselves, so that ``read_list`` reads them back to equal ones."""

import json
import re
from typing import Any

import yaml

from bot.kind_writer import plain_number, write_kind
from bot.profile import Condition, Profile, Trait

_UNSAFE_IN_YAML = re.compile("[\u2028\u2029\ufffe\uffff]")
"""Characters that JSON leaves as they are, and YAML refuses or reads as the end of a line."""


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
