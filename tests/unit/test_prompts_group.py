"""Laws of the group's answer: S over the expected notes, and who answered how much."""

from __future__ import annotations

import math

import numpy as np
import pytest

from unisono.prompts import GroupAnswer, Prompt, ResponseWindow, Round, group_answer
from unisono.pulse import Timeline
from unisono.synchrony import Reason, TooLittle

LINE = Timeline.constant(120.0)
EVEN = Prompt.on_grid(range(8), 8, 1)
SON = Prompt.on_grid((0, 3, 6, 10, 12), 16, 4)
WINDOW = ResponseWindow.after_call(EVEN, LINE, 0.0)
DUE = WINDOW.expected()


def value(group: GroupAnswer) -> float:
    """Return a number that is expected to be there."""
    assert not isinstance(group.cohesion, TooLittle), str(group.cohesion)
    return group.cohesion


def test_identical_answers_are_100() -> None:
    """Everybody plays every note at the same instant: 100, with nothing to doubt."""
    for prompt in (EVEN, SON):
        window = ResponseWindow.after_call(prompt, LINE, 0.0)
        group = group_answer([Round(window, {n: window.expected() for n in "abcde"})])
        assert value(group) == pytest.approx(100.0)
        assert (group.asked, group.answered, group.notes) == (5, 5, len(prompt))
        assert set(group.recall.values()) == {1.0}
        assert [group.low, group.high] == pytest.approx([100.0, 100.0], abs=0.01)


def test_a_silent_person_counts_in_the_denominator() -> None:
    """One silent among N leaves (N - 2)/N: a missing response is a zero phasor, not absence."""
    for people in (4, 5, 10):
        answers = {str(i): DUE for i in range(people - 1)} | {"silent": np.empty(0)}
        group = group_answer([Round(WINDOW, answers)])
        assert value(group) == pytest.approx(100.0 * (people - 2) / people)
        assert group.recall["silent"] == 0.0
        assert (group.asked, group.answered) == (people, people - 1)


def test_one_missing_note_costs_its_pairs() -> None:
    """Of 8 notes x 10 pairs, a note one of five leaves out costs 4 pairs: 76/80."""
    answers = {str(i): DUE for i in range(4)} | {"4": np.delete(DUE, 2)}
    assert value(group_answer([Round(WINDOW, answers)])) == pytest.approx(95.0)


@pytest.mark.parametrize("known", [True, False])
def test_constant_delays_do_not_matter(known: bool) -> None:
    """Everybody with a delay of their own up to 150 ms: still 100."""
    delays_s = {"a": 0.0, "b": 0.05, "c": -0.09, "d": 0.14}
    answers = {name: DUE + delay_s for name, delay_s in delays_s.items()}
    group = group_answer([Round(WINDOW, answers, delays_s if known else {})])
    assert value(group) == pytest.approx(100.0)


def test_gaussian_jitter_leaves_what_the_formula_says() -> None:
    """With SD s and known offsets, S = 100 exp(-(2 pi s / T)^2), within the sampling error."""
    rng = np.random.default_rng(11)
    names = [str(i) for i in range(30)]
    rounds = [
        Round(
            ResponseWindow.after_call(EVEN, LINE, 16.0 * i),
            {n: DUE + 8.0 * i + rng.normal(0.0, 0.03, 8) for n in names},
            dict.fromkeys(names, 0.0),
        )
        for i in range(8)
    ]
    expected = 100.0 * math.exp(-((2.0 * math.pi * 0.03 / 0.5) ** 2))
    assert value(group_answer(rounds)) == pytest.approx(expected, abs=1.5)


@pytest.mark.parametrize("prompt", [EVEN, SON])
@pytest.mark.parametrize("known", [True, False])
def test_random_answers_are_0(prompt: Prompt, known: bool) -> None:
    """Onsets anywhere in the window: 0 within 1.5 points, offsets known or estimated."""
    rng = np.random.default_rng(3)
    scores = []
    for _ in range(60):
        window = ResponseWindow.after_call(prompt, LINE, 0.0)
        reach = (window.start_s - 0.3, window.end_s + 0.3, len(prompt))
        answers = {str(i): rng.uniform(*reach) for i in range(10)}
        group = group_answer([Round(window, answers, dict.fromkeys(answers, 0.0) if known else {})])
        scores.append(value(group))
    assert abs(float(np.mean(scores))) < 1.5


def test_two_people_need_sixteen_notes() -> None:
    """One round of eight says nothing of two people; two rounds do."""
    pair = {"a": DUE, "b": DUE}
    later = ResponseWindow.after_call(EVEN, LINE, 16.0)
    later_pair = {"a": DUE + 8.0, "b": DUE + 8.0}
    assert group_answer([Round(WINDOW, pair)]).cohesion == TooLittle(Reason.NOTES, 8, 16)
    both = group_answer([Round(WINDOW, pair), Round(later, later_pair)])
    assert value(both) == pytest.approx(100.0)
    assert (both.notes, both.recall["a"]) == (16, 1.0)


def test_more_people_need_thirty_pairs_of_notes() -> None:
    """Three people and eight notes are 24 pairs: too few to say."""
    group = group_answer([Round(WINDOW, dict.fromkeys("abc", DUE))])
    assert group.cohesion == TooLittle(Reason.PAIRS, 24, 30)


def test_one_who_answers_is_not_a_group() -> None:
    """With fewer than two people who play there is no number, however many are silent."""
    answers = {"a": DUE} | {str(i): np.empty(0) for i in range(5)}
    group = group_answer([Round(WINDOW, answers)])
    assert group.cohesion == TooLittle(Reason.PEOPLE, 1, 2)
    assert (group.low, group.high) == (None, None)


def test_short_phrases_say_nothing_of_the_group() -> None:
    """Phrases under four notes are answered or not; without others there is nothing to say."""
    short = ResponseWindow((0.0, 0.5, 1.0), 0.0, 2.0, 0.5)
    group = group_answer([Round(short, {n: [0.0, 0.5, 1.0] for n in "abcde"})])
    assert group.cohesion == TooLittle(Reason.NOTES, 0, 4)
    assert group.recall == {}
    assert group_answer([]).cohesion == TooLittle(Reason.NOTES, 0, 4)


def test_somebody_who_joins_for_the_second_round_counts_from_there() -> None:
    """Whoever was not asked in the first round is not counted as silent in it."""
    later = ResponseWindow.after_call(EVEN, LINE, 16.0)
    first = Round(WINDOW, dict.fromkeys("abcd", DUE))
    second = Round(later, dict.fromkeys("abcde", DUE + 8.0))
    group = group_answer([first, second])
    assert value(group) == pytest.approx(100.0)
    assert group.recall["e"] == 1.0


def test_the_interval_holds_the_number() -> None:
    """With jitter the 90 % interval is around the number and has some width."""
    rng = np.random.default_rng(2)
    answers = {str(i): DUE + rng.normal(0.0, 0.03, 8) for i in range(6)}
    group = group_answer([Round(WINDOW, answers)])
    assert group.low is not None
    assert group.high is not None
    assert group.low < value(group) < group.high <= 100.0
