"""What comes over Socket Mode is stored before it is acknowledged, by the real client."""

import asyncio
import json
from typing import Any

from aiohttp import web

from adapters.slack.connection import Access, SlackConnection
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

PATIENCE = 10.0


class Socket:
    """The other end of the websocket: it brings envelopes, and hears acknowledgements."""

    def __init__(self) -> None:
        self.connected: asyncio.Queue[web.WebSocketResponse] = asyncio.Queue()
        self.acknowledged: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def open(self, request: web.Request) -> web.Response:
        return web.json_response({"ok": True, "url": f"ws://{request.host}/link"})

    async def link(self, request: web.Request) -> web.WebSocketResponse:
        link = web.WebSocketResponse()
        await link.prepare(request)
        await link.send_json({"type": "hello", "num_connections": 1})
        await self.connected.put(link)
        async for message in link:
            await self.acknowledged.put(json.loads(message.data))
        return link


def test_a_command_over_the_socket_is_stored_when_it_is_acknowledged(database: Database) -> None:
    async def tried() -> None:
        api, socket, clock = Api(), Socket(), StoppedClock()

        async def identity(_request: web.Request) -> web.Response:
            return web.json_response({"ok": True, "team_id": TEAM, "user_id": "UB", "bot_id": "B"})

        site = web.Application()
        site.add_routes(
            [
                web.post("/api/auth.test", identity),
                web.post("/api/apps.connections.open", socket.open),
                web.get("/link", socket.link),
                web.route("*", "/api/{method}", api.answer),
            ]
        )
        runner = web.AppRunner(site, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        base = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
        slack = SlackConnection(Access(TOKEN, "xapp-1", "", base, "", 0), PHRASES, "en")
        storage = SqlStorage(database.url, clock)
        await storage.open()
        service = Service(storage, PHRASES, load_lexicon(), load_list, clock)
        relay = Relay(storage, {slack.platform: slack.messenger}, clock, PHRASES)
        bot = Bot(service, relay, storage, clock, (slack.platform,))
        said = {"command": "/qualify", "text": "Acme", "team_id": TEAM, "user_id": USER}
        payload = {**said, "trigger_id": "1", "channel_id": "C1"}
        try:
            async with asyncio.timeout(PATIENCE):
                assert await slack.start(bot) is None
                link = await socket.connected.get()

                await link.send_json(
                    {
                        "type": "slash_commands",
                        "envelope_id": "e1",
                        "payload": payload,
                        "accepts_response_payload": True,
                    }
                )
                acknowledged = await socket.acknowledged.get()

                address = Address("slack", TEAM, USER)
                record = await storage.run(lambda tx: tx.team(address).current(address))
                assert (record is None, acknowledged["envelope_id"]) == (False, "e1")
        finally:
            await slack.stop()
            await bot.stop()
            storage.close()
            await runner.cleanup()

    asyncio.run(tried())
