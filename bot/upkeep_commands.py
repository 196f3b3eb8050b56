"""The commands that look after a bot: its messages, how long it keeps things, its log.

They are for whoever may read the database anyway. What they do to one team they do to the team of
the terminal, or to that of the space named by ``--space``.
"""

from datetime import datetime
from typing import Annotated

import typer

from adapters.terminal import Terminal
from bot.command_parts import OPERATOR, AsJson, Language, Space, opened, print_json, with_team
from bot.records import Action, Records, Transaction, Undelivered


def add_upkeep(app: typer.Typer) -> None:
    """Put the commands where the others are."""
    app.command()(undelivered)
    app.command()(resend)
    app.command()(retention)
    app.command("audit-log")(audit_log)


def undelivered(lang: Language = None, *, as_json: AsJson = False) -> None:
    """Show the messages that were given up, of all teams: where they were to go, and why not."""
    terminal = Terminal(lang)
    with opened(terminal) as (parts, run_now):
        rows = run_now(parts.storage.run(_undelivered))
        if as_json:
            print_json(
                [
                    {
                        "key": one.key,
                        "team": team,
                        "address": str(one.address),
                        "reason": one.reason,
                        "at": one.at.isoformat(),
                    }
                    for team, one in rows
                ]
            )
            return
        for _, one in rows:
            terminal.say(f"{one.key}  {one.at:%Y-%m-%d %H:%M}  {one.address}  {one.reason}")
        if not rows:
            terminal.say(terminal.phrases.say("nothing-undelivered"))


def _undelivered(transaction: Transaction) -> list[tuple[str, Undelivered]]:
    """The messages that were given up, with the ids of their teams."""
    return [
        (team, one)
        for team in transaction.teams()
        for one in transaction.records(team).outbox.undelivered()
    ]


def resend(
    keys: Annotated[list[str] | None, typer.Argument(metavar="KEY...", help="Which.")] = None,
    lang: Language = None,
    *,
    everything: Annotated[bool, typer.Option("--all", help="All that was given up.")] = False,
) -> None:
    """Try messages again that were given up. They go out from a bot that is at work."""
    terminal = Terminal(lang)
    with opened(terminal) as (parts, run_now):
        if not keys and not everything:
            terminal.end("resend-what", option="--all", command="qualify-bot undelivered")
        now = parts.clock.now()

        def resent(transaction: Transaction) -> list[str]:
            done = []
            for team, one in _undelivered(transaction):
                records = transaction.records(team)
                if (everything or one.key in (keys or ())) and records.outbox.resend(one.key, now):
                    records.log(OPERATOR, Action.MESSAGE_RESENT, one.key, now)
                    done.append(one.key)
            return done

        done = run_now(parts.storage.run(resent))
        unknown = [key for key in keys or () if key not in done]
        if unknown:
            terminal.end("resend-unknown", message=unknown[0])
        terminal.say(terminal.phrases.say("resent", count=len(done)))


def retention(
    days: Annotated[int | None, typer.Argument(min=0, max=36_500, help="0: for ever.")] = None,
    lang: Language = None,
    space: Space = None,
) -> None:
    """Show or set how many days a prospect is kept about whom nothing changes."""
    terminal = Terminal(lang)

    def kept(records: Records, now: datetime) -> int:
        if days is not None:
            records.keep_for(days)
            records.log(OPERATOR, Action.RETENTION_SET, str(days), now)
        chosen = records.retention_days()
        return terminal.settings.retention_days if chosen is None else chosen

    chosen = with_team(terminal, space, kept)
    terminal.say(terminal.phrases.say("kept-for", count=chosen))


def audit_log(lang: Language = None, space: Space = None, *, as_json: AsJson = False) -> None:
    """Show who did what, by ids; never what anybody said."""
    terminal = Terminal(lang)
    lines = with_team(terminal, space, lambda records, _: records.logged())
    if as_json:
        print_json(
            [
                {"at": x.at.isoformat(), "actor": x.actor, "action": x.action, "subject": x.subject}
                for x in lines
            ]
        )
        return
    for line in lines:
        terminal.say(f"{line.at:%Y-%m-%d %H:%M:%S}  {line.action}  {line.subject}  {line.actor}")
    if not lines:
        terminal.say(terminal.phrases.say("nothing-logged"))
