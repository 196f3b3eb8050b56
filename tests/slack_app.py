"""The real app on a database, connected to a Slack of our own."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass
from datetime import timedelta
from random import randrange
from socket import socket
from typing import Any

from adapters.slack.connection import EVENTS, Access, SlackConnection
from adapters.slack.installations import Lease, Vault
from bot.catalogues import load_phrases
from bot.composition import LIVE, SystemClock
from bot.ports import Address, Clock
from bot.profile_file import load_list, shipped_lists
from bot.records import Record
from bot.relay import Relay
from bot.running import Bot
from bot.service import Service
from bot.snapshot import Stage
from bot.understanding.lexicon import load_lexicon
from storage.sql_storage import SqlStorage
from tests.databases import Database
from tests.slack_server import SECRET, Person, Slack, slack

PHRASES = load_phrases()
LISTS = {name: load_list(name).name for name in shipped_lists()}
LEXICON = load_lexicon()
MODES = ("socket", "http")
PORTS = (20_000, 32_000)


@dataclass
class AtWork:
    """A process at work, and the Slack that it speaks with."""

    slack: Slack
    bot: Bot
    storage: SqlStorage
    connection: SlackConnection
    port: int

    def person(self, user: str = "U1", team: str = "T1") -> Person:
        return self.slack.person(user, team)

    async def settled(self) -> None:
        """Wait until everything that is due was sent."""
        relay = self.bot._relay  # noqa: SLF001  # Nobody else waits for it.
        async with asyncio.timeout(20):
            while True:
                await relay.finish(10)
                if not await self.bot.deliver_due():
                    return

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait for something, with what comes due being sent."""
        async with asyncio.timeout(20):
            while not condition():
                await self.bot.deliver_due()
                await asyncio.sleep(0.02)

    async def record(self, user: str = "U1", team: str = "T1") -> Record | None:
        at = address(user, team)
        return await self.storage.run(lambda tx: tx.team(at).current(at))

    async def stage(self, user: str = "U1", team: str = "T1") -> Stage | None:
        record = await self.record(user, team)
        return None if record is None else record.interview.stage

    async def answers(self, user: str = "U1", team: str = "T1") -> dict[str, object]:
        record = await self.record(user, team)
        given = () if record is None else record.interview.answers
        return {one.trait: one.response for one in given}

    async def look(self, work: Callable[[Any], Any], team: str = "T1") -> Any:  # noqa: ANN401  # Whatever it finds.
        return await self.storage.run(lambda tx: work(tx.team(address("U1", team))))


def address(user: str = "U1", team: str = "T1") -> Address:
    """Where somebody is spoken with."""
    return Address("slack", team, user)


def free_port() -> int:
    """A port that nobody listens at; not one of those that connections get by themselves."""
    while True:
        port = randrange(*PORTS)  # noqa: S311  # Nothing secret.
        with closing(socket()) as one, suppress(OSError):
            one.bind(("127.0.0.1", port))
            return port


@asynccontextmanager
async def process(  # noqa: PLR0913, PLR0917  # Everything may be different.
    made: Slack,
    database: Database,
    mode: str = "socket",
    clock: Clock | None = None,
    port: int = 0,
    keys: Sequence[str] | None = None,
    every: float = 0.0,
    language: str = "en",
) -> AsyncIterator[AtWork]:
    """A process of the real app, at work on the database until it is left.

    With ``keys``, be it none, the app is installed over its pages, into any workspace.
    """
    clock, port = clock or SystemClock(), port or free_port()
    app_token, secret = ("xapp-1", "") if mode == "socket" else ("", SECRET)
    api, token = f"{made.api.url}/api/", next(iter(made.api.workspaces.values())).token
    storage = SqlStorage(database.url, clock, keys=keys or ())
    vault, client = None, ("", "")
    if keys is not None:
        token, client = "", ("a client", "a secret")
        vault = Vault(storage.another_engine(), storage.seal, leases(storage, clock))
    access = Access(
        token, app_token, secret, api, "127.0.0.1", port, *client, every, ping_every=1.0
    )
    connection = SlackConnection(access, PHRASES, language, LISTS, vault)
    await storage.open()
    try:
        service = Service(storage, PHRASES, LEXICON, load_list, clock, live=LIVE)
        relay = Relay(storage, {connection.platform: connection.messenger}, clock, PHRASES)
        bot = Bot(service, relay, storage, clock, (connection.platform,))
        refused = await connection.start(bot)
        if refused is not None:
            raise PermissionError(refused)
        try:
            yield AtWork(made, bot, storage, connection, port)
        finally:
            await connection.stop()
            await bot.stop()
    finally:
        storage.close()
        if vault is not None:
            vault.engine.dispose()


def leases(storage: SqlStorage, clock: Clock) -> Lease:
    async def lease(name: str, seconds: float) -> bool:
        now = clock.now()
        until = now + timedelta(seconds=seconds)
        return await storage.run(lambda tx: tx.lease(name, now, until))

    return lease


@asynccontextmanager
async def at_work(
    database: Database, mode: str = "socket", clock: Clock | None = None
) -> AsyncIterator[AtWork]:
    """Slack with one workspace, and the app at work for it."""
    port = free_port()
    url = f"http://127.0.0.1:{port}{EVENTS}"
    async with (
        slack(app_url=(lambda: url) if mode == "http" else None) as made,
        process(made, database, mode, clock, port) as working,
    ):
        yield working
        assert made.api.complaints == []


def on_slack(
    database: Database,
    tried: Callable[[AtWork], Coroutine[Any, Any, None]],
    mode: str = "socket",
    clock: Clock | None = None,
) -> None:
    """Try something with the app at work."""

    async def run() -> None:
        async with at_work(database, mode, clock) as here:
            await tried(here)

    asyncio.run(run())
