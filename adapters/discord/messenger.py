"""The way out to Discord: one card, one message, shown once, and changed where it stands.

A message carries its outbox key as its nonce, under which Discord shows it once; what may have been
shown longer ago than Discord remembers is looked for. Ids of messages name their channel too, for a
person's messages may move from one to another.
"""

from base64 import b64decode
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from discord.utils import time_snowflake

from adapters.discord.render import NOBODY, files_of, heading_of, render
from adapters.discord.rest import Code, Json, Refused, Rest
from adapters.discord.rooms import Rooms
from bot.phrases import Phrases, spoken
from bot.ports import Address, Delivery, NoWay, Showing, Undeliverable
from bot.shortening import shortened

MOST_NONCE = 25
REMEMBERED = timedelta(seconds=60)
"""How long Discord is trusted to remember a nonce: it says, a few minutes."""
LOOKED_AT = 100
CLOCKS_DIFFER = timedelta(seconds=60)
MOST_THREAD_NAME = 100
_GONE = {Code.NO_MESSAGE, Code.NO_CHANNEL, Code.ARCHIVED, Code.NO_ACCESS, Code.LOCKED}
"""What Discord says where there is nothing any more that could be changed."""
_NO_WAY = {
    Code.NO_CHANNEL: NoWay.OUTSIDE,
    Code.NO_ACCESS: NoWay.OUTSIDE,
    Code.FORBIDDEN: NoWay.FORBIDDEN,
    Code.NO_USER: NoWay.PERSON_GONE,
    Code.CLOSED: NoWay.DMS_CLOSED,
}


class Gone(Exception):
    """What was to be changed is not there any more."""


