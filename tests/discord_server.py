"""Discord's other half for tests: the gateway, and people who do things."""

import asyncio
import itertools
import json
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiohttp import WSMsgType, web

from tests.discord_guilds import (
    APP,
    BITS,
    BOT,
    DM,
    TEXT,
    TOKEN,
    VOICE,
    Channel,
    Guild,
    Interaction,
    Json,
    Message,
    Rest,
    User,
)
from tests.discord_limits import refused

PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15
NOBODY_ANSWERS = 3.2
"""Seconds after which nobody waits for an answer any more."""


@dataclass
class Session:
    """A session of a shard: what it was told, and how it is connected."""

    id: str
    shard: int
    count: int
    link: web.WebSocketResponse | None
    told: list[Json] = field(default_factory=list)
    is_valid: bool = True


@dataclass
class Gateway:
    """Where shards are connected, and hear of what happens.

    ``beat`` is the number of seconds between heartbeats; without ``answers_beats`` a connection
    looks dead. While it is ``away`` nobody gets in; ``is_odd`` begins sessions
    with nonsense. ``identified`` says when sessions began.
    """

    rest: Rest
    sessions: dict[str, Session] = field(default_factory=dict)
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    beat: float = 30.0
    answers_beats: bool = True
    away: bool = False
    loses_sessions: bool = False
    is_odd: bool = False
    identified: list[tuple[int, float]] = field(default_factory=list)
    resumed: list[int] = field(default_factory=list)
    links: set[web.WebSocketResponse] = field(default_factory=set)

    def connected(self, shard: int = 0) -> list[Session]:
        """The sessions of a shard that somebody listens to."""
        return [one for one in self.sessions.values() if one.shard == shard and one.link]

    def tell(self, name: str, data: Json, guild: str | None) -> None:
        """Tell whoever is responsible; who is not connected hears it when they resume."""
        for session in self.sessions.values():
            shard = 0 if guild is None else (int(guild) >> 22) % session.count
            if session.shard == shard:
                self._dispatch(session, name, data)

    def _dispatch(self, session: Session, name: str, data: Json) -> None:
        event = {"op": 0, "t": name, "s": len(session.told) + 1, "d": data}
        session.told.append(event)
        if session.link is not None and not session.link.closed:
            task = asyncio.ensure_future(_sent(session.link, event))
            task.add_done_callback(lambda _: None)

    async def link(self, request: web.Request) -> web.StreamResponse:
        """One connection, until either side closes it."""
        if self.away:
            return web.Response(status=503)
        link = web.WebSocketResponse()
        await link.prepare(request)
        self.links.add(link)
        await link.send_json({"op": 10, "d": {"heartbeat_interval": int(self.beat * 1000)}})
        session: Session | None = None
        try:
            async for message in link:
                if message.type is not WSMsgType.TEXT:
                    continue
                said = json.loads(message.data)
                if said["op"] == 1 and self.answers_beats:
                    await link.send_json({"op": 11})
                elif said["op"] == 2:
                    session = await self._identified(link, said["d"])
                elif said["op"] == 6:
                    session = await self._resumed(link, said["d"])
        finally:
            self.links.discard(link)
            if session is not None and session.link is link:
                session.link = None
        return link

    async def _identified(self, link: web.WebSocketResponse, asked: Json) -> Session | None:
        if asked["token"] != TOKEN:
            await link.close(code=4004)
            return None
        if asked["intents"] & PRIVILEGED:
            await link.close(code=4014)
            return None
        shard, count = asked.get("shard") or (0, 1)
        self.identified.append((shard, time.monotonic()))
        session = Session(f"session {next(self.numbers)}", shard, count, link)
        self.sessions[session.id] = session
        rest = self.rest
        guilds = [
            one
            for one in rest.guilds.values()
            if one.has_bot and (int(one.id) >> 22) % count == shard
        ]
        self._dispatch(
            session,
            "READY",
            {
                "v": 10,
                "user": {} if self.is_odd else rest.user_json(BOT),
                "guilds": [{"id": one.id, "unavailable": True} for one in guilds],
                "session_id": session.id,
                "resume_gateway_url": rest.url.replace("http", "ws", 1) + "/gateway",
                "shard": [shard, count],
                "application": {"id": APP, "flags": 0},
            },
        )
        for guild in guilds:
            self._dispatch(session, "GUILD_CREATE", self.guild_created(guild))
        return session

    def guild_created(self, guild: Guild) -> Json:
        rest = self.rest
        channels = [
            rest.channel_json(one)
            for one in rest.channels.values()
            if one.guild == guild.id and one.kind in (TEXT, VOICE)
        ]
        empty: Json = {"threads": [], "presences": [], "voice_states": [], "stage_instances": []}
        empty |= {"guild_scheduled_events": [], "soundboard_sounds": [], "members": []}
        about = {"joined_at": "2026-01-01T00:00:00+00:00", "large": False, "unavailable": False}
        about |= {"member_count": len(guild.members) + 1}
        return {**rest.guild_json(guild), "channels": channels, **empty, **about}

    async def _resumed(self, link: web.WebSocketResponse, asked: Json) -> Session | None:
        session = self.sessions.get(asked["session_id"])
        if session is None or not session.is_valid or self.loses_sessions:
            await link.send_json({"op": 9, "d": False})
            return None
        self.resumed.append(session.shard)
        session.link = link
        for event in session.told[asked["seq"] :]:
            await link.send_json(event)
        self._dispatch(session, "RESUMED", {})
        return session

    async def reconnect(self) -> None:
        """Ask every shard to connect anew, as Discord does before it restarts something."""
        for link in tuple(self.links):
            await _sent(link, {"op": 7, "d": None})

    def drop(self) -> None:
        """Close every connection without a word."""
        for link in tuple(self.links):
            request = link._req  # noqa: SLF001  # Nobody says good-bye.
            if request is not None and request.transport is not None:
                request.transport.abort()


