"""What every storage promises about records. The outbox, the schema and teams have their own files.

Every test runs on both databases.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from threading import Barrier
from typing import TypeVar

import psycopg
import pytest

from bot.answers import (
    Amount,
    Answer,
    Counted,
    Dated,
    Lasting,
    Length,
    Mark,
    Picked,
    PickedOther,
    PickedSeveral,
    Rated,
    Response,
    Value,
    Written,
    fingerprint,
)
from bot.arrivals import MOST_NAME, TextSent
from bot.cards import Card, Paragraph
from bot.effects import Aside
from bot.ports import Address, StorageTrouble, StorageUnavailable
from bot.profile import Profile, Respondent
from bot.records import (
    Action,
    Listing,
    Logged,
    LostRace,
    Message,
    Receipt,
    Record,
    Records,
    Reminder,
    Transaction,
)
from bot.snapshot import Interview, Stage
from bot.verdict import Verdict, VerdictKind
from storage.models import metadata
from tests.clock import START
from tests.databases import Database, SqliteDatabase
from tests.world import HERE, STARTER, World, requested, world

Result = TypeVar("Result")

MEMBER, PROSPECT = Respondent.MEMBER, Respondent.PROSPECT
THERE = Address("screen", "home", "somebody else")
ELSEWHERE = Address("screen", "another home", "me")
NOBODY = Address("screen", "home", "nobody")
NOTE = Card("en", (Paragraph("Noted."),))
TODAY = START.date()
HALF = Answer("pay_upfront", Picked("half"), TODAY)
FULL = Answer("pay_upfront", Picked("full"), TODAY)
SIGNS = Answer("signs_contract", Picked("yes"), TODAY)
EVERY_VALUE: tuple[Value, ...] = (
    Picked("half"),
    PickedOther("half of it"),
    PickedSeveral(("a", "b")),
    Rated(4),
    Counted(Decimal("2.50"), Decimal(2500)),
    Amount(Decimal(2000), None, "USD"),
    Lasting(Length(1, 0), Length(1, 86_400)),
    Dated(TODAY, TODAY),
    Written("نعم “yes” \\ ' \" % :x ? 👍🏽"),
)
TABLES = tuple(metadata.tables)


def later(**much: float) -> datetime:
    return START + timedelta(**much)


def begun(  # noqa: PLR0913  # Every part may be another one.
    transaction: Transaction,
    interview_id: str = "i1",
    prospect: str = "Acme",
    *,
    at: datetime = START,
    address: Address = HERE,
    profile: Profile = STARTER,
    respondent: Respondent = MEMBER,
) -> Record:
    """A stored interview, which is talked about at the address."""
    records = transaction.team(address)
    version = records.keep_profile(profile, at)
    asked = Interview(respondent)
    record = Record(interview_id, prospect, profile.id, version, "en", address, asked)
    records.begin(record, at)
    records.turn_to(address, interview_id)
    return record


def with_answers(record: Record, *answers: Answer) -> Record:
    return replace(record, interview=replace(record.interview, answers=answers))


def verdict(kind: VerdictKind, score: Fraction | None) -> Verdict:
    return Verdict(kind, score, (), (), (), (), None, Fraction(0))


def dump(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Everything that is stored."""
    return {
        table: sorted(database.run(f"SELECT * FROM {table}"), key=repr)  # noqa: S608
        for table in TABLES
    }


def tables_with_rows(database: Database) -> set[str]:
    return {table for table, rows in dump(database).items() if rows}


