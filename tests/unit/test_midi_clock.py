"""Laws of the outgoing MIDI clock: 24 a beat, once each, whatever happens to the timeline."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisono.pulse import Bars, Meter, Timeline
from unisono_midi.clock import CONTINUE, PULSE, START, STOP, ClockTrain, song_position
from unisono_midi.music import Music
from unisono_midi.timetable import Timetable

START_S = 10.0


def music(
    timeline: Timeline | None = None, *, beats: int = 4, count_in: int = 4, stop: float = math.inf
) -> Music:
    """Return a run whose beat 0 is at 10 s."""
    timeline = timeline or Timeline.constant(120.0, START_S)
    return Music(1, timeline, Bars.of(Meter((beats,))), -count_in, stop)


def words(sounded: list[tuple[float, bytes]]) -> list[bytes]:
    """Return the messages without their times."""
    return [message for _, message in sounded]


def test_start_comes_just_before_the_pulse_of_beat_0() -> None:
    """Pulses count in, then Start, then the first pulse of bar 1, and 24 to every beat."""
    sounded = ClockTrain().give(music(), 0.0, START_S + 2.0)

    heard = words(sounded)
    at = heard.index(START)
    assert heard[:at] == [PULSE] * 24 * 4
    assert heard[at + 1 :] == [PULSE] * 24 * 4
    assert sounded[at + 1][0] == START_S
    assert START_S - 0.5 / 24 < sounded[at][0] < START_S


def test_a_stop_ends_pulses_and_says_so_once() -> None:
    """The beat of the stop has no pulse any more; another run starts anew."""
    train = ClockTrain()
    first = train.give(music(stop=2), 0.0, 20.0)
    assert words(first).count(PULSE) == 24 * 6
    assert first[-1] == (START_S + 1.0, STOP)
    assert train.give(music(stop=2), 20.0, 30.0) == []
    again = replace(music(Timeline.constant(60.0, 40.0)), run=2)
    assert words(train.give(again, 30.0, 41.0)).count(START) == 1


def test_a_stop_now_is_heard_at_once() -> None:
    """Even when more pulses than are left had been given and were taken back."""
    train = ClockTrain()
    train.give(music(), 0.0, START_S + 3.0)
    train.take_back(START_S + 1.0)
    assert train.give(music(stop=1.0), START_S + 1.1, 20.0) == [(START_S + 1.1, STOP)]


def test_a_run_that_vanishes_is_stopped() -> None:
    """A machine that was told to play is told to stop."""
    train = ClockTrain()
    train.give(music(), 0.0, START_S + 1.0)
    assert train.give(None, START_S + 1.0, START_S + 2.0) == [(START_S + 1.0, STOP)]
    assert train.give(None, START_S + 2.0, START_S + 3.0) == []


def test_a_bridge_that_comes_late_continues_at_the_next_bar_line() -> None:
    """Pulses at once for the tempo, then the song position of the bar line and Continue."""
    sounded = ClockTrain().give(music(beats=3), START_S + 2.6, START_S + 6.0)  # beat 5.2

    heard = words(sounded)
    at = next(i for i, message in enumerate(heard) if message.endswith(CONTINUE))
    assert heard[at] == bytes((0xF2, 6 * 4, 0)) + CONTINUE
    assert sounded[at + 1] == (START_S + 3.0, PULSE)
    assert sounded[0][0] == pytest.approx(START_S + 2.6, abs=0.5 / 24)
    assert START not in heard


def test_a_short_hole_is_caught_up() -> None:
    """Whoever gives was held up: what is overdue comes at once, no pulse is left out."""
    train = ClockTrain()
    before = train.give(music(), 0.0, START_S + 1.0)
    after = train.give(music(), START_S + 1.4, START_S + 2.0)
    assert words(before + after).count(PULSE) == 24 * (4 + 4)
    assert words(after) == [PULSE] * 24 * 2


def test_after_a_long_hole_the_machine_is_placed_anew() -> None:
    """Stop, pulses for the tempo, song position and continue on the next bar line; no rattle."""
    train = ClockTrain()
    train.give(music(), 0.0, START_S + 1.0)
    after = train.give(music(), START_S + 60.3, START_S + 62.5)  # beat 120.6

    assert after[0] == (START_S + 60.3, STOP)
    at = words(after).index(song_position(124) + CONTINUE)
    assert words(after)[1:at] == [PULSE] * math.floor(24 * 3.4)
    assert after[at + 1] == (START_S + 62.0, PULSE)
    assert START not in words(after)


def test_a_device_that_comes_back_is_placed_anew() -> None:
    """It may have heard nothing of a second ago; saying so is not taken back with what follows."""
    train = ClockTrain()
    train.give(music(), 0.0, START_S + 2.1)
    train.take_back(START_S + 1.1)
    train.begin_anew()
    first = train.give(music(), START_S + 1.1, START_S + 2.5)
    train.take_back(START_S + 1.09)
    again = train.give(music(), START_S + 1.1, START_S + 2.5)

    assert first == again
    assert first[0] == (START_S + 1.1, STOP)
    at = words(first).index(song_position(4) + CONTINUE)
    assert first[at + 1] == (START_S + 2.0, PULSE)


def test_a_device_that_comes_back_before_the_start_hears_it() -> None:
    """In the count-in nothing has to be said twice."""
    train = ClockTrain()
    train.give(music(), 0.0, START_S + 0.5)
    train.take_back(START_S - 0.5)
    train.begin_anew()
    heard = words(train.give(music(), START_S - 0.5, START_S + 0.5))
    assert heard == [PULSE] * 24 + [START] + [PULSE] * 24


def test_song_position_counts_sixteenths_and_turns_over() -> None:
    """Bar 1 is 0; the 14 bits turn over after 4096 beats."""
    assert song_position(0) == bytes((0xF2, 0, 0))
    assert song_position(4) == bytes((0xF2, 16, 0))
    assert song_position(40) == bytes((0xF2, 160 & 0x7F, 1))
    assert song_position(4096) == song_position(0)


tempi = st.floats(20.0, 300.0)


@given(
    changes=st.lists(st.tuples(st.floats(0.3, 1.5), tempi, st.floats(0.0, 0.9)), max_size=6),
    step_s=st.floats(0.01, 0.1),
)
def test_however_late_an_order_is_read_each_pulse_goes_once(
    changes: list[tuple[float, float, float]], step_s: float
) -> None:
    """The driver stood still while the tempo changed, and first sent all that was overdue."""
    train, table, sent = ClockTrain(), Timetable(), list[bytes]()
    playing, now_s = music(Timeline.constant(120.0, START_S)), START_S - 3.0
    until_s = now_s

    def drive(at_s: float) -> None:
        sent.extend(message for _, message, _ in iter(lambda: table.due(at_s), None))

    for wait_s, tempo, stall_s in [*changes, (2.0, 100.0, 0.0)]:
        end_s = now_s + wait_s
        while now_s < end_s:
            for row in train.give(playing, until_s, now_s + 1.0):
                table.add(*row)
            until_s, now_s = now_s + 1.0, now_s + step_s
            drive(now_s)
        after_s, now_s = now_s + 0.04, now_s + stall_s
        drive(now_s)
        table.take_back(after_s)
        train.take_back(after_s)
        until_s, line = after_s, playing.timeline
        beat = math.ceil(max(0.0, line.beat_at(now_s))) + 1
        playing = replace(playing, timeline=line.with_tempo(beat, tempo))
        for row in train.give(playing, until_s, now_s + 1.0):
            table.add(*row)
        until_s = now_s + 1.0
    drive(until_s)

    due = playing.timeline.beat_at(until_s) * 24
    assert sent.count(START) == 1
    assert abs(sent[sent.index(START) :].count(PULSE) - due) <= 1.0 + 1e-6


@given(
    bpm=tempi,
    changes=st.lists(
        st.tuples(st.integers(1, 12), tempi, st.floats(0.0, 8.0), st.floats(0.0, 0.5)), max_size=6
    ),
    cuts=st.lists(st.floats(0.001, 0.6), min_size=20, max_size=60),
)
def test_every_pulse_comes_once_and_on_time(
    bpm: float,
    changes: list[tuple[int, float, float, float]],
    cuts: list[float],
) -> None:
    """However time is cut, taken back and the tempo moved: each pulse n once, on beat n/24."""
    now_music, now_s, train = music(Timeline.constant(bpm, START_S)), START_S - 13.0, ClockTrain()
    kept: list[tuple[float, bytes]] = []
    todo = list(changes)
    for cut in itertools.cycle(cuts):
        if now_s > START_S + 6.0:
            break
        kept += train.give(now_music, now_s, now_s + cut)
        now_s += cut
        if todo and now_s > START_S:
            after, tempo, ramp, back = todo.pop()
            beat = math.ceil(now_music.timeline.beat_at(now_s)) + after
            line = now_music.timeline
            line = line.with_ramp(beat, ramp, tempo) if ramp > 0.1 else line.with_tempo(beat, tempo)
            cut_s = now_s - back
            train.take_back(cut_s)
            kept = [row for row in kept if row[0] <= cut_s]
            now_s = cut_s
            now_music = replace(now_music, timeline=line)

    times = [time_s for time_s, message in kept if message == PULSE]
    first = -4 * 24
    assert words(kept).count(START) == 1
    for n, time_s in enumerate(times, start=first):
        assert time_s == pytest.approx(now_music.timeline.time_at(n / 24), abs=1e-9)
    due = now_music.timeline.beat_at(now_s) * 24
    assert abs(first + len(times) - due) <= 1.0 + 1e-6
