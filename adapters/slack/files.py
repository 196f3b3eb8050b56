"""Files for Slack: what they are called there, so that one is found again, and their upload."""

from base64 import b64decode
from collections.abc import Sequence

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.render import fallback
from bot.cards import File
from bot.ports import Delivery

MARK = 8
"""Characters of the message's key that stand in the name of its files."""


def file_name(file: File, key: str) -> str:
    """The file's name with a mark of the message that it belongs to."""
    stem, dot, kind = file.name.rpartition(".")
    return f"{stem}-{key[:MARK]}{dot}{kind}"


def is_of(name: str, key: str) -> bool:
    """Whether a file of that name belongs to the message with the key."""
    return f"-{key[:MARK]}." in name


async def upload(
    client: AsyncWebClient, channel: str, delivery: Delivery, files: Sequence[File]
) -> AsyncSlackResponse:
    """Bring the files to Slack, and show them in the channel with the card's words."""
    uploads = [
        {"content": b64decode(file.content), "filename": file_name(file, delivery.key)}
        for file in files
    ]
    return await client.files_upload_v2(
        channel=channel,
        thread_ts=delivery.below,
        initial_comment=fallback(delivery.card),
        file_uploads=uploads,
    )
