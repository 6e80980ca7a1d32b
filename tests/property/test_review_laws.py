"""Laws of the review: it depends on what was played and when, on nothing else."""

from __future__ import annotations

import csv
import io
import json
import math
import random
from collections.abc import Sequence
from itertools import pairwise

import msgspec
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from review_logs import Log, Row, beats, circle, start, stop
from unisono.onsets import match_onsets
from unisono.review import build_report, report_json, taps_csv
from unisono.review.exports import FORMULA_STARTS
from unisono.review.pairs import matched
from unisono.session import events as e

SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SEATS = 3


def played(seed: int, shift_s: float = 0.0) -> dict[int, list[Row]]:
    """Return the taps of three people on 48 beats, some left out, and some free play before."""
    chance = random.Random(seed)
    rows: dict[int, list[Row]] = {}
    for seat in range(1, SEATS + 1):
        times = [t for t in beats(16, 2.0, 240.0) + beats(48, 14.0) if chance.random() < 0.9]
        rows[seat] = [
            (i, t + shift_s + chance.gauss(0.01 * seat, 0.02), 0.003, "sim", None)
            for i, t in enumerate(times, start=1)
        ]
    return rows


def session(batches: Sequence[tuple[int, Sequence[Row]]], shift_s: float = 0.0) -> list[e.Entry]:
    """Return a log with a run at 120 whose beat 0 lies at 14 s, and these batches of taps."""
    log = Log()
    log.add(e.Opened("K7QM2X", 0.0), 0.0)
    for seat in range(1, SEATS + 1):
        log.seat(seat, at_s=1.0 + shift_s)
    start(log, 14.0 + shift_s)
    for seat, rows in batches:
        log.add(e.TapsPlayed(seat, tuple(rows)))
    stop(log, 48, 39.0 + shift_s)
    return log.entries


def whole(rows: dict[int, list[Row]]) -> list[tuple[int, list[Row]]]:
    """Return everybody's taps as one batch each."""
    return list(rows.items())


@st.composite
def cut(draw: st.DrawFn, rows: dict[int, list[Row]]) -> list[tuple[int, list[Row]]]:
    """Return the same taps in other batches, in another order of arrival."""
    batches: list[tuple[int, list[Row]]] = []
    for seat, taps in rows.items():
        places = draw(st.lists(st.integers(1, len(taps) - 1), max_size=6, unique=True))
        edges = [0, *sorted(places), len(taps)]
        batches += [(seat, taps[a:b]) for a, b in pairwise(edges)]
    return draw(st.permutations(batches))


@SLOW
@given(data=st.data(), seed=st.integers(0, 9))
def test_batches_and_their_order_change_nothing(data: st.DataObject, seed: int) -> None:
    """However taps were cut into batches and in whatever order these came: the same bytes."""
    rows = played(seed)
    other = session(data.draw(cut(rows)))

    assert report_json(other) == report_json(session(whole(rows)))
    assert taps_csv(other) == taps_csv(session(whole(rows)))


@SLOW
@given(seed=st.integers(0, 9))
def test_the_same_log_gives_the_same_bytes(seed: int) -> None:
    """Byte for byte, also after a round trip through the store's encoding."""
    entries = session(whole(played(seed)))  # times given as whole numbers among them
    again = msgspec.json.decode(msgspec.json.encode(entries), type=list[e.Entry])

    assert report_json(entries) == report_json(entries) == report_json(again)


@SLOW
@given(seed=st.integers(0, 9), shift_s=st.floats(0.0, 1e5))
def test_the_origin_of_time_does_not_matter(seed: int, shift_s: float) -> None:
    """A session a day later has the same togetherness and the same pairs."""
    here = build_report(session(whole(played(seed))))
    there = build_report(session(whole(played(seed, shift_s)), shift_s))

    assert there.together.value == pytest.approx(here.together.value, abs=1e-5)
    for a, b in zip(here.pairs.rows, there.pairs.rows, strict=True):
        assert (a.first, a.second, a.n) == (b.first, b.second, b.n)
        assert b.mean_s == pytest.approx(a.mean_s, abs=1e-9)
        assert b.sd_s == pytest.approx(a.sd_s, abs=1e-9)


