"""What a report says of logs whose every number is known beforehand."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Iterator

import msgspec
import numpy as np
import pytest

from review_logs import Log, beats, circle, opened, start, stop
from unisono.errors import OurError
from unisono.pulse import Meter
from unisono.review import Report, build_report
from unisono.review.report import Pair
from unisono.session import events as e
from unisono.session.machine import Session
from unisono.units import from_ms

KIND_WORDS = re.compile(r"\b(wrong|miss(ed|es)?|fail(ed|s|ure)?|late|bad|errors?)\b", re.IGNORECASE)


def tapped(offsets_s: list[float], count: int = 64, scatter_s: float = 0.0) -> Log:
    """Return a log in which everybody taps every beat with a constant offset (and some scatter)."""
    log = circle(len(offsets_s))
    start(log)
    chance = random.Random(7)
    for seat, offset_s in enumerate(offsets_s, start=1):
        late_s = [offset_s + chance.gauss(0.0, scatter_s) for _ in range(count)]
        log.taps(seat, [t + x for t, x in zip(beats(count), late_s, strict=True)])
    stop(log, count, beats(count)[-1] + 2.0)
    return log


def sentences(value: object) -> Iterator[str]:
    """Yield every sentence, remark and word of a report."""
    if isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            inner = getattr(value, name)
            if name in ("sentence", "remark", "word", "steadiness") and inner:
                yield inner
            yield from sentences(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from sentences(inner)


def numbers(value: object) -> Iterator[float]:
    """Yield every number of a report."""
    if isinstance(value, float):
        yield value
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from numbers(getattr(value, name))
    elif isinstance(value, tuple):
        for inner in value:
            yield from numbers(inner)


def pair(report: Report, first: int, second: int) -> Pair:
    """Return one row of the whole session's pair table."""
    return next(p for p in report.pairs.rows if (p.first, p.second) == (first, second))


def test_known_offsets_come_out_to_a_nanosecond() -> None:
    """32 beats tapped at -31, +4 and +57 ms: offsets, pairs, S and raw S are exact."""
    offsets_s = [-0.031, 0.004, 0.057]

    report = build_report(tapped(offsets_s, count=32).entries)

    assert [from_ms(p.offset_ms or 0.0) for p in report.people] == pytest.approx(
        offsets_s, abs=1e-9
    )
    assert pair(report, 1, 3).mean_s == pytest.approx(-0.088, abs=1e-9)
    assert pair(report, 1, 3).mean_absolute_s == pytest.approx(0.088, abs=1e-9)
    assert pair(report, 1, 3).sd_s == pytest.approx(0.0, abs=1e-9)
    assert report.together.value == pytest.approx(100.0, abs=1e-9)
    turns = [2 * math.pi * d / 0.5 for d in (0.035, 0.088, 0.053)]
    raw = 100.0 * float(np.mean(np.cos(turns)))
    assert report.together.raw == pytest.approx(raw, abs=1e-9)
    assert report.together.spread_ms == pytest.approx(0.0, abs=1e-6)


def test_what_stands_behind_the_number_is_counted() -> None:
    """Three people on 32 beats: 96 taps, 96 pair-beats, full coverage, a window each 8 beats."""
    report = build_report(tapped([0.0, 0.01, 0.02], count=64).entries)

    together = report.together
    assert (together.people, together.taps, together.beats) == (3, 192, 64)
    assert (together.pair_beats, together.coverage) == (192, 1.0)
    course = report.stretches[0].course
    assert [(p.from_beat, p.to_beat) for p in course] == [(k, k + 32) for k in range(0, 33, 8)]
    assert [(p.time_s, p.bar) for p in course[:2]] == [(18.0, 5), (22.0, 7)]
    assert all(p.value is not None and p.low is not None for p in course)


def test_gaussian_scatter_gives_the_textbook_value() -> None:
    """S = 100 exp(-(2 pi s / T)^2) for jitter of SD s: 20 ms at 120 BPM is 94."""
    report = build_report(tapped([0.0] * 6, count=256, scatter_s=0.02).entries)

    expected = 100.0 * math.exp(-((2 * math.pi * 0.02 / 0.5) ** 2))
    assert report.together.value == pytest.approx(expected, abs=1.0)
    assert report.together.word == "tight"
    assert report.together.spread_ms == pytest.approx(math.sqrt(2.0) * 20.0, abs=1.5)


@pytest.mark.parametrize("played", [0, 1, 2])
def test_too_little_is_a_named_outcome(played: int) -> None:
    """No taps, one person, or a few beats of two: a reason with its sentence, never 0 or NaN."""
    log = circle(3)
    start(log)
    for seat in range(1, played + 1):
        log.taps(seat, beats(6))
    stop(log, 8, 14.0)

    report = build_report(log.entries)

    for said in (report.together, report.stretches[0].together):
        assert said.value is None
        assert said.low is None
        assert said.missing is not None
        assert said.missing.reason in ("people", "beats")
        assert said.missing.sentence
    assert report.pairs.missing is not None
    assert all(p.offset_ms is None and p.missing is not None for p in report.people)
    assert all(math.isfinite(number) for number in numbers(report))


