"""Who somebody is to a team: a member, somebody who manages the server, or a guest.

A member has the role that the team has named, or manages the server. Discord tells of whoever does
something in a server; of others it is asked, which needs no privileged intent.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any

import discord

from adapters.discord.reading import PLATFORM, Did, manages
from adapters.discord.rest import Code, Refused, Rest
from bot.ports import Address, StorageTrouble, StorageUnavailable, TryLater
from bot.records import Choice, Doorway

FRESH_FOR = 300.0
"""Seconds for which what Discord said of a member or a server is believed."""
STALE_FOR = 900.0
"""Seconds for which it is believed longer while Discord does not answer."""
DOOR_FOR, CHOSEN_FOR = 30.0, 60.0
"""Seconds for which what a team or a person has chosen is believed."""
PATIENCE, LOOK_WITHIN = 0.8, 0.5
"""Seconds that an answer waits for Discord and for the database, of those that Discord waits."""
MOST_PEOPLE = 10_000
DISCORDS_OWN = "en"
"""The language of everybody who has not chosen: Discord's interface is not in all of ours."""

log = logging.getLogger(__name__)
Look = Callable[[Address], Awaitable[tuple[Doorway, Choice]]]
"""Looks up how a space is entered, and what whoever is spoken with at the address has chosen."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is to a server: their roles, and whether they manage it.

    It ``is_ours`` if the bot is there.
    """

    roles: frozenset[str] = frozenset()
    manages: bool = False
    is_ours: bool = True


@dataclass(frozen=True, slots=True)
class Person:
    """What matters of a person where they did something; ``is_left`` where the bot is no more."""

    address: Address
    language: str
    zone: str
    is_member: bool
    manages: bool = False
    chose: bool = False
    is_left: bool = False


