"""A process at work: it reminds, forgets, and stops without losing or repeating anything."""

import asyncio
import itertools
from collections import Counter
from datetime import timedelta

import pytest

from bot.arrivals import Arrival, TextSent
from bot.cards import Card
from bot.ports import Address, Delivery
from bot.records import Action, Transaction
from bot.running import Stopping
from bot.snapshot import Stage
from tests.clock import START
from tests.databases import Database
from tests.world import HERE, World, requested, world

DAY = 86_400.0


def reminded(here: World) -> list[str]:
    """What is shown when the next look at reminders is due."""
    before = len(here.screen.shown)

    async def looked() -> None:
        await here.bot().remind()
        await here.relay.finish(10)

    here.run(looked())
    return here.screen.texts()[before:]


# Reminders


def test_an_interview_left_open_is_reminded_of_twice_and_then_put_aside(
    database: Database,
) -> None:
    with world(database) as here:
        here.happen(requested())
        here.happen(TextSent("1"))
        said = []
        for _ in range(40):
            here.clock.move(DAY / 2)
            said += reminded(here)

        assert [text.split("about")[0] for text in said] == [
            "The interview ",
            "The interview ",
            "I have put the interview ",
        ]
        assert "answers so far: \u20681\u2069" in said[0]
        assert here.record().interview.stage is Stage.PAUSED
        assert len(here.record().interview.answers) == 1


def test_a_reminder_changes_nothing_and_the_buttons_of_the_question_still_work(
    database: Database,
) -> None:
    with world(database) as here:
        here.happen(requested())
        before = here.record()
        here.clock.move(DAY)
        reminded(here)

        assert here.record() == before
        here.happen(TextSent("2", before.interview.step))
        assert len(here.record().interview.answers) == 1


def test_whoever_answers_is_not_reminded(database: Database) -> None:
    with world(database) as here:
        here.happen(requested())
        for text in ("1", "1", "2000 USD"):
            here.clock.move(DAY * 0.9)
            here.happen(TextSent(text))

            assert reminded(here) == []


def test_what_was_paused_or_ended_is_not_reminded_of(database: Database) -> None:
    with world(database) as here:
        here.happen(requested("Paused"))
        here.happen(TextSent("pause"))
        here.happen(requested("Cancelled"))
        here.happen(TextSent("cancel"))
        here.happen(TextSent("yes"))
        said = []
        for _ in range(30):
            here.clock.move(DAY)
            said += reminded(here)

        assert said == []


def test_a_reminder_goes_out_once_whoever_looks(database: Database) -> None:
    with world(database) as here, world(database, clock=here.clock, screen=here.screen) as other:
        here.happen(requested())
        here.clock.move(DAY)
        shown = len(here.screen.shown)

        async def both() -> None:
            await asyncio.gather(here.bot().remind(), other.bot().remind())
            await asyncio.gather(here.relay.finish(10), other.relay.finish(10))

        here.run(both())

        assert len(here.screen.shown) == shown + 1


def test_a_reminder_waits_for_the_morning_where_the_person_is(database: Database) -> None:
    with world(database) as here:
        arrival = Arrival("e", HERE, requested(), START.date(), zone="America/New_York")
        here.arrive_at_once(arrival)
        here.clock.move(DAY)  # Nine in the morning in London, four at night in New York.
        at_night = here.run(here.bot().remind())
        here.clock.move(DAY / 4)

        assert at_night == 0
        assert "still open" in reminded(here)[-1]


def test_a_reminder_can_be_put_off_until_tomorrow(database: Database) -> None:
    with world(database) as here:
        here.happen(requested())
        here.clock.move(DAY)
        reminded(here)
        here.happen(TextSent("remind me tomorrow"))
        here.clock.move(DAY * 0.9)
        too_early = reminded(here)
        here.clock.move(DAY * 0.2)

        assert too_early == []
        assert "still open" in reminded(here)[0]


