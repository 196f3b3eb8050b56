"""Whole interviews as the respondent saw them, replayed on the real program and database.

A transcript is a text file. ``$`` begins a run, all on one database; ``>`` begins what was typed;
the rest is what was shown, with the status of a run that failed. Today's date is written as
{today}, and what lies 30 days ahead as {in 30 days}. After a change of texts, write them anew with
``pytest --record-transcripts``, and read what has changed.
"""

import io
import shlex
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from babel.dates import format_date

from bot.command_line import app
from tests.databases import empty_database

HERE = Path(__file__).parent
TRANSCRIPTS = sorted((HERE / "transcripts").glob("*.txt"))
COMMAND = "$ qualify-bot "


class Keyboard:
    """What is typed, shown where it is typed, as a terminal shows it."""

    def __init__(self, lines: list[str], screen: io.StringIO) -> None:
        self._lines = io.StringIO("".join(f"{line}\n" for line in lines))
        self._screen = screen

    def isatty(self) -> bool:
        return False

    def readline(self, size: int = -1) -> str:
        line = self._lines.readline(size)
        if line:
            self._screen.write(f"> {line}\n")
        return line


def runs(transcript: str) -> list[tuple[str, list[str]]]:
    """The commands of a transcript, each with the lines that are typed to it."""
    found: list[tuple[str, list[str]]] = []
    for line in transcript.splitlines():
        if line.startswith(COMMAND):
            found.append((line.removeprefix(COMMAND), []))
        elif line.startswith(">"):
            found[-1][1].append(line.removeprefix(">").removeprefix(" "))
    return found


def shown(command: str, typed: list[str], monkeypatch: pytest.MonkeyPatch) -> str:
    """What one run of the program shows, with what is typed to it."""
    screen = io.StringIO()
    monkeypatch.setattr(sys, "stdin", Keyboard(typed, screen))
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setattr(sys, "stderr", screen)
    with pytest.raises(SystemExit) as left:
        app(shlex.split(command))
    status = f"[status {left.value.code}]\n" if left.value.code else ""
    return f"{COMMAND}{command}\n{screen.getvalue()}{status}".rstrip("\n") + "\n"


def undated(text: str, today: date) -> str:
    """The text with the dates that depend on today named instead of written."""
    for language in ("en", "ar"):
        text = text.replace(format_date(today, "medium", locale=language), "{today}")
    return text.replace((today + timedelta(days=30)).isoformat(), "{in 30 days}")


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_the_respondent_sees(
    path: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    transcript = path.read_text(encoding="utf-8")
    (tmp_path / "bot.db").write_bytes(empty_database())
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'bot.db'}")
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "BOT_LANGUAGE", "BOT_LIST", "MINIMUM_PRICE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(HERE)
    today = datetime.now().astimezone().date()

    seen = [shown(command, typed, monkeypatch) for command, typed in runs(transcript)]
    replayed = undated("\n\n".join(seen), today)

    if request.config.getoption("--record-transcripts"):
        path.write_text(replayed, encoding="utf-8")
    else:
        assert replayed == transcript
