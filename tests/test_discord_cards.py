"""Every card as Discord shows it stands in tests/cards/discord, to be read and looked at by people.

After a change of texts or of the drawing, write them anew with ``pytest --record-cards``, look at
them with ``make preview``, and read what has changed.
"""

import json
from pathlib import Path

import pytest

from tests.discord_cards import everything
from tests.every_card import Json

FOLDER = Path(__file__).parent / "cards" / "discord"


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


def test_every_card_is_there_in_both_languages() -> None:
    names = [shown["name"] for _, shown in everything() if shown["surface"] != "commands"]

    assert all(names.count(name) == 2 for name in names)
