"""Slack's way in: payload -> arrival -> stored -> acknowledged -> delivered.

An acknowledgement says that what a person did is stored. Where it could not be stored, a person
who can be told is told, and an event is left to Slack to bring again.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.people import People, Person
from adapters.slack.reading import (
    PLATFORM,
    Payload,
    Said,
    Typed,
    read_command,
    read_message,
    read_press,
    text_sent,
)
from bot.arrivals import (
    Arrival,
    ChannelChosen,
    Happening,
    NotForProspects,
    QualifyRequested,
    prospect_name,
)
from bot.cards import Card, Paragraph
from bot.list_nodes import ProfileRefused
from bot.phrases import Phrases, spoken
from bot.ports import (
    Address,
    Delivery,
    Messenger,
    StorageUnavailable,
    TryLater,
    Undeliverable,
)
from bot.problems import Problem
from bot.profile import Respondent
from bot.running import Bot, Stopping

COMMAND = "/qualify"
EVERYTHING = re.compile("", re.DOTALL)
VERDICTS_HERE = ("verdicts here", "الأحكام هنا")
"""What is typed behind the command, in a channel, so that verdicts go there."""
DIRECT_MESSAGE = "D"
"""How the ids of direct messages begin."""
POST_WITHIN = 1.0
"""Seconds for finding out whether the bot may post, of the three until Slack gives up."""
NOT_NOW = (StorageUnavailable, Stopping)
"""Nothing was stored, and it may be tried again."""

log = logging.getLogger(__name__)
Authorize = Callable[..., Awaitable[AuthorizeResult | None]]
"""Says what Bolt needs to know of a workspace; None where the app is not installed."""


class SlackListeners:
    """What is done about each kind of payload."""

    def __init__(
        self, bot: Bot, people: People, messenger: Messenger, phrases: Mapping[str, Phrases]
    ) -> None:
        self._bot = bot
        self._messenger = messenger
        self._people = people
        self._phrases = phrases

    async def command(self, body: dict[str, Any], ack: AsyncAck) -> None:
        """Begin or go on with an interview in the direct message; only the caller is answered."""
        typed = read_command(body)
        person = await self._people.person(typed.by.workspace, typed.by.person)
        phrases = self._speaking(person)
        if person is None or not person.is_member:
            key = "chat-unknown" if person is None else "chat-members-only"
            await ack(phrases.say(key))
            return
        if typed.text.casefold() in VERDICTS_HERE:
            key = await self._verdicts_here(typed, person, phrases)
            await ack(phrases.say(key, invite="/invite"))
            return
        name = prospect_name(typed.text)
        if isinstance(name, Problem):
            key = "chat-help" if not typed.text else "chat-name-too-long"
            await ack(phrases.say(key, command=COMMAND, example=f"{COMMAND} Acme"))
            return
        wanted = QualifyRequested(name, Respondent.MEMBER, phrases.language)
        try:
            await self._happened(typed.by, wanted, person)
        except (*NOT_NOW, ProfileRefused, NotForProspects) as trouble:
            log.error("a command of %s: %s", typed.by.workspace, type(trouble).__name__)  # noqa: TRY400
            key = "chat-away" if isinstance(trouble, NOT_NOW) else "chat-list-wrong"
            await ack(phrases.say(key))
            return
        await ack(phrases.say("chat-begun"))

    async def _verdicts_here(self, typed: Typed, person: Person, phrases: Phrases) -> str:
        """Give the verdicts to the channel of the command, if the bot can post there.

        Returns the key of what to say about it.
        """
        channel = Address(PLATFORM, typed.by.workspace, typed.channel)
        if typed.channel.startswith(DIRECT_MESSAGE):
            return "chat-verdicts-not-here"
        said = Card(phrases.language, (Paragraph(phrases.say("chat-verdicts-come")),))
        try:
            async with asyncio.timeout(POST_WITHIN):
                await self._messenger.send(Delivery("", typed.by.event_id, channel, said))
            await self._happened(typed.by, ChannelChosen(channel), person)
        except Undeliverable:
            return "chat-verdicts-no-access"
        except (TryLater, TimeoutError, *NOT_NOW):
            return "chat-away"
        return "chat-verdicts-here"

    async def message(self, body: dict[str, Any], ack: AsyncAck) -> BoltResponse | None:
        """Take what was typed in the direct message; Slack brings again what was not stored."""
        typed = read_message(body)
        if typed is not None:
            person = await self._people.person(typed.by.workspace, typed.by.person)
            if person is None:
                return BoltResponse(status=503)
            try:
                if person.is_member:
                    await self._happened(typed.by, text_sent(typed), person)
            except NOT_NOW:
                return BoltResponse(status=503)
        await ack()
        return None

    async def press(self, body: dict[str, Any], ack: AsyncAck, respond: AsyncRespond) -> None:
        """Take a press; whoever pressed is told if it was not stored."""
        pressed = read_press(body)
        if pressed is None:
            await ack()
            return
        person = await self._people.person(pressed.by.workspace, pressed.by.person)
        trouble = "chat-unknown" if person is None else ""
        if person is not None and not person.is_member:
            trouble = "chat-members-only"
        elif person is not None:
            try:
                await self._happened(pressed.by, pressed.happening, person, pressed.interview_id)
            except NOT_NOW:
                trouble = "chat-away"
        await ack()
        if trouble:
            said = self._speaking(person).say(trouble)
            await respond(said, response_type="ephemeral", replace_original=False)

    async def _happened(
        self, by: Said, happening: Happening, person: Person, interview_id: str | None = None
    ) -> None:
        """Store what happened, and begin to deliver what it led to."""
        zone = _zone(person.zone)
        arrival = Arrival(
            by.event_id,
            Address(PLATFORM, by.workspace, by.person),
            happening,
            datetime.now(UTC).astimezone(zone).date(),
            interview_id,
            zone=zone.key,
        )
        self._bot.begin(await self._bot.handle(arrival))

    def _speaking(self, person: Person | None) -> Phrases:
        return spoken(self._phrases, "" if person is None else person.language)


def make_app(
    listeners: SlackListeners,
    authorize: Authorize,
    client: AsyncWebClient,
    signing_secret: str,
) -> AsyncApp:
    """The Bolt app with our listeners; nothing that Slack sends stays unacknowledged."""
    app = AsyncApp(
        name="qualify-bot",
        client=client,
        authorize=authorize,  # type: ignore[arg-type]  # None is an answer, and means: nowhere.
        signing_secret=signing_secret,
        # The acknowledgement comes after the commit, and without it Bolt polls for it.
        process_before_response=True,
        raise_error_for_unhandled_request=True,
    )
    app.action(EVERYTHING)(listeners.press)
    app.event("message")(listeners.message)
    app.command(COMMAND)(listeners.command)
    app.error(_acknowledged)
    return app


async def _acknowledged(error: Exception, body: Payload) -> BoltResponse:
    """What nobody listens for is acknowledged; a failure of ours is not."""
    if isinstance(error, BoltUnhandledRequestError):
        return BoltResponse(status=200)
    log.error("a payload of type %s: %s", body.get("type"), type(error).__name__)
    return BoltResponse(status=500)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
