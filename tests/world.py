"""A whole bot on its own database, with a clock that stands still and a screen that listens."""

import asyncio
import itertools
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from bot.arrivals import Arrival, Handled, Happening, QualifyRequested
from bot.cards import Card, plain_text
from bot.catalogues import load_phrases
from bot.phrases import Phrases
from bot.ports import Address, Messenger, Record, Storage, Transaction
from bot.profile import Profile, Respondent
from bot.profile_file import load_list
from bot.relay import Relay
from bot.service import Service
from bot.understanding.lexicon import Lexicon, load_lexicon
from storage.engine import SqlStorage

Result = TypeVar("Result")

PHRASES = load_phrases()
LEXICON = load_lexicon()
STARTER = load_list("starter")
HERE = Address("screen", "home", "me")
START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


@dataclass
class StoppedClock:
    """A clock that moves when it is told to."""

    moment: datetime = START

    def now(self) -> datetime:
        return self.moment

    def move(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


@dataclass
class Screen:
    """A messenger that keeps what it showed; ``faults`` are raised first, one for each try."""

    shown: list[tuple[Address, Card, str]] = field(default_factory=list)
    faults: list[Exception] = field(default_factory=list)

    async def send(self, address: Address, card: Card, key: str) -> None:
        if self.faults:
            raise self.faults.pop(0)
        self.shown.append((address, card, key))

    def texts(self) -> list[str]:
        return [plain_text(card) for _, card, _ in self.shown]


@dataclass
class World:
    """The parts, and the ways in which tests use them."""

    runner: asyncio.Runner
    storage: Storage
    service: Service
    relay: Relay
    screen: Screen
    clock: StoppedClock
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        return self.runner.run(work)

    def look(self, work: Callable[[Transaction], Result]) -> Result:
        async def looked() -> Result:
            return await self.storage.run(work)

        return self.run(looked())

    def happen(
        self,
        happening: Happening,
        event_id: str = "",
        address: Address = HERE,
        interview_id: str | None = None,
    ) -> Handled:
        """Handle one event and deliver what it led to."""
        event = event_id or f"event {next(self.numbers)}"
        arrival = Arrival(event, address, happening, self.clock.now().date(), interview_id)

        async def handled() -> Handled:
            (one,) = await self.service.handle([arrival])
            await self.relay.deliver(one.deliveries)
            return one

        return self.run(handled())

    def record(self, address: Address = HERE) -> Record:
        """The interview that is talked about."""
        found = self.look(lambda tx: tx.team(address).current(address))
        assert found is not None
        return found


def requested(prospect: str = "Acme", profile: str | None = "starter") -> QualifyRequested:
    return QualifyRequested(prospect, Respondent.MEMBER, "en", profile)


@cache
def empty_database() -> bytes:
    """A database as the migrations make it: making one for every test would take a minute."""
    with TemporaryDirectory() as folder, asyncio.Runner() as runner:
        storage = SqlStorage(f"sqlite:///{folder}/bot.db", StoppedClock())
        runner.run(storage.open())
        storage.close()
        return (Path(folder) / "bot.db").read_bytes()


@contextmanager
def world(  # noqa: PLR0913  # Every part may be another one.
    folder: Path,
    *,
    clock: StoppedClock | None = None,
    screen: Messenger | None = None,
    wrap: Callable[[Storage], Storage] = lambda storage: storage,
    lists: Callable[[str], Profile] = load_list,
    phrases: Mapping[str, Phrases] = PHRASES,
    lexicon: Lexicon = LEXICON,
) -> Iterator[World]:
    """A bot on the database of this folder; leaving it is the end of its process."""
    clock = clock or StoppedClock()
    if not (folder / "bot.db").exists():
        (folder / "bot.db").write_bytes(empty_database())
    sql = SqlStorage(f"sqlite:///{folder / 'bot.db'}", clock)
    storage = wrap(sql)
    service = Service(storage, phrases, lexicon, lists, clock)
    shown = screen or Screen()
    relay = Relay(storage, {HERE.platform: shown}, clock)
    with asyncio.Runner() as runner:
        runner.run(sql.open())
        try:
            yield World(runner, storage, service, relay, shown, clock)  # type: ignore[arg-type]
        finally:
            sql.close()
