"""The tables, what becomes of databases of earlier versions, and databases that are not ours."""

import asyncio
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from threading import Timer
from typing import Any, TypeVar
from uuid import uuid4

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, make_url
from sqlalchemy.exc import IntegrityError

from bot.answers import Amount, Answer, Picked, fingerprint
from bot.arrivals import TextSent
from bot.cards import plain_text
from bot.events import ReadingPicked, Returned
from bot.ports import Address, StorageTrouble, StorageUnavailable
from bot.profile import Respondent
from bot.records import Listing, Record, Transaction, Undelivered
from bot.snapshot import Interview, Stage
from storage.engine import make_engine
from storage.models import metadata
from storage.schema import APPLICATION_ID, OURS, REVISIONS, upgrade
from storage.sql_storage import SqlStorage
from tests.clock import START, StoppedClock
from tests.databases import Database, PostgresqlDatabase, SqliteDatabase
from tests.world import HERE, STARTER, world

Result = TypeVar("Result")
Content = dict[str, list[dict[str, Any]]]

DATA = Path(__file__).parent / "data"
PROCESSES = 10


@pytest.fixture
def nothing(database: Database) -> Database:
    """A database with nothing in it."""
    if isinstance(database, SqliteDatabase):
        database.file.unlink()
    else:
        database.run("DROP SCHEMA public CASCADE")
        database.run("CREATE SCHEMA public")
    return database


@contextmanager
def opened(url: str) -> Iterator[SqlStorage]:
    storage = SqlStorage(url, StoppedClock())
    with asyncio.Runner() as runner:
        try:
            runner.run(storage.open())
            yield storage
        finally:
            storage.close()


def trouble_with(database: Database) -> StorageTrouble:
    """What opening this database ends in."""
    with pytest.raises(StorageUnavailable) as refused, opened(database.url):
        pass
    return refused.value.trouble


def connected(database: Database, look: Callable[[Connection], Result]) -> Result:
    engine = make_engine(database.url)
    try:
        with engine.connect() as connection:
            return look(connection)
    finally:
        engine.dispose()


def columns(database: Database) -> dict[str, list[str]]:
    """The columns of every table."""

    def looked(connection: Connection) -> dict[str, list[str]]:
        found = inspect(connection)
        return {
            table: [column["name"] for column in found.get_columns(table)]
            for table in found.get_table_names()
        }

    return connected(database, looked)


def content(database: Database, tables: Mapping[str, Sequence[str]]) -> Content:
    """The values of these columns in every row."""
    return {
        table: in_order(
            dict(zip(names, row, strict=True))
            for row in database.run(f"SELECT {', '.join(names)} FROM {table}")  # noqa: S608
        )
        for table, names in tables.items()
    }


def in_order(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=repr)


def everything(database: Database) -> object:
    """A database that has to stay as it is: SQLite's file, or what PostgreSQL knows of it."""
    if isinstance(database, SqliteDatabase):
        return database.file.read_bytes()
    relations = database.run(
        "SELECT relname, relkind, relfilenode, obj_description(oid, 'pg_class') FROM pg_class"
        " WHERE relnamespace = 'public'::regnamespace ORDER BY relname"
    )
    return relations, content(database, columns(database))


# The tables


def differences(connection: Connection) -> list[Any]:
    """What the tables have that the models do not say, and the other way round."""
    options = {"compare_type": True, "compare_server_default": True}
    context = MigrationContext.configure(connection, opts=options)
    return list(compare_metadata(context, metadata))


def test_the_migrations_make_what_the_models_say(database: Database) -> None:
    assert connected(database, differences) == []
    assert set(columns(database)) == {*metadata.tables, "alembic_version"}


def test_every_revision_is_known_in_its_order() -> None:
    config = Config()
    config.set_main_option("script_location", "storage/migrations")
    script = ScriptDirectory.from_config(config)

    assert tuple(r.revision for r in reversed(list(script.walk_revisions()))) == REVISIONS


