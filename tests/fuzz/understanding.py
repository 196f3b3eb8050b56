"""Random texts typed at every kind of question, to find what breaks: `make fuzz SECONDS=120`.

No text may raise an exception, take longer than 5 ms, mean two things, come out as anything but
JSON, or become a value that the question does not allow. Each finding is printed once for each
kind, with a text from which nothing can be left out; the exit status is 1 if there are any.
"""

import argparse
import heapq
import json
import random
import re
import sys
import time
from collections.abc import Callable
from typing import Any

from bot.understanding.answer_lines import understood
from bot.understanding.cleaning import MOST_TYPED
from bot.understanding.lexicon import load_lexicon
from bot.understanding.values import MOST_READ
from tests.typed_answers import QUESTIONS, TODAY, asked, known_phrases, recorded

SLOW = 0.005
"""Seconds that no text may take."""
MOST_TRIES = 2_000
"""Shorter texts that are tried for each finding."""
SHOWN = 120
"""Characters of a text that are printed."""
JUNK = (
    *map(chr, range(0x20)),
    *"\x7f\x85\xa0\xad\u061c\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u2060\ufeff\ufffd\uffff",
    *map(chr, range(0x202A, 0x202F)),
    *map(chr, range(0x2066, 0x206A)),
    *"\ud800\udc00\udfff\U000e0041\U0010ffff",
    *"\u0300\u0301\u0327\u0345\u0489\u064b\u0651\u0670\u0640\u20e3\ufe0f\U0001f3fd",
    *"0123456789٠١٢٣۴۵۶०१２３𝟙𝟚²³¹①⑩Ⅷↁ½⅓¾⅐↉〇一百๒௧൧൨፩፻",  # Digits that are none.
    *".,;:!?'\"-–—−/\\|+*=~^%‰٪$€£﷼¥#@&()[]{}<>≤≥…،؛؟٫٬_`´•→",
    *"ﷺ﷽ﬁﬃǆŉſßİıΐẞﻻﺎㄱ각👍👎⭐🇱🇧🙂💯✅",
    *(
        "👨‍👩‍👧‍👦",
        "1️⃣",
        "e\u0301" * 40,
        "و",
        "ال",
        "لل",
        "ب",
        "\r\n",
        "\u2067نعم\u2069",
        "n/a",
        "NaN",
        "1e9",
    ),
    *("1_000", "0x10", "1.000.000,00", "99999999999999999999", "2026-02-30", "31/02", "00", "-0"),
)

Row = dict[str, Any]


class Fuzz:
    """Types texts, and keeps what was wrong with them and which took longest."""

    def __init__(self) -> None:
        self._lexicon = load_lexicon()
        self.found: dict[tuple[str, str], str] = {}
        self.slowest: list[tuple[float, str, str]] = []
        self.typed = 0

    def understand(self, row: Row) -> dict[str, Any]:
        """What the bot makes of a line."""
        return understood(row, self._lexicon, TODAY, "en")

    def type_in(self, row: Row) -> None:
        """Type one text at one question, and note what is wrong."""
        self.typed += 1
        kind = str(row.get("question_kind", row["kind"]))
        began = time.perf_counter()
        wrong = self.wrong_with(row)
        took = (time.perf_counter() - began) / 2
        if took > SLOW * 0.8:
            took = self.quickest(row)
        self.slowest = heapq.nlargest(3, [*self.slowest, (took, kind, row["text"])])
        if took > SLOW:
            length = "a text that is read" if len(row["text"]) <= MOST_READ else "a longer text"
            slow = f"more than {SLOW * 1000:.0f} ms for {length}"
            self.found.setdefault((slow, kind), row["text"])
        if wrong is not None and (wrong, kind) not in self.found:
            self.found[wrong, kind] = shortest(
                row["text"], lambda text: self.wrong_with({**row, "text": text}) == wrong
            )

    def quickest(self, row: Row) -> float:
        """Seconds that a line takes when nothing else keeps the machine busy."""
        times = []
        for _ in range(3):
            began = time.perf_counter()
            try:
                self.understand(row)
            except Exception:  # noqa: BLE001  # What was raised is noted elsewhere.
                return 0.0
            times.append(time.perf_counter() - began)
        return min(times)

    def wrong_with(self, row: Row) -> str | None:
        """What is wrong with what a text is understood as, if anything is."""
        try:
            first, second = self.understand(row), self.understand(row)
        except Exception as error:  # noqa: BLE001  # Whatever is raised is a finding.
            return f"{type(error).__name__}: {error}"[:80]
        if first != second:
            return "two meanings"
        try:
            json.dumps(first, allow_nan=False)
        except (TypeError, ValueError) as error:
            return f"no JSON: {error}"
        values = first.get("clarify", [first["value"]] if "value" in first else [])
        if "clarify" in first and not values:
            return "nothing to choose from"
        return next((why for value in values if (why := not_allowed(row, value))), None)


