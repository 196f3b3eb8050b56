"""The terminal of one command: its language and settings, and ends that a person understands."""

import logging
import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

from babel import Locale, UnknownLocaleError
from pydantic import ValidationError

from adapters.console import render
from bot.arrivals import NotForProspects
from bot.cards import Card, Paragraph
from bot.catalogues import languages, load_phrases
from bot.kind_reader import A_PRICE
from bot.list_nodes import Mistake, ProfileRefused
from bot.phrases import Phrases
from bot.ports import StorageUnavailable
from bot.settings import Settings
from bot.understanding.calendar import WEEK_STARTS

MOST_WIDTH = 100
QUIETER = ("discord", "slack_sdk", "slack_bolt", "sqlalchemy")
"""Libraries that log whole messages where they are asked for everything."""

log = logging.getLogger(__name__)


class Terminal:
    """Knows what to speak, and how to end with one clear line and a status."""

    def __init__(self, language: str | None = None, **settings: str | None) -> None:
        _open_what_is_closed()
        for stream in (sys.stdin, sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(encoding="utf-8", errors="replace")
        self.interactive = sys.stdin.isatty() and sys.stdout.isatty()
        self.styled = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        self.width = None
        if sys.stdout.isatty():
            self.width = min(shutil.get_terminal_size().columns, MOST_WIDTH)
        if self.interactive:
            import readline  # noqa: F401, PLC0415  # Importing it gives input() line editing.
        self._speak(_system_language(language or ""))
        self.settings = self._settings(settings)
        logging.basicConfig(level=self.settings.log_level)
        for library in QUIETER:
            logging.getLogger(library).setLevel(max(logging.INFO, logging.root.level))
        for wanted in (language, self.settings.bot_language or None):
            if wanted is not None and wanted not in languages():
                self.end("unknown-language", language=wanted, languages=", ".join(languages()))
        self._speak(_system_language(language or self.settings.bot_language))

    def _speak(self, language: str) -> None:
        self.language = language
        self.all_phrases = load_phrases()
        self.phrases = self.all_phrases[language]

    @property
    def week_start(self) -> int:
        """The first day of the person's week, from Monday, 0: as set, or as their region has it."""
        if self.settings.week_start:
            return WEEK_STARTS[self.settings.week_start]
        try:
            return Locale.parse(_system_locale()).first_week_day
        except (ValueError, UnknownLocaleError):
            return 0

    def _settings(self, given: dict[str, str | None]) -> Settings:
        try:
            said: dict[str, Any] = {
                name: value for name, value in given.items() if value is not None
            }
            return Settings(**said)
        except UnicodeDecodeError:
            self.end("env-not-utf8", file=".env")
        except ValidationError as error:
            wrong = error.errors()[0]
            name = str(wrong["loc"][0]).upper() if wrong["loc"] else ""
            if name == "MINIMUM_PRICE":
                self.end("not-a-price", price=str(wrong["input"]), example=A_PRICE)
            self.end(
                "setting-wrong", name=name, problem=str(wrong["msg"]).removeprefix("Value error, ")
            )

    def end(self, key: str, **variables: str | int) -> NoReturn:
        """End the command with one clear line. Raises SystemExit with status 1."""
        self.complain(self.phrases.say(key, **variables))
        raise SystemExit(1)

    def complain(self, text: str) -> None:
        """Say something about what went wrong, apart from the output."""
        sys.stderr.write(self._line(text))

    def say(self, text: str) -> None:
        """Print one line, never wrapped."""
        sys.stdout.write(self._line(text))

    def agrees(self) -> bool:
        """Whether a yes is typed next, in the language that is spoken, or y or yes."""
        typed = sys.stdin.readline(MOST_WIDTH).strip().casefold()
        return typed in ("y", "yes", self.phrases.say("button-yes").casefold())

    def _line(self, text: str) -> str:
        return render(Card(self.language, (Paragraph(text),))) + "\n"

    def show(self, *cards: Card) -> None:
        """Print cards, a blank line between them."""
        texts = (render(card, self.width, styled=self.styled) for card in cards)
        sys.stdout.write("\n\n".join(texts) + "\n")
        sys.stdout.flush()

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Turn what can go wrong in the world into one clear line for each thing."""
        try:
            yield
            sys.stdout.flush()
        except StorageUnavailable as away:
            self.end(f"storage-{away.trouble}", database=away.database)
        except ProfileRefused as refused:
            for mistake in refused.mistakes:
                self.complain(told(mistake, self.phrases))
            raise SystemExit(1) from None
        except NotForProspects as refused:
            name = self.phrases.pick(refused.name)
            self.end("not-for-prospects-list", list=name, option="--as member")
        except OSError:
            # Nobody reads any more, and the interpreter must not complain about it at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            self.end("output-closed")
        except Exception as error:  # Nobody is to meet a traceback here; LOG_LEVEL=DEBUG shows it.
            log.debug("unexpected", exc_info=True)
            self.end("unexpected", error=type(error).__name__)
        except KeyboardInterrupt:
            raise SystemExit(130) from None


def _open_what_is_closed() -> None:
    """Put something in place of streams that were closed before the program began."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            stream = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115  # For good.
            setattr(sys, name, stream)


def told(mistake: Mistake, phrases: Phrases) -> str:
    """A mistake in a list as one line: file, line, trait, what is wrong and what to do."""
    text = phrases.say(f"mistake-{mistake.kind}", found=mistake.found, right=mistake.right)
    if not mistake.line:
        return phrases.say("mistake-at-file", file=mistake.file, text=text)
    where: dict[str, str | int] = {"file": mistake.file, "line": mistake.line, "text": text}
    if not mistake.trait:
        return phrases.say("mistake-at-no-trait", **where)
    return phrases.say("mistake-at", trait=mistake.trait, **where)


def _system_language(setting: str) -> str:
    """The setting if there is such a language, else the system's, else English."""
    code = _system_locale().replace("_", "-")
    known = languages()
    choices = (setting, code, code.split("-")[0])
    return next((choice for choice in choices if choice in known), "en")


def _system_locale() -> str:
    """What the system says of the person's language and region, such as ar_EG."""
    environ = os.environ
    system = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG", "")
    return re.split("[.@]", system)[0]
