"""App Home, shortcuts and forms, as the real app shows them and takes them."""

import pytest

from bot.records import Choice
from bot.snapshot import Stage
from tests.databases import Database
from tests.slack_app import MODES, AtWork, address, on_slack
from tests.slack_workspace import Message
from tests.test_slack_channel import CHANNEL, answered


@pytest.mark.parametrize("mode", MODES)
def test_home_shows_what_is_open_and_what_was_found_out(mode: str, database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        await me.opens_home()
        empty = me.home.words
        await me.command("verdicts here", CHANNEL)
        await answered(here, me)
        await me.command("Globex")
        await here.settled()

        await me.opens_home()

        assert "Nothing is open." in empty
        assert "No verdict yet." in empty
        assert "/qualify verdicts here" in empty
        assert "Globex\nopen, 0 of at most 8" in me.home.words
        assert "Acme\naccept · 100.0 of 100" in me.home.words
        assert f"<#{CHANNEL}>" in me.home.words
        assert me.home.labels == [
            *("Qualify somebody", "Export", "Settings"),
            *("Continue", "Cancel", "Show", "Change"),
        ]

    on_slack(database, tried, mode)


def test_home_is_in_the_language_of_whoever_opens_it(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        me.workspace.people["U1"]["locale"] = "ar"

        await me.opens_home()

        assert "مع من تريد أن تعمل؟" in me.home.words

    on_slack(database, tried)


def test_a_guest_sees_nothing_at_home(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        await here.person().command("Acme")

        await here.person("UGUEST").opens_home()

        assert "Only members" in here.person("UGUEST").home.words
        assert here.person("UGUEST").home.labels == []

    on_slack(database, tried)


def test_an_open_interview_is_continued_from_home(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        await me.command("Acme")
        await here.settled()
        await me.presses("Pause")
        await here.settled()
        await me.opens_home()

        await me.presses_at_home("Continue")
        await here.settled()

        assert await here.stage() is Stage.OPEN
        assert "Question 1" in me.seen()[-1].words

    on_slack(database, tried)


def test_a_verdict_is_read_from_home(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        await answered(here, me)
        await me.opens_home()

        await me.presses_at_home("Show")

        assert "Acme: accept" in Message("", "", "", me.form["blocks"]).words

    on_slack(database, tried)


@pytest.mark.parametrize("mode", MODES)
def test_the_shortcut_opens_a_form_that_begins_an_interview(mode: str, database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        await me.shortcut("qualify")

        sent = await me.submits({"name": "Acme", "list": "agency"})
        await here.settled()

        record = await here.record()
        assert record is not None
        assert (sent.status, record.prospect, record.profile_id) == (200, "Acme", "agency")
        assert "Question 1" in me.seen()[-1].words

    on_slack(database, tried, mode)


def test_a_form_that_is_sent_twice_begins_one_interview(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        await me.shortcut("qualify")
        form = me.form

        for _ in range(2):
            await me.submits({"name": "Acme"}, form)
        await here.settled()

        assert len([one for one in me.seen() if "Question 1" in one.words]) == 1

    on_slack(database, tried)


@pytest.mark.parametrize(
    ("name", "said"), [("", "A name is needed"), (" \u200b ", "A name"), ("x" * 81, "too long")]
)
def test_what_is_wrong_with_a_form_is_said_beside_the_field(
    name: str, said: str, database: Database
) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        await me.shortcut("qualify")

        sent = await me.submits({"name": name})

        assert sent.body["response_action"] == "errors"
        assert said in sent.body["errors"]["name"]
        assert await here.stage() is None

    on_slack(database, tried)


def test_a_list_that_is_none_of_ours_is_refused(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        await me.shortcut("qualify")
        form = me.form
        menu = form["blocks"][1]["element"]
        odd = {"text": {"type": "plain_text", "text": "x"}, "value": "/etc/passwd"}
        menu["options"] = [*menu["options"], odd]

        sent = await me.submits({"name": "Acme", "list": "/etc/passwd"}, form)

        assert "list" in sent.body["errors"]
        assert await here.stage() is None

    on_slack(database, tried)


def test_the_shortcut_of_a_message_knows_who_wrote_it(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()

        await me.shortcut("qualify_author", "USTRANGER")
        known = me.form["blocks"][0]["element"]["initial_value"]
        await me.shortcut("qualify_author", "UNOBODY")

        assert known == "Jane of Acme"
        assert "initial_value" not in me.form["blocks"][0]["element"]

    on_slack(database, tried)


@pytest.mark.parametrize("way", ["command", "home"])
def test_language_and_time_zone_are_chosen_in_a_form(way: str, database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        if way == "command":
            await me.command("settings")
        else:
            await me.opens_home()
            await me.presses_at_home("Settings")

        wrong = await me.submits({"language": "ar", "zone": "Nowhere/Land"})
        right = await me.submits({"language": "ar", "zone": "Africa/Cairo"})
        begun = await me.command("نور")
        await here.settled()

        assert "Africa/Cairo" in str(wrong.body["errors"]["zone"])
        assert right.status == 200
        assert "كتبتُ إليك" in begun.text
        assert "السؤال" in me.seen()[-1].words
        chosen = await here.look(lambda records: records.members.choice(address()))
        assert chosen == Choice("ar", "Africa/Cairo")
        assert database.run("SELECT zone FROM reminders") == [("Africa/Cairo",)]

    on_slack(database, tried)


def test_home_says_that_there_is_more_and_shows_it(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        await me.command("Kept open")
        for number in range(12):
            await me.command(f"Prospect {number}")
        await here.settled()

        await me.opens_home()
        listed = me.home.words
        await me.presses_at_home("Show all")

        shown = Message("", "", "", me.form["blocks"]).words
        assert "These are the 10 that changed last" in listed
        assert "Kept open" not in listed
        assert "Kept open" in shown
        assert shown.count("Starter list") == 13

    on_slack(database, tried)


def test_what_is_open_is_at_home_however_much_was_finished_since(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        await me.command("Kept open")
        await here.settled()
        for number in range(3):
            await answered(here, me, f"Prospect {number}")

        await me.opens_home()

        assert "Kept open\npaused" in me.home.words

    on_slack(database, tried)


@pytest.mark.parametrize("way", ["Qualify somebody", "Settings", "Continue", "Cancel"])
def test_home_is_shown_as_it_has_become(way: str, database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        await me.command("Acme")
        await me.command("Globex")
        await here.settled()
        await me.opens_home()
        before = me.home.words

        await me.presses_at_home(way)
        if way in ("Qualify somebody", "Settings"):
            await me.submits({"name": "Initech", "language": "ar"})
        await here.until(lambda: me.home.words != before or way in ("Continue", "Cancel"))
        await here.settled()

        if way == "Qualify somebody":
            assert "Initech" in me.home.words
        elif way == "Settings":
            assert "مع من تريد أن تعمل؟" in me.home.words
        else:
            assert len(here.slack.api.called("views.publish")) == 2

    on_slack(database, tried)


def test_an_interview_is_left_from_home_after_a_question(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        await me.command("Acme")
        await here.settled()
        await me.opens_home()

        await me.presses_at_home("Cancel")
        await here.settled()
        before = await here.stage()
        await me.presses("Cancel the interview")

        assert before is Stage.OPEN
        assert "Cancel the interview about Acme?" in me.seen()[-1].words
        assert await here.stage() is Stage.CANCELLED

    on_slack(database, tried)


def test_everything_is_exported_from_home(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        await me.opens_home()
        await me.presses_at_home("Export")
        nothing = Message("", "", "", me.form["blocks"]).words
        await answered(here, me)

        await me.presses_at_home("Export")
        await here.settled()

        assert "Nobody is on record yet" in nothing
        assert len(me.seen()[-1].files) == 2

    on_slack(database, tried)


def test_an_answer_is_changed_from_home(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        await answered(here, me)
        await me.opens_home()

        await me.presses_at_home("Change")
        await here.settled()

        assert "Change an answer" in me.seen()[-1].labels

    on_slack(database, tried)


@pytest.mark.parametrize("name", ["USA", "W2"])
def test_an_app_that_is_called_like_somebodys_id_keeps_its_name(
    name: str, database: Database
) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()

        await me.shortcut("qualify_author", app=name)

        assert me.form["blocks"][0]["element"]["initial_value"] == name

    on_slack(database, tried)
