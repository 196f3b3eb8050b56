"""What goes wrong in the world, row by row: an answer is stored once, and every message shown once.

Real processes (``tests.worker``) on both databases, on platforms of three kinds: a plain one shows
again what it is sent again, so one repeat is possible where nobody can know; on one that shows a
key once, and on one that can be asked, there is none.
"""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Coroutine,
    Iterator,
    Mapping,
    Sequence,
)
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from itertools import chain, count, cycle, islice
from pathlib import Path
from random import Random
from typing import Any, Protocol, TypeVar
from uuid import uuid4

import pytest

from bot.arrivals import Arrival, Handled, Happening, QualifyRequested, TextSent
from bot.events import ChoicePicked, Event
from bot.ports import (
    LEASE,
    LONGEST_WAIT,
    Address,
    Delivery,
    StorageTrouble,
    StorageUnavailable,
    TryLater,
)
from bot.profile import Respondent
from bot.records import Receipt, Storage, Transaction
from bot.running import Bot
from bot.snapshot import Stage
from tests.clock import START, StoppedClock
from tests.databases import (
    Database,
    PostgresqlDatabase,
    SqliteDatabase,
    empty_database,
    made_by_migrations,
)
from tests.platform_server import PATIENCE, Kind, Platform, Reply, Shown, platform
from tests.postgres import NAMED, NoServer, find_server
from tests.test_killed import asking, content, on_record
from tests.worker import SCREEN, Died, Options, Refused, Worker, Workers, script, workers
from tests.world import World, requested, world

Result = TypeVar("Result")

ONCE = (Kind.NONCE, Kind.LOOKUP)
"""The kinds of platform on which nothing is ever seen twice."""
OLD_BUTTON = "That button belongs to an earlier question"
ANSWERED_WITHIN = 3.0
"""Seconds after which a platform tells people itself that the bot does not answer."""
SEED = 20260301
AWAY_FOR = 5.0
AGAIN_AFTER = (0.1, 1.5)
"""Seconds until somebody presses again who was told that it did not work."""
REQUEST = QualifyRequested("Acme", Respondent.MEMBER, "en")
HALF, FULL = ChoicePicked("pay_upfront", "half", 0), ChoicePicked("pay_upfront", "full", 0)
SIGNED = ChoicePicked("signs_contract", "yes", 1)
PENDING = "SELECT key FROM outbox WHERE state NOT IN ('sent', 'overtaken')"


def at(channel: str) -> Address:
    return Address(SCREEN, "home", channel)


HERE = at("me")


@dataclass
class Scene:
    """Workers on one database, in front of one platform."""

    database: Database
    platform: Platform
    workers: Workers
    at_work: list[Worker]
    names: Iterator[int] = field(default_factory=count)
    chance: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311  # No secret.

    async def press(self, worker: Worker, address: Address, happening: Happening) -> Any:  # noqa: ANN401  # What became of it.
        """Something new happens."""
        return await worker.take(f"event {next(self.names)}", address, happening)

    async def stop(self) -> None:
        """Let everybody finish, so that all is written that is going to be."""
        for worker in self.at_work:
            assert await self.workers.stop(worker) == 0
        self.at_work.clear()

    async def settled(self) -> None:
        """Wait until nothing is left to be sent; nobody but the database knows."""
        async with asyncio.timeout(PATIENCE):
            while self.database.run(PENDING):  # noqa: ASYNC110  # No event tells of it.
                await asyncio.sleep(0.02)

    def first_key(self) -> str:
        """The key of the first message that was written."""
        ((key,),) = self.database.run("SELECT key FROM outbox WHERE number = 1")
        return str(key)

    async def insist(self, worker: Worker, address: Address, happening: Happening) -> list[float]:
        """Press until it is taken; returns the seconds that each refusal took."""
        waits: list[float] = []
        while True:
            began = time.monotonic()
            if not isinstance(await self.press(worker, address, happening), Refused):
                return waits
            waits.append(time.monotonic() - began)
            await asyncio.sleep(self.chance.uniform(*AGAIN_AFTER))

    def has_seen(self, address: Address, messages: int) -> bool:
        """Whether so many different messages stand at the address."""
        keys = {one.key for one in self.platform.in_channel(address.channel)}
        return len(keys) >= messages

    async def go_through(
        self, worker: Worker, address: Address, presses: Sequence[Event]
    ) -> list[float]:
        """A whole interview; returns the seconds that each refusal took."""
        waits = await self.insist(worker, address, named(address))
        for number, press in enumerate(presses):
            seen = partial(self.has_seen, address, number + 2)
            await self.platform.until(seen)
            waits += await self.insist(worker, address, press)
        return waits


