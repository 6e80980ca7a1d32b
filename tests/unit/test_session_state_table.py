"""Laws of the session's tables: phases, transitions, which command makes sense when."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from plain_state import plain
from session_desk import Desk
from unisono.errors import NotNow, OurError
from unisono.session import commands as c
from unisono.session import cuelife, machine, phases, state
from unisono.session import events as e
from unisono.session import inner as i
from unisono.session.cuelife import LIFE
from unisono.session.cues import TempoTo
from unisono.session.events import Entry, event_from_json, event_to_json
from unisono.session.plans import Activity, Plan
from unisono.session.state import ALLOWED, MOVING_EVENTS, TRANSITIONS, Phase, State
from unisono.wire import FROM_CLIENT

EXAMPLES: dict[type[e.Event], e.AnyEvent] = {
    e.Opened: e.Opened("K7QM2X", 1.7e9, "1.0"),
    e.SeatTaken: e.SeatTaken(1, "hash", 2, 3, "Ana", "browser"),
    e.SeatChanged: e.SeatChanged(1, 4, 5, "Bea"),
    e.SeatLeft: e.SeatLeft(1, removed=True),
    e.Here: e.Here(1),
    e.Away: e.Away(1),
    e.ClockNoted: e.ClockNoted(1, 0.05, 0.01, 0.1, wireless=True),
    e.ClockSampled: e.ClockSampled(1, ((0.0, 5.0, 5.001, 0.02),)),
    e.DoorSet: e.DoorSet(True),
    e.Arranged: e.Arranged(100.0, (2, 2, 3), 2),
    e.Started: e.Started(1, 10.0, 90.0, (4,), 4),
    e.TempoSet: e.TempoSet(1, 8.0, 120.0),
    e.MeterSet: e.MeterSet(1, 8, (3,)),
    e.StopSet: e.StopSet(1, 16.0),
    e.RunEnded: e.RunEnded(1),
    e.TapsPlayed: e.TapsPlayed(1, ((1, 10.5, 0.01, "touch", None), (2, 11.0, 0.01, "midi", 0.5))),
    e.TapsRefused: e.TapsRefused(1, (3, 4)),
    e.SeatPlaced: e.SeatPlaced(1, "alto", 2, ("wears glasses",), "shaker"),
    e.ModeSet: e.ModeSet(1, "sit"),
    e.SoundNoted: e.SoundNoted(1, True, "cable", 0.02, 0.015),
    e.SeatMuted: e.SeatMuted(1, True),
    e.JoinedLate: e.JoinedLate(1, 1, 16.0),
    e.StopLifted: e.StopLifted(1),
    e.CueArmed: e.CueArmed(1, 1, 8.0, TempoTo(112.0, 4)),
    e.CueCancelled: e.CueCancelled(1),
    e.CueLanded: e.CueLanded(1),
    e.GrooveSet: e.GrooveSet(None),
    e.CallHanded: e.CallHanded(1),
    e.HearingSet: e.HearingSet("all", 1),
    e.PlanSet: e.PlanSet(Plan("Tuesday", (Activity("groove"),))),
    e.ActivityBegan: e.ActivityBegan(0, Activity("groove")),
    e.MusicBegan: e.MusicBegan(1),
    e.StepTaken: e.StepTaken(1, 8.0),
    e.Ended: e.Ended(),
}
BEFORE: dict[type[e.Event], list[type[e.Event]]] = {
    e.TempoSet: [e.Started],
    e.MeterSet: [e.Started],
    e.CueArmed: [e.Started],
    e.CueCancelled: [e.Started, e.CueArmed],
    e.CueLanded: [e.Started, e.CueArmed],
    e.JoinedLate: [e.Started, e.CueArmed],
}
COMMANDS: dict[type[c.Command], c.AnyCommand] = {
    c.Taps: c.Taps([c.Tap(1, 0.0, 0.0, "touch")]),
    c.Arrange: c.Arrange(tempo_bpm=100.0),
    c.Start: c.Start(),
    c.Stop: c.Stop("now"),
    c.SetGroove: c.SetGroove(None),
    c.Hand: c.Hand(1),
    c.Door: c.Door(True),
    c.Admit: c.Admit(),
    c.End: c.End(),
}


def log_to(phase: Phase) -> list[e.AnyEvent]:
    """Return events that lead to a phase, with somebody on seat 1."""
    log: list[e.AnyEvent] = [EXAMPLES[e.Opened], EXAMPLES[e.SeatTaken], EXAMPLES[e.Here]]
    if phase in (Phase.PLAYING, Phase.STOPPING):
        log.append(EXAMPLES[e.Started])
    if phase is Phase.STOPPING:
        log.append(EXAMPLES[e.StopSet])
    if phase is Phase.ENDED:
        log.append(EXAMPLES[e.Ended])
    return log


def state_in(phase: Phase) -> State:
    """Return a state in a phase."""
    there = state.fold(Entry(n, float(n), event) for n, event in enumerate(log_to(phase)))
    assert there.phase is phase
    return there


def desk_in(phase: Phase) -> Desk:
    """Return a session in a phase, with somebody on seat 1."""
    desk = Desk()
    desk.enter("ana")
    if phase in (Phase.PLAYING, Phase.STOPPING):
        desk.lead(c.Start())
        desk.wait(8.0)
    if phase is Phase.STOPPING:
        desk.lead(c.Stop())
    if phase is Phase.ENDED:
        desk.lead(c.End())
    assert desk.session.state.phase is phase
    return desk


def test_the_theory_above_the_state_is_the_table() -> None:
    """The docstring's last column names exactly the transitions of the table."""
    said = set()
    for phase, how in re.findall(r"^(\w+) +.*?  (``.*)$", phases.__doc__ or "", re.MULTILINE):
        said |= {(phase, kind, to) for kind, to in re.findall(r"``(\w+)`` → (\w+)", how)}
    table = {
        (a.value, kind.__name__.lower(), b.value)
        for (a, kind), b in TRANSITIONS.items()
        if kind is not e.Ended and a is not b
    }
    assert said == table


