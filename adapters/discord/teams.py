"""Which team direct messages are for: the only one, the one last spoken with, or a question."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from adapters.arriving import Arriving, Caller
from adapters.discord.people import People, Person, address_of, is_own, own_space
from adapters.discord.reading import PLATFORM, Did
from bot.ports import Address
from bot.profile import Respondent
from bot.records import Records, Transaction

MOST_ASKED_ABOUT = 20
"""Servers that are asked whether somebody is a member, who has never been met."""
MOST_KNOWN = 50_000


@dataclass(frozen=True, slots=True)
class Found:
    """Whose a direct message is: the person there, or the spaces to choose from.

    ``knows_not`` says that Discord did not tell in time what they are.
    """

    person: Person | None = None
    spaces: tuple[str, ...] = ()
    knows_not: bool = False


class Teams:
    """Finds out which team something is for; ``servers`` are those where the bot is a member."""

    def __init__(
        self, arriving: Arriving, people: People, servers: Callable[[], Sequence[str]]
    ) -> None:
        self._arriving = arriving
        self._people = people
        self._servers = servers
        self._of_interview: dict[str, Address] = {}

    async def spaces(self, by: Did) -> list[str]:
        """The spaces for which they were spoken with, the last one first. Raises NOT_NOW."""
        person = f"{PLATFORM}:{by.user}"
        met = await self._arriving.work(_asking(by), lambda tx, _: tx.met(person))
        return [address.space for address in met]

    async def of_message(self, by: Did, *, guests: bool = True) -> Found:
        """Whose words in a direct message are: a member's, or of one who is asked as a guest.

        Without ``guests``, it is only looked for where they are a member. Raises one of NOT_NOW.
        """
        known = (await self.spaces(by))[:MOST_ASKED_ABOUT]
        people = await asyncio.gather(*(self._people.person(by, space) for space in known))
        for person in people:
            if person is None:  # Not the next one instead: it may be for this one.
                return Found(knows_not=True)
            if person.is_left:
                continue
            if person.is_member:
                return Found(person)
            if guests and await self.answers_as_guest(by, person.address):
                return Found(person)
        found = await self.to_choose(by, known)
        if len(found) > 1:
            return Found(spaces=tuple(found))
        space = found[0] if found else own_space(by.user)
        return Found(await self._people.person(by, space))

    async def to_choose(self, by: Did, known: Sequence[str] = ()) -> list[str]:
        """The servers where somebody is a member of the team, those known and all if few."""
        asked = list(dict.fromkeys((*known, *self._servers())))
        if len(asked) > MOST_ASKED_ABOUT + len(known):
            asked = list(known)
        servers = [space for space in asked if not is_own(space)]
        people = await asyncio.gather(*(self._people.person(by, space) for space in servers))
        return [
            space
            for space, person in zip(servers, people, strict=True)
            if person is not None and person.is_member
        ]

    async def answers_as_guest(self, by: Did, address: Address) -> bool:
        """Whether they are asked about themselves there. Raises one of NOT_NOW."""

        def work(transaction: Transaction) -> bool:
            records = transaction.known_team(address)
            here = None if records is None else records.current(address)
            return here is not None and here.interview.respondent is Respondent.PROSPECT

        return await self._arriving.work(_asking(by), lambda tx, _: work(tx))

    async def of_interview(self, by: Did, interview: str) -> Address | None:
        """Where they are spoken with about an interview; None if in none of their teams.

        Raises NOT_NOW.
        """
        known = self._of_interview.get(interview)
        if known is not None and known.channel == f"@{by.user}":
            return known
        person = f"{PLATFORM}:{by.user}"

        def work(transaction: Transaction) -> tuple[Address | None, bool]:
            for address in transaction.met(person):
                records = transaction.known_team(address)
                found = None if records is None else records.interview(interview)
                if found is not None:
                    is_mine = found.address.channel == address.channel
                    return (found.address if is_mine else address), is_mine
            return None, False

        address, is_mine = await self._arriving.work(_asking(by), lambda tx, _: work(tx))
        if address is not None and is_mine:
            if len(self._of_interview) >= MOST_KNOWN:
                self._of_interview.clear()
            self._of_interview[interview] = address
        return address

    async def meet(self, by: Did, address: Address, room: str | None = None) -> None:
        """Remember that they were spoken with for this team. Raises one of NOT_NOW."""
        person = f"{PLATFORM}:{by.user}"

        def work(transaction: Transaction, now: datetime) -> None:
            met = transaction.met(person)
            if room is None and met and met[0] == address:
                return  # Nothing is new.
            records: Records = transaction.team(address)
            records.members.meet(address, person, room, now)

        await self._arriving.work(_asking(by), work)


def _asking(by: Did) -> Caller:
    """Whoever did it, before it is known for which team."""
    space = own_space(by.user)
    return Caller(by.event_id, address_of(by.user, space), "", "UTC", by.until)
