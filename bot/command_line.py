"""The command line: the interview, what is on record, and the door to every other command."""

import json
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from adapters.console import HERE, LEASE, ConsoleMessenger, Conversation, Leaving, lines_of
from adapters.terminal import Terminal
from bot.arrivals import QualifyRequested, prospect_name
from bot.command_parts import AsJson, Language, opened, print_json
from bot.composition import Parts
from bot.database_commands import database_app
from bot.forget_commands import forget_app
from bot.overview import seen
from bot.problems import Problem
from bot.profile import Respondent
from bot.profile_commands import profile_app
from bot.record_cards import Seen, interview_card, interview_json, prospects_card
from bot.records import Transaction
from bot.run_command import run
from bot.snapshot import Stage
from bot.understanding.answer_lines import understood
from bot.understanding.lexicon import load_lexicon
from bot.understanding.values import warm
from bot.upkeep_commands import add_upkeep

app = typer.Typer(
    help="Decide whom to work with, before you say yes.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

UNDERSTANDING = "docs/understanding.md"
"""The page that says what the lines of ``understand`` hold."""


@app.command()
def chat(
    name: Annotated[str | None, typer.Argument(help="Whom to qualify.")] = None,
    profile: Annotated[
        str | None, typer.Option(help="The list: a shipped one, or a YAML file.")
    ] = None,
    lang: Language = None,
    respondent: Annotated[
        Respondent, typer.Option("--as", help="Who answers.")
    ] = Respondent.MEMBER,
    minimum_price: Annotated[
        str | None, typer.Option(help='The least you take a job for, such as "1500 USD".')
    ] = None,
) -> None:
    """Qualify a prospect, one question at a time. Run it again to go on where you stopped."""
    terminal = Terminal(lang, minimum_price=minimum_price)
    leaving = Leaving()
    with opened(terminal, LEASE) as (parts, run), leaving.listening():
        screen = ConsoleMessenger(sys.stdout, terminal.width, styled=terminal.styled)
        typed = lines_of(sys.stdin, "> " if terminal.interactive else "", leaving)
        request = _request(terminal, parts, run, (name, profile, respondent), screen, typed)
        hint = terminal.phrases.say("leave-hint") if terminal.interactive else ""
        relay = parts.relay({HERE.platform: screen})
        talk = Conversation(parts.service, relay, screen, run, hint, terminal.week_start)
        talk.hold(request, typed)


def _request(
    terminal: Terminal,
    parts: Parts,
    run: Callable[[Any], Any],
    wanted: tuple[str | None, str | None, Respondent],
    screen: ConsoleMessenger,
    typed: Iterator[str],
) -> QualifyRequested:
    """What to qualify: as named, or who was last talked about, or a name asked for."""
    name, profile, respondent = wanted
    if name is None and profile is None:
        listings = run(parts.storage.run(lambda tx: tx.team(HERE).listings()))
        for record in (listing.record for listing in listings):
            interview = record.interview
            if interview.respondent is respondent and interview.stage in (Stage.OPEN, Stage.PAUSED):
                return QualifyRequested(record.prospect, respondent, terminal.language)
    if name is None:
        screen.say(terminal.phrases.say("ask-name"))
        name = next(typed, "")
    prospect = prospect_name(name)
    if isinstance(prospect, Problem):
        terminal.end(f"name-{prospect.reason}", limit=prospect.limit)
    return QualifyRequested(prospect, respondent, terminal.language, profile)


@app.command("list")
def list_prospects(lang: Language = None, *, as_json: AsJson = False) -> None:
    """Show every prospect, with the state of their interviews."""
    terminal = Terminal(lang)
    with opened(terminal) as (parts, run):
        found = run(parts.storage.run(_seen))
        if as_json:
            print_json([interview_json(*one) for one in found])
        else:
            terminal.show(prospects_card(found, terminal.phrases))


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="The prospect's name.")],
    lang: Language = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Show what is on record about one prospect: verdicts, ledgers, answers."""
    terminal = Terminal(lang)
    with opened(terminal) as (parts, run):
        wanted = prospect_name(name)
        if isinstance(wanted, Problem):
            terminal.end("nothing-found", prospect=name, command="qualify-bot chat NAME")
        found: list[Seen] = run(parts.storage.run(lambda tx: _seen(tx, wanted)))
        if not found:
            command = f'qualify-bot chat "{wanted}"'
            terminal.end("nothing-found", prospect=wanted, command=command)
        if as_json:
            print_json([interview_json(*one) for one in found])
        else:
            terminal.show(*(interview_card(*one, terminal.phrases) for one in found))


def _seen(transaction: Transaction, prospect: str | None = None) -> list[Seen]:
    """Every interview of this terminal, or one prospect's."""
    today = datetime.now(UTC).astimezone().date()
    return seen(transaction.team(HERE), today, prospect)


@app.command()
def understand(lang: Language = None) -> None:
    """Say how typed answers would be understood: JSON lines in, JSON lines out, in order.

    docs/understanding.md says what may stand in a line.
    """
    terminal = Terminal(lang)
    lexicon, today = load_lexicon(), datetime.now(UTC).astimezone().date()
    warm(lexicon, terminal.language)
    with terminal.guarded():
        for number, line in enumerate(sys.stdin, 1):
            if not line.strip("\ufeff \t\r\n"):
                continue
            try:
                row = json.loads(
                    line.lstrip("\ufeff")
                )  # A file may begin with its byte order mark.
                answer = understood(row, lexicon, today, terminal.language)
            except (ValueError, RecursionError) as error:
                terminal.end(
                    "not-an-answer-line", line=number, error=str(error), page=UNDERSTANDING
                )
            written = json.dumps({"id": row.get("id"), **answer}, ensure_ascii=False)
            # A lone surrogate has no UTF-8; its escape is JSON all the same.
            sys.stdout.write(written.encode("utf-8", "backslashreplace").decode() + "\n")


# Help lists the commands in this order.
app.add_typer(profile_app, name="profile")
app.command()(run)
add_upkeep(app)
app.add_typer(forget_app, name="forget")
app.add_typer(database_app, name="db")
