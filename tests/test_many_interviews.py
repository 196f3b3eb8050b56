"""Many interviews at once, processes that are killed at random, and many that write to one file.

Whatever happens on the way, what is on record at the end is what a calm run has, row by row, and
people saw every message once, in its order.
"""

import asyncio
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from bot.arrivals import Happening, QualifyRequested
from bot.ports import Address
from bot.profile import Respondent
from tests.clock import StoppedClock
from tests.databases import Database, SqliteDatabase, empty_database, new_database
from tests.platform_server import Kind, Platform, platform
from tests.postgres import NoServer
from tests.test_killed import asking, on_record
from tests.worker import SCREEN, Died, Options, Refused, Worker, Workers, script, workers
from tests.world import requested, world

SEED = 20260301
TEAMS, WITH_CHANNEL = 5, 2
"""How many teams there are, and how many of them have a channel of their own for verdicts."""
AT_ONCE = 100
"""Events that are on their way at once; more than a process can do in time would be refused."""
LEASE = 5.0
"""Seconds until another process sends what one left that was killed."""
SETTLED_WITHIN = 60.0
AGAIN_AFTER = (0.2, 1.0)
"""Seconds until an event is sent again that was not taken."""
FACTS = ("interviews", "answers", "verdicts", "conversations", "inbox")
UNSENT = "SELECT state, count(*) FROM outbox WHERE state != 'sent' GROUP BY state"


@dataclass(frozen=True)
class Person:
    """Somebody who is asked about one prospect, and what they are going to do."""

    number: int
    address: Address
    happenings: tuple[Happening, ...]


def everybody(count: int) -> list[Person]:
    people = []
    for number in range(count):
        address = Address(SCREEN, f"team {number % TEAMS}", f"person {number}")
        request = QualifyRequested(f"Prospect {number}", Respondent.MEMBER, "en")
        people.append(Person(number, address, (request, *script(SEED + number))))
    return people


def prepare(database: Database) -> None:
    """Teams that have been here before, some with a channel for verdicts."""
    with world(database, clock=StoppedClock(datetime.now(UTC))) as here:
        for team in range(TEAMS):
            here.happen(requested("Before"), f"before {team}", Address(SCREEN, f"team {team}", "x"))
    for team in range(WITH_CHANNEL):
        database.run(
            f"UPDATE teams SET verdict_address = '{SCREEN}:team {team}:verdicts' WHERE team_id ="  # noqa: S608
            f" (SELECT team_id FROM spaces WHERE space = 'team {team}')"
        )


@dataclass
class Crew:
    """The processes at work, and what happens to them: they are killed after so many answers."""

    workers: Workers
    kills: set[int]
    chance: Random
    at_work: list[Worker] = field(default_factory=list)
    acknowledged: int = 0
    killed: int = 0
    again: int = 0
    _turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    _replacing: list[asyncio.Task[None]] = field(default_factory=list)

    async def go_through(self, person: Person) -> None:
        """One thing after the other, each to any process, until it is acknowledged."""
        for number, happening in enumerate(person.happenings):
            event = f"{person.number}, {number}"
            async with self._turns:
                while not await self._taken(event, person.address, happening):
                    self.again += 1
            self.acknowledged += 1
            if self.acknowledged in self.kills:
                self._replacing.append(asyncio.create_task(self._replace()))

    async def _taken(self, event: str, address: Address, happening: Happening) -> bool:
        try:
            said = await self.chance.choice(self.at_work).take(event, address, happening)
        except Died:
            return False
        if isinstance(said, Refused):
            await asyncio.sleep(self.chance.uniform(*AGAIN_AFTER))
        return not isinstance(said, Refused)

    async def _replace(self) -> None:
        """Kill one in the middle of what it does; another one is there by then."""
        self.at_work.append(await self.workers.start())
        worker = self.at_work.pop(self.chance.randrange(len(self.at_work) - 1))
        assert await self.workers.stop(worker, signal.SIGKILL) == -signal.SIGKILL
        self.killed += 1

    async def end(self) -> None:
        await asyncio.gather(*self._replacing)
        for worker in self.at_work:
            assert await self.workers.stop(worker) == 0


async def run_through(
    database: Database, people: Sequence[Person], processes: int, kills: int
) -> Platform:
    """Let everybody answer at once, and wait until everything was shown."""
    chance = Random(SEED)  # noqa: S311  # The same in every run.
    events = sum(len(person.happenings) for person in people)
    began = time.monotonic()
    async with platform(Kind.NONCE) as shown:
        options = Options(database.url, shown.port, Kind.NONCE, lease=LEASE, reply_within=5.0)
        async with workers(options) as made:
            crew = Crew(made, set(chance.sample(range(1, events), kills)), chance)
            crew.at_work = [await made.start() for _ in range(processes)]
            await asyncio.gather(*map(crew.go_through, people))
            answered = time.monotonic()
            await settled(database)
            await crew.end()
    assert crew.killed == kills
    sys.stdout.write(
        f"{events} events, {processes} processes, {kills} killed, {crew.again} sent again:"
        f" answered in {answered - began:.1f} s, shown after {time.monotonic() - answered:.1f} s\n"
    )
    return shown


