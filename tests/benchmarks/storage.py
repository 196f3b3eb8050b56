"""Durable answers per second over the whole path, beside what the database alone can do.

An answer is a press or a typed text: it arrives, is handled and committed, which is the ack, and
the next question is given to a messenger that shows nothing, and marked as sent. The interviews
have eight questions, and begin outside the measured time. In flight are so many people; each waits
for their own ack and delivery before the next answer. The limit is the database alone with the
bot's own statements, see `limit.py`. The two take turns, and what is shown are medians of the
rounds, and of the ratios of each round.

    python -m tests.benchmarks.storage             the table
    python -m tests.benchmarks.storage --profile   where the time goes, and how many statements
    python -m tests.benchmarks.storage --growth    with up to a million stored interviews, which
                                                   takes a quarter of an hour and 8 GB of disk;
                                                   with --most 100000 two minutes and 1 GB
"""

import asyncio
import gc
import importlib
import multiprocessing
import os
import shutil
import sqlite3
import statistics
import sys
import threading
import time
import uuid
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ParamSpec, TypeVar

import psycopg
from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection

from bot.arrivals import Arrival, Handled, Happening, QualifyRequested, TextSent
from bot.composition import SystemClock
from bot.events import ChoicePicked, SummaryAccepted
from bot.kinds import Choice, Money, Scale
from bot.ports import Address, Delivery
from bot.profile import Respondent
from bot.profile_file import load_list
from bot.relay import Relay
from bot.service import Service
from storage.group_commit import GroupCommit, Work
from storage.models import metadata
from storage.sql_storage import SqlStorage
from tests.benchmarks.limit import (
    SCRAMBLE,
    Clients,
    Script,
    Statement,
    capturing,
    counting_commits,
    pgbench,
    replayed,
    scrambled,
    script,
    warm,
)
from tests.databases import Database, PostgresqlDatabase, SqliteDatabase, made_by_migrations
from tests.postgres import NoServer, Server, find_server
from tests.world import LEXICON, PHRASES, STARTER

Given = ParamSpec("Given")
Result = TypeVar("Result")

ROUNDS = 5
CROWD = 32
ALONE, EACH = 16, 2
"""Interviews of one round: of one person alone, and of each of a crowd."""
STORED = 1000
"""Finished interviews beside them, all in all."""
FORGOTTEN = 10
"""Only of one in so many of them are the events and messages still there: a month's, of many."""
AIMS = {1: 0.5, CROWD: 0.2}
"""The share of the limit that is wanted, by people in flight."""
QUESTIONS = len(STARTER.traits)
SIZES = (10**3, 10**5, 10**6)
WRITES = 200
CHECKPOINT_EVERY = 0.2
"""Seconds between two checkpoints from another connection."""
TODAY = date(2026, 3, 2)


class Silence:
    """A messenger that shows nothing."""

    async def send(self, delivery: Delivery) -> None:
        del delivery


@dataclass(frozen=True)
class Spent:
    """Seconds that went by, that the process computed, and that its main thread did."""

    wall: float
    processor: float
    main: float

    @classmethod
    def now(cls) -> "Spent":
        return cls(time.perf_counter(), time.process_time(), time.thread_time())

    def __sub__(self, other: "Spent") -> "Spent":
        return Spent(
            self.wall - other.wall, self.processor - other.processor, self.main - other.main
        )


