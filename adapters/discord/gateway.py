"""The gateway: one process at a time is connected for each shard, the others stand by.

Who is connected holds a lease in the database, and goes on while it renews it; when it cannot, it
disconnects before anybody else may connect. Events that two processes see are one event: their ids
are received once.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from time import monotonic
from typing import Any, Self
from uuid import uuid4

import discord
from discord.ui import Button, DynamicItem, Item, Select

from adapters.discord.listeners import DiscordListeners
from bot.ports import StorageUnavailable

LEASE, RENEW_EVERY, TRY_EVERY = 10.0, 3.0, 1.5
"""Seconds for which a shard is held, and between two tries to keep it or to get it.

A shard whose process was killed is connected again within the first and the last together, and what
connecting takes.
"""
MARGIN = 2.0
"""Seconds before the end of its lease at which a process disconnects that could not renew it."""
BETWEEN_IDENTIFIES = 5.0
"""Seconds between two new sessions of shards that Discord lets in one after the other."""
LASTING, LONGEST_REST = 60.0, 300.0
"""Seconds after which a connection was a good one, and that a shard rests at most that fails."""
READY_AFTER = 0.1
"""Seconds without news of one more server after which a shard is ready: nothing waits for them."""
PASSED_ON = ("INTERACTION_CREATE", "MESSAGE_CREATE", "MESSAGE_UPDATE", "GUILD_CREATE")
"""Events that are about one person or server, each of which may be odd by itself."""
PACKED = r"1[a-z][A-Za-z0-9_-]{22}[0-9]{1,9}:[a-z0-9_]{0,32}:[A-Za-z0-9_-]{0,32}"

log = logging.getLogger(__name__)
Match = re.Match[str]
Lease = Callable[[str, float, str], Awaitable[bool]]
"""Takes or renews what one process at a time may have, for so many seconds, by its owner."""


class Shard(discord.AutoShardedClient):
    """discord.py's client for one shard: what it hears is given to the listeners."""

    def __init__(
        self,
        shard: int,
        count: int,
        listeners: DiscordListeners,
        may_identify: Callable[[int], Awaitable[None]],
    ) -> None:
        super().__init__(
            # None of them is privileged.
            intents=discord.Intents(guilds=True, dm_messages=True),
            shard_ids=[shard],
            shard_count=count,
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            guild_ready_timeout=READY_AFTER,
            allowed_mentions=discord.AllowedMentions.none(),
        )
        self.listeners = listeners
        self._may_identify = may_identify
        self.add_dynamic_items(Pressed, Chosen, Asked)
        parsers = self._connection.parsers
        for event in PASSED_ON:
            parsers[event] = _sound(event, parsers[event])

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait until a new session may begin."""
        del initial
        await self._may_identify(shard_id or 0)

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Take commands and forms; presses go to what was pressed."""
        await self.listeners.interaction(interaction)

    async def on_message(self, message: discord.Message) -> None:
        """Take direct messages."""
        await self.listeners.message(message)

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Take corrected direct messages; a link that was unfolded corrects nothing."""
        if payload.message.edited_at is not None:
            await self.listeners.message(payload.message, edited=True)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Note that the bot is in a server no more."""
        await self.listeners.removed(str(guild.id))

    async def on_error(self, event_method: str, /, *args: object, **kwargs: object) -> None:
        """Log where something failed, and nothing of what anybody said."""
        del args, kwargs
        log.error("%s failed", event_method, exc_info=False)


def _sound(event: str, parse: Callable[[Any], None]) -> Callable[[Any], None]:
    """The parser of an event; what it cannot read ends no connection that others need."""

    def parsed(payload: Any) -> None:  # noqa: ANN401  # Whatever Discord sends.
        try:
            parse(payload)
        except Exception as error:  # noqa: BLE001  # What it says may quote somebody.
            log.error("%s cannot be read: %s", event, type(error).__name__)  # noqa: TRY400

    return parsed


class _OfCard:
    """What is pressed on a card."""

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: Item[Any], _match: Match, /
    ) -> Self:
        """What was pressed; discord.py has found it by its kind."""
        return cls(item)  # type: ignore[call-arg]  # It is a DynamicItem too.

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Do what it is for."""
        custom_id: str = self.custom_id  # type: ignore[attr-defined]  # The same.
        with _unsaid():
            await interaction.client.listeners.pressed(interaction, custom_id)


class Pressed(_OfCard, DynamicItem[Button[Any]], template=PACKED):
    """A button of a card."""


class Chosen(_OfCard, DynamicItem[Select[Any]], template=rf"menu:[0-9]{{1,9}}|m{PACKED}"):
    """A menu of a card, of which one entry is chosen, or several."""


class Asked(
    DynamicItem[Button[Any]], template=r"do:(?P<what>[a-z-]{1,20}):(?P<about>[\w@-]{0,60})"
):
    """A button that is about no interview."""

    def __init__(self, item: Button[Any], what: str, about: str) -> None:
        super().__init__(item)
        self._what = what
        self._about = about

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: Item[Any], match: Match, /
    ) -> Self:
        """What was pressed; discord.py has found it by its kind."""
        return cls(item, match["what"], match["about"])  # type: ignore[arg-type]

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Do what it is for."""
        with _unsaid():
            await interaction.client.listeners.asked(interaction, self._what, self._about)


