"""What people and machines get wrong, through the real command line.

Mostly as a process of its own; lists and addresses of databases need none.
"""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.program import ROOT, Finished, Program

NOT_UTF_8 = b"\xff\xfe\xfa"


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path).prepared()


def answers(program: Program) -> list[object]:
    """What is stored about Acme."""
    (found,) = json.loads(program("show", "Acme", "--json").out)
    return [answer["response"] for answer in found["answers"]]


def one_line(ended: Finished, beginning: str) -> bool:
    """Whether nothing was shown but this line, and the run failed."""
    return (ended.out, ended.status, ended.err.count("\n")) == ("", 1, 1) and ended.err.startswith(
        beginning
    )


# What is typed


@pytest.mark.parametrize("length", [10_000, 100_000])
def test_a_very_long_line_is_refused_and_the_answers_before_it_are_stored(
    program: Program, length: int
) -> None:
    ended = program.started(
        "chat", "Acme", "--lang", "ar", typed=b"1\n" + b"x" * length + b"\nno\n"
    )

    assert (ended.err, ended.status) == ("", 0)
    assert answers(program) == [{"picked": "full"}, {"picked": "no"}]


def test_characters_that_steer_terminals_are_asked_again_and_never_shown(program: Program) -> None:
    typed = b"1\n\x1b[2J\x1b]0;title\x07\n\x00\x01\x02\n\xe2\x80\xaeover\n" + NOT_UTF_8 + b"\n\n1\n"

    ended = program.started("chat", "\x1b[31mAcme\x07\u202e", typed=typed)

    assert (ended.err, ended.status) == ("", 0)
    assert not set(ended.out) & set("\x00\x01\x02\x07\x1b\u202e")
    (found,) = json.loads(program("list", "--json").out)
    assert found["prospect"] == "[31mAcme"
    assert [answer["response"] for answer in found["answers"]] == [
        {"picked": "full"},
        {"picked": "yes"},
    ]


def test_a_text_is_stored_without_what_steers_terminals(program: Program) -> None:
    (program.folder / "text.yaml").write_text(
        "list: text\nname: Text\ntraits:\n- trait: story\n  name: Story\n"
        "  about: {question: What happened?, answer: long_text}\n",
        encoding="utf-8",
    )
    typed = "\x1b[31mred\x00 \u202eright\u2067\r\n".encode()

    ended = program.started("chat", "Acme", "--profile", "text.yaml", typed=typed)

    assert (ended.err, ended.status) == ("", 0)
    assert answers(program) == [{"written": "[31mred right\u2067"}]
    assert "\u2067" not in ended.out


def test_a_name_that_is_no_utf_8_is_asked_for_again(program: Program) -> None:
    ended = program.started("chat", NOT_UTF_8, "--lang", "ar")

    assert one_line(ended, "الاسم مطلوب")


@pytest.mark.parametrize("typed", [b"", b"\n", b"1"], ids=["nothing", "an empty line", "no end"])
def test_the_end_of_the_input_pauses(program: Program, typed: bytes) -> None:
    ended = program.started("chat", "Acme", "--lang", "en", typed=typed)

    assert (ended.err, ended.status) == ("", 0)
    assert ended.out.endswith(
        "Paused. Everything so far is kept; we go on with the same question whenever you like.\n\n"
    )
    assert answers(program) == ([{"picked": "full"}] if typed == b"1" else [])


# Where it is shown


@pytest.mark.parametrize(
    "arguments",
    [["list"], ["list", "--json"], ["profile", "list"], ["profile", "check", "starter"]],
    ids=" ".join,
)
def test_a_closed_output_is_one_line_in_the_language_asked_for(
    program: Program, arguments: list[str]
) -> None:
    nobody, out = os.pipe()
    os.close(nobody)

    ended = subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        stdout=out,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        cwd=program.folder,
        env={**program.environment(), "PYTHONPATH": str(ROOT), "BOT_LANGUAGE": "ar"},
        timeout=30,
        check=False,
    )

    os.close(out)
    assert (ended.stderr.decode(), ended.returncode) == ("أُغلق مكان العرض.\n", 1)


def test_when_the_output_is_closed_nothing_more_is_taken_as_an_answer(program: Program) -> None:
    chatting = subprocess.Popen(
        [sys.executable, "-m", "bot", "chat", "Acme", "--lang", "en"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=program.folder,
        env={**program.environment(), "PYTHONPATH": str(ROOT)},
    )
    assert chatting.stdin
    assert chatting.stdout
    assert chatting.stderr
    chatting.stdin.write(b"1\n")
    chatting.stdin.flush()
    for line in chatting.stdout:
        if line.startswith(b"Question 2"):
            break
    chatting.stdout.close()

    chatting.stdin.write(b"1\n" * 50)
    chatting.stdin.close()

    assert chatting.wait(30) == 1
    assert chatting.stderr.read() == b"The output was closed.\n"
    chatting.stderr.close()
    assert len(answers(program)) <= 2


# Lists


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", "bad.yaml"),
        (NOT_UTF_8, "bad.yaml: “bad.yaml” could not be read."),
        (b"list: [", "bad.yaml, line 2: This is not valid YAML"),
        (b"list: x\x00\n", "bad.yaml"),
        (b"- 1\n- 2\n", "bad.yaml, line 1"),
        (b"a: &a [*a]\n", "bad.yaml"),
        (b'"\\e[31m": 1\n', "bad.yaml, line 1"),
    ],
    ids=["empty", "bytes", "broken", "null", "no mapping", "alias", "escape"],
)
def test_a_broken_list_is_named_with_its_mistakes(
    program: Program, content: bytes, line: str
) -> None:
    (program.folder / "bad.yaml").write_bytes(content)

    ended = program("chat", "Acme", "--profile", "bad.yaml", "--lang", "en")

    assert (ended.out, ended.status) == ("", 1)
    assert ended.err.startswith(line)
    assert all(complaint.startswith("bad.yaml") for complaint in ended.err.splitlines())
    assert "\x1b" not in ended.err
    assert program("list", "--json") == Finished("[]\n")