def test_a_session_in_which_nothing_happened_has_a_report() -> None:
    """An opened session says kindly that nobody has tapped."""
    report = build_report(opened().entries)

    assert report.sentence.startswith("Nobody has tapped yet")
    assert (report.stretches, report.people, report.taps) == ((), (), 0)
    assert len(report.says_not) == 8


def test_nobody_is_absent_before_they_joined() -> None:
    """Somebody who joins in the middle and plays every beat from there leaves coverage at 1."""
    log = circle(2)
    start(log)
    log.seat(3, at_s=26.0)
    for seat in (1, 2):
        log.taps(seat, beats(64))
    log.taps(3, beats(32, first=32))
    stop(log, 64, 43.0)

    report = build_report(log.entries)

    assert report.together.coverage == 1.0
    assert [p.coverage for p in report.people] == [1.0, 1.0, 1.0]


def test_away_time_is_not_held_against_anybody() -> None:
    """A dropped connection takes beats out of what is expected; taps kept meanwhile count."""
    log = circle(2)
    start(log)
    log.taps(1, beats(64))
    log.taps(2, beats(16))
    log.add(e.Away(2), 17.9)
    log.add(e.Here(2), 33.9)
    log.taps(2, beats(4, first=20) + beats(16, first=48))
    stop(log, 64, 43.0)

    report = build_report(log.entries)

    assert report.together.coverage == 1.0
    assert report.people[1].beats == 36
    assert report.people[1].here_s == pytest.approx(26.0)
    assert [(p.time_s, p.here) for p in report.presence] == [(1.0, 2), (17.9, 1), (33.9, 2)]


def test_whoever_is_there_and_does_not_play_lowers_coverage() -> None:
    """Three of four play: three quarters, and the top of the report still speaks of the three."""
    log = circle(4)
    start(log)
    for seat in (1, 2, 3):
        log.taps(seat, beats(64))
    stop(log, 64, 43.0)

    report = build_report(log.entries)

    assert report.together.coverage == 0.75
    assert (report.together.people, report.people_seated, report.people_played) == (3, 4, 3)


def test_wireless_taps_are_recorded_and_not_measured() -> None:
    """A wireless device changes no group number; the report says that somebody was left out."""
    wired = tapped([0.0, 0.01, 0.02], scatter_s=0.02)
    log = circle(4)
    log.add(e.ClockNoted(4, 0.02, 0.002, 0.18, wireless=True))
    log.entries += [msgspec.structs.replace(entry, n=entry.n + 3) for entry in wired.entries[7:]]
    log.taps(4, [t + 0.2 for t in beats(64)])

    with_it, without = build_report(log.entries), build_report(wired.entries)

    assert with_it.together == without.together
    assert with_it.pairs == without.pairs
    assert with_it.taps == without.taps + 64
    assert not with_it.people[3].measured
    assert with_it.people[3].remark
    assert with_it.devices[3].wireless
    assert [note.id for note in with_it.notes] == ["wireless"]


def test_offsets_keep_their_seconds_when_the_tempo_changes() -> None:
    """Runs at 120 and 80 pool beat by beat; a constant delay is the same number in both."""
    log = tapped([0.0, 0.04])
    start(log, 60.0, 80.0)
    for seat, offset_s in ((1, 0.0), (2, 0.04)):
        log.taps(seat, [t + offset_s for t in beats(48, 60.0, 80.0)])
    stop(log, 48, 97.0, run=2)

    report = build_report(log.entries)

    assert [s.run for s in report.stretches] == [1, 2]
    assert report.together.beats == 112
    assert report.together.value == pytest.approx(100.0, abs=1e-9)
    assert report.people[1].offset_ms == pytest.approx(40.0, abs=1e-6)
    assert pair(report, 1, 2).n == 112
    assert pair(report, 1, 2).mean_s == pytest.approx(-0.04, abs=1e-9)


def test_the_tempo_line_has_a_corner_wherever_the_tempo_changes() -> None:
    """120 to 90 at beat 16, a seven from beat 32: corners and bar lines say so."""
    log = circle(2)
    start(log)
    log.add(e.TempoSet(1, 16.0, 90.0), 14.0)
    log.add(e.MeterSet(1, 32, (2, 2, 3)), 20.0)
    stop(log, 46, 38.0)

    stretch = build_report(log.entries).stretches[0]

    assert [(p.beat, p.time_s, p.tempo_bpm) for p in stretch.tempo] == [
        (0.0, 10.0, 120.0),
        (16.0, 18.0, 120.0),
        (16.0, 18.0, 90.0),
        (46.0, 38.0, 90.0),
    ]
    assert [(b.beat, b.bar, b.grouping) for b in stretch.bar_lines] == [
        (0, 1, (4,)),
        (32, 9, (2, 2, 3)),
    ]


