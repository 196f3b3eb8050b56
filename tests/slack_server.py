"""Slack's other half for tests: it brings what people do, over Socket Mode or signed HTTP.

People see messages and press what is in them. What is not acknowledged within three seconds is an
``operation_timeout`` for them, and an event is brought again.
"""

import asyncio
import hashlib
import hmac
import itertools
import json
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Protocol
from urllib.parse import urlencode

from aiohttp import ClientError, ClientSession, TCPConnector, web

from tests.slack_workspace import Channel, Message, SlackApi, Workspace

ACK_WITHIN = 3.0
TRIES = 4
"""How often an event is brought in all; Slack waits a minute and five, this one does not."""
SECRET = "a secret"  # noqa: S105  # Of nothing.
SCOPES = {
    *("commands", "chat:write", "im:write", "im:history", "users:read", "files:write"),
    *("channels:history", "groups:history"),
}


@dataclass(frozen=True)
class Ack:
    """What the app answered, and after how many seconds; None in time means a timeout."""

    status: int | None
    body: Any
    seconds: float

    @property
    def text(self) -> str:
        """What the person who did it is told, without marks that isolate."""
        said = self.body if isinstance(self.body, str) else json.dumps(self.body or "")
        shown = json.loads(said) if said.startswith(("{", "[")) else said
        words = json.dumps(shown, ensure_ascii=False)
        return words.translate(dict.fromkeys(range(8294, 8298)))


class Transport(Protocol):
    """A way in which payloads are brought to the app."""

    async def bring(self, kind: str, payload: dict[str, Any], tries: int = 0) -> Ack: ...


class SocketMode:
    """Websockets that the app opens; a payload goes to any of them."""

    def __init__(self) -> None:
        self.links: list[web.WebSocketResponse] = []
        self._connected = asyncio.Event()
        self._acks: dict[str, asyncio.Future[Any]] = {}
        self._numbers = itertools.count()

    async def link(self, request: web.Request) -> web.WebSocketResponse:
        """One websocket, until either side closes it."""
        link = web.WebSocketResponse()
        await link.prepare(request)
        await link.send_json({"type": "hello", "num_connections": len(self.links) + 1})
        self.links.append(link)
        self._connected.set()
        try:
            async for message in link:
                said = json.loads(message.data)
                waiting = self._acks.pop(said["envelope_id"], None)
                if waiting is not None and not waiting.done():
                    waiting.set_result(said.get("payload"))
        finally:
            self.links.remove(link)
            if not self.links:
                self._connected.clear()
        return link

    async def bring(self, kind: str, payload: dict[str, Any], tries: int = 0) -> Ack:
        async with asyncio.timeout(10):
            await self._connected.wait()
        envelope = f"e{next(self._numbers)}"
        waiting: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._acks[envelope] = waiting
        began = monotonic()
        sent: dict[str, Any] = {"type": kind, "envelope_id": envelope, "payload": payload}
        sent |= {"accepts_response_payload": kind != "events_api"}
        if tries:
            sent |= {"retry_attempt": tries, "retry_reason": "timeout"}
        try:
            await self.links[-1].send_json(sent)
            async with asyncio.timeout(ACK_WITHIN):
                body = await waiting
        except (TimeoutError, ConnectionError, IndexError):
            return Ack(None, None, monotonic() - began)
        return Ack(200, body, monotonic() - began)

    async def refresh(self) -> None:
        """Ask for a new connection, as Slack does every few hours, and close the old one."""
        for link in tuple(self.links):
            await link.send_json({"type": "disconnect", "reason": "refresh_requested"})
            await link.close()

    async def drop(self) -> None:
        """Close every connection without a word."""
        for link in tuple(self.links):
            if link._req is not None and link._req.transport is not None:  # noqa: SLF001
                link._req.transport.abort()  # noqa: SLF001  # Nobody says good-bye.
        await asyncio.sleep(0)


