"""What people do in Discord, on simcord: the commands, the interview, and the door."""

from pathlib import Path
from typing import Any

import discord
import pytest
from simcord import InteractionResult, MemberActor, ResponseMessage

from bot.answers import Picked
from bot.door import MOST_OF_ONE
from bot.ports import Address
from bot.profile import Respondent
from bot.records import Action, Choice, Record, Records
from bot.snapshot import Stage
from tests.discord_sim import Simulated, on_simcord

THEIRS = ("1", "1", "3000 dollars", "1", "1 day", "1", "1", "1", "looks good")
ALL = ("2", "1", "2000 USD", "5", "2 hours", "1", "1", "1")


def plain(text: str) -> str:
    """The text without marks that isolate or escape."""
    return text.translate(dict.fromkeys((*range(8294, 8298), 8207))).replace("\\", "")


def labels(message: discord.Message) -> list[str]:
    found = []
    for row in message.components:
        for one in getattr(row, "children", ()):
            options = getattr(one, "options", None)
            found += [one.label] if options is None else [option.label for option in options]
    return found


async def finished(here: Simulated, member: MemberActor, name: str = "Acme") -> Record:
    await member.slash(here.channel, "qualify start", name=name)
    for text in (*ALL, "done"):
        await member.send_dm(text)
    record = await here.record(member)
    assert record is not None
    return record


def said_in(here: Simulated) -> list[discord.Message]:
    """What was said in the channel; not that a thread was made."""
    return [one for one in here.channel.history() if one.type is discord.MessageType.default]


def answer(said: InteractionResult) -> ResponseMessage:
    """What somebody was answered."""
    assert said.response is not None
    return said.response


async def everybody_of_the_role(here: Simulated) -> None:
    await here.mona.slash(here.channel, "qualify members", role=here.team)


async def came_in(here: Simulated, member: MemberActor, label: str = "Begin") -> InteractionResult:
    await here.mona.slash(here.channel, "qualify panel")
    asked = await member.click(said_in(here)[-1], label="Work with us")
    return await member.click(answer(asked), label=label)


# The interview


def test_the_interview_is_in_direct_messages_and_only_the_caller_hears_of_it(
    tmp_path: Path,
) -> None:
    async def tried(here: Simulated) -> None:
        said = await here.mona.slash(here.channel, "qualify start", name="Acme")

        assert said.ephemeral
        assert answer(said).content == "I have written to you in our direct message."
        assert here.channel.history() == []
        _, question = here.direct(here.mona)
        assert "How much will the prospect pay" in question.content

    on_simcord(tmp_path, tried)


def test_an_answered_question_loses_its_buttons_and_shows_the_choice(tmp_path: Path) -> None:
    async def tried(here: Simulated) -> None:
        await here.mona.slash(here.channel, "qualify start", name="Acme")
        question = here.direct(here.mona)[-1]

        await here.mona.user.click(question, label="2. 50% or more")

        answered, following = here.direct(here.mona)[-2:]
        assert answered.id == question.id
        assert labels(answered) == []
        assert "✓ 50% or more" in plain(answered.content)
        assert "sign a contract" in following.content

    on_simcord(tmp_path, tried)


def test_typed_answers_commands_and_pressed_buttons_come_to_the_same(tmp_path: Path) -> None:
    async def tried(here: Simulated) -> None:
        await here.mona.slash(here.channel, "qualify start", name="Acme")
        await here.mona.send_dm("50% or more")
        question = here.direct(here.mona)[-1]
        await here.mona.user.click(question, label=labels(question)[0])
        await here.mona.send_dm("back")
        await here.mona.send_dm("no")

        record = await here.record(here.mona)

        assert record is not None
        given = {one.trait: one.response for one in record.interview.answers}
        assert given == {"pay_upfront": Picked("half"), "signs_contract": Picked("no")}

    on_simcord(tmp_path, tried)