async def _sent(link: web.WebSocketResponse, event: Json) -> None:
    with suppress(ConnectionError, RuntimeError):  # They hear it when they resume.
        await link.send_json(event)


@dataclass(frozen=True)
class Ack:
    """How something was answered, and after how many seconds; no kind means not in time."""

    kind: int | None
    data: Json
    seconds: float

    @property
    def text(self) -> str:
        """What the person is told, without marks that isolate or escape."""
        made = Message("", "", BOT, self.data, datetime.now(UTC))
        return made.content


@dataclass
class Discord:
    """Servers, the REST API over them, and the gateway."""

    rest: Rest
    gateway: Gateway
    acks: list[Ack] = field(default_factory=list)

    def person(self, user: str = "11", guild: str = "") -> "Person":
        """Somebody in a server, or nowhere in particular."""
        return Person(self, user, guild or next(iter(self.rest.guilds)))

    def channel(self, name: str, guild: str = "") -> Channel:
        """A channel by its name."""
        guild = guild or next(iter(self.rest.guilds))
        found = (one for one in self.rest.channels.values() if one.guild == guild)
        return next(one for one in found if one.name == name)

    def thread(self, message: Message) -> Channel:
        """The thread below a message."""
        return self.rest.channels[message.id]

    def remove_bot(self, guild: str) -> None:
        """Remove the bot from a server."""
        self.rest.guilds[guild].has_bot = False
        self.gateway.tell("GUILD_DELETE", {"id": guild}, guild)

    async def interact(self, interaction: Interaction, payload: Json, guild: str | None) -> Ack:
        """Tell the bot of something that was done, and wait for its answer."""
        self.rest.interactions[interaction.id] = interaction
        self.gateway.tell("INTERACTION_CREATE", payload, guild)
        try:
            async with asyncio.timeout(NOBODY_ANSWERS):
                await interaction.done.wait()
        except TimeoutError:
            pass
        ack = Ack(interaction.kind, interaction.data or {}, interaction.seconds)
        self.acks.append(ack)
        return ack


