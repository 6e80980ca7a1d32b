"""Laws of a session as a MIDI file: every onset comes back within one tick, whatever was played."""

from __future__ import annotations

import io
import math

import mido
from hypothesis import given, settings
from hypothesis import strategies as st

from review_logs import Log, circle
from unisono.readers import parse_midi
from unisono.readers.smf import read_smf
from unisono.review import session_midi
from unisono.session import events as e
from unisono.session.state import fold

tempi = st.floats(20.0, 300.0)
groupings = st.sampled_from([(4,), (3,), (2, 2, 3), (6,)])
changes = st.one_of(
    st.tuples(st.just("tempo"), tempi, st.just(0)),
    st.tuples(st.just("ramp"), tempi, st.integers(1, 16)),
    st.tuples(st.just("meter"), groupings, st.just(0)),
)


@st.composite
def sessions(draw: st.DrawFn) -> tuple[Log, dict[int, list[float]]]:
    """Draw a log: some runs with changes and stops anywhere, taps before, in and after them."""
    seats = draw(st.integers(1, 3))
    log = circle(seats)
    now_s = draw(st.floats(2.0, 30.0))
    for run in range(1, draw(st.integers(0, 3)) + 1):
        grouping = draw(groupings)
        count_in = draw(st.integers(0, 2)) * sum(grouping)
        bpm = draw(tempi)
        time0_s = now_s + count_in * 60.0 / bpm
        log.add(e.Started(run, time0_s, bpm, grouping, count_in), now_s)
        for _ in range(draw(st.integers(0, 3))):
            change(log, run, draw(changes))
        state = fold(log.entries)
        stop = draw(st.floats(0.5, 60.0))
        log.add(e.StopSet(run, stop), now_s)
        now_s = state.runs[-1].timeline.time_at(stop)
        log.add(e.RunEnded(run), now_s)
        now_s += draw(st.floats(0.0, 5.0))
    taps = {}
    for seat in range(1, seats + 1):
        times = draw(st.lists(st.floats(0.0, now_s + 10.0), max_size=30))
        taps[seat] = sorted(times)
        log.taps(seat, taps[seat], now_s)
    return log, taps


def change(log: Log, run: int, what: tuple[str, object, int]) -> None:
    """Change the running music at the next bar line but one."""
    state = fold(log.entries)
    music = state.runs[-1]
    beat = music.bars.next_bar_beat(max(s.beat0 for s in music.timeline.segments) + 1)
    beat = max(beat, music.bars.next_bar_beat(music.bars.spans[-1].beat0 + 1))
    kind, value, beats = what
    if kind == "meter":
        assert isinstance(value, tuple)
        log.add(e.MeterSet(run, beat, value))
    else:
        assert isinstance(value, float)
        log.add(e.TempoSet(run, beat, value, float(beats)))


def tick_s(body: bytes) -> float:
    """Return the longest tick of a file, in seconds."""
    midi = read_smf("x.mid", body)
    tempi = [us for track in midi.tracks for _, us in track.tempi]
    return max([500_000, *tempi]) * 1e-6 / (midi.ticks_per_quarter or 1)


@given(sessions())
@settings(max_examples=150)
def test_every_onset_comes_back_within_one_tick(
    session: tuple[Log, dict[int, list[float]]],
) -> None:
    """Read by mido: each seat's notes lie within a tick of its taps, shifted by one constant."""
    log, taps = session
    body = session_midi(log.entries)
    file = mido.MidiFile(file=io.BytesIO(body))
    one_tick_s = tick_s(body)
    everything = [t for times in taps.values() for t in times]
    if not everything:
        return
    notes = {track.name: onsets_of(file, track) for track in file.tracks[1:]}
    first_s = min(everything)
    shift = min(min(n) for n in notes.values() if n) - first_s
    for seat, times in taps.items():
        found = notes[f"Seat {seat}"]
        for time_s in times:
            nearest = min((abs(n - shift - time_s) for n in found), default=math.inf)
            assert nearest <= one_tick_s * 1.01 + 1e-9
        for n in found:
            assert min(abs(n - shift - t) for t in times) <= one_tick_s * 1.01 + 1e-9


def onsets_of(file: mido.MidiFile, track: mido.MidiTrack) -> list[float]:
    """Return when a track's notes begin, by mido's own reckoning of the tempo map."""
    merged = mido.MidiFile(ticks_per_beat=file.ticks_per_beat)
    merged.tracks = [file.tracks[0], track]
    now_s, found = 0.0, []
    for message in merged:
        now_s += message.time
        if message.type == "note_on" and message.velocity > 0:
            found.append(now_s)
    return found


@given(sessions())
@settings(max_examples=50)
def test_the_same_log_gives_the_same_bytes_and_our_own_reader_takes_them(
    session: tuple[Log, dict[int, list[float]]],
) -> None:
    """Nothing hangs on chance; the players are seats, not names."""
    log, taps = session
    body = session_midi(log.entries)
    assert body == session_midi(log.entries)
    if any(taps.values()):
        names = {player.name for player in parse_midi("x.mid", body).players}
        assert names <= {f"Seat {n}" for n in taps} | {f"Channel {n}" for n in range(1, 17)}