@SLOW
@given(seed=st.integers(0, 9), order=st.permutations(range(1, SEATS + 1)))
def test_who_sits_where_does_not_matter(seed: int, order: list[int]) -> None:
    """The group's numbers are the group's: other seats, same togetherness."""
    rows = played(seed)
    moved = {order[seat - 1]: taps for seat, taps in rows.items()}

    here, there = build_report(session(whole(rows))), build_report(session(whole(moved)))

    assert there.together.value == pytest.approx(here.together.value, abs=1e-9)
    assert there.together.taps == here.together.taps
    assert there.together.spread_ms == pytest.approx(here.together.spread_ms, abs=1e-6)


times = st.lists(st.floats(1.0, 60.0), max_size=40)


@SLOW
@given(st.lists(times, min_size=SEATS, max_size=SEATS))
def test_whatever_was_tapped_every_number_is_one_or_has_a_reason(
    taps: list[list[float]],
) -> None:
    """No NaN and no infinity anywhere; where a value is absent a reason stands beside it."""
    rows = {
        seat: [(i, t, 0.0, "sim", None) for i, t in enumerate(one, start=1)]
        for seat, one in enumerate(taps, start=1)
    }
    entries = session([(seat, one) for seat, one in rows.items() if one])

    body = json.loads(report_json(entries), parse_constant=_refuse)

    _check(body)
    assert sum(s["taps"] for s in body["stretches"]) <= body["taps"] == sum(map(len, taps))


onsets = st.lists(st.floats(0.0, 20.0), max_size=60).map(sorted)


@given(first=onsets, second=onsets, window_s=st.floats(0.0, 1.0))
@settings(max_examples=300, deadline=None)
def test_the_quick_matching_is_the_general_one(
    first: list[float], second: list[float], window_s: float
) -> None:
    """As many pairs at the same total distance as the maximum matching, each within the window."""
    a, b = np.array(first, dtype=np.float64), np.array(second, dtype=np.float64)

    quick = matched(a, b, window_s)

    general = match_onsets(a, b, window_s)
    distances = np.abs(quick[0] - quick[1])
    assert quick[0].size == general.targets.size
    assert distances.sum() == pytest.approx(np.abs(general.residuals_s).sum(), abs=1e-9)
    assert np.all(distances <= window_s)
    assert np.all(np.diff(quick[0]) >= 0.0)


def _refuse(name: str) -> float:
    raise AssertionError(f"{name} in a report")


def _check(value: object) -> None:
    if isinstance(value, dict):
        if "missing" in value:
            main = next(
                k for k in ("value", "icc", "sd_s", "rows", "jitter_ms", "alpha") if k in value
            )
            absent = value[main] is None or value[main] == []
            assert absent == (value["missing"] is not None)
        for inner in value.values():
            _check(inner)
    elif isinstance(value, list):
        for inner in value:
            _check(inner)
    elif isinstance(value, float):
        assert math.isfinite(value)


@given(name=st.text(max_size=20), tail=st.sampled_from(["", "1+1", "cmd|' /C calc'!A0", '"', ","]))
@settings(max_examples=200, deadline=None)
def test_no_name_becomes_a_formula(name: str, tail: str) -> None:
    """However people call themselves, no cell of text begins like a formula."""
    log = circle(2, {1: name + tail, 2: "=" + name})
    log.taps(1, [2.0])
    log.taps(2, [3.0])

    rows = list(csv.DictReader(io.StringIO(taps_csv(log.entries), newline="")))

    assert len(rows) == 2
    for row, called in zip(rows, (name + tail, "=" + name), strict=True):
        assert row["label"] in (called, "'" + called, f"Seat {row['seat']}")
        for column in ("label", "device", "source"):
            assert not row[column].lstrip(" ").startswith(FORMULA_STARTS)
