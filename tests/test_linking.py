"""One team over several spaces: codes, and two teams' records that become one's."""

import pytest

from bot.arrivals import TextSent
from bot.linking import CODE_FOR, entered, offered
from bot.ports import Address
from bot.records import Action, Choice, Joining
from bot.snapshot import Stage
from tests.databases import Database
from tests.world import HERE, World, requested, world

THERE = Address("screen", "another home", "me")
ELSEWHERE = Address("screen", "a third home", "me")
CHANNEL = Address("screen", "another home", "verdicts")


def code_of(here: World, at: Address = HERE) -> str:
    return here.look(lambda tx: offered(tx, at, here.clock.now()))


def enter(here: World, code: str, at: Address = THERE) -> Joining:
    return here.look(lambda tx: entered(tx, at, code, here.clock.now()))


def team_of(here: World, at: Address) -> str:
    return here.look(lambda tx: tx.team(at).team)


def prospects(here: World, at: Address = HERE) -> list[str]:
    return here.look(lambda tx: sorted(one.record.prospect for one in tx.team(at).listings()))


def test_a_code_makes_two_spaces_one_team(database: Database) -> None:
    with world(database) as here:
        code = code_of(here)

        assert team_of(here, HERE) != team_of(here, THERE)
        assert enter(here, code) is Joining.JOINED
        assert team_of(here, HERE) == team_of(here, THERE)


@pytest.mark.parametrize("typed", [str.lower, lambda code: f"  {code.replace('-', ' ')} "])
def test_a_code_may_be_typed_in_any_way(database: Database, typed: object) -> None:
    with world(database) as here:
        assert callable(typed)
        assert enter(here, typed(code_of(here))) is Joining.JOINED


def test_a_code_is_of_use_once(database: Database) -> None:
    with world(database) as here:
        code = code_of(here)
        enter(here, code)

        assert enter(here, code, ELSEWHERE) is Joining.UNKNOWN
        assert team_of(here, ELSEWHERE) != team_of(here, HERE)


def test_a_code_is_of_no_use_after_its_time(database: Database) -> None:
    with world(database) as here:
        code = code_of(here)
        here.clock.move(CODE_FOR.total_seconds() + 1)

        assert enter(here, code) is Joining.UNKNOWN


def test_the_same_team_has_nothing_to_join(database: Database) -> None:
    with world(database) as here:
        assert enter(here, code_of(here), HERE) is Joining.SAME


@pytest.mark.parametrize("guess", ["", "AAAAA-AAAAA", "' OR 1=1 --", "ربط"])
def test_what_is_no_code_opens_nothing(database: Database, guess: str) -> None:
    with world(database) as here:
        code_of(here)

        assert enter(here, guess) is Joining.UNKNOWN


def test_no_code_is_stored(database: Database) -> None:
    with world(database) as here:
        code = code_of(here)

        (row,) = database.run("SELECT digest, team_id FROM links")
        assert code.replace("-", "") not in str(row)


def test_everything_of_both_is_the_teams(database: Database) -> None:
    with world(database) as here:
        here.happen(requested("Acme"))
        here.happen(requested("Nour"), address=THERE)
        here.happen(TextSent("1"), address=THERE)
        here.look(lambda tx: tx.team(THERE).report_to(CHANNEL))
        here.look(lambda tx: tx.team(THERE).members.choose(THERE, Choice("ar", None)))

        enter(here, code_of(here))

        assert prospects(here) == ["Acme", "Nour"]
        assert here.look(lambda tx: tx.team(HERE).verdict_address()) == CHANNEL
        assert here.look(lambda tx: tx.team(THERE).members.choice(THERE)) == Choice("ar", None)
        assert len(here.record(THERE).interview.answers) == 1
        logged = here.look(lambda tx: [one.action for one in tx.team(HERE).logged()])
        assert logged.count(Action.SPACE_JOINED) == 1


def test_a_team_keeps_the_channel_that_it_has(database: Database) -> None:
    with world(database) as here:
        here.look(lambda tx: tx.team(HERE).report_to(HERE))
        here.look(lambda tx: tx.team(THERE).report_to(CHANNEL))

        enter(here, code_of(here))

        assert here.look(lambda tx: tx.team(THERE).verdict_address()) == HERE


def test_a_prospect_of_both_is_one_and_the_newest_interview_is_the_newest(
    database: Database,
) -> None:
    with world(database) as here:
        here.happen(requested("ACME"), address=THERE)
        here.clock.move(60)
        here.happen(requested("Acme"))
        newest = here.record(HERE).id

        enter(here, code_of(here))

        (count,) = database.run("SELECT count(*) FROM prospects")
        assert count == (1,)

        respondent = here.record().interview.respondent
        found = here.look(lambda tx: tx.team(HERE).latest("acme", None, respondent))
        assert found is not None
        assert found.id == newest


def test_an_interview_goes_on_after_its_team_has_joined(database: Database) -> None:
    with world(database) as here:
        here.happen(requested(), address=THERE)
        here.happen(TextSent("1"), address=THERE)

        enter(here, code_of(here))
        for text in ("1", "2000 USD", "5", "2 hours", "1", "1", "1", "done"):
            here.happen(TextSent(text), address=THERE)

        assert here.record(THERE).interview.stage is Stage.FINISHED


def test_a_third_team_notices_nothing(database: Database) -> None:
    with world(database) as here:
        here.happen(requested("Their own"), address=ELSEWHERE)
        before = prospects(here, ELSEWHERE)
        here.happen(requested(), address=THERE)

        enter(here, code_of(here))

        assert prospects(here, ELSEWHERE) == before
        assert "Their own" not in prospects(here)


def test_nothing_is_left_of_the_team_that_joined(database: Database) -> None:
    with world(database) as here:
        here.happen(requested(), address=THERE)
        answer_all_at(here)
        left = team_of(here, THERE)

        enter(here, code_of(here))

        tables = [
            *("teams", "spaces", "prospects", "profile_versions", "interviews", "answers"),
            *("verdicts", "conversations", "inbox", "outbox", "reminders", "audit_log"),
        ]
        rows = {
            table: database.run(f"SELECT count(*) FROM {table} WHERE team_id = '{left}'")[0][0]  # noqa: S608
            for table in tables
        }
        assert rows == dict.fromkeys(tables, 0)


def answer_all_at(here: World) -> None:
    for text in ("1", "1", "2000 USD", "5", "2 hours", "1", "1", "1", "done"):
        here.happen(TextSent(text), address=THERE)


def test_a_team_of_several_spaces_is_not_taken_along(database: Database) -> None:
    with world(database) as here:
        enter(here, code_of(here))
        team = team_of(here, HERE)

        assert enter(here, code_of(here, ELSEWHERE), THERE) is Joining.SEVERAL
        assert team_of(here, THERE) == team_of(here, HERE) == team


@pytest.mark.parametrize(
    ("ours", "theirs", "kept"),
    [(None, None, None), (None, 30, 30), (90, 30, 30), (0, 30, 30), (30, 0, 30), (0, None, 0)],
)
def test_what_was_said_is_kept_no_longer_than_was_promised(
    ours: int | None, theirs: int | None, kept: int | None, database: Database
) -> None:
    with world(database) as here:
        here.look(lambda tx: tx.team(HERE).keep_for(ours))
        here.look(lambda tx: tx.team(THERE).keep_for(theirs))

        enter(here, code_of(here))

        assert here.look(lambda tx: tx.team(HERE).retention_days()) == kept
