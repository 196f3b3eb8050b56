"""What holds in every interview, whatever the list and whatever is pressed and typed."""

import json
import re
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import answers, cards
from bot.answers import (
    Amount,
    Answer,
    Counted,
    Dated,
    Lasting,
    Length,
    Mark,
    Picked,
    PickedOther,
    PickedSeveral,
    Rated,
    Value,
    Written,
    fingerprint,
)
from bot.cards import Buttons, Card, Choices, Press, event_of
from bot.catalogues import load_phrases
from bot.effects import Aside, Ask, BeginAgain, Notice, Offer, Report, Tell
from bot.events import (
    Answered,
    CancelAsked,
    ChangeAsked,
    ChoicePicked,
    Confirmed,
    Doubted,
    Event,
    HelpAsked,
    KeptGoing,
    NotUnderstood,
    Overtaken,
    Passed,
    Paused,
    ReadingPicked,
    RepeatAsked,
    RestartAsked,
    Returned,
    Snoozed,
    Started,
    SteppedBack,
    SummaryAccepted,
    WentQuiet,
    WhyAsked,
)
from bot.interview import Turn, advance
from bot.kinds import (
    AnswerKind,
    Choice,
    Combine,
    Contact,
    ContactKind,
    Day,
    Direction,
    Duration,
    Money,
    Number,
    Option,
    Percent,
    Scale,
    SeveralChoices,
    Steps,
    Text,
    YesNo,
)
from bot.problems import Problem, Reason
from bot.profile import Bands, Condition, Profile, Remedy, Respondent, Subject, Trait
from bot.profile_file import load_list, read_list, shipped_lists
from bot.profile_writer import to_json
from bot.rounding import in_tenths, shown_ledger
from bot.scene import Scene
from bot.snapshot import Closed, Interview, Question, Review, Stage, changeable, fits, prompt
from bot.understanding import choices, interpret
from bot.understanding.cleaning import folded
from bot.understanding.commands import command
from bot.understanding.lexicon import load_lexicon
from bot.understanding.readings import Circumstances, Clarification, Confirmation
from bot.understanding.values import read_value
from bot.verdict import assess
from bot.weighing import is_weighed
from bot.wording import compose
from tests.builders import TODAY, listed, trait, words

LEXICON = load_lexicon()
ISOLATED = re.compile("\u2068([^\u2069]*)\u2069")
PHRASES = load_phrases()
RUNS = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


@dataclass(frozen=True, slots=True)
class Moment:
    """One event of a run: what was before, and what it led to."""

    before: Interview
    event: Event
    turn: Turn


@dataclass(frozen=True, slots=True)
class Run:
    profile: Profile
    moments: tuple[Moment, ...]

    @property
    def last(self) -> Interview:
        return self.moments[-1].turn.interview


# Lists

FITS = st.sampled_from([Fraction(n, 4) for n in range(5)] + [Fraction(1, 3)])
LABELS = st.sampled_from(["Half", "نصف", "a *b* {c}", "50 %", "<@U1> | x", 'say "yes": #1'])
OPTION_KEYS = ("one", "two", "three", "4")


@st.composite
def steps(draw: st.DrawFn, *limits: int) -> Steps:
    direction = draw(st.sampled_from(Direction))
    chosen = draw(st.lists(st.sampled_from(limits), min_size=1, max_size=3, unique=True))
    chosen.sort(reverse=direction is Direction.AT_LEAST)
    return Steps(direction, tuple((Fraction(n), draw(FITS)) for n in chosen), draw(FITS))


@st.composite
def options(draw: st.DrawFn) -> tuple[Option, ...]:
    size = draw(st.integers(2, 4))
    return tuple(Option(key, words(draw(LABELS)), draw(FITS)) for key in OPTION_KEYS[:size])


