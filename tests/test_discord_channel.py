"""Verdicts in a channel of a server: one card, its thread, changes, and channels that refuse."""

import pytest

from bot.arrivals import MOST_NAME
from bot.ports import Address
from bot.records import Undelivered
from tests.databases import Database
from tests.discord_app import AtWork, on_discord
from tests.discord_guilds import Channel, Fault, Message
from tests.discord_server import Person

GOOD = ("1", "1", "2000 USD", "5", "2 hours", "1", "1", "1", "looks good")


async def chosen(here: AtWork, name: str = "verdicts") -> Channel:
    """The channel that has the verdicts."""
    channel = here.discord.channel(name)
    ack = await here.person().command("qualify verdicts-here", channel)
    assert "verdicts appear in this channel" in ack.text
    await here.settled()
    return channel


async def answered(here: AtWork, name: str = "Acme") -> Person:
    """Somebody who has just answered everything."""
    me = here.person()
    await me.command("qualify start", here.discord.channel("general"), name=name)
    await here.settled()
    for text in GOOD:
        seen = len(me.from_bot())
        me.says(text)
        await here.until(lambda seen=seen: len(me.from_bot()) > seen)  # type: ignore[misc]
        await here.settled()
    return me


def cards(here: AtWork, channel: Channel) -> list[Message]:
    """What the bot said in a channel, but for what it said about the channel."""
    said = [one for one in here.person().from_bot(channel) if one.for_user is None]
    return [one for one in said if "appear in" not in one.content]


async def undelivered(here: AtWork) -> list[Undelivered]:
    return await here.look(lambda records: records.outbox.undelivered())


