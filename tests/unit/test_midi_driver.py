"""Laws of the driver's side on a fake system: ports come, go and are taken; messages keep time."""

from __future__ import annotations

import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisono.testing import FakeClock
from unisono_midi import orders as o
from unisono_midi.driver import Driver, split
from unisono_midi.testing import FakeMidi

pytestmark = pytest.mark.real_time

HIT = bytes((0x99, 36, 100))


class Desk:
    """A driver without its threads, and what it has told."""

    def __init__(self, **there: object) -> None:
        self.clock = FakeClock(100.0)
        self.midi = FakeMidi(clock=self.clock, **there)  # type: ignore[arg-type]
        self.told: list[o.Report] = []
        self.driver = Driver(self.midi, self.told.append, self.clock)

    def states(self) -> list[o.PortState]:
        """Return what was told of ports."""
        return [r.state for r in self.told if isinstance(r, o.PortNews)]


def test_a_device_that_is_plugged_in_again_plays_on() -> None:
    """Gone and back is told once each; strikes before and after arrive, none twice."""
    desk = Desk(ins=["Pad 20:0"])
    desk.driver.do(o.Listen("pad"))
    for _ in range(3):
        desk.driver.look()
    desk.midi.strike("Pad 20:0", HIT)
    desk.midi.unplug("Pad 20:0")
    desk.driver.look()
    desk.driver.look()
    desk.midi.ins.append("Pad 24:0")
    desk.driver.look()
    desk.midi.strike("Pad 24:0", HIT, 123.0)

    assert desk.states() == [o.PortState.OPEN, o.PortState.AWAY, o.PortState.OPEN]
    heard = [r for r in desk.told if isinstance(r, o.Heard)]
    assert heard == [o.Heard("pad", 100.0, HIT), o.Heard("pad", 123.0, HIT)]


def test_a_port_that_was_taken_is_had_when_it_is_free() -> None:
    """One sentence while it is taken, then it opens by itself."""
    desk = Desk(ins=["Pad"], taken={"Pad"})
    desk.driver.do(o.Listen("pad"))
    desk.driver.look()
    desk.driver.look()
    desk.midi.taken.clear()
    desk.driver.look()

    assert desk.states() == [o.PortState.TAKEN, o.PortState.OPEN]
    news = [r for r in desk.told if isinstance(r, o.PortNews)]
    assert "another program" in news[0].sentence


def test_no_midi_system_is_a_sentence_and_not_the_end() -> None:
    """When one comes, what was wanted is opened; asking for the ports says why there are none."""
    desk = Desk(ins=["Pad"], outs=["Synth"], there=False)
    desk.driver.do(o.Listen("pad"))
    desk.driver.do(o.Play("synth"))
    desk.driver.do(o.ListPorts())
    desk.driver.look()
    desk.driver.look()
    desk.midi.there = True
    desk.driver.look()

    assert desk.states() == [o.PortState.NO_MIDI] * 2 + [o.PortState.OPEN] * 2
    assert [r.sentence for r in desk.told if isinstance(r, o.Ports)] == [
        "This machine has no MIDI system that answers."
    ]


def test_messages_go_out_when_they_are_due_and_notes_end() -> None:
    """Not before; late ones at once; taken back ones never."""
    desk = Desk(outs=["Synth"])
    desk.driver.do(o.Play("synth"))
    desk.driver.look()
    desk.driver.do(o.Send("synth", ((99.0, HIT), (101.0, b"\xf8"), (102.0, b"\xfa")), mark=True))
    assert desk.driver.send_due() == pytest.approx(0.06)
    desk.driver.do(o.TakeBack("synth", 101.5))
    desk.clock.advance(5.0)
    assert desk.driver.send_due() is None

    assert [(at_s, message) for _, at_s, message in desk.midi.sent] == [
        (100.0, HIT),
        (105.0, bytes((0x89, 36, 64))),
        (105.0, b"\xf8"),
    ]
    assert [r.due_s for r in desk.told if isinstance(r, o.Sent)] == [99.0, 101.0]


def test_thru_passes_everything_on_and_is_heard_too() -> None:
    """In the thread of the strike."""
    desk = Desk(ins=["Pad"], outs=["Synth"])
    desk.driver.do(o.Thru("pad", "synth"))
    desk.driver.look()
    desk.midi.strike("Pad", HIT)

    assert [message for _, _, message in desk.midi.sent] == [HIT]
    assert sum(isinstance(r, o.Heard) for r in desk.told) == 1