@st.composite
def kinds(draw: st.DrawFn) -> AnswerKind:
    least, most = draw(st.sampled_from([(Decimal(0), Decimal(40)), (Decimal("1.5"), Decimal(9))]))
    given_fit = draw(st.none() | FITS)
    day, hour = 86_400, 3_600
    match draw(st.integers(0, 10)):
        case 0:
            return YesNo(draw(FITS), draw(FITS))
        case 1:
            return Choice(draw(options()), draw(st.none() | FITS))
        case 2:
            several = draw(options())
            at_least = draw(st.integers(1, 2))
            at_most = draw(st.integers(at_least, len(several)))
            return SeveralChoices(several, draw(st.sampled_from(Combine)), at_least, at_most)
        case 3:
            ends = draw(st.none() | st.just(words("end")))
            fits = draw(st.lists(FITS, min_size=2, max_size=11))
            return Scale(draw(st.integers(0, 1)), tuple(fits), ends, ends)
        case 4:
            unit = draw(st.none() | st.just(words("hours")))
            return Number(least, most, draw(steps(1, 5, 30)), draw(st.booleans()), unit)
        case 5:
            return Percent(least, most, draw(steps(0, 5, 50)))
        case 6:
            return Money(draw(st.sampled_from(["EUR", "JOD"])), draw(steps(500, 1_000, 2_000)))
        case 7:
            return Duration(draw(steps(12 * hour, day, 30 * day)))
        case 8:
            return Day(draw(steps(0, 7, 30)))
        case 9:
            return draw(
                st.sampled_from(
                    [Text(300, given=given_fit), Text(3_000, long=True, given=given_fit)]
                )
            )
        case _:
            return Contact(draw(st.sampled_from(ContactKind)), given_fit)


def keys(kind: AnswerKind) -> list[str]:
    """The options that a condition may name."""
    match kind:
        case YesNo():
            return ["yes", "no"]
        case Choice(choices) | SeveralChoices(choices):
            return [option.key for option in choices]
        case _:
            return []


@st.composite
def conditions(draw: st.DrawFn, earlier: list[Trait]) -> Condition:
    on = draw(st.sampled_from(earlier))
    named, by_name = keys(on.about.kind), draw(st.booleans())
    if named and by_name:
        return Condition(on.id, draw(st.frozensets(st.sampled_from(named), min_size=1)))
    low, high = sorted((draw(FITS), draw(FITS)))
    return Condition(on.id, None, low, high)


@st.composite
def profiles(draw: st.DrawFn) -> Profile:
    traits: list[Trait] = []
    for number in range(draw(st.integers(1, 6))):
        kind = draw(kinds())
        weight = draw(st.integers(1, 5)) if is_weighed(kind) else 0
        made = trait(f"t{number}", kind, weight)
        advised = st.builds(Remedy, st.just(words("ask for it")), st.booleans())
        conditional = bool(traits) and draw(st.booleans())
        traits.append(
            replace(
                made,
                fails_below=draw(st.none() | FITS),
                unknown_fit=draw(FITS),
                remedy=draw(st.none() | advised),
                only_if=(draw(conditions(traits)),) if conditional else (),
            )
        )
    low, high = sorted(draw(st.integers(0, 100)) for _ in range(2))
    bands = draw(st.sampled_from([Bands(), Bands(Fraction(high), Fraction(low))]))
    subject = draw(st.sampled_from(Subject))
    return Profile("random", words("List"), tuple(traits), bands, draw(st.booleans()), subject)


# Answers and events


def ranges(numbers: st.SearchStrategy[Decimal]) -> st.SearchStrategy[list[Decimal]]:
    return st.lists(numbers, min_size=2, max_size=2).map(sorted)


def decimals(least: Decimal, most: Decimal, *, whole: bool = False) -> st.SearchStrategy[Decimal]:
    between = st.decimals(least, most, places=0 if whole else 2)
    return between.filter(lambda number: least <= number <= most)


TEXTS = st.sampled_from(["hello", "نعم", "@everyone <!here>", "=1+1", "a\nb", "x" * 290, "{ $x }"])
LENGTHS = st.sampled_from([Length(0, 0), Length(0, 3_600), Length(0, 86_400), Length(1, 0)])


