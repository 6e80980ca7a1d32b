"""When Python collects garbage: often enough to stay small, never while it would be heard.

With default settings, a thousand connections make the collector stop everything for a tenth of a
second at a time. Freezing what has survived keeps collections to what is new; once nobody is
connected, everything is looked at again, so that what left is given back.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from typing import Final

EVERY_S: Final = 5.0
_THRESHOLDS: Final = (50_000, 50, 50)


def set_thresholds() -> None:
    """Tell the collector to be patient. A setting of the whole process."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)


async def keep_tidy(is_quiet: Callable[[], bool]) -> None:
    """Collect every few seconds, for ever.

    Args:
        is_quiet: whether nobody would notice a pause.
    """
    was_quiet = True
    while True:
        await asyncio.sleep(EVERY_S)
        quiet = is_quiet()
        if quiet and was_quiet:
            continue
        if quiet:
            gc.unfreeze()
        gc.collect()
        gc.freeze()
        was_quiet = quiet
