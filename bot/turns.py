"""One turn inside one transaction: an event or an effect -> interview, answers, verdict, messages.

What a turn leads to is stored here, whatever it was that led to it.
"""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.arrivals import Handled
from bot.cards import Card, Paragraph
from bot.door import closed
from bot.effects import BeginAgain, Effect, Notice, Occasion, Report, Tell
from bot.events import Event, Paused, Snoozed, Started, WentQuiet
from bot.interview import Turn, advance
from bot.messages import Changes, messages_of
from bot.phrases import Phrases, spoken
from bot.ports import Address, Delivery, StorageTrouble, StorageUnavailable
from bot.profile import Profile
from bot.quiet import first_look
from bot.records import Action, Message, Record, Records
from bot.scene import Scene, card
from bot.snapshot import Interview, Stage, fits
from bot.wording import compose


@dataclass(frozen=True, slots=True)
class Now:
    """The present moment, the day that it is for whoever answers, in their zone, and where.

    Nowhere in particular if nobody did anything: then it is where the interview was, and in its
    language. A ``guest`` is no member, and begins no more interviews than the door lets in.
    """

    at: datetime
    today: date
    zone: str
    where: Address | None = None
    language: str = ""
    guest: bool = False


class Turns:
    """Carries out turns, in whatever languages; ``live`` as in ``Service``."""

    def __init__(self, phrases: Mapping[str, Phrases], live: Collection[str]) -> None:
        self._phrases = phrases
        self._live = live

    def take(
        self,
        records: Records,
        record: Record,
        event: Event,
        now: Now,
        before: Sequence[Message] = (),
        *,
        in_burst: bool = False,
    ) -> Handled:
        """Store what an event leads to in the interview, behind messages that come first."""
        profile = self.profile(records, record)
        turn = advance(profile, record.interview, event, now.today)
        if isinstance(event, Snoozed) and turn.interview.stage is Stage.OPEN:
            records.reminders.put(first_look(record.id, now.zone, now.at))
        lives = not isinstance(event, WentQuiet)  # A reminder alone is no sign of life.
        return self.carry_out(
            records, record, profile, turn, now, before, lives=lives, in_burst=in_burst
        )

    def carry_out(  # noqa: PLR0913  # A turn, and what goes with it.
        self,
        records: Records,
        record: Record,
        profile: Profile,
        turn: Turn,
        now: Now,
        before: Sequence[Message] = (),
        *,
        lives: bool = True,
        in_burst: bool = False,
    ) -> Handled:
        """Store what a turn led to, and write what is shown of it."""
        address, language = now.where or record.address, now.language or record.language
        after = replace(record, interview=turn.interview, address=address)
        if under_way(record):  # After its verdict it keeps the one that the team reads it in.
            after = replace(after, language=language)
        if lives or turn.interview != record.interview:
            after = records.save(after, now.at)
        for effect in turn.effects:
            match effect:
                case Report(verdict, occasion) if occasion is not Occasion.AGAIN:
                    records.keep_verdict(after, verdict, now.at)
                    records.log(str(after.address), Action.VERDICT_REACHED, after.id, now.at)
                case Tell(Notice.CANCELLED):
                    records.log(str(after.address), Action.INTERVIEW_CANCELLED, after.id, now.at)
                case _:
                    pass
        newest = records.newest_version(record.profile_id) or record.version
        in_burst = in_burst and after.address.platform in self._live
        about = (profile, self._phrases, language, now.today, newest, self._live, in_burst)
        changes = Changes(record, after, *about)
        messages = messages_of(turn.effects, changes, records)
        shown = [*before, *messages.pop(after.address, [])]
        if BeginAgain() in turn.effects:
            return self._begin_again(records, after, now, shown)
        return self.write(records, {after.address: shown, **messages}, after, now)

    def write(
        self,
        records: Records,
        messages: Mapping[Address, Sequence[Message]],
        record: Record | None,
        now: Now,
    ) -> Handled:
        """Write messages, those of each address in their order."""
        deliveries: list[Delivery] = []
        queued: list[tuple[str, Address]] = []
        for address, to_show in messages.items():
            if not to_show:
                continue
            free = records.outbox.write(address, to_show, now.at)
            deliveries += free
            queued += [] if len(free) == len(to_show) else [(records.team, address)]
        stage = None if record is None else record.interview.stage
        return Handled(tuple(deliveries), tuple(queued), stage)

    def _begin_again(
        self, records: Records, record: Record, now: Now, before: Sequence[Message]
    ) -> Handled:
        """A new interview with the newest version of the same list; the old one stays on record."""
        why = closed(records, record.address, now.at) if now.guest else None
        if why is not None:
            phrases = self.speaking(record)
            full = Message(card(phrases, Paragraph(phrases.say(f"door-{why}"))), record.id)
            return self.write(records, {record.address: [*before, full]}, record, now)
        again = replace(
            record,
            id=uuid.uuid4().hex,
            version=records.newest_version(record.profile_id) or record.version,
            interview=Interview(record.interview.respondent),
            revision=0,
        )
        self.begin(records, again, now)
        return self.take(records, again, Started(), now, before)

    def begin(self, records: Records, record: Record, now: Now) -> None:
        """Store a new interview, talk about it at its address, and look after it."""
        records.begin(record, now.at)
        records.turn_to(record.address, record.id)
        self.look_after(records, record, now)
        records.log(str(record.address), Action.INTERVIEW_BEGUN, record.id, now.at)

    def look_after(self, records: Records, record: Record, now: Now) -> None:
        """See to it that the interview is reminded of when it goes quiet."""
        if under_way(record):
            reminder = first_look(record.id, now.zone, now.at)
            records.reminders.add(reminder, record.address.platform)

    def leave(
        self, records: Records, address: Address, found: Record | None, now: Now
    ) -> list[Message]:
        """Pause what is open at this address, so that typed words have one meaning, and say so."""
        left = records.current(address)
        if left is None or (found is not None and left.id == found.id):
            return []
        if left.interview.stage is not Stage.OPEN:
            return []
        profile = self.profile(records, left)
        paused = advance(profile, left.interview, Paused(), now.today).interview
        record = records.save(replace(left, interview=paused), now.at)
        card = self._compose(Tell(Notice.LEFT), record, profile, now.today)
        return [Message(card, record.id)]

    def _compose(
        self, effect: Effect, record: Record, profile: Profile, today: date, newest: int = 0
    ) -> Card:
        scene = Scene(
            record.id, profile, record.version, record.interview, record.prospect, today, newest
        )
        return compose(effect, scene, self.speaking(record))

    def speaking(self, record: Record) -> Phrases:
        """The phrases of the interview."""
        return spoken(self._phrases, record.language)

    def profile(self, records: Records, record: Record) -> Profile:
        """The list that the interview was begun with. Raises StorageUnavailable."""
        profile = records.profile(record.profile_id, record.version)
        if profile is None or not fits(profile, record.interview):
            raise StorageUnavailable(StorageTrouble.DAMAGED, "")
        return profile


def under_way(record: Record) -> bool:
    """Whether it has come to no end yet."""
    return record.interview.stage in (Stage.OPEN, Stage.PAUSED)
