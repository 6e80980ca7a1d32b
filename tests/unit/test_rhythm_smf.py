"""Laws of writing MIDI files: what is written is what is read, here and by mido."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisono.errors import BadValue
from unisono.readers.smf import read_smf
from unisono.rhythm.smf import (
    LAST_TICK,
    SmfFile,
    SmfMeter,
    SmfNote,
    SmfTempo,
    SmfText,
    SmfTrack,
    write_smf,
)

TICKS = st.integers(0, 200_000)
NOTES = st.builds(
    SmfNote,
    tick=TICKS,
    ticks=st.integers(1, 5_000),
    pitch=st.integers(0, 127),
    velocity=st.integers(1, 127),
    channel=st.integers(0, 15),
)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
TEXTS = st.builds(SmfText, TICKS, WORDS, st.sampled_from(["text", "lyric", "marker", "cue"]))
TRACKS = st.builds(
    SmfTrack,
    name=WORDS.map(str.strip),
    notes=st.lists(NOTES, max_size=12, unique_by=lambda n: (n.channel, n.pitch)).map(tuple),
    texts=st.lists(TEXTS, max_size=5).map(tuple),
    program=st.none() | st.integers(0, 127),
)
FILES = st.builds(
    SmfFile,
    ticks_per_quarter=st.integers(1, 32_767),
    tracks=st.lists(TRACKS, max_size=4).map(tuple),
    tempi=st.lists(st.builds(SmfTempo, TICKS, st.integers(1, 2**24 - 1)), max_size=4).map(tuple),
    meters=st.lists(
        st.builds(SmfMeter, TICKS, st.integers(1, 255), st.sampled_from([1, 2, 4, 8, 64])),
        max_size=3,
    ).map(tuple),
    markers=st.lists(TEXTS, max_size=4).map(tuple),
    title=WORDS.map(str.strip),
)


@given(FILES)
def test_what_is_written_is_read_back_to_the_tick(file: SmfFile) -> None:
    """Notes with their ends, tempi, meters, names and texts all come back, and nothing else."""
    read = read_smf("a.mid", write_smf(file))
    conductor, *players = read.tracks

    assert read.ticks_per_quarter == file.ticks_per_quarter
    assert conductor.name == file.title
    assert sorted(conductor.tempi) == sorted((t.tick, t.us_per_quarter) for t in file.tempi)
    assert sorted(conductor.signatures) == sorted((m.tick, m.beats, m.unit) for m in file.meters)
    assert sorted(conductor.texts) == sorted((t.tick, t.kind, t.text) for t in file.markers)
    assert len(players) == len(file.tracks)
    for player, track in zip(players, file.tracks, strict=True):
        assert player.name == track.name
        assert sorted(player.texts) == sorted((t.tick, t.kind, t.text) for t in track.texts)
        assert sorted((n.tick, n.channel, n.note, n.velocity) for n in player.notes) == sorted(
            (n.tick, n.channel, n.pitch, n.velocity) for n in track.notes
        )
        assert sorted((n.tick, n.channel, n.note) for n in player.ends) == sorted(
            (n.tick + n.ticks, n.channel, n.pitch) for n in track.notes
        )


@given(st.lists(NOTES, max_size=20))
def test_a_pitch_never_sounds_over_itself(notes: list[SmfNote]) -> None:
    """Every note-on of a pitch is followed by its end before the next one begins."""
    (_, player) = read_smf("a.mid", write_smf(SmfFile(96, (SmfTrack(notes=tuple(notes)),)))).tracks
    begins = {(n.channel, n.note, n.tick) for n in player.notes}

    assert begins == {(n.channel, n.pitch, n.tick) for n in notes}
    for channel, pitch in {(n.channel, n.pitch) for n in notes}:
        on = sorted(n.tick for n in player.notes if (n.channel, n.note) == (channel, pitch))
        off = sorted(n.tick for n in player.ends if (n.channel, n.note) == (channel, pitch))
        assert len(on) == len(off)
        assert all(a < b for a, b in zip(on, off, strict=True))
        assert all(b <= a for b, a in zip(off, on[1:], strict=False))


def test_mido_reads_the_same_music() -> None:
    """Another reader finds the tempo, the meter, the lyric, and the note at its second."""
    mido = pytest.importorskip("mido", reason="mido reads the file of this test")
    track = SmfTrack(
        "alto", (SmfNote(480, 240, 62, 90, 3),), (SmfText(480, "la", "lyric"),), program=52
    )
    body = write_smf(
        SmfFile(480, (track,), (SmfTempo.of(0, 90.0),), (SmfMeter(0, 6, 8),), (), "A song")
    )
    file = mido.MidiFile(file=io.BytesIO(body))
    seen = {message.type: message for message in file.tracks[1]}
    now, begins = 0.0, []
    for message in file:
        now += message.time
        if message.type == "note_on":
            begins.append(now)

    assert (file.type, file.ticks_per_beat, len(file.tracks)) == (1, 480, 2)
    assert seen["lyrics"].text == "la"
    assert (seen["note_on"].note, seen["note_on"].channel, seen["note_off"].time) == (62, 3, 240)
    assert begins == pytest.approx([60 / 90], abs=1e-6)


def test_a_tempo_is_exact_to_the_microsecond() -> None:
    """120 quarter notes a minute are half a second each."""
    assert SmfTempo.of(7, 120.0) == SmfTempo(7, 500_000)


@pytest.mark.parametrize(
    "make",
    [
        lambda: SmfNote(-1, 1, 60),
        lambda: SmfNote(0, 0, 60),
        lambda: SmfNote(0, 1, 128),
        lambda: SmfNote(0, 1, 60, 0),
        lambda: SmfNote(0, 1, 60, 80, 16),
        lambda: SmfNote(LAST_TICK, 1, 60),
        lambda: SmfText(0, "x", "song"),  # type: ignore[arg-type]
        lambda: SmfTempo.of(0, 1.0),
        lambda: SmfMeter(0, 4, 3),
        lambda: SmfTrack(program=128),
        lambda: SmfFile(0, ()),
    ],
)
def test_what_midi_cannot_say_is_refused(make: object) -> None:
    """A value outside MIDI's ranges is refused where it is made."""
    assert callable(make)
    with pytest.raises(BadValue):
        make()
