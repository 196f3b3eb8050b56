import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.console import HERE, channel
from bot.catalogues import languages
from bot.profile import Respondent
from bot.profile_file import load_list, shipped_lists
from bot.relay import Relay
from tests.program import Finished, Program
from tests.world import PHRASES, requested, world

SPOKEN = ", ".join(languages())
FULL = "1\n1\n2500 USD\n5\n1 day\n1\n1\n1\nyes\n"


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path).prepared()


def with_settings(program: Program, **settings: str) -> Program:
    return Program(program.folder, settings)


# Help and usage


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "Decide whom to work with, before you say yes."),
        (["chat"], "Qualify a prospect, one question at a time."),
        (["list"], "Show every prospect, with the state of their interviews."),
        (["show"], "Show what is on record about one prospect"),
        (["profile"], "Look at lists, and check your own."),
        (["profile", "list"], "Name the lists that come with the bot."),
        (["profile", "show"], "Show a list, or print it in full to make it your own."),
        (["profile", "check"], "Say what is wrong with a list, or could be better."),
        (["db"], "Look after the database."),
        (["db", "upgrade"], "Bring the database up to date."),
    ],
    ids=" ".join,
)
def test_every_command_says_what_it_does(
    program: Program, arguments: list[str], sentence: str
) -> None:
    helped = program(*arguments, "--help")

    assert (helped.err, helped.status) == ("", 0)
    assert sentence in " ".join(helped.out.split())


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["chat", "Acme", "--as", "nobody"], ["show"], ["list", "--nope"]]
)
def test_what_is_no_command_ends_with_status_2(program: Program, arguments: list[str]) -> None:
    ended = program(*arguments)

    assert (ended.out, ended.status) == ("", 2)
    assert "Traceback" not in ended.err


# chat


def test_an_interview_left_open_in_another_language_is_paused_in_that_language(
    program: Program,
) -> None:
    with world(program.folder) as bot:
        bot.relay = Relay(bot.storage, {HERE.platform: bot.screen}, bot.clock, PHRASES)
        bot.happen(requested(), address=channel("Acme", Respondent.MEMBER))

    went_on = program("chat", "Acme", "--profile", "agency", "--lang", "ar")

    assert (went_on.err, went_on.status) == ("", 0)
    assert "The interview about Acme (list “Starter list”) is paused." in went_on.out


# list and show


def test_an_empty_database_has_nobody(program: Program) -> None:
    assert program("list") == Finished("No prospect yet. Begin with: qualify-bot chat NAME\n")
    assert program("list", "--json") == Finished("[]\n")


def test_the_json_of_a_prospect_is_complete(program: Program) -> None:
    program("chat", "Acme", typed=FULL)

    shown = program("show", "ACME", "--json")

    (found,) = json.loads(shown.out)
    changed = datetime.fromisoformat(found.pop("changed_at"))
    assert abs((datetime.now(UTC) - changed).total_seconds()) < 60
    assert len(found.pop("interview")) == 32
    today = {answer.pop("given_on") for answer in found["answers"]}
    ledger = found.pop("ledger")
    assert [line["points"] for line in ledger] == [line["most"] for line in ledger]
    assert ledger[0] == {
        "trait": "pay_upfront",
        "state": "weighed",
        "weight": 5,
        "fit": 1.0,
        "points": pytest.approx(500 / 36),
        "most": pytest.approx(500 / 36),
    }
    assert len(today) == 1
    assert found == {
        "prospect": "Acme",
        "list": "starter",
        "version": 1,
        "respondent": "member",
        "stage": "finished",
        "verdict": "accept",
        "score": 100.0,
        "answers": [
            {"trait": "pay_upfront", "response": {"picked": "full"}},
            {"trait": "signs_contract", "response": {"picked": "yes"}},
            {
                "trait": "budget_fits",
                "response": {"amount": ["2500", "2500"], "currency": "USD"},
            },
            {"trait": "respectful", "response": {"rated": 5}},
            {"trait": "replies_quickly", "response": {"lasting": [[0, 86400], [0, 86400]]}},
            {"trait": "clear_goal", "response": {"picked": "measurable"}},
            {"trait": "deadline_ok", "response": {"picked": "comfortable"}},
            {"trait": "decision_maker", "response": {"picked": "yes"}},
        ],
        "failed_deal_breakers": [],
        "conditions": [],
        "to_settle": [],
    }
    assert json.loads(program("list", "--json").out) == json.loads(shown.out)


