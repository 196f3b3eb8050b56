"""Every stored message is shown, in order, once; whatever the platform answers."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from time import monotonic
from typing import TypeVar

import pytest
from cryptography.fernet import Fernet

from bot.arrivals import Arrival, Happening, QualifyRequested, TextSent
from bot.cards import plain_text
from bot.ports import (
    LONGEST_WAIT,
    Address,
    Delivery,
    StorageTrouble,
    StorageUnavailable,
    TryLater,
    Undeliverable,
)
from bot.profile import Respondent
from bot.records import Action, Message, Receipt, Storage, Transaction
from bot.relay import MOST_ATTEMPTS, pause
from tests.clock import START
from tests.databases import Database
from tests.world import HERE, Screen, World, answer_all, requested, world

Result = TypeVar("Result")


def test_a_message_that_must_wait_is_sent_when_it_is_due_and_nothing_overtakes_it(
    database: Database,
) -> None:
    with world(database) as here:
        here.screen.faults = [TryLater(60)]
        here.happen(requested())

        shown_at_once = list(here.screen.shown)
        here.run(here.relay.deliver_due())
        shown_too_early = list(here.screen.shown)
        here.clock.move(61)
        here.run(here.relay.deliver_due())

        assert shown_at_once == shown_too_early == []
        first_words = [text.split()[0] for text in here.screen.texts()]
        assert first_words == ["Let's", "Question"]


def test_answers_are_taken_while_messages_wait_and_only_the_newest_question_is_shown(
    database: Database,
) -> None:
    with world(database) as here:
        here.screen.faults = [TryLater(60)]
        here.happen(requested())
        here.happen(TextSent("1"))
        here.clock.move(61)
        here.run(here.relay.deliver_due())

        assert [answer.trait for answer in here.record().interview.answers] == ["pay_upfront"]
        assert len(here.screen.shown) == 2
        assert "Will the prospect sign" in here.screen.texts()[-1]


def test_a_message_that_cannot_be_delivered_is_parked_and_the_next_goes_out(
    database: Database,
) -> None:
    with world(database) as here:
        here.screen.faults = [Undeliverable("closed")]
        here.happen(requested())
        here.clock.move(61)
        here.run(here.relay.deliver_due())

        assert len(here.screen.shown) == 1
        assert "Question" in here.screen.texts()[0]


def test_what_a_dead_process_left_is_sent_by_the_next_once_its_lease_is_over(
    database: Database,
) -> None:
    class Dead(BaseException):
        pass

    with world(database) as dying:
        dying.screen.faults = [Dead()]  # type: ignore[list-item]
        with suppress(Dead):
            dying.happen(requested())

    with world(database) as next_one:
        early = next_one.run(next_one.relay.deliver_due())
        next_one.clock.move(31)
        late = next_one.run(next_one.relay.deliver_due())

        assert (early, late) == (0, 2)
        assert len({key for _, _, key in next_one.screen.shown}) == 2


# Trying again


def pending(database: Database) -> list[tuple[int, bool]]:
    """How often each pending message was tried, and whether it may have been shown."""
    rows = database.run(
        "SELECT attempts, doubtful FROM outbox WHERE state = 'pending' ORDER BY number"
    )
    return [(attempts, bool(doubtful)) for attempts, doubtful in rows]


def test_a_message_that_was_refused_was_not_shown_and_one_whose_reply_was_lost_may_have_been(
    database: Database,
) -> None:
    with world(database) as here:
        here.screen.faults = [TryLater(10), TryLater(10, shown=True)]
        here.happen(requested())
        refused = pending(database)
        here.clock.move(12)
        here.run(here.relay.deliver_due())
        lost = pending(database)
        here.clock.move(12)
        here.run(here.relay.deliver_due())

    assert refused == [(1, False), (0, False)]
    assert lost == [(2, True), (0, False)]
    assert here.screen.doubts == [False, False, True, False]


def test_a_messenger_that_breaks_is_tried_again_and_its_words_are_not_logged(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with world(database) as here:
        here.screen.faults = [RuntimeError("they pay 100% up front")]
        here.happen(requested())
        here.clock.move(2)
        here.run(here.relay.deliver_due())

        assert len(here.screen.shown) == 2
    assert "RuntimeError" in caplog.text
    assert "up front" not in caplog.text


def test_waiting_doubles_with_jitter_and_has_an_end() -> None:
    longest = [max(pause(None, attempts) for _ in range(50)) for attempts in range(20)]
    shortest = [min(pause(None, attempts) for _ in range(50)) for attempts in range(20)]

    assert all(2**n >= waited.total_seconds() for n, waited in enumerate(longest))
    assert all(min(2**n, 900) / 2 <= one.total_seconds() for n, one in enumerate(shortest))
    assert max(longest) <= LONGEST_WAIT
    assert len({pause(None, 3) for _ in range(10)}) > 1


@pytest.mark.parametrize("after", [1e12, 3600.0, -5.0, 0.0])
def test_what_a_platform_asks_for_is_honoured_within_reason(after: float) -> None:
    assert timedelta(0) <= pause(after, 0) <= LONGEST_WAIT


def test_a_message_is_given_up_after_about_a_day(database: Database) -> None:
    with world(database) as here:
        here.screen.faults = [TryLater()] * (2 * MOST_ATTEMPTS)
        here.happen(requested())
        for _ in range(MOST_ATTEMPTS - 1):
            here.clock.move(LONGEST_WAIT.total_seconds())
            here.run(here.relay.deliver_due())

        (given_up,) = here.look(lambda tx: tx.team(HERE).outbox.undelivered())
        assert given_up.reason == f"tried {MOST_ATTEMPTS} times"
        assert timedelta(hours=20) < MOST_ATTEMPTS * LONGEST_WAIT


# What was given up

TEAM_CHANNEL = Address("screen", "home", "verdicts")


def test_the_team_hears_of_a_message_that_was_given_up(database: Database) -> None:
    with world(database) as here:
        here.happen(requested())
        database.run("UPDATE teams SET verdict_address = 'screen:home:verdicts'")
        here.screen.faults = [Undeliverable("no such channel")]
        here.happen(TextSent("1"))

        (address, card, _) = here.screen.shown[-1]
        (given_up,) = here.look(lambda tx: tx.team(HERE).outbox.undelivered())
        logged = here.look(lambda tx: tx.team(HERE).logged())
        assert address == TEAM_CHANNEL
        assert plain_text(card) == (
            "A message about \u2068Acme\u2069 could not be delivered (\u2068no such channel\u2069)."
            " It is kept. To try it again:"
            f" \u2068qualify-bot resend {given_up.key}\u2069"
        )
        assert (logged[-1].action, logged[-1].subject) == (Action.MESSAGE_GIVEN_UP, given_up.key)


def test_a_verdict_that_cannot_be_shown_to_the_team_is_told_to_the_member(
    database: Database,
) -> None:
    with world(database) as here:
        here.happen(requested())
        database.run("UPDATE teams SET verdict_address = 'screen:home:verdicts'")
        answer_all(here)
        here.screen.refuses = TEAM_CHANNEL
        here.happen(TextSent("ok"))

        (address, card, _) = here.screen.shown[-1]
        assert address == HERE
        assert "could not be delivered" in plain_text(card)


def test_a_prospect_never_hears_of_the_teams_messages(database: Database) -> None:
    with world(database) as here:
        here.happen(QualifyRequested("Acme", Respondent.PROSPECT, "en", "starter"))
        database.run("UPDATE teams SET verdict_address = 'screen:home:verdicts'")
        here.screen.refuses = TEAM_CHANNEL
        for text in ("1", "1", "2000 USD", "1", "2 hours", "1", "1", "1", "ok"):
            here.happen(TextSent(text))

        assert not any("could not be delivered" in text for text in here.screen.texts())
        assert len(here.look(lambda tx: tx.team(HERE).outbox.undelivered())) == 1


def test_a_notice_that_cannot_be_delivered_leads_to_no_other(database: Database) -> None:
    with world(database) as here:
        here.happen(requested())
        database.run("UPDATE teams SET verdict_address = 'screen:home:verdicts'")
        here.screen.faults = [Undeliverable("closed"), Undeliverable("closed too")]
        here.happen(TextSent("1"))

        given_up = here.look(lambda tx: tx.team(HERE).outbox.undelivered())
        assert {one.reason for one in given_up} == {"closed", "closed too"}
        assert pending(database) == []


def test_a_message_that_was_given_up_is_sent_on_request(database: Database) -> None:
    with world(database) as here:
        here.screen.faults = [Undeliverable("closed")]
        here.happen(requested())
        (given_up,) = here.look(lambda tx: tx.team(HERE).outbox.undelivered())

        def resend(transaction: Transaction) -> list[bool]:
            outbox = transaction.team(HERE).outbox
            return [outbox.resend(given_up.key, here.clock.now()) for _ in range(2)]

        assert here.look(resend) == [True, False]
        assert here.run(here.relay.deliver_due()) == 1
        assert here.screen.texts()[-1].startswith("Let's see")
        assert here.look(lambda tx: tx.team(HERE).outbox.undelivered()) == []


# Bursts


def test_what_comes_while_a_message_is_on_its_way_follows_it_at_once(database: Database) -> None:
    class Slow(Screen):
        async def send(self, delivery: Delivery) -> None:
            await asyncio.sleep(0.02)
            await super().send(delivery)

    async def burst(here: World) -> None:
        async def one(number: int, happening: Happening) -> None:
            arrival = Arrival(f"event {number}", HERE, happening, START.date())
            await here.relay.deliver(await here.service.handle(arrival))

        happenings: list[Happening] = [requested()]
        happenings += map(TextSent, ("1", "2", "2000 USD"))
        await asyncio.gather(*(one(*numbered) for numbered in enumerate(happenings)))

    screen = Slow()
    with world(database, screen=screen) as here:
        here.run(burst(here))

    texts = screen.texts()
    numbers = [text.split("\u2068")[1][0] for text in texts if text.startswith("Question")]
    assert numbers == sorted(numbers)
    assert numbers[-1] == "4"
    assert pending(database) == []


def test_a_mark_waits_for_a_database_that_is_away_for_a_while(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.relay.MARK_EVERY", 0.01)
    away = Away()
    with world(database, wrap=away.in_front_of) as here:
        here.happen(requested())
        handled = here.arrive_at_once(Arrival("e", HERE, TextSent("1"), START.date()))
        away.times = 5
        here.run(here.relay.deliver(handled[0]))

        assert len(here.screen.shown) == 3
        assert pending(database) == []


class Away:
    """A storage that cannot be reached so many times."""

    def __init__(self) -> None:
        self.times = 0
        self._storage: Storage | None = None

    def in_front_of(self, storage: Storage) -> Storage:
        self._storage = storage
        return self

    async def run(
        self, work: Callable[[Transaction], Result], receipts: Sequence[Receipt] = ()
    ) -> Result:
        assert self._storage is not None
        if self.times:
            self.times -= 1
            raise StorageUnavailable(StorageTrouble.AWAY, "test")
        return await self._storage.run(work, receipts)


# Platforms that take long


def test_an_address_that_hangs_holds_up_no_other(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.relay.SEND_FOR", 0.2)
    there = Address("screen", "home", "somebody else")
    arrived = asyncio.Event()

    class Hanging(Screen):
        async def send(self, delivery: Delivery) -> None:
            if delivery.address == HERE:
                await asyncio.sleep(60)
            await super().send(delivery)
            arrived.set()

    async def both(here: World) -> set[Address]:
        await here.relay.deliver_due(wait=False)
        await arrived.wait()
        shown_meanwhile = {address for address, _, _ in screen.shown}
        await here.relay.stop(1)
        return shown_meanwhile

    screen = Hanging()
    with world(database, screen=screen) as here:
        for address in (HERE, there):
            here.arrive_at_once(Arrival(str(address), address, requested(), START.date()))
        here.clock.move(31)

        assert here.run(both(here)) == {there}
    assert pending(database)[0] == (2, True)


def test_what_is_claimed_is_handed_back_before_its_lease_is_over(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.relay.HOLD_FOR", 0.0)
    with world(database) as here:
        here.happen(requested())

        assert [text.split()[0] for text in here.screen.texts()] == ["Let's", "Question"]
    assert pending(database) == []


def test_an_address_that_cannot_be_read_is_left_alone_and_others_go_on(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.relay.MOST_ADDRESSES", 2)
    places = [Address("screen", "home", f"channel {number}") for number in range(4)]
    key = Fernet.generate_key().decode()
    with world(database, keys=(key,)) as sealing:
        for place in places[:3]:
            arrival = Arrival(str(place), place, requested(place.channel), START.date())
            sealing.arrive_at_once(arrival)
    with world(database) as here:
        last = Arrival("last", places[3], requested("Sound"), START.date())
        here.arrive_at_once(last)
        here.clock.move(31)
        for _ in range(3):
            here.run(here.relay.deliver_due())
            here.clock.move(1)

        assert {address for address, _, _ in here.screen.shown} == {places[3]}
    with world(database, keys=(key,), clock=here.clock) as again:
        again.clock.move(LONGEST_WAIT.total_seconds())
        assert again.run(again.relay.deliver_due()) == 4


def test_a_message_of_a_damaged_interview_is_given_up_all_the_same(database: Database) -> None:
    with world(database) as here:
        here.happen(requested())
        database.run("UPDATE teams SET verdict_address = 'screen:home:verdicts'")
        handled = here.arrive_at_once(Arrival("e", HERE, TextSent("1"), START.date()))
        database.run("UPDATE interviews SET stage = 'x'")
        here.screen.refuses = HERE
        here.run(here.relay.deliver(handled[0]))

        assert pending(database) == []
        assert len(here.look(lambda tx: tx.team(HERE).outbox.undelivered())) == 1


def test_a_process_that_slept_past_its_lease_sends_nothing_that_another_may_have_sent(
    database: Database,
) -> None:
    with world(database) as here, world(database, clock=here.clock, screen=here.screen) as other:
        handled = here.arrive_at_once(Arrival("e", HERE, requested(), START.date()))
        here.clock.move(31)
        other.run(other.relay.deliver_due())
        here.run(here.relay.deliver(handled[0]))

        assert len(here.screen.shown) == 2


def test_thousands_of_messages_that_wait_at_one_address_hold_up_nobody(
    database: Database,
) -> None:
    there = Address("screen", "home", "somebody else")
    with world(database) as here:
        here.happen(requested())
        messages = [Message(here.screen.shown[0][1], None)] * 3000
        here.look(lambda tx: tx.team(HERE).outbox.write(HERE, messages, here.clock.now()))
        here.arrive_at_once(Arrival("e", there, requested("Other"), START.date()))
        here.clock.move(31)
        began = monotonic()
        due = here.look(lambda tx: tx.due_messages(("screen",), here.clock.now(), 50))
        took = monotonic() - began

    assert [address for _, address in due] == [HERE, there]
    assert took < 1