def test_a_missing_list_and_one_that_is_a_folder_are_named(program: Program) -> None:
    (program.folder / "folder.yaml").mkdir()

    missing = program.started("chat", "Acme", "--profile", "none.yaml", "--lang", "ar")
    folder = program.started("chat", "Acme", "--profile", "folder.yaml", "--lang", "en")

    assert one_line(missing, "الملف \u2068none.yaml\u2069: \u2068لا توجد قائمة باسم")
    assert one_line(folder, "folder.yaml: “folder.yaml” could not be read.")


# Databases


@pytest.mark.parametrize(
    ("url", "line"),
    [
        ("", "“DATABASE_URL” names no database that can be used."),
        ("nonsense", "“DATABASE_URL” names no database that can be used."),
        ("sqlite://", "“sqlite” names no database that can be used."),
        ("sqlite+nope:///x.db", "“sqlite+nope” names no database that can be used."),
        (
            "postgresql://me:secret@127.0.0.1:9/bot",
            "The database 127.0.0.1:9/bot does not answer.",
        ),
        ("postgresql://me:secr@et@127.0.0.1:9/bot", "The database 127.0.0.1:9/bot does not"),
        ("postgresql://me:secret@127.0.0.1:port/bot", "“DATABASE_URL” names no database that"),
        ("postgresql://127.0.0.1:9/bot?nonsense=1", "“127.0.0.1:9/bot” names no database"),
        ("sqlite:///bot.db?mode=ro", "“bot.db” names no database that can be used."),
        ("sqlite:///:memory:", "“:memory:” names no database that can be used."),
        ("sqlite:///missing/bot.db", "missing/bot.db cannot be written."),
        ("sqlite:///.", ". cannot be written."),
        ("sqlite:///a%00b.db", "ab.db cannot be written."),
    ],
)
def test_a_database_that_cannot_be_is_one_line(program: Program, url: str, line: str) -> None:
    ended = Program(program.folder, {"DATABASE_URL": url})("list", "--lang", "en")

    assert (ended.out, ended.status, ended.err.count("\n")) == ("", 1, 1)
    assert ended.err.startswith(line)
    assert "secr" not in ended.err
    assert "et@" not in ended.err
    assert "Traceback" not in ended.err


def test_a_text_file_is_no_database_and_stays_as_it_is(tmp_path: Path) -> None:
    program = Program(tmp_path)
    program.database.write_text("Dear diary, this is no database at all.\n" * 100)
    before = program.database.read_bytes()

    ended = program.started("chat", "Acme", "--lang", "en")

    assert one_line(ended, f"{program.database} is not a database, or is damaged.")
    assert program.database.read_bytes() == before


def test_the_database_of_another_program_stays_as_it_is(tmp_path: Path) -> None:
    program = Program(tmp_path)
    with closing(sqlite3.connect(program.database)) as theirs:
        theirs.execute("CREATE TABLE invoices (amount INTEGER)")
        theirs.commit()
    before = program.database.read_bytes()

    ended = program.started("chat", "Acme", "--lang", "ar")

    assert one_line(ended, f"الملف \u2068{program.database}\u2069 قاعدة بيانات تخصّ برنامجًا آخر")
    assert program.database.read_bytes() == before
    assert list(tmp_path.iterdir()) == [program.database]


def test_a_database_of_a_newer_version_stays_as_it_is(program: Program) -> None:
    with closing(sqlite3.connect(program.database)) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
        newer.commit()
        newer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = program.database.read_bytes()

    ended = program.started("chat", "Acme", "--lang", "en")

    assert one_line(ended, f"{program.database} was made by a newer version of this program.")
    assert program.database.read_bytes() == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere: run me as somebody else")
@pytest.mark.parametrize("what", ["bot.db", "."], ids=["the file", "the folder"])
def test_what_may_not_be_written_is_one_line(program: Program, what: str) -> None:
    place = program.folder / what
    mode = place.stat().st_mode
    place.chmod(mode & ~0o222)

    ended = program.started("chat", "Acme", "--lang", "en")

    place.chmod(mode)
    assert one_line(ended, f"{program.database} cannot be written.")


def test_while_another_program_holds_the_database_one_is_told_and_keeps_what_is_stored(
    program: Program,
) -> None:
    program("chat", "Acme", typed="1\n")
    with closing(sqlite3.connect(program.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        ended = program.started("chat", "Acme", "--lang", "en", typed=b"1\n")

        other.execute("ROLLBACK")
    assert one_line(ended, f"{program.database} is being used by another program at the moment.")
    assert answers(program) == [{"picked": "full"}]


def test_an_interrupted_run_leaves_no_traceback(program: Program) -> None:
    chatting = subprocess.Popen(
        [sys.executable, "-m", "bot", "chat", "Acme"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=program.folder,
        env={**program.environment(), "PYTHONPATH": str(ROOT)},
    )
    assert chatting.stdin
    assert chatting.stdout
    chatting.stdin.write(b"1\n")
    chatting.stdin.flush()
    for line in chatting.stdout:
        if line.startswith(b"Question 2"):
            break

    chatting.send_signal(signal.SIGINT)
    _, complained = chatting.communicate(timeout=30)

    assert complained == b""
    assert answers(program) == [{"picked": "full"}]
