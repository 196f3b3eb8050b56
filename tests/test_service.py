"""One event, one transaction: what is stored, for whom, and what happens when things go wrong."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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
    Rated,
    Value,
    Written,
    fingerprint,
)
from bot.arrivals import (
    Arrival,
    ChannelChosen,
    Handled,
    NotForProspects,
    QualifyRequested,
    TextSent,
    prospect_name,
)
from bot.cards import Button, Card, Choices, Paragraph, Verb, event_of, plain_text
from bot.events import (
    CancelAsked,
    ChangeAsked,
    ChoicePicked,
    Confirmed,
    Doubted,
    Passed,
    Paused,
    RestartAsked,
    Returned,
    SteppedBack,
    SummaryAccepted,
)
from bot.kinds import (
    AnswerKind,
    Choice,
    Day,
    Direction,
    Duration,
    Money,
    Number,
    Option,
    Percent,
    Scale,
    Steps,
    Text,
    YesNo,
)
from bot.list_nodes import Mistake, MistakeKind, ProfileRefused
from bot.ports import Address, StorageTrouble, StorageUnavailable
from bot.problems import Problem, Reason
from bot.profile import Profile, Respondent
from bot.profile_file import load_list
from bot.records import Action, LostRace, Transaction
from bot.snapshot import Interview, Stage
from bot.verdict import assess
from tests.builders import listed, trait, words
from tests.clock import START
from tests.databases import Database
from tests.world import HERE, STARTER, World, answer_all, requested, world

TODAY = START.date()
GOOD = ("full", "yes", None, "5", None, "measurable", "comfortable", "yes")


def stored_answers(here: World) -> tuple[Answer, ...]:
    return here.record().interview.answers


# One event


def test_a_request_starts_an_interview_with_its_first_question(database: Database) -> None:
    with world(database) as here:
        handled = here.happen(requested())

        assert handled.stage is Stage.OPEN
        assert "Question \u20681\u2069 of at most \u20688\u2069" in here.screen.texts()[1]
        assert here.record().interview.answers == ()


def test_an_answer_is_stored_when_it_is_given(database: Database) -> None:
    with world(database) as here:
        here.happen(requested())
        here.happen(TextSent("2"))

    with world(database) as again:
        assert stored_answers(again) == (Answer("pay_upfront", Picked("half"), TODAY),)


def test_a_redelivered_event_is_handled_once(database: Database) -> None:
    with world(database) as here:
        here.happen(requested())
        first = here.happen(TextSent("1"), "the same event")
        after, shown = here.record(), len(here.screen.shown)

        second = here.happen(TextSent("1"), "the same event")

        assert first.deliveries
        assert second == Handled(stage=Stage.OPEN)
        assert here.record() == after
        assert len(here.screen.shown) == shown


def test_the_same_event_twice_in_one_batch_is_handled_once(database: Database) -> None:
    with world(database) as here:
        here.happen(requested())
        arrival = Arrival("twin", HERE, TextSent("1"), TODAY)

        here.arrive_at_once(arrival, arrival)

        assert len(stored_answers(here)) == 1


def chosen(channel: Address) -> ChannelChosen:
    here, elsewhere = (Card("en", (Paragraph(said),)) for said in ("Here.", "Elsewhere."))
    return ChannelChosen(channel, here, elsewhere)


def test_verdicts_go_to_the_channel_that_was_chosen(database: Database) -> None:
    channel = Address("screen", "home", "verdicts")
    with world(database) as here:
        here.happen(chosen(channel))
        here.happen(requested())
        answer_all(here)
        here.happen(TextSent("yes"))

        assert here.look(lambda tx: tx.team(HERE).verdict_address()) == channel
        assert [at for at, _, _ in here.screen.shown].count(channel) == 2  # A word, the verdict.
        assert [one.action for one in here.look(lambda tx: tx.team(HERE).logged())].count(
            Action.VERDICTS_MOVED
        ) == 1


def test_verdicts_cannot_be_sent_to_another_space(database: Database) -> None:
    with world(database) as here:
        with pytest.raises(ValueError, match="another space"):
            here.happen(chosen(Address("screen", "away", "verdicts")))

        assert here.look(lambda tx: tx.team(HERE).verdict_address()) is None


def test_a_batch_is_handled_in_its_order(database: Database) -> None:
    with world(database) as here:
        batch = [
            Arrival("1", HERE, requested(), TODAY),
            Arrival("2", HERE, TextSent("1"), TODAY),
            Arrival("3", HERE, TextSent("no"), TODAY),
        ]

        here.arrive_at_once(*batch)

        assert [answer.response for answer in stored_answers(here)] == [
            Picked("full"),
            Picked("no"),
        ]


def test_two_presses_of_one_button_count_once_and_the_second_is_told(database: Database) -> None:
    with world(database) as here:
        here.happen(requested())
        press = ChoicePicked("pay_upfront", "half", here.record().interview.step)
        here.happen(press)
        after = here.record().interview

        here.happen(press)

        assert here.record().interview == after
        assert here.screen.texts()[-1].startswith("That button belongs to an earlier question")


def test_text_typed_to_a_question_answered_elsewhere_is_not_taken(database: Database) -> None:
    with world(database) as here:
        here.happen(requested())
        step = here.record().interview.step
        here.happen(TextSent("1", step))
        after = here.record().interview

        here.happen(TextSent("1", step))

        assert here.record().interview == after
        assert here.screen.texts()[-2].startswith("Another question is open by now")
        assert "Will the prospect sign" in here.screen.texts()[-1]


def test_a_button_of_another_interview_that_is_on_screen_goes_on_with_that_one(
    database: Database,
) -> None:
    with world(database) as here:
        here.happen(requested("First"))
        first = here.record()
        here.happen(requested("Second"))
        second = here.record()

        here.happen(ChoicePicked("pay_upfront", "full", 0), interview_id=first.id)

        assert (here.record().id, len(here.record().interview.answers)) == (first.id, 1)
        assert "Second" in here.screen.texts()[-2]
        assert "Will the prospect sign" in here.screen.texts()[-1]
        left = here.look(lambda tx: tx.team(HERE).interview(second.id))
        assert left is not None
        assert left.interview == replace(second.interview, stage=Stage.PAUSED)


def test_an_old_button_of_another_interview_changes_nothing(database: Database) -> None:
    with world(database) as here:
        here.happen(requested("First"))
        here.happen(TextSent("1"))
        first = here.record()
        here.happen(requested("Second"))
        second = here.record()

        here.happen(ChoicePicked("pay_upfront", "none", 0), interview_id=first.id)

        assert here.record().interview == second.interview
        left = here.look(lambda tx: tx.team(HERE).interview(first.id))
        assert left is not None
        assert left.interview.answers == first.interview.answers
        assert here.screen.texts()[-2].startswith("Another question is open by now")
        assert "Second" in here.screen.texts()[-1]


def test_what_arrives_where_nothing_was_started_is_ignored(database: Database) -> None:
    with world(database) as here:
        assert here.happen(TextSent("hello")) == Handled()
        assert here.screen.shown == []


# Which interview


def test_asking_for_a_prospect_again_goes_on_with_the_same_question(database: Database) -> None:
    with world(database) as here:
        here.happen(requested("Acme"))
        here.happen(TextSent("1"))
        before = here.record()

        here.happen(requested("ACME"))

        assert here.record().id == before.id
        assert here.record().interview == before.interview
        assert here.screen.texts()[-2].startswith("Welcome back")
        assert "Will the prospect sign" in here.screen.texts()[-1]


def test_asking_for_a_prospect_with_a_verdict_shows_the_verdict_first(database: Database) -> None:
    with world(database) as here:
        here.happen(requested())
        answer_all(here)
        here.happen(TextSent("ok"))
        shown = len(here.screen.shown)

        here.happen(requested())

        assert [text.split("\n")[0] for text in here.screen.texts()[shown:]] == [
            "\u2068Acme\u2069: \u2068accept\u2069 · \u2068100.0\u2069 of 100"
        ]


def test_starting_over_keeps_the_old_interview_on_record(database: Database) -> None:
    with world(database) as here:
        here.happen(requested())
        here.happen(TextSent("1"))
        old = here.record()
        here.happen(RestartAsked())
        here.happen(Confirmed())

        new = here.record()
        standings = here.look(lambda tx: tx.team(HERE).listings())

        assert new.id != old.id
        assert new.interview.answers == ()
        assert {s.record.id: s.record.interview.stage for s in standings} == {
            old.id: Stage.CANCELLED,
            new.id: Stage.OPEN,
        }


def test_a_new_interview_after_the_verdict_leaves_the_verdict_standing(database: Database) -> None:
    with world(database) as here:
        here.happen(requested())
        answer_all(here)
        here.happen(TextSent("ok"))
        done = here.record()
        here.happen(TextSent("start over"))

        standings = here.look(lambda tx: tx.team(HERE).listings())

        assert here.record().id != done.id
        assert {s.record.id: s.verdict for s in standings} == {
            done.id: "accept",
            here.record().id: None,
        }


def test_starting_another_interview_pauses_the_open_one(database: Database) -> None:
    with world(database) as here:
        here.happen(requested("First"))
        here.happen(requested("Second"))

        stages = {
            s.record.prospect: s.record.interview.stage
            for s in here.look(lambda tx: tx.team(HERE).listings())
        }

        assert stages == {"First": Stage.PAUSED, "Second": Stage.OPEN}


def test_a_cancelled_interview_is_not_taken_up_again(database: Database) -> None:
    with world(database) as here:
        here.happen(requested())
        cancelled = here.record().id
        here.happen(CancelAsked())
        here.happen(Confirmed())

        here.happen(requested())

        assert here.record().id != cancelled


def test_member_and_prospect_have_interviews_of_their_own(database: Database) -> None:
    with world(database) as here:
        here.happen(requested())
        here.happen(QualifyRequested("Acme", Respondent.PROSPECT, "en", "starter"))

        assert here.record().interview.respondent is Respondent.PROSPECT
        assert len(here.look(lambda tx: tx.team(HERE).listings())) == 2


def test_a_list_without_questions_to_the_prospect_is_refused(database: Database) -> None:
    with world(database) as here:
        with pytest.raises(NotForProspects):
            here.happen(QualifyRequested("Acme", Respondent.PROSPECT, "en", "client_audit"))

        assert here.look(lambda tx: tx.team(HERE).listings()) == []


def test_the_prospect_is_thanked_and_sees_no_verdict(database: Database) -> None:
    with world(database) as here:
        here.happen(QualifyRequested("Acme", Respondent.PROSPECT, "en", "starter"))
        for text in ("1", "1", "2000 USD", "1", "2 hours", "1", "1", "1", "ok"):
            here.happen(TextSent(text))

        (standing,) = here.look(lambda tx: tx.team(HERE).listings())

        assert standing.verdict == "accept"
        assert here.screen.texts()[-1].startswith("Thank you.")
        assert not any("100.0" in text or "accept" in text for text in here.screen.texts())


# The pinned list


def test_editing_the_list_does_not_disturb_an_open_interview(database: Database) -> None:
    shorter = replace(STARTER, traits=STARTER.traits[:1])
    lists = {"starter": STARTER}

    def load(name: str) -> Profile:
        return lists[name]

    with world(database, lists=load) as here:
        here.happen(requested())
        here.happen(TextSent("1"))
        lists["starter"] = shorter
        here.happen(requested())
        pinned = here.record()
        here.happen(RestartAsked())
        here.happen(Confirmed())
        anew = here.record()

        assert (pinned.version, anew.version) == (1, 2)
        assert here.look(lambda tx: tx.team(HERE).profile("starter", 1)) == STARTER
        assert here.look(lambda tx: tx.team(HERE).profile("starter", 2)) == shorter


def test_an_unchanged_list_keeps_its_version(database: Database) -> None:
    with world(database) as here:
        here.happen(requested("First"))
        here.happen(requested("Second"))

        assert here.look(lambda tx: tx.team(HERE).newest_version("starter")) == 1


def test_coming_back_says_that_the_list_has_changed_since(database: Database) -> None:
    lists = {"starter": STARTER}
    with world(database, lists=lists.__getitem__) as here:
        here.happen(requested(profile=None))
        here.happen(requested(profile=None))
        before = here.screen.texts()[-2]
        lists["starter"] = replace(STARTER, traits=STARTER.traits[:1])
        here.happen(requested(profile=None))

        assert "The list has changed" not in before
        assert "The list has changed" in here.screen.texts()[-2]


def test_a_list_that_is_gone_disturbs_nobody_who_comes_back(database: Database) -> None:
    lists = [STARTER]

    def load(name: str) -> Profile:
        if not lists:
            raise ProfileRefused([Mistake(name, 0, "", MistakeKind.NOT_FOUND)])
        return lists[0]

    with world(database, lists=load) as here:
        here.happen(requested(profile=None))
        lists.clear()
        here.happen(requested(profile=None))

        assert "Question \u20681\u2069" in here.screen.texts()[-1]


def test_beginning_another_interview_in_the_same_place_says_which_was_paused(
    database: Database,
) -> None:
    with world(database) as here:
        here.happen(requested("First"))
        here.happen(requested("Second"))

        said = here.screen.texts()[2]

        assert "First" in said
        assert "paused" in said


# The verdict on record


def test_a_verdict_recomputed_from_storage_is_identical(database: Database) -> None:
    with world(database) as here:
        here.happen(requested())
        for text in ("2", "2", "900 USD", "4", "don't know", "skip", "2", "1", "ok"):
            here.happen(TextSent(text))
        before = assess(STARTER, stored_answers(here), Respondent.MEMBER)

    with world(database) as again:
        (standing,) = again.look(lambda tx: tx.team(HERE).listings())
        profile = again.look(lambda tx: tx.team(HERE).profile("starter", 1))
        assert profile is not None
        after = assess(profile, standing.record.interview.answers, Respondent.MEMBER)

        assert after == before
        assert (standing.verdict, Fraction(standing.score or 0)) == (after.kind, after.score)


def test_changing_an_answer_after_the_end_stores_a_second_verdict(database: Database) -> None:
    with world(database) as here:
        here.happen(requested())
        answer_all(here)
        here.happen(SummaryAccepted())
        here.happen(TextSent("change 4"))
        here.happen(TextSent("1"))

        (standing,) = here.look(lambda tx: tx.team(HERE).listings())

        assert standing.verdict == "decline"
        assert Answer("respectful", Rated(1), TODAY) in standing.record.interview.answers
        assert "takes the place of the earlier one" in here.screen.texts()[-1]


# Trouble


class Flaky:
    """A storage that loses the race so many times before it works."""

    def __init__(self, storage: object, losses: int) -> None:
        self._storage = storage
        self.losses = losses

    async def run(self, work: object, receipts: object = ()) -> object:
        def lost(transaction: Transaction) -> object:
            result = work(transaction)  # type: ignore[operator]
            if self.losses:
                self.losses -= 1
                raise LostRace
            return result

        return await self._storage.run(lost, receipts)  # type: ignore[attr-defined]


def test_a_lost_race_runs_again_and_is_stored_once(database: Database) -> None:
    with world(database, wrap=lambda storage: Flaky(storage, 0)) as here:  # type: ignore[arg-type, return-value]
        here.happen(requested())
        here.storage.losses = 3  # type: ignore[attr-defined]
        here.happen(TextSent("1"))

        assert len(stored_answers(here)) == 1
        assert len(here.screen.shown) == 3


def test_a_race_that_is_always_lost_is_reported(database: Database) -> None:
    with world(database, wrap=lambda storage: Flaky(storage, 0)) as here:  # type: ignore[arg-type, return-value]
        here.happen(requested())
        here.storage.losses = 1_000_000  # type: ignore[attr-defined]

        with pytest.raises(StorageUnavailable) as away:
            here.happen(TextSent("1"))

        assert away.value.trouble is StorageTrouble.BUSY


def test_an_event_that_fails_leaves_nothing_behind_and_can_be_sent_again(
    database: Database,
) -> None:
    with world(database) as here:
        here.happen(requested())
        before = here.record()

        def fail(transaction: Transaction) -> None:
            records = transaction.team(HERE)
            records.receive("event", START)
            records.save(replace(before, interview=replace(before.interview, step=9)), START)
            raise StorageUnavailable(StorageTrouble.FAILED, "test")

        with pytest.raises(StorageUnavailable):
            here.look(fail)
        here.happen(TextSent("1"), "event")

        assert [answer.trait for answer in stored_answers(here)] == ["pay_upfront"]


# Teams


def test_teams_never_see_each_other(database: Database) -> None:
    there = Address("screen", "elsewhere", "me")
    with world(database) as here:
        here.happen(requested("Acme"))
        here.happen(TextSent("1"), "same id")
        here.happen(requested("Acme"), address=there)
        here.happen(TextSent("2"), "same id", address=there)

        ours = here.look(lambda tx: tx.team(HERE).listings())
        theirs = here.look(lambda tx: tx.team(there).listings())

        assert [s.record.interview.answers[0].response for s in ours] == [Picked("full")]
        assert [s.record.interview.answers[0].response for s in theirs] == [Picked("half")]
        assert here.look(lambda tx: tx.team(there).current(HERE)) is None


def test_one_teams_records_cannot_save_another_teams_interview(database: Database) -> None:
    there = Address("screen", "elsewhere", "me")
    with world(database) as here:
        here.happen(requested())
        ours = here.record()

        with pytest.raises(StorageUnavailable):
            here.look(lambda tx: tx.team(there).save(ours, START))

        assert here.record() == ours


# Names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Acme", "Acme"),
        ("  Acme \n  & Co\t", "Acme & Co"),
        ("شركة الأفق", "شركة الأفق"),
        ("\u202egnp.exe\x00\x1b[31m", "gnp.exe[31m"),
        ("", Problem(Reason.EMPTY)),
        (" \u200b\n", Problem(Reason.EMPTY)),
        ("x" * 80, "x" * 80),
        ("x" * 81, Problem(Reason.TOO_LONG, "80")),
        ("x" * 1_000_000, Problem(Reason.TOO_LONG, "80")),
        ("\ud800", Problem(Reason.EMPTY)),
    ],
)
def test_a_name_is_one_line_without_anything_invisible(text: str, expected: str | Problem) -> None:
    assert prospect_name(text) == expected


# The same events twice


HAPPENINGS = st.one_of(
    st.sampled_from(
        [
            TextSent("1"),
            TextSent("2"),
            TextSent("2000 USD"),
            TextSent("3 days"),
            TextSent("nonsense"),
            TextSent("ok"),
            TextSent("back"),
            TextSent("change 1"),
            TextSent("pause"),
            TextSent("start over"),
            TextSent("yes"),
            Passed(Mark.SKIPPED),
            Paused(),
            Returned(),
            SteppedBack(),
            ChangeAsked(),
            requested(),
        ]
    )
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(happenings=st.lists(HAPPENINGS, min_size=1, max_size=12), data=st.data())
def test_the_same_events_twice_change_nothing_more(
    tmp_path_factory: pytest.TempPathFactory, happenings: list[TextSent], data: st.DataObject
) -> None:
    repeats = data.draw(
        st.lists(st.integers(1, 3), min_size=len(happenings), max_size=len(happenings))
    )

    def outcome(times: list[int]) -> tuple[object, list[str]]:
        with world(tmp_path_factory.mktemp("once")) as here:
            here.happen(requested(), "start")
            for number, (happening, often) in enumerate(zip(happenings, times, strict=True)):
                for _ in range(often):
                    here.happen(happening, f"event {number}")
            standings = here.look(lambda tx: tx.team(HERE).listings())
            kept = [(s.record.prospect, s.record.interview, s.verdict, s.score) for s in standings]
            return kept, here.screen.texts()

    assert outcome(repeats) == outcome([1] * len(happenings))


def test_the_lists_that_come_with_the_bot_can_all_be_run(database: Database) -> None:
    with world(database) as here:
        for name in ("starter", "agency", "client_audit", "bant", "champ", "meddic"):
            here.happen(requested(f"Prospect of {name}", name))

            assert here.record().profile_id == load_list(name).id


def test_times_are_stored_in_utc(database: Database) -> None:
    with world(database) as here:
        here.happen(requested())

        (standing,) = here.look(lambda tx: tx.team(HERE).listings())

        assert standing.changed_at == datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


# Where verdicts go


def test_the_verdict_goes_to_the_channel_that_the_team_chose(
    database: Database,
) -> None:
    with world(database) as here:
        here.happen(QualifyRequested("Acme", Respondent.PROSPECT, "en", "starter"))
        database.run("UPDATE teams SET verdict_address = 'screen:home:verdicts'")
        for text in ("1", "1", "2000 USD", "1", "2 hours", "1", "1", "1", "ok"):
            here.happen(TextSent(text))

        last_two = [
            (address.channel, plain_text(card).split()[0])
            for address, card, _ in here.screen.shown[-2:]
        ]

        assert sorted(last_two) == [("me", "Thank"), ("verdicts", "\u2068Acme\u2069:")]


# Offers

HALF, FULL = Picked("half"), Picked("full")


def last_choices(here: World) -> dict[str, Button]:
    """The choices of the newest card, by their labels."""
    _, card, _ = here.screen.shown[-1]
    (choices,) = (block for block in card.blocks if isinstance(block, Choices))
    return {button.label: button for button in choices.buttons}


def press(here: World, button: Button, event_id: str = "") -> Handled:
    return here.happen(event_of(button.press), event_id, interview_id=button.press.interview)


def test_a_button_of_an_offer_works_in_another_process_and_counts_once(database: Database) -> None:
    with world(database) as here:
        here.happen(requested())
        here.happen(Doubted((HALF,)))
        yes = last_choices(here)["Yes"]
        offered = here.record().interview

    with world(database) as again:
        restored = again.record().interview
        press(again, yes, "a press")
        after = again.record().interview
        press(again, yes, "another press")

        assert offered == restored == Interview(Respondent.MEMBER, offered=(HALF,))
        assert after == Interview(
            Respondent.MEMBER, answers=(Answer("pay_upfront", HALF, TODAY),), step=1
        )
        assert again.record().interview == after
        assert again.screen.texts()[-1].startswith("That button belongs to an earlier question")


def test_an_offer_is_shown_with_a_button_for_each_reading(database: Database) -> None:
    with world(database) as here:
        here.happen(requested())
        here.happen(Doubted((HALF, FULL)))

        presses = [button.press for button in last_choices(here).values()]

        assert [(p.verb, p.trait, p.option, p.step) for p in presses] == [
            (Verb.READING, "pay_upfront", fingerprint(HALF), 0),
            (Verb.READING, "pay_upfront", fingerprint(FULL), 0),
        ]
        assert stored_answers(here) == ()


def test_a_button_of_an_earlier_offer_changes_nothing_after_a_new_one(database: Database) -> None:
    with world(database) as here:
        here.happen(requested())
        here.happen(Doubted((HALF,)))
        old = last_choices(here)["Yes"]
        here.happen(Doubted((FULL,)))
        before = here.record().interview

        press(here, old)

        assert here.record().interview == before
        assert here.screen.texts()[-1].startswith("That button belongs to an earlier question")


def test_after_a_no_the_yes_is_old_and_the_buttons_of_the_question_answer(
    database: Database,
) -> None:
    with world(database) as here:
        here.happen(requested())
        full = next(iter(last_choices(here).values()))
        here.happen(Doubted((HALF,)))
        yes, no = last_choices(here).values()
        press(here, no)
        asked_again = here.screen.texts()[-1]
        press(here, yes)
        after_yes = stored_answers(here)
        press(here, full)

        assert asked_again.startswith("Then please say it in other words.\n")
        assert after_yes == ()
        assert stored_answers(here) == (Answer("pay_upfront", FULL, TODAY),)


def test_a_button_of_an_offer_ends_a_pause(database: Database) -> None:
    with world(database) as here:
        here.happen(requested())
        here.happen(Doubted((HALF,)))
        yes = last_choices(here)["Yes"]
        here.happen(Paused())

        press(here, yes)

        assert here.record().interview.stage is Stage.OPEN
        assert stored_answers(here) == (Answer("pay_upfront", HALF, TODAY),)


# Several windows


def test_words_typed_to_the_question_on_the_screen_end_a_pause_made_elsewhere(
    database: Database,
) -> None:
    with world(database) as here:
        here.happen(requested())
        step = here.record().interview.step
        here.happen(Paused())

        here.happen(TextSent("2", step))

        assert here.record().interview.stage is Stage.OPEN
        assert [answer.response for answer in stored_answers(here)] == [Picked("half")]


def test_words_typed_while_paused_to_nothing_in_particular_are_not_taken(
    database: Database,
) -> None:
    with world(database) as here:
        here.happen(requested())
        here.happen(Paused())

        here.happen(TextSent("2"))

        assert here.record().interview.stage is Stage.PAUSED
        assert stored_answers(here) == ()


@pytest.mark.parametrize(("word", "stage"), [("pause", Stage.PAUSED), ("help", Stage.OPEN)])
def test_a_command_is_heard_in_a_window_that_is_behind(
    database: Database, word: str, stage: Stage
) -> None:
    with world(database) as here:
        here.happen(requested())
        step = here.record().interview.step
        here.happen(TextSent("1", step))
        here.happen(TextSent(word, step))

        assert here.record().interview.stage is stage
        assert not here.screen.texts()[-1].startswith("Another question")


def test_a_member_who_begins_sees_first_what_the_prospects_answers_came_to(
    database: Database,
) -> None:
    with world(database) as here:
        here.happen(QualifyRequested("Acme", Respondent.PROSPECT, "en", "starter"))
        for text in ("1", "1", "2000 USD", "1", "2 hours", "1", "1", "1", "ok"):
            here.happen(TextSent(text))
        shown = len(here.screen.shown)

        here.happen(requested())

        first = here.screen.texts()[shown]
        assert first.startswith("\u2068Acme\u2069: \u2068accept\u2069")
        assert "answered by the prospect" in first
        assert here.record().interview.respondent is Respondent.MEMBER


# Doubtful words


ANY_DAYS = Steps(Direction.AT_LEAST, ((Fraction(0), Fraction(1)),))
HUNDRED = Decimal(100)
COLOURS = tuple(
    Option(name.lower(), words(name), Fraction(1)) for name in ("Crimson", "Turquoise", "Lavender")
)


@dataclass(frozen=True)
class Doubt:
    """A question, words that are not read without a tap, and what they may mean."""

    kind: AnswerKind
    typed: str
    readings: tuple[Value, ...]

    @property
    def profile(self) -> Profile:
        return listed(trait("first", self.kind), trait("then", YesNo()))


def seconds(days: int) -> Lasting:
    return Lasting(Length(0, days * 86_400), Length(0, days * 86_400))


def on(*days: date) -> tuple[Value, ...]:
    return tuple(Dated(day, day) for day in days)


def dollars(*amounts: str) -> tuple[Value, ...]:
    return tuple(Amount(Decimal(one), Decimal(one), "USD") for one in amounts)


def counted(*numbers: str) -> tuple[Value, ...]:
    return tuple(Counted(Decimal(one), Decimal(one)) for one in numbers)


MISSPELT = {
    "choice": Doubt(Choice(COLOURS), "turqoise", (Picked("turquoise"),)),
    "duration": Doubt(Duration(ANY_DAYS), "3 dyas", (seconds(3),)),
    "day": Doubt(Day(ANY_DAYS), "5 apirl 2027", on(date(2027, 4, 5))),
    "money": Doubt(Money("USD", ANY_DAYS), "5000 dolars or so", dollars("5000")),
    "text": Doubt(Text(300, given=Fraction(1)), "skpi", (Written("skpi"),)),
}
"""One reading each."""
DOUBLE = {
    "day": Doubt(Day(ANY_DAYS), "01/02/2027", on(date(2027, 1, 2), date(2027, 2, 1))),
    "duration": Doubt(Duration(ANY_DAYS), "two days or three days", (seconds(2), seconds(3))),
    "money": Doubt(Money("USD", ANY_DAYS), "5.000", dollars("5", "5000")),
    "number": Doubt(Number(Decimal(1), HUNDRED, ANY_DAYS), "two or three", counted("2", "3")),
    "percent": Doubt(Percent(Decimal(0), HUNDRED, ANY_DAYS), "20% or 30%", counted("20", "30")),
    "scale": Doubt(Scale(1, (Fraction(1),) * 5), "3 or 4", (Rated(3), Rated(4))),
    "choice": Doubt(
        Choice(COLOURS), "lavender or crimson", (Picked("lavender"), Picked("crimson"))
    ),
}
"""Two readings each."""
YES_OR_NO = Doubt(YesNo(), "no problem", (Picked("yes"), Picked("no")))
DOUBTS = [*MISSPELT.values(), *DOUBLE.values(), YES_OR_NO]
EVERY_DOUBT = pytest.mark.parametrize(
    "doubt", DOUBTS, ids=[f"{type(one.kind).__name__}: {one.typed}" for one in DOUBTS]
)
MISSPELT_WORDS = pytest.mark.parametrize("doubt", MISSPELT.values(), ids=MISSPELT)
DOUBLE_MEANINGS = pytest.mark.parametrize("doubt", DOUBLE.values(), ids=DOUBLE)
BOTH = pytest.mark.parametrize("respondent", Respondent)


@contextmanager
def asked(
    folder: Path, doubt: Doubt, respondent: Respondent = Respondent.MEMBER
) -> Iterator[World]:
    """A bot that has asked the question of a doubt, or asks it no more if it did so before."""
    began = (folder / "bot.db").exists()
    with world(folder, lists=lambda _: doubt.profile) as here:
        if not began:
            here.happen(QualifyRequested("Acme", respondent, "en", "test_list"))
        yield here


@BOTH
@EVERY_DOUBT
def test_doubtful_words_are_offered_and_not_stored(
    tmp_path: Path, doubt: Doubt, respondent: Respondent
) -> None:
    with asked(tmp_path, doubt, respondent) as here:
        here.happen(TextSent(doubt.typed))

        assert here.record().interview == Interview(respondent, offered=doubt.readings)


@BOTH
@EVERY_DOUBT
def test_doubtful_words_to_the_question_on_the_screen_end_a_pause_with_an_offer(
    tmp_path: Path, doubt: Doubt, respondent: Respondent
) -> None:
    with asked(tmp_path, doubt, respondent) as here:
        here.happen(Paused())
        here.happen(TextSent(doubt.typed, 0))

        assert here.record().interview == Interview(respondent, offered=doubt.readings)


@BOTH
@EVERY_DOUBT
def test_doubtful_words_typed_while_paused_to_nothing_in_particular_are_not_offered(
    tmp_path: Path, doubt: Doubt, respondent: Respondent
) -> None:
    with asked(tmp_path, doubt, respondent) as here:
        here.happen(Paused())
        here.happen(TextSent(doubt.typed))

        assert here.record().interview == Interview(respondent, stage=Stage.PAUSED)


@BOTH
@EVERY_DOUBT
def test_doubtful_words_to_a_question_answered_elsewhere_are_not_offered(
    tmp_path: Path, doubt: Doubt, respondent: Respondent
) -> None:
    with asked(tmp_path, doubt, respondent) as here:
        here.happen(Passed(Mark.DONT_KNOW, 0))
        before = here.record().interview
        here.happen(TextSent(doubt.typed, 0))

        assert here.record().interview == before


@pytest.mark.parametrize("yes", ["yes", "Yep!", "yes please", "👍", "نعم", "na3am"])
@pytest.mark.parametrize("name", sorted(set(MISSPELT) - {"text"}))
def test_a_typed_yes_takes_the_one_reading(tmp_path: Path, name: str, yes: str) -> None:
    doubt = MISSPELT[name]
    with asked(tmp_path, doubt) as here:
        here.happen(TextSent(doubt.typed))
        here.happen(TextSent(yes))

        assert stored_answers(here) == (Answer("first", doubt.readings[0], TODAY),)


@pytest.mark.parametrize("no", ["no", "Nope", "no, sorry", "👎", "لا"])
@pytest.mark.parametrize("name", sorted(set(MISSPELT) - {"text"}))
def test_a_typed_no_asks_again_and_another_try_is_stored(
    tmp_path: Path, name: str, no: str
) -> None:
    doubt = MISSPELT[name]
    with asked(tmp_path, doubt) as here:
        here.happen(TextSent(doubt.typed))
        here.happen(TextSent(no))
        after_no = here.record().interview
        here.happen(TextSent(doubt.typed))
        here.happen(TextSent("yes"))

        assert after_no == Interview(Respondent.MEMBER, attempts=1)
        assert stored_answers(here) == (Answer("first", doubt.readings[0], TODAY),)


@BOTH
@DOUBLE_MEANINGS
def test_a_typed_label_takes_its_reading(
    tmp_path: Path, doubt: Doubt, respondent: Respondent
) -> None:
    with asked(tmp_path, doubt, respondent) as here:
        here.happen(TextSent(doubt.typed))
        here.happen(TextSent(list(last_choices(here))[1]))

        assert stored_answers(here) == (Answer("first", doubt.readings[1], TODAY),)


@pytest.mark.parametrize("place", ["2", "2)", "2.", "٢", "the second one", "second", "الثاني"])
@pytest.mark.parametrize("name", ["day", "duration"])
def test_a_typed_place_takes_the_reading_there_where_it_answers_nothing_itself(
    tmp_path: Path, name: str, place: str
) -> None:
    doubt = DOUBLE[name]
    with asked(tmp_path, doubt) as here:
        here.happen(TextSent(doubt.typed))
        here.happen(TextSent(place))

        assert stored_answers(here) == (Answer("first", doubt.readings[1], TODAY),)


NUMERIC = pytest.mark.parametrize("name", sorted(set(DOUBLE) - {"day", "duration"}))


def answered_plainly(folder: Path, doubt: Doubt, typed: str) -> Value:
    """What the text answers where nothing is offered."""
    folder.mkdir()
    with asked(folder, doubt) as here:
        here.happen(TextSent(typed))
        (stored,) = stored_answers(here)
        assert not isinstance(stored.response, Mark)
        return stored.response


@BOTH
@pytest.mark.parametrize("number", ["1", "2", "2.", "٢"])
@NUMERIC
def test_a_typed_number_that_may_be_a_place_or_an_answer_is_asked_about(
    tmp_path: Path, name: str, number: str, respondent: Respondent
) -> None:
    doubt = DOUBLE[name]
    itself = answered_plainly(tmp_path / "plain", doubt, number)
    with asked(tmp_path, doubt, respondent) as here:
        here.happen(TextSent(doubt.typed))
        here.happen(TextSent(number))

        if itself in doubt.readings:
            assert stored_answers(here) == (Answer("first", itself, TODAY),)
        else:
            there = doubt.readings[0 if number == "1" else 1]
            assert stored_answers(here) == ()
            assert here.record().interview.offered == (there, itself)


@BOTH
@NUMERIC
def test_a_typed_number_that_is_no_place_is_the_answer(
    tmp_path: Path, name: str, respondent: Respondent
) -> None:
    doubt = DOUBLE[name]
    itself = answered_plainly(tmp_path / "plain", doubt, "3")
    with asked(tmp_path, doubt, respondent) as here:
        here.happen(TextSent(doubt.typed))
        here.happen(TextSent("3"))

        assert stored_answers(here) == (Answer("first", itself, TODAY),)


def test_a_typed_place_never_takes_what_stands_elsewhere_in_the_question(tmp_path: Path) -> None:
    doubt = DOUBLE["choice"]
    with asked(tmp_path, doubt) as here:
        here.happen(TextSent(doubt.typed))
        here.happen(TextSent("the first one"))

        assert stored_answers(here) in ((), (Answer("first", doubt.readings[0], TODAY),))


@pytest.mark.parametrize("word", ["no", "yes", "neither", "none of these", "لا"])
def test_a_yes_or_no_to_several_readings_is_no_answer_in_own_words(
    tmp_path: Path, word: str
) -> None:
    kind = Choice(COLOURS, other=Fraction(0))
    own = Doubt(kind, "turqoise", (Picked("turquoise"), PickedOther("turqoise")))
    with asked(tmp_path, own) as here:
        here.happen(TextSent(own.typed))
        offered = here.record().interview.offered
        here.happen(TextSent(word))

        assert offered == own.readings
        assert stored_answers(here) == ()


@EVERY_DOUBT
def test_a_reading_tapped_on_one_device_is_not_taken_again_on_another(
    tmp_path: Path, doubt: Doubt
) -> None:
    with asked(tmp_path, doubt) as here:
        here.happen(TextSent(doubt.typed, 0))
        label, button = next(iter(last_choices(here).items()))
        press(here, button)
        after = here.record().interview
        for late in ("yes", "no", "2", "the second one", label, doubt.typed):
            here.happen(TextSent(late, 0))
        press(here, button)

        assert after.answers == (Answer("first", doubt.readings[0], TODAY),)
        assert here.record().interview == after


@DOUBLE_MEANINGS
def test_what_was_typed_on_one_device_makes_the_readings_of_another_old(
    tmp_path: Path, doubt: Doubt
) -> None:
    with asked(tmp_path, doubt) as here:
        here.happen(TextSent(doubt.typed, 0))
        first, second = last_choices(here).values()
        here.happen(TextSent(first.label, 0))
        after = here.record().interview
        press(here, second)

        assert after.answers == (Answer("first", doubt.readings[0], TODAY),)
        assert here.record().interview == after


def test_an_offer_made_on_one_device_takes_the_place_of_that_of_another(tmp_path: Path) -> None:
    doubt = DOUBLE["day"]
    with asked(tmp_path, doubt) as here:
        here.happen(TextSent(doubt.typed, 0))
        _, old = last_choices(here).values()
        here.happen(TextSent("03/04/2027", 0))
        press(here, old)
        untouched = stored_answers(here)
        here.happen(TextSent("2", 0))

        assert untouched == ()
        assert stored_answers(here) == (
            Answer("first", Dated(date(2027, 4, 3), date(2027, 4, 3)), TODAY),
        )


@EVERY_DOUBT
def test_an_offer_outlives_its_process_and_is_taken_by_a_tap(tmp_path: Path, doubt: Doubt) -> None:
    with asked(tmp_path, doubt) as here:
        here.happen(TextSent(doubt.typed))
        button = list(last_choices(here).values())[len(doubt.readings) - 1]

    with asked(tmp_path, doubt) as again:
        press(again, button, "a tap")

        assert stored_answers(again) == (Answer("first", doubt.readings[-1], TODAY),)


@pytest.mark.parametrize(
    ("doubt", "typed"), [(MISSPELT["duration"], "yes"), (DOUBLE["day"], "the second one")]
)
def test_an_offer_outlives_its_process_and_is_taken_in_words(
    tmp_path: Path, doubt: Doubt, typed: str
) -> None:
    with asked(tmp_path, doubt) as here:
        here.happen(TextSent(doubt.typed))

    with asked(tmp_path, doubt) as again:
        again.happen(TextSent(typed, 0), "later words")

        assert stored_answers(again) == (Answer("first", doubt.readings[-1], TODAY),)


def test_next_friday_is_offered_early_in_the_week(tmp_path: Path) -> None:
    doubt = Doubt(Day(ANY_DAYS), "next friday", on(date(2026, 3, 6), date(2026, 3, 13)))
    with asked(tmp_path, doubt) as here:
        here.clock.move(2 * 86_400)
        here.happen(TextSent(doubt.typed))

        assert here.record().interview.offered == doubt.readings
        assert stored_answers(here) == ()
