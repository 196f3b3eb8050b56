"""What goes wrong between Slack and the app: nothing acknowledged is lost, nothing shown twice."""

import asyncio
import json
from collections.abc import Callable, Sequence
from time import monotonic
from typing import Any

import pytest

from adapters.slack.connection import LIVE, READY
from bot.answers import Picked
from bot.ports import StorageTrouble, StorageUnavailable
from bot.records import Receipt, Transaction
from bot.snapshot import Stage
from tests.clock import StoppedClock
from tests.databases import Database
from tests.slack_app import MODES, AtWork, at_work, on_slack, process
from tests.slack_server import SignedHttp, slack
from tests.slack_workspace import Fault, Kind

POST = "chat.postMessage"
Work = Callable[[Transaction], Any]


async def asked(here: AtWork) -> None:
    """Somebody before the first question."""
    await here.person().command("Acme")
    await here.settled()


@pytest.mark.parametrize("mode", MODES)
def test_an_event_that_is_brought_again_is_taken_once(mode: str, database: Database) -> None:
    async def tried(here: AtWork) -> None:
        await asked(here)
        me = here.person()

        for _ in range(3):
            await me.says("2", "Ev-same")
        await here.settled()

        assert await here.answers() == {"pay_upfront": Picked("half")}
        assert len([one for one in me.seen() if "Question 2" in one.words]) == 1

    on_slack(database, tried, mode)


