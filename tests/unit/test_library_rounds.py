"""The library's rounds sound together: every voice enters, and the downbeats agree."""

from __future__ import annotations

from itertools import pairwise

import msgspec
import pytest

from unisono.library import load_library
from unisono.rhythm.song import Song, SongNote

ROUNDS = tuple(song for song in load_library().songs if song.form == "round")
CONSONANT = {0, 3, 4, 7, 8, 9}
"""Semitones above the lowest voice, octaves aside: unison, thirds, fifth, sixths."""
KNOWN: dict[str, set[float]] = {
    "dona-nobis-pacem": {18.0, 42.0, 66.0},
    "tallis-canon": {8.0, 28.0, 32.0},
}
"""Downbeats that rub in every source, too: a suspension over the dominant (the same chord on each
voice's turn), and in Tallis a second and two fourths, which are fifths where low voices follow."""
EDGE, WHOLE_STEP = 1e-6, 2
rounds = pytest.mark.parametrize("song", ROUNDS, ids=lambda song: song.id)


def notes_of(song: Song) -> list[SongNote]:
    """Return all the notes of a song."""
    return [note for line in song.tune.lines for note in line.notes]


def sounding(song: Song, beat: float) -> list[int]:
    """Return the pitches that sound on a beat while every voice goes round and round."""
    length = song.tune.length_beats
    places = [(beat - entry.after_beats) % length for entry in song.entries]
    return [
        note.pitch
        for place in places
        for note in notes_of(song)
        if note.beat <= place + EDGE < note.beat + note.beats
    ]


def rubs(song: Song) -> set[float]:
    """Return the downbeats of a whole turn on which a voice rubs against the lowest."""
    last = max(entry.after_beats for entry in song.entries)
    turn = range(0, round(song.tune.length_beats), song.tune.bar_beats)
    found = set()
    for beat in turn:
        pitches = sounding(song, last + beat)
        if not {(pitch - min(pitches)) % 12 for pitch in pitches} <= CONSONANT:
            found.add((last + beat) % song.tune.length_beats)
    return found


def test_there_are_rounds_for_every_circle() -> None:
    """From two voices to four, and easy ones among them."""
    assert {len(song.entries) for song in ROUNDS} == {2, 3, 4}
    assert sum(song.difficulty == 1 for song in ROUNDS) >= 3


@rounds
def test_the_voices_of_a_round_agree(song: Song) -> None:
    """On every downbeat, all voices singing, they make thirds, fifths, sixths or octaves."""
    assert rubs(song) == KNOWN.get(song.id, set())


def bent(song: Song, line: int, at: int) -> Song:
    """Return a song with one of its notes a whole step higher."""
    lines = list(song.tune.lines)
    notes = list(lines[line].notes)
    notes[at] = msgspec.structs.replace(notes[at], pitch=notes[at].pitch + WHOLE_STEP)
    lines[line] = msgspec.structs.replace(lines[line], notes=tuple(notes))
    tune = msgspec.structs.replace(song.tune, lines=tuple(lines))
    return msgspec.structs.replace(song, tune=tune)


@rounds
def test_a_step_off_is_heard(song: Song) -> None:
    """Most notes on a downbeat rub when they are a step off: the law above can fail."""
    downbeats = [
        (i, j)
        for i, line in enumerate(song.tune.lines)
        for j, note in enumerate(line.notes)
        if note.beat % song.tune.bar_beats < EDGE
    ]
    heard = [place for place in downbeats if rubs(bent(song, *place)) != rubs(song)]

    assert len(heard) > 0.5 * len(downbeats)


@rounds
def test_voices_enter_one_after_another(song: Song) -> None:
    """The first begins, the others follow at one distance, and the last before the first ends."""
    after = [entry.after_beats for entry in song.entries]
    steps = {b - a for a, b in pairwise(after)}

    assert after[0] == 0.0
    assert len(steps) == 1
    assert min(steps) > 0
    assert after[-1] < song.tune.length_beats
    assert [entry.section for entry in song.entries] == list("ABCDEFGH"[: len(after)])


@rounds
def test_a_round_fits_untrained_voices(song: Song) -> None:
    """No wider than an octave and a half, from A below middle C to E above the staff's middle."""
    pitches = [note.pitch for note in notes_of(song)]

    assert max(pitches) - min(pitches) <= 18
    assert min(pitches) >= 57
    assert max(pitches) <= 76
