"""Leading from pads and foot switches: cues, and calls that are tapped live. One event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Final, TypeAlias

from unisono.client import Console
from unisono.errors import PeerError
from unisono.prompts.prompt import EARLIEST_BEATS
from unisono.session import cues as q
from unisono.session.commands import CallOnset, LiveCall
from unisono.units import Beats, Bpm, Seconds
from unisono_midi.mapping import PadMap, Trigger
from unisono_midi.pads import CueGiven, Hit

EARLY_BEATS: Final[Beats] = -EARLIEST_BEATS
"""A first stroke so little before a bar belongs to the bar it leads into, as on the server."""
AFTER_S: Final[Seconds] = 0.1
MOST_ONSETS: Final = 128
TEMPO_STEP: Final[Bpm] = 4.0
CALL: Final = "call"

Do: TypeAlias = Callable[[Console], Coroutine[Any, Any, None]]


def _cue(what: q.AnyCue) -> Do:
    return lambda console: console.cue(what)


def _faster(console: Console, step: Bpm) -> Coroutine[Any, Any, None]:
    now = console.view.arrangement.tempo_bpm if console.view.arrangement is not None else 90.0
    return console.arrange(tempo_bpm=min(300.0, max(20.0, now + step)))


async def _next(console: Console) -> None:
    await console.ask("go")


CUES: Final[dict[str, Do | None]] = {
    CALL: None,
    "start": lambda console: console.start(),
    "stop": lambda console: console.stop("bar"),
    "stop now": lambda console: console.stop("now"),
    "last beat": lambda console: console.stop("bar", "last"),
    "undo": lambda console: console.undo(),
    "next": _next,
    "groove": _cue(q.Groove()),
    "free": _cue(q.Free()),
    "even": _cue(q.LevelTo("even")),
    "up": _cue(q.LevelTo("up")),
    "down": _cue(q.LevelTo("down")),
    "rumble": _cue(q.LevelTo("rumble")),
    "click": _cue(q.ClickTo("all")),
    "accents": _cue(q.ClickTo("accents")),
    "click off": _cue(q.ClickTo("off")),
    "faster": lambda console: _faster(console, TEMPO_STEP),
    "slower": lambda console: _faster(console, -TEMPO_STEP),
}
"""What a pad or foot switch can do; ``call`` begins a call, or sends it before its time."""

CUE_NAMES: Final = frozenset(CUES)
USUAL_CUES: Final[dict[Trigger, str]] = {("control", 64): CALL, ("control", 67): "stop"}
"""Without a mapping: the sustain pedal calls, the soft pedal stops."""


class Leader:
    """Turns what is played on a facilitator's pads into cues and calls.

    Args:
        console: connected, or about to be.
        bars: how long a live call is.
        say: takes sentences for the terminal.
    """

    def __init__(self, console: Console, bars: int, say: Callable[[str], None]) -> None:
        self._console, self._bars, self._say = console, bars, say
        self._call: list[CallOnset] | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def cue(self, given: CueGiven) -> None:
        """Give a cue; returns at once, the server's refusal is said when it comes."""
        do = CUES.get(given.cue)
        if given.cue == CALL:
            self._toggle_call()
        elif do is not None:
            self._start(do(self._console), f"Cue: {given.cue}.")

    def play(self, hit: Hit) -> None:
        """Take a stroke; it counts while a call is being played."""
        clock = self._console.clock
        if self._call is None or not clock.ready or len(self._call) >= MOST_ONSETS:
            return
        time_s = clock.session.now(hit.onset_s)
        self._call.append(CallOnset(time_s, hit.stroke, round(hit.velocity, 3)))

    def tend(self) -> None:
        """Send a call whose bars are over; call it now and then."""
        end_s = self._end_s()
        if end_s is not None and self._console.now_s() > end_s + AFTER_S:
            self._send()

    def _toggle_call(self) -> None:
        if self._call is None:
            self._call = []
            self._say("Play your call.")
        else:
            self._send()

    def _end_s(self) -> Seconds | None:
        view = self._console.view
        if not self._call or view.timeline is None or view.bars is None:
            return None
        beat = view.timeline.beat_at(self._call[0].time_s) + EARLY_BEATS
        end = beat - view.bars.position_at(beat).beat_in_bar
        for _ in range(self._bars):
            end = view.bars.next_bar_beat(end + 1e-6)
        return view.timeline.time_at(end)

    def _send(self) -> None:
        call, self._call = self._call, None
        if not call:
            self._say("No call was played.")
            return
        wish = LiveCall(call, bars=self._bars)
        self._start(self._console.livecall(wish), f"Call of {len(call)} strokes: on its way.")

    def _start(self, work: Coroutine[Any, Any, None], sentence: str) -> None:
        task = asyncio.ensure_future(self._do(work, sentence))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _do(self, work: Coroutine[Any, Any, None], sentence: str) -> None:
        try:
            await work
        except PeerError as problem:
            self._say(problem.message)
        else:
            self._say(sentence)


def with_usual_cues(mapping: PadMap) -> PadMap:
    """Return a mapping that has cues: its own, or else the usual ones."""
    if mapping.cues:
        return mapping
    return PadMap(mapping.strokes, mapping.other, USUAL_CUES, mapping.sounds, mapping.channel)
