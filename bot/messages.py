"""Effects -> messages: who is shown which card, and what becomes of the cards shown before.

A verdict goes to whoever answered, if they are a member, and to the team's channel. Where messages
can be changed, it stands there as one short card with the answers in its thread, and what is not
open any more loses its buttons and shows what was answered.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.answers import Answer
from bot.cards import Card, Paragraph
from bot.effects import Ask, BeginAgain, Confirm, Effect, Occasion, Offer, Report, Summarise
from bot.interview import show
from bot.ordering import progress
from bot.phrases import Phrases, spoken
from bot.ports import Address, Showing
from bot.profile import Profile, Respondent
from bot.records import Message, Record, Records
from bot.scene import Scene, card
from bot.settled_card import given, settled_card
from bot.snapshot import Closed, prompt
from bot.verdict import Verdict, assess
from bot.verdict_card import answers_card, change_card, overtaken_card, short_card
from bot.wording import compose

BURST = timedelta(seconds=2)
"""How long the next question waits behind a text: what is typed until then still belongs to it."""

Messages = dict[Address, list[Message]]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a turn changed: the interview before and after it, with what its cards need to know.

    ``language`` is that of whoever did something; the team's channel is told in the interview's.
    ``live`` are the platforms on which a message can be changed, and has a thread. ``in_burst``
    says that more of the same answer may follow.
    """

    before: Record
    after: Record
    profile: Profile
    all_phrases: Mapping[str, Phrases]
    language: str
    today: date
    newest: int
    live: Container[str]
    in_burst: bool = False

    @property
    def phrases(self) -> Phrases:
        """Those of whoever did something."""
        return spoken(self.all_phrases, self.language)

    def phrases_of(self, record: Record) -> Phrases:
        """Those of the interview as it was or is."""
        return spoken(self.all_phrases, record.language)

    def scene(self, record: Record) -> Scene:
        """What the cards of the interview as it was or is need to know."""
        return Scene(
            record.id,
            self.profile,
            record.version,
            record.interview,
            record.prospect,
            self.today,
            self.newest,
        )


def messages_of(effects: Iterable[Effect], changes: Changes, records: Records) -> Messages:
    """What is shown where, in order."""
    record, here = changes.after, changes.after.address
    scene = changes.scene(record)
    first, last = _settled(changes)
    messages: Messages = {changes.before.address: _handed_over(changes), here: []}
    messages[here] += first
    if changes.in_burst:
        messages[here] += last
    for effect in effects:
        match effect:
            case BeginAgain():
                continue
            case Report(_, occasion) as report if occasion is not Occasion.AGAIN:
                for address, message in _reported(report, changes, records):
                    messages.setdefault(address, []).append(message)
            case _:
                shown = compose(effect, scene, changes.phrases)
                wait = BURST if changes.in_burst and shown.step is not None else timedelta()
                post = _post(effect, record)
                messages[here].append(Message(shown, record.id, post=post, after=wait))
    if not changes.in_burst:
        messages[here] += last
    return {address: to_show for address, to_show in messages.items() if to_show}


def for_channel(
    verdict: Verdict, scene: Scene, phrases: Phrases, showing: Showing = Showing.ANEW
) -> list[Message]:
    """The verdict as one short card, and the answers in its thread."""
    interview = scene.interview_id
    post, answers = f"{interview}:verdict", f"{interview}:answers"
    short, below = (make(verdict, scene, phrases) for make in (short_card, answers_card))
    return [
        Message(short, interview, post=post, showing=showing),
        Message(below, interview, post=answers, showing=showing, thread=post),
    ]


def _post(effect: Effect, record: Record) -> str | None:
    """The name under which the card of something open stays in view."""
    match effect:
        case Ask(trait):
            return f"{record.id}:{trait}"
        case Offer():
            return f"{record.id}:offer"
        case Confirm() | Summarise():
            return f"{record.id}:{record.interview.step}"
        case Report():
            return f"{record.id}:own-verdict"
        case _:
            return None


def _handed_over(changes: Changes) -> list[Message]:
    """The cards of what is open, where the interview was talked about until now."""
    left = changes.before
    if left.address == changes.after.address or left.address.platform not in changes.live:
        return []
    scene, phrases = changes.scene(left), changes.phrases_of(left)
    return [
        Message(
            settled_card(effect, None, scene, phrases, "settled-handed-over"),
            left.id,
            post=_post(effect, left),
            showing=Showing.SETTLED,
        )
        for effect in _open(changes.profile, left)
        if not isinstance(effect, Offer)
    ]


