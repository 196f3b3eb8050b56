"""Slack's way in: payload -> arrival -> stored -> acknowledged -> delivered.

An acknowledgement says that what a person did is stored. Where it could not be stored, a person
who can be told is told, and an event is left to Slack to bring again.
"""

import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.callback_data import unpack
from adapters.slack.arriving import NOT_NOW, Arriving, address_of, zone_of
from adapters.slack.commands import COMMAND, SlackCommands, settings_choice, word
from adapters.slack.forms import (
    AS_USUAL,
    EXAMPLE_ZONE,
    LANGUAGE,
    LIST,
    NAME,
    QUALIFY,
    RESUME,
    SETTINGS,
    SHOW,
    TEXT,
    WRITE,
    ZONE,
    home_view,
    qualify_form,
    reading_view,
    settings_form,
    writing_form,
)
from adapters.slack.messenger import ClientOf
from adapters.slack.people import People, Person
from adapters.slack.reading import (
    Asked,
    Payload,
    Said,
    Submitted,
    read_asked,
    read_command,
    read_form,
    read_home,
    read_message,
    read_press,
    read_shortcut,
)
from adapters.slack.views import Views
from bot.arrivals import InterviewWanted, MemberChose, TextSent, prospect_name
from bot.cards import Paragraph, Verb
from bot.events import Returned
from bot.kinds import Texts
from bot.overview import seen
from bot.phrases import Phrases
from bot.ports import Messenger
from bot.problems import Problem
from bot.record_cards import Seen, interview_card
from bot.records import Choice, Records
from bot.running import Bot
from bot.scene import card
from bot.typed_commands import Word

CARDS = re.compile("press:[0-9]+|menu|ticks")
HOME = re.compile(f"{QUALIFY}|{SETTINGS}|{RESUME}|{SHOW}")
"""The ``action_id`` of what is pressed on cards, and in App Home."""
ANYTHING = re.compile("", re.DOTALL)
QUALIFY_SHORTCUT, AUTHOR_SHORTCUT = "qualify", "qualify_author"
MOST_AT_HOME = 40
"""Interviews that App Home looks at: the last changed ones."""

log = logging.getLogger(__name__)
Authorize = Callable[..., Awaitable[AuthorizeResult | None]]
"""Says what Bolt needs to know of a workspace; None where the app is not installed."""


