"""From Slack into the bot: who did something, and how they are spoken with."""

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from adapters.arriving import Arriving, Caller
from adapters.slack.people import People, Person
from adapters.slack.reading import ANSWER_WITHIN, PLATFORM, Said
from bot.arrivals import Handled, Happening
from bot.cards import Card
from bot.phrases import Phrases, spoken
from bot.ports import Address
from bot.records import Records

ID, MOST_MENTIONED = re.compile(r"@([UW][A-Z0-9]+)\b"), 5
"""What may be somebody's id in a text, and how many who are mentioned are asked about."""
Result = TypeVar("Result")


class SlackArriving:
    """Everything that the listeners share."""

    def __init__(self, arriving: Arriving, people: People) -> None:
        self._arriving = arriving
        self._people = people

    @property
    def all_phrases(self) -> Mapping[str, Phrases]:
        """Those of every language."""
        return self._arriving.all_phrases

    async def person(self, by: Said) -> Person | None:
        """Who did it; None if Slack does not say."""
        return await self._people.person(by.workspace, by.person)

    async def member(self, by: Said) -> tuple[Person | None, Phrases, str]:
        """Who did it, how they are spoken with, and the key of why they may not, if so."""
        person = await self.person(by)
        if person is None:
            return None, self.speaking(None), "chat-unknown"
        return person, self.speaking(person), "" if person.is_member else "chat-members-only"

    def speaking(self, person: Person | None) -> Phrases:
        """The phrases of their language."""
        return spoken(self.all_phrases, "" if person is None else person.language)

    async def happened(
        self,
        by: Said,
        happening: Happening,
        person: Person,
        interview_id: str | None = None,
        otherwise: Card | None = None,
    ) -> Handled:
        """Store what happened, and begin to deliver what it led to. Raises one of NOT_NOW."""
        caller = caller_of(by, person)
        return await self._arriving.happened(caller, happening, interview_id, otherwise)

    async def look(
        self, by: Said, person: Person, work: Callable[[Records, date], Result]
    ) -> Result | None:
        """What the work finds in the team's records; None if there is no such team yet.

        Raises StorageUnavailable.
        """
        return await self._arriving.look(caller_of(by, person), work)

    async def name_of(self, by: Said, user: str) -> str:
        """What somebody calls themselves; nothing if Slack does not say in time."""
        person = await self._people.known_as(by.workspace, user)
        return "" if person is None else person.name

    async def with_names(self, by: Said, text: str, mentioned: Sequence[str]) -> str:
        """The text with the names of those whom it mentions; ids stay where Slack says none."""
        ids = mentioned[:MOST_MENTIONED]
        names = await asyncio.gather(*(self.name_of(by, one) for one in ids))
        known = {user: name for user, name in zip(ids, names, strict=True) if name}
        return ID.sub(lambda found: f"@{known.get(found[1], found[1])}", text)

    def chose(self, by: Said) -> None:
        """Forget what was known of a person's choices: they have just changed."""
        self._people.forget(by.workspace, by.person)


def address_of(by: Said) -> Address:
    """Where they are spoken with: in the direct message, by their own id."""
    return Address(PLATFORM, by.workspace, by.person)


def caller_of(by: Said, person: Person, language: str = "") -> Caller:
    """Whoever did it, for all that is not Slack's own; in another language if it is named."""
    return Caller(
        by.event_id,
        address_of(by),
        language or person.language,
        person.zone,
        by.at + ANSWER_WITHIN,
        chose=person.chose,
    )