@st.composite
def values(draw: st.DrawFn, kind: AnswerKind) -> Value:
    """A value that the kind takes."""
    match kind:
        case YesNo():
            return Picked(draw(st.sampled_from(["yes", "no"])))
        case Choice(_, other):
            own = st.builds(PickedOther, TEXTS.filter(lambda text: len(text) <= 200))
            pressed = st.builds(Picked, st.sampled_from(keys(kind)))
            return draw(pressed if other is None else pressed | own)
        case SeveralChoices(_, _, least, most):
            chosen = draw(st.sets(st.sampled_from(keys(kind)), min_size=least, max_size=most))
            return PickedSeveral(tuple(key for key in keys(kind) if key in chosen))
        case Scale():
            return Rated(draw(st.integers(kind.low, kind.high)))
        case Number(least, most):
            return Counted(*draw(ranges(decimals(least, most, whole=kind.whole))))
        case Percent(least, most):
            return Counted(*draw(ranges(decimals(least, most))))
        case Money(currency):
            low, high = draw(ranges(decimals(Decimal(0), Decimal(9_999))))
            ends = [(low, high), (low, None), (None, high)]
            return Amount(*draw(st.sampled_from(ends)), currency)
        case Duration():
            lengths = sorted((draw(LENGTHS), draw(LENGTHS)), key=Length.in_seconds)
            return Lasting(*lengths)
        case Day():
            first, more = draw(st.integers(-40, 40)), draw(st.integers(0, 9))
            day = TODAY + timedelta(days=first)
            return Dated(day, day + timedelta(days=more))
        case Text() | Contact():
            return Written(draw(TEXTS))


@st.composite
def answerings(draw: st.DrawFn, profile: Profile, interview: Interview) -> Event:
    """What answers the open question, by a press, in words, by a mark or by way of an offer."""
    match prompt(profile, interview):
        case Question(asked):
            pass
        case Aside():
            return KeptGoing(interview.step)
        case Review():
            return SummaryAccepted(interview.step)
        case Closed():
            return RepeatAsked()
    if bool(interview.offered) and draw(st.booleans()):
        reading = interview.offered[draw(st.integers(0, len(interview.offered) - 1))]
        if draw(st.integers(0, 2)):
            return ReadingPicked(asked.id, fingerprint(reading), interview.step)
        return KeptGoing(interview.step)
    if draw(st.integers(0, 5)) == 5:
        return Passed(draw(st.sampled_from(Mark)))
    if draw(st.integers(0, 3)) == 3:
        return Doubted(tuple(draw(st.lists(values(asked.about.kind), min_size=1, max_size=3))))
    value = draw(values(asked.about.kind))
    pressed = draw(st.booleans())
    match value:
        case Picked(option) if pressed:
            return ChoicePicked(asked.id, option, interview.step)
        case Rated(point) if pressed:
            return ChoicePicked(asked.id, str(point), interview.step)
        case _:
            return Answered(value)


@st.composite
def anything(draw: st.DrawFn, profile: Profile, interview: Interview) -> Event:
    """Any event: of a fresh button, an old one, or typed, whether it makes sense or not."""
    pressed = draw(st.just(interview.step) | st.integers(0, interview.step))
    step = draw(st.none() | st.just(pressed))
    given_to = [answer.trait for answer in interview.answers]
    name = draw(st.sampled_from([*given_to, *given_to, profile.traits[-1].id, "unknown"]))
    value = draw(values(draw(st.sampled_from(profile.traits)).about.kind))
    readings = [value, draw(values(draw(st.sampled_from(profile.traits)).about.kind))]
    named = draw(st.sampled_from([value, *interview.offered]))
    events: list[Event] = [
        ChangeAsked(name, step),
        ChangeAsked(name),
        ChangeAsked(None, step),
        SteppedBack(step),
        SteppedBack(),
        Started(),
        Returned(),
        ChoicePicked(name, draw(st.sampled_from(["yes", "one", "3", "", "٢"])), pressed),
        Answered(value),
        NotUnderstood(Problem(draw(st.sampled_from(Reason)), "3")),
        Doubted(tuple(draw(st.sampled_from([readings, readings[:1]])))),
        ReadingPicked(name, fingerprint(named), pressed),
        Overtaken(),
        Passed(draw(st.sampled_from(Mark)), step),
        WhyAsked(),
        RepeatAsked(),
        HelpAsked(),
        Paused(),
        Snoozed(),
        WentQuiet(too_long=draw(st.booleans())),
        CancelAsked(),
        RestartAsked(),
        Confirmed(step),
        KeptGoing(step),
        SummaryAccepted(step),
    ]
    return events[draw(st.integers(0, len(events) - 1))]


