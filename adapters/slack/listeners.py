"""What people type and press: stored, then acknowledged.

Where something could not be stored, a person who can be told is told, and an event is left to Slack
to bring again.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncRespond
from slack_bolt.response import BoltResponse

from adapters.slack.arriving import NOT_NOW, Arriving
from adapters.slack.commands import COMMAND, SlackCommands, word
from adapters.slack.forms import writing_form
from adapters.slack.reading import read_command, read_message, read_press
from adapters.slack.views import Views
from bot.cards import Card, Paragraph, Verb
from bot.phrases import Phrases
from bot.scene import card
from bot.typed_commands import Word


class SlackListeners:
    """What is done about commands, messages and presses, and when the app is removed.

    ``forget`` forgets a workspace in which the app is not installed any more.
    """

    def __init__(
        self,
        arriving: Arriving,
        commands: SlackCommands,
        views: Views,
        forget: Callable[[str], Awaitable[None]],
    ) -> None:
        self._arriving = arriving
        self._commands = commands
        self._views = views
        self._forget = forget

    async def command(self, body: dict[str, Any], ack: AsyncAck) -> None:
        """Do what the command asks for; only the caller is answered."""
        answer = await self._commands.answer(read_command(body))
        if not answer:
            await ack()
        elif isinstance(answer, str):
            await ack(answer)
        else:
            await ack(**answer)

    async def message(self, body: dict[str, Any], ack: AsyncAck) -> BoltResponse | None:
        """Take what was typed in the direct message; Slack brings again what was not stored."""
        said = read_message(body)
        if said is not None:
            person, phrases, refused = await self._arriving.member(said.by)
            if person is None:
                return BoltResponse(status=503)
            otherwise = _stray(phrases)
            try:
                if not refused:
                    await self._arriving.happened(
                        said.by, said.happening, person, otherwise=otherwise
                    )
            except NOT_NOW:
                return BoltResponse(status=503)
        await ack()
        return None

    async def press(self, body: dict[str, Any], ack: AsyncAck, respond: AsyncRespond) -> None:
        """Take a press; whoever pressed is told if it was not stored."""
        pressed = read_press(body)
        if pressed is None:
            await ack()
            return
        person, phrases, trouble = await self._arriving.member(pressed.by)
        if person is not None and not trouble:
            about = pressed.press.interview
            if pressed.press.verb is Verb.WRITE and await self._views.open(
                pressed.by, writing_form(phrases, pressed.press)
            ):
                await ack()
                return
            otherwise = _stray(phrases)
            try:
                await self._arriving.happened(
                    pressed.by, pressed.happening, person, about, otherwise
                )
            except NOT_NOW:
                trouble = "chat-away"
        await ack()
        if trouble:
            said = phrases.say(trouble)
            await respond(said, response_type="ephemeral", replace_original=False)

    async def removed(self, body: dict[str, Any], ack: AsyncAck) -> BoltResponse | None:
        """Forget the tokens of a workspace that has removed the app, or revoked them."""
        event = body["event"]
        if event["type"] == "app_uninstalled" or (event.get("tokens") or {}).get("bot"):
            try:
                await self._forget(str(body["team_id"]))
            except NOT_NOW:
                return BoltResponse(status=503)
        await ack()
        return None


def _stray(phrases: Phrases) -> Card:
    """What is said where nothing is talked about."""
    asking = f"{COMMAND} {word(Word.HELP, phrases)}"
    return card(phrases, Paragraph(phrases.say("chat-stray", command=COMMAND, help=asking)))