@dataclass
class SignedHttp:
    """Requests to the app, signed with its secret; ``age`` makes them old."""

    url: str
    session: ClientSession
    secret: str = SECRET
    age: int = 0

    async def bring(self, kind: str, payload: dict[str, Any], tries: int = 0) -> Ack:
        if kind == "events_api":
            body, content = json.dumps(payload), "application/json"
        else:
            form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
            body, content = urlencode(form), "application/x-www-form-urlencoded"
        at = str(int(time.time()) - self.age)
        signed = hmac.new(self.secret.encode(), f"v0:{at}:{body}".encode(), hashlib.sha256)
        headers = {
            "Content-Type": content,
            "X-Slack-Request-Timestamp": at,
            "X-Slack-Signature": f"v0={signed.hexdigest()}",
        }
        if tries:
            headers |= {"X-Slack-Retry-Num": str(tries), "X-Slack-Retry-Reason": "http_timeout"}
        began = monotonic()
        try:
            async with (
                asyncio.timeout(ACK_WITHIN),
                self.session.post(self.url, data=body, headers=headers) as answered,
            ):
                text = await answered.text()
                return Ack(answered.status, text, monotonic() - began)
        except (TimeoutError, ClientError, OSError):
            return Ack(None, None, monotonic() - began)


@dataclass
class Slack:
    """Workspaces, the Web API over them, and the way to the app."""

    api: SlackApi
    socket: SocketMode
    transport: Transport
    ephemerals: list[str] = field(default_factory=list)
    responses: dict[str, int] = field(default_factory=dict)
    acks: list[Ack] = field(default_factory=list)
    numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def person(self, user: str = "U1", team: str = "T1") -> "Person":
        """Somebody in a workspace."""
        return Person(self, self.api.workspaces[team], user)

    async def bring(self, kind: str, payload: dict[str, Any], tries: int = 0) -> Ack:
        """Bring a payload once."""
        ack = await self.transport.bring(kind, payload, tries)
        self.acks.append(ack)
        return ack

    async def event(
        self, team: str, event: dict[str, Any], event_id: str = "", happened: float = 0.0
    ) -> Ack:
        """Bring an event until it is acknowledged, as often as Slack does."""
        payload = {
            "type": "event_callback",
            "team_id": team,
            "api_app_id": "A1",
            "event_id": event_id or f"Ev{next(self.numbers)}",
            "event_time": int(happened or time.time()),
            "event": event,
            "authorizations": [{"team_id": team, "user_id": "UBOT", "is_bot": True}],
        }
        ack = await self.bring("events_api", payload)
        for tries in range(1, TRIES):
            if ack.status == 200:
                break
            await asyncio.sleep(0.02)
            ack = await self.bring("events_api", payload, tries)
        return ack

    async def respond(self, request: web.Request) -> web.Response:
        """What is sent to a response URL, five times at most, is seen by one person alone."""
        number = request.match_info["number"]
        self.responses[number] = self.responses.get(number, 0) + 1
        if self.responses[number] > 5:
            return web.json_response({"ok": False, "error": "used_url"}, status=404)
        self.ephemerals.append(json.dumps(await request.json(), ensure_ascii=False))
        return web.json_response({"ok": True})


