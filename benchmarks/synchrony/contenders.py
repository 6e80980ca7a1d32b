"""Who is measured, and on what: each makes its input first, which is not timed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import group
import numpy as np
import reference

from unisono.pulse import Timeline
from unisono.synchrony import (
    LiveCohesion,
    aligned,
    beat_terms,
    cells_of,
    cohesion_of_terms,
    contributions,
    grid_for,
    score,
)

MINUTES = 30.0
BPM = 120.0


@dataclass(frozen=True)
class Contender:
    """One way to a group figure.

    Attributes:
        title: its name in the table.
        prepare: people -> its input.
        run: input -> the figure.
        most: the largest group it is measured with; beyond that it takes too long to wait for.
        growth: how its time grows with people, for what is beyond.
    """

    title: str
    prepare: Callable[[int], Any]
    run: Callable[[Any], float]
    most: int = 500
    growth: int = 1


def _onsets(people: int) -> dict[str, np.ndarray]:
    return group.onsets(people, MINUTES)


def _phases(rate_hz: float) -> Callable[[int], np.ndarray]:
    return lambda people: group.phases(_onsets(people), MINUTES, rate_hz)


def _headline(players: dict[str, np.ndarray]) -> float:
    cells = cells_of(players, grid_for(players, Timeline.constant(BPM)))
    units = aligned(cells.phasors, cells.grid.periods_s)
    contributions(units)
    return cohesion_of_terms(beat_terms(units, cells.chance)).value


def _everything(players: dict[str, np.ndarray]) -> float:
    return score(players, bpm=BPM).cohesion.value


def _reference(players: dict[str, np.ndarray]) -> float:
    return reference.headline(players, 60.0 / BPM)


def _rho(phases: np.ndarray) -> float:
    from multiSyncPy.synchrony_metrics import rho  # noqa: PLC0415 - 150 MB of its own imports

    return float(rho(phases)[1])


def _coherence(phases: np.ndarray) -> float:
    from multiSyncPy.synchrony_metrics import coherence_team  # noqa: PLC0415 - as above

    return float(coherence_team(np.sin(phases)))


def _taps(people: int) -> list[tuple[int, float]]:
    rows = [(t, i) for i, times in enumerate(_onsets(people).values()) for t in times.tolist()]
    return [(i, t) for t, i in sorted(rows)]


def _stream(taps: list[tuple[int, float]]) -> float:
    live = LiveCohesion()
    live.begin(Timeline.constant(BPM))
    closing_s = 0.5
    for person, onset_s in taps:
        if onset_s >= closing_s:
            live.close_until(closing_s)
            closing_s += 0.5
        live.tap(person, onset_s)
    live.close_until(closing_s + 2.0)
    return live.snapshot().value or float("nan")


CONTENDERS = {
    "headline": Contender("unisono: headline, offsets, contributions", _onsets, _headline),
    "everything": Contender("unisono: `score()`, every number", _onsets, _everything),
    "live": Contender("unisono: live, tap by tap", _taps, _stream),
    "numpy": Contender("plain numpy, the headline alone", _onsets, _reference),
    "rho10": Contender("multiSyncPy `rho`, 10 Hz", _phases(10.0), _rho),
    "rho100": Contender("multiSyncPy `rho`, 100 Hz", _phases(100.0), _rho),
    "coherence": Contender(
        "multiSyncPy `coherence_team`, 10 Hz", _phases(10.0), _coherence, most=100, growth=2
    ),
}
