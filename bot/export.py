"""Everything on record as files: a table that no spreadsheet executes, and JSON for programs."""

import csv
import json
from base64 import b64encode
from collections.abc import Iterator, Sequence
from datetime import date
from io import StringIO

from bot.cards import Card, File, Paragraph
from bot.phrases import Phrases
from bot.record_cards import Seen, interview_json
from bot.scene import card
from bot.snapshot import changeable

MOST_EXPORTED = 1_000
"""Interviews that one file holds, the last changed first."""
_COLUMNS = (
    *("prospect", "interview", "list", "version", "respondent", "stage", "changed_at"),
    *("verdict", "score", "trait", "answer", "given_on"),
)
_EXECUTED = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a cell begins that a spreadsheet takes for a formula."""


def export_card(seen: Sequence[Seen], today: date, phrases: Phrases) -> Card:
    """The files, with a word about them."""
    stem = f"qualify-bot-{today.isoformat()}"
    rows = json.dumps([interview_json(*one) for one in seen], ensure_ascii=False, indent=1)
    files = (
        # Excel takes a file for UTF-8 only if it begins with its mark.
        File(f"{stem}.csv", _packed("\ufeff" + _table(seen, phrases))),
        File(f"{stem}.json", _packed(rows)),
    )
    return card(phrases, Paragraph(phrases.say("chat-export", date=today)), *files)


def _packed(text: str) -> str:
    return b64encode(text.encode("utf-8", "replace")).decode()


def _table(seen: Sequence[Seen], phrases: Phrases) -> str:
    """One row for each answer, and for each interview that has none."""
    written = StringIO()
    table = csv.writer(written)
    table.writerow(_COLUMNS)
    for one in seen:
        table.writerows([_harmless(cell) for cell in row] for row in _rows(one, phrases))
    return written.getvalue()


def _rows(seen: Seen, phrases: Phrases) -> Iterator[tuple[object, ...]]:
    listing, scene = seen
    record = listing.record
    common = (
        *(record.prospect, record.id, record.profile_id, record.version),
        *(record.interview.respondent.value, record.interview.stage.value),
        *(listing.changed_at.isoformat(), listing.verdict),
        None if listing.score is None else interview_json(listing, scene)["score"],
    )
    answers = changeable(scene.profile, scene.interview)
    for answer in answers:
        kind = scene.profile.trait(answer.trait).wording(scene.interview.respondent).kind
        said = scene.answer(phrases, kind, answer.response)
        yield (*common, answer.trait, said, answer.given_on.isoformat())
    if not answers:
        yield (*common, None, None, None)


def _harmless(cell: object) -> object:
    """The cell as text that stays text, whatever opens it."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(_EXECUTED):
        return f"'{cell}"
    return cell