@dataclass
class Person:
    """Somebody who speaks with the app, and presses what they see."""

    slack: Slack
    workspace: Workspace
    user: str

    @property
    def dm(self) -> str:
        return self.workspace.direct(self.user)

    def seen(self, channel: str = "") -> list[Message]:
        """What they see in the direct message, or in a channel."""
        return self.workspace.seen(channel or self.dm)

    async def command(self, text: str, channel: str = "C1", trigger: str = "") -> Ack:
        trigger = trigger or self.slack.api.trigger(self.workspace.team, self.user)
        payload = {
            "command": "/qualify",
            "text": text,
            "team_id": self.workspace.team,
            "user_id": self.user,
            "channel_id": channel,
            "trigger_id": trigger,
            "api_app_id": "A1",
            "response_url": self._response_url(),
        }
        return await self.slack.bring("slash_commands", payload)

    async def shares_a_file(self) -> Ack:
        """Show a file in the direct message, without a word."""
        event = {**self._message("", self.slack.api.ts()), "subtype": "file_share", "files": [{}]}
        return await self.slack.event(self.workspace.team, event)

    async def says(self, text: str, event_id: str = "") -> tuple[str, Ack]:
        """Write into the direct message; returns the message's ts."""
        ts = self.slack.api.ts()
        self.workspace.show(Message(self.dm, ts, text, user=self.user))
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        event = self._message(escaped, ts)
        return ts, await self.slack.event(self.workspace.team, event, event_id)

    async def sends(self, text: str) -> Ack:
        """Bring words as Slack marks them up."""
        event = self._message(text, self.slack.api.ts())
        return await self.slack.event(self.workspace.team, event)

    async def edits(self, ts: str, text: str) -> Ack:
        before = next(one for one in self.seen() if one.ts == ts)
        event = {
            **self._message("", self.slack.api.ts()),
            "subtype": "message_changed",
            "message": self._message(text, ts),
            "previous_message": self._message(before.text, ts),
        }
        del event["user"], event["text"]
        before.text = text
        return await self.slack.event(self.workspace.team, event)

    def _message(self, text: str, ts: str) -> dict[str, Any]:
        common = {"type": "message", "channel_type": "im", "channel": self.dm}
        return {**common, "user": self.user, "text": text, "ts": ts}

    async def presses(
        self, label: str, message: Message | None = None, ticked: tuple[str, ...] = ()
    ) -> Ack:
        """Press what has this label, in the newest message that has it; with boxes ticked."""
        shown = message or next(one for one in reversed(self.seen()) if label in _plain(one.labels))
        found = [one for one in shown.pressable() if _plain([one[0]])[0] == label]
        return await self.slack.bring("interactive", self.pressing(found[0], shown, ticked))

    def pressing(
        self, found: tuple[str, dict[str, Any], str], shown: Message, ticked: tuple[str, ...] = ()
    ) -> dict[str, Any]:
        """The payload of pressing something."""
        _, element, block = found
        action = {"block_id": block, "action_id": element["action_id"], "type": element["type"]}
        chosen = element.get("chosen")
        if chosen is None:
            action["value"] = element.get("value", "")
        elif element["type"] in ("checkboxes", "multi_static_select"):
            action["selected_options"] = [chosen]
        else:
            action["selected_option"] = chosen
        values: dict[str, Any] = {}
        for label, one, of in shown.pressable():
            if "chosen" in one and _plain([label])[0] in ticked:
                box = values.setdefault(of, {}).setdefault(one["action_id"], {"type": one["type"]})
                box.setdefault("selected_options", []).append(one["chosen"])
        return {
            **self._interaction("block_actions"),
            "actions": [action],
            "state": {"values": values},
            "container": {"type": "message", "message_ts": shown.ts, "channel_id": shown.channel},
            "channel": {"id": shown.channel},
            "message": {"ts": shown.ts, "blocks": shown.blocks},
            "response_url": self._response_url(),
        }

    async def opens_home(self, *, seen: bool = True) -> Ack:
        """Open App Home, and if it is to be seen, wait until it is shown."""
        shown = self.workspace.homes.pop(self.user, None)
        event = {"type": "app_home_opened", "user": self.user, "tab": "home", "channel": self.dm}
        ack = await self.slack.event(self.workspace.team, event)
        if seen:
            async with asyncio.timeout(5):
                while self.user not in self.workspace.homes:  # noqa: ASYNC110  # Slack tells nobody.
                    await asyncio.sleep(0.01)
        elif shown is not None:
            self.workspace.homes.setdefault(self.user, shown)
        return ack

    @property
    def home(self) -> Message:
        """What App Home shows them."""
        return Message("", "", "", self.workspace.homes[self.user]["blocks"])

    async def presses_at_home(self, label: str) -> Ack:
        found = [one for one in self.home.pressable() if _plain([one[0]])[0] == label]
        _, element, block = found[0]
        action = {
            "block_id": block,
            **{name: element.get(name, "") for name in ("action_id", "value")},
        }
        payload = {
            **self._interaction("block_actions"),
            "actions": [{**action, "type": "button"}],
            "container": {"type": "view"},
            "view": {"type": "home", "id": "V0"},
        }
        return await self.slack.bring("interactive", payload)

    async def shortcut(
        self, callback_id: str, author: str | None = None, app: str | None = None
    ) -> Ack:
        """Use a shortcut; that of a message is about its author, a person or an app."""
        kind = "shortcut" if author is None and app is None else "message_action"
        payload = {**self._interaction(kind), "callback_id": callback_id}
        if kind == "message_action":
            wrote = {"user": author} if author is not None else {"username": app, "bot_id": "B9"}
            payload |= {"message": {**wrote, "ts": "1.0", "text": "Hello"}}
            payload |= {"channel": {"id": "C1"}, "response_url": self._response_url()}
        return await self.slack.bring("interactive", payload)

    @property
    def form(self) -> dict[str, Any]:
        """The form that is open before them."""
        return self.workspace.modals[self.user]

    async def submits(self, values: Mapping[str, str], form: dict[str, Any] | None = None) -> Ack:
        """Fill in the open form, by block, and send it."""
        view = form or self.form
        state: dict[str, Any] = {}
        for block in view["blocks"]:
            if block["type"] != "input":
                continue
            element, block_id = block["element"], block["block_id"]
            given = values.get(block_id)
            if element["type"] == "plain_text_input":
                one: dict[str, Any] = {"value": given or element.get("initial_value")}
            else:
                options = {option["value"]: option for option in element["options"]}
                one = {"selected_option": options.get(given or "", element.get("initial_option"))}
            state[block_id] = {element["action_id"]: {"type": element["type"], **one}}
        payload = {
            **self._interaction("view_submission"),
            "view": {"private_metadata": "", **view, "state": {"values": state}},
        }
        return await self.slack.bring("interactive", payload)

    def _interaction(self, kind: str) -> dict[str, Any]:
        return {
            "type": kind,
            "team": {"id": self.workspace.team},
            "user": {"id": self.user, "team_id": self.workspace.team},
            "api_app_id": "A1",
            "trigger_id": self.slack.api.trigger(self.workspace.team, self.user),
        }

    def _response_url(self) -> str:
        return f"{self.slack.api.url}/response/{next(self.slack.numbers)}"