@dataclass
class Bot:
    """The parts of a bot that an answer passes through, and how long the acks took."""

    runner: asyncio.Runner
    service: Service
    relay: Relay
    acks: list[float] = field(default_factory=list)
    enter: Callable[[str], None] = lambda _: None

    async def happen(self, arrival: Arrival) -> Handled:
        """Handle what arrived, and deliver what it led to; ``enter`` is told what comes next."""
        self.enter("ack")
        began = time.perf_counter()
        handled = await self.service.handle(arrival)
        self.acks.append(time.perf_counter() - began)
        if not handled.deliveries:
            raise RuntimeError(f"nothing to send after {arrival}")
        self.enter("mark")
        await self.relay.deliver(handled)
        return handled

    def serve(self, people: Iterable[Sequence[Arrival]]) -> "Spent":
        """Take what people answer, each waiting for themselves."""

        async def one(arrivals: Sequence[Arrival]) -> None:
            for arrival in arrivals:
                await self.happen(arrival)

        async def everybody() -> Spent:
            began = Spent.now()
            await asyncio.gather(*map(one, people))
            return Spent.now() - began

        self.acks.clear()
        return self.runner.run(everybody())


@contextmanager
def bot_at(url: str) -> Iterator[Bot]:
    """A bot on a database; leaving it is the end of its process."""
    clock = SystemClock()
    storage = SqlStorage(url, clock)
    service = Service(storage, PHRASES, LEXICON, load_list, clock)
    relay = Relay(storage, {"screen": Silence()}, clock, PHRASES)
    with asyncio.Runner() as runner:
        runner.run(storage.open())
        try:
            yield Bot(runner, service, relay)
        finally:
            storage.close()


def answers() -> Iterator[Happening]:
    """The answers to the eight questions: a press where there is something to press."""
    for step, trait in enumerate(STARTER.traits):
        match trait.wording(Respondent.MEMBER).kind:
            case Choice(options):
                yield ChoicePicked(trait.id, options[0].key, step)
            case Scale() as scale:
                yield ChoicePicked(trait.id, str(scale.high), step)
            case Money():
                yield TextSent("1500 USD", step)
            case _:
                yield TextSent("one day", step)


@dataclass(frozen=True)
class Template:
    """An interview of the bot's, with the ids of its events; there are copies of it by number."""

    address: Address
    interview_id: str
    events: tuple[str, ...]

    def arrivals(self, number: int) -> list[Arrival]:
        """All answers to the copy of that number."""
        place = self.address
        address = Address(place.platform, place.space, f"{place.channel}{number}")
        interview = f"{scrambled(number)}{self.interview_id[10:]}"
        return [Arrival(uuid.uuid4().hex, address, one, TODAY, interview) for one in answers()]


async def made_by_bot(bot: Bot, space: str, name: str, *, finished: bool = False) -> Template:
    """An interview that has begun, or has come to its verdict."""
    address = Address("screen", space, name)
    happenings: list[Happening] = [QualifyRequested(name, Respondent.MEMBER, "en", "starter")]
    if finished:
        happenings += [*answers(), SummaryAccepted(QUESTIONS)]
    events, interview_id = [], ""
    for happening in happenings:
        events.append(uuid.uuid4().hex)
        handled = await bot.happen(Arrival(events[-1], address, happening, TODAY))
        interview_id = handled.deliveries[-1].interview_id or ""
    return Template(address, interview_id, tuple(events))


_IDS = ("interview_id", "prospect_id", "event_id", "key", "entry_id", "subject")
_NAMES = ("name", "name_key", "address", "actor")


