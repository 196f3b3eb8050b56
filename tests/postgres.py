"""A real PostgreSQL server for tests and benchmarks: one that is named, or one of our own.

The environment variable TEST_POSTGRES_URL names a server on which databases may be made. Without it
PostgreSQL's server programs, those of this machine or those in the package pgserver, run a cluster
in a temporary folder, and both are gone when this process is, however it ends.
"""

import atexit
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from secrets import SystemRandom
from tempfile import mkdtemp
from typing import IO
from urllib.parse import quote, urlsplit

import psycopg
from psycopg import sql

NAMED = "TEST_POSTGRES_URL"
HOST = "127.0.0.1"
# Outgoing connections get higher ports: one of them could take ours while the server is away.
PORTS = range(10240, 32768)
PATIENCE = 30.0  # Seconds for the server to start, and to stop.
MUCH_ROOM = 4 * 1024**3  # Bytes.
PROGRAMS = ("initdb", "postgres", "pg_ctl")
FAST = ("fsync=off", "full_page_writes=off")

# Reads a line, or the end of the process that would have written it: kill -9 leaves nothing behind.
WATCH = """
read -r _
"$1/pg_ctl" stop -D "$2/data" -m immediate
rm -rf "$2"
"""


class ServerFailed(Exception):
    """A server that is there does not work; the message ends with what it logged last."""


@dataclass(frozen=True)
class NoServer:
    """There is no server, and the reason says what to do about it."""

    reason: str


@dataclass(frozen=True)
class Account:
    """Whom the server runs as: by default as this process does."""

    user: int | None = None
    group: int | None = None

    def start(
        self,
        *command: str | Path,
        output: int | IO[bytes] = subprocess.DEVNULL,
        stdin: int = subprocess.DEVNULL,
    ) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command,
            stdin=stdin,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/",  # The folder of the tests may be closed to this account.
            env={**os.environ, "LC_ALL": "C"},
            start_new_session=True,  # Ctrl-C is meant for the tests; they stop the server.
            user=self.user,
            group=self.group,
            extra_groups=None if self.user is None else (),
        )

    def runs(self, program: Path) -> bool:
        try:
            return self.start(program, "--version").wait(PATIENCE) == 0
        except OSError:
            return False


class Cluster:
    """A server of our own: its port stays the same while it goes away and comes back."""

    def __init__(self, programs: Path, account: Account, *, durable: bool) -> None:
        self.port = free_port()
        self.folder = Path(mkdtemp(prefix="postgres-", dir=None if durable else memory()))
        self._programs = programs
        self._account = account
        self._settings = ("max_connections=100", *(() if durable else FAST))
        if account.user is not None:
            shutil.chown(self.folder, account.user, account.group)
        self._watch = account.start(
            "sh", "-c", WATCH, "sh", programs, self.folder, stdin=subprocess.PIPE
        )
        self._server: subprocess.Popen[bytes] | None = None
        try:
            self._initialise()
            self.come_back()
        except BaseException:
            self.stop()
            raise

    def go_away(self) -> None:
        """Stop at once, as in a crash: nothing is finished, nobody is told."""
        if self._server is not None:
            self._server.send_signal(signal.SIGQUIT)
            self._server.wait(PATIENCE)
            self._server = None

    def come_back(self) -> None:
        """Start, and wait until connections are accepted."""
        if self._server is not None:
            return
        settings = ("unix_socket_directories=", *self._settings)
        self._server = self._start(
            "postgres",
            *("-h", HOST, "-p", str(self.port)),
            *(part for setting in settings for part in ("-c", setting)),
        )
        try:
            self._wait_until_ready(self._server)
        except BaseException:
            self.go_away()
            raise

    def stop(self) -> None:
        """Stop for good, and remove the folder."""
        self.go_away()
        self._watch.communicate(b"\n")
        # The account may not remove a folder from where only this process may write.
        shutil.rmtree(self.folder, ignore_errors=True)

    def _initialise(self) -> None:
        options = ("--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C")
        if self._start("initdb", *options, "--no-sync").wait(PATIENCE):
            raise self._failed("initdb did not make a cluster")

    def _start(self, program: str, *options: str) -> subprocess.Popen[bytes]:
        with (self.folder / "log").open("ab") as log:
            return self._account.start(
                self._programs / program, "-D", self.folder / "data", *options, output=log
            )

    def _wait_until_ready(self, server: subprocess.Popen[bytes]) -> None:
        # Connecting instead could reach somebody else's server on a port that both wanted.
        status = self.folder / "data" / "postmaster.pid"
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if server.poll() is not None:
                raise self._failed(f"postgres ended with status {server.returncode}")
            lines = status.read_text().split("\n") if status.exists() else []
            if lines[0:1] == [str(server.pid)] and lines[7:8] and lines[7].strip() == "ready":
                return
            time.sleep(0.01)
        raise self._failed(f"postgres was not ready after {PATIENCE:.0f} seconds")

    def _failed(self, what: str) -> ServerFailed:
        logged = (self.folder / "log").read_text(errors="replace").splitlines()
        return ServerFailed("\n".join((f"{what} ({self._programs}). It logged:", *logged[-20:])))