@st.composite
def runs(draw: st.DrawFn, *, only_answering: bool = False) -> Run:
    """An interview from its start on, with up to twenty events."""
    profile = draw(profiles())
    interview = Interview(draw(st.sampled_from(Respondent)))
    moments = [Moment(interview, Started(), advance(profile, interview, Started(), TODAY))]
    for _ in range(draw(st.integers(3, 20))):
        now = moments[-1].turn.interview
        wild = False if only_answering else draw(st.integers(0, 2)) == 0
        event = draw(anything(profile, now) if wild else answerings(profile, now))
        moments.append(Moment(now, event, advance(profile, now, event, TODAY)))
    return Run(profile, tuple(moments))


def answered(moment: Moment) -> bool:
    """Whether the event gave an answer that the trait did not have before."""
    return len(moment.turn.interview.answers) > len(moment.before.answers)


# Properties


@RUNS
@given(runs())
def test_a_button_pressed_twice_counts_once(run: Run) -> None:
    for moment in run.moments:
        once = moment.turn.interview
        if getattr(moment.event, "step", None) is None or once == moment.before:
            continue

        twice = advance(run.profile, once, moment.event, TODAY)

        is_slip = once.step == moment.before.step  # Asked again: the button is still there.
        assert is_slip or twice == Turn(once, (Tell(Notice.OLD_BUTTON),))


@RUNS
@given(runs())
def test_an_old_button_changes_nothing(run: Run) -> None:
    final = run.last
    for moment in run.moments:
        step = getattr(moment.event, "step", None)
        if step is None or step == final.step:
            continue

        turn = advance(run.profile, final, moment.event, TODAY)

        told = Notice.PAUSED if final.stage is Stage.PAUSED else Notice.OLD_BUTTON
        assert turn == Turn(final, (Tell(told),))


@RUNS
@given(runs())
def test_the_step_grows_whenever_something_else_becomes_open(run: Run) -> None:
    for moment in run.moments:
        before, after = moment.before, moment.turn.interview
        if prompt(run.profile, before) != prompt(run.profile, after):
            assert after.step > before.step
        assert after.step >= before.step


@RUNS
@given(runs())
def test_back_undoes_an_answer(run: Run) -> None:
    for moment in run.moments:
        before, after = moment.before, moment.turn.interview
        if not answered(moment) or after.stage is not Stage.OPEN:
            continue

        back = advance(run.profile, after, SteppedBack(after.step), TODAY).interview

        awake = replace(before, stage=Stage.OPEN, step=back.step, attempts=0, offered=())
        assert back == awake


@RUNS
@given(runs(), st.data())
def test_changing_an_answer_keeps_all_others(run: Run, data: st.DataObject) -> None:
    interview = run.last
    can_change = changeable(run.profile, interview)
    if interview.stage is Stage.CANCELLED or not can_change:
        return
    chosen = data.draw(st.sampled_from(can_change))
    kind = run.profile.trait(chosen.trait).about.kind
    value = data.draw(values(kind))

    asked = advance(run.profile, interview, ChangeAsked(chosen.trait), TODAY).interview
    changed = advance(run.profile, asked, Answered(value), TODAY).interview

    expected = Answer(chosen.trait, value, TODAY)
    assert changed.answers == tuple(expected if a == chosen else a for a in interview.answers)


