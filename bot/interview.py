"""Where an interview goes next. Every rule about that is in this file.

    advance(profile, interview, event, today) -> Turn(interview, effects)

There is no current-question pointer: what is open follows from the list and the answers. All an
interview remembers beside its answers is what was asked in between (``aside``), which earlier
answer is being changed (``changing``) and which was just replaced (``replaced``), how often the
open question was not understood (``attempts``), which readings of a doubtful answer wait for a tap
(``offered``), and ``step``, which grows whenever something else becomes open, so that a button made
for an earlier step is known to be old.

What was typed in doubt is never an answer before one of its readings was tapped. An offer leaves
the question open, with its buttons; it is gone as soon as the question is asked again or the
interview moves.

A finished interview stays finished: a change gives a new verdict, and nothing takes it away.
"""

from dataclasses import dataclass, replace
from datetime import date

from bot.answers import (
    Answer,
    Mark,
    Picked,
    PickedSeveral,
    Rated,
    Response,
    Value,
    fingerprint,
)
from bot.effects import (
    Aside,
    Ask,
    BeginAgain,
    Confirm,
    Effect,
    Explain,
    Notice,
    Occasion,
    Offer,
    Report,
    Summarise,
    Tell,
    Thank,
)
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
    SeveralPicked,
    Snoozed,
    Started,
    SteppedBack,
    SummaryAccepted,
    WentQuiet,
    WhyAsked,
)
from bot.kinds import AnswerKind, Scale, SeveralChoices
from bot.ordering import progress
from bot.problems import Problem, Reason
from bot.profile import Profile, Respondent, Trait
from bot.snapshot import Closed, Interview, Question, Review, Stage, changeable, prompt
from bot.verdict import assess
from bot.weighing import refusal


@dataclass(frozen=True, slots=True)
class Turn:
    """What an event led to."""

    interview: Interview
    effects: tuple[Effect, ...]


def advance(profile: Profile, interview: Interview, event: Event, today: date) -> Turn:
    """The interview after the event, and what must happen."""
    if _is_old(profile, interview, event):
        paused = interview.stage is Stage.PAUSED
        return Turn(interview, (Tell(Notice.PAUSED if paused else Notice.OLD_BUTTON),))
    match event:
        case Started():
            return Turn(interview, (Tell(Notice.WELCOME), *show(profile, interview)))
        case Returned():
            return _return(profile, interview)
        case RepeatAsked() if interview.stage is Stage.PAUSED:
            return _return(profile, interview)
        case RepeatAsked():
            return Turn(interview, show(profile, interview))
        case HelpAsked():
            return Turn(interview, (Tell(Notice.HELP),))
        case RestartAsked():
            return _restart_asked(interview)
        case WentQuiet(too_long):
            return _quiet(interview, too_long=too_long)
        case _ if interview.stage is Stage.CANCELLED:
            return Turn(interview, (Tell(Notice.NOTHING_OPEN),))
        case Answered() | NotUnderstood() | Doubted() | Overtaken() if (
            interview.stage is Stage.PAUSED
        ):
            return Turn(interview, (Tell(Notice.PAUSED),))
        case Overtaken() if prompt(profile, interview) == Closed():
            return Turn(interview, (Tell(Notice.NOTHING_OPEN),))
        case Overtaken():
            return Turn(interview, (Tell(Notice.OVERTAKEN), *show(profile, interview)))
        case Snoozed() if interview.stage is Stage.FINISHED:
            return Turn(interview, (Tell(Notice.NOTHING_OPEN),))
        case Snoozed():
            awake = replace(interview, stage=Stage.OPEN)
            return Turn(awake, (Tell(Notice.SNOOZED),))
        case ChangeAsked(trait):
            return _change_asked(profile, interview, trait)
        case SteppedBack():
            return _step_back(profile, interview)
        case CancelAsked() | Paused() if interview.stage is Stage.FINISHED:
            return _leave_as_it_is(profile, interview)
        case CancelAsked():
            return _put_aside(interview, Aside.CANCEL)
        case Paused():
            return _pause(interview, Notice.PAUSED)
        case Confirmed():
            return _confirm(profile, interview)
        case KeptGoing() if not interview.offered:
            kept = _moved(replace(interview, aside=None))
            return Turn(kept, show(profile, kept))
        case SummaryAccepted():
            if prompt(profile, interview) == Review():
                return _finish(profile, interview)
            return Turn(interview, (Tell(Notice.CHOOSE_ONE), *show(profile, interview)))
        case (
            WhyAsked()
            | ChoicePicked()
            | SeveralPicked()
            | Answered()
            | NotUnderstood()
            | Doubted()
            | ReadingPicked()
            | KeptGoing()
            | Passed()
        ):
            return _about_the_question(profile, interview, event, today)


