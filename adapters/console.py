"""The reference adapter: the same service, storage and cards as every other, in a terminal.

Also with piped input: plain lines in, plain text out, end of input pauses.
"""

import asyncio
import hashlib
import re
import select
import signal
import sys
import textwrap
import uuid
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from types import FrameType
from typing import Any, TextIO, TypeVar

from bot.arrivals import Arrival, Handled, Happening, QualifyRequested, TextSent
from bot.cards import Buttons, Card, Choices, Fields, File, Heading, Paragraph, Verb, Writing
from bot.events import Paused
from bot.ports import Address, Delivery
from bot.profile import Respondent
from bot.relay import Relay
from bot.service import Service
from bot.snapshot import Stage

Result = TypeVar("Result")
Run = Callable[[Coroutine[Any, Any, Result]], Result]

HERE = Address("console", "local", "")
"""The space that all terminals share; each prospect has a channel of their own in it."""
LEASE = timedelta(seconds=1)
"""How long printing may take; a run that was killed in the middle of it holds up the next."""
PAUSE, PATIENCE = 0.1, 5.0
"""Seconds between looks, and in all, at what waits behind a message that somebody else holds."""
MOST_LINE = 20_000
"""Characters of one line that are kept: more than any answer may have, so that it is refused."""
BURST_SECONDS = 0.05
"""A pasted text arrives line by line within this time of each other."""
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Characters that terminals obey instead of showing them."""
_ISOLATES = re.compile("[\u2066-\u2069]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_BOLD, _DIM, _PLAIN = "\033[1m", "\033[2m", "\033[0m"


def render(card: Card, width: int | None = None, *, styled: bool = False) -> str:
    """The card as lines of text, wrapped to ``width`` columns if one is given."""
    lines: list[str] = []
    for block in card.blocks:
        match block:
            case Heading(text):
                lines += _styled(_wrapped(text, width), _BOLD, styled=styled)
            case Paragraph(text, quiet):
                lines += _styled(_wrapped(text, width), _DIM, styled=styled and quiet)
            case Fields(rows):
                for name, value in rows:
                    lines += _wrapped(f"  {name}: {value}", width)
            case Choices(buttons, numbered=True):
                for number, button in enumerate(buttons, 1):
                    lines += _wrapped(f"  {number}) {button.label}", width)
            case Choices(buttons) if any(" " in button.label for button in buttons):
                for button in buttons:
                    lines += _wrapped(f"  • {button.label}", width)
            case Choices(buttons):
                lines += _wrapped("  " + "   ".join(button.label for button in buttons), None)
            case File(name):
                lines += _wrapped(f"  {name}", width)
            case Writing():
                pass  # A line can be as long as it likes.
            case Buttons(buttons):
                # A paused conversation has left the terminal; nothing can be typed to it there.
                labels = [b.label for b in buttons if b.press.verb is not Verb.RESUME]
                said = " · ".join(labels)
                lines += _styled(_wrapped(said, width) if labels else [], _DIM, styled=styled)
    return "\n".join(lines)


def _wrapped(text: str, width: int | None) -> list[str]:
    """The text's lines, harmless to a terminal.

    Isolation marks stay only where there is something to isolate.
    In a text with nothing written from right to left they do nothing, and older terminals draw
    them as boxes.
    """
    lines = []
    for line in _STEERING.sub("", text).split("\n"):
        shown = line if _RIGHT_TO_LEFT.search(line) else _ISOLATES.sub("", line)
        indent = " " * (len(shown) - len(shown.lstrip()))
        wrapped = [shown]
        if width is not None:
            wrapped = textwrap.wrap(shown, width, subsequent_indent=indent + "  " if indent else "")
        lines += wrapped or [""]
    return lines


def _styled(lines: list[str], style: str, *, styled: bool) -> list[str]:
    return [f"{style}{line}{_PLAIN}" for line in lines] if styled else lines


class ConsoleMessenger:
    """Prints cards, and remembers the one that was asked last, which typed lines answer.

    ``closed`` says that the output was closed, or can take no more.
    """

    def __init__(self, out: TextIO, width: int | None = None, *, styled: bool = False) -> None:
        self._out = out
        self._width = width
        self._styled = styled
        self.asking: Card | None = None
        self.closed = False

    async def send(self, delivery: Delivery) -> None:
        """Show the card. What nobody can read any more is let go: it is shown on coming back."""
        card = delivery.card
        try:
            self.say(render(card, self._width, styled=self._styled))
        except OSError:
            self.closed = True
        if card.step is not None:
            self.asking = card

    def say(self, text: str) -> None:
        """Print a text with a blank line behind it."""
        self._out.write(text + "\n\n")
        self._out.flush()


def read_line(line: str, asking: Card | None) -> tuple[TextSent, str | None]:
    """A line as text to what is on the screen, and the interview that is talked about there.

    What a number or a label means is read in the core, so that it means the same everywhere; with
    the step that was on the screen, what was answered elsewhere meanwhile is not answered again.
    """
    if asking is None:
        return TextSent(line), None
    blocks = (block for block in asking.blocks if isinstance(block, Choices | Buttons))
    presses = (button.press for block in blocks for button in block.buttons)
    return TextSent(line, asking.step), next((press.interview for press in presses), None)


class Leaving:
    """What SIGTERM and Ctrl-C do: end the input, once what is being handled is stored and shown."""

    def __init__(self) -> None:
        self._asked = False
        self._waiting = False

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Take these signals, and give them back afterwards."""
        before = {one: signal.signal(one, self._ask) for one in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for number, taken in before.items():
                signal.signal(number, taken)

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self._asked = True
        if self._waiting:
            raise KeyboardInterrupt

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """What may be interrupted. Raises KeyboardInterrupt if it is, or was to be."""
        self._waiting = True
        try:
            if self._asked:
                raise KeyboardInterrupt
            yield
        finally:
            self._waiting = False


def lines_of(source: TextIO, prompt: str = "", leaving: Leaving | None = None) -> Iterator[str]:
    """The lines of a stream, of a bounded length each; with a prompt, as a person types them."""
    leaving = leaving or Leaving()
    while True:
        try:
            with leaving.waiting():
                line = input(prompt) + "\n" if prompt else source.readline(MOST_LINE)
        except (EOFError, KeyboardInterrupt):
            if prompt:
                sys.stdout.write("\n")  # The cursor stands behind the prompt.
            return
        if not line:
            return
        rest = line
        while not prompt and rest and not rest.endswith("\n"):
            rest = source.readline(MOST_LINE)
        yield line.removesuffix("\n").removesuffix("\r")


def channel(prospect: str, respondent: Respondent) -> Address:
    """Where a prospect is talked about: two terminals meet there only over the same prospect.

    The name itself is no part of it: addresses outlive prospects, in the audit log.
    """
    digest = hashlib.sha256(prospect.casefold().encode("utf-8", "surrogatepass")).hexdigest()
    return replace(HERE, channel=f"{respondent}:{digest[:16]}")


class Conversation:
    """One person at a terminal, talking with the service about one prospect."""

    def __init__(
        self,
        service: Service,
        relay: Relay,
        screen: ConsoleMessenger,
        run: Run[Any],
        leave_hint: str = "",
        week_start: int = 0,
    ) -> None:
        self._service = service
        self._relay = relay
        self._screen = screen
        self._run = run
        self._hint = leave_hint
        self._week_start = week_start
        self._address = HERE
        self._language = ""

    def hold(self, request: QualifyRequested, lines: Iterator[str]) -> None:
        """Talk until the interview is paused, the input ends, or an empty line after the end.

        Raises StorageUnavailable and ProfileRefused, and BrokenPipeError once nobody can read
        the output; all answers acknowledged so far are stored.
        """
        self._address = channel(request.prospect, request.respondent)
        self._language = request.language
        stage = self._happened(request)
        for typed in lines:
            if self._screen.closed:
                break
            line = typed
            if self._screen.asking is None and not line.strip():
                return
            if self._screen.asking is not None and self._screen.asking.burst:
                line = "\n".join([line, *_burst(lines)])
            happening, interview_id = read_line(line, self._screen.asking)
            stage = self._happened(happening, interview_id)
            if stage is Stage.PAUSED:
                return
        if stage is Stage.OPEN:
            self._happened(Paused())
        if self._screen.closed:
            raise BrokenPipeError

    def _happened(self, happening: Happening, interview_id: str | None = None) -> Stage | None:
        arrival = Arrival(
            uuid.uuid4().hex,
            self._address,
            happening,
            datetime.now().astimezone().date(),
            interview_id,
            self._week_start,
            language=self._language,
        )
        before = self._screen.asking
        handled: Handled = self._run(self._handle(arrival))
        if handled.stage is not Stage.OPEN and self._screen.asking is before:
            self._screen.asking = None
        left = handled.stage is Stage.PAUSED or self._screen.closed
        if self._screen.asking is None and not left and self._hint:
            self._screen.say(self._hint)
        return handled.stage

    async def _handle(self, arrival: Arrival) -> Handled:
        handled = await self._service.handle(arrival)
        waits, waited = await self._relay.deliver(handled), 0.0
        while waits and waited < PATIENCE:
            await asyncio.sleep(PAUSE)
            waited += PAUSE
            waits = not await self._relay.deliver_due(self._address)
        return handled


def _burst(lines: Iterator[str]) -> Iterator[str]:
    """The lines that were pasted together with the last one; nothing where input is piped."""
    while sys.stdin.isatty() and select.select([sys.stdin], [], [], BURST_SECONDS)[0]:
        try:
            yield next(lines)
        except StopIteration:
            return
