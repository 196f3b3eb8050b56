"""The way out to Slack: one card, one message, shown once.

A message carries its outbox key in its metadata. One that may have been shown already is looked for
before it is sent again.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from time import monotonic

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.render import fallback, render
from bot.ports import LONGEST_WAIT, Address, Delivery, TryLater, Undeliverable

EVENT_TYPE = "qualify_bot_message"
"""What our messages are called in their metadata."""
BURST, EVERY = 2, 1.0
"""Slack takes about one message a second in a channel, and a few at once."""
MOST_CHANNELS = 10_000
LOOKED_AT = 100
"""Messages that are asked for at once when one is looked for."""
CLOCKS_DIFFER = 60
"""Seconds by which our clock may be ahead of Slack's."""
USER = ("U", "W")
"""How the ids of people begin; a message to one is a direct message."""

_NOT_NOW = {"ratelimited", "rate_limited", "fatal_error", "internal_error", "service_unavailable"}
_NOT_NOW |= {"request_timeout", "team_added_to_org", "message_limit_exceeded"}
_TOKEN = {"invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive"}
_TOKEN |= {"missing_scope", "access_denied", "no_permission", "ekm_access_denied"}

log = logging.getLogger(__name__)


class SlackMessenger:
    """Sends through whatever client belongs to a workspace."""

    def __init__(self, client_of: Callable[[str], Awaitable[AsyncWebClient | None]]) -> None:
        self._client_of = client_of
        self._limited: dict[tuple[str, str], float] = {}
        self._tickets: dict[Address, float] = {}

    async def send(self, delivery: Delivery) -> None:
        """Show the card. Raises TryLater or Undeliverable."""
        client = await self._client_of(delivery.address.space)
        if client is None:
            raise Undeliverable("the app is not installed in this workspace")
        channel = delivery.address.channel
        if delivery.doubtful and delivery.attempts and await self._was_shown(client, delivery):
            return
        await self._turn(delivery.address)
        await self._call(
            delivery.address.space,
            "chat.postMessage",
            client.chat_postMessage(
                channel=channel,
                blocks=render(delivery.card),
                text=fallback(delivery.card),
                metadata={"event_type": EVENT_TYPE, "event_payload": {"key": delivery.key}},
                unfurl_links=False,
                unfurl_media=False,
            ),
        )

    async def _was_shown(self, client: AsyncWebClient, delivery: Delivery) -> bool:
        """Whether the message is there already, under its key."""
        space, channel = delivery.address.space, delivery.address.channel
        if channel.startswith(USER):
            call = client.conversations_open(users=channel)
            opened = await self._call(space, "conversations.open", call)
            channel = str(opened["channel"]["id"])
        since = (
            "0" if delivery.written_at is None else f"{delivery.written_at.timestamp() - 60:.6f}"
        )
        cursor: str | None = None
        while True:
            found = await self._call(
                space,
                "conversations.history",
                client.conversations_history(
                    channel=channel,
                    oldest=since,
                    limit=LOOKED_AT,
                    cursor=cursor,
                    include_all_metadata=True,
                ),
            )
            for message in found["messages"]:
                payload = (message.get("metadata") or {}).get("event_payload") or {}
                if payload.get("key") == delivery.key:
                    return True
            cursor = (found.get("response_metadata") or {}).get("next_cursor") or None
            if cursor is None:
                return False

    async def _turn(self, address: Address) -> None:
        """Wait until the channel takes one more message: a bucket that fills once a second."""
        now = monotonic()
        if len(self._tickets) >= MOST_CHANNELS:
            self._tickets = {one: at for one, at in self._tickets.items() if at > now}
        free_at = max(self._tickets.get(address, 0.0), now - (BURST - 1) * EVERY)
        self._tickets[address] = free_at + EVERY
        if free_at > now:
            await asyncio.sleep(free_at - now)

    async def _call(
        self, space: str, method: str, call: Awaitable[AsyncSlackResponse]
    ) -> AsyncSlackResponse:
        """Call a method, unless Slack has asked for a pause in it; its refusals in our terms."""
        wait = self._limited.get((space, method), 0.0) - monotonic()
        if wait > 0:
            if asyncio.iscoroutine(call):
                call.close()
            raise TryLater(wait)
        try:
            return await call
        except SlackApiError as refused:
            raise self._refusal(space, method, refused) from None
        except (ClientError, OSError, TimeoutError, ValueError):
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
        return Undeliverable(error or f"HTTP {status}")
