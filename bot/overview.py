"""What is on record, to look at: interviews with the scenes that their cards need."""

from collections.abc import Collection
from datetime import date

from bot.kinds import Texts
from bot.ports import StorageTrouble, StorageUnavailable
from bot.record_cards import Seen
from bot.records import Records
from bot.scene import Scene
from bot.snapshot import Stage, fits


def seen(
    records: Records,
    today: date,
    prospect: str | None = None,
    most: int | None = None,
    stages: Collection[Stage] = (),
) -> list[Seen]:
    """The team's interviews, or one prospect's, the last changed first; ``most`` at most.

    With ``stages``, those alone that are so far. Raises StorageUnavailable if one is damaged.
    """
    found = []
    for listing in records.listings(prospect, most, stages):
        record = listing.record
        profile = records.profile(record.profile_id, record.version)
        if profile is None or not fits(profile, record.interview):
            raise StorageUnavailable(StorageTrouble.DAMAGED, "")
        scene = Scene(record.id, profile, record.version, record.interview, record.prospect, today)
        found.append((listing, scene))
    return found


def question_of(records: Records, interview_id: str, trait: str) -> Texts | None:
    """What is asked about the trait in the interview; None if neither is known any more."""
    record = records.interview(interview_id)
    if record is None:
        return None
    profile = records.profile(record.profile_id, record.version)
    if profile is None or trait not in {one.id for one in profile.traits}:
        return None
    return profile.trait(trait).wording(record.interview.respondent).question
