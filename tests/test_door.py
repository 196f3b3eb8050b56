"""Prospects who come in by themselves: what is open to a guest, limits, and who is shut out."""

import pytest

from bot import door
from bot.arrivals import (
    Arrival,
    ChannelChosen,
    ExportWanted,
    Handled,
    Happening,
    IntakeRequested,
    InterviewWanted,
    QualifyRequested,
    ReplyWritten,
    TextEdited,
    TextSent,
)
from bot.cards import Card, Paragraph
from bot.door import MOST_OF_ONE, Closed, closed
from bot.events import CancelAsked, ChoicePicked, RestartAsked, Returned, SummaryAccepted
from bot.ports import Address
from bot.profile import Respondent
from bot.records import Doorway, Records
from bot.snapshot import Stage
from tests.databases import Database
from tests.world import HERE, World, answer_all, requested, world

GUEST = Address("screen", "home", "guest")
ANOTHER = Address("screen", "home", "another guest")
MEMBER, PROSPECT = Respondent.MEMBER, Respondent.PROSPECT
OTHERWISE = Card("en", (Paragraph("Not for you."),))
THEIRS = ("1", "1", "3000 dollars", "1", "1 day", "1", "1", "1", "looks good")


def as_guest(
    here: World, happening: Happening, interview_id: str | None = None, at: Address = GUEST
) -> Handled:
    """Let a guest do something, and deliver what it led to."""
    arrival = Arrival(
        f"guest's {next(here.numbers)}",
        at,
        happening,
        here.clock.now().date(),
        interview_id,
        otherwise=OTHERWISE,
        guest=True,
    )

    async def handled() -> Handled:
        one = await here.service.handle(arrival)
        await here.relay.deliver(one)
        return one

    return here.run(handled())


def came_in(here: World, at: Address = GUEST, name: str = "Jane (@jane)") -> None:
    as_guest(here, IntakeRequested(name, "en"), at=at)


def listed(here: World) -> int:
    return here.look(lambda tx: len(tx.team(HERE).listings()))


def why_closed(here: World, at: Address = GUEST) -> Closed | None:
    def looked(records: Records) -> Closed | None:
        return closed(records, at, here.clock.now())

    return here.look(lambda tx: looked(tx.team(at)))


def test_a_guest_is_asked_about_themselves_and_thanked(database: Database) -> None:
    with world(database) as here:
        came_in(here)
        for text in THEIRS:
            as_guest(here, TextSent(text))

        record = here.record(GUEST)
        assert record.interview.stage is Stage.FINISHED
        assert record.interview.respondent is PROSPECT
        assert here.screen.texts()[-1].startswith("Thank you")


@pytest.mark.parametrize("what", ["edited", "press", "restart", "accept", "typed"])
def test_a_guest_does_nothing_to_the_interview_of_a_member(what: str, database: Database) -> None:
    with world(database) as here:
        here.happen(requested())
        theirs = here.record(HERE)
        happenings: dict[str, Happening] = {
            "edited": TextEdited("1", "m1"),
            "press": ChoicePicked("pay_upfront", "half", 0),
            "restart": RestartAsked(),
            "accept": SummaryAccepted(0),
            "typed": TextSent("1"),
        }
        happening = happenings[what]

        as_guest(here, happening, theirs.id)
        as_guest(here, happening, theirs.id, at=HERE)

        assert here.record(HERE).interview == theirs.interview


@pytest.mark.parametrize(
    "happening",
    [
        QualifyRequested("Acme", MEMBER, "en"),
        ExportWanted("en"),
        ChannelChosen(GUEST, OTHERWISE, OTHERWISE),
    ],
)
def test_what_members_do_is_not_open_to_guests(happening: Happening, database: Database) -> None:
    with world(database) as here:
        here.happen(requested("Secret"))
        before = listed(here)

        as_guest(here, happening)

        assert here.screen.texts()[-1] == "Not for you."
        assert listed(here) == before
        assert here.look(lambda tx: tx.team(HERE).verdict_address()) is None


def test_a_guest_turns_to_no_interview_and_replies_to_nobody(database: Database) -> None:
    with world(database) as here:
        here.happen(requested("Secret"))
        came_in(here, ANOTHER, "Omar (@omar)")
        theirs, another = here.record(HERE).id, here.record(ANOTHER).id
        shown = len(here.screen.shown)

        as_guest(here, InterviewWanted(theirs, Returned()))
        as_guest(here, InterviewWanted(theirs, CancelAsked()))
        as_guest(here, ReplyWritten(another, "Hello"))
        as_guest(here, TextSent("1"), another)

        assert here.screen.texts()[shown:] == ["Not for you."] * 4
        assert here.record(ANOTHER).interview.answers == ()


