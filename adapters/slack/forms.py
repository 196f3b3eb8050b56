"""Slack's forms (modals) and App Home, as the views that Slack takes."""

from collections.abc import Mapping, Sequence
from typing import Any

from babel import Locale

from adapters.callback_data import pack
from adapters.slack.render import plain, render
from bot.arrivals import MOST_NAME
from bot.cards import Card, Press
from bot.kinds import Texts, text_in
from bot.phrases import Phrases
from bot.record_cards import Seen, row
from bot.records import Choice
from bot.shortening import shortened
from bot.snapshot import Stage

Json = dict[str, Any]

QUALIFY, WRITE, SETTINGS, SHOW = "qualify", "write", "settings", "show"
"""The forms, and what opens them."""
RESUME = "resume"
NAME, LIST, TEXT, LANGUAGE, ZONE = "name", "list", "text", "language", "zone"
"""The blocks of forms that are filled in."""
AS_USUAL = "-"
EXAMPLE_ZONE = "Africa/Cairo"

# Slack's limits for views: characters of a title, of a longer text, and entries of a menu.
MOST_TITLE, MOST_INPUT, MOST_OPTIONS, MOST_BLOCKS = 24, 3_000, 100, 100
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


def writing_form(phrases: Phrases, press: Press) -> Json:
    """Room for a longer answer to the question of the button."""
    text = {
        "type": "plain_text_input",
        "action_id": TEXT,
        "multiline": True,
        "max_length": MOST_INPUT,
    }
    blocks = [_input(TEXT, phrases.say("form-write"), text)]
    return {**_form(WRITE, phrases, "form-send", blocks), "private_metadata": pack(press)}


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


def reading_view(phrases: Phrases, cards: Sequence[Card]) -> Json:
    """Something to read, with nothing to fill in."""
    blocks = [block for card in cards for block in render(card)]
    return {
        "type": "modal",
        "title": _title(phrases.say("home-show")),
        "close": plain(phrases.say("form-close")),
        "blocks": blocks[:MOST_BLOCKS],
    }


def home_view(phrases: Phrases, seen: Sequence[Seen], channel: str, command: str) -> Json:
    """App Home: what is open, the newest verdicts, and buttons for all of it."""
    say = phrases.say
    begin = _button(say("home-begin"), QUALIFY, primary=True)
    blocks: list[Json] = [
        {"type": "header", "text": plain(say("home-heading"))},
        {"type": "actions", "elements": [begin, _button(say("home-settings"), SETTINGS)]},
    ]
    under_way = [one for one in seen if one[1].interview.stage in (Stage.OPEN, Stage.PAUSED)]
    finished = [one for one in seen if one[1].interview.stage is Stage.FINISHED]
    for heading, nothing, found, label, what in (
        ("home-open", "home-nothing-open", under_way, "home-continue", RESUME),
        ("home-verdicts", "home-no-verdicts", finished, "home-show", SHOW),
    ):
        blocks += [{"type": "divider"}, {"type": "header", "text": plain(say(heading))}]
        if not found:
            blocks.append(_quiet(say(nothing)))
        for one in found[:MOST_LISTED]:
            listing, scene = one
            said = f"{phrases.at_edge(scene.prospect)}\n{row(listing, scene, phrases)}"
            button = _button(say(label), what, scene.interview_id)
            blocks.append({"type": "section", "text": plain(said), "accessory": button})
    blocks.append({"type": "divider"})
    if channel:
        # The only text that is more than plain: Slack shows the channel's name, if one may see it.
        said = say("home-pending", channel="\ufffc").replace("\ufffc", f"<#{channel}>")
        text = {"type": "mrkdwn", "text": said, "verbatim": True}
        blocks.append({"type": "context", "elements": [text]})
    else:
        blocks.append(_quiet(say("home-pending-nowhere", command=command)))
    return {"type": "home", "blocks": blocks[:MOST_BLOCKS]}


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


def _quiet(text: str) -> Json:
    return {"type": "context", "elements": [plain(text)]}
