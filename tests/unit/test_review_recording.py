"""A real recording, played into a session, comes out with the pair statistics of its file.

The comparison is computed here from the table itself, slot by slot, with nothing of ours.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from itertools import combinations, pairwise
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pytest

from real_groups import Strangers
from review_logs import Log, song_log, start, stop
from unisono.review import Report, build_report
from unisono.review.grids import parts_played
from unisono.review.pairs import part_s, shared_onsets
from unisono.session import events as e
from unisono.synchrony import Grid

INSTRUMENTS = ("Clave", "Bass", "Guitar", "Tres", "Bongo", "Bell", "Cajon", "Conga", "Trumpet")
PALO_SANTO = "Song_2"
Slots: TypeAlias = dict[str, dict[int, float]]
"""Per instrument: the onset of each metrical slot."""


def slots_of(folder: Path, piece: str, seconds: float = np.inf) -> Slots:
    """Return the first seconds of a piece, counted from its first onset."""
    with (folder / "iemp_cuban_son_salsa.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["Piece"] == piece]
    first_s = min(float(row[i]) for row in rows for i in INSTRUMENTS if row[i])
    found: Slots = {name: {} for name in INSTRUMENTS}
    for slot, row in enumerate(rows):
        for name in INSTRUMENTS:
            if row[name] and float(row[name]) < first_s + seconds:
                found[name][slot] = float(row[name])
    return {name: onsets for name, onsets in found.items() if onsets}


def differences(slots: Slots, first: str, second: str) -> np.ndarray:
    """Return first minus second in every slot both played."""
    both = sorted(slots[first].keys() & slots[second].keys())
    return np.array([slots[first][k] - slots[second][k] for k in both])


def check_pairs(report: Report, slots: Slots) -> int:
    """Compare every pair with at least 30 shared slots; return how many there were."""
    seats = {name: number for number, name in enumerate(slots, start=1)}
    table = {(p.first, p.second): p for p in report.pairs.rows}
    checked = 0
    for first, second in combinations(slots, 2):
        d, pair = differences(slots, first, second), table[seats[first], seats[second]]
        assert pair.n == d.size
        if d.size < 30:
            assert pair.mean_s is None
            assert pair.missing is not None
            continue
        checked += 1
        assert pair.mean_s == pytest.approx(d.mean(), abs=1e-6)
        assert pair.sd_s == pytest.approx(d.std(ddof=1), abs=1e-6)
        assert pair.mean_absolute_s == pytest.approx(np.abs(d).mean(), abs=1e-6)
    return checked


def with_click(slots: Slots, tempi: Mapping[float, float], time0_s: float) -> Log:
    """Return the log of the same playing during a run whose tempo is set beat by beat."""
    written = song_log({name: list(onsets.values()) for name, onsets in slots.items()}).entries
    taps = [entry for entry in written if isinstance(entry.event, e.TapsPlayed)]
    log = Log(written[: -len(taps)])
    start(log, time0_s, next(iter(tempi.values())))
    for beat, bpm in tempi.items():
        if beat > 0:
            log.add(e.TempoSet(1, beat, bpm), time0_s)
    for entry in taps:
        log.add(entry.event, entry.at_s)
    stop(log, 200, time0_s + 200.0)
    return log


def test_pairs_of_a_minute_of_palo_santo_are_those_of_the_file(shared_data: Path) -> None:
    """Free play: mean, SD and mean absolute asynchrony of every pair to 1e-6 s."""
    slots = slots_of(shared_data, PALO_SANTO, seconds=60.0)

    report = build_report(song_log({k: list(v.values()) for k, v in slots.items()}).entries)

    assert check_pairs(report, slots) == 10


@pytest.mark.parametrize("bpm", [61.0, 90.0, 137.0])
def test_pairs_do_not_depend_on_the_click(shared_data: Path, bpm: float) -> None:
    """The same minute during a click that has nothing to do with it: the same pairs."""
    slots = slots_of(shared_data, PALO_SANTO, seconds=60.0)

    report = build_report(with_click(slots, {0.0: bpm}, 18.0).entries)

    assert report.stretches[0].run == 1
    assert check_pairs(report, slots) == 10


def test_the_whole_song_gives_the_pairs_of_the_file(shared_data: Path) -> None:
    """Five and a half minutes, seven instruments, 5 253 pairs of onsets: the file's own."""
    slots = slots_of(shared_data, PALO_SANTO)

    report = build_report(song_log({k: list(v.values()) for k, v in slots.items()}).entries)

    assert check_pairs(report, slots) >= 15


