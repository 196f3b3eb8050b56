"""A bot at work in a process of its own, and the way in which a test speaks with it.

It takes arrivals as JSON lines on its standard input and stores them; it writes a line once the
commit is done, or why there is none, and another one when everything was delivered. Its messenger
speaks with the ``Platform`` of the test. SIGTERM stops it as it stops the bot.

Importing the bot takes most of a second, so processes are forked from one that has: the nursery.
"""

import asyncio
import atexit
import gc
import itertools
import json
import os
import select
import signal
import socket
import subprocess
import sys
import traceback
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from tempfile import mkdtemp
from threading import Lock
from typing import Any

from bot import running
from bot.arrivals import Arrival, Happening, QualifyRequested, TextSent
from bot.cards import plain_text
from bot.catalogues import load_phrases
from bot.composition import SystemClock
from bot.events import ChoicePicked, Event, Started, SummaryAccepted
from bot.interview import advance
from bot.kinds import Choice
from bot.ports import LEASE, Address, Delivery, StorageUnavailable, TryLater
from bot.profile import Profile, Respondent, Trait, Wording
from bot.profile_file import load_list
from bot.relay import Relay
from bot.running import Bot, Stopping
from bot.service import Service
from bot.snapshot import Interview, Question, Review, Stage, prompt
from bot.understanding.lexicon import load_lexicon
from storage.sql_storage import SqlStorage
from tests.platform_server import PATIENCE, Kind

SCREEN = "screen"
DAY = date(2026, 3, 2)


def short_list() -> Profile:
    """The questions of the starter list that are answered by pressing a button."""
    starter = load_list("starter")
    pressed = tuple(trait for trait in starter.traits if isinstance(trait.about.kind, Choice))
    return replace(starter, id="short", traits=pressed)


PHRASES, LEXICON, SHORT = load_phrases(), load_lexicon(), short_list()


@dataclass(frozen=True, slots=True)
class Options:
    """What a worker is told when it starts; times are in seconds.

    ``port`` and ``kind`` are the platform's; ``every`` is between two looks at what is due,
    ``patience`` what stopping waits, and ``reply_within`` what the platform may take to answer.
    """

    url: str
    port: int
    kind: Kind
    lease: float = LEASE.total_seconds()
    every: float = 0.1
    patience: float = running.PATIENCE
    reply_within: float = 0.5


# The worker


@dataclass
class PlatformMessenger:
    """The way out to the platform of the test."""

    options: Options
    _reader: asyncio.StreamReader
    _writer: asyncio.StreamWriter
    _waiting: dict[int, "asyncio.Future[dict[str, Any]]"] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    async def send(self, delivery: Delivery) -> None:
        """Show it, after looking for it where that is how a platform shows things once."""
        key = delivery.key
        looks = self.options.kind is Kind.LOOKUP and delivery.doubtful
        if looks and (await self._ask(do="find", key=key))["found"]:
            return
        answered = await self._ask(
            do="show",
            key=key,
            channel=delivery.address.channel,
            text=plain_text(delivery.card),
            doubtful=delivery.doubtful,
        )
        if answered["status"] == 429:
            raise TryLater(answered["after"])
        if answered["status"] != 200:
            raise TryLater(shown=True)

    async def _ask(self, **asked: object) -> dict[str, Any]:
        number = next(self._numbers)
        answer = self._waiting[number] = asyncio.get_running_loop().create_future()
        self._writer.write(json.dumps({"number": number, **asked}).encode() + b"\n")
        try:
            return await asyncio.wait_for(answer, self.options.reply_within)
        except TimeoutError:
            raise TryLater(shown=True) from None
        finally:
            del self._waiting[number]

    async def read(self) -> None:
        """Hear what the platform answers."""
        while line := await self._reader.readline():
            answered = json.loads(line)
            waiting = self._waiting.get(answered["number"])
            if waiting is not None and not waiting.done():
                waiting.set_result(answered)


