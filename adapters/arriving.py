"""From a chat platform into the bot: who did something, how they are spoken with."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from time import monotonic
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.arrivals import Arrival, Handled, Happening
from bot.cards import Card
from bot.phrases import Phrases, spoken
from bot.ports import Address, StorageTrouble, StorageUnavailable
from bot.records import Records, Transaction
from bot.running import Bot, Stopping


class TooSlow(Exception):
    """It is not known in time whether it is stored."""


NOT_NOW = (StorageUnavailable, Stopping, TooSlow)
"""What keeps us from saying that something is stored."""
LEAST = 0.01
"""Seconds that something is waited for although none are left."""
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever did something, where they are spoken with and how; ``event_id`` is a repeat's too.

    They are answered ``until`` then, on the clock of this process that only goes on. A ``guest`` is
    no member of the team; ``chose`` says that they chose their language themselves.
    """

    event_id: str
    address: Address
    language: str
    zone: str
    until: float
    guest: bool = False
    chose: bool = False

    def left(self) -> float:
        """The seconds that are left until they have to be answered, and hardly any if none are."""
        return max(self.until - monotonic(), LEAST)


class Arriving:
    """Stores what happened, and looks at what is on record."""

    def __init__(self, bot: Bot, phrases: Mapping[str, Phrases]) -> None:
        self._bot = bot
        self._storing: set[asyncio.Task[Handled]] = set()
        self.all_phrases = phrases

    def speaking(self, by: Caller) -> Phrases:
        """The phrases of their language."""
        return spoken(self.all_phrases, by.language)

    async def happened(
        self,
        by: Caller,
        happening: Happening,
        interview_id: str | None = None,
        otherwise: Card | None = None,
    ) -> Handled:
        """Store what happened, and begin to deliver what it led to. Raises one of NOT_NOW."""
        zone = _zone(by.zone)
        arrival = Arrival(
            by.event_id,
            by.address,
            happening,
            _today(zone),
            interview_id,
            zone=zone.key,
            otherwise=otherwise,
            language=by.language,
            guest=by.guest,
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

    async def look(self, by: Caller, work: Callable[[Records, date], Result]) -> Result | None:
        """What the work finds in the team's records; None if there is no such team yet.

        Raises StorageUnavailable.
        """
        today = _today(_zone(by.zone))
        try:
            async with asyncio.timeout(by.left()):
                return await self._bot.look(by.address, lambda records: work(records, today))
        except TimeoutError:
            raise StorageUnavailable(StorageTrouble.AWAY, "") from None

    async def work(self, by: Caller, work: Callable[[Transaction, datetime], Result]) -> Result:
        """Do something in a transaction of its own. Raises one of NOT_NOW."""
        now = self._bot.now()
        task = asyncio.ensure_future(self._bot.work(lambda tx: work(tx, now)))
        try:
            async with asyncio.timeout(by.left()):
                return await asyncio.shield(task)
        except TimeoutError:
            raise TooSlow from None


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
