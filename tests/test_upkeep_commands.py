"""The commands that look after a running bot, as whoever runs it types them, on both databases."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from adapters.console import HERE, channel
from bot.arrivals import TextSent
from bot.ports import Undeliverable
from bot.profile import Respondent
from storage.models import metadata
from tests.databases import Database
from tests.program import ROOT, Program
from tests.world import HERE as SCREEN
from tests.world import requested, world

ACME = channel("Acme", Respondent.MEMBER)
FULL = "1\n1\n2500 USD\n5\n1 day\n1\n1\n1\nok\n\n"


@pytest.fixture
def program(database: Database, tmp_path: Path) -> Program:
    return Program(tmp_path, {"DATABASE_URL": database.url})


def with_a_message_given_up(database: Database) -> str:
    """Somebody's question that could not be delivered; returns its key."""
    with world(database) as bot:
        bot.happen(requested())
        bot.screen.faults = [Undeliverable("channel is archived")]
        bot.happen(TextSent("1"))
        (given_up,) = bot.look(lambda tx: tx.team(SCREEN).outbox.undelivered())
        return given_up.key


# Any database


def test_an_interview_is_the_same_on_every_database(program: Program) -> None:
    chatted = program("chat", "Acme", typed=FULL)
    shown = program("show", "Acme", "--json")

    (found,) = json.loads(shown.out)
    assert chatted.status == 0
    assert "100.0 of 100" in chatted.out
    assert (found["verdict"], found["score"], len(found["answers"])) == ("accept", 100.0, 8)


def test_an_interview_goes_on_after_another_process(program: Program) -> None:
    program("chat", "Acme", "--lang", "ar", typed="1\n1\n")

    went_on = program("chat", "Acme", "--lang", "ar", typed="")

    assert "السؤال \u20683\u2069" in went_on.out


# Messages that were given up


def test_messages_that_were_given_up_are_listed_and_sent_again(
    program: Program, database: Database
) -> None:
    key = with_a_message_given_up(database)

    listed = program("undelivered")
    (told,) = json.loads(program("undelivered", "--json").out)
    resent = program("resend", key)
    again = program("resend", key)

    assert listed.out.split()[0] == key
    assert listed.out.rstrip().endswith("screen:home:me  channel is archived")
    assert (told["key"], told["address"]) == (key, "screen:home:me")
    assert resent.out == "One message is tried again by the next bot at work.\n"
    assert (again.status, again.err.count("\n")) == (1, 1)
    assert key in again.err
    with world(database) as bot:
        bot.clock.moment = bot.clock.moment.replace(year=2100)
        assert bot.run(bot.relay.deliver_due()) == 1


def test_everything_that_was_given_up_can_be_sent_again(
    program: Program, database: Database
) -> None:
    assert program("resend", "--all").out == "There is nothing to try again.\n"
    with_a_message_given_up(database)

    assert "One message" in program("resend", "--all").out
    assert program("undelivered").out == "Every message was delivered, or is on its way.\n"
    assert "resend" not in program("undelivered", "--lang", "ar").out


def test_resending_nothing_says_how(program: Program) -> None:
    ended = program("resend")

    assert ended.status == 1
    assert "qualify-bot undelivered" in ended.err


# Deletion


def everything(database: Database) -> str:
    """The whole content of the database, as text."""
    return repr({name: database.run(f"SELECT * FROM {name}") for name in metadata.tables})  # noqa: S608


def test_a_prospect_is_gone_with_everything_about_them(
    program: Program, database: Database
) -> None:
    program("chat", "Zanzibar Ltd", typed="1\n1\n123456 USD\n")
    program("chat", "Other", typed="1\n")
    assert "anzibar" in everything(database)

    ended = program("forget", "prospect", "ZANZIBAR LTD", "--yes")

    assert (ended.out, ended.status) == ("Everything about “ZANZIBAR LTD” is deleted.\n", 0)
    assert "anzibar" not in everything(database)
    assert channel("Zanzibar Ltd", Respondent.MEMBER).channel not in everything(database)
    assert "123456" not in everything(database)
    assert "Other" in program("list").out
    assert database.run("SELECT COUNT(*) FROM interviews") == [(1,)]
    assert program("forget", "prospect", "Zanzibar Ltd", "--yes").status == 1


