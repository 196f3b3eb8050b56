"""The messages of one team that stay in view: where they stand, so that they can be changed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from bot.ports import Address, Delivery, Showing
from storage.models import outbox, posts
from storage.rows import address_of
from storage.team_rows import TEAM, TeamRows, about_team

_OF_POST = (
    posts.c.team_id == TEAM,
    posts.c.address == bindparam("at_address"),
    posts.c.post == bindparam("of_post"),
)
_MESSAGES = about_team(
    select(posts.c.message_id).where(*_OF_POST).order_by(posts.c.shown_at, posts.c.message_id)
)
_PLACE = about_team(
    select(posts.c.address)
    .where(posts.c.team_id == TEAM, posts.c.post == bindparam("of_post"))
    .order_by(posts.c.shown_at.desc())
    .limit(1)
)
_ADD = about_team(insert(posts).on_conflict_do_nothing())
_DROP_OTHERS = about_team(
    delete(posts).where(*_OF_POST, posts.c.message_id != bindparam("but_message"))
)
_KEPT = about_team(
    select(outbox.c.key).where(
        outbox.c.team_id == TEAM, outbox.c.key.in_(bindparam("keys", expanding=True))
    )
)


class Posts:
    """One team's posts inside one transaction."""

    def __init__(self, rows: TeamRows) -> None:
        self._rows = rows

    def messages(self, address: Address, post: str) -> tuple[str, ...]:
        """The ids of the post's messages at the address, oldest first."""
        found = self._rows.all(_MESSAGES, at_address=str(address), of_post=post)
        return tuple(row.message_id for row in found)

    def place_of(self, post: str) -> Address | None:
        """Where the post stands."""
        found = self._rows.scalar(_PLACE, of_post=post)
        return None if found is None else address_of(found)

    def shown(self, deliveries: Sequence[tuple[Delivery, str | None, datetime]]) -> None:
        """Note what became of posts, each with the id of its message and when it was shown.

        What was deleted while it was being shown leaves nothing.
        """
        about = [one for one in deliveries if one[0].post is not None]
        if not about:
            return
        keys = [delivery.key for delivery, _, _ in about]
        kept = {row.key for row in self._rows.all(_KEPT, keys=keys)}
        new: list[dict[str, Any]] = []
        for delivery, message_id, at in about:
            if delivery.key not in kept or message_id is None:
                continue
            here = {"at_address": str(delivery.address), "of_post": delivery.post}
            if delivery.showing is Showing.IN_PLACE:
                self._rows.execute(_DROP_OTHERS, **here, but_message=message_id)
            new.append(
                {
                    "address": str(delivery.address),
                    "post": delivery.post,
                    "message_id": message_id,
                    "interview_id": delivery.interview_id,
                    "shown_at": at,
                }
            )
        self._rows.change(_ADD, *new)
