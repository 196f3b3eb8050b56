"""What goes wrong on Discord: nothing is lost, nothing is said twice, and people are told."""

import asyncio
import logging
from typing import Any

import pytest

from adapters.discord.rest import Refused
from bot.answers import Picked
from bot.ports import StorageTrouble, StorageUnavailable
from bot.records import Record
from storage.sql_storage import SqlStorage
from tests.databases import Database
from tests.discord_app import AtWork, on_discord, process
from tests.discord_guilds import Fault
from tests.discord_server import Person, discord_server


async def begun(here: AtWork, user: str = "11") -> Person:
    me = here.person(user)
    await me.command("qualify start", here.discord.channel("general"), name="Acme")
    await here.settled()
    return me


def questions(me: Person, number: int) -> int:
    return len([one for one in me.from_bot() if f"Question {number} " in one.content])


@pytest.mark.parametrize("kind", ["lost", "500", "502", "503", "429", "global"])
def test_a_question_is_shown_once_whatever_happens_to_the_reply(
    kind: str, database: Database
) -> None:
    async def tried(here: AtWork) -> None:
        me = await begun(here)
        path = f"/channels/{me.dm.id}/messages$"
        faults = {
            "lost": Fault("POST", path, lost=True),
            "500": Fault("POST", path, 500),
            "502": Fault("POST", path, 502),
            "503": Fault("POST", path, 503),
            "429": Fault("POST", path, 429, after=0.4),
            "global": Fault("POST", path, 429, after=0.4, is_global=True),
        }
        here.discord.rest.faults.append(faults[kind])

        ack = await me.presses("50% or more")
        assert ack.kind == 6
        await here.until(lambda: questions(me, 2) == 1)
        await here.settled()

        assert questions(me, 2) == 1
        assert here.discord.rest.faults == []

    on_discord(database, tried)