def _plain(labels: list[str]) -> list[str]:
    """The labels without numbers and without marks that isolate."""
    plain = [one.translate(dict.fromkeys(range(8294, 8298))) for one in labels]
    return [one.split(". ", 1)[-1] if one[:1].isdigit() and ". " in one else one for one in plain]


def member(**more: object) -> dict[str, Any]:
    """A member of a workspace as Slack describes them."""
    return {"locale": "en-US", "tz": "UTC", "real_name": "Mona", **more}


def workspace(team: str = "T1") -> Workspace:
    """A workspace with two members and a guest, and channels with and without the bot."""
    made = Workspace(team, f"xoxb-{team}", scopes=set(SCOPES))
    made.people = {
        "U1": member(team_id=team),
        "U2": member(team_id=team, real_name="Omar"),
        "UGUEST": member(team_id=team, is_restricted=True),
        "USTRANGER": member(team_id="T9", is_stranger=True, real_name="Jane of Acme"),
    }
    made.channels = {
        "C1": Channel("general", {"UBOT", "U1"}),
        "CVERDICTS": Channel("verdicts", {"UBOT", "U1"}),
        "CWITHOUT": Channel("without", {"U1"}),
        "COLD": Channel("old", {"UBOT"}, archived=True),
        "CCLOSED": Channel("closed", {"UBOT", "U1"}, closed_to_bots=True),
    }
    return made


@asynccontextmanager
async def slack(*teams: str, app_url: Callable[[], str] | None = None) -> AsyncIterator[Slack]:
    """Slack with workspaces; over HTTP if it knows where the app listens."""
    api, socket = SlackApi(), SocketMode()
    for team in teams or ("T1",):
        api.workspaces[team] = workspace(team)
    session = ClientSession(connector=TCPConnector(limit=0))  # Slack has as many as it likes.
    transport: Transport = socket
    if app_url is not None:
        transport = SignedHttp(app_url(), session)
    made = Slack(api, socket, transport)

    async def upload(request: web.Request) -> web.Response:
        team, file = request.match_info["team"], request.match_info["file"]
        name, _ = api.workspaces[team].files[file]
        if request.content_type.startswith("multipart"):
            form = await request.post()
            field = next(iter(form.values()))
            content = field.file.read() if isinstance(field, web.FileField) else b""
        else:
            content = await request.read()
        api.workspaces[team].files[file] = (name, content)
        return web.Response(text="OK")

    site = web.Application(client_max_size=2**25)
    site.add_routes(
        [
            web.route("*", "/api/{method}", api.answer),
            web.get("/link", socket.link),
            web.post("/response/{number}", made.respond),
            web.post("/upload/{team}/{file}", upload),
        ]
    )
    runner = web.AppRunner(site, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    api.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield made
    finally:
        await session.close()
        for link in tuple(socket.links):
            await link.close()
        await runner.cleanup()
