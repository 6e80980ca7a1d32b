"""Phase correction: how much of an asynchrony somebody corrects at the next beat, and how noisily.

Linear model of tapping to an isochronous click (two-level timing)::

    a_k+1 - a_k = -alpha (a_k - mean) + T_k + M_k+1 - M_k

alpha: share of the asynchrony corrected (0 none, 1 all, stable up to 2); sigma_T: timekeeper SD;
sigma_M: motor SD. Estimated by generalised least squares with the moving-average covariance of the
noise, alternating with the estimate of that covariance, bounded by 0 <= sigma_M <= sigma_T.

At least 25 consecutive taps, better 60; several stretches are pooled. For reports only: over 60
taps alpha has a standard error of about .14, and near alpha = 1 the data can hardly tell alpha from
sigma_M (simulated .9 / 12 ms comes back as 1.04 / 3 ms even over 300 taps).

Source: Vorberg & Schulze 2002 (model); Jacoby, Tishby, Repp, Ahissar & Keller 2015 (bounded GLS).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from unisono.synchrony.grid import FloatArray
from unisono.synchrony.outcome import Reason, TooLittle
from unisono.units import Seconds

MIN_RUN: Final = 25
ROUNDS: Final = 20


@dataclass(frozen=True, slots=True)
class PhaseCorrection:
    """Phase correction of one person.

    Args:
        alpha: share of an asynchrony corrected at the next beat.
        timekeeper_s: SD of the inner clock.
        motor_s: SD of the hand.
        taps: taps behind it.
    """

    alpha: float
    timekeeper_s: Seconds
    motor_s: Seconds
    taps: int


def phase_correction(*asynchronies_s: FloatArray) -> PhaseCorrection | TooLittle:
    """Return alpha, sigma_T and sigma_M from one or more rows of asynchronies.

    Args:
        asynchronies_s: onset minus click in seconds, one per beat, NaN = no tap; each row a trial
            or section at one tempo. Runs of 25 or more taps without a gap are used.
    """
    runs = [run for row in asynchronies_s for run in consecutive(np.asarray(row, np.float64))]
    longest = max((run.size for run in runs), default=0)
    if longest < MIN_RUN:
        return TooLittle(Reason.TAPS, longest, MIN_RUN)
    used = [run for run in runs if run.size >= MIN_RUN]
    steps = [np.diff(run) for run in used]
    regressors = [run[:-1] - run.mean() for run in used]
    if not any(np.any(r) for r in regressors):
        return TooLittle(Reason.STILL, 0, 1)
    alpha, timekeeper_s2, motor_s2 = 0.0, 1.0, 0.0
    for _ in range(ROUNDS):
        alpha = _solve(steps, regressors, timekeeper_s2, motor_s2)
        timekeeper_s2, motor_s2 = _noise(steps, regressors, alpha)
        if timekeeper_s2 <= 0.0:
            return TooLittle(Reason.STILL, 0, 1)
    taps = sum(run.size for run in used)
    return PhaseCorrection(alpha, math.sqrt(timekeeper_s2), math.sqrt(motor_s2), taps)


def consecutive(row: FloatArray) -> list[FloatArray]:
    """Return the stretches of a row without NaN."""
    known = ~np.isnan(row)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], known.astype(np.int8), [0]))))
    return [row[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _solve(
    steps: list[FloatArray], regressors: list[FloatArray], timekeeper_s2: float, motor_s2: float
) -> float:
    """Return alpha by GLS: sum x' C^-1 y / sum x' C^-1 x with C tridiagonal."""
    above = below = 0.0
    for y, x in zip(steps, regressors, strict=True):
        both = _tridiagonal_solve(timekeeper_s2 + 2.0 * motor_s2, -motor_s2, np.stack((x, y), 1))
        below += float(x @ both[:, 0])
        above += float(x @ both[:, 1])
    return -above / below


def _noise(
    steps: list[FloatArray], regressors: list[FloatArray], alpha: float
) -> tuple[float, float]:
    """Return sigma_T^2 and sigma_M^2 from the residuals' autocovariance at lags 0 and 1."""
    left = [y + alpha * x for y, x in zip(steps, regressors, strict=True)]
    left = [r - r.mean() for r in left]
    size = sum(r.size for r in left)
    now = sum(float(r @ r) for r in left) / (size - len(left))
    next_ = sum(float(r[:-1] @ r[1:]) for r in left) / (size - 2 * len(left))
    motor_s2 = min(max(0.0, -next_), now / 3.0)
    return now - 2.0 * motor_s2, motor_s2


def _tridiagonal_solve(diagonal: float, beside: float, right: FloatArray) -> FloatArray:
    """Solve a symmetric tridiagonal Toeplitz system for the columns of ``right`` in O(n)."""
    size = right.shape[0]
    factor = np.empty(size)
    solved = right.copy()
    pivot = diagonal
    for i in range(size):
        if i:
            pivot = diagonal - beside * factor[i - 1]
            solved[i] -= beside * solved[i - 1]
        factor[i] = beside / pivot
        solved[i] /= pivot
    for i in range(size - 2, -1, -1):
        solved[i] -= factor[i] * solved[i + 1]
    return solved
