"""Call and response on real data: taps of a laboratory cut into patterns, and mir_eval's onsets.

No public recording of people answering a call by tapping was found, so the scoring is shown on
Silva & Laje's taps to a click (38 subject cells): a pattern of five notes in eight beats is cut
from what each subject tapped, as if it had been the answer to that pattern.
"""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
import numpy.typing as npt
import pytest
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
from scipy.sparse.csgraph import (  # type: ignore[import-untyped]
    maximum_bipartite_matching,
)

from unisono.prompts import (
    Pace,
    ResponseWindow,
    Round,
    group_answer,
    match_answer,
    score_response,
    tolerances_s,
)
from unisono.synchrony import TooLittle

FloatArray = npt.NDArray[np.float64]

PERIOD_S, CYCLE = 0.5, 8
PATTERN = (0, 1, 3, 4, 6)
SHIFTED = (1, 2, 4, 5, 7)
WINDOW = ResponseWindow(tuple(step * PERIOD_S for step in PATTERN), 0.0, 4.0, PERIOD_S)


@dataclass(frozen=True)
class Cycle:
    """Eight clicks of one subject: which beat each tap belongs to, and when it came."""

    cell: str
    beats: tuple[int, ...]
    times_s: tuple[float, ...]
    offset_s: float

    def cut(self, steps: tuple[int, ...]) -> FloatArray:
        """Return the taps of these beats."""
        pairs = zip(self.beats, self.times_s, strict=True)
        return np.array([t for beat, t in pairs if beat in steps])


@pytest.fixture(scope="module")
def cycles(shared_data: Path) -> list[Cycle]:
    """Three cycles of every trial of every subject."""
    path = shared_data / "silva_laje_2024_taps.csv.gz"
    trials: dict[tuple[str, str], dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            trial = row["experiment"] + row["subject"], row["trial_id"]
            trials[trial][row["event"]].append(float(row["t_ms"]) / 1000.0)
    found = []
    for (cell, _), events in trials.items():
        taps = np.sort(events["R"]) - min(events["S"])
        beats = np.rint(taps / PERIOD_S).astype(int)
        offset_s = float(np.median(taps - beats * PERIOD_S))
        for start in (CYCLE, 2 * CYCLE, 3 * CYCLE):
            inside = (beats >= start) & (beats < start + CYCLE)
            times_s = taps[inside] - start * PERIOD_S
            found.append(
                Cycle(cell, tuple(beats[inside] - start), tuple(times_s.tolist()), offset_s)
            )
    return found


def mean(values: list[float | TooLittle]) -> float:
    """Return the mean of those that say something, of which there are most."""
    said = [value for value in values if not isinstance(value, TooLittle)]
    assert len(said) > 0.95 * len(values)
    return float(np.mean(said))


@pytest.mark.parametrize("known", [True, False])
def test_careful_tappers_answer_well(cycles: list[Cycle], known: bool) -> None:
    """Of 2 088 answers nearly all notes are found, timing is that of SD 24 ms, pace is right."""
    answers = [
        score_response(WINDOW, c.cut(PATTERN), Random(1), c.offset_s if known else None)
        for c in cycles
    ]
    assert len(answers) == 2088
    assert mean([a.recall for a in answers]) > 0.98
    assert mean([a.precision for a in answers]) > 0.98
    assert 0.90 < mean([a.timing for a in answers]) < 0.96
    assert 90.0 < mean([a.score for a in answers]) < 96.0
    assert sum(a.pace is Pace.SAME for a in answers) > 0.98 * len(answers)


def test_another_pattern_is_not_taken_for_the_answer(cycles: list[Cycle]) -> None:
    """The same people playing a pattern that shares two of five notes never score."""
    answers = [score_response(WINDOW, c.cut(SHIFTED), Random(1), c.offset_s) for c in cycles]
    scores = [a.score for a in answers if not isinstance(a.score, TooLittle)]
    assert max(scores, default=0.0) < 10.0
    assert mean([a.recall for a in answers]) == pytest.approx(0.4, abs=0.02)


def test_strangers_on_a_click_answer_like_strangers_on_a_click(cycles: list[Cycle]) -> None:
    """Pseudo-groups of five: S over the notes is 88, as it is for their plain tapping."""
    by_cell: dict[str, list[Cycle]] = defaultdict(list)
    for cycle in cycles:
        by_cell[cycle.cell].append(cycle)
    rng, cells = np.random.default_rng(3), sorted(by_cell)
    scores = []
    for _ in range(40):
        who = rng.choice(cells, 5, replace=False)
        rounds = [
            Round(WINDOW, {w: by_cell[w][rng.integers(len(by_cell[w]))].cut(PATTERN) for w in who})
            for _ in range(6)
        ]
        cohesion = group_answer(rounds).cohesion
        assert not isinstance(cohesion, TooLittle)
        scores.append(cohesion)
    assert float(np.mean(scores)) == pytest.approx(88.0, abs=4.0)


@pytest.mark.parametrize("case", range(10))
def test_no_matching_makes_more_pairs_on_mir_eval_onsets(shared_data: Path, case: int) -> None:
    """Reference onsets as a call, estimates as the answer: as many pairs as any matching has."""
    folder = shared_data / "mir_eval_fixtures"
    due = np.unique(np.loadtxt(folder / f"onset_ref{case:02}.txt", ndmin=1))
    played = np.sort(np.loadtxt(folder / f"onset_est{case:02}.txt", ndmin=1))
    window = ResponseWindow(tuple(due.tolist()), due[0] - 1.0, due[-1] + 1.0, 0.5)
    matching = match_answer(window, played)
    close = np.abs(played - due[:, np.newaxis]) <= tolerances_s(window)[:, np.newaxis]
    best = maximum_bipartite_matching(csr_matrix(close), perm_type="column")
    assert matching.targets.size == int((best >= 0).sum())
