"""Without a click: the group's own beat, how long it holds, and the session in one call."""

from __future__ import annotations

import json
import math

import numpy as np
import numpy.typing as npt
import pytest

from unisono.errors import BadValue
from unisono.pulse import Meter, Timeline
from unisono.synchrony import (
    Cohesion,
    GroupBeat,
    Hold,
    Reason,
    SessionScore,
    TooLittle,
    evaluate,
    group_beat,
    hold,
    score,
    tempo_drift_percent,
)

T = 0.5
FloatArray = npt.NDArray[np.float64]


def circle(
    people: int = 5, beats: int = 120, end_bpm: float = 120.0, sd_s: float = 0.015, seed: int = 1
) -> tuple[dict[str, FloatArray], FloatArray]:
    """Return people playing a common beat that glides from 120 to another tempo, and the beat."""
    rng = np.random.default_rng(seed)
    periods = 60.0 / np.linspace(120.0, end_bpm, beats)
    times = 3.0 + np.concatenate(([0.0], np.cumsum(periods[:-1])))
    offsets = rng.uniform(-0.03, 0.03, people)
    rows = {str(p): times + offsets[p] + rng.normal(0, sd_s, beats) for p in range(people)}
    return rows, times


@pytest.mark.parametrize("end_bpm", [120.0, 132.0, 105.0])
def test_the_groups_own_beat_is_found_and_followed(end_bpm: float) -> None:
    """Its tempo is right to 1 % at both ends and its beats lie within 25 ms of the true ones."""
    rows, times = circle(end_bpm=end_bpm)

    found = group_beat(rows)

    assert isinstance(found, GroupBeat)
    nearest = np.abs(found.grid.times_s[:, None] - times).min(axis=1)
    assert np.percentile(nearest, 95) < 0.025
    assert len(found.grid) == pytest.approx(120, abs=2)
    assert found.grid.periods_s[4:12].mean() == pytest.approx(0.5, rel=0.015)
    assert found.grid.periods_s[-12:-4].mean() == pytest.approx(60 / end_bpm, rel=0.015)
    assert found.focus > 0.9


def test_half_of_the_taps_missing_does_not_lose_the_beat() -> None:
    """With every other tap gone at random and a stray fifth added, the beat is still followed."""
    rows, times = circle()
    rng = np.random.default_rng(2)
    messy = {
        n: np.sort(np.concatenate((r[rng.random(r.size) < 0.5], rng.uniform(3, 62, 12))))
        for n, r in rows.items()
    }

    found = group_beat(messy, bpm=120.0)

    assert isinstance(found, GroupBeat)
    nearest = np.abs(found.grid.times_s[:, None] - times).min(axis=1)
    assert np.median(nearest) < 0.03


def test_togetherness_does_not_depend_on_where_the_groups_beat_is_put() -> None:
    """On the group's own beat S is that of the true beat to half a point."""
    rows, times = circle(end_bpm=126.0)
    on_true = score(rows, Timeline.constant(120.0, times[0]).with_ramp(0, 119, 126.0))
    free = score(rows, click=False)

    assert isinstance(on_true, SessionScore)
    assert isinstance(free, SessionScore)
    assert isinstance(on_true.cohesion, Cohesion)
    assert isinstance(free.cohesion, Cohesion)
    assert free.cohesion.value == pytest.approx(on_true.cohesion.value, abs=0.5)
    assert (on_true.click, free.click) == (True, False)
    assert free.coupling is None
    assert str(free).endswith("no click")


def test_random_taps_have_no_beat_worth_the_name() -> None:
    """Their focus is low and S on whatever beat was found is nothing much."""
    rng = np.random.default_rng(3)
    values = []
    for _ in range(40):
        rows = {str(p): np.sort(rng.uniform(0, 60, 120)) for p in range(5)}
        found = score(rows, click=False)
        assert isinstance(found, SessionScore)
        if isinstance(found.cohesion, Cohesion):
            values.append(found.cohesion.value)

    assert abs(np.mean(values)) < 3.0


@pytest.mark.parametrize(("end_bpm", "drift"), [(132.0, 9.3), (120.0, 0.0), (108.0, -9.3)])
def test_drift_is_the_change_of_tempo_in_percent(end_bpm: float, drift: float) -> None:
    """The tempo of the last 8 intervals against the first 8; faster is positive."""
    rows, _ = circle(end_bpm=end_bpm, sd_s=0.004)
    found = group_beat(rows)
    assert isinstance(found, GroupBeat)

    assert tempo_drift_percent(found.grid) == pytest.approx(drift, abs=1.0)


def test_too_few_taps_have_no_beat() -> None:
    """16 taps over 8 beats, and intervals somebody could play."""
    few = {"a": np.arange(7) * T, "b": np.arange(7) * T}
    assert group_beat(few) == TooLittle(Reason.TAPS, 14, 16)
    assert group_beat({}) == TooLittle(Reason.TAPS, 0, 16)
    assert score(few, click=False) == TooLittle(Reason.TAPS, 14, 16)
    sparse = {str(p): np.array([0.0, 30.0, 60.0]) for p in range(6)}
    assert group_beat(sparse) == TooLittle(Reason.INTERVALS, 0, 16)


