"""The real adapter on a database, connected to a Discord of our own."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from adapters.discord.connection import Access, DiscordConnection
from adapters.discord.people import address_of
from bot.composition import LIVE, SystemClock
from bot.ports import Address, Clock, Messenger
from bot.profile_file import load_list
from bot.records import Record, Records
from bot.relay import Relay
from bot.running import Bot
from bot.service import Service
from storage.sql_storage import SqlStorage
from tests.databases import Database
from tests.discord_guilds import TOKEN
from tests.discord_server import Discord, Person, discord_server
from tests.every_card import LISTS
from tests.world import LEXICON, PHRASES

Result = TypeVar("Result")


@dataclass
class AtWork:
    """A process at work, and the Discord that it speaks with."""

    discord: Discord
    bot: Bot
    storage: SqlStorage
    connection: DiscordConnection

    @property
    def guild(self) -> str:
        return next(iter(self.discord.rest.guilds))

    def at(self, user: str) -> Address:
        """Where somebody is spoken with for the server."""
        return address_of(user, self.guild)

    def person(self, user: str = "11") -> Person:
        return self.discord.person(user)

    async def settled(self) -> None:
        """Wait until everything that is due was sent."""
        relay = self.bot._relay  # noqa: SLF001  # Nobody else waits for it.
        async with asyncio.timeout(20):
            while True:
                await relay.finish(10)
                if not await self.bot.deliver_due():
                    return

    async def until(self, condition: Callable[[], bool], seconds: float = 20) -> None:
        """Wait for something, with what comes due being sent."""
        async with asyncio.timeout(seconds):
            while not condition():
                await self.bot.deliver_due()
                await asyncio.sleep(0.02)

    async def look(self, work: Callable[[Records], Result], user: str = "11") -> Result:
        at = address_of(user, self.guild)
        return await self.storage.run(lambda tx: work(tx.team(at)))

    async def record(self, user: str = "11", space: str = "") -> Record | None:
        at = address_of(user, space or self.guild)
        return await self.storage.run(lambda tx: tx.team(at).current(at))

    async def answered(self, count: int, user: str = "11") -> None:
        """Wait until so many answers are stored."""
        async with asyncio.timeout(20):
            while True:
                record = await self.record(user)
                if record is not None and len(record.interview.answers) >= count:
                    return
                await asyncio.sleep(0.01)

    async def asked(self, text: str, person: Person) -> None:
        """Wait until the bot has said something in their direct messages."""
        await self.until(lambda: any(text in one.content for one in person.from_bot()))


@asynccontextmanager
async def process(  # noqa: PLR0913
    made: Discord,
    database: Database,
    clock: Clock | None = None,
    *,
    shards: int = 0,
    messengers: Mapping[str, Messenger] | None = None,
    retention_days: int = 0,
    ready: bool = True,
    token: str = TOKEN,
) -> AsyncIterator[AtWork]:
    """A process of the real adapter, at work on the database until it is left."""
    clock = clock or SystemClock()
    storage = SqlStorage(database.url, clock)
    await storage.open()

    async def lease(name: str, seconds: float, owner: str) -> bool:
        now = SystemClock().now()
        until = now + timedelta(seconds=seconds)
        return await storage.run(lambda tx: tx.lease(name, now, until, owner))

    url = made.rest.url
    access = Access(token, f"{url}/api/v10", f"{url.replace('http', 'ws', 1)}/gateway", shards)
    connection = DiscordConnection(access, PHRASES, "en", LISTS, lease, retention_days)
    try:
        service = Service(storage, PHRASES, LEXICON, load_list, clock, live=LIVE)
        ways = {connection.platform: connection.messenger, **(messengers or {})}
        relay = Relay(storage, ways, clock, PHRASES)
        bot = Bot(service, relay, storage, clock, tuple(ways), retention_days)
        refused = await connection.start(bot)
        if refused is not None:
            raise PermissionError(refused)
        try:
            if ready:
                async with asyncio.timeout(20):
                    while not connection.held:  # noqa: ASYNC110  # Nobody tells.
                        await asyncio.sleep(0.01)
            yield AtWork(made, bot, storage, connection)
        finally:
            await connection.stop()
            await bot.stop()
            await connection.close()
    finally:
        storage.close()


@asynccontextmanager
async def at_work(database: Database, clock: Clock | None = None) -> AsyncIterator[AtWork]:
    """Discord with one server, and the bot at work for it."""
    async with discord_server() as made, process(made, database, clock) as working:
        yield working


def on_discord(
    database: Database,
    tried: Callable[[AtWork], Coroutine[Any, Any, None]],
    clock: Clock | None = None,
) -> None:
    """Try something with the bot at work."""

    async def run() -> None:
        async with at_work(database, clock) as here:
            await tried(here)

    asyncio.run(run())