def test_without_a_name_only_interviews_of_the_same_respondent_go_on(program: Program) -> None:
    program("chat", "Acme", typed="1\n")

    asked = program("chat", "--as", "prospect", typed="")

    assert asked.out.startswith("Whom do you want to qualify?")
    assert "Acme" not in asked.out


def test_nothing_about_somebody_unknown_is_one_line_and_status_1(program: Program) -> None:
    assert program("show", "Nobody") == Finished(
        "", 'Nothing about “Nobody” yet. Begin with: qualify-bot chat "Nobody"\n', 1
    )


@pytest.mark.parametrize(
    "name",
    ["شركة نور", "a/b\\c", "--", 'O\'Neil & "Sons" <b>', "=1+1", "@here", "{name}", "%s", "💡"],
)
def test_a_name_with_odd_characters_is_kept_as_it_is(program: Program, name: str) -> None:
    program("chat", "--lang", "en", "--", name)

    (found,) = json.loads(program("show", "--json", "--", name).out)

    assert found["prospect"] == name


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("  Acme \n Ltd ", "Acme Ltd"),
        ("A\x1b[31mcme", "A[31mcme"),
        ("\u2068Acme\u2069", "Acme"),
        ("\u202eemcA", "emcA"),
        ("A\x07\x00c\x9bme", "Acme"),
    ],
)
def test_a_name_is_kept_without_what_could_mislead(program: Program, name: str, kept: str) -> None:
    program("chat", name)

    (found,) = json.loads(program("list", "--json").out)

    assert found["prospect"] == kept


@pytest.mark.parametrize("name", ["", "  ", "\x00\x1b", "\u200b\u202e"])
def test_a_name_is_needed(program: Program, name: str) -> None:
    assert program("chat", name) == Finished(
        "", "A name is needed, for instance: qualify-bot chat Acme\n", 1
    )


def test_a_name_has_80_characters_at_most(program: Program) -> None:
    assert program("chat", "x" * 80).status == 0
    assert program("chat", "x" * 81) == Finished(
        "", "That name is longer than 80 characters. Please use a shorter one.\n", 1
    )


def test_without_a_name_the_first_line_is_the_name(program: Program) -> None:
    program("chat", typed="Acme\n1\n")

    (found,) = json.loads(program("list", "--json").out)

    assert (found["prospect"], len(found["answers"])) == ("Acme", 1)


def test_a_list_for_members_cannot_be_put_to_a_prospect(program: Program) -> None:
    refused = program("chat", "Acme", "--profile", "client_audit", "--as", "prospect")

    assert refused == Finished(
        "",
        "The list “Client audit” has no questions to the prospect. Ask a member: --as member\n",
        1,
    )


# Lists


def test_the_shipped_lists_are_named(program: Program) -> None:
    listed = program("profile", "list")

    assert [line.split()[0] for line in listed.out.splitlines()] == list(shipped_lists())
    assert listed.out.splitlines()[0] == "starter        Starter list: 8 traits"


@pytest.mark.parametrize("name", shipped_lists())
def test_a_list_printed_as_a_file_asks_the_same_under_a_name_of_its_own(
    program: Program, name: str
) -> None:
    printed = program("profile", "show", name, "--yaml")

    (program.folder / "mine.yaml").write_text(printed.out, encoding="utf-8")

    mine, shipped = load_list(str(program.folder / "mine.yaml")), load_list(name)
    assert mine == replace(shipped, id=f"my_{name}", name=mine.name)


def test_a_printed_list_follows_the_minimum_price(program: Program) -> None:
    printed = program("profile", "show", "starter", "--yaml")
    (program.folder / "mine.yaml").write_text(printed.out, encoding="utf-8")

    asked = program(
        "chat", "Acme", "--profile", "mine.yaml", "--minimum-price", "9000 SAR", typed="1\n1\n"
    )

    assert "9,000 SAR or more" in asked.out


def test_a_list_is_shown_with_its_questions_and_weights(program: Program) -> None:
    shown = program("profile", "show", "starter")

    assert shown.out.splitlines()[:2] == [
        "Starter list: 8 traits",
        (
            "  Willing to pay up front: How much will the prospect pay before the work starts?"
            " · weight 5, deal-breaker"
        ),
    ]