def test_while_the_bot_has_to_pause_presses_are_answered_in_time(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = await begun(here)
        path = f"/channels/{me.dm.id}/messages$"
        here.discord.rest.faults.append(Fault("POST", path, 429, after=3.0, is_global=True))
        await me.presses("50% or more")
        await asyncio.sleep(0.2)

        ack = await here.person("11").command("qualify list", here.discord.channel("general"))

        assert ack.kind == 4
        assert ack.seconds < 1.0

    on_discord(database, tried)


@pytest.mark.parametrize("way", ["press", "command", "typed"])
def test_who_does_something_while_the_database_is_away_is_told(
    way: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def tried(here: AtWork) -> None:
        me = await begun(here)
        run = SqlStorage.run

        async def away(*_: object, **__: object) -> Any:  # noqa: ANN401  # It never returns.
            raise StorageUnavailable(StorageTrouble.AWAY, "")

        monkeypatch.setattr(SqlStorage, "run", away)
        if way == "typed":
            me.says("2")
            await asyncio.sleep(0.5)
            said = me.from_bot()[-1].content
        elif way == "press":
            said = (await me.presses("50% or more")).text
        else:
            said = (await me.command("qualify list", here.discord.channel("general"))).text
        monkeypatch.setattr(SqlStorage, "run", run)

        assert "try again in a minute" in said
        record = await here.record()
        assert record is not None
        assert record.interview.answers == ()
        await me.presses("50% or more")
        await here.answered(1)

    on_discord(database, tried)


def test_a_database_that_hangs_lets_nobody_wait_longer_than_discord_does(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def tried(here: AtWork) -> None:
        me = await begun(here)
        run = SqlStorage.run

        async def slow(*args: Any, **more: Any) -> Any:  # noqa: ANN401  # As the real one.
            await asyncio.sleep(4)
            return await run(*args, **more)

        monkeypatch.setattr(SqlStorage, "run", slow)
        ack = await me.presses("50% or more")
        monkeypatch.setattr(SqlStorage, "run", run)

        assert ack.kind == 4
        assert ack.seconds < 3.0

    on_discord(database, tried)


# Closed direct messages


async def closed(here: AtWork, user: str = "11") -> Person:
    here.discord.rest.users[user].is_open = False
    return await begun(here, user)


def private(here: AtWork) -> Any:  # noqa: ANN401  # A channel.
    return next(one for one in here.discord.rest.channels.values() if one.kind == 12)


def test_closed_direct_messages_lead_to_a_private_thread_that_says_how_to_open_them(
    database: Database,
) -> None:
    async def tried(here: AtWork) -> None:
        me = await closed(here)

        thread = private(here)
        assert "11" in thread.members
        intro, welcome, question = me.seen(thread)
        assert "Privacy Settings" in intro.content
        assert "Acme" in welcome.content
        assert "Write at length" in question.labels
        moved = [one for one in me.seen(here.discord.channel("general")) if one.for_user == "11"]
        assert any(f"<#{thread.id}>" in str(one.body["content"]) for one in moved)

    on_discord(database, tried)


def test_an_interview_in_a_private_thread_is_pressed_and_written_in_forms(
    database: Database,
) -> None:
    async def tried(here: AtWork) -> None:
        me = await closed(here)
        thread = private(here)

        await me.presses("50% or more", channel=thread)
        await here.answered(1)
        await here.settled()
        await me.presses("Write at length", channel=thread)
        await me.submits(text="yes")
        await here.answered(2)
        await here.settled()

        assert "Question 3" in me.seen(thread)[-1].content
        assert me.from_bot() == []
        record = await here.record()
        assert record is not None
        assert [one.response for one in record.interview.answers] == [
            Picked("half"),
            Picked("yes"),
        ]

    on_discord(database, tried)


def test_a_private_thread_is_made_once(database: Database) -> None:
    async def tried() -> None:
        async with discord_server() as made:
            made.rest.users["11"].is_open = False
            async with process(made, database) as before:
                me = await begun(before)
                await me.presses("50% or more", channel=private(before))
                await before.settled()
            async with process(made, database) as after:
                await me.presses("Yes", channel=private(after))
                await after.answered(2)
                await after.settled()
                # A card that is changed in a thread keeps what words are written with.
                await me.presses("Why?", channel=private(after))
                await me.presses("Back", channel=private(after))
                await after.settled()
                assert "Write at length" in me.seen(private(after))[-1].labels
            threads = [one for one in made.rest.channels.values() if one.kind == 12]
            assert len(threads) == 1
            assert any("Question 3" in one.content for one in me.seen(threads[0]))

    asyncio.run(tried())


@pytest.mark.parametrize("call", ["/thread-members/", "/channels/[0-9]+/messages$"])
def test_a_private_thread_is_made_once_and_entered_whatever_happens_meanwhile(
    call: str, database: Database
) -> None:
    async def tried(here: AtWork) -> None:
        here.discord.rest.users["11"].is_open = False
        method = "PUT" if "members" in call else "POST"
        me = here.person()
        # The first message is refused for being closed, the next ones are lost.
        await me.command("qualify help", here.discord.channel("general"))
        here.discord.rest.faults += [Fault(method, call, 503), Fault(method, call, 503)]
        await me.command("qualify start", here.discord.channel("general"), name="Acme")
        threads = here.discord.rest.channels.values
        await here.until(lambda: any(one.kind == 12 for one in threads()))
        await here.until(lambda: any("Question 1" in one.content for one in me.seen(private(here))))
        await here.settled()

        (thread,) = [one for one in threads() if one.kind == 12]
        assert "11" in thread.members
        assert here.discord.rest.faults == []
        asked = [one for one in me.seen(thread) if "Question 1" in one.content]
        assert len(asked) == 1

    on_discord(database, tried)


@pytest.mark.parametrize("lacking", ["create_private_threads", "send_messages_in_threads"])
def test_where_there_can_be_no_thread_they_are_asked_where_they_alone_see_it(
    lacking: str, database: Database
) -> None:
    async def tried(here: AtWork) -> None:
        here.discord.channel("general").may -= {lacking}
        me = await closed(here)
        await here.settled()

        here_alone = [
            one for one in me.seen(here.discord.channel("general")) if one.for_user == "11"
        ]
        assert any("Question 1" in one.content for one in here_alone)
        assert any("only you see this" in one.content for one in here_alone)
        question = next(one for one in here_alone if "Question 1" in one.content)
        ack = await me.presses("50% or more", question)
        assert ack.kind == 6
        await here.answered(1)
        await here.settled()
        seen = me.seen(here.discord.channel("general"))
        assert any("Question 2" in one.content for one in seen)
        assert len([one for one in seen if "only you see this" in one.content]) == 1

    on_discord(database, tried)


def test_no_action_fails_because_direct_messages_are_closed(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        nothreads = here.discord.channel("nothreads")
        here.discord.rest.users["11"].is_open = False
        me = here.person()
        ack = await me.command("qualify start", nothreads, name="Acme")
        await here.settled()

        assert ack.kind == 4
        record = await here.record()
        assert record is not None
        assert record.prospect == "Acme"

    on_discord(database, tried)


# The rest


def test_a_token_that_discord_does_not_accept_is_said(database: Database) -> None:
    async def tried() -> None:
        async with discord_server() as made:
            with pytest.raises(PermissionError):
                async with process(made, database, token="another"):  # noqa: S106  # Of nothing.
                    pass

    asyncio.run(tried())


def test_commands_that_discord_does_not_take_keep_nobody_from_answering(
    database: Database,
) -> None:
    async def tried() -> None:
        async with discord_server() as made:
            made.rest.faults.append(Fault("PUT", "/commands", 400, 50035))
            async with process(made, database) as here:
                me = here.person("14")
                me.says("qualify Acme")
                await here.asked("Question 1", me)

    asyncio.run(tried())


def test_a_bot_that_was_removed_says_nothing_more_and_keeps_everything(
    database: Database,
) -> None:
    async def tried(here: AtWork) -> None:
        me = await begun(here)
        await me.command("qualify verdicts-here", here.discord.channel("verdicts"))
        await here.settled()
        said = len(me.from_bot()) + len(me.from_bot(here.discord.channel("verdicts")))

        here.discord.remove_bot(here.guild)

        async with asyncio.timeout(10):
            while await here.look(lambda records: records.verdict_address()):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        await here.settled()
        after = len(me.from_bot()) + len(me.from_bot(here.discord.channel("verdicts")))
        assert after == said
        pressed = await me.presses("50% or more")
        assert "not in that server any more" in pressed.text
        record = await here.record()
        assert record is not None
        assert record.interview.answers == ()
        (listing,) = await here.look(lambda records: records.listings())
        assert listing.record.prospect == "Acme"

    on_discord(database, tried)


def test_an_outage_of_a_server_is_no_removal(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        await here.person().command("qualify verdicts-here", here.discord.channel("verdicts"))
        gone = {"id": here.guild, "unavailable": True}
        here.discord.gateway.tell("GUILD_DELETE", gone, here.guild)
        await asyncio.sleep(0.3)

        assert await here.look(lambda records: records.verdict_address()) is not None

    on_discord(database, tried)


def test_logs_hold_nothing_that_anybody_wrote(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    async def tried(here: AtWork) -> None:
        me = here.person()
        rest = here.discord.rest
        await me.command("qualify start", here.discord.channel("general"), name="Secret Ltd")
        await here.settled()
        rest.faults.append(Fault("POST", f"/channels/{me.dm.id}/messages$", 400, 50035))
        rest.faults.append(Fault("POST", "/interactions/", 404, 10062))
        me.says("my secret words")
        await here.settled()
        await me.command("qualify show", here.discord.channel("general"), name="Secret Ltd")
        await here.settled()

    on_discord(database, tried)

    logged = "\n".join(map(logging.Formatter().format, caplog.records))
    assert "ecret" not in logged
    assert "a token" not in logged


def test_a_refusal_says_what_discord_said() -> None:
    assert str(Refused(403, 50013)) == "HTTP 403, code 50013"


def test_nothing_of_an_interview_is_lost_when_the_process_is_stopped_in_the_middle(
    database: Database,
) -> None:
    async def tried() -> Record | None:
        async with discord_server() as made:
            async with process(made, database) as before:
                me = await begun(before)
                path = f"/channels/{me.dm.id}/messages$"
                made.rest.faults.append(Fault("POST", path, 503))
                await me.presses("50% or more")
            async with process(made, database) as after:
                await after.until(lambda: questions(me, 2) == 1)
                await after.settled()
                assert questions(me, 2) == 1
                return await after.record()

    record = asyncio.run(tried())

    assert record is not None
    assert len(record.interview.answers) == 1