def test_editing_a_message_changes_the_answer(tmp_path: Path) -> None:
    async def tried(here: Simulated) -> None:
        await here.mona.slash(here.channel, "qualify start", name="Acme")
        typed = await here.mona.send_dm("2")
        await here.mona.send_dm("1")

        await here.mona.user.edit(typed, "4")

        record = await here.record(here.mona)
        assert record is not None
        given = [one.response for one in record.interview.answers]
        assert given == [Picked("none"), Picked("yes")]

    on_simcord(tmp_path, tried)


def test_a_button_works_after_the_bot_was_started_again(tmp_path: Path) -> None:
    async def tried(here: Simulated) -> None:
        await here.mona.slash(here.channel, "qualify start", name="Acme")
        question = here.direct(here.mona)[-1]

        await here.restarted()
        await here.mona.user.click(question, label="2. 50% or more")

        record = await here.record(here.mona)
        assert record is not None
        assert [one.response for one in record.interview.answers] == [Picked("half")]

    on_simcord(tmp_path, tried)


def test_an_interview_is_begun_and_led_by_plain_words(tmp_path: Path) -> None:
    async def tried(here: Simulated) -> None:
        await here.mona.send_dm("qualify Acme")
        await here.mona.send_dm("2")

        record = await here.record(here.mona)

        assert record is not None
        assert (record.prospect, len(record.interview.answers)) == ("Acme", 1)

    on_simcord(tmp_path, tried)


def test_an_arabic_interview_is_begun_in_arabic_and_the_language_is_offered_once(
    tmp_path: Path,
) -> None:
    async def tried(here: Simulated) -> None:
        said = await here.mona.slash(here.channel, "تقييم ابدأ", الاسم="شركة النور")

        assert answer(said).content == "كتبتُ إليك في محادثتنا الخاصة."
        (offer,) = said.followups
        assert "أتفضّل" in offer.content
        await here.mona.click(offer, label="العربية")
        await here.mona.send_dm("٢")

        record = await here.record(here.mona)
        assert record is not None
        assert record.language == "ar"
        assert len(record.interview.answers) == 1
        question = plain(here.direct(here.mona)[-1].content)
        assert "السؤال 2 من" in question or "2" in question
        choice = await here.look(lambda records: records.members.choice(here.at(here.mona)))
        assert choice == Choice("ar", None)

    on_simcord(tmp_path, tried)


# The team's channel


def test_the_verdict_is_one_card_in_the_channel_with_the_answers_in_its_thread(
    tmp_path: Path,
) -> None:
    async def tried(here: Simulated) -> None:
        await here.mona.slash(here.channel, "qualify verdicts-here")
        await finished(here, here.mona)

        announced, verdict = said_in(here)
        assert "Verdicts appear in this channel" in announced.content
        assert "Acme" in verdict.content
        (thread,) = here.channel.threads
        (answers,) = thread.history()
        assert "50% or more" in answers.content

    on_simcord(tmp_path, tried)


def test_a_changed_answer_changes_the_card_in_place_and_is_told_in_the_thread(
    tmp_path: Path,
) -> None:
    async def tried(here: Simulated) -> None:
        await here.mona.slash(here.channel, "qualify verdicts-here")
        await here.mona.slash(here.channel, "qualify start", name="Acme")
        first = await here.mona.send_dm("1")
        for text in (*ALL[1:], "done"):
            await here.mona.send_dm(text)
        before = said_in(here)[-1].content

        await here.mona.user.edit(first, "4")

        announced, verdict = said_in(here)
        assert "Verdicts appear" in announced.content
        assert verdict.content != before
        (thread,) = here.channel.threads
        assert len(thread.history()) == 2
        assert "Nothing before delivery" in plain(thread.history()[-1].content)

    on_simcord(tmp_path, tried)


def test_verdicts_go_only_where_the_bot_may_do_all_that_it_must(tmp_path: Path) -> None:
    async def tried(here: Simulated) -> None:
        closed = here.guild.create_text_channel(
            "closed",
            overwrites={
                here.guild.default_role: discord.PermissionOverwrite(
                    send_messages=False, create_public_threads=False
                ),
            },
        )

        said = await here.mona.slash(closed, "qualify verdicts-here")

        assert "Send Messages, Create Public Threads" in plain(answer(said).content)
        assert await here.look(lambda records: records.verdict_address()) is None

    on_simcord(tmp_path, tried)


