from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import KINDS, Database, new_database
from tests.postgres import NoServer


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--record-transcripts",
        action="store_true",
        help="Write tests/transcripts anew from what is typed in them, to be read by a person.",
    )
    parser.addoption(
        "--record-cards",
        action="store_true",
        help="Write tests/cards anew, to be looked at by a person.",
    )


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database with our tables; every test that asks for it runs on both kinds."""
    with new_database(request.param, tmp_path) as made:
        if isinstance(made, NoServer):
            pytest.skip(f"NOT TESTED ON POSTGRESQL: {made.reason}")
        yield made
