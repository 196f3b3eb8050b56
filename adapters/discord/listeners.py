"""What people do on Discord: stored, then acknowledged.

Where something could not be stored, the person is told.
"""

import asyncio
import logging
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date, datetime
from time import monotonic
from typing import Any
from weakref import WeakValueDictionary

import discord

from adapters.arriving import NOT_NOW, Arriving, Caller, why_not, zone_of
from adapters.callback_data import unpack
from adapters.discord import door, forms
from adapters.discord.callers import Answering, caller_of
from adapters.discord.commands import DiscordCommands, read_typed, typed
from adapters.discord.door import DiscordDoor
from adapters.discord.forms import writing_form
from adapters.discord.people import People, Person, address_of
from adapters.discord.reading import (
    PLATFORM,
    Did,
    Messaged,
    Submitted,
    read_chosen,
    read_command,
    read_focused,
    read_form,
    read_message,
    read_press,
    read_who,
)
from adapters.discord.render import escaped
from adapters.discord.teams import Found, Teams
from bot.arrivals import MemberChose, NotTaken, ReplyWritten, TextSent
from bot.cards import Card, Paragraph, Press, Verb
from bot.kinds import Texts
from bot.overview import question_of
from bot.phrases import Phrases
from bot.ports import Address
from bot.records import Choice, Records, Transaction
from bot.scene import card
from bot.snapshot import Stage
from bot.typed_commands import Word

REMOVED_WITHIN = 60.0
"""Seconds for noting that a server has removed the bot, whatever the database does."""

log = logging.getLogger(__name__)


