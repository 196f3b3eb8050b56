import asyncio
import fcntl
import io
import json
import os
import re
import select
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from queue import Queue
from threading import Event as Signal
from threading import Thread

import pytest

from adapters.console import (
    HERE,
    LEASE,
    ConsoleMessenger,
    Conversation,
    channel,
    lines_of,
    read_line,
    render,
)
from bot.answers import Picked
from bot.arrivals import Arrival, QualifyRequested, TextSent
from bot.cards import (
    Block,
    Button,
    Buttons,
    Card,
    Choices,
    Fields,
    Heading,
    Paragraph,
    Press,
    Verb,
)
from bot.profile import Respondent
from bot.profile_file import load_list
from bot.records import Record
from bot.relay import Relay
from bot.service import Service
from storage.sql_storage import SqlStorage
from tests.clock import StoppedClock
from tests.databases import empty_database
from tests.program import Program
from tests.world import LEXICON, PHRASES

FSI, PDI = "\u2068", "\u2069"


def button(label: str, option: str = "", verb: Verb = Verb.PICK) -> Button:
    return Button(label, Press(verb, "an interview", 3, "a_trait", option))


def card(*blocks: Block, step: int | None = None) -> Card:
    return Card("en", blocks, step)


LABELS = tuple(button(label, label.lower()) for label in ("Red", "Green", "Blue"))
NUMBERED = card(Heading("Which colour?"), Choices(LABELS), step=3)
SEVERAL = card(Choices(LABELS, several=True), step=3)
SCALE = card(Choices(tuple(button(str(n), str(n)) for n in range(6)), numbered=False), step=3)
OTHERS = Buttons((button("Skip", verb=Verb.SKIP), button("Help", verb=Verb.HELP)))


# Render


@pytest.mark.parametrize(
    ("block", "plain", "styled"),
    [
        (Heading("A title"), "A title", "\033[1mA title\033[0m"),
        (Paragraph("Some text"), "Some text", "Some text"),
        (Paragraph("One\n\nTwo"), "One\n\nTwo", "One\n\nTwo"),
        (Paragraph("Aside", quiet=True), "Aside", "\033[2mAside\033[0m"),
        (Fields((("a", "1"), ("b", "2"))), "  a: 1\n  b: 2", "  a: 1\n  b: 2"),
        (
            Choices(LABELS),
            "  1) Red\n  2) Green\n  3) Blue",
            "  1) Red\n  2) Green\n  3) Blue",
        ),
        (
            Choices(LABELS, several=True),
            "  1) Red\n  2) Green\n  3) Blue",
            "  1) Red\n  2) Green\n  3) Blue",
        ),
        (Choices(LABELS, numbered=False), "  Red   Green   Blue", "  Red   Green   Blue"),
        (
            Choices((button("2.5 USD"), button("2,500 USD")), numbered=False),
            "  • 2.5 USD\n  • 2,500 USD",
            "  • 2.5 USD\n  • 2,500 USD",
        ),
        (OTHERS, "Skip · Help", "\033[2mSkip · Help\033[0m"),
        (Buttons((button("Continue", verb=Verb.RESUME),)), "", ""),
    ],
    ids=lambda block: type(block).__name__,
)
def test_every_block_has_a_plain_and_a_styled_form(block: Block, plain: str, styled: str) -> None:
    assert render(card(block)) == plain
    assert render(card(block), styled=True) == styled


def test_long_lines_are_wrapped_and_go_on_indented_as_they_began() -> None:
    long = card(
        Heading("How long is this title?"),
        Fields((("a name", "with a value that is long"),)),
        Choices((button("a label that is long"),)),
    )

    assert render(long, 16).split("\n") == [
        "How long is this",
        "title?",
        "  a name: with a",
        "    value that",
        "    is long",
        "  1) a label",
        "    that is long",
    ]


def test_isolation_marks_stay_only_where_something_is_written_from_right_to_left() -> None:
    both = card(Paragraph(f"{FSI}Acme{PDI} fits\n{FSI}نور{PDI} fits"))

    assert render(both) == f"Acme fits\n{FSI}نور{PDI} fits"


def test_what_steers_a_terminal_is_never_shown() -> None:
    steering = card(
        Paragraph("\033[31mred\x07\x00\x9b"),
        Choices((button("\033]0;title\x07"),), numbered=False),
        Fields((("a\r", "b\x08"),)),
    )

    assert render(steering) == "[31mred\n  ]0;title\n  a: b"


def test_an_empty_card_shows_nothing() -> None:
    assert render(card()) == ""


# What a line is


@pytest.mark.parametrize("asking", [NUMBERED, SEVERAL, SCALE], ids=["one", "several", "scale"])
@pytest.mark.parametrize("line", ["1", " 3 ", "٢", "1, 3", "Red", "9999", "", "skip"])
def test_every_line_is_text_to_what_is_on_the_screen(line: str, asking: Card) -> None:
    assert read_line(line, asking) == (TextSent(line, 3), "an interview")


def test_before_anything_was_asked_every_line_is_text() -> None:
    assert read_line("1", None) == (TextSent("1"), None)


