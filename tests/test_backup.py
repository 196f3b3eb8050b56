"""Backups as docs/operations.md describes them, made while a bot is at work, and restored."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.arrivals import TextSent
from bot.ports import TryLater
from tests.databases import KINDS, Database, PostgresqlDatabase, SqliteDatabase, new_database
from tests.postgres import NoServer, likely_folders
from tests.program import Program
from tests.world import requested, world


def test_a_database_is_backed_up_while_it_is_used_and_restored_as_it_was(
    database: Database, tmp_path: Path
) -> None:
    backup = tmp_path / "backup"
    with world(database) as here:
        here.happen(requested())
        here.happen(TextSent("1"))
        before = here.record()
        back_up(database, backup)
        here.happen(TextSent("2"))

    restored = restore(database, backup)
    with world(restored) as again:
        came_back = again.record()
        again.happen(TextSent("1"), "another event")
        went_on = again.record()

    assert came_back == before
    assert len(went_on.interview.answers) == 2


@pytest.mark.parametrize("kind", KINDS)
def test_everything_moves_from_one_database_to_another(
    database: Database, kind: str, tmp_path: Path
) -> None:
    with world(database) as here:
        here.screen.faults = [TryLater(60)]
        here.happen(requested())
        for text in ("1", "1", "2000 USD", "back", "change 1", "50"):
            here.happen(TextSent(text))
        before = here.record()
    (folder := tmp_path / "other").mkdir()
    with new_database(kind, folder) as other:
        if isinstance(other, NoServer):
            pytest.skip(f"NOT TESTED ON POSTGRESQL: {other.reason}")
        program = Program(tmp_path, {"DATABASE_URL": database.url})

        moved = program("db", "copy", other.url)
        again = program("db", "copy", other.url)

        assert moved.out == (
            "Everything is copied. Name the other database in DATABASE_URL from now on.\n"
        )
        assert (again.status, "in use already" in again.err) == (1, True)
        with world(other) as there:
            assert there.record() == before
            there.clock.move(100)
            assert there.run(there.relay.deliver_due()) > 0
            there.happen(TextSent("1"), "another event")


def back_up(database: Database, backup: Path) -> None:
    if isinstance(database, SqliteDatabase):
        program = Program(backup.parent, {"DATABASE_URL": database.url})
        assert program("db", "backup", str(backup)).status == 0
        return
    run("pg_dump", "--format=custom", f"--file={backup}", database.url)


def restore(database: Database, backup: Path) -> Database:
    if isinstance(database, SqliteDatabase):
        restored = database.file.with_name("restored.db")
        shutil.copy(backup, restored)
        return SqliteDatabase(restored)
    assert isinstance(database, PostgresqlDatabase)
    empty = database.empty()
    run("pg_restore", "--exit-on-error", f"--dbname={empty.url}", str(backup))
    return empty


def run(program: str, *arguments: str) -> None:
    found = shutil.which(program, path=os.pathsep.join(map(str, likely_folders())))
    if found is None:
        pytest.skip(f"NOT TRIED ON POSTGRESQL: there is no {program} here")
    subprocess.run([found, *arguments], check=True, timeout=60)


def test_a_backup_never_overwrites_a_file(tmp_path: Path) -> None:
    program = Program(tmp_path).prepared()
    file = tmp_path / "precious"
    file.write_text("precious")

    ended = program("db", "backup", str(file))

    assert (ended.status, ended.err.count("\n")) == (1, 1)
    assert file.read_text() == "precious"


def test_a_backup_into_no_folder_is_one_line(tmp_path: Path) -> None:
    ended = Program(tmp_path).prepared()("db", "backup", str(tmp_path / "missing" / "file"))

    assert (ended.status, ended.err.count("\n")) == (1, 1)
    assert "Traceback" not in ended.err


def test_nothing_is_backed_up_or_made_where_there_is_no_database(tmp_path: Path) -> None:
    program, file = Program(tmp_path), tmp_path / "backup"

    ended = program("db", "backup", str(file))

    assert (ended.status, ended.err.count("\n")) == (1, 1)
    assert list(tmp_path.iterdir()) == []


def test_databases_and_backups_are_for_their_owner_alone(tmp_path: Path) -> None:
    program, file = Program(tmp_path), tmp_path / "backup"
    program("chat", "Acme", typed="1\n")
    program("db", "backup", str(file))

    assert [one.stat().st_mode & 0o777 for one in (program.database, file)] == [0o600, 0o600]


def test_a_database_is_not_copied_onto_itself(tmp_path: Path) -> None:
    program = Program(tmp_path).prepared()

    ended = program("db", "copy", program.environment()["DATABASE_URL"])

    assert (ended.status, "in use already" in ended.err) == (1, True)
