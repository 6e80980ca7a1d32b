"""Answers in a session's tests: playing at times, and a clave to call."""

from __future__ import annotations

from session_desk import Desk
from unisono.session import Caller, Role
from unisono.session import commands as c
from unisono.session.phrases import Note, PromptSpec

BEATS = (0.0, 0.75, 1.5, 2.5, 3.0)
CLAVE = PromptSpec(tuple(Note(beat) for beat in BEATS), 4.0)
LEAD = Caller(Role.LEAD, "console")


def time_at(desk: Desk, beat: float) -> float:
    """Return the session time of a beat of the newest run."""
    return desk.session.state.runs[-1].timeline.time_at(beat)


def play_at(desk: Desk, key: str, times_s: list[float], first: int = 1) -> None:
    """Have somebody play at these session times, each sent as it sounds."""
    for seq, time_s in enumerate(times_s, start=first):
        desk.now_s = max(desk.now_s, time_s)
        desk.play(key, c.Taps([c.Tap(seq, time_s, 0.001, "key")]))