@RUNS
@given(runs(only_answering=True))
def test_progress_never_goes_backwards_while_answering(run: Run) -> None:
    asked = [e.progress for m in run.moments for e in m.turn.effects if isinstance(e, Ask)]
    numbers = [progress.number for progress in asked]

    assert numbers == sorted(numbers)
    assert all(1 <= progress.number <= progress.at_most for progress in asked)


@RUNS
@given(runs())
def test_no_answer_is_lost_but_by_going_back(run: Run) -> None:
    for moment in run.moments:
        before = [answer.trait for answer in moment.before.answers]
        after = [answer.trait for answer in moment.turn.interview.answers]

        assert after[: len(before)] == before or isinstance(moment.event, SteppedBack)


@RUNS
@given(runs())
def test_what_was_typed_in_doubt_is_stored_only_by_the_tap_on_a_reading(run: Run) -> None:
    answering = (Answered, ChoicePicked, Passed, ReadingPicked)
    for moment in run.moments:
        before, after = moment.before, moment.turn.interview
        new = [answer for answer in after.answers if answer not in before.answers]
        if new and not isinstance(moment.event, SteppedBack):
            assert isinstance(moment.event, answering)
        if new and isinstance(moment.event, ReadingPicked):
            (answer,) = new
            assert answer.response in before.offered
            assert fingerprint(answer.response) == moment.event.reading


@RUNS
@given(runs())
def test_an_offer_fits_the_open_question_and_ends_with_it(run: Run) -> None:
    for moment in run.moments:
        before, after = moment.before, moment.turn.interview
        offers = [effect for effect in moment.turn.effects if isinstance(effect, Offer)]

        assert fits(run.profile, after)
        assert not after.offered or after.step == before.step
        assert all(offer.readings == after.offered for offer in offers)
        assert not offers or offers[-1] == moment.turn.effects[-1]


@RUNS
@given(runs())
def test_the_reported_verdict_is_that_of_the_answers(run: Run) -> None:
    for moment in run.moments:
        after = moment.turn.interview
        for effect in moment.turn.effects:
            if isinstance(effect, Report):
                assert effect.verdict == assess(run.profile, after.answers, after.respondent)
                assert after.stage is Stage.FINISHED


@RUNS
@given(runs())
def test_the_ledger_adds_up_to_the_score_exactly(run: Run) -> None:
    verdict = assess(run.profile, run.last.answers, run.last.respondent)
    points = {line.trait: line.points for line in verdict.ledger}
    most = {line.trait: line.most for line in verdict.ledger}

    score = verdict.score or Fraction(0)
    shown = shown_ledger(score, verdict.ledger)

    assert sum(points.values()) == score
    assert sum(most.values()) == (0 if verdict.score is None else 100)
    assert sum(line.points for line in shown.values()) == in_tenths(score)


@RUNS
@given(runs())
def test_stored_answers_and_list_give_the_identical_verdict(run: Run) -> None:
    verdict = assess(run.profile, run.last.answers, run.last.respondent)
    stored = json.dumps([answers.to_json(a.response) for a in run.last.answers])

    profile = read_list(to_json(run.profile), "stored")
    responses = [answers.from_json(response) for response in json.loads(stored)]
    read = tuple(
        replace(answer, response=response)
        for answer, response in zip(run.last.answers, responses, strict=True)
    )

    assert profile == run.profile
    assert assess(profile, read, run.last.respondent) == verdict


def scene_of(run: Run, interview: Interview) -> Scene:
    return Scene("i1", run.profile, 3, interview, "Acme & أكمي", TODAY)


@settings(RUNS, max_examples=25)
@given(runs())
def test_every_effect_has_a_card_that_can_be_stored(run: Run) -> None:
    for moment in run.moments:
        scene = scene_of(run, moment.turn.interview)
        for effect in moment.turn.effects:
            for phrases in PHRASES.values():
                if not isinstance(effect, BeginAgain):
                    card = compose(effect, scene, phrases)

                    assert cards.from_json(json.loads(json.dumps(cards.to_json(card)))) == card
                    assert cards.plain_text(card).strip()


