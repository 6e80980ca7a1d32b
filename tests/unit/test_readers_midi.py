"""Laws of reading MIDI files; mido writes what we read."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from unisono.errors import BadFile
from unisono.readers import Performance, parse_midi, read_performances

mido = pytest.importorskip("mido", reason="mido writes the files of these tests")


def written(file: object) -> bytes:
    """Return a MIDI file's bytes as mido writes them."""
    out = io.BytesIO()
    file.save(file=out)  # type: ignore[attr-defined]
    return out.getvalue()


def notes_of(performance: Performance) -> list[float]:
    """Return everybody's onsets, in order."""
    return sorted(t for player in performance.players for t in player.onsets_s)


@example(24, [(0, "tempo", 200_001), (0, "tempo", 200_000), (1, "note", 0)])
@given(
    st.integers(24, 960),
    st.lists(
        st.tuples(
            st.integers(0, 2000),
            st.sampled_from(["note", "off", "tempo", "bend"]),
            st.integers(200_000, 3_000_000),
        ),
        min_size=1,
        max_size=40,
    ),
)
@settings(deadline=None)
def test_note_times_agree_with_mido(ticks: int, events: list[tuple[int, str, int]]) -> None:
    """Whatever the tempo map does, every note begins where mido says it does."""
    track = mido.MidiTrack()
    track.append(mido.Message("note_on", note=40, velocity=9, time=3))
    for delta, kind, number in events:
        message = {
            "note": mido.Message("note_on", note=60, velocity=64),
            "off": mido.Message("note_on", note=40, velocity=0),
            "tempo": mido.MetaMessage("set_tempo", tempo=number),
            "bend": mido.Message("pitchwheel", pitch=5),
        }[kind]
        track.append(message.copy(time=delta))
    file = mido.MidiFile(type=0, ticks_per_beat=ticks)
    file.tracks.append(track)

    now, expected = 0.0, []
    for message in file:
        now += message.time
        if message.type == "note_on" and message.velocity > 0:
            expected.append(now)

    assert notes_of(parse_midi("x.mid", written(file))) == pytest.approx(expected, abs=1e-9)


def band(kind: int = 1) -> object:
    """Return three tracks at 120 BPM in 3/4, under a head without notes."""
    file = mido.MidiFile(type=kind, ticks_per_beat=96)
    head = mido.MidiTrack()
    head.append(mido.MetaMessage("set_tempo", tempo=500_000))
    head.append(mido.MetaMessage("time_signature", numerator=3, denominator=4))
    file.tracks.append(head)
    for name, start in [("Bell", 0), ("Drum", 48), ("", 96)]:
        track = mido.MidiTrack()
        if name:
            track.append(mido.MetaMessage("track_name", name=name))
        track.append(mido.Message("note_on", note=60, velocity=64, time=start))
        track.append(mido.Message("note_on", note=60, velocity=64, time=96 * 5))
        file.tracks.append(track)
    return file


def test_tracks_with_notes_are_players_under_their_own_names() -> None:
    """A track without a name is known by its number; one without notes is nobody."""
    read = parse_midi("band.mid", written(band()))

    assert [(p.name, p.onsets_s) for p in read.players] == [
        ("Bell", (0.0, 2.5)),
        ("Drum", (0.25, 2.75)),
        ("Track 3", (0.5, 3.0)),
    ]


def test_the_tempo_map_is_the_grid_with_bars_of_the_time_signature() -> None:
    """Beats run past the last note; three of them make a bar here."""
    grid = parse_midi("band.mid", written(band())).grid

    assert grid is not None
    assert grid.times_s[:4] == pytest.approx((0.0, 0.5, 1.0, 1.5))
    assert grid.times_s[-1] >= 3.0
    assert grid.bar_starts[:3] == (0, 3, 6)


def test_a_file_that_sets_no_tempo_has_no_grid() -> None:
    """The default of 120 is nobody's beat."""
    file = mido.MidiFile(type=0)
    file.tracks.append(mido.MidiTrack([mido.Message("note_on", note=60, velocity=64, time=10)]))

    assert parse_midi("free.mid", written(file)).grid is None


def test_one_track_is_told_apart_by_its_channels() -> None:
    """A single track of several channels is several players."""
    file = mido.MidiFile(type=0, ticks_per_beat=100)
    file.tracks.append(
        mido.MidiTrack(
            [
                mido.Message("note_on", channel=9, note=36, velocity=64, time=0),
                mido.Message("note_on", channel=0, note=60, velocity=64, time=100),
            ]
        )
    )

    read = parse_midi("x.mid", written(file))

    assert [(p.name, p.onsets_s) for p in read.players] == [
        ("Channel 1", (0.5,)),
        ("Channel 10", (0.0,)),
    ]


@given(st.integers(0, 400), st.randoms(use_true_random=False))
def test_a_damaged_file_is_refused_or_read_but_never_breaks(cut: int, rng: random.Random) -> None:
    """Any prefix and any flipped byte gives notes or a sentence, nothing else."""
    body = bytearray(written(band()))
    body[rng.randrange(len(body))] = rng.randrange(256)

    try:
        read = parse_midi("x.mid", bytes(body[: max(4, len(body) - cut)]))
    except BadFile:
        return

    assert read.onset_count > 0


def test_a_file_cut_short_says_at_which_byte(tmp_path: Path) -> None:
    """The file is told by its first bytes, and its place by the byte."""
    file = tmp_path / "cut.mid"
    file.write_bytes(written(band())[:-7])

    with pytest.raises(BadFile, match=r"cut\.mid.*byte"):
        read_performances(file)


def test_several_pieces_in_one_file_are_refused_with_a_sentence() -> None:
    """Format 2 holds pieces that were never played together."""
    with pytest.raises(BadFile, match="format 0 or 1"):
        parse_midi("x.mid", written(band(kind=2)))


def test_a_file_without_notes_says_so() -> None:
    """No notes is not a score of nothing."""
    file = mido.MidiFile(type=0)
    file.tracks.append(mido.MidiTrack())

    with pytest.raises(BadFile, match="at least one note"):
        parse_midi("x.mid", written(file))
