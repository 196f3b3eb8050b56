"""Discord at work: the ways in and out of one process, put together."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from adapters.arriving import Arriving
from adapters.commands import Commands
from adapters.discord.callers import Answering, usual_language
from adapters.discord.commands import DiscordCommands, spelled
from adapters.discord.definitions import definitions
from adapters.discord.door import DiscordDoor
from adapters.discord.gateway import Gateway, Lease
from adapters.discord.listeners import DiscordListeners
from adapters.discord.messenger import DiscordMessenger
from adapters.discord.people import People
from adapters.discord.reading import PLATFORM
from adapters.discord.rest import Refused, Rest, point_at
from adapters.discord.rooms import Rooms
from adapters.discord.teams import Teams
from bot.kinds import Texts
from bot.phrases import Phrases
from bot.ports import Address
from bot.records import Choice, Doorway, Transaction
from bot.running import Bot

PATIENCE = 5.0
"""Seconds that stopping waits for what has been heard."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Access:
    """How Discord is reached: the token, its addresses, and how many shards; 0 asks Discord."""

    token: str
    api: str
    gateway: str
    shards: int = 0


class DiscordConnection:
    """The app, connected; ``lease`` says what one process at a time does."""

    def __init__(  # Everything that it works with.
        self,
        access: Access,
        phrases: Mapping[str, Phrases],
        language: str,
        lists: Mapping[str, Texts],
        lease: Lease,
        retention_days: int = 0,
    ) -> None:
        self.platform = PLATFORM
        self._access = access
        self._phrases = phrases
        self._language = usual_language(language, phrases)
        self._lists = lists
        self._lease = lease
        self._retention_days = retention_days
        point_at(access.api, access.gateway)
        self._rest = Rest(access.token)
        self._rooms = Rooms(self._rest)
        self._gateway: Gateway | None = None
        self._heard: DiscordListeners | None = None
        self.messenger = DiscordMessenger(self._rest, self._rooms, phrases)

    async def start(self, bot: Bot) -> str | None:
        """Take what Discord sends from now on; returns why it does not accept the token."""
        refused = await self._rest.start()
        if refused is not None:
            return refused
        self._rooms.start(bot)
        said = await self._rest.insist("GET", "/gateway/bot")
        at_once = int((said.get("session_start_limit") or {}).get("max_concurrency", 1))
        shards = self._access.shards or int(said.get("shards", 1))
        path = "/applications/{application_id}/commands"
        made = definitions(self._phrases, self._lists)
        try:
            await self._rest.insist("PUT", path, made, application_id=self._rest.application)
        except Refused as refused:  # Those that are known already work.
            log.error("the commands were not taken: %s", refused)  # noqa: TRY400
        ways = (self._rest, self._rooms, self._phrases, self._language)
        listeners = self._heard = make_listeners(
            bot, Means(*ways, self._retention_days, self.servers)
        )
        self._gateway = Gateway(self._access.token, shards, at_once, listeners, self._lease)
        self._gateway.start()
        return None

    async def stop(self) -> None:
        """Take nothing more; what was taken is still acknowledged."""
        if self._gateway is not None:
            await self._gateway.stop()
        if self._heard is not None:
            await asyncio.sleep(0)  # What has just been heard begins.
            await self._heard.finish(PATIENCE)

    async def close(self) -> None:
        """Send nothing more."""
        await self._rest.stop()

    @property
    def held(self) -> list[int]:
        """The shards that are connected here."""
        return [] if self._gateway is None else self._gateway.held

    def servers(self) -> Sequence[str]:
        """The servers that this process hears of."""
        return [] if self._gateway is None else self._gateway.servers()


@dataclass(frozen=True, slots=True)
class Means:
    """What listeners work with: the ways out, languages, the usual one, and what holds for all.

    ``servers`` says in which servers the bot is a member, as far as this process knows.
    """

    rest: Rest
    rooms: Rooms
    phrases: Mapping[str, Phrases]
    language: str
    retention_days: int
    servers: Callable[[], Sequence[str]]


def make_listeners(bot: Bot, means: Means) -> DiscordListeners:
    """The listeners of a process at work."""
    answering = Answering(means.rest, means.rooms, means.phrases)
    people = People(means.rest, means.phrases, means.language, _looking(bot))
    arriving = Arriving(bot, means.phrases)
    teams = Teams(arriving, people, means.servers)
    parts = (arriving, answering, people, teams)
    door = DiscordDoor(*parts, means.retention_days, people.forget)
    shared = Commands(arriving, spelled)
    commands = DiscordCommands(arriving, shared, answering, people, teams, door)
    return DiscordListeners(arriving, commands, door, answering, people, teams)


def _looking(bot: Bot) -> Callable[[Address], Awaitable[tuple[Doorway, Choice]]]:
    """Looks up how a space is entered, and what somebody chose."""

    async def look(address: Address) -> tuple[Doorway, Choice]:
        def work(transaction: Transaction) -> tuple[Doorway, Choice]:
            records = transaction.known_team(address)
            if records is None:
                return Doorway(), Choice()
            return records.door.doorway(address), records.members.choice(address)

        return await bot.work(work)

    return look