@settings(RUNS, max_examples=25)
@given(runs())
def test_every_button_of_a_new_card_works(run: Run) -> None:
    for moment in run.moments:
        after = moment.turn.interview
        shown = [e for e in moment.turn.effects if not isinstance(e, BeginAgain)]
        for effect in shown:
            card = compose(effect, scene_of(run, after), PHRASES["en"])

            for press in presses(card):
                turn = advance(run.profile, after, event_of(press), TODAY)

                assert Tell(Notice.OLD_BUTTON) not in turn.effects


@settings(RUNS, max_examples=200)
@given(kinds())
def test_the_example_for_a_second_attempt_is_taken(kind: AnswerKind) -> None:
    profile = listed(trait("a", kind))
    slip = NotUnderstood(Problem(Reason.EMPTY))
    first = advance(profile, Interview(Respondent.MEMBER), slip, TODAY)
    second = advance(profile, first.interview, slip, TODAY)
    run = Run(profile, (Moment(first.interview, slip, second),))

    for phrases in PHRASES.values():
        card = compose(second.effects[0], scene_of(run, second.interview), phrases)
        why_again = cards.plain_text(replace(card, blocks=card.blocks[:1]))
        example = ISOLATED.findall(why_again)[-1]
        event = interpret(example, profile, second.interview, LEXICON, Circumstances(TODAY))

        assert [a.trait for a in advance(profile, run.last, event, TODAY).interview.answers] == [
            "a"
        ]


@RUNS
@given(st.data())
def test_a_fingerprint_survives_being_stored_and_names_one_value(data: st.DataObject) -> None:
    one, other = (data.draw(values(data.draw(kinds()))) for _ in range(2))

    stored = answers.from_json(json.loads(json.dumps(answers.to_json(one))))

    assert not isinstance(stored, Mark)
    assert fingerprint(stored) == fingerprint(one)
    assert (fingerprint(one) == fingerprint(other)) == (
        answers.to_json(one) == answers.to_json(other)
    )
    assert re.fullmatch("[0-9a-f]{12}", fingerprint(one))


@settings(RUNS, max_examples=200)
@given(st.data())
def test_no_two_readings_of_an_offer_look_the_same(data: st.DataObject) -> None:
    kind = data.draw(kinds())
    profile = listed(trait("a", kind))
    read = Doubted(tuple(data.draw(st.lists(values(kind), min_size=2, max_size=4))))
    turn = advance(profile, Interview(Respondent.MEMBER), read, TODAY)
    scene = Scene("i1", profile, 3, turn.interview, "Acme", TODAY)

    for phrases in PHRASES.values():
        card = compose(turn.effects[0], scene, phrases)
        (offered,) = (block for block in card.blocks if isinstance(block, Choices))
        labels = [button.label for button in offered.buttons]

        assert len(labels) == len(set(labels))


def presses(card: Card) -> list[Press]:
    """What the buttons of a card carry."""
    rows = [block.buttons for block in card.blocks if isinstance(block, Choices | Buttons)]
    return [button.press for row in rows for button in row]


# What is typed

TYPED = st.one_of(
    st.sampled_from(
        [
            *("yes", "no", "yep", "no problem", "not really", "probably", "نعم", "لا مانع", "la"),
            *("1", "2", "the second one", "first", "الثاني", "٣", "1 and 3", "all but one"),
            *(
                "5.000",
                "around 5k",
                "$5,000–7,000",
                "under 5k",
                "$50/hr",
                "خمسة آلاف",
                "5000 dolars",
            ),
            *("3 wks", "3 dyas", "two days or three days", "a week or two", "اسبوع او اسبوعين"),
            *("01/02/2027", "next friday", "31/02", "mondya", "tomorrow", "الأسبوع القادم"),
            *("half", "haff", "50 %", "نصف", "2 or 3", "3 or 4 days", "20% or 30%", "5 to 3"),
            *("skpi", "pauze", "skip", "back", "x@y.example", "x@y,example", "example.com", "?"),
        ]
    ),
    st.text(max_size=30),
)
WHEN = Circumstances(TODAY)