# Who may


@pytest.mark.parametrize(
    "command",
    ["list", "show", "resume", "cancel", "export", "verdicts-here", "panel", "link", "members"],
)
def test_who_is_no_member_may_nothing(tmp_path: Path, command: str) -> None:
    async def tried(here: Simulated) -> None:
        await finished(here, here.mona)
        options = {"name": "Acme"} if command == "show" else {}

        said = await here.jane.slash(here.channel, f"qualify {command}", **options)

        assert "Only members of the team" in answer(said).content
        assert "Acme" not in answer(said).content
        assert await here.record(here.jane) is None

    on_simcord(tmp_path, tried)


def test_the_role_that_was_named_makes_members(tmp_path: Path) -> None:
    async def tried(here: Simulated) -> None:
        before = await here.omar.slash(here.channel, "qualify start", name="Acme")
        await everybody_of_the_role(here)
        after = await here.omar.slash(here.channel, "qualify start", name="Acme")

        assert "Only members" in answer(before).content
        assert "I have written to you" in answer(after).content
        logged = await here.look(lambda records: [one.action for one in records.logged()])
        assert Action.DOOR_CHANGED in logged

    on_simcord(tmp_path, tried)


@pytest.mark.parametrize(("command", "options"), [("members", {}), ("link", {})])
def test_a_member_is_no_admin(tmp_path: Path, command: str, options: dict[str, Any]) -> None:
    async def tried(here: Simulated) -> None:
        await everybody_of_the_role(here)

        said = await here.omar.slash(here.channel, f"qualify {command}", **options)

        assert "admin" in answer(said).content or "manages the server" in answer(said).content
        assert "within" not in answer(said).content

    on_simcord(tmp_path, tried)


def test_names_are_offered_to_members_alone(tmp_path: Path) -> None:
    async def tried(here: Simulated) -> None:
        for name in ("Acme", "Macme 100%", "Nour"):
            await here.mona.slash(here.channel, "qualify start", name=name)

        async def offered(member: MemberActor, part: str) -> list[str]:
            found = await member.autocomplete(here.channel, "qualify show", "name", part)
            return [one["name"] for one in found]

        assert await offered(here.mona, "acm") == ["Acme", "Macme 100%"]
        assert await offered(here.mona, "%") == ["Macme 100%"]
        assert await offered(here.jane, "a") == []

    on_simcord(tmp_path, tried)


def test_the_menus_of_people_and_messages_qualify_them(tmp_path: Path) -> None:
    async def tried(here: Simulated) -> None:
        await here.mona.context_menu(here.channel, "Qualify this person", here.jane)
        first = await here.record(here.mona)
        wrote = await here.jane.send(here.channel, "Hello, I need a logo")
        await here.mona.context_menu(here.channel, "تقييم كاتب الرسالة", wrote)
        second = await here.record(here.mona)

        assert first is not None
        assert second is not None
        assert (first.prospect, second.id) == ("@jane", first.id)

    on_simcord(tmp_path, tried)


# Prospects who come in


def test_a_prospect_is_told_what_is_stored_before_anything_is(tmp_path: Path) -> None:
    async def tried(here: Simulated) -> None:
        await here.mona.slash(here.channel, "qualify panel")

        said = await here.jane.click(said_in(here)[-1], label="Work with us")

        assert said.ephemeral
        assert "are stored for Studio" in plain(answer(said).content)
        assert "تُحفظ إجاباتك" in answer(said).content
        assert await here.look(lambda records: records.listings()) == []

    on_simcord(tmp_path, tried)


