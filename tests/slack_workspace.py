"""A Slack of our own: workspaces with people and channels, and the Web API that refuses.

It refuses what Slack refuses, records every call, and misbehaves where a test says so: faults wait
per method, and are taken in order.
"""

import asyncio
import itertools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain
from time import monotonic, time
from typing import Any

from aiohttp import web

from tests.slack_limits import MOST_TEXT, MOST_UPDATED, MOST_WORDS, broken_limits, broken_view

TRIGGER_LASTS = 3.0
# The arguments of the methods that there are: those that must be given, and those that may be.
METHODS: Mapping[str, tuple[str, str]] = {
    "auth.test": ("", ""),
    "users.info": ("user", "include_locale"),
    "conversations.open": ("", "users channel return_im prevent_creation"),
    "conversations.info": ("channel", "include_locale include_num_members"),
    "conversations.history": (
        "channel",
        "cursor inclusive latest limit oldest include_all_metadata",
    ),
    "conversations.replies": (
        "channel ts",
        "cursor inclusive latest limit oldest include_all_metadata",
    ),
    "chat.postMessage": (
        "channel",
        "text blocks attachments thread_ts reply_broadcast metadata unfurl_links unfurl_media",
    ),
    "chat.postEphemeral": (
        "channel user",
        "text blocks attachments thread_ts icon_emoji icon_url link_names parse username",
    ),
    "chat.update": (
        "channel ts",
        "text blocks attachments metadata parse link_names reply_broadcast file_ids",
    ),
    "views.open": ("view", "trigger_id interactivity_pointer"),
    "views.publish": ("user_id view", "hash"),
    "files.getUploadURLExternal": ("filename length", "alt_txt snippet_type"),
    "files.completeUploadExternal": (
        "files",
        "channel_id channels initial_comment thread_ts blocks",
    ),
    "apps.connections.open": ("", ""),
    "oauth.v2.access": (
        "",
        "client_id client_secret code redirect_uri grant_type refresh_token code_verifier",
    ),
    "auth.revoke": ("", "test"),
}
SCOPES: Mapping[str, str] = {
    "users.info": "users:read",
    "conversations.open": "im:write",
    "chat.postMessage": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.update": "chat:write",
    "files.getUploadURLExternal": "files:write",
    "files.completeUploadExternal": "files:write",
}
HISTORY = {"D": "im:history", "C": "channels:history", "G": "groups:history"}


class Kind(StrEnum):
    """What goes wrong with a call."""

    FAILED = "500"
    LIMITED = "429"
    LOST = "done, and the reply lost"
    BROKEN = "the connection broken before anything is done"
    SLOW = "slow"


@dataclass(frozen=True)
class Fault:
    """What goes wrong with the next call of a method; ``seconds`` of waiting, or to wait."""

    kind: Kind
    seconds: float = 0.0


@dataclass(frozen=True)
class Call:
    """A call of the Web API, and what it was answered: ``ok``, an error, or a fault."""

    method: str
    arguments: Mapping[str, Any]
    answered: str


@dataclass
class Message:
    """A message as people see it."""

    channel: str
    ts: str
    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)
    user: str = ""
    thread: str | None = None
    key: str = ""
    files: list[str] = field(default_factory=list)
    changes: int = 0

    def pressable(self) -> Iterator[tuple[str, dict[str, Any], str]]:
        """Everything that can be pressed: its label, the element, and its block's id."""
        for place, block in enumerate(self.blocks):
            block_id = str(block.get("block_id") or f"b{place}")
            elements = block.get("elements", []) if block["type"] == "actions" else []
            for one in (*elements, *([block["accessory"]] if "accessory" in block else [])):
                if "options" in one:
                    for option in one["options"]:
                        yield option["text"]["text"], {**one, "chosen": option}, block_id
                elif one.get("type") == "button":
                    yield one["text"]["text"], one, block_id

    @property
    def labels(self) -> list[str]:
        """What can be pressed."""
        return [label for label, _, _ in self.pressable()]

    @property
    def words(self) -> str:
        """All texts, without the marks that isolate what stands in them."""
        return without_isolates("\n".join(_texts(self.blocks)) or self.text)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if value.get("type") in ("plain_text", "mrkdwn"):
            yield str(value["text"])
        for inner in value.values():
            yield from _texts(inner)
    if isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def without_isolates(text: str) -> str:
    return text.translate(dict.fromkeys(range(8294, 8298)))


@dataclass
class Channel:
    name: str
    members: set[str] = field(default_factory=set)
    archived: bool = False
    closed_to_bots: bool = False