@contextmanager
def _unsaid() -> Iterator[None]:
    """A failure is logged without what it says, which may quote somebody."""
    try:
        yield
    except Exception as error:  # noqa: BLE001
        log.error("a press failed: %s", type(error).__name__)  # noqa: TRY400


class Gateway:
    """The shards that this process holds, or tries to."""

    def __init__(
        self, token: str, shards: int, at_once: int, listeners: DiscordListeners, lease: Lease
    ) -> None:
        self._token = token
        self._shards = shards
        self._at_once = at_once
        self._listeners = listeners
        self._lease = lease
        self._owner = uuid4().hex
        self._connected: dict[int, Shard] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._stopping = asyncio.Event()

    def start(self) -> None:
        """Hold every shard that nobody holds, from now on."""
        self._tasks = [asyncio.create_task(self._sit(shard)) for shard in range(self._shards)]

    async def stop(self) -> None:
        """Disconnect, and let others have the shards."""
        self._stopping.set()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def servers(self) -> list[str]:
        """The servers that this process hears of."""
        shards = self._connected.values()
        return [str(guild.id) for shard in shards for guild in shard.guilds]

    @property
    def held(self) -> list[int]:
        """The shards that are connected here."""
        return sorted(shard for shard, client in self._connected.items() if client.is_ready())

    async def _sit(self, shard: int) -> None:
        """Wait for a shard, hold it while that is possible, and wait again."""
        name, failed = f"discord-shard:{shard}/{self._shards}", 0
        while not self._stopping.is_set():
            rest = TRY_EVERY
            if await self._agreed() and await self._took(name, LEASE):
                began = monotonic()
                failed = 0 if await self._hold(shard, name) else failed + 1
                await self._took(name, 0.0)
                if monotonic() - began > LASTING:
                    failed = min(failed, 1)
                if failed > 1:  # Discord allows a thousand new sessions a day.
                    rest = min(BETWEEN_IDENTIFIES * 2 ** (failed - 1), LONGEST_REST)
            await self._pause(rest)

    async def _hold(self, shard: int, name: str) -> bool:
        """Be connected for as long as the lease can be renewed; False if the connection failed."""
        client = Shard(shard, self._shards, self._listeners, self._may_identify)
        self._connected[shard] = client
        connected = asyncio.create_task(client.start(self._token))
        loop = asyncio.get_running_loop()
        until = loop.time() + LEASE
        try:
            while not self._stopping.is_set() and not connected.done():
                await self._pause(RENEW_EVERY, connected)
                asked = loop.time()
                renewed = await self._took(name, LEASE) if await self._agreed() else None
                if renewed:
                    until = asked + LEASE
                elif renewed is False or loop.time() > until - MARGIN - RENEW_EVERY:
                    log.warning("shard %s is left to another process", shard)
                    break
        finally:
            del self._connected[shard]
            with suppress(Exception):
                await client.close()
            connected.cancel()
            (ended,) = await asyncio.gather(connected, return_exceptions=True)
            has_failed = isinstance(ended, Exception)
            if has_failed:
                log.error("shard %s was disconnected: %s", shard, type(ended).__name__)
        return not has_failed

    async def _agreed(self) -> bool:
        """Whether no process counts shards otherwise: two would hear of the same servers."""
        agreed = await self._took("discord-shards", LEASE, f"{self._shards} shards")
        if agreed is False:
            log.warning("another process has another number of shards than %s", self._shards)
        return bool(agreed)

    async def _may_identify(self, shard: int) -> None:
        """Wait for the turn to begin a new session, which all processes take one by one."""
        name = f"discord-identify:{shard % self._at_once}"
        while not await self._took(name, BETWEEN_IDENTIFIES, uuid4().hex):
            await self._pause(0.5)

    async def _took(self, name: str, seconds: float, owner: str = "") -> bool | None:
        """Whether it was taken; None if the database does not say."""
        try:
            async with asyncio.timeout(RENEW_EVERY):
                return await self._lease(name, seconds, owner or self._owner)
        except (StorageUnavailable, TimeoutError):
            return None

    async def _pause(self, seconds: float, *ending: asyncio.Task[None]) -> None:
        """Wait, but not when it is to stop, or something has ended."""
        stopping = asyncio.create_task(self._stopping.wait())
        await asyncio.wait(
            (stopping, *ending), timeout=seconds, return_when=asyncio.FIRST_COMPLETED
        )
        stopping.cancel()
