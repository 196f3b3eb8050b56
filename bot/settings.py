"""What can be set from outside; .env.example says each in a sentence."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.kind_reader import read_price

_KEY = re.compile(r"[A-Za-z0-9_-]{43}=")
"""A Fernet key: 32 bytes in URL-safe base64."""


def _price(text: str) -> str:
    if text and read_price(text) is None:
        raise ValueError('write an amount and a currency code, for instance "1500 USD"')
    return text


def _keys(keys: SecretStr) -> SecretStr:
    if not all(_KEY.fullmatch(key) for key in _parted(keys)):
        raise ValueError("make a key with: qualify-bot db key")
    return keys


def _parted(keys: SecretStr) -> list[str]:
    return [key for key in re.split(r"[\s,]+", keys.get_secret_value()) if key]


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
    slack_bot_token: SecretStr = SecretStr("")
    slack_app_token: SecretStr = SecretStr("")
    slack_signing_secret: SecretStr = SecretStr("")
    slack_client_id: str = ""
    slack_client_secret: SecretStr = SecretStr("")
    slack_api_base_url: str = "https://slack.com/api/"
    discord_token: SecretStr = SecretStr("")
    discord_shards: Annotated[int, Field(ge=0, le=10_000)] = 0
    discord_api_base_url: str = "https://discord.com/api/v10"
    discord_gateway_url: str = "wss://gateway.discord.gg/"
    http_host: str = "127.0.0.1"
    http_port: Annotated[int, Field(ge=1, le=65_535)] = 3000

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that stored answers are encrypted with, the newest first."""
        return tuple(_parted(self.encryption_keys))