@pytest.mark.parametrize("mode", MODES)
def test_what_cannot_be_stored_is_not_acknowledged_and_comes_again(
    mode: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.slack_server.ACK_WITHIN", 0.5)

    async def tried(here: AtWork) -> None:
        await asked(here)
        me, run, away = here.person(), here.storage.run, [2]

        async def sometimes(work: Work, receipts: Sequence[Receipt] = ()) -> Any:  # noqa: ANN401
            if receipts and away[0]:
                away[0] -= 1
                raise StorageUnavailable(StorageTrouble.AWAY, "x")
            return await run(work, receipts)

        monkeypatch.setattr(here.storage, "run", sometimes)
        _, ack = await me.says("2")
        await here.settled()

        assert ack.status == 200
        assert len([one for one in here.slack.acks if one.status != 200]) == 2
        assert await here.answers() == {"pay_upfront": Picked("half")}

    on_slack(database, tried, mode)


@pytest.mark.parametrize("mode", MODES)
def test_whoever_presses_while_the_database_is_away_is_told(
    mode: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def tried(here: AtWork) -> None:
        await asked(here)
        me, run = here.person(), here.storage.run

        async def away(work: Work, receipts: Sequence[Receipt] = ()) -> Any:  # noqa: ANN401
            if receipts:
                raise StorageUnavailable(StorageTrouble.AWAY, "x")
            return await run(work, receipts)

        with monkeypatch.context() as patched:
            patched.setattr(here.storage, "run", away)
            ack = await me.presses("50% or more")
            command = await me.command("Globex")
        await me.presses("100% up front")
        await here.settled()

        assert ack.status == 200
        assert "not stored" in here.slack.ephemerals[0]
        assert "not stored" in command.text
        assert await here.answers() == {"pay_upfront": Picked("full")}

    on_slack(database, tried, mode)


@pytest.mark.parametrize("way", ["refresh", "drop"])
def test_a_connection_that_is_renewed_or_broken_loses_nothing(way: str, database: Database) -> None:
    async def tried(here: AtWork) -> None:
        await asked(here)
        me, socket = here.person(), here.slack.socket
        before = socket.links[-1]

        await (socket.refresh() if way == "refresh" else socket.drop())
        await here.until(lambda: bool(socket.links) and before not in socket.links)
        _, ack = await me.says("2")
        await here.settled()

        assert ack.status == 200
        assert await here.answers() == {"pay_upfront": Picked("half")}

    on_slack(database, tried)


@pytest.mark.parametrize("kind", [Kind.LOST, Kind.FAILED, Kind.BROKEN])
def test_a_question_is_shown_once_whatever_happens_to_the_reply(
    kind: Kind, database: Database
) -> None:
    async def tried(here: AtWork, clock: StoppedClock) -> None:
        await asked(here)
        me = here.person()

        here.slack.api.faults[POST] = [Fault(kind)] * 2
        await me.presses("50% or more")
        for _ in range(4):
            await here.settled()
            clock.move(40)
        await here.settled()

        assert len([one for one in me.seen() if "Question 2" in one.words]) == 1

    clock = StoppedClock()
    on_slack(database, lambda here: tried(here, clock), clock=clock)


def test_after_a_429_the_method_rests_in_that_workspace_as_long_as_it_says(
    database: Database,
) -> None:
    async def tried(here: AtWork, clock: StoppedClock) -> None:
        here.slack.api.faults[POST] = [Fault(Kind.LIMITED, 3)]
        await here.person("U1").command("Acme")
        await here.person("U2").command("Globex")
        await here.settled()
        clock.move(1)
        await here.settled()
        tried_meanwhile = [one for one in here.slack.api.calls if one.method == POST]

        here.slack.api.pauses.clear()
        here.connection._calls._limited.clear()  # noqa: SLF001  # As if three seconds had gone.
        clock.move(40)
        await here.settled()

        assert len(tried_meanwhile) == 1
        for user, name in (("U1", "Acme"), ("U2", "Globex")):
            seen = [one.words for one in here.person(user).seen()]
            assert len(seen) == 2
            assert name in seen[1]

    clock = StoppedClock()
    on_slack(database, lambda here: tried(here, clock), clock=clock)


def test_while_slack_is_slow_others_are_answered(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        here.slack.api.faults[POST] = [Fault(Kind.SLOW, 1.0)]
        await here.person("U1").command("Acme")

        ack = await here.person("U2").command("Globex")
        await here.until(lambda: len(here.person("U2").seen()) == 2)

        assert ack.seconds < 0.5
        assert here.person("U1").seen() == []

    on_slack(database, tried)


def test_a_person_who_was_deactivated_is_not_written_to_for_ever(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        await asked(here)
        me.workspace.people["U1"]["deleted"] = True

        await me.presses("50% or more")
        await here.settled()

        given_up = await here.look(lambda records: records.outbox.undelivered())
        assert {one.reason for one in given_up} == {"user_disabled"}
        assert await here.answers() == {"pay_upfront": Picked("half")}

    on_slack(database, tried)


def test_while_the_token_is_refused_everything_waits(database: Database) -> None:
    async def tried(here: AtWork, clock: StoppedClock) -> None:
        me = here.person()
        await asked(here)
        me.workspace.refused_with = "token_revoked"

        await me.presses("50% or more")
        await here.settled()
        before = len(me.seen())
        me.workspace.refused_with = ""
        clock.move(1000)
        await here.settled()

        assert before == 2
        assert "Question 2" in me.seen()[-1].words
        assert await here.look(lambda records: records.outbox.undelivered()) == []

    clock = StoppedClock()
    on_slack(database, lambda here: tried(here, clock), clock=clock)


@pytest.mark.parametrize(("secret", "age"), [("another secret", 0), ("a secret", 600)])
def test_what_is_wrongly_signed_or_too_old_does_nothing(
    secret: str, age: int, database: Database
) -> None:
    async def tried(here: AtWork) -> None:
        assert isinstance(here.slack.transport, SignedHttp)
        here.slack.transport.secret, here.slack.transport.age = secret, age

        ack = await here.person().command("Acme")

        assert ack.status == 401
        assert await here.stage() is None

    on_slack(database, tried, "http")


def test_a_load_balancer_is_told_how_the_process_is(database: Database) -> None:
    async def tried() -> None:
        async with at_work(database, "http") as here:
            transport = here.slack.transport
            assert isinstance(transport, SignedHttp)

            async def status(path: str) -> int:
                url = f"http://127.0.0.1:{here.port}{path}"
                async with transport.session.get(url) as answered:
                    return answered.status

            before = (await status(LIVE), await status(READY))
            await here.bot.stop()

            assert (before, await status(READY)) == ((200, 200), 503)

    asyncio.run(tried())


def test_a_token_that_slack_does_not_accept_is_said(database: Database) -> None:
    async def tried() -> None:
        async with slack() as made:
            made.api.workspaces["T1"].refused_with = "invalid_auth"
            with pytest.raises(PermissionError, match="invalid_auth"):
                async with process(made, database):
                    pass

    asyncio.run(tried())


def test_a_process_that_stops_in_the_middle_leaves_the_rest_to_the_next(
    database: Database,
) -> None:
    async def tried() -> None:
        clock = StoppedClock()
        async with slack() as made:
            me = made.person()
            async with process(made, database, clock=clock) as before:
                made.api.faults[POST] = [Fault(Kind.SLOW, 0.3)]
                await me.command("Acme")
            del before
            clock.move(60)
            async with process(made, database, clock=clock) as after:
                await after.settled()

            assert len(me.seen()) == 2
            assert "Question 1" in me.seen()[-1].words

    asyncio.run(tried())


def test_logs_hold_nothing_that_anybody_wrote(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        caplog.set_level("DEBUG", "adapters")
        here.slack.api.faults[POST] = [Fault(Kind.FAILED), Fault(Kind.LOST)]
        await me.command("Secret Prospect")
        await me.says("a secret answer")
        await me.shortcut("qualify")
        await me.submits({"name": "Secret Form"})
        await here.settled()

        ours = [
            one.getMessage() for one in caplog.records if one.name.startswith(("adapters", "bot"))
        ]
        assert not [one for one in ours if "ecret" in one or "xoxb" in one]
        assert await here.stage() is Stage.OPEN
        assert json.dumps(ours)

    on_slack(database, tried)


def test_a_channel_gets_two_messages_at_once_and_then_one_at_a_time(database: Database) -> None:
    async def tried() -> None:
        async with slack() as made, process(made, database, every=0.6) as here:
            me, began = made.person(), monotonic()
            await me.command("Acme")
            await here.settled()
            first = monotonic() - began
            for text in ("1", "1", "2000 USD"):
                await me.says(text)
            await here.settled()

            posted = len(made.api.called(POST))  # A question that was overtaken is not.
            assert first < 0.6
            assert posted >= 4
            assert monotonic() - began >= (posted - 2) * 0.6 - 0.01
            assert "Question 4" in me.seen()[-1].words

    asyncio.run(tried())


def test_the_direct_message_is_not_asked_for_again_and_again(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        await asked(here)
        me = here.person()

        for text in ("1", "1", "2000 USD"):
            await me.says(text)
            await here.settled()

        assert [one.changes for one in me.seen() if one.user != me.user] == [0, 1, 1, 1, 0]
        assert here.slack.api.called("conversations.open") == []

    on_slack(database, tried)


@pytest.mark.parametrize("kind", [Kind.LOST, Kind.FAILED])
def test_a_file_is_shown_once_whatever_happens_to_the_reply(kind: Kind, database: Database) -> None:
    async def tried(here: AtWork, clock: StoppedClock) -> None:
        await asked(here)
        me = here.person()

        here.slack.api.faults["files.completeUploadExternal"] = [Fault(kind)]
        await me.command("export")
        for _ in range(3):
            await here.settled()
            clock.move(40)
        await here.settled()

        assert len([one for one in me.seen() if one.files]) == 1

    clock = StoppedClock()
    on_slack(database, lambda here: tried(here, clock), clock=clock)
