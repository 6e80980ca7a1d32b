"""Laws of prompts and response windows: what they refuse, and when answers are due."""

from __future__ import annotations

import math

import pytest

from unisono.errors import BadValue
from unisono.prompts import Prompt, ResponseWindow, tolerances_s
from unisono.pulse import Meter, Timeline

SON = Prompt.on_grid((0, 3, 6, 10, 12), slots=16, parts_per_beat=4)


def test_slots_become_beats() -> None:
    """Slot 3 of four to a beat lies three quarters into it; 16 slots are four beats."""
    assert SON.onsets_beats == (0.0, 0.75, 1.5, 2.5, 3.0)
    assert (SON.cycle_beats, len(SON), SON.meter) == (4.0, 5, Meter((4,)))


@pytest.mark.parametrize(
    ("onsets", "cycle", "strokes"),
    [
        ((), 4.0, ()),
        ((0.0, 0.0), 4.0, ()),
        ((1.0, 0.5), 4.0, ()),
        ((0.0, 4.0), 4.0, ()),
        ((-0.6,), 4.0, ()),
        ((-0.5, 3.6), 4.0, ()),
        ((math.nan,), 4.0, ()),
        ((0.0,), 0.0, ()),
        ((0.0,), math.inf, ()),
        ((0.0,), 65.0, ()),
        ((0.0, 1.0), 4.0, ("tone",)),
        (tuple(i / 100 for i in range(129)), 4.0, ()),
    ],
)
def test_a_prompt_that_makes_no_sense_is_refused(
    onsets: tuple[float, ...], cycle: float, strokes: tuple[str, ...]
) -> None:
    """No onset, out of order, outside the cycle, strokes that do not fit: refused at birth."""
    with pytest.raises(BadValue):
        Prompt(onsets, cycle, strokes=strokes)


def test_parts_of_a_beat_are_at_least_one() -> None:
    """A grid without parts is refused."""
    with pytest.raises(BadValue, match="parts of a beat"):
        Prompt.on_grid((0,), slots=4, parts_per_beat=0)


def test_a_played_call_becomes_a_prompt() -> None:
    """Onsets from half a beat before the call to its end, in order, each once."""
    line = Timeline.constant(120.0, time0_s=10.0)
    heard_s = (11.0, 9.9, 10.5, 11.0, 9.6, 12.0, 3.0)
    prompt = Prompt.played(heard_s, line, start_beat=0.0, cycle_beats=4.0)
    assert prompt.onsets_beats == pytest.approx((-0.2, 1.0, 2.0))


def test_nothing_played_is_no_prompt() -> None:
    """A call in which nothing sounded is refused."""
    with pytest.raises(BadValue, match="number of onsets"):
        Prompt.played((), Timeline.constant(120.0), 0.0, 4.0)


def test_the_answer_is_due_one_cycle_after_the_call() -> None:
    """At 120 a minute the answer to a four-beat call begins two seconds after it."""
    window = ResponseWindow.after_call(SON, Timeline.constant(120.0, 5.0), call_beat=8.0)
    assert window.expected_s == pytest.approx((11.0, 11.375, 11.75, 12.25, 12.5))
    assert (window.start_s, window.end_s) == pytest.approx((11.0, 13.0))
    assert (window.period_s, window.length_s) == pytest.approx((0.5, 2.0))


def test_a_window_follows_the_timeline_through_a_ramp() -> None:
    """Expected times are the timeline's, also while the tempo changes."""
    line = Timeline.constant(100.0).with_ramp(4.0, 4.0, 140.0)
    window = ResponseWindow.after_call(SON, line, call_beat=0.0)
    assert window.expected_s == tuple(line.time_at(4.0 + beat) for beat in SON.onsets_beats)
    assert 60.0 / 140.0 < window.period_s < 60.0 / 100.0


def test_a_note_just_before_the_end_is_inside_the_window() -> None:
    """Also where seconds are too coarse to tell the two apart."""
    prompt = Prompt((0.75, math.nextafter(4.0, 0.0)), 4.0, Meter((4,)))
    window = ResponseWindow.of(prompt, Timeline.constant(300.0), 44.0)
    assert window.expected_s[-1] == pytest.approx(9.6)
    assert window.end_s == pytest.approx(9.6)


def test_seconds_alone_will_do() -> None:
    """x_j = w0 + (p_j - p_0): the call in seconds, moved to where the answer is due."""
    window = ResponseWindow.of_seconds((7.0, 7.5, 8.25), first_s=20.0, period_s=0.5)
    assert window.expected_s == (20.0, 20.5, 21.25)
    assert (window.start_s, window.end_s) == (20.0, 21.75)
    assert ResponseWindow.of_seconds((7.0,), 1.0, 0.5, length_s=4.0).end_s == 5.0


@pytest.mark.parametrize(
    ("expected", "start", "end", "period"),
    [
        ((), 0.0, 1.0, 0.5),
        ((0.5, 0.5), 0.0, 1.0, 0.5),
        ((0.5,), 0.6, 1.0, 0.5),
        ((1.0,), 0.0, 1.0, 0.5),
        ((0.5,), 0.0, 1.0, 0.0),
        ((0.5,), 0.0, math.inf, 0.5),
    ],
)
def test_a_window_that_makes_no_sense_is_refused(
    expected: tuple[float, ...], start: float, end: float, period: float
) -> None:
    """Nothing expected, out of order, outside, no beat: refused at birth."""
    with pytest.raises(BadValue):
        ResponseWindow(expected, start, end, period)


def test_no_call_in_seconds_is_refused() -> None:
    """A call without onsets has no answer."""
    with pytest.raises(BadValue, match="expected onsets"):
        ResponseWindow.of_seconds((), 0.0, 0.5)


def test_tolerance_is_two_fifths_of_the_smaller_interval_up_to_150_ms() -> None:
    """min(150 ms, 0.4 x local interval), so that neighbouring tolerances never overlap."""
    window = ResponseWindow((0.0, 0.25, 0.35, 1.35, 3.0), 0.0, 4.0, 0.5)
    assert tolerances_s(window) == pytest.approx([0.1, 0.04, 0.04, 0.15, 0.15])
    single = ResponseWindow((0.1,), 0.0, 0.3, 0.5)
    assert tolerances_s(single) == pytest.approx([0.12])
