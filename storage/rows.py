"""Rows <-> what they stand for."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row

from bot import answers as responses
from bot.answers import Answer, Mark, Value
from bot.effects import Aside
from bot.list_nodes import ProfileRefused
from bot.ports import Address, StorageTrouble, StorageUnavailable
from bot.profile import Profile, Respondent
from bot.profile_file import read_list
from bot.records import Record
from bot.snapshot import Interview, Stage
from storage.sealing import Seal

ESCAPE = "!"
"""What stands before a character of a pattern that stands for itself."""


def address_of(stored: str) -> Address:
    """The address that ``str(address)`` stored."""
    platform, space, channel = stored.split(":", 2)
    return Address(platform, space, channel)


@contextmanager
def readable() -> Iterator[None]:
    """What cannot be read back was damaged by somebody else: said so, without its values."""
    try:
        yield
    except (ValueError, TypeError, LookupError, ProfileRefused):
        raise StorageUnavailable(StorageTrouble.DAMAGED, "") from None


def answer_json(answer: Answer) -> dict[str, Any]:
    """The stored form of an answer that stands in a row of something else."""
    response = responses.to_json(answer.response)
    return {"trait": answer.trait, "response": response, "given_on": answer.given_on.isoformat()}


def answer_from(stored: dict[str, Any]) -> Answer:
    """The answer that ``answer_json`` stored."""
    response = responses.from_json(stored["response"])
    return Answer(stored["trait"], response, date.fromisoformat(stored["given_on"]))


def reading_from(stored: dict[str, Any]) -> Value:
    """The reading that was stored as a response. Raises ValueError for a mark, which is none."""
    response = responses.from_json(stored)
    if isinstance(response, Mark):
        raise ValueError("a mark is no reading")  # noqa: TRY004  # The type is right, the value not.
    return response


def name_key(name: str) -> str:
    """The form in which names are the same: Acme, ACME and acme are one prospect."""
    return name.casefold()


def like(text: str) -> str:
    """The text as a part of a pattern, with nothing in it that stands for something else."""
    return text.replace(ESCAPE, ESCAPE * 2).replace("%", f"{ESCAPE}%").replace("_", f"{ESCAPE}_")


def in_space(address: Address) -> str:
    """What the addresses of the address's space are like."""
    return f"{like(f'{address.platform}:{address.space}:')}%"


def columns_of(record: Record, at: datetime, seal: Seal) -> dict[str, Any]:
    """The columns of an interview that change."""
    interview = record.interview
    replaced = answer_json(interview.replaced) if interview.replaced else None
    offered = [responses.to_json(reading) for reading in interview.offered] or None
    return {
        "respondent": interview.respondent.value,
        "language": record.language,
        "address": str(record.address),
        "stage": interview.stage.value,
        "aside": interview.aside.value if interview.aside else None,
        "changing": interview.changing,
        "attempts": interview.attempts,
        "step": interview.step,
        "replaced": seal.close(replaced),
        "offered": seal.close(offered),
        "changed_at": at,
    }


def record_of(row: Row[Any], given: tuple[Answer, ...], seal: Seal) -> Record:
    """The interview of a row, with its answers."""
    replaced, offered = seal.open(row.replaced), seal.open(row.offered)
    interview = Interview(
        Respondent(row.respondent),
        Stage(row.stage),
        given,
        Aside(row.aside) if row.aside else None,
        row.changing,
        row.attempts,
        row.step,
        answer_from(replaced) if replaced else None,
        tuple(reading_from(reading) for reading in offered or ()),
    )
    return Record(
        row.interview_id,
        row.name,
        row.profile_id,
        row.version,
        row.language,
        address_of(row.address),
        interview,
        row.revision,
    )


def profile_of(document: str) -> Profile:
    """A stored list."""
    return read_list(document, "stored list")
