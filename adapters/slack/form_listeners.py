"""What people open and fill in: App Home, shortcuts and forms."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_bolt.response import BoltResponse

from adapters.callback_data import unpack
from adapters.slack.arriving import NOT_NOW, Arriving, zone_of
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
    TEXT,
    WRITE,
    ZONE,
    home_view,
    qualify_form,
    reading_view,
    settings_form,
)
from adapters.slack.people import Person
from adapters.slack.reading import (
    Asked,
    Said,
    Submitted,
    read_asked,
    read_form,
    read_home,
    read_shortcut,
)
from adapters.slack.views import Views
from bot.arrivals import InterviewWanted, MemberChose, TextSent, prospect_name
from bot.cards import Paragraph
from bot.events import Returned
from bot.kinds import Texts
from bot.overview import seen
from bot.phrases import Phrases
from bot.problems import Problem
from bot.record_cards import Seen, interview_card
from bot.records import Choice, Records
from bot.scene import card
from bot.typed_commands import Word

QUALIFY_SHORTCUT, AUTHOR_SHORTCUT = "qualify", "qualify_author"
MOST_AT_HOME = 40
"""Interviews that App Home looks at: the last changed ones."""
USER = re.compile("[UW][A-Z0-9]{2,}")


class FormListeners:
    """What is done about App Home, shortcuts and forms; ``lists`` are those to choose from."""

    def __init__(
        self,
        arriving: Arriving,
        commands: SlackCommands,
        views: Views,
        lists: Mapping[str, Texts],
    ) -> None:
        self._arriving = arriving
        self._commands = commands
        self._views = views
        self._lists = lists

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
        if asked.what in (QUALIFY, QUALIFY_SHORTCUT):
            return qualify_form(phrases, self._lists)
        if asked.what == AUTHOR_SHORTCUT:
            about = asked.about
            if USER.fullmatch(about):
                about = await self._views.name_of(asked.by, about)
            return qualify_form(phrases, self._lists, about)
        if asked.what == SETTINGS:
            choice = await settings_choice(self._arriving, asked.by, person)
            return settings_form(phrases, tuple(self._arriving.all_phrases), choice)
        if asked.what == RESUME:
            wanted = InterviewWanted(asked.about, Returned())
            await self._arriving.happened(asked.by, wanted, person)
            said = phrases.say("chat-on-it")
            return reading_view(phrases, [card(phrases, Paragraph(said))])
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
        if sent.form == QUALIFY:
            return await self._qualify(sent, person, phrases)
        if sent.form == SETTINGS:
            return await self._settings(sent, person, phrases)
        press = unpack(sent.carried) if sent.form == WRITE else None
        if press is not None:
            said = TextSent(sent.values.get(TEXT, ""), press.step)
            await self._arriving.happened(sent.by, said, person, press.interview)
        return {}

    async def _settings(self, sent: Submitted, person: Person, phrases: Phrases) -> dict[str, str]:
        zone, language = sent.values.get(ZONE, "").strip(), sent.values.get(LANGUAGE, "")
        if zone and zone_of(zone) is None:
            return {ZONE: phrases.say("form-zone-unknown", example=EXAMPLE_ZONE)}
        known = language if language in self._arriving.all_phrases else None
        await self._arriving.happened(sent.by, MemberChose(Choice(known, zone or None)), person)
        self._arriving.chose(sent.by)
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