class SlackListeners:
    """What is done about each kind of payload."""

    def __init__(
        self,
        arriving: Arriving,
        commands: SlackCommands,
        views: Views,
        means: "Means",
    ) -> None:
        self._arriving = arriving
        self._commands = commands
        self._views = views
        self._lists = means.lists
        self._forget = means.forget

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
            stray = phrases.say(
                "chat-stray", command=COMMAND, help=f"{COMMAND} {word(Word.HELP, phrases)}"
            )
            otherwise = card(phrases, Paragraph(stray))
            try:
                if not refused:
                    await self._arriving.happened(
                        said.by, said.happening, person, otherwise=otherwise
                    )
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
        person, phrases, trouble = await self._arriving.member(pressed.by)
        if person is not None and not trouble:
            about = pressed.press.interview
            if pressed.press.verb is Verb.WRITE and await self._views.open(
                pressed.by, writing_form(phrases, pressed.press)
            ):
                await ack()
                return
            try:
                await self._arriving.happened(pressed.by, pressed.happening, person, about)
            except NOT_NOW:
                trouble = "chat-away"
        await ack()
        if trouble:
            said = phrases.say(trouble)
            await respond(said, response_type="ephemeral", replace_original=False)

    async def home(self, body: dict[str, Any], ack: AsyncAck) -> BoltResponse | None:
        """Show what is open and what was found out to whoever opened App Home."""
        by = read_home(body)
        if by is not None:
            try:
                await self._show_home(by)
            except NOT_NOW:
                return BoltResponse(status=503)
        await ack()
        return None

    async def _show_home(self, by: Said) -> None:
        person, phrases, refused = await self._arriving.member(by)
        if person is None or refused:
            said = reading_view(phrases, [card(phrases, Paragraph(phrases.say(refused)))])
            await self._views.show_home(by, {"type": "home", "blocks": said["blocks"]})
            return

        def work(records: Records, today: date) -> tuple[list[Seen], str]:
            channel = records.verdict_address()
            here = channel is not None and channel.space == by.workspace
            return seen(records, today, most=MOST_AT_HOME), (
                channel.channel if channel is not None and here else ""
            )

        found, channel = await self._arriving.look(by, person, work) or ([], "")
        command = f"{COMMAND} {word(Word.VERDICTS_HERE, phrases)}"
        await self._views.show_home(by, home_view(phrases, found, channel, command))

    async def removed(self, body: dict[str, Any], ack: AsyncAck) -> BoltResponse | None:
        """Forget the tokens of a workspace that has removed the app, or revoked them."""
        event = body["event"]
        if event["type"] == "app_uninstalled" or (event.get("tokens") or {}).get("bot"):
            try:
                await self._forget(str(body["team_id"]))
            except NOT_NOW:
                return BoltResponse(status=503)
        await ack()
        return None

    async def asked(self, body: dict[str, Any], ack: AsyncAck) -> None:
        """Do what a button of App Home is for."""
        await self._open(read_asked(body))
        await ack()

    async def shortcut(self, body: dict[str, Any], ack: AsyncAck) -> None:
        """Open the form that the shortcut is for."""
        await self._open(read_shortcut(body))
        await ack()

    async def _open(self, asked: Asked) -> None:
        person, phrases, refused = await self._arriving.member(asked.by)
        if person is None or refused:
            note = card(phrases, Paragraph(phrases.say(refused)))
            await self._views.open(asked.by, reading_view(phrases, [note]))
            return
        try:
            view = await self._view(asked, person, phrases)
        except NOT_NOW:
            view = reading_view(phrases, [card(phrases, Paragraph(phrases.say("chat-away")))])
        await self._views.open(asked.by, view)

    async def _view(self, asked: Asked, person: Person, phrases: Phrases) -> dict[str, Any]:
        """The form or card that was asked for."""
        match asked.what:
            case _ if asked.what in (QUALIFY, QUALIFY_SHORTCUT):
                return qualify_form(phrases, self._lists)
            case _ if asked.what == AUTHOR_SHORTCUT:
                about = asked.about
                if re.fullmatch("[UW][A-Z0-9]{2,}", about):
                    about = await self._views.name_of(asked.by, about)
                return qualify_form(phrases, self._lists, about)
            case _ if asked.what == SETTINGS:
                choice = await settings_choice(self._arriving, asked.by, person)
                return settings_form(phrases, tuple(self._arriving.all_phrases), choice)
            case _ if asked.what == RESUME:
                wanted = InterviewWanted(asked.about, Returned())
                await self._arriving.happened(asked.by, wanted, person)
                said = phrases.say("chat-on-it")
                return reading_view(phrases, [card(phrases, Paragraph(said))])
            case _:
                return await self._shown(asked, person, phrases)

    async def _shown(self, asked: Asked, person: Person, phrases: Phrases) -> dict[str, Any]:
        """One interview as it stands."""

        def work(records: Records, today: date) -> list[Seen]:
            record = records.interview(asked.about)
            found = [] if record is None else seen(records, today, record.prospect)
            return [one for one in found if one[1].interview_id == asked.about]

        found = await self._arriving.look(asked.by, person, work) or []
        cards = [interview_card(*one, phrases) for one in found]
        gone = card(phrases, Paragraph(phrases.say("home-gone")))
        return reading_view(phrases, cards or [gone])

    async def form(self, body: dict[str, Any], ack: AsyncAck) -> None:
        """Take a form that was sent, or say beside the field what is wrong with it."""
        sent = read_form(body)
        person, phrases, refused = await self._arriving.member(sent.by)
        first = next(iter(sent.values), NAME)
        problems = {first: phrases.say(refused)} if refused else {}
        if person is not None and not problems:
            try:
                problems = await self._taken(sent, person, phrases)
            except NOT_NOW:
                problems = {first: phrases.say("chat-away")}
        if problems:
            await ack(response_action="errors", errors=problems)
        else:
            await ack()

    async def _taken(self, sent: Submitted, person: Person, phrases: Phrases) -> dict[str, str]:
        """Store what the form says; returns what is wrong with it, by block."""
        match sent.form:
            case _ if sent.form == QUALIFY:
                return await self._qualify(sent, person, phrases)
            case _ if sent.form == WRITE:
                press = unpack(sent.carried)
                if press is not None:
                    said = TextSent(sent.values.get(TEXT, ""), press.step)
                    await self._arriving.happened(sent.by, said, person, press.interview)
                return {}
            case _ if sent.form == SETTINGS:
                zone, language = sent.values.get(ZONE, "").strip(), sent.values.get(LANGUAGE, "")
                if zone and zone_of(zone) is None:
                    return {ZONE: phrases.say("form-zone-unknown", example=EXAMPLE_ZONE)}
                known = language if language in self._arriving.all_phrases else None
                await self._arriving.happened(
                    sent.by, MemberChose(Choice(known, zone or None)), person
                )
                self._arriving.chose(sent.by)
                return {}
            case _:
                return {}

    async def _qualify(self, sent: Submitted, person: Person, phrases: Phrases) -> dict[str, str]:
        name = prospect_name(sent.values.get(NAME, ""))
        if isinstance(name, Problem):
            return {NAME: phrases.say(f"form-name-{name.reason}")}
        chosen = sent.values.get(LIST, AS_USUAL)
        if chosen != AS_USUAL and chosen not in self._lists:
            return {LIST: phrases.say("chat-list-wrong")}
        profile = None if chosen == AS_USUAL else chosen
        said = await self._commands.qualify(sent.by, name, profile, person)
        return {LIST: said} if said == phrases.say("chat-list-wrong") else {}


