"""A session as a Standard MIDI File. Pure: the same log, the same bytes.

Track 0 has the tempo map, the meters, and markers for runs, activities and cues; then comes one
track a seat, called by its number and never by a name, with every tap as it was recorded; then, if
there was any, a track with the calls and songs, their syllables as lyrics. Strokes are sounds of
General MIDI percussion. :mod:`unisono.review.midi_grid` has how time is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from unisono.review.midi_grid import TICKS_PER_BEAT, MidiGrid, grid_of
from unisono.review.runs import SeatStory, Story, story_of
from unisono.rhythm.smf import DRUM_CHANNEL, SmfFile, SmfNote, SmfText, SmfTrack, write_smf
from unisono.session import cues
from unisono.session import events as e
from unisono.session.phrases import Note
from unisono.session.runs import RunState
from unisono.units import Beats, Seconds

STROKE_NOTES: Final = {"bass": 64, "tone": 63, "slap": 62, "rim": 37}
"""Low conga, open high conga, muted high conga, side stick."""
OTHER_STROKE: Final = 63
NOTE_TICKS: Final = 60
UNKNOWN_VELOCITY: Final = 80
VOICE: Final = 52
"""General MIDI sound 53, choir aahs, for what is sung."""


def session_midi(entries: Sequence[e.Entry]) -> bytes:
    """Return a log as a MIDI file; every tap comes back from it within one tick."""
    story = story_of(entries)
    grid = grid_of(story.state.runs, _first_s(story), story.end_s)
    tracks = [_seat_track(grid, n, seat) for n, seat in story.seats.items()]
    sung = _led_track(grid, story, entries)
    return write_smf(
        SmfFile(
            TICKS_PER_BEAT,
            (*tracks, sung) if sung.notes or sung.texts else tuple(tracks),
            tuple(grid.tempi),
            tuple(grid.meters),
            tuple(_markers(grid, story, entries)),
            f"Unisono {story.state.code}".strip(),
        )
    )


def _first_s(story: Story) -> Seconds:
    taps = [seat.taps[0].time_s for seat in story.seats.values() if seat.taps]
    return min(taps, default=0.0)


def _seat_track(grid: MidiGrid, number: int, seat: SeatStory) -> SmfTrack:
    notes: list[SmfNote] = []
    for tap in seat.taps:
        velocity = UNKNOWN_VELOCITY if tap.velocity is None else round(tap.velocity * 127)
        pitch = STROKE_NOTES.get(tap.stroke, OTHER_STROKE)
        notes.append(_note(grid.tick(tap.time_s), pitch, velocity, DRUM_CHANNEL))
    return SmfTrack(f"Seat {number}", tuple(notes))


def _note(tick: int, pitch: int, velocity: int, channel: int, ticks: int = NOTE_TICKS) -> SmfNote:
    return SmfNote(tick, max(1, ticks), pitch, min(max(velocity, 1), 127), channel)


def _markers(grid: MidiGrid, story: Story, entries: Sequence[e.Entry]) -> Iterator[SmfText]:
    for run in story.state.runs:
        yield SmfText(grid.tick(run.timeline.time_at(0.0)), f"Run {run.number}", "marker")
    for entry in entries:
        if isinstance(entry.event, e.ActivityBegan):
            activity = entry.event.activity
            words = activity.title or activity.kind.replace("_", " ")
            yield SmfText(grid.tick(entry.at_s), words, "marker")
    for armed, run in _landed(story, entries):
        kind = type(armed.what).__struct_config__.tag
        yield SmfText(grid.tick(run.timeline.time_at(armed.beat)), f"Cue: {kind}", "marker")


def _landed(story: Story, entries: Sequence[e.Entry]) -> Iterator[tuple[e.CueArmed, RunState]]:
    """Yield the cues that landed, and on which run."""
    runs = {run.number: run for run in story.state.runs}
    armed = {
        entry.event.cue: entry.event for entry in entries if isinstance(entry.event, e.CueArmed)
    }
    for entry in entries:
        if isinstance(entry.event, e.CueLanded) and entry.event.cue in armed:
            cue = armed[entry.event.cue]
            if cue.run in runs:
                yield cue, runs[cue.run]


def _led_track(grid: MidiGrid, story: Story, entries: Sequence[e.Entry]) -> SmfTrack:
    """Return calls and songs as they were led: notes, and what is sung on them."""
    notes: list[SmfNote] = []
    texts: list[SmfText] = []
    for armed, run in _landed(story, entries):
        for begin, phrase in _phrases(armed):
            for note in phrase:
                beat = begin + note.beat
                if run.stop_beat is not None and beat >= run.stop_beat:
                    continue
                tick = grid.tick(run.timeline.time_at(beat))
                notes.append(_led_note(grid, run, note, beat, tick))
                if note.syllable:
                    texts.append(SmfText(tick, note.syllable, "lyric"))
    return SmfTrack("Calls and songs", tuple(notes), tuple(texts), VOICE)


def _led_note(grid: MidiGrid, run: RunState, note: Note, beat: Beats, tick: int) -> SmfNote:
    velocity = round(note.level * 127)
    if note.pitch is None:
        pitch = STROKE_NOTES.get(note.stroke, OTHER_STROKE)
        return _note(tick, pitch, velocity, DRUM_CHANNEL)
    until = grid.tick(run.timeline.time_at(beat + (note.beats or 1.0)))
    return _note(tick, note.pitch, velocity, 0, until - tick)


def _phrases(armed: e.CueArmed) -> Iterator[tuple[Beats, tuple[Note, ...]]]:
    """Yield where a cue's phrase sounds, and its notes; a call comes, then as long an answer."""
    match armed.what:
        case cues.CallRound(prompt=prompt, rounds=rounds):
            for i in range(rounds):
                yield armed.beat + 2 * i * prompt.cycle_beats, prompt.notes
        case cues.Sing(song=song, rounds=rounds):
            for i in range(rounds):
                yield armed.beat + i * song.length_beats, song.notes
        case _:
            pass
