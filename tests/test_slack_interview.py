"""Whole interviews on Slack: the real app and its real client, against a Slack of our own."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.answers import Mark, Picked, PickedSeveral, Written
from bot.arrivals import QualifyRequested, TextSent
from bot.profile import Respondent
from bot.profile_file import read_list
from bot.records import Listing
from bot.snapshot import Stage
from tests.databases import Database
from tests.slack_app import MODES, AtWork, address, on_slack, process
from tests.slack_server import slack
from tests.slack_workspace import Fault, Kind
from tests.test_transcripts import TRANSCRIPTS, runs
from tests.world import HERE, world

ANSWERS = ("1", "1", "2000 USD", "5", "2 hours", "1", "1", "1")
"""What fits each question of the starter list best."""
WHOLE = [
    f"{name}_{language}"
    for name in ("accept", "conditions", "decline", "not_enough")
    for language in ("english", "arabic")
]


def typed_in(name: str) -> tuple[str, str, list[str]]:
    """Who is qualified in a transcript, the language, and what is typed."""
    file = next(one for one in TRANSCRIPTS if one.stem == name)
    command, lines = runs(file.read_text())[0]
    return command.split()[1].strip("'\""), "ar" if "ar" in command.split() else "en", lines


def result(listing: Listing) -> tuple[object, ...]:
    """What is stored of an interview, without what every one has for itself."""
    record = listing.record
    answers = [(one.trait, one.response) for one in record.interview.answers]
    about = (record.prospect, record.profile_id, record.version, record.language)
    return (*about, record.interview.stage, answers, listing.verdict, listing.score)


def in_the_terminal(folder: Path, name: str) -> tuple[object, ...]:
    prospect, language, lines = typed_in(name)
    with world(folder) as here:
        here.happen(QualifyRequested(prospect, Respondent.MEMBER, language, None))
        for line in lines:
            here.happen(TextSent(line))
        (listing,) = here.look(lambda tx: tx.team(HERE).listings())
    return result(listing)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", WHOLE)
def test_an_interview_comes_to_the_same_as_in_the_terminal(
    name: str, mode: str, database: Database, tmp_path: Path
) -> None:
    prospect, language, lines = typed_in(name)
    (tmp_path / "terminal").mkdir()
    expected = in_the_terminal(tmp_path / "terminal", name)

    async def tried(here: AtWork) -> None:
        me = here.person()
        me.workspace.people["U1"]["locale"] = {"en": "en-GB", "ar": "ar-SA"}[language]
        await me.command(prospect)
        await here.settled()
        for line in lines:
            _, ack = await me.says(line)
            assert ack.status == 200
        await here.settled()

        (listing,) = await here.look(lambda records: records.listings())
        assert result(listing) == expected
        assert listing.record.interview.stage is Stage.FINISHED

    on_slack(database, tried, mode)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("locale", "accept"), [("en-US", "Show the verdict"), ("ar", "عرض النتيجة")]
)
def test_an_interview_can_be_pressed_from_beginning_to_end(
    locale: str, accept: str, mode: str, database: Database
) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        me.workspace.people["U1"]["locale"] = locale
        await me.command("Acme")
        await here.settled()

        for _ in range(20):
            question = next(one for one in reversed(me.seen()) if one.labels)
            label = next((one for one in question.labels if accept in one), question.labels[0])
            pressed = next(one for one in question.pressable() if one[0] == label)
            await here.slack.bring("interactive", me.pressing(pressed, question))
            await here.settled()
            if await here.stage() is Stage.FINISHED:
                break

        assert await here.stage() is Stage.FINISHED
        assert "Acme" in me.seen()[-1].words

    on_slack(database, tried, mode)


def test_what_was_answered_has_no_buttons_and_shows_the_answer(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        await me.command("Acme")
        await here.settled()

        await me.presses("50% or more")
        await here.settled()

        welcome, first, second = me.seen()
        assert (welcome.labels, first.labels, first.changes) == ([], [], 1)
        assert first.words.endswith("✓ 50% or more")
        assert "Question 2" in second.words
        assert second.labels

    on_slack(database, tried)


def test_a_press_in_the_middle_of_a_restart_goes_on_with_the_same_question(
    database: Database,
) -> None:
    async def tried() -> None:
        async with slack() as made:
            me = made.person()
            async with process(made, database) as before:
                await me.command("Acme")
                await before.settled()
                await me.presses("50% or more")
                await before.settled()
                shown = [one.words for one in me.seen()]
            async with process(made, database) as after:
                await after.settled()
                assert [one.words for one in me.seen()] == shown

                await me.presses("Yes")
                await after.settled()

                assert list((await after.answers()).values()) == [Picked("half"), Picked("yes")]
                assert "Question 3" in me.seen()[-1].words
        assert made.api.complaints == []

    asyncio.run(tried())


@pytest.mark.parametrize("mode", MODES)
def test_a_double_press_counts_once(mode: str, database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        await me.command("Acme")
        await here.settled()
        question = me.seen()[-1]
        pressed = next(one for one in question.pressable() if "50%" in one[0])

        payloads = [me.pressing(pressed, question) for _ in range(2)]
        acks = await asyncio.gather(*(here.slack.bring("interactive", one) for one in payloads))
        await here.settled()

        assert [ack.status for ack in acks] == [200, 200]
        assert list(await here.answers()) == ["pay_upfront"]
        assert len([one for one in me.seen() if "Question 2" in one.words]) == 1

    on_slack(database, tried, mode)


def test_an_old_button_says_so_and_changes_nothing(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        await me.command("Acme")
        await here.settled()
        question = me.seen()[-1]
        old = [me.pressing(one, question) for one in question.pressable() if "100%" in one[0]]
        await me.presses("50% or more")
        await here.settled()

        await here.slack.bring("interactive", old[0])
        await here.settled()

        assert (await here.answers())["pay_upfront"] == Picked("half")
        assert "earlier question" in me.seen()[-1].words

    on_slack(database, tried)


def test_two_people_have_interviews_of_their_own(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        mona, omar = here.person("U1"), here.person("U2")
        await mona.command("Acme")
        await omar.command("Globex")
        await here.settled()

        await mona.presses("50% or more")
        await omar.presses("100% up front")
        await here.settled()

        assert (await here.answers("U1"), await here.answers("U2")) == (
            {"pay_upfront": Picked("half")},
            {"pay_upfront": Picked("full")},
        )

    on_slack(database, tried)


def test_what_was_typed_can_be_corrected_where_it_was_typed(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        await me.command("Acme")
        await here.settled()
        ts, _ = await me.says("1")
        await me.says("1")
        await here.settled()

        await me.edits(ts, "2")
        await here.settled()

        assert list((await here.answers()).values()) == [Picked("half"), Picked("yes")]
        assert "✓ 50% or more" in me.seen()[1].words
        assert "Question 3" in me.seen()[-1].words
        assert len([one for one in me.seen() if "Question 3" in one.words and one.labels]) == 1

    on_slack(database, tried)


def test_a_correction_that_cannot_be_understood_is_asked_about(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        await me.command("Acme")
        await here.settled()
        ts, _ = await me.says("1")
        await here.settled()

        await me.edits(ts, "purple")
        await here.settled()
        asked = me.seen()[-1].words
        await me.edits(ts, "2")
        await here.settled()

        assert "not one of the answers" in asked
        assert (await here.answers())["pay_upfront"] == Picked("half")

    on_slack(database, tried)


def test_a_correction_after_the_end_gives_a_new_verdict(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        await me.command("Acme")
        await here.settled()
        ts, _ = await me.says(ANSWERS[0])
        for text in ANSWERS[1:]:
            await me.says(text)
        await me.says("yes")
        await here.settled()
        first = (await here.look(lambda records: records.listings()))[0].verdict

        await me.edits(ts, "4")
        await here.settled()

        (listing,) = await here.look(lambda records: records.listings())
        assert (first, listing.verdict) == ("accept", "conditions")
        assert listing.record.interview.stage is Stage.FINISHED

    on_slack(database, tried)


def test_what_was_corrected_but_answered_nothing_changes_nothing(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        ts, _ = await me.says("hello")
        await here.settled()

        ack = await me.edits(ts, "hello again")
        await here.settled()

        assert ack.status == 200
        assert len(me.seen()) == 2
        assert "/qualify" in me.seen()[-1].words

    on_slack(database, tried)


LIST = """
list: two
name: {en: Two, ar: اثنان}
summary: no
traits:
  - trait: sizes
    name: {en: Sizes, ar: أحجام}
    weight: 3
    about:
      question: {en: Which sizes?, ar: أي أحجام؟}
      answer: multi_choice
      options:
        low: {en: Low, ar: صغير, fit: 0}
        fair: {en: Fair, ar: متوسط, fit: 1}
        high: {en: High, ar: كبير, fit: 1}
      combine: best
      select: {min: 1, max: 2}
  - trait: story
    name: {en: Story, ar: حكاية}
    about:
      question: {en: What is their story?, ar: ما حكايتهم؟}
      answer: long_text