class DiscordListeners:
    """What is done about commands, presses, forms and messages, and when the bot is removed."""

    def __init__(  # Everything that it works with.
        self,
        arriving: Arriving,
        commands: DiscordCommands,
        at_door: DiscordDoor,
        answering: Answering,
        people: People,
        teams: Teams,
    ) -> None:
        self._arriving = arriving
        self._commands = commands
        self._door = at_door
        self._answering = answering
        self._people = people
        self._teams = teams
        self._doing, self._idle = 0, asyncio.Event()
        self._idle.set()
        self._in_turn: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Commands, what is being typed behind them, and forms; presses come by themselves."""
        with self._busy():
            await self._interacted(interaction)

    async def _interacted(self, interaction: discord.Interaction[Any]) -> None:
        kind, by = interaction.type, read_who(interaction)
        if kind is discord.InteractionType.application_command:
            given = read_command(interaction, self._answering.all_phrases)
            if given is None:
                await self._answering.say(by, self._speaking(by), "chat-not-now")
            else:
                await self._guarded(by, self._commands.commanded(given))
        elif kind is discord.InteractionType.autocomplete:
            await self._guarded(by, self._completed(interaction, by))
        elif kind is discord.InteractionType.modal_submit:
            sent = read_form(interaction)
            await self._guarded(by, self._form(sent))

    async def pressed(self, interaction: discord.Interaction[Any], custom_id: str) -> None:
        """A button or menu of a card."""
        with self._busy():
            by = read_who(interaction)
            await self._guarded(by, self._press(by, custom_id, read_chosen(interaction)))

    async def asked(self, interaction: discord.Interaction[Any], what: str, about: str) -> None:
        """A button that is about no interview."""
        with self._busy():
            by = read_who(interaction)
            await self._guarded(by, self._asked(by, what, about))

    def _speaking(self, by: Did) -> Phrases:
        """Their phrases, as far as that is known."""
        return self._answering.speaking(self._people.language_of(by.user))

    @contextmanager
    def _busy(self) -> Iterator[None]:
        """Something is being done, which ``finish`` waits for."""
        self._doing += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._doing -= 1
            if not self._doing:
                self._idle.set()

    async def finish(self, patience: float) -> None:
        """Wait until what has been heard is done, so many seconds at most."""
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await self._idle.wait()

    async def _guarded(self, by: Did, work: Awaitable[None]) -> None:
        """Do it, or say why it was not done."""
        try:
            await work
        except NOT_NOW as trouble:
            log.error("something done in Discord: %s", type(trouble).__name__)  # noqa: TRY400
            await self._answering.say(by, self._speaking(by), why_not(trouble))
        except Exception as error:  # noqa: BLE001  # What an unknown error says may quote somebody.
            log.error("something done in Discord: %s", type(error).__name__)  # noqa: TRY400
            await self._answering.say(by, self._speaking(by), "chat-not-now")

    async def _completed(self, interaction: discord.Interaction[Any], by: Did) -> None:
        part, choices = read_focused(interaction, self._answering.all_phrases), []
        try:
            choices = [] if part is None else await self._commands.names(by, part)
        except NOT_NOW as trouble:
            log.warning("nothing is offered: %s", type(trouble).__name__)
        await self._answering.offer(by, choices)

    async def _of_interview(self, by: Did, interview: str) -> Person | None:
        """Who did something to an interview, in the team that it is of."""
        address = await self._teams.of_interview(by, interview)
        if address is None and by.guild is not None:
            address = address_of(by.user, by.guild)
        if address is None:
            found = await self._teams.of_message(by)
            return found.person
        return await self._people.person(by, address.space)

    async def _press(self, by: Did, custom_id: str, values: tuple[str, ...]) -> None:
        read = read_press(custom_id, values)
        if read is None:
            await self._answering.done(by)
            return
        press, happening = read
        person = await self._of_interview(by, press.interview)
        if person is None or person.is_left:
            await self._nowhere(by, person)
            return
        self._answering.rooms.heard(person.address, by.token)
        phrases = self._answering.speaking(person.language)
        if press.verb is Verb.WRITE:
            await self._write(by, press, person, phrases)
            return
        caller = caller_of(by, person)
        otherwise = stray(phrases, guest=caller.guest)
        try:
            await self._teams.meet(by, person.address)
            await self._arriving.happened(caller, happening, press.interview, otherwise)
        except NOT_NOW as trouble:
            await self._answering.say(by, phrases, why_not(trouble))
        else:
            await self._answering.done(by)

    async def _nowhere(self, by: Did, person: Person | None) -> None:
        """Say that it is not known who they are, or that the bot has left their server."""
        key = "discord-unknown" if person is None else "discord-left"
        await self._answering.say(by, self._speaking(by), key)

    async def _write(self, by: Did, press: Press, person: Person, phrases: Phrases) -> None:
        """Open the form with room for words, with the question that they answer."""

        def work(records: Records, today: date) -> Texts | None:
            del today
            record = records.interview(press.interview)
            if record is None or (record.address != person.address and not person.is_member):
                return None
            return question_of(records, press.interview, press.trait)

        question = await self._arriving.look(caller_of(by, person), work)
        asked = "" if question is None else escaped(phrases.pick(question))
        await self._answering.open(by, writing_form(phrases, press, asked))

    async def _asked(self, by: Did, what: str, about: str) -> None:
        match what:
            case door.COME_TO:
                await self._door.come_to(by)
            case door.COME_IN:
                await self._door.come_in(by, about)
            case "team":
                await self._commands.chose_team(by, about)
            case "speak":
                person = await self._here(by)
                if person is not None:
                    await self._door.speak(by, person, about)
            case "settings":
                person = await self._here(by)
                if person is not None:
                    caller = caller_of(by, person)
                    await self._commands.settings(by, caller)
            case "reply":
                await self._open_reply(by, about)
            case _:
                await self._answering.done(by)

    async def _here(self, by: Did) -> Person | None:
        """Who did something that is about no interview; told if that is not known."""
        if by.guild is not None:
            person = await self._people.person(by, by.guild)
        else:
            person = (await self._teams.of_message(by)).person
        if person is None:
            await self._answering.say(by, self._speaking(by), "discord-unknown")
        return person

    async def _open_reply(self, by: Did, interview: str) -> None:
        person = await self._of_interview(by, interview)
        if person is None or person.is_left or not person.is_member:
            await self._nowhere(by, person)
            return
        form = forms.reply_form(self._answering.speaking(person.language), interview)
        await self._answering.open(by, form)

    async def _reply(self, sent: Submitted) -> None:
        """Send a message to a prospect, for the team that the interview is of."""
        by, interview = sent.by, sent.form.removeprefix(forms.REPLY)
        person = await self._of_interview(by, interview)
        if person is None or person.is_left or not person.is_member:
            await self._nowhere(by, person)
            return
        phrases, caller = self._answering.speaking(person.language), caller_of(by, person)

        def work(records: Records, today: date) -> bool:
            del today
            return records.interview(interview) is not None

        if not await self._arriving.look(caller, work):
            await self._answering.say(by, phrases, "home-gone")
            return
        await self._arriving.happened(caller, ReplyWritten(interview, sent.values[forms.TEXT]))
        await self._answering.say(by, phrases, "reply-sent")

    async def _form(self, sent: Submitted) -> None:
        by, values = sent.by, sent.values
        if sent.form.startswith(forms.WRITE):
            press = unpack(sent.form.removeprefix(forms.WRITE))
            person = None if press is None else await self._of_interview(by, press.interview)
            if press is None or person is None or person.is_left:
                await self._nowhere(by, person)
                return
            self._answering.rooms.heard(person.address, by.token)
            said = TextSent(values.get(forms.TEXT, ""), press.step)
            phrases = self._answering.speaking(person.language)
            caller = caller_of(by, person)
            otherwise = stray(phrases, guest=caller.guest)
            await self._arriving.happened(caller, said, press.interview, otherwise)
            await self._answering.done(by)
            return
        if sent.form.startswith(forms.REPLY):
            await self._reply(sent)
            return
        here = await self._here(by)
        if here is not None:
            await self._settings(sent, caller_of(by, here))

    async def _settings(self, sent: Submitted, caller: Caller) -> None:
        phrases = self._answering.speaking(caller.language)
        language = sent.values.get(forms.LANGUAGE, "")
        zone = sent.values.get(forms.ZONE, "").strip()
        if zone and zone_of(zone) is None:
            example = forms.EXAMPLE_ZONE
            await self._answering.say(sent.by, phrases, "form-zone-unknown", example=example)
            return
        known = language if language in self._answering.all_phrases else None
        await self._arriving.happened(caller, MemberChose(Choice(known, zone or None)))
        self._people.forget(caller.address)
        now = self._answering.speaking(known or "")
        await self._answering.say(sent.by, now, "settings-stored")

    async def message(self, message: discord.Message, *, edited: bool = False) -> None:
        """Words in direct messages, new or corrected, one after the other for each person."""
        said = read_message(message, edited=edited)
        if said is None:
            return
        lock = self._in_turn.setdefault(said.by.user, asyncio.Lock())
        with self._busy():
            async with lock:
                now = replace(said.by, at=monotonic())  # Nobody waits for an answer to words.
                await self._guarded(now, self._said(replace(said, by=now)))

    async def _said(self, said: Messaged) -> None:
        by, text = said.by, said.happening.text
        found = await self._teams.of_message(by)
        person = found.person
        phrases = self._speaking(by)
        if person is not None:
            phrases = self._answering.speaking(person.language)
        if person is None:
            await self._nobody(by, found)
            return
        if isinstance(said.happening, TextSent):
            alone = not await self._is_asked(by, person.address)
            wanted = read_typed(text, self._answering, alone=alone and person.is_member)
            if not person.is_member and not text.lstrip().startswith("/"):
                wanted = None  # A prospect answers; what they write may begin with any word.
            if wanted is not None:
                if not person.is_member:
                    found = await self._teams.of_message(by, guests=False)
                if found.person is None:
                    await self._nobody(by, found)
                    return
                await self._commands.typed(by, found.person, wanted)
                return
        await self._teams.meet(by, person.address)
        guest = not person.is_member
        happening, otherwise = said.happening, stray(phrases, guest=guest)
        if not text.strip():
            words = card(phrases, Paragraph(phrases.say("chat-words-only")))
            await self._arriving.happened(caller_of(by, person), NotTaken(), otherwise=words)
            return
        await self._arriving.happened(caller_of(by, person), happening, otherwise=otherwise)
        await self._answering.offer_language(by, person, text)

    async def _nobody(self, by: Did, found: Found) -> None:
        """Ask for which team they write, or say that it is not known who they are."""
        if found.spaces:
            await self._commands.ask_team(by, found.spaces, self._speaking(by))
        else:
            await self._answering.say(by, self._speaking(by), "discord-unknown")

    async def _is_asked(self, by: Did, address: Address) -> bool:
        """Whether something is being asked there."""

        def work(transaction: Transaction) -> bool:
            records = transaction.known_team(address)
            here = None if records is None else records.current(address)
            return here is not None and here.interview.stage in (Stage.OPEN, Stage.PAUSED)

        own = Caller(by.event_id, address, "", "UTC", by.until)
        return await self._arriving.work(own, lambda tx, _: work(tx))

    async def removed(self, guild: str) -> None:
        """The bot was removed from a server: nothing is said there any more, all is kept."""
        address = Address(PLATFORM, guild, "")
        self._people.leave(guild)

        def work(transaction: Transaction, now: datetime) -> None:
            records = transaction.known_team(address)
            if records is None:
                return
            channel = records.verdict_address()
            if channel is not None and (channel.platform, channel.space) == (PLATFORM, guild):
                records.report_to(None)
            records.outbox.abandon(address, now)
            records.reminders.abandon(address)

        until = monotonic() + REMOVED_WITHIN
        nobody = Caller(f"removed:{guild}", address, "", "UTC", until)
        try:
            await self._arriving.work(nobody, work)
        except NOT_NOW as trouble:
            log.error("server %s has removed the bot: %s", guild, type(trouble).__name__)  # noqa: TRY400


def stray(phrases: Phrases, *, guest: bool = False) -> Card:
    """What is said where nothing is talked about; a guest has nothing to begin."""
    if guest:
        return card(phrases, Paragraph(phrases.say("discord-nothing-asked")))
    begin = typed(None, phrases.say("command-name"), phrases)
    asking = typed(Word.HELP, "", phrases)
    return card(phrases, Paragraph(phrases.say("discord-stray", typed=begin, help=asking)))