def test_a_damaged_interview_does_not_stop_the_reminders_of_others(database: Database) -> None:
    there = Address("screen", "home", "somebody else")
    with world(database) as here:
        here.happen(requested("Damaged"))
        here.clock.move(1)
        here.happen(requested("Sound"), address=there)
        damaged = "(SELECT prospect_id FROM prospects WHERE name = 'Damaged')"
        database.run(f"UPDATE interviews SET stage = 'x' WHERE prospect_id = {damaged}")  # noqa: S608
        here.clock.move(DAY)

        assert ["Sound" in text for text in reminded(here)] == [True]
        assert reminded(here) == []


# Retention


def test_prospects_about_whom_nothing_changes_are_forgotten(database: Database) -> None:
    with world(database) as here:
        here.happen(requested("Old"))
        here.clock.move(20 * DAY)
        here.happen(requested("New"), address=Address("screen", "home", "somebody else"))
        here.clock.move(15 * DAY)
        here.run(here.bot(retention_days=30).forget_what_is_due())

        listed = here.look(lambda tx: tx.team(HERE).listings())
        logged = here.look(lambda tx: tx.team(HERE).logged())
        assert [one.record.prospect for one in listed] == ["New"]
        assert [line.action for line in logged][-1] == Action.PROSPECT_FORGOTTEN


def test_a_teams_own_retention_comes_before_that_of_the_settings(database: Database) -> None:
    with world(database) as here:
        here.happen(requested())
        here.look(lambda tx: tx.team(HERE).keep_for(0))
        here.clock.move(100 * DAY)
        here.run(here.bot(retention_days=1).forget_what_is_due())

        assert len(here.look(lambda tx: tx.team(HERE).listings())) == 1


def test_a_clock_that_jumps_ahead_forgets_nobody(database: Database) -> None:
    with world(database) as here:
        here.happen(requested())
        bot = here.bot(retention_days=30)
        here.clock.move(365 * DAY)
        here.run(bot.forget_unasked())

        assert len(here.look(lambda tx: tx.team(HERE).listings())) == 1


def test_a_clock_that_is_wrong_from_the_start_forgets_nobody(database: Database) -> None:
    with world(database) as here:
        here.happen(requested())
        here.clock.move(3650 * DAY)
        here.run(here.bot(retention_days=30).forget_unasked())

        assert len(here.look(lambda tx: tx.team(HERE).listings())) == 1


def test_what_is_due_is_forgotten_unasked_while_things_happen(database: Database) -> None:
    with world(database) as here:
        here.happen(requested("Old"))
        here.clock.move(100 * DAY)
        here.happen(requested("New"), "now", Address("screen", "elsewhere", "somebody"))
        here.run(here.bot(retention_days=30).forget_unasked())

    assert database.run("SELECT name FROM prospects") == [("New",)]


def test_who_answers_while_a_prospect_is_being_forgotten_keeps_the_prospect(
    database: Database,
) -> None:
    with world(database) as here:
        here.happen(requested())
        before = here.clock.now()
        here.clock.move(100)
        here.happen(TextSent("1"))

        def forget(transaction: Transaction) -> list[str | None]:
            forgetting = transaction.team(HERE).forgetting
            return [forgetting.prospect("Acme", before), forgetting.prospect("Acme")]

        kept, forgotten = here.look(forget)

    assert kept is None
    assert forgotten is not None


