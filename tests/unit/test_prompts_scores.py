"""Scripted answers get the scores that the definitions say, worked out by hand.

The phrase is eight even beats at 120 a minute and the tolerance 150 ms, so that an even answer
finds all of its notes in 0.6 of all circular shifts and none in the rest.
"""

from __future__ import annotations

import math
from random import Random

import numpy as np
import pytest

from unisono.prompts import (
    Pace,
    Prompt,
    ResponseScore,
    ResponseWindow,
    SeededChance,
    in_words,
    pace_of,
    response_score,
    score_response,
)
from unisono.pulse import Timeline
from unisono.synchrony import Reason, TooLittle

LINE = Timeline.constant(120.0)
EVEN = ResponseWindow.after_call(Prompt.on_grid(range(8), 8, 1), LINE, 0.0)
SON = ResponseWindow.after_call(Prompt.on_grid((0, 3, 6, 10, 12), 16, 4), LINE, 0.0)
DUE = EVEN.expected()
ROUGH = 0.03
"""200 shifts instead of all leave an SD of 0.01 in F0; this is three of them."""


def answer(onsets_s: object, offset_s: float | None = 0.0) -> ResponseScore:
    """Score an answer to eight even beats."""
    return score_response(EVEN, np.asarray(onsets_s, dtype=float), Random(7), offset_s)


def number(value: float | TooLittle) -> float:
    """Return a value that is expected to be there."""
    assert not isinstance(value, TooLittle), str(value)
    return value


def test_a_perfect_answer_scores_100() -> None:
    """Every note, no other, no jitter."""
    for offset_s in (0.0, None):
        got = answer(DUE, offset_s)
        assert (got.recall, got.precision, got.f, got.timing) == (1.0, 1.0, 1.0, 1.0)
        assert got.score == pytest.approx(100.0)
        assert got.chance == pytest.approx(0.6, abs=ROUGH)
        assert got.rhythm_error == pytest.approx(0.0, abs=1e-12)
        assert got.tempo_ratio == pytest.approx(1.0)
        assert got.pace is Pace.SAME
        assert got.entrance_s == pytest.approx(0.0)
        assert (got.expected, got.played, got.matched) == (8, 8, 8)


def test_one_missing_note_costs_recall_only() -> None:
    """F = 14/15, F0 = 0.6 x 14/15, so the score is (14/15 - 0.56) / 0.44 = 84.8."""
    got = answer(np.delete(DUE, 3))
    assert (got.recall, got.precision, got.timing) == (7 / 8, 1.0, 1.0)
    assert got.f == pytest.approx(14 / 15)
    assert got.score == pytest.approx(84.85, abs=1.2)
    assert got.rhythm_error == pytest.approx(0.0, abs=1e-12)


def test_one_extra_note_costs_precision_only() -> None:
    """F = 16/17; halfway between two beats it hits alone in 0.4 of the shifts: 84.8 again."""
    got = answer([*DUE[:3], DUE[2] + 0.25, *DUE[3:]])
    assert (got.recall, got.precision, got.timing) == (1.0, 8 / 9, 1.0)
    assert got.chance == pytest.approx(0.6 * 16 / 17 + 0.4 * 2 / 17, abs=ROUGH)
    assert got.score == pytest.approx(84.85, abs=1.2)
    assert got.rhythm_error == pytest.approx(0.0, abs=1e-12)


def test_half_tempo_is_named_and_not_scored_0() -> None:
    """Every second beat: F = 2/3, F0 = 0.4, ratio 0.5, "half time"."""
    got = answer(DUE[::2])
    assert got.recall == 0.5
    assert got.f == pytest.approx(2 / 3)
    assert got.score == pytest.approx(44.4, abs=3.0)
    assert got.tempo_ratio == pytest.approx(0.5)
    assert in_words(got) == "Answered in half time."


