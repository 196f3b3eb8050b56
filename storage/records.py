"""One team's records. Every statement here is filtered by the team, in one place: ``_of``."""

import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert as insert_or

from bot import answers as responses
from bot import cards
from bot.answers import Answer
from bot.cards import Card
from bot.effects import Aside
from bot.interview import Interview, Stage
from bot.ports import Address, Delivery, LostRace, Record, Standing
from bot.profile import Profile, Respondent
from bot.profile_file import read_list, to_json
from bot.verdict import Verdict
from storage.models import (
    answers,
    conversations,
    inbox,
    interviews,
    outbox,
    profile_versions,
    prospects,
    teams,
    verdicts,
)


def address_of(stored: str) -> Address:
    """The address that ``str(address)`` stored."""
    platform, space, channel = stored.split(":", 2)
    return Address(platform, space, channel)


class SqlRecords:
    """One team's records inside one transaction; see ``bot.ports.Records``."""

    def __init__(self, connection: Connection, team: str, lease: timedelta) -> None:
        self._connection = connection
        self._team = team
        self._lease = lease

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
            prospects.c.name_key == _name_key(prospect),
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
                **_columns(record, at),
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
            .values(**_columns(record, at), revision=record.revision + 1)
        )
        if changed.rowcount != 1:
            raise LostRace
        self._save_answers(record, at)
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

    def profile(self, profile_id: str, version: int | None = None) -> Profile | None:
        """A stored version of a list, or the newest."""
        version = self.newest_version(profile_id) if version is None else version
        document = self._connection.scalar(
            select(profile_versions.c.document).where(
                self._of(profile_versions),
                profile_versions.c.profile_id == profile_id,
                profile_versions.c.version == version,
            )
        )
        return None if document is None else _profile(document)

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
        self, address: Address, cards_: Sequence[Card], record: Record, at: datetime
    ) -> list[Delivery]:
        """Write cards to the outbox; returns those that may be sent at once, under a lease.

        None may while an earlier message of the address is still pending: order comes first.
        """
        here = (self._of(outbox), outbox.c.address == str(address))
        pending = select(outbox.c.number).where(*here, outbox.c.state == "pending").limit(1)
        free = self._connection.scalar(pending) is None
        last = self._connection.scalar(select(func.max(outbox.c.number)).where(*here)) or 0
        deliveries = [Delivery(self._team, uuid.uuid4().hex, address, card) for card in cards_]
        self._insert(
            outbox,
            *(
                {
                    "address": str(address),
                    "number": last + place,
                    "key": delivery.key,
                    "platform": address.platform,
                    "interview_id": record.id,
                    "asks": delivery.card.step is not None,
                    "card": cards.to_json(delivery.card),
                    "state": "pending",
                    "attempts": 1 if free else 0,
                    "due_at": at,
                    "leased_until": at + self._lease if free else None,
                    "created_at": at,
                }
                for place, delivery in enumerate(deliveries, 1)
            ),
        )
        return deliveries if free else []

    def standings(self) -> list[Standing]:
        """Every interview with its newest verdict, the one that changed last first."""
        newest = (
            select(verdicts.c.interview_id, func.max(verdicts.c.number).label("number"))
            .where(self._of(verdicts))
            .group_by(verdicts.c.interview_id)
            .subquery()
        )
        found = {
            row.interview_id: row
            for row in self._connection.execute(
                select(verdicts.c.interview_id, verdicts.c.verdict, verdicts.c.score)
                .join(
                    newest,
                    (verdicts.c.interview_id == newest.c.interview_id)
                    & (verdicts.c.number == newest.c.number),
                )
                .where(self._of(verdicts))
            )
        }
        rows = self._connection.execute(
            self._interviews().order_by(interviews.c.changed_at.desc(), interviews.c.number.desc())
        ).all()
        given = self._answers()
        return [
            Standing(
                _record(row, given.get(row.interview_id, ())),
                row.changed_at,
                found[row.interview_id].verdict if row.interview_id in found else None,
                found[row.interview_id].score if row.interview_id in found else None,
            )
            for row in rows
        ]

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

    def _load(self, *wanted: ColumnElement[bool]) -> Record | None:
        newest_first = interviews.c.number.desc()
        row = self._connection.execute(
            self._interviews().where(*wanted).order_by(newest_first).limit(1)
        ).first()
        if row is None:
            return None
        given = self._answers(answers.c.interview_id == row.interview_id)
        return _record(row, given.get(row.interview_id, ()))

    def _answers(self, *wanted: ColumnElement[bool]) -> dict[str, tuple[Answer, ...]]:
        """The answers that stand, in order, by interview."""
        result: dict[str, tuple[Answer, ...]] = {}
        rows = self._connection.execute(
            select(answers)
            .where(self._of(answers), answers.c.superseded_at.is_(None), *wanted)
            .order_by(answers.c.position)
        )
        for row in rows:
            given = Answer(row.trait, responses.from_json(row.response), row.given_on)
            result[row.interview_id] = (*result.get(row.interview_id, ()), given)
        return result

    def _save_answers(self, record: Record, at: datetime) -> None:
        """Supersede what no longer stands and add what is new; nothing is overwritten."""
        of_this = (self._of(answers), answers.c.interview_id == record.id)
        stored = self._connection.execute(
            select(answers).where(*of_this, answers.c.superseded_at.is_(None))
        ).all()
        standing = {
            (row.position, row.trait, _fingerprint(row.response), row.given_on) for row in stored
        }
        wanted = {
            (
                place,
                answer.trait,
                _fingerprint(responses.to_json(answer.response)),
                answer.given_on,
            ): answer
            for place, answer in enumerate(record.interview.answers)
        }
        gone = [
            row.entry
            for row in stored
            if (row.position, row.trait, _fingerprint(row.response), row.given_on) not in wanted
        ]
        if gone:
            self._connection.execute(
                update(answers).where(*of_this, answers.c.entry.in_(gone)).values(superseded_at=at)
            )
        new = [(key, answer) for key, answer in wanted.items() if key not in standing]
        if not new:
            return
        last = self._connection.scalar(select(func.max(answers.c.entry)).where(*of_this)) or 0
        self._insert(
            answers,
            *(
                {
                    "interview_id": record.id,
                    "entry": last + place,
                    "position": key[0],
                    "trait": answer.trait,
                    "response": responses.to_json(answer.response),
                    "given_on": answer.given_on,
                }
                for place, (key, answer) in enumerate(new, 1)
            ),
        )

    def _prospect(self, name: str, at: datetime) -> str:
        key = _name_key(name)
        known = select(prospects.c.prospect_id).where(
            self._of(prospects), prospects.c.name_key == key
        )
        found = self._connection.scalar(known)
        if found is None:
            found = uuid.uuid4().hex
            row = {"prospect_id": found, "name": name, "name_key": key, "created_at": at}
            self._insert(prospects, row)
        return str(found)