def named(address: Address) -> QualifyRequested:
    """The request for the prospect who is called as the channel is."""
    return QualifyRequested(address.channel, Respondent.MEMBER, "en")


@asynccontextmanager
async def scene(
    database: Database, kind: Kind = Kind.PLAIN, processes: int = 1, **options: float
) -> AsyncIterator[Scene]:
    async with platform(kind) as shown:
        given = Options(database.url, shown.port, kind, **options)
        async with workers(given) as made:
            at_work = [await made.start() for _ in range(processes)]
            yield Scene(database, shown, made, at_work)


def answers(database: Database) -> list[tuple[Any, ...]]:
    """Whose answers stand: prospect, trait and option."""
    return [(row[0], row[4], row[5]) for row in on_record(database, "answers")["answers"]]


def answered(channel: str, *presses: Event) -> list[tuple[str, str, str]]:
    return [
        (channel, trait, f'{{"picked": "{option}"}}')
        for press in presses
        if isinstance(press, ChoicePicked)
        for trait, option in [(press.trait, press.option)]
    ]


def all_answered(people: Mapping[Address, Sequence[Event]]) -> list[tuple[str, str, str]]:
    given = (answered(address.channel, *presses) for address, presses in people.items())
    return sorted(chain.from_iterable(given))


def assert_settled(database: Database, platform: Platform, *, repeats: int = 0) -> None:
    """Nothing is stuck; everything was shown in its order; no more repeats than are allowed."""
    with asking(database) as ask:
        sent = ask("SELECT address, key FROM outbox WHERE state = 'sent' ORDER BY address, number")
        assert ask(PENDING) == []
    shown = list(dict.fromkeys(one.key for one in platform.shown))
    by_address: dict[str, list[str]] = {}
    for address, key in sent:
        by_address.setdefault(address, []).append(key)
    for keys in by_address.values():
        assert [key for key in shown if key in keys] == keys
    assert len(platform.repeated()) <= repeats


# An event that comes again


@pytest.mark.parametrize("processes", [1, 3])
@pytest.mark.parametrize("times", [1, 2, 10])
def test_an_event_that_is_delivered_again_at_once_and_later_is_handled_once(
    database: Database, times: int, processes: int
) -> None:
    async def scenario(here: Scene) -> None:
        for event, happening in (("request", REQUEST), ("press", HALF)):
            taking = islice(cycle(here.at_work), times)
            at_once = await asyncio.gather(
                *(worker.take(event, HERE, happening) for worker in taking)
            )
            later = [
                await worker.take(event, HERE, happening)
                for worker in islice(cycle(here.at_work), times)
            ]
            assert {*at_once, *later} == {Stage.OPEN}
        await here.platform.until(lambda: len(here.platform.shown) == 3)
        await here.stop()
        assert_settled(database, here.platform)
        assert len(here.platform.shown) == 3

    run(scenario, scene(database, processes=processes))

    assert answers(database) == answered("Acme", HALF)
    record = on_record(database)
    assert record["inbox"] == [("press",), ("request",)]
    assert len(record["interviews"]) == 1


def run(
    scenario: Callable[[Scene], Coroutine[Any, Any, None]],
    prepared: Any,  # noqa: ANN401
) -> None:
    async def all_of_it() -> None:
        async with prepared as here:
            await scenario(here)

    asyncio.run(all_of_it())


