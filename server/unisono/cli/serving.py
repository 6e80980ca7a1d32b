"""``unisono serve``: the server, until Ctrl-C."""

from __future__ import annotations

import asyncio
from typing import Any

from unisono.app.serve import serve
from unisono.app.settings import load_settings
from unisono.testing.robots import RobotBand


def run_server(**flags: Any) -> None:
    """Serve until told to end.

    Args:
        flags: settings by name; those that are None come from ``UNISONO_*`` variables.

    Raises:
        PeerError: if a setting cannot be used.
    """
    asyncio.run(serve(load_settings(**flags), RobotBand()))