@pytest.mark.parametrize(
    ("piece", "most"),
    [("Song_1", 0.01), ("Song_3", 0.07), ("Song_4", 0.01), ("Song_5", 0.035)],
)
def test_how_far_matching_may_differ_from_hand_marked_slots(
    shared_data: Path, piece: str, most: float
) -> None:
    """Where playing strays half a slot, pairs differ from the annotation by as much as we say."""
    slots = slots_of(shared_data, piece)
    onsets = {i: np.array(list(row.values())) for i, row in enumerate(slots.values())}
    part = part_s(list(onsets.values()))
    assert part is not None

    shared = shared_onsets(onsets, part)

    names, unequal, total = list(slots), 0, 0
    for (i, j), (first, second) in shared.items():
        a, b = slots[names[i]], slots[names[j]]
        marked = {(a[k], b[k]) for k in a.keys() & b.keys()}
        if len(marked) >= 30:
            unequal += len(marked ^ set(zip(first.tolist(), second.tolist(), strict=True)))
            total += len(marked)
    assert total > 1000
    assert 0 < unequal / total < most


def test_a_band_with_its_own_bars_for_a_click_is_together(shared_data: Path) -> None:
    """With a click that follows the bars, as a replay has it, S is high and the part a 16th."""
    slots = slots_of(shared_data, PALO_SANTO, seconds=60.0)
    with (shared_data / "iemp_cuban_son_salsa.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["Piece"] == PALO_SANTO]
    bars_s = [float(row["Isochronous.SD.Time"]) for row in rows if row["SD"] == "1"][:18]
    first_s = min(min(row.values()) for row in slots.values())
    time0_s = 20.0 + bars_s[0] - first_s
    tempi = {4.0 * i: 240.0 / (b - a) for i, (a, b) in enumerate(pairwise(bars_s))}

    report = build_report(with_click(slots, tempi, time0_s).entries)

    together, table = report.together, report.stretches[0].pairs
    assert together.value is not None
    assert 70.0 < together.value < 92.0
    assert together.people == 5
    assert together.pair_beats == 884
    assert report.stretches[0].parts_per_beat == 4
    assert table.part_s == pytest.approx(0.2, abs=0.02)
    assert check_pairs(report, slots) == 10


@pytest.mark.parametrize("piece", [f"Song_{i}" for i in range(1, 6)])
def test_bands_that_play_sixteenths_are_measured_on_sixteenths(
    shared_data: Path, piece: str
) -> None:
    """On the beats of the file's own grid every one of the five songs falls into four parts."""
    slots = slots_of(shared_data, piece)
    with (shared_data / "iemp_cuban_son_salsa.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["Piece"] == piece]
    beats = [float(r["Isochronous.SD.Time"]) for r in rows if int(r["SD"]) % 4 == 1]

    onsets = {name: np.array(list(row.values())) for name, row in slots.items()}

    assert parts_played(Grid.of_times(beats), onsets) == 4


def test_people_who_tap_the_beat_are_measured_on_the_beat(shared_data: Path) -> None:
    """Tappers at a 500 ms click (Silva & Laje 2024): each alone and all together, one part."""
    everybody = Strangers.read(shared_data).trials
    people = {str(i): trials[0].taps_s for i, trials in enumerate(everybody)}
    beats = Grid.of_times(np.arange(40) * 0.5)

    assert len(people) > 10
    assert parts_played(beats, people) == 1
