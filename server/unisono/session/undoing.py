"""What was before a cue, as a cue: landed again, it undoes the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, Literal

from unisono.session import cues as q
from unisono.session.facts import Before, Facts
from unisono.session.runs import Armed, RunState
from unisono.session.selecting import everybody
from unisono.session.staging import staged

MOST: Final = 32
"""So many landed cues can be undone, one after the other; nobody walks further back by ear."""


def cue_before(run: RunState, cue: Armed, ring: tuple[int, ...]) -> q.AnyCue | None:
    """Return the cue that brings back what held before a cue landed; None: it cannot be undone.

    Args:
        run: the run without that cue.
        cue: the one to undo.
        ring: everybody who has a seat.
    """
    before = _BEFORE.get(type(cue.what))
    return None if before is None else before(run, cue, cue.what, ring)


def past(facts: Facts, landed: Iterable[Armed]) -> tuple[Before, ...]:
    """Return what can be undone once these cues have landed, oldest first: the newest of it.

    A cue that undid another takes that one away and leaves nothing to undo itself.
    """
    rows, run = facts.before, facts.base
    for cue in landed:
        what = None if run is None else cue_before(run, cue, everybody(facts))
        if cue.undoes:
            rows = tuple(row for row in rows if row.cue != cue.undoes)
        elif what is not None:
            rows = (*rows, Before(cue.cue, what))
        run = None if run is None else staged(run, cue)
    return rows[-MOST:]


def _tempo(run: RunState, cue: Armed, what: q.TempoTo, ring: tuple[int, ...]) -> q.AnyCue:
    return q.TempoTo(run.timeline.tempo_at(cue.beat), what.over_bars)


def _meter(run: RunState, cue: Armed, what: q.MeterTo, ring: tuple[int, ...]) -> q.AnyCue:
    grouping = run.bars.position_at(cue.beat).meter.grouping
    tempo = None if what.tempo_bpm is None else run.timeline.tempo_at(cue.beat)
    return q.MeterTo(grouping, tempo, what.over_bars)


def _click(run: RunState, cue: Armed, what: q.ClickTo, ring: tuple[int, ...]) -> q.AnyCue:
    scene = run.scene_at(cue.beat)
    return q.ClickTo(_word(scene.click), scene.fade_on_bars, scene.fade_off_bars)


def _level(run: RunState, cue: Armed, what: q.LevelTo, ring: tuple[int, ...]) -> q.AnyCue:
    return q.LevelTo(_word(run.scene_at(cue.beat).level))


def _layer(run: RunState, cue: Armed, what: q.LayerTo, ring: tuple[int, ...]) -> q.AnyCue:
    return q.LayerTo(what.layer, what.layer not in run.scene_at(cue.beat).layers_out)


def _who_plays(run: RunState, cue: Armed, what: q.AnyCue, ring: tuple[int, ...]) -> q.AnyCue:
    scene = run.scene_at(cue.beat)
    quiet = scene.resting or scene.soft
    others: Literal["rest", "soft"] = "rest" if scene.resting else "soft"
    if scene.spotlight is not None:
        return q.Spotlight(scene.spotlight, others if quiet else "play")
    if not quiet:
        return q.Sculpt(q.Selection())
    playing = tuple(seat for seat in ring if seat not in set(quiet))
    return q.Sculpt(q.Selection("seats", seats=playing), others)


def _word(word: str) -> Any:
    return word


_BEFORE: Final[dict[type[q.CueBody], Callable[..., q.AnyCue]]] = {
    q.TempoTo: _tempo,
    q.MeterTo: _meter,
    q.ClickTo: _click,
    q.LevelTo: _level,
    q.LayerTo: _layer,
    q.Sculpt: _who_plays,
    q.Spotlight: _who_plays,
}
