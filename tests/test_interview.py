"""Where an interview goes next: one table, and what the table must hold."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from fractions import Fraction
from typing import get_args

import pytest

from bot.answers import Answer, Mark, Picked, PickedSeveral, Rated, Written, fingerprint
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
from bot.interview import Turn, advance, picked
from bot.kinds import Choice, Combine, Option, Scale, SeveralChoices, Text, YesNo
from bot.ordering import Progress
from bot.problems import Problem, Reason
from bot.profile import Condition, Profile, Respondent
from bot.snapshot import Interview, Stage, changeable, fits
from bot.verdict import assess
from tests.builders import TODAY, answer, deal_breaker, listed, only_if, trait, words

FIVE = Scale(1, tuple(Fraction(point, 4) for point in range(5)))
SIZES = Choice(
    (Option("low", words("Low"), Fraction(0)), Option("fair", words("Fair"), Fraction(1)))
)

# Five questions at most: "extras" is asked only about a low budget, "story" is noted down only.
LIST = listed(
    deal_breaker(trait("pays", YesNo(), 5), cures=True),
    deal_breaker(trait("calm", FIVE, 3), cures=False),
    trait("budget", SIZES, 2),
    only_if(trait("extras", YesNo(), 1), Condition("budget", frozenset({"low"}))),
    trait("story", Text(300), 0),
)
NO_SUMMARY = replace(LIST, summary=False)

PAYS, NOT_PAYS = answer("pays", Picked("yes")), answer("pays", Picked("no"))
CALM, WILD = answer("calm", Rated(4)), answer("calm", Rated(1))
FAIR, LOW = answer("budget", Picked("fair")), answer("budget", Picked("low"))
A_SHOP = Written("A shop")
EXTRAS, STORY = answer("extras", Picked("no")), answer("story", A_SHOP)
ALL = (PAYS, CALM, FAIR, STORY)
EARLIER = Answer("pays", Picked("yes"), TODAY - timedelta(days=9))

EMPTY = Problem(Reason.EMPTY)
YES_OR_NO = Problem(Reason.NOT_YES_OR_NO)
NO_OPTION = Problem(Reason.NOT_AN_OPTION)
OTHERWISE = Problem(Reason.MEANT_OTHERWISE)

FIRST = Interview(Respondent.MEMBER)
SECOND = Interview(Respondent.MEMBER, answers=(PAYS,), step=1)
THIRD = Interview(Respondent.MEMBER, answers=(PAYS, CALM), step=2)
LAST = Interview(Respondent.MEMBER, answers=(PAYS, CALM, FAIR), step=3)
REVIEW = Interview(Respondent.MEMBER, answers=ALL, step=4)
DONE = Interview(Respondent.MEMBER, Stage.FINISHED, ALL, step=5)
GONE = Interview(Respondent.MEMBER, Stage.CANCELLED, (PAYS,), step=2)
RESTING = replace(SECOND, stage=Stage.PAUSED)
LEAVING = replace(SECOND, aside=Aside.CANCEL, step=2)
RESTARTING = replace(SECOND, aside=Aside.RESTART, step=2)
CHOOSING = replace(THIRD, aside=Aside.CHANGE, step=3)
CHANGING = replace(THIRD, changing="pays", step=3)

# What was typed to "calm" is a near miss of 4; of two readings of what was typed, 1 is the other.
NEAR_MISS, TWO_READINGS = (Rated(4),), (Rated(1), Rated(4))
UNSURE, TORN = replace(SECOND, offered=NEAR_MISS), replace(SECOND, offered=TWO_READINGS)
ONE, FOUR = fingerprint(Rated(1)), fingerprint(Rated(4))

PROSPECT = Interview(Respondent.PROSPECT)
PROSPECT_REVIEW = replace(REVIEW, respondent=Respondent.PROSPECT)
PROSPECT_DONE = replace(DONE, respondent=Respondent.PROSPECT)

ASK_PAYS, ASK_CALM = Ask("pays", Progress(1, 5)), Ask("calm", Progress(2, 5))
ASK_BUDGET, ASK_STORY = Ask("budget", Progress(3, 5)), Ask("story", Progress(4, 4))


def report(*answers: Answer, occasion: Occasion = Occasion.NEW) -> Report:
    return Report(assess(LIST, answers, Respondent.MEMBER), occasion)


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    before: Interview
    event: Event
    after: Interview
    effects: tuple[Effect, ...]
    profile: Profile = LIST


def stays(
    name: str, before: Interview, event: Event, *effects: Effect, profile: Profile = LIST
) -> Case:
    return Case(name, before, event, before, effects, profile)


SEVERAL = listed(trait("sizes", SeveralChoices(SIZES.options, Combine.BEST, 1, 2), 5))
BOTH = answer("sizes", PickedSeveral(("low", "fair")))
TOO_FEW = Problem(Reason.TOO_FEW_OPTIONS, "1")

CASES = (
    # Starting
    stays("a new interview welcomes and asks", FIRST, Started(), Tell(Notice.WELCOME), ASK_PAYS),
    stays("a prospect is asked the same", PROSPECT, Started(), Tell(Notice.WELCOME), ASK_PAYS),
    # Answering
    Case("a press answers", FIRST, ChoicePicked("pays", "yes", 0), SECOND, (ASK_CALM,)),
    Case("typed words answer", FIRST, Answered(Picked("yes")), SECOND, (ASK_CALM,)),
    Case(
        "what was ticked answers",
        FIRST,
        SeveralPicked("sizes", ("low", "fair"), 0),
        replace(FIRST, answers=(BOTH,), step=1),
        (Summarise(),),
        SEVERAL,
    ),
    Case(
        "nothing ticked is asked again",
        FIRST,
        SeveralPicked("sizes", (), 0),
        replace(FIRST, attempts=1),
        (Ask("sizes", Progress(1, 1), TOO_FEW, 1),),
        SEVERAL,
    ),
    stays(
        "what was ticked for an earlier step is old",
        replace(FIRST, step=1),
        SeveralPicked("sizes", ("low",), 0),
        Tell(Notice.OLD_BUTTON),
        profile=SEVERAL,
    ),
    Case("a pressed point is a rating", SECOND, ChoicePicked("calm", "4", 1), THIRD, (ASK_BUDGET,)),
    Case("the last answer leads to the summary", LAST, Answered(A_SHOP), REVIEW, (Summarise(),)),
    Case(
        "an answer forgets the failed attempts",
        replace(FIRST, attempts=2),
        Answered(Picked("yes")),
        SECOND,
        (ASK_CALM,),
    ),
    # Asked again
    Case(
        "what is not understood is asked again",
        FIRST,
        NotUnderstood(YES_OR_NO),
        replace(FIRST, attempts=1),
        (Ask("pays", Progress(1, 5), YES_OR_NO, 1),),
    ),
    Case(
        "the third time says so",
        replace(FIRST, attempts=2),
        NotUnderstood(EMPTY),
        replace(FIRST, attempts=3),
        (Ask("pays", Progress(1, 5), EMPTY, 3),),
    ),
    Case(
        "a value beyond the limits is asked again",
        SECOND,
        Answered(Rated(6)),
        replace(SECOND, attempts=1),
        (Ask("calm", Progress(2, 5), Problem(Reason.TOO_LARGE, "5"), 1),),
    ),
    Case(
        "an option that is none is asked again",
        SECOND,
        ChoicePicked("calm", "loud", 1),
        replace(SECOND, attempts=1),
        (Ask("calm", Progress(2, 5), NO_OPTION, 1),),
    ),
    stays(
        "typed words do not answer the summary",
        REVIEW,
        Answered(Picked("yes")),
        Tell(Notice.CHOOSE_ONE),
        Summarise(),
    ),
    stays(
        "unclear words at the summary count no attempt",
        REVIEW,
        NotUnderstood(EMPTY),
        Tell(Notice.CHOOSE_ONE),
        Summarise(),
    ),
    stays(
        "unclear words do not confirm",
        LEAVING,
        NotUnderstood(EMPTY),
        Tell(Notice.CHOOSE_ONE),
        Confirm(Aside.CANCEL),
    ),
    stays(
        "nothing is open after the end", DONE, Answered(Picked("yes")), Tell(Notice.NOTHING_OPEN)
    ),
    # Offering readings
    Case(
        "a near miss is offered, and nothing is stored",
        SECOND,
        Doubted(NEAR_MISS),
        UNSURE,
        (Offer("calm", NEAR_MISS),),
    ),
    Case(
        "two readings are offered, and the attempts stay",
        replace(SECOND, attempts=2),
        Doubted(TWO_READINGS),
        replace(TORN, attempts=2),
        (Offer("calm", TWO_READINGS),),
    ),
    Case(
        "a new offer takes the place of the old one",
        UNSURE,
        Doubted((Rated(2),)),
        replace(SECOND, offered=(Rated(2),)),
        (Offer("calm", (Rated(2),)),),
    ),
    Case(
        "a reading beyond the limits is not offered",
        SECOND,
        Doubted((Rated(44), Rated(4))),
        UNSURE,
        (Offer("calm", NEAR_MISS),),
    ),
    Case(
        "the same reading is offered once",
        SECOND,
        Doubted((Rated(4), Rated(4))),
        UNSURE,
        (Offer("calm", NEAR_MISS),),
    ),
    Case(
        "without a reading within the limits it is asked again, with the problem of the first",
        replace(TORN, attempts=1),
        Doubted((Rated(0), Rated(9))),
        replace(SECOND, attempts=2),
        (Ask("calm", Progress(2, 5), Problem(Reason.TOO_SMALL, "1"), 2),),
    ),
    Case(
        "a reading is offered for an answer being changed",
        CHANGING,
        Doubted((Picked("no"),)),
        replace(CHANGING, offered=(Picked("no"),)),
        (Offer("pays", (Picked("no"),)),),
    ),
    stays("nothing is offered in a pause", RESTING, Doubted(NEAR_MISS), Tell(Notice.PAUSED)),
    stays("nothing is offered after the end", DONE, Doubted(NEAR_MISS), Tell(Notice.NOTHING_OPEN)),
    stays(
        "nothing is offered after cancelling", GONE, Doubted(NEAR_MISS), Tell(Notice.NOTHING_OPEN)
    ),
    stays(
        "nothing is offered at the summary",
        REVIEW,
        Doubted((A_SHOP,)),
        Tell(Notice.CHOOSE_ONE),
        Summarise(),
    ),
    stays(
        "nothing is offered while something is asked in between",
        LEAVING,
        Doubted(NEAR_MISS),
        Tell(Notice.CHOOSE_ONE),
        Confirm(Aside.CANCEL),
    ),
    # Picking a reading
    Case(
        "a yes to a near miss answers", UNSURE, ReadingPicked("calm", FOUR, 1), THIRD, (ASK_BUDGET,)
    ),
    Case(
        "one of two readings answers",
        replace(TORN, attempts=2),
        ReadingPicked("calm", ONE, 1),
        replace(THIRD, answers=(PAYS, WILD)),
        (ASK_BUDGET,),
    ),
    Case(
        "a reading takes the place of the answer being changed",
        replace(CHANGING, offered=(Picked("no"),)),
        ReadingPicked("pays", fingerprint(Picked("no")), 3),
        replace(THIRD, answers=(NOT_PAYS, CALM), step=4, replaced=PAYS),
        (ASK_BUDGET,),
    ),
    Case(
        "a reading picked in a pause goes on",
        replace(UNSURE, stage=Stage.PAUSED),
        ReadingPicked("calm", FOUR, 1),
        THIRD,
        (ASK_BUDGET,),
    ),
    Case(
        "a reading that may not be stored is asked again",
        replace(SECOND, offered=(Rated(6),)),
        ReadingPicked("calm", fingerprint(Rated(6)), 1),
        replace(SECOND, attempts=1),
        (Ask("calm", Progress(2, 5), Problem(Reason.TOO_LARGE, "5"), 1),),
    ),
    Case(
        "a no to a near miss asks for other words",
        UNSURE,
        KeptGoing(1),
        replace(SECOND, attempts=1),
        (Ask("calm", Progress(2, 5), OTHERWISE, 1),),
    ),
    Case(
        "a no in words counts as well, of two readings too",
        replace(TORN, attempts=1),
        KeptGoing(),
        replace(SECOND, attempts=2),
        (Ask("calm", Progress(2, 5), OTHERWISE, 2),),
    ),
    Case(
        "a no in a pause goes on",
        replace(UNSURE, stage=Stage.PAUSED),
        KeptGoing(1),
        replace(SECOND, attempts=1),
        (Ask("calm", Progress(2, 5), OTHERWISE, 1),),
    ),
    # What becomes of an offer
    Case(
        "the question's own buttons answer as before",
        TORN,
        ChoicePicked("calm", "4", 1),
        THIRD,
        (ASK_BUDGET,),
    ),
    Case("other words answer as before", TORN, Answered(Rated(4)), THIRD, (ASK_BUDGET,)),
    Case(
        "a mark answers as before",
        TORN,
        Passed(Mark.SKIPPED, 1),
        replace(THIRD, answers=(PAYS, answer("calm", Mark.SKIPPED))),
        (ASK_BUDGET,),
    ),
    Case(
        "words that are not understood end an offer",
        TORN,
        NotUnderstood(EMPTY),
        replace(SECOND, attempts=1),
        (Ask("calm", Progress(2, 5), EMPTY, 1),),
    ),
    Case(
        "going back ends an offer",
        TORN,
        SteppedBack(1),
        replace(FIRST, step=2),
        (Tell(Notice.TOOK_BACK, PAYS), ASK_PAYS),
    ),
    Case(
        "changing another answer ends an offer",
        TORN,
        ChangeAsked("pays"),
        replace(SECOND, changing="pays", step=2),
        (Tell(Notice.CHANGING, PAYS), ASK_PAYS),
    ),
    Case("asking to cancel ends an offer", TORN, CancelAsked(), LEAVING, (Confirm(Aside.CANCEL),)),
    Case(
        "a pause leaves an offer standing",
        TORN,
        Paused(),
        replace(TORN, stage=Stage.PAUSED),
        (Tell(Notice.PAUSED),),
    ),
    Case(
        "coming back shows the question and the offer again",
        replace(TORN, stage=Stage.PAUSED),
        Returned(),
        TORN,
        (Tell(Notice.WELCOME_BACK), ASK_CALM, Offer("calm", TORN.offered)),
    ),
    stays(
        "repeating shows the question and the offer again",
        TORN,
        RepeatAsked(),
        ASK_CALM,
        Offer("calm", TORN.offered),
    ),
    stays("why leaves an offer standing", TORN, WhyAsked(), Explain("calm")),
    stays(
        "words that came too late leave an offer standing",
        TORN,
        Overtaken(),
        Tell(Notice.OVERTAKEN),
        ASK_CALM,
        Offer("calm", TORN.offered),
    ),
    # Marks
    Case(
        "don't know is an answer",
        FIRST,
        Passed(Mark.DONT_KNOW, 0),
        replace(SECOND, answers=(answer("pays", Mark.DONT_KNOW),)),
        (ASK_CALM,),
    ),
    Case(
        "skipping goes on",
        FIRST,
        Passed(Mark.SKIPPED),
        replace(SECOND, answers=(answer("pays", Mark.SKIPPED),)),
        (ASK_CALM,),
    ),
    Case(
        "a member may say that it does not apply",
        FIRST,
        Passed(Mark.NOT_APPLICABLE, 0),
        replace(SECOND, answers=(answer("pays", Mark.NOT_APPLICABLE),)),
        (ASK_CALM,),
    ),
    stays(
        "nothing is marked at the summary",
        REVIEW,
        Passed(Mark.SKIPPED),
        Tell(Notice.CHOOSE_ONE),
        Summarise(),
    ),
    # Asking about the question
    stays("why explains the open question", SECOND, WhyAsked(), Explain("calm")),
    stays("why explains the answer being changed", CHANGING, WhyAsked(), Explain("pays")),
    stays(
        "why at the summary shows the summary",
        REVIEW,
        WhyAsked(),
        Tell(Notice.CHOOSE_ONE),
        Summarise(),
    ),
    stays("repeat shows the question", SECOND, RepeatAsked(), ASK_CALM),
    stays("repeat shows what is to be confirmed", LEAVING, RepeatAsked(), Confirm(Aside.CANCEL)),
    stays(
        "repeat shows the verdict after the end",
        DONE,
        RepeatAsked(),
        report(*ALL, occasion=Occasion.AGAIN),
    ),
    stays("repeat finds nothing after cancelling", GONE, RepeatAsked(), Tell(Notice.NOTHING_OPEN)),
    stays("help changes nothing", SECOND, HelpAsked(), Tell(Notice.HELP)),
    stays("help is there after cancelling", GONE, HelpAsked(), Tell(Notice.HELP)),
    # Going back
    Case(
        "back takes the last answer back",
        SECOND,
        SteppedBack(1),
        replace(FIRST, step=2),
        (Tell(Notice.TOOK_BACK, PAYS), ASK_PAYS),
    ),
    Case(
        "back from the summary asks the last question",
        REVIEW,
        SteppedBack(),
        replace(LAST, step=5),
        (Tell(Notice.TOOK_BACK, STORY), ASK_STORY),
    ),
    stays(
        "there is nothing before the first question",
        FIRST,
        SteppedBack(0),
        Tell(Notice.NOTHING_BEFORE),
        ASK_PAYS,
    ),
    Case(
        "back leaves a question in between",
        LEAVING,
        SteppedBack(2),
        replace(SECOND, step=3),
        (ASK_CALM,),
    ),
    Case("back leaves a change", CHANGING, SteppedBack(3), replace(THIRD, step=4), (ASK_BUDGET,)),
    Case(
        "back in a pause goes on",
        RESTING,
        SteppedBack(),
        replace(FIRST, step=2),
        (Tell(Notice.TOOK_BACK, PAYS), ASK_PAYS),
    ),
    Case(
        "back leaves a change that was paused",
        replace(CHANGING, stage=Stage.PAUSED),
        SteppedBack(),
        replace(THIRD, step=4),
        (ASK_BUDGET,),
    ),
    Case(
        "back after the end changes the last answer",
        DONE,
        SteppedBack(),
        replace(DONE, changing="story", step=6),
        (Tell(Notice.CHANGING, STORY), ASK_STORY),
    ),
    Case(
        "back passes over an answer that does not count",
        replace(LAST, answers=(PAYS, CALM, FAIR, EXTRAS)),
        SteppedBack(),
        replace(THIRD, answers=(PAYS, CALM, EXTRAS), step=4),
        (Tell(Notice.TOOK_BACK, FAIR), ASK_BUDGET),
    ),
    # Changing an earlier answer
    Case("change asks which", THIRD, ChangeAsked(), CHOOSING, (Confirm(Aside.CHANGE),)),
    Case(
        "a named answer is asked about at once",
        THIRD,
        ChangeAsked("pays", 2),
        CHANGING,
        (Tell(Notice.CHANGING, PAYS), ASK_PAYS),
    ),
    Case(
        "a chosen answer is asked about",
        CHOOSING,
        ChangeAsked("calm", 3),
        replace(CHOOSING, aside=None, changing="calm", step=4),
        (Tell(Notice.CHANGING, CALM), ASK_CALM),
    ),
    Case(
        "a changed answer keeps its place and all others",
        CHANGING,
        Answered(Picked("no")),
        replace(THIRD, answers=(NOT_PAYS, CALM), step=4, replaced=PAYS),
        (ASK_BUDGET,),
    ),
    Case(
        "a changed answer may become a mark",
        CHANGING,
        Passed(Mark.DONT_KNOW, 3),
        replace(THIRD, answers=(answer("pays", Mark.DONT_KNOW), CALM), step=4, replaced=PAYS),
        (ASK_BUDGET,),
    ),
    Case(
        "a changed answer has today's date",
        replace(CHANGING, answers=(EARLIER, CALM)),
        ChoicePicked("pays", "yes", 3),
        replace(THIRD, step=4, replaced=EARLIER),
        (ASK_BUDGET,),
    ),
    Case(
        "a slip while changing asks again",
        CHANGING,
        NotUnderstood(YES_OR_NO),
        replace(CHANGING, attempts=1),
        (Ask("pays", Progress(1, 5), YES_OR_NO, 1),),
    ),
    stays(
        "there is nothing to change at first",
        FIRST,
        ChangeAsked(),
        Tell(Notice.NOTHING_BEFORE),
        ASK_PAYS,
    ),
    stays(
        "what was not answered cannot be changed",
        SECOND,
        ChangeAsked("story"),
        Tell(Notice.NO_SUCH_ANSWER),
        ASK_CALM,
    ),
    stays(
        "a trait the list never had cannot be changed",
        SECOND,
        ChangeAsked("nonsense", 1),
        Tell(Notice.NO_SUCH_ANSWER),
        ASK_CALM,
    ),
    Case(
        "keeping going leaves the choice",
        CHOOSING,
        KeptGoing(3),
        replace(THIRD, step=4),
        (ASK_BUDGET,),
    ),
    stays(
        "which answer is not a yes",
        CHOOSING,
        Confirmed(3),
        Tell(Notice.CHOOSE_ONE),
        Confirm(Aside.CHANGE),
    ),
    Case(
        "a change from the summary returns to it",
        replace(REVIEW, changing="pays", step=5),
        Answered(Picked("no")),
        replace(REVIEW, answers=(NOT_PAYS, *ALL[1:]), step=6, replaced=PAYS),
        (Summarise(),),
    ),
    Case(
        "back after a change restores the answer and asks about it",
        replace(THIRD, answers=(NOT_PAYS, CALM), step=4, replaced=PAYS),
        SteppedBack(),
        replace(CHANGING, step=5),
        (Tell(Notice.TOOK_BACK, NOT_PAYS), ASK_PAYS),
    ),
    Case(
        "an answer after a change is what back takes",
        replace(THIRD, answers=(NOT_PAYS, CALM, FAIR), step=5),
        SteppedBack(),
        replace(THIRD, answers=(NOT_PAYS, CALM), step=6),
        (Tell(Notice.TOOK_BACK, FAIR), ASK_BUDGET),
    ),
    Case(
        "change after the end asks which",
        DONE,
        ChangeAsked(),
        replace(DONE, aside=Aside.CHANGE, step=6),
        (Confirm(Aside.CHANGE),),
    ),
    Case(
        "an answer is chosen after the end",
        DONE,
        ChangeAsked("pays", 5),
        replace(DONE, changing="pays", step=6),
        (Tell(Notice.CHANGING, PAYS), Ask("pays", Progress(1, 4))),
    ),
    Case(
        "a change after the end reports again",
        replace(DONE, changing="pays", step=6),
        Answered(Picked("no")),
        replace(DONE, answers=(NOT_PAYS, *ALL[1:]), step=7, replaced=PAYS),
        (report(NOT_PAYS, CALM, FAIR, STORY, occasion=Occasion.CHANGED),),
    ),
    Case(
        "back after a change after the end asks about it again",
        replace(DONE, answers=(NOT_PAYS, *ALL[1:]), step=7, replaced=PAYS),
        SteppedBack(),
        replace(DONE, answers=(NOT_PAYS, *ALL[1:]), changing="pays", step=8),
        (Tell(Notice.CHANGING, NOT_PAYS), Ask("pays", Progress(1, 4))),
    ),
    Case(
        "a change that is paused after the end is left as it was",
        replace(DONE, changing="pays", step=6),
        Paused(),
        replace(DONE, step=7),
        (Tell(Notice.UNCHANGED),),
    ),
    Case(
        "a change that is cancelled after the end is left as it was",
        replace(DONE, aside=Aside.CHANGE, step=6),
        CancelAsked(),
        replace(DONE, step=7),
        (Tell(Notice.UNCHANGED),),
    ),
    Case(
        "coming back after the end shows the verdict, not the change that was begun",
        replace(DONE, changing="pays", step=6),
        Returned(),
        replace(DONE, step=7),
        (report(*ALL, occasion=Occasion.AGAIN),),
    ),
    # Summary
    Case("the summary leads to the verdict", REVIEW, SummaryAccepted(4), DONE, (report(*ALL),)),
    Case("the summary is accepted in words", REVIEW, SummaryAccepted(), DONE, (report(*ALL),)),
    stays(
        "there is no summary before the end",
        SECOND,
        SummaryAccepted(),
        Tell(Notice.CHOOSE_ONE),
        ASK_CALM,
    ),
    # Pausing and resuming
    Case("a pause keeps the buttons working", SECOND, Paused(), RESTING, (Tell(Notice.PAUSED),)),
    Case(
        "resuming asks the open question",
        RESTING,
        Returned(),
        SECOND,
        (Tell(Notice.WELCOME_BACK), ASK_CALM),
    ),
    stays(
        "returning to an open interview asks",
        SECOND,
        Returned(),
        Tell(Notice.WELCOME_BACK),
        ASK_CALM,
    ),
    stays(
        "returning after the end shows the verdict",
        DONE,
        Returned(),
        report(*ALL, occasion=Occasion.AGAIN),
    ),
    stays("returning after cancelling finds nothing", GONE, Returned(), Tell(Notice.NOTHING_OPEN)),
    stays("typed words do not answer in a pause", RESTING, Answered(Rated(4)), Tell(Notice.PAUSED)),
    stays(
        "unclear words in a pause count no attempt",
        RESTING,
        NotUnderstood(EMPTY),
        Tell(Notice.PAUSED),
    ),
    stays("a late message in a pause is told so", RESTING, Overtaken(), Tell(Notice.PAUSED)),
    Case("a press in a pause goes on", RESTING, ChoicePicked("calm", "4", 1), THIRD, (ASK_BUDGET,)),
    Case(
        "a change in a pause goes on",
        RESTING,
        ChangeAsked("pays"),
        replace(SECOND, changing="pays", step=2),
        (Tell(Notice.CHANGING, PAYS), ASK_PAYS),
    ),
    stays("pausing twice is pausing", RESTING, Paused(), Tell(Notice.PAUSED)),
    stays("nothing can be paused after the end", DONE, Paused(), Tell(Notice.NOTHING_OPEN)),
    # Going quiet
    stays("going quiet is reminded of", SECOND, WentQuiet(too_long=False), Tell(Notice.STILL_OPEN)),
    Case(
        "after too long it is put aside",
        SECOND,
        WentQuiet(too_long=True),
        RESTING,
        (Tell(Notice.PUT_ASIDE),),
    ),
    Case(
        "what was asked in between is put aside too",
        LEAVING,
        WentQuiet(too_long=True),
        replace(RESTING, step=3),
        (Tell(Notice.PUT_ASIDE),),
    ),
    stays("nobody is reminded of what they paused", RESTING, WentQuiet(too_long=False)),
    stays("nor of what has ended", DONE, WentQuiet(too_long=True)),
    stays("nor of what was cancelled", GONE, WentQuiet(too_long=True)),
    stays("tomorrow is soon enough", SECOND, Snoozed(), Tell(Notice.SNOOZED)),
    Case("a pause can end tomorrow", RESTING, Snoozed(), SECOND, (Tell(Notice.SNOOZED),)),
    stays(
        "there is nothing to be reminded of after the end",
        DONE,
        Snoozed(),
        Tell(Notice.NOTHING_OPEN),
    ),
    # Cancelling
    Case("cancelling asks first", SECOND, CancelAsked(), LEAVING, (Confirm(Aside.CANCEL),)),
    stays("cancelling twice asks the same", LEAVING, CancelAsked(), Confirm(Aside.CANCEL)),
    Case("a yes cancels", LEAVING, Confirmed(2), replace(GONE, step=3), (Tell(Notice.CANCELLED),)),
    Case(
        "keeping going asks the open question",
        LEAVING,
        KeptGoing(2),
        replace(SECOND, step=3),
        (ASK_CALM,),
    ),
    Case(
        "pausing instead makes the other two buttons old",
        LEAVING,
        Paused(),
        replace(RESTING, step=3),
        (Tell(Notice.PAUSED),),
    ),
    Case(
        "cancelling in a pause asks first",
        RESTING,
        CancelAsked(),
        LEAVING,
        (Confirm(Aside.CANCEL),),
    ),
    Case(
        "cancelling leaves a change",
        replace(CHANGING, aside=Aside.CANCEL, step=4),
        Confirmed(),
        replace(THIRD, stage=Stage.CANCELLED, step=5),
        (Tell(Notice.CANCELLED),),
    ),
    stays(
        "a press does not answer instead",
        LEAVING,
        ChoicePicked("calm", "4", 2),
        Tell(Notice.CHOOSE_ONE),
        Confirm(Aside.CANCEL),
    ),
    stays(
        "a yes to nothing shows the question",
        SECOND,
        Confirmed(),
        Tell(Notice.CHOOSE_ONE),
        ASK_CALM,
    ),
    stays("nothing can be cancelled after the end", DONE, CancelAsked(), Tell(Notice.NOTHING_OPEN)),
    stays(
        "a cancelled interview takes no answer", GONE, Answered(Rated(4)), Tell(Notice.NOTHING_OPEN)
    ),
    stays(
        "a cancelled interview is not changed", GONE, ChangeAsked("pays"), Tell(Notice.NOTHING_OPEN)
    ),
    # Starting over
    Case("starting over asks first", SECOND, RestartAsked(), RESTARTING, (Confirm(Aside.RESTART),)),
    Case(
        "starting over in a pause asks first",
        RESTING,
        RestartAsked(),
        RESTARTING,
        (Confirm(Aside.RESTART),),
    ),
    stays("starting over twice asks the same", RESTARTING, RestartAsked(), Confirm(Aside.RESTART)),
    Case(
        "starting over after cancel was asked asks that",
        LEAVING,
        RestartAsked(),
        replace(RESTARTING, step=3),
        (Confirm(Aside.RESTART),),
    ),
    Case(
        "a yes gives this one up", RESTARTING, Confirmed(2), replace(GONE, step=3), (BeginAgain(),)
    ),
    stays("a finished interview stays beside the new one", DONE, RestartAsked(), BeginAgain()),
    stays("a cancelled interview is begun again at once", GONE, RestartAsked(), BeginAgain()),
    # Old buttons and overtaken words
    stays("an old answer", SECOND, ChoicePicked("pays", "no", 0), Tell(Notice.OLD_BUTTON)),
    stays("an old mark", SECOND, Passed(Mark.SKIPPED, 0), Tell(Notice.OLD_BUTTON)),
    stays("an old way back", SECOND, SteppedBack(0), Tell(Notice.OLD_BUTTON)),
    stays("an old change", THIRD, ChangeAsked("pays", 1), Tell(Notice.OLD_BUTTON)),
    stays("an old yes", LEAVING, Confirmed(1), Tell(Notice.OLD_BUTTON)),
    stays("an old no", LEAVING, KeptGoing(1), Tell(Notice.OLD_BUTTON)),
    stays("an old reading", UNSURE, ReadingPicked("calm", FOUR, 0), Tell(Notice.OLD_BUTTON)),
    stays(
        "a reading of another question",
        UNSURE,
        ReadingPicked("pays", FOUR, 1),
        Tell(Notice.OLD_BUTTON),
    ),
    stays(
        "a reading that is not offered any more",
        UNSURE,
        ReadingPicked("calm", ONE, 1),
        Tell(Notice.OLD_BUTTON),
    ),
    stays("a reading after a no", SECOND, ReadingPicked("calm", FOUR, 1), Tell(Notice.OLD_BUTTON)),
    stays("a reading picked twice", THIRD, ReadingPicked("calm", FOUR, 1), Tell(Notice.OLD_BUTTON)),
    stays(
        "an old reading in a pause", RESTING, ReadingPicked("calm", FOUR, 1), Tell(Notice.PAUSED)
    ),
    stays(
        "a reading at the summary",
        REVIEW,
        ReadingPicked("calm", FOUR, 4),
        Tell(Notice.OLD_BUTTON),
    ),
    stays("a no pressed twice", SECOND, KeptGoing(1), Tell(Notice.OLD_BUTTON)),
    stays("an old summary", REVIEW, SummaryAccepted(3), Tell(Notice.OLD_BUTTON)),
    stays("a summary accepted twice", DONE, SummaryAccepted(4), Tell(Notice.OLD_BUTTON)),
    stays(
        "an old button of a cancelled interview",
        GONE,
        ChoicePicked("calm", "4", 1),
        Tell(Notice.OLD_BUTTON),
    ),
    stays(
        "words that came too late show what is open",
        SECOND,
        Overtaken(),
        Tell(Notice.OVERTAKEN),
        ASK_CALM,
    ),
    stays("words that came after the end", DONE, Overtaken(), Tell(Notice.NOTHING_OPEN)),
    stays(
        "words that came late do not answer what is asked in between",
        LEAVING,
        Overtaken(),
        Tell(Notice.OVERTAKEN),
        Confirm(Aside.CANCEL),
    ),
    # Prospects
    stays(
        "a prospect cannot say that it does not apply",
        PROSPECT,
        Passed(Mark.NOT_APPLICABLE, 0),
        Tell(Notice.NOT_FOR_PROSPECTS),
        ASK_PAYS,
    ),
    Case(
        "a prospect is thanked and the team told",
        PROSPECT_REVIEW,
        SummaryAccepted(4),
        PROSPECT_DONE,
        (Thank(), report(*ALL)),
    ),
    stays("a prospect sees no score later", PROSPECT_DONE, RepeatAsked(), Thank()),
    Case(
        "a prospect's change reaches the team",
        replace(PROSPECT_DONE, changing="pays", step=6),
        Answered(Picked("no")),
        replace(PROSPECT_DONE, answers=(NOT_PAYS, *ALL[1:]), step=7, replaced=PAYS),
        (Thank(), report(NOT_PAYS, CALM, FAIR, STORY, occasion=Occasion.CHANGED)),
    ),
    # Conditional traits
    Case(
        "a condition that is met asks one more",
        THIRD,
        Answered(Picked("low")),
        replace(LAST, answers=(PAYS, CALM, LOW)),
        (Ask("extras", Progress(4, 5)),),
    ),
    Case(
        "a condition that is not met asks one less",
        THIRD,
        Answered(Picked("fair")),
        LAST,
        (ASK_STORY,),
    ),
    Case(
        "a mark meets no condition",
        THIRD,
        Passed(Mark.DONT_KNOW, 2),
        replace(LAST, answers=(PAYS, CALM, answer("budget", Mark.DONT_KNOW))),
        (ASK_STORY,),
    ),
    Case(
        "a change after the end gives its verdict and opens a question",
        replace(DONE, changing="budget", step=6),
        Answered(Picked("low")),
        replace(DONE, answers=(PAYS, CALM, LOW, STORY), step=7, replaced=FAIR),
        (
            report(PAYS, CALM, LOW, STORY, occasion=Occasion.CHANGED),
            Ask("extras", Progress(5, 5)),
        ),
    ),
    Case(
        "the opened question changes the verdict once more",
        replace(DONE, answers=(PAYS, CALM, LOW, STORY), step=7, replaced=FAIR),
        Answered(Picked("no")),
        replace(DONE, answers=(PAYS, CALM, LOW, STORY, EXTRAS), step=8),
        (report(PAYS, CALM, LOW, STORY, EXTRAS, occasion=Occasion.CHANGED),),
    ),
    stays(
        "the opened question may be left; the verdict stands",
        replace(DONE, answers=(PAYS, CALM, LOW, STORY), step=7, replaced=FAIR),
        CancelAsked(),
        Tell(Notice.UNCHANGED),
    ),
    stays(
        "coming back shows the verdict, and the opened question",
        replace(DONE, answers=(PAYS, CALM, LOW, STORY), step=7, replaced=FAIR),
        Returned(),
        report(PAYS, CALM, LOW, STORY, occasion=Occasion.AGAIN),
        Ask("extras", Progress(5, 5)),
    ),
    stays(
        "a press while pausing says so",
        RESTING,
        ChoicePicked("pays", "yes", 0),
        Tell(Notice.PAUSED),
    ),
    Case(
        "an answer out of play is kept",
        replace(DONE, answers=(PAYS, CALM, LOW, EXTRAS, STORY), changing="budget", step=6),
        Answered(Picked("fair")),
        replace(DONE, answers=(PAYS, CALM, FAIR, EXTRAS, STORY), step=7, replaced=LOW),
        (report(PAYS, CALM, FAIR, EXTRAS, STORY, occasion=Occasion.CHANGED),),
    ),
    stays(
        "an answer out of play cannot be changed",
        replace(LAST, answers=(PAYS, CALM, FAIR, EXTRAS)),
        ChangeAsked("extras"),
        Tell(Notice.NO_SUCH_ANSWER),
        ASK_STORY,
    ),
    Case(
        "an answer back in play is not asked again",
        replace(LAST, answers=(PAYS, CALM, FAIR, EXTRAS), changing="budget"),
        Answered(Picked("low")),
        replace(LAST, answers=(PAYS, CALM, LOW, EXTRAS), step=4, replaced=FAIR),
        (Ask("story", Progress(5, 5)),),
    ),
    # Without a summary
    Case(
        "the last answer leads to the verdict",
        LAST,
        Answered(A_SHOP),
        replace(DONE, step=5),
        (report(*ALL),),
        NO_SUMMARY,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_interview_follows_the_table(case: Case) -> None:
    turn = advance(case.profile, case.before, case.event, TODAY)

    assert turn == Turn(case.after, case.effects)


def test_the_table_names_each_case_once() -> None:
    names = [case.name for case in CASES]

    assert len(names) == len(set(names))


def test_the_table_has_every_event() -> None:
    assert {type(case.event) for case in CASES} == set(get_args(Event))


def test_the_table_has_every_effect() -> None:
    assert {type(effect) for effect in _effects()} == set(get_args(Effect))


def test_the_table_has_every_notice() -> None:
    told = {e.notice for e in _effects() if isinstance(e, Tell)}

    assert told == set(Notice) - {Notice.LEFT}  # The service tells it, of another interview.


def test_the_table_confirms_everything_that_is_asked_in_between() -> None:
    assert {e.what for e in _effects() if isinstance(e, Confirm)} == set(Aside)


def test_the_table_has_every_occasion_of_a_verdict() -> None:
    assert {e.occasion for e in _effects() if isinstance(e, Report)} == set(Occasion)


def test_the_table_has_every_stage_before_and_after() -> None:
    before = {case.before.stage for case in CASES}
    after = {case.after.stage for case in CASES}

    assert (before, after) == (set(Stage), set(Stage))


def test_every_button_with_a_step_is_shown_to_be_old_once() -> None:
    old = {type(c.event) for c in CASES if c.effects == (Tell(Notice.OLD_BUTTON),)}

    assert old == {e for e in get_args(Event) if "step" in {field.name for field in fields(e)}}


@pytest.mark.parametrize(
    ("interview", "expected"),
    [
        (UNSURE, True),
        (TORN, True),
        (replace(TORN, stage=Stage.PAUSED), True),
        (replace(CHANGING, offered=(Picked("no"),)), True),
        (replace(SECOND, offered=(Rated(4), Rated(6))), False),
        (replace(SECOND, offered=(Picked("yes"),)), False),
        (replace(CHANGING, offered=NEAR_MISS), False),
        (replace(REVIEW, offered=(A_SHOP,)), False),
        (replace(LEAVING, offered=NEAR_MISS), False),
        (replace(DONE, offered=(A_SHOP,)), False),
        (replace(GONE, offered=NEAR_MISS), False),
    ],
)
def test_only_what_could_answer_the_open_question_can_be_offered(
    interview: Interview, *, expected: bool
) -> None:
    assert fits(LIST, interview) is expected


def test_no_case_of_the_table_ends_in_an_offer_that_does_not_fit() -> None:
    assert [case.name for case in CASES if not fits(case.profile, case.after)] == []


def test_only_answers_that_count_can_be_changed() -> None:
    interview = replace(LAST, answers=(PAYS, CALM, FAIR, EXTRAS))

    assert changeable(LIST, interview) == (PAYS, CALM, FAIR)


def test_a_pressed_option_of_several_is_a_selection_of_one() -> None:
    kind = SeveralChoices(SIZES.options, Combine.BEST, 1, 2)

    assert picked(kind, "low") == PickedSeveral(("low",))


def _effects() -> Iterator[Effect]:
    for case in CASES:
        yield from case.effects


def test_a_deal_breaker_that_a_change_opened_and_nobody_answered_is_still_to_settle() -> None:
    after = replace(DONE, answers=(PAYS, CALM, LOW, STORY))

    (effect, _) = advance(LIST, after, Returned(), TODAY).effects

    assert isinstance(effect, Report)
    assert effect.verdict.to_settle == ("extras",)
