"""Every stored message is shown, in order, once; whatever the platform answers."""

from contextlib import suppress
from pathlib import Path

from bot.arrivals import TextSent
from bot.ports import TryLater, Undeliverable
from tests.world import requested, world


def test_a_message_that_must_wait_is_sent_when_it_is_due_and_nothing_overtakes_it(
    tmp_path: Path,
) -> None:
    with world(tmp_path) as here:
        here.screen.faults = [TryLater(60)]
        here.happen(requested())

        shown_at_once = list(here.screen.shown)
        here.run(here.relay.deliver_due())
        shown_too_early = list(here.screen.shown)
        here.clock.move(61)
        here.run(here.relay.deliver_due())

        assert shown_at_once == shown_too_early == []
        first_words = [text.split()[0] for text in here.screen.texts()]
        assert first_words == ["Let's", "Question"]


def test_answers_are_taken_while_messages_wait_and_only_the_newest_question_is_shown(
    tmp_path: Path,
) -> None:
    with world(tmp_path) as here:
        here.screen.faults = [TryLater(60)]
        here.happen(requested())
        here.happen(TextSent("1"))
        here.clock.move(61)
        here.run(here.relay.deliver_due())

        assert [answer.trait for answer in here.record().interview.answers] == ["pay_upfront"]
        assert len(here.screen.shown) == 2
        assert "Will the prospect sign" in here.screen.texts()[-1]


def test_a_message_that_cannot_be_delivered_is_parked_and_the_next_goes_out(
    tmp_path: Path,
) -> None:
    with world(tmp_path) as here:
        here.screen.faults = [Undeliverable("closed")]
        here.happen(requested())
        here.clock.move(61)
        here.run(here.relay.deliver_due())

        assert len(here.screen.shown) == 1
        assert "Question" in here.screen.texts()[0]


def test_what_a_dead_process_left_is_sent_by_the_next_once_its_lease_is_over(
    tmp_path: Path,
) -> None:
    class Dead(BaseException):
        pass

    with world(tmp_path) as dying:
        dying.screen.faults = [Dead()]  # type: ignore[list-item]
        with suppress(Dead):
            dying.happen(requested())

    with world(tmp_path) as next_one:
        early = next_one.run(next_one.relay.deliver_due())
        next_one.clock.move(31)
        late = next_one.run(next_one.relay.deliver_due())

        assert (early, late) == (0, 2)
        assert len({key for _, _, key in next_one.screen.shown}) == 2