def test_a_new_database_is_of_the_newest_revision_and_marked_as_ours(nothing: Database) -> None:
    with opened(nothing.url):
        pass

    assert nothing.run("SELECT version_num FROM alembic_version") == [(REVISIONS[-1],)]
    if isinstance(nothing, SqliteDatabase):
        assert nothing.run("PRAGMA application_id") == [(APPLICATION_ID,)]
    else:
        told = "SELECT obj_description('alembic_version'::regclass, 'pg_class')"
        assert nothing.run(told) == [(OURS,)]


def test_a_database_is_durable_and_checked(database: Database) -> None:
    sqlite = isinstance(database, SqliteDatabase)
    asked, expected = (
        (
            [f"PRAGMA {name}" for name in ("journal_mode", "synchronous", "foreign_keys")],
            ["wal", 2, 1],
        )
        if sqlite
        else (
            [f"SHOW {name}" for name in ("synchronous_commit", "statement_timeout", "timezone")],
            ["on", "2s", "UTC"],
        )
    )

    def told(transaction: Transaction) -> list[object]:
        connection = transaction._connection  # type: ignore[attr-defined]  # noqa: SLF001
        return [connection.exec_driver_sql(statement).scalar() for statement in asked]

    with world(database) as here:
        assert here.look(told) == expected


def test_a_row_that_points_at_nothing_is_refused(database: Database) -> None:
    def pointed_at_nothing(transaction: Transaction) -> None:
        with pytest.raises(IntegrityError):
            transaction.records("no such team").keep_profile(STARTER, START)
        raise ZeroDivisionError

    with world(database) as here, pytest.raises(ZeroDivisionError):
        here.look(pointed_at_nothing)

    assert database.run("SELECT * FROM profile_versions") == []


# Databases of earlier versions: tests/data holds what the programs of their time stored.

LATER = START + timedelta(hours=1)
"""When the next version starts: everything that waited in the old database is due."""
TODAY = START.date()


def at(channel: str, space: str = "home") -> Address:
    return Address("screen", space, channel)


def old_database(empty: Database, revision: str) -> Database:
    """A database as the program of that revision left it."""
    engine = make_engine(empty.url)
    upgrade(engine, revision)
    engine.dispose()
    lines = (DATA / f"revision_{revision}.sql").read_text().splitlines(keepends=True)
    statements = "".join(line for line in lines if not line.startswith("--")).split(";\n")
    for statement in filter(str.strip, statements):
        empty.run(statement)
    return empty


@pytest.fixture(params=REVISIONS[:-1])
def old(request: pytest.FixtureRequest, nothing: Database) -> Database:
    return old_database(nothing, request.param)


def revision_of(database: Database) -> str:
    ((revision,),) = database.run("SELECT version_num FROM alembic_version")
    return str(revision)


def as_kept(held: Content) -> Content:
    """What an old database held, as it is to be kept."""
    # Cards that nobody needs any more are not; addresses that are only written to are locked too.
    outbox = [
        {**row, "card": None} if row["state"] in ("sent", "overtaken") else row
        for row in held["outbox"]
    ]
    verdicts = {"team_id": "00000001", "address": str(at("verdicts")), "interview_id": None}
    others = [row for row in held["conversations"] if row != verdicts]
    conversations = in_order([*others, verdicts])
    return {**held, "outbox": outbox, "conversations": conversations}


def paid(option: str) -> Answer:
    return Answer("paid", Picked(option), TODAY)


def fee(amount: str) -> Answer:
    return Answer("fee", dollars(amount), TODAY)


def dollars(amount: str) -> Amount:
    return Amount(Decimal(amount), Decimal(amount), "USD")


def test_a_database_of_an_earlier_version_is_brought_up_to_date_with_all_it_holds(
    old: Database,
) -> None:
    tables = columns(old)
    del tables["alembic_version"]
    held = content(old, tables)

    with opened(old.url):
        pass

    assert all(held.values())
    assert {row["state"] for row in held["outbox"]} == {"pending", "sent", "overtaken", "parked"}
    assert content(old, tables) == as_kept(held)
    assert set(columns(old)) == {*metadata.tables, "alembic_version"}
    assert revision_of(old) == REVISIONS[-1]


def test_a_database_that_was_brought_up_to_date_is_like_a_new_one(old: Database) -> None:
    with opened(old.url):
        pass

    assert connected(old, differences) == []


