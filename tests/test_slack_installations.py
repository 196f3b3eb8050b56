"""Many workspaces: the app is installed over its pages, its tokens renewed, and its end noticed."""

import asyncio
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from aiohttp import ClientSession
from cryptography.fernet import Fernet
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import SQLAlchemyOAuthStateStore
from sqlalchemy import MetaData, Table

from adapters.slack.connection import EVENTS
from adapters.slack.installations import INSTALL, INSTALLED, SCOPES
from bot.cards import Card, Paragraph
from bot.records import Message, Records
from storage.copying import copy_to
from storage.models import slack_bots, slack_installations, slack_oauth_states
from tests.databases import Database, PostgresqlDatabase, SqliteDatabase
from tests.slack_app import AtWork, address, at_work, free_port, process
from tests.slack_server import SCOPES as GRANTED
from tests.slack_server import SECRET, Slack, slack
from tests.slack_workspace import Call, Fault, Kind

NO_KEYS: Sequence[str] = ()
UNINSTALLED = {"type": "app_uninstalled"}
REVOKED = {"type": "tokens_revoked", "tokens": {"bot": ["UBOT"]}}


async def install(here: AtWork, team: str, *, state: str | None = None) -> int:
    """Install the app into a workspace, as somebody does in a browser; returns the status."""
    return await installed(here.slack, here.port, team, state)


async def installed(made: Slack, port: int, team: str, state: str | None = None) -> int:
    code = f"code of {team}"
    made.api.codes[code] = team
    base = f"http://127.0.0.1:{port}"
    async with ClientSession() as browser:
        async with browser.get(base + INSTALL) as page:
            text, cookie = await page.text(), page.headers["Set-Cookie"].split(";")[0]
        found = re.search("state=([0-9a-f-]+)", text)
        assert found is not None
        query = {"code": code, "state": state or found[1]}
        # The cookie is for HTTPS alone, which ends at the load balancer.
        headers = {"Cookie": cookie}
        async with browser.get(base + INSTALLED, params=query, headers=headers) as answered:
            return answered.status


async def asked(here: AtWork, team: str) -> bool:
    """Whether somebody in the workspace can begin an interview and is asked."""
    me = here.person("U1", team)
    before = len(me.seen())
    await me.command(f"Prospect of {team}")
    await here.settled()
    return len(me.seen()) > before


def stored(database: Database) -> str:
    return str(database.run("SELECT bot_token, bot_refresh_token FROM slack_bots"))


def exchanges(made: Slack) -> list[Call]:
    """How often a token was exchanged for another one."""
    calls = made.api.called("oauth.v2.access")
    return [one for one in calls if one.arguments.get("grant_type") == "refresh_token"]


def is_renewed(made: Slack, database: Database) -> bool:
    """Whether a token was exchanged, and the new one is stored."""
    return bool(exchanges(made)) and made.api.workspaces["T1"].token in stored(database)


def ends_at(database: Database, moment: float) -> None:
    """Let every token end then."""
    at = time.strftime("%Y-%m-%d %H:%M:%S.000000", time.gmtime(moment))
    database.run(f"UPDATE slack_bots SET bot_token_expires_at = '{at}'")  # noqa: S608


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (slack_bots, SQLAlchemyInstallationStore.build_bots_table),
        (slack_installations, SQLAlchemyInstallationStore.build_installations_table),
        (slack_oauth_states, SQLAlchemyOAuthStateStore.build_oauth_states_table),
    ],
)
def test_the_tables_are_those_that_the_library_uses(ours: Table, theirs: object) -> None:
    made: Table = theirs(MetaData(), ours.name)  # type: ignore[operator]

    assert {one.name: one.nullable for one in ours.columns} == {
        one.name: one.nullable for one in made.columns
    }


def test_what_the_app_asks_for_is_what_it_needs() -> None:
    assert set(SCOPES) == GRANTED


