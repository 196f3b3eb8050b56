"""Why an answer cannot be taken as it is; the wording turns a problem into a kind sentence."""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """What is wrong. Each has a text of its own in every language."""

    EMPTY = "empty"
    TOO_LONG = "too-long"
    NOT_YES_OR_NO = "not-yes-or-no"
    NOT_AN_OPTION = "not-an-option"
    NOT_ALL_OPTIONS = "not-all-options"
    TOO_FEW_OPTIONS = "too-few-options"
    TOO_MANY_OPTIONS = "too-many-options"
    NOT_A_NUMBER = "not-a-number"
    NOT_WHOLE = "not-whole"
    TOO_SMALL = "too-small"
    TOO_LARGE = "too-large"
    ONE_NUMBER = "one-number"
    NOT_MONEY = "not-money"
    A_RATE = "a-rate"
    OTHER_CURRENCY = "other-currency"
    NOT_A_DURATION = "not-a-duration"
    NO_UNIT = "no-unit"
    TOO_LONG_A_TIME = "too-long-a-time"
    NOT_A_DATE = "not-a-date"
    NO_SUCH_DAY = "no-such-day"
    OTHER_WEEKDAY = "other-weekday"
    NO_MONTH = "no-month"
    ONE_DAY = "one-day"
    TOO_EARLY = "too-early"
    NOT_AN_EMAIL = "not-an-email"
    NOT_A_URL = "not-a-url"
    MEANT_OTHERWISE = "meant-otherwise"


@dataclass(frozen=True, slots=True)
class Problem:
    """A respondent's slip; ``limit`` is the limit that was broken, where there is one."""

    reason: Reason
    limit: str = ""
