"""Whole interviews on Discord: the real client and adapter, against a Discord of our own."""

import asyncio
from pathlib import Path

import pytest

from adapters.arriving import Arriving, Caller
from bot.answers import Mark, Picked, PickedSeveral, Written
from bot.arrivals import QualifyRequested
from bot.profile import Respondent
from bot.records import Choice
from bot.snapshot import Stage
from tests.databases import Database
from tests.discord_app import AtWork, on_discord, process
from tests.discord_guilds import Fault, Json
from tests.discord_server import Person, discord_server
from tests.test_slack_interview import WHOLE, in_the_terminal, result, typed_in
from tests.world import PHRASES

ANSWERS = ("1", "1", "2000 USD", "5", "2 hours", "1", "1", "1")
"""What fits each question of the starter list best."""
ROOTS = {"en": ("qualify start", "name"), "ar": ("تقييم ابدأ", "الاسم")}


async def begun(here: AtWork, name: str = "Acme", user: str = "11", language: str = "en") -> Person:
    """Somebody who has just been asked the first question."""
    me = here.person(user)
    command, option = ROOTS[language]
    given: Json = {option: name}
    await me.command(command, here.discord.channel("general"), **given)
    await here.settled()
    return me


async def says(here: AtWork, me: Person, text: str) -> None:
    """Let them write, and wait until it was taken."""
    before = len(me.seen())
    me.says(text)
    await here.until(lambda: len(me.seen()) > before + 1)
    await here.settled()


@pytest.mark.parametrize("name", WHOLE)
def test_an_interview_comes_to_the_same_as_in_the_terminal(
    name: str, database: Database, tmp_path: Path
) -> None:
    prospect, language, lines = typed_in(name)
    (tmp_path / "terminal").mkdir()
    expected = in_the_terminal(tmp_path / "terminal", name)

    async def tried(here: AtWork) -> None:
        await here.look(
            lambda records: records.members.choose(here.at("11"), Choice(language, None))
        )
        me = await begun(here, prospect, language=language)
        for line in lines:
            await says(here, me, line)

        (listing,) = await here.look(lambda records: records.listings())
        assert result(listing) == expected
        assert listing.record.interview.stage is Stage.FINISHED

    on_discord(database, tried)


@pytest.mark.parametrize(
    ("language", "accept"), [("en", "Show the verdict"), ("ar", "عرض النتيجة")]
)
def test_an_interview_can_be_pressed_from_beginning_to_end(
    language: str, accept: str, database: Database
) -> None:
    async def tried(here: AtWork) -> None:
        await here.look(
            lambda records: records.members.choose(here.at("11"), Choice(language, None))
        )
        me = await begun(here)

        for _ in range(20):
            question = next(one for one in reversed(me.seen()) if one.labels)
            label = next((one for one in question.labels if accept in one), question.labels[0])
            ack = await me.presses(label, question)
            assert ack.kind == 6
            await here.settled()
            record = await here.record()
            if record is not None and record.interview.stage is Stage.FINISHED:
                break

        assert record is not None
        assert record.interview.stage is Stage.FINISHED
        assert "Acme" in me.seen()[-1].content

    on_discord(database, tried)