def test_of_many_that_are_due_each_transaction_forgets_a_few(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.running.MOST_FORGOTTEN", 20)
    with world(database) as here:
        for number in range(9):
            address = Address("screen", "home", f"channel {number}")
            here.happen(requested(f"Old {number}"), address=address)
        here.clock.move(100 * DAY)
        # Those that are logged at one moment were forgotten in one transaction.
        ticks = (here.clock.moment + timedelta(seconds=one) for one in itertools.count())
        monkeypatch.setattr(here.clock, "now", ticks.__next__)
        here.run(here.bot(retention_days=30).forget_what_is_due())
        forgotten = Counter(one.at for one in here.look(lambda tx: tx.team(HERE).logged()))

    assert database.run("SELECT COUNT(*) FROM prospects") == [(0,)]
    assert database.run("SELECT COUNT(*) FROM outbox") == [(0,)]
    assert sorted(forgotten.values()) == [1, 2, 2, 2, 2]


def test_one_team_that_cannot_be_forgotten_does_not_stop_the_others(database: Database) -> None:
    elsewhere = Address("screen", "elsewhere", "me")
    with world(database) as here:
        for address in (HERE, elsewhere):
            here.happen(requested(), address=address)
        here.clock.move(100 * DAY)
        damaged = min(database.run("SELECT team_id FROM teams"))[0]
        wrong = f"UPDATE teams SET retention_days = 2000000000 WHERE team_id = '{damaged}'"  # noqa: S608
        database.run(wrong)
        here.run(here.bot(retention_days=30).forget_what_is_due())

    assert database.run("SELECT COUNT(*) FROM prospects") == [(1,)]


def test_what_is_done_with_is_not_kept_for_ever(database: Database) -> None:
    with world(database) as here:
        here.happen(requested())
        here.clock.move(31 * DAY)
        here.happen(TextSent("1"), "a new event")
        here.run(here.bot().forget_what_is_due())

        assert database.run("SELECT event_id FROM inbox") == [("a new event",)]
        assert database.run("SELECT COUNT(*) FROM outbox WHERE state = 'sent'") == [(1,)]
        assert len(here.record().interview.answers) == 1


# Stopping


class SlowScreen:
    """A messenger that takes its time, and says when it has begun."""

    def __init__(self) -> None:
        self.began = asyncio.Event()
        self.go_on = asyncio.Event()
        self.shown: list[Card] = []

    async def send(self, delivery: Delivery) -> None:
        self.began.set()
        await self.go_on.wait()
        self.shown.append(delivery.card)


def test_stopping_takes_nothing_new_and_finishes_what_is_being_sent(database: Database) -> None:
    async def stopped(here: World, screen: SlowScreen) -> int:
        bot = here.bot()
        handled = await bot.handle(Arrival("1", HERE, requested(), START.date()))
        delivering = asyncio.create_task(bot.deliver(handled))
        await screen.began.wait()
        stopping = asyncio.create_task(bot.stop())
        await asyncio.sleep(0)
        with pytest.raises(Stopping):
            await bot.handle(Arrival("2", HERE, TextSent("1"), START.date()))
        screen.go_on.set()
        await asyncio.gather(delivering, stopping)
        return len(screen.shown)

    screen = SlowScreen()
    with world(database, screen=screen) as here:
        shown = here.run(stopped(here, screen))
        left = database.run(
            "SELECT attempts, doubtful, leased_until FROM outbox WHERE state = 'pending'"
        )

    assert shown == 1
    assert [tuple(row) for row in left] == [(0, False, None)]
    with world(database) as next_one:
        assert next_one.run(next_one.relay.deliver_due()) == 1


def test_what_a_platform_does_not_finish_in_time_is_handed_back_as_doubtful(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.running.PATIENCE", 0.05)

    async def stopped(here: World, screen: SlowScreen) -> None:
        bot = here.bot()
        handled = await bot.handle(Arrival("1", HERE, requested(), START.date()))
        delivering = asyncio.create_task(bot.deliver(handled))
        await screen.began.wait()
        await bot.stop()
        await asyncio.gather(delivering, return_exceptions=True)

    screen = SlowScreen()
    with world(database, screen=screen) as here:
        here.run(stopped(here, screen))
        here.clock.move(timedelta(seconds=2).total_seconds())
        left = database.run("SELECT doubtful, leased_until FROM outbox ORDER BY number")

    assert [tuple(row) for row in left] == [(True, None), (False, None)]