def not_allowed(row: Row, value: Any) -> str | None:  # noqa: ANN401  # JSON is what may be anything.
    """Why the question does not allow the value."""
    match row.get("question_kind", row["kind"]):
        case "yes_no":
            fine = isinstance(value, bool)
        case "choice":
            fine = value in row["options"]
        case "multi_choice":
            in_order = [option for option in row["options"] if option in value]
            least, most = row.get("min_select", 1), row.get("max_select", len(row["options"]))
            fine = value == in_order and least <= len(value) <= most
        case "scale":
            fine = isinstance(value, int)
            fine = fine and row.get("scale_min", 1) <= value <= row.get("scale_max", 5)
        case "number" | "percent":
            low, high = (value["min"], value["max"]) if isinstance(value, dict) else (value, value)
            fine = row.get("min", low) <= low <= high <= row.get("max", high)
        case "money":
            low, high = value["min"], value["max"]
            fine = (low is not None or high is not None) and (
                low is None or high is None or 0 <= low <= high
            )
        case "duration":
            low, high = value["min"], value["max"]
            fine = (low is not None or high is not None) and (
                low is None or high is None or seconds(low, month=28) <= seconds(high, month=31)
            )
            fine = fine and "-" not in f"{low}{high}"
        case "date":
            fine = row.get("min_date", "") <= value["from"] <= value["to"]
        case _:
            fine = isinstance(value, str) and 0 < len(value) <= row.get("max_len", 2000)
    return None if fine else "a value that is not allowed"


def seconds(iso: str, *, month: int) -> int:
    """The length of an ISO 8601 duration with months of so many days."""
    date, _, clock = iso.removeprefix("P").partition("T")
    units = {"M": month * 86_400, "D": 86_400}
    found = re.findall(r"(\d+)([MD])", date), re.findall(r"(\d+)([HMS])", clock)
    return sum(int(n) * units[unit] for n, unit in found[0]) + sum(
        int(n) * {"H": 3_600, "M": 60, "S": 1}[unit] for n, unit in found[1]
    )


def shortest(text: str, is_wrong: Callable[[str], bool]) -> str:
    """The text without every part that can go while it stays wrong."""
    size, tries = max(1, len(text) // 2), 0
    while tries < MOST_TRIES:
        at, before = 0, len(text)
        while at < len(text) and tries < MOST_TRIES:
            tries += 1
            shorter = text[:at] + text[at + size :]
            if is_wrong(shorter):
                text = shorter
            else:
                at += size
        if size == 1 and len(text) == before:
            break
        size = max(1, size // 2)
    return text


def some_text(chance: random.Random, phrases: list[str], rows: list[Row]) -> str:
    """A text of words, answers and junk, now and then very long."""
    options = [str(option) for row in QUESTIONS.values() for option in row.get("options", ())]
    makers: tuple[Callable[[], str], ...] = (
        *(lambda: chance.choice(phrases),) * 6,
        *(lambda: chance.choice(rows)["text"][:200] if rows else "yes",) * 2,
        lambda: chance.choice(options),
        lambda: str(chance.randrange(10 ** chance.randrange(1, 20))),
        lambda: chance.choice(JUNK),
        lambda: chr(chance.randrange(0x110000)),
        lambda: "".join(chance.choice(JUNK) for _ in range(chance.randrange(1, 12))),
    )
    pieces = [chance.choice(makers)() for _ in range(chance.choice((1, 1, 2, 2, 3, 4, 6, 12, 40)))]
    text = chance.choice((" ", " ", " ", "", ", ", "\n")).join(pieces)
    if chance.random() < 0.15:
        text = text.replace(chance.choice(text or " "), chance.choice(JUNK))
    if chance.random() < 0.1 and text:
        text = (text * (MOST_TYPED // len(text) + 1))[
            : chance.choice((199, 400, 401, 5_000, MOST_TYPED))
        ]
    return text[:MOST_TYPED]


def shown(text: str) -> str:
    """The text in ASCII, as it can be copied into a test; a long one by its beginning."""
    return f"{text[:SHOWN]!a}… ({len(text)} characters)" if len(text) > SHOWN else f"{text!a}"


def main() -> int:
    """Type until the time is over; print what was found."""
    parser = argparse.ArgumentParser(description="Type random texts at every kind of question.")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    wanted = parser.parse_args()
    chance = random.Random(wanted.seed)  # noqa: S311  # A run has to be repeatable, not secret.
    fuzz, phrases, rows = Fuzz(), known_phrases(), recorded()
    for kind in QUESTIONS:  # Reads what is read once: the lexicon, month names, the matcher.
        for text in ("yess plaese", "1 Decembr", "5 xau", "fixd prise", "٣ أسابيعع"):
            fuzz.understand(asked(kind, text))
    for row in rows:
        fuzz.type_in(row)
    until = time.monotonic() + wanted.seconds
    while time.monotonic() < until:
        text = some_text(chance, phrases, rows)
        for kind in QUESTIONS:
            fuzz.type_in(asked(kind, text))
        if rows:
            fuzz.type_in({**chance.choice(rows), "text": text})
    sys.stdout.write(f"seed {wanted.seed}: {fuzz.typed} texts\n")
    for took, kind, text in fuzz.slowest:
        sys.stdout.write(f"  {took * 1000:.2f} ms  {kind}: {shown(text)}\n")
    for (wrong, kind), text in fuzz.found.items():
        sys.stdout.write(f"{kind}: {wrong}: {shown(text)}\n")
    return 1 if fuzz.found else 0


if __name__ == "__main__":
    sys.exit(main())
