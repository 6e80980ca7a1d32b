"""Who listens over wireless sound plays along; their taps stay out of the numbers."""

from __future__ import annotations

from unisono.session import Caller, Emit, Role, Session
from unisono.session import commands as c
from unisono.session import inner as i
from unisono.session import messages as m
from unisono.session.caller import SHELL


def test_somebody_on_wireless_sound_plays_but_is_not_measured() -> None:
    """Their taps glow and are stored; the group's number and its coverage do without them."""
    session, lead = Session(), Caller(Role.LEAD, "lead")
    session.open("K7QM2X", 0.0)
    for seat in (1, 2, 3):
        key = f"k{seat}"
        session.receive(i.Enter(key, f"hash{seat}", True), Caller(Role.PLAY, key), 1.0)
    wireless = Caller(Role.PLAY, "k3", 3)
    session.receive(c.ClockReport(0.02, 0.001, wireless=True), wireless, 1.5)
    session.receive(c.Arrange(tempo_bpm=120.0, count_in_bars=0), lead, 2.0)
    session.receive(c.Start(), lead, 2.0)
    run = session.state.run
    assert run is not None

    now_s = 0.0
    for beat in range(64):
        for seat in (1, 2, 3):
            at_s = run.timeline.time_at(beat) + 0.2 * (seat == 3) * (beat % 2)
            now_s = max(now_s, at_s + 0.1)
            tap = c.Taps([c.Tap(beat + 1, at_s, 0.001, "sim")])
            session.receive(tap, Caller(Role.PLAY, f"k{seat}", seat), now_s)
    effects = session.receive(i.Tick(), SHELL, now_s + 0.1)

    ticks = [effect.message for effect in effects if isinstance(effect, Emit)]
    tick = next(told for told in ticks if isinstance(told, m.TickMessage))
    circle = next(told for told in ticks if isinstance(told, m.Circle))
    assert (tick.score.people, tick.score.value, tick.score.coverage) == (2, 100.0, 1.0)
    assert {tap.seat for tap in tick.taps} == {1, 2, 3}
    assert [view.state for view in circle.seats] == ["playing"] * 3
    assert session.state.seats[3].taken.upto == 64