class DiscordMessenger:
    """Sends cards; ``rooms`` are where people are spoken with."""

    def __init__(self, rest: Rest, rooms: Rooms, phrases: Mapping[str, Phrases]) -> None:
        self._rest = rest
        self._rooms = rooms
        self._phrases = phrases

    async def send(self, delivery: Delivery) -> str | None:
        """Show the card; returns the channel and the message. Raises TryLater or Undeliverable."""
        try:
            return await self._send(delivery)
        except Refused as refused:
            raise Undeliverable(str(refused), _why(refused)) from None

    async def _send(self, delivery: Delivery) -> str | None:
        match delivery.showing:
            case Showing.ANEW:
                return await self._posted(delivery)
            case Showing.IN_PLACE:
                for message in delivery.messages[-1:]:
                    try:
                        await self._change(delivery, message)
                    except Gone:
                        break
                    return message
                return await self._posted(delivery)
            case Showing.SETTLED:
                for message in delivery.messages:
                    try:
                        await self._change(delivery, message)
                    except Gone:
                        continue
                return None

    async def _change(self, delivery: Delivery, message: str) -> None:
        """Show the card in the place of a message. Raises Gone."""
        channel, number = message.split("-", 1)
        body = self._body(delivery, typed=await self._is_typed_in(delivery.address, channel))
        path = "/channels/{channel_id}/messages/{message_id}"
        try:
            await self._rest.call("PATCH", path, body, channel_id=channel, message_id=number)
        except Refused as refused:
            if refused.code in _GONE:
                raise Gone from None
            raise

    async def _is_typed_in(self, address: Address, channel: str) -> bool:
        """Whether the bot reads words there: everywhere but in private threads."""
        return not is_person(address) or channel == await self._rooms.direct(address)

    async def _posted(self, delivery: Delivery) -> str | None:
        """Post the message, unless it is there already."""
        if is_person(delivery.address):
            return await self._to_person(delivery)
        if delivery.below is not None:
            return await self._in_thread(delivery, delivery.below)
        return await self._post(delivery, delivery.address.channel)

    async def _to_person(self, delivery: Delivery) -> str | None:
        """Post where the person is spoken with: directly, or where that is not possible."""
        address, phrases = delivery.address, spoken(self._phrases, delivery.card.language)
        was_closed = self._rooms.is_closed(address)
        if not was_closed:
            shown = await self._directly(delivery)
            if shown is not None:
                return shown
        thread = await self._rooms.thread(address, phrases)
        if thread is not None:
            try:
                return await self._post(delivery, thread, typed=False)
            except Refused as refused:
                if refused.code not in (*_GONE, Code.FORBIDDEN):
                    raise
                await self._rooms.leave(address)
        body = self._body(delivery, typed=False)
        if await self._rooms.whisper(address, body, phrases):
            return None
        # They may have opened them meanwhile.
        shown = await self._directly(delivery) if was_closed else None
        if shown is None:
            raise Refused(403, Code.CLOSED)
        return shown

    async def _directly(self, delivery: Delivery) -> str | None:
        """Post into the direct messages; None if they are closed."""
        try:
            return await self._post(delivery, await self._rooms.direct(delivery.address))
        except Refused as refused:
            if refused.code != Code.CLOSED:
                raise
            self._rooms.close(delivery.address)
            return None

    async def _in_thread(self, delivery: Delivery, above: str) -> str:
        """Post under a message; beside it where there can be no thread."""
        channel, message = above.split("-", 1)
        try:
            return await self._post(delivery, message)  # Its thread has the message's id.
        except Refused as refused:
            if refused.code not in (Code.NO_CHANNEL, Code.NO_ACCESS, Code.LOCKED, Code.FORBIDDEN):
                raise
            missing = refused.code == Code.NO_CHANNEL
        if missing and await self._made_thread(delivery, channel, message):
            try:
                return await self._post(delivery, message)
            except Refused as refused:
                if refused.code not in (Code.NO_CHANNEL, Code.NO_ACCESS, Code.FORBIDDEN):
                    raise
        # It is news all the same.
        return await self._post(delivery, channel, reply_to=message)

    async def _made_thread(self, delivery: Delivery, channel: str, message: str) -> bool:
        name = shortened(heading_of(delivery.card) or "…", MOST_THREAD_NAME)
        path = "/channels/{channel_id}/messages/{message_id}/threads"
        body = {"name": name, "auto_archive_duration": 10_080}
        try:
            await self._rest.call("POST", path, body, channel_id=channel, message_id=message)
        except Refused as refused:
            return refused.code == Code.HAS_THREAD
        return True

    async def _post(
        self, delivery: Delivery, channel: str, *, typed: bool = True, reply_to: str = ""
    ) -> str:
        """Post the card in a channel; returns both ids."""
        shown = await self._shown(delivery, channel, typed=typed)
        if shown is not None:
            return shown
        body = self._body(delivery, typed=typed)
        body |= {"nonce": delivery.key[:MOST_NONCE], "enforce_nonce": True}
        if reply_to:
            reference = {"message_id": reply_to, "fail_if_not_exists": False}
            body |= {"message_reference": reference}
            body["allowed_mentions"] = {**NOBODY, "replied_user": False}
        files = [(one.name, b64decode(one.content)) for one in files_of(delivery.card)]
        if files:
            posted = await self._rest.post_files(channel, body, files)
        else:
            path = "/channels/{channel_id}/messages"
            posted = await self._rest.call("POST", path, body, channel_id=channel)
        return f"{channel}-{posted['id']}"

    async def _shown(self, delivery: Delivery, channel: str, *, typed: bool) -> str | None:
        """The message if it may be there already, and is, and its nonce is forgotten."""
        written = delivery.written_at
        if not (delivery.doubtful and delivery.attempts) or written is None:
            return None
        if datetime.now(UTC) - written < REMEMBERED:
            return None
        after = time_snowflake(written - CLOCKS_DIFFER)
        path, body = "/channels/{channel_id}/messages", self._body(delivery, typed=typed)
        while True:
            query = {"after": str(after), "limit": str(LOOKED_AT)}
            found = await self._rest.call("GET", path, query=query, channel_id=channel)
            for message in found:
                if self._is(message, delivery.key, body):
                    return f"{channel}-{message['id']}"
            if len(found) < LOOKED_AT:
                return None
            after = max(int(message["id"]) for message in found)

    def _is(self, message: Json, key: str, body: Json) -> bool:
        """Whether the message is ours, by its key, or by all that it says."""
        if str(message["author"]["id"]) != self._rest.bot:
            return False
        if message.get("nonce") == key[:MOST_NONCE]:
            return True
        said = (message.get("content"), _described(message), _pressed(message))
        return said == (body["content"], _described(body), _pressed(body))

    def _body(self, delivery: Delivery, *, typed: bool) -> Json:
        phrases = spoken(self._phrases, delivery.card.language)
        return render(delivery.card, phrases, typed=typed)


def is_person(address: Address) -> bool:
    """Whether somebody is spoken with there, and no channel."""
    return address.channel.startswith("@")


def _described(message: Mapping[str, Any]) -> list[str]:
    return [str(one.get("description")) for one in message.get("embeds") or ()]


def _pressed(message: Mapping[str, Any]) -> list[str]:
    """What can be pressed in a message, in order."""
    rows = message.get("components") or ()
    return [str(one.get("custom_id")) for row in rows for one in row.get("components") or ()]


def _why(refused: Refused) -> NoWay | None:
    return next((why for code, why in _NO_WAY.items() if code == refused.code), None)
