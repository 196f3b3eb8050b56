"""Who did something on Discord, for all that is not Discord's own, and how they are answered."""

import asyncio
import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from time import monotonic
from unicodedata import bidirectional

from babel import Locale

from adapters.arriving import LEAST, Caller
from adapters.discord.people import DISCORDS_OWN, Person
from adapters.discord.reading import Did
from adapters.discord.render import Json, button_of, buttons_row, escaped, told
from adapters.discord.rest import EPHEMERAL, Answer, Refused, Rest
from adapters.discord.rooms import Rooms
from bot.phrases import Phrases, spoken
from bot.ports import Address, TryLater

MOST_OFFERED = 10_000
DO = "do:"
"""How the ``custom_id`` of a button begins that is about no interview; see ``doing``."""
TELL_WITHIN = 10.0
"""Seconds for telling somebody in their direct messages why nothing came of what they wrote."""
DISCORD_SPEAKS = (
    *("bg", "cs", "da", "de", "el", "en", "es", "fi", "fr", "hi", "hr", "hu", "id", "it", "ja"),
    *("ko", "lt", "nl", "no", "pl", "pt", "ro", "ru", "sv", "th", "tr", "uk", "vi", "zh"),
)
"""Languages that Discord itself can be read in."""

log = logging.getLogger(__name__)


def nonce_of(event_id: str) -> str:
    """Under what Discord shows the answer to an event once."""
    return hashlib.sha256(event_id.encode()).hexdigest()[:25]


def doing(what: str, about: str = "") -> str:
    """What a button carries that is about no interview."""
    return f"{DO}{what}:{about}"


def caller_of(by: Did, person: Person, *, guest: bool | None = None, language: str = "") -> Caller:
    """Whoever did it; somebody who is no member is a guest."""
    return Caller(
        by.event_id,
        person.address,
        language or person.language,
        person.zone,
        by.until,
        guest=not person.is_member if guest is None else guest,
        chose=person.chose,
    )


@dataclass(frozen=True, slots=True)
class Answering:
    """Answers people: where they did something, or in their direct messages if they wrote there."""

    rest: Rest
    rooms: Rooms
    all_phrases: Mapping[str, Phrases]
    offered: set[Address] = field(default_factory=set)

    def speaking(self, language: str) -> Phrases:
        """The phrases of a language."""
        return spoken(self.all_phrases, language)

    async def tell(self, by: Did, body: Json) -> None:
        """Say something to them, who alone see it."""
        if by.token:
            alone = {**body, "flags": int(body["flags"]) | EPHEMERAL}
            await self._answer(by, Answer.MESSAGE, alone)
            return
        nonce = {"nonce": nonce_of(by.event_id), "enforce_nonce": True}
        path = "/channels/{channel_id}/messages"
        try:
            async with asyncio.timeout(TELL_WITHIN):
                await self.rest.call("POST", path, {**body, **nonce}, channel_id=by.channel)
        except (TryLater, Refused, TimeoutError) as lost:
            log.warning("somebody was not told: %s", lost)

    async def further(self, by: Did, body: Json) -> None:
        """Say something more, once they have been answered."""
        try:
            async with asyncio.timeout(TELL_WITHIN):
                if by.token:
                    await self.rest.follow_up(by.token, body)
                    return
                path = "/channels/{channel_id}/messages"
                await self.rest.call("POST", path, body, channel_id=by.channel)
        except (TryLater, Refused, TimeoutError) as lost:
            log.warning("somebody was not told: %s", lost)

    async def offer_language(self, by: Did, person: Person, text: str, named: str = "") -> None:
        """Offer, once, to speak the language that somebody writes or has named."""
        other = other_language(text, person, self.all_phrases, named)
        if not other or person.address in self.offered:
            return
        if len(self.offered) >= MOST_OFFERED:
            self.offered.clear()
        self.offered.add(person.address)
        phrases = self.speaking(other)
        row = buttons_row(button_of(phrases.say("speak-button"), doing("speak", other)))
        await self.further(by, told(escaped(phrases.say("speak-offer")), row))

    async def say(self, by: Did, phrases: Phrases, key: str, **variables: str) -> None:
        """Say a text to them."""
        await self.tell(by, told(escaped(phrases.say(key, **variables))))

    async def done(self, by: Did) -> None:
        """Acknowledge a press: what came of it is shown by itself."""
        await self._answer(by, Answer.LATER, None)

    async def open(self, by: Did, form: Json) -> None:
        """Open a form."""
        await self._answer(by, Answer.FORM, form)

    async def offer(self, by: Did, choices: list[Json]) -> None:
        """Offer what may be meant by what is being typed."""
        await self._answer(by, Answer.CHOICES, {"choices": choices})

    async def _answer(self, by: Did, kind: Answer, data: Json | None) -> None:
        within = max(by.until + 0.4 - monotonic(), LEAST)
        if await self.rest.answer(by.event_id, by.token, kind, data, within):
            self.rooms.answered(by.token)


def other_language(
    text: str, person: Person, all_phrases: Mapping[str, Phrases], named: str = ""
) -> str:
    """The language that somebody writes in, which nobody can choose in Discord; nothing if not.

    Who has chosen a language is not asked again.
    """
    if person.chose:
        return ""
    written = named
    if any(bidirectional(one) in ("R", "AL") for one in text):
        written = next((one for one in all_phrases if _is_from_right(one)), written)
    if written in ("", person.language) or not cannot_be_read_in(written):
        return ""
    return written


def cannot_be_read_in(language: str) -> bool:
    """Whether Discord itself has no such language, so that nobody can say that they read it."""
    return language.split("-", maxsplit=1)[0] not in DISCORD_SPEAKS


def usual_language(usual: str, all_phrases: Mapping[str, Phrases]) -> str:
    """The language of who has not chosen one."""
    return usual if usual in all_phrases else DISCORDS_OWN


def _is_from_right(language: str) -> bool:
    return Locale.parse(language, sep="-").text_direction == "rtl"