@dataclass
class Server:
    """A server on which databases are made and dropped; ``address`` is the URL of one it has."""

    address: str = field(repr=False)  # It may have a password.
    cluster: Cluster | None = None
    databases: set[str] = field(default_factory=set)
    process: int = field(default_factory=os.getpid)

    @property
    def owned(self) -> bool:
        """Whether it is ours, so that it can go away and come back."""
        return self.cluster is not None

    def url(self, database: str) -> str:
        return urlsplit(self.address)._replace(path=f"/{quote(database, safe='')}").geturl()

    def create(self, name: str, template: str | None = None) -> None:
        """Make a database, as a copy of one to which nobody is connected.

        A server that is not ours may be used by other tests at the same time, so names need a
        random part.
        """
        copied = sql.Identifier(template) if template else sql.DEFAULT
        self._administer(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), copied)
        )
        self.databases.add(name)

    def drop(self, name: str) -> None:
        """Drop a database if it is there, whoever is still connected to it."""
        self._administer(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )
        self.databases.discard(name)

    def go_away(self) -> None:
        """Stop at once, as in a crash. Only a durable server keeps all that was committed."""
        self._own().go_away()

    def come_back(self) -> None:
        """Start again after ``go_away``, at the same URLs."""
        self._own().come_back()

    def stop(self) -> None:
        """Leave nothing behind; a server that is not ours runs on. The end of the process does it.

        A forked child has its parent's server, and does not end it.
        """
        if os.getpid() != self.process:
            return
        atexit.unregister(self.stop)
        if self.cluster is not None:
            self.cluster.stop()
        else:
            for name in tuple(self.databases):
                self.drop(name)

    def _own(self) -> Cluster:
        if self.cluster is None:
            raise ServerFailed(f"The server that {NAMED} names is not ours to stop; unset it.")
        return self.cluster

    def _administer(self, command: sql.Composed) -> None:
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(command)


def find_server(*, durable: bool = False) -> Server | NoServer:
    """The server of this process: made by the first call, stopped when the process ends.

    A durable server has PostgreSQL's own settings, for benchmarks and for tests of what is left
    after a crash; the other one is quick. A server that TEST_POSTGRES_URL names is as it is.
    """
    named = os.environ.get(NAMED)
    return _named_server(named) if named else _own_server(durable=durable)


@cache
def _named_server(address: str) -> Server:
    server = Server(address)
    try:
        psycopg.connect(address).close()
    except psycopg.Error as error:
        raise ServerFailed(f"The server that {NAMED} names does not answer: {error}") from error
    atexit.register(server.stop)
    return server


@cache
def _own_server(*, durable: bool) -> Server | NoServer:
    server = start_server(likely_folders(), durable=durable)
    if isinstance(server, Server):
        atexit.register(server.stop)
    return server


def start_server(folders: Iterable[Path], *, durable: bool) -> Server | NoServer:
    """A server by the first programs that run here; the caller stops it."""
    account = unprivileged()
    tried = []
    for programs in dict.fromkeys(folders):
        if all(account.runs(programs / program) for program in PROGRAMS):
            cluster = Cluster(programs, account, durable=durable)
            return Server(f"postgresql://postgres@{HOST}:{cluster.port}/postgres", cluster)
        tried.append(str(programs))
    return NoServer(
        f"No PostgreSQL server: set {NAMED}, or install PostgreSQL's server programs, or the "
        f"package pgserver. Programs that run are in none of: {', '.join(tried) or 'no folder'}."
    )


def unprivileged() -> Account:
    """PostgreSQL refuses to run as root, so another account has to do it then."""
    if os.geteuid() != 0:
        return Account()
    accounts = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = accounts.get("postgres") or accounts["nobody"]
    return Account(entry.pw_uid, entry.pw_gid)


def likely_folders() -> Iterator[Path]:
    """Where the server programs may be, the likeliest first."""
    if asked := shutil.which("pg_config"):
        told = subprocess.run([asked, "--bindir"], capture_output=True, text=True, check=False)
        if told.returncode == 0:
            yield Path(told.stdout.strip())
    yield from sorted(Path("/usr/lib/postgresql").glob("[1-9][0-9]/bin"), reverse=True)
    # The package's own start makes an account and opens folders to it; its programs are enough.
    package = find_spec("pgserver")
    if package is not None and package.origin is not None:
        yield Path(package.origin).parent / "pginstall" / "bin"


def memory() -> Path | None:
    """A folder in memory, where making a cluster takes a third of the time, if there is room."""
    shared = Path("/dev/shm")  # noqa: S108  # The cluster gets a private folder in it.
    # Docker gives it 64 MB, and PostgreSQL may fill a gigabyte with its log before it tidies up.
    roomy = os.access(shared, os.W_OK) and shutil.disk_usage(shared).free > MUCH_ROOM
    return shared if roomy else None


def free_port() -> int:
    # Hypothesis seeds the module random: every run of the tests would want the same port.
    for port in SystemRandom().sample(PORTS, 100):
        with socket.socket() as probe:
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
        return port
    raise ServerFailed(f"No port is free on {HOST}, of 100 that were tried.")
