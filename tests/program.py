"""The program as a test runs it: in this process, or as one of its own."""

import io
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.command_line import app
from tests.databases import empty_database

ROOT = Path(__file__).parent.parent
SETTINGS = (
    "LC_ALL",
    "LC_MESSAGES",
    "LANG",
    "BOT_LANGUAGE",
    "BOT_LIST",
    "MINIMUM_PRICE",
    "ENCRYPTION_KEYS",
    "RETENTION_DAYS",
)


@dataclass(frozen=True)
class Finished:
    """What a run showed, what it complained about, and its exit status."""

    out: str
    err: str = ""
    status: int = 0


@dataclass(frozen=True)
class Program:
    """The program with a folder to work in, and a database there."""

    folder: Path
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def database(self) -> Path:
        return self.folder / "bot.db"

    def prepared(self) -> "Program":
        """With an empty database, which is quicker than having it made."""
        self.database.write_bytes(empty_database())
        return self

    def environment(self) -> dict[str, str]:
        ours = (*SETTINGS, "PYTHONUNBUFFERED", "NO_COLOR")
        kept = {name: value for name, value in os.environ.items() if name not in ours}
        return {**kept, "DATABASE_URL": f"sqlite:///{self.database}", **self.settings}

    def __call__(self, *arguments: str, typed: str = "") -> Finished:
        """Run it in this process."""
        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(self.folder)
            for name in SETTINGS:
                patch.delenv(name, raising=False)
            for name, value in self.environment().items():
                patch.setenv(name, value)
            patch.setattr(sys, "stdin", io.StringIO(typed))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            with pytest.raises(SystemExit) as left:
                app(arguments)
        return Finished(out.getvalue(), err.getvalue(), int(left.value.code or 0))

    def started(self, *arguments: str | bytes, typed: bytes = b"") -> Finished:
        """Run it as a process of its own."""
        ran = subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            input=typed,
            capture_output=True,
            cwd=self.folder,
            env={**self.environment(), "PYTHONPATH": str(ROOT)},
            timeout=30,
            check=False,
        )
        return Finished(ran.stdout.decode(), ran.stderr.decode(), ran.returncode)
