"""The timeline and the bars on the vectors they share with JavaScript."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from unisono.errors import BadValue
from unisono.pulse import Bars, Meter, MeterSpan, Segment, Timeline, phase_rad, wrap_rad

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "vectors" / "timeline.json").read_text(encoding="utf-8")
)
TIMELINES = VECTORS["timelines"]
WALKS = [case for case in TIMELINES if "edits" in case]


def timeline_of(rows: list[list[float]]) -> Timeline:
    """Return the timeline of wire rows."""
    return Timeline(tuple(Segment(*row) for row in rows))


@pytest.mark.parametrize("case", TIMELINES, ids=lambda case: case["name"])
def test_a_timeline_reads_the_same_in_both_languages(case: dict[str, Any]) -> None:
    """Times, beats and tempos agree with the shared vectors to 1e-9."""
    timeline = timeline_of(case["segments"])
    for beat, time_s in case["time_at"]:
        assert timeline.time_at(beat) == pytest.approx(time_s, abs=1e-9, rel=0.0)
    for time_s, beat in case["beat_at"]:
        assert timeline.beat_at(time_s) == pytest.approx(beat, abs=1e-9, rel=0.0)
    for beat, bpm in case["tempo_at"]:
        assert timeline.tempo_at(beat) == pytest.approx(bpm, abs=1e-9, rel=0.0)


@pytest.mark.parametrize("case", WALKS, ids=lambda case: case["name"])
def test_the_same_changes_make_the_same_segments(case: dict[str, Any]) -> None:
    """Tempo changes and ramps applied in order give the vector's segments to 1e-9."""
    timeline = timeline_of(case["start"])
    for beat, beats, bpm in case["edits"]:
        change = timeline.with_ramp(beat, beats, bpm) if beats else timeline.with_tempo(beat, bpm)
        timeline = change
    rows = [[s.beat0, s.time0_s, s.bpm0, s.bpm1] for s in timeline.segments]
    assert len(rows) == len(case["segments"])
    for row, wanted in zip(rows, case["segments"], strict=True):
        assert row == pytest.approx(wanted, abs=1e-9, rel=0.0)


@pytest.mark.parametrize("case", VECTORS["bars"], ids=lambda case: str(case["meters"][0]))
def test_bars_are_counted_the_same_in_both_languages(case: dict[str, Any]) -> None:
    """Positions, bar lines and accents agree with the shared vectors."""
    bars = Bars(tuple(MeterSpan(b, n, Meter(tuple(g))) for b, n, g in case["meters"]))
    for beat, bar, beat_in_bar in case["position_at"]:
        place = bars.position_at(beat)
        assert place.bar == bar
        assert place.beat_in_bar == pytest.approx(beat_in_bar, abs=1e-9)
    assert [[b, bars.next_bar_beat(b)] for b, _ in case["next_bar_beat"]] == case["next_bar_beat"]
    assert [[b, bars.accent_at(b)] for b, _ in case["accent_at"]] == case["accent_at"]


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [[0.0, 0.0, 120.0, 90.0]],
        [[0.0, 0.0, 10.0, 10.0]],
        [[0.0, math.nan, 120.0, 120.0]],
        [[0.0, 0.0, 120.0, 120.0], [0.0, 0.0, 90.0, 90.0]],
        [[0.0, 0.0, 120.0, 120.0], [4.0, 2.1, 90.0, 90.0]],
    ],
)
def test_what_cannot_be_a_timeline_is_refused_at_birth(rows: list[list[float]]) -> None:
    """Empty, ramping for ever, out of range, not finite, out of order, with a gap: refused."""
    with pytest.raises(BadValue):
        timeline_of(rows)


@pytest.mark.parametrize("grouping", [(), (1,), (13,), (2, 0), (7, 7)])
def test_what_cannot_be_a_meter_is_refused_at_birth(grouping: tuple[int, ...]) -> None:
    """A bar has 2 to 12 beats in groups of at least one."""
    with pytest.raises(BadValue):
        Meter(grouping)


def test_a_meter_changes_only_at_a_bar_line() -> None:
    """Beat 6 of bars of four is no bar line."""
    with pytest.raises(BadValue):
        Bars.of(Meter((4,))).with_meter(6, Meter((3,)))


def test_phase_is_negative_before_a_beat_positive_after_it_and_pi_half_way() -> None:
    """The convention of (-pi, pi]."""
    assert phase_rad(3.75) == pytest.approx(-math.pi / 2)
    assert phase_rad(4.25) == pytest.approx(math.pi / 2)
    assert phase_rad(-0.5) == math.pi
    assert phase_rad(1.5) == math.pi
    assert wrap_rad(3 * math.pi) == pytest.approx(math.pi)
