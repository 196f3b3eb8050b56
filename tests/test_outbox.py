"""What every storage promises about messages: in order, under a lease, and never stuck.

Every test runs on both databases.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Event
from time import sleep

import psycopg
import pytest

from bot.cards import Card, Paragraph
from bot.ports import LEASE, LONGEST_WAIT, Address, Delivery
from bot.profile import Respondent
from bot.records import Forgetting, Message, Outbox, Record, Transaction, Undelivered
from bot.snapshot import Interview
from storage.outbox import UNREADABLE
from tests.clock import START, StoppedClock
from tests.databases import Database, SqliteDatabase
from tests.world import HERE, STARTER, World, world

THERE = Address("screen", "home", "somebody else")
ELSEWHERE = Address("screen", "another home", "me")
ON_PAPER = Address("paper", "home", "me")
NOTE, SECOND, THIRD = (Card("en", (Paragraph(text),)) for text in ("Noted.", "Second.", "Third."))
ASKING, ASKING_NEXT = (Card("en", (Paragraph("Well?"),), step=step) for step in (1, 2))
LEASE_SECONDS = LEASE.total_seconds()


def begun(transaction: Transaction, interview_id: str = "i1", address: Address = HERE) -> None:
    """A stored interview, which is talked about at the address."""
    records = transaction.team(address)
    version = records.keep_profile(STARTER, START)
    asked = Interview(Respondent.MEMBER)
    record = Record(interview_id, interview_id, "starter", version, "en", address, asked)
    records.begin(record, START)
    records.turn_to(address, interview_id)


def written(
    here: World, *cards: Card, address: Address = HERE, about: str | None = "i1"
) -> list[Delivery]:
    """Write messages; returns those that may be sent at once."""
    messages = [Message(card, about) for card in cards]
    now = here.clock.now()
    return here.look(lambda tx: tx.team(address).outbox.write(address, messages, now))


def claimed(here: World, address: Address = HERE, most: int = 10) -> list[Delivery]:
    now = here.clock.now()
    return here.look(lambda tx: tx.team(address).outbox.claim(address, now, most))


def told(here: World, what: Callable[[Outbox], object]) -> object:
    """Tell the outbox what became of a message."""
    return here.look(lambda tx: what(tx.team(HERE).outbox))


def sent(here: World, *deliveries: Delivery) -> None:
    now = here.clock.now()
    for delivery in deliveries:
        here.look(lambda tx, one=delivery: tx.records(one.team).outbox.sent(one, now))  # type: ignore[misc]


def due(here: World, *platforms: str, most: int = 10) -> list[Address]:
    now, of = here.clock.now(), platforms or ("screen",)
    return [address for _, address in here.look(lambda tx: tx.due_messages(of, now, most))]


def cards(deliveries: list[Delivery]) -> list[Card]:
    return [delivery.card for delivery in deliveries]


# Leases


def test_what_was_just_written_is_held_by_its_writer_until_the_lease_ends(
    database: Database,
) -> None:
    with world(database) as here:
        here.look(begun)
        team = here.look(lambda tx: tx.team(HERE).team)

        first, second = written(here, NOTE, ASKING)
        at_once = claimed(here)
        here.clock.move(LEASE_SECONDS)
        at_the_end = claimed(here)

        assert first == Delivery(team, first.key, HERE, NOTE, interview_id="i1")
        assert second == Delivery(team, second.key, HERE, ASKING, interview_id="i1")
        assert first.key != second.key
        assert at_once == []
        assert at_the_end == [replace(one, attempts=1, doubtful=True) for one in (first, second)]


def test_what_was_claimed_is_held_until_the_lease_ends(database: Database) -> None:
    with world(database) as here:
        here.look(begun)
        written(here, NOTE)
        here.clock.move(LEASE_SECONDS)
        (first,) = claimed(here)

        here.clock.move(LEASE_SECONDS - 1)
        too_early = claimed(here)
        here.clock.move(1)

        assert too_early == []
        assert claimed(here) == [replace(first, attempts=2, doubtful=True)]


def test_a_message_may_be_about_no_interview(database: Database) -> None:
    with world(database) as here:
        (notice,) = written(here, NOTE, about=None)
        here.clock.move(LEASE_SECONDS)

        assert notice.interview_id is None
        assert claimed(here) == [replace(notice, attempts=1, doubtful=True)]


def test_what_another_process_wrote_is_claimed_when_that_process_is_gone(
    database: Database,
) -> None:
    clock = StoppedClock()
    with world(database, clock=clock) as dying:
        dying.look(begun)
        (left,) = written(dying, NOTE)

    with world(database, clock=clock) as here:
        clock.move(LEASE_SECONDS)

        assert claimed(here) == [replace(left, attempts=1, doubtful=True)]


def test_an_address_that_another_process_is_at_is_left_to_it(database: Database) -> None:
    if isinstance(database, SqliteDatabase):
        pytest.skip("SQLite has one lock for everything: who is second waits")
    with world(database) as here:
        here.look(begun)
        written(here, NOTE)
        here.clock.move(LEASE_SECONDS)
        with psycopg.connect(database.url) as other:
            other.execute("SELECT * FROM conversations FOR UPDATE")

            while_locked = claimed(here)

        assert while_locked == []
        assert cards(claimed(here)) == [NOTE]


# Order


def test_nothing_is_sent_past_an_earlier_message_of_the_same_address(database: Database) -> None:
    with world(database) as here:
        here.look(begun)
        (first,) = written(here, NOTE)

        behind = written(here, SECOND)
        while_held = claimed(here)
        here.clock.move(LEASE_SECONDS)
        both = claimed(here)
        sent(here, first)
        still_behind = written(here, THIRD)
        sent(here, *both)

        assert (behind, while_held, cards(both)) == ([], [], [NOTE, SECOND])
        assert still_behind == []
        assert cards(claimed(here)) == [THIRD]


def test_once_everything_was_sent_a_new_message_is_sent_at_once(database: Database) -> None:
    with world(database) as here:
        here.look(begun)
        sent(here, *written(here, NOTE, SECOND))

        assert cards(written(here, THIRD)) == [THIRD]


def test_works_that_share_a_transaction_keep_the_order_too(database: Database) -> None:
    def wrote(transaction: Transaction) -> list[list[Card]]:
        outbox = transaction.team(HERE).outbox
        messages = [[Message(card, "i1")] for card in (NOTE, SECOND, THIRD)]
        first = outbox.write(HERE, messages[0], START)
        second = outbox.write(HERE, messages[1], START)
        now = START + LEASE
        both = outbox.claim(HERE, now, 10)
        for delivery in both:
            outbox.sent(delivery, now)
        return [
            cards(first),
            cards(second),
            cards(both),
            cards(outbox.write(HERE, messages[2], now)),
        ]

    with world(database) as here:
        here.look(begun)

        assert here.look(wrote) == [[NOTE], [], [NOTE, SECOND], [THIRD]]


def test_the_rest_waits_behind_what_was_claimed(database: Database) -> None:
    with world(database) as here:
        here.look(begun)
        written(here, NOTE, SECOND, THIRD)
        here.clock.move(LEASE_SECONDS)

        two = claimed(here, most=2)
        while_held = claimed(here)
        sent(here, *two)

        assert (cards(two), while_held) == ([NOTE, SECOND], [])
        assert cards(claimed(here)) == [THIRD]


def test_one_address_does_not_wait_for_another(database: Database) -> None:
    with world(database) as here:
        here.look(begun)
        (held,) = written(here, NOTE)
        told(here, lambda outbox: outbox.later(held, START + timedelta(minutes=5), shown=False))

        assert cards(written(here, SECOND, address=THERE)) == [SECOND]
        here.clock.move(LEASE_SECONDS)
        assert claimed(here) == []
        assert cards(claimed(here, THERE)) == [SECOND]


def test_processes_that_write_to_one_address_at_once_agree_on_the_order(
    database: Database,
) -> None:
    processes, times = 4, 10
    together = Barrier(processes)

    def write(number: int) -> list[Delivery]:
        with world(database) as here:
            together.wait(10)
            cards = [Card("en", (Paragraph(f"{number}.{time}"),)) for time in range(times)]
            return [one for card in cards for one in written(here, card, card, about=None)]

    with world(database) as here:
        here.look(begun)
    with ThreadPoolExecutor(processes) as pool:
        at_once = [one for found in pool.map(write, range(processes)) for one in found]

    rows = database.run("SELECT number, state FROM outbox ORDER BY number")
    assert rows == [(number, "pending") for number in range(1, 2 * processes * times + 1)]
    assert len(at_once) == 2
    with world(database) as here:
        here.clock.move(LEASE_SECONDS)
        texts = [card.blocks[0].text for card in cards(claimed(here, most=100))]  # type: ignore[union-attr]
    for number in range(processes):
        of_one = [text for text in texts if text.startswith(f"{number}.")]
        assert of_one == [f"{number}.{time}" for time in range(times) for _ in "ab"]


def test_processes_that_claim_at_once_get_every_message_once(database: Database) -> None:
    processes = 4
    together = Barrier(processes)
    addresses = [Address("screen", "home", f"channel {number}") for number in range(8)]
    with world(database) as here:
        for address in addresses:
            written(here, NOTE, SECOND, address=address, about=None)

    def claim(number: int) -> list[Delivery]:
        with world(database) as here:
            here.clock.move(LEASE_SECONDS)
            together.wait(10)
            order = addresses[number:] + addresses[:number]
            return [one for address in order for one in claimed(here, address)]

    with ThreadPoolExecutor(processes) as pool:
        found = [one for some in pool.map(claim, range(processes)) for one in some]

    assert len({delivery.key for delivery in found}) == len(found) == 2 * len(addresses)
    for address in addresses:
        assert cards([one for one in found if one.address == address]) == [NOTE, SECOND]


def while_written_to(database: Database, forget: Callable[[Forgetting], object]) -> None:
    """Forget something while another process writes a message to THERE, and commits it later."""
    written_to, forgetting = Event(), Event()

    def write(transaction: Transaction) -> None:
        transaction.team(HERE).outbox.write(THERE, [Message(NOTE, None)], START)
        transaction.flush()  # type: ignore[attr-defined]
        written_to.set()
        forgetting.wait(10)
        sleep(0.3)  # Until whoever forgets waits for this transaction.

    def forgotten(transaction: Transaction) -> None:
        forgetting.set()
        forget(transaction.team(HERE).forgetting)

    def in_a_process(work: Callable[[Transaction], None]) -> None:
        with world(database) as here:
            here.look(work)

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(in_a_process, write)
        written_to.wait(10)
        if isinstance(database, SqliteDatabase):
            forgetting.set()  # Nothing else begins while somebody writes.
        in_a_process(forgotten)
        writing.result()


def test_what_is_written_while_a_prospect_is_forgotten_can_still_be_claimed(
    database: Database,
) -> None:
    with world(database) as here:
        here.look(begun)
        # There is an address at which nothing is talked about, and nothing waits.
        sent(here, *written(here, NOTE, address=THERE, about=None))
        later = START + timedelta(days=1)
        here.look(lambda tx: tx.team(HERE).forgetting.settled(later, 100))

    while_written_to(database, lambda forgetting: forgetting.prospect("i1"))

    with world(database) as here:
        here.clock.move(LEASE_SECONDS)
        assert due(here) == [THERE]
        assert cards(claimed(here, THERE)) == [NOTE]


def test_what_is_written_while_its_member_is_forgotten_is_forgotten_too(
    database: Database,
) -> None:
    with world(database) as here:
        here.look(begun)
        here.look(lambda tx: begun(tx, "i2", THERE))

    while_written_to(database, lambda forgetting: forgetting.member(THERE, HERE))

    assert database.run("SELECT address FROM outbox") == []
    assert database.run("SELECT address FROM conversations") == [(str(HERE),)]


# What is due


def test_messages_of_other_platforms_are_left_alone(database: Database) -> None:
    with world(database) as here:
        here.look(begun)
        written(here, NOTE)
        written(here, NOTE, address=ON_PAPER, about=None)
        here.clock.move(LEASE_SECONDS)

        assert due(here, "other") == []
        assert due(here, "screen") == [HERE]
        assert due(here, "paper") == [ON_PAPER]
        assert sorted(map(str, due(here, "paper", "screen"))) == [str(ON_PAPER), str(HERE)]


def test_addresses_are_due_the_longest_waiting_first(database: Database) -> None:
    with world(database) as here:
        for address in (THERE, ELSEWHERE, HERE):
            written(here, NOTE, SECOND, address=address, about=None)
            here.clock.move(1)
        here.clock.move(LEASE_SECONDS)
        teams = [here.look(lambda tx, at=at: tx.team(at).team) for at in (THERE, ELSEWHERE)]  # type: ignore[misc]
        now = here.clock.now()

        assert due(here) == [THERE, ELSEWHERE, HERE]
        assert here.look(lambda tx: tx.due_messages(("screen",), now, 2)) == list(
            zip(teams, (THERE, ELSEWHERE), strict=True)
        )


def test_an_address_is_not_due_while_its_first_message_waits_or_is_held(
    database: Database,
) -> None:
    with world(database) as here:
        here.look(begun)
        first, _ = written(here, NOTE, SECOND)
        while_held = due(here)
        here.clock.move(LEASE_SECONDS)
        later = here.clock.now() + timedelta(seconds=60)
        told(here, lambda outbox: outbox.later(first, later, shown=False))
        while_it_waits = due(here)
        here.clock.move(60)

        assert (while_held, while_it_waits) == ([], [])
        assert due(here) == [HERE]
        sent(here, *claimed(here))
        assert due(here) == []


def test_what_is_due_can_be_claimed(database: Database) -> None:
    with world(database) as here:
        here.look(begun)
        written(here, NOTE, address=THERE)
        written(here, NOTE, address=ELSEWHERE, about=None)
        here.clock.move(LEASE_SECONDS)

        assert [cards(claimed(here, address)) for address in due(here)] == [[NOTE], [NOTE]]


# What became of a message


def test_what_was_sent_is_done_with_and_its_card_is_not_kept(database: Database) -> None:
    with world(database) as here:
        here.look(begun)
        first, _ = written(here, NOTE, SECOND)
        here.clock.move(1)
        sent(here, first)

    assert database.run(
        "SELECT number, state, card IS NULL, leased_until IS NULL, settled_at IS NULL FROM outbox"
        " ORDER BY number"
    ) == [(1, "sent", True, True, False), (2, "pending", False, False, True)]


def test_what_was_put_off_waits_and_what_is_behind_waits_with_it(database: Database) -> None:
    with world(database) as here:
        here.look(begun)
        first, second = written(here, NOTE, SECOND)
        in_a_minute = START + timedelta(minutes=1)
        told(here, lambda outbox: outbox.later(first, in_a_minute, shown=False))
        told(here, lambda outbox: outbox.give_back(second))

        here.clock.move(59)
        too_early = claimed(here)
        here.clock.move(1)

        assert too_early == []
        assert claimed(here) == [
            replace(first, attempts=1, doubtful=False),
            replace(second, attempts=0, doubtful=False),
        ]


def test_what_may_have_been_shown_is_doubtful_until_it_was_sent(database: Database) -> None:
    with world(database) as here:
        here.look(begun)
        (first,) = written(here, NOTE)
        doubts = []
        for shown in (False, True, False):
            put_off, now = first, here.clock.now()
            told(here, lambda outbox: outbox.later(put_off, now, shown=shown))  # noqa: B023
            (first,) = claimed(here)
            doubts.append((first.attempts, first.doubtful))

        assert doubts == [(1, False), (2, True), (3, True)]


def test_what_was_given_back_is_as_if_it_had_not_been_claimed(database: Database) -> None:
    with world(database) as here:
        here.look(begun)
        first, second = written(here, NOTE, SECOND)
        told(here, lambda outbox: outbox.give_back(second))
        told(here, lambda outbox: outbox.give_back(first))

        again = claimed(here)
        for delivery in again:
            told(here, lambda outbox, it=delivery: outbox.give_back(it))  # type: ignore[misc]

        assert again == [first, second]
        assert claimed(here) == [first, second]


def test_what_was_given_up_is_kept_for_people_and_lets_the_next_pass(database: Database) -> None:
    with world(database) as here:
        here.look(begun)
        (other,) = written(here, NOTE, address=THERE)
        first, second = written(here, NOTE, SECOND)
        at, before = START + timedelta(seconds=2), START + timedelta(seconds=1)
        told(here, lambda outbox: outbox.give_up(first, "channel_not_found", at))
        told(here, lambda outbox: outbox.give_up(other, "", before))
        here.clock.move(LEASE_SECONDS)

        assert told(here, lambda outbox: outbox.undelivered()) == [
            Undelivered(other.key, THERE, "", before),
            Undelivered(first.key, HERE, "channel_not_found", at),
        ]
        assert claimed(here) == [replace(second, attempts=1, doubtful=True)]
        assert claimed(here, THERE) == []


def test_what_was_given_up_can_be_sent_again(database: Database) -> None:
    with world(database) as here:
        here.look(begun)
        first, second = written(here, NOTE, SECOND)
        told(here, lambda outbox: outbox.give_up(first, "channel_not_found", START))
        here.clock.move(LEASE_SECONDS)
        now = here.clock.now()

        assert told(here, lambda outbox: outbox.resend(first.key, now)) is True
        assert told(here, lambda outbox: outbox.undelivered()) == []
        assert due(here) == [HERE]
        assert claimed(here) == [
            replace(first, attempts=0, doubtful=True),
            replace(second, attempts=1, doubtful=True),
        ]


def test_only_what_was_given_up_can_be_sent_again(database: Database) -> None:
    with world(database) as here:
        here.look(begun)
        done, pending = written(here, NOTE, SECOND)
        sent(here, done)
        here.clock.move(LEASE_SECONDS)

        for key in (done.key, pending.key, "unknown"):
            assert told(here, lambda outbox, key=key: outbox.resend(key, START)) is False  # type: ignore[misc]

        assert claimed(here) == [replace(pending, attempts=1, doubtful=True)]


def put_off_too_late(outbox: Outbox, delivery: Delivery) -> None:
    outbox.later(delivery, START, shown=False)


def given_back_too_late(outbox: Outbox, delivery: Delivery) -> None:
    outbox.give_back(delivery)


def given_up_too_late(outbox: Outbox, delivery: Delivery) -> None:
    outbox.give_up(delivery, "too late", START)


TOO_LATE = (put_off_too_late, given_back_too_late, given_up_too_late)


@pytest.mark.parametrize(
    "too_late",
    [
        put_off_too_late,
        given_back_too_late,
        given_up_too_late,
    ],
)
def test_what_another_process_has_sent_meanwhile_stays_sent(
    database: Database, too_late: Callable[[Outbox, Delivery], None]
) -> None:
    with world(database) as here:
        here.look(begun)
        (slow,) = written(here, NOTE)
        here.clock.move(LEASE_SECONDS)
        sent(here, *claimed(here))

        told(here, lambda outbox: too_late(outbox, slow))

        assert database.run("SELECT state FROM outbox") == [("sent",)]
        assert told(here, lambda outbox: outbox.undelivered()) == []
        assert told(here, lambda outbox: outbox.resend(slow.key, START)) is False
        assert claimed(here) == []


@pytest.mark.parametrize("too_late", TOO_LATE)
def test_what_another_process_has_claimed_meanwhile_stays_its_own(
    database: Database, too_late: Callable[[Outbox, Delivery], None]
) -> None:
    with world(database) as here:
        here.look(begun)
        (slow,) = written(here, NOTE)
        here.clock.move(LEASE_SECONDS)
        (theirs,) = claimed(here)
        before = database.run("SELECT * FROM outbox")

        told(here, lambda outbox: too_late(outbox, slow))

        assert claimed(here) == []
        assert database.run("SELECT * FROM outbox") == before
        here.clock.move(LEASE_SECONDS)
        assert claimed(here) == [replace(theirs, attempts=2)]


def test_a_message_that_two_processes_sent_is_not_counted_twice(database: Database) -> None:
    with world(database) as here:
        here.look(begun)
        slow, _ = written(here, NOTE, SECOND)
        here.clock.move(LEASE_SECONDS)
        first, _ = claimed(here)
        sent(here, first)

        def marked_too_late(transaction: Transaction) -> list[Delivery]:
            outbox = transaction.team(HERE).outbox
            outbox.write(THERE, [Message(NOTE, None)], START)
            outbox.write(HERE, [], START)
            outbox.sent(slow, START)
            return outbox.write(HERE, [Message(THIRD, None)], START)

        assert here.look(marked_too_late) == []


# Questions that were overtaken


def test_a_leftover_question_that_was_overtaken_is_dropped(database: Database) -> None:
    with world(database) as here:
        here.look(begun)
        written(here, NOTE, ASKING)
        written(here, ASKING_NEXT)
        here.clock.move(LEASE_SECONDS)

        assert cards(claimed(here)) == [NOTE, ASKING_NEXT]

    assert database.run(
        "SELECT number, state, leased_until IS NULL, settled_at IS NULL FROM outbox ORDER BY number"
    ) == [
        (1, "pending", False, True),
        (2, "overtaken", True, False),
        (3, "pending", False, True),
    ]


def test_the_card_of_a_question_that_was_overtaken_is_not_kept(database: Database) -> None:
    with world(database) as here:
        here.look(begun)
        written(here, ASKING, ASKING_NEXT)
        here.clock.move(LEASE_SECONDS)
        claimed(here)

    assert database.run("SELECT card IS NULL FROM outbox WHERE state = 'overtaken'") == [(True,)]


def test_only_a_later_question_of_the_same_interview_at_the_same_address_overtakes(
    database: Database,
) -> None:
    with world(database) as here:
        here.look(begun)
        here.look(lambda tx: begun(tx, "i2"))
        here.look(lambda tx: begun(tx, "i1", ELSEWHERE))
        written(here, ASKING, NOTE)
        written(here, ASKING_NEXT, about="i2")
        written(here, ASKING_NEXT, address=THERE)
        written(here, ASKING_NEXT, address=ELSEWHERE)
        here.clock.move(LEASE_SECONDS)

        assert cards(claimed(here)) == [ASKING, NOTE, ASKING_NEXT]


def test_a_question_that_is_being_sent_is_not_dropped(database: Database) -> None:
    with world(database) as here:
        here.look(begun)
        written(here, ASKING)
        here.clock.move(LEASE_SECONDS - 1)
        written(here, ASKING_NEXT)
        claimed(here)

    assert database.run("SELECT number, state FROM outbox ORDER BY number") == [
        (1, "pending"),
        (2, "pending"),
    ]


def test_a_question_that_was_put_off_is_dropped_when_it_is_due(database: Database) -> None:
    with world(database) as here:
        here.look(begun)
        (first,) = written(here, ASKING)
        later = START + timedelta(minutes=1)
        told(here, lambda outbox: outbox.later(first, later, shown=True))
        written(here, ASKING_NEXT)
        while_it_waits = claimed(here)
        here.clock.move(60)

        assert while_it_waits == []
        assert cards(claimed(here)) == [ASKING_NEXT]


# A clock that was put back


def test_a_clock_put_back_by_an_hour_leaves_nothing_stuck(database: Database) -> None:
    with world(database) as here:
        here.look(begun)
        written(here, NOTE)
        (waits,) = written(here, SECOND, address=THERE)
        later = START + LONGEST_WAIT
        told(here, lambda outbox: outbox.later(waits, later, shown=False))

        here.clock.move(-3600)
        addresses = due(here)
        held, waited = claimed(here), claimed(here, THERE)
        again = claimed(here)
        here.clock.move(LEASE_SECONDS)

        assert set(addresses) == {HERE, THERE}
        assert (cards(held), cards(waited), again) == ([NOTE], [SECOND], [])
        assert cards(claimed(here)) == [NOTE]


@pytest.mark.parametrize("minutes", [1, 5, 6, 14, 600])
def test_however_far_the_clock_was_put_back_nothing_waits_twice_the_longest_wait(
    database: Database, minutes: int
) -> None:
    with world(database) as here:
        here.look(begun)
        (waits,) = written(here, NOTE)
        told(here, lambda outbox: outbox.later(waits, START + LONGEST_WAIT, shown=False))
        written(here, SECOND, address=THERE)

        here.clock.move(-60 * minutes)
        seen: list[Card] = []
        for _ in range(1 + int(2 * LONGEST_WAIT / timedelta(minutes=1))):
            seen += [card for at in due(here) for card in cards(claimed(here, at))]
            here.clock.move(60)

        assert {NOTE, SECOND} <= set(seen)


# Messages that somebody damaged


@pytest.mark.parametrize("card", ["'5'", "'{\"odd\": 1}'", "'[]'", "'null'", "NULL"])
def test_a_message_that_nobody_can_read_is_given_up_and_lets_the_next_pass(
    database: Database, card: str
) -> None:
    with world(database) as here:
        here.look(begun)
        odd, second = written(here, NOTE, SECOND)
        database.run(f"UPDATE outbox SET card = {card} WHERE number = 1")  # noqa: S608
        here.clock.move(LEASE_SECONDS)

        assert claimed(here) == [replace(second, attempts=1, doubtful=True)]
        assert told(here, lambda outbox: outbox.undelivered()) == [
            Undelivered(odd.key, HERE, UNREADABLE, here.clock.now())
        ]