def test_a_pending_message_about_a_forgotten_prospect_is_never_shown(
    program: Program, database: Database
) -> None:
    with_a_message_given_up(database)
    program("resend", "--all")

    program("forget", "prospect", "Acme", "--yes", "--space", "screen:home")

    with world(database) as bot:
        bot.clock.moment = bot.clock.moment.replace(year=2100)
        assert bot.run(bot.relay.deliver_due()) == 0
        assert bot.screen.shown == []


def test_nothing_is_deleted_unasked(program: Program, database: Database) -> None:
    program("chat", "Acme", typed="1\n")
    before = everything(database)

    for command in (["prospect", "Acme"], ["member", str(ACME)], ["team"]):
        ended = program("forget", *command)

        assert (ended.out, ended.status, ended.err.count("\n")) == ("", 1, 1)
        assert "--yes" in ended.err
    assert everything(database) == before


def test_a_member_is_gone_and_the_teams_interviews_stay(
    program: Program, database: Database
) -> None:
    program("chat", "Acme", typed=FULL)
    assert ACME.channel in everything(database)

    ended = program("forget", "member", str(ACME), "--yes")

    assert ended.status == 0
    assert ACME.channel not in everything(database)
    assert "Acme: accept · 100.0 of 100" in program("list").out
    assert program("forget", "member", str(ACME), "--yes").status == 1
    assert "Question" not in program("chat", "Acme", typed="").out


def test_a_team_is_gone_and_others_stay(program: Program, database: Database) -> None:
    with world(database) as bot:
        bot.happen(requested("Of another team"))
    program("chat", "Acme", typed=FULL)

    program("forget", "team", "--yes")

    left = everything(database)
    assert "Acme" not in left
    assert HERE.platform not in left
    assert "Of another team" in left
    assert program("forget", "team", "--yes").status == 1
    assert "Question 1" in program("chat", "Acme", typed="").out.replace("\u2068", "").replace(
        "\u2069", ""
    )


@pytest.mark.parametrize("address", ["slack", "slack:T0", "slack::", ":T0:D0"])
def test_what_is_no_address_is_said_so(program: Program, address: str) -> None:
    ended = program("forget", "member", address, "--yes")

    assert (ended.status, ended.err.count("\n")) == (1, 1)
    assert "slack:T0123:U0456" in ended.err


# Retention and the log


def test_retention_is_set_shown_and_carried_out(program: Program, database: Database) -> None:
    program("chat", "Acme", typed="1\n")

    before = program("retention")
    program("retention", "30")
    after = program("retention", "--lang", "ar")
    program("forget", "due")
    kept = program("list")
    database.run("UPDATE interviews SET changed_at = '2020-01-01 00:00:00.000000'")
    database.run("UPDATE prospects SET created_at = '2020-01-01 00:00:00.000000'")
    program("forget", "due")

    assert before.out == "Prospects are kept for ever.\n"
    assert "30" in after.out
    assert "Acme" in kept.out
    assert program("list").out.startswith("No prospect yet.")


def test_the_settings_say_how_long_for_teams_that_have_not(
    program: Program, database: Database
) -> None:
    asked = Program(program.folder, {"DATABASE_URL": database.url, "RETENTION_DAYS": "1"})
    program("chat", "Acme", typed="1\n")

    assert asked("retention").out == "Prospects are kept for one day after the last change.\n"
    assert program("retention", "0").out == "Prospects are kept for ever.\n"
    assert asked("retention").out == "Prospects are kept for ever.\n"


