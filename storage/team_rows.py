"""The rows of one team, and the only way to them: a statement without a team cannot be run."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, CursorResult, Row

from storage.team_statements import TEAM, TeamStatement, about_team

__all__ = ["TEAM", "TeamRows", "TeamStatement", "about_team"]


class TeamRows:
    """One team's rows inside one transaction. It says itself which team it is."""

    def __init__(self, connection: Connection, team: str) -> None:
        self._connection = connection
        self.team = team

    def all(self, statement: TeamStatement, **values: object) -> Sequence[Row[Any]]:
        """Every row that the statement finds."""
        return self._run(statement, values).all()

    def first(self, statement: TeamStatement, **values: object) -> Row[Any] | None:
        """The first row, or None."""
        return self._run(statement, values).first()

    def scalar(self, statement: TeamStatement, **values: object) -> Any:  # noqa: ANN401  # A column.
        """The first column of the first row, or None."""
        return self._run(statement, values).scalar()

    def execute(self, statement: TeamStatement, **values: object) -> int:
        """Run a statement once; returns how many rows it changed."""
        return self._run(statement, values).rowcount

    def lock(self, statement: TeamStatement, **values: object) -> None:
        """Lock the rows that it finds, where rows can be locked; SQLite has one lock for all."""
        if self._connection.dialect.name != "sqlite":
            self._run(statement, values)

    def change(self, statement: TeamStatement, *rows: Mapping[str, object]) -> int:
        """Run it for each of the rows, in one go; returns how many rows an update changed."""
        if not rows:
            return 0
        given = [self._ours(statement, row) for row in rows]
        one_or_all = given if len(given) > 1 else given[0]
        return self._connection.execute(statement.statement, one_or_all).rowcount

    def returned(self, statement: TeamStatement, *rows: Mapping[str, object]) -> Sequence[Row[Any]]:
        """Run it for each of the rows; returns what it returns of those that it changed."""
        given = [self._ours(statement, row) for row in rows]
        return self._connection.execute(statement.statement, given).all()

    def _run(self, statement: TeamStatement, values: Mapping[str, object]) -> CursorResult[Any]:
        return self._connection.execute(statement.statement, self._ours(statement, values))

    def _ours(self, statement: TeamStatement, values: Mapping[str, object]) -> dict[str, object]:
        """The values with our team in the place of any other."""
        if statement.inserts:
            return {**values, "team_id": self.team}
        if "team_id" in values:
            raise TypeError("no row changes its team")
        return {**values, TEAM.key: self.team}