@dataclass
class Workspace:
    """One workspace: its people by id, its channels, and what was shown in them."""

    team: str
    token: str
    bot_user: str = "UBOT"
    scopes: set[str] = field(default_factory=set)
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    shown: dict[str, list[Message]] = field(default_factory=dict)
    homes: dict[str, dict[str, Any]] = field(default_factory=dict)
    modals: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    refused_with: str = ""
    earlier_tokens: set[str] = field(default_factory=set)

    def direct(self, user: str) -> str:
        """The id of the bot's direct message with somebody."""
        return f"D{user[1:]}"

    @property
    def messages(self) -> list[Message]:
        """Every message, in the order of their times."""
        return sorted(chain.from_iterable(self.shown.values()), key=lambda one: one.ts)

    def show(self, message: Message) -> None:
        """Let people see a message."""
        self.shown.setdefault(message.channel, []).append(message)

    def seen(self, channel: str) -> list[Message]:
        """What people see in a channel, in order."""
        return list(self.shown.get(channel, ()))


class Refusal(Exception):
    """An error of the Web API."""


@dataclass
class SlackApi:
    """The Web API over some workspaces, reached with their tokens."""

    workspaces: dict[str, Workspace] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    faults: dict[str, list[Fault]] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    triggers: dict[str, tuple[float, str, str]] = field(default_factory=dict)
    pauses: dict[tuple[str, str], float] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    refresh_tokens: dict[str, str] = field(default_factory=dict)
    url: str = ""
    most_words: int = MOST_WORDS
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def called(self, method: str) -> list[Call]:
        """The calls of a method that were answered well."""
        return [one for one in self.calls if one.method == method and one.answered == "ok"]

    def trigger(self, team: str, user: str) -> str:
        """A new trigger, with which one form may be opened for three seconds."""
        made = f"{next(self.numbers)}.{team}"
        self.triggers[made] = (monotonic(), team, user)
        return made

    def ts(self) -> str:
        """The time of a message: later than all before it."""
        return f"{int(time())}.{next(self.numbers):06}"

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """What the Web API says."""
        method, asked = request.match_info["method"], await _arguments(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        faults = self.faults.get(method) or []
        fault = faults.pop(0) if faults else None
        workspace = self._of(str(asked.pop("token", "") or token))
        limited = self._limited(method, workspace, fault)
        if fault is not None and fault.kind is Kind.SLOW:
            await asyncio.sleep(fault.seconds)
        if limited is not None:
            return self._said(method, asked, "ratelimited", limited)
        if fault is not None and fault.kind in (Kind.FAILED, Kind.BROKEN):
            self.calls.append(Call(method, asked, fault.kind))
            if fault.kind is Kind.FAILED:
                return web.json_response({"ok": False, "error": "internal_error"}, status=500)
            return _hang_up(request)
        try:
            self._check(method, asked, token, workspace)
            said = self._do(method, asked, workspace)
        except Refusal as refused:
            return self._said(method, asked, str(refused))
        self.calls.append(Call(method, asked, "ok"))
        if fault is not None and fault.kind is Kind.LOST:
            return _hang_up(request)
        return web.json_response({"ok": True, **said})

    def _said(
        self, method: str, asked: Mapping[str, Any], error: str, after: float | None = None
    ) -> web.Response:
        self.calls.append(Call(method, asked, error))
        headers = {} if after is None else {"Retry-After": f"{max(1, round(after))}"}
        status = 200 if after is None else 429
        return web.json_response({"ok": False, "error": error}, status=status, headers=headers)

    def _limited(
        self, method: str, workspace: Workspace | None, fault: Fault | None
    ) -> float | None:
        """How long the method is closed to the workspace, if it is."""
        team = "" if workspace is None else workspace.team
        if fault is not None and fault.kind is Kind.LIMITED:
            self.pauses[team, method] = monotonic() + fault.seconds
        left = self.pauses.get((team, method), 0.0) - monotonic()
        return left if left > 0 else None

    def _of(self, token: str) -> Workspace | None:
        """The workspace of a token; one that was exchanged is good until it ends."""
        return next(
            (one for one in self.workspaces.values() if token in (one.token, *one.earlier_tokens)),
            None,
        )

    def _check(
        self, method: str, asked: Mapping[str, Any], token: str, workspace: Workspace | None
    ) -> None:
        if method not in METHODS:
            raise Refusal("unknown_method")
        needed, possible = (set(names.split()) for names in METHODS[method])
        given = {name for name, value in asked.items() if value is not None}
        if given - needed - possible:
            self.complaints.append(f"{method} with {sorted(given - needed - possible)}")
            raise Refusal("invalid_arg_name")
        if needed - given:
            self.complaints.append(f"{method} without {sorted(needed - given)}")
            raise Refusal("invalid_arguments")
        if method in ("oauth.v2.access", "apps.connections.open"):
            return
        if not token:
            raise Refusal("not_authed")
        if workspace is None:
            raise Refusal("invalid_auth")
        if workspace.refused_with:
            raise Refusal(workspace.refused_with)
        scope = SCOPES.get(method)
        if method in ("conversations.history", "conversations.replies"):
            scope = HISTORY.get(str(asked["channel"])[:1])
        if scope is not None and scope not in workspace.scopes:
            self.complaints.append(f"{method} without the scope {scope}")
            raise Refusal("missing_scope")

    def _do(
        self, method: str, asked: dict[str, Any], workspace: Workspace | None
    ) -> dict[str, Any]:
        if method == "apps.connections.open":
            return {"url": self.url.replace("http", "ws") + "/link"}
        if method == "oauth.v2.access":
            return self._installed(asked)
        if workspace is None:
            raise Refusal("invalid_auth")
        match method:
            case "auth.test":
                return {
                    "team_id": workspace.team,
                    "user_id": workspace.bot_user,
                    "bot_id": "B1",
                    "team": workspace.team,
                    "user": "qualify-bot",
                    "url": "https://example.slack.com/",
                }
            case "users.info":
                if asked["user"] not in workspace.people:
                    raise Refusal("user_not_found")
                return {"user": {"id": asked["user"], **workspace.people[asked["user"]]}}
            case "conversations.open":
                return {"channel": {"id": _direct_with(workspace, str(asked["users"]))}}
            case "conversations.info":
                found = _channel(workspace, asked["channel"])
                return {"channel": {"id": asked["channel"], "name": found.name}}
            case "conversations.history" | "conversations.replies":
                return _history(workspace, method, asked)
            case "chat.postMessage":
                return self._posted(workspace, asked)
            case "chat.postEphemeral":
                return self._whispered(workspace, asked)
            case "chat.update":
                return self._updated(workspace, asked)
            case "views.open":
                return self._opened(workspace, asked)
            case "views.publish":
                self._view(asked["view"])
                workspace.homes[asked["user_id"]] = asked["view"]
                return {"view": asked["view"]}
            case "files.getUploadURLExternal":
                file_id = f"F{next(self.numbers)}"
                workspace.files[file_id] = (asked["filename"], b"")
                url = f"{self.url}/upload/{workspace.team}/{file_id}"
                return {"upload_url": url, "file_id": file_id}
            case "files.completeUploadExternal":
                return self._shared(workspace, asked)
            case _:
                return {}

    def _content(self, asked: dict[str, Any], most: int) -> None:
        text, blocks = str(asked.get("text") or ""), asked.get("blocks") or []
        if not text and not blocks:
            raise Refusal("no_text")
        if len(text) > most:
            raise Refusal("msg_too_long")
        complaints = broken_limits(blocks)
        if complaints:
            self.complaints += complaints
            raise Refusal("invalid_blocks")
        if sum(map(len, _texts(blocks))) > self.most_words:
            raise Refusal("msg_blocks_too_long")

    def _posted(self, workspace: Workspace, asked: dict[str, Any]) -> dict[str, Any]:
        channel = _writable(workspace, str(asked["channel"]))
        self._content(asked, MOST_TEXT)
        thread = asked.get("thread_ts")
        if thread and thread not in [one.ts for one in workspace.seen(channel)]:
            raise Refusal("thread_not_found")
        metadata = asked.get("metadata") or {}
        key = str(metadata.get("event_payload", {}).get("key", ""))
        message = Message(
            channel, self.ts(), str(asked.get("text") or ""), asked.get("blocks") or []
        )
        message.user, message.thread, message.key = workspace.bot_user, thread, key
        workspace.show(message)
        return {"channel": channel, "ts": message.ts}

    def _whispered(self, workspace: Workspace, asked: dict[str, Any]) -> dict[str, Any]:
        channel = _writable(workspace, str(asked["channel"]))
        if str(asked["user"]) not in workspace.channels[channel].members:
            raise Refusal("user_not_in_channel")
        self._content(asked, MOST_TEXT)
        return {"message_ts": self.ts()}

    def _updated(self, workspace: Workspace, asked: dict[str, Any]) -> dict[str, Any]:
        channel = str(asked["channel"])
        if channel[:1] not in "DCG":
            raise Refusal("channel_not_found")
        found = [one for one in workspace.seen(channel) if one.ts == asked["ts"]]
        if not found:
            raise Refusal("message_not_found")
        if found[0].user != workspace.bot_user:
            raise Refusal("cant_update_message")
        self._content(asked, MOST_UPDATED)
        found[0].text, found[0].blocks = str(asked.get("text") or ""), asked.get("blocks") or []
        found[0].changes += 1
        return {"channel": channel, "ts": found[0].ts}

    def _opened(self, workspace: Workspace, asked: dict[str, Any]) -> dict[str, Any]:
        trigger = str(asked.get("trigger_id") or "")
        if trigger not in self.triggers:
            raise Refusal("invalid_trigger_id")
        made, team, user = self.triggers[trigger]
        if not team:
            raise Refusal("exchanged_trigger_id")
        if monotonic() - made > TRIGGER_LASTS:
            raise Refusal("expired_trigger_id")
        self._view(asked["view"])
        self.triggers[trigger] = (made, "", "")
        view = {**asked["view"], "id": f"V{next(self.numbers)}"}
        workspace.modals[user] = view
        return {"view": view}

    def _view(self, view: Mapping[str, Any]) -> None:
        complaints = broken_view(view)
        if complaints:
            self.complaints += complaints
            raise Refusal("invalid_arguments")

    def _shared(self, workspace: Workspace, asked: dict[str, Any]) -> dict[str, Any]:
        channel = str(asked.get("channel_id") or asked.get("channels") or "")
        if channel[:1] == "U":
            raise Refusal("channel_not_found")
        message = Message(
            _writable(workspace, channel), self.ts(), str(asked.get("initial_comment") or "")
        )
        message.user, message.thread = workspace.bot_user, asked.get("thread_ts")
        message.files = [str(one["id"]) for one in asked["files"]]
        workspace.show(message)
        return {"files": [{"id": one} for one in message.files]}

    def _installed(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Exchange a code, or a refresh token, which is good for once."""
        if asked.get("grant_type") == "refresh_token":
            team = self.refresh_tokens.pop(str(asked.get("refresh_token")), None)
            if team is None:
                raise Refusal("invalid_refresh_token")
        else:
            team = self.codes.pop(str(asked.get("code")), None)
            if team is None:
                raise Refusal("invalid_code")
        workspace = self.workspaces[team]
        number = next(self.numbers)
        workspace.earlier_tokens = {workspace.token}
        workspace.token, workspace.refused_with = f"xoxe.xoxb-{team}-{number}", ""
        refresh = f"xoxe-1-{team}-{number}"
        self.refresh_tokens[refresh] = team
        return {
            "access_token": workspace.token,
            "token_type": "bot",
            "scope": ",".join(sorted(workspace.scopes)),
            "bot_user_id": workspace.bot_user,
            "app_id": "A1",
            "team": {"id": team, "name": team},
            "enterprise": None,
            "authed_user": {"id": "UINSTALLER"},
            "refresh_token": refresh,
            "expires_in": 43_200,
            "is_enterprise_install": False,
        }


async def _arguments(request: web.Request) -> dict[str, Any]:
    """What was asked, from a form or JSON; JSON within a form is read."""
    if request.content_type == "application/json":
        return dict(await request.json())
    asked: dict[str, Any] = {**request.query, **await request.post()}
    for name in ("blocks", "view", "metadata", "files"):
        if isinstance(asked.get(name), str):
            asked[name] = json.loads(asked[name])
    return asked


def _hang_up(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _direct_with(workspace: Workspace, user: str) -> str:
    person = workspace.people.get(user)
    if person is None:
        raise Refusal("user_not_found")
    if person.get("deleted"):
        raise Refusal("user_disabled")
    return workspace.direct(user)


def _channel(workspace: Workspace, channel: str) -> Channel:
    if channel not in workspace.channels:
        raise Refusal("channel_not_found")
    return workspace.channels[channel]


def _writable(workspace: Workspace, channel: str) -> str:
    """The id of the channel that is written to: of a person's, the direct message with them."""
    if channel[:1] in "UW":
        return _direct_with(workspace, channel)
    if channel[:1] == "D":
        return channel
    found = _channel(workspace, channel)
    if found.archived:
        raise Refusal("is_archived")
    if workspace.bot_user not in found.members:
        raise Refusal("not_in_channel")
    if found.closed_to_bots:
        raise Refusal("restricted_action")
    return channel


def _history(workspace: Workspace, method: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    channel = str(asked["channel"])
    if channel[:1] in "UW":
        raise Refusal("channel_not_found")
    seen, oldest = workspace.seen(channel), float(asked.get("oldest") or 0)
    if method == "conversations.replies":
        seen = [one for one in seen if asked["ts"] in (one.ts, one.thread)]
    else:
        seen = [one for one in reversed(seen) if one.thread is None]
    found = [one for one in seen if float(one.ts) >= oldest]
    start = int(asked.get("cursor") or 0)
    page = found[start : start + min(int(asked.get("limit") or 100), 3)]  # Short, to be paged.
    more = str(start + len(page)) if start + len(page) < len(found) else ""
    messages = [
        {
            "ts": one.ts,
            "text": one.text,
            "user": one.user,
            "metadata": {"event_type": "x", "event_payload": {"key": one.key}},
            "files": [{"id": file, "name": workspace.files[file][0]} for file in one.files],
        }
        for one in page
    ]
    return {"messages": messages, "response_metadata": {"next_cursor": more}}
