"""Kill -9 at every step of a turn: what was acknowledged is stored, and nothing is half done.

A child process handles one event and kills itself at its n-th step, for every n there is: before
every call on the records, the outbox and the reminders, before every statement that reaches the
database, and before and after every transaction, commit, acknowledgement and delivery. What comes
after one step is what comes before the next, so that each is killed before and after. Then the
event is delivered again, to the next process, which also sends what the dead one left.
"""

import gc
import os
import signal
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import Engine, event

from bot.answers import Picked, fingerprint
from bot.arrivals import Arrival, Happening, TextSent
from bot.events import Doubted, ReadingPicked, Snoozed
from bot.ports import LEASE, Address, Delivery, Undeliverable
from bot.records import Receipt, Storage
from bot.snapshot import Stage
from storage.engine import make_engine
from storage.models import metadata
from storage.rows import profile_of
from tests.clock import StoppedClock
from tests.databases import Database, SqliteDatabase
from tests.world import HERE, World, requested, world

Result = TypeVar("Result")

MOST_STEPS = 300
CHANNEL = Address(HERE.platform, HERE.space, "verdicts")
PARTS = ("outbox", "reminders", "forgetting")
GIVES_RECORDS = ("team", "known_team", "records")


@dataclass
class Countdown:
    """Kills this process at the step of that number."""

    left: int

    def step(self, *_: object) -> None:
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self.left -= 1

    def count_statements(self) -> None:
        """Every statement and every commit of this process is a step from now on."""
        event.listen(Engine, "before_cursor_execute", self.step)
        event.listen(Engine, "commit", self.step)


class Counting:
    """Something whose every call is a step; the records and their parts are watched as well."""

    def __init__(self, watched: object, countdown: Countdown) -> None:
        self._watched = watched
        self._countdown = countdown

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # Whatever stands there.
        found = getattr(self._watched, name)
        if name in PARTS:
            return Counting(found, self._countdown)
        if not callable(found):
            return found

        def counted(*args: object, **more: object) -> object:
            self._countdown.step()
            result = found(*args, **more)
            self._countdown.step()
            return Counting(result, self._countdown) if name in GIVES_RECORDS else result

        return counted


@dataclass(frozen=True)
class CountingStorage:
    """A storage with steps before a transaction, at every call in it, and after the commit."""

    storage: Storage
    countdown: Countdown

    async def run(self, work: Callable[[Any], Result], receipts: Sequence[Receipt] = ()) -> Result:
        self.countdown.step()
        result = await self.storage.run(lambda tx: work(Counting(tx, self.countdown)), receipts)
        self.countdown.step()
        return result


@dataclass
class Screen:
    """A platform that keeps what it was sent, and takes nothing at all in some channels."""

    closed: Sequence[str] = ()
    shown: list[Delivery] = field(default_factory=list)

    async def send(self, delivery: Delivery) -> None:
        if delivery.address.channel in self.closed:
            raise Undeliverable("closed")
        self.shown.append(delivery)


@dataclass
class ReportingScreen(Screen):
    """A screen that tells the parent what it showed, with a step before and after."""

    countdown: Countdown = field(default_factory=lambda: Countdown(-1))
    pipe: int = -1

    async def send(self, delivery: Delivery) -> None:
        self.countdown.step()
        await super().send(delivery)
        os.write(self.pipe, f"{delivery.key}\n".encode())
        self.countdown.step()


@dataclass(frozen=True)
class Turn:
    """What happens in a dying process, after what happened before; None is a reminder that is due.

    ``channel`` says that the team has one for its verdicts, ``closed`` which channels take nothing,
    and ``changes`` how many transactions of the turn change what is on record.
    """

    happening: Happening | None
    before: tuple[Happening, ...] = ()
    channel: bool = False
    closed: tuple[str, ...] = ()
    days_later: int = 0
    changes: int = 1


