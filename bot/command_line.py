"""The command line: the only place that knows everything."""

import asyncio
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from adapters.console import HERE, LEASE, ConsoleMessenger, Conversation, lines_of
from adapters.terminal import Terminal, told
from bot.arrivals import QualifyRequested, prospect_name
from bot.catalogues import languages, load_phrases
from bot.composition import Parts, put_together
from bot.list_nodes import ProfileRefused
from bot.ports import StorageTrouble, StorageUnavailable, Transaction
from bot.problems import Problem
from bot.profile import Respondent
from bot.profile_check import check
from bot.profile_file import load_list, shipped_lists
from bot.profile_writer import own_copy, to_yaml
from bot.record_cards import Seen, interview_card, interview_json, list_card, prospects_card
from bot.scene import Scene
from bot.snapshot import Stage, fits
from bot.understanding.answer_lines import understood
from bot.understanding.cleaning import unisolated
from bot.understanding.lexicon import load_lexicon
from bot.understanding.values import warm

app = typer.Typer(
    help="Decide whom to work with, before you say yes.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
profile_app = typer.Typer(help="Look at lists, and check your own.", no_args_is_help=True)
database_app = typer.Typer(help="Look after the database.", no_args_is_help=True)
app.add_typer(profile_app, name="profile")
app.add_typer(database_app, name="db")

UNDERSTANDING = "docs/understanding.md"
"""The page that says what the lines of ``understand`` hold."""

Run = Callable[[Any], Any]
Language = Annotated[
    str | None, typer.Option("--lang", help="The code of the language to speak, such as en or ar.")
]
AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]
ListName = Annotated[str, typer.Argument(metavar="LIST", help="A shipped list, or a YAML file.")]


@contextmanager
def opened(terminal: Terminal) -> Iterator[tuple[Parts, Run]]:
    """The parts with the database open, and a way to run what awaits."""
    parts = put_together(terminal.settings, terminal.all_phrases, LEASE)
    with terminal.guarded(), asyncio.Runner() as runner:
        try:
            runner.run(parts.storage.open())
            yield parts, runner.run
        finally:
            parts.storage.close()


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
    with opened(terminal) as (parts, run):
        screen = ConsoleMessenger(sys.stdout, terminal.width, styled=terminal.styled)
        typed = lines_of(sys.stdin, "> " if terminal.interactive else "")
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
        seen = run(parts.storage.run(_seen))
        if as_json:
            _print_json([interview_json(*one) for one in seen])
        else:
            terminal.show(prospects_card(seen, terminal.phrases))


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
            _print_json([interview_json(*one) for one in found])
        else:
            terminal.show(*(interview_card(*one, terminal.phrases) for one in found))


def _seen(transaction: Transaction, prospect: str | None = None) -> list[Seen]:
    """Every interview, or one prospect's, with the scene that its cards need."""
    records = transaction.team(HERE)
    today = datetime.now(UTC).astimezone().date()
    seen = []
    for listing in records.listings(prospect):
        record = listing.record
        profile = records.profile(record.profile_id, record.version)
        if profile is None or not fits(profile, record.interview):
            raise StorageUnavailable(StorageTrouble.DAMAGED, "")
        scene = Scene(record.id, profile, record.version, record.interview, record.prospect, today)
        seen.append((listing, scene))
    return seen


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


def _print_json(value: Any) -> None:  # noqa: ANN401  # JSON is what may be anything.
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


@profile_app.command("list")
def list_profiles(lang: Language = None) -> None:
    """Name the lists that come with the bot."""
    terminal = Terminal(lang)
    with terminal.guarded():
        for name in shipped_lists():
            profile = load_list(name)
            row = terminal.phrases.say(
                "profile-row",
                name=terminal.phrases.pick(profile.name),
                count=len(profile.traits),
            )
            terminal.say(f"{name:<14} {row}")


@profile_app.command("show")
def show_profile(
    name: ListName,
    lang: Language = None,
    *,
    as_yaml: Annotated[bool, typer.Option("--yaml", help="As a file to edit.")] = False,
) -> None:
    """Show a list, or print it in full to make it your own."""
    terminal = Terminal(lang)
    with terminal.guarded():
        profile = load_list(name)
        if not as_yaml:
            terminal.show(list_card(profile, terminal.phrases))
            return
        if name in shipped_lists():
            names = {
                language: phrases.say("own-list-name", name=phrases.pick(profile.name))
                for language, phrases in load_phrases().items()
            }
            profile = own_copy(profile, {one: unisolated(text) for one, text in names.items()})
        remarks = (terminal.phrases.say("own-list-check"), terminal.phrases.say("own-list-use"))
        sys.stdout.write(to_yaml(profile, *remarks))


@profile_app.command("check")
def check_profile(
    names: Annotated[list[str], typer.Argument(metavar="LIST...", help="Lists or YAML files.")],
    lang: Language = None,
) -> None:
    """Say what is wrong with a list, or could be better. Status 1 if it cannot be used."""
    terminal = Terminal(lang)
    lexicon, refused = load_lexicon(), False
    with terminal.guarded():
        for name in names:
            try:
                profile = load_list(name)
            except ProfileRefused as refusal:
                refused = True
                for mistake in refusal.mistakes:
                    terminal.complain(told(mistake, terminal.phrases))
                continue
            findings = check(profile, languages(), lexicon)
            for finding in findings:
                text = terminal.phrases.say(
                    f"finding-{finding.kind}", trait=finding.trait, detail=finding.detail
                )
                terminal.say(f"{name}: {text}")
            if not findings:
                terminal.say(terminal.phrases.say("profile-fine", list=name))
    if refused:
        raise SystemExit(1)


@database_app.command("upgrade")
def upgrade_database(lang: Language = None) -> None:
    """Bring the database up to date. Every other command does so too where it can."""
    terminal = Terminal(lang)
    with opened(terminal) as (parts, _):
        terminal.say(terminal.phrases.say("database-fine", database=parts.storage.name))
