"""Interviews with their answers inside one transaction: locked, then loaded; written at the end.

What is saved stands at once for whoever asks the same ``Interviews``, and is written by ``flush``,
many rows in one go. Answers are superseded, never overwritten.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, func, insert, select, update

from bot import answers as responses
from bot.answers import Answer
from bot.profile import Respondent
from bot.records import LostRace, Record
from bot.snapshot import Stage
from storage.locks import lock_of_addresses
from storage.models import answers, conversations, interviews, profile_versions, prospects
from storage.rows import columns_of, name_key, readable, record_of
from storage.sealing import Seal
from storage.team_rows import TEAM, TeamRows, TeamStatement, about_team

Place = tuple[int, Answer]
"""What makes a stored answer the same: its place, trait, response and day."""

_LAST_ENTRY = (
    select(func.max(answers.c.entry))
    .where(
        answers.c.team_id == interviews.c.team_id,
        answers.c.interview_id == interviews.c.interview_id,
    )
    .scalar_subquery()
)
_NEWEST_VERSION = (
    select(func.max(profile_versions.c.version))
    .where(
        profile_versions.c.team_id == interviews.c.team_id,
        profile_versions.c.profile_id == interviews.c.profile_id,
    )
    .scalar_subquery()
)
_WITH_NAMES = (
    select(
        interviews,
        prospects.c.name,
        _LAST_ENTRY.label("last_entry"),
        _NEWEST_VERSION.label("newest_version"),
    )
    .join(
        prospects,
        (prospects.c.team_id == interviews.c.team_id)
        & (prospects.c.prospect_id == interviews.c.prospect_id),
    )
    .where(interviews.c.team_id == TEAM)
)
_HERE = conversations.c.address.in_(bindparam("addresses", expanding=True))
_LOCK_ADDRESSES = lock_of_addresses(_HERE)
_LOCK_WHERE = lock_of_addresses(conversations.c.interview_id == bindparam("id"))
_TALKED_ABOUT_HERE = about_team(
    _WITH_NAMES.join(
        conversations,
        (conversations.c.team_id == interviews.c.team_id)
        & (conversations.c.interview_id == interviews.c.interview_id)
        & _HERE,
    )
    .add_columns(conversations.c.address.label("talked_at"))
    .order_by(interviews.c.interview_id)
    .with_for_update(of=interviews)
)
_BY_ID = about_team(
    _WITH_NAMES.where(interviews.c.interview_id == bindparam("id")).with_for_update(of=interviews)
)


def _latest(*more: ColumnElement[bool]) -> TeamStatement:
    wanted = (
        prospects.c.name_key == bindparam("name_key"),
        interviews.c.respondent == bindparam("respondent"),
        interviews.c.stage != Stage.CANCELLED.value,
        *more,
    )
    newest_first = interviews.c.number.desc()
    found: Select[Any] = _WITH_NAMES.where(*wanted).order_by(newest_first).limit(1)
    return about_team(found.with_for_update(of=interviews))


_LATEST = _latest()
_LATEST_WITH_LIST = _latest(interviews.c.profile_id == bindparam("profile_id"))
_BY_CHANGE = (
    interviews.c.changed_at.desc(),
    interviews.c.created_at.desc(),
    interviews.c.number.desc(),
)
_ALL = about_team(_WITH_NAMES.order_by(*_BY_CHANGE))
_SO_FAR = _WITH_NAMES.where(interviews.c.stage.in_(bindparam("stages", expanding=True)))
_NEWEST = about_team(_SO_FAR.order_by(*_BY_CHANGE).limit(bindparam("most")))
_OF_PROSPECT = about_team(
    _SO_FAR.where(prospects.c.name_key == bindparam("name_key")).order_by(*_BY_CHANGE)
)
MOST = 2**31 - 1
"""Interviews, where it is not said how many at most."""
_STANDING = (
    select(answers)
    .where(answers.c.team_id == TEAM, answers.c.superseded_at.is_(None))
    .order_by(answers.c.position)
)
_ALL_STANDING = about_team(_STANDING)
_STANDING_OF = about_team(
    _STANDING.where(answers.c.interview_id.in_(bindparam("ids", expanding=True)))
)
_SUPERSEDE = about_team(
    update(answers)
    .where(
        answers.c.team_id == TEAM,
        answers.c.interview_id == bindparam("id"),
        answers.c.entry == bindparam("entry_of"),
    )
    .values(superseded_at=bindparam("at"))
)
_UPDATE = about_team(
    update(interviews).where(
        interviews.c.team_id == TEAM,
        interviews.c.interview_id == bindparam("id"),
        interviews.c.revision == bindparam("loaded_revision"),
    )
)
_ADD_ANSWERS = about_team(insert(answers))
_ADD_INTERVIEW = about_team(insert(interviews))
_NEWEST_NUMBER = about_team(
    select(func.max(interviews.c.number)).where(
        interviews.c.team_id == TEAM, interviews.c.prospect_id == bindparam("prospect_id")
    )
)


@dataclass(slots=True)
class _Held:
    """An interview as it stands in this transaction, beside what is in the database.

    ``entries`` are the rows of the answers that stand; ``stored_revision`` is what the database
    has, if there is something to write.
    """

    record: Record
    changed_at: datetime
    entries: dict[Place, int]
    last_entry: int
    stored_revision: int | None = None


class Interviews:
    """One team's interviews inside one transaction."""

    def __init__(self, rows: TeamRows, seal: Seal) -> None:
        self._rows = rows
        self._seal = seal
        self.newest_versions: dict[str, int] = {}
        self._held: dict[str, _Held] = {}
        self._new_answers: dict[tuple[str, int], dict[str, Any]] = {}
        self._superseded: list[dict[str, Any]] = []

    @readable()
    def talked_about(self, addresses: Sequence[str]) -> dict[str, str]:
        """Lock and load what is talked about at these addresses; returns the ids, by address."""
        found = {}
        self._rows.lock(_LOCK_ADDRESSES, addresses=addresses)
        rows = self._rows.all(_TALKED_ABOUT_HERE, addresses=addresses)
        for row in rows:
            found[row.talked_at] = row.interview_id
        self._hold(rows)
        return found

    def held(self, interview_id: str) -> Record | None:
        """The interview as it stands here; where it is talked about is locked before it is."""
        if interview_id not in self._held:
            self._rows.lock(_LOCK_WHERE, id=interview_id)
        held = self._held.get(interview_id) or self._load(_BY_ID, id=interview_id)
        return None if held is None else held.record

    def changed_at(self, interview_id: str) -> datetime:
        """When the interview changed last. Raises LookupError if there is none."""
        held = self._held.get(interview_id) or self._load(_BY_ID, id=interview_id)
        if held is None:
            raise LookupError(interview_id)
        return held.changed_at

    @readable()
    def latest(
        self, prospect: str, profile_id: str | None, respondent: Respondent
    ) -> Record | None:
        """The newest interview of that prospect, not cancelled; with that list, if one is named."""
        self.flush()
        wanted = {"name_key": name_key(prospect), "respondent": respondent.value}
        if profile_id is None:
            held = self._load(_LATEST, **wanted)
        else:
            held = self._load(_LATEST_WITH_LIST, **wanted, profile_id=profile_id)
        return None if held is None else held.record

    @readable()
    def listed(
        self, prospect: str | None, most: int | None, stages: Collection[Stage] = ()
    ) -> list[tuple[Record, datetime]]:
        """Interviews, all or one prospect's, and when they changed; the last changed first."""
        self.flush()
        if prospect is None and most is None and not stages:
            rows = self._rows.all(_ALL)
            given = self._answers(self._rows.all(_ALL_STANDING))
        else:
            meant = [stage.value for stage in stages or Stage]
            if prospect is None:
                rows = self._rows.all(_NEWEST, stages=meant, most=MOST if most is None else most)
            else:
                named = {"name_key": name_key(prospect), "stages": meant}
                rows = self._rows.all(_OF_PROSPECT, **named)[:most]
            ids = [row.interview_id for row in rows]
            given = self._answers(self._rows.all(_STANDING_OF, ids=ids))
        return [
            (record_of(row, tuple(given.get(row.interview_id, ())), self._seal), row.changed_at)
            for row in rows
        ]

    def begin(self, record: Record, prospect_id: str, at: datetime) -> None:
        """Store a new interview."""
        number = (self._rows.scalar(_NEWEST_NUMBER, prospect_id=prospect_id) or 0) + 1
        self._rows.change(
            _ADD_INTERVIEW,
            {
                "interview_id": record.id,
                "prospect_id": prospect_id,
                "number": number,
                "profile_id": record.profile_id,
                "version": record.version,
                "created_at": at,
                **columns_of(record, at, self._seal),
                "revision": record.revision,
            },
        )
        self._held[record.id] = _Held(record, at, {}, 0)

    def save(self, record: Record, at: datetime) -> Record:
        """Keep the interview and its answers. Raises LostRace if it was changed meanwhile."""
        held = self._held.get(record.id) or self._load(_BY_ID, id=record.id)
        if held is None or held.record.revision != record.revision:
            raise LostRace
        self._change_answers(held, record, at)
        if held.stored_revision is None:
            held.stored_revision = record.revision
        held.changed_at = at
        held.record = replace(record, revision=record.revision + 1)
        return held.record

    def _change_answers(self, held: _Held, record: Record, at: datetime) -> None:
        """Supersede what no longer stands, and add what is new."""
        wanted = set(enumerate(record.interview.answers))
        for place in held.entries.keys() - wanted:
            entry = held.entries.pop(place)
            unwritten = self._new_answers.get((record.id, entry))
            if unwritten is not None:
                unwritten["superseded_at"] = at
            else:
                self._superseded.append({"id": record.id, "entry_of": entry, "at": at})
        for place in sorted(wanted - held.entries.keys(), key=lambda place: place[0]):
            position, answer = place
            held.last_entry += 1
            held.entries[place] = held.last_entry
            self._new_answers[record.id, held.last_entry] = {
                "interview_id": record.id,
                "entry": held.last_entry,
                "position": position,
                "trait": answer.trait,
                "response": self._seal.close(responses.to_json(answer.response)),
                "given_on": answer.given_on,
                "superseded_at": None,
            }

    def unload(self) -> None:
        """Forget what was loaded: somebody has deleted rows."""
        self._held.clear()
        self.newest_versions.clear()

    def flush(self) -> None:
        """Write what was saved. Raises LostRace if an interview was changed by somebody else."""
        self._rows.change(_SUPERSEDE, *self._superseded)
        rows = [
            {
                **columns_of(held.record, held.changed_at, self._seal),
                "id": held.record.id,
                "loaded_revision": held.stored_revision,
                "revision": held.record.revision,
            }
            for held in self._held.values()
            if held.stored_revision is not None
        ]
        if self._rows.change(_UPDATE, *rows) != len(rows):
            raise LostRace
        self._rows.change(_ADD_ANSWERS, *self._new_answers.values())
        for held in self._held.values():
            held.stored_revision = None
        self._superseded, self._new_answers = [], {}

    @readable()
    def _load(self, statement: TeamStatement, **wanted: object) -> _Held | None:
        row = self._rows.first(statement, **wanted)
        if row is None:
            return None
        if row.interview_id not in self._held:
            self._hold([row])
        return self._held[row.interview_id]

    def _hold(self, rows: Sequence[Row[Any]]) -> None:
        new = {row.interview_id: row for row in rows if row.interview_id not in self._held}
        if not new:
            return
        standing: dict[str, dict[Place, int]] = {}
        found = self._rows.all(_STANDING_OF, ids=list(new))
        for row, answer in zip(found, self._opened(found), strict=True):
            standing.setdefault(row.interview_id, {})[row.position, answer] = row.entry
        for interview_id, row in new.items():
            entries = standing.get(interview_id, {})
            given = tuple(answer for _, answer in entries)
            record = record_of(row, given, self._seal)
            last_entry = row.last_entry or 0
            self._held[interview_id] = _Held(record, row.changed_at, entries, last_entry)
            if row.newest_version is not None:
                self.newest_versions[record.profile_id] = row.newest_version

    def _opened(self, rows: Iterable[Row[Any]]) -> Iterable[Answer]:
        for row in rows:
            response = responses.from_json(self._seal.open(row.response))
            yield Answer(row.trait, response, row.given_on)

    def _answers(self, rows: Sequence[Row[Any]]) -> dict[str, list[Answer]]:
        given: dict[str, list[Answer]] = {}
        for row, answer in zip(rows, self._opened(rows), strict=True):
            given.setdefault(row.interview_id, []).append(answer)
        return given
