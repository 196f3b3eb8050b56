"""One event, one transaction: read -> handle -> advance -> compose -> commit.

Whatever an event leads to is stored together or not at all: the inbox row that makes a redelivery
harmless, the interview with its answers, the verdict, and the messages to send. Nothing is sent
inside the transaction. A lost race runs again, which is safe because ``advance`` is pure.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime

from bot.arrivals import Arrival, Handled, NotForProspects, QualifyRequested, TextSent
from bot.cards import Card
from bot.effects import BeginAgain, Effect, Notice, Occasion, Report, Tell
from bot.events import (
    Answered,
    CancelAsked,
    Doubted,
    Event,
    HelpAsked,
    KeptGoing,
    NotUnderstood,
    Overtaken,
    Paused,
    ReadingPicked,
    RepeatAsked,
    RestartAsked,
    Returned,
    Started,
    WhyAsked,
)
from bot.interview import advance
from bot.list_nodes import ProfileRefused
from bot.phrases import Phrases
from bot.ports import (
    Address,
    Clock,
    Delivery,
    LostRace,
    Record,
    Records,
    Storage,
    StorageTrouble,
    StorageUnavailable,
    Transaction,
)
from bot.profile import Profile, Respondent
from bot.record_cards import interview_card
from bot.scene import Scene
from bot.snapshot import Interview, Stage, fits
from bot.understanding import interpret
from bot.understanding.lexicon import Lexicon
from bot.understanding.readings import Circumstances
from bot.wording import compose

MOST_RACES = 5
ANY_TIME = (HelpAsked, Paused, RepeatAsked, Returned, CancelAsked, RestartAsked, WhyAsked)
"""What can be said whatever is open: it answers nothing that may have changed meanwhile."""
ANSWERING = (Answered, NotUnderstood, Doubted, ReadingPicked, KeptGoing)
"""What words can be that answer a question or an offer. A pause takes them only from the screen."""


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
            return self._requested(records, arrival, arrival.happening, now)
        here = records.current(arrival.address)
        if here is None:
            return Handled()
        if arrival.interview_id not in (None, here.id):
            # What was meant for another interview changes nothing in this one.
            return self._turn(records, here, Overtaken(), arrival.today, now)
        when = Circumstances(arrival.today, here.language, arrival.week_start)
        event = self._event(records, here, arrival.happening, when)
        if isinstance(event, ANSWERING) and _is_on_screen(arrival, here):
            here = replace(here, interview=replace(here.interview, stage=Stage.OPEN))
        return self._turn(records, here, event, arrival.today, now)

    def _requested(
        self, records: Records, arrival: Arrival, wanted: QualifyRequested, now: datetime
    ) -> Handled:
        """Go on with the open interview or the newest verdict if there is one, else begin."""
        profile = None if wanted.profile is None else self._load_list(wanted.profile)
        found = self._found(records, arrival.address, wanted, profile)
        before = self._leave(records, arrival, found, now)
        if found is not None:
            record, event = self._came_back(records, arrival, wanted, found), Returned()
            self._keep_newest(records, record, profile, now)
            return self._turn(records, record, event, arrival.today, now, before)
        profile = profile or self._load_list(self._usual_list)
        if not profile.speaks_to(wanted.respondent):
            raise NotForProspects(profile.name)
        record = Record(
            uuid.uuid4().hex,
            wanted.prospect,
            profile.id,
            records.keep_profile(profile, now),
            wanted.language,
            arrival.address,
            Interview(wanted.respondent),
        )
        records.begin(record, now)
        records.turn_to(arrival.address, record.id)
        before += self._verdict_of_the_prospect(records, record, arrival.today)
        return self._turn(records, record, Started(), arrival.today, now, before)

    def _verdict_of_the_prospect(self, records: Records, record: Record, today: date) -> list[Card]:
        """What the prospect's own answers came to, for a member who begins an interview."""
        if record.interview.respondent is Respondent.PROSPECT:
            return []
        found = records.latest(record.prospect, None, Respondent.PROSPECT)
        if found is None or found.interview.stage is not Stage.FINISHED:
            return []
        listings = records.listings(record.prospect)
        listing = next(one for one in listings if one.record.id == found.id)
        profile = self._profile(records, found)
        scene = Scene(found.id, profile, found.version, found.interview, found.prospect, today)
        return [interview_card(listing, scene, self._speaking(record))]

    def _came_back(
        self, records: Records, arrival: Arrival, wanted: QualifyRequested, found: Record
    ) -> Record:
        records.turn_to(arrival.address, found.id)
        return replace(found, language=wanted.language, address=arrival.address)

    def _keep_newest(
        self, records: Records, record: Record, profile: Profile | None, now: datetime
    ) -> None:
        """Note the newest version of the interview's list, for whoever begins again."""
        with suppress(ProfileRefused):  # A list of one's own may have gone; its versions are kept.
            profile = profile or self._load_list(self._usual_list)
            if profile.id != record.profile_id:
                profile = self._load_list(record.profile_id)
        if profile is not None and profile.id == record.profile_id:
            records.keep_profile(profile, now)

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
        self, records: Records, arrival: Arrival, found: Record | None, now: datetime
    ) -> list[Card]:
        """Pause what is open at this address, so that typed words have one meaning, and say so."""
        left = records.current(arrival.address)
        if left is None or (found is not None and left.id == found.id):
            return []
        if left.interview.stage is not Stage.OPEN:
            return []
        profile = self._profile(records, left)
        paused = advance(profile, left.interview, Paused(), arrival.today).interview
        record = records.save(replace(left, interview=paused), now)
        return [self._compose(Tell(Notice.LEFT), record, profile, arrival.today)]

    def _event(
        self, records: Records, record: Record, happening: TextSent | Event, when: Circumstances
    ) -> Event:
        if not isinstance(happening, TextSent):
            return happening
        profile = self._profile(records, record)
        event = interpret(happening.text, profile, record.interview, self._lexicon, when)
        if event == Returned() and record.interview.stage is Stage.OPEN:
            return RepeatAsked()  # Nobody had left.
        behind = happening.step not in (None, record.interview.step)
        if behind and not isinstance(event, ANY_TIME):
            return Overtaken()
        resting = record.interview.stage is Stage.PAUSED and happening.step is None
        return Overtaken() if resting and isinstance(event, ANSWERING) else event

    def _turn(
        self,
        records: Records,
        record: Record,
        event: Event,
        today: date,
        now: datetime,
        before: Sequence[Card] = (),
    ) -> Handled:
        profile = self._profile(records, record)
        turn = advance(profile, record.interview, event, today)
        after = records.save(replace(record, interview=turn.interview), now)
        newest = records.newest_version(record.profile_id) or record.version
        messages: dict[Address, list[Card]] = {record.address: [*before]} if before else {}
        deliveries: list[Delivery] = []
        queued = False
        for effect in turn.effects:
            match effect:
                case BeginAgain():
                    return self._begin_again(records, after, today, now)
                case Report(verdict, occasion) if occasion is not Occasion.AGAIN:
                    records.keep_verdict(after, verdict, now)
            card = self._compose(effect, after, profile, today, newest)
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

    def _compose(
        self, effect: Effect, record: Record, profile: Profile, today: date, newest: int = 0
    ) -> Card:
        scene = Scene(
            record.id, profile, record.version, record.interview, record.prospect, today, newest
        )
        return compose(effect, scene, self._speaking(record))

    def _speaking(self, record: Record) -> Phrases:
        """The phrases of the respondent's language; English if its files are gone."""
        return self._phrases.get(record.language) or self._phrases["en"]

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
        if profile is None or not fits(profile, record.interview):
            raise StorageUnavailable(StorageTrouble.DAMAGED, "")
        return profile


def _is_on_screen(arrival: Arrival, record: Record) -> bool:
    """Whether the words answer the very question of a paused interview: then it goes on."""
    step = arrival.happening.step if isinstance(arrival.happening, TextSent) else None
    return record.interview.stage is Stage.PAUSED and step == record.interview.step
