"""Invariances of togetherness: what must not matter does not."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unisono.pulse import Timeline
from unisono.synchrony import (
    Cohesion,
    Grid,
    LiveCohesion,
    LiveScore,
    TooLittle,
    cells_of,
    cohesion,
    cohesion_of_cells,
    evaluate,
    score,
    spread,
)

T = 0.5
BEATS = 40
FloatArray = npt.NDArray[np.float64]
Taps = list[tuple[int, float]]

seeds = st.integers(0, 2**32 - 1)
people_counts = st.integers(2, 6)


def session(seed: int, people: int, missing: float = 0.1) -> Taps:
    """Return taps of some people, some missing, in order of time."""
    rng = np.random.default_rng(seed)
    offsets = rng.uniform(-0.08, 0.08, people)
    return sorted(
        (
            (p, float(k * T + offsets[p] + rng.normal(0, 0.03)))
            for p in range(people)
            for k in range(BEATS)
            if rng.random() > missing
        ),
        key=lambda tap: tap[1],
    )


def rows_of(taps: Taps) -> dict[str, FloatArray]:
    """Return each person's taps."""
    people = sorted({p for p, _ in taps})
    return {str(p): np.array([t for q, t in taps if q == p]) for p in people}


def heard(taps: Taps, bpm: float = 120.0, origin_s: float = 0.0) -> LiveCohesion:
    """Return a live score that has heard taps in this order before any beat closed."""
    live = LiveCohesion()
    live.begin(Timeline.constant(bpm, origin_s))
    for person in sorted({p for p, _ in taps}):
        live.join(person, origin_s)
    for person, onset_s in taps:
        live.tap(person, onset_s)
    live.close_until(origin_s + (BEATS + 3) * T)
    return live


def same(one: LiveScore, other: LiveScore, within: float) -> None:
    """Two snapshots tell the same story."""
    assert (one.state, one.reason, one.people) == (other.state, other.reason, other.people)
    for a, b in ((one.value, other.value), (one.low, other.low), (one.high, other.high)):
        assert (a is None) == (b is None)
        if a is not None:
            assert a == pytest.approx(b, abs=within)


@given(seeds, people_counts, st.floats(-1e5, 1e5))
def test_the_origin_of_time_does_not_matter(seed: int, people: int, origin_s: float) -> None:
    """The same playing, hours later, has the same score (to the rounding of large numbers)."""
    taps = session(seed, people)
    moved = [(p, t + origin_s) for p, t in taps]
    grid = Grid.of_timeline(Timeline.constant(120.0), 0, BEATS)
    later = Grid.of_timeline(Timeline.constant(120.0, origin_s), 0, BEATS)

    here = cohesion_of_cells(cells_of(rows_of(taps), grid))
    there = cohesion_of_cells(cells_of(rows_of(moved), later))

    same(heard(taps).snapshot(), heard(moved, origin_s=origin_s).snapshot(), 1e-5)
    assert isinstance(here, Cohesion) == isinstance(there, Cohesion)
    if isinstance(here, Cohesion) and isinstance(there, Cohesion):
        assert here.value == pytest.approx(there.value, abs=1e-5)


@given(seeds, people_counts)
def test_the_order_of_people_does_not_matter(seed: int, people: int) -> None:
    """Names and rows may be permuted at will."""
    taps = session(seed, people)
    order = np.random.default_rng(seed + 1).permutation(people)
    renamed = [(int(order[p]), t) for p, t in taps]

    same(heard(taps).snapshot(), heard(renamed).snapshot(), 1e-9)
    late = cells_of(rows_of(taps), Grid.of_times([k * T for k in range(BEATS)])).asynchronies_s
    mixed = np.flip(late, axis=0)
    one, other = spread(late), spread(mixed)
    assert not isinstance(one, TooLittle)
    assert not isinstance(other, TooLittle)
    assert one.value_s == pytest.approx(other.value_s, abs=1e-12)
    before, after = cohesion(late, T), cohesion(mixed, T)
    assert isinstance(before, Cohesion) == isinstance(after, Cohesion)
    if isinstance(before, Cohesion) and isinstance(after, Cohesion):
        assert before.value == pytest.approx(after.value, abs=1e-9)


@given(seeds, people_counts, st.lists(st.integers(0, 400), max_size=12))
def test_how_the_stream_is_cut_into_batches_does_not_matter(
    seed: int, people: int, cuts: list[int]
) -> None:
    """Closing beats often, seldom or at odd moments gives the same score, as long as in time."""
    taps = session(seed, people)
    live = LiveCohesion()
    live.begin(Timeline.constant(120.0))
    for person in sorted({p for p, _ in taps}):
        live.join(person, 0.0)
    edges = sorted({min(c, len(taps)) for c in cuts} | {0, len(taps)})
    for low, high in pairwise(edges):
        for person, onset_s in taps[low:high]:
            live.tap(person, onset_s)
        live.close_until(taps[high - 1][1])
    live.close_until((BEATS + 3) * T)

    assert live.snapshot() == heard(taps).snapshot()


