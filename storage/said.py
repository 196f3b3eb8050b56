"""What one team's respondents typed to questions, by the platform's ids of their messages."""

from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.dialects.postgresql import insert

from bot.ports import Address
from bot.records import Saying
from storage.models import said
from storage.rows import readable
from storage.sealing import Seal
from storage.team_rows import TEAM, TeamRows, about_team

_AT = (said.c.team_id == TEAM, said.c.address == bindparam("at_address"))
_BY_ID = about_team(select(said).where(*_AT, said.c.message_id == bindparam("of_message")))
_LAST = about_team(
    select(said).where(*_AT).order_by(said.c.said_at.desc(), said.c.message_id.desc()).limit(1)
)
_OF_ANSWER = about_team(
    select(said)
    .where(*_AT, said.c.first == bindparam("of_first"))
    .order_by(said.c.said_at, said.c.message_id)
)
_add = insert(said)
_KEEP = about_team(
    _add.on_conflict_do_update(
        index_elements=["team_id", "address", "message_id"], set_={"text": _add.excluded.text}
    )
)


class SqlSaid:
    """What was typed, inside one transaction; see ``bot.records.Said``."""

    def __init__(self, rows: TeamRows, seal: Seal) -> None:
        self._rows = rows
        self._seal = seal

    def keep(self, address: Address, saying: Saying) -> None:
        """Remember a message, or what it says by now."""
        row = {
            "address": str(address),
            "message_id": saying.message_id,
            "interview_id": saying.interview_id,
            "trait": saying.trait,
            "first": saying.first,
            "text": self._seal.close([saying.text]),
            "said_at": saying.at,
        }
        self._rows.change(_KEEP, row)

    @readable()
    def found(self, address: Address, message_id: str) -> Saying | None:
        """The message of that id, if it was typed to a question."""
        row = self._rows.first(_BY_ID, at_address=str(address), of_message=message_id)
        return None if row is None else self._saying(row)

    @readable()
    def last(self, address: Address) -> Saying | None:
        """The last one at the address."""
        row = self._rows.first(_LAST, at_address=str(address))
        return None if row is None else self._saying(row)

    @readable()
    def of_answer(self, address: Address, first: str) -> list[Saying]:
        """The messages that are one answer, in the order in which they were typed."""
        rows = self._rows.all(_OF_ANSWER, at_address=str(address), of_first=first)
        return [self._saying(row) for row in rows]

    def _saying(self, row: Row[Any]) -> Saying:
        (text,) = self._seal.open(row.text)
        about = (row.message_id, row.interview_id, row.trait, row.first)
        return Saying(*about, str(text), row.said_at)