def test_the_app_is_installed_into_several_workspaces(database: Database) -> None:
    async def tried() -> None:
        async with (
            slack("T1", "T2", "T3") as made,
            process(made, database, "socket", keys=NO_KEYS) as here,
        ):
            before = await asked(here, "T1")
            statuses = [await install(here, team) for team in ("T1", "T2")]

            assert before is False
            assert statuses == [200, 200]
            assert [await asked(here, team) for team in ("T1", "T2", "T3")] == [
                True,
                True,
                False,
            ]
            teams = await here.storage.run(lambda tx: tx.teams())
            assert len(teams) == 2
        assert made.api.complaints == []

    asyncio.run(tried())


def test_an_installation_that_somebody_else_began_is_refused(database: Database) -> None:
    async def tried() -> None:
        async with slack("T1") as made, process(made, database, keys=NO_KEYS) as here:
            status = await install(here, "T1", state="12345678-0000-0000-0000-000000000000")

            assert status >= 400
            assert stored(database) == "[]"

    asyncio.run(tried())


def test_tokens_are_sealed_where_there_are_keys(database: Database) -> None:
    async def tried() -> None:
        keys = [Fernet.generate_key().decode()]
        async with slack("T1") as made, process(made, database, keys=keys) as here:
            await install(here, "T1")
            token = made.api.workspaces["T1"].token

            assert await asked(here, "T1")
            assert token.startswith("xoxe.xoxb")
            assert "xox" not in stored(database)
            await here.storage.run(lambda tx: tx.seal_tokens(plain=True))
            assert token in stored(database)

    asyncio.run(tried())


def test_a_token_that_ends_soon_is_exchanged_once_by_many(database: Database) -> None:
    async def tried() -> None:
        async with slack("T1") as made, process(made, database, keys=NO_KEYS) as first:
            await install(first, "T1")
            ends_at(database, time.time() + 600)
            async with process(made, database, keys=NO_KEYS) as second:
                clients = await asyncio.gather(
                    *(one.connection._workspaces.client_of("T1") for one in (second, second))  # noqa: SLF001
                )
                await first.until(lambda: is_renewed(made, database))
                first.connection._workspaces._known.clear()  # type: ignore[attr-defined]  # noqa: SLF001
                client = await first.connection._workspaces.client_of("T1")  # noqa: SLF001
                assert client is not None
                assert client.token == made.api.workspaces["T1"].token
                assert await asked(second, "T1")

            assert len(exchanges(made)) == 1
            assert made.api.workspaces["T1"].token in stored(database)
            assert None not in clients

    asyncio.run(tried())


def test_a_token_that_cannot_be_exchanged_now_is_used_as_long_as_it_lasts(
    database: Database,
) -> None:
    async def tried() -> None:
        async with slack("T1") as made, process(made, database, keys=NO_KEYS) as here:
            await install(here, "T1")
            made.api.refresh_tokens.clear()
            database.run(
                "UPDATE slack_bots SET bot_token_expires_at = '2020-01-01 00:00:00.000000'"
            )

            assert await asked(here, "T1")

    asyncio.run(tried())


@pytest.mark.parametrize("event", [UNINSTALLED, REVOKED], ids=["uninstalled", "revoked"])
def test_a_workspace_that_removes_the_app_is_forgotten_and_others_go_on(
    event: dict[str, object], database: Database
) -> None:
    async def tried() -> None:
        async with slack("T1", "T2") as made, process(made, database, keys=NO_KEYS) as here:
            for team in ("T1", "T2"):
                await install(here, team)
                await asked(here, team)

            ack = await made.event("T1", dict(event))
            made.api.workspaces["T1"].refused_with = "token_revoked"

            assert ack.status == 200
            assert (await asked(here, "T1"), await asked(here, "T2")) == (False, True)
            assert [stored(database).count(team) for team in ("-T1-", "-T2-")] == [0, 2]

    asyncio.run(tried())


