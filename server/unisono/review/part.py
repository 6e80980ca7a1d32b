"""What everything in a report is: plain, frozen data."""

from __future__ import annotations

import msgspec


class Part(msgspec.Struct, frozen=True):
    """Base of everything in a report."""
