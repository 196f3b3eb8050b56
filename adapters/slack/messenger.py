"""The way out to Slack: one card, one message, shown once, and changed where it stands.

A message carries its outbox key in its metadata. One that may have been shown already is looked for
before it is sent again; a change may be made twice, for it comes to the same.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Any

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.files import is_of, upload
from adapters.slack.render import fallback, files_of, render
from bot.ports import LONGEST_WAIT, Address, Delivery, Showing, TryLater, Undeliverable

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
_GONE = {"message_not_found", "cant_update_message", "edit_window_closed", "thread_not_found"}
"""What Slack says where there is nothing any more that could be changed."""

log = logging.getLogger(__name__)
ClientOf = Callable[[str], Awaitable[AsyncWebClient | None]]
"""Gives the client that speaks in a workspace; None where the app is not installed."""


class Gone(Exception):
    """The message that was to be changed is not there any more."""


class SlackMessenger:
    """Sends through whatever client belongs to a workspace.

    ``every`` is the number of seconds that a channel rests between messages, after the first few.
    """

    def __init__(self, client_of: ClientOf, every: float = EVERY) -> None:
        self._client_of = client_of
        self._every = every
        self._limited: dict[tuple[str, str], float] = {}
        self._tickets: dict[Address, float] = {}
        self._direct: dict[Address, str] = {}

    async def send(self, delivery: Delivery) -> str | None:
        """Show the card; returns the message's ``ts``. Raises TryLater or Undeliverable."""
        client = await self._client_of(delivery.address.space)
        if client is None:
            raise Undeliverable("the app is not installed in this workspace")
        match delivery.showing:
            case Showing.ANEW:
                return await self._posted(client, delivery)
            case Showing.IN_PLACE:
                for ts in delivery.messages[-1:]:
                    try:
                        await self._change(client, delivery, ts)
                    except Gone:
                        break
                    return ts
                return await self._posted(client, delivery)
            case Showing.SETTLED:
                for ts in delivery.messages:
                    try:
                        await self._change(client, delivery, ts)
                    except Gone:
                        continue
                return None

    async def _posted(self, client: AsyncWebClient, delivery: Delivery) -> str | None:
        """Post the message, unless it is there already."""
        if delivery.doubtful and delivery.attempts:
            shown = await self._shown(client, delivery)
            if shown is not None:
                return shown
        await self._turn(delivery.address)
        space = delivery.address.space
        files = files_of(delivery.card)
        if files:
            channel = await self._channel(client, delivery.address)
            call = upload(client, channel, delivery, files)
            await self._call(space, "files.completeUploadExternal", call)
            return None
        try:
            posted = await self._post(client, delivery, delivery.below)
        except Gone:  # The thread is; what was to be said in it is still news.
            posted = await self._post(client, delivery, None)
        self._remember(delivery.address, str(posted["channel"]))
        return str(posted["ts"])

    async def _post(
        self, client: AsyncWebClient, delivery: Delivery, thread: str | None
    ) -> AsyncSlackResponse:
        call = client.chat_postMessage(
            channel=delivery.address.channel,
            thread_ts=thread,
            metadata={"event_type": EVENT_TYPE, "event_payload": {"key": delivery.key}},
            unfurl_links=False,
            unfurl_media=False,
            **_content(delivery),
        )
        return await self._call(delivery.address.space, "chat.postMessage", call)

    async def _change(self, client: AsyncWebClient, delivery: Delivery, ts: str) -> None:
        """Show the card in the place of a message. Raises Gone."""
        space = delivery.address.space
        channel = await self._channel(client, delivery.address)
        call = client.chat_update(channel=channel, ts=ts, **_content(delivery))
        await self._call(space, "chat.update", call)

    async def _channel(self, client: AsyncWebClient, address: Address) -> str:
        """The channel's id: Slack takes a person's in its place only where it posts."""
        if not address.channel.startswith(USER):
            return address.channel
        if address not in self._direct:
            call = client.conversations_open(users=address.channel)
            opened = await self._call(address.space, "conversations.open", call)
            self._remember(address, str(opened["channel"]["id"]))
        return self._direct[address]

    def _remember(self, address: Address, channel: str) -> None:
        """The direct message with a person stays the same."""
        if len(self._direct) >= MOST_CHANNELS:
            self._direct.clear()
        self._direct[address] = channel

    async def _shown(self, client: AsyncWebClient, delivery: Delivery) -> str | None:
        """The ``ts`` of the message if it is there already, under its key."""
        space = delivery.address.space
        channel = await self._channel(client, delivery.address)
        written = delivery.written_at
        since = "0" if written is None else f"{written.timestamp() - CLOCKS_DIFFER:.6f}"
        cursor: str | None = None
        while True:
            asked: dict[str, Any] = {"channel": channel, "limit": LOOKED_AT, "cursor": cursor}
            asked["oldest"], asked["include_all_metadata"] = since, True
            if delivery.below is None:
                method, call = "conversations.history", client.conversations_history(**asked)
            else:
                method = "conversations.replies"
                call = client.conversations_replies(ts=delivery.below, **asked)
            found = await self._call(space, method, call)
            for message in found["messages"]:
                if _is(message, delivery.key):
                    return str(message["ts"])
            cursor = (found.get("response_metadata") or {}).get("next_cursor") or None
            if cursor is None:
                return None

    async def _turn(self, address: Address) -> None:
        """Wait until the channel takes one more message: a bucket that fills once a second."""
        now = monotonic()
        if len(self._tickets) >= MOST_CHANNELS:
            self._tickets = {one: at for one, at in self._tickets.items() if at > now}
        free_at = max(self._tickets.get(address, 0.0), now - (BURST - 1) * self._every)
        self._tickets[address] = free_at + self._every
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
        return Gone() if error in _GONE else Undeliverable(error or f"HTTP {status}")


def _content(delivery: Delivery) -> dict[str, Any]:
    return {"blocks": render(delivery.card), "text": fallback(delivery.card)}


def _is(message: dict[str, Any], key: str) -> bool:
    """Whether the message is ours, by the key that it carries."""
    payload = (message.get("metadata") or {}).get("event_payload") or {}
    files = message.get("files") or ()
    return payload.get("key") == key or any(is_of(str(file.get("name")), key) for file in files)