def test_the_theory_above_the_life_of_a_cue_is_the_table() -> None:
    """The docstring's table names exactly the moves of LIFE."""
    rows = re.findall(r"^``(\w+)`` +(\w+) → (\w+)", cuelife.__doc__ or "", re.MULTILINE)
    table = {(kind.__name__.lower(), a.value, b.value) for (a, kind), b in LIFE.items()}
    assert set(rows) == table
    assert len(rows) == len(table)


@pytest.mark.parametrize("event", [e.CueLanded(1), e.CueCancelled(1), EXAMPLES[e.CueArmed]])
def test_what_cannot_happen_to_a_cue_breaks_nothing(event: e.AnyEvent) -> None:
    """A cue that has been cancelled neither lands nor is cancelled or armed again."""
    there = state_in(Phase.PLAYING)
    for before in (EXAMPLES[e.CueArmed], e.CueCancelled(1)):
        there.apply(Entry(there.next_n, 9.0, before))
    before_s = plain(there)
    with pytest.raises(OurError, match="cannot happen to cue 1"):
        there.apply(Entry(there.next_n, 10.0, event))
    assert plain(there) == before_s


def test_every_phase_can_be_reached_and_only_the_end_is_final() -> None:
    """From the lobby each phase is reached; every phase but the last one leads on."""
    reached = {Phase.LOBBY}
    for _ in Phase:
        reached |= {to for (frm, _), to in TRANSITIONS.items() if frm in reached}
    assert reached == set(Phase)
    assert {frm for frm, _ in TRANSITIONS} == set(Phase) - {Phase.ENDED}