ANSWERS = ("1", "1", "2000 USD", "5", "2 hours", "1", "1", "1")
FINISHED: tuple[Happening, ...] = (requested(), *map(TextSent, ANSWERS))
HALF = Picked("half")
TURNS: dict[str, Turn] = {
    "the first request": Turn(requested()),
    "an answer": Turn(TextSent("2"), (requested(),)),
    "an answer that is not understood": Turn(TextSent("nonsense"), (requested(),)),
    "an offer": Turn(Doubted((HALF, Picked("full"))), (requested(),)),
    "a reading that is picked": Turn(
        ReadingPicked("pay_upfront", fingerprint(HALF), 0), (requested(), Doubted((HALF,)))
    ),
    "going back": Turn(TextSent("back"), (requested(), TextSent("1"), TextSent("2"))),
    "changing an answer": Turn(
        TextSent("3"), (requested(), TextSent("1"), TextSent("2"), TextSent("change 1"))
    ),
    "the last answer": Turn(FINISHED[-1], FINISHED[:-1]),
    "the verdict": Turn(TextSent("ok"), FINISHED),
    "the verdict in the team's channel": Turn(TextSent("ok"), FINISHED, channel=True),
    "the verdict in a channel that is closed": Turn(
        TextSent("ok"), FINISHED, channel=True, closed=(CHANNEL.channel,), changes=2
    ),
    "a pause": Turn(TextSent("pause"), (requested(), TextSent("1"))),
    "a snooze": Turn(Snoozed(), (requested(), TextSent("1"))),
    "another prospect": Turn(requested("Other"), (requested(), TextSent("1"))),
    "starting over": Turn(TextSent("yes"), (requested(), TextSent("1"), TextSent("start over"))),
    "a reminder": Turn(None, (requested(), TextSent("1")), days_later=2),
}


@dataclass(frozen=True)
class End:
    """How a child ended: what it showed, and whether it acknowledged the event."""

    killed: bool
    shown: tuple[str, ...]
    acknowledged: bool


@dataclass(frozen=True)
class Process:
    """A process at work on a turn, which knows when it is."""

    turn: Turn
    clock: StoppedClock
    event_id: str = "the event"

    async def go(self, here: World, acknowledge: Callable[[], None]) -> None:
        """Do as an adapter does: acknowledge after the commit, then deliver."""
        happening, today = self.turn.happening, here.clock.now().date()
        if happening is None:
            await remind(here)
            return
        arrival = Arrival(self.event_id, HERE, happening, today)
        handled = await here.service.handle(arrival)
        acknowledge()
        await here.relay.deliver(handled)


async def remind(here: World) -> None:
    """Look after the interviews that are due, and see what that leads to through."""
    now = here.clock.now()
    for due in await here.storage.run(lambda tx: tx.due_reminders((HERE.platform,), now, 10)):
        await here.relay.deliver(await here.service.look_after(*due))


