"""What every storage promises, and what ours does with databases that are not ours."""

import asyncio
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from bot.answers import (
    Amount,
    Answer,
    Counted,
    Dated,
    Lasting,
    Length,
    Picked,
    PickedOther,
    PickedSeveral,
    Rated,
    Value,
    Written,
    fingerprint,
)
from bot.arrivals import TextSent
from bot.cards import Card, Paragraph
from bot.ports import (
    Address,
    LostRace,
    Record,
    StorageTrouble,
    StorageUnavailable,
    Transaction,
)
from bot.profile import Respondent
from bot.snapshot import Interview, Stage
from storage.engine import SqlStorage
from storage.models import metadata
from storage.schema import APPLICATION_ID, REVISIONS
from tests.world import HERE, START, STARTER, StoppedClock, World, requested, world

NOTE = Card("en", (Paragraph("Noted."),))
ASKING = Card("en", (Paragraph("Well?"),), step=1)


def begun(transaction: Transaction, interview_id: str = "i1", prospect: str = "Acme") -> Record:
    """A stored interview."""
    records = transaction.team(HERE)
    version = records.keep_profile(STARTER, START)
    member = Interview(Respondent.MEMBER)
    record = Record(interview_id, prospect, "starter", version, "en", HERE, member)
    records.begin(record, START)
    records.turn_to(HERE, interview_id)
    return record


@contextmanager
def opened(url: str) -> Iterator[SqlStorage]:
    storage = SqlStorage(url, StoppedClock())
    with asyncio.Runner() as runner:
        try:
            runner.run(storage.open())
            yield storage
        finally:
            storage.close()


def trouble_with(url: str) -> StorageTrouble:
    """What opening this database ends in."""
    with pytest.raises(StorageUnavailable) as refused, opened(url):
        pass
    return refused.value.trouble


# Records


def test_what_raises_is_forgotten_as_a_whole(tmp_path: Path) -> None:
    def half_done(transaction: Transaction) -> None:
        begun(transaction)
        raise ZeroDivisionError

    with world(tmp_path) as here:
        with pytest.raises(ZeroDivisionError):
            here.look(half_done)

        assert here.look(lambda tx: tx.team(HERE).listings()) == []


def test_an_interview_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    full = Interview(
        Respondent.MEMBER,
        Stage.OPEN,
        (
            Answer("pay_upfront", Picked("half"), START.date()),
            Answer("signs_contract", Picked("no"), START.date()),
        ),
        changing="pay_upfront",
        attempts=2,
        step=7,
        replaced=Answer("pay_upfront", Picked("full"), START.date()),
        offered=(Picked("half"), Picked("none")),
    )
    with world(tmp_path) as here:
        saved = here.look(lambda tx: tx.team(HERE).save(replace(begun(tx), interview=full), START))

        assert here.record() == saved
        assert saved.interview == full


def test_every_kind_of_reading_comes_back_as_it_was_offered(tmp_path: Path) -> None:
    every: tuple[Value, ...] = (
        Picked("half"),
        PickedOther("half of it"),
        PickedSeveral(("a", "b")),
        Rated(4),
        Counted(Decimal("2.50"), Decimal(2500)),
        Amount(Decimal(2000), None, "USD"),
        Lasting(Length(1, 0), Length(1, 86_400)),
        Dated(START.date(), START.date()),
        Written("نعم “yes”"),
    )
    with world(tmp_path) as here:
        offering = Interview(Respondent.MEMBER, offered=every)
        here.look(lambda tx: tx.team(HERE).save(replace(begun(tx), interview=offering), START))
    with world(tmp_path) as again:
        offered = again.record().interview.offered

    assert offered == every
    assert [fingerprint(reading) for reading in offered] == [fingerprint(r) for r in every]