def copying(template: Template, numbers: range, *, finished: bool) -> Iterator[str]:
    """The statements that copy everything stored about an interview, under ids in no order."""
    its = f"interview_id = '{template.interview_id}'"
    events = ", ".join(f"'{one}'" for one in template.events)
    its_prospect = f"SELECT prospect_id FROM interviews WHERE {its}"  # noqa: S608  # An id of ours.
    rows = {
        "prospects": f"prospect_id IN ({its_prospect})",
        "inbox": f"event_id IN ({events})",
        "audit_log": f"subject = '{template.interview_id}'",
    }
    for table in metadata.sorted_tables:
        if table.name not in rows and "interview_id" not in table.columns:
            continue  # It is about nobody's interview.
        stop = numbers.stop
        if finished and table.name in ("inbox", "outbox"):
            stop = numbers.start + len(numbers) // FORGOTTEN
        columns = [f'"{column.name}"' for column in table.columns]
        values = []
        for column in table.columns:
            value = f't."{column.name}"'
            if column.name in _IDS:
                value = f"({SCRAMBLE.format(n='n')}) || substr({value}, 11)"
            elif column.name in _NAMES:
                value = f"{value} || n"
            values.append(value)
        yield (  # No value here comes from outside.
            f"WITH RECURSIVE copies(n) AS (SELECT CAST({numbers.start} AS BIGINT) UNION ALL"  # noqa: S608
            f" SELECT n + 1 FROM copies WHERE n < {stop - 1})"
            f" INSERT INTO {table.name} ({', '.join(columns)})"
            f" SELECT {', '.join(values)} FROM {table.name} AS t, copies"
            f" WHERE {rows.get(table.name, its)}"
        )


def write(database: Database, statements: Iterable[str]) -> None:
    """Run the statements quickly, and leave nothing that slows down what follows."""
    if isinstance(database, SqliteDatabase):
        with closing(sqlite3.connect(database.file, isolation_level=None)) as raw:
            raw.execute("PRAGMA synchronous = OFF")
            raw.execute("PRAGMA cache_size = -1000000")  # Kilobytes.
            for statement in statements:
                raw.execute(statement)
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return
    with psycopg.connect(database.url, autocommit=True) as connection:
        connection.execute("SET synchronous_commit = off")
        connection.execute("SET session_replication_role = replica")  # Foreign keys hold anyway.
        for statement in statements:
            connection.execute(statement.encode())
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")


@dataclass
class Stock:
    """A database with interviews that have begun, ``copies`` of one in each team."""

    database: Database
    templates: Sequence[Template]
    used: int

    def people(self, number: int, each: int) -> list[list[Arrival]]:
        """What so many people will answer, in so many interviews each; each team has one person."""
        mine = self.clients(number, each)
        people = []
        for person in range(number):
            first = mine.first + person * mine.stride
            template = self.templates[person * mine.spread]
            copies = range(first, first + each)
            people.append([one for copy in copies for one in template.arrivals(copy)])
        return people

    def clients(self, number: int, each: int) -> Clients:
        """The same for pgbench: the numbers of interviews that nobody has answered."""
        several = len(self.templates) > 1
        clients = Clients(number, each, self.used, 0 if several else each, int(several))
        self.used += each if several else each * number
        return clients


def stocked(database: Database, teams: int, stored: int, copies: int) -> Stock:
    """A new stock, in a database as the migrations make it, beside so many finished interviews."""
    spaces = [f"s{team}" for team in range(teams)]

    async def made(bot: Bot) -> tuple[list[Template], list[Template]]:
        finished = (made_by_bot(bot, space, "done", finished=True) for space in spaces)
        begun = (made_by_bot(bot, space, "p") for space in spaces)
        return await asyncio.gather(*finished), await asyncio.gather(*begun)

    with bot_at(database.url) as bot:
        finished, templates = bot.runner.run(made(bot))
    first = stored // teams
    old, new = range(1, first), range(first, first + copies)
    statements = [sql for one in finished for sql in copying(one, old, finished=True)]
    statements += [sql for one in templates for sql in copying(one, new, finished=False)]
    write(database, statements)
    return Stock(database, templates, first)


@contextmanager
def databases(folder: Path, server: Server | None) -> Iterator[Callable[[str], Database]]:
    """Makes databases with our tables, of a kind; they are gone afterwards."""
    with ExitStack() as stack:

        def made(kind: str) -> Database:
            name = f"benchmark_{uuid.uuid4().hex}"
            database: Database = SqliteDatabase(folder / f"{name}.db")
            if kind == "postgresql" and server is not None:
                server.create(name)
                stack.callback(server.drop, name)
                database = PostgresqlDatabase(server, name, [])
            made_by_migrations(database.url)
            return database

        yield made


