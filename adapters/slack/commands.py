"""What stands behind /qualify: a name, or a word; the caller alone is answered."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import date
from typing import Any

from adapters.slack.arriving import NOT_NOW, Arriving, address_of
from adapters.slack.forms import settings_form
from adapters.slack.people import Person
from adapters.slack.reading import PLATFORM, Said, Typed
from adapters.slack.render import fallback, render
from adapters.slack.views import Views
from bot.arrivals import (
    ChannelChosen,
    ExportWanted,
    InterviewWanted,
    NotForProspects,
    QualifyRequested,
)
from bot.cards import Card, Paragraph
from bot.events import CancelAsked, Returned
from bot.list_nodes import ProfileRefused
from bot.overview import seen
from bot.phrases import Phrases
from bot.ports import Address, Delivery, Messenger, TryLater, Undeliverable
from bot.problems import Problem
from bot.profile import Respondent
from bot.record_cards import Seen, interview_card, prospects_card
from bot.records import Choice, Records
from bot.scene import card
from bot.snapshot import Stage
from bot.typed_commands import Command, Word, read_command

COMMAND = "/qualify"
DIRECT_MESSAGE = "D"
"""How the ids of direct messages begin."""
POST_WITHIN = 1.0
"""Seconds for finding out whether the bot may post, of the three until Slack gives up."""
MOST_LISTED, MOST_SHOWN = 20, 3
"""Prospects in a list, and interviews of one of them, that are shown at once."""
UNDER_WAY = (Stage.OPEN, Stage.PAUSED)

Answer = dict[str, Any]
log = logging.getLogger(__name__)


class SlackCommands:
    """Answers the command. Each answer says what was done, or why nothing was."""

    def __init__(self, arriving: Arriving, messenger: Messenger, views: Views) -> None:
        self._arriving = arriving
        self._messenger = messenger
        self._views = views

    async def answer(self, typed: Typed) -> Answer | str:
        """What the caller is told."""
        person, phrases, refused = await self._arriving.member(typed.by)
        if person is None or refused:
            return phrases.say(refused)
        wanted = read_command(typed.text, self._arriving.all_phrases)
        if isinstance(wanted, Problem):
            return phrases.say("chat-name-too-long", command=COMMAND)
        try:
            return await self._done(typed, wanted, person, phrases)
        except NOT_NOW as trouble:
            log.error("a command of %s: %s", typed.by.workspace, type(trouble).__name__)  # noqa: TRY400
            return phrases.say("chat-away")

    async def _done(
        self, typed: Typed, wanted: Command, person: Person, phrases: Phrases
    ) -> Answer | str:
        by, name = typed.by, wanted.name
        match wanted.word:
            case None:
                return await self.qualify(by, name or "", None, person)
            case Word.HELP:
                return help_text(phrases)
            case Word.LIST:
                return await self._listed(by, person, phrases)
            case Word.SHOW if name is None:
                return await self._listed(by, person, phrases)
            case Word.SHOW:
                return await self._shown(by, name or "", person, phrases)
            case Word.RESUME | Word.CANCEL:
                return await self._turned_to(by, wanted, person, phrases)
            case Word.EXPORT:
                return await self._exported(by, name, person, phrases)
            case Word.SETTINGS:
                return await self._settings(by, person, phrases)
            case Word.VERDICTS_HERE:
                key = await self._verdicts_here(typed, person, phrases)
                return phrases.say(key, invite="/invite")

    async def qualify(self, by: Said, name: str, chosen: str | None, person: Person) -> str:
        """Begin or go on with an interview; returns what is said about it. Raises NOT_NOW."""
        phrases = self._arriving.speaking(person)
        wanted = QualifyRequested(name, Respondent.MEMBER, phrases.language, chosen)
        try:
            await self._arriving.happened(by, wanted, person)
        except (ProfileRefused, NotForProspects) as refused:
            log.error("a list of %s: %s", by.workspace, type(refused).__name__)  # noqa: TRY400
            return phrases.say("chat-list-wrong")
        return phrases.say("chat-begun")

    async def _listed(self, by: Said, person: Person, phrases: Phrases) -> Answer | str:
        def work(records: Records, today: date) -> list[Seen]:
            return seen(records, today, most=MOST_LISTED + 1)

        found = await self._arriving.look(by, person, work) or []
        if not found:
            return phrases.say("chat-nobody-yet", command=f"{COMMAND} Acme")
        shown = prospects_card(found[:MOST_LISTED], phrases)
        if len(found) <= MOST_LISTED:
            return _answer(shown)
        more = phrases.say("chat-more", command=_with(Word.EXPORT, phrases))
        return _answer(shown, card(phrases, Paragraph(more, quiet=True)))

    async def _shown(self, by: Said, name: str, person: Person, phrases: Phrases) -> Answer | str:
        def work(records: Records, today: date) -> list[Seen]:
            return seen(records, today, name, MOST_SHOWN)

        found = await self._arriving.look(by, person, work) or []
        if not found:
            return _nothing(name, phrases)
        return _answer(*(interview_card(*one, phrases) for one in found))

    async def _turned_to(self, by: Said, wanted: Command, person: Person, phrases: Phrases) -> str:
        """Go on with an interview, or leave one: the one of that name, or one's own."""
        stages = UNDER_WAY if wanted.word is Word.CANCEL else (*UNDER_WAY, Stage.FINISHED)

        def work(records: Records, today: date) -> str | None:
            del today
            return _found(records, address_of(by), wanted.name, stages)

        interview_id = await self._arriving.look(by, person, work)
        if interview_id is None and wanted.name is not None:
            return _nothing(wanted.name, phrases)
        if interview_id is None:
            return phrases.say("chat-nothing-open", command=f"{COMMAND} Acme")
        event = CancelAsked() if wanted.word is Word.CANCEL else Returned()
        await self._arriving.happened(by, InterviewWanted(interview_id, event), person)
        return phrases.say("chat-on-it")

    async def _exported(self, by: Said, name: str | None, person: Person, phrases: Phrases) -> str:
        def work(records: Records, today: date) -> bool:
            return bool(seen(records, today, name, 1))

        if not await self._arriving.look(by, person, work):
            if name is not None:
                return _nothing(name, phrases)
            return phrases.say("chat-nobody-yet", command=f"{COMMAND} Acme")
        await self._arriving.happened(by, ExportWanted(phrases.language, name), person)
        return phrases.say("chat-export-comes")

    async def _settings(self, by: Said, person: Person, phrases: Phrases) -> str:
        choice = await settings_choice(self._arriving, by, person)
        form = settings_form(phrases, tuple(self._arriving.all_phrases), choice)
        return "" if await self._views.open(by, form) else phrases.say("chat-away")

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
            await self._arriving.happened(typed.by, ChannelChosen(channel), person)
        except Undeliverable:
            return "chat-verdicts-no-access"
        except (TryLater, TimeoutError, *NOT_NOW):
            return "chat-away"
        return "chat-verdicts-here"


