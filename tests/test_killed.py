"""Kill -9 at every step of a turn: what was acknowledged is stored, and nothing is half done.

A child process handles one event and kills itself before its n-th step: a call on the records, the
commit, the delivery, the mark that it was delivered. Then the next process takes over.
"""

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.answers import Picked, fingerprint
from bot.arrivals import Arrival, Happening, TextSent
from bot.cards import Card
from bot.events import Doubted, ReadingPicked
from bot.ports import Address, Storage
from bot.snapshot import Interview, Stage
from storage.engine import LEASE
from tests.world import HERE, Screen, StoppedClock, World, requested, world

MOST_STEPS = 80


@dataclass
class Countdown:
    """Kills this process before the step of that number."""

    left: int

    def step(self) -> None:
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self.left -= 1


class Counting:
    """Something whose every call is a step; what it returns is watched as well."""

    def __init__(self, watched: object, countdown: Countdown) -> None:
        self._watched = watched
        self._countdown = countdown

    def __getattr__(self, name: str) -> Callable[..., Any]:
        watched = getattr(self._watched, name)
        if name == "outbox":
            return Counting(watched, self._countdown)  # type: ignore[return-value]

        def counted(*args: object, **more: object) -> object:
            self._countdown.step()
            result = watched(*args, **more)
            self._countdown.step()
            return Counting(result, self._countdown) if name == "team" else result

        return counted


class CountingStorage:
    """A storage with steps before a transaction, at every call in it, and after the commit."""

    def __init__(self, storage: Storage, countdown: Countdown) -> None:
        self._storage = storage
        self._countdown = countdown

    async def run(self, work: Callable[[Any], Any]) -> Any:  # noqa: ANN401  # As the port says.
        self._countdown.step()
        result = await self._storage.run(lambda tx: work(Counting(tx, self._countdown)))
        self._countdown.step()
        return result


class ReportingScreen(Screen):
    """A screen that tells the parent what it showed, with a step before and after."""

    def __init__(self, countdown: Countdown, pipe: int) -> None:
        super().__init__()
        self._countdown = countdown
        self._pipe = pipe

    async def send(self, address: Address, card: Card, key: str) -> None:
        del address, card
        self._countdown.step()
        os.write(self._pipe, f"{key}\n".encode())
        self._countdown.step()


@dataclass(frozen=True)
class End:
    """How a child ended: what it showed, and whether it acknowledged the event."""

    killed: bool
    shown: tuple[str, ...]
    acknowledged: bool


def happen_in_a_child(
    folder: Path, happening: Happening, steps: int, event_id: str = "the event"
) -> End:
    """Let a process of its own handle one event, and kill itself after so many steps."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        countdown = Countdown(steps)
        screen = ReportingScreen(countdown, writing)
        with world(
            folder,
            screen=screen,
            wrap=lambda storage: CountingStorage(storage, countdown),
        ) as here:
            here.runner.run(acknowledged(here, happening, event_id, writing))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        lines = tuple(pipe.read().split())
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    shown = tuple(line for line in lines if line != "acknowledged")
    return End(os.WIFSIGNALED(status), shown, "acknowledged" in lines)


async def acknowledged(here: World, happening: Happening, event_id: str, pipe: int) -> None:
    """Handle the event as an adapter does: acknowledge after the commit, then deliver."""
    arrival = Arrival(event_id, HERE, happening, here.clock.now().date())
    (handled,) = await here.service.handle([arrival])
    os.write(pipe, b"acknowledged\n")
    await here.relay.deliver(handled.deliveries)


ANSWERS = ("1", "1", "2000 USD", "5", "2 hours", "1", "1", "1")
HALF = Picked("half")
TURNS: dict[str, tuple[tuple[Happening, ...], Happening]] = {
    "the first request": ((), requested()),
    "an answer": ((requested(),), TextSent("2")),
    "an answer that is not understood": ((requested(),), TextSent("nonsense")),
    "an offer": ((requested(),), Doubted((HALF, Picked("full")))),
    "a reading that is picked": (
        (requested(), Doubted((HALF,))),
        ReadingPicked("pay_upfront", fingerprint(HALF), 0),
    ),
    "going back": ((requested(), TextSent("1"), TextSent("2")), TextSent("back")),
    "changing an answer": (
        (requested(), TextSent("1"), TextSent("2"), TextSent("change 1")),
        TextSent("3"),
    ),
    "the last answer": ((requested(), *map(TextSent, ANSWERS[:-1])), TextSent("1")),
    "the verdict": ((requested(), *map(TextSent, ANSWERS)), TextSent("ok")),
    "a pause": ((requested(), TextSent("1")), TextSent("pause")),
    "starting over": ((requested(), TextSent("1"), TextSent("start over")), TextSent("yes")),
}


def states(folder: Path) -> list[tuple[Interview, str | None]]:
    """Every stored interview with its verdict."""
    with world(folder) as here:
        standings = here.look(lambda tx: tx.team(HERE).listings())
        return [(s.record.interview, s.verdict) for s in standings]


@pytest.mark.parametrize("name", TURNS)
def test_a_turn_that_is_killed_at_any_step_happens_once_or_not_at_all(
    name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    before, event = TURNS[name]
    prepared = tmp_path_factory.mktemp("prepared")
    with world(prepared) as here:
        for happening in before:
            here.happen(happening)
    untouched = (prepared / "bot.db").read_bytes()
    state_before = states(prepared)
    undisturbed = happen_in_a_child(prepared, event, MOST_STEPS * 10)
    state_after = states(prepared)
    killed_at = 0

    for step in range(MOST_STEPS):
        folder = tmp_path_factory.mktemp("killed")
        (folder / "bot.db").write_bytes(untouched)

        end = happen_in_a_child(folder, event, step)
        stored = states(folder)
        retried, shown_later = taken_over(folder, event)

        assert stored == (state_after if end.acknowledged else stored)
        assert stored in (state_before, state_after)
        assert retried == state_after
        # Only what was shown but not marked when the process died may be shown once more.
        assert len(set(end.shown) & set(shown_later)) <= 1
        assert len(set(end.shown) | set(shown_later)) == len(undisturbed.shown)
        if not end.killed:
            break
        killed_at += 1

    assert not end.killed
    assert killed_at > 10


def taken_over(
    folder: Path, event: Happening
) -> tuple[list[tuple[Interview, str | None]], tuple[str, ...]]:
    """The event comes once more, to another process, which also sends what was left over."""
    clock = StoppedClock()
    with world(folder, clock=clock) as here:
        here.happen(event, "the event")
        clock.move(LEASE.total_seconds() + 1)
        while here.run(here.relay.deliver_due()):
            pass
        standings = here.look(lambda tx: tx.team(HERE).listings())
        keys = tuple(key for _, _, key in here.screen.shown)
        return [(s.record.interview, s.verdict) for s in standings], keys


def test_a_whole_interview_with_a_kill_at_every_turn_ends_as_an_undisturbed_one(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    calm, wild = tmp_path_factory.mktemp("calm"), tmp_path_factory.mktemp("wild")
    turns: tuple[Happening, ...] = (requested(), *map(TextSent, ANSWERS), TextSent("ok"))
    with world(calm) as here:
        for turn in turns:
            here.happen(turn)

    for number, turn in enumerate(turns):
        step = number * 3
        while happen_in_a_child(wild, turn, step, f"turn {number}").killed:
            step += 7

    assert states(wild) == states(calm)
    assert states(calm)[0][0].stage is Stage.FINISHED
