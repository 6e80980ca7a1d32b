"""What a page sent to its loudspeaker, laid onto the machine's own clock as exactly as can be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from playwright.async_api import Page

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

ROUNDS: Final = 6
SCATTER_S: Final = 1.5e-3
STALL_S: Final = 5e-3
"""A card that loses so much from one reading to the next stood still: the machine was too busy."""
BEFORE_STALL_S: Final = 0.3
AFTER_STALL_S: Final = 2.0
LEAST_READINGS: Final = 20
LINE_S: Final = 5.0


@dataclass(frozen=True, slots=True)
class Heard:
    """Beginnings of sounds of one page.

    Attributes:
        card_s: on the sound card's own clock, exact to a sample.
        unix_s: the same on the machine's clock, exact to a fraction of a millisecond.
        stalls_s: when the card stood still, on the machine's clock.
    """

    card_s: Floats
    unix_s: Floats
    stalls_s: Floats

    def nearest(self, unix_s: float) -> int:
        """Return which sound began closest to a moment."""
        return int(np.argmin(np.abs(self.unix_s - unix_s)))

    def calm(self, unix_s: Floats) -> Flags:
        """Return which moments are far enough from where the machine could not keep up."""
        since_s = unix_s[:, None] - self.stalls_s[None, :]
        shaken = (since_s > -BEFORE_STALL_S) & (since_s < AFTER_STALL_S)
        return np.asarray(~shaken.any(axis=1), dtype=np.bool_)


async def hear(page: Page) -> Heard:
    """Return all that the recorder heard so far."""
    recorded: dict[str, Any] = await page.evaluate("() => globalThis.recordedSounds()")
    card_s = np.sort([onset["frame"] / onset["rate"] for onset in recorded["onsets"]])
    readings = np.asarray(recorded["anchors"], dtype=np.float64)
    readings = readings[np.argsort(readings[:, 0])]
    stalled = np.flatnonzero(np.abs(np.diff(readings[:, 1] - readings[:, 0])) > STALL_S)
    return Heard(card_s, _laid(card_s, readings, stalled + 1), readings[stalled, 1])


def _laid(at_s: Floats, readings: Floats, starts: npt.NDArray[np.intp]) -> Floats:
    """Map card seconds to unix seconds, between two stalls of the card by one line each."""
    pieces = np.split(readings, starts)
    piece_of = np.searchsorted(readings[starts, 0], at_s, side="right")
    laid = [_on_line(at, pieces[k], readings) for at, k in zip(at_s, piece_of, strict=True)]
    return np.array(laid, dtype=np.float64)


def _on_line(at_s: float, piece: Floats, readings: Floats) -> float:
    """Lay one moment by the robust line through the readings of its piece.

    Single readings scatter by a millisecond or two, and the two clocks need not run at the same
    rate; the line through many readings has neither fault.
    """
    if len(piece) < LEAST_READINGS:
        piece = readings[np.argsort(np.abs(readings[:, 0] - at_s))[:LEAST_READINGS]]
    x, y = piece[:, 0] - at_s, piece[:, 1] - piece[:, 0]
    if np.ptp(x) < LINE_S:
        return float(at_s + np.median(y))
    slope, base = 0.0, float(np.median(y))
    for _ in range(ROUNDS):
        aside = np.abs(y - base - slope * x) / SCATTER_S
        slope, base = np.polyfit(x, y, 1, w=1.0 / np.maximum(1.0, aside))
    return float(at_s + base)