@pytest.mark.parametrize("rounds", [1, 2])
def test_double_tempo_is_named(rounds: int) -> None:
    """Twice as fast fits half of the time wherever it starts: no score, but a name."""
    fast = np.concatenate([DUE[0] + (DUE - DUE[0]) / 2.0 + 2.0 * i for i in range(rounds)])
    got = answer(fast)
    assert got.tempo_ratio == pytest.approx(2.0)
    assert number(got.score) == pytest.approx(0.0, abs=3.0)
    assert (got.pace, in_words(got)) == (Pace.DOUBLE, "Answered in double time.")


def test_another_tempo_is_found() -> None:
    """A phrase of uneven notes played 10 % faster has a tempo ratio of 1.1."""
    due = SON.expected()
    got = score_response(SON, due[0] + (due - due[0]) / 1.1, Random(7), 0.0)
    assert got.tempo_ratio == pytest.approx(1.1)
    assert pace_of(1.1) is Pace.SAME
    assert pace_of(1.4) is Pace.OWN
    assert answer(DUE[0] + (DUE - DUE[0]) / 1.3).tempo_ratio == pytest.approx(1.3)


def test_60_ms_late_throughout_costs_nothing() -> None:
    """Without a known offset the shift is 60 ms and the score 100."""
    got = answer(DUE + 0.060, None)
    assert got.shift_s == pytest.approx(0.060)
    assert got.entrance_s == pytest.approx(0.0, abs=1e-12)
    assert got.score == pytest.approx(100.0)


def test_with_a_known_offset_the_same_answer_enters_60_ms_after() -> None:
    """The residuals are constant, so timing stays 1; entrance says the rest."""
    got = answer(DUE + 0.060, 0.0)
    assert (got.shift_s, got.shift_known) == (0.0, True)
    assert got.entrance_s == pytest.approx(0.060)
    assert got.score == pytest.approx(100.0)
    assert answer(DUE + 0.060, 0.060).entrance_s == pytest.approx(0.0, abs=1e-12)


def test_shifts_are_held_within_150_ms() -> None:
    """A known offset beyond 150 ms counts as 150 ms."""
    assert answer(DUE, 0.4).shift_s == 0.150
    assert answer(DUE, -0.4).shift_s == -0.150


def test_silence_is_no_answer_rather_than_a_score_of_0() -> None:
    """Recall is 0, which is true; everything else has too little to say."""
    got = answer([], None)
    assert not got.answered
    assert (got.recall, got.f, got.chance, got.played) == (0.0, 0.0, 0.0, 0)
    assert got.score == TooLittle(Reason.TAPS, 0, 4)
    assert got.precision == TooLittle(Reason.TAPS, 0, 1)
    assert got.entrance_s == TooLittle(Reason.TAPS, 0, 1)
    assert got.timing == TooLittle(Reason.TAPS, 0, 4)
    assert got.rhythm_error == TooLittle(Reason.INTERVALS, 0, 3)
    assert got.tempo_ratio == TooLittle(Reason.TAPS, 0, 4)
    assert (got.pace, in_words(got)) == (None, "No answer this time.")


def test_random_answers_have_no_score_on_average() -> None:
    """F - F0 of random answers is 0 or below and their score small: they match by accident."""
    rng = np.random.default_rng(5)
    above, scores = [], []
    for i in range(300):
        onsets = rng.uniform(SON.start_s, SON.end_s, 5)
        got = score_response(SON, onsets, Random(i))
        above.append(number(got.f) - number(got.chance))
        if not isinstance(got.score, TooLittle):
            scores.append(got.score)
    assert -0.08 < float(np.mean(above)) < 0.02
    assert float(np.mean(scores)) < 8.0