class People:
    """Finds out who somebody is, and remembers it for a while."""

    def __init__(self, rest: Rest, languages: Mapping[str, object], usual: str, look: Look) -> None:
        self._rest = rest
        self._languages = languages
        self._usual = usual
        self._look = look
        self._guilds: dict[str, tuple[Mapping[str, Any], float]] = {}
        self._standing: dict[tuple[str, str], tuple[Standing | None, float]] = {}
        self._said: dict[str, str] = {}
        self._spoken: dict[str, str] = {}
        self._looked: dict[Address, tuple[tuple[Doorway, Choice], float]] = {}

    async def person(self, by: Did, space: str) -> Person | None:
        """Who it is in a space of theirs or in a server; None if Discord does not say.

        Raises StorageUnavailable.
        """
        address = address_of(by.user, space)
        door, choice = await self._chosen(address)
        standing: Standing | None = Standing(manages=True)
        if not is_own(space):
            standing = Standing(frozenset(by.roles), by.manages)
            if by.guild == space:
                self._remember(space, by.user, standing)
            else:
                standing = await self.standing(space, by.user)
        if standing is None:
            return None
        is_member = standing.manages or (door.role is not None and door.role in standing.roles)
        chose = choice.language in self._languages
        theirs = by.locale.split("-", maxsplit=1)[0]
        if theirs in self._languages and theirs != DISCORDS_OWN:
            self._said[by.user] = theirs
        language = self._said.get(by.user, self._usual)
        if choice.language is not None and chose:
            language = choice.language
        zone = choice.zone or "UTC"
        if len(self._spoken) >= MOST_PEOPLE:
            self._spoken.clear()
            self._said.clear()
        self._spoken[by.user] = language
        left = not standing.is_ours
        return Person(address, language, zone, is_member, standing.manages, chose, left)

    def language_of(self, user: str) -> str:
        """The language that somebody was last spoken with in, where nothing else is known."""
        return self._spoken.get(user, self._usual)

    async def _chosen(self, address: Address) -> tuple[Doorway, Choice]:
        """How the space is entered and what they chose; what was known if that takes too long.

        Raises StorageUnavailable if nothing was.
        """
        known = self._looked.get(address)
        if known is not None and monotonic() < known[1]:
            return known[0]
        try:
            async with asyncio.timeout(LOOK_WITHIN):
                looked = await self._look(address)
        except (StorageUnavailable, TimeoutError):
            if known is None:  # Nobody is taken for a guest who may be a member.
                raise StorageUnavailable(StorageTrouble.AWAY, "") from None
            return known[0]
        if len(self._looked) >= MOST_PEOPLE:
            self._looked.clear()
        self._looked[address] = (looked, monotonic() + DOOR_FOR)
        return looked

    def forget(self, address: Address) -> None:
        """Look again at what was chosen: it has just changed."""
        for one in tuple(self._looked):
            if one == address or (one.space == address.space and not is_own(one.space)):
                self._looked[one] = (self._looked[one][0], 0.0)

    def leave(self, guild: str) -> None:
        """Forget what was known of a server: the bot is not there any more."""
        self._guilds.pop(guild, None)
        for one in tuple(self._standing):
            if one[0] == guild:
                del self._standing[one]

    async def standing(self, guild: str, user: str) -> Standing | None:
        """What somebody is to a server; nothing if they are not there, None if nobody says."""
        known = self._standing.get((guild, user))
        if known is not None and monotonic() < known[1]:
            return known[0]
        try:
            async with asyncio.timeout(PATIENCE):
                asked = await self._asked(guild, user)
        except (TryLater, TimeoutError) as away:
            log.warning("who somebody is in server %s: %s", guild, type(away).__name__)
            old = known is None or monotonic() > known[1] + STALE_FOR
            return None if known is None or old else known[0]
        self._remember(guild, user, asked)
        return asked

    def _remember(self, guild: str, user: str, standing: Standing) -> None:
        if len(self._standing) >= MOST_PEOPLE:
            self._standing.clear()
        self._standing[guild, user] = (standing, monotonic() + FRESH_FOR)

    async def _asked(self, guild: str, user: str) -> Standing:
        try:
            server = await self._guild(guild)
        except Refused:
            return Standing(is_ours=False)
        try:
            path = "/guilds/{guild_id}/members/{user_id}"
            member = await self._rest.call("GET", path, guild_id=guild, user_id=user)
        except Refused as refused:
            if refused.code not in (Code.NO_MEMBER, Code.NO_USER):
                log.warning("who somebody is in server %s: %s", guild, refused)
            return Standing()
        roles = {str(role) for role in member.get("roles") or ()}
        # Everybody has the role that is called like the server.
        granted = [
            discord.Permissions(int(role["permissions"]))
            for role in server.get("roles") or ()
            if str(role["id"]) in {*roles, guild}
        ]
        is_owner = str(server.get("owner_id")) == user
        return Standing(frozenset(roles), is_owner or any(map(manages, granted)))

    async def _guild(self, guild: str) -> Mapping[str, Any]:
        known = self._guilds.get(guild)
        if known is not None and monotonic() < known[1]:
            return known[0]
        server: Mapping[str, Any] = await self._rest.call(
            "GET", "/guilds/{guild_id}", guild_id=guild
        )
        if len(self._guilds) >= MOST_PEOPLE:
            self._guilds.clear()
        self._guilds[guild] = (server, monotonic() + FRESH_FOR)
        return server

    async def name_of(self, guild: str) -> str:
        """What a server is called; nothing if Discord does not say."""
        try:
            async with asyncio.timeout(PATIENCE):
                return str((await self._guild(guild)).get("name") or "")
        except (TryLater, Refused, TimeoutError):
            return ""


def address_of(user: str, space: str) -> Address:
    """Where somebody is spoken with for a team: in direct messages, by their own id."""
    return Address(PLATFORM, space, f"@{user}")


def own_space(user: str) -> str:
    """The space of somebody who works alone."""
    return f"@{user}"


def is_own(space: str) -> bool:
    """Whether a space is that of somebody who works alone."""
    return space.startswith("@")
