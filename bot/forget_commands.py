"""The commands that delete what is on record, for good."""

from datetime import datetime
from typing import Annotated

import typer

from adapters.console import HERE
from adapters.terminal import Terminal
from bot.arrivals import prospect_name
from bot.command_parts import OPERATOR, Language, Space, opened, with_team
from bot.ports import Address
from bot.problems import Problem
from bot.records import Action, Records
from bot.running import Bot

forget_app = typer.Typer(help="Delete what is on record, for good.", no_args_is_help=True)

FORGOTTEN = "forgotten"
"""The channel that stands where a deleted member's stood."""

Yes = Annotated[bool, typer.Option("--yes", help="Do not ask whether it is really wanted.")]


@forget_app.command("prospect")
def forget_prospect(
    name: Annotated[str, typer.Argument(help="The prospect's name.")],
    lang: Language = None,
    space: Space = None,
    *,
    yes: Yes = False,
) -> None:
    """Delete a prospect and everything about them: interviews, answers, verdicts, messages."""
    terminal = Terminal(lang)
    prospect = prospect_name(name)
    if isinstance(prospect, Problem):
        terminal.end("nothing-to-forget", what=name)

    def forget(records: Records, now: datetime) -> bool:
        forgotten = records.forgetting.prospect(prospect)
        if forgotten is None:
            return False
        records.log(OPERATOR, Action.PROSPECT_FORGOTTEN, forgotten, now)
        return True

    _confirm(terminal, "forget-prospect", yes=yes, prospect=prospect)
    if not with_team(terminal, space, forget):
        terminal.end("nothing-to-forget", what=name)
    terminal.say(terminal.phrases.say("forgotten", what=name))


@forget_app.command("member")
def forget_member(
    address: Annotated[
        str, typer.Argument(help="Where they are spoken with, such as slack:T0123:U0456.")
    ],
    lang: Language = None,
    *,
    yes: Yes = False,
) -> None:
    """Delete what was said to a member. The team's interviews and verdicts stay, without them."""
    terminal = Terminal(lang)
    parts = address.split(":", 2)
    if len(parts) != 3 or not all(parts):
        terminal.end("not-an-address", address=address)
    here = Address(*parts)
    instead = Address(here.platform, here.space, FORGOTTEN)

    def forget(records: Records, now: datetime) -> bool:
        if not records.forgetting.member(here, instead):
            return False
        records.log(OPERATOR, Action.MEMBER_FORGOTTEN, FORGOTTEN, now)
        return True

    _confirm(terminal, "forget-member", yes=yes, address=address)
    if not with_team(terminal, f"{here.platform}:{here.space}", forget):
        terminal.end("nothing-to-forget", what=address)
    terminal.say(terminal.phrases.say("forgotten", what=address))


@forget_app.command("team")
def forget_team(lang: Language = None, space: Space = None, *, yes: Yes = False) -> None:
    """Delete a team with everything it has. Other teams of the database are not touched."""
    terminal = Terminal(lang)
    what = space or f"{HERE.platform}:{HERE.space}"
    _confirm(terminal, "forget-team", yes=yes, space=what)
    with_team(terminal, space, lambda records, _: records.forgetting.team())
    with opened(terminal) as (parts, run_now):
        tokens_of = what.rpartition(":")[2]
        run_now(parts.storage.run(lambda tx: tx.forget_installation(tokens_of)))
    terminal.say(terminal.phrases.say("forgotten", what=what))


@forget_app.command("due")
def forget_due(lang: Language = None) -> None:
    """Delete now what is past its time, in every team; a bot at work does so every hour."""
    terminal = Terminal(lang)
    with opened(terminal) as (parts, run_now):
        run_now(_forget_due(parts.bot({})))
        terminal.say(terminal.phrases.say("forgot-due"))


async def _forget_due(bot: Bot) -> None:
    await bot.forget_what_is_due()


def _confirm(terminal: Terminal, key: str, *, yes: bool, **variables: str) -> None:
    """Ask before something is gone for good; whoever cannot be asked has to say so beforehand."""
    if yes:
        return
    if not terminal.interactive:
        terminal.end("forget-needs-yes", option="--yes")
    terminal.say(terminal.phrases.say(key, **variables))
    if not terminal.agrees():
        terminal.end("forgot-nothing")