@dataclass(frozen=True, slots=True)
class Means:
    """What listeners work with: the ways to Slack, languages, and the lists to choose from.

    ``forget`` forgets a workspace in which the app is not installed any more.
    """

    client_of: ClientOf
    messenger: Messenger
    forget: Callable[[str], Awaitable[None]]
    phrases: Mapping[str, Phrases]
    language: str
    lists: Mapping[str, Texts]


def make_listeners(bot: Bot, means: Means) -> SlackListeners:
    """The listeners of a process at work."""

    async def choice_of(workspace: str, person: str) -> Choice:
        at = address_of(Said("", workspace, person))
        return await bot.look(at, lambda records: records.members.choice(at)) or Choice()

    people = People(means.client_of, tuple(means.phrases), means.language, choice_of)
    arriving, views = Arriving(bot, people, means.phrases), Views(means.client_of)
    commands = SlackCommands(arriving, means.messenger, views)
    return SlackListeners(arriving, commands, views, means)


def make_app(
    listeners: SlackListeners,
    authorize: Authorize,
    client: AsyncWebClient,
    signing_secret: str,
) -> AsyncApp:
    """The Bolt app with our listeners; nothing that Slack sends stays unacknowledged."""
    # Bolt warns of a SLACK_BOT_TOKEN in the environment, where everybody has it.
    bolts = logging.getLogger("slack_bolt.AsyncApp")
    bolts.addFilter(lambda record: "`token` will be unused" not in record.getMessage())
    app = AsyncApp(
        name="qualify-bot",
        client=client,
        authorize=authorize,  # type: ignore[arg-type]  # None is an answer, and means: nowhere.
        signing_secret=signing_secret,
        # The acknowledgement comes after the commit, and without it Bolt polls for it.
        process_before_response=True,
        raise_error_for_unhandled_request=True,
    )
    app.action(CARDS)(listeners.press)
    app.action(HOME)(listeners.asked)
    app.event("message")(listeners.message)
    app.event("app_home_opened")(listeners.home)
    app.event("app_uninstalled")(listeners.removed)
    app.event("tokens_revoked")(listeners.removed)
    app.command(COMMAND)(listeners.command)
    app.shortcut(ANYTHING)(listeners.shortcut)
    app.view(ANYTHING)(listeners.form)
    app.error(_acknowledged)
    return app


async def _acknowledged(error: Exception, body: Payload) -> BoltResponse:
    """What nobody listens for is acknowledged; a failure of ours is not."""
    if isinstance(error, BoltUnhandledRequestError):
        return BoltResponse(status=200)
    log.error("a payload of type %s: %s", body.get("type"), type(error).__name__)
    return BoltResponse(status=500)
