"""What stands behind /qualify, in both languages; only the caller is answered."""

import json
from dataclasses import replace

import pytest

from adapters.slack.commands import WORDS
from bot.arrivals import MOST_NAME
from bot.catalogues import load_phrases
from bot.problems import Problem, Reason
from bot.records import Action
from bot.snapshot import Stage
from bot.typed_commands import Command, Word, read_command
from tests.databases import Database
from tests.slack_app import MODES, AtWork, on_slack
from tests.slack_limits import broken_limits
from tests.test_slack_channel import answered
from tests.test_slack_interview import ANSWERS

PHRASES = load_phrases()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", Command(Word.HELP, None)),
        ("help", Command(Word.HELP, None)),
        ("مساعدة", Command(Word.HELP, None)),
        ("list", Command(Word.LIST, None)),
        ("القائمة", Command(Word.LIST, None)),
        ("Show  Acme Ltd", Command(Word.SHOW, "Acme Ltd")),
        ("اعرض شركة النور", Command(Word.SHOW, "شركة النور")),
        ("resume", Command(Word.RESUME, None)),
        ("continue Acme", Command(Word.RESUME, "Acme")),
        ("تابع نور", Command(Word.RESUME, "نور")),
        ("cancel", Command(Word.CANCEL, None)),
        ("إلغاء", Command(Word.CANCEL, None)),
        ("settings", Command(Word.SETTINGS, None)),
        ("الإعدادات", Command(Word.SETTINGS, None)),
        ("export", Command(Word.EXPORT, None)),
        ("export Acme", Command(Word.EXPORT, "Acme")),
        ("تصدير", Command(Word.EXPORT, None)),
        ("verdicts here", Command(Word.VERDICTS_HERE, None)),
        ("Acme", Command(None, "Acme")),
        ("Listening Ltd", Command(None, "Listening Ltd")),
        ("list of lamps", Command(Word.LIST, "of lamps")),
        ("القائمة شركة", Command(Word.LIST, "شركة")),
        ('"list"', Command(None, "list")),
        ("«قائمة»", Command(None, "قائمة")),
        ('show "list"', Command(Word.SHOW, "list")),
        ('""', Command(None, '""')),
    ],
)
def test_words_are_read_in_every_language_and_names_in_quotes(
    typed: str, expected: Command
) -> None:
    read = read_command(typed, PHRASES, WORDS)

    assert isinstance(read, Command)
    assert read == replace(expected, language=read.language if expected.word else "")


@pytest.mark.parametrize(
    ("typed", "language"),
    [("list", "en"), ("القائمة", "ar"), ("اعرض Acme", "ar"), ("Acme", ""), ("شركة النور", "")],
)
def test_a_word_says_which_language_it_is_of(typed: str, language: str) -> None:
    read = read_command(typed, PHRASES, WORDS)

    assert isinstance(read, Command)
    assert read.language == language


def test_a_name_that_is_too_long_is_a_problem() -> None:
    assert read_command("x" * (MOST_NAME + 1), PHRASES, WORDS) == Problem(
        Reason.TOO_LONG, str(MOST_NAME)
    )


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("locale", "typed", "said"),
    [
        ("en-US", "help", "/qualify verdicts here"),
        ("ar-EG", "مساعدة", "/qualify النتائج هنا"),
        ("en-US", "list", "Nobody is on record yet"),
        ("ar-EG", "القائمة", "لا أحد في السجل"),
        ("en-US", "show Acme", "Nothing about Acme yet"),
        ("en-US", "resume", "No interview of yours is open"),
        ("en-US", "cancel", "No interview of yours is open"),
        ("ar-EG", "إلغاء", "ليست لديك مقابلة مفتوحة"),
        ("en-US", "resume Acme", "Nothing about Acme yet"),
        ("en-US", "export", "Nobody is on record yet"),
        ("en-US", "x" * 200, "too long"),
    ],
)
def test_the_caller_alone_is_told_what_there_is(
    locale: str, typed: str, said: str, mode: str, database: Database
) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        me.workspace.people["U1"]["locale"] = locale

        ack = await me.command(typed)
        await here.settled()

        assert said in ack.text
        assert me.workspace.messages == []

    on_slack(database, tried, mode)


