"""Cues in a session's tests: arming one, what holds at a beat, going there."""

from __future__ import annotations

from session_desk import Desk, view
from unisono.session import Caller, Role
from unisono.session import commands as c
from unisono.session import cues as q
from unisono.session import messages as m
from unisono.session.phrases import Note, PromptSpec, SongSpec, VoiceEntry
from unisono.session.scenes import Scene

LEAD = Caller(Role.LEAD)
PROMPT = PromptSpec(tuple(Note(beat) for beat in (0.0, 1.0, 1.5, 3.0)), 4.0)
SONG = SongSpec((Note(0.0, syllable="la"),), 8.0, entries=(VoiceEntry("B", 4.0),))


def cue(desk: Desk, what: q.AnyCue, when: str = "bar") -> m.RunView:
    """Arm a cue; return the run as everybody gets it."""
    return view(desk.lead(c.Cue(what, "cycle" if when == "cycle" else "bar")))


def scene(run: m.RunView, beat: float) -> Scene:
    """Return what a run says holds at a beat."""
    return [scene for beat0, scene in run.scenes if beat0 <= beat][-1]


def to(desk: Desk, beat: float) -> None:
    """Let time pass until a beat of the run, ticking once there."""
    desk.now_s = desk.session.state.runs[-1].timeline.time_at(beat)
    desk.tick(0.0)
