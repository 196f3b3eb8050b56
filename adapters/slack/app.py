"""Slack's way in: payload -> arrival -> stored -> acknowledged -> delivered.

An acknowledgement says that what a person did is stored.
"""

import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.arriving import Arriving
from adapters.commands import Commands
from adapters.slack.arriving import SlackArriving, address_of
from adapters.slack.calling import Calls
from adapters.slack.commands import SlackCommands, Whisper, spelled
from adapters.slack.form_listeners import FormListeners
from adapters.slack.forms import ALL, CANCEL, CHANGE, EXPORT, QUALIFY, RESUME, SETTINGS, SHOW
from adapters.slack.listeners import Forget, SlackListeners
from adapters.slack.people import People
from adapters.slack.reading import Payload, Said
from adapters.slack.render import COMMAND
from adapters.slack.views import Views
from bot.kinds import Texts
from bot.phrases import Phrases
from bot.records import Choice
from bot.running import Bot

CARDS = re.compile("press:[0-9]+|menu|ticks")
HOME = re.compile(f"{QUALIFY}|{SETTINGS}|{RESUME}|{CANCEL}|{CHANGE}|{SHOW}|{ALL}|{EXPORT}")
"""The ``action_id`` of what is pressed on cards, and in App Home."""
ANYTHING = re.compile("", re.DOTALL)

log = logging.getLogger(__name__)
Authorize = Callable[..., Awaitable[AuthorizeResult | None]]
"""Says what Bolt needs to know of a workspace; None where the app is not installed."""


@dataclass(frozen=True, slots=True)
class Means:
    """What listeners work with: the ways to Slack, languages, and the lists to choose from.

    ``forget`` forgets a workspace from which the app was removed.
    """

    calls: Calls
    whisper: Whisper
    views: Views
    forget: Forget
    phrases: Mapping[str, Phrases]
    language: str
    lists: Mapping[str, Texts]


def make_listeners(bot: Bot, means: Means) -> tuple[SlackListeners, FormListeners]:
    """The listeners of a process at work."""

    async def choice_of(workspace: str, person: str) -> Choice:
        at = address_of(Said("", workspace, person))
        return await bot.look(at, lambda records: records.members.choice(at)) or Choice()

    people = People(means.calls, tuple(means.phrases), means.language, choice_of)
    shared, views = Arriving(bot, means.phrases), means.views
    arriving, commands = SlackArriving(shared, people), Commands(shared, spelled)
    typed = SlackCommands(arriving, commands, means.whisper, views)
    return (
        SlackListeners(arriving, typed, views, means.forget),
        FormListeners(arriving, commands, views, means.lists),
    )


def make_app(
    listeners: tuple[SlackListeners, FormListeners],
    authorize: Authorize,
    client: AsyncWebClient,
    signing_secret: str,
) -> AsyncApp:
    """The Bolt app with our listeners; nothing that Slack sends stays unacknowledged."""
    # Bolt warns of a SLACK_BOT_TOKEN in the environment, where everybody has it.
    bolts = logging.getLogger("slack_bolt.AsyncApp")
    bolts.addFilter(lambda record: "`token` will be unused" not in record.getMessage())
    app = AsyncApp(
        name="qualify-bot",
        client=client,
        authorize=authorize,  # type: ignore[arg-type]  # None is an answer, and means: nowhere.
        signing_secret=signing_secret,
        # The acknowledgement comes after the commit, and without it Bolt polls for it.
        process_before_response=True,
        raise_error_for_unhandled_request=True,
    )
    said, opened = listeners
    app.command(COMMAND)(said.command)
    app.event("message")(said.message)
    app.action(CARDS)(said.press)
    app.event("app_uninstalled")(said.removed)
    app.event("tokens_revoked")(said.removed)
    app.event("app_home_opened")(opened.home)
    app.action(HOME)(opened.asked)
    app.shortcut(ANYTHING)(opened.shortcut)
    app.view(ANYTHING)(opened.form)
    app.error(_acknowledged)
    return app


async def _acknowledged(error: Exception, body: Payload) -> BoltResponse:
    """What nobody listens for is acknowledged; a failure of ours is not."""
    if isinstance(error, BoltUnhandledRequestError):
        return BoltResponse(status=200)
    log.error("a payload of type %s: %s", body.get("type"), type(error).__name__)
    return BoltResponse(status=500)
