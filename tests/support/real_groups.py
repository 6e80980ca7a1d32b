"""Pseudo-groups of real people: taps that strangers made alone to the same click.

38 people-and-experiments of Silva & Laje (2024), a click every 500 ms, 35 clicks a trial. Nobody
heard anybody else, so whatever looks like influence between them is the metric's doing.
"""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from unisono.synchrony import Cells, Grid, cells_of

FloatArray = npt.NDArray[np.float64]

PERIOD_S = 0.5
CLICKS = 35
FIRST, LAST = 7, 34
"""Beats 7 to 33: people have settled, and nobody has stopped."""
GRID = Grid.of_times([PERIOD_S * k for k in range(CLICKS)])


@dataclass(frozen=True)
class Trial:
    """One trial: click and tap times in seconds from its first click."""

    clicks_s: FloatArray
    taps_s: FloatArray


@dataclass(frozen=True)
class Strangers:
    """All trials, per person and experiment."""

    trials: tuple[tuple[Trial, ...], ...]

    @classmethod
    def read(cls, folder: Path) -> Strangers:
        """Read the shared recording."""
        found: dict[tuple[str, str], dict[str, dict[str, list[float]]]] = defaultdict(
            lambda: defaultdict(lambda: {"S": [], "R": []})
        )
        with gzip.open(folder / "silva_laje_2024_taps.csv.gz", "rt") as lines:
            for row in csv.DictReader(lines):
                trial = found[row["experiment"], row["subject"]][row["trial_id"]]
                trial[row["event"]].append(float(row["t_ms"]) / 1000.0)
        return cls(tuple(tuple(map(_trial, one.values())) for one in found.values()))

    def group(self, people: int, rng: np.random.Generator) -> list[FloatArray]:
        """Return one random trial each of some random people."""
        chosen = rng.choice(len(self.trials), people, replace=False)
        return [self.trials[i][rng.integers(len(self.trials[i]))].taps_s for i in chosen.tolist()]

    def asynchronies_s(self) -> list[FloatArray]:
        """Return trials x beats of every person, NaN = no tap."""
        rows = []
        for one in self.trials:
            cells = cells_on_click([trial.taps_s for trial in one])
            rows.append(cells.asynchronies_s)
        return rows


def cells_on_click(taps_s: list[FloatArray]) -> Cells:
    """Return the settled beats of some people's taps on the click's grid."""
    players = {str(i): taps for i, taps in enumerate(taps_s)}
    return cells_of(players, GRID).part(slice(FIRST, LAST))


def _trial(times: dict[str, list[float]]) -> Trial:
    clicks = np.array(times["S"])
    return Trial(clicks - clicks[0], np.array(times["R"]) - clicks[0])