@dataclass(frozen=True)
class Round:
    """What was measured in a round; ``group`` is how many works shared a transaction."""

    speed: float
    p50: float
    p99: float
    group: float
    limit: float | None = None


def measure(bot: Bot, people: Sequence[Sequence[Arrival]]) -> Round:
    """Answers per second, and seconds until the ack."""
    number = sum(map(len, people))
    with counting_commits() as commits:
        seconds = bot.serve(people).wall
    centiles = statistics.quantiles(bot.acks, n=100)
    # Each answer is a work, and so is its mark.
    return Round(number / seconds, centiles[49], centiles[98], 2 * number / len(commits))


@dataclass
class Race:
    """A bot and the database alone, taking turns."""

    stock: Stock
    bot: Bot
    people: int
    each: int
    untouched: Path | None = None
    captured: Sequence[Sequence[Statement]] = ()
    script: Script | None = None
    rounds: list[Round] = field(default_factory=list)

    def prepare(self) -> None:
        """Warm everything up, and capture what the limit is made of."""
        database = self.stock.database
        if isinstance(database, SqliteDatabase):
            warm(database.file)
            self.untouched = database.file.with_suffix(f".{self.people}")
            shutil.copyfile(database.file, self.untouched)
            with capturing() as captured:
                self.bot.serve(self.stock.people(self.people, self.each))
        else:
            self.bot.serve(self.stock.people(self.people, self.each))
            with capturing() as captured:
                self.bot.serve(self.stock.people(1, 1))
            self.script = script(captured, QUESTIONS)
        self.captured = captured

    def run(self) -> None:
        """One more round."""
        one = measure(self.bot, self.stock.people(self.people, self.each))
        limit = self._limit()
        self.rounds.append(Round(one.speed, one.p50, one.p99, one.group, limit))

    def _limit(self) -> float | None:
        if self.untouched is not None:
            number = self.people * self.each * QUESTIONS
            return number / replayed(self.untouched, self.captured)
        database = self.stock.database
        if self.script is None or not isinstance(database, PostgresqlDatabase):
            return None
        clients = self.stock.clients(self.people, self.each)
        return pgbench(database.url, self.script, clients)


def middle(rounds: Sequence[Round], of: Callable[[Round], float | None]) -> float | None:
    """The median; None if there is nothing."""
    values = [value for one in rounds if (value := of(one)) is not None]
    return statistics.median(values) if values else None


def print_circumstances(folder: Path, server: Server | NoServer) -> None:
    """What the figures depend on."""
    said = [f"SQLite {sqlite3.sqlite_version}, synchronous FULL"]
    if isinstance(server, Server):
        with psycopg.connect(server.address) as connection:
            asked = ("server_version", "fsync", "synchronous_commit")
            found = [connection.execute(b"SHOW " + one.encode()).fetchone() for one in asked]
        version, fsync, synchronous = (one[0] if one else None for one in found)
        said.append(f"PostgreSQL {version}, fsync {fsync}, synchronous_commit {synchronous}")
    with (folder / "written").open("wb", buffering=0) as file:
        began = time.perf_counter()
        for _ in range(WRITES):
            file.write(bytes(4096))
            os.fsync(file.fileno())
        took = (time.perf_counter() - began) / WRITES
    print_line(f"{'; '.join(said)}; writing a page takes {took * 1e3:.2f} ms")


