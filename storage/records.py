"""One team's records. Every statement here is filtered by the team, in one place: ``_of``."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert as insert_or

from bot.cards import Card
from bot.ports import Address, Delivery, Listing, LostRace, Record
from bot.profile import Profile, Respondent
from bot.profile_writer import to_json
from bot.snapshot import Stage
from bot.verdict import Verdict
from storage.answer_rows import load_answers, save_answers
from storage.models import (
    conversations,
    inbox,
    interviews,
    profile_versions,
    prospects,
    teams,
    verdicts,
)
from storage.outbox import SqlOutbox
from storage.rows import address_of, columns_of, name_key, profile_of, readable, record_of


class SqlRecords:
    """One team's records inside one transaction; see ``bot.ports.Records``."""

    def __init__(self, connection: Connection, team: str, outbox: SqlOutbox) -> None:
        self._connection = connection
        self._team = team
        self._outbox = outbox

    def _of(self, table: Table) -> ColumnElement[bool]:
        """The team's rows of a table, and no others."""
        return table.c.team_id == self._team

    def _insert(self, table: Table, *rows: dict[str, Any]) -> None:
        self._connection.execute(insert(table), [{"team_id": self._team, **row} for row in rows])

    def receive(self, event_id: str, at: datetime) -> bool:
        """Note an event in the inbox; False if it was noted before."""
        row = {"team_id": self._team, "event_id": event_id, "received_at": at}
        noted = self._connection.execute(
            insert_or(inbox).values(row).on_conflict_do_nothing().returning(inbox.c.event_id)
        )
        return noted.first() is not None

    def current(self, address: Address) -> Record | None:
        """The interview that is talked about at this address."""
        talked_about = select(conversations.c.interview_id).where(
            self._of(conversations), conversations.c.address == str(address)
        )
        found = self._connection.scalar(talked_about)
        return None if found is None else self._load(interviews.c.interview_id == found)

    def turn_to(self, address: Address, interview_id: str) -> None:
        """Talk about this interview at this address from now on."""
        row = {"team_id": self._team, "address": str(address), "interview_id": interview_id}
        turned = insert_or(conversations).values(row)
        self._connection.execute(
            turned.on_conflict_do_update(
                index_elements=["team_id", "address"], set_={"interview_id": interview_id}
            )
        )

    def latest(
        self, prospect: str, profile_id: str | None, respondent: Respondent
    ) -> Record | None:
        """The newest interview of that prospect, not cancelled; with that list, if one is named."""
        wanted = [
            prospects.c.name_key == name_key(prospect),
            interviews.c.respondent == respondent.value,
            interviews.c.stage != Stage.CANCELLED.value,
        ]
        if profile_id is not None:
            wanted.append(interviews.c.profile_id == profile_id)
        return self._load(*wanted)

    def begin(self, record: Record, at: datetime) -> None:
        """Store a new interview, and the prospect if the name is new."""
        prospect = self._prospect(record.prospect, at)
        newest = select(func.max(interviews.c.number)).where(
            self._of(interviews), interviews.c.prospect_id == prospect
        )
        number = (self._connection.scalar(newest) or 0) + 1
        self._insert(
            interviews,
            {
                "interview_id": record.id,
                "prospect_id": prospect,
                "number": number,
                "profile_id": record.profile_id,
                "version": record.version,
                "created_at": at,
                **columns_of(record, at),
                "revision": record.revision,
            },
        )

    def save(self, record: Record, at: datetime) -> Record:
        """Store the interview and its answers. Raises LostRace if it was changed meanwhile."""
        changed = self._connection.execute(
            update(interviews)
            .where(
                self._of(interviews),
                interviews.c.interview_id == record.id,
                interviews.c.revision == record.revision,
            )
            .values(**columns_of(record, at), revision=record.revision + 1)
        )
        if changed.rowcount != 1:
            raise LostRace
        save_answers(self._connection, self._team, record.id, record.interview.answers, at)
        return replace(record, revision=record.revision + 1)

    def keep_profile(self, profile: Profile, at: datetime) -> int:
        """The version under which the list is stored; a new one if its content is new."""
        document = to_json(profile)
        digest = hashlib.sha256(document.encode()).hexdigest()
        known = select(profile_versions.c.version).where(
            self._of(profile_versions),
            profile_versions.c.profile_id == profile.id,
            profile_versions.c.digest == digest,
        )
        version = self._connection.scalar(known)
        if version is None:
            version = (self.newest_version(profile.id) or 0) + 1
            self._insert(
                profile_versions,
                {
                    "profile_id": profile.id,
                    "version": version,
                    "digest": digest,
                    "document": document,
                    "created_at": at,
                },
            )
        return int(version)

    @readable()
    def profile(self, profile_id: str, version: int | None = None) -> Profile | None:
        """A stored version of a list, or the newest."""
        wanted, version = version, version or self.newest_version(profile_id)
        document = self._connection.scalar(
            select(profile_versions.c.document).where(
                self._of(profile_versions),
                profile_versions.c.profile_id == profile_id,
                profile_versions.c.version == version,
            )
        )
        if document is None and wanted is not None:
            raise LookupError(f"version {wanted} of list {profile_id} is gone")
        return None if document is None else profile_of(document)

    def newest_version(self, profile_id: str) -> int | None:
        """The number of the newest stored version."""
        newest = select(func.max(profile_versions.c.version)).where(
            self._of(profile_versions), profile_versions.c.profile_id == profile_id
        )
        version: int | None = self._connection.scalar(newest)
        return version

    def keep_verdict(self, record: Record, verdict: Verdict, at: datetime) -> None:
        """Store a verdict beside the earlier ones."""
        newest = select(func.max(verdicts.c.number)).where(
            self._of(verdicts), verdicts.c.interview_id == record.id
        )
        self._insert(
            verdicts,
            {
                "interview_id": record.id,
                "number": (self._connection.scalar(newest) or 0) + 1,
                "verdict": verdict.kind.value,
                "score": None if verdict.score is None else str(verdict.score),
                "step": record.interview.step,
                "created_at": at,
            },
        )

    def verdict_address(self) -> Address | None:
        """Where the team wants its verdicts."""
        stored = self._connection.scalar(select(teams.c.verdict_address).where(self._of(teams)))
        return None if stored is None else address_of(stored)

    def send(
        self, address: Address, shown: Sequence[Card], record: Record, at: datetime
    ) -> list[Delivery]:
        """Write cards to the outbox; returns those that may be sent at once, under a lease."""
        return self._outbox.write(self._team, address, shown, record, at)

    @readable()
    def listings(self, prospect: str | None = None) -> list[Listing]:
        """Every interview, or one prospect's, with its newest verdict; the last changed first."""
        wanted = self._interviews()
        if prospect is not None:
            wanted = wanted.where(prospects.c.name_key == name_key(prospect))
        order = (interviews.c.changed_at.desc(), interviews.c.number.desc())
        rows = self._connection.execute(wanted.order_by(*order)).all()
        only = None if prospect is None else [row.interview_id for row in rows]
        given = load_answers(self._connection, self._team, only)
        found = self._newest_verdicts(only)
        return [
            Listing(
                record_of(row, given.get(row.interview_id, ())),
                row.changed_at,
                *found.get(row.interview_id, (None, None)),
            )
            for row in rows
        ]

    def _newest_verdicts(self, only: Sequence[str] | None) -> dict[str, tuple[str, str | None]]:
        """The newest verdict and score of each interview, or of only these."""
        stored = select(verdicts).where(self._of(verdicts)).order_by(verdicts.c.number)
        if only is not None:
            stored = stored.where(verdicts.c.interview_id.in_(only))
        rows = self._connection.execute(stored)
        return {row.interview_id: (row.verdict, row.score) for row in rows}

    def _interviews(self) -> Select[Any]:
        return (
            select(interviews, prospects.c.name)
            .join(
                prospects,
                (prospects.c.team_id == interviews.c.team_id)
                & (prospects.c.prospect_id == interviews.c.prospect_id),
            )
            .where(self._of(interviews))
        )

    @readable()
    def _load(self, *wanted: ColumnElement[bool]) -> Record | None:
        newest_first = interviews.c.number.desc()
        row = self._connection.execute(
            self._interviews().where(*wanted).order_by(newest_first).limit(1)
        ).first()
        if row is None:
            return None
        given = load_answers(self._connection, self._team, [row.interview_id])
        return record_of(row, given.get(row.interview_id, ()))

    def _prospect(self, name: str, at: datetime) -> str:
        key = name_key(name)
        known = select(prospects.c.prospect_id).where(
            self._of(prospects), prospects.c.name_key == key
        )
        found = self._connection.scalar(known)
        if found is None:
            found = uuid.uuid4().hex
            row = {"prospect_id": found, "name": name, "name_key": key, "created_at": at}
            self._insert(prospects, row)
        return str(found)
