"""Every card as Slack shows it stands in tests/cards/slack, to be read and looked at by people.

After a change of texts or of the drawing, write them anew with ``pytest --record-cards``, look at
them with ``make preview``, and read what has changed.
"""

import json
from pathlib import Path
from typing import get_args

import pytest

from bot.effects import BeginAgain, Effect
from tests.every_card import Json, effects
from tests.slack_cards import everything
from tests.slack_limits import broken_limits, broken_view

FOLDER = Path(__file__).parent / "cards" / "slack"
MOST_FALLBACK = 4_000


def written(shown: Json) -> str:
    return json.dumps(shown, ensure_ascii=False, indent=1) + "\n"


def test_every_card_is_as_it_was_recorded(request: pytest.FixtureRequest) -> None:
    made = {name: written(shown) for name, shown in everything()}
    if request.config.getoption("--record-cards"):
        FOLDER.mkdir(parents=True, exist_ok=True)
        for old in FOLDER.glob("*.json"):
            old.unlink()
        for name, text in made.items():
            (FOLDER / name).write_text(text, encoding="utf-8")

    recorded = {file.name: file.read_text(encoding="utf-8") for file in FOLDER.glob("*.json")}

    assert set(recorded) == set(made)
    assert [name for name, text in made.items() if recorded[name] != text] == []


def test_every_effect_is_among_them_in_both_languages() -> None:
    assert {type(effect) for _, _, effect, _ in effects()} == set(get_args(Effect)) - {BeginAgain}
    names = [shown["name"] for _, shown in everything()]
    assert all(names.count(name) == 2 for name in names)


def test_every_card_is_within_slacks_limits() -> None:
    broken = {}
    for name, shown in everything():
        if shown["surface"] == "message":
            complaints = broken_limits(shown["blocks"])
            complaints += [] if len(shown["text"]) <= MOST_FALLBACK else ["a long text"]
        else:
            ours = ("name", "language", "surface")
            complaints = broken_view({key: one for key, one in shown.items() if key not in ours})
        if complaints:
            broken[name] = complaints

    assert broken == {}