@pytest.mark.parametrize("processes", [1, 2])
def test_of_two_people_who_press_at_once_one_answers_and_the_other_is_told(
    database: Database, processes: int
) -> None:
    rounds = [at(f"round {number}") for number in range(8)]

    async def scenario(here: Scene) -> None:
        one, other = here.at_work[0], here.at_work[-1]
        for channel in rounds:
            await here.press(one, channel, named(channel))
            await asyncio.gather(here.press(one, channel, HALF), here.press(other, channel, FULL))
        await here.platform.until(lambda: len(told(here.platform)) == len(rounds))
        await here.stop()
        assert_settled(database, here.platform)
        assert sorted(told(here.platform)) == sorted(channel.channel for channel in rounds)

    def told(platform: Platform) -> list[str]:
        return [one.channel for one in platform.shown if one.text.startswith(OLD_BUTTON)]

    run(scenario, scene(database, processes=processes))

    stored = answers(database)
    assert [name for name, _, _ in stored] == sorted(channel.channel for channel in rounds)
    assert {row[1:] for row in stored} <= {row[1:] for row in answered("", HALF, FULL)}


# A platform that misbehaves


@pytest.mark.parametrize("kind", Kind)
def test_whatever_the_platform_answers_a_message_is_shown_once_or_in_doubt_once_more(
    database: Database, kind: Kind
) -> None:
    channels = {reply: at(reply) for reply in Reply}

    async def scenario(here: Scene) -> None:
        # The first message fails at first, and so does the third; the second is overtaken.
        here.platform.replies = {
            one.channel: [reply, Reply.OK, reply] for reply, one in channels.items()
        }
        (worker,) = here.at_work
        await asyncio.gather(*(here.press(worker, one, named(one)) for one in channels.values()))
        await asyncio.gather(*(here.press(worker, one, HALF) for one in channels.values()))
        await here.settled()
        await here.stop()
        assert_settled(database, here.platform, repeats=4)
        for reply, channel in channels.items():
            shown = here.platform.in_channel(channel.channel)
            unsure = reply in (Reply.FAILED_AFTERWARDS, Reply.LOST)
            repeats = 1 if unsure and kind is Kind.PLAIN else 0
            for key in {one.key for one in shown}:
                tries = [one.doubtful for one in shown if one.key == key]
                assert tries[1:] == [True] * repeats, reply
            assert "Question \u20682" in shown[-1].text
        assert bool(here.platform.looked_for) == (kind is Kind.LOOKUP)

    run(scenario, scene(database, kind))

    assert len(answers(database)) == len(channels)


# A process that is told to end


@pytest.mark.parametrize("kind", Kind)
def test_a_process_that_is_told_to_end_finishes_and_another_sends_the_rest_at_once(
    database: Database, kind: Kind
) -> None:
    people = {at(f"person {number}"): script(number) for number in range(12)}

    async def scenario(here: Scene) -> None:
        ending, staying = here.at_work
        here.platform.slow = 0.05

        async def answer_all(address: Address, presses: Sequence[Event]) -> None:
            worker = ending
            for number, press in enumerate((named(address), *presses)):
                await here.platform.until(partial(here.has_seen, address, number and number + 1))
                event = f"{address.channel}, {number}"
                try:
                    said = await worker.take(event, address, press)
                except Died:
                    said = Refused("it was gone")
                if isinstance(said, Refused):
                    refused.append(said)
                    worker = staying
                    assert not isinstance(await worker.take(event, address, press), Refused)

        refused: list[Refused] = []
        answering = [asyncio.create_task(answer_all(*person)) for person in people.items()]
        await here.platform.until(lambda: len(here.platform.shown) >= 30)
        began = time.monotonic()
        assert await here.workers.stop(ending) == 0
        took = time.monotonic() - began
        await asyncio.gather(*answering)
        here.at_work.remove(ending)
        await here.settled()
        waited = time.monotonic() - began
        await here.stop()

        assert refused
        assert took < PATIENCE
        assert waited < LEASE.total_seconds() / 2
        assert_settled(database, here.platform)

    run(scenario, scene(database, kind, processes=2))

    assert sorted(answers(database)) == all_answered(people)


def test_a_process_that_is_told_to_end_takes_nothing_new(database: Database) -> None:
    async def scenario(here: Scene) -> None:
        ending, staying = here.at_work
        here.platform.replies = {HERE.channel: [Reply.NOTHING]}
        asked = asyncio.Event()
        here.platform.asked = asked.set
        await here.press(ending, HERE, REQUEST)
        await asked.wait()

        ending.signal(signal.SIGTERM)
        taken = 0
        while not isinstance(said := await here.press(ending, at(f"{taken}"), REQUEST), Refused):
            taken += 1
        assert await here.workers.ended(ending) == 0
        here.at_work.remove(ending)
        await here.insist(staying, at(f"{taken}"), REQUEST)
        await here.settled()
        await here.stop()

        assert said == Refused("stopping")
        assert len(here.platform.shown) == 2 * (taken + 2)
        assert_settled(database, here.platform)

    run(scenario, scene(database, processes=2))