def test_a_stream_is_read_line_by_line_and_what_is_too_long_is_cut_and_not_split() -> None:
    stream = io.StringIO("one\r\n\n" + "x" * 100_000 + "\nlast")

    lines = list(lines_of(stream))

    assert [line[:20_000] for line in lines] == ["one", "", "x" * 20_000, "last"]
    assert [len(line) for line in lines] == [3, 0, 20_000, 4]


# Two terminals on one database


class Desk:
    """A terminal with somebody at it, in a thread of its own."""

    def __init__(self, database: Path, prospect: str = "Acme") -> None:
        self._database = database
        self._request = QualifyRequested(prospect, Respondent.MEMBER, "en", "starter")
        self._typed: Queue[str | None] = Queue()
        self._waits = Signal()
        self._out = io.StringIO()
        self._thread = Thread(target=self._hold, daemon=True)
        self._thread.start()
        assert self._waits.wait(10)

    def types(self, line: str) -> str:
        """Type a line; returns what is shown until the next one can be typed."""
        shown = len(self._out.getvalue())
        self._waits.clear()
        self._typed.put(line)
        assert self._waits.wait(10)
        return self._out.getvalue()[shown:]

    def leaves(self) -> None:
        self._typed.put(None)
        self._thread.join(10)

    def _lines(self) -> Iterator[str]:
        while True:
            self._waits.set()
            line = self._typed.get()
            if line is None:
                return
            yield line

    def _hold(self) -> None:
        clock, screen = StoppedClock(), ConsoleMessenger(self._out)
        storage = SqlStorage(f"sqlite:///{self._database}", clock)
        service = Service(storage, PHRASES, LEXICON, load_list, clock)
        with asyncio.Runner() as runner:
            runner.run(storage.open())
            relay = Relay(storage, {HERE.platform: screen}, clock, PHRASES)
            Conversation(service, relay, screen, runner.run).hold(self._request, self._lines())
            storage.close()
        self._waits.set()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    (tmp_path / "bot.db").write_bytes(empty_database())
    return tmp_path / "bot.db"


def talked_about(database: Path, prospect: str = "Acme") -> Record:
    storage = SqlStorage(f"sqlite:///{database}", StoppedClock())
    address = channel(prospect, Respondent.MEMBER)

    async def looked() -> Record | None:
        return await storage.run(lambda transaction: transaction.team(HERE).current(address))

    with asyncio.Runner() as runner:
        runner.run(storage.open())
        found = runner.run(looked())
        storage.close()
    assert found is not None
    return found


def responses(database: Path, prospect: str = "Acme") -> list[object]:
    return [answer.response for answer in talked_about(database, prospect).interview.answers]


@pytest.mark.parametrize("line", ["2", "no"])
def test_what_is_typed_to_a_question_answered_elsewhere_is_not_stored(
    database: Path, line: str
) -> None:
    first, second = Desk(database), Desk(database)
    first.types("1")

    told = second.types(line)

    assert told.startswith("Another question is open by now")
    assert "Question 2 of at most 8" in told
    assert responses(database) == [Picked("full")]
    first.leaves()
    second.leaves()


def test_after_being_told_the_second_terminal_goes_on_with_what_is_open(database: Path) -> None:
    first, second = Desk(database), Desk(database)
    first.types("1")
    second.types("no")

    second.types("3")

    assert responses(database) == [Picked("full"), Picked("no")]
    first.leaves()
    second.leaves()


def test_two_terminals_about_two_prospects_do_not_meet(database: Path) -> None:
    first = Desk(database, "First")
    second = Desk(database, "Second")

    told_first = first.types("2")
    told_second = second.types("1")

    assert "Question 2 of at most 8 · First" in told_first
    assert "Question 2 of at most 8 · Second" in told_second
    assert responses(database, "First") == [Picked("half")]
    assert responses(database, "Second") == [Picked("full")]
    first.leaves()
    second.leaves()


def test_what_was_not_shown_about_one_prospect_is_not_shown_to_another(tmp_path: Path) -> None:
    clock, out = StoppedClock(), io.StringIO()
    (tmp_path / "bot.db").write_bytes(empty_database())
    storage = SqlStorage(f"sqlite:///{tmp_path / 'bot.db'}", clock, LEASE)
    service = Service(storage, PHRASES, LEXICON, load_list, clock)
    zed = QualifyRequested("Zed", Respondent.MEMBER, "en")
    arrival = Arrival("zed", channel("Zed", Respondent.MEMBER), zed, clock.now().date())

    with asyncio.Runner() as runner:
        runner.run(storage.open())
        runner.run(service.handle(arrival))  # Committed, and killed before it was shown.
        clock.move(60)
        screen = ConsoleMessenger(out)
        relay = Relay(storage, {HERE.platform: screen}, clock, PHRASES)
        other = QualifyRequested("Other", Respondent.MEMBER, "en")
        Conversation(service, relay, screen, runner.run).hold(other, iter(["1"]))
        storage.close()

    assert "Zed" not in out.getvalue()


# A person at a real terminal