@settings(RUNS, max_examples=400)
@given(kinds(), TYPED, st.sampled_from(Respondent))
def test_what_is_read_in_doubt_is_offered_or_refused_and_never_stored(
    kind: AnswerKind, text: str, respondent: Respondent
) -> None:
    profile = listed(trait("a", kind))
    interview = Interview(respondent)
    event = interpret(text, profile, interview, LEXICON, WHEN)
    reading = read_value(text, kind, LEXICON, WHEN)
    if not isinstance(reading, Confirmation | Clarification):
        return
    if not isinstance(event, Doubted):
        assert command(text, LEXICON) is not None  # A command beats every reading.
        return

    turn = advance(profile, interview, event, TODAY)

    assert turn.interview.answers == ()
    assert [type(effect) for effect in turn.effects] in ([Offer], [Ask])


@settings(RUNS, max_examples=150)
@given(profiles(), st.lists(TYPED, min_size=1, max_size=15), st.data())
def test_typed_answers_come_from_plain_values_or_from_what_was_offered(
    profile: Profile, texts: list[str], data: st.DataObject
) -> None:
    interview = Interview(data.draw(st.sampled_from(Respondent)))
    for text in texts:
        event = interpret(text, profile, interview, LEXICON, WHEN)
        before, open_now = interview, prompt(profile, interview)
        interview = advance(profile, interview, event, TODAY).interview
        new = [answer for answer in interview.answers if answer not in before.answers]
        if not new:
            continue

        assert isinstance(open_now, Question)
        (given_now,) = new
        kind = open_now.trait.wording(before.respondent).kind
        match event:
            case Passed(mark):
                assert given_now.response == mark
            case Answered(value):
                assert given_now.response == value == read_value(text, kind, LEXICON, WHEN)
            case ReadingPicked():
                assert given_now.response in before.offered
            case _:
                raise AssertionError(event)


SHIPPED_KINDS = {
    (name, one.id, respondent): kind
    for name in shipped_lists()
    for one in load_list(name).traits
    for respondent in Respondent
    if load_list(name).speaks_to(respondent)
    if isinstance(kind := one.wording(respondent).kind, Choice | SeveralChoices)
}


@st.composite
def slips(draw: st.DrawFn, label: str) -> str:
    """The label with one slip in it: letters swapped, one left out, doubled or another."""
    at = draw(st.sampled_from([n for n, char in enumerate(label) if char.isalpha()]))
    another = draw(st.sampled_from("etaoinsr" if label[at].isascii() else "اليمنتبر"))
    match draw(st.integers(0, 3)):
        case 0 if label[at : at + 2].isalpha():
            return label[:at] + label[at : at + 2][::-1] + label[at + 2 :]
        case 1:
            return label[:at] + label[at + 1 :]
        case 2:
            return label[: at + 1] + label[at:]
        case _:
            return label[:at] + another + label[at + 1 :]


@settings(RUNS, max_examples=500)
@given(st.sampled_from(sorted(SHIPPED_KINDS)), st.sampled_from(["en", "ar"]), st.data())
def test_a_label_with_a_slip_in_it_is_not_stored_without_a_tap(
    where: tuple[str, str, Respondent], language: str, data: st.DataObject
) -> None:
    kind, new = SHIPPED_KINDS[where], Interview(where[-1])
    meant = data.draw(st.sampled_from(kind.options))
    typed = data.draw(slips(meant.label[language]))
    profile = listed(trait("a", kind))

    event = interpret(typed, profile, new, LEXICON, WHEN)
    stored = {one.response for one in advance(profile, new, event, TODAY).interview.answers}

    known = choices.vocabulary(LEXICON).knows
    unknown = set(folded(typed).split()) - set(folded(meant.label[language]).split())
    stretched = re.search(r"(.)\1\1", typed) is not None  # As in "yesss": no slip.
    if not stretched and any(len(w) > 4 and w.isalpha() and not known(w) for w in unknown):
        assert stored == set()
    assert stored <= {Picked(meant.key), PickedSeveral((meant.key,))}
