"""A whole bot on its own database, with a clock that stands still and a screen that listens."""

import asyncio
import itertools
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from bot.arrivals import Arrival, Handled, Happening, QualifyRequested, TextSent
from bot.cards import Card, plain_text
from bot.catalogues import load_phrases
from bot.phrases import Phrases
from bot.ports import Address, Delivery, Messenger, Undeliverable
from bot.profile import Profile, Respondent
from bot.profile_file import load_list
from bot.records import Record, Storage, Transaction
from bot.relay import Relay
from bot.running import Bot
from bot.service import Service
from bot.understanding.lexicon import Lexicon, load_lexicon
from storage.sql_storage import SqlStorage
from tests.clock import StoppedClock
from tests.databases import Database, SqliteDatabase, empty_database

Result = TypeVar("Result")

PHRASES = load_phrases()
LEXICON = load_lexicon()
STARTER = load_list("starter")
HERE = Address("screen", "home", "me")


@dataclass
class Screen:
    """A messenger that keeps what it showed; ``faults`` are raised first, one for each try.

    ``doubts`` says of every try whether the message may have been shown before; ``refuses`` is an
    address where nothing can be shown.
    """

    shown: list[tuple[Address, Card, str]] = field(default_factory=list)
    faults: list[Exception] = field(default_factory=list)
    doubts: list[bool] = field(default_factory=list)
    refuses: Address | None = None

    async def send(self, delivery: Delivery) -> None:
        self.doubts.append(delivery.doubtful)
        if delivery.address == self.refuses:
            raise Undeliverable("no such channel")
        if self.faults:
            raise self.faults.pop(0)
        self.shown.append((delivery.address, delivery.card, delivery.key))

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
            one = await self.service.handle(arrival)
            await self.relay.deliver(one)
            return one

        return self.run(handled())

    def arrive_at_once(self, *arrivals: Arrival) -> list[Handled]:
        """Handle several events that wait for the same transaction; nothing is delivered."""

        async def handled() -> list[Handled]:
            return await asyncio.gather(*map(self.service.handle, arrivals))

        return self.run(handled())

    def bot(self, retention_days: int = 0) -> Bot:
        """A process at work on the same database."""
        platforms = (HERE.platform,)
        return Bot(self.service, self.relay, self.storage, self.clock, platforms, retention_days)

    def record(self, address: Address = HERE) -> Record:
        """The interview that is talked about."""
        found = self.look(lambda tx: tx.team(address).current(address))
        assert found is not None
        return found


def answer_all(here: World) -> None:
    """Answer every question of the starter list as well as can be."""
    for text in ("1", "1", "2000 USD", "5", "2 hours", "1", "1", "1"):
        here.happen(TextSent(text))


def requested(prospect: str = "Acme", profile: str | None = "starter") -> QualifyRequested:
    return QualifyRequested(prospect, Respondent.MEMBER, "en", profile)


@contextmanager
def world(  # noqa: PLR0913  # Every part may be another one.
    where: Path | Database,
    *,
    clock: StoppedClock | None = None,
    screen: Messenger | None = None,
    wrap: Callable[[Storage], Storage] = lambda storage: storage,
    lists: Callable[[str], Profile] = load_list,
    phrases: Mapping[str, Phrases] = PHRASES,
    lexicon: Lexicon = LEXICON,
    keys: Sequence[str] = (),
) -> Iterator[World]:
    """A bot on a database, or on that of a folder; leaving it is the end of its process."""
    clock = clock or StoppedClock()
    if isinstance(where, Path):
        file = where / "bot.db"
        if not file.exists():
            file.write_bytes(empty_database())
        where = SqliteDatabase(file)
    sql = SqlStorage(where.url, clock, keys=keys)
    storage = wrap(sql)
    service = Service(storage, phrases, lexicon, lists, clock)
    shown = screen or Screen()
    relay = Relay(storage, {HERE.platform: shown}, clock, phrases)
    with asyncio.Runner() as runner:
        try:
            runner.run(sql.open())
            yield World(runner, storage, service, relay, shown, clock)  # type: ignore[arg-type]
        finally:
            sql.close()
