"""The command that is at work until it is stopped, on every platform there are tokens for."""

import asyncio
import signal
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from adapters.terminal import Terminal
from bot.command_parts import Language, opened
from bot.composition import Parts
from bot.ports import Messenger
from bot.profile_file import load_list, shipped_lists
from bot.running import Bot

if TYPE_CHECKING:
    from adapters.discord.connection import DiscordConnection
    from adapters.slack.connection import SlackConnection

COMMIT_WITHIN = 2.0
"""Seconds after which somebody on a chat platform is rather told to try again."""


TOKENS = {
    "slack": ("slack-token-refused", "SLACK_BOT_TOKEN"),
    "discord": ("discord-token-refused", "DISCORD_TOKEN"),
}
"""What is said of a token that is not accepted, and the setting that it is."""


class Connection(Protocol):
    """A platform that this process is connected with."""

    @property
    def platform(self) -> str:
        """Which one it is."""
        ...

    @property
    def messenger(self) -> Messenger:
        """The way out."""
        ...

    async def start(self, bot: Bot) -> str | None:
        """Take what arrives from now on; returns why the token is not accepted, if it is not."""
        ...

    async def stop(self) -> None:
        """Take nothing more."""
        ...

    async def close(self) -> None:
        """Send nothing more."""
        ...


def run(lang: Language = None) -> None:
    """Be at work until stopped: speak, deliver what waits, remind, delete what is past its time."""
    terminal = Terminal(lang)
    with opened(terminal, patience=COMMIT_WITHIN) as (parts, run_now):
        found = (_slack(terminal, parts), _discord(terminal, parts))
        connections = [one for one in found if one is not None]
        messengers = {one.platform: one.messenger for one in connections}
        run_now(_at_work(parts.bot(messengers), terminal, connections))
        terminal.say(terminal.phrases.say("stopped"))


def _slack(terminal: Terminal, parts: Parts) -> "SlackConnection | None":
    """Slack, if there is a token or a client for it; ends the command if there is no way in."""
    said = terminal.settings
    token, app_token, secret, client_secret = (
        one.get_secret_value()
        for one in (
            *(said.slack_bot_token, said.slack_app_token),
            *(said.slack_signing_secret, said.slack_client_secret),
        )
    )
    client_id = said.slack_client_id
    if bool(client_id) != bool(client_secret):
        terminal.end("slack-half-a-client", id="SLACK_CLIENT_ID", secret="SLACK_CLIENT_SECRET")  # noqa: S106  # Its name.
    if not token and not client_id:
        return None
    if token and client_id:
        terminal.end("slack-one-or-many", token="SLACK_BOT_TOKEN", client="SLACK_CLIENT_ID")  # noqa: S106  # Its name.
    if not app_token and not secret:
        terminal.end("slack-no-way-in", socket="SLACK_APP_TOKEN", http="SLACK_SIGNING_SECRET")
    # Importing it takes as long as a whole start, and no other command needs it.
    from adapters.slack.connection import Access, SlackConnection  # noqa: PLC0415
    from adapters.slack.installations import Vault  # noqa: PLC0415

    api, host, port = said.slack_api_base_url, said.http_host, said.http_port
    access = Access(token, app_token, secret, api, host, port, client_id, client_secret)
    lists = {name: load_list(name).name for name in shipped_lists()}
    vault = Vault(*parts.vault()) if client_id else None
    return SlackConnection(access, terminal.all_phrases, terminal.language, lists, vault)


def _discord(terminal: Terminal, parts: Parts) -> "DiscordConnection | None":
    """Discord, if there is a token for it."""
    said = terminal.settings
    token = said.discord_token.get_secret_value()
    if not token:
        return None
    # The same.
    from adapters.discord.connection import Access, DiscordConnection  # noqa: PLC0415

    addresses = (said.discord_api_base_url, said.discord_gateway_url)
    access = Access(token, *addresses, said.discord_shards)
    lists = {name: load_list(name).name for name in shipped_lists()}
    about = (terminal.all_phrases, terminal.language, lists)
    return DiscordConnection(access, *about, parts.lease, parts.retention_days)


async def _at_work(bot: Bot, terminal: Terminal, connections: Sequence[Connection]) -> None:
    """Run until SIGTERM or SIGINT, and stop without losing or repeating anything."""
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked.set)
    stopping = asyncio.create_task(asked.wait())
    # Nobody waits for a platform that does not answer yet.
    working = asyncio.create_task(bot.run())
    refused = await _refused(connections, bot, stopping)
    if not refused and not stopping.done():
        terminal.say(terminal.phrases.say("at-work"))
        sys.stdout.flush()
        await asyncio.wait((working, stopping), return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    for one in connections:
        await one.stop()
    await bot.stop()
    for one in connections:
        await one.close()
    await working
    for platform, reason in refused.items():
        key, token = TOKENS[platform]
        terminal.end(key, reason=reason, token=token)


async def _refused(
    connections: Sequence[Connection], bot: Bot, stopping: asyncio.Task[bool]
) -> dict[str, str]:
    """Connect with all platforms, until it is to stop; returns why one did not accept its token."""
    connecting: dict[asyncio.Task[str | None], Connection]
    connecting = {asyncio.create_task(one.start(bot)): one for one in connections}
    waiting, refused = set(connecting), dict[str, str]()
    while waiting and not refused and not stopping.done():
        await asyncio.wait((*waiting, stopping), return_when=asyncio.FIRST_COMPLETED)
        for task in [one for one in waiting if one.done()]:
            waiting.discard(task)
            reason = task.result()
            if reason is not None:
                refused[connecting[task].platform] = reason
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    return refused