def _pause(interview: Interview, notice: Notice) -> Turn:
    left = interview if interview.aside is None else _moved(replace(interview, aside=None))
    return Turn(replace(left, stage=Stage.PAUSED), (Tell(notice),))


def _quiet(interview: Interview, *, too_long: bool) -> Turn:
    """Remind of what is open; after too long, rest, with everything kept."""
    if interview.stage is not Stage.OPEN:
        return Turn(interview, ())
    if too_long:
        return _pause(interview, Notice.PUT_ASIDE)
    return Turn(interview, (Tell(Notice.STILL_OPEN),))


def _about_the_question(
    profile: Profile,
    interview: Interview,
    event: (
        WhyAsked
        | ChoicePicked
        | SeveralPicked
        | Answered
        | NotUnderstood
        | Doubted
        | ReadingPicked
        | KeptGoing
        | Passed
    ),
    today: date,
) -> Turn:
    match prompt(profile, interview):
        case Question(trait):
            pass
        case Closed():
            return Turn(interview, (Tell(Notice.NOTHING_OPEN),))
        case Aside() | Review():
            return Turn(interview, (Tell(Notice.CHOOSE_ONE), *show(profile, interview)))
    match event:
        case WhyAsked():
            return Turn(interview, (Explain(trait.id),))
        case ChoicePicked(_, option):
            value = picked(trait.wording(interview.respondent).kind, option)
            return _take(profile, interview, trait, value, today)
        case SeveralPicked(_, options):
            return _take(profile, interview, trait, PickedSeveral(options), today)
        case Answered(value):
            return _take(profile, interview, trait, value, today)
        case NotUnderstood(problem):
            return _ask_again(profile, interview, trait, problem)
        case Doubted(readings):
            return _offer(profile, interview, trait, readings)
        case ReadingPicked(_, reading):
            value = next(one for one in interview.offered if fingerprint(one) == reading)
            return _take(profile, interview, trait, value, today)
        case KeptGoing():
            awake = replace(interview, stage=_awake(interview))
            return _ask_again(profile, awake, trait, Problem(Reason.MEANT_OTHERWISE))
        case Passed(Mark.NOT_APPLICABLE) if interview.respondent is Respondent.PROSPECT:
            notice = Tell(Notice.NOT_FOR_PROSPECTS)
            return Turn(interview, (notice, *show(profile, interview)))
        case Passed(mark):
            return _store(profile, interview, trait, mark, today)


def picked(kind: AnswerKind, option: str) -> Value:
    """What pressing an option means: a point of a scale, one of several, or the option itself."""
    match kind:
        case Scale() if option.isdecimal():
            return Rated(int(option))
        case SeveralChoices():
            return PickedSeveral((option,))
        case _:
            return Picked(option)


def _is_old(profile: Profile, interview: Interview, event: Event) -> bool:
    match event:
        case ReadingPicked(trait, reading, step):
            match prompt(profile, interview):
                case Question(asked) if asked.id == trait and step == interview.step:
                    return reading not in map(fingerprint, interview.offered)
                case _:
                    return True
        case KeptGoing(step=int()) if interview.aside is None and not interview.offered:
            return True
        case (
            ChoicePicked(step=int() as step)
            | SeveralPicked(step=int() as step)
            | Passed(step=int() as step)
            | SteppedBack(step=int() as step)
            | ChangeAsked(step=int() as step)
            | Confirmed(step=int() as step)
            | KeptGoing(step=int() as step)
            | SummaryAccepted(step=int() as step)
        ):
            return step != interview.step
        case _:
            return False


