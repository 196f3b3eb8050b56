"""Opening forms and showing App Home: what has to happen while Slack waits."""

import asyncio
import logging

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.forms import Json
from adapters.slack.messenger import ClientOf
from adapters.slack.reading import Said

OPEN_WITHIN = 1.5
"""Seconds for opening a form, of the three for which Slack lets it be opened."""
TROUBLES = (SlackApiError, OSError, TimeoutError, ValueError)

log = logging.getLogger(__name__)


class Views:
    """Shows views through whatever client belongs to a workspace."""

    def __init__(self, client_of: ClientOf) -> None:
        self._client_of = client_of

    async def open(self, by: Said, view: Json) -> bool:
        """Open a form for whoever has just done something; whether it is open."""
        client = await self._client_of(by.workspace)
        if client is None:
            return False
        try:
            async with asyncio.timeout(OPEN_WITHIN):
                await client.views_open(trigger_id=by.trigger, view=view)
        except TROUBLES as trouble:
            log.warning("a form in workspace %s: %s", by.workspace, _why(trouble))
            return False
        return True

    async def show_home(self, by: Said, view: Json) -> None:
        """Show App Home; it is shown again whenever it is opened."""
        client = await self._client_of(by.workspace)
        if client is None:
            return
        try:
            await client.views_publish(user_id=by.person, view=view)
        except TROUBLES as trouble:
            log.warning("App Home in workspace %s: %s", by.workspace, _why(trouble))

    async def name_of(self, by: Said, user: str) -> str:
        """What somebody calls themselves; nothing if Slack does not say in time."""
        client: AsyncWebClient | None = await self._client_of(by.workspace)
        if client is None:
            return ""
        try:
            async with asyncio.timeout(OPEN_WITHIN / 2):
                said = await client.users_info(user=user)
        except TROUBLES as trouble:
            log.warning("the name of %s: %s", user, _why(trouble))
            return ""
        found = said["user"]
        profile = found.get("profile") or {}
        return str(profile.get("real_name") or found.get("real_name") or found.get("name") or "")


def _why(trouble: Exception) -> str:
    """What went wrong, without anything that somebody wrote."""
    if isinstance(trouble, SlackApiError):
        return str(trouble.response.get("error"))
    return type(trouble).__name__
