"""The commands that look after the database: its version, backups, keys."""

import sys
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from adapters.terminal import Terminal
from bot.command_parts import Language, opened
from bot.composition import back_up, copy_to
from bot.ports import StorageTrouble, StorageUnavailable
from bot.records import Place, Storage, Transaction

database_app = typer.Typer(help="Look after the database.", no_args_is_help=True)


@database_app.command("upgrade")
def upgrade_database(lang: Language = None) -> None:
    """Bring the database up to date. Every other command does so too where it can."""
    terminal = Terminal(lang)
    with opened(terminal) as (parts, _):
        terminal.say(terminal.phrases.say("database-fine", database=parts.storage.name))


@database_app.command("backup")
def back_up_database(
    file: Annotated[Path, typer.Argument(help="The file to write; there must be none yet.")],
    lang: Language = None,
) -> None:
    """Copy a SQLite database to a file, also while a bot is at work; see docs/operations.md."""
    terminal = Terminal(lang)
    with terminal.guarded():
        try:
            back_up(terminal.settings, file)
        except FileExistsError:
            terminal.end("backup-exists", file=str(file))
        except StorageUnavailable as away:
            if away.trouble is not StorageTrouble.UNSUPPORTED:
                raise
            command = f'pg_dump --format=custom --file={file} "$DATABASE_URL"'
            terminal.end("backup-of-a-server", command=command)
        terminal.say(terminal.phrases.say("backed-up", file=str(file)))


@database_app.command("copy")
def copy_database(
    url: Annotated[str, typer.Argument(help="Where to, as DATABASE_URL would say it.")],
    lang: Language = None,
) -> None:
    """Copy everything into another, empty database: from a file to a server, or back."""
    terminal = Terminal(lang)
    with opened(terminal):  # It has to be there, and of this version.
        with typer.progressbar(length=1, file=sys.stderr) as bar:

            def copied(rows: int, total: int) -> None:
                bar.length = total
                bar.update(rows)

            done = copy_to(terminal.settings, url, copied)
        if not done:
            terminal.end("copy-not-empty")
        terminal.say(terminal.phrases.say("copied"))


@database_app.command("key")
def new_key() -> None:
    """Print a new key for ENCRYPTION_KEYS."""
    from cryptography.fernet import Fernet  # noqa: PLC0415  # Nothing else here needs it.

    sys.stdout.write(Fernet.generate_key().decode() + "\n")


@database_app.command("seal")
def seal_database(
    lang: Language = None,
    *,
    plain: Annotated[bool, typer.Option("--plain", help="Decrypt it instead.")] = False,
) -> None:
    """Encrypt everything that is stored with the newest of ENCRYPTION_KEYS."""
    terminal = Terminal(lang)
    with opened(terminal) as (parts, run_now):
        if not terminal.settings.keys:
            terminal.end("seal-without-key", command="qualify-bot db key")
        run_now(_seal(parts.storage, plain=plain))
        key = "unsealed" if plain else "sealed"
        terminal.say(terminal.phrases.say(key, database=parts.storage.name))


async def _seal(storage: Storage, *, plain: bool) -> None:
    """Go through everything, a page in each transaction, so that a bot at work can go on."""

    def seal_next(transaction: Transaction, team: str, place: Place | None) -> Place | None:
        return transaction.records(team).seal(place, plain=plain)

    await storage.run(lambda tx: tx.seal_tokens(plain=plain))
    for team in await storage.run(lambda tx: tx.teams()):
        place = await storage.run(partial(seal_next, team=team, place=None))
        while place is not None:
            place = await storage.run(partial(seal_next, team=team, place=place))