def test_a_run_that_never_stopped_counts_to_its_last_tap() -> None:
    """A server that went away in mid-song, or a click left on in an empty room."""
    log = circle(2)
    start(log)
    for seat in (1, 2):
        log.taps(seat, beats(40))
    log.add(e.Away(1), 500.0)

    report = build_report(log.entries)

    assert report.stretches[0].beats == 40
    assert report.together.beats == 40
    assert report.together.coverage == 1.0
    assert not report.ended


def test_stopping_inside_the_count_in_leaves_a_run_without_beats() -> None:
    """Stop now, before beat 0: nothing to measure, and nothing breaks."""
    log = circle(2)
    start(log)
    stop(log, -2.0, 9.0)

    stretch = build_report(log.entries).stretches[0]

    assert (stretch.beats, stretch.course, stretch.tempo) == (0, (), ())
    assert stretch.together.missing is not None


def test_free_play_is_measured_against_its_own_beat_and_says_so() -> None:
    """Without a click: flagged, not pooled, no moving together beyond a click."""
    log = circle(3)
    chance = random.Random(3)
    for seat in (1, 2, 3):
        log.taps(seat, [t + chance.gauss(0.0, 0.02) for t in beats(64)], 12.0)

    report = build_report(log.entries)

    free = report.stretches[0]
    assert (free.run, free.together.click, free.beyond_click) == (None, False, None)
    assert free.together.value == pytest.approx(94.0, abs=3.0)
    assert free.course
    assert free.course[0].bar is None
    assert report.together.value is None
    assert "without the click" in report.sentence
    assert "free" in [note.id for note in report.notes]


def test_silence_ends_a_free_play_and_a_few_taps_are_none() -> None:
    """Trying the pad is not playing; 20 seconds of silence part two times of playing."""
    log = circle(2)
    log.taps(1, [2.0, 3.0])
    for seat in (1, 2):
        log.taps(seat, beats(16, 40.0) + beats(16, 80.0))

    report = build_report(log.entries)

    assert [(s.start_s, s.end_s) for s in report.stretches] == [(40.0, 47.5), (80.0, 87.5)]
    assert pair(report, 1, 2).n == 32


def test_clocks_too_coarse_for_the_tempo_give_no_number() -> None:
    """Bounds of 80 ms at 120 BPM: the ceiling is below 80 and the reason is "coarse"."""
    log = circle(2)
    start(log)
    for seat in (1, 2):
        log.taps(seat, beats(64), bound_s=0.08)
    stop(log, 64, 43.0)

    report = build_report(log.entries)

    assert report.together.missing is not None
    assert report.together.missing.reason == "coarse"
    expected = 100.0 * math.exp(-((2 * math.pi * 0.08 / math.sqrt(3.0) / 0.5) ** 2))
    assert report.together.ceiling == pytest.approx(expected, abs=1e-9)
    assert report.devices[0].ceiling == pytest.approx(expected, abs=1e-9)
    assert report.devices[0].quality == "poor"


def test_strangers_on_one_click_do_not_seem_to_move_each_other() -> None:
    """Independent taps: the interval of moving together beyond the click takes in 0."""
    report = build_report(tapped([0.0] * 6, count=128, scatter_s=0.025).entries)

    assert report.beyond_click.icc == pytest.approx(0.0, abs=0.1)
    assert not report.beyond_click.shows


def test_a_large_circle_gets_no_pair_table_but_a_reason() -> None:
    """41 people are 820 pairs, which nobody reads."""
    report = build_report(tapped([0.0] * 41, count=16).entries)

    assert report.pairs.rows == ()
    assert report.pairs.missing is not None
    assert report.pairs.missing.reason == "many"
    assert report.together.value == pytest.approx(100.0, abs=1e-9)


def test_sentences_are_kind_and_name_nobody() -> None:
    """No word that hurts, no name, in any sentence of very different sessions."""
    logs = [tapped([0.0, 0.3]), tapped([0.0, 0.12, 0.0], scatter_s=0.15), circle(1), tapped([0.1])]
    for log in logs:
        log.add(e.SeatChanged(1, 0, 0, "Ottilie"))
        report = build_report(log.entries)
        for sentence in sentences(report):
            assert not KIND_WORDS.search(sentence)
            assert "Ottilie" not in sentence
            assert "nan" not in sentence.split()


def test_a_broken_log_is_refused() -> None:
    """A log with a gap is our defect, not a shorter session."""
    entries = tapped([0.0, 0.0]).entries

    with pytest.raises(OurError, match="entry"):
        build_report([*entries[:3], *entries[4:]])


def test_the_report_agrees_with_the_session_machine_on_the_log() -> None:
    """Whatever the machine can replay the review can tell, and both see the same runs."""
    log = tapped([0.0, 0.01])

    state = Session.replay(log.entries).state

    stretch = build_report(log.entries).stretches[0]
    run = state.runs[0]
    assert run.bars.spans[0].meter == Meter(stretch.bar_lines[0].grouping)
    assert stretch.end_s == run.timeline.time_at(run.stop_beat or 0.0)