def test_new_columns_say_of_old_rows_what_is_true_of_them(old: Database) -> None:
    revision = revision_of(old)
    with opened(old.url):
        pass

    offered = old.run("SELECT DISTINCT CAST(offered AS TEXT) FROM interviews")
    assert len(offered) == (1 if revision == "0001" else 2)
    assert (None,) in offered
    kept_for = old.run("SELECT DISTINCT retention_days FROM teams WHERE retention_days IS NOT NULL")
    assert kept_for == ([(365,)] if revision >= "0003" else [])
    # It was leased, and nobody noted then whether it may have been shown.
    assert old.run("SELECT DISTINCT doubtful FROM outbox WHERE state = 'pending'") == [(True,)]
    assert old.run("SELECT DISTINCT post, showing, thread FROM outbox") == [(None, "anew", None)]
    assert old.run("SELECT DISTINCT role, intake_open FROM spaces") == [(None, True)]


def test_interviews_of_an_earlier_version_are_listed_as_they_stood(old: Database) -> None:
    member, prospect = Respondent.MEMBER, Respondent.PROSPECT
    offered = (dollars("1.5"), dollars("1500"))
    changed = (paid("yes"), fee("900"))
    fern = Interview(member, answers=(paid("yes"),), step=1, offered=offered)
    echo = Interview(prospect, Stage.FINISHED, (paid("yes"), fee("3000")), step=3)
    cora = Interview(member, answers=(paid("no"),), step=1)
    neil = Interview(member, Stage.PAUSED, (paid("yes"),), step=1)
    acme = Interview(member, Stage.FINISHED, changed, step=5, replaced=fee("2000"))

    def listing(
        row: tuple[str, str, str, int, int],
        interview: Interview,
        *verdict: str,
        language: str = "en",
    ) -> Listing:
        interview_id, prospect, channel, revision, second = row
        record = Record(
            interview_id, prospect, "short", 1, language, at(channel), interview, revision
        )
        return Listing(record, START + timedelta(seconds=second), *(verdict or (None, None)))

    expected = [
        listing(("00000023", "Fern", "offered", 3, 80), fern),
        listing(("0000001b", "Echo", "prospect", 4, 77), echo, "accept", "100"),
        listing(("00000017", "Dune", "given-up", 1, 73), Interview(member)),
        listing(("00000012", "Cora", "waiting", 2, 11), cora),
        listing(("0000000c", 'شركة "النور" & O\'Neil', "paused", 3, 9), neil, language="ar"),
        listing(("00000002", "Acme", "finished", 6, 6), acme, "conditions", "60"),
    ]
    known = expected[1:] if revision_of(old) == "0001" else expected

    with world(old) as here:
        assert here.look(lambda tx: tx.team(HERE).listings()) == known


def test_an_interview_of_an_earlier_version_goes_on_with_its_next_question(old: Database) -> None:
    with world(old, clock=StoppedClock(LATER)) as here:
        here.happen(TextSent("yes"), "new 1", at("given-up"))
        here.happen(TextSent("1000 USD"), "new 2", at("given-up"))

        assert here.record(at("given-up")).interview.answers == (paid("yes"), fee("1000"))
        questions = [text.splitlines()[1:2] for text in here.screen.texts()]
        assert questions[0] == ["What is the fee?"]


def test_an_event_that_an_earlier_version_received_is_not_handled_again(old: Database) -> None:
    with world(old, clock=StoppedClock(LATER)) as here:
        before = here.record(at("given-up"))

        here.happen(TextSent("yes"), "event 1", at("given-up"))

        assert here.record(at("given-up")) == before


def test_an_interview_that_an_earlier_version_paused_is_resumed(old: Database) -> None:
    with world(old, clock=StoppedClock(LATER)) as here:
        here.happen(Returned(), "new", at("paused"))

        assert here.record(at("paused")).interview.stage is Stage.OPEN
        assert "كم الأجر؟" in here.screen.texts()[-1]


def test_an_interview_that_an_earlier_version_finished_can_be_changed(old: Database) -> None:
    with world(old, clock=StoppedClock(LATER)) as here:
        old.run("UPDATE teams SET verdict_address = NULL")
        here.happen(TextSent("change 1"), "new 1", at("finished"))
        here.happen(TextSent("no"), "new 2", at("finished"))

        (listing,) = here.look(lambda tx: tx.team(HERE).listings("ACME"))
        assert listing.record.interview.answers == (paid("no"), fee("900"))
        assert listing.verdict == "decline"