@given(seeds, people_counts)
def test_reordered_and_repeated_packets_do_not_matter(seed: int, people: int) -> None:
    """Any order of arrival, and any packet twice, gives the very same snapshot."""
    taps = session(seed, people)
    rng = np.random.default_rng(seed + 2)
    again = [tap for tap in taps if rng.random() < 0.3]
    everything = taps + again
    shuffled = [everything[i] for i in rng.permutation(len(everything))]

    assert heard(shuffled).snapshot() == heard(taps).snapshot()


@given(seeds, people_counts)
def test_repeated_and_reordered_onsets_do_not_matter_afterwards(seed: int, people: int) -> None:
    """The batch score of shuffled and doubled onsets is that of the clean ones."""
    rows = rows_of(session(seed, people))
    rng = np.random.default_rng(seed + 3)
    messy = {n: rng.permutation(np.concatenate((row, row[:5]))) for n, row in rows.items()}
    grid = Grid.of_times([k * T for k in range(BEATS)])

    clean, other = cells_of(rows, grid), cells_of(messy, grid)

    assert np.array_equal(clean.taps, other.taps)
    assert np.allclose(clean.asynchronies_s, other.asynchronies_s, equal_nan=True, atol=1e-12)
    assert cohesion_of_cells(clean) == cohesion_of_cells(other)


@given(seeds, people_counts, st.floats(0.0, 0.06))
def test_a_constant_delay_of_anybody_does_not_matter(
    seed: int, people: int, delay_s: float
) -> None:
    """Delaying everybody by something changes S by less than 0.01, and spread and SDs not."""
    rows = rows_of(session(seed, people))
    late = {n: row + delay_s * (i % 2) for i, (n, row) in enumerate(rows.items())}
    grid = Grid.of_times([k * T for k in range(BEATS)])
    one, other = cells_of(rows, grid), cells_of(late, grid)

    before, after = cohesion_of_cells(one), cohesion_of_cells(other)

    if isinstance(before, Cohesion) and isinstance(after, Cohesion):
        assert before.value == pytest.approx(after.value, abs=0.01)
    wide, same_width = spread(one.asynchronies_s), spread(other.asynchronies_s)
    if not isinstance(wide, TooLittle) and not isinstance(same_width, TooLittle):
        assert wide.value_s == pytest.approx(same_width.value_s, abs=1e-9)


@given(seeds, people_counts, st.floats(0.5, 2.0))
def test_the_speed_of_the_tape_does_not_matter_to_the_headline(
    seed: int, people: int, speed: float
) -> None:
    """Played back at another speed, beats and taps alike, S is the same (offsets within bounds)."""
    late = np.random.default_rng(seed).normal(0, 0.02, (people, BEATS))

    one, other = cohesion(late, T), cohesion(late * speed, T * speed)

    assert isinstance(one, Cohesion)
    assert isinstance(other, Cohesion)
    assert one.value == pytest.approx(other.value, abs=1e-9)


@settings(max_examples=25)
@given(st.lists(st.lists(st.floats(-2.0, 40.0), max_size=60), min_size=1, max_size=4))
def test_any_taps_at_all_have_a_score_or_a_reason(rows: list[list[float]]) -> None:
    """Nothing crashes, nothing is not-a-number, and S never exceeds 100."""
    result = score({str(i): row for i, row in enumerate(rows)}, bpm=120.0)

    assert not isinstance(result, TooLittle)
    numbers = [v for v in evaluate(result).values() if isinstance(v, float)]
    assert not np.any(np.isnan(numbers))
    if isinstance(result.cohesion, Cohesion):
        assert result.cohesion.value <= 100.0 + 1e-9


@settings(max_examples=50)
@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.floats(-1.0, 30.0), st.floats(0.0, 0.3)), max_size=120
    ),
    st.lists(st.floats(0.0, 40.0), max_size=5),
)
def test_any_stream_at_all_has_a_snapshot(
    taps: list[tuple[int, float, float]], nows: list[float]
) -> None:
    """Whatever comes in whatever order, a snapshot is either ok with a value or says why not."""
    live = LiveCohesion()
    live.begin(Timeline.constant(120.0))
    for i, (person, onset_s, bound_s) in enumerate(taps):
        live.tap(person, onset_s, bound_s)
        if nows and i % 20 == 0:
            live.close_until(nows[i // 20 % len(nows)])
    live.close_until(60.0)

    found = live.snapshot()

    assert (found.state == "ok") == (found.reason == "") == (found.value is not None)
    assert found.value is None or found.value <= 100.0 + 1e-9
    assert found.coverage is None or 0.0 <= found.coverage <= 1.0