def _settled(changes: Changes) -> tuple[list[Message], list[Message]]:
    """The cards of what is not open any more or was answered anew.

    Those of what is asked again at once come first, so that the new card is not one of them.
    """
    before, after = changes.before, changes.after
    moved = before.interview.step != after.interview.step
    if after.address.platform not in changes.live or not moved:
        return [], []
    answers = {answer.trait: answer for answer in after.interview.answers}
    opened = {_post(effect, after) for effect in _open(changes.profile, after)}
    scene, phrases = replace(changes.scene(after), interview=before.interview), changes.phrases
    settled: Mapping[str, Card] = {
        post: settled_card(effect, _answer(effect, answers), scene, phrases)
        for effect in (*_open(changes.profile, before), *_answered_anew(changes))
        if (post := _post(effect, before)) is not None and not isinstance(effect, Offer)
    }
    first: list[Message] = []
    last: list[Message] = []
    for post, shown in settled.items():
        message = Message(shown, after.id, post=post, showing=Showing.SETTLED)
        (first if post in opened else last).append(message)
    if before.interview.offered:
        last.append(_settled_offer(changes, answers))
    return first, last


def _settled_offer(changes: Changes, answers: Mapping[str, Answer]) -> Message:
    """What is left of readings that were offered: the one that was meant, if one was."""
    effects = _open(changes.profile, changes.before)
    asked = next(effect for effect in effects if isinstance(effect, Offer))
    answer, scene = answers.get(asked.trait), changes.scene(changes.after)
    said = scene.say(changes.phrases, "settled-open")
    if answer is not None:
        said = given(answer, scene, changes.phrases)
    shown = card(changes.phrases, Paragraph(said, quiet=True))
    post = _post(asked, changes.before)
    return Message(shown, changes.after.id, post=post, showing=Showing.SETTLED)


def _open(profile: Profile, record: Record) -> Sequence[Effect]:
    """What shows what is open in the interview; nothing if nothing is."""
    if prompt(profile, record.interview) == Closed():
        return ()
    return show(profile, record.interview)


def _answered_anew(changes: Changes) -> list[Ask]:
    """The questions whose answers have changed, wherever they were answered."""
    before, after = changes.before.interview, changes.after.interview
    earlier = {answer.trait: answer.response for answer in before.answers}
    return [
        Ask(one.trait, progress(changes.profile, before.answers, before.respondent, one.trait))
        for one in after.answers
        if one.trait in earlier and earlier[one.trait] != one.response
    ]


def _answer(effect: Effect, answers: Mapping[str, Answer]) -> Answer | None:
    return answers.get(effect.trait) if isinstance(effect, Ask) else None


def _reported(
    report: Report, changes: Changes, records: Records
) -> Iterable[tuple[Address, Message]]:
    """The verdict for whoever answered, and for the team's channel."""
    record, scene, phrases = changes.after, changes.scene(changes.after), changes.phrases
    changed, was = report.occasion is Occasion.CHANGED, changes.before.interview
    before = assess(changes.profile, was.answers, was.respondent)
    post = f"{record.id}:verdict"
    channel = records.outbox.place_of(post) or records.verdict_address()
    if record.interview.respondent is Respondent.MEMBER:
        shown, own = compose(report, scene, phrases), _post(report, record)
        if channel not in (None, record.address):
            seen = Paragraph(phrases.say("report-in-channel"), quiet=True)
            shown = replace(shown, blocks=(*shown.blocks[:-1], seen, shown.blocks[-1]))
        if changed and record.address.platform in changes.live:
            left = overtaken_card(before, scene, phrases)
            settled = Message(left, record.id, post=own, showing=Showing.SETTLED)
            yield record.address, settled
        yield record.address, Message(shown, record.id, post=own)
    if channel is None or channel == record.address:
        return
    teams = changes.phrases_of(record)
    if channel.platform not in changes.live:
        yield channel, Message(compose(report, scene, teams), record.id)
        return
    showing = Showing.IN_PLACE if changed else Showing.ANEW
    for message in for_channel(report.verdict, scene, teams, showing):
        yield channel, message
    if changed:
        note = change_card(before, report.verdict, was, scene, teams)
        yield channel, Message(note, record.id, thread=post)