def scattered(held: int, after_s: float, beats: int = 48, seed: int = 4) -> FloatArray:
    """Return five people who hold for some beats and then scatter."""
    rng = np.random.default_rng(seed)
    late = rng.normal(0, 0.01, (5, beats))
    late[:, held:] += rng.uniform(-after_s, after_s, (5, beats - held))
    return np.arange(beats) * T + late


def test_a_group_that_holds_to_the_end_says_so() -> None:
    """48 beats held, whole, hardly any drift; the tolerance is stated."""
    found = hold(scattered(48, 0.0), T)

    assert isinstance(found, Hold)
    assert (found.beats, found.whole) == (48, True)
    assert found.held_s == pytest.approx(47 * T, abs=0.05)
    assert found.drift_percent == pytest.approx(0.0, abs=1.5)
    assert found.tolerance_s == pytest.approx(T / 8)


def test_a_hold_ends_when_most_are_out_of_tolerance_twice() -> None:
    """Scattering by up to 250 ms from beat 20 on ends the hold there, to within a few beats."""
    found = hold(scattered(20, 0.25), T, offsets_s=np.zeros(5))

    assert isinstance(found, Hold)
    assert 20 <= found.beats <= 26
    assert not found.whole


def test_one_odd_beat_does_not_end_a_hold() -> None:
    """A single beat on which hardly anybody plays is bridged; two are not."""
    one, two = scattered(48, 0.0), scattered(48, 0.0)
    one[1:, 20] = np.nan
    two[1:, 20:22] = np.nan

    bridged, ended = hold(one, T), hold(two, T)

    assert isinstance(bridged, Hold)
    assert isinstance(ended, Hold)
    assert bridged.beats == 48
    assert ended.beats == 20


def test_a_drifting_group_holds_and_drifts() -> None:
    """A group that speeds up together by 5 % holds all the way and is 5 % faster."""
    rows, times = circle(beats=64, end_bpm=126.0, sd_s=0.005)
    grid_rows = np.stack(list(rows.values()))

    found = hold(grid_rows, T)

    assert isinstance(found, Hold)
    assert found.whole
    assert found.drift_percent == pytest.approx(4.7, abs=0.6)
    assert times.size == 64


def test_a_wider_tolerance_never_shortens_a_hold() -> None:
    """Beats held grow with the tolerance."""
    late = scattered(20, 0.08)
    held = [hold(late, T, np.zeros(5), tolerance_s=t) for t in (0.03, 0.05, 0.08, 0.2)]

    beats = [h.beats for h in held if isinstance(h, Hold)]
    assert beats == sorted(beats)
    assert beats[-1] == 48


def test_holding_needs_two_people_and_eight_beats() -> None:
    """And a tolerance above 0."""
    assert hold(scattered(48, 0.0)[:1], T) == TooLittle(Reason.PEOPLE, 1, 2)
    assert hold(scattered(7, 0.0, beats=7), T) == TooLittle(Reason.BEATS, 7, 8)
    with pytest.raises(BadValue):
        hold(scattered(48, 0.0), T, tolerance_s=0.0)


def test_a_session_in_one_call_has_every_number() -> None:
    """Headline, interval, word, spread, split, coupling, coverage, people, pairs and windows."""
    rows, times = circle(people=6)

    found = score(rows, bpm=120.0, first_click_s=times[0], meter=Meter((4,)))

    assert isinstance(found, SessionScore)
    assert found.cohesion
    assert found.interval
    assert found.interval.low < found.cohesion.value < found.interval.high
    assert found.word == "tight"
    assert found.spread
    assert found.spread.value_s == pytest.approx(0.015 * math.sqrt(2), rel=0.1)
    assert found.split
    assert found.split.own_s == pytest.approx(0.015, rel=0.1)
    assert found.coupling
    assert not found.coupling.shows
    assert found.coverage == 1.0
    assert [p.name for p in found.people] == list(rows)
    assert len(found.pairs) == 15
    assert [w.first_beat for w in found.windows] == list(range(0, 96, 8))
    assert str(found).startswith("togetherness 9")


def test_a_sessions_table_goes_through_json() -> None:
    """Every group number is in the flat table, those without data with their reason."""
    rows, times = circle(people=2, beats=20)
    found = score(rows, bpm=120.0, first_click_s=times[0])
    assert isinstance(found, SessionScore)

    table = json.loads(json.dumps(evaluate(found)))

    assert table["cohesion"] is None
    assert table["cohesion_reason"] == "pairs"
    assert table["coupling_reason"] == "taps"
    assert table["spread_value_s"] > 0.0
    assert table["coverage"] == 1.0
    assert str(found) == "togetherness: too few pairs to say (20 of 30)"


def test_beats_of_the_count_in_do_not_count() -> None:
    """Taps before beat 0 are outside every cell."""
    rows, times = circle(people=3, beats=40)
    early = {n: np.concatenate((times[0] - np.arange(1, 5) * T, r)) for n, r in rows.items()}

    plain, counted = (score(r, bpm=120.0, first_click_s=times[0]) for r in (rows, early))

    assert isinstance(plain, SessionScore)
    assert isinstance(counted, SessionScore)
    assert plain.cohesion == counted.cohesion


def test_a_pair_of_instructions_that_contradict_is_refused() -> None:
    """A timeline and a tempo, or nobody at all."""
    with pytest.raises(BadValue):
        score({"a": [0.0]}, Timeline.constant(120.0), bpm=100.0)
    with pytest.raises(BadValue):
        score({})
