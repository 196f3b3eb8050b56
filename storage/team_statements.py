"""Statements about one team: one that is not tied to the team in every part cannot be made.

``about_team`` looks at a statement when it is made, which is when a module is imported. It lets
through what it understands completely, and refuses all else: what it cannot see may hide anything.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Alias,
    BindParameter,
    BooleanClauseList,
    Column,
    ColumnClause,
    CompoundSelect,
    Delete,
    FromClause,
    Insert,
    Join,
    Select,
    Table,
    TextClause,
    Update,
    bindparam,
)
from sqlalchemy.dialects.postgresql.dml import OnConflictDoNothing, OnConflictDoUpdate
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import BinaryExpression, ClauseElement, Grouping
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.selectable import FromGrouping

Statement = Select[Any] | Insert | Update | Delete
Source = Table | Alias
TEAM: BindParameter[str] = bindparam("team")
"""The team that a statement is about; ``TeamRows`` fills it in."""
IN_WORDS = ("_prefixes", "_suffixes", "_hints", "_statement_hints", "_independent_ctes")
"""Where SQLAlchemy keeps what was said in words, or beside the statement."""


@dataclass(frozen=True, slots=True)
class TeamStatement:
    """A statement about the rows of one team. Made by ``about_team``."""

    statement: Statement
    inserts: bool


def about_team(statement: Statement) -> TeamStatement:
    """The statement, once every table in every part of it is tied to the team.

    A table is tied by ``table.c.team_id == TEAM``, or by being equal to another one that is, in a
    condition that always holds. Raises TypeError if one is not, or if nobody can tell.
    """
    if isinstance(statement, Insert):
        _check_insert(statement)
    elif isinstance(statement, Select | Update | Delete):
        _check(statement, frozenset())
    else:
        raise TypeError(f"cannot see the teams of a {type(statement).__name__}")
    return TeamStatement(statement, isinstance(statement, Insert))


def _check_insert(statement: Insert) -> None:
    """Rows get their team from ``TeamRows``: everything else about them is plain values."""
    clause = statement._post_values_clause  # noqa: SLF001  # There is no public way to see it.
    update_only_ours = isinstance(clause, OnConflictDoUpdate) and (
        [getattr(one, "name", one) for one in clause.inferred_target_elements or ()][:1]
        == ["team_id"]
        and all(
            key != "team_id" and isinstance(value, Column) and value.key == key
            for key, value in dict(clause.update_values_to_set).items()
        )
        and clause.update_whereclause is None
    )
    plain = (
        "team_id" in statement.table.c
        and statement.select is None
        and not statement._values  # noqa: SLF001
        and not statement._multi_values  # noqa: SLF001
        and not _in_words(statement)
        and all(one in set(statement.table.c) for one in statement._returning)  # noqa: SLF001
        and (clause is None or isinstance(clause, OnConflictDoNothing) or update_only_ours)
    )
    if not plain:
        raise TypeError(f"what is inserted into {statement.table} may be of any team")


def _check(statement: Select[Any] | Update | Delete, outside: frozenset[Source]) -> None:
    """Raise TypeError unless the statement is tied, and every select within it.

    ``outside`` are the tables of the statements around it, which are.
    """
    if _in_words(statement):
        raise TypeError("cannot see the teams of words")
    ties: dict[object, object] = dict.fromkeys(outside, TEAM.key)
    if isinstance(statement, Select):
        sources: Iterable[FromClause] = statement.get_final_froms()
        if statement._correlate or statement._correlate_except is not None:  # noqa: SLF001
            raise TypeError("what is correlated by hand may be another table than it seems")
    else:
        sources = (statement.table,)
        if any(getattr(key, "key", key) == "team_id" for key in _set_by(statement)):
            raise TypeError("no row changes its team")
    tables = {table for source in sources for table in _tables(source, ties)}
    own = tables - outside
    _tie(ties, statement.whereclause)
    free = sorted(table.name for table in own if _end(ties, table) != TEAM.key)
    if free or not own:
        raise TypeError(f"not tied to a team: {', '.join(free) or 'nothing of its own'}")
    for part in _parts(statement):
        if isinstance(part, Select):
            _check(part, outside | own)
        elif isinstance(part, Column) and part.table not in tables | outside:
            raise TypeError(f"{part} is of a table that is not tied")


def _set_by(statement: Update | Delete) -> Iterable[object]:
    """The columns that an update sets by itself."""
    return (getattr(statement, "_values", None) or {}).keys()


def _parts(of: ClauseElement) -> Iterator[ClauseElement]:
    """Everything that a statement is made of, but for what is within its selects.

    Raises TypeError for what nobody can look into.
    """
    for part in of.get_children():
        if isinstance(part, TextClause | CompoundSelect):
            raise TypeError(f"cannot see the teams of a {type(part).__name__}")
        if isinstance(part, ColumnClause) and part.is_literal and part.name != "*":
            raise TypeError(f"cannot see the teams of {part}")
        if isinstance(part, FromClause) and not isinstance(
            part, Table | Alias | Join | FromGrouping | Select | FunctionElement
        ):
            raise TypeError(f"cannot see the teams of a {type(part).__name__}")
        yield part
        if not isinstance(part, Select | Table | Alias | Column):
            yield from _parts(part)


def _in_words(statement: Statement) -> bool:
    return any(getattr(statement, name, None) for name in IN_WORDS)


def _tables(source: FromClause, ties: dict[object, object]) -> Iterator[Source]:
    """The tables that rows are taken from, each alias one of its own; joins tie them."""
    match source:
        case FromGrouping():
            yield from _tables(source.element, ties)
        case Join() if not source.isouter and not source.full:
            yield from _tables(source.left, ties)
            yield from _tables(source.right, ties)
            _tie(ties, source.onclause)
        case Table():
            yield source
        case Alias() if isinstance(source.element, Table):
            yield source
        case _:
            raise TypeError(f"cannot see the teams of a {type(source).__name__}")


def _tie(ties: dict[object, object], condition: object) -> None:
    """Note which tables' teams a condition makes equal; only what always holds counts."""
    match condition:
        case None:
            pass
        case Grouping():
            _tie(ties, condition.element)
        case BooleanClauseList() if condition.operator is operators.and_:
            for part in condition.clauses:
                _tie(ties, part)
        case BinaryExpression() if condition.operator is operators.eq:
            one, other = _side(condition.left), _side(condition.right)
            if one is not None and other is not None and _end(ties, one) != _end(ties, other):
                ends = {_end(ties, one), _end(ties, other)}
                root = TEAM.key if TEAM.key in ends else _end(ties, other)
                ties.update(dict.fromkeys(ends - {root}, root))
        case _:
            pass


def _side(of: object) -> object | None:
    if isinstance(of, BindParameter) and of.key == TEAM.key:
        return TEAM.key
    if isinstance(of, Column) and of.name == "team_id":
        return of.table
    return None


def _end(ties: dict[object, object], of: object) -> object:
    while of in ties:
        of = ties[of]
    return of
