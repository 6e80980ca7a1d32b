"""Every figure that data/SOURCES.md promises comes out of the data."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from real_groups import CLICKS, PERIOD_S, Strangers
from unisono.onsets import match_onsets
from unisono.synchrony import (
    Coupling,
    OffsetRule,
    PairAsynchrony,
    Spread,
    cohesion,
    consistency,
    coupling,
    jitter,
    pair_asynchrony,
    spread,
)

FloatArray = npt.NDArray[np.float64]
INSTRUMENTS = ("Clave", "Bass", "Guitar", "Tres", "Bongo", "Bell", "Cajon", "Conga", "Trumpet")


@pytest.fixture(scope="module")
def cuban(shared_data: Path) -> dict[str, list[dict[str, str]]]:
    """Rows of the Cuban recordings per song."""
    songs = defaultdict(list)
    with (shared_data / "iemp_cuban_son_salsa.csv").open() as lines:
        for row in csv.DictReader(lines):
            songs[row["Piece"]].append(row)
    return songs


def column(rows: list[dict[str, str]], name: str) -> FloatArray:
    """Return a column in seconds, NaN where it is empty."""
    return np.array([float(row[name]) if row[name] else np.nan for row in rows])


def band_asynchronies(rows: list[dict[str, str]]) -> tuple[FloatArray, float]:
    """Return instruments x slots (those with more than 30 onsets), and the slot's length."""
    slots = column(rows, "Isochronous.SD.Time")
    late = np.array([column(rows, name) - slots for name in INSTRUMENTS])
    return late[(~np.isnan(late)).sum(axis=1) > 30], float(np.median(np.diff(slots)))


@pytest.mark.parametrize(
    ("first", "second", "beats", "mean_ms", "sd_ms", "mean_abs_ms"),
    [
        ("Clave", "Bass", 241, 16.2329, 19.58636, 20.66440),
        ("Guitar", "Tres", 853, 12.53126, 26.74134, None),
    ],
)
def test_pairs_of_the_second_cuban_song_have_the_published_asynchronies(
    cuban: dict[str, list[dict[str, str]]],
    first: str,
    second: str,
    beats: int,
    mean_ms: float,
    sd_ms: float,
    mean_abs_ms: float | None,
) -> None:
    """Count, mean, SD and mean absolute asynchrony agree to the last published digit.

    The published figures belong to the second song, not to all five (docs/decisions/0010).
    """
    rows = cuban["Song_2"]

    pair = pair_asynchrony(column(rows, first), column(rows, second))

    assert isinstance(pair, PairAsynchrony)
    assert pair.beats == beats
    assert 1e3 * pair.mean_s == pytest.approx(mean_ms, abs=6e-5)
    assert 1e3 * pair.sd_s == pytest.approx(sd_ms, abs=6e-6)
    if mean_abs_ms is not None:
        assert 1e3 * pair.mean_abs_s == pytest.approx(mean_abs_ms, abs=6e-6)


def test_cuban_bands_spread_as_measured_before(cuban: dict[str, list[dict[str, str]]]) -> None:
    """Groupwise asynchronization of the five songs lies between 21.7 and 24.7 ms."""
    spreads = [spread(band_asynchronies(rows)[0]) for rows in cuban.values()]

    assert all(isinstance(s, Spread) for s in spreads)
    in_ms = sorted(1e3 * s.value_s for s in spreads if isinstance(s, Spread))
    assert in_ms[0] == pytest.approx(21.73, abs=0.05)
    assert in_ms[-1] == pytest.approx(24.65, abs=0.05)


def test_cuban_bands_move_together_beyond_their_grid(
    cuban: dict[str, list[dict[str, str]]],
) -> None:
    """Every band's coupling is above 0 and its beat-scale cosine between 96 and 98.5."""
    for rows in cuban.values():
        late, slot_s = band_asynchronies(rows)
        positions = column(rows, "SD").astype(np.intp)

        found = coupling(late, positions)
        raw = cohesion(late, 4 * slot_s, OffsetRule.NONE)

        assert isinstance(found, Coupling)
        assert found.shows
        assert 0.25 < found.icc < 0.60
        assert raw
        assert 96.0 < raw.value < 98.5


