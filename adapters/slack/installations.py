"""The workspaces in which the app is installed: their tokens, renewed in time, and their end.

slack_sdk's stores keep them, in threads; the tokens are sealed like everything else that is secret.
A token that ends soon is exchanged by one process at a time: what it is exchanged for is good once.
"""

import asyncio
import json
import logging
import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic, time
from typing import Any, Protocol

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.errors import SlackApiError, SlackTokenRotationError
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.oauth.state_store.sqlalchemy import SQLAlchemyOAuthStateStore
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import Dialect, Engine, Text, TypeDecorator
from sqlalchemy.exc import SQLAlchemyError

from adapters.slack.workspaces import ClientWith
from bot.ports import LEASE, StorageTrouble, StorageUnavailable

INSTALL, INSTALLED = "/slack/install", "/slack/oauth_redirect"
"""The page where an installation begins, and where Slack sends people back to."""
SCOPES = (
    *("commands", "chat:write", "im:write", "im:history", "users:read", "files:write"),
    *("channels:history", "groups:history"),
)
"""What the app may do; the manifest says why."""
RENEW_BEFORE = 120
"""Minutes before its end in which a token is exchanged; it lives for twelve hours."""
FRESH_FOR = 30.0
"""Seconds for which a token is believed: another process may have exchanged it."""
SOON = 60.0
"""Seconds before the end of a token from which on a new one is waited for."""
STATE_LASTS = 600
"""Seconds that somebody may take to install the app."""

_NO_NEW_TOKEN = (SlackTokenRotationError, SlackApiError, StorageUnavailable, OSError, TimeoutError)

log = logging.getLogger(__name__)
Lease = Callable[[str, float], Awaitable[bool]]
"""Takes what one process at a time may have, for so many seconds; whether it was free."""


class Sealing(Protocol):
    """Closes what is stored, and opens it again."""

    def close(self, value: Any) -> Any:  # noqa: ANN401  # JSON is what may be anything.
        """The value as it is to be stored."""
        ...

    def open(self, stored: Any) -> Any:  # noqa: ANN401  # The same.
        """The value that was stored."""
        ...


@dataclass(frozen=True, slots=True)
class Vault:
    """Where tokens are kept: a database of its own connections, how they are sealed, and leases."""

    engine: Engine
    seal: Sealing
    lease: Lease


class _Token(TypeDecorator[str]):
    """A token; sealed where there are keys."""

    impl = Text
    cache_ok = False

    def __init__(self, seal: Sealing) -> None:
        super().__init__()
        self._seal = seal

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Into the database."""
        del dialect
        return None if value is None else json.dumps(self._seal.close([value]))

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Out of the database."""
        del dialect
        return None if value is None else str(self._seal.open(json.loads(value))[0])


class InstallationStore(AsyncInstallationStore):
    """slack_sdk's store in threads, with sealed tokens. Raises StorageUnavailable."""

    def __init__(self, client_id: str, vault: Vault) -> None:
        self._store = SQLAlchemyInstallationStore(client_id=client_id, engine=vault.engine)
        for table in (self._store.bots, self._store.installations):
            for column in table.columns:
                if column.name.endswith("_token"):
                    column.type = _Token(vault.seal)

    async def async_save(self, installation: Installation) -> None:
        """Keep an installation, and the bot that came with it."""
        await _in_thread(self._store.save, installation)

    async def async_save_bot(self, bot: Bot) -> None:
        """Keep a bot's new tokens."""
        await _in_thread(self._store.save_bot, bot)

    async def async_find_bot(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        is_enterprise_install: bool | None = False,
    ) -> Bot | None:
        """The newest bot of a workspace."""
        found: Bot | None = await _in_thread(
            self._store.find_bot,
            enterprise_id=enterprise_id,
            team_id=team_id,
            is_enterprise_install=is_enterprise_install,
        )
        return found

    async def delete_until(self, workspace: str, at: float) -> None:
        """Delete what was installed in a workspace until then, in seconds since 1970."""
        await _in_thread(self._delete_until, workspace, at)

    def _delete_until(self, workspace: str, at: float) -> None:
        # Slack tells the second that had begun.
        until = datetime.fromtimestamp(math.floor(at) + 1, UTC).replace(tzinfo=None)
        with self._store.engine.begin() as connection:
            for table in (self._store.bots, self._store.installations):
                here = table.c.team_id == workspace
                connection.execute(table.delete().where(here, table.c.installed_at < until))


class StateStore(AsyncOAuthStateStore):
    """slack_sdk's store of what began an installation, in threads."""

    def __init__(self, vault: Vault) -> None:
        self._store = SQLAlchemyOAuthStateStore(STATE_LASTS, vault.engine)

    async def async_issue(self, *args: object, **kwargs: object) -> str:
        """A new state, good for once."""
        del args, kwargs
        await _in_thread(self._forget_old)
        return str(await _in_thread(self._store.issue))

    def _forget_old(self) -> None:
        """Delete what nobody came back with: anybody can open the page, any number of times."""
        states = self._store.oauth_states
        now = datetime.now(UTC).replace(tzinfo=None)
        with self._store.engine.begin() as connection:
            connection.execute(states.delete().where(states.c.expire_at < now))

    async def async_consume(self, state: str) -> bool:
        """Whether it was issued, and not used yet."""
        return bool(await _in_thread(self._store.consume, state))