@pytest.mark.parametrize("event", [UNINSTALLED, REVOKED], ids=["uninstalled", "revoked"])
def test_a_removal_that_is_told_late_leaves_what_was_installed_since(
    event: dict[str, object], database: Database
) -> None:
    async def tried() -> None:
        async with slack("T1") as made, process(made, database, keys=NO_KEYS) as here:
            await install(here, "T1")
            await asked(here, "T1")
            removed_at = time.time() - 60

            ack = await made.event("T1", dict(event), happened=removed_at)

            assert ack.status == 200
            assert await asked(here, "T1")
            assert stored(database).count("-T1-") == 2

    asyncio.run(tried())


def test_what_could_not_be_shown_meanwhile_is_kept_and_can_be_sent_again(
    database: Database,
) -> None:
    async def tried() -> None:
        async with slack("T1") as made, process(made, database, keys=NO_KEYS) as here:
            await install(here, "T1")
            await asked(here, "T1")
            me = here.person()
            await made.event("T1", dict(UNINSTALLED))
            team = await here.storage.run(lambda tx: tx.team(address()).team)
            await here.bot.look(
                address(), lambda records: records.outbox.write(address(), [lost()], start())
            )
            await here.bot.deliver_due()
            await asyncio.sleep(0)
            await here.settled()
            given_up = await here.look(lambda records: records.outbox.undelivered())
            seen = len(me.seen())

            await install(here, "T1")
            for one in given_up:
                await here.look(partial(resent, key=one.key))
            await here.settled()

            assert team
            assert [one.reason for one in given_up] == [
                "the app is not installed in this workspace"
            ]
            assert len(me.seen()) == seen + 1

    asyncio.run(tried())


