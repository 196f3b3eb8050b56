"""Calls of Discord's REST API, through discord.py: its pauses kept, its refusals in our terms."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Sequence
from enum import IntEnum
from typing import Any

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route
from discord.webhook.async_ import async_context, interaction_response_params

from bot.ports import LONGEST_WAIT, TryLater

Json = dict[str, Any]

ASK_AGAIN = 5.0
"""Seconds between two tries to find out whether a token is accepted."""
LONGEST_PAUSE = 30.0
"""Seconds of a pause that is waited for inside a call; what is longer is tried later."""
PRESSED_WITHIN = 900.0
"""Seconds for which the token of an interaction is of use."""
EPHEMERAL = 1 << 6
"""The flag of a message that one person alone sees."""

log = logging.getLogger(__name__)


class Answer(IntEnum):
    """How an interaction is answered."""

    MESSAGE = 4
    LATER = 6
    CHOICES = 8
    FORM = 9


class Code(IntEnum):
    """What Discord says to what it refuses, where that matters here."""

    NO_CHANNEL = 10003
    NO_MEMBER = 10007
    NO_MESSAGE = 10008
    NO_USER = 10013
    TOO_LATE = 10062
    ANSWERED = 40060
    NO_ACCESS = 50001
    CLOSED = 50007
    FORBIDDEN = 50013
    TOO_LONG = 50035
    ARCHIVED = 50083
    HAS_THREAD = 160004
    LOCKED = 160005


class Refused(Exception):
    """Discord will not do it, however often it is asked; ``code`` is one of Discord's."""

    def __init__(self, status: int, code: int) -> None:
        super().__init__(f"HTTP {status}, code {code}")
        self.status = status
        self.code = code


def point_at(api: str, gateway: str) -> None:
    """Let discord.py speak with these addresses: it has one of each for all clients."""
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # Nobody speaks here.
    Route.BASE = api.rstrip("/")
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)


class Rest:
    """Makes the calls of one process, with a client of its own if it is given none."""

    def __init__(self, token: str, client: discord.Client | None = None) -> None:
        self._token = token
        self._client = client or discord.Client(
            intents=discord.Intents(guilds=True), max_ratelimit_timeout=LONGEST_PAUSE
        )
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> str | None:
        """Ask Discord whose token it is, until it answers; returns why it is not accepted."""
        while True:
            try:
                await self._client.login(self._token)
            except discord.LoginFailure as refused:
                await self.stop()
                return str(refused)
            except (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError) as away:
                log.warning("Discord does not answer yet: %s", type(away).__name__)
            else:
                break
            await asyncio.sleep(ASK_AGAIN)
        self.open()
        return None

    def open(self) -> None:
        """Be able to answer what people do."""
        # Answers are not to wait behind a pause of the bot's own calls: they are not counted.
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))

    async def stop(self) -> None:
        """Call nobody any more."""
        await self._client.close()
        if self._session is not None:
            await self._session.close()

    @property
    def application(self) -> str:
        """The id of the application."""
        return str(self._client.application_id)

    @property
    def bot(self) -> str:
        """The id of the bot as a person."""
        return "" if self._client.user is None else str(self._client.user.id)

    async def call(
        self, method: str, path: str, body: object = None, query: Json | None = None, **ids: str
    ) -> Any:  # noqa: ANN401  # Whatever JSON it is answered.
        """Make a call; ``ids`` stand in the path. Raises TryLater or Refused."""
        if self._session is None:  # It is not known yet who we are.
            raise TryLater
        more: Json = {} if body is None else {"json": body}
        more |= {} if query is None else {"params": query}
        return await made(self._client.http.request(Route(method, path, **ids), **more))

    async def insist(self, method: str, path: str, body: object = None, **ids: str) -> Any:  # noqa: ANN401
        """Make a call until it is answered. Raises Refused."""
        while True:
            try:
                return await self.call(method, path, body, None, **ids)
            except TryLater as wait:
                log.warning("Discord does not answer yet: %s", wait)
                await asyncio.sleep(ASK_AGAIN if wait.after is None else wait.after)

    async def post_files(self, channel: str, body: Json, files: Sequence[tuple[str, bytes]]) -> Any:  # noqa: ANN401  # The same.
        """Show a message with files. Raises TryLater or Refused."""
        if self._session is None:
            raise TryLater
        form: list[Json] = [{"name": "payload_json", "value": json.dumps(body)}]
        for place, (name, content) in enumerate(files):
            kind = {"content_type": "application/octet-stream"}
            form.append({"name": f"files[{place}]", "value": content, "filename": name, **kind})
        route = Route("POST", "/channels/{channel_id}/messages", channel_id=channel)
        return await made(self._client.http.request(route, form=form))

    async def answer(
        self, interaction: str, token: str, kind: Answer, data: Json | None, within: float
    ) -> bool:
        """Answer an interaction; False if it is too late for that."""
        if self._session is None:
            return False
        call = async_context.get().create_interaction_response(
            int(interaction),
            token,
            session=self._session,
            params=interaction_response_params(int(kind), data),
        )
        try:
            async with asyncio.timeout(within):
                await made(call)
        except (TryLater, Refused, TimeoutError) as lost:
            # It was stored; whoever did it sees what came of it, or does it again.
            log.warning("an interaction was not answered: %s", lost or type(lost).__name__)
            return False
        return True

    async def follow_up(self, token: str, body: Json) -> None:
        """Say something more to whoever did something, who alone sees it.

        Raises TryLater or Refused.
        """
        if self._session is None:
            raise TryLater
        alone = {**body, "flags": int(body.get("flags", 0)) | EPHEMERAL}
        call = async_context.get().execute_webhook(
            int(self.application), token, session=self._session, payload=alone
        )
        await made(call)


async def made(call: Awaitable[Any]) -> Any:  # noqa: ANN401  # The same.
    """What a call is answered. Raises TryLater or Refused."""
    try:
        return await call
    except discord.RateLimited as wait:
        raise TryLater(wait.retry_after) from None
    except discord.HTTPException as refused:
        raise _refusal(refused) from None
    except (aiohttp.ClientError, OSError, TimeoutError):
        # The reply was lost, or was no reply: it may have been done.
        raise TryLater(shown=True) from None
    except RuntimeError:  # The session is closed: the process is about to end.
        raise TryLater(0) from None


def _refusal(refused: discord.HTTPException) -> Exception:
    status, code = refused.status, refused.code
    if status == 429:
        after = refused.response.headers.get("Retry-After", "60")
        return TryLater(float(after) if after.replace(".", "", 1).isdigit() else 60.0)
    if status >= 500:
        return TryLater(shown=True)
    if status == 401 and code == 0:
        log.error("Discord does not accept the token any more")
        return TryLater(LONGEST_WAIT.total_seconds())
    if code == 0 and status == 403:  # Not Discord, but what stands before it.
        return TryLater(60.0)
    return Refused(status, code)
