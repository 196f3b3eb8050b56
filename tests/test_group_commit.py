"""Works that share a transaction: none takes the others down, and nobody waits for ever."""

import asyncio
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest

from bot.arrivals import Arrival, Handled, TextSent
from bot.ports import Address, StorageTrouble, StorageUnavailable
from bot.records import Transaction
from storage.group_commit import MOST_WAITING
from tests.clock import START
from tests.databases import Database, PostgresqlDatabase, SqliteDatabase
from tests.world import HERE, World, requested, world

PLACES = tuple(Address("screen", "home", f"channel {number}") for number in range(5))


def at_once(here: World, *works: Callable[[Transaction], object]) -> list[object]:
    """What became of works that wait while another one runs."""
    begun, all_wait = threading.Event(), threading.Event()

    def first(_: Transaction) -> None:
        begun.set()
        all_wait.wait(10)

    async def ran() -> list[object]:
        blocking = asyncio.ensure_future(here.storage.run(first))
        while not begun.is_set():  # noqa: ASYNC110  # It is set by a thread.
            await asyncio.sleep(0.001)
        waiting = [asyncio.ensure_future(here.storage.run(work)) for work in works]
        await asyncio.sleep(0)
        all_wait.set()
        await blocking
        return list(await asyncio.gather(*waiting, return_exceptions=True))

    return here.run(ran())


def answered_at_once(here: World) -> list[Handled | BaseException]:
    """What becomes of an answer in each of the places, all at once."""

    async def answered() -> list[Handled | BaseException]:
        arrivals = (
            Arrival(f"answer in {place.channel}", place, TextSent("1"), START.date())
            for place in PLACES
        )
        return await asyncio.gather(*map(here.service.handle, arrivals), return_exceptions=True)

    return here.run(answered())


def test_works_that_wait_together_share_a_transaction_in_their_order(database: Database) -> None:
    seen: list[tuple[int, int]] = []

    def work(number: int) -> Callable[[Transaction], int]:
        def noted(transaction: Transaction) -> int:
            seen.append((number, id(transaction)))
            return number

        return noted

    with world(database) as here:
        done = at_once(here, *map(work, range(10)))

    assert done == list(range(10))
    assert [number for number, _ in seen] == list(range(10))
    assert len({transaction for _, transaction in seen}) == 1


@pytest.mark.parametrize("error", [ValueError, StopIteration, KeyboardInterrupt, SystemExit])
def test_a_work_that_fails_fails_alone(database: Database, error: type[BaseException]) -> None:
    def fails(_: Transaction) -> None:
        raise error

    with world(database) as here:
        failed, other = at_once(here, fails, lambda tx: tx.team(HERE).receive("e", START))
        later = at_once(here, lambda tx: tx.team(HERE).receive("e", START))

    assert isinstance(failed, ValueError if error is ValueError else RuntimeError)
    if issubclass(error, Exception):
        assert (other, later) == (True, [False])
    else:  # It was meant for the whole process; whoever waited is told, and can try again.
        assert isinstance(other, RuntimeError)
        assert later == [True]


def test_more_than_may_wait_are_refused_at_once(database: Database) -> None:
    with world(database) as here:
        done = at_once(here, *([lambda _: None] * (MOST_WAITING + 50)))

    refused = [one for one in done if isinstance(one, StorageUnavailable)]
    assert len(refused) == 50
    assert {one.trouble for one in refused} == {StorageTrouble.BUSY}
    assert all(one.database for one in refused)


def test_nobody_waits_longer_than_platforms_do(database: Database) -> None:
    with world(database) as here:
        began = time.monotonic()
        slow, waited = at_once(here, lambda _: time.sleep(4), lambda tx: tx.teams())
        took = time.monotonic() - began

    assert isinstance(slow, StorageUnavailable)
    assert isinstance(waited, StorageUnavailable)
    assert took < 3.5


@contextmanager
def locked(database: Database, place: Address) -> Iterator[None]:
    """Somebody else holds the lock of an address."""
    with psycopg.connect(database.url) as other:
        other.execute("SELECT 1 FROM conversations WHERE address = %s FOR UPDATE", [str(place)])
        yield


def test_a_row_that_somebody_holds_keeps_only_those_waiting_whom_it_concerns(
    database: Database,
) -> None:
    if isinstance(database, SqliteDatabase):
        pytest.skip("SQLite has one lock for everything")
    with world(database) as here:
        for place in PLACES:
            here.happen(requested(place.channel), address=place)
        with locked(database, PLACES[3]):
            done = answered_at_once(here)

        again = here.happen(TextSent("1"), "answer in channel 3", PLACES[3])

    assert [isinstance(one, Handled) for one in done] == [True, True, True, False, True]
    assert again.deliveries


def backend(transaction: Transaction) -> int:
    """The server process that works for this connection."""
    connection = transaction._connection  # type: ignore[attr-defined]  # noqa: SLF001
    return int(connection.exec_driver_sql("SELECT pg_backend_pid()").scalar())


def test_a_server_that_hangs_is_told_of_in_time_and_left_for_a_new_connection(
    database: Database,
) -> None:
    if not isinstance(database, PostgresqlDatabase):
        pytest.skip("It is about a server")
    if not database.server.owned:
        pytest.skip("NOT TESTED: the server of TEST_POSTGRES_URL may be on another machine")
    with world(database) as here:
        here.happen(requested())
        process = here.look(backend)
        os.kill(process, signal.SIGSTOP)
        try:
            began = time.monotonic()
            with pytest.raises(StorageUnavailable) as away:
                here.happen(TextSent("1"), "answer")
            told_after = time.monotonic() - began
            answered = here.happen(TextSent("1"), "answer")
        finally:
            os.kill(process, signal.SIGCONT)

    assert away.value.trouble is StorageTrouble.AWAY
    assert told_after < 3.2
    assert answered.deliveries


def test_a_connection_that_the_server_closed_meanwhile_disturbs_nobody(
    database: Database,
) -> None:
    if not isinstance(database, PostgresqlDatabase):
        pytest.skip("It is about a server")
    with world(database) as here:
        here.happen(requested())
        process = here.look(backend)
        database.run(f"SELECT pg_terminate_backend({process})")
        time.sleep(0.1)

        assert here.happen(TextSent("1")).deliveries


def test_closing_does_not_wait_for_ever_for_a_server_that_hangs(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not isinstance(database, PostgresqlDatabase) or not database.server.owned:
        pytest.skip("It is about a server of our own")
    monkeypatch.setattr("storage.sql_storage.CLOSE_SECONDS", 0.5)
    with world(database) as here:
        process = here.look(backend)
        os.kill(process, signal.SIGSTOP)
        with pytest.raises(StorageUnavailable):
            here.look(lambda tx: tx.teams())
        began = time.monotonic()
    os.kill(process, signal.SIGCONT)

    assert time.monotonic() - began < 3
