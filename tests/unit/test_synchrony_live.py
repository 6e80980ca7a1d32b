"""The live score: the batch score as a stream, and what it refuses to say."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pytest

from unisono.errors import BadValue
from unisono.pulse import Timeline
from unisono.synchrony import (
    Grid,
    LiveCohesion,
    LiveScore,
    LiveSettings,
    cells_of,
    cohesion_so_far,
    coverage,
)

BPM, T = 120.0, 0.5
LINE = Timeline.constant(BPM)
DONE_S = 2.0
"""Long enough after a beat's instant for it to have closed, and the next one not."""
Taps = list[tuple[int, float]]


def played(
    people: int, beats: int, sd_s: float = 0.03, seed: int = 1, late_s: float = 0.08
) -> Taps:
    """Return everybody's taps in order of time, each person with an offset of their own."""
    rng = np.random.default_rng(seed)
    offsets = rng.uniform(-late_s, late_s, people)
    taps = [
        (p, k * T + float(offsets[p] + rng.normal(0, sd_s)))
        for k in range(beats)
        for p in range(people)
    ]
    return sorted(taps, key=lambda tap: tap[1])


def streamed(
    taps: Iterable[tuple[int, float]], until_s: float, bound_s: float = 0.0
) -> LiveCohesion:
    """Return a live score that has heard all taps as they came."""
    live = LiveCohesion()
    live.begin(LINE)
    for person, onset_s in taps:
        live.tap(person, onset_s, bound_s)
        live.close_until(onset_s)
    live.close_until(until_s)
    return live


def rows_of(taps: Taps) -> dict[str, npt.NDArray[np.float64]]:
    """Return each person's taps as an array."""
    people = sorted({p for p, _ in taps})
    return {str(p): np.array([t for q, t in taps if q == p]) for p in people}


@pytest.mark.parametrize(("people", "half_life"), [(2, 16.0), (5, 16.0), (12, 8.0)])
def test_streaming_equals_batch_on_the_same_cells(people: int, half_life: float) -> None:
    """With everybody at one tap a beat the value is that of cohesion_so_far, to 1e-9."""
    taps = played(people, 120)
    live = streamed(taps, 119 * T + DONE_S)

    batch = cohesion_so_far(cells_of(rows_of(taps), Grid.of_timeline(LINE, 0, 120)), half_life)

    assert live.snapshot().value == pytest.approx(batch[-1], abs=1e-9)


def test_streaming_equals_batch_at_every_beat_and_through_a_ramp() -> None:
    """The whole trace agrees while the tempo goes from 100 to 140, offsets kept in seconds."""
    line = Timeline.constant(100.0).with_ramp(20, 40, 140.0)
    rng = np.random.default_rng(2)
    times = [line.time_at(k) for k in range(90)]
    rows = {str(p): np.array(times) + rng.normal(0, 0.02, 90) + 0.05 * p for p in range(3)}
    batch = cohesion_so_far(cells_of(rows, Grid.of_timeline(line, 0, 90)))
    live = LiveCohesion()
    live.begin(line)
    for p, row in rows.items():
        for onset_s in row.tolist():
            live.tap(int(p), onset_s)
    seen: dict[int, float] = {}
    closed = 0
    for k in range(90):
        closed += live.close_until(times[k] + DONE_S)
        value = live.snapshot().value
        if value is not None:
            seen[closed - 1] = value

    assert len(seen) > 40
    for beat, value in seen.items():
        assert value == pytest.approx(batch[beat], abs=1e-9)


def test_noise_scores_nothing_live() -> None:
    """Fifty people at random phases, after 200 beats: within 1 of 0 on average over ten runs."""
    rng = np.random.default_rng(3)
    values = []
    for _ in range(10):
        taps = [(p, (k + rng.uniform(-0.5, 0.5)) * T) for k in range(200) for p in range(50)]
        values.append(streamed(taps, 200 * T + 1.0).snapshot().value)

    assert abs(np.mean([v for v in values if v is not None])) < 1.0


def test_nothing_is_said_before_there_is_enough() -> None:
    """Too few people, then too few beats, then a number; two people wait for 30 shared beats."""
    reasons = []
    for beats in (6, 12, 20):
        reasons.append(streamed(played(5, beats), beats * T + 1.5).snapshot().reason)
    two = streamed(played(2, 30), 30 * T + 1.5).snapshot()

    assert reasons == ["people", "beats", ""]
    assert (two.state, two.reason, two.value) == ("too_few", "pairs", None)
    assert streamed([], 10.0).snapshot() == LiveScore(
        "too_few", "people", None, None, None, "", 0, 0, 0.0, None, None, None
    )


