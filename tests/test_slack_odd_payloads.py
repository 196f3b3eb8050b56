"""Payloads that are not as Slack documents them stop nothing, and what they say is not logged."""

import copy
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from tests.databases import Database
from tests.slack_app import AtWork, on_slack
from tests.slack_server import Ack, Person

ODD: tuple[Any, ...] = (None, "", 5, [], {"odd": "x"})
NAME = "Very Secret Prospect"
Payload = dict[str, Any]


def leaves(value: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a payload, the outer ones first."""
    inner: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    if isinstance(value, list):
        inner = list(enumerate(value))
    for key, one in inner:
        yield (*path, key)
        if key not in ("blocks", "options"):  # What we do not read.
            yield from leaves(one, (*path, key))


def odd_ones(payload: Payload) -> Iterator[Payload]:
    """The payload with one thing left out, or something else in its place."""
    for path in leaves(payload):
        for odd in (..., *ODD):
            made = copy.deepcopy(payload)
            *way, last = path
            at: Any = made
            for key in way:
                at = at[key]
            if odd is ...:
                del at[last]
            else:
                at[last] = odd
            yield made


async def recorded(here: AtWork, me: Person) -> list[tuple[str, Payload]]:
    """A payload of each kind, as it is brought."""
    brought: list[tuple[str, Payload]] = []
    bring = here.slack.transport.bring

    async def kept(kind: str, payload: Payload, tries: int = 0) -> Ack:
        brought.append((kind, copy.deepcopy(payload)))
        return await bring(kind, payload, tries)

    here.slack.transport.bring = kept  # type: ignore[method-assign]
    await me.command(NAME)
    await here.settled()
    await me.presses("50% or more")
    await here.settled()
    ts, _ = await me.says("1")
    await here.settled()
    await me.edits(ts, "2")
    await me.opens_home()
    await me.presses_at_home("Continue")
    await me.presses_at_home("Cancel")
    await me.shortcut("qualify_author", "U2")
    await me.submits({"name": NAME})
    await here.settled()
    here.slack.transport.bring = bring  # type: ignore[method-assign]
    return brought


def test_nothing_odd_in_a_payload_stops_the_process_or_is_logged_with_names(
    database: Database, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.slack_workspace.TRIGGER_LASTS", 600.0)
    counted: dict[int | None, int] = {}

    async def tried(here: AtWork) -> None:
        me = here.person()
        kinds = await recorded(here, me)
        with caplog.at_level(logging.INFO):
            for kind, payload in kinds:
                for odd in odd_ones(payload):
                    ack = await here.slack.transport.bring(kind, odd)
                    counted[ack.status] = counted.get(ack.status, 0) + 1
        await here.settled()

        begun = await here.person("U2").command("Someone else")
        await here.settled()

        assert len(kinds) == 9
        assert "I have written" in begun.text
        assert "Question 1" in here.person("U2").seen()[-1].words
        assert NAME not in caplog.text
        here.slack.api.complaints.clear()  # A form for nobody is refused, as it should be.

    on_slack(database, tried, "http")
    assert set(counted) <= {200, 400, 401, 404, 500, 503}
    assert counted[200] > counted.get(500, 0)
