"""One team's records inside one transaction: what the service can say and ask about a team."""

import hashlib
import uuid
from collections.abc import Collection, MutableMapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.ports import Address
from bot.profile import Profile, Respondent
from bot.profile_writer import to_json
from bot.records import Action, Listing, Logged, Place, Receipt, Record
from bot.snapshot import Stage
from bot.verdict import Verdict
from storage.door import SqlDoor
from storage.forgetting import SqlForgetting
from storage.interviews import Interviews
from storage.members import SqlMembers
from storage.models import (
    audit_log,
    conversations,
    inbox,
    profile_versions,
    prospects,
    teams,
    verdicts,
)
from storage.outbox import SqlOutbox
from storage.reminders import SqlReminders
from storage.resealing import seal_page
from storage.rows import ESCAPE, address_of, like, name_key, profile_of, readable
from storage.said import SqlSaid
from storage.sealing import Seal
from storage.team_rows import TEAM, TeamRows, about_team

Lists = MutableMapping[tuple[str, str, int], Profile]
"""Stored lists by team, list and version. They never change, so reading one again is a waste."""

_RECEIVE = about_team(insert(inbox).on_conflict_do_nothing().returning(inbox.c.event_id))
_add_conversation = insert(conversations)
_TURN_TO = about_team(
    _add_conversation.on_conflict_do_update(
        index_elements=["team_id", "address"],
        set_={"interview_id": _add_conversation.excluded.interview_id},
    )
)
_LIST = (profile_versions.c.team_id == TEAM, profile_versions.c.profile_id == bindparam("list"))
_VERSION_OF_DIGEST = about_team(
    select(profile_versions.c.version).where(
        *_LIST, profile_versions.c.digest == bindparam("digest")
    )
)
_NEWEST_VERSION = about_team(select(func.max(profile_versions.c.version)).where(*_LIST))
_DOCUMENT = about_team(
    select(profile_versions.c.document).where(
        *_LIST, profile_versions.c.version == bindparam("version")
    )
)
_ADD_VERSION = about_team(insert(profile_versions))
_ADD_VERDICT = about_team(insert(verdicts))
_NEWEST_VERDICT = about_team(
    select(func.max(verdicts.c.number)).where(
        verdicts.c.team_id == TEAM, verdicts.c.interview_id == bindparam("id")
    )
)
_ALL_VERDICTS = about_team(
    select(verdicts).where(verdicts.c.team_id == TEAM).order_by(verdicts.c.number)
)
_VERDICTS_OF = about_team(
    select(verdicts)
    .where(
        verdicts.c.team_id == TEAM,
        verdicts.c.interview_id.in_(bindparam("ids", expanding=True)),
    )
    .order_by(verdicts.c.number)
)
_TEAM = about_team(select(teams).where(teams.c.team_id == TEAM))
_KEEP_FOR = about_team(
    update(teams).where(teams.c.team_id == TEAM).values(retention_days=bindparam("days"))
)
_REPORT_TO = about_team(
    update(teams).where(teams.c.team_id == TEAM).values(verdict_address=bindparam("to_address"))
)
_PROSPECT = about_team(
    select(prospects.c.prospect_id).where(
        prospects.c.team_id == TEAM, prospects.c.name_key == bindparam("key")
    )
)
_NAMES = about_team(
    select(prospects.c.name)
    .where(prospects.c.team_id == TEAM, prospects.c.name_key.like(bindparam("part"), escape=ESCAPE))
    .order_by(
        prospects.c.name_key.like(bindparam("beginning"), escape=ESCAPE).desc(),
        prospects.c.created_at.desc(),
    )
    .limit(bindparam("most"))
)
_ADD_PROSPECT = about_team(insert(prospects))
_NEWEST_EVENT = about_team(select(func.max(inbox.c.received_at)).where(inbox.c.team_id == TEAM))
_ADD_LOGGED = about_team(insert(audit_log))
_LOGGED = about_team(select(audit_log).where(audit_log.c.team_id == TEAM).order_by(audit_log.c.at))


