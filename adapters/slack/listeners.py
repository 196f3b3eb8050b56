"""What people type and press: stored, then acknowledged.

Where something could not be stored, a person who can be told is told, and an event is left to Slack
to bring again.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from time import time
from typing import Any

from aiohttp import ClientError
from slack_bolt.async_app import AsyncAck, AsyncRespond
from slack_bolt.response import BoltResponse

from adapters.arriving import NOT_NOW, why_not
from adapters.slack.arriving import SlackArriving
from adapters.slack.commands import SlackCommands, with_word
from adapters.slack.forms import writing_form
from adapters.slack.people import Person
from adapters.slack.reading import Messaged, Pressed, read_command, read_message, read_press
from adapters.slack.render import COMMAND
from adapters.slack.views import Views
from bot.arrivals import Happening, NotTaken
from bot.cards import Card, Paragraph, Verb
from bot.kinds import Texts
from bot.overview import question_of
from bot.phrases import Phrases
from bot.records import Records
from bot.scene import card
from bot.typed_commands import Word

log = logging.getLogger(__name__)
TELL_WITHIN = 10.0
"""Seconds for telling whoever pressed why nothing came of it."""
Forget = Callable[[str, float], Awaitable[None]]
"""Forgets a workspace, as it was at that time: seconds since 1970."""


class SlackListeners:
    """What is done about commands, messages and presses, and when the app is removed.

    ``forget`` forgets a workspace from which the app was removed.
    """

    def __init__(
        self,
        arriving: SlackArriving,
        commands: SlackCommands,
        views: Views,
        forget: Forget,
    ) -> None:
        self._arriving = arriving
        self._commands = commands
        self._views = views
        self._forget = forget
        self._telling: set[asyncio.Task[None]] = set()

    async def command(self, body: dict[str, Any], ack: AsyncAck) -> None:
        """Do what the command asks for; only the caller is answered."""
        answer = await self._commands.answer(read_command(body))
        if not answer:
            await ack()
        elif isinstance(answer, str):
            await ack(answer)
        else:
            await ack(**answer)

    async def message(self, body: dict[str, Any], ack: AsyncAck) -> BoltResponse | None:
        """Take what was typed in the direct message; Slack brings again what was not stored."""
        said = read_message(body)
        if said is not None:
            person, phrases, refused = await self._arriving.member(said.by)
            if person is None:
                return BoltResponse(status=503)
            if not refused and not said.happening.text.strip():
                refused = "chat-words-only"
            happening, otherwise = await self._meant(said, phrases, refused)
            try:
                await self._arriving.happened(said.by, happening, person, otherwise=otherwise)
            except NOT_NOW:
                return BoltResponse(status=503)
        await ack()
        return None

    async def _meant(
        self, said: Messaged, phrases: Phrases, refused: str
    ) -> tuple[Happening, Card]:
        """What becomes of the words, and what is said where they answer nothing."""
        if refused:
            return NotTaken(), card(phrases, Paragraph(phrases.say(refused)))
        text = await self._arriving.with_names(said.by, said.happening.text, said.mentioned)
        return replace(said.happening, text=text), _stray(phrases)

    async def press(self, body: dict[str, Any], ack: AsyncAck, respond: AsyncRespond) -> None:
        """Take a press; whoever pressed is told if it was not stored."""
        pressed = read_press(body)
        if pressed is None:
            await ack()
            return
        person, phrases, trouble = await self._arriving.member(pressed.by)
        if person is not None and not trouble:
            try:
                trouble = await self._taken(pressed, person, phrases)
            except NOT_NOW as away:
                trouble = why_not(away)
        await ack()
        if trouble:
            # Slack is not answered before we are done here, and this may take long.
            task = asyncio.create_task(_tell(respond, phrases.say(trouble)))
            self._telling.add(task)
            task.add_done_callback(self._telling.discard)

    async def _taken(self, pressed: Pressed, person: Person, phrases: Phrases) -> str:
        """Do what the button is for; returns the key of what is in the way. Raises NOT_NOW."""
        press, about = pressed.press, pressed.press.interview
        if press.verb is not Verb.WRITE:
            otherwise = _stray(phrases)
            await self._arriving.happened(pressed.by, pressed.happening, person, about, otherwise)
            return ""

        def work(records: Records, today: date) -> Texts | None:
            del today
            return question_of(records, about, press.trait)

        question = await self._arriving.look(pressed.by, person, work)
        asked = "" if question is None else phrases.pick(question)
        is_open = await self._views.open(pressed.by, writing_form(phrases, press, asked))
        return "" if is_open else "chat-no-form"

    async def removed(self, body: dict[str, Any], ack: AsyncAck) -> BoltResponse | None:
        """Forget the tokens of a workspace that has removed the app, or revoked them."""
        event = body["event"]
        if event["type"] == "app_uninstalled" or (event.get("tokens") or {}).get("bot"):
            try:
                await self._forget(str(body["team_id"]), float(body.get("event_time") or time()))
            except NOT_NOW:
                return BoltResponse(status=503)
        await ack()
        return None


async def _tell(respond: AsyncRespond, said: str) -> None:
    """Say something to whoever pressed, who alone sees it."""
    try:
        async with asyncio.timeout(TELL_WITHIN):
            await respond(said, response_type="ephemeral", replace_original=False)
    except (OSError, TimeoutError, ClientError) as lost:
        log.warning("somebody was not told: %s", type(lost).__name__)


def _stray(phrases: Phrases) -> Card:
    """What is said where nothing is talked about."""
    asking = with_word(Word.HELP, phrases)
    return card(phrases, Paragraph(phrases.say("chat-stray", command=COMMAND, help=asking)))
