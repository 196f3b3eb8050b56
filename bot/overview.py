"""What is on record, to look at: interviews with the scenes that their cards need."""

from datetime import date

from bot.ports import StorageTrouble, StorageUnavailable
from bot.record_cards import Seen
from bot.records import Records
from bot.scene import Scene
from bot.snapshot import fits


def seen(
    records: Records, today: date, prospect: str | None = None, most: int | None = None
) -> list[Seen]:
    """The team's interviews, or one prospect's, the last changed first; ``most`` at most.

    Raises StorageUnavailable if one of them is damaged.
    """
    found = []
    for listing in records.listings(prospect, most):
        record = listing.record
        profile = records.profile(record.profile_id, record.version)
        if profile is None or not fits(profile, record.interview):
            raise StorageUnavailable(StorageTrouble.DAMAGED, "")
        scene = Scene(record.id, profile, record.version, record.interview, record.prospect, today)
        found.append((listing, scene))
    return found