class SqlRecords:
    """One team's records inside one transaction; see ``bot.records.Records``."""

    def __init__(self, rows: TeamRows, lease: timedelta, seal: Seal, lists: Lists) -> None:
        self._rows = rows
        self._seal = seal
        self._lists = lists
        self._interviews = Interviews(rows, seal)
        self.outbox = SqlOutbox(rows, lease, seal)
        self.reminders = SqlReminders(rows)
        self.said = SqlSaid(rows, seal)
        self.members = SqlMembers(rows)
        self.door = SqlDoor(rows)
        self.forgetting = SqlForgetting(rows, self.flush, self._unload)
        self._talked_about: dict[str, str | None] = {}
        self._received: dict[str, bool] = {}
        self._added: set[tuple[str, int]] = set()

    @property
    def team(self) -> str:
        """The team's id."""
        return self._rows.team

    def foresee(self, receipts: Sequence[Receipt], at: datetime) -> None:
        """Note the events, lock what they are about and load it: one statement for each thing."""
        events = sorted({receipt.event_id for receipt in receipts})
        rows = ({"event_id": event_id, "received_at": at} for event_id in events)
        new = {row.event_id for row in self._rows.returned(_RECEIVE, *rows)}
        self._received.update({event_id: event_id in new for event_id in events})
        addresses = sorted({str(receipt.address) for receipt in receipts})
        found = self._interviews.talked_about(addresses)
        self._talked_about.update({one: found.get(one) for one in addresses})
        self.outbox.foresee(addresses)

    def flush(self) -> None:
        """Write what has been kept back."""
        self._interviews.flush()
        self.outbox.flush()

    def _unload(self) -> None:
        """Forget what was loaded: it may be deleted."""
        self._interviews.unload()
        self.outbox.unload()
        self._talked_about.clear()

    def receive(self, event_id: str, at: datetime) -> bool:
        """Note an event in the inbox; False if it was noted before."""
        if event_id not in self._received:
            row = {"event_id": event_id, "received_at": at}
            self._received[event_id] = bool(self._rows.returned(_RECEIVE, row))
        new, self._received[event_id] = self._received[event_id], False
        return new

    def current(self, address: Address) -> Record | None:
        """The interview that is talked about at this address."""
        here = str(address)
        if here not in self._talked_about:
            self.flush()
            self._talked_about[here] = self._interviews.talked_about([here]).get(here)
        talked_about = self._talked_about[here]
        return None if talked_about is None else self._interviews.held(talked_about)

    def interview(self, interview_id: str) -> Record | None:
        """The interview of that id."""
        return self._interviews.held(interview_id)

    def changed_at(self, interview_id: str) -> datetime:
        """When the interview changed last. Raises LookupError if there is none."""
        return self._interviews.changed_at(interview_id)

    def turn_to(self, address: Address, interview_id: str) -> None:
        """Talk about this interview at this address from now on."""
        self._rows.change(_TURN_TO, {"address": str(address), "interview_id": interview_id})
        self._talked_about[str(address)] = interview_id

    def latest(
        self, prospect: str, profile_id: str | None, respondent: Respondent
    ) -> Record | None:
        """The newest interview of that prospect, not cancelled; with that list, if one is named."""
        return self._interviews.latest(prospect, profile_id, respondent)

    def begin(self, record: Record, at: datetime) -> None:
        """Store a new interview, and the prospect if the name is new."""
        self._interviews.begin(record, self._prospect(record.prospect, at), at)

    def save(self, record: Record, at: datetime) -> Record:
        """Store the interview and its answers. Raises LostRace if it was changed meanwhile."""
        return self._interviews.save(record, at)

    def keep_profile(self, profile: Profile, at: datetime) -> int:
        """The version under which the list is stored; a new one if its content is new."""
        document = to_json(profile)
        digest = hashlib.sha256(document.encode()).hexdigest()
        version = self._rows.scalar(_VERSION_OF_DIGEST, list=profile.id, digest=digest)
        if version is None:
            version = (self.newest_version(profile.id) or 0) + 1
            row = {
                "profile_id": profile.id,
                "version": version,
                "digest": digest,
                "document": document,
                "created_at": at,
            }
            self._rows.change(_ADD_VERSION, row)
            self._added.add((profile.id, version))
            self._interviews.newest_versions[profile.id] = version
        return int(version)

    @readable()
    def profile(self, profile_id: str, version: int | None = None) -> Profile | None:
        """A stored version of a list, or the newest."""
        wanted, version = version, version or self.newest_version(profile_id)
        if version is None:
            return None
        known = (self._rows.team, profile_id, version)
        # A version that this transaction has added may never have been, if it fails.
        added = (profile_id, version) in self._added
        if added or known not in self._lists:
            document = self._rows.scalar(_DOCUMENT, list=profile_id, version=version)
            if document is None:
                raise LookupError(f"version {wanted} of list {profile_id} is gone")
            if added:
                return profile_of(document)
            self._lists[known] = profile_of(document)
        return self._lists[known]

    def newest_version(self, profile_id: str) -> int | None:
        """The number of the newest stored version."""
        known = self._interviews.newest_versions
        if profile_id not in known:
            version: int | None = self._rows.scalar(_NEWEST_VERSION, list=profile_id)
            if version is None:
                return None
            known[profile_id] = version
        return known[profile_id]

    def keep_verdict(self, record: Record, verdict: Verdict, at: datetime) -> None:
        """Store a verdict beside the earlier ones."""
        row = {
            "interview_id": record.id,
            "number": (self._rows.scalar(_NEWEST_VERDICT, id=record.id) or 0) + 1,
            "verdict": verdict.kind.value,
            "score": None if verdict.score is None else str(verdict.score),
            "step": record.interview.step,
            "created_at": at,
        }
        self._rows.change(_ADD_VERDICT, row)

    def verdict_address(self) -> Address | None:
        """Where the team wants its verdicts."""
        team = self._rows.first(_TEAM)
        return (
            None if team is None or not team.verdict_address else address_of(team.verdict_address)
        )

    def report_to(self, address: Address | None) -> None:
        """Give the verdicts to this address from now on; None leaves each where it was reached."""
        self._rows.execute(_REPORT_TO, to_address=None if address is None else str(address))

    def names(self, part: str, most: int) -> list[str]:
        """The names of prospects with this in them, those that begin with it first."""
        beginning = f"{like(name_key(part))}%"
        rows = self._rows.all(_NAMES, part=f"%{beginning}", beginning=beginning, most=most)
        return [row.name for row in rows]

    def retention_days(self) -> int | None:
        """How long the team keeps prospects about whom nothing changes; None if it never said."""
        team = self._rows.first(_TEAM)
        return None if team is None else team.retention_days

    def keep_for(self, days: int | None) -> None:
        """Set the retention; 0 keeps for ever, None leaves it to the settings."""
        self._rows.execute(_KEEP_FOR, days=days)

    @readable()
    def listings(
        self,
        prospect: str | None = None,
        most: int | None = None,
        stages: Collection[Stage] = (),
    ) -> list[Listing]:
        """Interviews, all or one prospect's, with their verdicts; the last changed first."""
        listed = self._interviews.listed(prospect, most, stages)
        if prospect is None and most is None and not stages:
            rows = self._rows.all(_ALL_VERDICTS)
        else:
            rows = self._rows.all(_VERDICTS_OF, ids=[record.id for record, _ in listed])
        newest = {row.interview_id: (row.verdict, row.score) for row in rows}
        return [
            Listing(record, changed_at, *newest.get(record.id, (None, None)))
            for record, changed_at in listed
        ]

    def seal(self, place: Place | None, *, plain: bool = False) -> Place | None:
        """Seal the next stored rows again; see ``bot.records.Records``."""
        self.flush()
        return seal_page(self._rows, self._seal.open if plain else self._seal.renew, place)

    def newest_event(self) -> datetime | None:
        """When the last event was received that is still kept."""
        newest: datetime | None = self._rows.scalar(_NEWEST_EVENT)
        return newest

    def log(self, actor: str, action: Action, subject: str, at: datetime) -> None:
        """Write a line of the audit log."""
        row = {
            "entry_id": uuid.uuid4().hex,
            "at": at,
            "actor": actor,
            "action": action.value,
            "subject": subject,
        }
        self._rows.change(_ADD_LOGGED, row)

    def logged(self) -> list[Logged]:
        """The audit log, oldest first."""
        return [
            Logged(row.at, row.actor, row.action, row.subject) for row in self._rows.all(_LOGGED)
        ]

    def _prospect(self, name: str, at: datetime) -> str:
        key = name_key(name)
        found = self._rows.scalar(_PROSPECT, key=key)
        if found is None:
            found = uuid.uuid4().hex
            row = {"prospect_id": found, "name": name, "name_key": key, "created_at": at}
            self._rows.change(_ADD_PROSPECT, row)
        return str(found)
