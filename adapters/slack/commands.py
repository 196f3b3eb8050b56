"""What stands behind /qualify in Slack: a name, or a word; the caller alone is answered."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from unicodedata import bidirectional

from babel import Locale

from adapters.arriving import NOT_NOW, Caller, why_not
from adapters.commands import Commands, Told
from adapters.slack.arriving import SlackArriving, caller_of
from adapters.slack.fitting import MOST_BLOCKS, MOST_WORDS, Surface, fits, words_in
from adapters.slack.forms import reply_form, settings_form
from adapters.slack.people import Person, cannot_be_read_in
from adapters.slack.reading import PLATFORM, Said, Typed
from adapters.slack.render import COMMAND, fallback, quiet, render
from adapters.slack.views import Views
from bot.arrivals import ChannelChosen
from bot.cards import Card, Paragraph
from bot.phrases import Phrases, spoken
from bot.ports import Address, NoWay, TryLater, Undeliverable
from bot.problems import Problem, Reason
from bot.scene import card
from bot.typed_commands import ALONE, Command, Word, read_command

DIRECT_MESSAGE = "D"
"""How the ids of direct messages begin."""
WORDS = (
    *(Word.LIST, Word.SHOW, Word.RESUME, Word.CANCEL, Word.SETTINGS),
    *(Word.EXPORT, Word.HELP, Word.LINK, Word.REPLY, Word.VERDICTS_HERE),
)
"""The words that mean something in Slack."""
NO_WAY = {
    NoWay.ARCHIVED: "chat-verdicts-archived",
    NoWay.FORBIDDEN: "chat-verdicts-forbidden",
}

Answer = dict[str, Any]
Whisper = Callable[[Address, str, str], Awaitable[None]]
"""Says something to one person alone in a channel; see ``SlackMessenger.whisper``."""
log = logging.getLogger(__name__)


class SlackCommands:
    """Answers the command. Each answer says what was done, or why nothing was."""

    def __init__(
        self, arriving: SlackArriving, commands: Commands, whisper: Whisper, views: Views
    ) -> None:
        self._arriving = arriving
        self._commands = commands
        self._whisper = whisper
        self._views = views

    async def answer(self, typed: Typed) -> Answer | str:
        """What the caller is told."""
        person, phrases, refused = await self._arriving.member(typed.by)
        if person is None or refused:
            return phrases.say(refused)
        wanted = read_command(typed.text, self._arriving.all_phrases, WORDS)
        if isinstance(wanted, Problem):
            if wanted.reason is Reason.EMPTY:
                return help_text(phrases)
            return phrases.say("chat-name-too-long", command=COMMAND)
        hint = self._hint(wanted, person, phrases)
        if wanted.language and cannot_be_read_in(wanted.language) and not person.chose:
            phrases = self._arriving.all_phrases[wanted.language]
        try:
            said = await self._done(typed, wanted, person, phrases)
        except NOT_NOW as trouble:
            log.error("a command of %s: %s", typed.by.workspace, type(trouble).__name__)  # noqa: TRY400
            writes = wanted.word not in (Word.LIST, Word.SHOW, Word.SETTINGS)
            return phrases.say(why_not(trouble) if writes else "chat-not-now")
        if hint and not isinstance(said, str):
            return {**said, "blocks": [*said["blocks"][: MOST_BLOCKS - 1], quiet(hint)]}
        return f"{said}\n{hint}" if hint else said

    def _hint(self, wanted: Command, person: Person, phrases: Phrases) -> str:
        """How to be spoken with in the language that was typed, where it is another one.

        Slack has no profiles in some languages: whoever writes in one may not know how to say so.
        """
        written = wanted.language
        if not written and any(bidirectional(one) in ("R", "AL") for one in wanted.name or ""):
            codes = self._arriving.all_phrases
            written = next((one for one in codes if _is_from_right(one)), "")
        if person.chose or written in ("", phrases.language) or not cannot_be_read_in(written):
            return ""
        theirs = self._arriving.all_phrases[written]
        return theirs.say("chat-language-hint", command=with_word(Word.SETTINGS, theirs))

    async def _done(
        self, typed: Typed, wanted: Command, person: Person, phrases: Phrases
    ) -> Answer | str:
        by, name = typed.by, wanted.name
        if wanted.word in ALONE and name is not None:
            quoted = f'{COMMAND} "{" ".join(typed.text.split())}"'
            command = with_word(wanted.word, phrases)
            said = phrases.say("chat-word-alone", command=command, quoted=quoted)
            return _answer([card(phrases, Paragraph(said))], phrases)
        caller = caller_of(by, person, phrases.language)
        match wanted.word:
            case Word.HELP | Word.REPLY if name is None:
                return help_text(phrases)
            case Word.SETTINGS:
                return await self._settings(by, caller, phrases)
            case Word.REPLY if name is not None:
                return await self._reply(by, caller, name, phrases)
            case Word.VERDICTS_HERE:
                key = await self._verdicts_here(typed, person, phrases)
                return phrases.say(key, invite="/invite")
            case _:
                admin = person.is_admin
                told = await self._commands.done(caller, wanted.word, name, is_admin=admin)
                return self.answered(told, caller, name or "")

    def answered(self, told: Told, by: Caller, name: str = "") -> Answer:
        """What is told, with as much in it as Slack takes."""
        phrases = spoken(self._arriving.all_phrases, by.language)
        everything = told.everything or self._commands.everything(name, by)
        return _answer(told.cards, phrases, everything, more=bool(told.everything))

    async def _settings(self, by: Said, caller: Caller, phrases: Phrases) -> str:
        choice = await self._commands.choice(caller)
        form = settings_form(phrases, tuple(self._arriving.all_phrases), choice)
        return "" if await self._views.open(by, form) else phrases.say("chat-not-now")

    async def _reply(self, by: Said, caller: Caller, name: str, phrases: Phrases) -> Answer | str:
        """Open the form for a message to a prospect who came in by themselves."""
        found = await self._commands.who_came_in(caller, name)
        if found is None:
            return self.answered(self._commands.told(caller, "reply-nobody", prospect=name), caller)
        is_open = await self._views.open(by, reply_form(phrases, found.id))
        return "" if is_open else phrases.say("chat-not-now")

    async def _verdicts_here(self, typed: Typed, person: Person, phrases: Phrases) -> str:
        """Give the verdicts to the channel of the command, if the bot can post there.

        Whether it can is found out with words that nobody else sees. Returns the key of what to
        say about it.
        """
        by, channel = typed.by, Address(PLATFORM, typed.by.workspace, typed.channel)
        if typed.channel.startswith(DIRECT_MESSAGE):
            return "chat-verdicts-not-here"
        try:
            await self._whisper(channel, by.person, phrases.say("chat-verdicts-look"))
        except Undeliverable as refused:
            return NO_WAY.get(refused.why or NoWay.OUTSIDE, "chat-verdicts-no-access")
        except TryLater:
            return "chat-not-now"
        here, elsewhere = (
            card(phrases, Paragraph(phrases.say(key)))
            for key in ("chat-verdicts-come", "chat-verdicts-elsewhere")
        )
        await self._arriving.happened(by, ChannelChosen(channel, here, elsewhere), person)
        return "chat-verdicts-here"


def help_text(phrases: Phrases) -> str:
    """What can be wanted, in the words of the language."""
    words = {
        "list": with_word(Word.LIST, phrases),
        "show": with_word(Word.SHOW, phrases, name=True),
        "resume": with_word(Word.RESUME, phrases),
        "cancel": with_word(Word.CANCEL, phrases),
        "export": with_word(Word.EXPORT, phrases),
        "settings": with_word(Word.SETTINGS, phrases),
        "reply": with_word(Word.REPLY, phrases, name=True),
        "link": with_word(Word.LINK, phrases),
        "verdicts": with_word(Word.VERDICTS_HERE, phrases),
    }
    return phrases.say("chat-help", command=COMMAND, example=f"{COMMAND} Acme", **words)


def with_word(one: Word, phrases: Phrases, *, name: bool = False) -> str:
    """The command with the word as the language says it first."""
    word = phrases.say(f"command-{one}").split("|")[0].strip()
    behind = f" {phrases.say('command-name')}" if name else ""
    return f"{COMMAND} {word}{behind}"


def spelled(word: Word | None, name: str, phrases: Phrases) -> str:
    """How something is wanted in Slack."""
    command = COMMAND if word is None else with_word(word, phrases)
    return f"{command} {name}".rstrip()


def _is_from_right(language: str) -> bool:
    return Locale.parse(language, sep="-").text_direction == "rtl"


def _answer(
    cards: Sequence[Card], phrases: Phrases, everything: str = "", *, more: bool = False
) -> Answer:
    """As many of the cards as there is room for, for the caller alone.

    ``everything`` is the command for all there is; with ``more``, there is more than the cards.
    """
    note = card(phrases, Paragraph(phrases.say("chat-more", command=everything), quiet=True))
    blocks, noted = render(cards[0], phrases), render(note, phrases)
    for one in cards[1:]:
        further = render(one, phrases)
        if not fits([*blocks, *further, *noted]):
            more = True
            break
        blocks += further
    if more and not fits([*blocks, *noted]):
        room = Surface(MOST_BLOCKS - len(noted), MOST_WORDS - words_in(noted))
        blocks = render(cards[0], phrases, room)
    blocks += noted if more else []
    return {"response_type": "ephemeral", "text": fallback(cards[0]), "blocks": blocks}
