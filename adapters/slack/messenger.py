"""The way out to Slack: one card, one message, shown once, and changed where it stands.

A message carries its outbox key in its metadata. One that may have been shown already is looked for
before it is sent again; a change may be made twice, for it comes to the same.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from time import monotonic
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.calling import Calls, Gone, TooLong
from adapters.slack.files import is_of, upload
from adapters.slack.fitting import MESSAGE
from adapters.slack.render import fallback, files_of, render
from bot.phrases import Phrases, spoken
from bot.ports import Address, Delivery, Showing, TryLater, Undeliverable

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
WHISPER_WITHIN = 0.8
"""Seconds for finding out whether the bot may write somewhere, of the three that Slack waits."""
FEWEST_WORDS = 500
"""Characters of blocks below which a message is better off without any."""

Json = dict[str, Any]


class SlackMessenger:
    """Sends through whatever client belongs to a workspace.

    ``every`` is the number of seconds that a channel rests between messages, after the first few.
    """

    def __init__(self, calls: Calls, phrases: Mapping[str, Phrases], every: float = EVERY) -> None:
        self._calls = calls
        self._phrases = phrases
        self._every = every
        self._tickets: dict[Address, float] = {}
        self._direct: dict[Address, str] = {}

    async def send(self, delivery: Delivery) -> str | None:
        """Show the card; returns the message's ``ts``. Raises TryLater or Undeliverable."""
        client = await self._calls.client(delivery.address.space)
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

    async def whisper(self, channel: Address, person: str, text: str) -> None:
        """Say something to one person alone in a channel, if the bot may write there at all.

        Raises TryLater, after a second at most, or Undeliverable.
        """
        try:
            async with asyncio.timeout(WHISPER_WITHIN):
                client = await self._calls.client(channel.space)
                call = client.chat_postEphemeral(channel=channel.channel, user=person, text=text)
                await self._calls.made(channel.space, "chat.postEphemeral", call)
        except (TimeoutError, Gone, TooLong):
            raise TryLater from None

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
            await self._calls.made(space, "files.completeUploadExternal", call)
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
        def post(content: Json) -> Awaitable[AsyncSlackResponse]:
            call = client.chat_postMessage(
                channel=delivery.address.channel,
                thread_ts=thread,
                metadata={"event_type": EVENT_TYPE, "event_payload": {"key": delivery.key}},
                unfurl_links=False,
                unfurl_media=False,
                **content,
            )
            return self._calls.made(delivery.address.space, "chat.postMessage", call)

        return await self._fitted(delivery, post)

    async def _change(self, client: AsyncWebClient, delivery: Delivery, ts: str) -> None:
        """Show the card in the place of a message. Raises Gone."""
        space = delivery.address.space
        channel = await self._channel(client, delivery.address)

        def update(content: Json) -> Awaitable[AsyncSlackResponse]:
            call = client.chat_update(channel=channel, ts=ts, **content)
            return self._calls.made(space, "chat.update", call)

        await self._fitted(delivery, update)

    async def _fitted(
        self, delivery: Delivery, send: Callable[[Json], Awaitable[AsyncSlackResponse]]
    ) -> AsyncSlackResponse:
        """Send the card with as much in it as Slack takes."""
        room, card = MESSAGE, delivery.card
        phrases = spoken(self._phrases, card.language)
        while room.words > FEWEST_WORDS:
            try:
                return await send({"blocks": render(card, phrases, room), "text": fallback(card)})
            except TooLong:
                room = replace(room, words=room.words // 2)
        try:
            return await send({"text": fallback(card)})  # Words can be typed.
        except TooLong:
            raise Undeliverable("too long") from None

    async def _channel(self, client: AsyncWebClient, address: Address) -> str:
        """The channel's id: Slack takes a person's in its place only where it posts."""
        if not address.channel.startswith(USER):
            return address.channel
        if address not in self._direct:
            call = client.conversations_open(users=address.channel)
            opened = await self._calls.made(address.space, "conversations.open", call)
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
            found = await self._calls.made(space, method, call)
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


def _is(message: dict[str, Any], key: str) -> bool:
    """Whether the message is ours, by the key that it carries."""
    payload = (message.get("metadata") or {}).get("event_payload") or {}
    files = message.get("files") or ()
    return payload.get("key") == key or any(is_of(str(file.get("name")), key) for file in files)