def test_a_verdict_is_one_card_with_the_answers_in_its_thread(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        channel = await chosen(here)
        await answered(here)

        (card,) = cards(here, channel)
        assert card.content.startswith("### Acme: accept")
        (below,) = here.discord.thread(card).messages
        assert "100% up front" in below.content

    on_discord(database, tried)


def test_a_changed_answer_changes_the_card_and_is_said_in_its_thread(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        channel = await chosen(here)
        me = await answered(here)
        first = next(one for one in me.seen() if one.author == me.user)

        me.edits(first, "4")
        await here.until(lambda: "86.1" in cards(here, channel)[0].content)
        await here.settled()

        (card,) = cards(here, channel)
        answers, note = here.discord.thread(card).messages
        assert "Nothing before delivery" in answers.content
        assert "100% up front" in note.content

    on_discord(database, tried)


@pytest.mark.parametrize("slow", ["lost", "500", "503", "429", "slow"])
def test_a_card_is_shown_once_whatever_happens_to_the_reply(slow: str, database: Database) -> None:
    async def tried(here: AtWork) -> None:
        channel = await chosen(here)
        fault = {
            "lost": Fault("POST", f"/channels/{channel.id}/messages$", lost=True),
            "500": Fault("POST", f"/channels/{channel.id}/messages$", 500),
            "503": Fault("POST", f"/channels/{channel.id}/messages$", 503),
            "429": Fault("POST", f"/channels/{channel.id}/messages$", 429, after=0.3),
            "slow": Fault("POST", f"/channels/{channel.id}/messages$", slow=1.0),
        }[slow]
        here.discord.rest.faults.append(fault)
        await answered(here)

        await here.until(lambda: bool(cards(here, channel)))
        await here.until(lambda: cards(here, channel)[0].id in here.discord.rest.channels)
        await here.until(lambda: bool(here.discord.thread(cards(here, channel)[0]).messages))
        await here.settled()

        (card,) = cards(here, channel)
        assert len(here.discord.thread(card).messages) == 1
        assert here.discord.rest.faults == []

    on_discord(database, tried)


def test_a_card_whose_nonce_is_forgotten_is_looked_for(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        channel = await chosen(here)
        here.discord.rest.forgets_nonces = True
        path = f"/channels/{channel.id}/messages$"
        # Its reply is lost, and then Discord is away for longer than it remembers nonces.
        here.discord.rest.faults.append(Fault("POST", path, lost=True))
        import adapters.discord.messenger as sending

        remembered = sending.REMEMBERED
        sending.REMEMBERED = -remembered
        try:
            await answered(here)
            await here.until(lambda: bool(cards(here, channel)))
            await here.until(lambda: cards(here, channel)[0].id in here.discord.rest.channels)
            await here.settled()
        finally:
            sending.REMEMBERED = remembered

        assert len(cards(here, channel)) == 1

    on_discord(database, tried)


def test_a_card_that_somebody_deleted_is_shown_again_when_it_changes(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        channel = await chosen(here)
        me = await answered(here)
        channel.messages.remove(cards(here, channel)[0])
        first = next(one for one in me.seen() if one.author == me.user)

        me.edits(first, "4")
        await here.until(lambda: bool(cards(here, channel)))
        await here.settled()

        assert any("86.1" in one.content for one in cards(here, channel))

    on_discord(database, tried)


@pytest.mark.parametrize("why", ["forbidden", "locked"])
def test_where_there_can_be_no_thread_the_answers_stand_below_the_card(
    why: str, database: Database
) -> None:
    async def tried(here: AtWork) -> None:
        channel = await chosen(here)
        if why == "forbidden":
            channel.may -= {"create_public_threads"}
        me = await answered(here)
        if why == "locked":
            here.discord.thread(cards(here, channel)[0]).locked = True
            first = next(one for one in me.seen() if one.author == me.user)
            me.edits(first, "4")
            await here.until(lambda: len(cards(here, channel)) > 1)
        await here.settled()

        card, below, *_ = cards(here, channel)
        assert below.body["message_reference"]["message_id"] == card.id

    on_discord(database, tried)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("readonly", "Send Messages"),
        ("nothreads", "Create Public Threads, Send Messages in Threads"),
        ("voice", "text channel"),
    ],
)
def test_a_channel_in_which_the_bot_may_not_do_all_is_found_out_when_it_is_chosen(
    name: str, said: str, database: Database
) -> None:
    async def tried(here: AtWork) -> None:
        channel = here.discord.channel(name)

        ack = await here.person().command("qualify verdicts-here", channel)

        assert said in ack.text
        assert await here.look(lambda records: records.verdict_address()) is None

    on_discord(database, tried)


def test_a_verdict_that_cannot_be_shown_is_told_and_appears_where_verdicts_go_next(
    database: Database,
) -> None:
    async def tried(here: AtWork) -> None:
        old = await chosen(here)
        del here.discord.rest.channels[old.id]
        me = await answered(here)
        await here.until(lambda: any("verdict" in one.content for one in me.from_bot()[-2:]))
        await here.settled()
        assert any("I am not in the channel" in one.content for one in me.from_bot())

        new = await chosen(here, "general")
        await here.until(lambda: bool(cards(here, new)))
        await here.settled()

        assert cards(here, new)[0].content.startswith("### Acme: accept")

    on_discord(database, tried)


@pytest.mark.parametrize(
    "name",
    [
        "*Acme* <@11> @everyone",
        "[Acme](http://a.b)",
        "# Acme",
        "||Acme||",
        "`A` ~~b~~ __c__",
        "> A",
    ],
)
def test_a_name_stays_what_it_is(name: str, database: Database) -> None:
    async def tried(here: AtWork) -> None:
        channel = await chosen(here)
        await answered(here, name)

        (card,) = cards(here, channel)
        raw = str(card.body["content"]).split("\n")[0]
        assert card.content.replace("\u200b", "").startswith(f"### {name}: accept")
        assert "<@11>" not in raw
        assert "@everyone" not in raw
        assert "](" not in raw.replace("\\](", "")
        for one in ("*Acme*", "||Acme||", "`A`", "~~b~~", "__c__"):
            assert one not in raw
        assert card.body["allowed_mentions"] == {"parse": []}
        assert len(name) <= MOST_NAME

    on_discord(database, tried)


def test_everybody_is_told_when_the_channel_moves(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        old = await chosen(here)
        new = await chosen(here, "general")

        told = [[one.content for one in here.discord.rest.shown(at.id)] for at in (old, new)]
        assert told == [
            [
                "Verdicts appear in this channel from now on.",
                "Verdicts appear in another channel from now on.",
            ],
            ["Verdicts appear in this channel from now on."],
        ]
        address = await here.look(lambda records: records.verdict_address())
        assert address == Address("discord", here.guild, new.id)

    on_discord(database, tried)


def test_an_export_comes_as_files_that_are_shown_once(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = await answered(here)
        lost = Fault("POST", f"/channels/{me.dm.id}/messages$", lost=True)
        here.discord.rest.faults.append(lost)

        ack = await me.command("qualify export")
        assert "on its way" in ack.text
        await here.until(lambda: any(one.files for one in me.from_bot()))
        await here.until(lambda: here.discord.rest.faults == [])
        await here.settled()

        (message,) = [one for one in me.from_bot() if one.files]
        assert [name.rsplit(".")[-1] for name, _ in message.files] == ["csv", "json"]
        assert b"Acme" in message.files[0][1]

    on_discord(database, tried)
