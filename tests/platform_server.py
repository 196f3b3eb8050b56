"""A small chat platform in the test's own process: it shows messages, and misbehaves when told.

A messenger speaks with it in JSON lines over a local TCP socket: ``show`` a message, or ``find`` a
key among those that were shown. Answers carry the number of what they answer, and come in any
order, or not at all.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

PATIENCE = 30.0  # Seconds; what was to happen by then did not.
LIMIT = 0.3  # Seconds to wait after a 429.


class Kind(StrEnum):
    """What a platform does about messages that are sent more than once."""

    PLAIN = "plain"  # It shows whatever comes.
    NONCE = "nonce"  # Like Discord, it shows a key once.
    LOOKUP = "lookup"  # Like Slack, it can be asked whether a key was shown.


class Reply(StrEnum):
    """What the platform does with a message, and what the sender hears of it."""

    OK = "ok"
    LIMITED = "429"
    FAILED = "500"
    FAILED_AFTERWARDS = "500, but shown"
    NOTHING = "nothing"
    LOST = "shown, and the reply lost"


SHOWN = (Reply.OK, Reply.FAILED_AFTERWARDS, Reply.LOST)
UNANSWERED = (Reply.NOTHING, Reply.LOST)


@dataclass(frozen=True, slots=True)
class Shown:
    """What people see: a message in a channel, and the key that it was sent with."""

    channel: str
    key: str
    text: str
    doubtful: bool


@dataclass
class Platform:
    """What it showed, in order, and how it will answer.

    ``replies`` are given first, one for each message that comes for a channel; ``slow`` is how long
    it takes to answer. ``asked`` is done when a message comes, ``then`` after it was shown and
    before the platform says so.
    """

    kind: Kind
    port: int = 0
    shown: list[Shown] = field(default_factory=list)
    looked_for: list[str] = field(default_factory=list)
    replies: dict[str, list[Reply]] = field(default_factory=dict)
    slow: float = 0.0
    asked: Callable[[], None] | None = None
    then: Callable[[Shown], Awaitable[None]] | None = None
    _keys: set[str] = field(default_factory=set)
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def in_channel(self, channel: str) -> list[Shown]:
        return [one for one in self.shown if one.channel == channel]

    def repeated(self) -> list[str]:
        """The keys of messages that people saw again, once for each time too many."""
        keys = [one.key for one in self.shown]
        return [key for place, key in enumerate(keys) if key in keys[:place]]

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait for something that comes of a message."""
        async with asyncio.timeout(PATIENCE):
            while not condition():
                self._news.clear()
                await self._news.wait()

    async def answer(self, asked: dict[str, Any]) -> dict[str, Any] | None:
        """What the platform says to a request, if it says anything."""
        if asked["do"] == "find":
            self.looked_for.append(asked["key"])
            return {"status": 200, "found": asked["key"] in self._keys}
        if self.asked is not None:
            self.asked()
        replies = self.replies.get(asked["channel"])
        reply = replies.pop(0) if replies else Reply.OK
        if reply in SHOWN:
            await self._show(Shown(*(asked[name] for name in Shown.__slots__)))
        if self.slow:
            await asyncio.sleep(self.slow)
        if reply in UNANSWERED:
            return None
        status = {Reply.OK: 200, Reply.LIMITED: 429}.get(reply, 500)
        return {"status": status, "after": LIMIT}

    async def _show(self, message: Shown) -> None:
        if self.kind is not Kind.NONCE or message.key not in self._keys:
            self._keys.add(message.key)
            self.shown.append(message)
            self._news.set()
        if self.then is not None:
            await self.then(message)


@asynccontextmanager
async def platform(kind: Kind) -> AsyncIterator[Platform]:
    """A platform that can be reached at its port."""
    made = Platform(kind)
    lines: set[asyncio.Task[None]] = set()
    writers: set[asyncio.StreamWriter] = set()

    async def answer(line: bytes, writer: asyncio.StreamWriter) -> None:
        asked = json.loads(line)
        answered = await made.answer(asked)
        if answered is not None and not writer.is_closing():
            writer.write(json.dumps({"number": asked["number"], **answered}).encode() + b"\n")

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.add(writer)
        try:
            while line := await reader.readline():
                task = asyncio.create_task(answer(line, writer))
                lines.add(task)
                task.add_done_callback(lines.discard)
        except ConnectionError:
            pass  # Whoever was killed says no good-bye.
        finally:
            writers.discard(writer)
            writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()
        for writer in tuple(writers):
            writer.close()
        await asyncio.gather(*lines, return_exceptions=True)
        await server.wait_closed()


def texts(messages: Sequence[Shown]) -> list[str]:
    return [message.text for message in messages]
