"""One event, one transaction: read -> handle -> advance -> compose -> commit.

Whatever an event leads to is stored together or not at all: the inbox row that makes a redelivery
harmless, the interview with its answers, the verdict, and the messages to send. Nothing is sent
inside the transaction. A lost race runs again, which is safe because ``advance`` is pure.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.cards import Card
from bot.effects import BeginAgain, Effect, Occasion, Report
from bot.events import Event, Overtaken, Paused, Returned, Started
from bot.interview import Interview, Stage, advance
from bot.kinds import Texts
from bot.phrases import Phrases
from bot.ports import Address, Clock, Delivery, LostRace, Record, Records, Storage, Transaction
from bot.problems import Problem, Reason
from bot.profile import Profile, Respondent
from bot.scene import Scene
from bot.understanding import interpret
from bot.understanding.cleaning import clean, unisolated
from bot.understanding.lexicon import Lexicon
from bot.wording import compose

MOST_NAME = 80
"""Characters in a prospect's name: it stands in headings, which are short everywhere."""
MOST_RACES = 5


@dataclass(frozen=True, slots=True)
class QualifyRequested:
    """Somebody wants to qualify a prospect. Without a list, the one used last, or the usual one."""

    prospect: str
    respondent: Respondent
    language: str
    profile: str | None = None


@dataclass(frozen=True, slots=True)
class TextSent:
    """Somebody typed something, to the question of ``step`` where the platform can tell."""

    text: str
    step: int | None = None


Happening = QualifyRequested | TextSent | Event


@dataclass(frozen=True, slots=True)
class Arrival:
    """What arrived: an event's own id, where it happened, what happened, and the day there.

    ``interview_id`` is the interview that a pressed button belongs to.
    """

    event_id: str
    address: Address
    happening: Happening
    today: date
    interview_id: str | None = None


@dataclass(frozen=True, slots=True)
class Handled:
    """What is to be sent at once, and how far the interview is; None if there is none.

    ``queued`` says that messages wait behind earlier ones and are left to the relay.
    """

    deliveries: tuple[Delivery, ...] = ()
    queued: bool = False
    stage: Stage | None = None


class NotForProspects(Exception):
    """The list has traits that only members are asked about. Nothing was stored."""

    def __init__(self, name: Texts) -> None:
        super().__init__("no questions to the prospect")
        self.name = name


def prospect_name(text: str) -> str | Problem:
    """A prospect's name as it is stored: one line, nothing invisible, not too long."""
    name = " ".join(unisolated(clean(text[: 10 * MOST_NAME])).split())
    if not name:
        return Problem(Reason.EMPTY)
    return Problem(Reason.TOO_LONG, str(MOST_NAME)) if len(name) > MOST_NAME else name