def test_clocks_too_coarse_for_the_tempo_are_named() -> None:
    """A bound of 40 ms leaves a ceiling of 92; one of 100 ms is too coarse at 120."""
    fine = streamed(played(5, 60), 31.5, bound_s=0.040).snapshot()
    coarse = streamed(played(5, 60), 31.5, bound_s=0.100).snapshot()

    assert fine.state == "ok"
    assert fine.ceiling == pytest.approx(100 * math.exp(-((2 * math.pi * 0.04 / 3**0.5 / T) ** 2)))
    assert (coarse.state, coarse.reason, coarse.value) == ("too_few", "coarse", None)


def test_the_band_surrounds_the_value_and_gives_a_word() -> None:
    """A steady group has low < value < high and a word of praise."""
    found = streamed(played(6, 100, sd_s=0.02), 51.5).snapshot()

    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.value < found.high
    assert found.word in {"together", "tight"}
    assert found.people == 6
    assert found.spread_s == pytest.approx(2**0.5 * 0.02, rel=0.25)


def test_the_count_in_never_counts() -> None:
    """Taps before the first beat change nothing, not even the offsets."""
    live = LiveCohesion()
    live.begin(LINE, first_beat=0.0)
    plain = LiveCohesion()
    plain.begin(LINE, first_beat=0.0)
    for person, onset_s in played(4, 40):
        for score in (live, plain):
            score.tap(person, onset_s)
    for person in range(4):
        for k in range(-8, 0):
            live.tap(person, k * T + 0.2)
    live.close_until(30.0)
    plain.close_until(30.0)

    assert live.snapshot() == plain.snapshot()


def test_a_late_tap_is_counted_and_nothing_else() -> None:
    """A tap whose beat has closed changes late_taps only."""
    live = streamed(played(4, 60), 31.5)
    before = live.snapshot()

    live.tap(0, 5.0)
    live.tap(0, float("nan"))

    assert live.late_taps == 2
    assert live.snapshot() == before


def test_a_new_tempo_starts_the_sums_anew_and_keeps_the_offsets() -> None:
    """After retime the score is silent for 8 beats; people need not settle again."""
    line = LINE.with_tempo(40, 90.0)
    live = LiveCohesion()
    live.begin(LINE)
    rng = np.random.default_rng(5)
    for k in range(70):
        if k == 36:
            live.retime(line, 40)
        for p in range(5):
            live.tap(p, line.time_at(k) + 0.1 * (p == 0) + float(rng.normal(0, 0.01)))
    reasons = {}
    for k in range(30, 70):
        live.close_until(line.time_at(k) + DONE_S)
        reasons[k] = live.snapshot().reason

    assert reasons[39] == ""
    assert {reasons[k] for k in range(42, 46)} == {"beats"}
    assert reasons[50] == ""
    value = live.snapshot().value
    assert value is not None
    assert value > 97.0


def test_a_late_joiner_enters_after_eight_beats_of_their_own() -> None:
    """Until then they neither raise nor lower anything, and coverage starts when they came."""
    taps = played(4, 80)
    joined = [(p, t) for p, t in taps if p != 3 or t > 40 * T - 0.25]
    live = streamed(joined, 79 * T + DONE_S)

    found = live.snapshot()

    assert found.people == 4
    assert found.coverage == pytest.approx(1.0)


def test_leaving_disturbs_nothing_and_is_not_missed() -> None:
    """After a leave the others' score goes on, coverage stays 1, and they may come back."""
    live = LiveCohesion()
    live.begin(LINE)
    taps = played(4, 120)
    for person, onset_s in taps:
        if person == 3 and onset_s > 60 * T - 0.25:
            continue
        live.tap(person, onset_s)
    live.close_until(58 * T + DONE_S)
    live.leave(3)
    live.close_until(119 * T + DONE_S)

    found = live.snapshot()

    assert found.people == 3
    assert found.coverage == pytest.approx(1.0, abs=0.01)
    live.join(3, 119 * T)
    assert live.person_state(3, 119 * T) == "playing"


