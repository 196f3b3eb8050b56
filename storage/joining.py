"""Two teams become one: everything of the one that is left is given to the one that is joined.

The only place that writes rows of one team from rows of another. Spaces, and with them addresses,
belong to one team each, so only lists and prospects can be there on both sides: the same version of
a list is one, and so is a prospect of the same name. Whole tables are copied by the database: a
team may have ten thousand interviews, and everybody waits for it.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    delete,
    insert,
    literal,
    select,
    update,
)
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
OUT_OF_THE_WAY = 1_000_000
"""What is added to the numbers of interviews while they are counted anew."""

Version = tuple[str, int]


def move_team(connection: Connection, left: str, joined: str) -> None:
    """Give everything of one team to another, and delete the one that is left."""
    lock = select(teams).where(teams.c.team_id.in_((left, joined))).order_by(teams.c.team_id)
    found = {row.team_id: row for row in connection.execute(lock.with_for_update())}
    versions = _move_lists(connection, left, joined)
    merged = _move_prospects(connection, left, joined)
    _move_interviews(connection, left, joined, versions, merged)
    for table in _AS_THEY_ARE:
        _copy(connection, table, left, {"team_id": joined})
    connection.execute(update(spaces).where(spaces.c.team_id == left).values(team_id=joined))
    days = _shorter(found[joined].retention_days, found[left].retention_days)
    values: dict[str, Any] = {"retention_days": days}
    if not found[joined].verdict_address and found[left].verdict_address:
        values["verdict_address"] = found[left].verdict_address
    connection.execute(update(teams).where(teams.c.team_id == joined).values(values))
    for table in (links, *reversed(_MOVED), teams):
        connection.execute(delete(table).where(table.c.team_id == left))


def _shorter(ours: int | None, theirs: int | None) -> int | None:
    """The shorter retention: people were told how long what they said is kept. 0 is for ever."""
    told = [days for days in (ours, theirs) if days]
    return min(told) if told else ours


def _copy(
    connection: Connection,
    table: Table,
    left: str,
    changed: Mapping[str, Any],
    *only: ColumnElement[bool],
) -> None:
    """Copy the team's rows with these columns changed; one that is there already stays."""
    columns = [
        literal(changed[one.name], one.type).label(one.name) if one.name in changed else one
        for one in table.columns
    ]
    rows = select(*columns).where(and_(table.c.team_id == left, *only))
    connection.execute(
        insert_or(table)
        .from_select([one.name for one in table.columns], rows)
        .on_conflict_do_nothing()
    )


def _move_lists(connection: Connection, left: str, joined: str) -> Mapping[Version, int]:
    """Copy versions of lists; returns the number that each has now. There are few of them."""
    of_team = select(profile_versions).where(profile_versions.c.team_id == joined)
    known: dict[tuple[str, str], int] = {}
    newest: dict[str, int] = {}
    for row in connection.execute(of_team):
        known[row.profile_id, row.digest] = row.version
        newest[row.profile_id] = max(newest.get(row.profile_id, 0), row.version)
    theirs = (
        select(profile_versions)
        .where(profile_versions.c.team_id == left)
        .order_by(profile_versions.c.profile_id, profile_versions.c.version)
    )
    numbers: dict[Version, int] = {}
    for one in connection.execute(theirs).mappings().all():
        about = (one["profile_id"], one["digest"])
        if about not in known:
            known[about] = newest[about[0]] = newest.get(about[0], 0) + 1
            copy = {**one, "team_id": joined, "version": known[about]}
            connection.execute(insert(profile_versions), copy)
        numbers[one["profile_id"], one["version"]] = known[about]
    return numbers


def _move_prospects(connection: Connection, left: str, joined: str) -> Mapping[str, str]:
    """Copy prospects; returns the ids of those that are there already, by those that they had."""
    ours, theirs = prospects.alias("ours"), prospects.alias("theirs")
    both = select(theirs.c.prospect_id.label("had"), ours.c.prospect_id.label("has")).where(
        theirs.c.team_id == left, ours.c.team_id == joined, ours.c.name_key == theirs.c.name_key
    )
    merged = {row.had: row.has for row in connection.execute(both)}
    _copy(connection, prospects, left, {"team_id": joined})
    return merged


def _move_interviews(
    connection: Connection,
    left: str,
    joined: str,
    versions: Mapping[Version, int],
    merged: Mapping[str, str],
) -> None:
    """Copy interviews; those of a prospect of both teams are counted anew, as they began."""
    copied = select(prospects.c.prospect_id).where(prospects.c.team_id == joined)
    of_copied = interviews.c.prospect_id.in_(copied)
    for (profile, version), number in versions.items():
        with_list = (interviews.c.profile_id == profile, interviews.c.version == version)
        changed = {"team_id": joined, "version": number}
        _copy(connection, interviews, left, changed, of_copied, *with_list)
    ours = interviews.c.team_id == joined
    for had, has in merged.items():
        later = interviews.c.number + OUT_OF_THE_WAY
        here = (ours, interviews.c.prospect_id == has)
        connection.execute(update(interviews).where(*here).values(number=later))
        there = (interviews.c.team_id == left, interviews.c.prospect_id == had)
        kept, moved = (
            connection.execute(select(interviews).where(*of)).mappings().all()
            for of in (here, there)
        )
        in_order = sorted((*kept, *moved), key=lambda row: row["created_at"])
        for place, row in enumerate(in_order, 1):
            if row["team_id"] == joined:
                one = (ours, interviews.c.interview_id == row["interview_id"])
                connection.execute(update(interviews).where(*one).values(number=place))
                continue
            version = versions[row["profile_id"], row["version"]]
            about = {"team_id": joined, "prospect_id": has, "version": version, "number": place}
            connection.execute(insert(interviews), {**row, **about})
