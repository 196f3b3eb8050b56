"""What discord.py hands over -> what somebody did. Nothing of it goes further than this."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

import discord

from adapters.callback_data import unpack
from adapters.discord.definitions import PERSON_MENU, words_of
from adapters.discord.render import SEVERAL
from bot.arrivals import MOST_NAME, Happening, TextEdited, TextSent
from bot.cards import Press, event_of
from bot.events import SeveralPicked
from bot.phrases import Phrases
from bot.typed_commands import Word

Json = dict[str, Any]

PLATFORM = "discord"
ANSWER_WITHIN = 2.5
"""Seconds in which whatever was done is answered: after three, Discord says that we do not."""
TEXT_CHANNELS = (discord.ChannelType.text, discord.ChannelType.news)


@dataclass(frozen=True, slots=True)
class Did:
    """Something that a person did: who and where, and the id that a repeat has too.

    ``guild`` is the server where the bot is a member, None anywhere else. ``roles`` and ``manages``
    say what the person is there, and ``may`` what the bot may do in the ``channel``. The ``token``
    lets them be answered alone for a quarter of an hour. ``at`` is when it arrived, on the clock of
    this process that only goes on.
    """

    event_id: str
    user: str
    name: str
    guild: str | None = None
    channel: str = ""
    is_text_channel: bool = False
    roles: tuple[str, ...] = ()
    manages: bool = False
    may: discord.Permissions = field(default_factory=discord.Permissions.none)
    token: str = ""
    locale: str = ""
    at: float = field(default_factory=monotonic, compare=False)

    @property
    def until(self) -> float:
        """When it has to be answered."""
        return self.at + ANSWER_WITHIN


@dataclass(frozen=True, slots=True)
class Commanded:
    """A command: the word, None for beginning, its options, and the language it was given in.

    ``target`` is the name of whom it is about, where Discord says who it is, and ``role`` that of a
    role.
    """

    by: Did
    word: Word | None
    options: Mapping[str, Any]
    language: str
    target: str = ""
    target_id: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Messaged:
    """Words in a direct message, new or corrected."""

    by: Did
    happening: TextSent | TextEdited


@dataclass(frozen=True, slots=True)
class Submitted:
    """A form that was sent: which one, and what was filled in."""

    by: Did
    form: str
    values: Mapping[str, str]


def read_who(interaction: discord.Interaction[Any]) -> Did:
    """Who did it, and where."""
    user, channel = interaction.user, interaction.channel
    in_guild = interaction.guild_id is not None and (
        interaction.is_guild_integration() or not interaction.is_user_integration()
    )
    roles = getattr(user, "_roles", ()) if in_guild else ()
    return Did(
        str(interaction.id),
        str(user.id),
        name_of(user),
        str(interaction.guild_id) if in_guild else None,
        str(interaction.channel_id or ""),
        channel is not None and channel.type in TEXT_CHANNELS,
        tuple(str(role) for role in roles),
        in_guild and manages(interaction.permissions),
        interaction.app_permissions,
        interaction.token,
        str(interaction.locale),
    )


def manages(permissions: discord.Permissions) -> bool:
    """Whether somebody with these permissions manages the server."""
    return permissions.manage_guild or permissions.administrator


def name_of(user: discord.abc.User) -> str:
    """What somebody is called: the name that they show, and the one that is nobody else's."""
    return _called(user.global_name or "", user.name)


def _called(shown: str, unique: str) -> str:
    shown, handle = " ".join(shown.split()), f"@{unique}"
    if not shown or shown == unique:
        return handle
    return f"{shown[: MOST_NAME - len(handle) - 3]} ({handle})"


def read_command(
    interaction: discord.Interaction[Any], all_phrases: Mapping[str, Phrases]
) -> Commanded | None:
    """A command or the choice of a menu; None for one that is not known any more."""
    data: Json = dict(interaction.data or {})
    by, name = read_who(interaction), str(data.get("name"))
    if data.get("type") in (2, 3):
        return _read_menu(by, data, all_phrases)
    for language, phrases in all_phrases.items():
        if name != phrases.say("discord-command"):
            continue
        sub: Json = next(iter(data.get("options") or ()), {})
        words = words_of(phrases)
        if sub.get("name") not in words:
            return None
        options = {_option(one["name"], phrases): one["value"] for one in sub.get("options") or ()}
        word = words[sub["name"]]
        target, target_id = _resolved_user(data, str(options.get("person") or ""))
        roles = (data.get("resolved") or {}).get("roles") or {}
        role = str(roles.get(str(options.get("role")), {}).get("name") or "")
        return Commanded(by, word, options, language, target, target_id, role)
    return None