@pytest.mark.parametrize("reply", [Reply.NOTHING, Reply.LOST, Reply.LIMITED])
@pytest.mark.parametrize("patience", [0.2, 5.0], ids=["impatient", "patient"])
def test_a_message_that_hangs_when_the_process_is_told_to_end_is_looked_for_and_sent_by_another(
    database: Database, reply: Reply, patience: float
) -> None:
    async def scenario(here: Scene) -> None:
        ending, _ = here.at_work
        here.platform.replies = {HERE.channel: [reply]}
        asked = asyncio.Event()
        here.platform.asked = asked.set
        await here.press(ending, HERE, REQUEST)
        await asked.wait()
        began = time.monotonic()
        assert await here.workers.stop(ending) == 0
        here.at_work.remove(ending)
        await here.settled()
        waited = time.monotonic() - began
        await here.stop()

        assert waited < LEASE.total_seconds() / 2
        assert_settled(database, here.platform)
        assert len(here.platform.shown) == 2
        assert here.platform.looked_for[:1] == (
            [] if reply is Reply.LIMITED else [here.first_key()]
        )

    run(scenario, scene(database, Kind.LOOKUP, processes=2, patience=patience))


# A process that stands still


@pytest.mark.parametrize("kind", Kind)
def test_a_process_that_stood_still_beyond_its_lease_does_not_send_what_another_has_sent(
    database: Database, kind: Kind
) -> None:
    async def scenario(here: Scene) -> None:
        still, other = here.at_work

        async def stand_still(_: Shown) -> None:
            # It has sent the first of two messages, and hears of it when it goes on.
            here.platform.then = None
            still.signal(signal.SIGSTOP)

        here.platform.then = stand_still
        assert await here.press(still, HERE, REQUEST) == Stage.OPEN
        await here.settled()
        await here.press(other, HERE, HALF)
        await here.settled()
        still.signal(signal.SIGCONT)
        await here.stop()

        assert_settled(database, here.platform, repeats=1 if kind is Kind.PLAIN else 0)
        assert len({one.key for one in here.platform.shown}) == 3

    run(scenario, scene(database, kind, processes=2, lease=1.0, reply_within=20.0))

    assert answers(database) == answered("Acme", HALF)


# A database that goes away


class Outage(Protocol):
    """A database that goes away, and comes back."""

    @property
    def database(self) -> Database: ...

    async def begin(self) -> None: ...

    async def end(self) -> None: ...


@dataclass
class Locked:
    """Another program holds the file's lock."""

    database: SqliteDatabase
    _other: sqlite3.Connection | None = None

    async def begin(self) -> None:
        self._other = sqlite3.connect(self.database.file, isolation_level=None)
        self._other.execute("BEGIN EXCLUSIVE")

    async def end(self) -> None:
        if self._other is not None:
            self._other.close()
            self._other = None


@dataclass
class Down:
    """The server crashes, and is started again."""

    database: PostgresqlDatabase

    async def begin(self) -> None:
        await asyncio.to_thread(self.database.server.go_away)

    async def end(self) -> None:
        await asyncio.to_thread(self.database.server.come_back)


@dataclass
class Hung:
    """The server stands still: it takes connections, and answers nobody."""

    database: PostgresqlDatabase
    _stopped: list[int] = field(default_factory=list)

    async def begin(self) -> None:
        cluster = self.database.server.cluster
        assert cluster is not None
        status = (cluster.folder / "data" / "postmaster.pid").read_text()
        server = int(status.split()[0])
        self._stopped = [server, *children(server)]
        for pid in self._stopped:
            os.kill(pid, signal.SIGSTOP)

    async def end(self) -> None:
        for pid in self._stopped:
            os.kill(pid, signal.SIGCONT)
        self._stopped = []


def children(parent: int) -> list[int]:
    """The processes that it has started."""
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, text=True, check=True
    )
    return list(map(int, listed.stdout.split()))


