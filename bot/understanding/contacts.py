"""E-mail and web addresses, as they are written: nothing in them is mended."""

import re

from bot.answers import Value, Written
from bot.kinds import CONTACT_MOST, ContactKind
from bot.problems import Problem, Reason

_EMAIL = re.compile(r"[^\s@<>\"',;:()\[\]]{1,64}@[^\s@.<>\"',;:()\[\]]+(\.[^\s@.<>\"',;:()\[\]]+)+")
_URL = re.compile(
    r"(https?://)?[^\s/@:?#.<>\"]+(\.[^\s/@:?#.<>\"]+)+(:[0-9]{1,5})?([/?#][^\s<>\"]*)?",
    re.IGNORECASE,
)


def read_contact(text: str, kind: ContactKind) -> Value | Problem:
    """An address of that kind."""
    match kind:
        case ContactKind.EMAIL:
            right = _EMAIL.fullmatch(text) is not None and len(text) <= CONTACT_MOST
            return Written(text) if right else Problem(Reason.NOT_AN_EMAIL)
        case ContactKind.URL:
            right = _URL.fullmatch(text) is not None
            return Written(text) if right else Problem(Reason.NOT_A_URL)
