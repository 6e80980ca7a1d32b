"""One way of one path: where its line runs, and how sure that is.

An asymmetric mean (an expectile, Newey and Powell 1987; made robust as an M-quantile, Breckling and
Chambers 1988): what lies above the line weighs ``level``, what lies below it 1 - ``level``. At 1/2
this is the mean, best when delays scatter both ways; a small level leans on the quickest packets,
best when queues only ever add. Far outliers hardly count. The variances come from the scatter of
the weighted residuals themselves (White 1980), so that levels can be compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from unisono.clocksync.path import Numbers, Path

CLIP: Final = 3.0
"""Beyond so many scatters a residual counts for less the farther it is."""

LEANING: Final = 6.0
"""A level that leans on few samples is believed less: its variance itself is a guess."""

MOST_ALIKE: Final = 0.8
SMALLEST: Final = 1e-30


@dataclass(frozen=True, slots=True)
class Side:
    """Weighted mean and slope of one way, with their variances."""

    mean_x: float
    mean_y: float
    var_mean: float
    slope: float
    var_slope: float


def side(path: Path, y: Numbers, at: float, slope: float, level: float, wander: float) -> Side:
    """Return one reweighted step from the line ``at + slope x``.

    Args:
        path: whose times and scatter are meant.
        y: its equations of one way.
        at: level of the line so far.
        slope: slope of the line so far.
        level: weight of what lies above the line.
        wander: how the rate wanders: old samples count less.
    """
    x = path.x
    residual = y - at - slope * x
    weight, inside = _weights(path, residual, level, wander)
    score = weight * residual
    total = float(weight.sum())
    mean_x, mean_y = float((weight * x).sum()) / total, float((weight * y).sum()) / total
    spread = max(1e-12, float((weight * x * x).sum()) - total * mean_x * mean_x)
    squares = score * score
    s = float(squares.sum())
    more = _doubt(score, squares, s)
    share = max(inside / total, 0.1) ** 2
    sx, sxx = float((squares * x).sum()), float((squares * x * x).sum())
    tilt = max(SMALLEST, sxx - 2.0 * mean_x * sx + mean_x * mean_x * s)
    return Side(
        mean_x=mean_x,
        mean_y=mean_y,
        var_mean=more * s / (total * total * share) + 1e-14,
        slope=(float((weight * x * y).sum()) - total * mean_x * mean_y) / spread,
        var_slope=more * tilt / (spread * spread * share) + 1e-16,
    )


def _weights(path: Path, residual: Numbers, level: float, wander: float) -> tuple[Numbers, float]:
    """Return the weights and the sum of those that are no outliers."""
    aged = wander * path.x / path.scale_s
    weight = np.where(residual > 0.0, level, 1.0 - level) / (1.0 + aged * aged)
    size = np.abs(residual)
    limit = CLIP * path.scale_s
    far = limit / np.maximum(size, limit)
    return weight * far * far, float(weight[size <= limit].sum())


def _doubt(score: Numbers, squares: Numbers, s: float) -> float:
    """Return by how much the variance is more than that of many independent samples.

    Packets wait for one another (neighbours are alike), and a few samples may carry it all.
    """
    n = len(score)
    lag = float((score[1:] * score[:-1]).sum())
    alike = min(MOST_ALIKE, max(0.0, lag / (s + SMALLEST) * n / (n + 10)))
    few = 1.0 + LEANING * float((squares * squares).sum()) / (s * s + SMALLEST * SMALLEST)
    return few * (1.0 + alike) / (1.0 - alike)
