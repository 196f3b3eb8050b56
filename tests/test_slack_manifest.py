"""The manifest that people paste is one that Slack takes, and asks for no more than we use."""

import json
import os
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from adapters.slack.forms import AUTHOR, QUALIFY
from adapters.slack.installations import SCOPES
from adapters.slack.render import COMMAND

MANIFEST = Path(__file__).parent.parent / "adapters" / "slack" / "manifest.yaml"
# Slack's limits, in characters.
MOST_NAME, MOST_DESCRIPTION, LONG_DESCRIPTION = 35, 140, range(175, 4001)
MOST_COMMAND_DESCRIPTION, MOST_SHORTCUT = 2_000, 24


def manifest() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    return read


@pytest.mark.parametrize("version", [1, 2])
def test_the_manifest_is_valid_by_slacks_schema(version: int) -> None:
    folder = os.environ.get("PLATFORM_SPECS")
    if not folder:
        pytest.skip("NOT CHECKED AGAINST SLACK'S SCHEMA: set PLATFORM_SPECS to its folder")
    schema = json.loads((Path(folder) / f"slack_manifest.{version}.json").read_text("utf-8"))
    given = manifest()
    given["_metadata"]["major_version"] = version

    jsonschema.validate(given, schema)


def test_the_manifest_keeps_slacks_limits() -> None:
    shown = manifest()["display_information"]
    commands = manifest()["features"]["slash_commands"]

    assert len(shown["name"]) <= MOST_NAME
    assert len(shown["description"]) <= MOST_DESCRIPTION
    assert len(shown["long_description"]) in LONG_DESCRIPTION
    assert all(len(one["description"]) <= MOST_COMMAND_DESCRIPTION for one in commands)


def test_the_manifest_asks_for_no_scope_that_nothing_uses() -> None:
    assert set(manifest()["oauth_config"]["scopes"]["bot"]) == set(SCOPES)


def test_every_shortcut_of_the_manifest_is_one_that_is_listened_for() -> None:
    shortcuts = manifest()["features"]["shortcuts"]

    assert {one["callback_id"] for one in shortcuts} == {QUALIFY, AUTHOR}
    assert all(len(one["name"]) <= MOST_SHORTCUT for one in shortcuts)
    assert [one["command"] for one in manifest()["features"]["slash_commands"]] == [COMMAND]


def test_everything_that_is_listened_for_is_asked_for() -> None:
    asked_for = manifest()["settings"]["event_subscriptions"]["bot_events"]

    assert set(asked_for) == {"message.im", "app_home_opened", "app_uninstalled", "tokens_revoked"}
    assert manifest()["settings"]["interactivity"]["is_enabled"]
    assert manifest()["features"]["app_home"]["home_tab_enabled"]


def test_people_can_write_to_the_bot() -> None:
    home = manifest()["features"]["app_home"]

    assert home["messages_tab_enabled"]
    assert not home["messages_tab_read_only_enabled"]
    assert "message.im" in manifest()["settings"]["event_subscriptions"]["bot_events"]
