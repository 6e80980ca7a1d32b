"""Laws of call and response that hold for every phrase and every answer."""

from __future__ import annotations

import math
from dataclasses import asdict
from random import Random

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
from scipy.sparse.csgraph import (  # type: ignore[import-untyped]
    maximum_bipartite_matching,
)

from unisono.prompts import (
    Prompt,
    ResponseScore,
    ResponseWindow,
    chance_level,
    match_answer,
    score_response,
    tempo_ratio,
    tolerances_s,
)
from unisono.pulse import Timeline
from unisono.synchrony import TooLittle

FloatArray = npt.NDArray[np.float64]
ODD_S = 0.0000137
"""Added per note, so that no distance lies exactly on a tolerance, where rounding would decide."""

bpms = st.floats(50.0, 160.0)


@st.composite
def windows(draw: st.DrawFn, least: int = 4) -> ResponseWindow:
    """Phrases of up to 12 notes on a grid of quarters of a beat."""
    steps = draw(st.sets(st.integers(0, 31), min_size=least, max_size=12))
    prompt = Prompt.on_grid(sorted(steps), slots=32, parts_per_beat=4)
    return ResponseWindow.of(prompt, Timeline.constant(draw(bpms)), 8.0)


@st.composite
def answered(draw: st.DrawFn) -> tuple[ResponseWindow, list[float]]:
    """A window and an answer: some of its notes, jittered, and some anywhere."""
    window = draw(windows())
    jitters = draw(st.lists(st.integers(-200, 200), min_size=12, max_size=12))
    kept = [
        due_s + jitter / 1000.0 + (i + 1) * ODD_S
        for i, (due_s, jitter) in enumerate(zip(window.expected_s, jitters, strict=False))
        if abs(jitter) < 180
    ]
    places = draw(st.lists(st.floats(-0.05, 1.05), max_size=4))
    return window, [*kept, *(window.start_s + place * window.length_s for place in places)]


offsets = st.none() | st.floats(-0.2, 0.2)


def values(score: ResponseScore) -> dict[str, object]:
    """Return what a score says, but for its tempo.

    Of several readings that fit an answer equally well rounding may choose another one; answers
    with a clear tempo have a law of their own below.
    """
    return {n: value for n, value in asdict(score).items() if n not in ("tempo_ratio", "pace")}


def same(one: ResponseScore, other: ResponseScore) -> None:
    """Check that two scores say the same, numbers to 1e-6 (F0 to a hundredth: 200 shifts)."""
    for name, value in values(one).items():
        twin = values(other)[name]
        if isinstance(value, float):
            loose = name in ("chance", "score")
            assert twin == pytest.approx(value, abs=1e-6 if not loose else 1.5), name
        else:
            assert twin == value, name


def moved(window: ResponseWindow, later_s: float) -> ResponseWindow:
    """Return the same window at another time."""
    expected_s = tuple(t + later_s for t in window.expected_s)
    start_s, end_s = window.start_s + later_s, window.end_s + later_s
    return ResponseWindow(expected_s, start_s, end_s, window.period_s)


def clear_of_edges(window: ResponseWindow, onsets_s: FloatArray) -> bool:
    """Return whether no onset lies so exactly on an edge that rounding would decide."""
    apart = np.abs(onsets_s - window.expected()[:, np.newaxis])
    edges = np.concatenate(
        [
            (apart - tolerances_s(window)[:, np.newaxis]).ravel(),
            (apart - 0.150).ravel(),
            onsets_s - window.start_s,
            onsets_s - window.end_s,
        ]
    )
    return not np.any(np.abs(edges) < 1e-7)


@given(windows(), offsets)
def test_the_call_itself_scores_100(window: ResponseWindow, offset_s: float | None) -> None:
    """Identity is 100, unless every moment fits; its shift is what was put in."""
    onsets = window.expected() + (offset_s or 0.0)
    assume(offset_s is None or abs(offset_s) <= 0.150)
    score = score_response(window, onsets, Random(1), offset_s)
    assert score.f == 1.0
    assert score.timing == pytest.approx(1.0)
    assert score.tempo_ratio == pytest.approx(1.0)
    assert isinstance(score.score, TooLittle) or score.score == pytest.approx(100.0)


@given(answered(), offsets)
def test_all_values_lie_in_their_ranges(
    pair: tuple[ResponseWindow, list[float]], offset_s: float | None
) -> None:
    """Shares 0..1, score 0..100, shift within 150 ms, never a not-a-number."""
    score = score_response(*pair, Random(1), offset_s)
    for share in (score.recall, score.precision, score.f, score.timing, score.chance):
        assert isinstance(share, TooLittle) or 0.0 <= share <= 1.0
    assert isinstance(score.score, TooLittle) or 0.0 <= score.score <= 100.0
    assert isinstance(score.rhythm_error, TooLittle) or 0.0 <= score.rhythm_error < math.inf
    assert isinstance(score.tempo_ratio, TooLittle) or 0.0 < score.tempo_ratio < math.inf
    assert abs(score.shift_s) <= 0.150
    assert score.matched <= min(score.expected, score.played)