async def settled(database: Database) -> None:
    """Wait until nothing is left to be sent; nobody but the database knows."""
    async with asyncio.timeout(SETTLED_WITHIN):
        while dict(database.run(UNSENT)).get("pending"):  # noqa: ASYNC110  # No event tells of it.
            await asyncio.sleep(0.1)


def assert_all_shown_once_and_in_order(database: Database, platform: Platform) -> None:
    with asking(database) as ask:
        written = ask("SELECT address, key, state FROM outbox ORDER BY address, number")
    assert {state for _, _, state in written} <= {"sent", "overtaken"}
    assert platform.repeated() == []
    seen = {one.key: place for place, one in enumerate(platform.shown)}
    by_address: dict[str, list[int]] = {}
    for address, key, state in written:
        # A question that was overtaken need not be seen; one that was shown in time may be.
        if key in seen or (state == "sent" and not address.endswith(":x")):
            by_address.setdefault(address, []).append(seen[key])
    assert all(places == sorted(places) for places in by_address.values())


def assert_as_in_a_calm_run(
    database: Database, people: Sequence[Person], processes: int, kills: int
) -> None:
    prepare(database)
    calm = database.copy()

    platform = asyncio.run(run_through(database, people, processes, kills))
    asyncio.run(run_through(calm, people, 1, 0))

    assert on_record(database, *FACTS) == on_record(calm, *FACTS)
    assert_all_shown_once_and_in_order(database, platform)


@contextmanager
def kind_of_database(kind: str, folder: Path) -> Iterator[Database]:
    with new_database(kind, folder) as database:
        if isinstance(database, NoServer):
            pytest.skip(f"NOT TESTED ON POSTGRESQL: {database.reason}")
        yield database


def test_a_thousand_interviews_through_processes_that_are_killed_end_as_in_a_calm_run(
    tmp_path: Path,
) -> None:
    with kind_of_database("postgresql", tmp_path) as database:
        assert_as_in_a_calm_run(database, everybody(1000), processes=3, kills=15)


def test_interviews_on_one_file_through_processes_that_are_killed_end_as_in_a_calm_run(
    tmp_path: Path,
) -> None:
    with kind_of_database("sqlite", tmp_path) as database:
        assert_as_in_a_calm_run(database, everybody(100), processes=2, kills=10)


# Many who write to one file


WRITERS = 50
MOST_REFUSED = 0.01
"""The share of presses that may be told to try again, on a slow machine."""
BREATH = 1.0
"""Seconds between two presses of a person; with none, a slow machine refuses a few of 700."""


def test_fifty_processes_that_write_to_one_file_at_once_all_get_their_turn(tmp_path: Path) -> None:
    file = tmp_path / "bot.db"
    file.write_bytes(empty_database())
    database = SqliteDatabase(file)

    waits = asyncio.run(write_at_once(database, WRITERS, interviews=2))

    seconds = sorted(wait for wait, _ in waits)
    sys.stdout.write(
        f"{WRITERS} processes, {len(seconds)} events: median {seconds[len(seconds) // 2]:.3f} s,"
        f" p99 {seconds[len(seconds) * 99 // 100]:.3f} s, slowest {seconds[-1]:.3f} s\n"
    )
    refused = [said for _, said in waits if isinstance(said, Refused)]
    finished = "SELECT count(*) FROM interviews WHERE stage = 'finished'"
    assert len(refused) <= len(waits) * MOST_REFUSED
    assert database.run(finished) == [(WRITERS * 2,)]


async def write_at_once(
    database: Database, writers: int, interviews: int
) -> list[tuple[float, str | Refused | None]]:
    """Let every process have one person who presses again after a breath; what each came to."""
    async with platform(Kind.PLAIN) as shown:
        options = Options(database.url, shown.port, Kind.PLAIN, every=1.0, reply_within=10.0)
        async with workers(options) as made:
            at_work = [await made.start() for _ in range(writers)]
            waits: list[tuple[float, str | Refused | None]] = []
            for number, worker in enumerate(at_work):  # Its first event takes a process longer.
                first = Address(SCREEN, "team", f"first {number}")
                request = QualifyRequested(f"First {number}", Respondent.MEMBER, "en")
                await worker.take(f"first {number}", first, request)

            async def press_on(number: int, worker: Worker) -> None:
                await asyncio.sleep(BREATH * number / writers)
                for interview in range(interviews):
                    person = everybody(number + writers * interview + 1)[-1]
                    for place, happening in enumerate(person.happenings):
                        event, refused = f"{person.number}, {place}", True
                        while refused:  # Whoever is told that nothing was stored presses again.
                            began = time.monotonic()
                            said = await worker.take(event, person.address, happening)
                            waits.append((time.monotonic() - began, said))
                            refused = isinstance(said, Refused)
                            await asyncio.sleep(BREATH)

            await asyncio.gather(*(press_on(*one) for one in enumerate(at_work)))
            for worker in at_work:
                assert await made.stop(worker) == 0
    return waits
