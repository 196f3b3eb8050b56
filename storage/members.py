"""What one team's members have chosen: their language and time zone."""

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from bot.ports import Address
from bot.records import Choice
from storage.models import members
from storage.team_rows import TEAM, TeamRows, about_team

_CHOICE = about_team(
    select(members).where(members.c.team_id == TEAM, members.c.address == bindparam("at_address"))
)
_add = insert(members)
_CHOOSE = about_team(
    _add.on_conflict_do_update(
        index_elements=["team_id", "address"],
        set_={"language": _add.excluded.language, "zone": _add.excluded.zone},
    )
)


class SqlMembers:
    """Members inside one transaction; see ``bot.records.Members``."""

    def __init__(self, rows: TeamRows) -> None:
        self._rows = rows

    def choice(self, address: Address) -> Choice:
        """What whoever is spoken with at the address has chosen."""
        row = self._rows.first(_CHOICE, at_address=str(address))
        return Choice() if row is None else Choice(row.language, row.zone)

    def choose(self, address: Address, choice: Choice) -> None:
        """Remember it."""
        row = {"address": str(address), "language": choice.language, "zone": choice.zone}
        self._rows.change(_CHOOSE, row)