async def work(connection: socket.socket) -> None:
    """Be a bot until SIGTERM, or until whoever started it is gone."""
    reader, writer = await asyncio.open_connection(sock=connection)
    given = json.loads(await reader.readline())
    options = Options(**{**given, "kind": Kind(given["kind"])})
    running.RELAY_EVERY, running.PATIENCE = options.every, options.patience
    clock = SystemClock()
    storage = SqlStorage(options.url, clock, timedelta(seconds=options.lease))
    service = Service(storage, PHRASES, LEXICON, listed, clock)
    messenger = PlatformMessenger(
        options, *await asyncio.open_connection("127.0.0.1", options.port)
    )
    relay = Relay(storage, {SCREEN: messenger}, clock, PHRASES)
    bot = Bot(service, relay, storage, clock, (SCREEN,))
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    await storage.open()

    def say(**what: object) -> None:
        if not writer.is_closing():
            writer.write(json.dumps(what).encode() + b"\n")

    async def take(asked: dict[str, Any]) -> None:
        ticket, today = asked["ticket"], clock.now().date()
        arrival = Arrival(asked["event"], Address(*asked["address"]), happening_of(asked), today)
        try:
            handled = await bot.handle(arrival)
        except Stopping:
            say(ticket=ticket, refused="stopping")
        except StorageUnavailable as away:
            say(ticket=ticket, refused=away.trouble)
        else:
            say(ticket=ticket, stage=handled.stage)
            await bot.deliver(handled)

    async def take_all() -> None:
        while line := await reader.readline():
            group.create_task(take(json.loads(line)))
        stopping.set()

    async with asyncio.TaskGroup() as group:
        group.create_task(bot.run())
        taking, hearing = group.create_task(take_all()), group.create_task(messenger.read())
        say(ready=os.getpid())
        await stopping.wait()
        await bot.stop()
        taking.cancel()
        hearing.cancel()
    storage.close()
    writer.close()


def listed(name: str) -> Profile:
    return SHORT if name == SHORT.id else load_list(name)


def happening_of(asked: dict[str, Any]) -> Happening:
    """What happened, from what ``happening_json`` made of it."""
    match asked["happening"]:
        case ["request", prospect]:
            return QualifyRequested(prospect, Respondent.MEMBER, "en", SHORT.id)
        case ["pick", trait, option, step]:
            return ChoicePicked(trait, option, step)
        case ["accept", step]:
            return SummaryAccepted(step)
        case ["text", text]:
            return TextSent(text)
        case other:
            raise ValueError(other)


def happening_json(happening: Happening) -> list[object]:
    match happening:
        case QualifyRequested(prospect):
            return ["request", prospect]
        case ChoicePicked(trait, option, step):
            return ["pick", trait, option, step]
        case SummaryAccepted(step):
            return ["accept", step]
        case TextSent(text):
            return ["text", text]
        case other:
            raise ValueError(other)


# The nursery


def nurse(path: str) -> None:
    """Fork a worker for everyone who connects, and tell how one ended to whoever asks."""
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(path)
    listening.listen(64)
    os.write(1, b"listening\n")
    gc.collect()
    gc.freeze()
    while True:
        ready, _, _ = select.select([listening.fileno(), 0], [], [])
        if listening.fileno() in ready:
            connection, _ = listening.accept()
            if os.fork() == 0:
                listening.close()
                be_a_worker(connection)
            connection.close()
        if 0 in ready:
            asked = os.read(0, 100)
            if not asked:
                return
            _, status = os.waitpid(int(asked), 0)
            os.write(1, f"{os.waitstatus_to_exitcode(status)}\n".encode())


def be_a_worker(connection: socket.socket) -> None:
    status = 1
    try:
        os.dup2(connection.fileno(), 0)
        os.dup2(connection.fileno(), 1)
        asyncio.run(work(connection))
        status = 0
    except BaseException:  # noqa: BLE001  # Nothing may go on as if it were the nursery.
        traceback.print_exc()
    finally:
        os._exit(status)


