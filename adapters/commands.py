"""What stands behind /qualify on every chat platform: a name, or a word; the caller is answered."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from adapters.arriving import Arriving, Caller
from bot.arrivals import ExportWanted, InterviewWanted, NotForProspects, QualifyRequested
from bot.cards import Card, Paragraph
from bot.events import CancelAsked, Returned
from bot.linking import CODE_FOR, entered, offered
from bot.list_nodes import ProfileRefused
from bot.overview import seen
from bot.phrases import Phrases
from bot.ports import Address
from bot.profile import Respondent
from bot.record_cards import Seen, interview_card, prospects_card
from bot.records import Choice, Record, Records
from bot.scene import card
from bot.snapshot import Stage
from bot.typed_commands import Word

MOST_LISTED, MOST_SHOWN = 20, 3
"""Prospects in a list, and interviews of one of them, that are shown at once."""
MOST_LOOKED_AT = 200
"""Interviews among which the one that is meant is looked for, the last changed first."""
UNDER_WAY = (Stage.OPEN, Stage.PAUSED)
WRITTEN_TO = ("slack", "discord")
"""The platforms where a prospect can be written to."""

log = logging.getLogger(__name__)
Spelling = Callable[[Word | None, str, Phrases], str]
"""How something is wanted on a platform: the command with the word, if there is one, and a name."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the caller is told, and alone sees.

    ``everything`` is the command for all there is, if that is more than the cards. What ``follows``
    in their direct messages says all that matters to whoever wrote there.
    """

    cards: tuple[Card, ...]
    everything: str = ""
    follows: bool = False


class Commands:
    """Does what is wanted. Each answer says what was done, or why nothing was."""

    def __init__(self, arriving: Arriving, spelled: Spelling) -> None:
        self._arriving = arriving
        self._spelled = spelled

    async def done(
        self,
        by: Caller,
        word: Word | None,
        name: str | None,
        *,
        chosen: str | None = None,
        is_admin: bool = False,
    ) -> Told:
        """Do what a word asks for on every platform, or begin. Raises one of NOT_NOW.

        The name is a code where spaces are linked; ``chosen`` is the list to begin with.
        """
        match word:
            case Word.SHOW if name is not None:
                return await self.shown(by, name)
            case Word.LIST | Word.SHOW:
                return await self.listed(by)
            case Word.RESUME | Word.CANCEL:
                return await self.turned_to(by, word, name)
            case Word.EXPORT:
                return await self.exported(by, name)
            case Word.LINK:
                return await self.linked(by, name, is_admin=is_admin)
            case _:
                return await self.qualify(by, name or "", chosen)

    def told(self, by: Caller, key: str, **variables: str) -> Told:
        """A text of the caller's language."""
        phrases = self._arriving.speaking(by)
        return Told((card(phrases, Paragraph(phrases.say(key, **variables))),))

    def nobody_yet(self, by: Caller) -> Told:
        """That nobody is on record, and how to begin."""
        phrases = self._arriving.speaking(by)
        return self.told(by, "chat-nobody-yet", command=self._spelled(None, "Acme", phrases))

    def nothing(self, by: Caller, name: str) -> Told:
        """That nothing is on record about somebody, and how to begin."""
        begin = self._spelled(None, name, self._arriving.speaking(by))
        return self.told(by, "chat-nothing-found", prospect=name, command=begin)

    async def qualify(self, by: Caller, name: str, chosen: str | None = None) -> Told:
        """Begin or go on with an interview. Raises one of NOT_NOW."""
        wanted = QualifyRequested(name, Respondent.MEMBER, by.language, chosen)
        try:
            await self._arriving.happened(by, wanted)
        except (ProfileRefused, NotForProspects) as refused:
            log.error("a list of %s: %s", by.address.space, type(refused).__name__)  # noqa: TRY400
            return self.told(by, "chat-list-wrong")
        return replace(self.told(by, "chat-begun"), follows=True)

    async def listed(self, by: Caller) -> Told:
        """Everybody on record, the last changed first. Raises one of NOT_NOW."""

        def work(records: Records, today: date) -> list[Seen]:
            return seen(records, today, most=MOST_LISTED + 1)

        found = await self._arriving.look(by, work) or []
        if not found:
            return self.nobody_yet(by)
        phrases = self._arriving.speaking(by)
        shown = prospects_card(found[:MOST_LISTED], phrases)
        return Told((shown,), self._everything("", phrases, more=len(found) > MOST_LISTED))

    async def shown(self, by: Caller, name: str) -> Told:
        """What is on record about somebody. Raises one of NOT_NOW."""

        def work(records: Records, today: date) -> list[Seen]:
            return seen(records, today, name, MOST_SHOWN + 1)

        found = await self._arriving.look(by, work) or []
        if not found:
            return self.nothing(by, name)
        phrases = self._arriving.speaking(by)
        cards = tuple(interview_card(*one, phrases) for one in found[:MOST_SHOWN])
        return Told(cards, self._everything(name, phrases, more=len(found) > MOST_SHOWN))

    def everything(self, name: str, by: Caller) -> str:
        """The command for everything on record, or about somebody."""
        return self._spelled(Word.EXPORT, name, self._arriving.speaking(by))

    def _everything(self, name: str, phrases: Phrases, *, more: bool) -> str:
        return self._spelled(Word.EXPORT, name, phrases) if more else ""

    async def turned_to(self, by: Caller, word: Word, name: str | None) -> Told:
        """Go on with an interview, or leave one: the one of that name, or one's own.

        Raises one of NOT_NOW.
        """
        stages = UNDER_WAY if word is Word.CANCEL else (*UNDER_WAY, Stage.FINISHED)

        def work(records: Records, today: date) -> Record | None:
            del today
            return _found(records, by.address, name, stages)

        found, phrases = await self._arriving.look(by, work), self._arriving.speaking(by)
        if found is None and name is not None and word is Word.CANCEL:
            return self.told(by, "chat-none-open", prospect=name)
        if found is None and name is not None:
            return self.nothing(by, name)
        if found is None:
            return self.told(by, "chat-nothing-open", command=self._spelled(None, "Acme", phrases))
        if word is Word.CANCEL and found.address != by.address:
            resume = self._spelled(Word.RESUME, found.prospect, phrases)
            return self.told(by, "chat-not-yours", prospect=found.prospect, command=resume)
        event = CancelAsked() if word is Word.CANCEL else Returned()
        await self._arriving.happened(by, InterviewWanted(found.id, event))
        return replace(self.told(by, "chat-on-it"), follows=True)

    async def exported(self, by: Caller, name: str | None) -> Told:
        """Send everything on record, or about somebody, as files. Raises one of NOT_NOW."""

        def work(records: Records, today: date) -> bool:
            return bool(seen(records, today, name, 1))

        if not await self._arriving.look(by, work):
            return self.nobody_yet(by) if name is None else self.nothing(by, name)
        await self._arriving.happened(by, ExportWanted(by.language, name))
        return replace(self.told(by, "chat-export-comes"), follows=True)

    async def who_came_in(self, by: Caller, name: str) -> Record | None:
        """The newest interview that a prospect began by themselves. Raises one of NOT_NOW.

        Nobody where they cannot be written to: at a terminal.
        """

        def work(records: Records, today: date) -> Record | None:
            del today
            return records.latest(name, None, Respondent.PROSPECT)

        found = await self._arriving.look(by, work)
        return None if found is None or found.address.platform not in WRITTEN_TO else found

    async def linked(self, by: Caller, code: str | None, *, is_admin: bool) -> Told:
        """Give a code with which another space joins the team, or take one. Raises NOT_NOW."""
        phrases = self._arriving.speaking(by)
        if not is_admin:
            return self.told(by, "link-admins-only")
        if code is None:
            made = await self._arriving.work(by, lambda tx, now: offered(tx, by.address, now))
            command = self._spelled(Word.LINK, made, phrases)
            minutes = int(CODE_FOR.total_seconds() // 60)
            text = phrases.say("link-offered", command=command, minutes=minutes)
            return Told((card(phrases, Paragraph(text)),))
        joining = await self._arriving.work(by, lambda tx, now: entered(tx, by.address, code, now))
        again = self._spelled(Word.LINK, "", phrases)
        return self.told(by, f"link-{joining}", command=again)

    async def choice(self, by: Caller) -> Choice:
        """What they have chosen so far. Raises one of NOT_NOW."""

        def work(records: Records, today: date) -> Choice:
            del today
            return records.members.choice(by.address)

        return await self._arriving.look(by, work) or Choice()


def _found(
    records: Records, by: Address, name: str | None, stages: Sequence[Stage]
) -> Record | None:
    """The interview that is meant: of that name, one's own first, or what is talked about here."""
    if name is None:
        here = records.current(by)
        if here is not None and here.interview.stage in UNDER_WAY:
            return here
        stages = UNDER_WAY
    listed = [one.record for one in records.listings(name, MOST_LOOKED_AT, stages)]
    # What a prospect is asked about themselves is theirs; it can be shown.
    found = [one for one in listed if one.interview.respondent is Respondent.MEMBER]
    mine = [one for one in found if one.address == by]
    others = found or (listed if Stage.FINISHED in stages else ())
    return next(iter(mine or (others if name else ())), None)