def test_a_reading_that_an_earlier_version_offered_can_be_picked(nothing: Database) -> None:
    old = old_database(nothing, "0002")
    with world(old, clock=StoppedClock(LATER)) as here:
        picked = ReadingPicked("fee", fingerprint(dollars("1500")), 1)
        here.happen(picked, "new", at("offered"))

        assert here.record(at("offered")).interview.answers == (paid("yes"), fee("1500"))


def test_messages_that_wait_in_a_database_of_an_earlier_version_are_sent(old: Database) -> None:
    with world(old, clock=StoppedClock(LATER)) as here:
        here.run(here.relay.deliver_due())

        assert {(address, key) for address, _, key in here.screen.shown} == {
            (at("waiting"), "00000014"),
            (at("waiting"), "00000016"),
            (at("verdicts"), "00000022"),
        }
        texts = [plain_text(card) for at_, card, _ in here.screen.shown if at_ == at("waiting")]
        assert [text.split()[0] for text in texts] == ["Let's", "Question"]
        assert old.run("SELECT * FROM outbox WHERE state = 'pending'") == []


def test_what_an_earlier_version_gave_up_can_be_sent_again(old: Database) -> None:
    given_up = Undelivered(
        "00000019", at("given-up"), "channel_not_found", START + timedelta(seconds=73)
    )
    with world(old, clock=StoppedClock(LATER)) as here:
        undelivered = here.look(lambda tx: tx.team(HERE).outbox.undelivered())
        here.look(lambda tx: tx.team(HERE).outbox.resend("00000019", LATER))
        here.run(here.relay.deliver_due(at("given-up")))

        assert undelivered == [given_up]
        assert [(address, key) for address, _, key in here.screen.shown] == [
            (at("given-up"), "00000019")
        ]


def test_interviews_under_way_in_an_earlier_version_are_looked_after(old: Database) -> None:
    with world(old, clock=StoppedClock(LATER)) as here:
        due = here.look(lambda tx: tx.due_reminders(("screen",), LATER, 50))

        under_way = old.run(
            "SELECT team_id, interview_id FROM interviews WHERE stage IN ('open', 'paused')"
            " ORDER BY changed_at"
        )
        assert due == under_way
        assert len(due) >= 4


def test_an_old_database_that_cannot_be_brought_up_to_date_stays_as_it_is(old: Database) -> None:
    old.run("CREATE TABLE blocked (odd INTEGER)")
    tables = columns(old)
    held = content(old, tables)

    with pytest.raises(StorageUnavailable), opened(old.url):
        pass

    assert columns(old) == tables
    assert content(old, tables) == held


# Many processes