def test_the_list_and_one_of_it_are_shown_to_the_caller_alone(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        await answered(here, me)
        await me.command("<!channel> & Co")
        await here.settled()
        before = len(me.workspace.messages)

        listed, shown = await me.command("list"), await me.command("show acme")
        nothing = await me.command("show <!here>")

        assert "Acme" in listed.text
        assert "open, 0 of at most 8" in listed.text
        assert "Acme: accept" in shown.text
        for ack in (listed, shown):
            assert ack.body["response_type"] == "ephemeral"
            assert broken_limits(ack.body["blocks"]) == []
            assert "mrkdwn" not in json.dumps(ack.body)
            assert "<!" not in ack.body["text"]
        assert "mrkdwn" not in json.dumps(nothing.body)
        assert "<!" not in nothing.body["text"]
        assert len(me.workspace.messages) == before

    on_slack(database, tried)


def test_a_long_list_says_how_to_get_the_whole(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        for number in range(22):
            await me.command(f"Prospect {number}")
        await here.settled()

        listed = await me.command("list")

        assert json.dumps(listed.body["blocks"]).count("Starter list") == 20
        assert "/qualify export" in listed.text

    on_slack(database, tried)


def test_an_interview_is_resumed_and_cancelled_by_name(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        await me.command("Acme")
        await me.command("Globex")
        await here.settled()

        resumed = await me.command("resume acme")
        await here.settled()
        record = await here.record()
        assert record is not None
        asked = await me.command("cancel")
        await here.settled()
        before = await here.stage()
        await me.presses("Cancel the interview")
        await here.settled()

        assert (record.prospect, before) == ("Acme", Stage.OPEN)
        assert "direct message" in resumed.text + asked.text
        assert await here.stage() is Stage.CANCELLED

    on_slack(database, tried)


def test_one_interview_of_ones_own_is_resumed_without_a_name(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        await me.command("Acme")
        await here.settled()
        await me.presses("Pause")
        await here.settled()

        await me.command("resume")
        await here.settled()

        assert await here.stage() is Stage.OPEN
        assert "Question 1" in me.seen()[-1].words

    on_slack(database, tried)


def test_everything_is_exported_as_files_that_no_spreadsheet_executes(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        await me.command("=HYPERLINK(1)")
        await here.settled()
        for text in ANSWERS[:2]:
            await me.says(text)
        await me.command("شركة النور")
        await here.settled()

        ack = await me.command("export")
        await here.settled()

        table, records = (me.workspace.files[one] for one in me.seen()[-1].files)
        text = table[1].decode()
        read = json.loads(records[1])
        assert "on its way" in ack.text
        assert table[0].endswith(".csv")
        assert text.startswith("\ufeffprospect,interview,")
        assert "'=HYPERLINK(1)" in text
        assert "\r\n=" not in text
        assert "شركة النور" in text
        assert [one["prospect"] for one in read] == ["شركة النور", "=HYPERLINK(1)"]
        assert len(read[1]["answers"]) == 2
        logged = await here.look(lambda found: [one.action for one in found.logged()])
        assert Action.EXPORTED in logged

    on_slack(database, tried)


def test_one_prospect_is_exported_alone(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        await me.command("Acme")
        await me.command("Globex")

        await me.command("export Acme")
        await here.settled()

        _, records = (me.workspace.files[one] for one in me.seen()[-1].files)
        assert [one["prospect"] for one in json.loads(records[1])] == ["Acme"]

    on_slack(database, tried)


@pytest.mark.parametrize("typed", ["list", "help", "export", "settings", "show Acme", "Acme"])
def test_a_guest_is_told_nothing(typed: str, database: Database) -> None:
    async def tried(here: AtWork) -> None:
        await here.person().command("Acme")
        await here.settled()

        ack = await here.person("UGUEST").command(typed)
        await here.settled()

        assert "Only members" in ack.text
        assert here.person("UGUEST").seen() == []
        assert "UGUEST" not in here.person().workspace.modals

    on_slack(database, tried)


@pytest.mark.parametrize(
    ("typed", "quoted"),
    [
        ("settings foo", '/qualify \\"settings foo\\"'),
        ("help  me", '/qualify \\"help me\\"'),
        ("القائمة كلها", '/qualify \\"القائمة كلها\\"'),
    ],
)
def test_what_stands_behind_a_word_that_takes_nothing_begins_no_interview(
    typed: str, quoted: str, database: Database
) -> None:
    async def tried(here: AtWork) -> None:
        ack = await here.person().command(typed)

        assert quoted in ack.text
        assert await here.stage() is None

    on_slack(database, tried)


@pytest.mark.parametrize("typed", ["\u200b", "\u2068\u2069", " \u200b "])
def test_a_name_of_nothing_that_can_be_seen_is_answered_with_help(
    typed: str, database: Database
) -> None:
    async def tried(here: AtWork) -> None:
        ack = await here.person().command(typed)

        assert "everybody on record" in ack.text
        assert await here.stage() is None

    on_slack(database, tried)


def test_an_interview_that_has_ended_is_not_called_unknown(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        await answered(here, me)

        ack = await me.command("cancel Acme")
        await here.settled()

        assert "No interview about Acme is open" in ack.text
        assert await here.stage() is Stage.FINISHED

    on_slack(database, tried)


def test_nobody_leaves_the_interview_of_somebody_else(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        mona, omar = here.person("U1"), here.person("U2")
        await mona.command("Acme")
        await here.settled()

        refused = await omar.command("cancel Acme")
        await mona.says("1")
        await here.settled()
        await omar.command("resume Acme")
        await omar.command("cancel Acme")
        await here.settled()

        assert "/qualify resume Acme" in refused.text
        assert "Somebody else goes on" in mona.seen()[-1].words
        assert "Cancel the interview about Acme?" in omar.seen()[-1].words

    on_slack(database, tried)


def test_of_many_interviews_about_one_prospect_the_newest_are_shown_and_it_says_so(
    database: Database,
) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        for _ in range(4):
            await answered(here, me)
            await me.says("start over")
            await here.settled()

        ack = await me.command("show Acme")

        assert len([one for one in ack.body["blocks"] if one["type"] == "header"]) == 3
        assert "/qualify export Acme" in ack.text
        assert broken_limits(ack.body["blocks"]) == []

    on_slack(database, tried)
