"""How long reading a typed answer takes: `make bench`.

Two things are measured, after reading the lexicon and month names once: the typed answers that are
kept in files, and texts made to be hard, each a short piece repeated, at a question of every kind.
An answer that is no text is read up to 400 characters and 60 words, so for the shorter length a
piece is repeated no further than both allow. How the time grows is the ratio of the times for a
length and for its half, where the words allow both; 2 is linear.
"""

import statistics
import sys
import time
from collections.abc import Iterable
from typing import Any

from bot.understanding.answer_lines import understood
from bot.understanding.cleaning import MOST_TYPED
from bot.understanding.lexicon import Lexicon, load_lexicon
from bot.understanding.values import MOST_READ
from bot.understanding.words import MOST_WORDS, split
from tests.typed_answers import QUESTIONS, TODAY, asked, recorded

ROUNDS = 5
MEASURABLE = 0.00005
"""Seconds below which a ratio says more about the clock than about the text."""
READ, TYPED = MOST_READ, MOST_TYPED
"""Characters that are read at most, and that are typed at most."""
PIECES = (
    *("1", "1,", "1 ", "1.", "1/", "1-", "-", "/", ".", ",", "?", "+", "٣", "½", "²", "%", "$"),
    *("a", "aab", "zqxj ", "zqxjk, ", "seventeeen ", "قططط ", "و", "وال", "و ", "and ", "or "),
    *("fixed price ", "fixd ", "SEO, ", "سعر ثابت ", "five ", "half ", "thousand ", "ألف ", "a "),
    *("yes, ", "لا ", "not ", "next ", "week ", "3 weeks and ", "1 may ", "from 1 to "),
    *("at least ", "usd ", "ﷺ", "👍", "⭐", "👨\u200d👩\u200d👧 ", "e\u0301", "\u0301"),
    *("ب\u064e\u0651", "\u0640", "\u202e", "\u2067", "\x00", "\n", " ", "\ud800", "İ", "ﬃ"),
    *("don't ", "3ashra ", ":ok:", ":a", "1'", "'a", "the budget is about ", "حوالي "),
)
"""What hard texts are made of."""


def seconds(row: dict[str, Any], lexicon: Lexicon) -> float:
    """What reading a line takes, in the median."""
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        understood(row, lexicon, TODAY, "en")
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def hard(kind: str, piece: str, length: int) -> dict[str, Any]:
    """A line with a text of so many characters, or of as many words as are read."""
    text = (piece * (length // len(piece) + 1))[:length]
    while length <= READ and len(split(text)) > MOST_WORDS:
        text = text[: -len(piece)]
    return asked(kind, text)


def report(name: str, times: Iterable[tuple[float, str]]) -> None:
    """Print the median and the worst, in microseconds, with what was worst."""
    ordered = sorted(times)
    middle, (most, text) = statistics.median(took for took, _ in ordered), ordered[-1]
    sys.stdout.write(
        f"  {name:<28} {len(ordered):>5}   median {middle * 1e6:6.0f}   worst {most * 1e6:6.0f}"
        f"   {text}\n"
    )


def main() -> None:
    """Print the times, and how they grow."""
    lexicon = load_lexicon()
    for kind in QUESTIONS:
        for text in ("yess plaese", "1 Decembr", "5 xau", "fixd prise"):
            understood(asked(kind, text), lexicon, TODAY, "en")
    sys.stdout.write(f"Microseconds; each text {ROUNDS} times, its median\n")
    rows = recorded()
    if rows:
        report("typed answers", ((seconds(row, lexicon), f"{row['text'][:40]!a}") for row in rows))
    took = {
        (kind, piece, length): seconds(hard(kind, piece, length), lexicon)
        for kind in QUESTIONS
        for piece in PIECES
        for length in (READ // 2, READ, TYPED // 2, TYPED)
    }
    beyond = {READ: f", or {MOST_WORDS} words", TYPED: ""}
    for length in (READ, TYPED):
        sys.stdout.write(f"Hard texts of {length} characters{beyond[length]}\n")
        for kind in QUESTIONS:
            report(kind, ((took[kind, piece, length], f"{piece!a}") for piece in PIECES))
    for length in (READ, TYPED):
        ratios = [
            (took[kind, piece, length] / took[kind, piece, length // 2], f"{kind} {piece!a}")
            for kind in QUESTIONS
            for piece in PIECES
            if took[kind, piece, length] > MEASURABLE
            if len(hard(kind, piece, length)["text"]) == length
        ]
        middle, (most, which) = statistics.median(ratio for ratio, _ in ratios), max(ratios)
        sys.stdout.write(
            f"time for {length} ÷ {length // 2} characters: median {middle:.2f},"
            f" most {most:.2f} ({which})\n"
        )


if __name__ == "__main__":
    main()
