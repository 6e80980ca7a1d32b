"""Two people against each other: asynchrony and phase locking.

Arguments are onsets or asynchronies per beat in seconds (NaN = no tap in that beat), the same
beats for both. Signs: first minus second; negative = the first is earlier.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from unisono.errors import BadValue
from unisono.synchrony.cells import ComplexArray, phasors
from unisono.synchrony.grid import FloatArray, IntArray
from unisono.synchrony.outcome import Reason, TooLittle
from unisono.synchrony.person import unbiased_square
from unisono.units import Seconds

MIN_SHARED_BEATS: Final = 30
MIN_LOCKING_BEATS: Final = 16


@dataclass(frozen=True, slots=True)
class PairAsynchrony:
    """Pairwise asynchrony d = onset of the first minus onset of the second.

    Args:
        mean_s: mean of d: who is earlier, and latency; negative = the first.
        sd_s: SD of d (n - 1): pairwise asynchronization, untouched by latency.
        mean_abs_s: mean of |d|.
        beats: beats both played.
    """

    mean_s: Seconds
    sd_s: Seconds
    mean_abs_s: Seconds
    beats: int


@dataclass(frozen=True, slots=True)
class PhaseLocking:
    """How constant the phase between two people is.

    Args:
        value: PLV = |mean e_p conj(e_q)|, 0..1.
        unbiased: (n PLV^2 - 1)/(n - 1); below 0 is possible and kept.
        beats: beats both played.
    """

    value: float
    unbiased: float
    beats: int


@dataclass(frozen=True, slots=True, eq=False)
class LockingTable:
    """Phase locking of all pairs: magnitudes and shared beats, people x people."""

    magnitudes: FloatArray
    beats: IntArray

    def between(self, first: int, second: int) -> PhaseLocking | TooLittle:
        """Return the phase locking of two people by their row numbers."""
        beats = int(self.beats[first, second])
        if beats < MIN_LOCKING_BEATS:
            return TooLittle(Reason.BEATS, beats, MIN_LOCKING_BEATS)
        value = float(self.magnitudes[first, second]) / beats
        return PhaseLocking(value, unbiased_square(value, beats), beats)


def pair_asynchrony(
    first_s: FloatArray, second_s: FloatArray, min_beats: int = MIN_SHARED_BEATS
) -> PairAsynchrony | TooLittle:
    """Return mean, SD and mean absolute value of the asynchrony of two people.

    Seconds. At least 30 shared beats (``min_beats``). Over beats, not over nearest neighbours:
    matching by nearness drops what does not fit and makes strangers look coupled.

    Source: Rasch 1979; Clayton et al. 2020 (IEMP).
    """
    first, second = _same_beats(first_s, second_s)
    d = first - second
    d = d[~np.isnan(d)]
    if d.size < max(2, min_beats):
        return TooLittle(Reason.BEATS, d.size, max(2, min_beats))
    return PairAsynchrony(
        float(d.mean()), float(d.std(ddof=1)), float(np.abs(d).mean()), int(d.size)
    )


def phase_locking(
    first_s: FloatArray, second_s: FloatArray, periods_s: Seconds | FloatArray
) -> PhaseLocking | TooLittle:
    """Return the phase-locking value of two people's asynchronies and its unbiased square.

    No unit, 0..1; at least 16 shared beats; latency does not matter.

    Source: Lachaux et al. 1999; unbiased: Vinck et al. 2010.
    """
    first, second = _same_beats(first_s, second_s)
    return locking_table(phasors(np.stack((first, second)), periods_s)).between(0, 1)


def locking_table(units: ComplexArray) -> LockingTable:
    """Return the phase locking of all pairs at once, |E E^H|.

    Args:
        units: people x beats, NaN = no tap; offsets may be in or out, the result is the same.
    """
    there = ~np.isnan(units)
    known = np.where(there, units, 0.0)
    seen = there.astype(np.float64)
    beats = np.rint(seen @ seen.T).astype(np.intp)
    return LockingTable(np.abs(known @ known.conj().T), beats)


def _same_beats(first_s: FloatArray, second_s: FloatArray) -> tuple[FloatArray, FloatArray]:
    first = np.asarray(first_s, dtype=np.float64)
    second = np.asarray(second_s, dtype=np.float64)
    if first.shape != second.shape or first.ndim != 1:
        raise BadValue("a pair's rows", (first.shape, second.shape), "two rows of the same beats")
    return first, second