OUTAGES = ("the file is locked", "the server is down", "the server hangs")


@pytest.fixture(params=OUTAGES)
def outage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Outage]:
    """A database that can go away, and keeps all that was committed when it does."""
    if request.param == "the file is locked":
        file = tmp_path / "bot.db"
        file.write_bytes(empty_database())
        yield Locked(SqliteDatabase(file))
        return
    server = find_server(durable=True)
    if isinstance(server, NoServer):
        pytest.skip(f"NOT TESTED ON POSTGRESQL: {server.reason}")
    if not server.owned:
        pytest.skip(f"NOT TESTED ON POSTGRESQL: {NAMED} names a server that is not to be stopped.")
    name = f"test_{uuid4().hex}"
    server.create(name)
    made_by_migrations(server.url(name))
    database = PostgresqlDatabase(server, name, [name])
    try:
        yield Hung(database) if request.param == "the server hangs" else Down(database)
    finally:
        server.come_back()
        server.drop(name)


def test_while_the_database_is_away_people_are_told_soon_and_nothing_is_lost_or_repeated(
    outage: Outage,
) -> None:
    people = {at(f"person {number}"): script(number) for number in range(12)}

    async def scenario(here: Scene) -> None:
        (worker,) = here.at_work
        away: list[asyncio.Task[None]] = []

        async def go_away_and_come_back() -> None:
            await asyncio.sleep(AWAY_FOR)
            await outage.end()

        async def go_away(_: Shown) -> None:
            # It stands on the screen, and cannot be marked: the worst moment.
            if len(here.platform.shown) == 20 and not away:
                await outage.begin()
                away.append(asyncio.create_task(go_away_and_come_back()))

        here.platform.then = go_away
        try:
            waits = await asyncio.gather(
                *(here.go_through(worker, address, presses) for address, presses in people.items())
            )
            await asyncio.gather(*away)
        finally:
            await outage.end()
        await here.settled()
        await here.stop()
        longest = max(wait for person in waits for wait in person)
        sys.stdout.write(f"told after {longest:.2f} s at the latest\n")
        assert longest < ANSWERED_WITHIN
        assert_settled(outage.database, here.platform)

    run(scenario, scene(outage.database))

    assert sorted(answers(outage.database)) == all_answered(people)


# A disk that is full


PLACES = ("inbox", "interviews", "answers", "outbox", "audit_log", "the commit")
"""What there is no room for."""
DISK_FULL = """
    CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$
"""


@contextmanager
def no_room(here: World, database: Database, place: str) -> Iterator[None]:
    """A database that can store no more there; SQLite's file cannot grow, wherever it would."""
    if isinstance(database, SqliteDatabase):
        (pages,) = pragma(here, "page_count")
        pragma(here, f"max_page_count = {pages}")
        yield
        pragma(here, "max_page_count = 1000000")
        return
    if place == "the commit":
        made = "CONSTRAINT TRIGGER full_disk AFTER INSERT ON inbox INITIALLY DEFERRED FOR EACH ROW"
    else:
        made = f"TRIGGER full_disk BEFORE INSERT OR UPDATE ON {place} FOR EACH STATEMENT"
    table = "inbox" if place == "the commit" else place
    database.run(DISK_FULL)
    database.run(f"CREATE {made} EXECUTE FUNCTION disk_full()")
    yield
    database.run(f"DROP TRIGGER full_disk ON {table}")
    database.run("DROP FUNCTION disk_full")


def pragma(here: World, words: str) -> tuple[Any, ...]:
    """Ask something of the bot's own connection; some things are settings of a connection."""

    def asked(transaction: Transaction) -> tuple[Any, ...]:
        connection = transaction._connection  # type: ignore[attr-defined]  # noqa: SLF001
        return tuple(connection.exec_driver_sql(f"PRAGMA {words}").first())

    return here.look(asked)


