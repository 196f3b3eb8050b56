"""What stands behind /qualify on Discord, chosen or typed; the caller alone is answered."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from adapters.arriving import NOT_NOW, Arriving, Caller, why_not
from adapters.commands import Commands, Told
from adapters.discord.callers import (
    Answering,
    caller_of,
    cannot_be_read_in,
    doing,
)
from adapters.discord.definitions import NAME, WORDS, subcommand_of
from adapters.discord.door import DiscordDoor
from adapters.discord.forms import reply_form, settings_form
from adapters.discord.people import People, Person, is_own, own_space
from adapters.discord.reading import PLATFORM, Commanded, Did
from adapters.discord.render import button_of, buttons_row, escaped, render, told
from adapters.discord.teams import Found, Teams
from bot.arrivals import ChannelChosen, prospect_name
from bot.cards import Paragraph
from bot.phrases import Phrases
from bot.ports import Address
from bot.problems import Problem, Reason
from bot.records import Records
from bot.scene import card
from bot.typed_commands import ALONE, Command, Word, read_command

PERMISSIONS = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "embed_links": "Embed Links",
    "read_message_history": "Read Message History",
    "create_public_threads": "Create Public Threads",
    "send_messages_in_threads": "Send Messages in Threads",
}
"""What the bot has to be allowed where verdicts appear, as Discord calls it in its settings."""
TO_POST = ("view_channel", "send_messages")
IN_SERVERS = (
    *(Word.VERDICTS_HERE, Word.PANEL, Word.INTAKE, Word.BLOCK, Word.UNBLOCK),
    *(Word.MEMBERS, Word.LINK),
)
FOR_ADMINS = (Word.MEMBERS,)
FOR_ALL = (Word.HELP, Word.SETTINGS, Word.TEAM)
"""Words for people who are no members too."""

log = logging.getLogger(__name__)


class DiscordCommands:
    """Does what is wanted, and answers."""

    def __init__(  # Everything that it works with.
        self,
        arriving: Arriving,
        commands: Commands,
        answering: Answering,
        people: People,
        teams: Teams,
        door: DiscordDoor,
    ) -> None:
        self._arriving = arriving
        self._commands = commands
        self._answering = answering
        self._people = people
        self._teams = teams
        self._door = door

    def _speaking(self, by: Did) -> Phrases:
        """Their phrases, as far as that is known."""
        return self._answering.speaking(self._people.language_of(by.user))

    async def commanded(self, given: Commanded) -> None:
        """Do what a command asks for."""
        by, phrases = given.by, self._speaking(given.by)
        try:
            found = await self._caller(by, given.word)
            person = found.person
            if found.spaces:
                await self.ask_team(by, found.spaces, phrases)
                return
            if person is None:
                await self._answering.say(by, phrases, "discord-unknown")
                return
            phrases = self._spoken(person, given.language)
            await self._done(given, person, phrases)
        except NOT_NOW as trouble:
            log.error("a command: %s", type(trouble).__name__)  # noqa: TRY400
            await self._answering.say(by, phrases, why_not(trouble))

    async def typed(self, by: Did, person: Person, wanted: Command | Problem) -> None:
        """Do what was typed in a direct message. Raises one of NOT_NOW."""
        if isinstance(wanted, Problem):
            phrases = self._spoken(person, "")
            if wanted.reason is Reason.EMPTY:
                await self.help(by, phrases)
            else:
                example = typed(None, "", phrases)
                await self._answering.say(by, phrases, "chat-name-too-long", command=example)
            return
        phrases, name = self._spoken(person, wanted.language), wanted.name
        if wanted.word in (*ALONE, Word.TEAM) and name is not None:
            command = typed(wanted.word, "", phrases)
            quoted = typed(None, f'"{subcommand_of(wanted.word, phrases)} {name}"', phrases)
            variables = {"command": command, "quoted": quoted}
            await self._answering.say(by, phrases, "chat-word-alone", **variables)
            return
        option = "code" if wanted.word is Word.LINK else NAME
        options = {} if name is None else {option: name}
        await self._done(Commanded(by, wanted.word, options, wanted.language), person, phrases)

    async def _caller(self, by: Did, word: Word | None = None) -> Found:
        """Who gave a command: for the server where they did, or as in direct messages.

        A guest has settings there too; all else is for where they are a member.
        """
        if by.guild is not None:
            return Found(await self._people.person(by, by.guild))
        found = await self._teams.of_message(by, guests=word is Word.SETTINGS)
        if found.spaces and word in FOR_ALL:
            return Found(await self._people.person(by, own_space(by.user)))
        return found

    def _spoken(self, person: Person, language: str) -> Phrases:
        """The phrases of their language, or of the one that they used and could not choose."""
        if language and cannot_be_read_in(language) and not person.chose:
            return self._answering.speaking(language)
        return self._answering.speaking(person.language)

    async def _done(self, given: Commanded, person: Person, phrases: Phrases) -> None:
        by, word = given.by, given.word
        refused = self._refused(by, word, person)
        if refused:
            command = spelled(Word.MEMBERS, "", phrases)
            await self._answering.say(by, phrases, refused, command=command)
            return
        if by.guild is not None:
            room = by.channel if by.is_text_channel else None
            await self._teams.meet(by, person.address, room)
        elif word in (None, Word.RESUME):
            await self._teams.meet(by, person.address)
        self._answering.rooms.heard(person.address, by.token)
        caller = caller_of(by, person, language=phrases.language)
        match word:
            case Word.HELP:
                await self.help(by, phrases)
            case Word.SETTINGS:
                await self.settings(by, caller)
            case Word.TEAM:
                await self._which_team(by, phrases)
            case Word.VERDICTS_HERE:
                await self._verdicts_here(by, caller, phrases)
            case Word.PANEL:
                await self._door.post_panel(by, phrases)
            case Word.INTAKE | Word.BLOCK | Word.UNBLOCK | Word.MEMBERS:
                await self._door.change(given, caller, phrases)
            case Word.REPLY:
                await self._reply(given, caller, phrases)
            case _:
                await self._shared(given, caller, person, phrases)

    @staticmethod
    def _refused(by: Did, word: Word | None, person: Person) -> str:
        """The key of why they may not, or it cannot be done there; nothing if it may."""
        if not person.is_member and word not in FOR_ALL:
            return "discord-members-only"
        if word in IN_SERVERS and by.guild is None:
            return "discord-in-a-server"
        return "discord-admins-only" if word in FOR_ADMINS and not person.manages else ""

    async def _shared(
        self, given: Commanded, caller: Caller, person: Person, phrases: Phrases
    ) -> None:
        """What every platform can do."""
        name: str | Problem | None = given.target or given.options.get(NAME)
        if isinstance(name, str):
            name = prospect_name(name)
        if isinstance(name, Problem):
            key = "form-name-empty" if name.reason is Reason.EMPTY else "form-name-too-long"
            await self._answering.say(given.by, phrases, key)
            return
        if given.word is Word.LINK:
            name = given.options.get("code")
        chosen = given.options.get("list")
        answer = await self._commands.done(
            caller, given.word, name, chosen=chosen, is_admin=person.manages
        )
        if given.by.token or not answer.follows:
            await self._tell(given.by, caller, answer)
        text = str(given.options.get(NAME) or "")
        await self._answering.offer_language(given.by, person, text, given.language)

    async def _tell(self, by: Did, caller: Caller, answer: Told) -> None:
        """The cards as one message: the first that there is room for, and where the others are."""
        phrases = self._arriving.speaking(caller)
        blocks = tuple(block for one in answer.cards for block in one.blocks)
        shown = replace(answer.cards[0], blocks=blocks)
        if answer.everything:
            more = Paragraph(phrases.say("chat-more", command=answer.everything), quiet=True)
            shown = replace(shown, blocks=(*blocks, more))
        await self._answering.tell(by, render(shown, phrases))

    async def help(self, by: Did, phrases: Phrases) -> None:
        """Say what can be wanted."""
        await self._answering.tell(by, told(escaped(help_text(phrases))))

    async def settings(self, by: Did, caller: Caller) -> None:
        """Open the form for language and time zone, or show the button that does."""
        phrases = self._arriving.speaking(caller)
        if not by.token:
            button = button_of(phrases.say("form-settings"), doing("settings"))
            heading = escaped(phrases.say("form-settings"))
            await self._answering.tell(by, told(heading, buttons_row(button)))
            return
        choice = await self._commands.choice(caller)
        form = settings_form(phrases, tuple(self._answering.all_phrases), choice)
        await self._answering.open(by, form)

    async def _which_team(self, by: Did, phrases: Phrases) -> None:
        """Ask which team direct messages are for."""
        known = await self._teams.spaces(by)
        spaces = await self._teams.to_choose(by, known)
        await self.ask_team(by, spaces, phrases)

    async def ask_team(self, by: Did, spaces: Sequence[str], phrases: Phrases) -> None:
        """The question which team direct messages are for, with a button for each."""
        named = await asyncio.gather(*(self._people.name_of(space) for space in spaces[:19]))
        names = [name or space for name, space in zip(named, spaces, strict=False)]
        buttons = [
            button_of(name, doing("team", space))
            for name, space in zip(names, spaces, strict=False)
        ]
        buttons.append(button_of(phrases.say("discord-alone"), doing("team", own_space(by.user))))
        rows = [buttons_row(*buttons[at : at + 5]) for at in range(0, len(buttons), 5)]
        await self._answering.tell(by, told(escaped(phrases.say("discord-which-team")), *rows))

    async def chose_team(self, by: Did, space: str) -> None:
        """Direct messages are for this team from now on. Raises one of NOT_NOW."""
        mine = not is_own(space) or space == own_space(by.user)
        person = await self._people.person(by, space) if mine else None
        phrases = self._speaking(by)
        if person is None:
            await self._answering.say(by, phrases, "discord-unknown")
            return
        if not person.is_member:
            command = spelled(Word.MEMBERS, "", phrases)
            await self._answering.say(by, phrases, "discord-members-only", command=command)
            return
        await self._teams.meet(by, person.address)
        begin = typed(None, phrases.say("command-name"), phrases)
        if is_own(space):
            await self._answering.say(by, phrases, "discord-for-me", typed=begin)
            return
        name = await self._people.name_of(space) or space
        await self._answering.say(by, phrases, "discord-for-team", team=name, typed=begin)

    async def _verdicts_here(self, by: Did, caller: Caller, phrases: Phrases) -> None:
        """Give the verdicts to the channel of the command, if the bot may do there what it must."""
        if not by.is_text_channel or by.guild is None:
            await self._answering.say(by, phrases, "discord-no-text")
            return
        lacking = [name for key, name in PERMISSIONS.items() if not getattr(by.may, key)]
        if lacking:
            permissions = phrases.say("separator").join(lacking)
            await self._answering.say(by, phrases, "discord-lacking", permissions=permissions)
            return
        here, elsewhere = (
            card(phrases, Paragraph(phrases.say(key)))
            for key in ("chat-verdicts-come", "chat-verdicts-elsewhere")
        )
        channel = Address(PLATFORM, by.guild, by.channel)
        await self._arriving.happened(caller, ChannelChosen(channel, here, elsewhere))
        await self._answering.say(by, phrases, "chat-verdicts-here")

    async def _reply(self, given: Commanded, caller: Caller, phrases: Phrases) -> None:
        """Open the form for a message to a prospect who came in, or show the button that does."""
        name = str(given.options.get(NAME) or "")
        found = await self._commands.who_came_in(caller, name)
        if found is None:
            await self._answering.say(given.by, phrases, "reply-nobody", prospect=name)
        elif given.by.token:
            await self._answering.open(given.by, reply_form(phrases, found.id))
        else:
            button = button_of(phrases.say("form-reply"), doing("reply", found.id))
            heading = escaped(phrases.say("reply-about"))
            await self._answering.tell(given.by, told(heading, buttons_row(button)))

    async def names(self, by: Did, part: str) -> list[dict[str, Any]]:
        """The names that may be meant, for members alone. Raises one of NOT_NOW."""
        person = (await self._caller(by)).person
        if person is None or not person.is_member:
            return []

        def work(records: Records, today: date) -> list[str]:
            del today
            return records.names(part, 25)

        found = await self._arriving.look(caller_of(by, person), work) or []
        return [{"name": name, "value": name} for name in found]


def read_typed(text: str, answering: Answering, *, alone: bool) -> Command | Problem | None:
    """What was typed in a direct message if it is a command; None if it may be an answer.

    Where nothing is being asked, ``alone``, a word needs no command before it.
    """
    words = " ".join(text.split())
    for phrases in answering.all_phrases.values():
        begins = (one.strip() for one in phrases.say("discord-typed").split("|"))
        for start in (*begins, f"/{phrases.say('discord-command')}"):
            if words.casefold() == start:
                return read_command("", answering.all_phrases, WORDS)
            if words.casefold().startswith(f"{start} "):
                rest = words[len(start) :].strip()
                begin = f"{phrases.say('discord-start')} "
                if rest.casefold().startswith(begin):
                    rest = rest[len(begin) :]
                return read_command(rest, answering.all_phrases, WORDS)
    if alone and words:
        read = read_command(words, answering.all_phrases, WORDS)
        if isinstance(read, Command) and read.word is not None:
            return read
    return None


def spelled(word: Word | None, name: str, phrases: Phrases) -> str:
    """How something is wanted as a command of Discord."""
    command = f"/{phrases.say('discord-command')} {subcommand_of(word, phrases)}"
    return f"{command} {name}".rstrip()


def typed(word: Word | None, name: str, phrases: Phrases) -> str:
    """How something is wanted in a direct message."""
    middle = "" if word is None else f" {phrases.say(f'command-{word}').split('|')[0].strip()}"
    begin = phrases.say("discord-typed").split("|")[0].strip()
    return f"{begin}{middle} {name}".rstrip()


def help_text(phrases: Phrases) -> str:
    """What can be wanted, in the words of the language."""
    words = {
        "list": Word.LIST,
        "show": Word.SHOW,
        "resume": Word.RESUME,
        "cancel": Word.CANCEL,
        "export": Word.EXPORT,
        "settings": Word.SETTINGS,
        "team": Word.TEAM,
        "verdicts": Word.VERDICTS_HERE,
        "panel": Word.PANEL,
        "intake": Word.INTAKE,
        "block": Word.BLOCK,
        "unblock": Word.UNBLOCK,
        "reply": Word.REPLY,
        "members": Word.MEMBERS,
        "link": Word.LINK,
    }
    said = {key: spelled(word, "", phrases) for key, word in words.items()}
    example = typed(None, "Acme", phrases)
    return phrases.say("discord-help", start=spelled(None, "", phrases), typed=example, **said)
