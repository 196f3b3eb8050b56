"""What a button carries: a press, packed so that every platform takes it, and with its version.

1 p Q1m…(22) c:pay_upfront:half      version, verb, interview, step, trait, option
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode

from bot.cards import Press, Verb

MOST = 100
"""Characters: Discord's limit for a custom_id. Slack allows 150 in the value of a menu's option."""
VERSION = "1"
_VERBS = {
    Verb.PICK: "p",
    Verb.READING: "r",
    Verb.DONT_KNOW: "d",
    Verb.NOT_APPLICABLE: "n",
    Verb.SKIP: "s",
    Verb.BACK: "b",
    Verb.CHANGE: "c",
    Verb.WHY: "w",
    Verb.REPEAT: "a",
    Verb.HELP: "h",
    Verb.PAUSE: "u",
    Verb.SNOOZE: "z",
    Verb.RESUME: "e",
    Verb.CANCEL: "x",
    Verb.RESTART: "o",
    Verb.CONFIRM: "y",
    Verb.KEEP: "k",
    Verb.ACCEPT: "t",
    Verb.PICK_SEVERAL: "m",
    Verb.WRITE: "l",
}
"""A letter for each verb. Buttons live for ever: a letter never changes its meaning."""
_MEANINGS = {letter: verb for verb, letter in _VERBS.items()}
_PACKED = re.compile(
    r"1([a-z])([A-Za-z0-9_-]{22})([0-9]{1,9}):([a-z0-9_]{0,32}):([A-Za-z0-9_-]{0,32})"
)


def pack(press: Press) -> str:
    """The press as a short text. Raises ValueError if it does not fit."""
    packed = _joined(press)
    if len(packed) > MOST or unpack(packed) != press:
        raise ValueError(f"a press of {press.verb} does not fit into a button")
    return packed


def unpack(text: str) -> Press | None:
    """The press that was packed; None if it is anything else, or of another version."""
    found = _PACKED.fullmatch(text)
    if found is None or found[1] not in _MEANINGS:
        return None
    interview = urlsafe_b64decode(found[2] + "==").hex()
    press = Press(_MEANINGS[found[1]], interview, int(found[3]), found[4], found[5])
    return press if _joined(press) == text else None


def _joined(press: Press) -> str:
    interview = urlsafe_b64encode(bytes.fromhex(press.interview)).decode().rstrip("=")
    return f"{VERSION}{_VERBS[press.verb]}{interview}{press.step}:{press.trait}:{press.option}"
