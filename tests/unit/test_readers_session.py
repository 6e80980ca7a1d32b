"""Laws of reading a circle's own exports."""

from __future__ import annotations

import pytest

from unisono.errors import BadFile
from unisono.readers import parse_session, parse_table
from unisono.review import session_json, taps_csv
from unisono.session import Caller, Entry, Persist, Role, Session
from unisono.session import commands as c
from unisono.session import events as e
from unisono.session.caller import SHELL
from unisono.session.inner import Enter, Tick


class Evening:
    """A session that notes its own log."""

    def __init__(self) -> None:
        self.session, self.log, self.now_s = Session(), list[Entry](), 0.0
        self._keep(self.session.open("K7QM2X", 0.0))

    def do(self, command: object, caller: Caller = SHELL) -> None:
        """Carry a command out at the present time."""
        self._keep(self.session.receive(command, caller, self.now_s))  # type: ignore[arg-type]

    def sit(self, name: str) -> Caller:
        """Return somebody who has just sat down."""
        seat = len(self.session.state.seats) + 1
        self.do(Enter(f"k{seat}", f"hash{seat}", True, name))
        return Caller(Role.PLAY, f"k{seat}", seat)

    def tap(self, who: Caller, seq: int, time_s: float) -> None:
        """Play one tap."""
        self.now_s = max(self.now_s, time_s)
        self.do(c.Taps([c.Tap(seq, time_s, 0.001, "sim")]), who)

    def _keep(self, effects: object) -> None:
        self.log += [e.entry for e in effects if isinstance(e, Persist)]  # type: ignore[attr-defined]


LEAD = Caller(Role.LEAD, "lead")


def evening() -> tuple[Evening, list[float]]:
    """Return two runs with a tempo change, and when the first run's beats were."""
    show = Evening()
    ann, ben = show.sit("Ann"), show.sit("")
    show.do(c.Arrange(tempo_bpm=120.0, grouping=[3], count_in_bars=1), LEAD)
    show.do(c.Start(), LEAD)
    run = show.session.state.runs[-1]
    show.now_s = run.timeline.time_at(1)
    show.do(c.Arrange(tempo_bpm=60.0), LEAD)
    line = show.session.state.runs[-1].timeline
    beats = [line.time_at(k) for k in range(9)]
    for n, beat_s in enumerate(beats, start=1):
        show.tap(ann, n, beat_s + 0.01)
        show.tap(ben, n, beat_s - 0.02)
    show.now_s += 0.3
    show.do(c.Stop("now"), LEAD)
    show.now_s += 20.0
    show.do(c.Start(), LEAD)
    second = show.session.state.runs[-1].timeline.time_at(0)
    show.tap(ann, 10, second)
    show.now_s += 0.3
    show.do(c.Stop("now"), LEAD)
    show.do(Tick())
    return show, beats


def test_an_export_gives_each_run_with_its_players_and_its_beats() -> None:
    """Times are those of the log to the last bit; the grid follows the tempo change."""
    show, beats = evening()

    first, second = parse_session("s.json", session_json(show.log).decode())

    assert [p.name for p in first.players] == ["1 Ann", "2"]
    assert first.players[0].onsets_s == tuple(t + 0.01 for t in beats)
    assert first.grid is not None
    assert first.grid.times_s == tuple(beats)
    assert first.grid.bar_starts == (0, 3, 6)
    assert (second.title, second.onset_count) == ("run 2", 1)


def test_the_table_of_taps_reads_as_the_same_onsets() -> None:
    """taps.csv and the log hold the same music."""
    show, _ = evening()

    tables = parse_table("taps.csv", taps_csv(show.log))
    logs = parse_session("s.json", session_json(show.log).decode())

    def onsets(pieces: object) -> list[list[tuple[float, ...]]]:
        return [[p.onsets_s for p in piece.players] for piece in pieces]  # type: ignore[attr-defined]

    assert sorted(onsets(tables)[0]) == sorted(onsets(logs)[0])


def test_taps_to_a_wireless_click_are_left_out_as_in_the_review() -> None:
    """What a device says first also holds before it said so."""
    show = Evening()
    ann, ben = show.sit("Ann"), show.sit("Ben")
    show.tap(ann, 1, 1.0)
    show.tap(ben, 1, 1.1)
    show.do(c.ClockReport(0.01, 0.001, wireless=True), ben)
    show.tap(ben, 2, 2.0)

    (piece,) = parse_session("s.json", session_json(show.log).decode())

    assert [(p.name, p.onsets_s) for p in piece.players] == [("1 Ann", (1.0,))]


def test_free_play_is_one_piece_without_a_grid() -> None:
    """No click, no grid."""
    show = Evening()
    show.tap(show.sit("Ann"), 1, 1.5)

    (piece,) = parse_session("s.json", session_json(show.log).decode())

    assert piece.grid is None
    assert piece.players[0].onsets_s == (1.5,)


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[1]",
        '{"kind": "shopping list", "schema": 1, "entries": []}',
        '{"kind": "unisono session", "schema": 99, "entries": []}',
        '{"kind": "unisono session", "schema": 1, "entries": [3]}',
        '{"kind": "unisono session", "schema": 1, "entries": []}',
        '{"kind": "unisono session", "schema": 1, "entries": [{"event": {"kind": "taps"}}]}',
        '{"kind": "unisono session", "schema": 1, "entries":'
        ' [{"event": {"kind": "stopset", "beat": 3}}]}',
    ],
)
def test_what_is_no_export_is_refused_with_what_was_expected(text: str) -> None:
    """Any JSON gives pieces or a sentence."""
    with pytest.raises(BadFile, match="expected"):
        parse_session("s.json", text)


def test_an_unfinished_run_has_beats_up_to_the_last_tap() -> None:
    """A log cut off by a crash still has its grid."""
    show, beats = evening()
    cut = next(i for i, entry in enumerate(show.log) if isinstance(entry.event, e.StopSet))

    (piece,) = parse_session("s.json", session_json(show.log[:cut]).decode())

    assert piece.grid is not None
    assert piece.grid.times_s[: len(beats)] == tuple(beats)
    assert len(piece.grid.times_s) <= len(beats) + 1
