"""Discord's REST API for tests: what servers and people have, and what is refused.

It refuses what Discord refuses, delays, limits, fails and loses replies when it is told to, and
keeps what was asked of it. Bodies that Discord would not take are complaints, which fail the test.
"""

import asyncio
import itertools
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiohttp import BodyPartReader, web

Json = dict[str, Any]

TOKEN = "a token"  # noqa: S105  # Of nothing.
BOT, APP = "900", "901"
EPOCH = 1_420_070_400_000
EPHEMERAL = 1 << 6
PRESSED_WITHIN = 3.0
ALL = {
    *("view_channel", "send_messages", "embed_links", "attach_files", "read_message_history"),
    *("create_public_threads", "create_private_threads", "send_messages_in_threads"),
}
"""What the bot may do in a channel, unless it is told otherwise."""
BITS = {
    "view_channel": 1 << 10,
    "send_messages": 1 << 11,
    "embed_links": 1 << 14,
    "attach_files": 1 << 15,
    "read_message_history": 1 << 16,
    "create_public_threads": 1 << 35,
    "create_private_threads": 1 << 36,
    "send_messages_in_threads": 1 << 38,
    "manage_guild": 1 << 5,
}
DM, TEXT, VOICE, PUBLIC_THREAD, PRIVATE_THREAD = 1, 0, 2, 11, 12


class RefusedError(Exception):
    """What Discord says to what it does not do."""

    def __init__(self, status: int, code: int) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code


@dataclass
class Fault:
    """What happens instead, once, when a call matches: ``path`` is searched for.

    ``lost`` does it and loses the reply; ``slow`` waits first.
    """

    method: str
    path: str
    status: int = 200
    code: int = 0
    after: float = 0.0
    lost: bool = False
    slow: float = 0.0
    is_global: bool = False


@dataclass
class Message:
    """What stands in a channel; ``for_user`` alone sees it if it is ephemeral."""

    id: str
    channel: str
    author: str
    body: Json
    at: datetime
    edited: datetime | None = None
    for_user: str | None = None
    files: list[tuple[str, bytes]] = field(default_factory=list)

    @property
    def content(self) -> str:
        """What it says, embeds included, without marks that isolate or escape."""
        parts = [str(self.body.get("content") or "")]
        parts += [str(one.get("description")) for one in self.body.get("embeds") or ()]
        hidden = dict.fromkeys((*range(8294, 8298), 8206, 8207))
        return "\n".join(parts).translate(hidden).replace("\\", "")

    def pressable(self) -> list[tuple[str, Json, tuple[str, ...]]]:
        """What can be pressed: its label, its component, and what is chosen with it."""
        found: list[tuple[str, Json, tuple[str, ...]]] = []
        for row in self.body.get("components") or ():
            for one in row["components"]:
                if one["type"] == 2:
                    found.append((bare(one["label"]), one, ()))
                options = one.get("options") or ()
                found += [(bare(each["label"]), one, (each["value"],)) for each in options]
        return found

    @property
    def labels(self) -> list[str]:
        return [label for label, _, _ in self.pressable()]


def bare(label: str) -> str:
    """A label without its number and without marks that isolate."""
    label = label.translate(dict.fromkeys((*range(8294, 8298), 8206, 8207)))
    return label.split(". ", 1)[-1] if label[:1].isdigit() and ". " in label else label


@dataclass
class Channel:
    """A channel, a thread or direct messages with somebody."""

    id: str
    kind: int = TEXT
    guild: str | None = None
    name: str = ""
    user: str = ""
    may: set[str] = field(default_factory=lambda: set(ALL))
    members: set[str] = field(default_factory=set)
    locked: bool = False
    archived: bool = False
    messages: list[Message] = field(default_factory=list)


@dataclass
class Guild:
    """A server: its roles with their permissions, and its members with their roles."""

    id: str
    name: str
    owner: str
    roles: dict[str, tuple[str, int]] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=dict)
    has_bot: bool = True


@dataclass
class User:
    """Somebody, who may have closed their direct messages."""

    id: str
    username: str
    global_name: str | None = None
    is_open: bool = True
    locale: str = "en-US"


@dataclass
class Interaction:
    """Something done that waits for an answer, and what it was answered."""

    id: str
    token: str
    user: str
    channel: str
    message: Message | None
    asked_at: float
    done: asyncio.Event = field(default_factory=asyncio.Event)
    kind: int | None = None
    data: Json | None = None
    seconds: float = 0.0
    is_old: bool = False