@dataclass
class Person:
    """Somebody who speaks with the bot, and presses what they see."""

    discord: Discord
    user: str
    guild: str
    form: Json | None = None

    @property
    def rest(self) -> Rest:
        return self.discord.rest

    @property
    def dm(self) -> Channel:
        return self.rest.direct(self.user)

    def seen(self, channel: Channel | None = None) -> list[Message]:
        """What they see in their direct messages, or in a channel."""
        return self.rest.shown((channel or self.dm).id, self.user)

    def from_bot(self, channel: Channel | None = None) -> list[Message]:
        """The same, of the bot alone."""
        return [one for one in self.seen(channel) if one.author == BOT]

    def says(self, text: str, number: str = "") -> Message:
        """Write a direct message."""
        made = Message(
            number or self.rest.snowflake(),
            self.dm.id,
            self.user,
            {"content": text},
            datetime.now(UTC),
        )
        self.dm.messages.append(made)
        self._told("MESSAGE_CREATE", made)
        return made

    def says_again(self, message: Message) -> None:
        """Let Discord tell of a message once more."""
        self._told("MESSAGE_CREATE", message)

    def edits(self, message: Message, text: str) -> None:
        """Correct a direct message."""
        message.body = {"content": text}
        message.edited = datetime.now(UTC)
        self._told("MESSAGE_UPDATE", message)

    def _told(self, name: str, message: Message) -> None:
        said = {**self.rest.message_json(message), "channel_type": DM}
        self.discord.gateway.tell(name, said, None)

    async def command(
        self,
        called: str,
        /,
        channel: Channel | None = None,
        *,
        own: bool = False,
        **options: Any,  # noqa: ANN401  # Values of whatever kind.
    ) -> Ack:
        """Use a command with its subcommand: in a channel, in direct messages, or as one's own."""
        root, sub = called.split(" ", 1)
        made = next(one for one in self.rest.commands if one["name"] == root)
        known = next(one for one in made["options"] if one["name"] == sub)
        kinds = {one["name"]: one["type"] for one in known["options"]}
        given = [
            {"name": option, "type": kinds[option], "value": value}
            for option, value in options.items()
        ]
        sent = {"id": made["id"], "name": root, "type": 1}
        sent |= {"options": [{"name": sub, "type": 1, "options": given}]}
        users = {
            str(value): self.rest.user_json(str(value))
            for option, value in options.items()
            if kinds[option] == 6
        }
        roles = {
            str(value): {"id": str(value), "name": self.role_name(str(value))}
            for option, value in options.items()
            if kinds[option] == 8
        }
        if users or roles:
            sent["resolved"] = {"users": users, "roles": roles}
        return await self._interacts(2, sent, channel, own=own)

    def role_name(self, role: str) -> str:
        return self.rest.guilds[self.guild].roles[role][0]

    async def completes(self, name: str, option: str, text: str, channel: Channel) -> list[str]:
        """Type behind an option; returns what is offered."""
        root, sub = name.split(" ", 1)
        typed = {"name": option, "type": 3, "value": text, "focused": True}
        sent = {"id": "1", "name": root, "type": 1}
        sent |= {"options": [{"name": sub, "type": 1, "options": [typed]}]}
        ack = await self._interacts(4, sent, channel)
        return [one["name"] for one in ack.data.get("choices", ())]

    async def presses(
        self, label: str, message: Message | None = None, channel: Channel | None = None
    ) -> Ack:
        """Press or choose what has this label, in the newest message that has it."""
        shown = message or next(one for one in reversed(self.seen(channel)) if label in one.labels)
        found = next(one for one in shown.pressable() if one[0] == label)
        return await self.presses_raw(found[1], shown, found[2])

    async def picks(self, labels: Sequence[str], message: Message | None = None) -> Ack:
        """Choose several entries of a menu."""
        shown = message or next(
            one for one in reversed(self.seen()) if set(labels) <= set(one.labels)
        )
        found = [one for one in shown.pressable() if one[0] in labels]
        values = tuple(value for one in found for value in one[2])
        return await self.presses_raw(found[0][1], shown, values)

    async def presses_raw(
        self, component: Json, message: Message, values: Sequence[str] = (), number: str = ""
    ) -> Ack:
        """Press a component as it was, whether it still stands there or not."""
        kind = component["type"]
        sent: Json = {"custom_id": component["custom_id"], "component_type": kind}
        sent |= {"values": list(values)} if kind == 3 else {}
        channel = self.rest.channels[message.channel]
        return await self._interacts(3, sent, channel, message, number=number, has=component)

    async def submits(self, **values: str) -> Ack:
        """Fill in the open form, and send it."""
        form = self.form
        assert form is not None
        rows = []
        for row in form["components"]:
            one = row.get("component")
            if one is None:
                continue
            value = values.get(one["custom_id"], one.get("value", ""))
            sent = {"type": one["type"], "id": 3, "custom_id": one["custom_id"]}
            sent |= {"values": [value]} if one["type"] == 3 else {"value": value}
            rows.append({"type": 18, "id": 2, "component": sent})
        sent_form = {"custom_id": form["custom_id"], "components": rows}
        return await self._interacts(5, sent_form, None)

    async def _interacts(  # noqa: PLR0913
        self,
        kind: int,
        sent: Json,
        channel: Channel | None,
        message: Message | None = None,
        *,
        own: bool = False,
        number: str = "",
        has: Json | None = None,
    ) -> Ack:
        where, rest = channel or self.dm, self.rest
        number = number or rest.snowflake()
        made = Interaction(
            number, f"token {number}", self.user, where.id, message, time.monotonic()
        )
        user = rest.user_json(self.user)
        payload: Json = {
            "id": number,
            "application_id": APP,
            "type": kind,
            "token": made.token,
            "version": 1,
            "data": sent,
            "channel_id": where.id,
            "channel": rest.channel_json(where),
            "locale": rest.users[self.user].locale,
            "entitlements": [],
            "attachment_size_limit": 1_000_000,
            "app_permissions": str(sum(BITS[one] for one in where.may)),
            "context": 0 if where.guild else 1,
            "authorizing_integration_owners": {"1": self.user}
            if own
            else {"0": where.guild or "0"},
        }
        if where.guild is not None:
            guild = rest.guilds[where.guild]
            member = rest.member_json(guild, self.user)
            member["permissions"] = str(self._permissions(guild))
            payload |= {"guild_id": guild.id, "member": member, "guild_locale": "en-US"}
            payload["guild"] = {"id": guild.id, "locale": "en-US", "features": []}
        else:
            payload["user"] = user
        if message is not None:
            said = rest.message_json(message)
            if has is not None:  # What was pressed stood there when they pressed it.
                said["components"] = [{"type": 1, "id": 1, "components": [{**has, "id": 2}]}]
            payload["message"] = said
        ack = await self.discord.interact(made, payload, where.guild)
        if ack.kind == 9:
            self.form = ack.data
        return ack

    def _permissions(self, guild: Guild) -> int:
        granted = [guild.roles[role][1] for role in guild.members[self.user]]
        granted.append(guild.roles[guild.id][1])
        everything = BITS["manage_guild"] if guild.owner == self.user else 0
        for one in granted:
            everything |= one
        return everything


