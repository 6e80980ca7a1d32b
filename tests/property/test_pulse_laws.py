"""Laws of the timeline, the bars and the phase, whatever the tempos and meters."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from unisono.pulse import MAX_BPM, MIN_BPM, Bars, Meter, Timeline, phase_rad

bpms = st.floats(MIN_BPM, MAX_BPM)
beats = st.floats(-64.0, 512.0)
lengths = st.floats(0.01, 64.0)
changes = st.lists(st.tuples(st.floats(0.0, 128.0), st.none() | lengths, bpms), max_size=6)
meters = st.lists(st.integers(1, 4), min_size=1, max_size=4).filter(lambda g: 2 <= sum(g) <= 12)


def changed(bpm: float, time0_s: float, edits: list[tuple[float, float | None, float]]) -> Timeline:
    """Return a timeline after changes; a later change replaces what came after it."""
    timeline = Timeline.constant(bpm, time0_s)
    for beat, ramp_beats, to_bpm in edits:
        if ramp_beats is None:
            timeline = timeline.with_tempo(beat, to_bpm)
        else:
            timeline = timeline.with_ramp(beat, ramp_beats, to_bpm)
    return timeline


timelines = st.builds(changed, bpms, st.floats(0.0, 1e4), changes)


@given(timelines, beats)
def test_beat_at_undoes_time_at(timeline: Timeline, beat: float) -> None:
    """Beats to seconds and back is the identity."""
    assert math.isclose(timeline.beat_at(timeline.time_at(beat)), beat, rel_tol=0.0, abs_tol=1e-8)


@given(timelines, st.floats(-10.0, 600.0))
def test_time_at_undoes_beat_at(timeline: Timeline, after_s: float) -> None:
    """Seconds to beats and back is the identity."""
    time_s = timeline.segments[0].time0_s + after_s
    assert math.isclose(timeline.time_at(timeline.beat_at(time_s)), time_s, abs_tol=1e-8)


@given(timelines, beats, st.floats(1e-6, 10.0))
def test_time_grows_with_beats(timeline: Timeline, beat: float, more: float) -> None:
    """A later beat has a later time, and at no more than the slowest tempo's pace."""
    gained_s = timeline.time_at(beat + more) - timeline.time_at(beat)
    assert 60.0 / MAX_BPM * more - 1e-9 <= gained_s <= 60.0 / MIN_BPM * more + 1e-9


@given(timelines)
def test_segments_join(timeline: Timeline) -> None:
    """Just before a segment's start it is nearly its start: no gap, no overlap."""
    for segment in timeline.segments:
        before_s = timeline.time_at(segment.beat0 - 1e-7)
        assert 0.0 < segment.time0_s - before_s <= 3.1e-7


@given(timelines, beats)
def test_tempo_is_the_slope_and_stays_in_range(timeline: Timeline, beat: float) -> None:
    """The tempo is beats per minute of the map itself, to a relative 1e-3 away from the joints."""
    tempo = timeline.tempo_at(beat)
    assert MIN_BPM <= tempo <= MAX_BPM
    step = 1e-5
    if all(abs(segment.beat0 - beat) > 2 * step for segment in timeline.segments):
        slope_s = timeline.time_at(beat + step) - timeline.time_at(beat - step)
        low, high = sorted((timeline.tempo_at(beat - step), timeline.tempo_at(beat + step)))
        assert low * 0.999 <= 60.0 * 2 * step / slope_s <= high * 1.001


@given(bpms, bpms, lengths, st.floats(0.01, 0.99), bpms)
def test_a_ramp_cut_short_keeps_its_past(
    start: float, end: float, length: float, part: float, then: float
) -> None:
    """Another tempo in the middle of a ramp leaves every time before it as it was."""
    whole = Timeline.constant(start).with_ramp(4.0, length, end)
    cut = whole.with_tempo(4.0 + part * length, then)
    for share in (-1.0, 0.0, 0.3, 0.7, 1.0):
        beat = 4.0 + share * part * length
        assert math.isclose(cut.time_at(beat), whole.time_at(beat), rel_tol=0.0, abs_tol=1e-9)
    assert cut.tempo_at(5.0 + length) == then


