"""What a page sent to its loudspeaker, laid onto the machine's own clock as exactly as can be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from playwright.async_api import Page

Floats = npt.NDArray[np.float64]

ROUNDS: Final = 6
SCATTER_S: Final = 1.5e-3


@dataclass(frozen=True, slots=True)
class Heard:
    """Beginnings of sounds of one page.

    Attributes:
        card_s: on the sound card's own clock, exact to a sample.
        unix_s: the same on the machine's clock, exact to a fraction of a millisecond.
    """

    card_s: Floats
    unix_s: Floats

    def nearest(self, unix_s: float) -> int:
        """Return which sound began closest to a moment."""
        return int(np.argmin(np.abs(self.unix_s - unix_s)))


async def hear(page: Page) -> Heard:
    """Return all that the recorder heard so far."""
    recorded: dict[str, Any] = await page.evaluate("() => globalThis.recordedSounds()")
    card_s = np.sort([onset["frame"] / onset["rate"] for onset in recorded["onsets"]])
    anchors = np.asarray(recorded["anchors"], dtype=np.float64)
    return Heard(card_s, _laid(card_s, anchors[:, 0], anchors[:, 1]))


def _laid(at_s: Floats, card_s: Floats, unix_s: Floats) -> Floats:
    """Map card seconds to unix seconds by a robust straight line.

    Single readings scatter by a millisecond or two, and the two clocks need not run at the same
    rate; the line through thousands of them has neither fault.
    """
    origin = float(np.median(card_s))
    x, y = card_s - origin, unix_s - card_s
    weight = np.ones_like(x)
    slope, base = 0.0, float(np.median(y))
    for _ in range(ROUNDS):
        slope, base = np.polyfit(x, y, 1, w=np.sqrt(weight))
        aside = np.abs(y - base - slope * x) / SCATTER_S
        weight = 1.0 / np.maximum(1.0, aside) ** 2
    return np.asarray(at_s + base + slope * (at_s - origin), dtype=np.float64)
