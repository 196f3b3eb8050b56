"""One team's messages inside one transaction: written with what caused them, in order per address.

Whoever writes to an address or takes its messages holds its lock, so that numbers follow each other
and one process at a time sends.
"""

import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Row,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from bot import cards
from bot.ports import LEASE, LONGEST_WAIT, Address, Delivery, Showing
from bot.records import LostRace, Message, Undelivered
from storage.locks import lock_of_addresses
from storage.models import conversations, outbox
from storage.posts import Posts
from storage.rows import ESCAPE, address_of, in_space, readable
from storage.sealing import Seal
from storage.team_rows import TEAM, TeamRows, about_team

log = logging.getLogger(__name__)

UNREADABLE = "damaged"
"""Why a message is given up that cannot be read back."""
_HERE = (outbox.c.team_id == TEAM, outbox.c.address == bindparam("at_address"))
_PENDING = outbox.c.state == "pending"
_NEW = outbox.c.showing == Showing.ANEW.value

NOW: ColumnElement[datetime] = bindparam("now", type_=outbox.c.due_at.type)
_LATEST_DUE = bindparam("latest_due", type_=outbox.c.due_at.type)
_LATEST_LEASE = bindparam("latest_lease", type_=outbox.c.due_at.type)


def waiting(table: FromClause) -> ColumnElement[bool]:
    """Whether a message has to wait: it is not due, or somebody is sending it.

    A time that lies further ahead than any wait was written before the clock was put back.
    """
    return or_(
        and_(table.c.due_at > NOW, table.c.due_at <= _LATEST_DUE),
        and_(
            table.c.leased_until.is_not(None),
            table.c.leased_until > NOW,
            table.c.leased_until <= _LATEST_LEASE,
        ),
    )


def times(now: datetime) -> dict[str, datetime]:
    """The values that ``waiting`` needs."""
    # As much again: other machines' clocks differ, and a transaction may wait for its turn.
    return {"now": now, "latest_due": now + 2 * LONGEST_WAIT, "latest_lease": now + 2 * LEASE}


_AT = conversations.c.address == bindparam("at_address")
_LOCK = lock_of_addresses(_AT)
_TRY_LOCK = lock_of_addresses(_AT, skip_locked=True)
_ADD_ADDRESS = about_team(insert(conversations).on_conflict_do_nothing())


def _of_address(column: ColumnElement[Any], *more: ColumnElement[bool]) -> ColumnElement[Any]:
    same = (
        outbox.c.team_id == conversations.c.team_id,
        outbox.c.address == conversations.c.address,
    )
    return select(column).where(*same, *more).scalar_subquery()


_STATES = about_team(
    select(
        conversations.c.address,
        _of_address(func.max(outbox.c.number)).label("last"),
        _of_address(func.count(), _PENDING, _NEW).label("pending"),
        _of_address(func.count(), _PENDING, ~_NEW).label("changes"),
    ).where(
        conversations.c.team_id == TEAM,
        conversations.c.address.in_(bindparam("addresses", expanding=True)),
    )
)
_ADD = about_team(insert(outbox))
_BY_KEY = update(outbox).where(outbox.c.team_id == TEAM, outbox.c.key == bindparam("of_key"))
_CHANGE = about_team(_BY_KEY)
# Who was too slow does not undo what somebody else did with the message meanwhile.
_CHANGE_CLAIMED = about_team(_BY_KEY.where(_PENDING, outbox.c.attempts == bindparam("claimed")))
_SENT = about_team(
    _BY_KEY.where(or_(_PENDING, outbox.c.state == "parked")).values(
        state="sent", leased_until=None, reason=None, card=None
    )
)
_PUT_OFF = about_team(
    update(outbox)
    .where(*_HERE, _PENDING)
    .values(due_at=bindparam("due", type_=outbox.c.due_at.type))
)
_later = outbox.alias("later")
_DROP_OVERTAKEN = about_team(
    update(outbox)
    .where(
        *_HERE,
        _PENDING,
        ~waiting(outbox),
        or_(
            and_(
                outbox.c.asks,
                exists().where(
                    _later.c.team_id == outbox.c.team_id,
                    _later.c.address == outbox.c.address,
                    _later.c.interview_id == outbox.c.interview_id,
                    _later.c.number > outbox.c.number,
                    _later.c.asks,
                ),
            ),
            and_(
                ~_NEW,
                exists().where(
                    _later.c.team_id == outbox.c.team_id,
                    _later.c.address == outbox.c.address,
                    _later.c.post == outbox.c.post,
                    _later.c.number > outbox.c.number,
                    _later.c.showing != Showing.ANEW.value,
                    _later.c.state.in_(("pending", "sent")),
                ),
            ),
        ),
    )
    .values(state="overtaken", settled_at=NOW, leased_until=None, card=None)
)
_DUE = about_team(
    select(outbox, waiting(outbox).label("waits"))
    .where(*_HERE, _PENDING)
    .order_by(outbox.c.number)
    .limit(bindparam("most"))
)
_GIVEN_UP = about_team(
    select(outbox)
    .where(outbox.c.team_id == TEAM, outbox.c.state == "parked")
    .order_by(outbox.c.settled_at, outbox.c.number)
)
_RESEND = about_team(
    _BY_KEY.where(outbox.c.state == "parked").values(
        state="pending", attempts=0, reason=None, settled_at=None, leased_until=None
    )
)
_ABANDON = about_team(
    update(outbox)
    .where(
        outbox.c.team_id == TEAM,
        outbox.c.address.like(bindparam("beginning"), escape=ESCAPE),
        _PENDING,
    )
    .values(
        state="parked", reason="the bot was removed", settled_at=bindparam("at"), leased_until=None
    )
)