def test_jitter_costs_timing_by_its_formula() -> None:
    """exp(-(2 pi s / T)^2) with s the SD of the residuals; F is untouched."""
    residuals = np.array([0.03, -0.03] * 4)
    got = answer(DUE + residuals)
    expected = math.exp(-((2.0 * math.pi * residuals.std(ddof=1) / 0.5) ** 2))
    assert got.f == 1.0
    assert got.timing == pytest.approx(expected)
    assert got.score == pytest.approx(100.0 * expected)
    assert got.rhythm_error == pytest.approx(
        (4 * math.log(0.5 / 0.44) + 3 * math.log(0.56 / 0.5)) / 7
    )


def test_a_wider_interval_is_compared_across_a_missing_note() -> None:
    """With note 3 missing, notes 2 and 4 still are one second apart, as in the call."""
    got = answer(np.delete(DUE, 3) * 1.0 + np.array([0.0, 0.0, 0.0, 0.1, 0.1, 0.1, 0.1]))
    assert got.rhythm_error == pytest.approx(math.log(1.1) / 6)


def test_a_first_note_a_little_before_the_window_counts() -> None:
    """An early entrance is matched; a stray onset before the window is not an extra."""
    got = answer([DUE[0] - 0.4, DUE[0] - 0.1, *DUE[1:], EVEN.end_s + 0.3])
    assert (got.matched, got.played) == (8, 8)
    assert got.entrance_s == pytest.approx(-0.1)


def test_bounces_are_one_strike() -> None:
    """A second onset 30 ms after the first of a stroke is not an extra."""
    assert answer(np.concatenate((DUE, DUE + 0.03))).played == 8


def test_under_four_notes_only_the_answer_itself_is_reported() -> None:
    """A phrase of three notes: answered or not, no numbers."""
    three = ResponseWindow((0.0, 0.5, 1.0), 0.0, 2.0, 0.5)
    few = TooLittle(Reason.NOTES, 3, 4)
    got = score_response(three, [0.01, 0.52], Random(1))
    assert (got.answered, got.played, in_words(got)) == (True, 2, "Answered.")
    assert {got.recall, got.f, got.timing, got.score, got.chance, got.tempo_ratio} == {few}
    assert in_words(score_response(three, [], Random(1))) == "No answer this time."


def test_few_matched_notes_have_no_score_unless_it_is_0() -> None:
    """Three notes in their place are too few for timing; below chance the product is 0 anyway."""
    few = TooLittle(Reason.TAPS, 3, 4)
    assert response_score(0.8, 0.5, few, 5) == few
    assert response_score(0.4, 0.5, few, 5) == 0.0
    assert response_score(0.9, 0.5, 1.0, 3) == TooLittle(Reason.TAPS, 3, 4)


def test_where_every_moment_fits_there_is_no_score() -> None:
    """Sixteen even notes a quarter of a beat apart, offset unknown: F0 is 1."""
    dense = ResponseWindow.after_call(Prompt.on_grid(range(16), 16, 4), LINE, 0.0)
    got = score_response(dense, dense.expected(), Random(1))
    assert isinstance(got.score, TooLittle)
    assert got.score.reason is Reason.STILL
    assert score_response(dense, dense.expected(), Random(1), 0.0).score == pytest.approx(100.0)


def test_words_say_how_many_notes_are_in_their_place() -> None:
    """One kind sentence, no score."""
    assert in_words(answer(np.delete(DUE, 3))) == "Answered: 7 of 8 notes in their place."


def test_seeded_chance_is_even_and_the_same_every_time() -> None:
    """The same seed gives the same numbers in [0, 1), another seed others; deciles are even."""
    chance = SeededChance("session/1/2")
    numbers = [chance.random() for _ in range(10_000)]
    again = SeededChance("session/1/2")
    assert numbers[:100] == [again.random() for _ in range(100)]
    assert SeededChance("session/1/3").random() not in numbers[:1]
    counts = np.histogram(numbers, bins=10, range=(0.0, 1.0))[0]
    assert counts.sum() == 10_000
    assert np.all(np.abs(counts - 1000) < 150)
