"""What somebody who follows all cues plays next: beats, answers, rests. Pure.

It reads a run as every device does (:class:`unisono.session.messages.RunView`), so that simulated
people rest when they are asked to, answer a call with its notes, and play along otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from unisono.client.view import View
from unisono.session.messages import RunView
from unisono.session.scenes import CallView, Scene
from unisono.units import Beats, Seconds

PLAIN: Final = Scene()
SILENT_TASKS: Final = frozenset({"call", "breath", "sing"})
"""In a call one answers with its notes; in breath and song hands rest."""

HORIZON_BEATS: Final = 256
ROUNDING: Final = 1e-6


def next_onset(view: View, after_s: Seconds, every: Beats = 1.0) -> tuple[Beats, Seconds] | None:
    """Return the next beat this person is to play and its time, None if there is none in sight.

    Args:
        view: what the person's client knows.
        after_s: later than this session time.
        every: in a groove, a tap every so many beats.
    """
    run, line = view.run, view.timeline
    if not view.playing or run is None or line is None:
        return None
    seat, first = view.seat or 0, max(0.0, line.beat_at(after_s))
    found = [*_answers(run, seat, first), *_beats(run, seat, first, every)]
    times = sorted((line.time_at(beat), beat) for beat in found if view.sounds(beat))
    return next(((beat, time_s) for time_s, beat in times if time_s > after_s), None)


def is_answer(run: RunView | None, beat: Beats) -> bool:
    """Return whether a note is part of an answer: its rhythm is the call's, not the beat's."""
    return run is not None and scene_at(run, beat).task == "call"


def plays_along(run: RunView, seat: int, beat: Beats) -> bool:
    """Return whether somebody is asked to play along on a beat."""
    scene = scene_at(run, beat)
    if seat in scene.resting or scene.task in SILENT_TASKS:
        return False
    return scene.task != "dialogue" or _has_the_word(run, seat, beat)


def scene_at(run: RunView, beat: Beats) -> Scene:
    """Return what holds on a beat."""
    return next((scene for beat0, scene in reversed(run.scenes) if beat0 <= beat), PLAIN)


def _beats(run: RunView, seat: int, first: Beats, every: Beats) -> Iterator[Beats]:
    """Yield the next beat of the groove, if there is one in sight."""
    start = math.ceil(first / every - ROUNDING)
    for count in range(start, start + HORIZON_BEATS):
        if plays_along(run, seat, count * every):
            yield count * every
            if count * every > first + ROUNDING:
                return


def _answers(run: RunView, seat: int, first: Beats) -> Iterator[Beats]:
    """Yield the notes of all answers that are still to be given."""
    for call in run.calls:
        if call.prompt is None or not _is_asked(call, seat):
            continue
        for number in range(call.rounds):
            answer = call.beat0 + (2 * number + 1) * call.cycle_beats
            for note in call.prompt.notes:
                beat = answer + note.beat
                if beat >= first and scene_at(run, answer).task == "call":
                    yield beat


def _is_asked(call: CallView, seat: int) -> bool:
    return call.asked is None or seat in call.asked


def _has_the_word(run: RunView, seat: int, beat: Beats) -> bool:
    """Return whether it is somebody's turn in a dialogue."""
    for call in run.calls:
        turn = math.floor((beat - call.beat0) / call.cycle_beats)
        if call.prompt is None and 0 <= turn < 2 * call.rounds:
            return seat in ((call.first or ()) if turn % 2 == 0 else (call.asked or ()))
    return False
