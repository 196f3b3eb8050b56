"""The gateway: breaks, resumed and lost sessions, shards, and processes that take over."""

import asyncio
import signal
import subprocess
import sys
from contextlib import AsyncExitStack
from pathlib import Path
from time import monotonic

import pytest

from adapters.discord.gateway import BETWEEN_IDENTIFIES, LEASE, TRY_EVERY
from bot.records import Record
from tests.databases import Database, SqliteDatabase, empty_database
from tests.discord_app import AtWork, on_discord, process
from tests.discord_server import Discord, Person, discord_server, studio

CONNECTING = 3.0
"""Seconds that connecting may take on a busy machine."""


async def begun(here: AtWork, user: str = "11") -> Person:
    me = here.person(user)
    await me.command("qualify start", here.discord.channel("general"), name="Acme")
    await here.settled()
    return me


async def connected(made: Discord, shard: int = 0, seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):
        while not made.gateway.connected(shard):  # noqa: ASYNC110  # Nobody tells.
            await asyncio.sleep(0.02)


@pytest.mark.parametrize("way", ["drop", "reconnect"])
def test_a_break_is_made_up_for_by_resuming(way: str, database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = await begun(here)
        gateway = here.discord.gateway
        if way == "drop":
            gateway.drop()
        else:
            await gateway.reconnect()
        me.says("2")  # Nobody may be listening now.

        await here.answered(1)
        await here.settled()

        assert gateway.resumed == [0]
        assert len(gateway.identified) == 1
        assert len([one for one in me.from_bot() if "Question 2" in one.content]) == 1

    on_discord(database, tried)


def test_a_session_that_was_lost_is_begun_anew(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = await begun(here)
        gateway = here.discord.gateway
        gateway.loses_sessions = True
        gateway.drop()
        async with asyncio.timeout(30):
            while len(gateway.identified) < 2:  # noqa: ASYNC110  # Nobody tells.
                await asyncio.sleep(0.05)
        await connected(here.discord)
        await asyncio.sleep(0.2)

        ack = await me.presses("50% or more")

        assert ack.kind == 6
        await here.answered(1)

    on_discord(database, tried)


def test_an_outage_of_the_gateway_ends(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = await begun(here)
        here.discord.gateway.away = True
        here.discord.gateway.drop()
        await asyncio.sleep(1.0)
        here.discord.gateway.away = False
        await connected(here.discord, seconds=30)
        await asyncio.sleep(0.2)

        assert (await me.presses("50% or more")).kind == 6

    on_discord(database, tried)


def test_one_of_two_processes_is_connected_and_the_other_stands_by(database: Database) -> None:
    async def tried() -> None:
        async with (
            discord_server() as made,
            process(made, database) as first,
            process(made, database, ready=False) as second,
        ):
            await asyncio.sleep(2 * TRY_EVERY)

            assert (first.connection.held, second.connection.held) == ([0], [])
            assert len(made.gateway.connected()) == 1

    asyncio.run(tried())


def test_who_stands_by_takes_over_when_the_other_stops(database: Database) -> None:
    async def tried() -> Record | None:
        async with discord_server() as made, AsyncExitStack() as later:
            async with process(made, database) as first:
                me = await begun(first)
                second = await later.enter_async_context(process(made, database, ready=False))
            stopped = monotonic()
            await connected(made, seconds=LEASE)
            assert monotonic() - stopped < TRY_EVERY + BETWEEN_IDENTIFIES + CONNECTING
            await asyncio.sleep(0.2)
            assert (await me.presses("50% or more")).kind == 6
            await second.settled()
            return await second.record()

    record = asyncio.run(tried())

    assert record is not None
    assert len(record.interview.answers) == 1


def test_who_stands_by_sends_what_the_other_left(database: Database) -> None:
    async def tried() -> None:
        async with (
            discord_server() as made,
            process(made, database) as first,
            process(made, database, ready=False) as second,
        ):
            me = await begun(first)
            first.bot._relay._stopping = True  # noqa: SLF001  # It has no time for messages.
            await me.presses("50% or more")
            await second.until(
                lambda: any("Question 2" in one.content for one in me.from_bot()), seconds=40
            )

    asyncio.run(tried())


def test_a_process_that_was_killed_is_replaced_within_fifteen_seconds(
    database: Database, tmp_path: Path
) -> None:
    async def tried() -> None:
        async with discord_server() as made:
            url = made.rest.url
            environment = {
                "PATH": "/usr/bin:/bin",
                "DATABASE_URL": database.url,
                "DISCORD_TOKEN": "a token",
                "DISCORD_API_BASE_URL": f"{url}/api/v10",
                "DISCORD_GATEWAY_URL": f"{url.replace('http', 'ws', 1)}/gateway",
                "BOT_LANGUAGE": "en",
            }

            def start() -> "subprocess.Popen[bytes]":
                command = [sys.executable, "-m", "bot", "run"]
                folder = Path(__file__).parent.parent
                environment["PYTHONPATH"] = str(folder)
                return subprocess.Popen(command, cwd=tmp_path, env=environment)

            first = start()
            try:
                await connected(made)
                second = start()
                try:
                    await asyncio.sleep(3)
                    me = made.person()
                    await asyncio.sleep(0.5)
                    ack = await me.command("qualify start", made.channel("general"), name="Acme")
                    assert ack.kind == 4
                    async with asyncio.timeout(10):
                        while not me.seen() or not me.seen()[-1].labels:  # noqa: ASYNC110
                            await asyncio.sleep(0.02)
                    first.send_signal(signal.SIGKILL)
                    killed = monotonic()
                    first.wait()
                    while made.gateway.connected():  # noqa: ASYNC110  # Nobody tells.
                        await asyncio.sleep(0.02)
                    await connected(made, seconds=20)
                    taken_over = monotonic() - killed
                    assert taken_over < 15
                    await asyncio.sleep(0.3)
                    assert (await me.presses("50% or more")).kind == 6
                    second.send_signal(signal.SIGTERM)
                    assert second.wait(20) == 0
                finally:
                    second.kill()
            finally:
                first.kill()

    asyncio.run(tried())


def test_each_shard_hears_of_its_servers_and_any_process_may_hold_it(database: Database) -> None:
    async def tried() -> None:
        async with discord_server() as made:
            made.rest.shards, made.rest.at_once = 2, 2
            while len({(int(one) >> 22) % 2 for one in made.rest.guilds}) < 2:
                await asyncio.sleep(0.002)
                studio(made.rest, "Another")
            async with process(made, database) as here:
                await connected(made, 1)
                await asyncio.sleep(0.3)

                assert here.connection.held == [0, 1]
                for guild in made.rest.guilds:
                    me = made.person("11", guild)
                    channel = made.channel("general", guild)
                    ack = await me.command("qualify list", channel)
                    assert ack.kind == 4

    asyncio.run(tried())


def test_shards_that_begin_one_after_the_other_wait_for_each_other(database: Database) -> None:
    async def tried() -> None:
        async with discord_server() as made:
            made.rest.shards, made.rest.at_once = 2, 1
            async with process(made, database):
                await connected(made, 0)
                await connected(made, 1)
                (_, one), (_, other) = made.gateway.identified
                assert abs(other - one) > 4.5

    asyncio.run(tried())


def test_no_privileged_intent_is_asked_for(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        assert len(here.discord.gateway.identified) == 1  # It would have been refused.

    on_discord(database, tried)


def test_a_shard_that_cannot_renew_its_lease_is_left(database: Database) -> None:
    async def tried() -> None:
        async with discord_server() as made, process(made, database) as here:
            gateway = here.connection._gateway  # noqa: SLF001  # The lease fails there alone.
            assert gateway is not None

            async def refused(_name: str, _seconds: float, _owner: str) -> bool:
                return False

            gateway._lease = refused  # noqa: SLF001
            async with asyncio.timeout(LEASE + 5):
                while made.gateway.connected():  # noqa: ASYNC110  # Nobody tells.
                    await asyncio.sleep(0.05)
            assert here.connection.held == []

    asyncio.run(tried())


def test_a_token_that_discord_does_not_accept_ends_the_command_with_a_word(
    database: Database, tmp_path: Path
) -> None:
    async def tried() -> "subprocess.CompletedProcess[str]":
        async with discord_server() as made:
            environment = {
                "PATH": "/usr/bin:/bin",
                "PYTHONPATH": str(Path(__file__).parent.parent),
                "DATABASE_URL": database.url,
                "DISCORD_TOKEN": "another token",
                "DISCORD_API_BASE_URL": f"{made.rest.url}/api/v10",
                "BOT_LANGUAGE": "en",
            }
            command = [sys.executable, "-m", "bot", "run"]
            return await asyncio.to_thread(
                subprocess.run,
                command,
                cwd=tmp_path,
                env=environment,
                capture_output=True,
                text=True,
                timeout=60,
                check=False,
            )

    ended = asyncio.run(tried())

    assert ended.returncode != 0
    assert "Discord does not accept" in ended.stdout + ended.stderr
    assert "Traceback" not in ended.stderr
    assert "another token" not in ended.stdout + ended.stderr


def test_a_connection_that_fails_again_and_again_is_tried_less_and_less(tmp_path: Path) -> None:
    file = tmp_path / "bot.db"
    file.write_bytes(empty_database())

    async def tried() -> int:
        async with discord_server() as made:
            made.gateway.is_odd = True
            async with process(made, SqliteDatabase(file), ready=False):
                await asyncio.sleep(16)
            return len(made.gateway.identified)

    assert 2 <= asyncio.run(tried()) <= 3


def test_processes_that_count_shards_differently_are_not_connected_at_once(
    database: Database,
) -> None:
    async def tried() -> None:
        async with (
            discord_server() as made,
            process(made, database) as first,
            process(made, database, shards=2, ready=False) as second,
        ):
            await asyncio.sleep(3 * TRY_EVERY)

            assert (first.connection.held, second.connection.held) == ([0], [])
            assert len(made.gateway.identified) == 1

    asyncio.run(tried())


def test_what_was_heard_before_the_process_stops_is_stored(database: Database) -> None:
    async def tried() -> Record | None:
        async with discord_server() as made:
            async with process(made, database) as first:
                me = await begun(first)
                for text in ("2", "1", "2000 USD", "5", "2 hours"):
                    me.says(text)
                await asyncio.sleep(0.03)
            async with process(made, database, ready=False) as second:
                return await second.record()

    record = asyncio.run(tried())

    assert record is not None
    assert len(record.interview.answers) == 5


@pytest.mark.parametrize("event", ["INTERACTION_CREATE", "MESSAGE_CREATE", "MESSAGE_UPDATE"])
def test_an_odd_payload_ends_no_connection(event: str, database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me, gateway = await begun(here), here.discord.gateway
        gateway.tell(event, {"nonsense": None}, None)
        await asyncio.sleep(0.1)

        assert (await me.presses("50% or more")).kind == 6
        assert len(gateway.identified) == 1
        assert gateway.resumed == []

    on_discord(database, tried)
