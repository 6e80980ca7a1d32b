"""What an activity of a plan asks of everybody: a table from its kind to cues, in order.

The theory, as a table. ``music``: whether the activity wants it to sound (*on*), to be silent
(*off*), or leaves it as it is (*as is*):

============= ====== =========================================================================
kind          music  cues, one after the other
============= ====== =========================================================================
check_in      off    none; taps without a click tell the group's own tempo
sound_check   off    none; every device is asked to do the sound check
groove        on     none but click and ramp
call_response on     a call for each prompt, each when the one before is over
dialogue      on     the first answer the second
sculpt        on     who plays
layers        on     layers out from the top, then in again from below, so many bars each
pass_pulse    on     the pulse goes round
ramp          on     the tempo moves
click_fade    on     the click comes and goes
breath        on     in and out
listen        off    none; its text is shown
free          on     free play
song          on     the song
last_beat     as is  the last beat together
check_out     off    none
============= ====== =========================================================================

Before them, any activity with music may change meter and tempo and takes back what scenes were
there; after them, any may change the click and move the tempo evenly to another.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from unisono.pulse import MAX_BPM, MIN_BPM
from unisono.session import cues as q
from unisono.session.phrases import GrooveSpec, SongSpec
from unisono.session.plans import Activity
from unisono.units import Beats, Bpm

QUIET: Final = frozenset({"check_in", "sound_check", "listen", "check_out"})
AS_IS: Final = frozenset({"last_beat"})
LONGEST_BREATH: Final = 8
USUAL_CYCLE: Final[Beats] = 4.0


@dataclass(frozen=True, slots=True)
class Step:
    """A cue, and when it is armed.

    Attributes:
        what: the cue.
        after_bars: so many bars after the step before has landed; 0: right behind it.
        after_task: when the call, song or breath of the step before is over.
    """

    what: q.AnyCue
    after_bars: int = 0
    after_task: bool = False


@dataclass(frozen=True, slots=True)
class Material:
    """What an activity's ids stand for, and what is on already.

    Attributes:
        groove: what people play together.
        song: the song of the activity.
    """

    groove: GrooveSpec | None = None
    song: SongSpec | None = None


def steps_of(activity: Activity, material: Material) -> tuple[Step, ...]:
    """Return the cues of an activity once its music sounds, without those of tempo."""
    make = _STEPS.get(activity.kind)
    own = () if make is None else make(activity, material)
    return own if activity.kind == "click_fade" else (*own, *_click(activity))


def opening_bpm(activity: Activity, own_bpm: Bpm | None) -> Bpm | None:
    """Return the tempo an activity begins at, None if it leaves that as it is."""
    if activity.from_own_tempo and own_bpm is not None:
        return min(max(own_bpm, MIN_BPM), MAX_BPM)
    return activity.tempo_bpm


def ramp_of(activity: Activity, from_bpm: Bpm) -> tuple[Step, ...]:
    """Return the step that moves the tempo on, by no more than the facilitator's cap."""
    if activity.to_bpm is None:
        return ()
    cap = activity.most_change_bpm
    to_bpm = min(max(activity.to_bpm, from_bpm - cap), from_bpm + cap)
    return (Step(q.TempoTo(min(max(to_bpm, MIN_BPM), MAX_BPM), activity.over_bars)),)


def grouping_of(activity: Activity, material: Material) -> tuple[int, ...]:
    """Return the meter of an activity; empty: as it is."""
    song = material.song.grouping if material.song is not None else ()
    groove = material.groove.grouping if material.groove and activity.groove else ()
    return activity.grouping or song or groove


def _click(activity: Activity) -> tuple[Step, ...]:
    fades = activity.on_bars > 0 and activity.off_bars > 0 and activity.kind != "breath"
    if activity.click == "all" and not fades:
        return ()
    bars = (activity.on_bars, activity.off_bars) if fades else (0, 0)
    return (Step(q.ClickTo(activity.click, *bars)),)


def _calls(activity: Activity, material: Material) -> tuple[Step, ...]:
    return tuple(
        Step(q.CallRound(prompt, activity.rounds, activity.who), after_task=at > 0)
        for at, prompt in enumerate(activity.prompts)
    )


def _dialogue(activity: Activity, material: Material) -> tuple[Step, ...]:
    cycle = material.groove.cycle_beats if material.groove else sum(activity.grouping)
    cue = q.Dialogue(activity.who, activity.second, float(cycle) or USUAL_CYCLE, activity.rounds)
    return (Step(cue),)


def _sculpt(activity: Activity, material: Material) -> tuple[Step, ...]:
    return (Step(q.Sculpt(activity.who, activity.others)),)


def _layers(activity: Activity, material: Material) -> tuple[Step, ...]:
    """The lowest layer stays, so that there is always something to hold on to."""
    count = len(material.groove.layers) if material.groove else 0
    out = [Step(q.LayerTo(layer, False)) for layer in range(count - 1, 0, -1)]
    back = [Step(q.LayerTo(layer), after_bars=activity.bars_each) for layer in range(1, count)]
    return (*out, *back)


def _pass(activity: Activity, material: Material) -> tuple[Step, ...]:
    return (Step(q.PassPulse(activity.bars_each)),)


def _fade(activity: Activity, material: Material) -> tuple[Step, ...]:
    return (Step(q.ClickTo(activity.click, activity.on_bars or 4, activity.off_bars or 4)),)


def _breath(activity: Activity, material: Material) -> tuple[Step, ...]:
    bars = [min(bars or 1, LONGEST_BREATH) for bars in (activity.on_bars, activity.off_bars)]
    return (Step(q.Breath(bars[0], bars[1], activity.rounds)),)


def _free(activity: Activity, material: Material) -> tuple[Step, ...]:
    return (Step(q.Free()),)


def _song(activity: Activity, material: Material) -> tuple[Step, ...]:
    if material.song is None:
        return ()
    return (Step(q.Sing(material.song, activity.rounds, activity.guide)),)


def _last(activity: Activity, material: Material) -> tuple[Step, ...]:
    return (Step(q.StopAt("last")),)


_STEPS: Final[dict[str, Callable[[Activity, Material], tuple[Step, ...]]]] = {
    "call_response": _calls,
    "dialogue": _dialogue,
    "sculpt": _sculpt,
    "layers": _layers,
    "pass_pulse": _pass,
    "click_fade": _fade,
    "breath": _breath,
    "free": _free,
    "song": _song,
    "last_beat": _last,
}