ON_TERMINAL = (
    "import fcntl, os, signal, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
    "signal.signal(signal.SIGINT, signal.SIG_DFL);"  # Ignored where the tests run in background.
    "os.execv(sys.executable, [sys.executable, '-m', 'bot', *sys.argv[1:]])"
)


class Person:
    """Types into the program through a terminal, and reads what it shows there."""

    def __init__(self, program: Program, *arguments: str) -> None:
        self._mine, theirs = os.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, b"\x28\x00\x50\x00\x00\x00\x00\x00")
        root = Path(__file__).parent.parent
        self._running = subprocess.Popen(
            [sys.executable, "-c", ON_TERMINAL, *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            cwd=program.folder,
            env={**program.environment(), "PYTHONPATH": str(root), "TERM": "xterm"},
        )
        os.close(theirs)
        self.seen = ""
        self._read = 0

    def sees(self, text: str) -> None:
        """Read on until this text is there."""
        end = time.monotonic() + 10
        while text not in self.seen[self._read :]:
            assert time.monotonic() < end, self.seen
            if not self._more():
                break
        assert text in self.seen[self._read :], self.seen
        self._read = self.seen.index(text, self._read) + len(text)

    def types(self, keys: str) -> None:
        os.write(self._mine, keys.encode())

    def status(self) -> int:
        """Read to the end, and wait for it."""
        while self._more():
            pass
        return self._running.wait(10)

    def close(self) -> None:
        """End it, however far it is."""
        self._running.kill()
        self._running.wait()
        os.close(self._mine)

    def _more(self) -> bool:
        if not select.select([self._mine], [], [], 10)[0]:
            return False
        try:
            got = os.read(self._mine, 65_536).decode(errors="replace")
        except OSError:  # Linux says so when the other side has been closed.
            return False
        self.seen += re.sub("\033\\[[?0-9;]*[a-zA-Z]", "", got).replace("\r", "")
        return bool(got)


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path).prepared()


PersonAt = Callable[..., Person]


@pytest.fixture
def person_at(program: Program) -> Iterator[PersonAt]:
    """Starts the program for a person, and ends it when the test ends."""
    with ExitStack() as people:

        def start(*arguments: str) -> Person:
            return people.enter_context(closing(Person(program, *arguments)))

        yield start


SHORT_LIST = """\
list: short
name: Short
traits:
- trait: story
  name: Story
  about: {question: What happened?, answer: long_text}
- trait: again
  name: Again
  about: {question: Once more?, answer: yes_no}
"""


def test_a_person_answers_sees_the_verdict_and_leaves_with_enter(
    program: Program, person_at: PersonAt
) -> None:
    (program.folder / "short.yaml").write_text(SHORT_LIST, encoding="utf-8")
    person = person_at("chat", "Acme", "--profile", "short.yaml")

    person.sees("What happened?")
    person.sees("> ")
    person.types("Nothing.\n")
    person.sees("Once more?")
    person.sees("> ")
    person.types("yes\n")
    person.sees("Show the verdict")
    person.sees("> ")
    person.types("yes\n")
    person.sees("Acme: accept · 100.0 of 100")
    person.sees("Press Enter to leave.")
    person.sees("> ")
    person.types("\n")

    assert person.status() == 0
    assert "Traceback" not in person.seen


def test_lines_pasted_into_a_long_text_are_one_answer(
    program: Program, person_at: PersonAt
) -> None:
    (program.folder / "short.yaml").write_text(SHORT_LIST, encoding="utf-8")
    person = person_at("chat", "Acme", "--profile", "short.yaml")
    person.sees("> ")

    person.types("First they wrote.\nThen they called.\n\nThen nothing.\n")
    person.sees("Once more?")
    person.sees("> ")
    person.types("pause\n")

    assert person.status() == 0
    (interview,) = json.loads(program("show", "Acme", "--json").out)
    assert [answer["response"] for answer in interview["answers"]] == [
        {"written": "First they wrote.\nThen they called.\n\nThen nothing."}
    ]


@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["Ctrl-C", "Ctrl-D"])
def test_leaving_in_the_middle_pauses_on_a_line_of_its_own(
    program: Program, person_at: PersonAt, key: str
) -> None:
    person = person_at("chat", "Acme", "--lang", "en")
    person.sees("> ")
    person.types("1\n")
    person.sees("Question 2")
    person.sees("> ")
    time.sleep(0.2)  # No person is faster; Python misses a signal between prompt and waiting.

    person.types(key)

    person.sees("\nPaused. Everything so far is kept")
    assert person.status() == 0
    assert "Traceback" not in person.seen
    (interview,) = json.loads(program("show", "Acme", "--json").out)
    assert (interview["stage"], len(interview["answers"])) == ("paused", 1)


def test_without_a_name_a_person_is_asked_for_one(person_at: PersonAt) -> None:
    person = person_at("chat")

    person.sees("Whom do you want to qualify? Type a name.")
    person.sees("> ")
    person.types("Acme\n")
    person.sees("Let's see whether Acme fits")
    person.sees("> ")
    person.types("\x04")

    assert person.status() == 0
