import os
import pwd
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest

from tests.postgres import HOST, NAMED, NoServer, Server, ServerFailed, find_server, start_server

ROOT = Path(__file__).parent.parent

# Sees to a server and ends in its own way, without root's rights if it is told whom to be instead.
PROCESS = """
import os, signal, sys
from tests.postgres import find_server
ending, name, user, group = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:])
if user:
    os.setgroups([])
    os.setgid(group)
    os.setuid(user)
server = find_server()
server.create(name)
print(server.url(name), server.cluster and server.cluster.folder, flush=True)
if ending == "killed":
    os.kill(os.getpid(), signal.SIGKILL)
"""


def found(*, durable: bool = False) -> Server:
    server = find_server(durable=durable)
    if isinstance(server, NoServer):
        pytest.skip(server.reason)
    return server


def found_own(*, durable: bool = False) -> Server:
    server = found(durable=durable)
    if not server.owned:
        pytest.skip(f"{NAMED} names a server that is not to be stopped.")
    return server


@contextmanager
def database(server: Server, template: str | None = None) -> Iterator[str]:
    name = f"{'a copy' if template else 'a database'} {uuid4().hex}"
    server.create(name, template)
    yield name
    server.drop(name)


def words(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        return [word for (word,) in connection.execute("SELECT word FROM words ORDER BY 1")]


def write(url: str, word: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS words (word TEXT)")
        connection.execute("INSERT INTO words VALUES (%s)", (word,))


def begin(
    ending: str, name: str, *, unprivileged: bool = False, named: str = ""
) -> subprocess.Popen[str]:
    """Let a process find a server, make a database and end."""
    nobody = pwd.getpwnam("nobody")
    user, group = (nobody.pw_uid, nobody.pw_gid) if unprivileged else (0, 0)
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", PROCESS, ending, name, str(user), str(group)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, NAMED: named},
        text=True,
    )


def ended(process: subprocess.Popen[str]) -> tuple[int, str, list[str]]:
    """Its status, what it complained about, and the database's URL and the server's folder."""
    out, err = process.communicate(timeout=60)
    return process.returncode, err, out.split()


def wait_until_gone(folder: Path) -> None:
    end = time.monotonic() + 10
    while folder.exists():
        assert time.monotonic() < end
        time.sleep(0.02)


def is_listening(url: str) -> bool:
    with socket.socket() as client:
        return client.connect_ex((HOST, urlsplit(url).port)) == 0


def test_a_database_is_made_from_a_template_and_dropped_whoever_uses_it() -> None:
    server = found()
    with database(server) as template:
        write(server.url(template), "from the template, مرحبا")

        with database(server, template) as copy:
            write(server.url(copy), "of the copy")
            seen = words(server.url(template)), words(server.url(copy))
            user = psycopg.connect(server.url(copy))

    assert seen == (
        ["from the template, مرحبا"],
        ["from the template, مرحبا", "of the copy"],
    )
    with pytest.raises(psycopg.OperationalError):
        user.execute("SELECT 1")
    user.close()
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(server.url(copy))


def test_a_durable_server_comes_back_at_the_same_url_with_all_that_was_committed() -> None:
    server = found_own(durable=True)
    with database(server) as name:
        url = server.url(name)
        write(url, "before")

        server.go_away()
        with pytest.raises(psycopg.OperationalError, match="refused"):
            psycopg.connect(url)
        server.come_back()
        write(url, "after")

        assert words(url) == ["after", "before"]


def test_a_server_that_cannot_come_back_says_what_it_logged() -> None:
    server = found_own()
    assert server.cluster is not None
    server.go_away()

    with (
        socket.create_server((HOST, server.cluster.port)),
        pytest.raises(ServerFailed, match="Address already in use"),
    ):
        server.come_back()
    server.come_back()

    psycopg.connect(server.address).close()


def test_a_server_is_gone_with_its_process_whether_run_by_root_or_not() -> None:
    found_own()

    # At once, since most of the time goes by until there are two clusters.
    calm = begin("ended", "a_database", unprivileged=os.geteuid() == 0)
    wild = begin("killed", "a_database")
    calm_status, calm_err, (calm_url, calm_folder) = ended(calm)
    gone_at_the_end = not Path(calm_folder).exists()
    wild_status, wild_err, (wild_url, wild_folder) = ended(wild)
    wait_until_gone(Path(wild_folder))

    assert (calm_status, calm_err, gone_at_the_end) == (0, "", True)
    assert (wild_status, wild_err) == (-signal.SIGKILL, "")
    assert not is_listening(calm_url)
    assert not is_listening(wild_url)


def test_a_forked_child_leaves_the_server_to_its_parent() -> None:
    server = found()

    child = os.fork()
    if child == 0:
        server.stop()
        os._exit(0)
    _, status = os.waitpid(child, 0)

    assert os.waitstatus_to_exitcode(status) == 0
    with psycopg.connect(server.address) as still_there:
        assert still_there.execute("SELECT 1").fetchall() == [(1,)]


def test_a_named_server_runs_on_without_the_databases_that_were_left() -> None:
    server = found()
    name = f"left_{uuid4().hex}"

    end = ended(begin("ended", name, named=server.address))

    assert end == (0, "", [server.url(name), "None"])
    psycopg.connect(server.address).close()
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(server.url(name))


def test_without_programs_that_run_there_is_a_reason(tmp_path: Path) -> None:
    server = start_server([tmp_path], durable=False)

    assert isinstance(server, NoServer)
    assert NAMED in server.reason
    assert str(tmp_path) in server.reason
