"""Where people are spoken with: in direct messages, or in a private thread if those are closed.

Where there can be no thread either, they are answered where they did something, and alone see it.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic

from adapters.discord.render import escaped, told
from adapters.discord.rest import EPHEMERAL, PRESSED_WITHIN, Json, Refused, Rest
from bot.phrases import Phrases
from bot.ports import Address, TryLater
from bot.records import Records, Whereabouts
from bot.running import Bot

CLOSED_FOR = 600.0
"""Seconds for which somebody's direct messages are taken to stay closed."""
MOST_PEOPLE = 10_000
PRIVATE_THREAD, A_WEEK = 12, 10_080
MARGIN = 30.0
"""Seconds before its end from which the token of an interaction is not relied on."""
ANSWERED_WITHIN = 5.0
"""Seconds within which whoever did something is answered, or is not at all."""


@dataclass(slots=True)
class _Heard:
    """The token of something that somebody did, of use once it was answered, until then."""

    token: str
    until: float
    answered: asyncio.Event = field(default_factory=asyncio.Event)


class Rooms:
    """Finds the channel for each person, and remembers it for a while."""

    def __init__(self, rest: Rest) -> None:
        self._rest = rest
        self._bot: Bot | None = None
        self._direct: dict[str, str] = {}
        self._closed: dict[Address, float] = {}
        self._threads: dict[Address, str] = {}
        self._tokens: dict[Address, _Heard] = {}
        self._waiting: dict[str, _Heard] = {}
        self._explained: set[Address] = set()

    def start(self, bot: Bot) -> None:
        """Remember threads with the team's records from now on."""
        self._bot = bot

    def heard(self, address: Address, token: str) -> None:
        """Somebody did something; once they were answered, they can be told more for a while."""
        if not token:
            return
        if len(self._explained) >= MOST_PEOPLE:
            self._explained.clear()
        if len(self._tokens) >= MOST_PEOPLE or len(self._waiting) >= MOST_PEOPLE:
            self._tokens.clear()
            self._waiting.clear()
        heard = _Heard(token, monotonic() + PRESSED_WITHIN - MARGIN)
        self._tokens[address] = self._waiting[token] = heard

    def answered(self, token: str) -> None:
        """Whoever did something was answered, and can be told more."""
        heard = self._waiting.pop(token, None)
        if heard is not None:
            heard.answered.set()

    async def direct(self, address: Address) -> str:
        """The channel of the direct messages with a person. Raises TryLater or Refused."""
        person = address.channel.removeprefix("@")
        if person not in self._direct:
            body = {"recipient_id": person}
            opened = await self._rest.call("POST", "/users/@me/channels", body)
            if len(self._direct) >= MOST_PEOPLE:
                self._direct.clear()
            self._direct[person] = str(opened["id"])
        return self._direct[person]

    def is_closed(self, address: Address) -> bool:
        """Whether their direct messages were closed not long ago."""
        return monotonic() < self._closed.get(address, 0.0)

    def close(self, address: Address) -> None:
        """Their direct messages are closed."""
        if len(self._closed) >= MOST_PEOPLE:
            self._closed.clear()
        self._closed[address] = monotonic() + CLOSED_FOR

    async def thread(self, address: Address, phrases: Phrases) -> str | None:
        """Their private thread, a new one if need be; None where there can be none.

        Raises TryLater.
        """
        if address in self._threads:
            return self._threads[address]
        place = await self._look(address)
        thread = place.thread
        try:
            if thread is None and place.room is not None:
                thread = await self._made(address, place.room, phrases)
            if thread is not None:
                # It does no harm twice, and may have been missed the first time.
                path = "/channels/{channel_id}/thread-members/{user_id}"
                person = address.channel.removeprefix("@")
                await self._rest.call("PUT", path, channel_id=thread, user_id=person)
        except Refused:
            return None
        if thread is not None:
            if len(self._threads) >= MOST_PEOPLE:
                self._threads.clear()
            self._threads[address] = thread
        return thread

    async def _made(self, address: Address, room: str, phrases: Phrases) -> str:
        """A new private thread, with a word why it is there. Raises TryLater or Refused."""
        body: Json = {"name": phrases.say("discord-room-name"), "type": PRIVATE_THREAD}
        body |= {"invitable": False, "auto_archive_duration": A_WEEK}
        made = await self._rest.call(
            "POST", "/channels/{channel_id}/threads", body, channel_id=room
        )
        thread = str(made["id"])
        await self._keep(address, thread)
        how, write = phrases.say("discord-open-dms"), phrases.say("button-write")
        intro = told(escaped(phrases.say("discord-room", write=write, how=how)))
        with suppress(TryLater):
            path = "/channels/{channel_id}/messages"
            await self._rest.call("POST", path, intro, channel_id=thread)
            said = escaped(f"{phrases.say('discord-moved', thread=chr(0xFFFC))}\n{how}")
            await self._say(address, told(said.replace(chr(0xFFFC), f"<#{thread}>")))
        return thread

    async def leave(self, address: Address) -> None:
        """Their thread is of no use any more."""
        self._threads.pop(address, None)
        await self._keep(address, None)

    async def whisper(self, address: Address, body: Json, phrases: Phrases) -> bool:
        """Show it to a person alone where they did something; False if that is too long ago."""
        if not await self._say(address, body):
            return False
        if address not in self._explained:  # Once is enough.
            self._explained.add(address)
            how = f"{phrases.say('discord-here')}\n{phrases.say('discord-open-dms')}"
            await self._say(address, told(escaped(how)))
        return True

    async def _say(self, address: Address, body: Json) -> bool:
        heard = self._tokens.get(address)
        if heard is None or monotonic() > heard.until:
            return False
        try:
            async with asyncio.timeout(ANSWERED_WITHIN):
                await heard.answered.wait()
            alone = {**body, "flags": body["flags"] | EPHEMERAL}
            await self._rest.follow_up(heard.token, alone)
        except (Refused, TimeoutError):
            if self._tokens.get(address) is heard:
                del self._tokens[address]
            return False
        return True

    async def _look(self, address: Address) -> Whereabouts:
        if self._bot is None:
            raise TryLater

        def work(records: Records) -> Whereabouts:
            return records.members.whereabouts(address)

        return await self._bot.look(address, work) or Whereabouts()

    async def _keep(self, address: Address, thread: str | None) -> None:
        if self._bot is not None:
            await self._bot.work(lambda tx: tx.team(address).members.move(address, thread))
