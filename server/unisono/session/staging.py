"""What a cue does to a run: timeline, bars, scenes, calls, songs, breaths.

:func:`staged` is a pure function; a run with several armed cues is the landed one with each of
them applied in the order of their beats. A cue that begins something else to do (groove, call,
dialogue, song, breath, free play) ends at its beat whatever of that kind went on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final, TypeAlias, TypeVar

import msgspec

from unisono.pulse import Meter
from unisono.session import cues as q
from unisono.session.runs import Armed, RunState
from unisono.session.scenes import BreathView, CallView, PassView, Scene, SongView
from unisono.units import Beats, Bpm

Change: TypeAlias = Callable[[Scene], Scene]
V = TypeVar("V", CallView, SongView, BreathView)


def staged(run: RunState, cue: Armed) -> RunState:
    """Return a run as it is with a cue that lands on it."""
    return _STAGES[type(cue.what)](run, cue, cue.what)


def staged_all(run: RunState, cues: Iterable[Armed]) -> RunState:
    """Return a run with cues, given in the order of their beats."""
    for cue in cues:
        run = staged(run, cue)
    return run


def changes_tempo(what: q.AnyCue) -> bool:
    """Return whether a cue moves the beats behind it in time."""
    return isinstance(what, q.TempoTo | q.MeterTo) and what.tempo_bpm is not None


def from_beat(run: RunState, beat: Beats, change: Change) -> RunState:
    """Return a run whose scenes are changed from a beat on, those that begin later, too."""
    kept = [row for row in run.scenes if row[0] < beat]
    later = [(beat0, _judged(change(scene))) for beat0, scene in run.scenes if beat0 > beat]
    here = (beat, _judged(change(run.scene_at(beat))))
    return replace(run, scenes=(*kept, here, *later))


def _judged(scene: Scene) -> Scene:
    """Return a scene that says rightly whether taps count: in a groove that is no rumble."""
    counts = scene.task == "groove" and scene.level != "rumble"
    return scene if scene.measured == counts else _with(scene, measured=counts)


def _with(scene: Scene, **changes: object) -> Scene:
    return msgspec.structs.replace(scene, **changes)


# tempo and meter


def _tempo(run: RunState, cue: Armed, what: q.TempoTo) -> RunState:
    return _at_tempo(run, cue.beat, what.tempo_bpm, what.over_bars)


def _meter(run: RunState, cue: Armed, what: q.MeterTo) -> RunState:
    run = replace(run, bars=run.bars.with_meter(int(cue.beat), Meter(tuple(what.grouping))))
    if what.tempo_bpm is None:
        return run
    return _at_tempo(run, cue.beat, what.tempo_bpm, what.over_bars)


def _at_tempo(run: RunState, beat: Beats, bpm: Bpm, over_bars: int) -> RunState:
    beats = run.bars_after(beat, over_bars) - beat
    line = run.timeline
    after = line.with_ramp(beat, beats, bpm) if beats > 0.0 else line.with_tempo(beat, bpm)
    return replace(run, timeline=after)


# how it is played


def _click(run: RunState, cue: Armed, what: q.ClickTo) -> RunState:
    fades = what.fade_on_bars > 0 and what.fade_off_bars > 0
    return from_beat(
        run,
        cue.beat,
        lambda scene: _with(
            scene,
            click=what.mode,
            fade_on_bars=what.fade_on_bars if fades else 0,
            fade_off_bars=what.fade_off_bars if fades else 0,
            fade_beat=cue.beat if fades else 0.0,
        ),
    )


def _level(run: RunState, cue: Armed, what: q.LevelTo) -> RunState:
    return from_beat(run, cue.beat, lambda scene: _with(scene, level=what.level))


# who plays


def _layer(run: RunState, cue: Armed, what: q.LayerTo) -> RunState:
    players = set(cue.who or ())

    def change(scene: Scene) -> Scene:
        out, resting = set(scene.layers_out) - {what.layer}, set(scene.resting) - players
        if not what.playing:
            out, resting = out | {what.layer}, resting | players
        return _with(scene, layers_out=tuple(sorted(out)), resting=tuple(sorted(resting)))

    return from_beat(run, cue.beat, change)


def _sculpt(run: RunState, cue: Armed, what: q.Sculpt) -> RunState:
    return _held(run, cue, what.others)


def _spotlight(run: RunState, cue: Armed, what: q.Spotlight) -> RunState:
    return _held(run, cue, what.others, spotlight=what.seat)


def _held(run: RunState, cue: Armed, others: str, spotlight: int | None = None) -> RunState:
    """Have the others rest, play softly, or play on."""
    return from_beat(
        run,
        cue.beat,
        lambda scene: _with(
            scene,
            resting=cue.others if others == "rest" else (),
            soft=cue.others if others == "soft" else (),
            spotlight=spotlight,
            passing=None,
        ),
    )


def _pass(run: RunState, cue: Armed, what: q.PassPulse) -> RunState:
    """Once round the ring; then the light goes out."""
    passing = PassView(cue.beat, what.bars_each, what.order)
    end = run.bars_after(cue.beat, what.bars_each * len(what.order))
    run = from_beat(
        run,
        cue.beat,
        lambda scene: _with(scene, passing=passing, spotlight=None, resting=(), soft=()),
    )
    return from_beat(run, end, lambda scene: _with(scene, passing=None))


# what is done together


def _groove(run: RunState, cue: Armed, what: q.Groove) -> RunState:
    run = _ended(run, cue.beat)
    return replace(run, scenes=(*run.scenes, (cue.beat, Scene(resting=cue.others))))


def _free(run: RunState, cue: Armed, what: q.Free) -> RunState:
    return _begun(run, cue.beat, None, task="free", level="even")


def _call(run: RunState, cue: Armed, what: q.CallRound) -> RunState:
    end = cue.beat + 2 * what.rounds * what.prompt.cycle_beats
    call = CallView(
        cue=cue.cue,
        beat0=cue.beat,
        rounds=what.rounds,
        cycle_beats=what.prompt.cycle_beats,
        prompt=what.prompt,
        first=None,
        asked=cue.who,
        scored=what.scored,
        end_beat=end,
        caller=what.caller,
    )
    run = _begun(run, cue.beat, end, task="call")
    return replace(run, calls=(*run.calls, call))


def _dialogue(run: RunState, cue: Armed, what: q.Dialogue) -> RunState:
    end = cue.beat + 2 * what.rounds * what.cycle_beats
    call = CallView(
        cue=cue.cue,
        beat0=cue.beat,
        rounds=what.rounds,
        cycle_beats=what.cycle_beats,
        prompt=None,
        first=cue.who or (),
        asked=cue.others,
        scored=False,
        end_beat=end,
    )
    run = _begun(run, cue.beat, end, task="dialogue")
    return replace(run, calls=(*run.calls, call))


def _sing(run: RunState, cue: Armed, what: q.Sing) -> RunState:
    last_entry = max((entry.after_beats for entry in what.song.entries), default=0.0)
    end = cue.beat + what.rounds * what.song.length_beats + last_entry
    song = SongView(
        cue=cue.cue,
        beat0=cue.beat,
        rounds=what.rounds,
        guide=what.guide,
        song=what.song,
        end_beat=end,
    )
    run = _begun(run, cue.beat, run.bars.next_bar_beat(end), task="sing")
    return replace(run, songs=(*run.songs, song))


def _breath(run: RunState, cue: Armed, what: q.Breath) -> RunState:
    end = run.bars_after(cue.beat, what.rounds * (what.in_bars + what.out_bars))
    breath = BreathView(
        cue=cue.cue,
        beat0=cue.beat,
        in_bars=what.in_bars,
        out_bars=what.out_bars,
        rounds=what.rounds,
        end_beat=end,
    )
    run = _begun(run, cue.beat, end, task="breath", click="visual")
    return replace(run, breaths=(*run.breaths, breath))


def _begun(run: RunState, beat: Beats, end: Beats | None, **changes: object) -> RunState:
    """Return a run in which something else is done from a beat on, and the groove after it."""
    groove = _with(_groove_at(run, beat), spotlight=None, passing=None)
    run = _ended(run, beat)
    after = [] if end is None else [(end, groove)]
    scenes = (*run.scenes, (beat, _judged(_with(groove, **changes))), *after)
    return replace(run, scenes=scenes)


def _groove_at(run: RunState, beat: Beats) -> Scene:
    """Return the groove that holds at a beat, or to which it goes back after what goes on there."""
    here = run.scene_at(beat)
    later = [scene for beat0, scene in run.scenes if beat0 > beat]
    back = next((scene for scene in (here, *later) if scene.task == "groove"), here)
    return _judged(_with(back, task="groove"))


def _ended(run: RunState, beat: Beats) -> RunState:
    """Return a run in which calls, songs and breaths end at a beat, and no scene begins later."""
    return replace(
        run,
        scenes=tuple(row for row in run.scenes if row[0] < beat),
        calls=tuple(_cut(call, beat) for call in run.calls),
        songs=tuple(_cut(song, beat) for song in run.songs),
        breaths=tuple(_cut(breath, beat) for breath in run.breaths),
    )


def _cut(view: V, beat: Beats) -> V:
    return view if view.end_beat <= beat else msgspec.structs.replace(view, end_beat=beat)


_STAGES: Final[dict[type[q.CueBody], Callable[..., RunState]]] = {
    q.Groove: _groove,
    q.TempoTo: _tempo,
    q.MeterTo: _meter,
    q.ClickTo: _click,
    q.LevelTo: _level,
    q.LayerTo: _layer,
    q.Sculpt: _sculpt,
    q.Spotlight: _spotlight,
    q.PassPulse: _pass,
    q.CallRound: _call,
    q.Dialogue: _dialogue,
    q.Sing: _sing,
    q.Breath: _breath,
    q.Free: _free,
}
"""What each kind of cue does; a stop is no cue to be staged: it has events of its own."""
