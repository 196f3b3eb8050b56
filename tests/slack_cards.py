"""Every card as Slack shows it, in each language, by its name."""

from collections.abc import Iterator

from adapters.slack.commands import help_text, with_word
from adapters.slack.forms import (
    MOST_LISTED,
    Home,
    home_view,
    qualify_form,
    reading_view,
    reply_form,
    settings_form,
    writing_form,
)
from adapters.slack.render import fallback, render
from bot.cards import Paragraph, Press, Verb
from bot.catalogues import load_phrases
from bot.phrases import Phrases
from bot.record_cards import interview_card
from bot.records import Choice
from bot.scene import card as told
from bot.typed_commands import Word
from tests.every_card import INTERVIEW, LISTS, NAMES, Json, cards, seen


def views(language: str, phrases: Phrases) -> Iterator[tuple[str, Json]]:
    """Every form, and App Home."""
    press = Press(Verb.WRITE, INTERVIEW, 3, "story")
    yield "form-qualify", qualify_form(phrases, LISTS, NAMES[language])
    yield "form-write", writing_form(phrases, press)
    choice = Choice("ar", "Asia/Riyadh")
    yield "form-reply", reply_form(phrases, INTERVIEW)
    yield "form-settings", settings_form(phrases, tuple(load_phrases()), choice)
    yield "form-show", reading_view(phrases, interview_card(*seen(language)[2], phrases))
    at_once, here = seen(language), with_word(Word.VERDICTS_HERE, phrases)
    yield "home", home_view(phrases, Home(at_once[:2], at_once[2:], "C1"), here)
    many = Home(at_once[:1] * (MOST_LISTED + 1), at_once[2:3] * (MOST_LISTED + 1))
    yield "home-full", home_view(phrases, many, here)
    yield "home-empty", home_view(phrases, Home(), here)


def everything() -> Iterator[tuple[str, Json]]:
    """The files: each card with its name, language, and where it is shown."""
    for language, phrases in load_phrases().items():
        about = {"language": language}
        helped = told(phrases, Paragraph(help_text(phrases)))
        for name, card in (*cards(language, phrases), ("help", helped)):
            shown = {"surface": "message", "blocks": render(card, phrases), "text": fallback(card)}
            yield f"{name}.{language}.json", {"name": name, **about, **shown}
        for name, view in views(language, phrases):
            shown = {"surface": view["type"], **view}
            yield f"{name}.{language}.json", {"name": name, **about, **shown}