def test_what_was_answered_has_no_buttons_and_shows_the_answer(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = await begun(here)

        await me.presses("50% or more")
        await here.settled()

        welcome, first, second = me.seen()
        assert (welcome.labels, first.labels) == ([], [])
        assert first.content.endswith("✓ 50% or more")
        assert "Question 2" in second.content
        assert second.labels

    on_discord(database, tried)


def test_a_press_after_a_restart_goes_on_with_the_same_question(database: Database) -> None:
    async def tried() -> None:
        async with discord_server() as made:
            async with process(made, database) as before:
                me = await begun(before)
                shown = len(me.seen())
            async with process(made, database) as after:
                assert (await me.presses("50% or more")).kind == 6
                await after.settled()
                record = await after.record()

            assert record is not None
            assert [one.response for one in record.interview.answers] == [Picked("half")]
            assert len(me.seen()) == shown + 1
            assert made.rest.complaints == []

    asyncio.run(tried())


def test_a_double_press_counts_once(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = await begun(here)
        question = me.seen()[-1]
        one, other = question.pressable()[:2]

        acks = await asyncio.gather(
            me.presses_raw(one[1], question),
            me.presses_raw(one[1], question),
            me.presses_raw(other[1], question),
        )
        await here.settled()

        record = await here.record()
        assert [ack.kind for ack in acks] == [6, 6, 6]
        assert record is not None
        assert len(record.interview.answers) == 1
        asked = [one for one in me.seen() if "Question 2" in one.content]
        assert len(asked) == 1

    on_discord(database, tried)


def test_an_old_button_says_so_and_changes_nothing(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = await begun(here)
        question = me.seen()[-1]
        old = next(one for one in question.pressable() if one[0] == "100% up front")
        await me.presses("50% or more")
        await here.settled()
        before = await here.record()

        await me.presses_raw(old[1], question)
        await here.settled()

        after = await here.record()
        assert before is not None
        assert after is not None
        assert after.interview == before.interview
        assert "earlier question" in me.seen()[-1].content

    on_discord(database, tried)


def test_the_same_interaction_told_twice_is_taken_once(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = await begun(here)
        question = me.seen()[-1]
        pressed = question.pressable()[0]
        number = here.discord.rest.snowflake()

        await me.presses_raw(pressed[1], question, number=number)
        await here.settled()
        shown = len(me.seen())
        await me.presses_raw(pressed[1], question, number=number)
        await here.settled()

        assert len(me.seen()) == shown

    on_discord(database, tried)


def test_the_same_message_told_twice_is_taken_once(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = await begun(here)
        typed = me.says("2")
        await here.answered(1)
        await here.settled()
        shown = len(me.seen())

        me.says_again(typed)
        await asyncio.sleep(0.3)
        await here.settled()

        assert len(me.seen()) == shown

    on_discord(database, tried)


def test_what_was_typed_can_be_corrected_where_it_was_typed(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = await begun(here)
        typed = me.says("2")
        await here.answered(1)
        me.says("1")
        await here.answered(2)

        me.edits(typed, "4")
        await here.until(lambda: any("Nothing before" in one.content for one in me.from_bot()))

        record = await here.record()
        assert record is not None
        given = [one.response for one in record.interview.answers]
        assert given == [Picked("none"), Picked("yes")]

    on_discord(database, tried)


def test_a_correction_after_the_end_gives_a_new_verdict(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = await begun(here)
        first = me.says("1")
        await here.answered(1)
        for place, text in enumerate(ANSWERS[1:], 2):
            me.says(text)
            await here.answered(place)
        await says(here, me, "looks good")

        me.edits(first, "4")
        await here.until(lambda: "86.1" in me.seen()[-1].content)

        record = await here.record()
        assert record is not None
        assert record.interview.stage is Stage.FINISHED

    on_discord(database, tried)


EVERYTHING = Path(__file__).parent / "lists" / "everything.yaml"


async def at_question(here: AtWork, name: str) -> Person:
    """Somebody who is asked the questions of a list that has every kind."""
    me = await begun(here, "Somebody else")
    arriving = Arriving(here.bot, PHRASES)
    by = Caller(f"begin {name}", here.at("11"), "en", "UTC", 1e12)
    wanted = QualifyRequested(name, Respondent.MEMBER, "en", str(EVERYTHING))
    await arriving.happened(by, wanted)
    await here.settled()
    return me


async def skipped_to(here: AtWork, me: Person, trait: str) -> None:
    """Skip questions until this one is asked."""
    for _ in range(30):
        pressed = [one[1]["custom_id"] + "".join(one[2]) for one in me.seen()[-1].pressable()]
        if any(f":{trait}:" in one for one in pressed):
            return
        await me.presses("Skip")
        await here.settled()
    raise AssertionError(f"{trait} was not asked")


def test_several_options_are_chosen_in_a_menu(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = await at_question(here, "Acme")
        await skipped_to(here, me, "needs")
        labels = me.seen()[-1].labels[:2]

        assert (await me.picks(labels)).kind == 6
        await here.settled()

        record = await here.record()
        assert record is not None
        given = {one.trait: one.response for one in record.interview.answers}
        assert isinstance(given["needs"], PickedSeveral)
        assert len(given["needs"].options) == 2

    on_discord(database, tried)


def test_a_long_text_is_written_in_a_form_also_after_a_restart(database: Database) -> None:
    async def tried() -> None:
        async with discord_server() as made:
            async with process(made, database) as before:
                me = await at_question(before, "Acme")
                await skipped_to(before, me, "in_full")
                form = await me.presses("Write at length")
                assert form.kind == 9
            async with process(made, database) as after:
                assert (await me.submits(text="First.\n*Second*.")).kind == 6
                await after.settled()
                record = await after.record()

        assert record is not None
        given = {one.trait: one.response for one in record.interview.answers}
        assert given["in_full"] == Written("First.\n*Second*.")

    asyncio.run(tried())


def test_several_messages_in_a_row_are_one_text(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = await at_question(here, "Acme")
        await skipped_to(here, me, "in_full")

        for text in ("First", "second", "third"):
            me.says(text)
        async with asyncio.timeout(10):
            while True:
                record = await here.record()
                assert record is not None
                given = {one.trait: one.response for one in record.interview.answers}
                if given.get("in_full") == Written("First\nsecond\nthird"):
                    break
                await asyncio.sleep(0.02)

    on_discord(database, tried)


def test_marks_and_commands_can_be_pressed(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = await begun(here)
        await me.presses("Don't know")
        await here.settled()
        await me.presses("Why?")
        await here.settled()
        why = me.seen()[-1].content
        await me.presses("Pause")
        await here.settled()

        record = await here.record()
        assert record is not None
        assert [one.response for one in record.interview.answers] == [Mark.DONT_KNOW]
        assert record.interview.stage is Stage.PAUSED
        assert why

    on_discord(database, tried)


@pytest.mark.parametrize("nothing", ["", "   "])
def test_a_message_without_words_is_not_an_answer(nothing: str, database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = await begun(here)

        await says(here, me, nothing)

        assert "only read words" in me.seen()[-1].content
        record = await here.record()
        assert record is not None
        assert record.interview.answers == ()

    on_discord(database, tried)


def test_a_button_that_is_answered_too_late_has_done_what_it_is_for(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = await begun(here)
        slow = Fault("POST", "/interactions/", 404, 10062)
        here.discord.rest.faults.append(slow)

        ack = await me.presses("50% or more")
        await here.settled()

        record = await here.record()
        assert ack.kind is None
        assert record is not None
        assert [one.response for one in record.interview.answers] == [Picked("half")]
        assert "Question 2" in me.seen()[-1].content

    on_discord(database, tried)
