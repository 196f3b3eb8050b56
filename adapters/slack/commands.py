"""What stands behind /qualify: a name, or a word; the caller alone is answered."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from typing import Any
from unicodedata import bidirectional

from babel import Locale

from adapters.slack.arriving import NOT_NOW, Arriving, address_of, why_not
from adapters.slack.fitting import MOST_BLOCKS, MOST_WORDS, Surface, fits, words_in
from adapters.slack.forms import settings_form
from adapters.slack.people import Person, cannot_be_read_in
from adapters.slack.reading import PLATFORM, Said, Typed
from adapters.slack.render import COMMAND, fallback, quiet, render
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
from bot.ports import Address, NoWay, TryLater, Undeliverable
from bot.problems import Problem, Reason
from bot.profile import Respondent
from bot.record_cards import Seen, interview_card, prospects_card
from bot.records import Choice, Record, Records
from bot.scene import card
from bot.snapshot import Stage
from bot.typed_commands import ALONE, Command, Word, read_command

DIRECT_MESSAGE = "D"
"""How the ids of direct messages begin."""
MOST_LISTED, MOST_SHOWN = 20, 3
"""Prospects in a list, and interviews of one of them, that are shown at once."""
MOST_LOOKED_AT = 200
"""Interviews among which the one that is meant is looked for, the last changed first."""
UNDER_WAY = (Stage.OPEN, Stage.PAUSED)
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

    def __init__(self, arriving: Arriving, whisper: Whisper, views: Views) -> None:
        self._arriving = arriving
        self._whisper = whisper
        self._views = views

    async def answer(self, typed: Typed) -> Answer | str:
        """What the caller is told."""
        person, phrases, refused = await self._arriving.member(typed.by)
        if person is None or refused:
            return phrases.say(refused)
        wanted = read_command(typed.text, self._arriving.all_phrases)
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
            return _told(phrases, "chat-word-alone", command=command, quoted=quoted)
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
                return await self.exported(by, name, person, phrases)
            case Word.SETTINGS:
                return await self._settings(by, person, phrases)
            case Word.VERDICTS_HERE:
                return phrases.say(
                    await self._verdicts_here(typed, person, phrases), invite="/invite"
                )

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
        everything = with_word(Word.EXPORT, phrases)
        return _answer([shown], phrases, everything, more=len(found) > MOST_LISTED)

    async def _shown(self, by: Said, name: str, person: Person, phrases: Phrases) -> Answer | str:
        def work(records: Records, today: date) -> list[Seen]:
            return seen(records, today, name, MOST_SHOWN + 1)

        found = await self._arriving.look(by, person, work) or []
        if not found:
            return _nothing(name, phrases)
        cards = [interview_card(*one, phrases) for one in found[:MOST_SHOWN]]
        everything = f"{with_word(Word.EXPORT, phrases)} {name}"
        return _answer(cards, phrases, everything, more=len(found) > MOST_SHOWN)

    async def _turned_to(
        self, by: Said, wanted: Command, person: Person, phrases: Phrases
    ) -> Answer | str:
        """Go on with an interview, or leave one: the one of that name, or one's own."""
        stages = UNDER_WAY if wanted.word is Word.CANCEL else (*UNDER_WAY, Stage.FINISHED)

        def work(records: Records, today: date) -> Record | None:
            del today
            return _found(records, address_of(by), wanted.name, stages)

        found = await self._arriving.look(by, person, work)
        if found is None and wanted.name is not None and wanted.word is Word.CANCEL:
            return _told(phrases, "chat-none-open", prospect=wanted.name)
        if found is None and wanted.name is not None:
            return _nothing(wanted.name, phrases)
        if found is None:
            return phrases.say("chat-nothing-open", command=f"{COMMAND} Acme")
        if wanted.word is Word.CANCEL and found.address != address_of(by):
            resume = f"{with_word(Word.RESUME, phrases)} {found.prospect}"
            return _told(phrases, "chat-not-yours", prospect=found.prospect, command=resume)
        event = CancelAsked() if wanted.word is Word.CANCEL else Returned()
        await self._arriving.happened(by, InterviewWanted(found.id, event), person)
        return phrases.say("chat-on-it")

    async def exported(
        self, by: Said, name: str | None, person: Person, phrases: Phrases
    ) -> Answer | str:
        """Send everything on record, or about somebody, as files. Raises NOT_NOW."""

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
        return "" if await self._views.open(by, form) else phrases.say("chat-not-now")

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


async def settings_choice(arriving: Arriving, by: Said, person: Person) -> Choice:
    """What they have chosen so far. Raises NOT_NOW."""

    def work(records: Records, today: date) -> Choice:
        del today
        return records.members.choice(address_of(by))

    return await arriving.look(by, person, work) or Choice()


def help_text(phrases: Phrases) -> str:
    """What can be wanted, in the words of the language."""
    words = {
        "list": with_word(Word.LIST, phrases),
        "show": with_word(Word.SHOW, phrases, name=True),
        "resume": with_word(Word.RESUME, phrases),
        "cancel": with_word(Word.CANCEL, phrases),
        "export": with_word(Word.EXPORT, phrases),
        "settings": with_word(Word.SETTINGS, phrases),
        "verdicts": with_word(Word.VERDICTS_HERE, phrases),
    }
    return phrases.say("chat-help", command=COMMAND, example=f"{COMMAND} Acme", **words)


def with_word(one: Word, phrases: Phrases, *, name: bool = False) -> str:
    """The command with the word as the language says it first."""
    word = phrases.say(f"command-{one}").split("|")[0].strip()
    behind = f" {phrases.say('command-name')}" if name else ""
    return f"{COMMAND} {word}{behind}"


def _is_from_right(language: str) -> bool:
    return Locale.parse(language, sep="-").text_direction == "rtl"


def _nothing(name: str, phrases: Phrases) -> Answer:
    return _told(phrases, "chat-nothing-found", prospect=name, command=f"{COMMAND} {name}")


def _told(phrases: Phrases, key: str, **variables: str) -> Answer:
    """Words with something in them that somebody wrote: nothing in it becomes a link."""
    return _answer([card(phrases, Paragraph(phrases.say(key, **variables)))], phrases)


def _found(
    records: Records, by: Address, name: str | None, stages: Sequence[Stage]
) -> Record | None:
    """The interview that is meant: of that name, one's own first, or what is talked about here."""
    if name is None:
        here = records.current(by)
        if here is not None and here.interview.stage in UNDER_WAY:
            return here
        stages = UNDER_WAY
    found = [one.record for one in records.listings(name, MOST_LOOKED_AT, stages)]
    mine = [one for one in found if one.address == by]
    return next(iter(mine or (found if name else ())), None)


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
