"""The files of a session: complete, exact, and free of anything that could open a door."""

from __future__ import annotations

import csv
import io
import json

import pytest

from review_logs import Log, circle, start, stop
from unisono.errors import BadFile
from unisono.review import build_report, entries_of, report_json, session_json, taps_csv
from unisono.review.exports import TAP_COLUMNS
from unisono.session import events as e
from unisono.session.cues import Sculpt, Selection
from unisono.session.plans import Activity, Plan


@pytest.fixture
def log() -> Log:
    """A session with free play, a run in 3 with a tempo change, and a wireless listener."""
    log = circle(3, {1: "Ann", 2: "=1+1"})
    log.add(e.ClockNoted(3, 0.05, 0.004, 0.2, wireless=True), 2.0)
    log.taps(1, [3.0])
    start(log, grouping=(3,), count_in=3)
    log.add(e.TempoSet(1, 3.0, 60.0), 10.5)
    log.add(e.TapsPlayed(2, ((1, 9.5, 0.001, "touch", 0.5), (2, 10.02, 0.001, "key", None))))
    log.taps(1, [12.49, 13.5 - 1.0 / 3.0])
    log.taps(3, [10.2])
    stop(log, 6, 14.5)
    log.add(e.Ended(), 15.0)
    return log


def rows_of(log: Log) -> list[dict[str, str]]:
    """Return the rows of taps.csv."""
    return list(csv.DictReader(io.StringIO(taps_csv(log.entries), newline="")))


def test_every_tap_is_one_row_with_its_place_in_the_music(log: Log) -> None:
    """Free play has no place; the count-in is bar 0; the nearest beat is the target."""
    table = [
        (r["run"], r["bar"], r["beat_in_bar"], r["seat"], r["target_s"], r["asynchrony_ms"])
        for r in rows_of(log)
    ]

    assert table == [
        ("", "", "", "1", "", ""),
        ("1", "0", "3", "2", "9.5", "0.0"),
        ("1", "1", "1", "2", "10.0", "20.0"),
        ("1", "1", "1", "3", "10.0", "200.0"),
        ("1", "2", "2", "1", "12.5", "-10.0"),
        ("1", "2", "3", "1", "13.5", "-333.333333"),
    ]


def test_what_was_recorded_of_a_tap_is_in_its_row_exactly(log: Log) -> None:
    """Time to the last bit, number, bound, source, velocity, and whether it counts."""
    rows = rows_of(log)

    assert tuple(rows[0]) == TAP_COLUMNS
    assert [float(r["time_s"]) for r in rows] == [3.0, 9.5, 10.02, 10.2, 12.49, 13.5 - 1.0 / 3.0]
    assert [r["source"] for r in rows] == ["sim", "touch", "key", "sim", "sim", "sim"]
    assert [r["velocity"] for r in rows[:3]] == ["", "0.5", ""]
    assert [r["bound_ms"] for r in rows[:2]] == ["0.0", "1.0"]
    assert [r["measured"] for r in rows] == ["1", "1", "1", "0", "1", "1"]
    assert [r["label"] for r in rows] == ["Ann", "'=1+1", "'=1+1", "Seat 3", "Ann", "Ann"]


def test_the_export_has_everything_but_keys(log: Log) -> None:
    """All entries are there, no hash of a personal link is; it reads back to the same report."""
    body = session_json(log.entries)

    assert len(json.loads(body)["entries"]) == len(log.entries)
    assert b"hash" not in body.replace(b"token_hash", b"")
    assert {x["event"]["token_hash"] for x in json.loads(body)["entries"][1:7:2]} == {""}
    back = entries_of(body)
    assert report_json(back) == report_json(log.entries)
    assert taps_csv(back) == taps_csv(log.entries)
    assert entries_of(session_json(back)) == back


def test_notes_and_what_people_said_of_themselves_stay_here(log: Log) -> None:
    """Neither is in any file; who was asked to play is, and the report stays the same."""
    by_tag = Selection("tag", tag="hums softly")
    block = Activity("sculpt", "Half", notes="Ann tires soon", who=by_tag)
    log.add(e.SeatPlaced(1, "A", -1, ("hums softly",), ""), 15.1)
    log.add(e.PlanSet(Plan("Tuesday", (block,))), 15.2)
    log.add(e.ActivityBegan(0, block), 15.3)
    log.add(e.CueArmed(1, 1, 90.0, Sculpt(by_tag), (1,), (2, 3)), 15.4)
    body = session_json(log.entries)
    for text in (body.decode(), report_json(log.entries).decode(), taps_csv(log.entries)):
        assert "tires" not in text
        assert "hums" not in text
    kept = [x.event for x in entries_of(body)]
    assert kept[-1] == e.CueArmed(1, 1, 90.0, Sculpt(Selection("tag")), (1,), (2, 3))
    assert report_json(entries_of(body)) == report_json(log.entries)


def test_the_report_holds_no_key_either(log: Log) -> None:
    """Nothing in a report or a table lets anybody in anywhere."""
    assert b"hash" not in report_json(log.entries)
    assert "hash" not in taps_csv(log.entries)


def test_a_report_says_its_schema(log: Log) -> None:
    """Programs know what they read."""
    assert json.loads(report_json(log.entries))["schema"] == build_report(log.entries).schema == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"[1, 2]",
        b'{"kind": "something else", "schema": 1, "entries": []}',
        b'{"kind": "unisono session", "schema": 2, "entries": []}',
        b'{"kind": "unisono session", "schema": 1, "entries": [{"n": 0}]}',
    ],
)
def test_another_file_is_refused_by_name(body: bytes) -> None:
    """What is no export of ours is refused with the file's name and what was expected."""
    with pytest.raises(BadFile, match=r"holiday\.json.*expected"):
        entries_of(body, "holiday.json")
