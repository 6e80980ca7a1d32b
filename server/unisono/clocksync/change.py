"""Has the clock changed? Its rate (forget what came before) or its time (a step: start again)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from unisono.clocksync.path import Labels, Numbers, Path
from unisono.clocksync.samples import Sample
from unisono.clocksync.side import CLIP
from unisono.clocksync.solve import LevelSolution
from unisono.units import PPM, Seconds

RECENT: Final = (8, 16, 32, 64)
CHANGE_SIGMAS: Final = 5.0
CHANGE_S: Final[Seconds] = 0.25e-3
STEP_S: Final[Seconds] = 0.003
STEP_SKEW: Final = 100.0 * PPM


def changed_at(paths: Sequence[Path], labels: Labels, best: LevelSolution) -> int:
    """Return the index of the first sample to keep: 0 unless the newest contradict the fit.

    The newest 8, 16, 32 or 64 samples of the newest path are compared with the rest: if they ask
    for another offset by more than 5 sigma and 0.25 ms, the clocks' rate has changed since.
    """
    label = int(labels[-1])
    path = paths[label]
    n = len(path.x)
    scores = _leanings(path, best, label)[::-1]
    scatter = math.sqrt(float((scores * scores).sum()) / n) + 1e-12
    inside = 2.0 * (best.level + 0.3 * (1.0 - 2.0 * best.level))
    first = 0
    for count in RECENT:
        if count > n // 2:
            break
        asked = abs(float(scores[:count].sum()))
        if (
            asked / (scatter * math.sqrt(count)) > CHANGE_SIGMAS
            and asked / count / inside > CHANGE_S
        ):
            first = n - count
    return int(np.flatnonzero(labels == label)[first]) if first else 0


def _leanings(path: Path, best: LevelSolution, label: int) -> Numbers:
    """Return by how much each exchange asks for a larger offset."""
    skew = best.solution.skew
    up = path.up - best.up_at[label] - skew * path.x
    down = path.down - best.down_at[label] + skew * path.x
    return _score(up, path, best.level) - _score(down, path, best.level)


def _score(residual: Numbers, path: Path, level: float) -> Numbers:
    clip = CLIP * path.scale_s
    clipped: Numbers = np.clip(residual, -clip, clip)
    return clipped * np.where(residual > 0.0, level, 1.0 - level)


def agree(a: Sample, b: Sample) -> bool:
    """Return whether one clock explains both exchanges."""
    slack_s = STEP_S + STEP_SKEW * abs(a.local_s - b.local_s)
    return -a.down_s <= b.up_s + slack_s and -b.down_s <= a.up_s + slack_s


@dataclass(slots=True)
class StepWatch:
    """Collects exchanges that contradict the clock until two of them agree on another one.

    One witness may be mistaken (a message mangled or held back for long); two that agree mean that
    a clock stepped: the device slept, or the server started anew.
    """

    doubts: list[Sample] = field(default_factory=list)

    def witness(self, sample: Sample) -> Sample | None:
        """Take in a contradicting exchange; return an earlier one that agrees with it, if any."""
        other = self.doubts[-1] if self.doubts else None
        if other is not None and agree(other, sample):
            self.doubts.clear()
            return other
        self.doubts = [sample]
        return None

    def dismiss(self) -> int:
        """Forget the doubts, since the clock was confirmed; return how many there were."""
        count = len(self.doubts)
        self.doubts.clear()
        return count