@given(answered(), offsets, st.randoms(use_true_random=False))
def test_order_and_repeats_do_not_matter(
    pair: tuple[ResponseWindow, list[float]], offset_s: float | None, shuffle: Random
) -> None:
    """The same onsets in any order, any of them twice, score the same to the last digit."""
    window, onsets = pair
    again = [*onsets, *(o for o in onsets if shuffle.random() < 0.5)]
    shuffle.shuffle(again)
    assert score_response(window, again, Random(1), offset_s) == score_response(
        window, onsets, Random(1), offset_s
    )


@given(answered(), offsets, st.integers(-4096, 4096))
def test_the_origin_of_time_does_not_matter(
    pair: tuple[ResponseWindow, list[float]], offset_s: float | None, later_s: int
) -> None:
    """Window and answer moved together score the same."""
    window, onsets = pair
    here = score_response(window, onsets, Random(1), offset_s)
    assume(clear_of_edges(window, np.array(onsets) - here.shift_s))
    same(
        here,
        score_response(moved(window, later_s), [o + later_s for o in onsets], Random(1), offset_s),
    )


@given(answered(), st.floats(-0.06, 0.06))
def test_a_delay_that_is_known_does_not_matter(
    pair: tuple[ResponseWindow, list[float]], delay_s: float
) -> None:
    """Onsets later by a known offset score as those without, but for the shift itself."""
    window, onsets = pair
    assume(clear_of_edges(window, np.array(onsets)))
    plain = score_response(window, onsets, Random(1), 0.0)
    late = score_response(window, [o + delay_s for o in onsets], Random(1), delay_s)
    assert late.shift_s == delay_s
    assert (late.f, late.recall, late.precision) == (plain.f, plain.recall, plain.precision)


@given(answered(), offsets)
def test_the_same_seed_gives_the_same_score(
    pair: tuple[ResponseWindow, list[float]], offset_s: float | None
) -> None:
    """Chance comes in as an argument; nothing else is random."""
    assert score_response(*pair, Random(4), offset_s) == score_response(*pair, Random(4), offset_s)


@given(answered(), st.floats(-0.1, 0.1))
def test_no_matching_could_make_more_pairs(
    pair: tuple[ResponseWindow, list[float]], shift_s: float
) -> None:
    """As many pairs as a maximum bipartite matching of the same distances."""
    window, onsets = pair
    played = np.unique(np.array(onsets))
    matching = match_answer(window, played, shift_s)
    apart = np.abs(played - shift_s - window.expected()[:, np.newaxis])
    close = apart <= tolerances_s(window)[:, np.newaxis]
    best = maximum_bipartite_matching(csr_matrix(close), perm_type="column")
    assert matching.targets.size == int((best >= 0).sum())
    assert len(set(matching.onsets.tolist())) == matching.onsets.size


@settings(max_examples=300)
@given(windows(), st.floats(0.7, 1.4))
def test_a_faster_or_slower_whole_answer_has_that_tempo(
    window: ResponseWindow, ratio: float
) -> None:
    """All notes of the call at another tempo: the ratio comes out, to rounding."""
    due = window.expected()
    onsets = due[0] + (due - due[0]) / ratio
    assume(onsets[-1] < window.end_s)
    assert tempo_ratio(window, onsets) == pytest.approx(ratio)
    later = moved(window, 1000.0)
    assert tempo_ratio(later, onsets + 1000.0) == pytest.approx(ratio)


@settings(max_examples=30)
@given(windows(), st.integers(0, 2**31))
def test_chance_does_not_depend_on_where_the_answer_lies(window: ResponseWindow, seed: int) -> None:
    """The call shifted around its own window has the same chance level, to 200 shifts."""
    due = window.expected()
    moved = window.start_s + np.mod(due - window.start_s + 0.37 * window.length_s, window.length_s)
    for shift_s in (0.0, None):
        here = chance_level(window, due, Random(seed), shift_s)
        there = chance_level(window, np.sort(moved), Random(seed + 1), shift_s)
        assert there == pytest.approx(here, abs=0.06)


@given(windows())
def test_silence_has_no_chance(window: ResponseWindow) -> None:
    """Without onsets F0 is 0."""
    assert chance_level(window, np.empty(0), Random(1)) == 0.0
