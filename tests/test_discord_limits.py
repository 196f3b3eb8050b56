"""Everything that is sent to Discord is within its limits, and valid by its published schema."""

import asyncio
import os
import re
from dataclasses import replace

import pytest

from adapters.discord.definitions import definitions
from adapters.discord.forms import writing_form
from adapters.discord.render import (
    MOST_BUTTON,
    MOST_CONTENT,
    MOST_EMBEDDED,
    MOST_OPTION,
    escaped,
    render,
)
from bot.cards import Button, Buttons, Card, Choices, Fields, Heading, Paragraph, Press, Verb
from tests.databases import Database
from tests.discord_app import AtWork, process
from tests.discord_cards import everything
from tests.discord_guilds import Json
from tests.discord_limits import (
    against_schema,
    broken_commands,
    broken_form,
    broken_message,
)
from tests.discord_server import discord_server
from tests.every_card import INTERVIEW, LISTS
from tests.world import PHRASES

ENGLISH = PHRASES["en"]
OURS = ("name", "language", "surface")
NOBODY: Json = {"allowed_mentions": {"parse": []}}


def choices(count: int, label: str = "x", *, several: bool = False) -> Choices:
    buttons = tuple(
        Button(label, Press(Verb.PICK, INTERVIEW, 3, "trait", f"o{one}")) for one in range(count)
    )
    done = Button("Done", Press(Verb.PICK_SEVERAL, INTERVIEW, 3, "trait"))
    return Choices(buttons, several=several, done=done if several else None)


def kinds(card: Card) -> list[int]:
    """What can be pressed, row by row: how many buttons, or 100 and how many options."""
    rows = render(card, ENGLISH)["components"]
    return [
        len(row["components"])
        if row["components"][0]["type"] == 2
        else 100 + len(row["components"][0]["options"])
        for row in rows
    ]


def test_every_card_is_within_discords_limits() -> None:
    found = {}
    for name, shown in everything():
        body = {key: one for key, one in shown.items() if key not in OURS}
        match shown["surface"]:
            case "message":
                complaints = broken_message(body)
            case "modal":
                complaints = broken_form(body)
            case _:
                complaints = broken_commands(body["commands"])
        if complaints:
            found[name] = complaints

    assert found == {}


@pytest.mark.skipif(
    "PLATFORM_SPECS" not in os.environ,
    reason="NOT CHECKED AGAINST DISCORD'S SCHEMA: set PLATFORM_SPECS to its folder",
)
def test_every_card_is_valid_by_discords_schema() -> None:
    found = {}
    for name, shown in everything():
        body = {key: one for key, one in shown.items() if key not in OURS}
        match shown["surface"]:
            case "message":
                complaints = against_schema("POST", "/channels/1/messages", body)
                answer = {"type": 4, "data": {**body, "flags": 64}}
            case "modal":
                complaints, answer = [], {"type": 9, "data": body}
            case _:
                complaints = against_schema("PUT", "/applications/1/commands", body["commands"])
                answer = {"type": 6}
        complaints += against_schema("POST", "/interactions/1/token/callback", answer)
        if complaints:
            found[name] = complaints

    assert found == {}


@pytest.mark.skipif(
    "PLATFORM_SPECS" not in os.environ,
    reason="NOT CHECKED AGAINST DISCORD'S SCHEMA: set PLATFORM_SPECS to its folder",
)
def test_the_schema_refuses_what_is_wrong() -> None:
    wrong: Json = {"content": 5, "components": "none"}

    assert against_schema("POST", "/channels/1/messages", wrong) != []
    assert against_schema("POST", "/channels/1/messagess", {}) != []
    assert against_schema("POST", "/interactions/1/t/callback", {"type": 99}) != []


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        (choices(1), [1]),
        (choices(5), [5]),
        (choices(6), [5, 1]),
        (choices(10, "y" * 26), [5, 5]),
        (choices(10, "y" * 27), [110]),
        (choices(11), [111]),
        (replace(choices(11), numbered=False), [5, 5, 1]),
        (choices(15, "y"), [115]),
        (choices(5, "y" * 77), [5]),
        (choices(5, "y" * 78), [105]),
        (choices(25), [125]),
        (choices(26), []),
        (choices(3, several=True), [103]),
    ],
)
def test_choices_are_buttons_then_a_menu_then_a_list(card: Choices, expected: list[int]) -> None:
    assert kinds(Card("en", (Heading("Which?"), card))) == expected


def test_what_is_chosen_in_a_menu_or_from_a_list_can_be_read_and_typed() -> None:
    shown = render(Card("en", (choices(26, "label"),)), ENGLISH)["content"]

    assert shown.split("\n")[0] == "1\\. label"
    assert shown.split("\n")[25] == "26\\. label"


