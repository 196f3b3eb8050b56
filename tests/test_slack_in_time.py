"""Slack is answered within three seconds, whatever it does; its pauses hold for everybody."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from bot.records import Receipt
from bot.snapshot import Stage
from tests.databases import Database
from tests.slack_app import AtWork, on_slack, process
from tests.slack_server import ACK_WITHIN, Ack, Person, slack
from tests.slack_workspace import Fault, Kind
from tests.test_slack_channel import answered
from tests.test_slack_faults import Work, asked

SLOW = Fault(Kind.SLOW, 4.0)
SLOW_METHODS = ("users.info", "views.open", "views.publish", "chat.postEphemeral")


async def does(me: Person, what: str) -> Ack:
    """Do one of the things that people do."""
    match what:
        case "command":
            return await me.command("Acme")
        case "settings" | "verdicts here" | "list" | "resume":
            return await me.command(what)
        case "message":
            return (await me.says("1"))[1]
        case "home":
            return await me.opens_home(seen=False)
        case "author":
            return await me.shortcut("qualify_author", "USTRANGER")
        case "press":
            return await me.presses("50% or more")
        case _:
            return await me.presses_at_home(what)


DONE = (
    *("command", "settings", "verdicts here", "list", "resume", "message", "home", "author"),
    *("press", "Continue", "Cancel", "Settings"),
)


@pytest.mark.parametrize("what", DONE)
def test_everything_is_acknowledged_in_time_while_slack_is_slow(
    what: str, database: Database
) -> None:
    async def tried(here: AtWork) -> None:
        await asked(here)
        me = here.person()
        await me.opens_home()
        here.connection._calls._limited.clear()  # noqa: SLF001
        here.slack.api.faults |= {method: [SLOW] * 3 for method in SLOW_METHODS}

        ack = await does(me, what)

        assert ack.status == 200
        assert ack.seconds < ACK_WITHIN

    on_slack(database, tried)


@pytest.mark.parametrize("what", [one for one in DONE if one != "message"])
def test_nobody_waits_longer_than_slack_does_while_the_database_hangs(
    what: str, database: Database
) -> None:
    async def tried(here: AtWork) -> None:
        await asked(here)
        me, run = here.person(), here.storage.run
        await me.opens_home()
        hanging = [True]

        async def hangs(work: Work, receipts: Sequence[Receipt] = ()) -> Any:  # noqa: ANN401
            if hanging[0]:
                await asyncio.sleep(3.5)
            return await run(work, receipts)

        here.storage.run = hangs  # type: ignore[method-assign, assignment]
        here.slack.api.faults["users.info"] = [SLOW] * 2
        ack = await does(me, what)
        hanging[0] = False

        assert ack.status == 200
        assert ack.seconds < ACK_WITHIN
        if what == "command":
            assert "takes longer than usual" in ack.text

    on_slack(database, tried)


def test_what_takes_too_long_is_stored_all_the_same_and_shown(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me, run, slow = here.person(), here.storage.run, [True]

        async def hangs(work: Work, receipts: Sequence[Receipt] = ()) -> Any:  # noqa: ANN401
            if receipts and slow[0]:
                slow[0] = False
                await asyncio.sleep(3.2)
            return await run(work, receipts)

        here.storage.run = hangs  # type: ignore[method-assign, assignment]
        ack = await me.command("Acme")
        await here.until(lambda: any("Question 1" in one.words for one in me.seen()))

        assert "takes longer than usual" in ack.text
        assert await here.stage() is Stage.OPEN

    on_slack(database, tried)


def test_home_is_shown_once_slack_takes_it_again(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        here.slack.api.faults["views.publish"] = [Fault(Kind.LIMITED, 1.0), Fault(Kind.FAILED)]
        me = here.person()

        ack = await me.opens_home(seen=False)
        await here.until(lambda: "U1" in me.workspace.homes)

        assert ack.seconds < 1
        limited = [one.answered for one in here.slack.api.calls if one.method == "views.publish"]
        assert limited[0] == "ratelimited"
        assert limited[-1] == "ok"

    on_slack(database, tried)


def test_a_pause_in_one_method_holds_for_whoever_calls_it(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        here.slack.api.faults["users.info"] = [Fault(Kind.LIMITED, 30.0)]

        acks = [await here.person(user).command("Acme") for user in ("U1", "U2", "U1")]

        assert all("Slack does not say" in one.text for one in acks)
        assert len([one for one in here.slack.api.calls if one.method == "users.info"]) == 1

    on_slack(database, tried)


@pytest.mark.parametrize("kind", [Kind.LIMITED, Kind.FAILED, Kind.LOST, Kind.SLOW])
def test_a_form_that_does_not_open_is_said(kind: Kind, database: Database) -> None:
    async def tried(here: AtWork) -> None:
        here.slack.api.faults["views.open"] = [Fault(kind, 4.0)]

        ack = await here.person().command("settings")

        assert "does not work at the moment" in ack.text
        assert "stored" not in ack.text

    on_slack(database, tried)


@pytest.mark.parametrize("most", [400, 600, 11_000])
def test_a_card_that_slack_finds_too_long_is_shown_shorter(most: int, database: Database) -> None:
    async def tried(here: AtWork) -> None:
        here.slack.api.most_words = most
        me = here.person()

        await answered(here, me)

        verdict = me.seen()[-1]
        assert "Acme: accept" in verdict.words
        assert ("Change an answer" in verdict.labels) == (most > 400)
        assert ("Shortened to fit here" in verdict.words) == (400 < most < 11_000)
        undelivered = await here.look(lambda records: records.outbox.undelivered())
        assert undelivered == []

    on_slack(database, tried)


@pytest.mark.parametrize(
    ("usual", "locale", "said"),
    [
        ("ar", "en-US", "كتبتُ إليك"),
        ("ar", "ar", "كتبتُ إليك"),
        ("en", "en-US", "I have written"),
        ("en", "fr-FR", "I have written"),
        ("ar", "fr-FR", "كتبتُ إليك"),
    ],
)
def test_who_reads_slack_in_english_is_spoken_with_as_the_bot_usually_speaks(
    usual: str, locale: str, said: str, database: Database
) -> None:
    async def tried() -> None:
        async with slack("T1") as made, process(made, database, language=usual) as here:
            made.api.workspaces["T1"].people["U1"]["locale"] = locale
            begun = await here.person().command("Acme")
            assert said in begun.text

    asyncio.run(tried())


@pytest.mark.parametrize(
    ("typed", "hinted"),
    [
        *(("شركة النور", True), ("القائمة", True), ("اعرض Acme", True)),
        *(("Acme", False), ("list", False)),
    ],
)
def test_who_writes_in_a_language_that_slack_has_not_is_told_how_to_get_it(
    typed: str,
    hinted: bool,  # noqa: FBT001  # One of the cases.
    database: Database,
) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        await me.command("Acme")

        first = await me.command(typed)
        await me.command("settings")
        await me.submits({"language": "en"})
        then = await me.command(typed)

        assert ("/qualify الإعدادات" in first.text) == hinted
        assert "/qualify الإعدادات" not in then.text

    on_slack(database, tried)


def test_english_words_are_answered_in_the_language_of_whoever_writes_them(
    database: Database,
) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        me.workspace.people["U1"]["locale"] = "ar"

        ack = await me.command("help")

        assert "كل من هم في السجل" in ack.text
        assert "In English" not in ack.text

    on_slack(database, tried)


def test_a_word_is_answered_in_its_language_until_another_was_chosen(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()

        first = await me.command("مساعدة")
        await me.command("settings")
        await me.submits({"language": "en"})
        then = await me.command("مساعدة")

        assert "كل من هم في السجل" in first.text
        assert "everybody on record" in then.text

    on_slack(database, tried)
