"""A MIDI file as a performance: tracks or channels are players, the tempo map is the grid."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from operator import itemgetter
from typing import Final

from unisono.readers.performance import Grid, Performance, Player
from unisono.readers.plain import nothing_in
from unisono.readers.smf import MidiFile, NoteOn, Track, read_smf
from unisono.units import Seconds

DEFAULT_US_PER_QUARTER: Final = 500_000
MICRO: Final = 1e-6
LONGEST_GRID: Final = 200_000


@dataclass(frozen=True, slots=True)
class TempoMap:
    """Ticks to seconds: ``(tick, time_s, seconds per tick)`` for each stretch."""

    stretches: tuple[tuple[int, Seconds, Seconds], ...]

    @classmethod
    def of(cls, midi: MidiFile) -> TempoMap:
        """Return the tempo map of a file; the tempi of all tracks belong to all."""
        if midi.ticks_per_second is not None:
            return cls(((0, 0.0, 1.0 / midi.ticks_per_second),))
        per_quarter = midi.ticks_per_quarter or 1
        stretches = [(0, 0.0, DEFAULT_US_PER_QUARTER * MICRO / per_quarter)]
        tempi = (tempo for track in midi.tracks for tempo in track.tempi)
        for tick, us in sorted(tempi, key=itemgetter(0)):  # of several at one moment the last holds
            at, time_s, tick_s = stretches[-1]
            here = (tick, time_s + (tick - at) * tick_s, us * MICRO / per_quarter)
            stretches[-1 if tick == at else len(stretches) :] = [here]
        return cls(tuple(stretches))

    def time_s(self, tick: int) -> Seconds:
        """Return the time of a tick."""
        at, time_s, tick_s = self.stretches[bisect_right(self.stretches, tick, key=_first) - 1]
        return time_s + (tick - at) * tick_s


def parse_midi(name: str, body: bytes) -> Performance:
    """Return the notes of a MIDI file as one performance.

    Tracks with notes are players; if only one has any, its channels are. If the file sets a tempo,
    its beats (of the time signature, else quarter notes) are the grid.

    Raises:
        BadFile: if it is no MIDI file of one piece, is cut short, or holds no notes.
    """
    midi = read_smf(name, body)
    tempo = TempoMap.of(midi)
    voices = _voices([track for track in midi.tracks if track.notes])
    if not voices:
        raise nothing_in(name, "notes", "note")
    players = tuple(
        Player(who, tuple(sorted(tempo.time_s(note.tick) for note in notes)))
        for who, notes in voices.items()
    )
    last_tick = max(note.tick for notes in voices.values() for note in notes)
    return Performance(name, players, _grid(midi, tempo, last_tick))


def _voices(tracks: list[Track]) -> dict[str, list[NoteOn]]:
    voices: dict[str, list[NoteOn]] = {}
    if len(tracks) == 1:
        channels = sorted({note.channel for note in tracks[0].notes})
        if len(channels) > 1:
            for channel in channels:
                notes = [note for note in tracks[0].notes if note.channel == channel]
                voices[f"Channel {channel + 1}"] = notes
            return voices
    for number, track in enumerate(tracks, start=1):
        who = track.name or f"Track {number}"
        voices[who if who not in voices else f"{who} ({number})"] = track.notes
    return voices


def _grid(midi: MidiFile, tempo: TempoMap, last_tick: int) -> Grid | None:
    per_quarter = midi.ticks_per_quarter
    if per_quarter is None or not any(track.tempi for track in midi.tracks):
        return None
    signatures = sorted(s for track in midi.tracks for s in track.signatures)
    signatures = signatures or [(0, 4, 4)]
    ticks, starts = _beats(signatures, per_quarter, last_tick)
    return Grid(tuple(tempo.time_s(tick) for tick in ticks), tuple(starts))


def _beats(
    signatures: list[tuple[int, int, int]], per_quarter: int, last_tick: int
) -> tuple[list[int], list[int]]:
    ticks: list[int] = []
    starts: list[int] = []
    ends = [tick for tick, _, _ in signatures[1:]] + [last_tick + per_quarter]
    for (tick, beats, unit), end in zip(signatures, ends, strict=True):
        step = max(1, per_quarter * 4 // unit)
        for i, at in enumerate(range(tick, end, step)):
            if i % beats == 0:
                starts.append(len(ticks))
            ticks.append(at)
            if len(ticks) > LONGEST_GRID:
                return ticks, starts
    return ticks, starts


def _first(stretch: tuple[int, Seconds, Seconds]) -> int:
    return stretch[0]