def _moved(interview: Interview) -> Interview:
    """The interview with something else open: buttons made so far are old from now on."""
    step = interview.step + 1
    return replace(interview, attempts=0, step=step, replaced=None, offered=())


def show(profile: Profile, interview: Interview) -> tuple[Effect, ...]:
    """The effect that shows what is open."""
    match prompt(profile, interview):
        case Question(trait):
            at = progress(profile, interview.answers, interview.respondent, trait.id)
            waiting = (Offer(trait.id, interview.offered),) if interview.offered else ()
            return (Ask(trait.id, at), *waiting)
        case Aside() as aside:
            return (Confirm(aside),)
        case Review():
            return (Summarise(),)
        case Closed() if interview.stage is Stage.FINISHED:
            return _result(profile, interview, Occasion.AGAIN)
        case Closed():
            return (Tell(Notice.NOTHING_OPEN),)


def _result(profile: Profile, interview: Interview, occasion: Occasion) -> tuple[Effect, ...]:
    verdict = assess(profile, interview.answers, interview.respondent)
    match interview.respondent, occasion:
        case Respondent.MEMBER, _:
            return (Report(verdict, occasion),)
        case Respondent.PROSPECT, Occasion.AGAIN:
            return (Thank(),)
        case Respondent.PROSPECT, _:
            return (Thank(), Report(verdict, occasion))


def _return(profile: Profile, interview: Interview) -> Turn:
    """Go on with the open question; after the end, the verdict comes first."""
    match interview.stage:
        case Stage.CANCELLED:
            return Turn(interview, show(profile, interview))
        case Stage.FINISHED:
            left = _without_change(interview)
            shown = show(profile, left) if prompt(profile, left) != Closed() else ()
            return Turn(left, (*_result(profile, left, Occasion.AGAIN), *shown))
        case Stage.OPEN | Stage.PAUSED:
            back = replace(interview, stage=Stage.OPEN)
            return Turn(back, (Tell(Notice.WELCOME_BACK), *show(profile, back)))


def _leave_as_it_is(profile: Profile, interview: Interview) -> Turn:
    """After the end there is nothing to pause or cancel but a change that was begun."""
    if prompt(profile, interview) == Closed():
        return Turn(interview, (Tell(Notice.NOTHING_OPEN),))
    return Turn(_without_change(interview), (Tell(Notice.UNCHANGED),))


def _without_change(interview: Interview) -> Interview:
    if interview.aside is None and interview.changing is None:
        return interview
    return _moved(replace(interview, aside=None, changing=None))


def _restart_asked(interview: Interview) -> Turn:
    """An open interview is given up only after a yes; a finished one stays as it is."""
    if interview.stage in (Stage.OPEN, Stage.PAUSED):
        return _put_aside(interview, Aside.RESTART)
    return Turn(interview, (BeginAgain(),))


def _put_aside(interview: Interview, aside: Aside) -> Turn:
    if interview.aside is aside:
        return Turn(interview, (Confirm(aside),))
    return Turn(_moved(replace(interview, stage=_awake(interview), aside=aside)), (Confirm(aside),))


def _awake(interview: Interview) -> Stage:
    return Stage.OPEN if interview.stage is Stage.PAUSED else interview.stage


def _confirm(profile: Profile, interview: Interview) -> Turn:
    match interview.aside:
        case Aside.CANCEL:
            cancelled = _moved(replace(interview, stage=Stage.CANCELLED, aside=None, changing=None))
            return Turn(cancelled, (Tell(Notice.CANCELLED),))
        case Aside.RESTART:
            cancelled = _moved(replace(interview, stage=Stage.CANCELLED, aside=None, changing=None))
            return Turn(cancelled, (BeginAgain(),))
        case Aside.CHANGE | None:
            return Turn(interview, (Tell(Notice.CHOOSE_ONE), *show(profile, interview)))


def _change_asked(profile: Profile, interview: Interview, trait: str | None) -> Turn:
    answers = changeable(profile, interview)
    if not answers:
        return Turn(interview, (Tell(Notice.NOTHING_BEFORE), *show(profile, interview)))
    if trait is None:
        return _put_aside(interview, Aside.CHANGE)
    if trait not in [answer.trait for answer in answers]:
        return Turn(interview, (Tell(Notice.NO_SUCH_ANSWER), *show(profile, interview)))
    changing = _moved(replace(interview, stage=_awake(interview), aside=None, changing=trait))
    earlier = next(answer for answer in answers if answer.trait == trait)
    return Turn(changing, (Tell(Notice.CHANGING, earlier), *show(profile, changing)))


