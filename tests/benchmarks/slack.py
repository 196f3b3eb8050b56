"""How long Slack waits for an acknowledgement while many people are interviewed at once.

``python -m tests.benchmarks.slack [--people 200] [--mode socket|http]``: ``qualify-bot run`` in a
process of its own on a SQLite file, against our own Slack in this one. Each person reads a question
for one to three seconds, then presses or types an answer; the channel of each takes a message a
second, as with Slack.
"""

import argparse
import asyncio
import os
import random
import signal
import statistics
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from adapters.slack.connection import EVENTS
from tests.slack_app import free_port
from tests.slack_server import SECRET, Person, Slack, member, slack

ANSWERS = ("1", "1", "2000 USD", "5", "2 hours", "1", "1", "1")
READ_FOR = (1.0, 3.0)
"""Seconds that a person reads a question."""
LOOK_EVERY = 0.1
MOST_P99 = 0.25
"""Seconds: the aim. Slack itself waits three."""


async def interviewed(made: Slack, me: Person, number: int) -> None:
    """One whole interview, at a person's pace."""
    await asyncio.sleep(random.uniform(0, READ_FOR[1]))  # noqa: S311  # Nothing secret.
    await me.command(f"Prospect {number}")
    for place, text in enumerate(ANSWERS):
        await shown(me, 2 + place)
        await asyncio.sleep(random.uniform(*READ_FOR))  # noqa: S311
        newest = next(one for one in reversed(me.seen()) if one.labels)
        options = [one for one in newest.pressable() if "chosen" in one[1]]
        if options:
            await made.bring("interactive", me.pressing(options[0], newest))
        else:
            await me.says(text)
    await shown(me, 2 + len(ANSWERS))
    await me.presses("Show the verdict")
    await shown(me, 3 + len(ANSWERS))


async def shown(me: Person, count: int) -> None:
    """Wait until the bot has written so many messages."""
    while sum(one.user != me.user for one in me.seen()) < count:  # noqa: ASYNC110  # People look.
        await asyncio.sleep(LOOK_EVERY)


async def measured(folder: Path, people: int, mode: str) -> tuple[list[float], int, float]:
    """The seconds of every acknowledgement, how many interviews ended, and how long it all took."""
    port = free_port()
    url = f"http://127.0.0.1:{port}{EVENTS}"
    async with slack(app_url=(lambda: url) if mode == "http" else None) as made:
        workspace = made.api.workspaces["T1"]
        way_in = {"SLACK_APP_TOKEN": "xapp-1"} if mode == "socket" else {}
        way_in |= {"SLACK_SIGNING_SECRET": SECRET} if mode == "http" else {}
        environment = {
            **{name: one for name, one in os.environ.items() if not name.startswith("SLACK_")},
            **way_in,
            "DATABASE_URL": f"sqlite:///{folder}/bot.db",
            "SLACK_BOT_TOKEN": workspace.token,
            "SLACK_API_BASE_URL": f"{made.api.url}/api/",
            "HTTP_PORT": str(port),
        }
        bot = subprocess.Popen(  # noqa: ASYNC220  # It is what is measured.
            [sys.executable, "-m", "bot", "run"], env=environment, stdout=subprocess.PIPE
        )
        try:
            assert bot.stdout is not None
            await asyncio.to_thread(bot.stdout.readline)  # At work.
            users = [f"U{number:04}" for number in range(people)]
            workspace.people.update({user: member(team_id="T1") for user in users})
            began = monotonic()
            await asyncio.gather(
                *(interviewed(made, made.person(user), one) for one, user in enumerate(users))
            )
            took = monotonic() - began
        finally:
            bot.send_signal(signal.SIGTERM)
            await asyncio.to_thread(bot.wait)
        ended = sum("accept" in made.person(user).seen()[-1].words for user in users)
        assert all(ack.status == 200 for ack in made.acks), "an acknowledgement is missing"
        assert made.api.complaints == []
        return [ack.seconds for ack in made.acks], ended, took


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=200)
    options.add_argument("--mode", choices=("socket", "http"), default="socket")
    given = options.parse_args()
    with TemporaryDirectory() as folder:
        acks, ended, took = asyncio.run(measured(Path(folder), given.people, given.mode))
    hundredths = statistics.quantiles(acks, n=100)
    met = hundredths[98] < MOST_P99
    sys.stdout.write(
        f"{given.people} people over {given.mode}: {len(acks)} acknowledgements in {took:.0f} s,"
        f" {ended} interviews finished\n"
        f"median {statistics.median(acks) * 1000:.0f} ms, p90 {hundredths[89] * 1000:.0f} ms,"
        f" p99 {hundredths[98] * 1000:.0f} ms, worst {max(acks) * 1000:.0f} ms\n"
        f"p99 below {MOST_P99 * 1000:.0f} ms: {'met' if met else 'NOT MET'}\n"
    )
    if not met:
        sys.exit(1)


if __name__ == "__main__":
    main()
