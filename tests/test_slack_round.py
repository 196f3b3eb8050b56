"""An interview through the real Bolt app: payloads in, Web API calls out, answers stored."""

import asyncio
import itertools
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.app import SlackListeners, make_app
from adapters.slack.messenger import SlackMessenger
from adapters.slack.people import People
from bot.catalogues import load_phrases
from bot.ports import Address
from bot.profile_file import load_list
from bot.relay import Relay
from bot.running import Bot
from bot.service import Service
from bot.snapshot import Stage
from bot.understanding.lexicon import load_lexicon
from storage.sql_storage import SqlStorage
from tests.clock import StoppedClock
from tests.databases import Database

TEAM, USER, TOKEN = "T1", "U1", "xoxb-1"  # A token of nothing.
PHRASES = load_phrases()


@dataclass
class Api:
    """What the bot asked of Slack, and who the person is."""

    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    person: dict[str, Any] = field(default_factory=lambda: {"locale": "en-US", "tz": "UTC"})
    refusals: list[tuple[int, dict[str, Any], dict[str, str]]] = field(default_factory=list)
    history: list[dict[str, Any]] = field(default_factory=list)
    numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    async def answer(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        if request.content_type == "application/json":
            asked = await request.json()
        else:
            asked = {**request.query, **await request.post()}
        self.calls.append((method, asked))
        if method == "users.info":
            return web.json_response({"ok": True, "user": {"id": USER, **self.person}})
        if method == "conversations.open":
            return web.json_response({"ok": True, "channel": {"id": "D1"}})
        if method == "conversations.history":
            return web.json_response({"ok": True, "messages": self.history})
        if self.refusals:
            status, said, headers = self.refusals.pop(0)
            return web.json_response(said, status=status, headers=headers)
        return web.json_response({"ok": True, "channel": "D1", "ts": f"1.{next(self.numbers)}"})

    def posted(self) -> list[dict[str, Any]]:
        return [asked for method, asked in self.calls if method == "chat.postMessage"]

    def last_blocks(self) -> list[dict[str, Any]]:
        blocks = self.posted()[-1]["blocks"]
        read: list[dict[str, Any]] = json.loads(blocks) if isinstance(blocks, str) else blocks
        return read


@dataclass
class Round:
    """The app on its database, and the person who speaks with it."""

    app: Any
    api: Api
    bot: Bot
    storage: SqlStorage
    numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    async def dispatch(self, body: dict[str, Any]) -> BoltResponse:
        request = AsyncBoltRequest(mode="socket_mode", body=body)
        answered: BoltResponse = await self.app.async_dispatch(request)
        return answered

    async def command(self, text: str, trigger: str = "") -> BoltResponse:
        return await self.dispatch(
            {
                "command": "/qualify",
                "text": text,
                "team_id": TEAM,
                "user_id": USER,
                "channel_id": "C1",
                "trigger_id": trigger or f"trigger {next(self.numbers)}",
            }
        )

    async def say(self, text: str, event_id: str = "", **more: object) -> BoltResponse:
        event = {"type": "message", "channel_type": "im", "channel": "D1", "user": USER}
        return await self.dispatch(
            {
                "type": "event_callback",
                "team_id": TEAM,
                "event_id": event_id or f"event {next(self.numbers)}",
                "event": {**event, "text": text, "ts": "1.0", **more},
            }
        )

    async def press(self, action: dict[str, Any]) -> BoltResponse:
        return await self.dispatch(
            {
                "type": "block_actions",
                "team": {"id": TEAM},
                "user": {"id": USER, "team_id": TEAM},
                "trigger_id": f"trigger {next(self.numbers)}",
                "actions": [{"block_id": "b", **action}],
                "container": {"type": "message"},
            }
        )

    async def settled(self) -> None:
        """Wait until everything was sent."""
        await self.bot._relay.finish(10)  # noqa: SLF001  # Nobody else waits for it.

    async def stage(self) -> Stage | None:
        address = Address("slack", TEAM, USER)
        record = await self.storage.run(lambda tx: tx.team(address).current(address))
        return None if record is None else record.interview.stage

    async def verdicts_go_to(self) -> Address | None:
        address = Address("slack", TEAM, USER)
        return await self.storage.run(lambda tx: tx.team(address).verdict_address())

    async def answers(self) -> int:
        address = Address("slack", TEAM, USER)
        record = await self.storage.run(lambda tx: tx.team(address).current(address))
        return 0 if record is None else len(record.interview.answers)


@asynccontextmanager
async def slack_round(database: Database) -> AsyncIterator[Round]:
    api, clock = Api(), StoppedClock()
    site = web.Application()
    site.add_routes([web.route("*", "/api/{method}", api.answer)])
    runner = web.AppRunner(site)
    await runner.setup()
    server = web.TCPSite(runner, "127.0.0.1", 0)
    await server.start()
    base = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    client = AsyncWebClient(token=TOKEN, base_url=base, retry_handlers=[])

    async def client_of(workspace: str) -> AsyncWebClient | None:
        return client if workspace == TEAM else None

    async def authorize(team_id: str) -> AuthorizeResult | None:
        if team_id != TEAM:
            return None
        return AuthorizeResult(
            enterprise_id=None, team_id=TEAM, bot_id="B1", bot_user_id="UB", bot_token=TOKEN
        )

    storage = SqlStorage(database.url, clock)
    await storage.open()
    try:
        service = Service(storage, PHRASES, load_lexicon(), load_list, clock)
        messenger = SlackMessenger(client_of)
        relay = Relay(storage, {"slack": messenger}, clock, PHRASES)
        bot = Bot(service, relay, storage, clock, ("slack",))
        listeners = SlackListeners(bot, People(client_of, tuple(PHRASES), "en"), messenger, PHRASES)
        quiet = AsyncWebClient(base_url=base, retry_handlers=[])
        yield Round(make_app(listeners, authorize, quiet, ""), api, bot, storage)
        await bot.stop()
    finally:
        storage.close()
        await runner.cleanup()


def words(blocks: list[dict[str, Any]]) -> str:
    """The blocks' texts, without the marks that isolate what stands in them."""
    return re.sub("[\u2066-\u2069]", "", json.dumps(blocks, ensure_ascii=False))


def elements(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for block in blocks if block["type"] == "actions" for one in block["elements"]]


@pytest.mark.parametrize(("locale", "first"), [("en-US", "Question 1"), ("ar-EG", "السؤال")])
def test_a_command_asks_the_first_question_in_the_direct_message(
    locale: str, first: str, database: Database
) -> None:
    async def tried() -> None:
        async with slack_round(database) as here:
            here.api.person["locale"] = locale

            answered = await here.command("Acme")
            await here.settled()

            assert (answered.status, bool(answered.body)) == (200, True)
            assert [one["channel"] for one in here.api.posted()] == [USER, USER]
            assert first in words(here.api.last_blocks())

    asyncio.run(tried())


def test_a_press_is_stored_when_it_is_acknowledged_and_the_next_question_follows(
    database: Database,
) -> None:
    async def tried() -> None:
        async with slack_round(database) as here:
            await here.command("Acme")
            await here.settled()
            menu = elements(here.api.last_blocks())[0]

            answered = await here.press(
                {
                    "type": "static_select",
                    "action_id": menu["action_id"],
                    "selected_option": menu["options"][1],
                }
            )
            assert (answered.status, await here.answers()) == (200, 1)
            await here.settled()

            assert "Question 2" in words(here.api.last_blocks())

    asyncio.run(tried())


def test_a_whole_interview_is_typed_and_ends_with_a_verdict(database: Database) -> None:
    async def tried() -> None:
        async with slack_round(database) as here:
            await here.command("Acme")
            for text in ("1", "1", "2000 USD", "5", "2 hours", "1", "1", "1"):
                assert (await here.say(text)).status == 200
            await here.settled()
            shown = elements(here.api.last_blocks())
            accept = next(one for one in shown if words([one]).count("Show the verdict"))

            await here.press(accept)
            await here.settled()

            assert (await here.stage(), await here.answers()) == (Stage.FINISHED, 8)
            assert "Acme: accept" in words(here.api.last_blocks())

    asyncio.run(tried())


def test_a_redelivered_message_is_taken_once(database: Database) -> None:
    async def tried() -> None:
        async with slack_round(database) as here:
            await here.command("Acme")

            await here.say("1", "Ev1")
            await here.say("1", "Ev1")

            assert await here.answers() == 1

    asyncio.run(tried())


def test_a_guest_cannot_begin_or_answer(database: Database) -> None:
    async def tried() -> None:
        async with slack_round(database) as here:
            here.api.person["is_restricted"] = True

            answered = await here.command("Acme")
            await here.say("1")
            await here.settled()

            assert "guests" in str(answered.body)
            assert (await here.stage(), here.api.posted()) == (None, [])

    asyncio.run(tried())


def test_the_bots_own_messages_and_those_of_channels_are_no_answers(database: Database) -> None:
    async def tried() -> None:
        async with slack_round(database) as here:
            await here.command("Acme")

            await here.say("1", bot_id="B2")
            await here.say("1", channel_type="channel")
            await here.say("1", subtype="message_deleted")

            assert await here.answers() == 0

    asyncio.run(tried())


def test_another_workspace_reaches_nothing(database: Database) -> None:
    async def tried() -> None:
        async with slack_round(database) as here:
            await here.dispatch(
                {
                    "command": "/qualify",
                    "text": "Acme",
                    "team_id": "T2",
                    "user_id": USER,
                    "channel_id": "C1",
                    "trigger_id": "other",
                }
            )
            await here.settled()

            assert (await here.stage(), here.api.posted()) == (None, [])

    asyncio.run(tried())


@pytest.mark.parametrize(
    "body",
    [
        {"type": "event_callback", "team_id": TEAM, "event": {"type": "team_join"}},
        {"type": "shortcut", "team": {"id": TEAM}, "user": {"id": USER}, "callback_id": "x"},
        {"command": "/other", "team_id": TEAM, "user_id": USER, "text": ""},
    ],
)
def test_what_nobody_listens_for_is_acknowledged(body: dict[str, Any], database: Database) -> None:
    async def tried() -> int:
        async with slack_round(database) as here:
            return (await here.dispatch(body)).status

    assert asyncio.run(tried()) == 200


def test_a_message_that_slack_cannot_take_now_waits_as_long_as_it_says(database: Database) -> None:
    async def tried() -> None:
        async with slack_round(database) as here:
            here.api.refusals.append(
                (429, {"ok": False, "error": "ratelimited"}, {"Retry-After": "30"})
            )

            await here.command("Acme")
            await here.settled()
            await here.bot.deliver_due()
            await here.settled()

            assert len(here.api.posted()) == 1

    asyncio.run(tried())


@pytest.mark.parametrize("words_typed", ["verdicts here", "الأحكام هنا"])
def test_verdicts_go_to_a_channel_in_which_the_bot_can_post(
    words_typed: str, database: Database
) -> None:
    async def tried() -> None:
        async with slack_round(database) as here:
            await here.command(words_typed)

            assert [one["channel"] for one in here.api.posted()] == ["C1"]
            assert await here.verdicts_go_to() == Address("slack", TEAM, "C1")

    asyncio.run(tried())


@pytest.mark.parametrize("error", ["not_in_channel", "channel_not_found", "is_archived"])
def test_a_channel_in_which_the_bot_may_not_post_is_found_out_when_it_is_chosen(
    error: str, database: Database
) -> None:
    async def tried() -> None:
        async with slack_round(database) as here:
            here.api.refusals.append((200, {"ok": False, "error": error}, {}))

            answered = await here.command("verdicts here")

            assert "Invite" in str(answered.body)
            assert await here.verdicts_go_to() is None

    asyncio.run(tried())


def test_a_guest_cannot_move_the_verdicts(database: Database) -> None:
    async def tried() -> None:
        async with slack_round(database) as here:
            here.api.person["is_ultra_restricted"] = True

            await here.command("verdicts here")

            assert (await here.verdicts_go_to(), here.api.posted()) == (None, [])

    asyncio.run(tried())
