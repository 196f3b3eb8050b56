"""Encryption at rest: what is on the disk tells nobody what was answered, and keys can change."""

import logging
from functools import partial

import pytest
from cryptography.fernet import Fernet

from bot.arrivals import TextSent
from bot.ports import StorageTrouble, StorageUnavailable, TryLater
from bot.records import Place, Transaction
from storage.sealing import Seal
from tests.databases import Database
from tests.world import HERE, World, requested, world

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
SAID = "something that nobody reads on the disk"
ANSWERS = ("1", "1", "2000 USD", "5", "2 hours", "1", "1", "1")


def interviewed(here: World) -> None:
    """Every place where something that was said can be kept: answers, offers, cards."""
    here.happen(requested())
    here.happen(TextSent("1"))
    here.happen(TextSent("change 1"))
    here.screen.faults = [TryLater(60)]
    here.happen(TextSent("50"))


def kept(database: Database) -> list[object]:
    """What is stored of answers, offers and cards."""
    statements = (
        "SELECT response FROM answers",
        "SELECT replaced FROM interviews WHERE replaced IS NOT NULL",
        "SELECT offered FROM interviews WHERE offered IS NOT NULL",
        "SELECT card FROM outbox WHERE card IS NOT NULL",
    )
    return [str(row[0]) for statement in statements for row in database.run(statement)]


def seal_everything(here: World) -> None:
    def seal_next(transaction: Transaction, place: Place | None) -> Place | None:
        return transaction.team(HERE).seal(place)

    place = here.look(partial(seal_next, place=None))
    while place is not None:
        place = here.look(partial(seal_next, place=place))


def test_nothing_that_was_said_can_be_read_without_the_key(database: Database) -> None:
    with world(database, keys=(OLD,)) as here:
        interviewed(here)
        before = here.record()

    assert len(kept(database)) > 2
    assert all("gAAAA" in str(one) for one in kept(database))
    with world(database, keys=(OLD,)) as again:
        assert again.record() == before


@pytest.mark.parametrize("keys", [(), (NEW,)])
def test_without_the_right_key_nothing_is_read_or_changed(
    database: Database, keys: tuple[str, ...]
) -> None:
    with world(database, keys=(OLD,)) as here:
        interviewed(here)
    before = kept(database)

    with world(database, keys=keys) as here, pytest.raises(StorageUnavailable) as away:
        here.happen(TextSent("2"))

    assert away.value.trouble is StorageTrouble.SEALED
    assert kept(database) == before


def test_encryption_can_be_switched_on_and_its_keys_changed_and_switched_off(
    database: Database,
) -> None:
    with world(database) as plain:
        interviewed(plain)
        before = plain.record()
    stages = []
    for keys in ((OLD,), (NEW, OLD), (NEW,)):
        with world(database, keys=keys) as here:
            assert here.record() == before
            seal_everything(here)
            assert here.record() == before
        stages.append(kept(database))
    sealed_once, sealed_anew, _ = stages

    assert all("gAAAA" in str(one) for one in sealed_once)
    assert not set(sealed_once) & set(sealed_anew)
    with world(database, keys=(OLD,)) as wrong, pytest.raises(StorageUnavailable):
        wrong.record()


def test_sealed_and_plain_rows_stand_side_by_side(database: Database) -> None:
    with world(database) as here:
        here.happen(requested())
        here.happen(TextSent("1"))
    with world(database, keys=(OLD,)) as here:
        here.happen(TextSent("1"), "another event")

        assert len(here.record().interview.answers) == 2


def test_sealing_goes_through_more_rows_than_a_page(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.resealing.PAGE", 3)
    with world(database) as here:
        here.happen(requested())
        for text in ANSWERS:
            here.happen(TextSent(text))
        before = here.record()
    with world(database, keys=(OLD,)) as here:
        seal_everything(here)

        assert here.record() == before
    assert all("gAAAA" in str(one) for one in kept(database))


def test_what_is_pending_when_the_keys_change_is_still_delivered(database: Database) -> None:
    with world(database, keys=(OLD,)) as here:
        here.screen.faults = [TryLater(60)]
        here.happen(requested())
    with world(database, keys=(NEW, OLD)) as here:
        seal_everything(here)
        here.clock.move(100)

        assert here.run(here.relay.deliver_due()) == 2


def test_a_seal_says_nothing_about_what_it_holds(caplog: pytest.LogCaptureFixture) -> None:
    seal = Seal((OLD,))
    caplog.set_level(logging.DEBUG)
    closed = seal.close({"text": SAID})

    assert seal.open(closed) == {"text": SAID}
    assert seal.close(None) is None
    assert SAID not in closed + caplog.text
    assert OLD not in repr(seal) + str(vars(seal))


def test_what_is_no_key_is_refused() -> None:
    with pytest.raises(ValueError, match="32 url-safe"):
        Seal(("no key",))


def test_a_key_opens_only_what_nobody_tampered_with() -> None:
    closed = Seal((OLD,)).close({"picked": "yes"})
    flipped = closed[:-3] + ("A" if closed[-3] != "A" else "B") + closed[-2:]

    with pytest.raises(StorageUnavailable):
        Seal((OLD,)).open(flipped)
