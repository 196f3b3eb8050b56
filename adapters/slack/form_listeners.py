"""What people open and fill in: App Home, shortcuts and forms."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from time import monotonic
from typing import Any

from slack_bolt.async_app import AsyncAck

from adapters.arriving import NOT_NOW, why_not, zone_of
from adapters.callback_data import unpack
from adapters.commands import UNDER_WAY, Commands
from adapters.slack import forms
from adapters.slack.arriving import SlackArriving, caller_of
from adapters.slack.commands import with_word
from adapters.slack.forms import (
    AS_USUAL,
    EXAMPLE_ZONE,
    LANGUAGE,
    LIST,
    MOST_LISTED,
    NAME,
    QUALIFY,
    REPLY,
    SETTINGS,
    TEXT,
    WRITE,
    ZONE,
    Home,
    Json,
    home_view,
    note_home,
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
from bot.arrivals import InterviewWanted, MemberChose, ReplyWritten, TextSent, prospect_name
from bot.cards import Card, Paragraph, plain_text
from bot.events import CancelAsked, Returned
from bot.kinds import Texts
from bot.overview import seen
from bot.phrases import Phrases
from bot.problems import Problem
from bot.record_cards import Seen, interview_card, prospects_card
from bot.records import Choice, Records
from bot.scene import card
from bot.snapshot import Stage
from bot.typed_commands import Word

MOST_READ = 100
"""Interviews that are listed at once where they are only read."""
STAGES = {"home-open": UNDER_WAY, "home-verdicts": (Stage.FINISHED,)}
"""What the lists of App Home are of, by their headings."""


class FormListeners:
    """What is done about App Home, shortcuts and forms; ``lists`` are those to choose from."""

    def __init__(
        self,
        arriving: SlackArriving,
        commands: Commands,
        views: Views,
        lists: Mapping[str, Texts],
    ) -> None:
        self._arriving = arriving
        self._commands = commands
        self._views = views
        self._lists = lists

    async def home(self, body: dict[str, Any], ack: AsyncAck) -> None:
        """Show what is open and what was found out to whoever opened App Home."""
        by = read_home(body)
        if by is not None:
            self._show_home(by)
        await ack()

    def _show_home(self, by: Said) -> None:
        """Begin to show App Home: nothing has to be stored, and nobody waits for it."""
        self._views.show_home(by, lambda: self._home(replace(by, at=monotonic())))

    async def _home(self, by: Said) -> Json:
        person, phrases, refused = await self._arriving.member(by)
        if person is None or refused:
            return note_home(card(phrases, Paragraph(phrases.say(refused))), phrases)

        def work(records: Records, today: date) -> Home:
            channel = records.verdict_address()
            here = channel is not None and channel.space == by.workspace
            under_way, finished = (
                seen(records, today, most=MOST_LISTED + 1, stages=stages)
                for stages in STAGES.values()
            )
            said = channel.channel if channel is not None and here else ""
            return Home(under_way, finished, said)

        home = await self._arriving.look(by, person, work) or Home()
        return home_view(phrases, home, with_word(Word.VERDICTS_HERE, phrases))

    async def asked(self, body: dict[str, Any], ack: AsyncAck) -> None:
        """Do what a button of App Home is for."""
        asked = read_asked(body)
        await self._open(asked)
        if asked.what in (forms.RESUME, forms.CANCEL):
            self._show_home(asked.by)
        await ack()

    async def shortcut(self, body: dict[str, Any], ack: AsyncAck) -> None:
        """Open the form that the shortcut is for."""
        await self._open(read_shortcut(body))
        await ack()

    async def _open(self, asked: Asked) -> None:
        person, phrases, refused = await self._arriving.member(asked.by)
        if person is None or refused:
            view = _note(phrases, refused, "form-sorry")
        else:
            try:
                view = await self._view(asked, person, phrases)
            except NOT_NOW as trouble:
                view = _note(phrases, why_not(trouble), "form-sorry")
        await self._views.open(asked.by, view)

    async def _view(self, asked: Asked, person: Person, phrases: Phrases) -> Json:
        """The form or card that was asked for."""
        match asked.what:
            case forms.QUALIFY:  # Both the button and the shortcut.
                return qualify_form(phrases, self._lists)
            case forms.AUTHOR:
                name = asked.about
                if asked.author:
                    name = await self._arriving.name_of(asked.by, asked.author)
                return qualify_form(phrases, self._lists, name)
            case forms.SETTINGS:
                choice = await self._commands.choice(caller_of(asked.by, person))
                return settings_form(phrases, tuple(self._arriving.all_phrases), choice)
            case forms.RESUME | forms.CANCEL | forms.CHANGE:
                event = CancelAsked() if asked.what == forms.CANCEL else Returned()
                wanted = InterviewWanted(asked.about, event)
                await self._arriving.happened(asked.by, wanted, person)
                return _note(phrases, "chat-on-it", f"home-{asked.what}")
            case forms.EXPORT:
                told = await self._commands.exported(caller_of(asked.by, person), None)
                return reading_view(phrases, told.cards[0], "home-export")
            case forms.ALL:
                return await self._all(asked, person, phrases)
            case _:
                return await self._shown(asked, person, phrases)

    async def _all(self, asked: Asked, person: Person, phrases: Phrases) -> Json:
        """Everything of one of App Home's lists."""
        heading = asked.about if asked.about in STAGES else next(iter(STAGES))

        def work(records: Records, today: date) -> list[Seen]:
            return seen(records, today, most=MOST_READ + 1, stages=STAGES[heading])

        found = await self._arriving.look(asked.by, person, work) or []
        shown = prospects_card(found[:MOST_READ], phrases)
        if len(found) > MOST_READ:
            more = phrases.say("chat-more", command=with_word(Word.EXPORT, phrases))
            shown = replace(shown, blocks=(*shown.blocks, Paragraph(more, quiet=True)))
        return reading_view(phrases, shown, heading)

    async def _shown(self, asked: Asked, person: Person, phrases: Phrases) -> Json:
        """One interview as it stands."""

        def work(records: Records, today: date) -> list[Seen]:
            record = records.interview(asked.about)
            found = [] if record is None else seen(records, today, record.prospect)
            return [one for one in found if one[1].interview_id == asked.about]

        found = await self._arriving.look(asked.by, person, work) or []
        if not found:
            return _note(phrases, "home-gone", "form-sorry")
        return reading_view(phrases, interview_card(*found[0], phrases))

    async def form(self, body: dict[str, Any], ack: AsyncAck) -> None:
        """Take a form that was sent, or say beside the field what is wrong with it."""
        sent = read_form(body)
        person, phrases, refused = await self._arriving.member(sent.by)
        first = next(iter(sent.values), NAME)
        problems = {first: phrases.say(refused)} if refused else {}
        if person is not None and not problems:
            try:
                problems = await self._taken(sent, person, phrases)
            except NOT_NOW as trouble:
                problems = {first: phrases.say(why_not(trouble))}
        if problems:
            await ack(response_action="errors", errors=problems)
            return
        if sent.form in (QUALIFY, SETTINGS):
            self._show_home(sent.by)
        await ack()

    async def _taken(self, sent: Submitted, person: Person, phrases: Phrases) -> dict[str, str]:
        """Store what the form says; returns what is wrong with it, by block."""
        if sent.form == QUALIFY:
            return await self._qualify(sent, person, phrases)
        if sent.form == SETTINGS:
            return await self._settings(sent, person, phrases)
        if sent.form == REPLY:
            written = ReplyWritten(sent.carried, sent.values.get(TEXT, ""))
            await self._arriving.happened(sent.by, written, person)
            return {}
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
        told = await self._commands.qualify(caller_of(sent.by, person), name, profile)
        said, wrong = plain_text(told.cards[0]), phrases.say("chat-list-wrong")
        return {LIST: said} if said == wrong else {}


def _note(phrases: Phrases, key: str, title: str) -> Json:
    """Something short that is only to be read."""
    said: Card = card(phrases, Paragraph(phrases.say(key)))
    return reading_view(phrases, said, title)