def installing(
    client_id: str, client_secret: str, installations: "Installations", client: AsyncWebClient
) -> AsyncOAuthFlow:
    """How somebody installs the app into their workspace: Slack's own way, over two pages."""
    options = AsyncOAuthSettings(
        client_id=client_id,
        client_secret=client_secret,
        scopes=SCOPES,
        user_scopes=[],
        install_path=INSTALL,
        redirect_uri_path=INSTALLED,
        installation_store=installations.store,
        state_store=installations.states,
        state_expiration_seconds=STATE_LASTS,
    )
    return AsyncOAuthFlow(client=client, settings=options)


class Installations:
    """The tokens of all workspaces, as they are at the moment."""

    def __init__(
        self, client_id: str, client_secret: str, vault: Vault, client_with: ClientWith
    ) -> None:
        self.store = InstallationStore(client_id, vault)
        self.states = StateStore(vault)
        self._lease = vault.lease
        self._client_with = client_with
        self._rotator = AsyncTokenRotator(
            client_id=client_id, client_secret=client_secret, client=client_with(None)
        )
        self._known: dict[str, tuple[Bot, AsyncWebClient, float]] = {}
        self._renewing: dict[str, asyncio.Task[Bot]] = {}

    async def client_of(self, workspace: str) -> AsyncWebClient | None:
        """The client that speaks in a workspace; None where the app is not installed."""
        known = await self._looked_up(workspace)
        return None if known is None else known[1]

    async def start(self) -> None:
        """Nothing is asked before somebody writes."""

    async def authorized(self, workspace: str) -> AuthorizeResult | None:
        """What Bolt needs to know of a workspace; None where the app is not installed."""
        known = await self._looked_up(workspace)
        if known is None:
            return None
        bot, _, _ = known
        return AuthorizeResult(
            enterprise_id=bot.enterprise_id,
            team_id=workspace,
            bot_id=bot.bot_id,
            bot_user_id=bot.bot_user_id,
            bot_token=bot.bot_token,
        )

    async def forget(self, workspace: str, removed_at: float) -> None:
        """Forget what was installed there until then. Raises StorageUnavailable.

        Slack brings an event again for minutes, and the app may be installed anew meanwhile.
        """
        self._known.pop(workspace, None)
        await self.store.delete_until(workspace, removed_at)

    async def _looked_up(self, workspace: str) -> tuple[Bot, AsyncWebClient, float] | None:
        known = self._known.get(workspace)
        if known is not None and monotonic() < known[2]:
            return known
        bot = await self.store.async_find_bot(enterprise_id=None, team_id=workspace)
        if bot is None or bot.bot_token is None:
            self._known.pop(workspace, None)
            return None
        bot = await self._in_time(bot, workspace)
        client = known[1] if known and known[0].bot_token == bot.bot_token else None
        # While somebody else exchanges it, there is soon another one.
        fresh_for = 1.0 if _ends_soon(bot) else FRESH_FOR
        found = (bot, client or self._client_with(bot.bot_token), monotonic() + fresh_for)
        self._known[workspace] = found
        return found

    async def _in_time(self, bot: Bot, workspace: str) -> Bot:
        """The bot with a token that lasts; nobody waits for a new one while the old one does."""
        if not _ends_soon(bot):
            return bot
        renewing = self._renewing.get(workspace)
        if renewing is None:
            renewing = asyncio.create_task(self._renewed(bot, workspace))
            self._renewing[workspace] = renewing
            renewing.add_done_callback(lambda _: self._renewing.pop(workspace, None))
        return bot if _lasts_for(bot) > SOON else await asyncio.shield(renewing)

    async def _renewed(self, bot: Bot, workspace: str) -> Bot:
        """The bot with a new token, or as it is if somebody else is at it or there is trouble."""
        try:
            if not await self._lease(f"slack-token:{workspace}", LEASE.total_seconds()):
                return bot
            found = await self.store.async_find_bot(enterprise_id=None, team_id=workspace)
            bot = found or bot
            renewed = await self._rotator.perform_bot_token_rotation(
                bot=bot, minutes_before_expiration=RENEW_BEFORE
            )
            if renewed is not None:
                await self.store.async_save_bot(renewed)
                self._known.pop(workspace, None)
        except _NO_NEW_TOKEN as trouble:
            log.error("the token of workspace %s: %s", workspace, type(trouble).__name__)  # noqa: TRY400
            return bot
        return renewed or bot


def _lasts_for(bot: Bot) -> float:
    """Seconds until the token ends, if it ever does."""
    ends = bot.bot_token_expires_at
    return math.inf if ends is None else ends - time()


def _ends_soon(bot: Bot) -> bool:
    """Whether the token is to be exchanged."""
    return _lasts_for(bot) <= RENEW_BEFORE * 60


async def _in_thread(work: Callable[..., Any], *args: object, **more: object) -> Any:  # noqa: ANN401  # As it is.
    try:
        return await asyncio.to_thread(work, *args, **more)
    except SQLAlchemyError:
        raise StorageUnavailable(StorageTrouble.AWAY, "") from None
