"""When the next exchange is due: fast at first and after a pause, sparse later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from unisono.clocksync.settings import ClockSettings
from unisono.units import Seconds

LOOK_AGAIN_S: Final[Seconds] = 0.05
CALM_AT_FIRST: Final = 8
PAUSE_S: Final[Seconds] = 20.0


@dataclass(slots=True)
class Pacing:
    """Counts exchanges since the last (re)start."""

    settings: ClockSettings
    from_s: Seconds = 0.0
    count: int = 0

    def restart(self, local_s: Seconds) -> None:
        """Begin anew, fast."""
        self.from_s, self.count = local_s, 0

    def wait_s(self, local_s: Seconds, bound_s: Seconds) -> Seconds:
        """Return how long to wait; a clock with a wide bound asks more often."""
        if self.count < CALM_AT_FIRST:
            return self.settings.paces[0].calm_s
        age_s = local_s - self.from_s
        paces = self.settings.paces
        pace = next((one for one in paces if age_s < one.until_s), paces[-1])
        return pace.eager_s if bound_s > self.settings.eager_above_s else pace.calm_s
