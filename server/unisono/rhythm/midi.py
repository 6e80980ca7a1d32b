"""Patterns and songs as MIDI files, and a rhythm out of a MIDI file on a chosen grid. Pure.

A beat of a pattern is a quarter note of 480 ticks; every row is a track of the drum channel. The
feel is in the ticks. Of a file that is read, each track is a row, and each drum of a track that
plays several; every note goes to the nearest box of the grid that was asked for.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from unisono.errors import BadFile, BadValue
from unisono.pulse import MAX_BEATS, MAX_BPM, MIN_BEATS, MIN_BPM
from unisono.readers.smf import MidiFile, NoteOn, read_smf
from unisono.rhythm.cycle import MOST_BEATS, MOST_PARTS, Cycle, step_beats
from unisono.rhythm.drums import ROW_DRUMS, drum_name
from unisono.rhythm.pattern import (
    LONGEST_LABEL,
    LONGEST_TITLE,
    MOST_LAYERS,
    Pattern,
    Row,
    Sketch,
)
from unisono.rhythm.smf import (
    DRUM_CHANNEL,
    SmfFile,
    SmfMeter,
    SmfNote,
    SmfTempo,
    SmfText,
    SmfTrack,
    write_smf,
)
from unisono.rhythm.song import Line, Song
from unisono.rhythm.strokes import MOST_STEPS, REST, steps_of, stroke_level
from unisono.units import Beats

TICKS: Final = 480
MOST_CYCLES: Final = 64
ACCENT: Final = 112
"""Velocities from here on are accents."""
CHOIR: Final = 52
_LONGEST_NOTE_TICKS: Final = 120
_USUAL_US: Final = 500_000
_US_PER_MINUTE: Final = 60_000_000


def write_midi(sketch: Sketch, cycles: int = 4, gm: tuple[int, ...] = ROW_DRUMS) -> bytes:
    """Return a pattern as a MIDI file.

    Args:
        sketch: the pattern.
        cycles: how often it sounds, 1 to 64.
        gm: the drum of each row.
    """
    if not 1 <= cycles <= MOST_CYCLES:
        raise BadValue("number of rounds", cycles, f"1 to {MOST_CYCLES}")
    beats, length = step_beats(sketch.cycle, sketch.feel), sketch.cycle.beats * TICKS
    tracks = tuple(
        SmfTrack(row.label, tuple(_drums(row.grid, beats, length, cycles, gm[i % len(gm)])))
        for i, row in enumerate(sketch.rows)
    )
    meter = SmfMeter(0, sketch.cycle.meter().beats)
    tempo = SmfTempo.of(0, sketch.tempo_bpm)
    return write_smf(SmfFile(TICKS, tracks, (tempo,), (meter,), title=sketch.title))


def write_pattern_midi(pattern: Pattern, cycles: int = 4) -> bytes:
    """Return a pattern of the library as a MIDI file, each layer on its own drum."""
    return write_midi(pattern.sketch(), cycles, tuple(layer.gm for layer in pattern.layers))


def write_song_midi(song: Song) -> bytes:
    """Return a song as a MIDI file with its words; a round has a track for every entry."""
    tune = song.tune
    quarters = Fraction(*tune.beat_unit) * 4
    voices = [(entry.section, entry.after_beats, tune.lines) for entry in song.entries]
    if not voices:
        roles = dict.fromkeys(line.role for line in tune.lines)
        voices = [(r, 0.0, tuple(x for x in tune.lines if x.role == r)) for r in roles]
    tracks = tuple(
        _voice(name, after, lines, quarters, channel % DRUM_CHANNEL)
        for channel, (name, after, lines) in enumerate(voices)
    )
    beats, unit = sum(tune.grouping), tune.beat_unit
    tempo = SmfTempo.of(0, float(tune.tempo_bpm * quarters))
    meter = SmfMeter(0, beats * unit[0], unit[1])
    return write_smf(SmfFile(TICKS, tracks, (tempo,), (meter,), title=song.title["en"]))


def read_midi(name: str, body: bytes, parts_per_beat: int, beats: int | None = None) -> Sketch:
    """Return the rhythm of a MIDI file on a grid.

    Args:
        name: the file's name, for sentences.
        body: its bytes.
        parts_per_beat: boxes in a beat, 1 to 12.
        beats: beats of the cycle; None: the shortest number of bars that repeats.

    Raises:
        BadFile: if it is no MIDI file, has no notes, or no beats.
        BadValue: if it does not fit on such a grid.
    """
    if not 1 <= parts_per_beat <= MOST_PARTS:
        raise BadValue("parts of a beat", parts_per_beat, f"1 to {MOST_PARTS}")
    midi = read_smf(name, body)
    if midi.ticks_per_quarter is None:
        raise BadFile(name, None, "time in seconds (SMPTE)", "a file that counts beats")
    voices = _voices(midi)
    if not voices:
        raise BadFile(name, None, "no notes", "at least one note")
    if len(voices) > MOST_LAYERS:
        raise BadValue("number of parts", len(voices), f"at most {MOST_LAYERS}: split the file")
    bar_beats, beat_ticks = _bar(midi)
    box = beat_ticks / parts_per_beat
    hits = {label: [(_nearest(n.tick / box), n) for n in notes] for label, notes in voices.items()}
    steps = _steps(hits, parts_per_beat, bar_beats, beats)
    rows = {label: _grid(boxes, steps) for label, boxes in hits.items()}
    if beats is None:
        steps = _shortest(list(rows.values()), bar_beats * parts_per_beat)
    count = steps // parts_per_beat
    groups = (bar_beats,) * (count // bar_beats) if count % bar_beats == 0 else ()
    title = midi.tracks[0].name if not midi.tracks[0].notes else ""
    return Sketch(
        Cycle(count, parts_per_beat, groups),
        tuple(Row(_line_of(label, LONGEST_LABEL), grid[:steps]) for label, grid in rows.items()),
        _line_of(title, LONGEST_TITLE),
        _tempo_bpm(midi, Fraction(beat_ticks, midi.ticks_per_quarter)),
    )


def _drums(
    grid: str, beats: tuple[Beats, ...], length: int, cycles: int, drum: int
) -> list[SmfNote]:
    return [
        SmfNote(
            max(0, cycle * length + round(beats[step] * TICKS)),
            min(_LONGEST_NOTE_TICKS, max(1, length // (2 * len(grid)))),
            drum,
            round(127 * stroke_level(grid[step])),
            DRUM_CHANNEL,
        )
        for cycle in range(cycles)
        for step in steps_of(grid)
    ]


def _voice(
    name: str, after: Beats, lines: tuple[Line, ...], quarters: Fraction, channel: int
) -> SmfTrack:
    def tick(beat: Beats) -> int:
        return round((after + beat) * quarters * TICKS)

    sung = [note for line in lines for note in line.notes]
    notes = tuple(
        SmfNote(tick(n.beat), max(1, tick(n.beat + n.beats) - tick(n.beat)), n.pitch, 90, channel)
        for n in sung
    )
    words = tuple(SmfText(tick(n.beat), n.syllable, "lyric") for n in sung if n.syllable)
    return SmfTrack(name, notes, words, CHOIR)


def _voices(midi: MidiFile) -> dict[str, list[NoteOn]]:
    """Return the notes of each row by its label."""
    found: dict[str, list[NoteOn]] = {}
    for number, track in enumerate(midi.tracks, start=1):
        pitches = sorted({note.note for note in track.notes})
        name = track.name or (f"track {number}" if len(pitches) == 1 else "")
        for pitch in pitches:
            label = name if len(pitches) == 1 else f"{name} {drum_name(pitch)}".strip()
            while label in found:
                label += "'"
            found[label] = [note for note in track.notes if note.note == pitch]
    return found


def _bar(midi: MidiFile) -> tuple[int, Fraction]:
    """Return the beats of the first bar and the ticks of a beat: a dotted one in 6/8."""
    signatures = sorted(s for track in midi.tracks for s in track.signatures)
    _, beats, unit = signatures[0] if signatures else (0, 4, 4)
    ticks = Fraction(4 * (midi.ticks_per_quarter or 1), unit)
    if unit >= 8 and beats > 3 and beats % 3 == 0:
        beats, ticks = beats // 3, 3 * ticks
    return (beats if MIN_BEATS <= beats <= MAX_BEATS else 4), ticks


def _nearest(place: Fraction) -> int:
    return int(place + Fraction(1, 2))


def _steps(
    hits: dict[str, list[tuple[int, NoteOn]]], parts: int, bar_beats: int, beats: int | None
) -> int:
    last = max(box for boxes in hits.values() for box, _ in boxes)
    bars = -(-(last + 1) // (bar_beats * parts))
    count = beats if beats is not None else bars * bar_beats
    most = min(MOST_BEATS, MOST_STEPS // parts)
    if not 1 <= count <= most:
        raise BadValue("length in beats", count, f"1 to {most} on this grid: take fewer parts")
    return count * parts


def _grid(boxes: list[tuple[int, NoteOn]], steps: int) -> str:
    letters = [REST] * steps
    for box, note in boxes:
        place = box % steps
        if letters[place] != "X":
            letters[place] = "X" if note.velocity >= ACCENT else "x"
    return "".join(letters)


def _shortest(grids: list[str], bar: int) -> int:
    """Return the fewest boxes, whole bars, of which all rows are repetitions."""
    steps = len(grids[0])
    sizes = (size for size in range(bar, steps, bar) if steps % size == 0)
    return next((n for n in sizes if all(g == g[:n] * (steps // n) for g in grids)), steps)


def _tempo_bpm(midi: MidiFile, quarters: Fraction) -> float:
    tempi = sorted(tempo for track in midi.tracks for tempo in track.tempi)
    us = tempi[0][1] if tempi else _USUAL_US
    bpm = round(float(_US_PER_MINUTE / (us * quarters)), 3)
    return min(max(bpm, MIN_BPM), MAX_BPM)


def _line_of(text: str, longest: int) -> str:
    """Return a text from a file as one short line."""
    return "".join(c if c.isprintable() else " " for c in text)[:longest].strip()
