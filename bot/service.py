"""One event, one transaction: read -> handle -> advance -> compose -> commit.

Whatever an event leads to is stored together or not at all: the inbox row that makes a redelivery
harmless, the interview with its answers, the verdict, and the messages to send. Nothing is sent
inside the transaction. A lost race runs again, which is safe because ``advance`` is pure; the
storage sees to that, and lets what arrives at once share a transaction.
"""

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime

from bot.arrivals import (
    Arrival,
    ChannelChosen,
    ExportWanted,
    Handled,
    IntakeRequested,
    InterviewWanted,
    MemberChose,
    NotForProspects,
    NotTaken,
    QualifyRequested,
    ReplyWritten,
    TextEdited,
    TextSent,
)
from bot.cards import Paragraph
from bot.door import closed
from bot.effects import Notice, Tell
from bot.events import (
    Answered,
    Overtaken,
    Returned,
    Started,
)
from bot.export import MOST_EXPORTED, export_card
from bot.interview import Turn
from bot.list_nodes import ProfileRefused
from bot.messages import for_channel
from bot.overview import seen
from bot.phrases import Phrases, spoken
from bot.ports import Address, Clock
from bot.profile import Profile, Respondent
from bot.quiet import local_day, look
from bot.record_cards import interview_card
from bot.records import (
    Action,
    Message,
    Receipt,
    Record,
    Records,
    Saying,
    Storage,
    Transaction,
)
from bot.retyping import answered_again
from bot.scene import Scene, card
from bot.snapshot import Interview, Stage
from bot.turns import Now, Turns, under_way
from bot.typed import awake_if_on_screen, continued, event_of_words, is_new, is_text, saying_of
from bot.understanding.lexicon import Lexicon
from bot.understanding.readings import Circumstances
from bot.verdict import assess