def test_finishing_ends_the_notes_that_sound() -> None:
    """Nothing hums on after the bridge has gone."""
    desk = Desk(outs=["Synth"])
    desk.driver.do(o.Play("synth"))
    desk.driver.look()
    desk.driver.do(o.Send("synth", ((100.0, HIT), (200.0, HIT))))
    desk.driver.send_due()
    desk.driver.do(o.Finish())

    assert [message for _, _, message in desk.midi.sent] == [HIT, bytes((0x89, 36, 64))]


def test_the_threads_keep_time_while_orders_pour_in() -> None:
    """With its real threads: 60 messages, all sent, in order, none before its time."""
    midi = FakeMidi(outs=["Synth"])
    told: list[o.Report] = []
    ready = threading.Event()

    def tell(report: o.Report) -> None:
        told.append(report)
        if isinstance(report, o.PortNews):
            ready.set()

    driver = Driver(midi, tell)
    driver.start()
    driver.do(o.Play("synth"))
    assert ready.wait(5.0)
    first_s = time.perf_counter() + 0.05
    due = [first_s + 0.005 * i for i in range(60)]
    for due_s in reversed(due):
        driver.do(o.Send("synth", ((due_s, b"\xf8"),), mark=True))
    time.sleep(max(0.0, due[-1] - time.perf_counter()) + 0.3)
    driver.do(o.Finish())

    sent = [r for r in told if isinstance(r, o.Sent)]
    assert [r.due_s for r in sent] == due
    assert all(r.sent_s >= r.due_s for r in sent)


def test_several_messages_in_one_are_sent_one_by_one() -> None:
    """Song position and continue are two; a sysex is one, with its end."""
    assert split(bytes.fromhex("f2 10 00 fb")) == [bytes.fromhex("f2 10 00"), b"\xfb"]
    assert split(bytes.fromhex("f0 01 02 f7")) == [bytes.fromhex("f0 01 02 f7")]
    assert split(b"") == [b""]


names = st.sampled_from(["Pad", "Pad 20:0", "Synth", "Other"])
events = st.one_of(
    st.tuples(st.just("plug in"), names),
    st.tuples(st.just("plug out"), names),
    st.tuples(st.just("take"), names),
    st.tuples(st.just("free"), names),
    st.tuples(st.just("system"), st.booleans()),
    st.tuples(st.just("strike"), names, st.binary(max_size=8)),
    st.tuples(st.just("send"), st.binary(min_size=1, max_size=4)),
    st.tuples(st.just("wait"), st.floats(0.0, 2.0)),
)


@given(st.lists(events, max_size=40))
def test_nothing_that_happens_to_ports_stops_the_driver(
    happened: list[tuple[object, ...]],
) -> None:
    """Whatever comes, goes, is taken or sent: afterwards a strike on the pad is heard, once."""
    desk = Desk()
    desk.driver.do(o.Listen("pad"))
    desk.driver.do(o.Play("synth"))
    for what, *details in happened:
        happen(desk, str(what), details)
        desk.driver.look()
        desk.driver.send_due()
    desk.midi.there, desk.midi.ins, desk.midi.taken = True, ["Pad"], set()
    desk.driver.look()
    desk.told.clear()
    desk.midi.strike("Pad", HIT)

    assert [r.message for r in desk.told if isinstance(r, o.Heard)] == [HIT]


def happen(desk: Desk, what: str, details: list[object]) -> None:
    """Have one thing happen to the machine."""
    midi = desk.midi
    match what, details:
        case "plug in", [str() as name] if name not in midi.ins:
            midi.ins.append(name)
            midi.outs.append(name)
        case "plug out", [str() as name]:
            midi.unplug(name)
        case "take", [str() as name]:
            midi.taken.add(name)
        case "free", [str() as name]:
            midi.taken.discard(name)
        case "system", [bool() as there]:
            midi.there = there
        case "strike", [str() as name, bytes() as message]:
            midi.strike(name, message)
        case "send", [bytes() as message]:
            desk.driver.do(o.Send("synth", ((desk.clock() + 0.5, message),)))
        case "wait", [float() as seconds]:
            desk.clock.advance(seconds)
        case _:
            pass