async def settings_choice(arriving: Arriving, by: Said, person: Person) -> Choice:
    """What they have chosen so far. Raises NOT_NOW."""

    def work(records: Records, today: date) -> Choice:
        del today
        return records.members.choice(address_of(by))

    return await arriving.look(by, person, work) or Choice()


def help_text(phrases: Phrases) -> str:
    """What can be wanted, in the words of the language."""
    words = {
        "list": _with(Word.LIST, phrases),
        "show": _with(Word.SHOW, phrases, name=True),
        "resume": _with(Word.RESUME, phrases),
        "cancel": _with(Word.CANCEL, phrases),
        "export": _with(Word.EXPORT, phrases),
        "settings": _with(Word.SETTINGS, phrases),
        "verdicts": _with(Word.VERDICTS_HERE, phrases),
    }
    return phrases.say("chat-help", command=COMMAND, example=f"{COMMAND} Acme", **words)


def word(one: Word, phrases: Phrases) -> str:
    """The word as the language says it first."""
    return phrases.say(f"command-{one}").split("|")[0].strip()


def _with(one: Word, phrases: Phrases, *, name: bool = False) -> str:
    behind = f" {phrases.say('command-name')}" if name else ""
    return f"{COMMAND} {word(one, phrases)}{behind}"


def _nothing(name: str, phrases: Phrases) -> str:
    command = f"{COMMAND} {name}"
    return fallback(
        card(phrases, Paragraph(phrases.say("chat-nothing-found", prospect=name, command=command)))
    )


def _found(records: Records, by: Address, name: str | None, stages: Sequence[Stage]) -> str | None:
    """The interview that is meant: of that name, or what is talked about here, or one's newest."""
    if name is None:
        here = records.current(by)
        if here is not None and here.interview.stage in UNDER_WAY:
            return here.id
    for listing in records.listings(name, None if name else MOST_LISTED):
        record = listing.record
        mine = name is not None or (record.address == by and record.interview.stage in UNDER_WAY)
        if mine and record.interview.stage in stages:
            return record.id
    return None


def _answer(*cards: Card) -> Answer:
    """The cards for the caller alone."""
    blocks = [block for one in cards for block in render(one)][:50]
    return {"response_type": "ephemeral", "text": fallback(cards[0]), "blocks": blocks}