class Service:
    """Handles what arrives, with whatever database and languages it is given.

    ``live`` are the platforms on which a message can be changed, and has a thread.
    """

    def __init__(  # noqa: PLR0913  # Everything that it works with.
        self,
        storage: Storage,
        phrases: Mapping[str, Phrases],
        lexicon: Lexicon,
        load_list: Callable[[str], Profile],
        clock: Clock,
        usual_list: str = "starter",
        *,
        live: Collection[str] = (),
    ) -> None:
        self._storage = storage
        self._phrases = phrases
        self._lexicon = lexicon
        self._load_list = load_list
        self._clock = clock
        self._usual_list = usual_list
        self._live = live
        self._turns = Turns(phrases, live)

    async def handle(self, arrival: Arrival) -> Handled:
        """Store everything that the arrival leads to, or nothing.

        Raises StorageUnavailable if the database is away or too much is waiting for it,
        ProfileRefused if the list that was asked for cannot be used; nothing has happened then.
        """
        receipt = Receipt(arrival.address, arrival.event_id)
        return await self._storage.run(lambda tx: self._arrived(tx, arrival), [receipt])

    async def look_after(self, team: str, interview_id: str) -> Handled:
        """Remind of an interview that has gone quiet, if its reminder is due.

        Raises StorageUnavailable; nothing has happened then.
        """
        return await self._storage.run(lambda tx: self._looked(tx.records(team), interview_id))

    def _arrived(self, transaction: Transaction, arrival: Arrival) -> Handled:
        records = transaction.team(arrival.address)
        about = (arrival.today, arrival.zone, arrival.address, arrival.language)
        now = Now(self._clock.now(), *about, guest=arrival.guest)
        if not records.receive(arrival.event_id, now.at):
            record = records.current(arrival.address)
            return Handled(stage=record.interview.stage if record else None)
        happening = arrival.happening
        if arrival.guest and not _is_open_to_guests(records, arrival):
            return self._said(records, arrival, now)
        match happening:
            case IntakeRequested() as wanted:
                return self._came_in(records, arrival, wanted, now)
            case ReplyWritten() as reply:
                return self._replied(records, arrival, reply, now)
            case QualifyRequested() as wanted:
                now = replace(now, language=wanted.language)
                return self._requested(records, arrival, wanted, now)
            case InterviewWanted() as wanted:
                return self._turned_to(records, arrival, wanted, now)
            case ChannelChosen() as chosen:
                return self._chosen(records, arrival.address, chosen, now)
            case NotTaken():
                return self._said(records, arrival, now)
            case MemberChose(choice):
                records.members.choose(arrival.address, choice)
                return Handled()
            case ExportWanted() as wanted:
                return self._exported(records, arrival, wanted, now)
            case TextSent() | TextEdited() if happening.message_id:
                again = self._typed_again(records, arrival, happening, now)
                if again is not None:
                    return again
            case _:
                pass
        here = records.current(arrival.address)
        if here is None:
            return self._said(records, arrival, now)
        before: list[Message] = []
        if arrival.interview_id not in (None, here.id):
            other = self._meant(records, arrival)
            if other is None:
                return self._turns.take(records, here, Overtaken(), now)
            before = self._turns.leave(records, arrival.address, other, now)
            records.turn_to(arrival.address, other.id)
            here = other
        if isinstance(happening, TextEdited):
            happening = TextSent(happening.text, message_id=happening.message_id)
        if isinstance(happening, TextSent):
            return self._typed(records, here, arrival, happening, now, before)
        return self._turns.take(records, here, happening, now, before)

    def _came_in(
        self, records: Records, arrival: Arrival, wanted: IntakeRequested, now: Now
    ) -> Handled:
        """Ask a prospect about themselves: go on where they stopped, or begin."""
        now, address = replace(now, language=wanted.language), arrival.address
        begun = records.interview(records.door.begun(address) or "")
        if begun is not None and not records.door.is_blocked(address):
            before = self._turns.leave(records, address, begun, now)
            records.turn_to(address, begun.id)
            self._turns.look_after(records, begun, now)
            return self._turns.take(records, begun, Returned(), now, before)
        why = closed(records, address, now.at)
        if why is not None:
            return self._said(records, arrival, now)
        profile = self._load_list(self._usual_list)
        if not profile.speaks_to(Respondent.PROSPECT):
            raise NotForProspects(profile.name)
        before = self._turns.leave(records, address, None, now)
        record = self._begun(records, arrival, wanted, profile, Respondent.PROSPECT)
        self._turns.begin(records, record, now)
        return self._turns.take(records, record, Started(), now, before)

    def _begun(
        self,
        records: Records,
        arrival: Arrival,
        wanted: QualifyRequested | IntakeRequested,
        profile: Profile,
        respondent: Respondent,
    ) -> Record:
        """A new interview, not stored yet."""
        name = wanted.name if isinstance(wanted, IntakeRequested) else wanted.prospect
        return Record(
            uuid.uuid4().hex,
            name,
            profile.id,
            records.keep_profile(profile, self._clock.now()),
            wanted.language,
            arrival.address,
            Interview(respondent),
        )

    def _replied(
        self, records: Records, arrival: Arrival, reply: ReplyWritten, now: Now
    ) -> Handled:
        """Give a prospect what a member wrote to them, where they were asked."""
        record = records.interview(reply.interview_id)
        if record is None or record.interview.respondent is not Respondent.PROSPECT:
            return self._said(records, arrival, now)
        phrases = self._turns.speaking(record)
        written = card(
            phrases, Paragraph(phrases.say("door-reply"), quiet=True), Paragraph(reply.text)
        )
        records.log(str(arrival.address), Action.REPLY_SENT, record.id, now.at)
        shown = {record.address: [Message(written, record.id)]}
        return self._turns.write(records, shown, None, now)

    def _said(self, records: Records, arrival: Arrival, now: Now) -> Handled:
        """What is said where nothing is talked about."""
        shown = [] if arrival.otherwise is None else [Message(arrival.otherwise, None)]
        return self._turns.write(records, {arrival.address: shown}, None, now)

    def _meant(self, records: Records, arrival: Arrival) -> Record | None:
        """The other interview that something was done to; None if it is too late for it.

        Nobody is taken away what they are being asked by an old button of somebody else.
        """
        other = records.interview(arrival.interview_id or "")
        if other is None or other.address != arrival.address:
            return None
        step = getattr(arrival.happening, "step", None)
        return other if step in (None, other.interview.step) else None

    def _typed(  # What was typed, and where.
        self,
        records: Records,
        here: Record,
        arrival: Arrival,
        typed: TextSent,
        now: Now,
        before: Sequence[Message] = (),
    ) -> Handled:
        """Take what was typed to what is open, and remember it if it may be corrected."""
        profile, when = self._turns.profile(records, here), _circumstances(arrival, here)
        event = event_of_words(typed, here, profile, self._lexicon, when)
        saying = saying_of(typed, event, here, profile, now.at)
        if saying is not None:
            records.said.keep(arrival.address, saying)
        may_go_on = saying is not None and is_text(saying, here, profile)
        in_burst = may_go_on and isinstance(event, Answered)
        awake = awake_if_on_screen(here, typed, event)
        return self._turns.take(records, awake, event, now, before, in_burst=in_burst)

    def _typed_again(
        self, records: Records, arrival: Arrival, typed: TextSent | TextEdited, now: Now
    ) -> Handled | None:
        """What continues the last answer or corrects an earlier one; None if it does neither."""
        saying = self._earlier(records, arrival, typed, now)
        record = None if saying is None else records.interview(saying.interview_id)
        if saying is None or record is None:
            return None if isinstance(typed, TextSent) else Handled()
        address, profile = arrival.address, self._turns.profile(records, record)
        records.said.keep(address, replace(saying, text=typed.text))
        parts = records.said.of_answer(address, saying.first)
        text, when = "\n".join(part.text for part in parts), _circumstances(arrival, record)
        of = (profile, record.interview, saying.trait)
        again = answered_again(*of, text, self._lexicon, when, now.today)
        if again is None:
            here = records.current(address)
            is_here = here is not None and here.id == record.id
            if is_here and is_new(saying, text, record, profile, self._lexicon, when):
                return None
            nothing = Turn(record.interview, (Tell(Notice.NOTHING_OPEN),))
            return self._turns.carry_out(records, record, profile, nothing, now, lives=False)
        turn, understood = again
        before: list[Message] = []
        if not understood:
            before = self._turns.leave(records, address, record, now)
            records.turn_to(address, record.id)
        in_burst = isinstance(typed, TextSent)
        return self._turns.carry_out(records, record, profile, turn, now, before, in_burst=in_burst)

    def _earlier(
        self, records: Records, arrival: Arrival, typed: TextSent | TextEdited, now: Now
    ) -> Saying | None:
        """The message that was corrected, or the part of the last answer that this one is."""
        if isinstance(typed, TextEdited):
            return records.said.found(arrival.address, typed.message_id)
        here, last = records.current(arrival.address), records.said.last(arrival.address)
        if here is None or arrival.address.platform not in self._live:
            return None
        profile, when = self._turns.profile(records, here), _circumstances(arrival, here)
        return continued(last, typed, here, profile, self._lexicon, when, now.at)

    def _turned_to(
        self, records: Records, arrival: Arrival, wanted: InterviewWanted, now: Now
    ) -> Handled:
        """Talk about an interview that is on record, here and from now on."""
        record = records.interview(wanted.interview_id)
        if record is None:
            return Handled()
        if record.interview.respondent is Respondent.PROSPECT and record.address != arrival.address:
            return self._shown(records, arrival, record, now)
        before = self._turns.leave(records, arrival.address, record, now)
        records.turn_to(arrival.address, record.id)
        return self._turns.take(records, record, wanted.event, now, before)

    def _shown(self, records: Records, arrival: Arrival, record: Record, now: Now) -> Handled:
        """What a prospect is asked about themselves, for a member to look at: it stays theirs."""
        found = self._as_it_stands(records, record, now.today, now.language or record.language)
        return self._turns.write(records, {arrival.address: found}, record, now)

    def _as_it_stands(
        self, records: Records, record: Record, today: date, language: str
    ) -> list[Message]:
        listings = records.listings(record.prospect)
        listing = next((one for one in listings if one.record.id == record.id), None)
        if listing is None:
            return []
        profile = self._turns.profile(records, record)
        scene = Scene(record.id, profile, record.version, record.interview, record.prospect, today)
        return [Message(interview_card(listing, scene, spoken(self._phrases, language)), record.id)]

    def _exported(
        self, records: Records, arrival: Arrival, wanted: ExportWanted, now: Now
    ) -> Handled:
        found = seen(records, now.today, wanted.prospect, MOST_EXPORTED)
        files = export_card(found, now.today, spoken(self._phrases, wanted.language))
        records.log(str(arrival.address), Action.EXPORTED, records.team, now.at)
        return self._turns.write(records, {arrival.address: [Message(files, None)]}, None, now)

    def _chosen(self, records: Records, by: Address, chosen: ChannelChosen, now: Now) -> Handled:
        """Give the verdicts to the channel from now on. Raises ValueError for another space's."""
        channel, until_now = chosen.channel, records.verdict_address()
        if (channel.platform, channel.space) != (by.platform, by.space):
            raise ValueError("a channel of another space")
        told: dict[Address, list[Message]] = {channel: []}
        lost = [] if until_now is None else records.outbox.leave(until_now, now.at)
        if channel != until_now:
            records.report_to(channel)
            records.log(str(by), Action.VERDICTS_MOVED, records.team, now.at)
            told[channel].append(Message(chosen.here, None))
            if until_now is not None:
                told[until_now] = [Message(chosen.elsewhere, None)]
        for interview_id in lost:
            told[channel] += self._verdict_again(records, interview_id, now.today)
        return self._turns.write(records, told, None, now)

    def _verdict_again(self, records: Records, interview_id: str, today: date) -> list[Message]:
        """A verdict for the channel that now has them, which the earlier one did not take."""
        record = records.interview(interview_id)
        if record is None or record.interview.stage is not Stage.FINISHED:
            return []
        profile, interview = self._turns.profile(records, record), record.interview
        scene = Scene(record.id, profile, record.version, interview, record.prospect, today)
        verdict = assess(profile, interview.answers, interview.respondent)
        return for_channel(verdict, scene, self._turns.speaking(record))

    def _looked(self, records: Records, interview_id: str) -> Handled:
        now = self._clock.now()
        record = records.interview(interview_id)  # Its lock comes first, as when it is answered.
        reminder = None if record is None else records.reminders.take(interview_id, now)
        if reminder is None or record is None:
            return Handled()
        changed_at = records.changed_at(interview_id)
        looked = look(reminder, record.interview.stage, changed_at, now)
        if looked.reminder is None:
            records.reminders.drop(interview_id)
        else:
            records.reminders.put(looked.reminder)
        if looked.event is None:
            return Handled()
        here = Now(now, local_day(now, reminder.zone), reminder.zone)
        return self._turns.take(records, record, looked.event, here)

    def _requested(
        self, records: Records, arrival: Arrival, wanted: QualifyRequested, now: Now
    ) -> Handled:
        """Go on with the open interview or the newest verdict if there is one, else begin."""
        profile = None if wanted.profile is None else self._load_list(wanted.profile)
        found = self._found(records, arrival.address, wanted, profile)
        before = self._turns.leave(records, arrival.address, found, now)
        if found is not None:
            record, event = self._came_back(records, arrival, wanted, found), Returned()
            self._turns.look_after(records, record, now)
            self._keep_newest(records, record, profile, now.at)
            return self._turns.take(records, record, event, now, before)
        profile = profile or self._load_list(self._usual_list)
        if not profile.speaks_to(wanted.respondent):
            raise NotForProspects(profile.name)
        record = self._begun(records, arrival, wanted, profile, wanted.respondent)
        self._turns.begin(records, record, now)
        before += self._verdict_of_the_prospect(records, record, now.today)
        return self._turns.take(records, record, Started(), now, before)

    def _verdict_of_the_prospect(
        self, records: Records, record: Record, today: date
    ) -> list[Message]:
        """What the prospect's own answers came to, for a member who begins an interview."""
        if record.interview.respondent is Respondent.PROSPECT:
            return []
        found = records.latest(record.prospect, None, Respondent.PROSPECT)
        if found is None or found.interview.stage is not Stage.FINISHED:
            return []
        return self._as_it_stands(records, found, today, record.language)

    def _came_back(
        self, records: Records, arrival: Arrival, wanted: QualifyRequested, found: Record
    ) -> Record:
        records.turn_to(arrival.address, found.id)
        return replace(found, language=wanted.language) if under_way(found) else found

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


def _is_open_to_guests(records: Records, arrival: Arrival) -> bool:
    """Whether what a guest did is about themselves, and they are welcome."""
    match arrival.happening:
        case IntakeRequested() | NotTaken() | MemberChose():
            return True
        case TextEdited(_, message_id):
            saying = records.said.found(arrival.address, message_id)
            about = None if saying is None else records.interview(saying.interview_id)
        case TextSent() if arrival.interview_id is None:
            about = records.current(arrival.address)
        case (
            QualifyRequested()
            | InterviewWanted()
            | ChannelChosen()
            | ExportWanted()
            | ReplyWritten()
        ):
            return False
        case _:
            about = records.interview(arrival.interview_id or "")
    return (
        about is not None
        and about.address == arrival.address
        and about.interview.respondent is Respondent.PROSPECT
        and not records.door.is_blocked(arrival.address)
    )


def _circumstances(arrival: Arrival, record: Record) -> Circumstances:
    """In which words are understood."""
    return Circumstances(arrival.today, arrival.language or record.language, arrival.week_start)