def killed(database: Database, process: Process, steps: int) -> End:
    """Let a process of its own do its turn, and kill itself after so many steps."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        countdown = Countdown(steps)
        countdown.count_statements()
        screen = ReportingScreen(process.turn.closed, countdown=countdown, pipe=writing)

        def acknowledge() -> None:
            countdown.step()
            os.write(writing, b"acknowledged\n")
            countdown.step()

        def wrap(storage: Storage) -> Storage:
            return CountingStorage(storage, countdown)

        try:
            with world(database, clock=process.clock, screen=screen, wrap=wrap) as here:
                here.runner.run(process.go(here, acknowledge))
            os._exit(0)
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        lines = tuple(pipe.read().split())
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    shown = tuple(line for line in lines if line != "acknowledged")
    return End(os.WIFSIGNALED(status), shown, "acknowledged" in lines)


def taken_over(database: Database, process: Process) -> list[Delivery]:
    """The event comes once more, to another process, which also sends what was left over."""
    screen = Screen(process.turn.closed)
    with world(database, clock=process.clock, screen=screen) as here:
        here.runner.run(process.go(here, lambda: None))
        here.clock.move(LEASE.total_seconds() + 1)
        while here.run(here.relay.deliver_due()):
            pass
    return screen.shown


OF_PROSPECT = "JOIN prospects p USING (team_id, prospect_id)"
OF_INTERVIEW = f"JOIN interviews i USING (team_id, interview_id) {OF_PROSPECT}"
FACTS = {
    "interviews": (
        (
            "p.name, i.number, i.profile_id, i.version, i.respondent, i.language, i.address,"
            " i.stage, i.aside, i.changing, i.attempts, i.step, i.revision,"
            " CAST(i.replaced AS TEXT), CAST(i.offered AS TEXT)"
        ),
        f"interviews i {OF_PROSPECT}",
    ),
    "answers": (
        (
            "p.name, i.number, a.entry, a.position, a.trait, CAST(a.response AS TEXT),"
            " CAST(a.given_on AS TEXT), a.superseded_at IS NULL"
        ),
        f"answers a {OF_INTERVIEW}",
    ),
    "verdicts": (
        "p.name, i.number, v.number, v.verdict, v.score, v.step",
        f"verdicts v {OF_INTERVIEW}",
    ),
    "conversations": ("c.address, p.name, i.number", f"conversations c {OF_INTERVIEW}"),
    "inbox": ("event_id", "inbox"),
    "reminders": ("p.name, i.number, r.zone, r.times", f"reminders r {OF_INTERVIEW}"),
    "messages": ("address, number, asks", "outbox"),
    "audit log": ("actor, action", "audit_log"),
    "spaces": ("platform, space", "spaces"),
}
"""What is on record, in words that are the same in every run: no ids made at random, no times."""
DELIVERED = "SELECT address, number, key, state FROM outbox ORDER BY address, number"


@contextmanager
def asking(database: Database) -> Iterator[Callable[[str], list[tuple[Any, ...]]]]:
    """Several questions over one connection."""
    match database:
        case SqliteDatabase(file):
            with closing(sqlite3.connect(file)) as raw:
                yield lambda question: raw.execute(question).fetchall()
        case _:
            with psycopg.connect(database.url) as connection:
                yield lambda question: connection.execute(question.encode()).fetchall()


def on_record(database: Database, *names: str) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of these facts, or of all."""
    facts = {}
    with asking(database) as ask:
        for name in names or FACTS:
            columns, tables = FACTS[name]
            rows = ask(f"SELECT {columns} FROM {tables}")  # noqa: S608  # Ours, above.
            facts[name] = sorted(rows, key=lambda row: tuple(map(str, row)))
    return facts


class Saved:
    """A database as it was, and its way back; making a new one for every step takes too long."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._content = content(database)
        self._file = database.file.read_bytes() if isinstance(database, SqliteDatabase) else b""

    def untouched(self) -> bool:
        """Whether every row is still as it was."""
        return content(self._database) == self._content

    def restore(self) -> None:
        """Everything as it was; nobody may be at it."""
        match self._database:
            case SqliteDatabase(file):
                for left in file.parent.glob(f"{file.name}-*"):
                    left.unlink()
                file.write_bytes(self._file)
            case _:
                with psycopg.connect(self._database.url) as raw:
                    for name in reversed(self._content):
                        raw.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))
                    for name, rows in self._content.items():
                        command = sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(name))
                        with raw.cursor().copy(command) as copy:
                            copy.write(rows)


def content(database: Database) -> dict[str, bytes]:
    """Everything in the database, table by table, those that others refer to first."""
    match database:
        case SqliteDatabase(file):
            with closing(sqlite3.connect(file)) as raw:
                return {"all": "\n".join(raw.iterdump()).encode()}
        case _:
            rows = {}
            with psycopg.connect(database.url) as connection:
                for table in metadata.sorted_tables:
                    command = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table.name))
                    with connection.cursor().copy(command) as copy:
                        rows[table.name] = b"".join(map(bytes, copy))
            return rows


@pytest.fixture(autouse=True)
def quick_forks(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Statements that were compiled and lists that were read once are there in every child."""
    monkeypatch.setattr("storage.sql_storage.make_engine", cache(make_engine))
    monkeypatch.setattr("storage.records.profile_of", cache(profile_of))
    gc.freeze()  # A child's first collection would copy everything there is.
    yield
    gc.unfreeze()


