"""Calls of Slack's Web API: its pauses kept, and its refusals in our terms.

A pause that Slack asks for is of one method in one workspace, whoever of us calls it.
"""

import logging
from asyncio import iscoroutine
from collections.abc import Awaitable, Callable
from time import monotonic

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.ports import LONGEST_WAIT, NoWay, TryLater, Undeliverable

_NOT_NOW = {"ratelimited", "rate_limited", "fatal_error", "internal_error", "service_unavailable"}
_NOT_NOW |= {"request_timeout", "team_added_to_org", "message_limit_exceeded"}
_TOKEN = {"invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive"}
_TOKEN |= {"missing_scope", "access_denied", "no_permission", "ekm_access_denied"}
_GONE = {"message_not_found", "cant_update_message", "edit_window_closed", "thread_not_found"}
"""What Slack says where there is nothing any more that could be changed."""
_NO_WAY = {
    "is_archived": NoWay.ARCHIVED,
    "not_in_channel": NoWay.OUTSIDE,
    "channel_not_found": NoWay.OUTSIDE,
    "restricted_action": NoWay.FORBIDDEN,
    "restricted_action_read_only_channel": NoWay.FORBIDDEN,
    "restricted_action_thread_only_channel": NoWay.FORBIDDEN,
    "user_disabled": NoWay.PERSON_GONE,
    "user_not_found": NoWay.PERSON_GONE,
}

log = logging.getLogger(__name__)
ClientOf = Callable[[str], Awaitable[AsyncWebClient | None]]
"""Gives the client that speaks in a workspace; None where the app is not installed."""


class Gone(Exception):
    """The message that was to be changed is not there any more."""


class TooLong(Exception):
    """The message has more in it than Slack takes."""


class Calls:
    """Makes the calls, with whatever client belongs to a workspace."""

    def __init__(self, client_of: ClientOf) -> None:
        self._client_of = client_of
        self._limited: dict[tuple[str, str], float] = {}

    async def client(self, space: str) -> AsyncWebClient:
        """The client of a workspace. Raises Undeliverable where the app is not installed."""
        client = await self._client_of(space)
        if client is None:
            raise Undeliverable("the app is not installed in this workspace")
        return client

    async def made(
        self, space: str, method: str, call: Awaitable[AsyncSlackResponse]
    ) -> AsyncSlackResponse:
        """What the call is answered. Raises TryLater, Undeliverable, Gone or TooLong.

        During a pause it is not made at all.
        """
        wait = self._limited.get((space, method), 0.0) - monotonic()
        if wait > 0:
            if iscoroutine(call):
                call.close()
            raise TryLater(wait)
        try:
            return await call
        except SlackApiError as refused:
            raise self._refusal(space, method, refused) from None
        except (ClientError, OSError, TimeoutError, ValueError, SlackRequestError):
            # The reply was lost, or was no reply: it may have been shown.
            raise TryLater(shown=True) from None

    def _refusal(self, space: str, method: str, refused: SlackApiError) -> Exception:
        response = refused.response
        error, status = str(response.get("error") or ""), int(response.status_code)
        if status == 429 or error in ("ratelimited", "rate_limited"):
            after = float(response.headers.get("Retry-After", 1))
            self._limited[space, method] = monotonic() + after
            return TryLater(after)
        if status >= 500 or error in _NOT_NOW:
            return TryLater(shown=True)
        if error in _TOKEN:
            log.error("%s in workspace %s: %s; look at the token", method, space, error)
            return TryLater(LONGEST_WAIT.total_seconds())
        if error == "msg_blocks_too_long":
            return TooLong()
        if error in _GONE:
            return Gone()
        return Undeliverable(error or f"HTTP {status}", _NO_WAY.get(error))
