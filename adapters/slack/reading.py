"""Slack's payloads -> what somebody did. A payload goes no further than this."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from adapters.callback_data import unpack
from bot.arrivals import Happening, TextEdited, TextSent
from bot.cards import Press, Verb, event_of
from bot.events import SeveralPicked

PLATFORM = "slack"
ANSWER_WITHIN = 2.75
"""Seconds in which whatever was done is answered: after three, Slack says that we do not."""
_MARKED = re.compile(r"<(?P<kind>[@#!]?)(?P<target>[^<>|]+)(?:\|(?P<label>[^<>]*))?>")
"""How Slack sends links, addresses and mentions: what is not one of them is escaped."""
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)>")
Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """Something that a person did: who, in which workspace, and the id that a repeat has too.

    ``trigger`` lets a form be opened within three seconds. ``at`` is when it arrived, on the clock
    of this process that only goes on.
    """

    event_id: str
    workspace: str
    person: str
    trigger: str = ""
    at: float = field(default_factory=monotonic, compare=False)

    def left(self) -> float:
        """The seconds that are left until it has to be answered, and hardly any if none are."""
        return max(self.at + ANSWER_WITHIN - monotonic(), 0.01)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed behind the command, and the channel it was typed in."""

    by: Said
    text: str
    channel: str


@dataclass(frozen=True, slots=True)
class Messaged:
    """Words in the direct message, new or corrected, and the ids of people whom they mention."""

    by: Said
    happening: TextSent | TextEdited
    mentioned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button or menu entry of a card."""

    by: Said
    press: Press
    happening: Happening


@dataclass(frozen=True, slots=True)
class Asked:
    """A button of App Home or a shortcut: what it is for, and what or whom it is about.

    ``author`` is the id of whoever wrote the message that a shortcut is about, if it says.
    """

    by: Said
    what: str
    about: str = ""
    author: str = ""


@dataclass(frozen=True, slots=True)
class Submitted:
    """A form that was sent: which one, what it carried, and what was filled in, by block."""

    by: Said
    form: str
    carried: str
    values: Mapping[str, str]


def read_command(body: Payload) -> Typed:
    """A slash command with what stands behind it."""
    trigger = str(body["trigger_id"])
    by = Said(trigger, str(body["team_id"]), str(body["user_id"]), trigger)
    return Typed(by, str(body.get("text") or "").strip(), str(body["channel_id"]))


def read_message(body: Payload) -> Messaged | None:
    """Words that a person sent to the bot; None for everything else that is called a message."""
    event = body["event"]
    if event.get("channel_type") != "im":
        return None
    changed = event.get("subtype") == "message_changed"
    message = event["message"] if changed else event
    if "bot_id" in message or "user" not in message:
        return None
    if not changed and event.get("subtype") not in (None, "file_share", "thread_broadcast"):
        return None
    if changed and message.get("text") == event.get("previous_message", {}).get("text"):
        return None  # A link was unfolded, say: the person changed nothing.
    by = Said(str(body["event_id"]), str(body["team_id"]), str(message["user"]))
    sent, ts = str(message.get("text") or ""), str(message["ts"])
    text = unescaped(sent)
    said = TextEdited(text, ts) if changed else TextSent(text, message_id=ts)
    return Messaged(by, said, tuple(dict.fromkeys(_MENTION.findall(sent))))


def read_home(body: Payload) -> Said | None:
    """Who opened App Home; None if it was the tab with the messages."""
    event = body["event"]
    if event.get("tab") != "home":
        return None
    return Said(str(body["event_id"]), str(body["team_id"]), str(event["user"]))


def read_press(body: Payload) -> Pressed | None:
    """A press of one of our buttons or menu entries; None if it is not one."""
    action = body["actions"][0]
    chosen = action.get("selected_option") or action
    press = unpack(str(chosen.get("value") or ""))
    if press is None:
        return None
    happening: Happening = event_of(press)
    if press.verb is Verb.PICK_SEVERAL:
        options = tuple(one.option for one in _ticked(body) if _is_of(one, press))
        happening = SeveralPicked(press.trait, options, press.step)
    return Pressed(_by(body), press, happening)


def read_asked(body: Payload) -> Asked:
    """A button of App Home, whose ``action_id`` says what it is for."""
    action = body["actions"][0]
    return Asked(_by(body), str(action["action_id"]), str(action.get("value") or ""))


def read_shortcut(body: Payload) -> Asked:
    """A shortcut; one of a message is about whoever wrote it."""
    message = body.get("message") or {}
    author, shown = str(message.get("user") or ""), str(message.get("username") or "")
    return Asked(_by(body), str(body["callback_id"]), shown, author)


def read_form(body: Payload) -> Submitted:
    """A form that was sent."""
    view = body["view"]
    # Sending the same form twice is one event.
    by = Said(f"view:{view['id']}", _workspace(body), str(body["user"]["id"]))
    values = {
        block: str((one.get("selected_option") or one).get("value") or "")
        for block, inputs in view["state"]["values"].items()
        for one in inputs.values()
    }
    return Submitted(by, str(view["callback_id"]), str(view["private_metadata"]), values)


def unescaped(text: str) -> str:
    """What the person typed: Slack marks links and mentions, and escapes these three characters."""
    typed = _MARKED.sub(_as_typed, text)
    return typed.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _as_typed(marked: re.Match[str]) -> str:
    """An address, a link or a mention as whoever typed it saw it."""
    kind, target, label = marked["kind"], marked["target"], marked["label"]
    if kind:
        return ("@" if kind == "!" else kind) + (label or target).lstrip("@#")
    plain = target.removeprefix("mailto:").removeprefix("tel:")
    is_page = target.startswith(("http://", "https://"))
    if not label or not is_page or target.removesuffix("/").endswith(f"//{label}"):
        return label or plain  # Slack made the link itself, of what was typed.
    return f"{label} ({plain})"


def _by(body: Payload) -> Said:
    trigger = str(body["trigger_id"])
    return Said(trigger, _workspace(body), str(body["user"]["id"]), trigger)


def _workspace(body: Payload) -> str:
    """Where somebody did something; an app of a whole organisation is told no team but theirs."""
    return str((body.get("team") or {}).get("id") or body["user"].get("team_id") or "")


def _ticked(body: Payload) -> Iterator[Press]:
    """What is ticked in the message, box by box."""
    for inputs in (body.get("state") or {}).get("values", {}).values():
        for one in inputs.values():
            for option in one.get("selected_options") or ():
                press = unpack(str(option.get("value") or ""))
                if press is not None:
                    yield press


def _is_of(one: Press, done: Press) -> bool:
    """Whether the box stands above the button."""
    return (one.interview, one.step, one.trait) == (done.interview, done.step, done.trait)
