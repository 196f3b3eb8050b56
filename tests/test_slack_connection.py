"""One workspace by its token: Slack is asked whose it is, and what comes over HTTP is checked."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from socket import socket
from urllib.parse import urlencode

import pytest
from aiohttp import ClientSession, web

from adapters.slack.connection import EVENTS, LIVE, READY, Access, SlackConnection
from bot.ports import Address
from bot.profile_file import load_list
from bot.relay import Relay
from bot.running import Bot
from bot.service import Service
from bot.understanding.lexicon import load_lexicon
from storage.sql_storage import SqlStorage
from tests.clock import StoppedClock
from tests.databases import Database
from tests.test_slack_round import PHRASES, TEAM, TOKEN, USER, Api

SECRET = "a secret"  # noqa: S105  # Of nothing.


@dataclass
class Served:
    """A process that listens for HTTP, and what it asked of Slack."""

    bot: Bot
    storage: SqlStorage
    api: Api
    url: str

    async def command(self, text: str, *, secret: str = SECRET, age: float = 0) -> int:
        """The status that a signed command is answered with."""
        said = {"command": "/qualify", "text": text, "team_id": TEAM, "user_id": USER}
        body, at = (
            urlencode({**said, "trigger_id": text, "channel_id": "C1"}),
            int(time.time() - age),
        )
        signed = hmac.new(secret.encode(), f"v0:{at}:{body}".encode(), hashlib.sha256)
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Slack-Request-Timestamp": str(at),
            "X-Slack-Signature": f"v0={signed.hexdigest()}",
        }
        async with (
            ClientSession() as session,
            session.post(self.url + EVENTS, data=body, headers=headers) as answered,
        ):
            return answered.status

    async def status(self, path: str) -> int:
        async with ClientSession() as session, session.get(self.url + path) as answered:
            return answered.status

    async def begun(self) -> bool:
        address = Address("slack", TEAM, USER)
        return await self.storage.run(lambda tx: tx.team(address).current(address)) is not None


def free_port() -> int:
    with closing(socket()) as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@asynccontextmanager
async def served(database: Database, said: str = '{"ok": true}') -> AsyncIterator[Served]:
    api, clock = Api(), StoppedClock()

    async def identity(_request: web.Request) -> web.Response:
        who = {"team_id": TEAM, "user_id": "UB", "bot_id": "B1"}
        return web.json_response({**who, **json.loads(said)})

    site = web.Application()
    site.add_routes(
        [web.post("/api/auth.test", identity), web.route("*", "/api/{method}", api.answer)]
    )
    runner = web.AppRunner(site)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    base, port = f"http://127.0.0.1:{runner.addresses[0][1]}/api/", free_port()
    access = Access(TOKEN, "", SECRET, base, "127.0.0.1", port)
    slack, storage = SlackConnection(access, PHRASES, "en"), SqlStorage(database.url, clock)
    await storage.open()
    try:
        service = Service(storage, PHRASES, load_lexicon(), load_list, clock)
        relay = Relay(storage, {slack.platform: slack.messenger}, clock, PHRASES)
        bot = Bot(service, relay, storage, clock, (slack.platform,))
        refused = await slack.start(bot)
        if refused is not None:
            raise PermissionError(refused)
        yield Served(bot, storage, api, f"http://127.0.0.1:{port}")
        await slack.stop()
        await bot.stop()
    finally:
        storage.close()
        await runner.cleanup()


def test_a_signed_command_begins_an_interview(database: Database) -> None:
    async def tried() -> None:
        async with served(database) as here:
            assert await here.command("Acme") == 200
            assert await here.begun()

    asyncio.run(tried())


@pytest.mark.parametrize(("secret", "age"), [("another secret", 0), (SECRET, 600)])
def test_what_is_wrongly_signed_or_too_old_does_nothing(
    secret: str, age: float, database: Database
) -> None:
    async def tried() -> None:
        async with served(database) as here:
            assert await here.command("Acme", secret=secret, age=age) == 401
            assert not await here.begun()

    asyncio.run(tried())


def test_a_load_balancer_is_told_how_the_process_is(database: Database) -> None:
    async def tried() -> None:
        async with served(database) as here:
            before = (await here.status(LIVE), await here.status(READY))
            await here.bot.stop()

            assert (before, await here.status(READY)) == ((200, 200), 503)

    asyncio.run(tried())


def test_a_token_that_slack_does_not_accept_is_said(database: Database) -> None:
    async def tried() -> None:
        with pytest.raises(PermissionError, match="invalid_auth"):
            async with served(database, '{"ok": false, "error": "invalid_auth"}'):
                pass

    asyncio.run(tried())