def studio(rest: Rest, name: str = "Studio") -> Guild:
    """A server with somebody who manages it, a member with a role, and a prospect."""
    guild = Guild(rest.snowflake(), name, owner="10")
    team, admin = rest.snowflake(), rest.snowflake()
    guild.roles = {
        guild.id: ("@everyone", BITS["view_channel"] | BITS["send_messages"]),
        team: ("Team", 0),
        admin: ("Admin", BITS["manage_guild"]),
    }
    guild.members = {"10": [], "11": [admin], "12": [team], "13": []}
    rest.guilds[guild.id] = guild
    lacking: dict[str, set[str]] = {
        "general": set(),
        "verdicts": set(),
        "hidden": {"view_channel"},
        "readonly": {"send_messages"},
        "nothreads": {
            "create_public_threads",
            "create_private_threads",
            "send_messages_in_threads",
        },
    }
    for channel, lacks in lacking.items():
        made = Channel(rest.snowflake(), TEXT, guild.id, channel)
        made.may -= lacks
        rest.channels[made.id] = made
    voice = Channel(rest.snowflake(), VOICE, guild.id, "voice")
    rest.channels[voice.id] = voice
    return guild


@asynccontextmanager
async def discord_server(
    check: Callable[[str, str, Any], list[str]] = refused,
) -> AsyncIterator[Discord]:
    """Discord with one server, at an address of this machine."""
    rest = Rest()
    gateway = Gateway(rest)
    rest.check = check
    rest.announce = lambda name, data, channel: gateway.tell(
        name,
        {**data, **({} if channel.guild is None else {"guild_id": channel.guild})},
        channel.guild,
    )
    for user, name, shown in (
        ("10", "olga", "Olga"),
        ("11", "mona", "Mona"),
        ("12", "omar", None),
        ("13", "jane", "Jane Doe"),
        ("14", "lone", None),
    ):
        rest.users[user] = User(user, name, shown)
    studio(rest)
    site = web.Application(client_max_size=2**25)
    for path in ("/gateway", "/gateway/"):
        site.router.add_get(path, gateway.link)
    site.router.add_route("*", "/api/v10/{path:.*}", rest.answer)
    runner = web.AppRunner(site, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    rest.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield Discord(rest, gateway)
        assert rest.complaints == []
    finally:
        for link in tuple(gateway.links):
            await link.close()
        await runner.cleanup()