def _name_key(name: str) -> str:
    """The form in which names are the same: Acme, ACME and acme are one prospect."""
    return name.casefold()


def _fingerprint(response: dict[str, Any]) -> str:
    return json.dumps(response, sort_keys=True)


def _columns(record: Record, at: datetime) -> dict[str, Any]:
    interview = record.interview
    return {
        "respondent": interview.respondent.value,
        "language": record.language,
        "address": str(record.address),
        "stage": interview.stage.value,
        "aside": interview.aside.value if interview.aside else None,
        "changing": interview.changing,
        "attempts": interview.attempts,
        "step": interview.step,
        "reported": interview.reported,
        "changed_at": at,
    }


def _record(row: Row[Any], given: tuple[Answer, ...]) -> Record:
    interview = Interview(
        Respondent(row.respondent),
        Stage(row.stage),
        given,
        Aside(row.aside) if row.aside else None,
        row.changing,
        row.attempts,
        row.step,
        row.reported,
    )
    return Record(
        row.interview_id,
        row.name,
        row.profile_id,
        row.version,
        row.language,
        address_of(row.address),
        interview,
        row.revision,
    )


@lru_cache(maxsize=256)
def _profile(document: str) -> Profile:
    """A stored list; stored lists never change, so reading one again is a waste."""
    return read_list(document, "stored list")