def _step_back(profile: Profile, interview: Interview) -> Turn:
    """Leave what was asked in between, or the change, or take back what was answered last."""
    answers = changeable(profile, interview)
    if interview.aside is not None or interview.changing is not None:
        left = replace(_without_change(interview), stage=_awake(interview))
        return Turn(left, show(profile, left))
    if interview.replaced is not None:
        return _take_back_change(profile, interview, interview.replaced)
    if not answers:
        return Turn(interview, (Tell(Notice.NOTHING_BEFORE), *show(profile, interview)))
    last = answers[-1]
    if interview.stage is Stage.FINISHED:
        return _change_asked(profile, interview, last.trait)
    kept = tuple(answer for answer in interview.answers if answer != last)
    back = _moved(replace(interview, stage=Stage.OPEN, answers=kept))
    return Turn(back, (Tell(Notice.TOOK_BACK, last), *show(profile, back)))


def _take_back_change(profile: Profile, interview: Interview, earlier: Answer) -> Turn:
    """Back to before a change: the earlier answer stands, and is being changed."""
    if interview.stage is Stage.FINISHED:
        return _change_asked(profile, interview, earlier.trait)
    later = next(answer for answer in interview.answers if answer.trait == earlier.trait)
    answers = tuple(earlier if answer == later else answer for answer in interview.answers)
    back = replace(interview, stage=_awake(interview), answers=answers, changing=earlier.trait)
    return Turn(_moved(back), (Tell(Notice.TOOK_BACK, later), *show(profile, _moved(back))))


def _take(profile: Profile, interview: Interview, trait: Trait, value: Value, today: date) -> Turn:
    problem = refusal(trait.wording(interview.respondent).kind, value)
    if problem is not None:
        return _ask_again(profile, interview, trait, problem)
    return _store(profile, interview, trait, value, today)


def _offer(
    profile: Profile, interview: Interview, trait: Trait, readings: tuple[Value, ...]
) -> Turn:
    """Offer the readings that could be stored; without one, what was typed is a failed attempt."""
    kind = trait.wording(interview.respondent).kind
    problems = {reading: refusal(kind, reading) for reading in readings}
    offered = tuple(reading for reading, problem in problems.items() if problem is None)
    if offered:
        return Turn(replace(interview, offered=offered), (Offer(trait.id, offered),))
    problem = next(iter(problems.values())) or Problem(Reason.NOT_AN_OPTION)
    return _ask_again(profile, interview, trait, problem)


def _ask_again(profile: Profile, interview: Interview, trait: Trait, problem: Problem) -> Turn:
    tried = replace(interview, attempts=interview.attempts + 1, offered=())
    at = progress(profile, interview.answers, interview.respondent, trait.id)
    return Turn(tried, (Ask(trait.id, at, problem, tried.attempts),))


def _store(
    profile: Profile, interview: Interview, trait: Trait, response: Response, today: date
) -> Turn:
    """Take an answer: in place of the trait's earlier one, or as the newest."""
    answer = Answer(trait.id, response, today)
    earlier = next((a for a in interview.answers if a.trait == trait.id), None)
    answers = tuple(answer if a == earlier else a for a in interview.answers)
    if earlier is None:
        answers = (*answers, answer)
    moved = _moved(replace(interview, stage=_awake(interview), answers=answers, changing=None))
    taken = replace(moved, replaced=earlier)
    if taken.stage is Stage.FINISHED:
        shown = show(profile, taken) if prompt(profile, taken) != Closed() else ()
        return Turn(taken, (*_result(profile, taken, Occasion.CHANGED), *shown))
    if prompt(profile, taken) == Review() and not profile.summary:
        return _finish(profile, taken)
    return Turn(taken, show(profile, taken))


def _finish(profile: Profile, interview: Interview) -> Turn:
    finished = _moved(replace(interview, stage=Stage.FINISHED))
    return Turn(finished, _result(profile, finished, Occasion.NEW))