@given(bpms, lengths, bpms)
def test_a_ramp_there_and_back_takes_the_same_time(a: float, length: float, b: float) -> None:
    """A ramp from a to b lasts as long as one from b to a."""
    there = Timeline.constant(a).with_ramp(0.0, length, b)
    back = Timeline.constant(b).with_ramp(0.0, length, a)
    assert math.isclose(there.time_at(length), back.time_at(length), rel_tol=1e-9)


@given(timelines, st.floats(0.0, 64.0))
def test_changing_to_the_tempo_it_has_changes_nothing(timeline: Timeline, beat: float) -> None:
    """A constant tempo at the end, set again after it, leaves the map as it was."""
    last = timeline.segments[-1]
    again = timeline.with_tempo(last.beat0 + beat, last.bpm0)
    for b in (-3.0, last.beat0, last.beat0 + beat, last.beat0 + 100.0):
        assert math.isclose(again.time_at(b), timeline.time_at(b), abs_tol=1e-9)


@given(st.lists(meters, min_size=1, max_size=4), st.data())
def test_bars_tile_the_beats(groupings: list[list[int]], data: st.DataObject) -> None:
    """Each whole beat is one more in its bar, or the first beat of the next bar."""
    bars = Bars.of(Meter(tuple(groupings[0])))
    line = 0
    for grouping in groupings[1:]:
        line = bars.next_bar_beat(line + data.draw(st.integers(0, 20)))
        bars = bars.with_meter(line, Meter(tuple(grouping)))
    for beat in range(-20, 80):
        here, after = bars.position_at(beat), bars.position_at(beat + 1)
        if after.beat_in_bar == 0:
            assert (after.bar, here.beat_in_bar) == (here.bar + 1, here.meter.beats - 1)
            assert bars.accent_at(beat + 1) == 2
            assert bars.next_bar_beat(beat + 0.5) == beat + 1
        else:
            assert (after.bar, after.beat_in_bar) == (here.bar, here.beat_in_bar + 1)
            assert bars.accent_at(beat + 1) < 2


@given(meters)
def test_each_group_has_one_accent(grouping: list[int]) -> None:
    """A bar has as many accents as groups, the downbeat being the strongest."""
    accents = [Meter(tuple(grouping)).accent(beat) for beat in range(sum(grouping))]
    assert accents[0] == 2
    assert sum(1 for accent in accents if accent) == len(grouping)


@given(meters, beats)
def test_a_position_lies_inside_its_bar(grouping: list[int], beat: float) -> None:
    """Beats in bar run from 0 up to, but not including, the length of the bar."""
    place = Bars.of(Meter(tuple(grouping))).position_at(beat)
    assert 0.0 <= place.beat_in_bar < sum(grouping)


@given(st.floats(-1e3, 1e3), st.integers(-100, 100))
def test_phase_repeats_every_beat(beat: float, whole: int) -> None:
    """A whole beat more is the same phase, up to rounding and the seam at pi."""
    apart = abs(phase_rad(beat + whole) - phase_rad(beat))
    assert min(apart, 2 * math.pi - apart) < 1e-9


@given(bpms, bpms, lengths, bpms, bpms)
def test_a_change_on_the_end_of_a_ramp_leaves_the_ramp_whole(
    start: float, end: float, length: float, then: float, last: float
) -> None:
    """Replacing the tempo that follows a ramp does not bend the ramp."""
    ramp = Timeline.constant(start).with_ramp(0.0, length, end)
    twice = ramp.with_tempo(length, then).with_tempo(length, last)
    assert twice == ramp.with_tempo(length, last)
