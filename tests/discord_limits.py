"""What Discord refuses in messages, forms and commands: our own limits, and its published schema.

The limits are from Discord's documentation, which is stricter than the schema in places.
"""

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import regex
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

Json = Mapping[str, Any]

NAME = regex.compile(r"[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}")
LOCALES = {
    *("id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl"),
    *("no", "pl", "pt-BR", "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi"),
    *("th", "zh-CN", "ja", "zh-TW", "ko"),
}
BUTTON, MENU, INPUT, TEXT_DISPLAY, LABEL, ROW = 2, 3, 4, 10, 18, 1
EMBED = {"title": 256, "description": 4096}
SUBCOMMANDS = (1, 2)
LONE = re.compile("[\ud800-\udfff]")


def broken(method: str, path: str, body: Any) -> list[str]:  # noqa: ANN401  # Any JSON.
    """What is wrong with what is sent there."""
    found = []
    if body is not None and LONE.search(json.dumps(body, ensure_ascii=False)):
        found.append("half of a character")
    if method in ("POST", "PATCH") and re.search(r"/messages(/\d+)?$|^/webhooks/", path):
        found += broken_message(body, changes=method == "PATCH")
    elif path.endswith("/callback"):
        found += _broken_answer(body)
    elif method == "PUT" and path.endswith("/commands"):
        found += broken_commands(body)
    return found


def refused(method: str, path: str, body: Any) -> list[str]:  # noqa: ANN401  # Any JSON.
    """What our limits and, where it is there, the published schema say of what is sent."""
    said = broken(method, path, body)
    if "PLATFORM_SPECS" in os.environ and body is not None:
        said += against_schema(method, path, body)
    return said


def _broken_answer(body: Json) -> list[str]:
    data = body.get("data") or {}
    match body["type"]:
        case 4:
            return broken_message(data)
        case 8:
            return list(_choices(data["choices"]))
        case 9:
            return broken_form(data)
        case 6:
            return [] if "data" not in body else ["something beside a deferred update"]
        case _:
            return ["an answer of an unknown kind"]


def broken_message(body: Json, *, changes: bool = False) -> list[str]:
    """What is wrong with a message."""
    return list(_message(body, changes=changes))


def _message(body: Json, *, changes: bool) -> Iterator[str]:
    content, embeds = body.get("content") or "", body.get("embeds") or ()
    rows = body.get("components") or ()
    if not (content.strip() or embeds or rows):
        yield "nothing in it"
    yield from _text("content", content, 2000)
    yield from _most("embeds", embeds, 10)
    words = sum(len(text) for embed in embeds for text in embed.values() if isinstance(text, str))
    if words > 6000:
        yield f"{words} characters in embeds"
    for embed in embeds:
        for key, most in EMBED.items():
            yield from _text(key, embed.get(key) or "", most)
        if set(embed) - set(EMBED):
            yield "an embed with more than we use"
    yield from _most("rows", rows, 5)
    ids = [one.get("custom_id") for row in rows for one in row["components"]]
    if len(set(ids)) < len(ids):
        yield "two components of one id"
    for row in rows:
        yield from _row(row)
    allowed = body.get("allowed_mentions")
    if allowed not in ({"parse": []}, {"parse": [], "replied_user": False}):
        yield "somebody may be pinged"
    if "nonce" in body and (len(body["nonce"]) > 25 or not body.get("enforce_nonce")):
        yield "a nonce that is too long or not enforced"
    if changes and "nonce" in body:
        yield "a change with a nonce"


def _row(row: Json) -> Iterator[str]:
    components = row["components"]
    kinds = [one["type"] for one in components]
    is_row = row["type"] == ROW and (kinds == [MENU] or (set(kinds) == {BUTTON}))
    if not is_row or len(components) > 5:
        yield f"a row of {kinds}"
    for one in components:
        yield from _id(one)
        if one["type"] == BUTTON:
            yield from _text("label", one["label"], 80, least=1)
        else:
            yield from _menu(one)


def _menu(menu: Json) -> Iterator[str]:
    options = menu["options"]
    yield from _most("options", options, 25, least=1)
    values = [option["value"] for option in options]
    if len(set(values)) < len(values):
        yield "two options of one value"
    for option in options:
        yield from _text("label", option["label"], 100, least=1)
        yield from _text("value", option["value"], 100, least=1)
    yield from _text("placeholder", menu.get("placeholder", ""), 150)
    least, most = menu.get("min_values", 1), menu.get("max_values", 1)
    if not 0 <= least <= most <= len(options):
        yield f"{least} to {most} of {len(options)} options"


def broken_form(form: Json) -> list[str]:
    """What is wrong with a form."""
    return list(_form(form))


