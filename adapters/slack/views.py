"""Opening forms, which has to happen while Slack waits, and showing App Home, which has not."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from adapters.slack.calling import Calls, Gone, TooLong
from adapters.slack.forms import Json
from adapters.slack.reading import Said
from bot.ports import LONGEST_WAIT, StorageUnavailable, TryLater, Undeliverable

OPEN_WITHIN = 1.2
"""Seconds for opening a form, of the three for which Slack lets it be opened."""
SHOW_WITHIN, SHOW_AGAIN = 10.0, 5
"""Seconds for showing App Home once, and how often it is tried."""
TROUBLES = (TryLater, Undeliverable, Gone, TooLong, StorageUnavailable, TimeoutError)

log = logging.getLogger(__name__)


class Views:
    """Shows views through whatever client belongs to a workspace."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._homes: dict[tuple[str, str], asyncio.Task[None]] = {}

    async def open(self, by: Said, view: Json) -> bool:
        """Open a form for whoever has just done something; whether it is open."""
        try:
            async with asyncio.timeout(min(OPEN_WITHIN, by.left())):
                client = await self._calls.client(by.workspace)
                call = client.views_open(trigger_id=by.trigger, view=view)
                await self._calls.made(by.workspace, "views.open", call)
        except TROUBLES as trouble:
            log.warning("a form in workspace %s: %s", by.workspace, _why(trouble))
            return False
        return True

    def show_home(self, by: Said, made: Callable[[], Awaitable[Json]]) -> None:
        """Begin to show App Home as it is then; what was being shown before is overtaken."""
        at = (by.workspace, by.person)
        earlier = self._homes.get(at)
        if earlier is not None:
            earlier.cancel()
        task = asyncio.create_task(self._shown(by, made))
        self._homes[at] = task
        task.add_done_callback(lambda done: self._done(at, done))

    async def stop(self) -> None:
        """Show nothing more."""
        for task in tuple(self._homes.values()):
            task.cancel()
        await asyncio.gather(*self._homes.values(), return_exceptions=True)

    def _done(self, at: tuple[str, str], task: asyncio.Task[None]) -> None:
        if self._homes.get(at) is task:
            del self._homes[at]

    async def _shown(self, by: Said, made: Callable[[], Awaitable[Json]]) -> None:
        """Show it, after each pause that Slack asks for; it is made anew each time."""
        for tried in range(SHOW_AGAIN):
            try:
                async with asyncio.timeout(SHOW_WITHIN):
                    view = await made()
                    client = await self._calls.client(by.workspace)
                    call = client.views_publish(user_id=by.person, view=view)
                    await self._calls.made(by.workspace, "views.publish", call)
            except TROUBLES as trouble:
                log.warning("App Home in workspace %s: %s", by.workspace, _why(trouble))
                after = getattr(trouble, "after", None)
                if isinstance(trouble, Undeliverable):
                    return
                await asyncio.sleep(min(after or 2.0**tried, LONGEST_WAIT.total_seconds()))
            except Exception as error:  # noqa: BLE001  # Nobody else would hear of it.
                log.error("App Home in workspace %s: %s", by.workspace, type(error).__name__)  # noqa: TRY400
                return
            else:
                return


def _why(trouble: Exception) -> str:
    """What went wrong, without anything that somebody wrote."""
    return str(trouble) if isinstance(trouble, TryLater | Undeliverable) else type(trouble).__name__
