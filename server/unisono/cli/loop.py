"""Running something in an event loop until it is done or somebody presses Ctrl-C."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any


def run(work: Coroutine[Any, Any, None]) -> None:
    """Run until the work is done; Ctrl-C and a polite request to end both let it tidy up.

    Raises:
        KeyboardInterrupt: if it was ended from outside.
    """
    asyncio.run(_until_told(work))


async def _until_told(work: Coroutine[Any, Any, None]) -> None:
    task = asyncio.ensure_future(work)
    with suppress(NotImplementedError):  # Windows knows Ctrl-C only, and raises it by itself
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    try:
        await task
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None
