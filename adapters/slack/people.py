"""Who somebody is, as Slack says: their language and time zone, and whether they are a member."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.ports import StorageUnavailable
from bot.records import Choice

FRESH_FOR = 3600.0
"""Seconds for which what Slack said of a person is believed."""
PATIENCE = 1.0
"""Seconds that an answer waits for it: of three until Slack gives up, storing takes two at most."""
CHOICE_WITHIN = 0.3
"""Seconds that an answer waits for what somebody chose."""
CHOSEN_FOR = 60.0
"""Seconds for which what somebody chose is believed: another process may have stored it."""
MOST_PEOPLE = 10_000

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Person:
    """What matters of a person. Guests and people of other workspaces are no members."""

    language: str
    zone: str
    is_member: bool


class People:
    """Asks Slack who somebody is, and remembers it for a while."""

    def __init__(
        self,
        client_of: Callable[[str], Awaitable[AsyncWebClient | None]],
        languages: Collection[str],
        usual_language: str,
        choice_of: Callable[[str, str], Awaitable[Choice]],
    ) -> None:
        self._client_of = client_of
        self._choice_of = choice_of
        self._languages = languages
        self._usual = usual_language
        self._known: dict[tuple[str, str], tuple[Person, float]] = {}
        self._choices: dict[tuple[str, str], tuple[Choice, float]] = {}

    async def person(self, workspace: str, user: str) -> Person | None:
        """Who it is, with what they chose themselves; None if nobody says."""
        person = await self._known_as(workspace, user)
        if person is None:
            return None
        choice, chosen = Choice(), self._choices.get((workspace, user))
        if chosen is not None and monotonic() < chosen[1]:
            choice = chosen[0]
        else:
            # If the database is away, what is stored next says so.
            with suppress(StorageUnavailable, TimeoutError):
                async with asyncio.timeout(CHOICE_WITHIN):
                    choice = await self._choice_of(workspace, user)
                if len(self._choices) >= MOST_PEOPLE:
                    self._choices.clear()
                self._choices[workspace, user] = (choice, monotonic() + CHOSEN_FOR)
        language = person.language
        if choice.language is not None and choice.language in self._languages:
            language = choice.language
        return replace(person, language=language, zone=choice.zone or person.zone)

    def forget(self, workspace: str, user: str) -> None:
        """Ask again what they chose."""
        self._choices.pop((workspace, user), None)

    async def _known_as(self, workspace: str, user: str) -> Person | None:
        """Who it is; what was known before if Slack does not say in time, None if nothing was."""
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
        client = await self._client_of(workspace)
        if client is None:
            return None
        try:
            async with asyncio.timeout(PATIENCE):
                said = await client.users_info(user=user, include_locale=True)
        except (SlackApiError, OSError, TimeoutError, ValueError) as error:
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
        return Person(next(known, self._usual), str(user.get("tz") or "UTC"), is_member)