def prepared(database: Database, turn: Turn) -> StoppedClock:
    """Let happen what came before; returns the clock as it stands then."""
    clock = StoppedClock()
    with world(database, clock=clock) as here:
        for happening in turn.before:
            here.happen(happening)
    if turn.channel:
        database.run(f"UPDATE teams SET verdict_address = '{CHANNEL}'")  # noqa: S608
    clock.move(turn.days_later * 24 * 3600)
    return clock


@pytest.mark.parametrize("name", TURNS)
def test_a_turn_that_is_killed_at_any_step_happens_once_or_not_at_all(
    name: str, database: Database
) -> None:
    turn = TURNS[name]
    began = prepared(database, turn).now()
    saved = Saved(database)
    old = {key for keys in sent(database).values() for key in keys}
    before = on_record(database)
    undisturbed = killed(database, Process(turn, StoppedClock(began)), MOST_STEPS)
    after, delivered = on_record(database), without_keys(database)
    moments = [before]

    saved.restore()
    for step in range(MOST_STEPS):
        process = Process(turn, StoppedClock(began))

        end = killed(database, process, step)
        if step > 0 and saved.untouched():
            # All that it can have left is a lock, and the next process that goes as far meets it.
            assert end == End(killed=True, shown=(), acknowledged=False)
            continue
        stored = on_record(database)
        shown_later = taken_over(database, process)

        # Nothing is ever half done: each transaction's changes are there, or none of them. What is
        # sent to several addresses at once does not come to the same in every process.
        moments += [stored] if stored not in moments else []
        assert stored != before or not end.acknowledged
        assert on_record(database) == after
        assert without_keys(database) == delivered
        # Only what was shown but not marked when the process died is shown once more, in doubt.
        again = [delivery for delivery in shown_later if delivery.key in end.shown]
        assert all(delivery.doubtful for delivery in again)
        # One at each address, where they are sent one after another.
        addresses = [delivery.address for delivery in again]
        assert len(set(addresses)) == len(addresses) <= 1 + turn.channel
        shown = list(dict.fromkeys((*end.shown, *(delivery.key for delivery in shown_later))))
        for keys in sent(database).values():
            assert [key for key in keys if key not in old] == [key for key in shown if key in keys]
        saved.restore()
        if not end.killed:
            break

    assert not end.killed
    assert len(end.shown) == len(undisturbed.shown)
    assert len(moments) == 1 + turn.changes
    assert after in moments
    assert step > 30


def without_keys(database: Database) -> list[tuple[Any, ...]]:
    """What became of every message."""
    return [(address, number, state) for address, number, _, state in database.run(DELIVERED)]


def sent(database: Database) -> dict[str, list[str]]:
    """The keys of what was sent to each address, in the order in which it was written."""
    keys: dict[str, list[str]] = {}
    for address, _, key, state in database.run(DELIVERED):
        keys.setdefault(address, []).extend([key] if state == "sent" else [])
    return keys


def test_a_whole_interview_with_a_kill_at_every_turn_ends_as_an_undisturbed_one(
    database: Database,
) -> None:
    calm, wild = database, database.copy()
    turns = (*FINISHED, TextSent("ok"))
    with world(calm) as here:
        for number, happening in enumerate(turns):
            here.happen(happening, f"turn {number}")

    for number, happening in enumerate(turns):
        process = Process(Turn(happening), StoppedClock(), f"turn {number}")
        step = number * 3
        while killed(wild, process, step).killed:
            step += 7

    names = ("interviews", "answers", "verdicts", "inbox", "conversations")
    assert on_record(wild, *names) == on_record(calm, *names)
    assert {row[7] for row in on_record(wild)["interviews"]} == {Stage.FINISHED.value}