def compare(made: Callable[[str], Database], kinds: Sequence[str]) -> None:
    """Print the table."""
    needed = 2 * (ROUNDS + 2) * (ALONE + CROWD * EACH)
    with ExitStack() as stack:
        races = []
        for kind in kinds:
            for teams in (1, CROWD):
                stock = stocked(made(kind), teams, STORED, needed // teams)
                bot = stack.enter_context(bot_at(stock.database.url))
                crowd = Race(stock, bot, CROWD, EACH)
                races += [crowd] if teams > 1 else [Race(stock, bot, 1, ALONE), crowd]
        for race in races:
            race.prepare()
        for _ in range(ROUNDS):
            for race in races:
                race.run()
    print_line(f"Durable answers per second; medians of {ROUNDS} interleaved rounds")
    print_line(
        f"{'':<11}{'in flight':>9}{'teams':>6}{'answers/s':>11}{'ack p50':>9}{'p99, ms':>9}"
        f"{'group':>7}{'limit':>9}{'ratio':>7}  aim"
    )
    for race in races:
        print_line(row(race))


def row(race: Race) -> str:
    """A line of the table."""
    rounds = race.rounds
    kind = "SQLite" if isinstance(race.stock.database, SqliteDatabase) else "PostgreSQL"
    speed, p50, p99, group = (
        statistics.median(values)
        for values in zip(
            *((r.speed, r.p50 * 1e3, r.p99 * 1e3, r.group) for r in rounds), strict=True
        )
    )
    limits = [one.limit for one in rounds if one.limit is not None]
    line = (
        f"{kind:<11}{race.people:>9}{len(race.stock.templates):>6}{speed:>11,.0f}"
        f"{p50:>9.2f}{p99:>9.2f}{group:>7.1f}"
    )
    if not limits:
        return f"{line}{'no pgbench':>16}"
    ratio = statistics.median(one.speed / one.limit for one in rounds if one.limit)
    aim = AIMS[race.people]
    said = "met" if ratio >= aim else "not met"
    return f"{line}{statistics.median(limits):>9,.0f}{ratio:>7.2f}  {aim:.1f} {said}"


WATCHED = {
    "wording": ("bot.service:compose",),
    "understanding": ("bot.service:interpret",),
    "advance and checks": ("bot.service:advance", "bot.service:fits"),
    "the service's own": ("bot.service:Service._arrived",),
    "cards to JSON": ("bot.cards:to_json",),
    "storage's own": (
        "storage.sql_storage:SqlStorage._transact",
        "storage.sql_storage:SqlStorage._attempt",
    ),
    "SQLAlchemy": (
        *(f"storage.team_rows:TeamRows.{name}" for name in ("all", "first", "change", "returned")),
        *(f"sqlalchemy.engine:Connection.{name}" for name in ("execute", "scalar", "begin")),
        "sqlalchemy.engine:RootTransaction.__exit__",
    ),
    "driver and database": (
        *(
            f"sqlalchemy.engine.default:DefaultDialect.do_execute{more}"
            for more in ("", "many", "_no_params")
        ),
        *(f"sqlalchemy.engine.cursor:CursorFetchStrategy.fetch{more}" for more in ("all", "one")),
    ),
    "commit": ("sqlalchemy.engine.default:DefaultDialect.do_commit",),
}
"""What happens in the storage's thread, and the functions that it is, less those within them."""


@dataclass
class Stopwatch:
    """How long one thread was at what; what is watched within something else does not count."""

    clock: Callable[[], float]
    phase: str = ""
    taken: defaultdict[tuple[str, str], float] = field(default_factory=lambda: defaultdict(float))
    within: list[str] = field(default_factory=list)
    since: float = 0.0

    def enter(self, label: str) -> None:
        self._note()
        self.within.append(label)

    def leave(self) -> None:
        self._note()
        self.within.pop()

    def to(self, phase: str) -> None:
        self.phase = phase

    def _note(self) -> None:
        now = self.clock()
        if self.within:
            self.taken[self.phase, self.within[-1]] += now - self.since
        self.since = now


@contextmanager
def watching(clock: Callable[[], float]) -> Iterator[Stopwatch]:
    """Time what is watched."""
    watch = Stopwatch(clock)

    def timed(label: str, function: Callable[Given, Result]) -> Callable[Given, Result]:
        def run(*given: Given.args, **named: Given.kwargs) -> Result:
            watch.enter(label)
            try:
                return function(*given, **named)
            finally:
                watch.leave()

        return run

    with ExitStack() as stack:
        for label, paths in WATCHED.items():
            for path in paths:
                module, _, name = path.partition(":")
                owner: Any = importlib.import_module(module)
                *parents, name = name.split(".")
                for parent in parents:
                    owner = getattr(owner, parent)
                function = getattr(owner, name)
                stack.callback(setattr, owner, name, function)
                setattr(owner, name, timed(label, function))
        yield watch


@contextmanager
def collecting() -> Iterator[list[float]]:
    """The seconds that each garbage collection took."""
    taken: list[float] = []

    def collected(phase: str, _which: dict[str, int]) -> None:
        if phase == "start":
            taken.append(-time.perf_counter())
        else:
            taken[-1] += time.perf_counter()

    gc.callbacks.append(collected)
    try:
        yield taken
    finally:
        gc.callbacks.remove(collected)


def empty_hop() -> float:
    """Seconds for handing nothing to a thread and getting it back."""
    works = GroupCommit(lambda works: [None] * len(works), 2.0)

    async def hops() -> float:
        began = time.perf_counter()
        for _ in range(2000):
            await works.submit(Work(id, ()))
        return (time.perf_counter() - began) / 2000

    try:
        return asyncio.run(hops())
    finally:
        works.close()


def profile(made: Callable[[str], Database], kinds: Sequence[str]) -> None:
    """Print where the time of an answer goes."""
    for kind in kinds:
        stock = stocked(made(kind), 1, STORED, (ROUNDS + 3) * (2 * ALONE + 3 * CROWD * EACH))
        with bot_at(stock.database.url) as bot:
            for number, each in ((1, ALONE), (CROWD, EACH)):
                bot.serve(stock.people(number, each))
            print_line(f"{kind}, microseconds per answer; medians of {ROUNDS} rounds")
            print_alone(bot, stock)
            print_crowd(bot, stock)
            for number, each in ((1, ALONE), (CROWD, EACH)):
                with capturing() as captured:
                    bot.serve(stock.people(number, each))
                print_statements(captured, number)
    print_line(f"a thread hop alone, there and back: {empty_hop() * 1e6:.0f} microseconds")


def print_alone(bot: Bot, stock: Stock) -> None:
    """Where the time goes until the ack and in delivery with its mark, with one in flight."""
    rounds: list[defaultdict[tuple[str, str], float]] = []
    plain: list[float] = []
    for _ in range(ROUNDS):
        plain.append(bot.serve(stock.people(1, ALONE)).wall)
        people = stock.people(1, ALONE)
        with watching(time.perf_counter) as watch:
            watched = replace(bot, enter=watch.to)
            took = watched.serve(people).wall
        acks = sum(watched.acks)
        for phase, whole in (("ack", acks), ("mark", took - acks)):
            known = sum(spent for (when, _), spent in watch.taken.items() if when == phase)
            watch.taken[phase, "event loop, relay, thread hops"] = whole - known
        rounds.append(watch.taken)
    number = ALONE * QUESTIONS
    print_line(f"  {'one at a time':<34}{'until ack':>10}{'mark':>8}{'share':>8}")
    labels = (*WATCHED, "event loop, relay, thread hops")
    spent = {
        (phase, label): statistics.median(one[phase, label] for one in rounds) / number * 1e6
        for label in labels
        for phase in ("ack", "mark")
    }
    whole = sum(spent.values())
    for label in labels:
        ack, mark = spent["ack", label], spent["mark", label]
        share = (ack + mark) / whole
        print_line(f"  {label:<34}{ack:>10.0f}{mark:>8.0f}{share:>8.0%}")
    sums = [sum(spent[phase, label] for label in labels) for phase in ("ack", "mark")]
    print_line(f"  {'together':<34}{sums[0]:>10.0f}{sums[1]:>8.0f}")
    print_line(f"  {'not watched':<34}{statistics.median(plain) / number * 1e6:>18.0f}")


def print_crowd(bot: Bot, stock: Stock) -> None:
    """Where the time goes with many in flight: two threads share one interpreter."""
    rounds: dict[str, list[defaultdict[str, float]]] = {"wall": [], "processor": []}
    with collecting() as collections:
        for _ in range(ROUNDS):
            bot.serve(stock.people(CROWD, EACH))
    for _ in range(ROUNDS):
        for name, clock in (("wall", time.perf_counter), ("processor", time.thread_time)):
            people = stock.people(CROWD, EACH)
            with watching(clock) as watch:
                took = bot.serve(people)
            spent: defaultdict[str, float] = defaultdict(float)
            for (_, label), taken in watch.taken.items():
                spent[label] += taken
            if name == "wall":
                spent["waiting for works"] = took.wall - sum(spent.values())
                spent["together"] = took.wall
            else:
                spent["event loop, relay (other thread)"] = took.main
                spent["together"] = took.processor
            rounds[name].append(spent)
    number = CROWD * EACH * QUESTIONS
    print_line(f"  {f'{CROWD} in flight':<34}{'wall':>10}{'processor':>10}")
    for label in (*WATCHED, "waiting for works", "event loop, relay (other thread)", "together"):
        wall, processor = (
            statistics.median(one[label] for one in rounds[name]) / number * 1e6
            for name in ("wall", "processor")
        )
        print_line(f"  {label:<34}{wall:>10.0f}{processor:>10.0f}")
    each = sum(collections) / (ROUNDS * number) * 1e6
    print_line(
        f"  {'garbage collection, within these':<34}{each:>10.0f}"
        f"{'longest':>10} {max(collections) * 1e3:.0f} ms"
    )


def print_statements(captured: Sequence[Sequence[Statement]], number: int) -> None:
    """How many statements there are in a transaction."""
    counted: dict[str, list[int]] = {"answers": [], "marks alone": []}
    for transaction in captured:
        statements = [one.sql for one in transaction]
        answering = any("INTO inbox" in sql for sql in statements)
        counted["answers" if answering else "marks alone"].append(len(statements))
    said = ", ".join(
        f"{statistics.mean(counts):.1f} with {name} ({len(counts)})"
        for name, counts in counted.items()
        if counts
    )
    print_line(f"  statements per transaction, {number} in flight: {said}")


@contextmanager
def checkpoints_elsewhere(file: Path) -> Iterator[None]:
    """Take the checkpoints of a database from another connection, now and then."""
    done = threading.Event()

    def take() -> None:
        with closing(sqlite3.connect(file)) as raw:
            while not done.wait(CHECKPOINT_EVERY):
                raw.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    thread = threading.Thread(target=take)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


@contextmanager
def no_checkpoints_inside() -> Iterator[None]:
    """Connections that are made now take no checkpoints in their commits."""

    def connected(connection: DBAPIConnection, _record: object) -> None:
        connection.cursor().execute("PRAGMA wal_autocheckpoint = 0")

    event.listen(Engine, "connect", connected)
    try:
        yield
    finally:
        event.remove(Engine, "connect", connected)


def peak(url: str, people: Sequence[Sequence[Arrival]]) -> tuple[float, float]:
    """Megabytes of this process once the bot is open, and at most."""
    with bot_at(url) as bot:
        opened = _megabytes("VmRSS")
        bot.serve(people)
        return opened, _megabytes("VmHWM")


def _megabytes(of: str) -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith(of)) / 1024


