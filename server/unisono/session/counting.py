"""Whose taps count for togetherness, beat by beat; live and in the review alike.

Not counted: where nobody is asked to keep the beat (calls, songs, breath, free play, a rumble),
whoever rests, whoever is in the middle (a solo is never measured), and whoever heard of a cue too
late, until they could join in.
"""

from __future__ import annotations

import math

from unisono.session.runs import Excused, RunState
from unisono.session.scenes import Scene
from unisono.synchrony.live_cast import Cast
from unisono.units import Beats


def counts(run: RunState, seat: int, beat: Beats) -> bool:
    """Return whether a tap of a seat counts: what holds on the nearest beat decides."""
    near = math.floor(beat + 0.5)
    scene = run.scene_at(near)
    if not scene.measured or seat in scene.resting or spotlit(run, scene, near) == seat:
        return False
    return not any(x.seat == seat and _holds(x, near) for x in run.excused)


def casts(run: RunState, from_beat: int) -> tuple[Cast, ...]:
    """Return who is asked to play from a beat on, wherever that changes."""
    changes = {from_beat, *(math.ceil(beat) for beat in _changes(run) if beat > from_beat)}
    return tuple(_cast(run, beat) for beat in sorted(changes))


def spotlit(run: RunState, scene: Scene, beat: Beats) -> int | None:
    """Return the seat in the middle: put there, or the one the pulse has come to."""
    passing = scene.passing
    if passing is None or not passing.order:
        return scene.spotlight
    bars = run.bars.position_at(beat).bar - run.bars.position_at(passing.beat0).bar
    return passing.order[max(0, bars // passing.bars_each) % len(passing.order)]


def _cast(run: RunState, beat: int) -> Cast:
    scene = run.scene_at(beat)
    out = {*scene.resting, *(x.seat for x in run.excused if _holds(x, beat))}
    solo = spotlit(run, scene, beat)
    return Cast(beat, scene.measured, frozenset(out if solo is None else {*out, solo}))


def _changes(run: RunState) -> list[Beats]:
    """Return the beats on which it may change who plays."""
    found = [beat0 for beat0, _ in run.scenes]
    for beat0, scene in run.scenes:
        passing = scene.passing
        if passing is not None and passing.beat0 == beat0:
            line = run.bars_after(beat0, 0)
            for _ in passing.order:
                found.append(line)
                line = run.bars_after(line, passing.bars_each)
    return found + [edge for x in run.excused for edge in (x.beat0, x.beat1)]


def _holds(excused: Excused, beat: Beats) -> bool:
    return excused.beat0 <= beat < excused.beat1
