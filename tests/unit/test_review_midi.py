"""Laws of what else a session's MIDI file says: meters, markers, strokes, words."""

from __future__ import annotations

from review_logs import Log, circle
from unisono.readers.smf import MidiFile, read_smf
from unisono.review import session_midi
from unisono.rhythm.smf import DRUM_CHANNEL
from unisono.session import cues
from unisono.session import events as e
from unisono.session.phrases import Note, PromptSpec, SongSpec
from unisono.session.plans import Activity

PROMPT = PromptSpec((Note(0.0, "bass", "dum"), Note(1.0, "slap", "ta")), 4.0, "Echo")
SONG = SongSpec((Note(0.0, syllable="Fre", pitch=60), Note(1.0, syllable="re", pitch=62)), 4.0)


def evening() -> Log:
    """Return a log with a run in 3, then in 4, an activity, a call, a song, and strokes."""
    log = circle(2, {1: "Ann Private"})
    log.add(e.ActivityBegan(0, Activity("groove", title="First groove")), 9.0)
    log.add(e.Started(1, 12.0, 120.0, (3,), 3), 10.0)
    log.add(e.MeterSet(1, 12, (4,)), 13.0)
    for number, what in ((1, cues.CallRound(PROMPT, rounds=2)), (2, cues.Sing(SONG))):
        log.add(e.CueArmed(number, 1, 12.0 + 16 * (number - 1), what), 14.0)
        log.add(e.CueLanded(number), 18.0)
    rows = tuple((i + 1, 12.0 + i, 0.0, "bridge", 0.5) for i in range(4))
    log.add(e.TapsPlayed(1, rows, (), ("bass", "tone", "slap", "rim")), 19.0)
    log.add(e.StopSet(1, 40.0), 20.0)
    log.add(e.RunEnded(1), 40.0)
    return log


def read() -> MidiFile:
    """Return the evening's file as read back."""
    return read_smf("evening.mid", session_midi(evening().entries))


def test_strokes_are_sounds_of_general_midi_and_seats_have_no_names() -> None:
    """Low conga, open and muted high conga, side stick, half as hard as can be."""
    file = read()
    ann = next(track for track in file.tracks if track.name == "Seat 1")
    assert [(n.channel, n.note, n.velocity) for n in ann.notes] == [
        (DRUM_CHANNEL, note, 64) for note in (64, 63, 62, 37)
    ]
    assert b"Ann" not in session_midi(evening().entries)


def test_meters_stand_where_bars_begin() -> None:
    """The count-in begins a bar in 3; beat 12 one in 4."""
    file = read()
    meters = {tick: beats for tick, beats, _ in file.tracks[0].signatures}
    ann = next(track for track in file.tracks if track.name == "Seat 1")
    beat0 = ann.notes[0].tick
    assert meters[beat0 - 3 * 480] == 3
    assert meters[beat0 + 12 * 480] == 4


def test_runs_activities_and_cues_are_marked() -> None:
    """In words, each at its instant."""
    body = session_midi(evening().entries)
    for words in (b"Run 1", b"First groove", b"Cue: call", b"Cue: sing"):
        assert body.count(words) == 1


def test_calls_and_songs_have_their_notes_and_words() -> None:
    """The call twice, with room for its answers; the song's melody; syllables as lyrics."""
    file = read()
    led = next(track for track in file.tracks if track.name == "Calls and songs")
    beat0 = next(track for track in file.tracks if track.name == "Seat 1").notes[0].tick
    beats = [((note.tick - beat0) / 480, note.note) for note in led.notes]
    assert beats == [(12, 64), (13, 62), (20, 64), (21, 62), (28, 60), (29, 62)]
    body = session_midi(evening().entries)
    assert body.count(b"\xff\x05\x03Fre") == 1
    assert body.count(b"\xff\x05\x03dum") == 2


def test_an_empty_session_is_a_file_too() -> None:
    """Nobody played: a file that opens, with nothing in it."""
    file = read_smf("empty.mid", session_midi(circle(1).entries))
    assert not any(track.notes for track in file.tracks)