def test_good_lists_have_nothing_to_mend(program: Program) -> None:
    assert program("profile", "check", "starter", "agency") == Finished(
        "starter: nothing to mend.\nagency: nothing to mend.\n"
    )


def test_a_bad_list_is_refused_with_file_line_and_trait_and_the_good_one_checked(
    program: Program,
) -> None:
    (program.folder / "bad.yaml").write_text(
        "list: bad\nname: Bad\ntraits:\n- trait: first\n  name: First\n  wieght: 3\n"
        "  about: {question: Well?, answer: yes_no}\n",
        encoding="utf-8",
    )

    checked = program("profile", "check", "bad.yaml", "starter")

    assert (checked.out, checked.status) == ("starter: nothing to mend.\n", 1)
    assert checked.err.startswith("bad.yaml, line 6, trait first: “wieght” has no meaning here.")
    assert checked.err.count("\n") == 1


def test_the_database_is_brought_up_to_date_as_often_as_one_likes(tmp_path: Path) -> None:
    program = Program(tmp_path)

    said = [program("db", "upgrade"), program("db", "upgrade")]

    assert said == [Finished(f"{program.database} is up to date.\n")] * 2


# Settings


@pytest.mark.parametrize(
    ("arguments", "settings", "line"),
    [
        (["--lang", "xx"], {}, f"There is no language “xx”. There are: {SPOKEN}"),
        ([], {"BOT_LANGUAGE": "fr"}, f"There is no language “fr”. There are: {SPOKEN}"),
        (
            ["--minimum-price", "a lot"],
            {},
            "“a lot” is not a price. Write an amount and a currency code, for instance: 1500 USD",
        ),
        (
            [],
            {"MINIMUM_PRICE": "1500"},
            "“1500” is not a price. Write an amount and a currency code, for instance: 1500 USD",
        ),
        (
            [],
            {"BOT_LIST": "nope"},
            "nope: There is no list “nope”. Name a file, or one of these: "
            + ", ".join(shipped_lists())
            + ".",
        ),
    ],
)
def test_a_wrong_setting_is_one_clear_line(
    program: Program, arguments: list[str], settings: dict[str, str], line: str
) -> None:
    ended = with_settings(program, **settings)("chat", "Acme", *arguments)

    assert ended == Finished("", line + "\n", 1)


@pytest.mark.parametrize("as_a_file", [True, False], ids=[".env", "environment"])
def test_settings_are_read_from_the_environment_or_a_file(
    program: Program, *, as_a_file: bool
) -> None:
    settings = {"BOT_LANGUAGE": "ar", "BOT_LIST": "agency", "MINIMUM_PRICE": "7000 EUR"}
    if as_a_file:
        lines = "".join(f"{name}={value}\n" for name, value in settings.items())
        (program.folder / ".env").write_text(lines, encoding="utf-8")
        settings = {}

    shown = with_settings(program, **settings)("chat", "Acme", typed="1\n1\n")

    assert "قائمة الوكالة" in shown.out
    assert "7,000 EUR" in shown.out
    assert (shown.err, shown.status) == ("", 0)


def test_an_option_beats_the_setting(program: Program) -> None:
    ours = with_settings(program, BOT_LANGUAGE="ar", MINIMUM_PRICE="7000 EUR", BOT_LIST="agency")

    shown = ours(
        "chat", "Acme", "--lang", "en", "--profile", "starter", "--minimum-price", "90 GBP",
        typed="1\n1\n",
    )  # fmt: skip

    assert shown.out.startswith("Let's see whether Acme fits your list “Starter list”.")
    assert "Your list looks for 90 GBP or more." in shown.out


@pytest.mark.parametrize(
    ("name", "language"), [("LANG", "ar_EG.UTF-8"), ("LC_MESSAGES", "ar"), ("LC_ALL", "ar_SA")]
)
def test_the_system_says_the_language_if_nothing_else_does(
    program: Program, name: str, language: str
) -> None:
    shown = with_settings(program, **{name: language})("list")

    assert shown.out == "لا يوجد عملاء محتملون بعد. ابدأ بالأمر: qualify-bot chat NAME\n"


def test_a_settings_file_that_is_no_text_is_named(program: Program) -> None:
    (program.folder / ".env").write_bytes(b"\xff\xfe")

    assert program("list") == Finished(
        "", "The file .env could not be read. Save it as a text file in UTF-8.\n", 1
    )
