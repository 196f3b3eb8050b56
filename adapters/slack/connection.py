"""One workspace of Slack by its token, at work: Socket Mode, signed HTTP, or both."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import ClientError, web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.app import Means, make_app, make_listeners
from adapters.slack.messenger import EVERY, SlackMessenger
from adapters.slack.reading import PLATFORM
from bot.kinds import Texts
from bot.phrases import Phrases
from bot.running import Bot

EVENTS, LIVE, READY = "/slack/events", "/health/live", "/health/ready"
"""Where Slack brings its payloads, and where a load balancer asks how the process is."""
REPLY_WITHIN = 10
"""Seconds that Slack may take to answer a call."""
ASK_AGAIN = 5.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Access:
    """How Slack is reached: the tokens, where its Web API is, and where we listen for HTTP.

    ``every`` is the number of seconds that a channel rests between messages.
    """

    bot_token: str
    app_token: str
    signing_secret: str
    api: str
    host: str
    port: int
    every: float = EVERY


@dataclass(frozen=True, slots=True)
class _Workspace:
    team: str
    bot: str
    bot_user: str


class SlackConnection:
    """The workspace that the token belongs to."""

    def __init__(
        self,
        access: Access,
        phrases: Mapping[str, Phrases],
        language: str,
        lists: Mapping[str, Texts],
    ) -> None:
        self.platform = PLATFORM
        self._access = access
        self._phrases = phrases
        self._client = self._client_with(access.bot_token)
        self._workspace: _Workspace | None = None
        self._socket: AsyncSocketModeHandler | None = None
        self._server: web.AppRunner | None = None
        self._spoken, self._lists = language, lists
        self.messenger = SlackMessenger(self.client_of, access.every)

    async def _identified(self) -> str | None:
        """Ask Slack whose token it is, until it answers; returns why it does not accept it."""
        while self._workspace is None:
            try:
                said = await self._client.auth_test()
            except SlackApiError as refused:
                if int(refused.response.status_code) not in (429, *range(500, 600)):
                    return str(refused.response.get("error"))
                log.warning("Slack does not answer yet: %s", refused.response.get("error"))
            except (ClientError, OSError, TimeoutError) as away:
                log.warning("Slack does not answer yet: %s", type(away).__name__)
            else:
                team, bot = str(said["team_id"]), str(said.get("bot_id") or "")
                self._workspace = _Workspace(team, bot, str(said["user_id"]))
                break
            await asyncio.sleep(ASK_AGAIN)
        return None

    async def client_of(self, workspace: str) -> AsyncWebClient | None:
        """The client that speaks in a workspace; None where the app is not installed."""
        ours = self._workspace
        return self._client if ours is not None and ours.team == workspace else None

    async def start(self, bot: Bot) -> str | None:
        """Take what Slack sends from now on; returns why Slack does not accept the token."""
        refused = await self._identified()
        if refused is not None:
            return refused
        means = Means(self.client_of, self.messenger, self._phrases, self._spoken, self._lists)
        listeners = make_listeners(bot, means)
        client, secret = self._client_with(None), self._access.signing_secret

        # Bolt passes arguments by their names, and a method's include its self.
        async def authorize(team_id: str, enterprise_id: str | None) -> AuthorizeResult | None:
            return self._authorized(team_id, enterprise_id)

        app = make_app(listeners, authorize, client, secret)
        if self._access.app_token:
            self._socket = AsyncSocketModeHandler(
                app, self._access.app_token, web_client=self._client_with(None)
            )
            await self._socket.connect_async()  # type: ignore[no-untyped-call]
        if secret:
            await self._serve(app, bot)
        return None

    async def stop(self) -> None:
        """Take nothing more; what was taken is still acknowledged."""
        if self._socket is not None:
            await self._socket.close_async()  # type: ignore[no-untyped-call]
        if self._server is not None:
            await self._server.cleanup()

    def _authorized(self, team_id: str, enterprise_id: str | None) -> AuthorizeResult | None:
        """What Bolt needs to know of the workspace; nothing is asked on the way of an answer."""
        ours = self._workspace
        if ours is None or ours.team != team_id:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_id=ours.bot,
            bot_user_id=ours.bot_user,
            bot_token=self._access.bot_token,
        )

    async def _serve(self, app: AsyncApp, bot: Bot) -> None:
        async def events(request: web.Request) -> web.Response:
            taken: web.Response = await to_aiohttp_response(
                await app.async_dispatch(await to_bolt_request(request))
            )
            return taken

        async def live(_request: web.Request) -> web.Response:
            return web.Response(text="live")

        async def ready(_request: web.Request) -> web.Response:
            is_ready = await bot.is_ready()
            return web.Response(
                text="ready" if is_ready else "not ready", status=200 if is_ready else 503
            )

        site = web.Application()
        site.add_routes([web.post(EVENTS, events), web.get(LIVE, live), web.get(READY, ready)])
        self._server = web.AppRunner(site, access_log=None)
        await self._server.setup()
        await web.TCPSite(self._server, self._access.host, self._access.port).start()

    def _client_with(self, token: str | None) -> AsyncWebClient:
        # A connection that broke may have carried the message: whether it is sent again is for
        # the relay to say, not for a retry inside the client.
        return AsyncWebClient(
            token=token, base_url=self._access.api, timeout=REPLY_WITHIN, retry_handlers=[]
        )
