"""Discord's forms (modals): room for words, settings, and a reply to a prospect."""

from collections.abc import Sequence
from typing import Any

from babel import Locale

from adapters.callback_data import pack
from bot.cards import Press
from bot.phrases import Phrases
from bot.records import Choice
from bot.shortening import shortened

Json = dict[str, Any]

WRITE, SETTINGS, REPLY = "write:", "settings", "reply:"
"""How the ``custom_id`` of a form begins."""
TEXT, LANGUAGE, ZONE = "text", "language", "zone"
"""What is filled in."""
AS_USUAL = "-"
EXAMPLE_ZONE = "Africa/Cairo"

# Discord's limits: characters of a title, a label, what explains it, and a text.
MOST_TITLE, MOST_LABEL, MOST_ABOUT, MOST_INPUT = 45, 45, 100, 4_000
MOST_READ = 4_000
"""Characters of a text that stands in a form to be read."""
MOST_REPLY = 1_500
SHORT, LONG = 1, 2


def writing_form(phrases: Phrases, press: Press, question: str = "") -> Json:
    """Room for an answer to the question of the button."""
    text = {"type": 4, "custom_id": TEXT, "style": LONG, "required": True}
    label = _label(phrases.say("form-write"), {**text, "max_length": MOST_INPUT})
    asked = [{"type": 10, "content": shortened(question, MOST_READ)}] if question else []
    return _form(f"{WRITE}{pack(press)}", phrases.say("form-write"), [*asked, label])


def settings_form(phrases: Phrases, languages: Sequence[str], choice: Choice) -> Json:
    """Language and time zone."""
    options: list[Json] = [{"label": phrases.say("form-as-discord"), "value": AS_USUAL}]
    options += [{"label": _own_name(one), "value": one} for one in languages]
    for option in options:
        option["default"] = option["value"] == (choice.language or AS_USUAL)
    menu = {"type": 3, "custom_id": LANGUAGE, "options": options[:25], "required": True}
    zone: Json = {"type": 4, "custom_id": ZONE, "style": SHORT, "required": False}
    zone |= {"max_length": 60, "placeholder": EXAMPLE_ZONE}
    if choice.zone:
        zone["value"] = choice.zone[:60]
    asked = phrases.say("form-zone-short", example=EXAMPLE_ZONE)
    rows = [_label(phrases.say("form-language"), menu), _label(asked, zone)]
    return _form(SETTINGS, phrases.say("form-settings"), rows)


def reply_form(phrases: Phrases, interview_id: str) -> Json:
    """Room for a message to a prospect."""
    text = {"type": 4, "custom_id": TEXT, "style": LONG, "required": True}
    row = _label(phrases.say("reply-label"), {**text, "max_length": MOST_REPLY})
    row["description"] = shortened(phrases.say("reply-about"), MOST_ABOUT)
    return _form(f"{REPLY}{interview_id}", phrases.say("form-reply"), [row])


def _form(custom_id: str, title: str, rows: Sequence[Json]) -> Json:
    return {
        "custom_id": custom_id,
        "title": shortened(title, MOST_TITLE),
        "components": list(rows),
    }


def _label(text: str, component: Json) -> Json:
    return {"type": 18, "label": shortened(text, MOST_LABEL), "component": component}


def _own_name(language: str) -> str:
    """What a language is called in itself."""
    locale = language.replace("-", "_")
    return Locale.parse(locale).get_display_name(locale) or language
