"""Write timeline.json, the vectors that Python and JavaScript must both reproduce to 1e-9.

Run from the repository root after a wanted change: ``python tests/vectors/make_timeline.py``.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from unisono.pulse import Bars, Meter, MeterSpan, Timeline

HERE = Path(__file__).parent
FIELD_TIMES_S = (-3.7, -0.001, 0.0, 0.3, 1.0, 7.77, 30.0, 123.456, 3600.5)
FIELD_BEATS = (-9.5, -4.0, -1e-9, 0.0, 0.25, 3.999, 4.0, 17.3, 31.999999, 32.0, 250.0, 4000.125)


def wire(timeline: Timeline) -> list[list[float]]:
    """Return a timeline's wire form."""
    return [[s.beat0, s.time0_s, s.bpm0, s.bpm1] for s in timeline.segments]


def bars_wire(bars: Bars) -> list[list[Any]]:
    """Return the wire form of bars."""
    return [[s.beat0, s.bar0, list(s.meter.grouping)] for s in bars.spans]


def timeline_case(name: str, timeline: Timeline) -> dict[str, Any]:
    """Return one timeline with what both languages must read from it."""
    times_s = [timeline.segments[0].time0_s + t for t in FIELD_TIMES_S]
    beats = [timeline.segments[0].beat0 + b for b in FIELD_BEATS]
    beats += [s.beat0 for s in timeline.segments]
    return {
        "name": name,
        "segments": wire(timeline),
        "time_at": [[b, timeline.time_at(b)] for b in beats],
        "tempo_at": [[b, timeline.tempo_at(b)] for b in beats],
        "beat_at": [[t, timeline.beat_at(t)] for t in times_s],
    }


def edits(rng: random.Random) -> list[dict[str, Any]]:
    """Return random walks of tempo changes and ramps, some of them cut short."""
    found = []
    for walk in range(8):
        timeline = Timeline.constant(rng.uniform(20, 300), rng.uniform(0, 1e5))
        beat, steps = 0.0, []
        for _ in range(6):
            beat += rng.choice([0.5, 4.0, 8.0, 0.1])
            ramp, beats, bpm = (
                rng.random() < 0.6,
                rng.choice([0.25, 4.0, 16.0]),
                rng.uniform(20, 300),
            )
            timeline = (
                timeline.with_ramp(beat, beats, bpm) if ramp else timeline.with_tempo(beat, bpm)
            )
            steps.append([beat, beats if ramp else 0.0, bpm])
        case = timeline_case(f"walk {walk}", timeline)
        start = [[0.0, timeline.segments[0].time0_s, *[timeline.segments[0].bpm0] * 2]]
        found.append({**case, "start": start, "edits": steps})
    return found


def bars_cases() -> list[dict[str, Any]]:
    """Return bars in several meters with positions, bar lines and accents."""
    seven, four, three = Meter((2, 2, 3)), Meter((4,)), Meter((3,))
    changing = Bars.of(four).with_meter(8, seven).with_meter(22, three).with_meter(31, Meter((2,)))
    offset = Bars((MeterSpan(16, 5, Meter((3, 2))),))
    beats = [
        -8.0,
        -4.5,
        -1.0,
        -1e-20,
        0.0,
        0.5,
        3.0,
        7.999,
        8.0,
        10.0,
        12.0,
        21.9,
        22.0,
        31.0,
        33.5,
    ]
    found = []
    for bars in (Bars.of(four), Bars.of(seven), changing, offset):
        places = [bars.position_at(b) for b in beats]
        found.append(
            {
                "meters": bars_wire(bars),
                "position_at": [
                    [b, p.bar, p.beat_in_bar] for b, p in zip(beats, places, strict=True)
                ],
                "next_bar_beat": [[b, bars.next_bar_beat(b)] for b in beats],
                "accent_at": [[b, bars.accent_at(b)] for b in range(-8, 40)],
            }
        )
    return found


def main() -> None:
    """Write the file."""
    plain = [
        ("constant 120", Timeline.constant(120.0)),
        ("constant 97.3 late origin", Timeline.constant(97.3, time0_s=86400.25, beat0=-8.0)),
        ("accelerando", Timeline.constant(60.0, 10.0).with_ramp(8.0, 24.0, 180.0)),
        ("ritardando", Timeline.constant(140.0).with_ramp(4.0, 8.0, 40.0)),
        ("hardly a ramp", Timeline.constant(100.0).with_ramp(4.0, 8.0, 100.0 + 1e-9)),
        ("widest", Timeline.constant(20.0).with_ramp(0.0, 32.0, 300.0).with_tempo(64.0, 20.0)),
        (
            "jump at a ramp's end",
            Timeline.constant(60.0).with_ramp(0.0, 8.0, 90.0).with_tempo(8.0, 120.0),
        ),
        ("cut short", Timeline.constant(90.0).with_ramp(0.0, 32.0, 150.0).with_tempo(16.0, 110.0)),
    ]
    content = {
        "timelines": [timeline_case(n, t) for n, t in plain] + edits(random.Random(20240607)),
        "bars": bars_cases(),
    }
    (HERE / "timeline.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
