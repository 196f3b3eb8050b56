"""The team's channel on Slack: one card for each verdict, its answers below, changed in place."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bot.ports import Address
from tests.clock import StoppedClock
from tests.databases import Database
from tests.slack_app import AtWork, on_slack, process
from tests.slack_server import Person, slack
from tests.slack_workspace import Fault, Kind, Message
from tests.test_slack_interview import ANSWERS

CHANNEL = "CVERDICTS"
POST, UPDATE = "chat.postMessage", "chat.update"


async def answered(here: AtWork, me: Person, prospect: str = "Acme") -> str:
    """A finished interview; returns the ts of the first answer."""
    await me.command(prospect)
    await here.settled()
    first, _ = await me.says(ANSWERS[0])
    for text in (*ANSWERS[1:], "yes"):
        await me.says(text)
    await here.settled()
    return first


async def ready(here: AtWork) -> Person:
    """Somebody whose team has a channel for verdicts."""
    me = here.person()
    await me.command("verdicts here", CHANNEL)
    await here.settled()
    return me


def cards(me: Person) -> list[Message]:
    """What is in the channel, without what was said when it was chosen."""
    return me.seen(CHANNEL)[1:]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("verdicts here", "Verdicts appear in this channel from now on."),
        ("Verdicts  HERE", "Verdicts appear in this channel from now on."),
        ("النتائج هنا", "ستظهر النتائج في هذه القناة من الآن فصاعدًا."),
    ],
)
def test_verdicts_go_to_a_channel_in_which_the_bot_can_post(
    typed: str, said: str, database: Database
) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()

        await me.command(typed, CHANNEL)
        await here.settled()

        chosen = await here.look(lambda records: records.verdict_address())
        assert chosen == Address("slack", "T1", CHANNEL)
        assert [one.words for one in me.seen(CHANNEL)] == [said]

    on_slack(database, tried)


@pytest.mark.parametrize(
    ("channel", "said"),
    [
        ("CWITHOUT", "Invite me first"),
        ("CNOWHERE", "Invite me first"),
        ("COLD", "archived"),
        ("CCLOSED", "Ask whoever looks after it"),
        ("D1", "not in a direct message"),
    ],
)
def test_a_channel_in_which_the_bot_may_not_post_is_found_out_when_it_is_chosen(
    channel: str, said: str, database: Database
) -> None:
    async def tried(here: AtWork) -> None:
        ack = await here.person().command("verdicts here", channel)
        await here.settled()

        assert said in ack.text
        assert await here.look(lambda records: records.verdict_address()) is None
        assert here.person().seen(channel) == []

    on_slack(database, tried)


def test_a_guest_cannot_move_the_verdicts(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        await here.person("UGUEST").command("verdicts here", CHANNEL)

        assert await here.look(lambda records: records.verdict_address()) is None
        assert here.person().seen(CHANNEL) == []

    on_slack(database, tried)


def test_a_verdict_is_one_short_card_with_the_answers_in_its_thread(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = await ready(here)

        await answered(here, me)

        card, below = cards(me)
        assert "Acme: accept" in card.words
        assert "Score" not in card.words
        assert (card.thread, below.thread) == (None, card.ts)
        assert "Score: 100.0 of 100.0" in below.words
        assert "It goes to your team's channel" in me.seen()[-1].words

    on_slack(database, tried)


def test_a_changed_answer_changes_the_card_in_place_and_is_said_in_the_thread(
    database: Database,
) -> None:
    async def tried(here: AtWork) -> None:
        me = await ready(here)
        first = await answered(here, me)

        await me.edits(first, "4")
        await here.settled()

        card, below, note = cards(me)
        assert (card.changes, below.changes, note.thread) == (1, 1, card.ts)
        assert "accept with conditions" in card.words
        assert "100% up front, and is now Nothing before delivery" in note.words
        assert "The verdict was accept · 100.0 of 100" in note.words

    on_slack(database, tried)


def test_a_verdict_is_changed_where_it_stands_when_the_team_has_moved(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = await ready(here)
        first = await answered(here, me)

        await me.command("verdicts here", "C1")
        await me.edits(first, "4")
        await here.settled()

        moved = [one for one in cards(me) if "another channel" in one.words]
        assert [one.changes for one in cards(me) if one not in moved] == [1, 1, 0]
        assert (len(moved), len(me.seen("C1"))) == (1, 1)

    on_slack(database, tried)


def test_a_card_that_somebody_deleted_is_shown_again(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = await ready(here)
        first = await answered(here, me)
        deleted = cards(me)[0]
        me.workspace.shown[CHANNEL].remove(deleted)

        await me.edits(first, "4")
        await here.settled()

        again = [one for one in cards(me) if one.thread is None]
        assert len(again) == 1
        assert "accept with conditions" in again[0].words

    on_slack(database, tried)


@pytest.mark.parametrize("kind", [Kind.LOST, Kind.FAILED, Kind.BROKEN, Kind.LIMITED])
def test_a_card_is_shown_once_whatever_happens_to_the_reply(kind: Kind, database: Database) -> None:
    async def tried(here: AtWork, clock: StoppedClock) -> None:
        me = await ready(here)
        await me.command("Acme")
        await here.settled()
        for text in ANSWERS:
            await me.says(text)
        await here.settled()

        here.slack.api.faults[POST] = [Fault(kind, 1)] * 3
        await me.says("yes")
        for _ in range(8):
            await here.settled()
            here.slack.api.pauses.clear()
            here.connection._calls._limited.clear()  # noqa: SLF001  # As if it had passed.
            clock.move(40)
        await here.settled()

        assert [one.thread is None for one in cards(me)] == [True, False]
        keys = [one.key for one in me.workspace.messages if one.key]
        assert len(set(keys)) == len(keys)

    clock = StoppedClock()
    on_slack(database, lambda here: tried(here, clock), clock=clock)


@pytest.mark.parametrize("kind", [Kind.LOST, Kind.FAILED, Kind.BROKEN])
def test_a_change_is_made_whatever_happens_to_the_reply(kind: Kind, database: Database) -> None:
    async def tried(here: AtWork, clock: StoppedClock) -> None:
        me = await ready(here)
        first = await answered(here, me)

        here.slack.api.faults[UPDATE] = [Fault(kind)] * 4
        await me.edits(first, "4")
        for _ in range(6):
            await here.settled()
            clock.move(40)
        await here.settled()

        card, below, _ = cards(me)
        assert "accept with conditions" in card.words
        assert below.changes >= 1

    clock = StoppedClock()
    on_slack(database, lambda here: tried(here, clock), clock=clock)


def test_a_change_that_has_to_wait_holds_up_no_question(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        await me.command("Acme")
        await here.settled()

        here.slack.api.faults[UPDATE] = [Fault(Kind.LIMITED, 600)]
        for text in ANSWERS[:3]:
            await me.says(text)
            await here.settled()

        assert "Question 4" in me.seen()[-1].words

    on_slack(database, tried, clock=StoppedClock())


def test_what_changes_twice_ends_as_it_was_changed_last(database: Database) -> None:
    async def tried(here: AtWork, clock: StoppedClock) -> None:
        me = await ready(here)
        first = await answered(here, me)

        here.slack.api.faults[UPDATE] = [Fault(Kind.FAILED)] * 5
        await me.edits(first, "4")
        await here.settled()
        await me.edits(first, "2")
        for _ in range(6):
            clock.move(40)
            await here.settled()

        card, below = cards(me)[:2]
        assert "Acme: accept ·" in card.words
        assert "50% or more" in below.words

    clock = StoppedClock()
    on_slack(database, lambda here: tried(here, clock), clock=clock)


@pytest.mark.parametrize("trouble", ["archived", "left"])
def test_a_verdict_that_cannot_be_shown_is_told_to_whoever_answered(
    trouble: str, database: Database
) -> None:
    async def tried(here: AtWork) -> None:
        me = await ready(here)
        channel = me.workspace.channels[CHANNEL]
        channel.archived = trouble == "archived"
        if trouble == "left":
            channel.members.clear()

        await answered(here, me)

        given_up = await here.look(lambda records: records.outbox.undelivered())
        assert cards(me) == []
        assert {one.reason for one in given_up} == {
            "is_archived" if trouble == "archived" else "not_in_channel"
        }
        (notice,) = [one for one in me.seen() if "cannot be shown in the team's" in one.words]
        assert ("is archived" if trouble == "archived" else "am not in") in notice.words
        assert "“verdicts here”" in notice.words
        assert "qualify-bot resend" not in notice.words

    on_slack(database, tried)


@pytest.mark.parametrize("way", ["another", "the same"])
def test_a_verdict_that_could_not_be_shown_appears_where_verdicts_go_next(
    way: str, database: Database
) -> None:
    async def tried(here: AtWork) -> None:
        me = await ready(here)
        channel = me.workspace.channels[CHANNEL]
        channel.archived = True
        await answered(here, me)
        await answered(here, me, "Globex")

        channel.archived = way == "another"
        chosen = "C1" if way == "another" else CHANNEL
        for _ in range(2):
            await me.command("verdicts here", chosen)
            await here.settled()

        told, *shown = me.seen(chosen)
        assert "Verdicts appear" in told.words
        assert [one.thread is None for one in shown] == [True, False, True, False]
        assert ["Acme: accept" in shown[0].words, "Globex: accept" in shown[2].words] == [True] * 2
        # What the channel that is archived is told stays undelivered, and nothing else.
        left = await here.look(lambda records: records.outbox.undelivered())
        assert len(left) == (way == "another")

    on_slack(database, tried)


def test_two_workspaces_see_nothing_of_each_other(database: Database) -> None:
    async def tried() -> None:
        async with (
            slack("T1") as one,
            slack("T2") as two,
            process(one, database) as first,
            process(two, database) as second,
        ):
            mona, omar = first.person(), second.person("U1", "T2")
            await mona.command("verdicts here", CHANNEL)
            await first.settled()

            await answered(first, mona, "Acme")
            await answered(second, omar, "Globex")
            shown = await omar.command("list")

            assert len(mona.seen(CHANNEL)) == 3
            assert omar.seen(CHANNEL) == []
            assert "Globex" in shown.text
            assert "Acme" not in shown.text
        assert one.api.complaints + two.api.complaints == []

    asyncio.run(tried())


def test_what_belongs_into_a_thread_that_is_gone_is_said_all_the_same(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = await ready(here)
        await me.command("Acme")
        await here.settled()
        for text in ANSWERS:
            await me.says(text)
        await here.settled()

        here.slack.api.faults["chat.postMessage"] = [Fault(Kind.SLOW, 0.0), Fault(Kind.SLOW, 0.0)]
        workspace, show = me.workspace, me.workspace.show

        def deleted_at_once(message: Message) -> None:
            if (
                message.channel != CHANNEL
                or message.thread is not None
                or "accept" not in message.words
            ):
                show(message)

        workspace.show = deleted_at_once  # type: ignore[method-assign]
        await me.says("yes")
        await here.settled()

        (below,) = cards(me)
        assert "Score" in below.words

    on_slack(database, tried)


@pytest.mark.parametrize("kind", [Kind.SLOW, Kind.LOST, Kind.FAILED, Kind.BROKEN, Kind.LIMITED])
def test_nothing_is_announced_in_a_channel_that_does_not_have_the_verdicts(
    kind: Kind, database: Database
) -> None:
    async def tried(here: AtWork) -> None:
        here.slack.api.faults["chat.postEphemeral"] = [Fault(kind, 1.6)]
        me = here.person()

        first = await me.command("verdicts here", CHANNEL)
        await here.settled()
        chosen = await here.look(lambda records: records.verdict_address())
        told = [one.words for one in me.seen(CHANNEL)]
        here.slack.api.pauses.clear()
        here.connection._calls._limited.clear()  # noqa: SLF001  # As if it had passed.
        again = await me.command("verdicts here", CHANNEL)
        await me.command("verdicts here", CHANNEL)
        await here.settled()

        assert first.seconds < 3
        assert (chosen, told) == (None, [])
        assert "does not work at the moment" in first.text
        assert "From now on" in again.text
        assert len(me.seen(CHANNEL)) == 1

    on_slack(database, tried)


@pytest.mark.parametrize("kind", [Kind.SLOW, Kind.LOST, Kind.FAILED, Kind.BROKEN, Kind.LIMITED])
def test_a_channel_is_told_once_that_it_has_the_verdicts(kind: Kind, database: Database) -> None:
    async def tried(here: AtWork, clock: StoppedClock) -> None:
        here.slack.api.faults[POST] = [Fault(kind, 1.6)] * 2
        me = here.person()

        ack = await me.command("verdicts here", CHANNEL)
        for _ in range(5):
            await here.settled()
            here.slack.api.pauses.clear()
            here.connection._calls._limited.clear()  # noqa: SLF001  # As if it had passed.
            clock.move(40)
        await here.settled()

        assert "From now on" in ack.text
        assert [one.words for one in me.seen(CHANNEL)] == [
            "Verdicts appear in this channel from now on."
        ]

    clock = StoppedClock()
    on_slack(database, lambda here: tried(here, clock), clock=clock)


def test_a_verdict_in_the_direct_message_loses_its_buttons_when_an_answer_changes(
    database: Database,
) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        first = await answered(here, me)
        await me.command("Acme")
        await here.settled()
        before = [one for one in me.seen() if "Acme: accept" in one.words]

        await me.edits(first, "4")
        await here.settled()

        verdicts = [one for one in me.seen() if "Acme: accept" in one.words]
        assert len(before) == 2
        assert [bool(one.labels) for one in verdicts] == [False, False, True]
        assert all("further down" in one.words for one in verdicts[:2])
        assert "accept with conditions" in verdicts[2].words

    on_slack(database, tried)


def test_looking_at_a_verdict_in_another_language_leaves_the_teams_card_in_its_own(
    database: Database,
) -> None:
    async def tried(here: AtWork) -> None:
        here.person().workspace.people["U1"]["locale"] = "ar"
        mona, omar = await ready(here), here.person("U2")
        first = await answered(here, mona, "شركة النور")
        arabic = cards(mona)[0].words

        await omar.command("شركة النور")
        await here.settled()
        looked = omar.seen()[-1].words
        await mona.edits(first, "4")
        await here.settled()

        assert "accept" in looked
        assert "شركة النور: قبول" in arabic
        assert not any("accept" in one.words for one in (*cards(mona), *mona.seen()))

    on_slack(database, tried)


def long_list(traits: int) -> str:
    """A list whose questions, names and answers are as long as they may be taken for sane."""
    about = "whether everybody who has to say yes has said yes in writing and will not change it"
    lines = ["list: long", "name: {en: Long, ar: طويلة}", "traits:"]
    for place in range(traits):
        lines += [
            f"  - trait: trait_{place}",
            f"    name: {{en: 'Trait {place} {about}', ar: 'الصفة {place} {about}'}}",
            "    weight: 1",
            "    about:",
            f"      question: {{en: 'Question {place}, {about}?', ar: 'السؤال {place} {about}؟'}}",
            "      answer: choice",
            "      options:",
            f"        yes: {{en: 'Yes, {about[8:70]}', ar: 'نعم {about[8:70]}', fit: 1}}",
            f"        no: {{en: 'No: {about[8:70]}', ar: 'لا {about[8:70]}', fit: 0}}",
        ]
    return "\n".join(lines)


@pytest.mark.parametrize("locale", ["en-US", "ar"])
def test_a_list_of_sixty_traits_is_asked_and_weighed_to_the_end(
    locale: str, database: Database, tmp_path: Path
) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person()
        me.workspace.people["U1"]["locale"] = locale
        await ready(here)
        file = tmp_path / "long.yaml"
        file.write_text(long_list(60), "utf-8")
        here.bot._service._usual_list = str(file)  # noqa: SLF001  # As the setting would.
        await me.command("Acme")

        for _ in range(60):
            await me.says("1")
        await here.settled()
        summary = replace(me.seen()[-1])
        await me.says("yes")
        await here.settled()
        first = await me.command("show Acme")
        await me.opens_home()
        await me.presses_at_home("Show" if locale == "en-US" else "عرض")

        below, verdict = cards(me)[1], me.seen()[-1]
        for one in (summary, below, verdict):
            assert "/qualify" in one.words
            assert all(f"{place} whether" in one.words for place in range(60))
        assert summary.labels
        assert verdict.labels
        assert "/qualify" in first.text
        whole = Message("", "", "", me.form["blocks"]).words
        assert whole.count("and will not change it") >= 60
        assert await here.look(lambda records: records.outbox.undelivered()) == []

    on_slack(database, tried)