@dataclass(slots=True)
class _State:
    """How far the messages of an address are: the last number, and how many are pending.

    ``changes`` are the pending ones that only show something differently.
    """

    last: int
    pending: int
    changes: int


class SqlOutbox:
    """One team's messages inside one transaction; see ``bot.records.Outbox``.

    What is written or marked as sent goes out with ``flush``, many rows in one go.
    """

    def __init__(self, rows: TeamRows, lease: timedelta, seal: Seal) -> None:
        self._rows = rows
        self._lease = lease
        self._seal = seal
        self._posts = Posts(rows)
        self._states: dict[str, _State] = {}
        self._new: list[dict[str, Any]] = []
        self._sent: list[dict[str, Any]] = []
        self._shown: list[tuple[Delivery, str | None, datetime]] = []

    def foresee(self, addresses: Sequence[str]) -> None:
        """Load how far these addresses are; whoever calls holds their locks."""
        for row in self._rows.all(_STATES, addresses=addresses):
            self._states[row.address] = _State(row.last or 0, row.pending, row.changes)

    def write(self, address: Address, messages: Sequence[Message], at: datetime) -> list[Delivery]:
        """Keep messages to be shown; returns those that may be sent at once, under a lease."""
        state = self._state(str(address))
        is_free, changes_are = state.pending == 0, state.pending == state.changes == 0
        deliveries = []
        for message in messages:
            free = is_free if message.showing is Showing.ANEW else changes_are
            if message.after:
                free = is_free = changes_are = False
            delivery = Delivery(
                self._rows.team,
                uuid.uuid4().hex,
                address,
                message.card,
                interview_id=message.interview_id,
                notice=message.notice,
                held_until=at + self._lease,
                written_at=at,
                post=message.post,
                showing=message.showing,
                thread=message.thread,
            )
            if free:
                deliveries.append(delivery)
            state.last += 1
            if message.showing is Showing.ANEW:
                state.pending += 1
            else:
                state.changes += 1
            self._new.append(
                {
                    "address": str(address),
                    "number": state.last,
                    "key": delivery.key,
                    "platform": address.platform,
                    "interview_id": message.interview_id,
                    "notice": message.notice,
                    "asks": message.card.step is not None,
                    "card": self._seal.close(cards.to_json(message.card)),
                    "state": "pending",
                    "attempts": 1 if free else 0,
                    "doubtful": free,
                    "due_at": at + message.after,
                    "leased_until": at + self._lease if free else None,
                    "created_at": at,
                    "post": message.post,
                    "showing": message.showing.value,
                    "thread": message.thread,
                }
            )
        return deliveries

    def _state(self, address: str) -> _State:
        """How far the address is, behind its lock; a new one gets its row first."""
        if address not in self._states:
            self.flush()
            self._rows.change(_ADD_ADDRESS, {"address": address})
            self._rows.lock(_LOCK, at_address=address)
            self.foresee([address])
        if address not in self._states:  # It was deleted while we waited for its lock.
            raise LostRace
        return self._states[address]

    @readable()
    def claim(self, address: Address, now: datetime, most: int) -> list[Delivery]:
        """Due messages of the address, in order, under a lease; none if somebody else is at it.

        Once one has to wait, those behind it wait too; behind one that only shows something
        differently, what is of the same post. A question that a later one of its interview has
        overtaken is dropped unsent, and so is what is shown differently again later.
        """
        self.flush()
        here = {"at_address": str(address)}
        if self._rows.first(_TRY_LOCK, **here) is None:
            return []
        self._states.pop(str(address), None)
        self._rows.change(_DROP_OVERTAKEN, {**here, **times(now)})
        taken, held_up = [], set()
        for row in self._rows.all(_DUE, **here, **times(now), most=most):
            changes = row.showing != Showing.ANEW.value
            if row.waits and not changes:
                break
            if changes and (row.waits or row.post in held_up):
                held_up.add(row.post)
                continue
            delivery = self._delivery(row, now)
            if delivery is not None:
                taken.append(delivery)
        self._rows.change(
            _CHANGE,
            *(
                {
                    "of_key": delivery.key,
                    "leased_until": now + self._lease,
                    "attempts": delivery.attempts + 1,
                    "doubtful": True,
                }
                for delivery in taken
            ),
        )
        return taken

    def _delivery(self, row: Row[Any], now: datetime) -> Delivery | None:
        """The message of a row; one that nobody can read is given up, so that others go out."""
        try:
            card = cards.from_json(self._seal.open(row.card))
        except (ValueError, TypeError, LookupError):
            log.error("message %s of team %s cannot be read", row.key, row.team_id)  # noqa: TRY400
            values = {"state": "parked", "reason": UNREADABLE, "settled_at": now}
            self._rows.change(_CHANGE, {"of_key": row.key, **values})
            return None
        address = address_of(row.address)
        return Delivery(
            row.team_id,
            row.key,
            address,
            card,
            row.attempts,
            row.doubtful,
            row.interview_id,
            row.notice,
            now + self._lease,
            row.created_at,
            row.post,
            Showing(row.showing),
            row.thread,
        )

    def placed(self, delivery: Delivery) -> Delivery:
        """The delivery with the messages of its post, and the one whose thread it belongs to."""
        self.flush()
        own: tuple[str, ...] = ()
        if delivery.post is not None and delivery.showing is not Showing.ANEW:
            own = self._posts.messages(delivery.address, delivery.post)
        above: tuple[str, ...] = ()
        if delivery.thread is not None:
            above = self._posts.messages(delivery.address, delivery.thread)
        return replace(delivery, messages=own, below=above[-1] if above else None)

    def place_of(self, post: str) -> Address | None:
        """Where the post stands."""
        self.flush()
        return self._posts.place_of(post)

    def sent(self, delivery: Delivery, at: datetime, message_id: str | None = None) -> None:
        """Mark a message as delivered, and remember it as one of its post."""
        self._sent.append({"of_key": delivery.key, "settled_at": at})
        self._shown.append((delivery, message_id, at))
        self._states.pop(str(delivery.address), None)

    def later(self, delivery: Delivery, due: datetime, *, shown: bool) -> None:
        """Put a message off; ``shown`` says that it may have been shown."""
        self._change(delivery, due_at=due, leased_until=None, doubtful=shown or delivery.doubtful)

    def put_off(self, address: Address, due: datetime) -> None:
        """Leave the address alone until then: its messages cannot be read."""
        self.flush()
        self._states.pop(str(address), None)
        self._rows.execute(_PUT_OFF, at_address=str(address), due=due)

    def give_back(self, delivery: Delivery) -> None:
        """Let go of a message that was not tried."""
        self._change(
            delivery,
            leased_until=None,
            attempts=delivery.attempts,
            doubtful=delivery.doubtful,
        )

    def give_up(self, delivery: Delivery, reason: str, at: datetime) -> None:
        """Try a message no more, and keep it for people to look at."""
        self._change(delivery, state="parked", reason=reason, settled_at=at, leased_until=None)

    def undelivered(self) -> list[Undelivered]:
        """The messages that were given up, oldest first."""
        self.flush()
        return [
            Undelivered(row.key, address_of(row.address), row.reason or "", row.settled_at)
            for row in self._rows.all(_GIVEN_UP)
        ]

    def leave(self, address: Address, at: datetime) -> list[str]:
        """Try no more what could not be shown at the address; the interviews it was about."""
        self.flush()
        here = [row for row in self._rows.all(_GIVEN_UP) if row.address == str(address)]
        left = [row for row in here if row.interview_id is not None and not row.notice]
        values = {"state": "overtaken", "settled_at": at, "card": None}
        self._rows.change(_CHANGE, *({"of_key": row.key, **values} for row in left))
        return list(dict.fromkeys(row.interview_id for row in left))

    def abandon(self, address: Address, at: datetime) -> int:
        """Give up what waits anywhere in the address's space; returns how much that was."""
        self.flush()
        self._states.clear()
        return self._rows.execute(_ABANDON, beginning=in_space(address), at=at)

    def resend(self, key: str, at: datetime) -> bool:
        """Try a message again that was given up; False if there is none of that key."""
        self.flush()
        self._states.clear()
        return self._rows.change(_RESEND, {"of_key": key, "due_at": at}) == 1

    def _change(self, delivery: Delivery, **values: object) -> None:
        self.flush()
        self._states.pop(str(delivery.address), None)
        claimed = {"of_key": delivery.key, "claimed": delivery.attempts + 1}
        self._rows.change(_CHANGE_CLAIMED, {**claimed, **values})

    def unload(self) -> None:
        """Forget what was loaded: somebody has deleted rows."""
        self._states.clear()

    def flush(self) -> None:
        """Write what was written, and mark what was sent."""
        self._rows.change(_ADD, *self._new)
        self._rows.change(_SENT, *self._sent)
        self._posts.shown(self._shown)
        self._new, self._sent, self._shown = [], [], []