def test_a_prospect_is_asked_in_their_wording_and_never_sees_a_score(tmp_path: Path) -> None:
    async def tried(here: Simulated) -> None:
        await here.mona.slash(here.channel, "qualify verdicts-here")
        await came_in(here, here.jane)
        for text in THEIRS:
            await here.jane.send_dm(text)

        record = await here.record(here.jane)
        assert record is not None
        assert (record.prospect, record.interview.respondent) == ("@jane", Respondent.PROSPECT)
        assert record.interview.stage is Stage.FINISHED
        assert "@jane" in plain(said_in(here)[-1].content)
        shown = plain("\n".join(one.content for one in here.direct(here.jane)))
        assert "score" not in shown.casefold()
        assert "verdict" not in shown.casefold()

    on_simcord(tmp_path, tried)


def test_a_prospect_in_arabic_is_asked_in_arabic(tmp_path: Path) -> None:
    async def tried(here: Simulated) -> None:
        said = await came_in(here, here.jane, "ابدؤوا")

        assert answer(said).content == "كتبتُ إليك في محادثتنا الخاصة."
        record = await here.record(here.jane)
        assert record is not None
        assert record.language == "ar"

    on_simcord(tmp_path, tried)


def test_a_prospect_goes_on_where_they_stopped(tmp_path: Path) -> None:
    async def tried(here: Simulated) -> None:
        await came_in(here, here.jane)
        await here.jane.send_dm("2")
        before = await here.record(here.jane)

        await came_in(here, here.jane)

        after = await here.record(here.jane)
        assert before is not None
        assert after is not None
        assert (after.id, len(after.interview.answers)) == (before.id, 1)

    on_simcord(tmp_path, tried)


def test_a_prospect_reaches_nothing_but_their_own_interview(tmp_path: Path) -> None:
    async def tried(here: Simulated) -> None:
        theirs = await finished(here, here.mona, "Secret")
        await came_in(here, here.jane)
        for text in ("list", "show Secret", "/qualify list", "export", "/qualify show Secret"):
            await here.jane.send_dm(text)

        shown = plain("\n".join(one.content for one in here.direct(here.jane)))
        assert not [word for word in ("Accept", "Decline", "answered", "points") if word in shown]
        assert await here.record(here.mona) == theirs

    on_simcord(tmp_path, tried)


def test_a_closed_door_lets_nobody_new_in_and_those_who_began_finish(tmp_path: Path) -> None:
    async def tried(here: Simulated) -> None:
        await came_in(here, here.jane)
        await here.mona.slash(here.channel, "qualify intake", open=False)
        panel = next(one for one in here.channel.history() if labels(one))

        refused = await here.omar.click(panel, label="Work with us")
        asked = await here.jane.click(panel, label="Work with us")

        assert "no new questions" in answer(refused).content
        assert "Begin" in labels(answer(asked).message)
        await here.mona.slash(here.channel, "qualify intake", open=True)
        welcome = await here.omar.click(panel, label="Work with us")
        assert "Begin" in labels(answer(welcome).message)

    on_simcord(tmp_path, tried)


def test_who_is_blocked_answers_nothing_any_more(tmp_path: Path) -> None:
    async def tried(here: Simulated) -> None:
        await came_in(here, here.jane)
        await here.mona.slash(here.channel, "qualify block", person=here.jane)
        before = await here.record(here.jane)
        await here.jane.send_dm("2")
        again = await came_in_again(here)

        assert await here.record(here.jane) == before
        assert "no new questions" in answer(again).content
        said = await here.mona.slash(here.channel, "qualify unblock", person=here.jane)
        assert "can come in again" in answer(said).content
        await here.jane.send_dm("2")
        after = await here.record(here.jane)
        assert after is not None
        assert len(after.interview.answers) == 1

    async def came_in_again(here: Simulated) -> InteractionResult:
        panel = next(one for one in here.channel.history() if labels(one))
        return await here.jane.click(panel, label="Work with us")

    on_simcord(tmp_path, tried)


def test_nobody_comes_in_more_often_than_a_few_times_a_day(tmp_path: Path) -> None:
    async def tried(here: Simulated) -> None:
        for _ in range(MOST_OF_ONE):
            await came_in(here, here.jane)
            for text in THEIRS:
                await here.jane.send_dm(text)
        panel = next(one for one in here.channel.history() if labels(one))

        refused = await here.jane.click(panel, label="Work with us")

        assert "come back tomorrow" in answer(refused).content
        here.clock.move(24 * 3600 + 1)
        welcome = await here.jane.click(panel, label="Work with us")
        assert "Begin" in labels(answer(welcome).message)

    on_simcord(tmp_path, tried)


