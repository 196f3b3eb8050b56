"""Slack at work: Socket Mode, signed HTTP, or both, for one workspace or for many."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.app import Means, make_app, make_listeners
from adapters.slack.calling import Calls
from adapters.slack.installations import INSTALL, INSTALLED, Installations, Vault, installing
from adapters.slack.messenger import EVERY, SlackMessenger
from adapters.slack.reading import PLATFORM
from adapters.slack.views import Views
from adapters.slack.workspaces import OneWorkspace, Workspaces
from bot.kinds import Texts
from bot.phrases import Phrases
from bot.running import Bot

EVENTS, LIVE, READY = "/slack/events", "/health/live", "/health/ready"
"""Where Slack brings its payloads, and where a load balancer asks how the process is."""
PING_EVERY = 10.0
REPLY_WITHIN = 10
"""Seconds that Slack may take to answer a call."""


@dataclass(frozen=True, slots=True)
class Access:
    """How Slack is reached: the tokens, where its Web API is, and where we listen for HTTP.

    With a client's id and secret the app is installed into any number of workspaces, and needs no
    bot token. ``every`` is the number of seconds that a channel rests between messages, and
    ``ping_every`` that between two looks at whether a socket still lives.
    """

    bot_token: str
    app_token: str
    signing_secret: str
    api: str
    host: str
    port: int
    client_id: str = ""
    client_secret: str = ""
    every: float = EVERY
    ping_every: float = PING_EVERY


class SlackConnection:
    """The app, connected. ``vault`` keeps the tokens of installations, where there are any."""

    def __init__(
        self,
        access: Access,
        phrases: Mapping[str, Phrases],
        language: str,
        lists: Mapping[str, Texts],
        vault: Vault | None = None,
    ) -> None:
        self.platform = PLATFORM
        self._access = access
        self._phrases = phrases
        self._spoken, self._lists = language, lists
        self._socket: AsyncSocketModeHandler | None = None
        self._server: web.AppRunner | None = None
        self._flow: AsyncOAuthFlow | None = None
        self._workspaces: Workspaces = OneWorkspace(access.bot_token, self._client_with)
        if vault is not None:
            ids = (access.client_id, access.client_secret)
            installations = Installations(*ids, vault, self._client_with)
            self._workspaces = installations
            self._flow = installing(*ids, installations, self._client_with(None))
        self._calls = Calls(self._workspaces.client_of)
        self._views = Views(self._calls)
        self.messenger = SlackMessenger(self._calls, phrases, access.every)

    async def start(self, bot: Bot) -> str | None:
        """Take what Slack sends from now on; returns why Slack does not accept the token."""
        refused = await self._workspaces.start()
        if refused is not None:
            return refused
        ways = (self._calls, self.messenger.whisper, self._views, self._workspaces.forget)
        means = Means(*ways, self._phrases, self._spoken, self._lists)
        client, secret = self._client_with(None), self._access.signing_secret

        # Bolt passes arguments by their names, and a method's include its self.
        async def authorize(team_id: str) -> AuthorizeResult | None:
            return await self._workspaces.authorized(team_id)

        app = make_app(make_listeners(bot, means), authorize, client, secret)
        if self._access.app_token:
            self._socket = AsyncSocketModeHandler(
                app,
                self._access.app_token,
                web_client=self._client_with(None),
                ping_interval=self._access.ping_every,
            )
            await self._socket.connect_async()  # type: ignore[no-untyped-call]
        if secret or self._flow is not None:
            await self._serve(app, bot)
        return None

    async def stop(self) -> None:
        """Take nothing more; what was taken is still acknowledged."""
        if self._socket is not None:
            await self._socket.close_async()  # type: ignore[no-untyped-call]
        if self._server is not None:
            await self._server.cleanup()
        await self._views.stop()

    async def close(self) -> None:
        """Send nothing more; each call has a connection of its own."""

    async def _serve(self, app: AsyncApp, bot: Bot) -> None:
        async def live(_request: web.Request) -> web.Response:
            return web.Response(text="live")

        async def ready(_request: web.Request) -> web.Response:
            is_ready = await bot.is_ready()
            return web.Response(
                text="ready" if is_ready else "not ready", status=200 if is_ready else 503
            )

        site = web.Application()
        site.add_routes([web.get(LIVE, live), web.get(READY, ready)])
        if self._access.signing_secret:
            site.add_routes([web.post(EVENTS, _answering(app.async_dispatch))])
        if self._flow is not None:
            install, installed = self._flow.handle_installation, self._flow.handle_callback
            site.add_routes(
                [web.get(INSTALL, _answering(install)), web.get(INSTALLED, _answering(installed))]
            )
        self._server = web.AppRunner(site, access_log=None)
        await self._server.setup()
        await web.TCPSite(self._server, self._access.host, self._access.port).start()

    def _client_with(self, token: str | None) -> AsyncWebClient:
        # A connection that broke may have carried the message: whether it is sent again is for
        # the relay to say, not for a retry inside the client.
        return AsyncWebClient(
            token=token, base_url=self._access.api, timeout=REPLY_WITHIN, retry_handlers=[]
        )


def _answering(
    answer: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]],
) -> Callable[[web.Request], Awaitable[web.Response]]:
    """A handler that lets Bolt answer."""

    async def handle(request: web.Request) -> web.Response:
        answered: web.Response = await to_aiohttp_response(
            await answer(await to_bolt_request(request))
        )
        return answered

    return handle