class Service:
    """Handles what arrives, with whatever database and languages it is given."""

    def __init__(
        self,
        storage: Storage,
        phrases: Mapping[str, Phrases],
        lexicon: Lexicon,
        load_list: Callable[[str], Profile],
        clock: Clock,
        usual_list: str = "starter",
    ) -> None:
        self._storage = storage
        self._phrases = phrases
        self._lexicon = lexicon
        self._load_list = load_list
        self._clock = clock
        self._usual_list = usual_list

    async def handle(self, arrivals: Sequence[Arrival]) -> tuple[Handled, ...]:
        """Store what the arrivals lead to, all of it or nothing, in their order.

        Raises StorageUnavailable if the database is away, ProfileRefused if the list that was
        asked for cannot be used; nothing has happened then.
        """
        for race in range(MOST_RACES):
            try:
                return await self._storage.run(
                    lambda transaction: tuple(self._one(transaction, a) for a in arrivals)
                )
            except LostRace:
                if race == MOST_RACES - 1:
                    raise
        return ()

    def _one(self, transaction: Transaction, arrival: Arrival) -> Handled:
        records, now = transaction.team(arrival.address), self._clock.now()
        if not records.receive(arrival.event_id, now):
            record = records.current(arrival.address)
            return Handled(stage=record.interview.stage if record else None)
        if isinstance(arrival.happening, QualifyRequested):
            record, event = self._requested(records, arrival, arrival.happening, now)
        elif (here := records.current(arrival.address)) is None:
            return Handled()
        elif arrival.interview_id not in (None, here.id):
            # What was meant for another interview changes nothing in this one.
            record, event = here, Overtaken()
        else:
            record, event = here, self._event(records, here, arrival.happening, arrival.today)
        return self._turn(records, record, event, arrival.today, now)

    def _requested(
        self, records: Records, arrival: Arrival, wanted: QualifyRequested, now: datetime
    ) -> tuple[Record, Event]:
        """The open interview or the newest verdict if there is one, else a new interview."""
        profile = None if wanted.profile is None else self._load_list(wanted.profile)
        found = self._found(records, arrival.address, wanted, profile)
        self._leave(records, arrival.address, found, now)
        if profile is None and found is None:
            profile = self._load_list(self._usual_list)
        version = None if profile is None else records.keep_profile(profile, now)
        if found is not None:
            record = replace(found, language=wanted.language, address=arrival.address)
            records.turn_to(arrival.address, record.id)
            return record, Returned()
        if profile is None or version is None or not profile.speaks_to(wanted.respondent):
            raise NotForProspects(profile.name if profile else {})
        record = Record(
            uuid.uuid4().hex,
            wanted.prospect,
            profile.id,
            version,
            wanted.language,
            arrival.address,
            Interview(wanted.respondent),
        )
        records.begin(record, now)
        records.turn_to(arrival.address, record.id)
        return record, Started()

    def _found(
        self,
        records: Records,
        address: Address,
        wanted: QualifyRequested,
        profile: Profile | None,
    ) -> Record | None:
        """What is on record: the interview talked about here, before the prospect's newest."""
        here = records.current(address)
        if (
            profile is None
            and here is not None
            and here.prospect == wanted.prospect
            and here.interview.respondent is wanted.respondent
            and here.interview.stage is not Stage.CANCELLED
        ):
            return here
        return records.latest(wanted.prospect, profile.id if profile else None, wanted.respondent)

    def _leave(
        self, records: Records, address: Address, found: Record | None, now: datetime
    ) -> None:
        """Pause what is open at this address, so that typed words have one meaning."""
        left = records.current(address)
        if left is None or (found is not None and left.id == found.id):
            return
        if left.interview.stage is Stage.OPEN:
            paused = advance(self._profile(records, left), left.interview, Paused(), now.date())
            records.save(replace(left, interview=paused.interview), now)

    def _event(
        self, records: Records, record: Record, happening: TextSent | Event, today: date
    ) -> Event:
        match happening:
            case TextSent(_, int() as step) if step != record.interview.step:
                return Overtaken()
            case TextSent(text):
                profile = self._profile(records, record)
                return interpret(text, profile, record.interview, self._lexicon, today)
            case event:
                return event

    def _turn(
        self, records: Records, record: Record, event: Event, today: date, now: datetime
    ) -> Handled:
        profile = self._profile(records, record)
        turn = advance(profile, record.interview, event, today)
        after = records.save(replace(record, interview=turn.interview), now)
        messages: dict[Address, list[Card]] = {}
        deliveries: list[Delivery] = []
        queued = False
        for effect in turn.effects:
            match effect:
                case BeginAgain():
                    return self._begin_again(records, after, today, now)
                case Report(verdict, occasion) if occasion is not Occasion.AGAIN:
                    records.keep_verdict(after, verdict, now)
            card = self._compose(effect, after, profile, today)
            address = self._audience(records, after, effect)
            if address is not None:
                messages.setdefault(address, []).append(card)
        for address, cards in messages.items():
            sent = records.send(address, cards, after, now)
            deliveries += sent
            queued = queued or len(sent) < len(cards)
        return Handled(tuple(deliveries), queued, after.interview.stage)

    def _begin_again(self, records: Records, record: Record, today: date, now: datetime) -> Handled:
        """A new interview with the newest version of the same list; the old one stays on record."""
        again = replace(
            record,
            id=uuid.uuid4().hex,
            version=records.newest_version(record.profile_id) or record.version,
            interview=Interview(record.interview.respondent),
            revision=0,
        )
        records.begin(again, now)
        records.turn_to(again.address, again.id)
        return self._turn(records, again, Started(), today, now)

    def _compose(self, effect: Effect, record: Record, profile: Profile, today: date) -> Card:
        scene = Scene(record.id, profile, record.version, record.interview, record.prospect, today)
        phrases = self._phrases.get(record.language) or self._phrases["en"]
        return compose(effect, scene, phrases)

    def _audience(self, records: Records, record: Record, effect: Effect) -> Address | None:
        """Verdicts go to the team's channel; without one, a member sees them where they answer."""
        if not isinstance(effect, Report) or effect.occasion is Occasion.AGAIN:
            return record.address
        channel = records.verdict_address()
        if channel is None and record.interview.respondent is Respondent.MEMBER:
            return record.address
        return channel

    def _profile(self, records: Records, record: Record) -> Profile:
        profile = records.profile(record.profile_id, record.version)
        if profile is None:
            raise LookupError(f"interview {record.id} has no list {record.profile_id}")
        return profile