def test_an_offer_that_has_ended_leaves_nothing_in_its_row(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        offering = Interview(Respondent.MEMBER, offered=(Picked("half"),))
        saved = here.look(
            lambda tx: tx.team(HERE).save(replace(begun(tx), interview=offering), START)
        )
        ended = replace(saved, interview=replace(offering, offered=()))
        here.look(lambda tx: tx.team(HERE).save(ended, START))

    with closing(sqlite3.connect(tmp_path / "bot.db")) as raw:
        assert raw.execute("SELECT offered FROM interviews").fetchall() == [(None,)]


def test_a_changed_answer_supersedes_and_never_overwrites(tmp_path: Path) -> None:
    first = (Answer("pay_upfront", Picked("half"), START.date()),)
    second = (Answer("pay_upfront", Picked("full"), START.date()),)
    with world(tmp_path) as here:
        record = here.look(begun)
        for answers in (first, second, ()):
            interview = replace(record.interview, answers=answers)
            now = replace(record, interview=interview)
            record = here.look(lambda tx, now=now: tx.team(HERE).save(now, START))  # type: ignore[misc]

    with closing(sqlite3.connect(tmp_path / "bot.db")) as raw:
        rows = raw.execute("SELECT response, superseded_at IS NULL FROM answers ORDER BY entry")
        assert rows.fetchall() == [('{"picked": "half"}', 0), ('{"picked": "full"}', 0)]


def test_saving_an_outdated_interview_loses_the_race(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        record = here.look(begun)
        here.look(lambda tx: tx.team(HERE).save(record, START))

        with pytest.raises(LostRace):
            here.look(lambda tx: tx.team(HERE).save(record, START))


def test_an_event_is_received_once(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        assert here.look(lambda tx: tx.team(HERE).receive("e", START)) is True
        assert here.look(lambda tx: tx.team(HERE).receive("e", START)) is False


def test_names_that_differ_in_case_are_one_prospect(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        here.look(lambda tx: begun(tx, "i1", "Straße & Söhne"))
        here.look(lambda tx: begun(tx, "i2", "STRASSE & SÖHNE"))

        latest = here.look(
            lambda tx: tx.team(HERE).latest("strasse & söhne", None, Respondent.MEMBER)
        )

        assert latest is not None
        assert (latest.id, latest.prospect) == ("i2", "Straße & Söhne")


# The outbox


def written(here: World, *cards: Card, record: Record | None = None) -> int:
    """Write cards without sending them; returns how many may be sent at once."""
    of = record or here.record()
    return len(here.look(lambda tx: tx.team(HERE).send(HERE, cards, of, here.clock.now())))


def claimed(here: World) -> list[Card]:
    now = here.clock.now()
    return [d.card for d in here.look(lambda tx: tx.outbox.claim(("screen",), now, 10))]


def test_what_was_just_written_is_held_by_its_writer_until_the_lease_ends(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        here.look(begun)

        assert written(here, NOTE, NOTE) == 2
        assert claimed(here) == []
        here.clock.move(31)
        assert claimed(here) == [NOTE, NOTE]
        assert claimed(here) == []


def test_nothing_is_sent_past_an_earlier_message_of_the_same_address(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        here.look(begun)
        written(here, NOTE)

        assert written(here, NOTE) == 0
        assert claimed(here) == []
        here.clock.move(31)
        assert claimed(here) == [NOTE, NOTE]


def test_a_leftover_question_that_was_overtaken_is_dropped(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        here.look(begun)
        newer = replace(ASKING, step=2)
        written(here, NOTE, ASKING)
        written(here, newer)
        here.clock.move(31)

        assert claimed(here) == [NOTE, newer]


def test_messages_of_other_platforms_are_left_alone(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        here.look(begun)
        written(here, NOTE)
        here.clock.move(31)

        assert here.look(lambda tx: tx.outbox.claim(("other",), here.clock.now(), 10)) == []


# The schema


def test_the_migrations_make_what_the_models_say(tmp_path: Path) -> None:
    with world(tmp_path):
        pass
    engine = create_engine(f"sqlite:///{tmp_path / 'bot.db'}")

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, metadata)
    engine.dispose()

    assert differences == []


def test_every_revision_is_known_in_its_order() -> None:
    config = Config()
    config.set_main_option("script_location", "storage/migrations")
    script = ScriptDirectory.from_config(config)

    assert tuple(r.revision for r in reversed(list(script.walk_revisions()))) == REVISIONS


def tables_of(raw: sqlite3.Connection, schema: str = "main") -> dict[str, list[str]]:
    """The tables of a database with their columns."""
    names = raw.execute(f"SELECT name FROM {schema}.sqlite_master WHERE type = 'table'").fetchall()  # noqa: S608
    return {
        name: [row[1] for row in raw.execute(f"PRAGMA {schema}.table_info({name})")]
        for (name,) in names
        if name != "alembic_version"
    }


def content(raw: sqlite3.Connection, tables: dict[str, list[str]]) -> dict[str, list[Any]]:
    """The rows of these columns."""
    return {
        name: raw.execute(f"SELECT {', '.join(columns)} FROM {name} ORDER BY 1, 2, 3").fetchall()  # noqa: S608
        for name, columns in tables.items()
    }


def as_first_version(newest: Path, file: Path) -> None:
    """Make a database of the first version with everything that the newest one holds."""
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        config = Config()
        config.set_main_option("script_location", "storage/migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("ATTACH ? AS newest", (str(newest),))
        for name, columns in tables_of(raw).items():
            both = ", ".join(columns)
            raw.execute(f"INSERT INTO {name} ({both}) SELECT {both} FROM newest.{name}")  # noqa: S608
        raw.commit()


def test_a_database_of_the_first_version_is_brought_up_to_date_with_all_it_holds(
    tmp_path: Path,
) -> None:
    newest, older = tmp_path / "newest", tmp_path / "older"
    newest.mkdir()
    older.mkdir()
    with world(newest) as here:
        here.happen(requested())
        for text in ("1", "1", "2000 USD", "5", "2 hours", "1", "1", "1", "ok", "change 4", "1"):
            here.happen(TextSent(text))
        before = here.record()
    as_first_version(newest / "bot.db", older / "bot.db")
    with closing(sqlite3.connect(older / "bot.db")) as raw:
        tables = tables_of(raw)
        held = content(raw, tables)

    with world(older) as here:
        upgraded = here.record()

    with closing(sqlite3.connect(older / "bot.db")) as raw:
        assert content(raw, tables) == held
        assert raw.execute("SELECT offered FROM interviews").fetchall() == [(None,)]
        assert raw.execute("SELECT version_num FROM alembic_version").fetchall() == [
            (REVISIONS[-1],)
        ]
    assert all(held[name] for name in set(held) - {"spaces"})
    assert "offered" not in tables["interviews"]
    assert upgraded == before


def test_a_database_is_durable_and_checked(tmp_path: Path) -> None:
    with opened(f"sqlite:///{tmp_path / 'bot.db'}") as storage, asyncio.Runner() as runner:

        def pragmas(transaction: Transaction) -> list[object]:
            connection = transaction._connection  # type: ignore[attr-defined]  # noqa: SLF001
            names = ("journal_mode", "synchronous", "foreign_keys", "application_id")
            return [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]

        async def asked() -> list[object]:
            return await storage.run(pragmas)

        assert runner.run(asked()) == ["wal", 2, 1, APPLICATION_ID]


# Databases that are not ours


def test_a_file_that_is_no_database_is_refused_and_kept(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("Dear diary, today I nearly said yes." * 40)

    assert trouble_with(f"sqlite:///{file}") is StorageTrouble.NOT_A_DATABASE
    assert file.read_text().startswith("Dear diary")


def test_the_database_of_another_program_is_refused_byte_for_byte(tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("CREATE TABLE alembic_version (version_num TEXT)")
        raw.execute("INSERT INTO alembic_version VALUES ('0001')")
        raw.execute("CREATE TABLE interviews (id INTEGER)")
        raw.commit()
    before = file.read_bytes()

    assert trouble_with(f"sqlite:///{file}") is StorageTrouble.FOREIGN
    assert file.read_bytes() == before


def test_a_database_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    with world(tmp_path):
        pass
    with closing(sqlite3.connect(tmp_path / "bot.db")) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
        raw.commit()

    assert trouble_with(f"sqlite:///{tmp_path / 'bot.db'}") is StorageTrouble.NEWER


@pytest.mark.parametrize(
    ("url", "trouble"),
    [
        ("sqlite:////nowhere/at/all/bot.db", StorageTrouble.UNWRITABLE),
        ("sqlite:////", StorageTrouble.UNWRITABLE),
        ("postgresql://localhost/bot", StorageTrouble.UNSUPPORTED),
        ("nonsense", StorageTrouble.UNSUPPORTED),
        ("", StorageTrouble.UNSUPPORTED),
    ],
)
def test_a_place_that_cannot_hold_a_database_is_refused(url: str, trouble: StorageTrouble) -> None:
    assert trouble_with(url) is trouble


def test_a_database_that_somebody_else_writes_to_is_busy_and_then_free(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        here.happen(requested())
        with closing(sqlite3.connect(tmp_path / "bot.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StorageUnavailable) as away:
                here.happen(TextSent("1"), "answer")
            other.execute("ROLLBACK")

        here.happen(TextSent("1"), "answer")

        assert away.value.trouble is StorageTrouble.BUSY
        assert len(here.record().interview.answers) == 1


def test_processes_that_start_at_once_on_a_new_database_all_start(tmp_path: Path) -> None:
    failures: list[BaseException] = []

    def start() -> None:
        try:
            with opened(f"sqlite:///{tmp_path / 'bot.db'}"):
                pass
        except BaseException as error:  # noqa: BLE001  # Whatever it is, the test reports it.
            failures.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []


def test_an_address_is_stored_whole(tmp_path: Path) -> None:
    odd = Address("screen", "space", "channel:with:colons")
    with world(tmp_path) as here:
        here.happen(requested(), address=odd)

        assert here.record(odd).address == odd


# Databases that somebody damaged

DAMAGES = (
    "DELETE FROM alembic_version",
    "UPDATE interviews SET stage = 'somewhere'",
    "UPDATE interviews SET address = 'nowhere'",
    "UPDATE answers SET response = '{\"odd\": 1}'",
    "UPDATE answers SET response = 'no JSON'",
    "UPDATE profile_versions SET document = 'no list'",
    "DROP TABLE answers",
    "UPDATE answers SET trait = 'nosuch'",
    'UPDATE answers SET response = \'{"picked": "nosuch"}\'',
    "UPDATE answers SET response = '{\"rated\": 99}'",
    "UPDATE interviews SET changing = 'nosuch'",
    "UPDATE interviews SET offered = 'no JSON'",
    "UPDATE interviews SET offered = '5'",
    'UPDATE interviews SET offered = \'{"picked": "yes"}\'',
    "UPDATE interviews SET offered = '[{\"odd\": 1}]'",
    'UPDATE interviews SET offered = \'[{"mark": "skipped"}]\'',
    'UPDATE interviews SET offered = \'[{"picked": "nosuch"}]\'',
    "UPDATE interviews SET offered = '[{\"rated\": 99}]'",
)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_database_is_said_to_be_damaged(tmp_path: Path, damage: str) -> None:
    with world(tmp_path) as here:
        here.happen(requested())
        here.happen(TextSent("1"))
    with closing(sqlite3.connect(tmp_path / "bot.db")) as raw:
        raw.execute(damage)
        raw.commit()

    with pytest.raises(StorageUnavailable) as away, world(tmp_path) as here:
        here.happen(TextSent("1"), "another event")

    assert away.value.trouble is StorageTrouble.DAMAGED
    assert away.value.database.endswith("bot.db")


def test_one_address_may_be_claimed_alone(tmp_path: Path) -> None:
    there = Address("screen", "home", "somebody else")
    with world(tmp_path) as here:
        record = here.look(begun)
        written(here, NOTE)
        here.look(lambda tx: tx.team(there).send(there, [ASKING], record, here.clock.now()))
        here.clock.move(31)
        now = here.clock.now()

        ours = here.look(lambda tx: tx.outbox.claim(("screen",), now, 10, HERE))

        assert [delivery.address for delivery in ours] == [HERE]


def test_one_prospects_interviews_are_listed_alone_with_their_newest_verdict(
    tmp_path: Path,
) -> None:
    answers = ("1", "1", "2000 USD", "5", "2 hours", "1", "1", "1", "ok", "change 4", "1")
    with world(tmp_path) as here:
        here.happen(requested("Acme"))
        for text in answers:
            here.happen(TextSent(text))
        here.happen(requested("Other"))

        listed = here.look(lambda tx: tx.team(HERE).listings("ACME"))

        assert [(one.record.prospect, one.verdict) for one in listed] == [("Acme", "decline")]
        assert len(listed[0].record.interview.answers) == 8


def test_a_damaged_row_about_one_prospect_does_not_hide_another(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        here.happen(requested("Sound"))
        here.happen(requested("Damaged"))
    with closing(sqlite3.connect(tmp_path / "bot.db")) as raw:
        damaged = "(SELECT prospect_id FROM prospects WHERE name = 'Damaged')"
        raw.execute(f"UPDATE interviews SET stage = 'x' WHERE prospect_id = {damaged}")  # noqa: S608
        raw.commit()

    with world(tmp_path) as here:
        listed = here.look(lambda tx: tx.team(HERE).listings("Sound"))

        assert [one.record.prospect for one in listed] == ["Sound"]