def _option(name: str, phrases: Phrases) -> str:
    """The option that is called like this in the language."""
    known = ("name", "list", "code", "open", "role", "person")
    return next((one for one in known if phrases.say(f"discord-option-{one}") == name), name)


def _resolved_user(data: Mapping[str, Any], user: str) -> tuple[str, str]:
    found = ((data.get("resolved") or {}).get("users") or {}).get(user)
    if not found:
        return "", user
    return _called(str(found.get("global_name") or ""), str(found["username"])), user


def _read_menu(
    by: Did, data: Mapping[str, Any], all_phrases: Mapping[str, Phrases]
) -> Commanded | None:
    """The menu of a person or a message: an interview about whoever it is or wrote it."""
    key = "discord-person" if data["type"] == PERSON_MENU else "discord-author"
    named = {phrases.say(key): language for language, phrases in all_phrases.items()}
    language = named.get(str(data.get("name")))
    if language is None:
        return None
    target = str(data.get("target_id"))
    if data["type"] == PERSON_MENU:
        name, target = _resolved_user(data, target)
        return Commanded(by, None, {}, language, name, target)
    message = ((data.get("resolved") or {}).get("messages") or {}).get(target) or {}
    author = message.get("author") or {}
    users = {"resolved": {"users": {str(author.get("id")): author}}} if author else {}
    name, target = _resolved_user(users, str(author.get("id")))
    return Commanded(by, None, {}, language, name, target)


def read_focused(
    interaction: discord.Interaction[Any], all_phrases: Mapping[str, Phrases]
) -> str | None:
    """What has been typed so far of a name; None if it is no name that is being typed."""
    data: Json = dict(interaction.data or {})
    sub: Json = next(iter(data.get("options") or ()), {})
    for one in sub.get("options") or ():
        names = {phrases.say("discord-option-name") for phrases in all_phrases.values()}
        if one.get("focused") and one["name"] in names:
            return str(one.get("value") or "")
    return None


def read_chosen(interaction: discord.Interaction[Any]) -> tuple[str, ...]:
    """What was chosen in a menu; nothing of a button."""
    data: Json = dict(interaction.data or {})
    return tuple(str(one) for one in data.get("values") or ())


def read_press(custom_id: str, values: tuple[str, ...]) -> tuple[Press, Happening] | None:
    """A button of a card, or what was chosen in a menu of one; None if it is neither."""
    if custom_id.startswith(SEVERAL):
        press = unpack(custom_id.removeprefix(SEVERAL))
        if press is None:
            return None
        return press, SeveralPicked(press.trait, values, press.step)
    press = unpack(values[0] if values else custom_id)
    return None if press is None else (press, event_of(press))


def read_message(message: discord.Message, *, edited: bool = False) -> Messaged | None:
    """Words that a person sent to the bot; None for everything else that is a message."""
    if message.guild is not None or message.author.bot or message.webhook_id is not None:
        return None
    if message.type not in (discord.MessageType.default, discord.MessageType.reply):
        return None
    text = with_names(message)
    number = str(message.id)
    happening = TextEdited(text, number) if edited else TextSent(text, message_id=number)
    changed = f":{message.edited_at.timestamp()}" if edited and message.edited_at else ""
    author = message.author
    by = Did(f"{number}{changed}", str(author.id), name_of(author), channel=str(message.channel.id))
    return Messaged(by, happening)


def with_names(message: discord.Message) -> str:
    """What somebody wrote, with names in the place of those whom it mentions."""
    text = message.content
    for user in message.mentions:
        shown = f"@{user.display_name}"
        text = text.replace(f"<@{user.id}>", shown).replace(f"<@!{user.id}>", shown)
    return text


def read_form(interaction: discord.Interaction[Any]) -> Submitted:
    """A form that was sent."""
    data: Json = dict(interaction.data or {})
    values: dict[str, str] = {}
    for row in data.get("components") or ():
        one: Json = row.get("component") or next(iter(row.get("components") or ()), {})
        if "custom_id" in one:
            chosen = next(iter(one.get("values") or ()), "")
            values[one["custom_id"]] = str(one.get("value") or chosen)
    return Submitted(read_who(interaction), str(data.get("custom_id")), values)