def test_the_names_of_settings_mislead_nobody(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_CLIENT_ID", "1.2")
    monkeypatch.setenv("SLACK_CLIENT_SECRET", "x")

    async def tried() -> None:
        async with at_work(database) as here:
            assert await asked(here, "T1")

    asyncio.run(tried())


def test_forgetting_a_team_forgets_its_tokens(database: Database) -> None:
    async def tried() -> None:
        async with slack("T1", "T2") as made, process(made, database, keys=NO_KEYS) as here:
            for team in ("T1", "T2"):
                await install(here, team)
            await here.storage.run(lambda tx: tx.forget_installation("T1"))

            assert stored(database).count("-T1-") == 0
            assert stored(database).count("-T2-") == 2

    asyncio.run(tried())


def test_one_at_a_time_has_a_lease(database: Database) -> None:
    async def tried() -> None:
        async with slack("T1") as made, process(made, database, keys=NO_KEYS) as here:
            began = start()

            async def lease(seconds: float, at: float) -> bool:
                now = began + timedelta(seconds=at)
                until = now + timedelta(seconds=seconds)
                return await here.storage.run(lambda tx: tx.lease("x", now, until))

            taken = [await lease(30, at) for at in (0, 10, 29, 30, 31, 90)]

            assert taken == [True, False, False, True, False, True]

    asyncio.run(tried())


def resent(records: Records, key: str) -> bool:
    return records.outbox.resend(key, start())


def test_the_command_is_at_work_for_every_workspace_that_installs_the_app(
    tmp_path: Path,
) -> None:
    async def tried() -> None:
        port = free_port()
        async with slack("T1", "T2", app_url=lambda: f"http://127.0.0.1:{port}{EVENTS}") as made:
            settings = {
                "DATABASE_URL": f"sqlite:///{tmp_path}/bot.db",
                "SLACK_CLIENT_ID": "1.2",
                "SLACK_CLIENT_SECRET": "x",
                "SLACK_SIGNING_SECRET": SECRET,
                "SLACK_API_BASE_URL": f"{made.api.url}/api/",
                "HTTP_PORT": str(port),
            }
            command = (sys.executable, "-m", "bot", "run")
            pipe = asyncio.subprocess.PIPE
            bot = await asyncio.create_subprocess_exec(
                *command, env={**os.environ, **settings}, stdout=pipe, stderr=pipe
            )
            assert bot.stdout is not None
            await bot.stdout.readline()
            for team in ("T1", "T2"):
                assert await installed(made, port, team) == 200
                me = made.person("U1", team)
                await me.command("Acme")
                async with asyncio.timeout(10):
                    while len(me.seen()) < 2:  # noqa: ASYNC110  # It is another process.
                        await asyncio.sleep(0.05)
            bot.send_signal(signal.SIGTERM)
            _, trouble = await bot.communicate()

            assert (bot.returncode, trouble.decode()) == (0, "")

    asyncio.run(tried())


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"SLACK_CLIENT_ID": "1", "SLACK_CLIENT_SECRET": "x", "SLACK_BOT_TOKEN": "y"}, "Both"),
        ({"SLACK_CLIENT_ID": "1"}, "Only one"),
        ({"SLACK_CLIENT_ID": "1", "SLACK_CLIENT_SECRET": "x"}, "no way in"),
        ({"SLACK_BOT_TOKEN": "x"}, "no way in"),
    ],
)
def test_settings_that_do_not_fit_together_are_said(
    settings: dict[str, str], said: str, tmp_path: Path
) -> None:
    database = {"DATABASE_URL": f"sqlite:///{tmp_path}/bot.db"}

    ended = subprocess.run(
        [sys.executable, "-m", "bot", "run", "--lang", "en"],
        env={**os.environ, **database, **settings},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

    assert ended.returncode != 0
    assert said in ended.stderr


def lost() -> Message:
    return Message(Card("en", (Paragraph("Kept."),)), None)


def start() -> datetime:
    return datetime.now(UTC) - timedelta(seconds=60)


def test_installations_move_to_another_database_and_go_on_there(
    database: Database, tmp_path: Path
) -> None:
    if isinstance(database, SqliteDatabase):
        other: Database = SqliteDatabase(tmp_path / "other.db")
    else:
        assert isinstance(database, PostgresqlDatabase)
        other = database.empty()

    async def tried() -> None:
        async with slack("T1", "T2") as made:
            async with process(made, database, keys=NO_KEYS) as here:
                await install(here, "T1")
                assert await asked(here, "T1")
            await asyncio.to_thread(copy_to, database.url, other.url, lambda *_: None)
            async with process(made, other, keys=NO_KEYS) as there:
                assert await install(there, "T2") == 200
                assert [await asked(there, team) for team in ("T1", "T2")] == [True, True]

    asyncio.run(tried())


def test_a_beginning_that_nobody_came_back_from_is_not_kept(database: Database) -> None:
    async def tried() -> None:
        async with slack("T1") as made, process(made, database, keys=NO_KEYS) as here:
            states = here.connection._workspaces.states  # type: ignore[attr-defined]  # noqa: SLF001
            await states.async_issue()
            database.run("UPDATE slack_oauth_states SET expire_at = '2020-01-01 00:00:00.000000'")

            state = await states.async_issue()

            assert database.run("SELECT state FROM slack_oauth_states") == [(state,)]
            assert await states.async_consume(state)
            assert not await states.async_consume(state)

    asyncio.run(tried())


def test_nobody_waits_for_a_new_token_while_the_old_one_lasts(database: Database) -> None:
    async def tried() -> None:
        async with slack("T1") as made, process(made, database, keys=NO_KEYS) as here:
            await install(here, "T1")
            await asked(here, "T1")
            ends_at(database, time.time() + 600)
            here.connection._workspaces._known.clear()  # type: ignore[attr-defined]  # noqa: SLF001
            made.api.faults["oauth.v2.access"] = [Fault(Kind.SLOW, 2.5)]

            ack = await here.person().command("Globex")

            assert (ack.status, ack.seconds < 2) == (200, True)
            await here.until(lambda: is_renewed(made, database))

    asyncio.run(tried())