def start(url: str, starting_gun: int) -> int:
    """A process of its own that waits for the starting gun, and opens the database."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.read(starting_gun, 1)
            with opened(url):
                status = 0
        finally:
            os._exit(status)
    return child


def started_at_once(url: str) -> list[int]:
    """How the processes ended."""
    reading, writing = os.pipe()
    children = [start(url, reading) for _ in range(PROCESSES)]
    os.write(writing, b"!" * PROCESSES)
    ended = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    os.close(reading)
    os.close(writing)
    return ended


def test_processes_that_start_at_once_on_a_new_database_all_start(
    nothing: Database,
) -> None:
    assert started_at_once(nothing.url) == [0] * PROCESSES
    assert revision_of(nothing) == REVISIONS[-1]
    assert connected(nothing, differences) == []


def test_a_new_file_to_which_another_process_writes_is_waited_for(tmp_path: Path) -> None:
    file = tmp_path / "bot.db"
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    done = Timer(0.5, other.execute, ["ROLLBACK"])
    done.start()

    try:
        with opened(f"sqlite:///{file}"):
            pass
    finally:
        done.join()
        other.close()

    assert revision_of(SqliteDatabase(file)) == REVISIONS[-1]


def test_processes_that_start_at_once_on_an_old_database_all_start(old: Database) -> None:
    assert started_at_once(old.url) == [0] * PROCESSES
    assert revision_of(old) == REVISIONS[-1]


# Databases that are not ours

ANOTHER_PROGRAM = (
    "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)",
    "INSERT INTO alembic_version VALUES ('0001')",
    "CREATE TABLE customers (id INTEGER, name TEXT)",
    "INSERT INTO customers VALUES (1, 'somebody')",
)
A_TABLE_NAMED_LIKE_OURS = (
    "CREATE TABLE interviews (id INTEGER, name TEXT)",
    "INSERT INTO interviews VALUES (1, 'somebody')",
)
A_VIEW_NAMED_LIKE_OURS = ("CREATE VIEW teams AS SELECT 1 AS id",)


@pytest.mark.parametrize(
    "foreign",
    [ANOTHER_PROGRAM, A_TABLE_NAMED_LIKE_OURS, A_VIEW_NAMED_LIKE_OURS],
    ids=["another program's", "a table", "a view"],
)
def test_the_database_of_another_program_is_refused_and_stays_as_it_is(
    nothing: Database, foreign: tuple[str, ...]
) -> None:
    for statement in foreign:
        nothing.run(statement)
    before = everything(nothing)

    assert trouble_with(nothing) is StorageTrouble.FOREIGN
    assert everything(nothing) == before


def test_a_file_that_another_program_marked_is_refused(nothing: Database) -> None:
    if not isinstance(nothing, SqliteDatabase):
        pytest.skip("Only SQLite's files have an application_id")
    for statement in (*ANOTHER_PROGRAM, "PRAGMA application_id = 7"):
        nothing.run(statement)
    before = everything(nothing)

    assert trouble_with(nothing) is StorageTrouble.FOREIGN
    assert everything(nothing) == before


def test_a_schema_whose_revisions_say_another_name_is_refused(nothing: Database) -> None:
    if isinstance(nothing, SqliteDatabase):
        pytest.skip("SQLite's tables have no comments")
    for statement in ANOTHER_PROGRAM:
        nothing.run(statement)
    nothing.run("COMMENT ON TABLE alembic_version IS 'another-bot'")
    before = everything(nothing)

    assert trouble_with(nothing) is StorageTrouble.FOREIGN
    assert everything(nothing) == before


def test_tables_of_others_may_live_beside_ours_on_a_server(nothing: Database) -> None:
    if isinstance(nothing, SqliteDatabase):
        pytest.skip("A SQLite file is ours as a whole, or not at all")
    nothing.run("CREATE TABLE customers (id INTEGER, name TEXT)")
    nothing.run("INSERT INTO customers VALUES (1, 'somebody')")

    for _ in "ab":
        with opened(nothing.url):
            pass

    assert set(columns(nothing)) == {*metadata.tables, "alembic_version", "customers"}
    assert nothing.run("SELECT * FROM customers") == [(1, "somebody")]


def test_another_programs_revisions_in_another_schema_do_not_matter(nothing: Database) -> None:
    if isinstance(nothing, SqliteDatabase):
        pytest.skip("SQLite has no schemas")
    nothing.run("CREATE SCHEMA theirs")
    nothing.run("CREATE TABLE theirs.alembic_version (version_num TEXT)")
    nothing.run("CREATE TABLE theirs.interviews (id INTEGER)")

    with opened(nothing.url):
        pass

    assert revision_of(nothing) == REVISIONS[-1]
    assert nothing.run("SELECT * FROM theirs.alembic_version") == []


def test_a_database_of_a_newer_version_is_refused_and_stays_as_it_is(database: Database) -> None:
    database.run("UPDATE alembic_version SET version_num = '9999'")
    before = content(database, columns(database))

    assert trouble_with(database) is StorageTrouble.NEWER
    assert content(database, columns(database)) == before


@pytest.mark.parametrize(
    "damage",
    ["DELETE FROM alembic_version", "INSERT INTO alembic_version VALUES ('0001')"],
)
def test_a_database_without_one_revision_is_damaged(database: Database, damage: str) -> None:
    database.run(damage)

    assert trouble_with(database) is StorageTrouble.DAMAGED


def test_a_file_that_is_no_database_is_refused_and_kept(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("Dear diary, today I nearly said yes." * 40)

    assert trouble_with(SqliteDatabase(file)) is StorageTrouble.NOT_A_DATABASE
    assert file.read_text().startswith("Dear diary")


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    file = tmp_path / "bot.db"
    file.touch()

    with opened(f"sqlite:///{file}"):
        pass

    assert revision_of(SqliteDatabase(file)) == REVISIONS[-1]


# Places where no database can be


@pytest.mark.parametrize(
    ("url", "trouble"),
    [
        ("sqlite:////nowhere/at/all/bot.db", StorageTrouble.UNWRITABLE),
        ("sqlite:////", StorageTrouble.UNWRITABLE),
        ("sqlite:///:memory:", StorageTrouble.UNSUPPORTED),
        ("sqlite://", StorageTrouble.UNSUPPORTED),
        ("postgresql://127.0.0.1:9/bot", StorageTrouble.AWAY),
        ("postgresql://127.0.0.1:9", StorageTrouble.UNSUPPORTED),
        ("mysql://localhost/bot", StorageTrouble.UNSUPPORTED),
        ("nonsense", StorageTrouble.UNSUPPORTED),
        ("", StorageTrouble.UNSUPPORTED),
    ],
)
def test_a_place_that_cannot_hold_a_database_is_refused(url: str, trouble: StorageTrouble) -> None:
    with pytest.raises(StorageUnavailable) as refused, opened(url):
        pass

    assert refused.value.trouble is trouble


def on_a_server(database: Database) -> PostgresqlDatabase:
    if not isinstance(database, PostgresqlDatabase):
        pytest.skip("It is about a server")
    return database


@contextmanager
def stranger(database: PostgresqlDatabase) -> Iterator[str]:
    """The URL of the database for somebody who has no rights in it but to look at its schema."""
    name = f"stranger_{uuid4().hex}"
    try:
        database.run(f"CREATE ROLE {name} LOGIN PASSWORD 's3cret'")
    except psycopg.errors.InsufficientPrivilege:
        pytest.skip("The server that was named lets nobody be made")
    try:
        database.run(f"GRANT USAGE ON SCHEMA public TO {name}")
        url = make_url(database.url).set(username=name, password="s3cret")  # noqa: S106
        yield url.render_as_string(hide_password=False)
    finally:
        database.run(f"DROP OWNED BY {name}")
        database.run(f"DROP ROLE {name}")


def refusal(url: str) -> StorageUnavailable:
    with pytest.raises(StorageUnavailable) as refused, opened(url):
        pass
    return refused.value


def test_a_database_without_rights_is_unwritable_and_its_password_unsaid(
    database: Database,
) -> None:
    with stranger(on_a_server(database)) as url:
        refused = refusal(url)

    assert refused.trouble is StorageTrouble.UNWRITABLE
    assert "s3cret" not in str(refused)


def test_a_schema_in_which_nothing_may_be_made_is_unwritable(nothing: Database) -> None:
    with stranger(on_a_server(nothing)) as url:
        assert refusal(url).trouble is StorageTrouble.UNWRITABLE

    assert columns(nothing) == {}


def test_a_database_that_may_only_be_read_is_unwritable(nothing: Database) -> None:
    name = on_a_server(nothing).name
    nothing.run(f"ALTER DATABASE {name} SET default_transaction_read_only = on")

    assert trouble_with(nothing) is StorageTrouble.UNWRITABLE
    assert columns(nothing) == {}


def test_a_database_without_a_schema_to_use_is_unwritable(nothing: Database) -> None:
    on_a_server(nothing).run("DROP SCHEMA public")

    assert trouble_with(nothing) is StorageTrouble.UNWRITABLE


def test_a_database_that_the_server_does_not_have_is_unwritable(database: Database) -> None:
    url = on_a_server(database).server.url("no such database")

    assert refusal(url).trouble is StorageTrouble.UNWRITABLE


def test_a_name_that_the_server_does_not_know_is_unwritable(database: Database) -> None:
    url = make_url(on_a_server(database).url).set(username="nobody_at_all")

    assert refusal(url.render_as_string()).trouble is StorageTrouble.UNWRITABLE
