"""The real listeners on simcord: discord.py with a Discord in its own process, and time that jumps.

Its clock knows nothing of threads, so the database is used in the event loop here.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import discord
import simcord

from adapters.discord.connection import Means, make_listeners
from adapters.discord.definitions import definitions
from adapters.discord.gateway import Shard
from adapters.discord.messenger import DiscordMessenger
from adapters.discord.people import address_of
from adapters.discord.rest import Rest
from adapters.discord.rooms import Rooms
from bot.composition import LIVE
from bot.ports import Address
from bot.profile_file import load_list
from bot.records import Receipt, Record, Records
from bot.relay import Relay
from bot.running import Bot
from bot.service import Service
from storage.group_commit import Work
from storage.sql_storage import SqlStorage
from storage.transaction import SqlTransaction
from tests.clock import StoppedClock
from tests.databases import empty_database
from tests.every_card import LISTS
from tests.world import LEXICON, PHRASES

Result = TypeVar("Result")
ADMIN = discord.Permissions(manage_guild=True)


class AtOnce(SqlStorage):
    """The database without its thread."""

    async def run(
        self, work: Callable[[SqlTransaction], Result], receipts: Sequence[Receipt] = ()
    ) -> Result:
        (outcome,) = self._transact([Work(work, receipts)])
        if isinstance(outcome, Exception):
            raise outcome
        result: Result = outcome
        return result


@dataclass
class Process:
    """A process at work: its client, its way to Discord, and the bot."""

    shard: Shard
    rest: Rest
    bot: Bot

    async def stop(self) -> None:
        await self.bot.stop()
        await self.rest.stop()


def process(storage: AtOnce, clock: StoppedClock) -> Process:
    """The real listeners, with the client that simcord speaks with as the way out too."""

    async def at_once(_: int) -> None:
        """Nobody else begins a session."""

    shard = Shard(0, 1, None, at_once)  # type: ignore[arg-type]  # They need the shard first.
    rest = Rest("a token", shard)
    rooms = Rooms(rest)
    service = Service(storage, PHRASES, LEXICON, load_list, clock, live=LIVE)
    messenger = DiscordMessenger(rest, rooms, PHRASES)
    relay = Relay(storage, {"discord": messenger}, clock, PHRASES)
    bot = Bot(service, relay, storage, clock, ("discord",))
    rooms.start(bot)

    def servers() -> list[str]:
        return [str(guild.id) for guild in shard.guilds]

    shard.listeners = make_listeners(bot, Means(rest, rooms, PHRASES, "en", 0, servers))
    rest.open()
    return Process(shard, rest, bot)


@dataclass
class Simulated:
    """A server with the bot and three people, of whom one manages it and one has a role."""

    env: simcord.Env
    storage: AtOnce
    clock: StoppedClock
    process: Process
    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    team: simcord.RoleHandle
    mona: simcord.MemberActor
    omar: simcord.MemberActor
    jane: simcord.MemberActor

    def at(self, member: simcord.MemberActor) -> Address:
        return address_of(str(member.id), str(self.guild.id))

    async def look(self, work: Callable[[Records], Result]) -> Result:
        return await self.storage.run(lambda tx: work(tx.team(self.at(self.mona))))

    async def record(self, member: simcord.MemberActor) -> Record | None:
        return await self.look(lambda records: records.current(self.at(member)))

    async def reminders(self) -> list[tuple[str, str]]:
        """The interviews that will ever be reminded of."""
        some_day = self.clock.now() + timedelta(days=999)
        return await self.storage.run(lambda tx: tx.due_reminders(("discord",), some_day, 9))

    def direct(self, member: simcord.MemberActor) -> list[discord.Message]:
        """The messages that somebody has from the bot, oldest first."""
        return [one for one in member.user.dm_channel.history() if one.author.bot]

    async def restarted(self) -> None:
        """End the process, and start another on the same database."""
        await self.process.stop()
        self.process = process(self.storage, self.clock)
        await self.env.restart_bot(self.process.shard)

    async def removed(self) -> None:
        """Remove the bot from the server."""
        await self.process.shard.listeners.removed(str(self.guild.id))


@asynccontextmanager
async def simulated(file: Path, *, check_errors: bool = True) -> AsyncIterator[Simulated]:
    """The listeners on simcord, with a database in a file."""
    clock = StoppedClock()
    storage = AtOnce(f"sqlite:///{file}", clock)
    await storage.open()
    first = process(storage, clock)
    here = None
    try:
        async with simcord.run(first.shard, check_errors=check_errors) as env:
            guild = env.create_guild("Studio")
            channel = guild.create_text_channel("general")
            admin = guild.create_role("Admin", permissions=ADMIN)
            team = guild.create_role("Team")
            path, made = "/applications/{application_id}/commands", definitions(PHRASES, LISTS)
            await first.rest.call("PUT", path, made, application_id=first.rest.application)
            people = (("mona", admin), ("omar", team), ("jane", None))
            members = [
                guild.add_member(env.create_user(name), roles=[] if role is None else [role])
                for name, role in people
            ]
            here = Simulated(env, storage, clock, first, guild, channel, team, *members)
            yield here
    finally:
        await (first if here is None else here.process).stop()
        storage.close()


def on_simcord(
    folder: Path,
    tried: Callable[[Simulated], Coroutine[Any, Any, None]],
    *,
    check_errors: bool = True,
) -> None:
    """Try something with the listeners on simcord; errors that were logged fail it."""

    async def run() -> None:
        async with simulated(file, check_errors=check_errors) as here:
            await tried(here)

    file = folder / "bot.db"
    file.write_bytes(empty_database())
    asyncio.run(run())
