"""From Slack into the bot: who did something, how they are spoken with, and what is stored."""

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from adapters.slack.people import People, Person
from adapters.slack.reading import PLATFORM, Said
from bot.arrivals import Arrival, Handled, Happening
from bot.cards import Card
from bot.phrases import Phrases, spoken
from bot.ports import Address, StorageTrouble, StorageUnavailable
from bot.records import Records
from bot.running import Bot, Stopping


class TooSlow(Exception):
    """It is not known in time whether it is stored."""


NOT_NOW = (StorageUnavailable, Stopping, TooSlow)
"""What keeps us from saying that something is stored."""
ID, MOST_MENTIONED = re.compile(r"@([UW][A-Z0-9]+)\b"), 5
"""What may be somebody's id in a text, and how many who are mentioned are asked about."""
Result = TypeVar("Result")


class Arriving:
    """Everything that the listeners share."""

    def __init__(self, bot: Bot, people: People, phrases: Mapping[str, Phrases]) -> None:
        self._bot = bot
        self._people = people
        self._storing: set[asyncio.Task[Handled]] = set()
        self.all_phrases = phrases

    async def person(self, by: Said) -> Person | None:
        """Who did it; None if Slack does not say."""
        return await self._people.person(by.workspace, by.person)

    async def member(self, by: Said) -> tuple[Person | None, Phrases, str]:
        """Who did it, how they are spoken with, and the key of why they may not, if so."""
        person = await self.person(by)
        if person is None:
            return None, self.speaking(None), "chat-unknown"
        return person, self.speaking(person), "" if person.is_member else "chat-members-only"

    def speaking(self, person: Person | None) -> Phrases:
        """The phrases of their language."""
        return spoken(self.all_phrases, "" if person is None else person.language)

    async def happened(
        self,
        by: Said,
        happening: Happening,
        person: Person,
        interview_id: str | None = None,
        otherwise: Card | None = None,
    ) -> Handled:
        """Store what happened, and begin to deliver what it led to. Raises one of NOT_NOW."""
        zone = _zone(person.zone)
        arrival = Arrival(
            by.event_id,
            address_of(by),
            happening,
            _today(zone),
            interview_id,
            zone=zone.key,
            otherwise=otherwise,
        )
        task = asyncio.create_task(self._stored(arrival))
        self._storing.add(task)
        task.add_done_callback(self._storing.discard)
        try:
            async with asyncio.timeout(by.left()):
                return await asyncio.shield(task)
        except TimeoutError:
            raise TooSlow from None

    async def _stored(self, arrival: Arrival) -> Handled:
        handled = await self._bot.handle(arrival)
        self._bot.begin(handled)
        return handled

    async def look(
        self, by: Said, person: Person, work: Callable[[Records, date], Result]
    ) -> Result | None:
        """What the work finds in the team's records; None if there is no such team yet.

        Raises StorageUnavailable.
        """
        today = _today(_zone(person.zone))
        try:
            async with asyncio.timeout(by.left()):
                return await self._bot.look(address_of(by), lambda records: work(records, today))
        except TimeoutError:
            raise StorageUnavailable(StorageTrouble.AWAY, "") from None

    async def name_of(self, by: Said, user: str) -> str:
        """What somebody calls themselves; nothing if Slack does not say in time."""
        person = await self._people.known_as(by.workspace, user)
        return "" if person is None else person.name

    async def with_names(self, by: Said, text: str, mentioned: Sequence[str]) -> str:
        """The text with the names of those whom it mentions; ids stay where Slack says none."""
        ids = mentioned[:MOST_MENTIONED]
        names = await asyncio.gather(*(self.name_of(by, one) for one in ids))
        known = {user: name for user, name in zip(ids, names, strict=True) if name}
        return ID.sub(lambda found: f"@{known.get(found[1], found[1])}", text)

    def chose(self, by: Said) -> None:
        """Forget what was known of a person's choices: they have just changed."""
        self._people.forget(by.workspace, by.person)


def address_of(by: Said) -> Address:
    """Where they are spoken with: in the direct message, by their own id."""
    return Address(PLATFORM, by.workspace, by.person)


def why_not(trouble: Exception) -> str:
    """The key of what is said where we cannot say that something is stored."""
    return "chat-slow" if isinstance(trouble, TooSlow) else "chat-away"


def zone_of(name: str) -> ZoneInfo | None:
    """The time zone of that name, if there is one."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _zone(name: str) -> ZoneInfo:
    return zone_of(name) or ZoneInfo("UTC")


def _today(zone: ZoneInfo) -> date:
    return datetime.now(UTC).astimezone(zone).date()