@pytest.mark.parametrize("size", [1, MOST_CONTENT, MOST_CONTENT + 1, MOST_EMBEDDED, 50_000])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_text_of_any_length_is_shown_within_the_limits(size: int, language: str) -> None:
    buttons = Buttons((Button("Back", Press(Verb.BACK, INTERVIEW, 3)),))
    for text in ("x" * size, "word " * (size // 5 + 1), "x\n" * (size // 2 + 1), "*" * size):
        shown = render(Card(language, (Paragraph(text), buttons)), PHRASES[language])

        assert broken_message(shown) == []
        assert len(shown["components"]) == 1


def test_what_was_shortened_says_so_and_where_the_whole_is() -> None:
    rows = tuple((f"Trait {one}", "y" * 500) for one in range(60))

    shown = render(Card("en", (Fields(rows),)), ENGLISH)

    assert broken_message(shown) == []
    last = shown["embeds"][-1]["description"].split("\n")[-1]
    assert "Shortened to fit here" in last
    assert "export" in last


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"content": "x" * 2001}, "content of 2001 characters"),
        ({"content": " "}, "nothing in it"),
        ({"embeds": [{"description": "x" * 4097}]}, "description of 4097 characters"),
        ({"embeds": [{"description": "x" * 3001}] * 2}, "6002 characters in embeds"),
        ({"nonce": "x"}, "a nonce that is too long or not enforced"),
        ({"nonce": "x" * 26, "enforce_nonce": True}, "a nonce that is too long or not enforced"),
        ({"allowed_mentions": {"parse": ["users"]}}, "somebody may be pinged"),
        ({"allowed_mentions": None}, "somebody may be pinged"),
        ({"components": [{"type": 1, "components": []}]}, "a row of []"),
    ],
)
def test_a_message_that_discord_refuses_is_found(changed: Json, complaint: str) -> None:
    good: Json = {"content": "Hello", **NOBODY}

    assert broken_message(good) == []
    assert complaint in broken_message({**good, **changed})


def test_labels_and_options_that_are_too_long_are_found() -> None:
    button: Json = {"type": 2, "style": 1, "custom_id": "1", "label": "x" * (MOST_BUTTON + 1)}
    option = {"label": "x" * (MOST_OPTION + 1), "value": "1"}
    menu: Json = {"type": 3, "custom_id": "1", "options": [option]}
    for one in (button, menu):
        body = {"content": "x", "components": [{"type": 1, "components": [one]}], **NOBODY}
        assert any("label of" in each for each in broken_message(body))
    body = {"content": "x", "components": [{"type": 1, "components": [button, button]}], **NOBODY}
    assert "two components of one id" in broken_message(body)


def test_forms_and_commands_that_discord_refuses_are_found() -> None:
    form = writing_form(ENGLISH, Press(Verb.WRITE, INTERVIEW, 1, "trait"))
    commands = definitions(PHRASES, LISTS)

    assert broken_form(form) == []
    assert broken_form({**form, "title": "x" * 46}) == ["title of 46 characters"]
    assert broken_form({**form, "components": form["components"] * 6}) != []
    assert broken_commands(commands) == []
    assert "the name Qualify" in broken_commands([{**commands[0], "name": "Qualify"}])
    assert "two commands of one name" in broken_commands([commands[0]] * 2)


@pytest.mark.parametrize(
    "text",
    [
        *("*a*", "_a_", "~~a~~", "||a||", "`a`", "```a```", "<@1>", "<#1>", "<:a:1>", "<t:1>"),
        *("[a](http://b.c)", "# a", "## a", "-# a", "> a", ">>> a", "- a", "+ a", "1. a", "10. a"),
        *("a\n# b", "  - a", "\\*a*", "a\\", "@everyone", "@here", "<@&1>", "</qualify:1>"),
    ],
)
def test_nothing_that_anybody_wrote_becomes_more_than_text(text: str) -> None:
    said = escaped(text)

    assert said.replace("\\", "").replace("\u200b", "") == text.replace("\\", "")
    assert not re.search(r"(?<!\\)[*_~|`<>\[\]]", said)
    assert not re.search(r"^\s*([#>+-]|\d+\.)", said, re.MULTILINE)
    assert "@everyone" not in said
    assert "@here" not in said


def test_links_stay_what_they_are() -> None:
    link = "https://example.com/a_b_c?d=1&e=_2_#f"

    assert escaped(f"see {link} *now*") == f"see {link} \\*now\\*"


def test_whole_interviews_send_nothing_that_discord_would_refuse(database: Database) -> None:
    async def tried() -> None:
        async with discord_server() as made, process(made, database) as here:
            await _everything(here)

    asyncio.run(tried())


async def _everything(here: AtWork) -> None:
    """Use whatever there is, in both languages."""
    general, me = here.discord.channel("general"), here.person("11")
    for root, option in (("qualify", "name"), ("تقييم", "الاسم")):
        words = {one["name"] for one in here.discord.rest.commands[0]["options"]}
        if root != "qualify":
            words = {one["name"] for one in here.discord.rest.commands[3]["options"]}
        for word in sorted(words):
            known = next(
                one
                for command in here.discord.rest.commands
                if command["name"] == root
                for one in command["options"]
                if one["name"] == word
            )
            needed: Json = {
                one["name"]: {3: "Acme *& Söhne*", 5: True, 6: "13", 8: here.guild}[one["type"]]
                for one in known["options"]
                if one.get("required")
            }
            await me.command(f"{root} {word}", general, **needed)
            await here.settled()
        offered = await me.completes(
            f"{root} {'start' if option == 'name' else 'ابدأ'}", option, "A", general
        )
        assert offered
    jane = here.person("13")
    panel = next(one for one in reversed(me.seen(general)) if "Work with us" in one.labels)
    await jane.presses("Work with us", panel, general)
    await jane.presses("Begin", channel=general)
    await here.settled()
    for text in ("help", "1", "back", "4", "why?", "nonsense", "change", "1", "pause", "resume"):
        jane.says(text)
        await asyncio.sleep(0.05)
        await here.settled()


def test_a_server_that_was_sent_what_discord_refuses_fails_its_test() -> None:
    async def tried() -> None:
        async with discord_server() as made:
            made.rest.complaints += made.rest.check("POST", "/channels/1/messages", {"content": ""})

    with pytest.raises(AssertionError):
        asyncio.run(tried())
