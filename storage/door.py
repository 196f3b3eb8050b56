"""Who may come in to one team: how its spaces are entered, who is blocked, and how many came."""

from datetime import datetime

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.ports import Address
from bot.profile import Respondent
from bot.records import Doorway
from bot.snapshot import Stage
from storage.models import blocked, interviews, spaces
from storage.rows import ESCAPE, in_space
from storage.team_rows import TEAM, TeamRows, about_team

_SPACE = (
    spaces.c.team_id == TEAM,
    spaces.c.platform == bindparam("of_platform"),
    spaces.c.space == bindparam("of_space"),
)
_DOORWAY = about_team(select(spaces).where(*_SPACE))
_BUILD = about_team(
    update(spaces).where(*_SPACE).values(role=bindparam("a_role"), intake_open=bindparam("is_open"))
)
_AT = (blocked.c.team_id == TEAM, blocked.c.address == bindparam("at_address"))
_BLOCKED = about_team(select(blocked.c.address).where(*_AT))
_BLOCK = about_team(insert(blocked).on_conflict_do_nothing().returning(blocked.c.address))
_UNBLOCK = about_team(delete(blocked).where(*_AT))
_SINCE = bindparam("since", type_=interviews.c.created_at.type)
_CAME_IN = (
    interviews.c.team_id == TEAM,
    interviews.c.changed_at >= _SINCE,  # There is an index on it.
    interviews.c.created_at >= _SINCE,
    interviews.c.respondent == Respondent.PROSPECT.value,
)
_BEGUN = about_team(
    select(interviews.c.interview_id)
    .where(
        interviews.c.team_id == TEAM,
        interviews.c.address == bindparam("at_address"),
        interviews.c.respondent == Respondent.PROSPECT.value,
        interviews.c.stage.in_((Stage.OPEN.value, Stage.PAUSED.value)),
    )
    .order_by(interviews.c.created_at.desc())
    .limit(1)
)
_ONE_CAME_IN = about_team(
    select(func.count()).where(*_CAME_IN, interviews.c.address == bindparam("at_address"))
)
_ANYBODY_CAME_IN = about_team(
    select(func.count()).where(
        *_CAME_IN, interviews.c.address.like(bindparam("beginning"), escape=ESCAPE)
    )
)


class SqlDoor:
    """Who may come in, inside one transaction; see ``bot.records.Door``."""

    def __init__(self, rows: TeamRows) -> None:
        self._rows = rows

    def doorway(self, address: Address) -> Doorway:
        """How the address's space is entered."""
        row = self._rows.first(_DOORWAY, of_platform=address.platform, of_space=address.space)
        return Doorway() if row is None else Doorway(row.role, row.intake_open)

    def build(self, address: Address, doorway: Doorway) -> None:
        """Let the address's space be entered like this from now on."""
        of = {"of_platform": address.platform, "of_space": address.space}
        self._rows.execute(_BUILD, **of, a_role=doorway.role, is_open=doorway.is_open)

    def is_blocked(self, address: Address) -> bool:
        """Whether somebody may not come in."""
        return self._rows.first(_BLOCKED, at_address=str(address)) is not None

    def block(self, address: Address, at: datetime) -> bool:
        """Let somebody in no more; False if they are blocked already."""
        return bool(self._rows.returned(_BLOCK, {"address": str(address), "created_at": at}))

    def unblock(self, address: Address) -> bool:
        """Let somebody in again; False if they are not blocked."""
        return self._rows.execute(_UNBLOCK, at_address=str(address)) == 1

    def begun(self, address: Address) -> str | None:
        """The interview that somebody began as a prospect and has not ended, the newest one."""
        found: str | None = self._rows.scalar(_BEGUN, at_address=str(address))
        return found

    def came_in(self, address: Address, since: datetime, *, anybody: bool = False) -> int:
        """How many interviews somebody began as a prospect, or anybody in their space."""
        if anybody:
            there = in_space(address)
            return int(self._rows.scalar(_ANYBODY_CAME_IN, since=since, beginning=there))
        return int(self._rows.scalar(_ONE_CAME_IN, since=since, at_address=str(address)))
