"""Who somebody is, as Slack says: their language and time zone, and whether they are a member."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any

from adapters.slack.calling import Calls, Gone, TooLong
from bot.ports import StorageUnavailable, TryLater, Undeliverable
from bot.records import Choice

FRESH_FOR = 3600.0
"""Seconds for which what Slack said of a person is believed."""
PATIENCE = 0.7
"""Seconds that an answer waits for it: of three until Slack gives up, storing takes two at most."""
CHOICE_WITHIN = 0.3
"""Seconds that an answer waits for what somebody chose."""
CHOSEN_FOR = 60.0
"""Seconds for which what somebody chose is believed: another process may have stored it."""
MOST_PEOPLE = 10_000
SLACK_SPEAKS = {"de", "en", "es", "fr", "it", "ja", "ko", "pt", "zh"}
"""Languages that Slack itself can be read in; those of all profiles are among them."""
SLACKS_OWN = "en"
"""The language of everybody who reads Slack as it comes."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Person:
    """What matters of a person. Guests and people of other workspaces are no members.

    ``chose`` says that they chose their language here themselves.
    """

    language: str
    zone: str
    is_member: bool
    name: str = ""
    chose: bool = False
    is_admin: bool = False


class People:
    """Asks Slack who somebody is, and remembers it for a while."""

    def __init__(
        self,
        calls: Calls,
        languages: Collection[str],
        usual_language: str,
        choice_of: Callable[[str, str], Awaitable[Choice]],
    ) -> None:
        self._calls = calls
        self._choice_of = choice_of
        self._languages = languages
        self._usual = usual_language
        self._known: dict[tuple[str, str], tuple[Person, float]] = {}
        self._choices: dict[tuple[str, str], tuple[Choice, float]] = {}

    async def person(self, workspace: str, user: str) -> Person | None:
        """Who it is, with what they chose themselves; None if nobody says."""
        person, choice = await asyncio.gather(
            self.known_as(workspace, user), self._choice(workspace, user)
        )
        if person is None:
            return None
        language, chose = person.language, choice.language in self._languages
        if choice.language is not None and chose:
            language = choice.language
        return replace(person, language=language, zone=choice.zone or person.zone, chose=chose)

    async def _choice(self, workspace: str, user: str) -> Choice:
        """What they chose; nothing if that cannot be found out in time."""
        chosen = self._choices.get((workspace, user))
        if chosen is not None and monotonic() < chosen[1]:
            return chosen[0]
        try:
            async with asyncio.timeout(CHOICE_WITHIN):
                choice = await self._choice_of(workspace, user)
        except (StorageUnavailable, TimeoutError):
            # If the database is away, what is stored next says so.
            return Choice() if chosen is None else chosen[0]
        if len(self._choices) >= MOST_PEOPLE:
            self._choices.clear()
        self._choices[workspace, user] = (choice, monotonic() + CHOSEN_FOR)
        return choice

    def forget(self, workspace: str, user: str) -> None:
        """Ask again what they chose."""
        self._choices.pop((workspace, user), None)

    async def known_as(self, workspace: str, user: str) -> Person | None:
        """Who Slack says it is; what it said before if it does not in time, None if nothing."""
        known = self._known.get((workspace, user))
        if known is not None and monotonic() < known[1]:
            return known[0]
        asked = await self._asked(workspace, user)
        if asked is None:
            return None if known is None else known[0]
        if len(self._known) >= MOST_PEOPLE:
            self._known.clear()
        self._known[workspace, user] = (asked, monotonic() + FRESH_FOR)
        return asked

    async def _asked(self, workspace: str, user: str) -> Person | None:
        try:
            async with asyncio.timeout(PATIENCE):
                client = await self._calls.client(workspace)
                call = client.users_info(user=user, include_locale=True)
                said = await self._calls.made(workspace, "users.info", call)
        except (TryLater, Undeliverable, Gone, TooLong, StorageUnavailable, TimeoutError) as error:
            log.warning("who %s of %s is: %s", user, workspace, type(error).__name__)
            return None
        return self._read(said["user"], workspace)

    def _read(self, user: dict[str, Any], workspace: str) -> Person:
        locale = str(user.get("locale") or "")
        known = (
            one for one in (locale, locale.split("-", maxsplit=1)[0]) if one in self._languages
        )
        away = ("is_restricted", "is_ultra_restricted", "is_stranger", "is_bot", "deleted")
        is_member = not any(user.get(flag) for flag in away)
        if user.get("team_id") not in (None, workspace) and not user.get("enterprise_user"):
            is_member = False
        language = next(known, self._usual)
        if language == SLACKS_OWN and cannot_be_read_in(self._usual):
            language = self._usual  # Nobody can say in their profile that they read it.
        is_admin = is_member and bool(user.get("is_admin") or user.get("is_owner"))
        zone = str(user.get("tz") or "UTC")
        return Person(language, zone, is_member, _name(user), is_admin=is_admin)


def cannot_be_read_in(language: str) -> bool:
    """Whether Slack itself has no such language, so that no profile says it."""
    return language.split("-", maxsplit=1)[0] not in SLACK_SPEAKS


def _name(user: dict[str, Any]) -> str:
    """What they call themselves."""
    profile = user.get("profile") or {}
    shown = profile.get("real_name") or user.get("real_name") or user.get("name")
    return str(shown or "")
