"""Two teams become one: everything of the one that is left is given to the one that is joined.

The only place that writes rows of one team from rows of another. Spaces, and with them addresses,
belong to one team each, so only lists and prospects can be there on both sides: the same version of
a list is one, and so is a prospect of the same name.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as insert_or

from storage.models import (
    answers,
    audit_log,
    blocked,
    conversations,
    inbox,
    interviews,
    links,
    members,
    outbox,
    posts,
    profile_versions,
    prospects,
    reminders,
    said,
    spaces,
    teams,
    verdicts,
)

_AS_THEY_ARE = (
    *(conversations, members, blocked, answers, verdicts, outbox),
    *(posts, said, reminders, audit_log, inbox),
)
"""The tables whose rows need nothing but another team."""
_MOVED = (profile_versions, prospects, interviews, *_AS_THEY_ARE)
PAGE = 1000
OUT_OF_THE_WAY = 1_000_000
"""What is added to the numbers of interviews while they are counted anew."""

Row = dict[str, Any]


def move_team(connection: Connection, left: str, joined: str) -> None:
    """Give everything of one team to another, and delete the one that is left."""
    lock = select(teams).where(teams.c.team_id.in_((left, joined))).order_by(teams.c.team_id)
    found = {row.team_id: row for row in connection.execute(lock.with_for_update())}
    versions = _move_lists(connection, left, joined)
    ids = _move_prospects(connection, left, joined)
    _move_interviews(connection, left, joined, (versions, ids))
    for table in _AS_THEY_ARE:
        for page in _rows(connection, table, left):
            rows = [{**row, "team_id": joined} for row in page]
            connection.execute(insert_or(table).on_conflict_do_nothing(), rows)
    connection.execute(update(spaces).where(spaces.c.team_id == left).values(team_id=joined))
    if not found[joined].verdict_address and found[left].verdict_address:
        channel = {"verdict_address": found[left].verdict_address}
        connection.execute(update(teams).where(teams.c.team_id == joined).values(channel))
    days = _shorter(found[joined].retention_days, found[left].retention_days)
    kept_for = update(teams).where(teams.c.team_id == joined)
    connection.execute(kept_for.values({"retention_days": days}))
    for table in (links, *reversed(_MOVED), teams):
        connection.execute(delete(table).where(table.c.team_id == left))


def _shorter(ours: int | None, theirs: int | None) -> int | None:
    """The shorter retention: people were told how long what they said is kept. 0 is for ever."""
    said = [days for days in (ours, theirs) if days]
    return min(said) if said else ours


def _rows(connection: Connection, table: Table, team: str) -> Iterator[Sequence[Row]]:
    """The team's rows, a page at a time, in the order of their keys."""
    keys = tuple(table.primary_key.columns)
    everything = select(table).where(table.c.team_id == team).order_by(*keys)
    found = connection.execute(everything).mappings().all()
    for start in range(0, len(found), PAGE):
        yield [dict(row) for row in found[start : start + PAGE]]


def _move_lists(connection: Connection, left: str, joined: str) -> Mapping[tuple[str, int], int]:
    """Copy versions of lists; returns the number that each has now."""
    theirs = [row for page in _rows(connection, profile_versions, joined) for row in page]
    known: dict[tuple[str, str], int] = {
        (row["profile_id"], row["digest"]): row["version"] for row in theirs
    }
    newest: dict[str, int] = {}
    for row in theirs:
        newest[row["profile_id"]] = max(newest.get(row["profile_id"], 0), row["version"])
    numbers: dict[tuple[str, int], int] = {}
    for page in _rows(connection, profile_versions, left):
        for row in page:
            profile = row["profile_id"]
            if (profile, row["digest"]) not in known:
                version = newest[profile] = newest.get(profile, 0) + 1
                known[profile, row["digest"]] = version
                copy = {**row, "team_id": joined, "version": version}
                connection.execute(insert(profile_versions), copy)
            numbers[profile, row["version"]] = known[profile, row["digest"]]
    return numbers


def _move_prospects(connection: Connection, left: str, joined: str) -> Mapping[str, str]:
    """Copy prospects; returns the ids that they have now."""
    known: dict[str, str] = {
        row["name_key"]: row["prospect_id"]
        for page in _rows(connection, prospects, joined)
        for row in page
    }
    ids: dict[str, str] = {}
    for page in _rows(connection, prospects, left):
        for row in page:
            if row["name_key"] not in known:
                known[row["name_key"]] = row["prospect_id"]
                connection.execute(insert(prospects), {**row, "team_id": joined})
            ids[row["prospect_id"]] = known[row["name_key"]]
    return ids


def _move_interviews(
    connection: Connection,
    left: str,
    joined: str,
    now: tuple[Mapping[tuple[str, int], int], Mapping[str, str]],
) -> None:
    """Copy interviews; those of a prospect are counted anew in the order in which they began."""
    versions, ids = now
    moved: dict[str, list[Row]] = {}
    for page in _rows(connection, interviews, left):
        for row in page:
            prospect = ids[row["prospect_id"]]
            version = versions[row["profile_id"], row["version"]]
            copy = {**row, "team_id": joined, "prospect_id": prospect, "version": version}
            moved.setdefault(prospect, []).append(copy)
    here = (interviews.c.team_id == joined,)
    for prospect, rows in moved.items():
        of_prospect = (*here, interviews.c.prospect_id == prospect)
        number = interviews.c.number + OUT_OF_THE_WAY
        connection.execute(update(interviews).where(*of_prospect).values(number=number))
        kept = connection.execute(select(interviews).where(*of_prospect)).mappings().all()
        ours = {row["interview_id"] for row in kept}
        in_order = sorted([*map(dict, kept), *rows], key=lambda row: row["created_at"])
        for place, row in enumerate(in_order, 1):
            if row["interview_id"] in ours:
                one = (*here, interviews.c.interview_id == row["interview_id"])
                connection.execute(update(interviews).where(*one).values(number=place))
            else:
                connection.execute(insert(interviews), {**row, "number": place})