@contextmanager
def writing(database: Database) -> Iterator[None]:
    """Another program is in the middle of a change of the conversations."""
    change = "UPDATE conversations SET address = address"
    if isinstance(database, SqliteDatabase):
        with closing(sqlite3.connect(database.file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            other.execute(change)
            yield
            other.execute("ROLLBACK")
    else:
        with psycopg.connect(database.url) as server:
            server.execute(change)
            yield
            server.rollback()


# Transactions


def test_what_raises_is_forgotten_as_a_whole(database: Database) -> None:
    def half_done(transaction: Transaction) -> None:
        begun(transaction)
        raise ZeroDivisionError

    with world(database) as here:
        with pytest.raises(ZeroDivisionError):
            here.look(half_done)

        assert tables_with_rows(database) == set()


def test_of_works_that_share_a_transaction_only_those_that_raise_are_forgotten(
    database: Database,
) -> None:
    def fails(transaction: Transaction) -> None:
        transaction.team(HERE).log("fails", Action.INTERVIEW_BEGUN, "i", START)
        raise ZeroDivisionError

    def logs(name: str) -> Callable[[Transaction], str]:
        def logged(transaction: Transaction) -> str:
            transaction.team(HERE).log(name, Action.INTERVIEW_BEGUN, "i", START)
            return name

        return logged

    with world(database) as here:

        async def together() -> list[object]:
            works = (logs("first"), fails, logs("last"))
            return await asyncio.gather(
                *(here.storage.run(work) for work in works), return_exceptions=True
            )

        first, failed, last = here.run(together())

        assert (first, type(failed), last) == ("first", ZeroDivisionError, "last")
        logged = here.look(lambda tx: tx.team(HERE).logged())
        assert [line.actor for line in logged] == ["first", "last"]


def test_a_lost_race_runs_again_until_it_is_won(database: Database) -> None:
    outcomes = iter([LostRace, LostRace, None])

    def lost_twice(transaction: Transaction) -> str:
        transaction.team(HERE).log("me", Action.INTERVIEW_BEGUN, "i", START)
        outcome = next(outcomes)
        if outcome is not None:
            raise outcome
        return "won"

    with world(database) as here:
        assert here.look(lost_twice) == "won"
        assert len(here.look(lambda tx: tx.team(HERE).logged())) == 1


def test_a_race_that_is_never_won_ends_as_busy(database: Database) -> None:
    with world(database) as here:
        record = here.look(begun)
        here.look(lambda tx: tx.team(HERE).save(record, START))

        with pytest.raises(StorageUnavailable) as lost:
            here.look(lambda tx: tx.team(HERE).save(record, START))

        assert lost.value.trouble is StorageTrouble.BUSY


def test_what_another_program_is_changing_is_busy_and_then_free(database: Database) -> None:
    with world(database) as here:
        here.happen(requested())
        with writing(database), pytest.raises(StorageUnavailable) as away:
            here.happen(TextSent("1"), "answer")

        here.happen(TextSent("1"), "answer")

        assert away.value.trouble is StorageTrouble.BUSY
        assert len(here.record().interview.answers) == 1


def test_events_that_were_announced_are_received_once_each(database: Database) -> None:
    def received(*events: str) -> Callable[[Transaction], list[bool]]:
        return lambda tx: [tx.team(HERE).receive(event, START) for event in events]

    with world(database) as here:
        here.look(received("old"))

        async def announced() -> list[list[bool]]:
            a, b, old = (Receipt(HERE, event) for event in ("a", "b", "old"))
            works = (
                here.storage.run(received("a", "b"), [a, b]),
                here.storage.run(received("b", "old"), [b, old]),
                here.storage.run(received("unannounced", "a")),
            )
            return list(await asyncio.gather(*works))

        assert here.run(announced()) == [[True, True], [False, False], [True, False]]
        assert here.look(received("a", "b", "old", "unannounced")) == [False] * 4


PROCESSES, TIMES = 4, 5


def at_once(database: Database, work: Callable[[World, int], Result]) -> list[Result]:
    """What processes find that begin at the same time."""
    together = Barrier(PROCESSES)

    def run(number: int) -> Result:
        with world(database) as here:
            together.wait(10)
            return work(here, number)

    with ThreadPoolExecutor(PROCESSES) as pool:
        return list(pool.map(run, range(PROCESSES)))


def test_an_event_that_reaches_processes_at_once_is_received_by_one(database: Database) -> None:
    def received(here: World, _: int) -> bool:
        return here.look(lambda tx: tx.team(HERE).receive("event", START))

    with world(database) as here:
        here.look(begun)

    assert sorted(at_once(database, received)) == [False, False, False, True]


def test_what_processes_do_to_an_interview_at_once_is_done_one_after_the_other(
    database: Database,
) -> None:
    def tried_again(transaction: Transaction) -> None:
        records = transaction.team(HERE)
        record = records.current(HERE)
        assert record is not None
        more = replace(record.interview, attempts=record.interview.attempts + 1)
        records.save(replace(record, interview=more), START)

    def worked(here: World, number: int) -> None:
        async def handled(event: str) -> None:
            await here.storage.run(tried_again, [Receipt(HERE, event)])

        for time in range(TIMES):
            here.run(handled(f"{number}.{time}"))

    with world(database) as here:
        here.look(begun)
    at_once(database, worked)
    with world(database) as here:
        assert here.record().interview.attempts == PROCESSES * TIMES


def test_processes_that_see_a_team_a_list_and_a_prospect_first_agree_on_them(
    database: Database,
) -> None:
    def began(here: World, number: int) -> str:
        here.look(lambda tx: begun(tx, f"i{number}"))
        return here.look(lambda tx: tx.team(HERE).team)

    teams = at_once(database, began)

    assert len(set(teams)) == 1
    with world(database) as here:
        listed = here.look(lambda tx: tx.team(HERE).listings("Acme"))
        assert {one.record.id for one in listed} == {f"i{n}" for n in range(PROCESSES)}
        assert {one.record.version for one in listed} == {1}
    assert database.run("SELECT name FROM prospects") == [("Acme",)]
    assert sorted(database.run("SELECT number FROM interviews")) == [(1,), (2,), (3,), (4,)]


# Teams


def test_a_space_is_one_team_and_another_space_another(database: Database) -> None:
    with world(database) as here:
        homes = here.look(lambda tx: (tx.team(HERE).team, tx.team(THERE).team))
        elsewhere = here.look(lambda tx: tx.team(ELSEWHERE).team)
        other_platform = here.look(lambda tx: tx.team(replace(HERE, platform="paper")).team)

        assert homes[0] == homes[1] == here.look(lambda tx: tx.team(HERE).team)
        assert here.look(lambda tx: tx.teams()) == sorted({homes[0], elsewhere, other_platform})
        assert len({homes[0], elsewhere, other_platform}) == 3
        assert here.look(lambda tx: tx.records(elsewhere).team) == elsewhere


def test_a_team_says_how_long_it_keeps_prospects(database: Database) -> None:
    with world(database) as here:
        kept: list[int | None] = [here.look(lambda tx: tx.team(HERE).retention_days())]
        for days in (30, 0, None):
            here.look(lambda tx, days=days: tx.team(HERE).keep_for(days))  # type: ignore[misc]
            kept.append(here.look(lambda tx: tx.team(HERE).retention_days()))

        assert kept == [None, 30, 0, None]
        assert here.look(lambda tx: tx.team(ELSEWHERE).retention_days()) is None


def test_a_team_has_an_address_for_verdicts_or_none(database: Database) -> None:
    with world(database) as here:
        before = here.look(lambda tx: tx.team(HERE).verdict_address())
        database.run("UPDATE teams SET verdict_address = 'screen:home:a:b'")

        assert before is None
        assert here.look(lambda tx: tx.team(HERE).verdict_address()) == Address(
            "screen", "home", "a:b"
        )


# Lists


def test_a_list_has_a_new_version_when_its_content_is_new(database: Database) -> None:
    other = replace(STARTER, name={"en": "Changed"})
    with world(database) as here:
        versions = [
            here.look(lambda tx, one=one: tx.team(HERE).keep_profile(one, START))  # type: ignore[misc]
            for one in (STARTER, STARTER, other, STARTER)
        ]

        assert versions == [1, 1, 2, 1]
        assert here.look(lambda tx: tx.team(HERE).newest_version("starter")) == 2

    with world(database) as again:
        stored = again.look(
            lambda tx: [tx.team(HERE).profile("starter", version) for version in (None, 1, 2)]
        )
        assert stored == [other, STARTER, other]


def test_a_list_that_was_never_stored_is_none(database: Database) -> None:
    with world(database) as here:
        assert here.look(lambda tx: tx.team(HERE).profile("starter")) is None
        assert here.look(lambda tx: tx.team(HERE).newest_version("starter")) is None


def test_a_version_that_is_gone_is_damage(database: Database) -> None:
    with world(database) as here:
        here.look(lambda tx: tx.team(HERE).keep_profile(STARTER, START))

        with pytest.raises(StorageUnavailable) as gone:
            here.look(lambda tx: tx.team(HERE).profile("starter", 7))

        assert gone.value.trouble is StorageTrouble.DAMAGED


# Interviews


def test_an_interview_comes_back_as_it_was_saved(database: Database) -> None:
    full = Interview(
        MEMBER,
        Stage.OPEN,
        (HALF, replace(SIGNS, given_on=date(2025, 12, 31))),
        aside=Aside.CANCEL,
        changing="pay_upfront",
        attempts=2,
        step=7,
        replaced=FULL,
        offered=(Picked("half"), Picked("none")),
    )
    with world(database) as here:
        saved = here.look(lambda tx: tx.team(HERE).save(replace(begun(tx), interview=full), START))

        assert saved == Record("i1", "Acme", "starter", 1, "en", HERE, full, revision=1)
        assert here.record() == saved

    with world(database) as again:
        assert again.record() == saved
        assert again.look(lambda tx: tx.team(HERE).interview("i1")) == saved


def test_an_interview_stands_in_its_transaction_as_it_was_saved_there(database: Database) -> None:
    def saved(transaction: Transaction) -> list[Record | None]:
        records = transaction.team(HERE)
        record = records.save(with_answers(begun(transaction), HALF), later(hours=1))
        found = [
            records.current(HERE),
            records.interview("i1"),
            records.latest("acme", None, MEMBER),
        ]
        assert records.changed_at("i1") == later(hours=1)
        return [record, *found, *(listing.record for listing in records.listings())]

    with world(database) as here:
        record, *found = here.look(saved)

        assert found == [record] * 4


def test_every_kind_of_reading_comes_back_as_it_was_offered(database: Database) -> None:
    offering = Interview(MEMBER, offered=EVERY_VALUE)
    with world(database) as here:
        here.look(lambda tx: tx.team(HERE).save(replace(begun(tx), interview=offering), START))
    with world(database) as again:
        offered = again.record().interview.offered

    assert offered == EVERY_VALUE
    assert [fingerprint(reading) for reading in offered] == [fingerprint(r) for r in EVERY_VALUE]


def test_every_kind_of_response_comes_back_as_it_was_given(database: Database) -> None:
    responses: tuple[Response, ...] = (*EVERY_VALUE, *Mark)
    answers = tuple(Answer(f"trait_{n}", one, TODAY) for n, one in enumerate(responses))
    with world(database) as here:
        here.look(lambda tx: tx.team(HERE).save(with_answers(begun(tx), *answers), START))
    with world(database) as again:
        assert again.record().interview.answers == answers


def test_an_offer_that_has_ended_leaves_nothing_in_its_row(database: Database) -> None:
    with world(database) as here:
        offering = Interview(MEMBER, offered=(Picked("half"),), replaced=FULL)
        saved = here.look(
            lambda tx: tx.team(HERE).save(replace(begun(tx), interview=offering), START)
        )
        ended = replace(saved, interview=Interview(MEMBER))
        here.look(lambda tx: tx.team(HERE).save(ended, START))

    assert database.run(
        "SELECT count(*) FROM interviews WHERE offered IS NULL AND replaced IS NULL"
    ) == [(1,)]


def test_a_changed_answer_supersedes_and_never_overwrites(database: Database) -> None:
    with world(database) as here:
        record = here.look(begun)
        for hours, answers in enumerate([(HALF, SIGNS), (FULL, SIGNS), (SIGNS,), (FULL, SIGNS)]):
            now = with_answers(record, *answers)
            at = later(hours=hours)
            record = here.look(lambda tx, now=now, at=at: tx.team(HERE).save(now, at))  # type: ignore[misc]
        assert here.record().interview.answers == (FULL, SIGNS)

    assert database.run(
        "SELECT entry, position, trait, CAST(response AS TEXT), superseded_at IS NULL FROM answers"
        " ORDER BY entry"
    ) == [
        (1, 0, "pay_upfront", '{"picked": "half"}', False),
        (2, 1, "signs_contract", '{"picked": "yes"}', False),
        (3, 0, "pay_upfront", '{"picked": "full"}', False),
        (4, 0, "signs_contract", '{"picked": "yes"}', False),
        (5, 0, "pay_upfront", '{"picked": "full"}', True),
        (6, 1, "signs_contract", '{"picked": "yes"}', True),
    ]


def test_an_answer_that_is_changed_at_once_is_superseded_at_once(database: Database) -> None:
    def changed_at_once(transaction: Transaction) -> Record:
        records = transaction.team(HERE)
        saved = records.save(with_answers(begun(transaction), HALF), START)
        return records.save(with_answers(saved, FULL), later(hours=1))

    with world(database) as here:
        changed = here.look(changed_at_once)

    with world(database) as again:
        assert again.record() == changed
    assert database.run(
        "SELECT CAST(response AS TEXT), superseded_at IS NULL FROM answers ORDER BY entry"
    ) == [('{"picked": "half"}', False), ('{"picked": "full"}', True)]


def test_saving_an_outdated_interview_loses_the_race(database: Database) -> None:
    def saved_outdated(transaction: Transaction) -> None:
        for outdated in (record, replace(record, revision=7), replace(record, id="unknown")):
            with pytest.raises(LostRace):
                transaction.team(HERE).save(outdated, START)

    with world(database) as here:
        record = here.look(begun)
        newest = here.look(lambda tx: tx.team(HERE).save(with_answers(record, HALF), START))

        here.look(saved_outdated)

        assert here.record() == newest


def test_what_another_process_saved_is_seen_at_once(database: Database) -> None:
    with world(database) as one, world(database) as other:
        record = one.look(begun)
        seen = other.record()
        changed = other.look(lambda tx: tx.team(HERE).save(with_answers(seen, HALF), START))

        assert seen == record
        assert one.record() == changed


def test_an_interview_says_when_it_changed_last(database: Database) -> None:
    with world(database) as here:
        record = here.look(begun)
        at_first = here.look(lambda tx: tx.team(HERE).changed_at("i1"))
        zone = timezone(timedelta(hours=3))
        here.look(lambda tx: tx.team(HERE).save(record, later(hours=2).astimezone(zone)))

        changed_at = here.look(lambda tx: tx.team(HERE).changed_at("i1"))

        assert (at_first, changed_at) == (START, later(hours=2))
        assert changed_at.tzinfo is UTC


def test_an_interview_that_is_not_there_is_none(database: Database) -> None:
    with world(database) as here:
        records: list[Record | None] = here.look(
            lambda tx: [
                tx.team(HERE).current(HERE),
                tx.team(HERE).interview("i1"),
                tx.team(HERE).latest("Acme", None, MEMBER),
            ]
        )
        with pytest.raises(LookupError):
            here.look(lambda tx: tx.team(HERE).changed_at("i1"))

        assert records == [None, None, None]


def test_what_is_talked_about_at_an_address_is_what_was_turned_to_last(database: Database) -> None:
    def turned(transaction: Transaction) -> list[str | None]:
        records = transaction.team(HERE)
        seen = []
        for interview_id in ("i1", "i2"):
            records.turn_to(HERE, interview_id)
            found = records.current(HERE)
            seen.append(None if found is None else found.id)
        return seen

    with world(database) as here:
        here.look(lambda tx: begun(tx, "i1"))
        here.look(lambda tx: begun(tx, "i2", address=THERE))

        assert (here.record().id, here.record(THERE).id) == ("i1", "i2")
        assert here.look(turned) == ["i1", "i2"]
        assert (here.record().id, here.record(THERE).id) == ("i2", "i2")


def test_the_latest_interview_is_the_newest_that_was_not_cancelled(database: Database) -> None:
    def latest(profile: str | None, respondent: Respondent = MEMBER) -> str | None:
        found = here.look(lambda tx: tx.team(HERE).latest("ACME", profile, respondent))
        return None if found is None else found.id

    other = replace(STARTER, id="other")
    with world(database) as here:
        here.look(lambda tx: begun(tx, "starter"))
        here.look(lambda tx: begun(tx, "other", profile=other))
        here.look(lambda tx: begun(tx, "theirs", respondent=PROSPECT))
        newest = here.look(lambda tx: begun(tx, "cancelled"))
        cancelled = replace(newest, interview=Interview(MEMBER, Stage.CANCELLED))
        here.look(lambda tx: tx.team(HERE).save(cancelled, START))
        here.look(lambda tx: begun(tx, "of another prospect", "Acme Inc"))

        assert latest(None) == "other"
        assert latest("starter") == "starter"
        assert latest(None, PROSPECT) == "theirs"
        assert latest("other", PROSPECT) is None
        assert latest("unknown") is None


def test_names_that_differ_in_case_are_one_prospect(database: Database) -> None:
    with world(database) as here:
        here.look(lambda tx: begun(tx, "i1", "Straße & Söhne"))
        here.look(lambda tx: begun(tx, "i2", "STRASSE & SÖHNE"))

        latest = here.look(lambda tx: tx.team(HERE).latest("strasse & söhne", None, MEMBER))

        assert latest is not None
        assert (latest.id, latest.prospect) == ("i2", "Straße & Söhne")


@pytest.mark.parametrize("letter", ["ΐ", "ﬃ", "👩", "\U000e0001"])
def test_the_longest_name_of_a_prospect_can_be_stored(database: Database, letter: str) -> None:
    name = letter * MOST_NAME
    with world(database) as here:
        here.look(lambda tx: begun(tx, prospect=name))

        assert here.record().prospect == name


def test_an_address_is_stored_whole(database: Database) -> None:
    odd = Address("screen", "space", "channel:with:colons")
    with world(database) as here:
        here.happen(requested(), address=odd)

        assert here.record(odd).address == odd


def test_the_longest_values_that_there_are_can_be_stored(database: Database) -> None:
    at = Address("screen", "s" * 100, "c" * 192)
    interview_id, event, subject, zone = "i" * 32, "e" * 200, "s" * 60, "z" * 60
    reminder = Reminder(interview_id, zone, 2**31 - 1, START)

    def stored(transaction: Transaction) -> None:
        records = transaction.team(at)
        records.receive(event, START)
        begun(transaction, interview_id, address=at, profile=replace(STARTER, id="l" * 32))
        records.reminders.add(reminder, at.platform)
        records.log(str(at), Action.INTERVIEW_CANCELLED, subject, START)

    with world(database) as here:
        here.look(stored)

    with world(database) as here:
        assert len(str(at)) == 300
        assert here.record(at).id == interview_id
        assert here.look(lambda tx: tx.team(at).receive(event, START)) is False
        assert here.look(lambda tx: tx.team(at).reminders.take(interview_id, START)) == reminder
        assert here.look(lambda tx: tx.team(at).logged()) == [
            Logged(START, str(at), "interview-cancelled", subject)
        ]


def test_an_event_is_received_once(database: Database) -> None:
    with world(database) as here:
        assert here.look(lambda tx: tx.team(HERE).receive("e", START)) is True
        assert here.look(lambda tx: tx.team(HERE).receive("e", START)) is False
        assert here.look(lambda tx: tx.team(ELSEWHERE).receive("e", START)) is True


def test_times_are_exact_and_in_utc(database: Database) -> None:
    at = datetime(2026, 3, 29, 2, 30, 0, 123456, timezone(timedelta(hours=-8)))
    with world(database) as here:
        here.look(lambda tx: begun(tx, at=at))

        (listing,) = here.look(lambda tx: tx.team(HERE).listings())

        assert (listing.changed_at, listing.changed_at.tzinfo) == (at, UTC)


# Listings


def test_interviews_are_listed_with_their_newest_verdicts_the_last_changed_first(
    database: Database,
) -> None:
    with world(database) as here:
        first = here.look(lambda tx: begun(tx, "i1"))
        second = here.look(lambda tx: begun(tx, "i2", "Bolt", at=later(hours=1)))
        third = here.look(lambda tx: begun(tx, "i3", "Acme", at=later(hours=2)))
        first = here.look(lambda tx: tx.team(HERE).save(with_answers(first, HALF), later(hours=3)))
        for kind, score in ((VerdictKind.ACCEPT, Fraction(250, 3)), (VerdictKind.DECLINE, None)):
            stored = verdict(kind, score)
            here.look(
                lambda tx, stored=stored: tx.team(HERE).keep_verdict(first, stored, START)  # type: ignore[misc]
            )
        scored = verdict(VerdictKind.CONDITIONS, Fraction(250, 3))
        here.look(lambda tx: tx.team(HERE).keep_verdict(third, scored, START))

        of_first = Listing(first, later(hours=3), "decline", None)
        of_third = Listing(third, later(hours=2), "conditions", "250/3")
        of_second = Listing(second, later(hours=1), None, None)
        assert here.look(lambda tx: tx.team(HERE).listings()) == [of_first, of_third, of_second]
        assert here.look(lambda tx: tx.team(HERE).listings("ACME")) == [of_first, of_third]
        assert here.look(lambda tx: tx.team(HERE).listings("Nobody")) == []


def test_interviews_of_one_prospect_that_changed_at_once_are_listed_newest_first(
    database: Database,
) -> None:
    with world(database) as here:
        for number in range(5):
            here.look(lambda tx, number=number: begun(tx, f"i{number}"))  # type: ignore[misc]

        listed = here.look(lambda tx: tx.team(HERE).listings())

        assert [one.record.id for one in listed] == ["i4", "i3", "i2", "i1", "i0"]


def test_an_interview_is_listed_with_the_verdict_that_its_answers_came_to(
    database: Database,
) -> None:
    answers = ("1", "1", "2000 USD", "5", "2 hours", "1", "1", "1", "ok", "change 4", "1")
    with world(database) as here:
        here.happen(requested("Acme"))
        for text in answers:
            here.happen(TextSent(text))
        here.happen(requested("Other"))

        listed = here.look(lambda tx: tx.team(HERE).listings("ACME"))

        assert [(one.record.prospect, one.verdict) for one in listed] == [("Acme", "decline")]
        assert len(listed[0].record.interview.answers) == 8


# Reminders


def reminded(here: World, reminder: Reminder, platform: str = "screen") -> None:
    here.look(lambda tx: tx.team(HERE).reminders.add(reminder, platform))


def taken(here: World, at: datetime, interview_id: str = "i1") -> Reminder | None:
    return here.look(lambda tx: tx.team(HERE).reminders.take(interview_id, at))


def due(here: World, at: datetime, *platforms: str, most: int = 10) -> list[str]:
    found = here.look(lambda tx: tx.due_reminders(platforms or ("screen",), at, most))
    return [interview_id for _, interview_id in found]


REMINDER = Reminder("i1", "Asia/Riyadh", 1, later(days=1))


def test_a_reminder_is_taken_from_when_it_is_due_and_stays(database: Database) -> None:
    with world(database) as here:
        here.look(begun)
        reminded(here, REMINDER)

        assert taken(here, later(days=1, seconds=-1)) is None
        assert taken(here, later(days=1)) == REMINDER
        assert taken(here, later(days=9)) == REMINDER
        assert taken(here, later(days=9), "unknown") is None


def test_a_reminder_that_was_put_is_due_when_it_says(database: Database) -> None:
    with world(database) as here:
        here.look(begun)
        reminded(here, REMINDER)
        put = replace(REMINDER, times=2, due=later(days=3))
        here.look(lambda tx: tx.team(HERE).reminders.put(put))

        assert taken(here, later(days=2)) is None
        assert taken(here, later(days=3)) == put


def test_a_reminder_that_was_dropped_is_gone(database: Database) -> None:
    with world(database) as here:
        here.look(begun)
        reminded(here, REMINDER)
        here.look(lambda tx: tx.team(HERE).reminders.drop("i1"))

        assert taken(here, later(days=9)) is None
        assert due(here, later(days=9)) == []


def test_due_reminders_are_of_these_platforms_the_longest_due_first(database: Database) -> None:
    with world(database) as here:
        for number, hours in enumerate((3, 1, 2, 50)):
            interview_id = f"i{number}"
            here.look(lambda tx, one=interview_id: begun(tx, one))  # type: ignore[misc]
            reminded(here, Reminder(interview_id, "UTC", 0, later(hours=hours)))
        here.look(lambda tx: begun(tx, "on paper"))
        reminded(here, Reminder("on paper", "UTC", 0, START), "paper")

        assert due(here, later(days=1)) == ["i1", "i2", "i0"]
        assert due(here, later(days=1), "paper", "screen") == ["on paper", "i1", "i2", "i0"]
        assert due(here, later(days=1), most=2) == ["i1", "i2"]
        assert due(here, later(days=1), "other") == []


def test_due_reminders_say_whose_they_are(database: Database) -> None:
    with world(database) as here:
        for hours, (interview_id, address) in enumerate((("i1", ELSEWHERE), ("i2", HERE))):
            reminder = Reminder(interview_id, "UTC", 0, later(hours=hours))
            fill(here, address, "Acme", interview_id)
            here.look(lambda tx, at=address, it=reminder: tx.team(at).reminders.put(it))  # type: ignore[misc]

        found = here.look(lambda tx: tx.due_reminders(("screen",), later(days=1), 10))

        assert found == [
            (here.look(lambda tx: tx.team(ELSEWHERE).team), "i1"),
            (here.look(lambda tx: tx.team(HERE).team), "i2"),
        ]


def test_a_reminder_that_another_process_is_at_is_left_to_it(database: Database) -> None:
    if isinstance(database, SqliteDatabase):
        pytest.skip("SQLite has one lock for everything: who is second waits")
    with world(database) as here:
        here.look(begun)
        reminded(here, REMINDER)
        with psycopg.connect(database.url) as other:
            other.execute("SELECT * FROM reminders FOR UPDATE")

            while_locked = taken(here, later(days=1))

        assert while_locked is None
        assert taken(here, later(days=1)) == REMINDER


# Forgetting


def fill(here: World, address: Address, prospect: str, interview_id: str) -> None:
    """Everything that can be about an interview."""

    def filled(transaction: Transaction) -> None:
        records = transaction.team(address)
        records.receive(f"event of {interview_id}", START)
        record = begun(transaction, interview_id, prospect, address=address)
        record = records.save(with_answers(record, HALF), START)
        records.save(with_answers(record, FULL), START)
        records.keep_verdict(record, verdict(VerdictKind.ACCEPT, Fraction(80)), START)
        records.outbox.write(address, [Message(NOTE, interview_id), Message(NOTE, None)], START)
        records.reminders.add(Reminder(interview_id, "UTC", 0, START), address.platform)
        records.log(str(address), Action.INTERVIEW_BEGUN, interview_id, START)

    here.look(filled)


def forgotten(here: World, forget: Callable[[Records], object]) -> object:
    return here.look(lambda tx: forget(tx.team(HERE)))


def test_a_forgotten_prospect_leaves_nothing_but_the_address(
    database: Database,
) -> None:
    with world(database) as here:
        fill(here, THERE, "Other", "i2")
        fill(here, ELSEWHERE, "Acme", "i3")
        before = dump(database)
        fill(here, HERE, "Acme", "i1")
        ((prospect_id,),) = database.run(
            "SELECT prospect_id FROM interviews WHERE interview_id = 'i1'"
        )

        assert forgotten(here, lambda records: records.forgetting.prospect("ACME")) == prospect_id
        assert forgotten(here, lambda records: records.forgetting.prospect("ACME")) is None

        after = dump(database)
        left = {table: len(after[table]) - len(before[table]) for table in TABLES}
        kept = ("inbox", "conversations", "outbox")
        assert {table: more for table, more in left.items() if more} == dict.fromkeys(kept, 1)
        assert all(row in after[table] for table in TABLES for row in before[table])
        assert database.run(
            "SELECT interview_id FROM conversations WHERE address = 'screen:home:me'"
        ) == [(None,)]
        assert database.run("SELECT interview_id FROM outbox WHERE address = 'screen:home:me'") == [
            (None,)
        ]
        assert here.look(lambda tx: tx.team(HERE).current(HERE)) is None


def test_an_address_at_which_nothing_is_left_is_forgotten_with_the_prospect(
    database: Database,
) -> None:
    with world(database) as here:
        here.look(lambda tx: begun(tx, "i1", "Other", address=THERE))
        here.look(lambda tx: begun(tx, "i2"))
        forgotten(here, lambda records: records.forgetting.prospect("Acme"))

    assert database.run("SELECT address FROM conversations") == [(str(THERE),)]


def test_after_a_prospect_was_forgotten_the_name_is_new(database: Database) -> None:
    with world(database) as here:
        fill(here, HERE, "Acme", "i1")
        forgotten(here, lambda records: records.forgetting.prospect("Acme"))

        here.look(lambda tx: begun(tx, "i2", "ACME"))

        assert here.record() == Record("i2", "ACME", "starter", 1, "en", HERE, Interview(MEMBER))


def test_a_forgotten_member_is_named_nowhere_and_the_teams_interviews_stay(
    database: Database,
) -> None:
    instead = Address("screen", "home", "forgotten")
    with world(database) as here:
        fill(here, THERE, "Other", "i2")
        fill(here, ELSEWHERE, "Acme", "i3")
        fill(here, HERE, "Acme", "i1")
        database.run("UPDATE teams SET verdict_address = 'screen:home:me'")
        before = here.look(lambda tx: tx.team(HERE).listings())

        assert forgotten(here, lambda records: records.forgetting.member(HERE, instead)) is True
        assert forgotten(here, lambda records: records.forgetting.member(HERE, instead)) is False

        team = here.look(lambda tx: tx.team(HERE).team)
        rows = [row for rows in dump(database).values() for row in rows if team in row]
        assert str(HERE) not in repr(rows)
        assert here.look(lambda tx: tx.team(HERE).listings()) == [
            replace(one, record=replace(one.record, address=instead))
            if one.record.id == "i1"
            else one
            for one in before
        ]
        assert here.look(lambda tx: tx.team(HERE).logged()) == [
            Logged(START, str(THERE), "interview-begun", "i2"),
            Logged(START, str(instead), "interview-begun", "i1"),
        ]
        assert here.look(lambda tx: tx.team(HERE).verdict_address()) is None
        assert sorted(due(here, later(days=1))) == ["i2", "i3"]
        assert here.look(lambda tx: tx.team(ELSEWHERE).verdict_address()) == HERE
        assert here.record(ELSEWHERE).id == "i3"
        assert here.record(THERE).id == "i2"


def test_a_member_who_never_said_anything_is_not_found(database: Database) -> None:
    with world(database) as here:
        fill(here, HERE, "Acme", "i1")
        before = dump(database)

        assert forgotten(here, lambda records: records.forgetting.member(NOBODY, HERE)) is False
        assert dump(database) == before


def test_a_forgotten_team_leaves_nothing_and_its_space_may_begin_anew(database: Database) -> None:
    with world(database) as here:
        fill(here, ELSEWHERE, "Acme", "i3")
        before = dump(database)
        fill(here, HERE, "Acme", "i1")
        fill(here, THERE, "Other", "i2")
        old = here.look(lambda tx: tx.team(HERE).team)

        forgotten(here, lambda records: records.forgetting.team())

        assert dump(database) == before
        assert here.look(lambda tx: tx.team(HERE).team) != old
        here.look(begun)
        assert here.record().id == "i1"


def test_prospects_about_whom_nothing_changes_grow_stale(database: Database) -> None:
    with world(database) as here:
        here.look(lambda tx: begun(tx, "i1", "Old"))
        here.look(lambda tx: begun(tx, "i2", "Older", at=later(days=-1)))
        here.look(lambda tx: begun(tx, "i3", "Answered", at=later(days=-2)))
        again = here.look(lambda tx: begun(tx, "i4", "Answered", at=later(days=-1)))
        here.look(lambda tx: begun(tx, "i5", "New", at=later(days=3)))
        here.look(lambda tx: begun(tx, "i6", "Elsewhere", address=ELSEWHERE))
        here.look(lambda tx: tx.team(HERE).save(again, later(days=2)))

        stale = here.look(lambda tx: tx.team(HERE).forgetting.stale_prospects(later(days=2), 100))

        assert stale == ["Older", "Old"]


def test_what_was_done_with_is_forgotten_and_what_is_not_stays(database: Database) -> None:
    def handled(transaction: Transaction) -> None:
        records = transaction.team(HERE)
        begun(transaction)
        for name, at in (("old", START), ("new", later(days=2))):
            records.receive(name, at)
            (sent,) = records.outbox.write(HERE, [Message(NOTE, "i1")], at)
            records.outbox.sent(sent, at)
        records.outbox.write(HERE, [Message(NOTE, "i1")], START)

    with world(database) as here:
        here.look(handled)

        forgotten(here, lambda records: records.forgetting.settled(later(days=1), 100))

        assert database.run("SELECT event_id FROM inbox") == [("new",)]
        assert database.run("SELECT number, state FROM outbox ORDER BY number") == [
            (2, "sent"),
            (3, "pending"),
        ]


def test_what_is_forgotten_is_not_written_by_what_was_kept_back(database: Database) -> None:
    def written_and_forgotten(transaction: Transaction) -> None:
        records = transaction.team(HERE)
        record = records.save(with_answers(begun(transaction), HALF), START)
        records.outbox.write(HERE, [Message(NOTE, record.id)], START)
        records.forgetting.team()

    with world(database) as here:
        here.look(written_and_forgotten)

        assert tables_with_rows(database) == set()


def test_a_forgotten_prospect_is_forgotten_in_the_same_transaction(database: Database) -> None:
    def forgotten_at_once(transaction: Transaction) -> list[object]:
        records = transaction.team(HERE)
        records.current(HERE)
        records.forgetting.prospect("Acme")
        found = [records.current(HERE), records.interview("i1")]
        return [*found, records.latest("Acme", None, MEMBER), records.listings()]

    with world(database) as here:
        fill(here, HERE, "Acme", "i1")

        assert here.look(forgotten_at_once) == [None, None, None, []]


def test_an_answer_that_shares_a_transaction_with_its_members_forgetting_brings_nothing_back(
    database: Database,
) -> None:
    instead = Address("screen", "home", "forgotten")
    with world(database) as here:
        fill(here, HERE, "Acme", "i1")

        def answered(transaction: Transaction) -> None:
            records = transaction.team(HERE)
            record = records.current(HERE)
            if record is not None:
                records.save(with_answers(record, HALF), START)
                records.outbox.write(HERE, [Message(NOTE, record.id)], START)

        async def together() -> None:
            await asyncio.gather(
                here.storage.run(lambda tx: tx.team(HERE).forgetting.member(HERE, instead)),
                here.storage.run(answered, [Receipt(HERE, "answer")]),
            )

        here.run(together())

        assert database.run("SELECT address FROM interviews") == [(str(instead),)]
        assert database.run("SELECT address FROM outbox") == []


# The audit log


def test_the_audit_log_is_told_oldest_first_and_forgotten_by_age(database: Database) -> None:
    lines = [
        Logged(later(days=day), f"{HERE}", action.value, f"subject {day}")
        for day, action in enumerate(Action)
    ]
    with world(database) as here:
        for line in reversed(lines):
            here.look(
                lambda tx, one=line: tx.team(HERE).log(  # type: ignore[misc]
                    one.actor, Action(one.action), one.subject, one.at
                )
            )
        told = here.look(lambda tx: tx.team(HERE).logged())
        forgotten(here, lambda records: records.forgetting.logged(later(days=2)))

        assert told == lines
        assert here.look(lambda tx: tx.team(HERE).logged()) == lines[2:]
        assert here.look(lambda tx: tx.team(ELSEWHERE).logged()) == []


def test_lines_of_the_same_moment_are_told_in_the_order_in_which_they_were_written(
    database: Database,
) -> None:
    subjects = [f"subject {number}" for number in range(20)]
    with world(database) as here:
        for subject in subjects:
            here.look(
                lambda tx, subject=subject: tx.team(HERE).log(  # type: ignore[misc]
                    "me", Action.MESSAGE_RESENT, subject, START
                )
            )

        assert [line.subject for line in here.look(lambda tx: tx.team(HERE).logged())] == subjects


# Databases that somebody damaged

DAMAGES = (
    "UPDATE interviews SET stage = 'somewhere'",
    "UPDATE interviews SET respondent = 'nobody'",
    "UPDATE interviews SET aside = 'somewhere'",
    "UPDATE interviews SET address = 'nowhere'",
    "UPDATE answers SET response = '{\"odd\": 1}'",
    "UPDATE answers SET response = '[]'",
    "UPDATE answers SET response = 'null'",
    "UPDATE profile_versions SET document = 'no list'",
    "DROP TABLE answers",
    "ALTER TABLE interviews DROP COLUMN stage",
    "UPDATE answers SET trait = 'nosuch'",
    'UPDATE answers SET response = \'{"picked": "nosuch"}\'',
    "UPDATE answers SET response = '{\"rated\": 99}'",
    "UPDATE interviews SET changing = 'nosuch'",
    "UPDATE interviews SET replaced = '5'",
    "UPDATE interviews SET replaced = '{\"odd\": 1}'",
    "UPDATE interviews SET offered = '5'",
    'UPDATE interviews SET offered = \'{"picked": "yes"}\'',
    "UPDATE interviews SET offered = '[{\"odd\": 1}]'",
    'UPDATE interviews SET offered = \'[{"mark": "skipped"}]\'',
    'UPDATE interviews SET offered = \'[{"picked": "nosuch"}]\'',
    "UPDATE interviews SET offered = '[{\"rated\": 99}]'",
)
NO_JSON = (
    "UPDATE answers SET response = 'no JSON'",
    "UPDATE interviews SET offered = 'no JSON'",
    "UPDATE interviews SET replaced = 'no JSON'",
)


def trouble_after(damage: str, database: Database) -> StorageUnavailable:
    with world(database) as here:
        here.happen(requested())
        here.happen(TextSent("1"))
    database.run(damage)

    with pytest.raises(StorageUnavailable) as away, world(database) as here:
        here.happen(TextSent("1"), "another event")
    return away.value


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_database_is_said_to_be_damaged(database: Database, damage: str) -> None:
    away = trouble_after(damage, database)

    assert away.trouble is StorageTrouble.DAMAGED
    assert away.database.endswith(database.url.rpartition("/")[2])


@pytest.mark.parametrize("damage", NO_JSON)
def test_a_value_that_is_no_json_is_damage(database: Database, damage: str) -> None:
    if not isinstance(database, SqliteDatabase):
        pytest.skip("PostgreSQL itself lets nothing but JSON into a column of that type")

    assert trouble_after(damage, database).trouble is StorageTrouble.DAMAGED


def test_a_damaged_row_about_one_prospect_does_not_hide_another(database: Database) -> None:
    with world(database) as here:
        here.happen(requested("Sound"))
        here.happen(requested("Damaged"))
    damaged = "(SELECT prospect_id FROM prospects WHERE name = 'Damaged')"
    database.run(f"UPDATE interviews SET stage = 'x' WHERE prospect_id = {damaged}")  # noqa: S608

    with world(database) as here:
        listed = here.look(lambda tx: tx.team(HERE).listings("Sound"))
        with pytest.raises(StorageUnavailable) as away:
            here.look(lambda tx: tx.team(HERE).listings())

        assert [one.record.prospect for one in listed] == ["Sound"]
        assert away.value.trouble is StorageTrouble.DAMAGED


def test_a_damaged_row_of_one_work_does_not_fail_another(database: Database) -> None:
    with world(database) as here:
        here.happen(requested("Sound"))
        here.happen(requested("Damaged"), address=THERE)
    database.run("UPDATE interviews SET stage = 'x' WHERE address = 'screen:home:somebody else'")

    with world(database) as here:

        async def together() -> list[object]:
            return await asyncio.gather(
                *(
                    here.storage.run(
                        lambda tx, at=at: tx.team(at).current(at),  # type: ignore[misc]
                        [Receipt(at, f"event at {at}")],
                    )
                    for at in (THERE, HERE)
                ),
                return_exceptions=True,
            )

        damaged, sound = here.run(together())

        assert isinstance(damaged, StorageUnavailable)
        assert damaged.trouble is StorageTrouble.DAMAGED
        assert isinstance(sound, Record)
        assert sound.prospect == "Sound"


def test_a_list_whose_transaction_failed_is_not_remembered(database: Database) -> None:
    other = replace(STARTER, traits=STARTER.traits[1:])

    def fails(transaction: Transaction) -> None:
        records = transaction.team(HERE)
        records.profile("starter", records.keep_profile(STARTER, START))
        raise ZeroDivisionError

    def kept(transaction: Transaction) -> Profile | None:
        records = transaction.team(HERE)
        return records.profile("starter", records.keep_profile(other, START))

    with world(database) as here:
        here.look(lambda tx: tx.team(HERE).receive("e", START))
        with pytest.raises(ZeroDivisionError):
            here.look(fails)

        assert here.look(kept) == other
        assert here.look(lambda tx: tx.team(HERE).profile("starter", 1)) == other
