"""A question of every kind to try typed texts on, and the typed answers that are kept in files."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from bot.understanding.lexicon import FOLDER

ANSWERS = Path(__file__).parent / "answers"
"""Files of JSON lines in the form of docs/understanding.md; the folder may be missing."""
TODAY = date(2026, 11, 25)
_OPTIONS = [
    *("Fixed price", "By the hour", "Development", "SEO", "Not sure", "سعر ثابت", "11-50"),
    *("Brand identity", "Packaging design", "Copy for a website", "Motion and video", "Events"),
    *("تصميم شعار", "إدارة حسابات التواصل", "كتابة محتوى", "تصوير منتجات", "ترجمة", "51-200"),
    *("A smaller advance, then milestones", "Once, in writing", "Paid search", "Market research"),
    *("Photography", "Printing", "Training for the team"),
]
"""As many as a menu of Slack or Discord shows at once."""
QUESTIONS: Mapping[str, Mapping[str, Any]] = {
    "yes_no": {},
    "choice": {"options": _OPTIONS, "option_aliases": {"SEO": ["تحسين محركات البحث"]}},
    "multi_choice": {"options": _OPTIONS, "min_select": 1, "max_select": 4},
    "number": {"min": 0, "max": 1000},
    "percent": {"min": 0, "max": 100},
    "scale": {"scale_min": 1, "scale_max": 5},
    "money": {"default_currency": "USD"},
    "duration": {},
    "date": {"min_date": TODAY.isoformat(), "week_start": "sunday"},
    "text": {"max_len": 300},
}
"""The keys of a line for each kind, beside its text."""


def asked(kind: str, text: str) -> dict[str, Any]:
    """The line of a text typed at the question of that kind."""
    return {"kind": kind, "text": text, "today": TODAY.isoformat(), **QUESTIONS[kind]}


def recorded() -> list[dict[str, Any]]:
    """Every line of the files, with the question that it was typed at."""
    return [
        json.loads(line)
        for path in sorted(ANSWERS.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").split("\n")
        if line.strip()
    ]


def known_phrases() -> list[str]:
    """Every phrase of every lexicon file."""
    files = [tomllib.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.toml")]
    return sorted(set(_strings(files)))


def _strings(node: object) -> Iterator[str]:
    match node:
        case str():
            yield node
        case list():
            for one in node:
                yield from _strings(one)
        case dict():
            for key, one in node.items():
                yield from (str(key), *_strings(one))
        case _:
            pass
