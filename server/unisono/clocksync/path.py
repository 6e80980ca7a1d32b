"""Which exchanges came the same way through the network.

Queues make single packets slow; another route, a handover or a saturated uplink makes all of them
slow. Blocks of a dozen exchanges whose quickest is slower than half of all exchanges of another
path are taken for a path of their own, since a path's bias (half the difference of its two ways)
is its own, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from unisono.clocksync.samples import Sample
from unisono.units import Seconds

Numbers = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]

BLOCK: Final = 12
SAME_PATH_S: Final[Seconds] = 0.002
TINY_S: Final[Seconds] = 2e-6
SCALE: Final = 0.7413
"""Half of what makes a median absolute deviation a standard deviation (two ways are added)."""


@dataclass(frozen=True, slots=True)
class Path:
    """Samples of one path, times relative to the moment of the fit.

    Args:
        x: local time minus the moment of the fit.
        up: equations of the way up, see :mod:`unisono.clocksync.fit`.
        down: equations of the way down.
        floor_s: shortest round trip.
        nearest_s: how far the nearest sample is from the moment of the fit.
        span_s: from the first sample to the last.
        scale_s: robust scatter of one way.
        up_at: level of the line of ``up`` at x = 0, to start from.
        down_at: the same of ``down``.
    """

    x: Numbers
    up: Numbers
    down: Numbers
    floor_s: Seconds
    nearest_s: Seconds
    span_s: Seconds
    scale_s: Seconds
    up_at: float
    down_at: float


@dataclass(frozen=True, slots=True)
class _Block:
    start: int
    stop: int
    floor_s: Seconds
    typical_s: Seconds


def round_trips(samples: Sequence[Sample]) -> Numbers:
    """Return the round trips of samples."""
    return np.array([sample.round_trip_s for sample in samples])


def path_labels(trips: Numbers) -> Labels:
    """Return the number of the path of each exchange, 0 for the quickest path."""
    labels = np.zeros(len(trips), dtype=np.int64)
    blocks = _blocks(trips)
    label, floor_s, typical = 0, blocks[0].floor_s, list[float]()
    for block in blocks:
        apart = bool(typical) and block.floor_s > float(np.median(typical))
        if apart and block.floor_s - floor_s > SAME_PATH_S:
            label, floor_s, typical = label + 1, block.floor_s, []
        typical.append(block.typical_s)
        labels[block.start : block.stop] = label
    return labels


def _blocks(trips: Numbers) -> list[_Block]:
    """Cut into blocks from the newest backwards, the oldest taking the rest; quickest first."""
    n = len(trips)
    count = max(1, n // BLOCK)
    blocks = []
    for j in range(count):
        stop = n - j * BLOCK
        start = stop - BLOCK if j + 1 < count else 0
        ordered = np.sort(trips[start:stop])
        blocks.append(_Block(start, stop, float(ordered[0]), float(ordered[len(ordered) // 2])))
    return sorted(blocks, key=lambda block: block.floor_s)


def gather(
    samples: Sequence[Sample], labels: Labels, at_s: Seconds, origin_s: Seconds, skew: float
) -> list[Path]:
    """Return the paths of samples, the quickest first.

    Args:
        samples: in order of local time.
        labels: the path of each.
        at_s: local time of the moment of the fit.
        origin_s: taken off the offset, for precision.
        skew: the skew so far, to tell scatter from drift.
    """
    x = np.array([sample.local_s - at_s for sample in samples])
    up = np.array([sample.up_s - origin_s for sample in samples])
    down = np.array([sample.down_s + origin_s for sample in samples])
    trips = round_trips(samples)
    found = []
    for label in range(int(labels.max()) + 1):
        mine = labels == label
        found.append(_path(x[mine], up[mine], down[mine], trips[mine], skew))
    return found


def _path(x: Numbers, up: Numbers, down: Numbers, trips: Numbers, skew: float) -> Path:
    flat_up, flat_down = up - skew * x, down + skew * x
    up_at, down_at = float(np.median(flat_up)), float(np.median(flat_down))
    scatter = np.median(np.abs(flat_up - up_at)) + np.median(np.abs(flat_down - down_at))
    return Path(
        x=x,
        up=up,
        down=down,
        floor_s=float(trips.min()),
        nearest_s=float(np.abs(x).min()),
        span_s=float(x[-1] - x[0]),
        scale_s=SCALE * float(scatter) + TINY_S,
        up_at=up_at,
        down_at=down_at,
    )