def test_the_nearest_click_is_the_click_a_person_tapped_to(strangers: Strangers) -> None:
    """Of 23 577 taps at most four lie nearest to a click that another tap is matched to."""
    taps = shared = 0
    for person in strangers.trials:
        for trial in person:
            nearest = np.abs(trial.clicks_s[:, None] - trial.taps_s).argmin(axis=0)
            matched = match_onsets(trial.clicks_s, trial.taps_s, PERIOD_S / 2)
            assert trial.clicks_s.size == CLICKS
            same = nearest[matched.onsets] == matched.targets
            taps += trial.taps_s.size
            shared += int(same.sum())

    assert taps == 23577
    assert shared >= taps - 4


@pytest.mark.parametrize(
    ("interval_ms", "sd_ms", "mean_ms", "resultant"),
    [(600, 36.0914, -40.0988, 0.93548), (3000, 213.1224, -117.6477, 0.90403)],
)
def test_tapping_norms_of_baath_and_madison(
    shared_data: Path, interval_ms: int, sd_ms: float, mean_ms: float, resultant: float
) -> None:
    """Mean over 30 people of SD, mean asynchrony and R, to the last published digit."""
    people: dict[str, list[float]] = defaultdict(list)
    with (shared_data / "baath_madison_2012_tapping.csv").open() as lines:
        for row in csv.DictReader(lines):
            if int(row["isi"]) == interval_ms:
                people[row["subject"]].append(float(row["asynch"]) / 1e3)
    rows = [np.array(taps) for taps in people.values()]

    scatter = [jitter(row, interval_ms / 1e3) for row in rows]
    steady = [consistency(row, interval_ms / 1e3) for row in rows]

    assert len(rows) == 30
    assert 1e3 * np.mean([s.sd_s for s in scatter if s]) == pytest.approx(sd_ms, abs=6e-5)
    assert 1e3 * np.mean([row.mean() for row in rows]) == pytest.approx(mean_ms, abs=6e-5)
    assert np.mean([s.resultant for s in steady if s]) == pytest.approx(resultant, abs=6e-6)


def test_groups_of_four_by_adaptivity_of_the_metronome(shared_data: Path) -> None:
    """The four published SDs of experiment 5 are means of group means (docs/decisions/0010)."""
    trials: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    with (shared_data / "gem_four_all.csv").open() as lines:
        for row in csv.DictReader(lines):
            if row["expID"] == "5":
                trials[row["alpha"]][row["group"]].append(float(row["sd_avg_async"]))

    means = {a: np.mean([np.mean(v) for v in groups.values()]) for a, groups in trials.items()}

    published = {"0": 33.0266, "0.35": 19.4204, "0.7": 19.8207, "1": 20.1651}
    assert means == pytest.approx(published, abs=6e-5)


@pytest.mark.parametrize("case", range(10))
def test_onset_f_measure_of_mir_eval(shared_data: Path, case: int) -> None:
    """F-measure, precision and recall of the ten onset cases agree to 1e-9."""
    folder = shared_data / "mir_eval_fixtures"
    reference, estimate = (
        np.atleast_1d(np.loadtxt(folder / f"onset_{kind}{case:02d}.txt")) for kind in ("ref", "est")
    )
    expected = json.loads((folder / f"onset_output{case:02d}.json").read_text())

    found = match_onsets(reference, estimate)

    assert found.f_measure == pytest.approx(expected["F-measure"], abs=1e-9)
    assert found.precision == pytest.approx(expected["Precision"], abs=1e-9)
    assert found.recall == pytest.approx(expected["Recall"], abs=1e-9)


@pytest.mark.parametrize("case", range(10))
def test_beat_f_measure_of_mir_eval(shared_data: Path, case: int) -> None:
    """Beats from 5 s on, matched within 70 ms, give the F-measure of the ten beat cases."""
    folder = shared_data / "mir_eval_fixtures"
    reference, estimate = (
        np.atleast_1d(np.loadtxt(folder / f"beat_{kind}{case:02d}.txt")) for kind in ("ref", "est")
    )
    expected = json.loads((folder / f"beat_output{case:02d}.json").read_text())

    found = match_onsets(reference[reference >= 5.0], estimate[estimate >= 5.0], 0.07)

    assert (found.f_measure or 0.0) == pytest.approx(expected["F-measure"], abs=1e-9)