def _form(form: Json) -> Iterator[str]:
    yield from _text("title", form["title"], 45, least=1)
    yield from _id(form)
    rows = form["components"]
    yield from _most("rows of a form", rows, 5, least=1)
    for row in rows:
        if row["type"] == TEXT_DISPLAY:
            yield from _text("text", row["content"], 4000, least=1)
            continue
        if row["type"] != LABEL:
            yield f"a {row['type']} in a form"
            continue
        yield from _text("label", row["label"], 45, least=1)
        yield from _text("description", row.get("description", ""), 100)
        one = row["component"]
        yield from _id(one)
        if one["type"] == MENU:
            yield from _menu(one)
            continue
        most = one.get("max_length", 4000)
        if not 1 <= most <= 4000:
            yield f"a text of at most {most}"
        yield from _text("value", one.get("value", ""), most)
        yield from _text("placeholder", one.get("placeholder", ""), 100)


def _choices(choices: Sequence[Json]) -> Iterator[str]:
    yield from _most("choices", choices, 25)
    for choice in choices:
        yield from _text("name", choice["name"], 100, least=1)
        yield from _text("value", choice["value"], 100)


def broken_commands(commands: Sequence[Json]) -> list[str]:
    """What is wrong with the commands of an app."""
    return list(_commands(commands))


def _commands(commands: Sequence[Json]) -> Iterator[str]:
    named = [(one["type"], one["name"]) for one in commands]
    if len(set(named)) < len(named):
        yield "two commands of one name"
    for command in commands:
        if command["type"] != 1:
            yield from _text("name", command["name"], 32, least=1)
            if command.get("description"):
                yield "a menu with a description"
            continue
        yield from _command(command)
        size = sum(map(len, _words(command)))
        if size > 8000:
            yield f"{size} characters in a command"
        if 2 in command["contexts"] and 1 not in command["integration_types"]:
            yield "in private channels, but nobody's own"


def _command(command: Json) -> Iterator[str]:
    name = command["name"]
    if not NAME.fullmatch(name) or name != name.lower():
        yield f"the name {name}"
    yield from _text("description", command["description"], 100, least=1)
    options = command.get("options") or ()
    yield from _most("options", options, 25)
    kinds = {option["type"] in SUBCOMMANDS for option in options}
    if len(kinds) > 1:
        yield "subcommands beside options"
    needed = [bool(option.get("required")) for option in options]
    if needed != sorted(needed, reverse=True):
        yield "an option that is required behind one that is not"
    if not set(command.get("name_localizations") or {}) <= LOCALES:
        yield "a locale that Discord does not know"
    for option in options:
        yield from _command(option)
        yield from _choices(option.get("choices") or ())


def _words(command: Json) -> Iterator[str]:
    yield from (command["name"], command["description"])
    for option in command.get("options") or ():
        yield from _words(option)
        for choice in option.get("choices") or ():
            yield from (choice["name"], str(choice["value"]))


def _id(one: Json) -> Iterator[str]:
    yield from _text("custom_id", one["custom_id"], 100, least=1)


def _text(name: str, text: str, most: int, least: int = 0) -> Iterator[str]:
    if not least <= len(text.strip()) or len(text) > most:
        yield f"{name} of {len(text)} characters"


def _most(name: str, many: Sequence[object], most: int, least: int = 0) -> Iterator[str]:
    if not least <= len(many) <= most:
        yield f"{len(many)} {name}"


# The published schema


def against_schema(method: str, path: str, body: Any) -> list[str]:  # noqa: ANN401  # Any JSON.
    """What the schema that Discord publishes says of a body. Raises LookupError without one."""
    folder = os.environ.get("PLATFORM_SPECS")
    if folder is None:
        raise LookupError("PLATFORM_SPECS is not set")
    template = _template(folder, method, path)
    if template is None:
        return [f"no such route: {method} {path}"]
    validator = _validator(folder, method, template)
    if validator is None or body is None:
        return []
    errors = validator.iter_errors(body)
    return [f"{'/'.join(map(str, one.absolute_path))}: {one.message[:200]}" for one in errors]


@cache
def _schema(folder: str) -> Any:  # noqa: ANN401  # Any JSON.
    return json.loads((Path(folder) / "discord-openapi.json").read_text(encoding="utf-8"))


@cache
def _patterns(folder: str) -> list[tuple[str, re.Pattern[str]]]:
    paths = sorted(_schema(folder)["paths"], key=lambda one: one.count("{"))
    return [(path, re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path))) for path in paths]


def _template(folder: str, method: str, path: str) -> str | None:
    for template, pattern in _patterns(folder):
        if pattern.fullmatch(path) and method.lower() in _schema(folder)["paths"][template]:
            return template
    return None


@cache
def _validator(folder: str, method: str, template: str) -> Draft202012Validator | None:
    """Checks the JSON of a route; None if it takes none."""
    schema = _schema(folder)
    content = schema["paths"][template][method.lower()].get("requestBody", {}).get("content", {})
    if "application/json" not in content:
        return None
    resource = Resource.opaque(schema)
    registry: Registry[Any] = Registry().with_resource("urn:discord", resource)
    found = json.loads(
        json.dumps(content["application/json"]["schema"]).replace('"#/', '"urn:discord#/')
    )
    return Draft202012Validator(found, registry=registry)