def test_the_log_tells_what_was_done_and_nothing_that_was_said(program: Program) -> None:
    program("chat", "Zanzibar Ltd", typed=FULL)
    before = json.loads(program("audit-log", "--json").out)
    program("chat", "Other", typed="1\ncancel\nyes\n\n")
    program("retention", "9")
    program("forget", "prospect", "Zanzibar Ltd", "--yes")

    logged = program("audit-log")
    lines = json.loads(program("audit-log", "--json").out)

    assert [line["action"] for line in before] == ["interview-begun", "verdict-reached"]
    assert [line["action"] for line in lines] == [
        "interview-begun",
        "interview-cancelled",
        "retention-set",
        "prospect-forgotten",
    ]
    assert logged.out.count("\n") == 4
    assert "anzibar" not in logged.out
    assert "2500" not in logged.out


# Encryption


def test_a_database_is_encrypted_and_decrypted_by_command(
    program: Program, database: Database
) -> None:
    program("chat", "Acme", typed="1\n")
    key = program("db", "key").out.strip()
    sealed = Program(program.folder, {"DATABASE_URL": database.url, "ENCRYPTION_KEYS": key})
    plain = everything(database)

    said = sealed("db", "seal")
    shut = program("show", "Acme")
    open_ = sealed("show", "Acme")
    refused = program("db", "seal")

    assert '"picked"' in plain.replace("'", '"')
    assert said.out.endswith("is encrypted with the newest key.\n")
    assert (shut.status, "ENCRYPTION_KEYS" in shut.err) == (1, True)
    assert "100% up front" in open_.out
    assert refused.status == 1
    assert '"picked"' not in everything(database).replace("'", '"')
    assert sealed("db", "seal", "--plain").out.startswith("Nothing stored in ")
    assert '"picked"' in everything(database).replace("'", '"')
    assert "100% up front" in program("show", "Acme").out


def test_several_keys_may_be_parted_by_commas_or_spaces(
    program: Program, database: Database
) -> None:
    old, new = (program("db", "key").out.strip() for _ in "ab")

    def with_keys(keys: str) -> Program:
        return Program(program.folder, {"DATABASE_URL": database.url, "ENCRYPTION_KEYS": keys})

    with_keys(old)("chat", "Acme", typed="1\n")

    for keys in (f"{new},{old}", f"{new} {old}", f" {new} , {old} "):
        assert "100% up front" in with_keys(keys)("show", "Acme").out


@pytest.mark.parametrize("keys", ["nonsense", "c2hvcnQ=", "ключ", f"{'A' * 43}= no-key"])
def test_what_is_no_key_is_refused_and_not_repeated(program: Program, keys: str) -> None:
    url = program.settings["DATABASE_URL"]
    ended = Program(program.folder, {"DATABASE_URL": url, "ENCRYPTION_KEYS": keys})("list")

    assert (ended.status, ended.err.count("\n")) == (1, 1)
    assert "qualify-bot db key" in ended.err
    assert keys not in ended.err


def test_a_key_that_is_made_is_one_that_is_taken(program: Program) -> None:
    assert Fernet(program("db", "key").out.strip())


# At work


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_bot_at_work_stops_cleanly_when_asked(program: Program, number: signal.Signals) -> None:
    working = subprocess.Popen(
        [sys.executable, "-m", "bot", "run"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=program.folder,
        env={**program.environment(), "PYTHONPATH": str(ROOT)},
        text=True,
    )
    assert working.stdout is not None
    began = working.stdout.readline()
    working.send_signal(number)
    out, err = working.communicate(timeout=20)

    assert began.startswith("At work until stopped")
    assert (out, err, working.returncode) == ("Stopped. Nothing is lost.\n", "", 0)


def test_an_interview_in_the_terminal_is_paused_when_its_process_is_asked_to_end(
    program: Program,
) -> None:
    talking = subprocess.Popen(
        [sys.executable, "-m", "bot", "chat", "Acme"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=program.folder,
        env={**program.environment(), "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
        text=True,
    )
    assert talking.stdin is not None
    assert talking.stdout is not None
    talking.stdin.write("1\n")
    talking.stdin.flush()
    while "Question 2" not in talking.stdout.readline():
        pass
    talking.send_signal(signal.SIGTERM)
    out, err = talking.communicate(timeout=20)

    assert out.rstrip().split("\n")[-1].startswith("Paused.")
    assert (err, talking.returncode) == ("", 0)
    assert "paused, 1 of at most 8 answered" in program("list").out