def test_states_of_a_person() -> None:
    """Settling with fewer than 8 beats, playing after, resting after 8 silent beats."""
    live = LiveCohesion()
    live.begin(LINE)
    live.join(1, 0.0)
    assert live.person_state(1, 0.5) == "settling"
    assert live.person_state(1, 6.0) == "resting"
    assert live.person_state(9, 0.5) == "resting"
    for k in range(12):
        live.tap(0, k * T)
        if k == 4:
            live.close_until(k * T)
            assert live.person_state(0, k * T) == "settling"
    live.close_until(12 * T + 1.5)
    assert live.person_state(0, 12 * T) == "playing"
    assert live.person_state(0, 20 * T) == "resting"


def test_beginning_again_forgets_all_but_who_is_here() -> None:
    """A new run has no number, no late taps, and expects the same people."""
    live = streamed(played(4, 60), 31.5)
    live.tap(0, 1.0)

    live.begin(Timeline.constant(100.0, time0_s=100.0))

    assert live.snapshot().reason == "people"
    assert live.late_taps == 0
    live.close_until(104.0)
    assert live.snapshot().coverage == 0.0


def test_half_and_double_time_are_no_penalty() -> None:
    """Quarters, halves and eighths together score as quarters alone do."""
    rng = np.random.default_rng(6)
    taps: Taps = []
    for k in range(120):
        taps += [(p, k * T + float(rng.normal(0, 0.01))) for p in range(3)]
        taps += [(3, k * T + float(rng.normal(0, 0.01)))] * (k % 2 == 0)
        taps += [(4, (k + half) * T + float(rng.normal(0, 0.01))) for half in (0.0, 0.5)]
    mixed = streamed(sorted(taps, key=lambda tap: tap[1]), 119 * T + DONE_S).snapshot()
    plain = streamed([tap for tap in taps if tap[0] < 3], 119 * T + DONE_S).snapshot()

    assert mixed.value == pytest.approx(plain.value, abs=2.0)
    assert mixed.coverage is not None
    assert mixed.coverage > 0.95


def test_memory_does_not_grow_with_the_session() -> None:
    """After 4000 beats of 5 people, with people coming and going, no list has grown."""
    live = LiveCohesion()
    live.begin(LINE)
    sizes = []
    for k in range(4000):
        for p in range(5):
            live.tap(p + 10 * (k // 100), k * T)
        live.close_until(k * T)
        if k % 100 == 99:
            for p in range(5):
                live.leave(p + 10 * (k // 100))
        if k in (1999, 3999):
            people = list(live._people.values())
            kept = sum(len(one.waiting) + len(one._intervals) for one in people)
            sizes.append((len(people) <= 10, kept <= 10 * 24, sys.getsizeof(live._window._beats)))

    assert sizes[0] == sizes[1]
    assert sizes[0][:2] == (True, True)


def test_a_flood_from_one_person_is_cut_off() -> None:
    """More waiting taps than anybody plays are dropped and counted."""
    live = LiveCohesion()
    live.begin(LINE)
    for i in range(1000):
        live.tap(0, 0.001 * i)

    assert live.dropped_taps == 1000 - 512


def test_many_taps_at_once_are_taps_one_by_one() -> None:
    """tap_many is tap for each pair."""
    taps = played(4, 50)
    one, many = streamed(taps, 26.5), LiveCohesion()
    many.begin(LINE)
    many.tap_many([p for p, _ in taps], [t for _, t in taps])
    many.close_until(26.5)

    assert many.snapshot() == one.snapshot()


def test_live_coverage_is_the_share_that_was_played() -> None:
    """One of four rests for good: coverage tends to 3/4, as in the batch over the same beats."""
    taps = [(p, t) for p, t in played(4, 200) if p != 3 or t < 10 * T]
    live = streamed(taps, 199 * T + DONE_S)
    cells = cells_of(rows_of(taps), Grid.of_timeline(LINE, 0, 200))

    found = live.snapshot().coverage

    assert found == pytest.approx(0.75, abs=0.01)
    assert coverage(cells.part(slice(100, 200))) == 1.0 or found is not None


@pytest.mark.parametrize(
    "wrong", [{"half_life_beats": 0.5}, {"half_life_large_beats": 1e9}, {"grace_s": -1.0}]
)
def test_impossible_settings_are_refused(wrong: dict[str, float]) -> None:
    """Half-lives of 1 to 256 beats, grace of 0 to 60 s."""
    with pytest.raises(BadValue):
        LiveSettings(**wrong)  # type: ignore[arg-type]
