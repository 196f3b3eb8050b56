"""Which team something is for: people in one server, several or none, and Slack beside them."""

import asyncio
from pathlib import Path

import pytest

from adapters.discord.people import People
from adapters.discord.reading import Did
from adapters.discord.rest import Rest
from bot.answers import Picked
from bot.ports import Address, StorageUnavailable
from bot.records import Choice, Doorway
from tests.databases import Database
from tests.discord_app import AtWork, on_discord
from tests.discord_app import process as discord_process
from tests.discord_server import Person, discord_server, studio
from tests.slack_app import process as slack_process
from tests.slack_server import slack
from tests.world import PHRASES

THEIRS = ("1", "1", "3000 dollars", "1", "1 day", "1", "1", "1", "looks good")
FOLDER = Path(__file__).parent


async def says(here: AtWork, me: Person, text: str) -> str:
    """Let them write; returns what the bot says to it last."""
    before = len(me.from_bot())
    me.says(text)
    await here.until(lambda: len(me.from_bot()) > before)
    await here.settled()
    return me.from_bot()[-1].content


def test_who_is_a_member_in_one_server_needs_to_say_nothing(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person("11")

        said = await says(here, me, "qualify Acme")

        assert "Question 1" in said
        assert await here.record("11") is not None

    on_discord(database, tried)


def test_who_belongs_to_no_server_works_alone(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        lone = here.person("14")

        said = await says(here, lone, "qualify Acme")

        assert "Question 1" in said
        record = await here.record("14", "@14")
        assert record is not None
        assert record.address == Address("discord", "@14", "@14")
        assert await here.record("14") is None

    on_discord(database, tried)


def test_a_prospect_in_the_server_works_alone_too(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        jane = here.person("13")

        await says(here, jane, "qualify Acme")

        assert await here.record("13", "@13") is not None
        assert await here.look(lambda records: records.listings()) == []

    on_discord(database, tried)


def test_who_is_a_member_in_two_servers_is_asked_and_can_change(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        other = studio(here.discord.rest, "Other")
        gateway = here.discord.gateway
        gateway.tell("GUILD_CREATE", gateway.guild_created(other), other.id)
        await here.until(lambda: len(here.connection.servers()) == 2)
        me = here.person("11")

        commanded = await me.command("qualify start", name="Acme")
        assert "Which team" in commanded.text
        asked = await says(here, me, "qualify Acme")
        assert "Which team" in asked
        assert set(me.seen()[-1].labels) == {"Studio", "Other", "Just me"}
        ack = await me.presses("Other")
        assert "for Other" in ack.text
        await says(here, me, "qualify Acme")
        assert await here.record("11", other.id) is not None
        assert await here.record("11") is None

        await says(here, me, "team")
        await me.presses("Studio")
        await says(here, me, "qualify Nour")
        record = await here.record("11")
        assert record is not None
        assert record.prospect == "Nour"

    on_discord(database, tried)


def test_a_press_is_for_the_team_of_its_interview(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        other = studio(here.discord.rest, "Other")
        me = here.person("11")
        await me.command("qualify start", here.discord.channel("general"), name="Acme")
        await here.settled()
        first = me.seen()[-1]
        there = here.discord.person("11", other.id)
        await there.command("qualify start", here.discord.channel("general", other.id), name="Nour")
        await here.settled()

        await me.presses("50% or more", first)
        await here.answered(1)

        ours, theirs = await here.record("11"), await here.record("11", other.id)
        assert ours is not None
        assert theirs is not None
        assert [one.response for one in ours.interview.answers] == [Picked("half")]
        assert theirs.interview.answers == ()

    on_discord(database, tried)


def test_two_servers_see_nothing_of_each_other(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        other = studio(here.discord.rest, "Other")
        me = here.person("11")
        await me.command("qualify start", here.discord.channel("general"), name="Secret")
        await here.settled()
        there = here.discord.person("11", other.id)
        channel = here.discord.channel("general", other.id)

        listed = await there.command("qualify list", channel)
        shown = await there.command("qualify show", channel, name="Secret")
        offered = await there.completes("qualify show", "name", "S", channel)

        assert "Nobody is on record" in listed.text
        assert "Nothing about" in shown.text
        assert offered == []

    on_discord(database, tried)


def test_the_app_of_a_person_works_in_servers_where_the_bot_is_not(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        other = studio(here.discord.rest, "Other")
        lone = here.discord.person("14", other.id)
        other.members["14"] = []
        channel = here.discord.channel("general", other.id)

        ack = await lone.command("qualify start", channel, own=True, name="Acme")
        await here.settled()

        assert "I have written to you" in ack.text
        assert await here.record("14", "@14") is not None
        refused = await lone.command("qualify verdicts-here", channel, own=True)
        assert "only in a channel of a server" in refused.text

    on_discord(database, tried)


def test_a_member_who_lost_the_role_reaches_nothing(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        general = here.discord.channel("general")
        guild = here.discord.rest.guilds[here.guild]
        team = next(role for role, (name, _) in guild.roles.items() if name == "Team")
        await here.person("11").command("qualify members", general, role=team)
        omar = here.person("12")
        await omar.command("qualify start", general, name="Acme")
        await here.settled()
        guild.members["12"] = []

        ack = await omar.command("qualify list", general)
        pressed = await omar.presses("50% or more")
        await here.settled()

        assert "Only members" in ack.text
        assert pressed.kind is not None
        record = await here.record("12")
        assert record is not None
        assert record.interview.answers == ()

    on_discord(database, tried)


def test_arabic_is_noticed_in_direct_messages_and_offered_once(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        me = here.person("11")
        await says(here, me, "qualify Acme")
        me.says("نعم")
        await here.until(lambda: any("أتفضّل" in one.content for one in me.from_bot()))
        await here.settled()
        ack = await me.presses("العربية")
        assert "سأحدّثك بالعربية" in ack.text
        said = await says(here, me, "2")

        offers = [one for one in me.from_bot() if "أتفضّل" in one.content]
        assert len(offers) == 1
        assert "السؤال 2" in said

    on_discord(database, tried)


# Slack and Discord


@pytest.mark.parametrize("first", ["slack", "discord"])
def test_a_prospect_answers_in_discord_and_the_verdict_appears_in_slack(
    first: str, database: Database
) -> None:
    async def tried() -> None:
        async with slack() as workspace, discord_server() as servers:
            api = workspace.api.workspaces["T1"]
            api.people["U1"]["is_admin"] = True
            async with slack_process(workspace, database) as ours:
                ways = {"slack": ours.connection.messenger}
                async with discord_process(servers, database, messengers=ways) as here:
                    member, mona = workspace.person(), here.person("11")
                    general = servers.channel("general")
                    await member.command("verdicts here", channel="CVERDICTS")
                    await ours.settled()
                    if first == "slack":
                        offered = (await member.command("link")).text
                        code = offered.split("link ")[1][:11]
                        joined = (await mona.command("qualify link", general, code=code)).text
                    else:
                        offered = (await mona.command("qualify link", general)).text
                        code = offered.split("link ")[1][:11]
                        joined = (await member.command(f"link {code}")).text
                    assert "one team now" in joined

                    await mona.command("qualify panel", general)
                    jane = here.person("13")
                    await jane.presses("Work with us", channel=general)
                    await jane.presses("Begin", channel=general)
                    await here.asked("Question 1", jane)
                    for place, text in enumerate(THEIRS, 1):
                        jane.says(text)
                        if place < len(THEIRS):
                            await here.answered(place, "13")
                    await here.until(
                        lambda: any("Jane Doe" in one.words for one in member.seen("CVERDICTS"))
                    )
                    await here.settled()

                    told = member.seen("CVERDICTS")
                    cards = [one for one in told if "Jane" in one.words and not one.thread]
                    assert len(cards) == 1
                    assert "accept" in cards[0].words
                    assert "Thank you" in jane.from_bot()[-1].content
                    shown = " ".join(one.content for one in jane.from_bot()).casefold()
                    assert "accept" not in shown
                    listed = (await member.command("list")).text
                    assert "Jane Doe" in listed
                    await member.command("reply Jane Doe (@jane)")
                    await member.submits({"text": "We would love to work with you."})
                    await here.asked("We would love to work with you.", jane)
            assert servers.rest.complaints == []

    asyncio.run(tried())


def test_a_code_is_for_admins_alone_on_both_sides(database: Database) -> None:
    async def tried() -> None:
        async with (
            slack() as workspace,
            discord_server() as servers,
            slack_process(workspace, database),
            discord_process(servers, database) as here,
        ):
            member = workspace.person()
            omar = here.person("12")
            general = servers.channel("general")
            guild = servers.rest.guilds[here.guild]
            team = next(role for role, (name, _) in guild.roles.items() if name == "Team")
            await here.person("11").command("qualify members", general, role=team)

            said = [
                (await member.command("link")).text,
                (await member.command("link AAAAA-AAAAA")).text,
                (await omar.command("qualify link", general)).text,
                (await omar.command("qualify link", general, code="AAAAA-AAAAA")).text,
            ]

            assert all("Only an admin" in one for one in said)
            assert database.run("SELECT count(*) FROM links") == [(0,)]

    asyncio.run(tried())


def test_what_was_chosen_moves_with_the_space_that_joins(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        await here.look(lambda records: records.members.choose(here.at("11"), Choice("ar", None)))

        def join(tx: object) -> None:
            from bot.linking import entered, offered
            from tests.clock import START

            code = offered(tx, Address("slack", "T1", "U1"), START)  # type: ignore[arg-type]
            entered(tx, here.at("11"), code, START)  # type: ignore[arg-type]

        await here.storage.run(join)

        assert await here.look(lambda r: r.members.choice(here.at("11"))) == Choice("ar", None)

    on_discord(database, tried)


def test_a_prospect_who_asks_for_help_goes_on_answering(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        jane, general = here.person("13"), here.discord.channel("general")
        await here.person("11").command("qualify panel", general)
        await jane.presses("Work with us", channel=general)
        await jane.presses("Begin", channel=general)
        await here.asked("Question 1", jane)
        await jane.command("qualify help")
        await jane.command("qualify team")
        await says(here, jane, "qualify help")

        jane.says("1")
        await here.answered(1, "13")

    on_discord(database, tried)


def test_everybodys_role_makes_nobody_a_member(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        general = here.discord.channel("general")

        ack = await here.person("11").command("qualify members", general, role=here.guild)

        assert "prospects too" in ack.text
        doorway = await here.look(lambda records: records.door.doorway(here.at("11")))
        assert doorway.role is None

    on_discord(database, tried)


def test_two_servers_of_one_team_keep_their_interviews_apart(database: Database) -> None:
    async def tried() -> None:
        async with discord_server() as made:
            other = studio(made.rest, "Other")
            async with discord_process(made, database) as here:
                me, general = here.person("11"), made.channel("general")
                there = made.person("11", other.id)
                offered = (await me.command("qualify link", general)).text
                code = offered.split("link ")[1][:11]
                joined = await there.command(
                    "qualify link", made.channel("general", other.id), code=code
                )
                assert "one team now" in joined.text
                await me.command("qualify start", general, name="Acme")
                await here.settled()
                question = me.seen()[-1]
                await there.command("qualify list", made.channel("general", other.id))
                await there.command("qualify start", made.channel("general", other.id), name="Nour")
                await here.settled()
            async with discord_process(made, database) as again:
                await me.presses("50% or more", question)
                await again.answered(1)

    asyncio.run(tried())


def test_a_reply_is_for_the_team_of_its_interview_wherever_messages_go(
    database: Database,
) -> None:
    async def tried(here: AtWork) -> None:
        other = studio(here.discord.rest, "Other")
        jane, general = here.person("13"), here.discord.channel("general")
        me, there = here.person("11"), here.discord.person("11", other.id)
        await me.command("qualify panel", general)
        await jane.presses("Work with us", channel=general)
        await jane.presses("Begin", channel=general)
        await here.asked("Question 1", jane)
        await me.command("qualify reply", general, name="Jane Doe (@jane)")
        await there.command("qualify start", here.discord.channel("general", other.id), name="Nour")
        await here.settled()

        ack = await me.submits(text="We would love to.")

        assert "on its way" in ack.text
        await here.asked("We would love to.", jane)

    on_discord(database, tried)


def test_nobody_is_taken_for_a_guest_because_the_database_is_slow() -> None:
    async def slow(_: Address) -> tuple[Doorway, Choice]:
        await asyncio.sleep(5)
        return Doorway(), Choice()

    people = People(Rest("a token"), PHRASES, "en", slow)
    by = Did("1", "12", "omar", guild="5", roles=("6",))

    with pytest.raises(StorageUnavailable):
        asyncio.run(people.person(by, "5"))


def test_a_member_elsewhere_who_was_a_prospect_here_begins_for_their_own_team(
    database: Database,
) -> None:
    async def tried(here: AtWork) -> None:
        other = studio(here.discord.rest, "Other")
        admin = next(role for role, (name, _) in other.roles.items() if name == "Admin")
        other.members["13"] = [admin]
        gateway = here.discord.gateway
        gateway.tell("GUILD_CREATE", gateway.guild_created(other), other.id)
        await here.until(lambda: len(here.connection.servers()) == 2)
        jane, general = here.person("13"), here.discord.channel("general")
        await here.person("11").command("qualify panel", general)
        await jane.presses("Work with us", channel=general)
        await jane.presses("Begin", channel=general)
        await here.asked("Question 1", jane)

        await says(here, jane, "/qualify start Zeta")

        record = await here.record("13", other.id)
        assert record is not None
        assert record.prospect == "Zeta"

    on_discord(database, tried)


def test_who_is_blocked_is_not_told_of_commands(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        jane, general = here.person("13"), here.discord.channel("general")
        await here.person("11").command("qualify panel", general)
        await jane.presses("Work with us", channel=general)
        await jane.presses("Begin", channel=general)
        await here.asked("Question 1", jane)
        await here.person("11").command("qualify block", general, person="13")

        assert "Nothing is being asked" in await says(here, jane, "1")

    on_discord(database, tried)


def test_whoever_reads_discord_in_arabic_is_spoken_with_in_arabic(database: Database) -> None:
    async def tried(here: AtWork) -> None:
        here.discord.rest.users["11"].locale = "ar"
        me = here.person("11")

        ack = await me.command("qualify start", here.discord.channel("general"), name="Acme")
        await here.settled()

        assert "كتبتُ إليك" in ack.text
        assert "السؤال 1" in me.from_bot()[-1].content
        assert "السؤال 2" in await says(here, me, "2")

    on_discord(database, tried)
