"""Offset and skew from all paths, at one asymmetry level.

Every path k gives z_k = theta + bias_k + b m_k (its mean offset at its mean time) and slopes of its
two ways; bias_k is unknown but cannot exceed half of what path k is slower than the quickest, so
that is its standard deviation. Skew is expected to be small, without being held to it. This is a
random-effects regression in closed form: two unknowns, whatever the number of paths.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from unisono.clocksync.path import Path
from unisono.clocksync.settings import ClockSettings
from unisono.clocksync.side import Side, side
from unisono.units import PPM, Seconds

LEVELS: Final = (0.5, 0.2, 0.08, 0.03, 0.01, 0.003)
ROUNDS: Final = 2
FEW: Final = 8
"""With fewer samples than this only the mean makes sense, and its scatter is a guess."""

LONG_S: Final[Seconds] = 10.0
"""A burst shorter than this tells of its queue, not of the clocks' rates."""

WIDE_SIGMAS: Final = 5.0
WIDE_SKEW: Final = 2.0 * PPM


@dataclass(frozen=True, slots=True)
class Solution:
    """Offset at the moment of the fit, skew, and their (co)variances."""

    offset_s: Seconds
    skew: float
    var_offset: float
    var_skew: float
    covariance: float

    @property
    def wide_skew(self) -> float:
        """By how much a hard bound widens per second away from the moment of the fit."""
        return WIDE_SKEW + WIDE_SIGMAS * math.sqrt(self.var_skew)

    def variance_at(self, ahead_s: Seconds) -> float:
        """Return the variance of the offset some time away from the moment of the fit."""
        grown = self.var_offset + ahead_s * (2.0 * self.covariance + ahead_s * self.var_skew)
        return max(0.0, grown)


@dataclass(frozen=True, slots=True)
class LevelSolution:
    """A solution at one level, with the lines it found for every path."""

    level: float
    solution: Solution
    up_at: tuple[float, ...]
    down_at: tuple[float, ...]


Sides = Sequence[tuple[Path, Side, Side]]


def solve_levels(
    paths: Sequence[Path], count: int, skew: float, settings: ClockSettings
) -> list[LevelSolution]:
    """Return the solutions at all levels that ``count`` samples bear, each begun at the last."""
    found: list[LevelSolution] = []
    up_at, down_at = tuple(p.up_at for p in paths), tuple(p.down_at for p in paths)
    for level in LEVELS:
        if level < 0.5 and (count < FEW or level * count < 0.5):
            break
        for _ in range(ROUNDS):
            sides = [
                (
                    path,
                    side(path, path.up, up, skew, level, settings.wander),
                    side(path, path.down, down, -skew, level, settings.wander),
                )
                for path, up, down in zip(paths, up_at, down_at, strict=True)
            ]
            solution = solve(sides, skew, settings)
            skew = solution.skew
            up_at = tuple(up.mean_y - skew * up.mean_x for _, up, _ in sides)
            down_at = tuple(down.mean_y + skew * down.mean_x for _, _, down in sides)
        found.append(LevelSolution(level, solution, up_at, down_at))
    return found


def solve(sides: Sides, skew: float, settings: ClockSettings) -> Solution:
    """Return offset and skew from the two ways of all paths, the quickest path first."""
    a = b = c = d = e = pull = 0.0
    sure = 1.0 / (settings.usual_skew * settings.usual_skew + skew * skew)
    quickest = sides[0][0]
    for path, up, down in sides:
        mean_x, offset = (up.mean_x + down.mean_x) / 2.0, (up.mean_y - down.mean_y) / 2.0
        weight = 1.0 / _variance(path, quickest, up, down, settings.wander)
        a += weight
        b += weight * mean_x
        c += weight * mean_x * mean_x
        d += weight * offset
        e += weight * mean_x * offset
        if path is quickest or path.span_s > LONG_S:
            sure += 1.0 / up.var_slope + 1.0 / down.var_slope
            pull += up.slope / up.var_slope - down.slope / down.var_slope
    determinant = a * (c + sure) - b * b
    return Solution(
        offset_s=((c + sure) * d - b * (e + pull)) / determinant,
        skew=(a * (e + pull) - b * d) / determinant,
        var_offset=(c + sure) / determinant,
        var_skew=a / determinant,
        covariance=-b / determinant,
    )


def _variance(path: Path, quickest: Path, up: Side, down: Side, wander: float) -> float:
    lopsided = (path.floor_s - quickest.floor_s) / 2.0
    own = (up.var_mean + down.var_mean) / 4.0
    return float(own + lopsided * lopsided + (wander * path.nearest_s) ** 2)