@pytest.mark.parametrize("phase", list(Phase))
@pytest.mark.parametrize("kind", sorted(MOVING_EVENTS, key=repr))
def test_moving_events_move_by_the_table_or_not_at_all(phase: Phase, kind: type[e.Event]) -> None:
    """An event that fits goes where the table says; one that does not breaks nothing."""
    there = state_in(phase)
    entry = Entry(there.next_n, 20.0, EXAMPLES[kind])
    target = TRANSITIONS.get((phase, kind))
    if target is not None:
        there.apply(entry)
        assert there.phase is target
        return
    before = plain(there)
    with pytest.raises(OurError, match="cannot happen"):
        there.apply(entry)
    assert plain(there) == before


@pytest.mark.parametrize("n", [0, 2, 4, 5])
def test_the_log_has_no_gaps_and_no_repeats(n: int) -> None:
    """Entry 3 is due; any other number means that the log is broken."""
    there = state_in(Phase.LOBBY)
    before = plain(there)
    with pytest.raises(OurError, match="goes on with"):
        there.apply(Entry(n, 9.0, EXAMPLES[e.DoorSet]))
    assert plain(there) == before


@pytest.mark.parametrize("kind", get_args(e.AnyEvent), ids=lambda kind: kind.__name__)
def test_every_kind_of_event_is_folded_and_stored_alike(kind: type[e.Event]) -> None:
    """Each kind of event has a place in the fold, and reads back from its JSON as it was."""
    event = EXAMPLES[kind]
    assert event_from_json(event_to_json(event)) == event
    assert event_to_json(event_from_json(event_to_json(event))) == event_to_json(event)
    there = state_in(Phase.LOBBY)
    for before in BEFORE.get(kind, []):
        there.apply(Entry(there.next_n, 9.0, EXAMPLES[before]))
    if kind not in MOVING_EVENTS:
        there.apply(Entry(there.next_n, 10.0, event))
        assert there.last_s == 10.0


def test_no_two_kinds_of_event_share_a_name() -> None:
    """The ``kind`` in the stored JSON tells them apart."""
    kinds = [event_to_json(EXAMPLES[kind])[:20] for kind in get_args(e.AnyEvent)]
    assert len(set(kinds)) == len(kinds)


def test_every_message_of_a_client_has_somebody_who_carries_it_out() -> None:
    """All rows of the wire table but ``sync`` and ``robots``, the shell's own; all inner ones."""
    asked = {row.body for row in FROM_CLIENT} - {c.Sync, c.Robots} | set(get_args(i.InnerCommand))
    assert set(machine._HANDLERS) == asked
    assert set(get_args(c.AnyCommand)) == {row.body for row in FROM_CLIENT}


@pytest.mark.parametrize("phase", list(Phase))
@pytest.mark.parametrize("kind", list(ALLOWED), ids=lambda kind: kind.__name__.lower())
def test_commands_are_taken_in_the_phases_of_the_table(phase: Phase, kind: type[c.Command]) -> None:
    """In another phase a command is refused with a sentence that says why, and changes nothing."""
    desk = desk_in(phase)
    if phase is Phase.STOPPING and kind is c.Start:
        desk.wait(60.0)  # the agreed beat has passed, the tick has not come yet
    before, entries = plain(desk.session), len(desk.log)
    if phase in ALLOWED[kind]:
        desk.play("ana", COMMANDS[kind])
        return
    with pytest.raises(NotNow, match=r"has no meaning now: .+\.$"):
        desk.play("ana", COMMANDS[kind])
    assert (plain(desk.session), len(desk.log)) == (before, entries)


def test_a_start_before_the_agreed_end_is_refused() -> None:
    """While the click still runs to its last beat, nothing else starts."""
    desk = desk_in(Phase.STOPPING)
    before = plain(desk.session)
    with pytest.raises(NotNow, match="about to stop"):
        desk.lead(c.Start())
    assert plain(desk.session) == before
