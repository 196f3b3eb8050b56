"""Payloads with fields that are missing or nonsense: the process goes on, and logs nothing said."""

import copy
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.discord_sim import Simulated, on_simcord

NONSENSE: tuple[Any, ...] = (None, "", "nonsense", 0, [], {})
SECRET = "Secret Ltd"  # noqa: S105  # Of nobody.


def odd(payload: Any, path: tuple[str | int, ...] = ()) -> Iterator[Any]:  # noqa: ANN401  # Any JSON.
    """The payload with each of its parts left out, or replaced."""
    whole: Any = payload
    for one in path:
        whole = whole[one]
    keys: list[Any] = list(whole) if isinstance(whole, dict) else list(range(len(whole)))
    for key in keys:
        for value in (*NONSENSE, KeyError):
            changed = copy.deepcopy(payload)
            at = changed
            for one in path:
                at = at[one]
            if value is KeyError:
                del at[key]
            else:
                at[key] = value
            yield changed
        if isinstance(whole[key], dict | list):
            yield from odd(payload, (*path, key))


def payloads(here: Simulated) -> dict[str, list[dict[str, Any]]]:
    """What Discord tells of a command, a press, a menu, a form and a message."""
    user = {"id": str(here.mona.id), "username": "mona", "discriminator": "0", "avatar": None}
    guild, channel = str(here.guild.id), str(here.channel.id)
    about: dict[str, Any] = {"application_id": "1", "token": "t", "version": 1, "locale": "en-US"}
    about |= {"attachment_size_limit": 1, "entitlements": [], "app_permissions": "0"}
    about |= {"channel": {"id": channel, "type": 0}, "channel_id": channel, "guild_id": guild}
    about |= {"authorizing_integration_owners": {"0": guild}, "context": 0}
    joined = {"joined_at": "2026-01-01T00:00:00+00:00", "flags": 0, "deaf": False, "mute": False}
    about["member"] = {"user": user, "roles": [], "permissions": "32", **joined}
    name = {"name": "name", "type": 3, "value": SECRET}
    start = {"name": "start", "type": 1, "options": [name]}
    command = {"id": "5", "name": "qualify", "type": 1, "options": [start]}
    message = {"id": "77", "channel_id": channel, "author": user, "content": SECRET, "type": 0}
    message |= {"timestamp": "2026-01-01T00:00:00+00:00", "edited_timestamp": None, "flags": 0}
    message |= {"attachments": [], "embeds": [], "mentions": [], "mention_roles": []}
    message |= {"pinned": False, "tts": False, "mention_everyone": False}
    press = "1p" + "A" * 22 + "0:trait:option"
    button = {"type": 2, "id": 2, "style": 1, "label": "x", "custom_id": press}
    shown = {**message, "components": [{"type": 1, "id": 1, "components": [button]}]}
    written = {"type": 4, "id": 3, "custom_id": "text", "value": SECRET}
    form = {"custom_id": f"write:{press}", "components": [{"type": 18, "component": written}]}
    pressed = {"custom_id": press, "component_type": 2}
    return {
        "INTERACTION_CREATE": [
            {**about, "id": "101", "type": 2, "data": command},
            {**about, "id": "102", "type": 3, "data": pressed, "message": shown},
            {**about, "id": "103", "type": 5, "data": form},
            {**about, "id": "104", "type": 4, "data": command},
        ],
        "MESSAGE_CREATE": [message],
        "MESSAGE_UPDATE": [{**message, "edited_timestamp": "2026-01-01T00:00:00+00:00"}],
    }


def test_no_odd_payload_stops_the_bot_or_is_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    tried_in_all = 0

    async def tried(here: Simulated) -> None:
        nonlocal tried_in_all
        parsers = here.process.shard._connection.parsers  # noqa: SLF001  # As the gateway does.
        for event, examples in payloads(here).items():
            for example in examples:
                for payload in odd(example):
                    tried_in_all += 1
                    try:
                        parsers[event](payload)
                    except Exception:  # noqa: BLE001, S112  # discord.py's own: it connects anew.
                        continue
                await here.env.settle()
        said = await here.omar.slash(here.channel, "qualify help")
        assert said.response is not None
        begun = await here.mona.slash(here.channel, "qualify start", name="Acme")
        assert begun.response is not None
        assert "I have written to you" in begun.response.content

    on_simcord(tmp_path, tried, check_errors=False)

    assert tried_in_all > 1000
    logged = "\n".join(map(logging.Formatter().format, caplog.records))
    assert SECRET not in logged
