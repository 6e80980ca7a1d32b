"""Asynchronies of people who tap by themselves: what measures of groups are tried on."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from unisono.units import Seconds

FloatArray = npt.NDArray[np.float64]
T: Final[Seconds] = 0.5
"""The beat period of these tests."""


def taps(people: int, beats: int, sd_s: Seconds, seed: int = 1) -> FloatArray:
    """Return independent asynchronies in seconds, a row for each person."""
    return np.random.default_rng(seed).normal(0.0, sd_s, (people, beats))
