"""Laws of who counts: found at once, however many people the pulse goes round."""

from __future__ import annotations

import time

import pytest

from session_desk import Desk, playing
from unisono.session import commands as c
from unisono.session import cues as q
from unisono.session.counting import casts


@pytest.mark.real_time
def test_a_pulse_round_a_large_ring_holds_nobody_up() -> None:
    """Three hundred people, sixteen bars each: one after the other is left out, in a moment."""
    desk = Desk()
    for number in range(300):
        desk.enter(f"p{number}")
    playing(desk)
    began_s = time.perf_counter()
    desk.lead(c.Cue(q.PassPulse(16)))
    found = casts(desk.session.state.runs[-1], 8)
    took_s = time.perf_counter() - began_s

    assert [x.beat for x in found] == [8 + 64 * step for step in range(301)]
    assert [set(x.out) for x in found] == [{seat} for seat in range(1, 301)] + [set()]
    assert took_s < 1.0
