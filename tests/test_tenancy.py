"""No statement, method or key reaches from one team into another.

Three teams have the same of everything: ids of interviews, prospects' names, addresses, events and
keys of messages. Each marks its texts in its own way, and two have more than the one between them:
whatever reaches over is seen, whether a database finds the first row or the last.
"""

import ast
import asyncio
import inspect as python
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

import pytest
import sqlalchemy as sa
from cryptography.fernet import Fernet
from sqlalchemy import (
    Connection,
    Table,
    and_,
    bindparam,
    case,
    column,
    delete,
    exists,
    func,
    insert,
    join,
    literal_column,
    not_,
    or_,
    select,
    table,
    text,
    true,
    union,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert

import storage
from bot.answers import Answer, Picked, Written
from bot.cards import Card, Paragraph
from bot.ports import LEASE, Address, Delivery, Showing
from bot.profile import Profile, Respondent
from bot.records import (
    Action,
    Choice,
    Door,
    Doorway,
    Forgetting,
    Members,
    Message,
    Outbox,
    Receipt,
    Record,
    Records,
    Reminder,
    Reminders,
    Said,
    Saying,
)
from bot.snapshot import Interview, Stage
from bot.verdict import Verdict, VerdictKind
from storage.engine import make_engine
from storage.models import (
    answers,
    conversations,
    inbox,
    interviews,
    metadata,
    outbox,
    posts,
    profile_versions,
    prospects,
    said,
    spaces,
    teams,
    verdicts,
)
from storage.outbox import SqlOutbox
from storage.records import SqlRecords
from storage.sql_storage import SqlStorage
from storage.team_rows import TEAM, TeamRows, about_team
from storage.transaction import SqlTransaction
from tests.clock import START, StoppedClock
from tests.databases import KINDS, Database, new_database
from tests.postgres import NoServer
from tests.world import HERE, STARTER, world

Result = TypeVar("Result")

DIRECTORY = {"teams", "spaces"}
"""The tables that say which team there is; all others are a team's own."""
NOBODYS = {"leases", "links", "slack_bots", "slack_installations", "slack_oauth_states"}
"""The tables that are the program's: they hold nothing that a team has said."""

# Keys


def own_tables() -> list[Table]:
    return [each for each in tables_of_teams() if each.name not in DIRECTORY]


def tables_of_teams() -> list[Table]:
    return [each for each in metadata.sorted_tables if each.name not in NOBODYS]


@pytest.mark.parametrize("own", own_tables(), ids=lambda own: own.name)
def test_every_key_of_the_models_begins_with_the_team(own: Table) -> None:
    primary = [key.name for key in own.primary_key]
    unique = [
        [key.name for key in constraint.columns]
        for constraint in own.constraints
        if isinstance(constraint, sa.UniqueConstraint)
    ]
    indexes = [[key.name for key in index.columns] for index in own.indexes if index.unique]
    foreign = [
        [(key.parent.name, key.column.name) for key in constraint.elements]
        for constraint in own.foreign_key_constraints
    ]

    assert {keys[0] for keys in (primary, *unique, *indexes)} == {"team_id"}
    assert {keys[0] for keys in foreign} == {("team_id", "team_id")}


def test_every_key_of_the_databases_begins_with_the_team(database: Database) -> None:
    engine = make_engine(database.url)
    with engine.connect() as connection:
        seen = sa.inspect(connection)
        keys = {
            name: [
                *(seen.get_pk_constraint(name)["constrained_columns"][:1],),
                *(one["column_names"][:1] for one in seen.get_unique_constraints(name)),
                *(one["column_names"][:1] for one in seen.get_indexes(name) if one["unique"]),
                *(one["constrained_columns"][:1] for one in seen.get_foreign_keys(name)),
                *(one["referred_columns"][:1] for one in seen.get_foreign_keys(name)),
            ]
            for name in seen.get_table_names()
            if name not in {*DIRECTORY, *NOBODYS, "alembic_version"}
        }
    engine.dispose()

    assert set(keys) == {own.name for own in own_tables()}
    assert {name: all(one == ["team_id"] for one in each) for name, each in keys.items()} == (
        dict.fromkeys(keys, True)
    )
    assert all(len(each) >= 3 for each in keys.values())


# Statements

TIED = prospects.c.team_id == TEAM
ALSO_TIED = interviews.c.team_id == TEAM
REVERSED = TEAM == prospects.c.team_id  # noqa: SIM300  # It is what a test is about.
SAME_TEAM = interviews.c.team_id == prospects.c.team_id
SAME_PROSPECT = interviews.c.prospect_id == prospects.c.prospect_id
ANOTHER = prospects.alias("another")
MOST = select(func.max(interviews.c.address))
"""An untied look at another table."""

GOOD: Mapping[str, Callable[[], Any]] = {
    "a filter": lambda: select(prospects).where(TIED),
    "a filter the other way round": lambda: select(prospects).where(REVERSED),
    "filter_by": lambda: select(prospects).filter_by(team_id=TEAM),
    "a filter among others": lambda: select(prospects).where(
        and_(prospects.c.name == "x", and_(prospects.c.name_key == "x", TIED))
    ),
    "or beside the filter": lambda: select(prospects).where(
        TIED, or_(prospects.c.name == "x", prospects.c.name == "y")
    ),
    "two tables": lambda: select(prospects, interviews).where(TIED, ALSO_TIED),
    "a chain of tables": lambda: select(prospects, interviews, answers).where(
        TIED, SAME_TEAM, answers.c.team_id == interviews.c.team_id
    ),
    "a join": lambda: select(prospects).join(interviews, SAME_TEAM & SAME_PROSPECT).where(TIED),
    "a join of joins": lambda: (
        select(prospects)
        .select_from(join(prospects, join(interviews, answers), SAME_TEAM))
        .where(TIED)
    ),
    "a join by the foreign key": lambda: select(prospects).join(interviews).where(TIED),
    "an alias": lambda: select(prospects, ANOTHER).where(
        TIED, ANOTHER.c.team_id == prospects.c.team_id
    ),
    "exists": lambda: select(prospects).where(TIED, exists().where(SAME_TEAM)),
    "not exists": lambda: select(prospects).where(TIED, ~exists().where(ALSO_TIED)),
    "a subquery": lambda: select(prospects).where(
        TIED, prospects.c.prospect_id.in_(select(interviews.c.prospect_id).where(ALSO_TIED))
    ),
    "a scalar subquery": lambda: select(
        prospects.c.name, MOST.where(SAME_TEAM).scalar_subquery()
    ).where(TIED),
    "a count": lambda: select(func.count()).select_from(prospects).where(TIED),
    "for update": lambda: select(prospects).where(TIED).with_for_update(),
    "an update": lambda: update(prospects).where(TIED).values(name="x"),
    "a delete": lambda: delete(prospects).where(TIED),
    "a delete with exists": lambda: delete(prospects).where(TIED, exists().where(SAME_TEAM)),
    "an insert": lambda: insert(prospects),
    "an insert unless it is there": lambda: upsert(prospects).on_conflict_do_nothing(),
}
BAD: Mapping[str, Callable[[], Any]] = {
    "no filter": lambda: select(prospects),
    "teams themselves": lambda: select(teams),
    "a literal team": lambda: select(prospects).where(prospects.c.team_id == "abc"),
    "another parameter": lambda: select(prospects).where(
        prospects.c.team_id == bindparam("another")
    ),
    "another column": lambda: select(prospects).where(prospects.c.name == TEAM),
    "another comparison": lambda: select(prospects).where(prospects.c.team_id != TEAM),
    "like": lambda: select(prospects).where(prospects.c.team_id.like(TEAM)),
    "itself": lambda: select(prospects).where(prospects.c.team_id == prospects.c.team_id),
    "or": lambda: select(prospects).where(or_(TIED, prospects.c.name == "x")),
    "or true": lambda: select(prospects).where(or_(TIED, true())),
    "or as an operator": lambda: select(prospects).where(TIED.bool_op("OR")(true())),
    "not": lambda: select(prospects).where(not_(TIED)),
    "not both": lambda: select(prospects).where(not_(and_(TIED, prospects.c.name == "x"))),
    "case": lambda: select(prospects).where(case((TIED, True), else_=True)),
    "having": lambda: select(prospects.c.team_id).group_by(prospects.c.team_id).having(TIED),
    "another table": lambda: select(prospects, interviews).where(TIED),
    "another table with the same id": lambda: select(prospects, interviews).where(
        TIED, SAME_PROSPECT
    ),
    "tables that are tied to each other": lambda: select(prospects, interviews).where(SAME_TEAM),
    "a join that is not tied": lambda: (
        select(prospects).join(interviews, SAME_PROSPECT).where(TIED)
    ),
    "a join on anything": lambda: (
        select(prospects).join(interviews, or_(SAME_TEAM, true())).where(TIED)
    ),
    "an outer join": lambda: select(prospects).outerjoin(interviews, SAME_TEAM).where(TIED),
    "a full join": lambda: select(prospects).join(interviews, SAME_TEAM, full=True).where(TIED),
    "an alias that is not tied": lambda: select(prospects, ANOTHER).where(TIED),
    "an alias instead": lambda: select(ANOTHER).where(TIED),
    "exists that is not tied": lambda: select(prospects).where(TIED, exists().where(SAME_PROSPECT)),
    "not exists that is not tied": lambda: select(prospects).where(
        TIED, ~exists().where(SAME_PROSPECT)
    ),
    "a subquery that is not tied": lambda: select(prospects).where(
        TIED, prospects.c.prospect_id.in_(select(interviews.c.prospect_id))
    ),
    "a scalar subquery that is not tied": lambda: select(
        prospects.c.name, MOST.scalar_subquery()
    ).where(TIED),
    "an order by something not tied": lambda: (
        select(prospects).where(TIED).order_by(MOST.scalar_subquery())
    ),
    # A table that is made of a select has columns of any name.
    "a table made of a select": lambda: select(select(prospects).where(TIED).subquery()),
    "with": lambda: select(select(prospects).where(TIED).cte()),
    "a table made of a select that is not tied": lambda: select(select(prospects).subquery()),
    "with what is not tied": lambda: select(select(prospects).cte()),
    "a lateral": lambda: select(prospects, select(interviews).lateral()).where(TIED),
    "a count of all": lambda: select(func.count()).select_from(prospects),
    "a union": lambda: union(select(prospects).where(TIED), select(prospects).where(TIED)),
    "a table made of a union": lambda: select(
        union(select(prospects).where(TIED), select(prospects)).subquery()
    ),
    "text": lambda: text("SELECT * FROM prospects"),
    "text as a filter": lambda: select(prospects).where(TIED, text("1 = 1 OR true")),
    "text as a table": lambda: select(text("*")).select_from(text("prospects")),
    "an update of all": lambda: update(prospects).values(name="x"),
    "an update of a literal team": lambda: update(prospects).where(prospects.c.team_id == "abc"),
    "an update with or": lambda: update(prospects).where(or_(TIED, true())),
    "an update to what is not tied": lambda: (
        update(prospects).where(TIED).values(name=MOST.scalar_subquery())
    ),
    "a delete of all": lambda: delete(prospects),
    "a delete with or": lambda: delete(prospects).where(or_(TIED, true())),
    "a delete that returns what is not tied": lambda: (
        delete(prospects).where(TIED).returning(MOST.scalar_subquery())
    ),
    "an insert from a select": lambda: insert(prospects).from_select(["name"], MOST),
    "an insert into a table without teams": lambda: insert(
        Table("x", sa.MetaData(), sa.Column("a", sa.Integer))
    ),
    # A tie inside of a subquery says nothing about the rows outside of it.
    "a filter inside of not exists": lambda: select(prospects).where(
        ~exists().where(ALSO_TIED, TIED)
    ),
    "a filter inside of exists beside or": lambda: select(prospects).where(
        or_(prospects.c.name == "x", exists().where(ALSO_TIED, SAME_TEAM))
    ),
    "a filter inside of a scalar subquery": lambda: select(
        prospects.c.name, MOST.where(ALSO_TIED, TIED).scalar_subquery()
    ),
    # The other way round: the same table inside is another one.
    "the same table inside": lambda: select(prospects).where(
        TIED, prospects.c.name.in_(select(prospects.c.name).correlate(None))
    ),
    "a table made of the same table": lambda: select(
        prospects, select(prospects.c.name.label("n")).subquery()
    ).where(TIED),
    "a join of joins": lambda: (
        select(prospects)
        .select_from(
            join(
                prospects,
                join(interviews, answers, interviews.c.interview_id == answers.c.interview_id),
                SAME_TEAM,
            )
        )
        .where(TIED)
    ),
    "an update from another table": lambda: (
        update(prospects).where(TIED, SAME_PROSPECT).values(name=interviews.c.address)
    ),
    "a delete using another table": lambda: delete(prospects).where(TIED, SAME_PROSPECT),
    "an update of the team": lambda: update(prospects).where(TIED).values(team_id="abc"),
    "an insert for several literal teams": lambda: insert(inbox).values(
        [{"team_id": team, "event_id": "e", "received_at": START} for team in ("abc", "def")]
    ),
    "an insert for a team that is SQL": lambda: insert(inbox).values(
        team_id=literal_column("'abc'")
    ),
    "an insert of what is not tied": lambda: insert(prospects).values(name=MOST.scalar_subquery()),
    "an insert that returns what is not tied": lambda: insert(prospects).returning(
        MOST.scalar_subquery()
    ),
    "an insert that changes another team's row": lambda: upsert(spaces).on_conflict_do_update(
        index_elements=["platform", "space"], set_={"team_id": upsert(spaces).excluded.team_id}
    ),
    "an insert beside a delete of all": lambda: insert(prospects).add_cte(
        delete(interviews).returning(interviews.c.address).cte()
    ),
    "a select beside an insert for a literal team": lambda: (
        select(prospects)
        .where(TIED)
        .add_cte(insert(inbox).values(team_id="abc").returning(inbox.c.event_id).cte())
    ),
    "a filter in words": lambda: select(prospects).where(
        TIED, literal_column("true OR true", sa.Boolean)
    ),
    "a column in words": lambda: select(
        prospects.c.name, literal_column("(SELECT max(name) FROM prospects)")
    ).where(TIED),
    "an end in words": lambda: (
        select(prospects).where(TIED).suffix_with("UNION SELECT * FROM prospects")
    ),
    "a table that is only a name": lambda: select(table("prospects", column("name"))),
    "a sample": lambda: select(sa.tablesample(prospects, 50)),
    "a function as a table": lambda: select(func.json_each("x").table_valued("value")),
    "an update of the team in an order": lambda: (
        update(prospects).where(TIED).ordered_values((prospects.c.team_id, "abc"))
    ),
    "an update that returns another table": lambda: (
        update(prospects).where(TIED).values(name="x").returning(interviews.c.address)
    ),
    "a delete that returns another table": lambda: (
        delete(prospects).where(TIED).returning(interviews.c.address)
    ),
    "an insert that returns another table": lambda: insert(prospects).returning(
        interviews.c.address
    ),
    "an insert of literal values": lambda: insert(inbox).values(team_id="abc", event_id="e"),
    "an update beside a delete of all": lambda: (
        update(prospects)
        .where(TIED)
        .values(name="x")
        .add_cte(delete(interviews).returning(interviews.c.address).cte())
    ),
}


@pytest.mark.parametrize("statement", GOOD.values(), ids=GOOD)
def test_a_statement_about_one_team_is_let_through(statement: Callable[[], Any]) -> None:
    made = statement()

    assert about_team(made).statement is made


@pytest.mark.parametrize("statement", BAD.values(), ids=BAD)
def test_a_statement_that_is_not_tied_to_the_team_is_refused(
    statement: Callable[[], Any],
) -> None:
    made = statement()

    with pytest.raises(TypeError):
        about_team(made)


def in_a_team(database: Database, work: Callable[[TeamRows, TeamRows], object]) -> object:
    """What the work finds in two teams' rows, with one event of the same id in each."""
    engine = make_engine(database.url)
    with engine.begin() as connection:
        ours, theirs = TeamRows(connection, "ours"), TeamRows(connection, "theirs")
        for team in ("ours", "theirs"):
            connection.execute(insert(teams), {"team_id": team, "created_at": START})
            event = {"team_id": team, "event_id": f"of {team}", "received_at": START}
            connection.execute(insert(inbox), event)
        found = work(ours, theirs)
    engine.dispose()
    return found


EVENTS = about_team(select(inbox.c.team_id, inbox.c.event_id).where(inbox.c.team_id == TEAM))
ADD_EVENT = about_team(insert(inbox))
FORGET = about_team(delete(inbox).where(inbox.c.team_id == TEAM))


def test_rows_are_read_and_changed_for_their_own_team_whatever_else_is_said(
    database: Database,
) -> None:
    def worked(ours: TeamRows, theirs: TeamRows) -> list[object]:
        lie = {"team_id": "theirs"}
        read = [tuple(row) for row in ours.all(EVENTS, team="theirs")]
        ours.change(ADD_EVENT, {**lie, "event_id": "new", "received_at": START})
        forgotten = ours.execute(FORGET, team="theirs")
        ours.change(ADD_EVENT, *({**lie, "event_id": e, "received_at": START} for e in "ab"))
        return [
            read,
            forgotten,
            sorted(map(tuple, ours.all(EVENTS))),
            [tuple(r) for r in theirs.all(EVENTS)],
        ]

    assert in_a_team(database, worked) == [
        [("ours", "of ours")],
        2,
        [("ours", "a"), ("ours", "b")],
        [("theirs", "of theirs")],
    ]


def test_no_row_can_be_given_to_another_team(database: Database) -> None:
    touch = about_team(update(inbox).where(inbox.c.team_id == TEAM))

    def worked(ours: TeamRows, theirs: TeamRows) -> list[tuple[Any, ...]]:
        for run in (ours.change, ours.returned):
            with pytest.raises(TypeError):
                run(touch, {"team_id": "theirs", "received_at": START})
        with pytest.raises(TypeError):
            ours.execute(touch, team_id="theirs", received_at=START)
        return [tuple(row) for rows in (ours, theirs) for row in rows.all(EVENTS)]

    assert in_a_team(database, worked) == [("ours", "of ours"), ("theirs", "of theirs")]


# Modules

STORAGE = Path(storage.__file__).parent
MODULES = {path.stem: ast.parse(path.read_text()) for path in STORAGE.glob("*.py")}
CONNECTED = {"copying", "directory", "engine", "installations", "schema", "sql_storage"}
CONNECTED |= {"joining", "team_rows", "transaction"}
"""The modules that hold a connection: it cannot be asked for anything without them."""
RAW = {"Connection", "Engine", "Session", "create_engine"}
WAYS = {"_connection", "connect", "exec_driver_sql", "raw_connection", "get_bind", "cursor"}
"""Attributes that lead to a connection, or are one's own."""


def imports(module: ast.Module) -> Iterator[tuple[str, str]]:
    """Everything that is imported, as (module, name)."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from ((name.name, "") for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.module or "", name.name) for name in node.names)


def reaches(module: ast.Module) -> set[str]:
    """What of a module could lead around ``TeamRows``."""
    imported = set(imports(module))
    names = {name for source, name in imported if source.startswith("sqlalchemy")} & RAW
    whole = {source for source, name in imported if not name and source.startswith("sqlalchemy")}
    drivers = {source for source, _ in imported if source in ("sqlite3", "psycopg")}
    ours = {f"storage.{one}" for one in CONNECTED - {"team_rows"}}
    attributes = {node.attr for node in ast.walk(module) if isinstance(node, ast.Attribute)}
    return names | whole | drivers | {of for of, _ in imported if of in ours} | (attributes & WAYS)


@pytest.mark.parametrize("name", sorted(MODULES))
def test_only_these_modules_can_reach_a_connection(name: str) -> None:
    assert bool(reaches(MODULES[name])) == (name in CONNECTED)


def test_statements_about_a_team_are_made_by_the_check_alone() -> None:
    makers: dict[str, set[str]] = {"TeamStatement": set(), "TeamRows": set()}
    for name, module in MODULES.items():
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                makers.get(node.func.id, set()).add(name)

    assert makers == {"TeamStatement": {"team_statements"}, "TeamRows": {"transaction"}}


# Methods

MARK, NUMBER = "Mark", 7001
"""What marks the texts and numbers of the team in the middle."""
OTHER_MARKS = {"0" * 32: ("mARK", 7002), "f" * 32: ("maRK", 7003)}
"""The other teams, and their marks: names differ in case alone, and are the same prospect."""
OURS = "8" * 32
NEW_ID = re.compile("[0-9a-f]{32}")
THERE = Address("screen", "home", "somebody else")
STREET = Address("screen", "home", "the street")
UNKNOWN = Address("screen", "home", "not talked with by us")
VERDICTS = Address("screen", "home", "verdicts")
MEMBER, PROSPECT = Respondent.MEMBER, Respondent.PROSPECT
NOW = START + 2 * LEASE
"""When the methods are called: whatever was leased is free."""
NAMES = ("mark one", "mark two", "mark three")
PLAIN = Card("en", (Paragraph("Plain."),))
VERDICT = Verdict(VerdictKind.ACCEPT, Fraction(80), (), (), (), (), None, Fraction(0))
PAID = Answer("pay_upfront", Picked("half"), START.date())

Rows = Mapping[Table, Sequence[dict[str, Any]]]


def the_list(name: str) -> Profile:
    return replace(STARTER, name={"en": name})


def fill(transaction: SqlTransaction) -> None:
    """Everything that a team can have, with its mark in every text."""
    records = transaction.team(HERE)
    records.keep_for(NUMBER)
    for name in (MARK, f"{MARK} again"):
        records.keep_profile(the_list(name), START)
    said = Answer("budget", Written(f"{MARK} said"), START.date())
    changed = replace(said, response=Written(f"{MARK} said at first"))
    asked = Interview(MEMBER, answers=(PAID, changed), offered=(Written(f"{MARK} offered"),))
    record = Record("i1", f"{MARK} one", "starter", 1, "en", HERE, Interview(MEMBER))
    records.begin(record, START)
    record = records.save(replace(record, interview=asked), START)
    asked = replace(asked, answers=(PAID, said), replaced=changed)
    record = records.save(replace(record, interview=asked), START)
    records.begin(replace(record, id="i2", interview=Interview(PROSPECT), address=THERE), START)
    for interview_id, name in (("i3", "two"), ("i4", "three")):
        begun = replace(record, id=interview_id, prospect=f"{MARK} {name}")
        records.begin(replace(begun, interview=Interview(MEMBER)), START)
    records.turn_to(HERE, "i1")
    records.keep_verdict(record, replace(VERDICT, score=Fraction(NUMBER, 100)), START)
    asking = (
        Message(Card("en", (Paragraph(f"{MARK} {text}"),), step), "i1")
        for text, step in (("sent", None), ("given up", None), ("waits", 1))
    )
    sent, given_up, _ = records.outbox.write(HERE, tuple(asking), START)
    records.outbox.sent(sent, START)
    records.outbox.give_up(given_up, f"{MARK} reason", START)
    for interview_id in ("i1", "i2"):
        reminder = Reminder(interview_id, f"{MARK} zone", NUMBER, NOW)
        records.reminders.add(reminder, "screen")
    shown = Message(PLAIN, "i1", post="i1:p", showing=Showing.ANEW)
    (posted,) = records.outbox.write(STREET, [shown], START)
    records.outbox.sent(posted, START, "p1")
    records.said.keep(HERE, Saying("m1", "i1", "budget", "m1", f"{MARK} typed", START))
    records.members.choose(HERE, Choice("en", f"{MARK} zone"))
    records.members.meet(HERE, "screen:me", f"{MARK} room", START)
    records.members.move(HERE, f"{MARK} thread")
    records.door.build(HERE, Doorway(f"{MARK} role"))
    records.door.block(STREET, START)
    records.log(str(HERE), Action.INTERVIEW_BEGUN, f"{MARK} subject", START)
    records.receive("event 1", START)
    records.outbox.write(UNKNOWN, [Message(PLAIN, None)], START)


def marked(value: Any, mark: str, number: int) -> Any:  # noqa: ANN401  # What a column can hold.
    """What another team has in the place of a value."""
    match value:
        case bool():
            return value
        case str():
            return value.replace(MARK, mark).replace(str(NUMBER), str(number))
        case int():
            return number if value == NUMBER else value
        case list():
            return [marked(one, mark, number) for one in value]
        case dict():
            return {key: marked(one, mark, number) for key, one in value.items()}
        case _:
            return value


def of_team(rows: Rows, team: str, mark: str, number: int) -> Rows:
    return {
        each: [{**marked(row, mark, number), "team_id": team} for row in found]
        for each, found in rows.items()
    }


def with_more(rows: Rows) -> Rows:
    """The rows of another team: the same keys, with other things and more of them behind them."""
    more = {each: [dict(row) for row in found] for each, found in rows.items()}
    first = {each.name: found[0] for each, found in more.items()}
    ids = {row["name_key"]: row["prospect_id"] for row in more[prospects]}
    late = NOW + timedelta(days=9)
    more[teams][0]["verdict_address"] = str(HERE)
    for row in more[prospects]:
        if row["name_key"] == "mark two":
            row["prospect_id"] = "9" * 32
    for row in more[interviews]:
        row["changed_at"] = late
        if row["interview_id"] == "i2":
            row["address"] = str(HERE)
        if row["interview_id"] == "i3":
            row["prospect_id"] = "9" * 32
        if row["interview_id"] == "i4":
            row.update(prospect_id=ids["mark one"], number=9)
    more[profile_versions].append({**first["profile_versions"], "version": 9, "digest": "9"})
    over = {"entry": 9, "position": 9, "trait": "more", "superseded_at": None}
    more[answers].append({**first["answers"], **over})
    for interview_id in ("i1", "i2"):
        another = {"interview_id": interview_id, "number": 9, "verdict": "decline"}
        more[verdicts].append({**first["verdicts"], **another})
    for address in (UNKNOWN, VERDICTS):
        more[conversations].append({**first["conversations"], "address": str(address)})
    more[posts].append({**first["posts"], "message_id": "another", "shown_at": late})
    more[posts].append({**first["posts"], "address": str(THERE), "shown_at": late})
    typed = {"message_id": "m2", "text": ["another"], "said_at": late}
    more[said].append({**first["said"], **typed})
    left = {"address": "screen:home:left", "interview_id": None}
    more[conversations].append({**first["conversations"], **left})
    pending = next(row for row in more[outbox] if row["state"] == "pending" and row["asks"])
    more[outbox].append({**pending, "number": 9, "key": "9"})
    return more


@dataclass(frozen=True)
class Teams:
    """A database with three teams; ``deliveries`` are what all have: sent, given up, pending."""

    database: Database
    deliveries: tuple[Delivery, ...]
    before: Mapping[str, str] = field(default_factory=dict)


def all_rows(connection: Connection) -> dict[Table, list[dict[str, Any]]]:
    return {
        each: [dict(row) for row in connection.execute(select(each)).mappings()]
        for each in tables_of_teams()
    }


@pytest.fixture(scope="module", params=KINDS)
def alike(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Teams]:
    with new_database(request.param, tmp_path_factory.mktemp("teams")) as database:
        if isinstance(database, NoServer):
            pytest.skip(f"NOT TESTED ON POSTGRESQL: {database.reason}")
        with world(database) as here:
            here.look(fill)  # type: ignore[arg-type]
        database.run(f"UPDATE teams SET verdict_address = 'screen:home:{MARK}'")  # noqa: S608
        # Whoever is not talked with has no address; what waits there waits for ever.
        database.run(f"DELETE FROM conversations WHERE address = '{UNKNOWN}'")  # noqa: S608
        engine = make_engine(database.url)
        with engine.begin() as connection:
            rows = all_rows(connection)
            for each in reversed(tables_of_teams()):
                connection.execute(delete(each))
            copies = [
                (team, with_more(of_team(rows, team, *marks)))
                for team, marks in OTHER_MARKS.items()
            ]
            copies.insert(1, (OURS, of_team(rows, OURS, MARK, NUMBER)))
            for team, copied in copies:
                copied[spaces][0]["space"] = HERE.space if team == OURS else team
                for each in tables_of_teams():
                    connection.execute(insert(each), list(copied[each]))
        engine.dispose()
        at_home = f"team_id = '{OURS}' AND address = '{HERE}'"
        keys = database.run(f"SELECT key FROM outbox WHERE {at_home} ORDER BY number")  # noqa: S608
        other = next(iter(OTHER_MARKS))
        deliveries = tuple(Delivery(other, key, HERE, PLAIN) for (key,) in keys)
        made = Teams(database, deliveries)
        yield replace(made, before=looked_at(made, dumped))


class TakenBackError(Exception):
    """Ends a transaction that is to leave nothing behind."""


def looked_at(alike: Teams, work: Callable[[SqlTransaction], Result]) -> Result:
    """What the work finds, in a transaction that leaves nothing behind."""
    found: list[Result] = []

    def taken_back(transaction: SqlTransaction) -> None:
        found[:] = [work(transaction)]
        raise TakenBackError

    with world(alike.database) as here, pytest.raises(TakenBackError):
        here.look(taken_back)  # type: ignore[arg-type]
    return found[0]


def raw(transaction: SqlTransaction) -> Connection:
    return transaction._connection  # noqa: SLF001  # What is stored is looked at as it is.


def dumped(transaction: SqlTransaction) -> dict[str, str]:
    """All rows of each team, byte for byte."""
    transaction.flush()
    lines: dict[str, list[str]] = {}
    for each in tables_of_teams():
        texts = ", ".join(f"CAST({key.name} AS TEXT)" for key in each.columns)
        rows = raw(transaction).exec_driver_sql(f"SELECT team_id, {texts} FROM {each.name}")  # noqa: S608
        for team, *row in rows:
            lines.setdefault(team, []).append(f"{each.name} {row}")
    return {team: "\n".join(sorted(found)) for team, found in lines.items()}


Call = Callable[[SqlRecords, Teams], object]


def interview(records: SqlRecords, interview_id: str = "i1") -> Record:
    found = records.interview(interview_id)
    assert found is not None
    return found


def changed(records: SqlRecords) -> Record:
    record = interview(records)
    another = replace(PAID, response=Picked("full"))
    answered = replace(record.interview, answers=(another, *record.interview.answers[1:]))
    return records.save(replace(record, interview=answered), NOW)


def foreseen(records: SqlRecords) -> list[object]:
    records.foresee([Receipt(HERE, "event 1"), Receipt(UNKNOWN, "event 2")], NOW)
    here, unknown = records.current(HERE), records.current(UNKNOWN)
    received = [records.receive(event, NOW) for event in ("event 1", "event 2")]
    return [here, unknown, received, records.outbox.write(HERE, [Message(PLAIN, "i1")], NOW)]


def kept_back_and_written(records: SqlRecords, flush: Callable[[], None]) -> list[object]:
    done = [changed(records), records.outbox.write(HERE, [Message(PLAIN, "i1")], NOW)]
    flush()
    return done


def turned(records: SqlRecords) -> list[object]:
    before = [records.current(address) for address in (HERE, UNKNOWN)]
    records.turn_to(UNKNOWN, "i2")
    return [*before, records.current(UNKNOWN)]


def begun(records: SqlRecords) -> list[object]:
    for number, name in enumerate((*NAMES, "mark four")):
        new = Record(f"n{number}", name, "starter", 1, "en", HERE, Interview(MEMBER))
        records.begin(new, NOW)
    return [records.latest(name, None, MEMBER) for name in NAMES]


def outbox_foreseen(outbox: SqlOutbox) -> list[object]:
    outbox.foresee([str(HERE), str(VERDICTS)])
    return [outbox.write(address, [Message(PLAIN, "i1")], NOW) for address in (HERE, VERDICTS)]


def unloaded(outbox: SqlOutbox) -> list[object]:
    written = outbox.write(HERE, [Message(PLAIN, "i1")], NOW)
    outbox.flush()
    outbox.unload()
    return [written, outbox.write(HERE, [Message(PLAIN, "i1")], NOW)]


def met(records: SqlRecords) -> None:
    records.members.meet(HERE, "screen:me", None, NOW)
    records.members.meet(THERE, "screen:me", "a room", NOW)


def sealed(records: SqlRecords) -> list[object]:
    pages = [records.seal(None)]
    while pages[-1] is not None:
        pages.append(records.seal(pages[-1]))
    return list(pages)


ADDRESSES = (HERE, THERE, UNKNOWN, VERDICTS)
REMINDER = Reminder("i1", "UTC", 1, NOW + timedelta(days=1))
CHANGED_POST = Delivery(
    "a team", "key", STREET, PLAIN, post="i1:p", showing=Showing.IN_PLACE, thread="i1:p"
)
TYPED = Saying("m1", "i1", "budget", "m1", "changed", NOW)
CALLS: Mapping[str, Call] = {
    "team": lambda records, _: records.team,
    "foresee": lambda records, _: foreseen(records),
    "flush": lambda records, _: kept_back_and_written(records, records.flush),
    "receive": lambda records, _: [records.receive(f"event {n}", NOW) for n in (1, 2)],
    "current": lambda records, _: [records.current(address) for address in ADDRESSES],
    "interview": lambda records, _: [records.interview(f"i{n}") for n in (1, 2, 3, 4)],
    "changed_at": lambda records, _: [records.changed_at(f"i{n}") for n in (1, 2)],
    "turn_to": lambda records, _: turned(records),
    "latest": lambda records, _: [
        records.latest(name, profile, respondent)
        for name in NAMES
        for profile in (None, "starter")
        for respondent in (MEMBER, PROSPECT)
    ],
    "begin": lambda records, _: begun(records),
    "save": lambda records, _: changed(records),
    "keep_profile": lambda records, _: [
        records.keep_profile(the_list(name), NOW) for name in ("New", MARK)
    ],
    "profile": lambda records, _: [records.profile("starter", n) for n in (None, 1, 2)],
    "newest_version": lambda records, _: [
        records.newest_version("starter"),
        interview(records).version,
        records.newest_version("starter"),
    ],
    "keep_verdict": lambda records, _: records.keep_verdict(interview(records), VERDICT, NOW),
    "verdict_address": lambda records, _: records.verdict_address(),
    "report_to": lambda records, _: records.report_to(HERE),
    "listings": lambda records, _: [
        *(records.listings(name) for name in (None, *NAMES)),
        records.listings(most=2),
        *(records.listings(name, 3, [stage]) for name in (None, *NAMES) for stage in Stage),
    ],
    "retention_days": lambda records, _: records.retention_days(),
    "keep_for": lambda records, _: records.keep_for(3),
    "seal": lambda records, _: sealed(records),
    "log": lambda records, _: records.log("me", Action.RETENTION_SET, "days", NOW),
    "logged": lambda records, _: records.logged(),
    "outbox.foresee": lambda records, _: outbox_foreseen(records.outbox),
    "outbox.flush": lambda records, _: kept_back_and_written(records, records.outbox.flush),
    "outbox.unload": lambda records, _: unloaded(records.outbox),
    "outbox.write": lambda records, _: [
        records.outbox.write(address, [Message(PLAIN, "i1")], NOW) for address in ADDRESSES
    ],
    "outbox.claim": lambda records, _: [
        records.outbox.claim(address, NOW, 10) for address in ADDRESSES
    ],
    "outbox.sent": lambda records, alike: records.outbox.sent(alike.deliveries[2], NOW),
    "outbox.placed": lambda records, _: replace(
        records.outbox.placed(CHANGED_POST), team=records.team
    ),
    "outbox.place_of": lambda records, _: records.outbox.place_of("i1:p"),
    "said.keep": lambda records, _: records.said.keep(HERE, TYPED),
    "said.found": lambda records, _: [records.said.found(HERE, one) for one in ("m1", "m2")],
    "said.last": lambda records, _: records.said.last(HERE),
    "said.of_answer": lambda records, _: records.said.of_answer(HERE, "m1"),
    "members.choice": lambda records, _: [records.members.choice(at) for at in (HERE, THERE)],
    "members.choose": lambda records, _: records.members.choose(HERE, Choice(None, "UTC")),
    "members.meet": lambda records, _: met(records),
    "members.whereabouts": lambda records, _: [
        records.members.whereabouts(at) for at in (HERE, THERE)
    ],
    "members.move": lambda records, _: records.members.move(HERE, None),
    "door.doorway": lambda records, _: records.door.doorway(HERE),
    "door.build": lambda records, _: records.door.build(HERE, Doorway("a role", is_open=False)),
    "door.is_blocked": lambda records, _: [records.door.is_blocked(at) for at in (HERE, STREET)],
    "door.block": lambda records, _: [records.door.block(at, NOW) for at in (HERE, STREET)],
    "door.unblock": lambda records, _: [records.door.unblock(at) for at in (HERE, STREET)],
    "door.begun": lambda records, _: [records.door.begun(at) for at in (HERE, THERE)],
    "door.came_in": lambda records, _: [
        records.door.came_in(at, START, anybody=anybody)
        for at in (HERE, THERE)
        for anybody in (False, True)
    ],
    "names": lambda records, _: [records.names(part, 2) for part in ("", "T", "mark", "%", "_")],
    "outbox.later": lambda records, alike: records.outbox.later(
        alike.deliveries[2], NOW, shown=False
    ),
    "outbox.give_back": lambda records, alike: records.outbox.give_back(alike.deliveries[2]),
    "outbox.give_up": lambda records, alike: records.outbox.give_up(
        alike.deliveries[2], "reason", NOW
    ),
    "outbox.undelivered": lambda records, _: records.outbox.undelivered(),
    "outbox.leave": lambda records, _: [records.outbox.leave(at, NOW) for at in ADDRESSES],
    "outbox.resend": lambda records, alike: records.outbox.resend(alike.deliveries[1].key, NOW),
    "reminders.add": lambda records, _: records.reminders.add(
        replace(REMINDER, interview_id="i3"), "screen"
    ),
    "reminders.take": lambda records, _: records.reminders.take("i1", NOW),
    "outbox.abandon": lambda records, _: records.outbox.abandon(HERE, NOW),
    "reminders.abandon": lambda records, _: records.reminders.abandon(HERE),
    "reminders.put": lambda records, _: records.reminders.put(REMINDER),
    "reminders.drop": lambda records, _: records.reminders.drop("i1"),
    "forgetting.prospect": lambda records, _: [
        records.forgetting.prospect(name) for name in NAMES[:2]
    ],
    "forgetting.member": lambda records, _: records.forgetting.member(HERE, THERE),
    "forgetting.team": lambda records, _: records.forgetting.team(),
    "forgetting.stale_prospects": lambda records, _: records.forgetting.stale_prospects(NOW, 9),
    "newest_event": lambda records, _: records.newest_event(),
    "outbox.put_off": lambda records, _: records.outbox.put_off(HERE, NOW),
    "forgetting.settled": lambda records, _: records.forgetting.settled(NOW, 9),
    "forgetting.logged": lambda records, _: records.forgetting.logged(NOW),
}
"""How every public method is called; arguments name what all teams have."""


def called_among_others(alike: Teams, method: str) -> tuple[str, dict[str, str]]:
    """What a method returned, and what all teams have then."""

    def work(transaction: SqlTransaction) -> tuple[str, dict[str, str]]:
        for team in OTHER_MARKS:  # What they load may not be mixed up with ours.
            transaction.records(team).foresee([Receipt(HERE, "event 1")], NOW)
            transaction.records(team).profile("starter")
        returned = repr(CALLS[method](transaction.records(OURS), alike))
        return returned, dumped(transaction)

    return looked_at(alike, work)


def called_alone(alike: Teams, method: str) -> tuple[str, dict[str, str]]:
    """The same where there is no other team."""

    def work(transaction: SqlTransaction) -> tuple[str, dict[str, str]]:
        for each in reversed(tables_of_teams()):
            raw(transaction).execute(delete(each).where(each.c.team_id != OURS))
        returned = repr(CALLS[method](transaction.records(OURS), alike))
        return returned, dumped(transaction)

    return looked_at(alike, work)


def comparable(told: str, teams: Mapping[str, str]) -> tuple[str, list[str]]:
    """What was told and stored, whatever the new ids."""
    ours = teams.get(OURS, "")
    return NEW_ID.sub("an id", told), sorted(NEW_ID.sub("an id", ours).splitlines())


@pytest.mark.parametrize("method", CALLS)
def test_a_method_does_for_its_team_what_it_would_do_if_there_were_no_other(
    alike: Teams, method: str
) -> None:
    told, after = called_among_others(alike, method)
    told_alone, alone = called_alone(alike, method)

    assert comparable(told, after) == comparable(told_alone, alone)
    assert {team: after[team] for team in OTHER_MARKS} == {
        team: alike.before[team] for team in OTHER_MARKS
    }
    assert not [
        word for team, (mark, _) in OTHER_MARKS.items() for word in (team, mark) if word in told
    ]
    assert (told, after.get(OURS)) != ("None", alike.before[OURS])


def public(thing: object) -> Iterator[str]:
    """The names of what can be called or asked, with those of its parts."""
    for name, value in python.getmembers(thing):
        if name.startswith("_"):
            continue
        if type(value).__module__.startswith("storage."):
            yield from (f"{name}.{one}" for one in public(value))
        else:
            yield name


def test_every_method_is_called(alike: Teams) -> None:
    known = looked_at(alike, lambda tx: list(public(tx.records(OURS))))
    ports = {
        "": Records,
        "outbox.": Outbox,
        "reminders.": Reminders,
        "forgetting.": Forgetting,
        "said.": Said,
        "members.": Members,
        "door.": Door,
    }
    promised = {
        f"{part}{name}"
        for part, port in ports.items()
        for name in vars(port)
        if not name.startswith("_")
    }

    assert sorted(known) == sorted(CALLS)
    parts = {"outbox", "reminders", "forgetting", "said", "members", "door"}
    assert promised - parts <= set(CALLS)


def test_all_teams_have_rows_in_every_table_with_the_same_keys(alike: Teams) -> None:
    shared = {
        each.name: alike.database.run(
            f"SELECT count(*) FROM {each.name} AS ours JOIN {each.name} AS theirs"  # noqa: S608
            f" ON ours.team_id = '{OURS}' AND theirs.team_id <> '{OURS}' AND "
            + " AND ".join(
                f"ours.{key.name} = theirs.{key.name}"
                for key in each.primary_key
                if key.name != "team_id"
            )
        )[0][0]
        for each in own_tables()
    }

    assert {name: count >= 2 for name, count in shared.items()} == dict.fromkeys(shared, True)
    assert alike.before[OURS].count(MARK) >= 12
    for team, (mark, _) in OTHER_MARKS.items():
        assert mark in alike.before[team]
        assert mark not in alike.before[OURS]
        assert MARK not in alike.before[team]


def test_what_is_due_says_whose_it_is_and_nobody_waits_for_another_team(alike: Teams) -> None:
    def looked(transaction: SqlTransaction) -> list[object]:
        def due() -> list[str]:
            return sorted(
                team
                for team, address in transaction.due_messages(("screen",), NOW, 50)
                if address == UNKNOWN
            )

        reminded = sorted(transaction.due_reminders(("screen",), NOW, 50))
        seen = [due()]
        for team in OTHER_MARKS:
            transaction.records(team).outbox.claim(UNKNOWN, NOW, 10)
            seen.append(due())
        return [reminded, *seen]

    first, last = OTHER_MARKS
    assert looked_at(alike, looked) == [
        [(team, f"i{n}") for team in (first, OURS, last) for n in (1, 2)],
        [first, OURS, last],
        [OURS, last],
        [OURS],
    ]


def test_a_team_is_found_by_its_space_alone(alike: Teams) -> None:
    def looked(transaction: SqlTransaction) -> list[str]:
        spaces = (HERE, THERE, *(replace(HERE, space=team) for team in OTHER_MARKS))
        return [transaction.team(address).team for address in spaces]

    assert looked_at(alike, looked) == [OURS, OURS, *OTHER_MARKS]


def test_somebody_is_met_in_every_team_and_nobody_else_is(alike: Teams) -> None:
    def looked(transaction: SqlTransaction) -> list[object]:
        return [len(transaction.met("screen:me")), transaction.met("screen:you")]

    assert looked_at(alike, looked) == [3, []]


def test_sealing_what_one_team_has_leaves_the_others_as_they_are(alike: Teams) -> None:
    seen: list[dict[str, str]] = []

    def taken_back(transaction: SqlTransaction) -> None:
        sealed(transaction.records(OURS))
        seen[:] = [dumped(transaction)]
        raise TakenBackError

    async def run() -> None:
        await keyed.run(taken_back)

    key = Fernet.generate_key().decode()
    keyed = SqlStorage(alike.database.url, StoppedClock(), keys=[key])
    with asyncio.Runner() as runner:
        runner.run(keyed.open())
        with pytest.raises(TakenBackError):
            runner.run(run())
        keyed.close()

    (after,) = seen
    assert {team: after[team] == alike.before[team] for team in after} == {
        team: team != OURS for team in after
    }
    assert f"{MARK} said" in alike.before[OURS]
    assert f"{MARK} said" not in after[OURS]