@dataclass
class Rest:
    """All of it, and the calls that change it."""

    url: str = ""
    guilds: dict[str, Guild] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    interactions: dict[str, Interaction] = field(default_factory=dict)
    commands: list[Json] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    calls: list[tuple[str, str, Any]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    shards: int = 1
    at_once: int = 1
    forgets_nonces: bool = False
    check: Callable[[str, str, Any], list[str]] = lambda _method, _path, _body: []
    announce: Callable[[str, Json, Channel], None] = lambda _name, _data, _channel: None
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def snowflake(self) -> str:
        return str((int(time.time() * 1000) - EPOCH) << 22 | next(self.numbers) % (1 << 22))

    def direct(self, user: str) -> Channel:
        """The direct messages with somebody."""
        for channel in self.channels.values():
            if channel.kind == DM and channel.user == user:
                return channel
        made = Channel(self.snowflake(), DM, user=user)
        self.channels[made.id] = made
        return made

    def shown(self, channel: str, user: str = "") -> list[Message]:
        """What somebody sees in a channel, oldest first."""
        found = self.channels[channel].messages
        return [one for one in found if one.for_user in (None, user)]

    async def answer(self, request: web.Request) -> web.Response:
        """Answer a call, as it is told to or as Discord would."""
        path = request.path.removeprefix("/api/v10")
        body, files = await _body_of(request)
        method = request.method
        self.calls.append((method, path, body))
        self.complaints += [f"{method} {path}: {one}" for one in self.check(method, path, body)]
        fault = next(
            (one for one in self.faults if one.method == method and re.search(one.path, path)), None
        )
        if fault is not None:
            self.faults.remove(fault)
            await asyncio.sleep(fault.slow)
            if fault.status == 429:
                return self._limited(fault)
            if fault.status != 200:
                return self._said(fault.status, {"code": fault.code, "message": "refused"})
        try:
            self._let_in(request, path)
            said = self._done(method, path, body, files, request.query)
        except RefusedError as refused:
            return self._said(refused.status, {"code": refused.code, "message": "refused"})
        if fault is not None and fault.lost and request.transport is not None:
            request.transport.close()
        return self._said(200 if said is not None else 204, said)

    def _said(self, status: int, said: Any) -> web.Response:  # noqa: ANN401  # Any JSON.
        self.statuses.append(status)
        if said is None:
            return web.Response(status=status)
        # discord.py takes no other content type for JSON.
        text = json.dumps(said).encode()
        return web.Response(body=text, status=status, headers={"Content-Type": "application/json"})

    def _limited(self, fault: Fault) -> web.Response:
        self.statuses.append(429)
        said = {"message": "slow down", "retry_after": fault.after, "global": fault.is_global}
        headers = {"Content-Type": "application/json", "Via": "1.1 google"}
        headers |= {"Retry-After": str(fault.after)}
        return web.Response(body=json.dumps(said).encode(), status=429, headers=headers)

    def _let_in(self, request: web.Request, path: str) -> None:
        open_to_all = path.startswith(("/interactions/", "/webhooks/"))
        if not open_to_all and request.headers.get("Authorization") != f"Bot {TOKEN}":
            raise RefusedError(401, 0)

    def _done(  # A call is all of it.
        self,
        method: str,
        path: str,
        body: Any,  # noqa: ANN401
        files: list[tuple[str, bytes]],
        query: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401  # Any JSON.
        match (method, *path.strip("/").split("/")):
            case ("GET", "users", "@me"):
                return self.user_json(BOT)
            case ("GET", "oauth2", "applications", "@me") | ("GET", "applications", "@me"):
                return self._application()
            case ("GET", "gateway", "bot"):
                limits = {"total": 1000, "remaining": 999, "reset_after": 0}
                limits["max_concurrency"] = self.at_once
                url = self.url.replace("http", "ws", 1) + "/gateway"
                return {"url": url, "shards": self.shards, "session_start_limit": limits}
            case ("PUT", "applications", _, "commands"):
                self.commands = [{**one, "id": self.snowflake()} for one in body]
                return self.commands
            case ("POST", "users", "@me", "channels"):
                if str(body["recipient_id"]) not in self.users:
                    raise RefusedError(400, 50033)
                return self.channel_json(self.direct(str(body["recipient_id"])))
            case ("GET", "guilds", guild):
                return self.guild_json(self._guild(guild))
            case ("GET", "guilds", guild, "members", user):
                found = self._guild(guild)
                if user not in found.members:
                    raise RefusedError(404, 10007)
                return self.member_json(found, user)
            case ("POST", "channels", channel, "messages"):
                return self._posted(self._writable(channel, body), body, files)
            case ("GET", "channels", channel, "messages"):
                return self._history(channel, query)
            case ("PATCH", "channels", channel, "messages", message):
                return self._edited(channel, message, body)
            case ("POST", "channels", channel, "messages", message, "threads"):
                return self._thread_below(channel, message, body)
            case ("POST", "channels", channel, "threads"):
                return self._private_thread(channel, body)
            case ("PUT", "channels", thread, "thread-members", user):
                self._channel(thread).members.add(user)
                return None
            case ("POST", "interactions", interaction, token, "callback"):
                return self._answered(interaction, token, body)
            case ("POST", "webhooks", _, token):
                return self._followed_up(token, body)
            case _:
                raise RefusedError(404, 0)

    def _guild(self, guild: str) -> Guild:
        if guild not in self.guilds:
            raise RefusedError(404, 10004)
        if not self.guilds[guild].has_bot:
            raise RefusedError(403, 50001)
        return self.guilds[guild]

    def _channel(self, channel: str) -> Channel:
        if channel not in self.channels:
            raise RefusedError(404, 10003)
        found = self.channels[channel]
        if found.guild is not None and not self.guilds[found.guild].has_bot:
            raise RefusedError(403, 50001)
        if "view_channel" not in found.may:
            raise RefusedError(403, 50001)
        return found

    def _writable(self, channel: str, body: Json) -> Channel:
        found = self._channel(channel)
        if found.kind == DM and not self.users[found.user].is_open:
            raise RefusedError(403, 50007)
        thread = found.kind in (PUBLIC_THREAD, PRIVATE_THREAD)
        if found.locked:
            raise RefusedError(400, 160005)
        if ("send_messages_in_threads" if thread else "send_messages") not in found.may:
            raise RefusedError(403, 50013)
        if body.get("embeds") and "embed_links" not in found.may:
            raise RefusedError(403, 50013)
        found.archived = False
        return found

    def _posted(self, channel: Channel, body: Json, files: list[tuple[str, bytes]]) -> Json:
        nonce = body.get("nonce")
        if nonce and body.get("enforce_nonce") and not self.forgets_nonces:
            for one in channel.messages:
                if one.body.get("nonce") == nonce and one.author == BOT:
                    return self.message_json(one)
        message = Message(self.snowflake(), channel.id, BOT, body, datetime.now(UTC), files=files)
        channel.messages.append(message)
        self.announce("MESSAGE_CREATE", self.message_json(message), channel)
        return self.message_json(message)

    def _history(self, channel: str, query: Any) -> list[Json]:  # noqa: ANN401  # A multidict.
        found = self._channel(channel)
        if "read_message_history" not in found.may:
            raise RefusedError(403, 50013)
        after, limit = int(query.get("after", 0)), int(query.get("limit", 50))
        later = [one for one in found.messages if int(one.id) > after and one.for_user is None]
        if self.forgets_nonces:
            later_json = [{**self.message_json(one), "nonce": None} for one in later[:limit]]
            return later_json[::-1]
        return [self.message_json(one) for one in later[:limit]][::-1]

    def _message(self, channel: str, message: str) -> Message:
        found = self._channel(channel)
        for one in found.messages:
            if one.id == message:
                return one
        raise RefusedError(404, 10008)

    def _edited(self, channel: str, message: str, body: Json) -> Json:
        found = self._message(channel, message)
        if self.channels[channel].archived:
            raise RefusedError(400, 50083)
        found.body = {**found.body, **body}
        found.edited = datetime.now(UTC)
        self.announce("MESSAGE_UPDATE", self.message_json(found), self.channels[channel])
        return self.message_json(found)

    def _thread_below(self, channel: str, message: str, body: Json) -> Json:
        above, parent = self._message(channel, message), self._channel(channel)
        if above.id in self.channels:
            raise RefusedError(400, 160004)
        if "create_public_threads" not in parent.may:
            raise RefusedError(403, 50013)
        return self._thread(Channel(above.id, PUBLIC_THREAD, parent.guild, body["name"]), parent)

    def _private_thread(self, channel: str, body: Json) -> Json:
        parent = self._channel(channel)
        if parent.kind != TEXT:
            raise RefusedError(400, 50024)
        if "create_private_threads" not in parent.may:
            raise RefusedError(403, 50013)
        made = Channel(self.snowflake(), PRIVATE_THREAD, parent.guild, body["name"])
        return self._thread(made, parent)

    def _thread(self, made: Channel, parent: Channel) -> Json:
        made.may = set(parent.may)
        made.members = {BOT}
        self.channels[made.id] = made
        return self.channel_json(made)

    def _answered(self, interaction: str, token: str, body: Json) -> Json:
        found = self.interactions.get(interaction)
        late = found is None or time.monotonic() - found.asked_at > PRESSED_WITHIN
        if found is None or found.token != token or late or found.is_old:
            raise RefusedError(404, 10062)
        if found.kind is not None:
            raise RefusedError(400, 40060)
        found.kind, found.data = body["type"], body.get("data")
        found.seconds = time.monotonic() - found.asked_at
        if found.kind == 4 and found.data is not None:
            self._whispered(found, found.data)
        found.done.set()
        said = {"id": interaction, "type": 2, "interaction_token": token}
        return {"interaction": said}

    def _followed_up(self, token: str, body: Json) -> Json:
        found = next((one for one in self.interactions.values() if one.token == token), None)
        if found is None or found.is_old:
            raise RefusedError(401, 50027)
        if found.kind is None:
            raise RefusedError(404, 10015)
        return self.message_json(self._whispered(found, body))

    def _whispered(self, to: Interaction, body: Json) -> Message:
        alone = to.user if int(body.get("flags", 0)) & EPHEMERAL else None
        made = Message(self.snowflake(), to.channel, BOT, body, datetime.now(UTC), for_user=alone)
        self.channels[to.channel].messages.append(made)
        return made

    # What Discord says of things

    def user_json(self, user: str) -> Json:
        if user == BOT:
            return {
                "id": BOT,
                "username": "qualify",
                "discriminator": "0",
                "avatar": None,
                "bot": True,
            }
        found = self.users[user]
        named = {"username": found.username, "global_name": found.global_name}
        return {"id": user, "discriminator": "0", "avatar": None, **named}

    def member_json(self, guild: Guild, user: str) -> Json:
        joined = "2026-01-01T00:00:00+00:00"
        about = {"roles": guild.members[user], "joined_at": joined, "deaf": False, "mute": False}
        return {"user": self.user_json(user), **about, "flags": 0, "nick": None, "avatar": None}

    def guild_json(self, guild: Guild) -> Json:
        roles = [
            {"id": role, "name": name, "permissions": str(permissions), "position": place}
            | {"color": 0, "hoist": False, "managed": False, "mentionable": False, "flags": 0}
            for place, (role, (name, permissions)) in enumerate(guild.roles.items())
        ]
        quiet = {"verification_level": 0, "default_message_notifications": 0, "mfa_level": 0}
        quiet |= {"explicit_content_filter": 0, "premium_tier": 0, "nsfw_level": 0}
        about = {"id": guild.id, "name": guild.name, "owner_id": guild.owner, "roles": roles}
        lists: Json = {"emojis": [], "features": [], "stickers": [], "preferred_locale": "en-US"}
        return {**about, **quiet, **lists, "afk_timeout": 0, "system_channel_flags": 0}

    def channel_json(self, channel: Channel) -> Json:
        about: Json = {"id": channel.id, "type": channel.kind, "name": channel.name}
        if channel.kind == DM:
            about["recipients"] = [self.user_json(channel.user)]
        if channel.guild is not None:
            about |= {"guild_id": channel.guild, "position": 0, "permission_overwrites": []}
            about |= {"bitrate": 64_000, "user_limit": 0} if channel.kind == VOICE else {}
        if channel.kind in (PUBLIC_THREAD, PRIVATE_THREAD):
            stamp = "2026-01-01T00:00:00+00:00"
            metadata: Json = {"archived": channel.archived, "auto_archive_duration": 60}
            metadata |= {"archive_timestamp": stamp, "locked": channel.locked}
            about |= {"thread_metadata": metadata, "parent_id": "1", "owner_id": BOT}
            about |= {"message_count": 0, "member_count": 1}
        return about

    def message_json(self, message: Message) -> Json:
        body, edited = message.body, message.edited
        components = [
            {**row, "id": place, "components": [{**one, "id": 9} for one in row["components"]]}
            for place, row in enumerate(body.get("components") or (), 1)
        ]
        embeds = [{"type": "rich", **one} for one in body.get("embeds") or ()]
        said = {"content": body.get("content") or "", "embeds": embeds, "components": components}
        about = {"tts": False, "mention_everyone": False, "mentions": [], "mention_roles": []}
        about |= {"attachments": [], "pinned": False, "type": 0}
        return {
            "id": message.id,
            "channel_id": message.channel,
            "author": self.user_json(message.author),
            "timestamp": message.at.isoformat(),
            "edited_timestamp": None if edited is None else edited.isoformat(),
            "flags": int(body.get("flags") or 0),
            "nonce": body.get("nonce"),
            **said,
            **about,
        }

    def _application(self) -> Json:
        flags = {"bot_public": True, "bot_require_code_grant": False, "flags": 0}
        about = {"id": APP, "name": "qualify", "description": "", "icon": None, "summary": ""}
        owner = {"id": "1", "username": "owner", "discriminator": "0", "avatar": None}
        return {**about, **flags, "verify_key": "0" * 64, "team": None, "owner": owner}


async def _body_of(request: web.Request) -> tuple[Any, list[tuple[str, bytes]]]:
    """What was sent, as JSON and files."""
    if request.content_type.startswith("multipart"):
        body, files = None, []
        async for part in await request.multipart():
            assert isinstance(part, BodyPartReader)
            if part.name == "payload_json":
                body = json.loads(await part.text())
            else:
                files.append((str(part.filename), bytes(await part.read(decode=False))))
        return body, files
    raw = await request.read()
    return (json.loads(raw) if raw else None), []
