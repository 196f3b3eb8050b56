"""How long Discord waits for a first response while many people are interviewed at once.

``python -m tests.benchmarks.discord [--people 200]``: ``qualify-bot run`` in a process of its own
on a SQLite file, against our own Discord in this one. Each person reads a question for one to three
seconds, then presses an answer, or types it. A typed answer has no first response; how soon the
next question stands there after any answer is told beside it.
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

from tests.discord_guilds import TOKEN, User
from tests.discord_server import Discord, Person, discord_server

ANSWERS = ("1", "1", "2000 USD", "5", "2 hours", "1", "1", "1")
READ_FOR = (1.0, 3.0)
"""Seconds that a person reads a question."""
LOOK_EVERY = 0.05
MOST_P99 = 0.25
"""Seconds: the aim. Discord itself waits three."""


async def interviewed(made: Discord, me: Person, number: int, waits: list[float]) -> None:
    """One whole interview, at a person's pace."""
    await asyncio.sleep(random.uniform(0, READ_FOR[1]))  # noqa: S311  # Nothing secret.
    await me.command("qualify start", made.channel("general"), name=f"Prospect {number}")
    for place, text in enumerate(ANSWERS):
        await shown(me, 2 + place)
        await asyncio.sleep(random.uniform(*READ_FOR))  # noqa: S311
        began, newest = monotonic(), me.from_bot()[-1]
        options = [one for one in newest.pressable() if one[1].get("style") == 1]
        if options and number % 2:
            await me.presses_raw(options[0][1], newest)
        else:
            me.says(text)
        await shown(me, 3 + place)
        waits.append(monotonic() - began)
    await asyncio.sleep(random.uniform(*READ_FOR))  # noqa: S311
    await me.presses("Show the verdict")
    await shown(me, 3 + len(ANSWERS))


async def shown(me: Person, count: int) -> None:
    """Wait until the bot has written so many messages."""
    while len(me.from_bot()) < count:  # noqa: ASYNC110  # People look.
        await asyncio.sleep(LOOK_EVERY)


async def measured(folder: Path, people: int) -> tuple[list[float], list[float], int, float]:
    """The seconds of first responses and until next questions, interviews that ended, and all."""
    async with discord_server() as made:
        url = made.rest.url
        environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{folder}/bot.db",
            "DISCORD_TOKEN": TOKEN,
            "DISCORD_API_BASE_URL": f"{url}/api/v10",
            "DISCORD_GATEWAY_URL": f"{url.replace('http', 'ws', 1)}/gateway",
            "BOT_LANGUAGE": "en",
        }
        guild = next(iter(made.rest.guilds.values()))
        admin = next(role for role, (name, _) in guild.roles.items() if name == "Admin")
        users = [str(1000 + number) for number in range(people)]
        for user in users:
            made.rest.users[user] = User(user, f"user{user}")
            guild.members[user] = [admin]
        bot = subprocess.Popen(  # noqa: ASYNC220  # It is what is measured.
            [sys.executable, "-m", "bot", "run"], env=environment, stdout=subprocess.PIPE
        )
        waits: list[float] = []
        try:
            while not made.gateway.connected():  # noqa: ASYNC110  # Nobody tells.
                await asyncio.sleep(LOOK_EVERY)
            began = monotonic()
            await asyncio.gather(
                *(
                    interviewed(made, made.person(user), one, waits)
                    for one, user in enumerate(users)
                )
            )
            took = monotonic() - began
        finally:
            bot.send_signal(signal.SIGTERM)
            await asyncio.to_thread(bot.wait)
        ended = sum(
            made.person(user).from_bot()[-1].content.startswith("### Prospect") for user in users
        )
        assert all(ack.kind is not None for ack in made.acks), "a first response is missing"
        return [ack.seconds for ack in made.acks], waits, ended, took


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=200)
    given = options.parse_args()
    with TemporaryDirectory() as folder:
        acks, waits, ended, took = asyncio.run(measured(Path(folder), given.people))
    hundredths, next_ones = statistics.quantiles(acks, n=100), statistics.quantiles(waits, n=100)
    met = hundredths[98] < MOST_P99
    sys.stdout.write(
        f"{given.people} people: {len(acks)} first responses in {took:.0f} s,"
        f" {ended} interviews finished\n"
        f"median {statistics.median(acks) * 1000:.0f} ms, p90 {hundredths[89] * 1000:.0f} ms,"
        f" p99 {hundredths[98] * 1000:.0f} ms, worst {max(acks) * 1000:.0f} ms\n"
        f"until the next question: median {statistics.median(waits) * 1000:.0f} ms,"
        f" p99 {next_ones[98] * 1000:.0f} ms (looked for every {LOOK_EVERY * 1000:.0f} ms)\n"
        f"p99 below {MOST_P99 * 1000:.0f} ms: {'met' if met else 'NOT MET'}\n"
    )
    if not met:
        sys.exit(1)


if __name__ == "__main__":
    main()
