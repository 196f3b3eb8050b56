"""Who somebody is, as Slack says: their language and time zone, and whether they are a member."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from time import monotonic
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

FRESH_FOR = 3600.0
"""Seconds for which what Slack said of a person is believed."""
PATIENCE = 1.0
"""Seconds that an answer waits for it: of three until Slack gives up, storing takes two at most."""
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
    ) -> None:
        self._client_of = client_of
        self._languages = languages
        self._usual = usual_language
        self._known: dict[tuple[str, str], tuple[Person, float]] = {}

    async def person(self, workspace: str, user: str) -> Person | None:
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
