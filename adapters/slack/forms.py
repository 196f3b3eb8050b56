"""Slack's forms (modals) and App Home, as the views that Slack takes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from babel import Locale

from adapters.callback_data import pack
from adapters.slack.fitting import Surface
from adapters.slack.render import plain, quiet, render
from bot.arrivals import MOST_NAME
from bot.cards import Card, Press
from bot.kinds import Texts, text_in
from bot.phrases import Phrases
from bot.record_cards import Seen, row
from bot.records import Choice
from bot.shortening import shortened

Json = dict[str, Any]

QUALIFY, WRITE, SETTINGS, SHOW, REPLY = "qualify", "write", "settings", "show", "reply"
"""The forms, and what opens them."""
AUTHOR = "qualify_author"
"""The shortcut of a message; the other one is called like its form."""
RESUME, CANCEL, CHANGE, ALL, EXPORT = "resume", "cancel", "change", "all", "export"
"""What else buttons of App Home are for."""
NAME, LIST, TEXT, LANGUAGE, ZONE = "name", "list", "text", "language", "zone"
"""The blocks of forms that are filled in."""
AS_USUAL = "-"
EXAMPLE_ZONE = "Africa/Cairo"

# Slack's limits for views: characters of a title, of a longer text, and entries of a menu.
MOST_TITLE, MOST_INPUT, MOST_OPTIONS, MOST_BLOCKS, MOST_LABEL = 24, 3_000, 100, 100, 2_000
MOST_REPLY = 1_500
"""Characters of a message to a prospect, which is to fit into one of any platform."""
READING = Surface(MOST_BLOCKS, 100_000)
"""What a form has room for; all of it together may have 250 kB."""
MOST_LISTED = 10
"""Interviews of each kind that App Home shows."""


def qualify_form(phrases: Phrases, lists: Mapping[str, Texts], name: str = "") -> Json:
    """A name and a list."""
    usual = _option(phrases.say("form-list-usual"), AS_USUAL)
    options = [_option(text_in(texts, phrases.language), key) for key, texts in lists.items()]
    options = [usual, *options][:MOST_OPTIONS]
    menu = {"type": "static_select", "action_id": LIST, "options": options}
    text: Json = {"type": "plain_text_input", "action_id": NAME, "max_length": MOST_NAME * 2}
    if name:
        text["initial_value"] = name[: MOST_NAME * 2]
    blocks = [
        _input(NAME, phrases.say("form-name"), text),
        _input(LIST, phrases.say("form-list"), {**menu, "initial_option": usual}),
    ]
    return _form(QUALIFY, phrases, "form-begin", blocks)


def writing_form(phrases: Phrases, press: Press, question: str = "") -> Json:
    """Room for a longer answer to the question of the button."""
    text = {
        "type": "plain_text_input",
        "action_id": TEXT,
        "multiline": True,
        "max_length": MOST_INPUT,
    }
    label = shortened(question or phrases.say("form-write"), MOST_LABEL)
    blocks = [_input(TEXT, label, text)]
    return {**_form(WRITE, phrases, "form-send", blocks), "private_metadata": pack(press)}


def reply_form(phrases: Phrases, interview_id: str) -> Json:
    """Room for a message to a prospect who came in by themselves."""
    text = {"type": "plain_text_input", "action_id": TEXT, "multiline": True}
    row = _input(TEXT, phrases.say("reply-label"), {**text, "max_length": MOST_REPLY})
    row["hint"] = plain(phrases.say("reply-about"))
    return {**_form(REPLY, phrases, "form-send", [row]), "private_metadata": interview_id}


def settings_form(phrases: Phrases, languages: Sequence[str], choice: Choice) -> Json:
    """Language and time zone."""
    as_slack = _option(phrases.say("form-as-slack"), AS_USUAL)
    options = {one: _option(_own_name(one), one) for one in languages}
    menu = {
        "type": "static_select",
        "action_id": LANGUAGE,
        "options": [as_slack, *options.values()],
        "initial_option": options.get(choice.language or "", as_slack),
    }
    zone: Json = {"type": "plain_text_input", "action_id": ZONE, "max_length": 60}
    if choice.zone:
        zone["initial_value"] = choice.zone
    asked = phrases.say("form-zone", example=EXAMPLE_ZONE)
    blocks = [
        _input(LANGUAGE, phrases.say("form-language"), menu),
        {**_input(ZONE, asked, zone), "optional": True},
    ]
    return _form(SETTINGS, phrases, "form-store", blocks)


def reading_view(phrases: Phrases, card: Card, title: str = "home-show") -> Json:
    """Something to read, with nothing to fill in; ``title`` is the key of what stands above."""
    return {
        "type": "modal",
        "title": _title(phrases.say(title)),
        "close": _title(phrases.say("form-close")),
        "blocks": render(card, phrases, READING),
    }


def note_home(card: Card, phrases: Phrases) -> Json:
    """App Home for somebody who may see nothing else."""
    return {"type": "home", "blocks": render(card, phrases, READING)}


@dataclass(frozen=True, slots=True)
class Home:
    """What App Home shows: what is under way and finished, the last changed first.

    ``channel`` is the id of the channel for verdicts, if there is one here.
    """

    under_way: Sequence[Seen] = ()
    finished: Sequence[Seen] = ()
    channel: str = ""


def home_view(phrases: Phrases, home: Home, verdicts_here: str) -> Json:
    """App Home: what is open, the newest verdicts, and buttons for all of it.

    ``verdicts_here`` is the command that chooses a channel.
    """
    say = phrases.say
    begin = _button(say("home-begin"), QUALIFY, primary=True)
    others = [_button(say("home-export"), EXPORT), _button(say("home-settings"), SETTINGS)]
    blocks: list[Json] = [
        {"type": "header", "text": plain(say("home-heading"))},
        {"type": "actions", "elements": [begin, *others]},
        *_listed(phrases, "home-open", home.under_way, (RESUME, CANCEL)),
        *_listed(phrases, "home-verdicts", home.finished, (SHOW, CHANGE)),
        {"type": "divider"},
    ]
    if home.channel:
        # The only text that is more than plain: Slack shows the channel's name, if one may see it.
        said = say("home-pending", channel="\ufffc", command=verdicts_here)
        said = said.replace("\ufffc", f"<#{home.channel}>")
        text = {"type": "mrkdwn", "text": said, "verbatim": True}
        blocks.append({"type": "context", "elements": [text]})
    else:
        blocks.append(quiet(say("home-pending-nowhere", command=verdicts_here)))
    return {"type": "home", "blocks": blocks}


def _listed(
    phrases: Phrases, heading: str, seen: Sequence[Seen], does: Sequence[str]
) -> Iterator[Json]:
    """Some interviews with what can be done with each, and the way to the others."""
    yield from ({"type": "divider"}, {"type": "header", "text": plain(phrases.say(heading))})
    if not seen:
        yield quiet(phrases.say(f"{heading}-none"))
    for listing, scene in seen[:MOST_LISTED]:
        said = f"{phrases.at_edge(scene.prospect)}\n{row(listing, scene, phrases)}"
        yield {"type": "section", "text": plain(said)}
        buttons = [_button(phrases.say(f"home-{one}"), one, scene.interview_id) for one in does]
        yield {"type": "actions", "elements": buttons}
    if len(seen) > MOST_LISTED:
        yield quiet(phrases.say("home-more", shown=MOST_LISTED))
        yield {"type": "actions", "elements": [_button(phrases.say("home-all"), ALL, heading)]}


def _own_name(language: str) -> str:
    """What a language is called in itself."""
    locale = language.replace("-", "_")
    return Locale.parse(locale).get_display_name(locale) or language


def _form(form: str, phrases: Phrases, submit: str, blocks: list[Json]) -> Json:
    return {
        "type": "modal",
        "callback_id": form,
        "title": _title(phrases.say(f"form-{form}")),
        "submit": _title(phrases.say(submit)),
        "close": _title(phrases.say("form-close")),
        "blocks": blocks,
    }


def _title(text: str) -> Json:
    return plain(shortened(text, MOST_TITLE))


def _input(block: str, label: str, element: Json) -> Json:
    return {"type": "input", "block_id": block, "label": plain(label), "element": element}


def _option(label: str, value: str) -> Json:
    return {"text": plain(shortened(label, 75)), "value": value}


def _button(label: str, what: str, about: str = "", *, primary: bool = False) -> Json:
    button = {"type": "button", "action_id": what, "text": plain(shortened(label, 75))}
    style = {"style": "primary"} if primary else {}
    return {**button, **({"value": about} if about else {}), **style}
