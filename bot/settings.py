"""What can be set from outside; .env.example says each in a sentence."""

from typing import Annotated, Literal

from pydantic import AfterValidator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.kind_reader import read_price


def _price(text: str) -> str:
    if text and read_price(text) is None:
        raise ValueError('write an amount and a currency code, for instance "1500 USD"')
    return text


class Settings(BaseSettings):
    """Read from the environment, then from a file ``.env`` in the current folder."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore")

    database_url: str = "sqlite:///qualify-bot.db"
    bot_language: str = ""
    bot_list: str = "starter"
    week_start: Literal["", "monday", "saturday", "sunday"] = ""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "WARNING"
    minimum_price: Annotated[str, AfterValidator(_price)] = ""