@dataclass(frozen=True)
class Nursery:
    """The process from which workers are forked."""

    path: Path
    process: subprocess.Popen[bytes]
    _turn: Lock = field(default_factory=Lock)

    def exit_status(self, pid: int) -> int:
        """How a worker ended that has ended; minus the signal if it was killed."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        with self._turn:  # One question at a time.
            self.process.stdin.write(f"{pid}\n".encode())
            self.process.stdin.flush()
            return int(self.process.stdout.readline())

    def end(self) -> None:
        self.process.communicate()
        self.path.unlink()
        self.path.parent.rmdir()


@cache
def nursery() -> Nursery:
    """The nursery of this test run; the end of its standard input is the end of it."""
    path = Path(mkdtemp()) / "nursery"
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.worker", str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parent.parent,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"listening\n"
    made = Nursery(path, process)
    atexit.register(made.end)
    return made


# The test


def script(seed: int) -> list[Event]:
    """The buttons of the short list that somebody presses until the verdict, each at random."""
    chance = Random(seed)  # noqa: S311  # The same in every run.
    interview = advance(SHORT, Interview(Respondent.MEMBER), Started(), DAY).interview
    presses: list[Event] = []
    while interview.stage is Stage.OPEN:
        match prompt(SHORT, interview):
            case Question(Trait(trait, about=Wording(kind=Choice(options)))):
                option = chance.choice(options).key
                presses.append(ChoicePicked(trait, option, interview.step))
            case Review():
                presses.append(SummaryAccepted(interview.step))
            case other:
                raise ValueError(other)
        interview = advance(SHORT, interview, presses[-1], DAY).interview
    return presses


@dataclass(frozen=True, slots=True)
class Refused:
    """The event was not taken, and why."""

    why: str


class Died(Exception):
    """The worker ended before it said what became of an event."""


@dataclass
class Worker:
    """A worker as the test sees it."""

    pid: int
    _reader: asyncio.StreamReader
    _writer: asyncio.StreamWriter
    _waiting: dict[int, "asyncio.Future[str | Refused | None]"] = field(default_factory=dict)
    _tickets: Iterator[int] = field(default_factory=itertools.count)
    _ended: bool = False

    async def take(
        self, event: str, address: Address, happening: Happening
    ) -> str | Refused | None:
        """Let it handle an event; returns the interview's stage once it is acknowledged.

        Raises Died if the worker was killed before that.
        """
        if self._ended:
            raise Died
        ticket = next(self._tickets)
        said = self._waiting[ticket] = asyncio.get_running_loop().create_future()
        place = (address.platform, address.space, address.channel)
        asked = {"ticket": ticket, "event": event, "address": place}
        line = json.dumps({**asked, "happening": happening_json(happening)})
        self._writer.write(line.encode() + b"\n")
        async with asyncio.timeout(PATIENCE):
            became: str | Refused | None = await said
        return became

    async def read(self) -> None:
        """Hear what it says, until it ends."""
        try:
            while line := await self._reader.readline():
                said = json.loads(line)
                waiting = self._waiting.pop(said["ticket"])
                waiting.set_result(Refused(said["refused"]) if "refused" in said else said["stage"])
        except ConnectionError:
            pass  # It was killed.
        self._ended = True
        self._writer.close()
        for waiting in self._waiting.values():
            waiting.set_exception(Died())
        self._waiting.clear()

    def signal(self, which: signal.Signals) -> None:
        if not self._ended:
            os.kill(self.pid, which)


@dataclass
class Workers:
    """The workers of a test."""

    options: Options
    _readers: dict[int, asyncio.Task[None]] = field(default_factory=dict)

    async def start(self) -> Worker:
        """Another worker, ready to take events."""
        reader, writer = await asyncio.open_unix_connection(nursery().path)
        writer.write(json.dumps(asdict(self.options)).encode() + b"\n")
        async with asyncio.timeout(PATIENCE):
            line = await reader.readline()
        assert line, "the worker did not start; its traceback is on standard error"
        worker = Worker(json.loads(line)["ready"], reader, writer)
        self._readers[worker.pid] = asyncio.create_task(worker.read())
        return worker

    async def stop(self, worker: Worker, which: signal.Signals = signal.SIGTERM) -> int:
        """End a worker; returns its exit status, or minus the signal that ended it."""
        worker.signal(which)
        return await self.ended(worker)

    async def ended(self, worker: Worker) -> int:
        """Wait until a worker has ended; returns its exit status."""
        async with asyncio.timeout(PATIENCE):
            await self._readers[worker.pid]
        del self._readers[worker.pid]
        return await asyncio.to_thread(nursery().exit_status, worker.pid)

    async def end(self) -> None:
        """Leave none behind."""
        for pid, reader in tuple(self._readers.items()):
            if not reader.done():
                os.kill(pid, signal.SIGKILL)
            await reader
            nursery().exit_status(pid)


@asynccontextmanager
async def workers(options: Options) -> AsyncIterator[Workers]:
    """Workers that do not outlive the test."""
    made = Workers(options)
    try:
        yield made
    finally:
        await made.end()


if __name__ == "__main__":
    nurse(sys.argv[1])