"""


def test_the_list_of_this_test_can_be_read() -> None:
    assert [trait.id for trait in read_list(LIST, "two").traits] == ["sizes", "story"]


async def begun(here: AtWork, folder: Path) -> Any:  # noqa: ANN401  # A person.
    """Somebody before the first question of the list above."""
    file = folder / "two.yaml"
    file.write_text(LIST)
    me = here.person()
    here.bot._service._usual_list = str(file)  # noqa: SLF001  # As the setting would.
    await me.command("Acme")
    await here.settled()
    return me


def test_several_options_are_ticked_and_sent_together(database: Database, tmp_path: Path) -> None:
    async def tried(here: AtWork) -> None:
        me = await begun(here, tmp_path)
        question = me.seen()[-1]
        tick = next(one for one in question.pressable() if "Low" in one[0])

        ticked = await here.slack.bring("interactive", me.pressing(tick, question))
        nothing_yet = await here.answers()
        await me.presses("Done", ticked=("Low", "High"))
        await here.settled()

        assert (ticked.status, nothing_yet) == (200, {})
        assert await here.answers() == {"sizes": PickedSeveral(("low", "high"))}
        assert question.words.endswith("✓ Low, High")

    on_slack(database, tried)


def test_too_many_ticks_are_asked_again(database: Database, tmp_path: Path) -> None:
    async def tried(here: AtWork) -> None:
        me = await begun(here, tmp_path)

        await me.presses("Done", ticked=("Low", "Fair", "High"))
        await here.settled()

        assert await here.answers() == {}
        assert "2 at most" in me.seen()[-1].words

    on_slack(database, tried)


@pytest.mark.parametrize("mode", MODES)
def test_a_long_text_is_written_in_a_form(mode: str, database: Database, tmp_path: Path) -> None:
    async def tried(here: AtWork) -> None:
        me = await begun(here, tmp_path)
        await me.presses("Done", ticked=("Fair",))
        await here.settled()

        await me.presses("Write at length")
        form = me.form
        assert form["blocks"][0]["label"]["text"] in me.seen()[-1].words
        sent = await me.submits({"text": "They sell lamps.\nFor years."})
        again = await me.submits({"text": "Another story"}, form)
        await here.settled()

        assert (sent.status, again.status) == (200, 200)
        assert (await here.answers())["story"] == Written("They sell lamps.\nFor years.")

    on_slack(database, tried, mode)


@pytest.mark.parametrize("kind", [Kind.LIMITED, Kind.FAILED, Kind.SLOW])
def test_a_form_that_does_not_open_leaves_the_message_to_write_in(
    kind: Kind, database: Database, tmp_path: Path
) -> None:
    async def tried(here: AtWork) -> None:
        me = await begun(here, tmp_path)
        await me.presses("Done", ticked=("Fair",))
        await here.settled()
        here.slack.api.faults["views.open"] = [Fault(kind, 2.0)]

        ack = await me.presses("Write at length")
        await here.until(lambda: bool(here.slack.ephemerals))
        await me.says("They sell lamps.")

        assert ack.seconds < 3
        assert "write your answer here" in here.slack.ephemerals[-1]
        assert (await here.answers())["story"] == Written("They sell lamps.")

    on_slack(database, tried)


def test_people_who_are_mentioned_are_stored_by_their_names(
    database: Database, tmp_path: Path
) -> None:
    async def tried(here: AtWork) -> None:
        me = await begun(here, tmp_path)
        me.workspace.people["U2345"] = {"real_name": "Omar <!channel>", "team_id": "T1"}
        await me.presses("Done", ticked=("Fair",))
        await here.settled()

        await me.sends("Ask <@U2345> or <@UNOBODY>, not @USA2026")
        await here.settled()

        said = "Ask @Omar <!channel> or @UNOBODY, not @USA2026"
        assert (await here.answers())["story"] == Written(said)
        assert "<!" not in "".join(one.text for one in me.seen())
        asked_about = {
            one.arguments["user"] for one in here.slack.api.calls if "user" in one.arguments
        }
        assert asked_about == {"U1", "U2345", "UNOBODY"}

    on_slack(database, tried)


def test_a_file_without_words_is_not_an_answer(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        await me.command("Acme")
        await here.settled()

        await me.shares_a_file()
        await here.settled()
        await me.says("1")

        assert "I can only read words" in [one.words for one in me.seen()][-2]
        assert await here.answers() == {"pay_upfront": Picked("full")}

    on_slack(database, tried)


def test_a_verdict_is_changed_while_another_interview_is_open(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        await me.command("Acme")
        await here.settled()
        for text in (*ANSWERS, "yes"):
            await me.says(text)
        await here.settled()
        verdict = me.seen()[-1]
        await me.command("Globex")
        await here.settled()

        await me.presses("Change an answer", verdict)
        await here.settled()

        record = await here.record()
        assert record is not None
        assert record.prospect == "Acme"
        assert "Globex" in me.seen()[-2].words
        assert "Which answer" in me.seen()[-1].words

    on_slack(database, tried)


def test_several_messages_in_a_row_are_one_text(database: Database, tmp_path: Path) -> None:
    async def tried(here: AtWork) -> None:
        me = await begun(here, tmp_path)
        await me.presses("Done", ticked=("Fair",))
        await here.settled()

        await me.says("They sell lamps.")
        second, _ = await me.says("For years.")
        await here.settled()
        both = (await here.answers())["story"]
        await me.edits(second, "For decades.")
        await here.settled()

        assert both == Written("They sell lamps.\nFor years.")
        assert (await here.answers())["story"] == Written("They sell lamps.\nFor decades.")

    on_slack(database, tried)


def test_marks_and_commands_can_be_pressed(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        await me.command("Acme")
        await here.settled()

        await me.presses("Don't know")
        await here.settled()
        await me.presses("Back")
        await here.settled()
        await me.presses("Skip")
        await here.settled()
        await me.presses("Pause")
        await here.settled()
        paused = await here.stage()
        await me.presses("Continue")
        await here.settled()

        assert await here.answers() == {"pay_upfront": Mark.SKIPPED}
        assert (paused, await here.stage()) == (Stage.PAUSED, Stage.OPEN)

    on_slack(database, tried)


def test_a_guest_cannot_begin_or_answer(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        guest = here.person("UGUEST")

        refused = await guest.command("Acme")
        await guest.says("1")
        await here.settled()

        assert "guests" in refused.text
        assert await here.stage("UGUEST") is None
        assert ["guests cannot" in one.words for one in guest.seen()[1:]] == [True]

    on_slack(database, tried)


def test_another_workspace_reaches_nothing(database: Database) -> None:
    async def tried() -> None:
        async with slack("T1", "T2") as made, process(made, database) as here:
            stranger = made.person("U1", "T2")

            await stranger.command("Acme")
            await here.settled()

            assert (stranger.seen(), await here.stage("U1", "T2")) == ([], None)

    asyncio.run(tried())


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("events_api", {"type": "event_callback", "team_id": "T1", "event": {"type": "team_join"}}),
        ("slash_commands", {"command": "/other", "team_id": "T1", "user_id": "U1", "text": ""}),
        (
            "interactive",
            {"type": "block_suggestion", "team": {"id": "T1"}, "user": {"id": "U1"}, "value": "x"},
        ),
        (
            "interactive",
            {
                "type": "block_actions",
                "team": {"id": "T1"},
                "user": {"id": "U1"},
                "trigger_id": "1",
                "actions": [{"action_id": "unknown", "type": "button", "block_id": "b"}],
            },
        ),
    ],
)
def test_what_nobody_listens_for_is_acknowledged(
    kind: str, payload: dict[str, Any], mode: str, database: Database
) -> None:
    async def tried(here: AtWork) -> None:
        ack = await here.slack.bring(kind, payload)

        assert ack.status == 200

    on_slack(database, tried, mode)


def test_everything_is_shown_within_slacks_limits(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        await me.command("<!channel> *bold* :smile: & <@U2>")
        await here.settled()
        for text in ANSWERS:
            await me.says(text)
        await me.says("yes")
        await here.settled()

        texts = _text_objects([message.blocks for message in me.seen()])
        assert {one["type"] for one in texts} == {"plain_text"}
        assert all("<!channel>" not in one.text for one in me.seen())

    on_slack(database, tried)


def _text_objects(value: object) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [one for inner in value for one in _text_objects(inner)]
    if not isinstance(value, dict):
        return []
    own = [value] if value.get("type") in ("plain_text", "mrkdwn") else []
    return own + [one for inner in value.values() for one in _text_objects(inner)]


def test_who_takes_over_an_interview_has_its_buttons_and_nobody_else(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        mona, omar = here.person("U1"), here.person("U2")
        await mona.command("Acme")
        await here.settled()

        await omar.command("Acme")
        await here.settled()
        left = [one.labels for one in mona.seen()]
        said = mona.seen()[-1].words
        await omar.presses("50% or more")
        await here.settled()

        assert left == [[], []]
        assert said.endswith("Somebody else goes on with this.")
        assert "Question 2" in omar.seen()[-1].words
        assert (await here.answers("U2"))["pay_upfront"] == Picked("half")

    on_slack(database, tried)


def test_who_answers_is_asked_the_next_question_wherever_it_was_asked(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        mona, omar = here.person("U1"), here.person("U2")
        await mona.command("Acme")
        await here.settled()
        await omar.command("Acme")
        await here.settled()

        _, ack = await mona.says("2")
        await here.settled()

        assert ack.status == 200
        assert (await here.answers("U1"))["pay_upfront"] == Picked("half")
        assert "Question 2" in mona.seen()[-1].words
        assert omar.seen()[-1].labels == []

    on_slack(database, tried)


@pytest.mark.parametrize(
    ("edited", "said"),
    [("help", "Answer by number"), ("cancel", "Cancel the interview about Acme?")],
)
def test_a_message_that_is_corrected_to_a_command_is_one(
    edited: str, said: str, database: Database
) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        await me.command("Acme")
        await here.settled()
        ts, _ = await me.says("1")
        await here.settled()

        await me.edits(ts, edited)
        await here.settled()

        assert said in me.seen()[-1].words
        assert (await here.answers())["pay_upfront"] == Picked("full")

    on_slack(database, tried)


def test_a_correction_answers_no_other_question(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        await me.command("Acme")
        await here.settled()
        await me.says("1")
        ts, _ = await me.says("2")
        await here.settled()
        await me.presses("Back")
        await here.settled()
        await me.presses("Back")
        await here.settled()

        await me.edits(ts, "3")
        await here.settled()

        assert await here.answers() == {}
        assert "No question is open" in me.seen()[-1].words

    on_slack(database, tried)


def test_a_correction_after_the_interview_was_cancelled_changes_nothing(
    database: Database,
) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        await me.command("Acme")
        await here.settled()
        ts, _ = await me.says("1")
        await me.says("cancel")
        await here.settled()
        await me.presses("Cancel the interview")
        await here.settled()

        await me.edits(ts, "2")
        await here.settled()

        assert (await here.answers())["pay_upfront"] == Picked("full")
        assert "No question is open" in me.seen()[-1].words

    on_slack(database, tried)


def left(database: Database) -> dict[str, int]:
    """How many rows are kept of what was said and shown, and of choices."""
    tables = ("posts", "said", "members", "outbox", "answers")
    return {
        table: database.run(f"SELECT count(*) FROM {table}")[0][0]  # noqa: S608  # Ours, above.
        for table in tables
    }


def test_forgetting_a_prospect_forgets_what_was_typed_and_where_it_was_shown(
    database: Database,
) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        await me.command("Acme")
        await here.settled()
        await me.says("1")
        await here.settled()
        before = left(database)

        await here.look(lambda records: records.forgetting.prospect("Acme"))

        assert min(before[table] for table in ("posts", "said", "outbox", "answers")) >= 1
        assert left(database) == dict.fromkeys(before, 0)

    on_slack(database, tried)


def test_forgetting_a_member_forgets_what_they_typed_and_chose(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        await me.command("settings")
        await me.submits({"language": "en", "zone": "Africa/Cairo"})
        await me.command("Acme")
        await here.settled()
        await me.says("1")
        await here.settled()
        before = left(database)

        await here.look(lambda records: records.forgetting.member(address(), address("gone")))

        assert before["members"] == 1
        assert left(database) == {**dict.fromkeys(before, 0), "answers": 1}

    on_slack(database, tried)
