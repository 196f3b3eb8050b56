import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--record-transcripts",
        action="store_true",
        help="Write tests/transcripts anew from what is typed in them, to be read by a person.",
    )