@pytest.mark.parametrize("place", PLACES)
def test_a_full_disk_stores_nothing_by_halves_and_once_there_is_room_all_goes_on(
    database: Database, place: str
) -> None:
    with world(database) as here:
        here.happen(requested())
        here.happen(TextSent("1"))
        here.happen(TextSent("back"))
        with no_room(here, database, place):
            # SQLite has room in the pages that it has begun; when it runs out is its business.
            for number in count():
                before = content(database)
                happening = requested(f"Prospect {number}") if number % 2 else TextSent("1")
                arrival = Arrival(f"full {number}", HERE, happening, START.date())
                trouble = trouble_with(here, arrival)
                if trouble is not None:
                    break
        after = content(database)

        here.happen(arrival.happening, arrival.event_id)
        here.clock.move(LEASE.total_seconds() + 1)
        here.run(here.relay.deliver_due())

        assert trouble is StorageTrouble.FULL
        assert after == before
        assert (arrival.event_id,) in on_record(database)["inbox"]
        assert database.run(PENDING) == []


def trouble_with(here: World, arrival: Arrival) -> StorageTrouble | None:
    """Why the database did not take it."""
    try:
        here.arrive_at_once(arrival)
    except StorageUnavailable as away:
        return away.trouble
    return None


@dataclass
class Noticing:
    """A storage that says when it has refused something."""

    storage: Storage
    refused: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(
        self, work: Callable[[Transaction], Result], receipts: Sequence[Receipt] = ()
    ) -> Result:
        try:
            return await self.storage.run(work, receipts)
        except StorageUnavailable:
            self.refused.set()
            raise


