"""Encryption at rest: what people answered and what was shown to them, sealed with Fernet.

A sealed value is a JSON string in the place of a JSON object or list, so that sealed and plain
values can stand side by side: the setting can be switched on at any time, and keys can change.
"""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bot.ports import StorageTrouble, StorageUnavailable

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet


class Seal:
    """Closes with the first key and opens with any of them; without keys, leaves values plain.

    Raises ValueError if a key is not one of Fernet's: 32 bytes, URL-safe base64.
    """

    def __init__(self, keys: Sequence[str] = ()) -> None:
        self._fernet = _fernet(keys) if keys else None

    def close(self, value: Any) -> Any:  # noqa: ANN401  # JSON is what may be anything.
        """The value as it is to be stored."""
        if value is None or self._fernet is None:
            return value
        return self._fernet.encrypt(json.dumps(value).encode()).decode()

    def open(self, stored: Any) -> Any:  # noqa: ANN401  # The same.
        """The value that was stored. Raises StorageUnavailable if no key opens it."""
        if not isinstance(stored, str):
            return stored
        if self._fernet is None:
            raise StorageUnavailable(StorageTrouble.SEALED, "")
        from cryptography.fernet import InvalidToken  # noqa: PLC0415

        try:
            return json.loads(self._fernet.decrypt(stored))
        except InvalidToken:
            raise StorageUnavailable(StorageTrouble.SEALED, "") from None

    def renew(self, stored: Any) -> Any:  # noqa: ANN401  # The same.
        """The value closed with the first key."""
        return self.close(self.open(stored))


def _fernet(keys: Sequence[str]) -> "MultiFernet":
    # The library costs a tenth of a start, and most have no use for it.
    from cryptography.fernet import Fernet, MultiFernet  # noqa: PLC0415

    return MultiFernet([Fernet(key) for key in keys])
