"""What there is room for: how much blocks have in them, and cards and blocks with less."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

MOST_BLOCKS = 50
MOST_WORDS = 10_000
"""Characters of all texts of a message together.

Slack writes no such limit down, and refuses with ``msg_blocks_too_long``: it was met at 13,297, and
with many blocks at 11,341 (slackapi/bolt-js, issues 2509 and 2867).
"""


@dataclass(frozen=True, slots=True)
class Surface:
    """What a place has room for: blocks, and characters of all texts together."""

    blocks: int = MOST_BLOCKS
    words: int = MOST_WORDS


MESSAGE = Surface()


def fits(blocks: Sequence[Json], room: Surface = MESSAGE) -> bool:
    """Whether there is room for all of them."""
    return len(blocks) <= room.blocks and words_in(blocks) <= room.words


def words_in(value: object) -> int:
    """Characters of all texts in blocks, or in a part of them."""
    if isinstance(value, dict):
        own = value.get("text")
        here = len(own) if isinstance(own, str) else 0
        return here + sum(words_in(inner) for inner in value.values())
    return sum(map(words_in, value)) if isinstance(value, list | tuple) else 0


def before_actions(blocks: list[Json], note: Json) -> list[Json]:
    """The blocks with a note behind the last text, above what can be pressed there."""
    at = len(blocks)
    while at > 0 and blocks[at - 1]["type"] == "actions":
        at -= 1
    return [*blocks[:at], note, *blocks[at:]]


def fewer(blocks: list[Json], note: Json, room: Surface) -> list[Json]:
    """What there is room for: what can be pressed, and texts from the top."""
    pressed = [one for one in blocks if one["type"] == "actions" or "accessory" in one]
    kept = {id(one) for one in pressed[: room.blocks - 1]}
    words = words_in([one for one in blocks if id(one) in kept]) + words_in(note)
    for one in blocks:
        words += 0 if id(one) in kept else words_in(one)
        if words > room.words or len(kept) >= room.blocks - 1:
            break
        kept.add(id(one))
    return before_actions([one for one in blocks if id(one) in kept], note)
