"""A run as every device gets it: all it needs to play on by itself for as long as it likes."""

from __future__ import annotations

from typing import Final

from unisono.session import cues as q
from unisono.session.facts import Facts
from unisono.session.landing import until_beat
from unisono.session.messages import RunView
from unisono.session.runs import PLAIN, RunState
from unisono.session.scenes import CueView, Scene
from unisono.units import Beats, Seconds

KEPT_BEATS: Final = 16.0
"""What has been over for so long is not told any more: a long evening must not grow messages."""


def run_view(facts: Facts, now_s: Seconds) -> RunView | None:
    """Return the run that sounds, with everything that is armed, or None."""
    run = facts.run
    if run is None:
        return None
    since = run.timeline.beat_at(now_s) - KEPT_BEATS
    return RunView(
        run=run.number,
        segments=tuple((s.beat0, s.time0_s, s.bpm0, s.bpm1) for s in run.timeline.segments),
        meters=tuple((s.beat0, s.bar0, s.meter.grouping) for s in run.bars.spans),
        count_in_beats=run.count_in_beats,
        stop_beat=run.stop_beat,
        stop_how=run.stop_how,
        stop_cue=run.stop_cue,
        scenes=_scenes_since(run, since),
        calls=tuple(call for call in run.calls if call.end_beat > since),
        songs=tuple(song for song in run.songs if song.end_beat > since),
        breaths=tuple(breath for breath in run.breaths if breath.end_beat > since),
        cues=_cue_views(facts, run, now_s),
    )


def _scenes_since(run: RunState, since: Beats) -> tuple[tuple[Beats, Scene], ...]:
    """Return the scene that holds at a beat and those after it."""
    first = float(-run.count_in_beats)
    begun = run.scenes and run.scenes[0][0] <= first
    rows = run.scenes if begun else ((first, PLAIN), *run.scenes)
    held = max(at for at, (beat0, _) in enumerate(rows) if at == 0 or beat0 <= since)
    return rows[held:]


def _cue_views(facts: Facts, run: RunState, now_s: Seconds) -> tuple[CueView, ...]:
    """Return what is armed and has not landed, a stop too, in the order of beats."""
    rows = [(cue.cue, cue.beat, cue.what) for cue in facts.armed]
    if run.stop_lands is not None and run.stop_cue:
        rows.append((run.stop_cue, run.stop_lands, _stop(run)))
    return tuple(
        CueView(cue, beat, until_beat(facts, run, beat), what)
        for cue, beat, what in sorted(rows, key=lambda row: row[1])
        if run.timeline.time_at(beat) > now_s
    )


def _stop(run: RunState) -> q.AnyCue:
    return q.StopAt("last" if run.stop_how == "last" else "cut")
