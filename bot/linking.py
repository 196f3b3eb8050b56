"""One team over several spaces: a short-lived code from the one, entered on the other.

A code is of use once, and only what it hashes to is stored.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from bot.ports import Address
from bot.records import Action, Joining, Transaction

CODE_FOR = timedelta(minutes=10)
_CHARACTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""What nobody mistakes for something else."""
_LENGTH, _GROUP = 10, 5


def offered(transaction: Transaction, address: Address, now: datetime) -> str:
    """A new code with which another space joins the team of the address."""
    code = "".join(secrets.choice(_CHARACTERS) for _ in range(_LENGTH))
    transaction.keep_link(_digest(code), address, now + CODE_FOR)
    return f"{code[:_GROUP]}-{code[_GROUP:]}"


def entered(transaction: Transaction, address: Address, code: str, now: datetime) -> Joining:
    """Let the address's space join the team that gave the code."""
    joining = transaction.join(_digest(code), address)
    if joining is Joining.JOINED:
        records = transaction.team(address)
        records.log(str(address), Action.SPACE_JOINED, records.team, now)
    return joining


def _digest(code: str) -> str:
    """What is stored of a code, however it was typed."""
    plain = "".join(one for one in code.upper() if one.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()
