"""The fit: from exchanges to offset, skew and how far to trust them.

Each way of an exchange is one equation, with unknown delays that differ from path to path::

    up    u = D + theta + b x + noise        (offset + delay up)
    down  v = D - theta - b x + noise        (delay down - offset)

``static/js/clocksync/fit.js`` is the twin of this module and of envelope; the others have twins of
their own names beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from unisono.clocksync.change import STEP_S, STEP_SKEW, changed_at
from unisono.clocksync.envelope import envelope
from unisono.clocksync.path import gather, path_labels, round_trips
from unisono.clocksync.samples import Sample
from unisono.clocksync.settings import ClockSettings
from unisono.clocksync.solve import FEW, LevelSolution, Solution, solve_levels
from unisono.units import Seconds

BELIEF: Final = 8
"""A level twice as sure as another counts 2 to this power as much."""


@dataclass(frozen=True, slots=True)
class Fit:
    """What the exchanges say at the local time ``at_s``.

    Args:
        at_s: the local time it is made for.
        solution: offset and skew, with variances.
        low_s: the offset cannot be below this, whatever the network does.
        high_s: the offset cannot be above this.
        floor_s: shortest round trip.
        forget: how many of the oldest samples mislead, because the clocks' rate changed since.
    """

    at_s: Seconds
    solution: Solution
    low_s: Seconds
    high_s: Seconds
    floor_s: Seconds
    forget: int

    def hard_bound_s(self, beside_s: Seconds, ahead_s: Seconds) -> Seconds:
        """Return how far an output can be off, ``beside_s`` from the line, ``ahead_s`` later."""
        above_s = self.high_s - self.solution.offset_s - beside_s
        below_s = self.solution.offset_s + beside_s - self.low_s
        return max(above_s, below_s) + self.solution.wide_skew * abs(ahead_s)

    def contradicts(self, sample: Sample) -> bool:
        """Return whether no delay of the network explains this exchange."""
        ahead_s = sample.local_s - self.at_s
        slack_s = STEP_S + max(STEP_SKEW, self.solution.wide_skew) * abs(ahead_s)
        moved_s = self.solution.skew * ahead_s
        below = sample.up_s < self.low_s + moved_s - slack_s
        return below or -sample.down_s > self.high_s + moved_s + slack_s


def fit_clock(
    samples: Sequence[Sample],
    at_s: Seconds,
    skew: float,
    settings: ClockSettings,
    grid_s: Seconds = 0.0,
) -> Fit:
    """Return the fit of one or more exchanges.

    Args:
        samples: in order of local time.
        at_s: local time of the moment to fit for.
        skew: where to start.
        settings: usual skew and wander.
        grid_s: what the local timer is rounded to.
    """
    origin_s = samples[0].offset_s
    labels = path_labels(round_trips(samples))
    paths = gather(samples, labels, at_s, origin_s, skew)
    levels = solve_levels(paths, len(samples), skew, settings)
    best = min(levels, key=lambda one: one.solution.var_offset)
    floor_s = paths[0].floor_s
    solution = _combined(levels, best, _guess(floor_s, len(samples)))
    low_s, high_s = envelope(samples, at_s, solution, grid_s)
    offset_s = min(max(solution.offset_s + origin_s, low_s), high_s)
    return Fit(
        at_s=at_s,
        solution=replace(solution, offset_s=offset_s),
        low_s=low_s,
        high_s=high_s,
        floor_s=floor_s,
        forget=changed_at(paths, labels, best),
    )


def _combined(
    levels: Sequence[LevelSolution], best: LevelSolution, more_variance: float
) -> Solution:
    """Return the mean of all levels, the surer ones counting far more."""
    surest = best.solution.var_offset
    beliefs = [(surest / one.solution.var_offset) ** BELIEF for one in levels]
    total = sum(beliefs)
    pairs = [(belief / total, one.solution) for belief, one in zip(beliefs, levels, strict=True)]
    return Solution(
        offset_s=sum(share * one.offset_s for share, one in pairs),
        skew=sum(share * one.skew for share, one in pairs),
        var_offset=sum(share * one.var_offset for share, one in pairs) + more_variance,
        var_skew=sum(share * one.var_skew for share, one in pairs),
        covariance=sum(share * one.covariance for share, one in pairs),
    )


def _guess(floor_s: Seconds, count: int) -> float:
    """Return the variance to add while scatter cannot be told from a handful of samples."""
    return (floor_s / 8.0 / count) ** 2 if count < FEW else 0.0
