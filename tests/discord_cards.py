"""Every card as Discord shows it, in each language, by its name; forms and commands too."""

from collections.abc import Iterator

from adapters.discord.callers import doing
from adapters.discord.commands import help_text, typed
from adapters.discord.definitions import definitions
from adapters.discord.door import consent, panel
from adapters.discord.forms import reply_form, settings_form, writing_form
from adapters.discord.listeners import stray
from adapters.discord.render import button_of, buttons_row, escaped, render, told
from bot.cards import Press, Verb
from bot.catalogues import load_phrases
from bot.interview import show
from bot.phrases import Phrases
from bot.records import Choice
from bot.wording import compose
from tests.every_card import FIRST, FOR_PROSPECT, INTERVIEW, LISTS, STARTER, Json, cards, scene

SERVERS = ("Studio Noon", "استوديو الظهيرة")


def messages(language: str, phrases: Phrases) -> Iterator[tuple[str, Json]]:
    """What is said beside the cards."""
    (question,) = show(STARTER, FIRST)
    asked = compose(question, scene(language, FIRST), phrases)
    yield "question-in-a-thread", render(asked, phrases, typed=False)
    (question,) = show(STARTER, FOR_PROSPECT)
    asked = compose(question, scene(language, FOR_PROSPECT), phrases)
    yield "question-to-prospect", render(asked, phrases)
    yield "help", told(escaped(help_text(phrases)))
    yield "stray", render(stray(phrases), phrases)
    yield "nothing-asked", render(stray(phrases, guest=True), phrases)
    yield "panel", panel(phrases)
    begin = buttons_row(button_of(phrases.say("door-begin"), doing("come-in", language), 1))
    yield "door", told(escaped(consent(phrases, SERVERS[0], 365)), begin)
    yield "door-for-ever", told(escaped(consent(phrases, SERVERS[1], 0)), begin)
    teams = [button_of(name, doing("team", str(place))) for place, name in enumerate(SERVERS)]
    mine = button_of(phrases.say("discord-alone"), doing("team", "@1"))
    which = escaped(phrases.say("discord-which-team"))
    yield "which-team", told(which, buttons_row(*teams, mine))
    name = typed(None, phrases.say("command-name"), phrases)
    yield "for-team", told(escaped(phrases.say("discord-for-team", team=SERVERS[0], typed=name)))
    speak = buttons_row(button_of(phrases.say("speak-button"), doing("speak", language)))
    yield "speak", told(escaped(phrases.say("speak-offer")), speak)
    how, write = phrases.say("discord-open-dms"), phrases.say("button-write")
    yield "room", told(escaped(phrases.say("discord-room", write=write, how=how)))
    lacking = phrases.say("separator").join(("Send Messages", "Create Public Threads"))
    yield "lacking", told(escaped(phrases.say("discord-lacking", permissions=lacking)))


def forms(language: str, phrases: Phrases) -> Iterator[tuple[str, Json]]:
    """Every form."""
    press = Press(Verb.WRITE, INTERVIEW, 3, "story")
    asked = phrases.pick(STARTER.traits[0].about.question)
    yield "form-write", writing_form(phrases, press, escaped(asked))
    choice = Choice(language, "Asia/Riyadh")
    yield "form-settings", settings_form(phrases, tuple(load_phrases()), choice)
    yield "form-reply", reply_form(phrases, INTERVIEW)


def everything() -> Iterator[tuple[str, Json]]:
    """The files: each card with its name, language, and where it is shown."""
    for language, phrases in load_phrases().items():
        about = {"language": language}
        drawn = ((name, render(card, phrases)) for name, card in cards(language, phrases))
        for name, shown in (*drawn, *messages(language, phrases)):
            message = {"surface": "message", **shown}
            yield f"{name}.{language}.json", {"name": name, **about, **message}
        for name, form in forms(language, phrases):
            yield f"{name}.{language}.json", {"name": name, **about, "surface": "modal", **form}
    made = definitions(load_phrases(), LISTS)
    yield "commands.json", {"name": "commands", "surface": "commands", "commands": made}
