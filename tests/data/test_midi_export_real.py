"""A real recording, by way of a session and its MIDI file, read by two programs of other people."""

from __future__ import annotations

import io
from pathlib import Path

import mido
import numpy as np
import pretty_midi
import pytest

from review_logs import Log, song_log
from unisono.readers import pick, read_performances
from unisono.review import session_midi
from unisono.session import events as e

SONGS = ("Song_1", "Song_2", "Song_3", "Song_4", "Song_5")
TICK_S = 60.0 / 100.0 / 480.0
"""A tick at the slowest tempo of the file, 100 beats a minute."""


def played(data: Path, song: str) -> tuple[Log, dict[str, np.ndarray]]:
    """Return the log of a circle that plays a recording to a click with a ramp, and its onsets."""
    piece = pick(read_performances(data / "iemp_cuban_son_salsa.csv"), song)
    players = {one.name: list(one.onsets_s) for one in piece.players if one.onsets_s}
    log = song_log(players)
    taps = [entry.event for entry in log.entries if isinstance(entry.event, e.TapsPlayed)]
    music = Log(log.entries[: -len(taps)])
    music.add(e.Started(1, 20.0, 113.7, (4,), 4), 10.0)
    music.add(e.TempoSet(1, 32.0, 100.0, 16.0), 30.0)
    music.add(e.TempoSet(1, 96.0, 141.3, 64.0), 60.0)
    for event in taps:
        music.add(event, 90.0)
    music.add(e.StopSet(1, 400.0), 90.0)
    first_s = min(times[0] for times in players.values())
    return music, {
        f"Seat {n}": np.array(times) - first_s for n, times in enumerate(players.values(), 1)
    }


@pytest.mark.parametrize("song", SONGS)
def test_two_readers_give_back_the_recording(shared_data: Path, song: str) -> None:
    """Mido and pretty_midi: every onset of every player, none more, within one tick."""
    log, players = played(shared_data, song)
    body = session_midi(log.entries)

    by_pretty = pretty_onsets(body)
    by_mido = {name: mido_onsets(body, name) for name in players}

    assert sum(map(len, players.values())) > 500
    for found in (by_mido, by_pretty):
        assert found.keys() == players.keys()
        start_s = min(times[0] for times in found.values())
        for name, times in players.items():
            assert len(found[name]) == len(times)
            assert np.abs(found[name] - start_s - times).max() <= TICK_S


def pretty_onsets(body: bytes) -> dict[str, np.ndarray]:
    """Return onsets as pretty_midi has them, by track."""
    file = pretty_midi.PrettyMIDI(io.BytesIO(body))
    return {one.name: np.sort([note.start for note in one.notes]) for one in file.instruments}


def mido_onsets(body: bytes, name: str) -> np.ndarray:
    """Return one track's onsets as mido has them."""
    file = mido.MidiFile(file=io.BytesIO(body))
    alone = mido.MidiFile(ticks_per_beat=file.ticks_per_beat)
    alone.tracks = [file.tracks[0], *(track for track in file.tracks if track.name == name)]
    now_s, found = 0.0, []
    for message in alone:
        now_s += message.time
        if message.type == "note_on" and message.velocity > 0:
            found.append(now_s)
    return np.array(found)
