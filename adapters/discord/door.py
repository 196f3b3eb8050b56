"""Prospects who come in by themselves: the panel, what they are told first, and who may."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from adapters.arriving import Arriving, Caller
from adapters.discord.callers import (
    Answering,
    caller_of,
    cannot_be_read_in,
    doing,
    nonce_of,
)
from adapters.discord.people import People, Person, address_of
from adapters.discord.reading import Commanded, Did
from adapters.discord.render import LOUD, Json, button_of, buttons_row, escaped, told
from adapters.discord.rest import Refused
from adapters.discord.teams import Teams
from bot.arrivals import IntakeRequested, MemberChose, NotForProspects
from bot.door import Closed, closed
from bot.list_nodes import ProfileRefused
from bot.phrases import Phrases
from bot.ports import Address, TryLater
from bot.records import Action, Choice, Doorway, Transaction
from bot.typed_commands import Word

COME_TO, COME_IN = "door", "come-in"
"""What the buttons are for: that of the panel, and that below what is stored."""
POST_WITHIN = 1.5

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Look:
    """What whoever stands at the door is told by: why it is closed, if so, and for how long."""

    closed: Closed | None
    days: int


class DiscordDoor:
    """Lets prospects in; ``retention_days`` holds for teams that have not said."""

    def __init__(  # Everything that it works with.
        self,
        arriving: Arriving,
        answering: Answering,
        people: People,
        teams: Teams,
        retention_days: int,
        chose: Callable[[Address], None],
    ) -> None:
        self._arriving = arriving
        self._answering = answering
        self._people = people
        self._teams = teams
        self._retention_days = retention_days
        self._chose = chose

    async def post_panel(self, by: Did, phrases: Phrases) -> None:
        """Post the button with which prospects come in, in the channel of the command."""
        if not by.is_text_channel:
            await self._answering.say(by, phrases, "discord-no-text")
            return
        names = {"view_channel": "View Channel", "send_messages": "Send Messages"}
        lacking = [name for key, name in names.items() if not getattr(by.may, key)]
        if not lacking:
            nonce = {"nonce": nonce_of(by.event_id), "enforce_nonce": True}
            path = "/channels/{channel_id}/messages"
            body = {**panel(phrases), **nonce}
            try:
                async with asyncio.timeout(POST_WITHIN):
                    await self._answering.rest.call("POST", path, body, channel_id=by.channel)
            except (TryLater, TimeoutError):
                await self._answering.say(by, phrases, "chat-not-now")
                return
            except Refused:
                lacking = list(names.values())
        if lacking:
            permissions = phrases.say("separator").join(lacking)
            await self._answering.say(by, phrases, "discord-lacking", permissions=permissions)
            return
        await self._answering.say(by, phrases, "panel-posted")

    async def come_to(self, by: Did) -> None:
        """Say what is stored and for how long, before anything is. Raises one of NOT_NOW."""
        person, phrases = await self._guest(by)
        if person is None:
            await self._answering.say(by, phrases, "discord-in-a-server")
            return
        look = await self._look(by, person)
        if look.closed is not None:
            await self._answering.say(by, phrases, f"door-{look.closed}")
            return
        team = await self._people.name_of(person.address.space) or "?"
        languages = [phrases.language]
        if not person.chose:
            languages += [one for one in self._answering.all_phrases if cannot_be_read_in(one)]
        spoken = [self._answering.speaking(one) for one in dict.fromkeys(languages)]
        texts = [consent(one, team, look.days) for one in spoken]
        buttons = (
            button_of(one.say("door-begin"), doing(COME_IN, one.language), LOUD) for one in spoken
        )
        body = told("\n\n".join(map(escaped, texts)), buttons_row(*buttons))
        await self._answering.tell(by, body)

    async def come_in(self, by: Did, language: str) -> None:
        """Begin to ask them about themselves, or go on. Raises one of NOT_NOW."""
        person, phrases = await self._guest(by)
        if person is None:
            await self._answering.say(by, phrases, "discord-in-a-server")
            return
        if language in self._answering.all_phrases:
            phrases = self._answering.speaking(language)
        look = await self._look(by, person)
        if look.closed is not None:
            await self._answering.say(by, phrases, f"door-{look.closed}")
            return
        caller = caller_of(by, person, guest=True, language=phrases.language)
        await self._teams.meet(by, person.address, by.channel if by.is_text_channel else None)
        self._answering.rooms.heard(person.address, by.token)
        if phrases.language != person.language or cannot_be_read_in(phrases.language):
            await self._speak(caller, phrases.language)
        try:
            await self._arriving.happened(caller, IntakeRequested(by.name, phrases.language))
        except (ProfileRefused, NotForProspects) as refused:
            log.error("a list of %s: %s", person.address.space, type(refused).__name__)  # noqa: TRY400
            await self._answering.say(by, phrases, "door-intake")
            return
        await self._answering.say(by, phrases, "chat-begun")

    async def _speak(self, caller: Caller, language: str) -> None:
        """Speak with them in this language from now on."""

        def work(transaction: Transaction, now: datetime) -> None:
            del now
            members = transaction.team(caller.address).members
            members.choose(caller.address, Choice(language, members.choice(caller.address).zone))

        await self._arriving.work(caller, work)
        self._chose(caller.address)

    async def _guest(self, by: Did) -> tuple[Person | None, Phrases]:
        """Who stands at the door of a server; nobody if it is the door of none."""
        person = None if by.guild is None else await self._people.person(by, by.guild)
        return person, self._answering.speaking("" if person is None else person.language)

    async def _look(self, by: Did, person: Person) -> Look:
        """Whether they may come in; who has begun may always go on."""
        address = person.address

        def work(transaction: Transaction, now: datetime) -> Look:
            records = transaction.team(address)
            days = records.retention_days()
            days = self._retention_days if days is None else days
            begun = records.door.begun(address) is not None
            if begun and not records.door.is_blocked(address):
                return Look(None, days)
            return Look(closed(records, address, now), days)

        return await self._arriving.work(caller_of(by, person, guest=True), work)

    async def change(self, given: Commanded, caller: Caller, phrases: Phrases) -> None:
        """Open or close the door, shut somebody out, or say who is a member."""
        by, address = given.by, caller.address
        actor = str(address)
        person = given.target or given.target_id
        if given.word is Word.MEMBERS:
            role = given.options.get("role")
            if role == by.guild:  # Everybody's role is called like the server.
                await self._answering.say(by, phrases, "discord-role-everybody")
                return
            await self._rebuilt(caller, actor, role=None if role is None else str(role))
            key = "discord-role-none" if role is None else "discord-role-set"
            await self._answering.say(by, phrases, key, role=given.role or str(role))
        elif given.word is Word.INTAKE:
            is_open = bool(given.options.get("open"))
            await self._rebuilt(caller, actor, is_open=is_open)
            await self._answering.say(by, phrases, "door-opened" if is_open else "door-closed")
        else:
            whom = address_of(given.target_id, address.space)
            key = await self._shut_out(caller, whom, given.word is Word.BLOCK)
            await self._answering.say(by, phrases, key, person=person)

    async def _rebuilt(self, caller: Caller, actor: str, **changes: object) -> None:
        def work(transaction: Transaction, now: datetime) -> None:
            records = transaction.team(caller.address)
            doorway: Doorway = replace(records.door.doorway(caller.address), **changes)  # type: ignore[arg-type]
            records.door.build(caller.address, doorway)
            records.log(actor, Action.DOOR_CHANGED, records.team, now)

        await self._arriving.work(caller, work)
        self._chose(caller.address)

    async def _shut_out(self, caller: Caller, whom: Address, out: bool) -> str:  # noqa: FBT001
        """Let somebody in no more, or again; returns the key of what to say."""

        def work(transaction: Transaction, now: datetime) -> str:
            records = transaction.team(caller.address)
            changed = records.door.block(whom, now) if out else records.door.unblock(whom)
            if changed:
                action = Action.PERSON_BLOCKED if out else Action.PERSON_UNBLOCKED
                records.log(str(caller.address), action, str(whom)[-60:], now)
            if out:
                return "door-shut-out"
            return "door-let-in" if changed else "door-let-in-already"

        return await self._arriving.work(caller, work)

    async def speak(self, by: Did, person: Person, language: str) -> None:
        """Speak with somebody in the language from now on. Raises one of NOT_NOW."""
        caller = caller_of(by, person)
        if language not in self._answering.all_phrases:
            return
        choice = await self._arriving.look(
            caller, lambda records, _: records.members.choice(person.address)
        )
        zone = None if choice is None else choice.zone
        await self._arriving.happened(caller, MemberChose(Choice(language, zone)))
        self._chose(person.address)
        await self._answering.say(by, self._answering.speaking(language), "speak-done")


def panel(phrases: Phrases) -> Json:
    """The panel as a message."""
    text = f"### {escaped(phrases.say('panel-heading'))}\n{escaped(phrases.say('panel-text'))}"
    return told(text, buttons_row(button_of(phrases.say("panel-button"), doing(COME_TO), LOUD)))


def consent(phrases: Phrases, team: str, days: int) -> str:
    """What is asked, what is stored, and for how long."""
    asked = phrases.say("door-consent", team=team)
    if days:
        return f"{asked}\n{phrases.say('door-stored', team=team, days=days)}"
    return f"{asked}\n{phrases.say('door-stored-forever', team=team)}"
