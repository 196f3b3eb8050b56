"""What the commands share: their options, and the parts with the database open."""

import asyncio
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import typer

from adapters.console import HERE
from adapters.terminal import Terminal
from bot.composition import PATIENCE, Parts, put_together
from bot.ports import LEASE, Address
from bot.records import Records, Transaction

Run = Callable[[Any], Any]
OPERATOR = "operator"
"""Who acted, in the audit log, when it was somebody at the command line."""
Language = Annotated[
    str | None, typer.Option("--lang", help="The code of the language to speak, such as en or ar.")
]
Space = Annotated[
    str | None,
    typer.Option(help="The team's space, such as slack:T0123; else the terminal's team."),
]
AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]


@contextmanager
def opened(
    terminal: Terminal, lease: timedelta = LEASE, patience: float = PATIENCE
) -> Iterator[tuple[Parts, Run]]:
    """The parts with the database open, and a way to run what awaits.

    ``patience`` is how many seconds something waits for the database.
    """
    parts = put_together(terminal.settings, terminal.all_phrases, lease, patience)
    with terminal.guarded(), asyncio.Runner() as runner:
        try:
            runner.run(parts.storage.open())
            yield parts, runner.run
        finally:
            parts.storage.close()


def print_json(value: Any) -> None:  # noqa: ANN401  # JSON is what may be anything.
    """Print a value for programs."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def with_team(
    terminal: Terminal, space: str | None, work: Callable[[Records, datetime], Any]
) -> Any:  # noqa: ANN401  # Whatever the work returns.
    """Do something with the team of a space, in one transaction; end if there is no such team."""
    wanted = HERE
    if space is not None:
        platform, _, name = space.partition(":")
        wanted = Address(platform, name, "")
    with opened(terminal) as (parts, run_now):
        now = datetime.now(UTC)

        def worked(transaction: Transaction) -> tuple[bool, Any]:
            records = transaction.known_team(wanted)
            return (False, None) if records is None else (True, work(records, now))

        known, result = run_now(parts.storage.run(worked))
        if not known:
            terminal.end("no-such-team", space=f"{wanted.platform}:{wanted.space}")
        return result