def test_somebody_who_is_a_guest_now_reaches_nothing_of_when_they_were_a_member(
    database: Database,
) -> None:
    with world(database) as here:
        here.happen(requested("Secret"), address=GUEST)
        before = here.record(GUEST).interview

        as_guest(here, TextSent("1"))
        as_guest(here, ChoicePicked("pay_upfront", "half", 0), here.record(GUEST).id)

        assert here.record(GUEST).interview == before


def test_two_guests_of_one_name_have_interviews_of_their_own(database: Database) -> None:
    with world(database) as here:
        came_in(here)
        as_guest(here, TextSent("1"))
        came_in(here, ANOTHER)

        assert here.record(GUEST).id != here.record(ANOTHER).id
        assert here.record(ANOTHER).interview.answers == ()


def test_a_guest_goes_on_where_they_stopped(database: Database) -> None:
    with world(database) as here:
        came_in(here)
        as_guest(here, TextSent("1"))
        came_in(here)

        assert listed(here) == 1
        assert len(here.record(GUEST).interview.answers) == 1


def test_beginning_again_is_counted_and_ends(database: Database) -> None:
    with world(database) as here:
        came_in(here)
        for _ in range(MOST_OF_ONE + 2):
            as_guest(here, TextSent("start over"))
            as_guest(here, TextSent("yes"))

        assert listed(here) == MOST_OF_ONE
        assert any("come back tomorrow" in text for text in here.screen.texts())


def test_a_space_lets_in_only_so_many_in_a_day(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "MOST_OF_ALL", 2)
    with world(database) as here:
        for number in range(4):
            came_in(here, Address("screen", "home", f"g{number}"), f"Guest {number}")

        assert listed(here) == 2
        assert why_closed(here, Address("screen", "home", "g9")) is Closed.MANY
        here.clock.move(24 * 3600 + 1)
        assert why_closed(here, Address("screen", "home", "g9")) is None


def test_a_closed_door_lets_nobody_new_in(database: Database) -> None:
    with world(database) as here:
        here.look(lambda tx: tx.team(HERE).door.build(HERE, Doorway(is_open=False)))

        came_in(here)

        assert listed(here) == 0
        assert why_closed(here) is Closed.INTAKE


def test_who_is_blocked_neither_comes_in_nor_goes_on(database: Database) -> None:
    with world(database) as here:
        came_in(here)
        here.look(lambda tx: tx.team(HERE).door.block(GUEST, here.clock.now()))

        as_guest(here, TextSent("1"))
        came_in(here)

        assert here.record(GUEST).interview.answers == ()
        assert why_closed(here) is Closed.BLOCKED
        assert why_closed(here, ANOTHER) is None


def test_members_are_not_counted(database: Database) -> None:
    with world(database) as here:
        for number in range(MOST_OF_ONE + 1):
            here.happen(requested(f"Acme {number}"), address=GUEST)

        assert why_closed(here) is None


def test_a_reply_goes_where_the_prospect_was_asked(database: Database) -> None:
    with world(database) as here:
        came_in(here)
        here.happen(ReplyWritten(here.record(GUEST).id, "We would love to."))

        address, card, _ = here.screen.shown[-1]
        assert address == GUEST
        assert isinstance(card.blocks[-1], Paragraph)
        assert card.blocks[-1].text == "We would love to."


def test_nobody_is_replied_to_who_was_not_asked(database: Database) -> None:
    with world(database) as here:
        here.happen(requested())
        answer_all(here)
        shown = len(here.screen.shown)

        here.happen(ReplyWritten(here.record(HERE).id, "Hello"))

        assert len(here.screen.shown) == shown


@pytest.mark.parametrize("event", [Returned(), CancelAsked()])
def test_a_member_looks_at_what_a_prospect_answers_and_it_stays_the_prospects(
    event: Returned | CancelAsked, database: Database
) -> None:
    with world(database) as here:
        came_in(here)
        as_guest(here, TextSent("1"))
        theirs = here.record(GUEST)

        here.happen(InterviewWanted(theirs.id, event))
        as_guest(here, TextSent("1"))

        assert here.record(GUEST).id == theirs.id
        assert here.record(GUEST).address == GUEST
        assert len(here.record(GUEST).interview.answers) == 2
        assert here.screen.shown[-2][0] == GUEST or "Jane" in here.screen.texts()[-2]


def test_who_changes_their_name_in_the_middle_goes_on(database: Database) -> None:
    with world(database) as here:
        came_in(here, name="Jane (@jane)")
        came_in(here, name="Jane D. (@jane)")

        assert listed(here) == 1


def test_who_begins_again_is_told_the_reason_why_not(database: Database) -> None:
    with world(database) as here:
        came_in(here)
        here.look(lambda tx: tx.team(HERE).door.build(HERE, Doorway(is_open=False)))
        as_guest(here, TextSent("start over"))
        as_guest(here, TextSent("yes"))

        assert "no new questions" in here.screen.texts()[-1]
        assert listed(here) == 1
