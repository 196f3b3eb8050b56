"""Slack's payloads -> what arrived. Nothing of a payload goes further than this."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.callback_data import unpack
from bot.arrivals import Happening, TextSent
from bot.cards import event_of

PLATFORM = "slack"
Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """Something that a person did: who, in which workspace, and the id that a repeat has too."""

    event_id: str
    workspace: str
    person: str


@dataclass(frozen=True, slots=True)
class Typed:
    """Words in the direct message, or behind the command, and the channel they were typed in."""

    by: Said
    text: str
    channel: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button or menu entry of ours, and the interview that it belongs to."""

    by: Said
    happening: Happening
    interview_id: str


def read_command(body: Payload) -> Typed:
    """A slash command with what stands behind it."""
    by = Said(str(body["trigger_id"]), str(body["team_id"]), str(body["user_id"]))
    return Typed(by, str(body.get("text") or "").strip(), str(body["channel_id"]))


def read_message(body: Payload) -> Typed | None:
    """Words that a person sent to the bot; None for everything else that is called a message."""
    event = body["event"]
    if event.get("channel_type") != "im" or "bot_id" in event or "user" not in event:
        return None
    if event.get("subtype") not in (None, "file_share", "thread_broadcast"):
        return None
    by = Said(str(body["event_id"]), str(body["team_id"]), str(event["user"]))
    return Typed(by, unescaped(str(event.get("text") or "")), str(event["channel"]))


def read_press(body: Payload) -> Pressed | None:
    """A press of one of our buttons or menu entries; None if it is not one."""
    action = body["actions"][0]
    chosen = action.get("selected_option") or action
    press = unpack(str(chosen.get("value") or ""))
    if press is None:
        return None
    by = Said(str(body["trigger_id"]), str(body["team"]["id"]), str(body["user"]["id"]))
    return Pressed(by, event_of(press), press.interview)


def unescaped(text: str) -> str:
    """What the person typed: Slack escapes these three characters and no others."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def text_sent(typed: Typed) -> TextSent:
    """The words as an event of the interview."""
    return TextSent(typed.text)