def test_what_was_shown_while_the_disk_was_full_is_marked_once_there_is_room(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    if isinstance(database, SqliteDatabase):
        pytest.skip("ONLY ON POSTGRESQL: SQLite marks a message in a page that it has.")
    monkeypatch.setattr("bot.relay.MARK_EVERY", 0.05)

    async def delivered(here: World, handled: Handled) -> None:
        assert isinstance(here.storage, Noticing)
        with no_room(here, database, "outbox"):
            delivering = asyncio.create_task(here.relay.deliver(handled))
            await here.storage.refused.wait()
        await delivering

    with world(database, wrap=Noticing) as here:
        (handled,) = here.arrive_at_once(Arrival("event", HERE, requested(), START.date()))
        here.run(delivered(here, handled))

        assert len(here.screen.shown) == 2
        assert database.run(PENDING) == []


# A clock that jumps

HOUR, DAY = 3600.0, 24 * 3600.0
JUMPS = {
    "an hour ahead": HOUR,
    "a day ahead": DAY,
    "an hour back": -HOUR,
    "a day back": -DAY,
}


class Dead(BaseException):
    """The process ends here."""


@dataclass
class Display:
    """A platform on which nothing is seen twice if it is used as it is meant to be.

    ``fault`` is raised once, after the first message was shown if ``shown``; ``meanwhile`` happens
    while the first is on its way.
    """

    kind: Kind
    fault: BaseException | None = None
    shown: bool = False
    meanwhile: Callable[[], Awaitable[object]] | None = None
    seen: list[Delivery] = field(default_factory=list)

    async def send(self, delivery: Delivery) -> None:
        meanwhile, self.meanwhile = self.meanwhile, None
        fault, self.fault = self.fault, None
        if meanwhile is not None:
            await meanwhile()
        if fault is not None and not self.shown:
            raise fault
        known = delivery.key in {one.key for one in self.seen}
        looked = self.kind is Kind.LOOKUP and delivery.doubtful
        if not known or not (looked or self.kind is Kind.NONCE):
            self.seen.append(delivery)
        if fault is not None:
            raise fault


def everything_is_shown(here: World) -> None:
    """Let time pass, as much as anything may wait, and look for what is due all along."""
    for _ in range(int(2 * LONGEST_WAIT / LEASE) + 2):
        while here.run(here.relay.deliver_due()):
            pass
        here.clock.move(LEASE.total_seconds())


def assert_shown_once(database: Database, *displays: Display) -> None:
    keys = [one.key for display in displays for one in display.seen]
    assert len(keys) == len(set(keys))
    ours = database.run("SELECT key FROM outbox WHERE state = 'sent' ORDER BY number")
    assert keys == [key for (key,) in ours]
    assert database.run(PENDING) == []


@pytest.mark.parametrize("kind", ONCE)
@pytest.mark.parametrize("jump", JUMPS)
@pytest.mark.parametrize("fault", ["died before", "died after", "put off", "reply lost"])
def test_a_clock_that_jumps_while_a_message_waits_leaves_nothing_stuck_or_shown_twice(
    database: Database, fault: str, jump: str, kind: Kind
) -> None:
    faults = {
        "died before": Display(kind, Dead()),
        "died after": Display(kind, Dead(), shown=True),
        "put off": Display(kind, TryLater(60)),
        "reply lost": Display(kind, TryLater(60, shown=True), shown=True),
    }
    clock, display = StoppedClock(), faults[fault]
    with world(database, clock=clock, screen=display) as here, suppress(Dead):
        here.happen(requested())

    clock.move(JUMPS[jump])
    with world(database, clock=clock, screen=display) as here:
        here.happen(HALF, "first press")
        everything_is_shown(here)
        here.happen(SIGNED, "second press")
        everything_is_shown(here)

    assert_shown_once(database, display)
    assert answers(database) == answered("Acme", HALF, SIGNED)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("jump", JUMPS)
def test_a_clock_that_jumps_while_a_message_is_being_sent_does_not_make_its_process_send_it_twice(
    database: Database, jump: str, kind: Kind
) -> None:
    display = Display(kind)
    with world(database, screen=display) as here:

        async def jumped() -> None:
            here.clock.move(JUMPS[jump])
            await here.relay.deliver_due(wait=False)

        display.meanwhile = jumped
        here.happen(requested())
        everything_is_shown(here)

    assert_shown_once(database, display)


@pytest.mark.parametrize("jump", JUMPS)
def test_a_clock_that_jumps_while_a_message_is_being_sent_shows_it_once_where_keys_are_known(
    database: Database, jump: str
) -> None:
    display = Display(Kind.NONCE)
    clock = StoppedClock()
    with (
        world(database, clock=clock, screen=display) as here,
        world(database, clock=clock, screen=display) as other,
    ):

        async def jumped() -> None:
            clock.move(JUMPS[jump])
            await other.relay.deliver_due()

        display.meanwhile = jumped
        here.happen(requested())
        everything_is_shown(other)

    assert_shown_once(database, display)


@pytest.mark.parametrize("jump", JUMPS)
def test_a_clock_that_jumps_stops_no_reminder_and_repeats_none(
    database: Database, jump: str
) -> None:
    display = Display(Kind.PLAIN)
    with world(database, screen=display) as here:
        bot = Bot(here.service, here.relay, here.storage, here.clock, (HERE.platform,))
        here.happen(requested())
        before = len(display.seen)
        here.clock.move(JUMPS[jump])

        async def looked() -> None:
            await bot.remind()
            await here.relay.finish(10)

        for _ in range(24 * 6):
            here.run(looked())
            here.clock.move(HOUR)

    assert len(display.seen) - before == 2
    assert_shown_once(database, display)


def test_a_clock_that_is_a_little_behind_does_not_take_what_another_process_is_sending(
    database: Database,
) -> None:
    clock = StoppedClock()
    with world(database, clock=clock) as dying:
        dying.arrive_at_once(Arrival("event", HERE, requested(), START.date()))
    clock.move(LEASE.total_seconds() + 10)
    behind = StoppedClock(clock.now() - timedelta(seconds=5))
    display = Display(Kind.PLAIN)
    with (
        world(database, clock=clock, screen=display) as here,
        world(database, clock=behind, screen=display) as other,
    ):
        display.meanwhile = other.relay.deliver_due
        here.run(here.relay.deliver_due())

    assert_shown_once(database, display)


# Events that share a transaction


def test_an_event_that_shares_its_transaction_with_forgetting_is_not_lost(
    database: Database,
) -> None:
    async def together(here: World) -> None:
        taken = threading.Event()
        holding = asyncio.create_task(do(here, lambda _: taken.wait()))
        await asyncio.sleep(0)  # It has begun, and the others wait for the next transaction.
        forgetting = do(here, lambda tx: tx.team(HERE).forgetting.settled(START - LEASE, 100))
        arrival = Arrival("press", HERE, HALF, START.date())
        both = asyncio.gather(forgetting, here.service.handle(arrival))
        await asyncio.sleep(0)
        taken.set()
        await asyncio.gather(holding, both)

    async def do(here: World, work: Callable[[Transaction], object]) -> None:
        await here.storage.run(work)

    with world(database) as here:
        here.happen(requested())
        here.run(together(here))

    assert answers(database) == answered("Acme", HALF)