def test_beginning_again_counts_as_coming_in(tmp_path: Path) -> None:
    async def tried(here: Simulated) -> None:
        await came_in(here, here.jane)
        for _ in range(MOST_OF_ONE + 2):
            await here.jane.send_dm("start over")
            await here.jane.send_dm("yes")

        begun = await here.look(lambda records: len(records.listings()))

        assert begun == MOST_OF_ONE

    on_simcord(tmp_path, tried)


def test_a_reply_of_the_team_reaches_the_prospect(tmp_path: Path) -> None:
    async def tried(here: Simulated) -> None:
        await came_in(here, here.jane)
        form = await here.mona.slash(here.channel, "qualify reply", name="@jane")

        said = await here.mona.submit_modal(form, {"text": "We would love to. *Monday*?"})

        assert answer(said).content == "Your message is on its way."
        assert "We would love to. *Monday*?" in plain(here.direct(here.jane)[-1].content)
        logged = await here.look(lambda records: [one.action for one in records.logged()])
        assert Action.REPLY_SENT in logged

    on_simcord(tmp_path, tried)


def test_nobody_is_written_to_who_did_not_come_in(tmp_path: Path) -> None:
    async def tried(here: Simulated) -> None:
        await finished(here, here.mona)

        said = await here.mona.slash(here.channel, "qualify reply", name="Acme")

        assert "did not come in" in answer(said).content

    on_simcord(tmp_path, tried)


def test_nothing_of_a_prospect_is_left_once_they_are_forgotten(tmp_path: Path) -> None:
    async def tried(here: Simulated) -> None:
        await came_in(here, here.jane, "ابدؤوا")

        await here.look(lambda records: records.forgetting.prospect("@jane"))

        choice = await here.look(lambda records: records.members.choice(here.at(here.jane)))
        assert choice == Choice()
        assert await here.storage.run(lambda tx: tx.met(f"discord:{here.jane.id}")) == []
        assert await here.storage.run(lambda tx: tx.met(f"discord:{here.mona.id}")) != []

    on_simcord(tmp_path, tried)


# Forms


def test_long_words_are_written_in_a_form_which_a_restart_does_not_close(tmp_path: Path) -> None:
    async def tried(here: Simulated) -> None:
        form = await here.mona.slash(here.channel, "qualify settings")
        await here.restarted()

        values = {"language": ["ar"], "zone": "Africa/Cairo"}
        said = await here.mona.submit_modal(form, values)

        assert answer(said).content == "حُفظ ذلك."
        choice = await here.look(lambda records: records.members.choice(here.at(here.mona)))
        assert choice == Choice("ar", "Africa/Cairo")

    on_simcord(tmp_path, tried)


def test_a_zone_that_does_not_exist_is_said_with_an_example(tmp_path: Path) -> None:
    async def tried(here: Simulated) -> None:
        form = await here.mona.slash(here.channel, "qualify settings")
        said = await here.mona.submit_modal(form, {"language": ["-"], "zone": "Mars/Base"})

        assert "Africa/Cairo" in plain(answer(said).content)
        choice = await here.look(lambda records: records.members.choice(here.at(here.mona)))
        assert choice == Choice()

    on_simcord(tmp_path, tried)


# Removal


def test_a_server_that_removes_the_bot_hears_nothing_more_and_loses_nothing(
    tmp_path: Path,
) -> None:
    async def tried(here: Simulated) -> None:
        await here.mona.slash(here.channel, "qualify verdicts-here")
        await here.mona.slash(here.channel, "qualify start", name="Acme")
        await here.mona.send_dm("2")

        await here.removed()

        def kept(records: Records) -> tuple[Address | None, int]:
            return records.verdict_address(), len(records.listings())

        assert await here.look(kept) == (None, 1)
        assert await here.reminders() == []

    on_simcord(tmp_path, tried)
