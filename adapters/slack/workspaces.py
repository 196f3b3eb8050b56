"""Which workspaces the app speaks in: the one whose token is in the settings, or many."""

import asyncio
import logging
from collections.abc import Callable
from typing import Protocol

from aiohttp import ClientError
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.ports import TryLater

ASK_AGAIN = 5.0
"""Seconds between two tries to find out whose a token is."""

log = logging.getLogger(__name__)
ClientWith = Callable[[str | None], AsyncWebClient]
"""Makes a client with a token, or with none."""


class Workspaces(Protocol):
    """The workspaces, and the ways to speak in them."""

    async def start(self) -> str | None:
        """Get ready; returns why Slack does not accept the token, if it does not."""
        ...

    async def client_of(self, workspace: str) -> AsyncWebClient | None:
        """The client that speaks in a workspace; None where the app is not installed."""
        ...

    async def authorized(self, workspace: str) -> AuthorizeResult | None:
        """What Bolt needs to know of a workspace; None where the app is not installed."""
        ...

    async def forget(self, workspace: str, removed_at: float) -> None:
        """The app was removed then, in seconds since 1970. Raises StorageUnavailable."""
        ...


class OneWorkspace:
    """The workspace that a token belongs to."""

    def __init__(self, token: str, client_with: ClientWith) -> None:
        self._token = token
        self._client = client_with(token)
        self._known: AuthorizeResult | None = None

    async def start(self) -> str | None:
        """Ask Slack whose token it is, until it answers; returns why it does not accept it."""
        while self._known is None:
            try:
                said = await self._client.auth_test()
            except SlackApiError as refused:
                if int(refused.response.status_code) not in (429, *range(500, 600)):
                    return str(refused.response.get("error"))
                log.warning("Slack does not answer yet: %s", refused.response.get("error"))
            except (ClientError, OSError, TimeoutError) as away:
                log.warning("Slack does not answer yet: %s", type(away).__name__)
            else:
                self._known = AuthorizeResult(
                    enterprise_id=None,
                    team_id=str(said["team_id"]),
                    bot_id=str(said.get("bot_id") or ""),
                    bot_user_id=str(said["user_id"]),
                    bot_token=self._token,
                )
                break
            await asyncio.sleep(ASK_AGAIN)
        return None

    async def client_of(self, workspace: str) -> AsyncWebClient | None:
        """The client, if it is this workspace. Raises TryLater before it is known which it is."""
        if self._known is None:
            raise TryLater
        return None if await self.authorized(workspace) is None else self._client

    async def authorized(self, workspace: str) -> AuthorizeResult | None:
        """What Slack said of the token, if it is this workspace; nothing is asked again."""
        known = self._known
        return known if known is not None and known.team_id == workspace else None

    async def forget(self, workspace: str, removed_at: float) -> None:
        """Say so: the token in the settings is of no use any more."""
        del removed_at
        log.error("the app was removed from workspace %s, or its token revoked", workspace)