@dataclass
class Variant:
    """A way to answer on a database that has grown."""

    size: int
    name: str
    stock: Stock
    bot: Bot
    elsewhere: bool
    speeds: dict[int, list[float]] = field(default_factory=lambda: {1: [], CROWD: []})
    log: int = 0

    def run(self) -> None:
        """One round of each number of people."""
        database = self.stock.database
        for number, each in ((1, ALONE), (CROWD, EACH)):
            people = self.stock.people(number, each)
            with ExitStack() as stack:
                if self.elsewhere and isinstance(database, SqliteDatabase):
                    stack.enter_context(checkpoints_elsewhere(database.file))
                seconds = self.bot.serve(people).wall
            self.speeds[number].append(number * each * QUESTIONS / seconds)
            if isinstance(database, SqliteDatabase):
                with closing(sqlite3.connect(database.file)) as raw:
                    _, pages, _ = raw.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
                self.log = max(self.log, pages)


def growth(made: Callable[[str], Database], kinds: Sequence[str], most: int) -> None:
    """Print how fast it is with many stored interviews, and how much memory that takes."""
    sizes = [size for size in SIZES if size <= most]
    needed = (2 * ROUNDS + 6) * (ALONE + CROWD * EACH)
    spawn = multiprocessing.get_context("spawn")
    process = ProcessPoolExecutor(1, spawn, max_tasks_per_child=1)
    with ExitStack() as stack, process as child:
        variants: list[Variant] = []
        for kind in kinds:
            for size in sizes:
                began = time.perf_counter()
                stock = stocked(made(kind), 1, size, needed)
                print_line(f"{kind}: {size:,} interviews in {time.perf_counter() - began:.0f} s")
                if size <= 10**5:
                    people = stock.people(CROWD, EACH)
                    opened, most_used = child.submit(peak, stock.database.url, people).result()
                    print_line(f"  memory: {opened:.0f} MB once open, at most {most_used:.0f} MB")
                for elsewhere in (False, True) if kind == "sqlite" else (False,):
                    with ExitStack() as opening:
                        if elsewhere:
                            opening.enter_context(no_checkpoints_inside())
                        bot = stack.enter_context(bot_at(stock.database.url))
                        bot.serve(stock.people(1, 1))
                    name = f"{kind}{', checkpoints elsewhere' if elsewhere else ''}"
                    variants.append(Variant(size, name, stock, bot, elsewhere))
        os.sync()  # Or what was filled in would be written to the disk while we measure.
        for variant in variants:
            variant.bot.serve(variant.stock.people(CROWD, 1))
        for _ in range(ROUNDS):
            for variant in variants:
                variant.run()
    print_line(f"answers per second; medians of {ROUNDS} interleaved rounds")
    print_line(
        f"{'':<32}{'stored':>10}{'one at a time':>14}{f'{CROWD} in flight':>13}{'log, pages':>12}"
    )
    for variant in variants:
        alone, crowd = (statistics.median(variant.speeds[number]) for number in (1, CROWD))
        print_line(
            f"{variant.name:<32}{variant.size:>10,}{alone:>14,.0f}{crowd:>13,.0f}{variant.log:>12}"
        )


def print_line(text: str) -> None:
    """Print a line at once: some of them take minutes."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> None:
    """Print what was asked for."""
    parser = ArgumentParser(description="Durable answers per second.")
    parser.add_argument("--profile", action="store_true", help="where the time goes")
    parser.add_argument("--growth", action="store_true", help="with many stored interviews")
    parser.add_argument("--most", type=int, default=max(SIZES), help="stored interviews, at most")
    wanted = parser.parse_args()
    server = find_server(durable=True)
    kinds = ["sqlite", "postgresql"]
    if isinstance(server, NoServer):
        print_line(server.reason)
        kinds.remove("postgresql")
    with (
        TemporaryDirectory() as folder,
        databases(Path(folder), None if isinstance(server, NoServer) else server) as made,
    ):
        print_circumstances(Path(folder), server)
        if wanted.profile:
            profile(made, kinds)
        elif wanted.growth:
            growth(made, kinds, wanted.most)
        else:
            compare(made, kinds)


if __name__ == "__main__":
    main()
