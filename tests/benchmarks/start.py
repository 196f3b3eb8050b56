"""How long a person waits for the first question: `make bench`.

Measured beside the floor (Python importing the same libraries and doing nothing) in one run, the
two taking turns, so that the ratio holds on a busy machine too. Warm: after one run of each.
"""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

ROUNDS = 15
LIBRARIES = "import sqlalchemy, pydantic_settings, typer, fluent.runtime, yaml, asyncio"
PYTHON = "python alone"
FLOOR = "its libraries alone"
START = "to the first question"
WARM = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""The environment, but for a switch that would have our modules compiled anew at every start."""


def first_question(folder: Path) -> float:
    """Seconds from starting ``chat`` until the first question stands in the terminal."""
    environment = {**WARM, "DATABASE_URL": f"sqlite:///{folder / 'bot.db'}"}
    began = time.perf_counter()
    chat = subprocess.Popen(
        [sys.executable, "-m", "bot", "chat", "Acme", "--lang", "en"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
    )
    if chat.stdin is None or chat.stdout is None:
        raise RuntimeError("no pipes")
    while b"How much will the prospect pay" not in chat.stdout.readline():
        if chat.poll() is not None:
            raise RuntimeError("chat ended without a question")
    took = time.perf_counter() - began
    chat.stdin.close()
    chat.stdout.read()
    chat.wait()
    return took


def running(code: str) -> float:
    """Seconds that Python takes to run this."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, env=WARM)
    return time.perf_counter() - began


def main() -> None:
    """Print the medians, their spread and their ratio."""
    times: dict[str, list[float]] = {PYTHON: [], FLOOR: [], START: []}
    with TemporaryDirectory() as folder:
        first_question(Path(folder))
        running(LIBRARIES)
        for _ in range(ROUNDS):
            times[PYTHON].append(running("pass"))
            times[FLOOR].append(running(LIBRARIES))
            times[START].append(first_question(Path(folder)))
    sys.stdout.write(f"{ROUNDS} rounds, milliseconds\n")
    for name, taken in times.items():
        low, middle, high = min(taken), statistics.median(taken), max(taken)
        row = f"{name:<24} median {middle * 1000:6.0f}   {low * 1000:6.0f} – {high * 1000:.0f}\n"
        sys.stdout.write(row)
    ratio = statistics.median(times[START]) / statistics.median(times[FLOOR])
    sys.stdout.write(f"first question ÷ libraries alone: {ratio:.2f}\n")


if __name__ == "__main__":
    main()
