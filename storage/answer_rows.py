"""Answers: superseded, never overwritten."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from bot import answers as responses
from bot.answers import Answer
from storage.models import answers

Key = tuple[int, str, str, date]
"""What makes a stored answer the same: its place, trait, response and day."""


def load_answers(
    connection: Connection, team: str, only: Sequence[str] | None = None
) -> dict[str, tuple[Answer, ...]]:
    """The answers that stand, in order, by interview; of only these, or of the whole team."""
    standing = select(answers).where(answers.c.team_id == team, answers.c.superseded_at.is_(None))
    if only is not None:
        standing = standing.where(answers.c.interview_id.in_(only))
    result: dict[str, tuple[Answer, ...]] = {}
    for row in connection.execute(standing.order_by(answers.c.position)):
        given = Answer(row.trait, responses.from_json(row.response), row.given_on)
        result[row.interview_id] = (*result.get(row.interview_id, ()), given)
    return result


def save_answers(
    connection: Connection, team: str, interview_id: str, given: tuple[Answer, ...], at: datetime
) -> None:
    """Supersede what no longer stands and add what is new."""
    here = (answers.c.team_id == team, answers.c.interview_id == interview_id)
    stored = {
        _key(row.position, row.trait, row.response, row.given_on): row.entry
        for row in connection.execute(
            select(answers).where(*here, answers.c.superseded_at.is_(None))
        )
    }
    wanted = {
        _key(place, answer.trait, responses.to_json(answer.response), answer.given_on): answer
        for place, answer in enumerate(given)
    }
    gone = [entry for key, entry in stored.items() if key not in wanted]
    if gone:
        superseded = update(answers).where(*here, answers.c.entry.in_(gone))
        connection.execute(superseded.values(superseded_at=at))
    new = [(key[0], answer) for key, answer in wanted.items() if key not in stored]
    if not new:
        return
    last = connection.scalar(select(func.max(answers.c.entry)).where(*here)) or 0
    rows = [
        {
            "team_id": team,
            "interview_id": interview_id,
            "entry": entry,
            "position": position,
            "trait": answer.trait,
            "response": responses.to_json(answer.response),
            "given_on": answer.given_on,
        }
        for entry, (position, answer) in enumerate(new, last + 1)
    ]
    connection.execute(insert(answers), rows)


def _key(position: int, trait: str, response: dict[str, Any], given_on: date) -> Key:
    return position, trait, json.dumps(response, sort_keys=True), given_on
