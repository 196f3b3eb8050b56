"""What can be set from outside; .env.example says each in a sentence."""

from base64 import urlsafe_b64decode
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.kind_reader import read_price

KEY_BYTES = 32
"""Bytes of a Fernet key: half of them sign, half encrypt."""


def _price(text: str) -> str:
    if text and read_price(text) is None:
        raise ValueError('write an amount and a currency code, for instance "1500 USD"')
    return text


def _keys(keys: SecretStr) -> SecretStr:
    for key in keys.get_secret_value().split():
        try:
            known = len(urlsafe_b64decode(key)) == KEY_BYTES
        except ValueError:
            known = False
        if not known:
            raise ValueError("make a key with: qualify-bot db key")
    return keys


class Settings(BaseSettings):
    """Read from the environment, then from a file ``.env`` in the current folder."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore")

    database_url: str = "sqlite:///qualify-bot.db"
    bot_language: str = ""
    bot_list: str = "starter"
    week_start: Literal["", "monday", "saturday", "sunday"] = ""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "WARNING"
    encryption_keys: Annotated[SecretStr, AfterValidator(_keys)] = SecretStr("")
    retention_days: Annotated[int, Field(ge=0, le=36_500)] = 0
    minimum_price: Annotated[str, AfterValidator(_price)] = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that stored answers are encrypted with, the newest first."""
        return tuple(self.encryption_keys.get_secret_value().split())
