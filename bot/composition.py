"""The composition root: settings, database, languages and lists put together."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from bot.kind_reader import read_price
from bot.phrases import Phrases
from bot.ports import Messengers
from bot.profile import Profile
from bot.profile_file import load_list
from bot.relay import Relay
from bot.running import Bot
from bot.service import Service
from bot.settings import Settings
from bot.understanding.lexicon import load_lexicon
from storage import copying
from storage.sealing import Seal
from storage.sql_storage import SqlStorage

LIVE = ("slack", "discord")
"""The platforms on which a message can be changed, and has a thread."""
Lease = Callable[[str, float], Awaitable[bool]]
"""Takes what one process at a time may have, for so many seconds."""
PATIENCE = 10.0
"""Seconds that somebody at a terminal rather waits for the database than has to try again."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present moment, in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Parts:
    """What a command works with."""

    storage: SqlStorage
    service: Service
    clock: SystemClock
    phrases: Mapping[str, Phrases]
    retention_days: int

    def relay(self, messengers: Messengers) -> Relay:
        """A relay that speaks through these messengers."""
        return Relay(self.storage, messengers, self.clock, self.phrases)

    def vault(self) -> tuple[Engine, Seal, Lease]:
        """Where a platform's library keeps tokens: an engine of its own, the seal, and leases."""
        return self.storage.another_engine(), self.storage.seal, self.lease

    async def lease(self, name: str, seconds: float, owner: str | None = None) -> bool:
        """Take what one process at a time may have, for so many seconds; its owner again.

        Raises StorageUnavailable.
        """
        now = self.clock.now()
        until = now + timedelta(seconds=seconds)
        return await self.storage.run(lambda tx: tx.lease(name, now, until, owner))

    def bot(self, messengers: Messengers) -> Bot:
        """A process at work that speaks through these messengers."""
        relay, platforms = self.relay(messengers), tuple(messengers)
        return Bot(self.service, relay, self.storage, self.clock, platforms, self.retention_days)


def put_together(
    settings: Settings,
    phrases: Mapping[str, Phrases],
    lease: timedelta,
    patience: float = PATIENCE,
) -> Parts:
    """Everything a command needs; the database is not opened yet.

    ``lease`` is how long a message may take to be sent, ``patience`` how many seconds something
    waits for the database.
    """
    clock = SystemClock()
    storage = SqlStorage(settings.database_url, clock, lease, settings.keys, patience)
    minimum_price = read_price(settings.minimum_price)

    def load(name: str) -> Profile:
        return load_list(name, minimum_price)

    service = Service(storage, phrases, load_lexicon(), load, clock, settings.bot_list, live=LIVE)
    return Parts(storage, service, clock, phrases, settings.retention_days)


def back_up(settings: Settings, file: Path) -> None:
    """Copy the database to a file; see ``storage.copying.back_up``."""
    copying.back_up(settings.database_url, file)


def copy_to(settings: Settings, url: str, copied: Callable[[int, int], None]) -> bool:
    """Copy everything into another database; see ``storage.copying.copy_to``."""
    return copying.copy_to(settings.database_url, url, copied)
