"""Laws of what is measured with a device, and of Ableton Link beside the circle."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from unisono.errors import BadValue, PeerError
from unisono.pulse import Bars, Meter, Timeline
from unisono_midi.errors import MidiTrouble
from unisono_midi.joining import place
from unisono_midi.keepsakes import Keepsakes
from unisono_midi.link_door import AalinkSession
from unisono_midi.linking import Follower, share
from unisono_midi.mapping import GENERAL_MIDI
from unisono_midi.measuring import echoes, leans, measured
from unisono_midi.music import Music
from unisono_midi.process import LocalEngine
from unisono_midi.testing import FakeMidi
from unisono_midi.workbench import calibrate, loopback

pytestmark = pytest.mark.real_time


def test_a_slip_of_the_hand_is_no_measurement() -> None:
    """One far off changes nothing; too few say nothing."""
    rng = random.Random(1)
    delays = [0.012 + rng.gauss(0.0, 0.001) for _ in range(30)]
    found = measured([*delays, 0.2], 20)
    assert found is not None
    assert found.delay_s == pytest.approx(0.012, abs=5e-4)
    assert found.spread_s == pytest.approx(0.001, rel=0.5)
    assert found.count <= 30
    assert measured(delays[:5], 20) is None
    assert measured([], 1) is None


def test_an_echo_belongs_to_the_note_before_it() -> None:
    """What never came back, and what came by itself, are no echoes."""
    assert echoes([1.0, 2.0, 3.0], [0.5, 1.01, 3.02, 3.5], 0.05) == pytest.approx([0.01, 0.02])


def test_leans_are_signed_and_skip_the_first_clicks() -> None:
    """Early is negative; a click without a tap near it has none."""
    clicks = [0.0, 1.0, 2.0, 3.0]
    assert leans(clicks, [0.0, 0.97, 2.02], 1) == pytest.approx([-0.03, 0.02])


async def test_loopback_measures_a_cable_and_keeps_it(tmp_path: Path) -> None:
    """On the fake every output is a cable: next to no time, all notes back, kept for both."""
    said: list[str] = []
    midi, keepsakes = FakeMidi(ins=["Interface 20:0"], outs=["Interface 20:0"]), Keepsakes(tmp_path)
    latency = await loopback(LocalEngine(midi), "interface", "interface", keepsakes, said.append)
    assert 0.0 <= latency.input_s < 0.002
    assert latency.count > 80
    assert Keepsakes(tmp_path).latency("interface") == latency
    assert any("100 of 100 came back" in one for one in said)


async def test_loopback_without_a_cable_says_so(tmp_path: Path) -> None:
    """Nothing is kept then."""
    midi = FakeMidi(ins=["A"], outs=["B"])
    with pytest.raises(MidiTrouble, match="Is the cable in"):
        await loopback(LocalEngine(midi), "a", "b", Keepsakes(tmp_path), print)
    assert Keepsakes(tmp_path).latency("a").count == 0


async def test_calibrating_finds_the_delay_of_hand_and_pad(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody taps about 30 ms after each click they hear on the module; that is kept."""
    monkeypatch.setattr("unisono_midi.workbench.CLICK_EVERY_S", 0.2)
    midi, said = FakeMidi(ins=["Pad"], outs=["Module"]), list[str]()
    task = asyncio.create_task(
        calibrate(
            LocalEngine(midi), "pad", "module", GENERAL_MIDI, Keepsakes(tmp_path), said.append
        )
    )
    answered = 0
    while not task.done():
        clicks = [at_s for _, at_s, message in midi.sent if message[0] == 0x99]
        for at_s in clicks[answered:]:
            hand_s = 0.03 + 0.004 * (-1) ** answered * (1 + answered % 3)
            midi.strike("Pad", bytes((0x99, 36, 100)), at_s + hand_s)
            answered += 1
        await asyncio.sleep(0.02)
    latency = await task
    assert latency.input_s == pytest.approx(0.03, abs=0.015)
    assert latency.method == "calibrate"
    assert Keepsakes(tmp_path).latency("pad") == latency


async def test_calibrating_without_taps_is_told_kindly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is kept; a device that is not there is a sentence, too."""
    monkeypatch.setattr("unisono_midi.workbench.CLICK_EVERY_S", 0.02)
    midi = FakeMidi(ins=["Pad"])
    with pytest.raises(PeerError, match="once more"):
        await calibrate(
            LocalEngine(midi), "pad", None, GENERAL_MIDI, Keepsakes(tmp_path), lambda _: None
        )
    with pytest.raises(MidiTrouble, match="no MIDI port 'drum'"):
        await calibrate(
            LocalEngine(midi), "drum", None, GENERAL_MIDI, Keepsakes(tmp_path), lambda _: None
        )


def test_keepsakes_that_cannot_be_read_are_put_aside(tmp_path: Path) -> None:
    """Never overwritten in silence."""
    (tmp_path / "midi.json").write_text("not ours", encoding="utf-8")
    key, fresh = Keepsakes(tmp_path).seat_key("circle", "pad")
    assert fresh
    assert key
    assert (tmp_path / "midi.unreadable.json").read_text(encoding="utf-8") == "not ours"


@dataclass
class FakeLink:
    """A place at Ableton Link's table that a test owns."""

    peers: int = 0
    tempo_bpm: float = 90.0
    beat: float = 0.0
    done: list[str] = field(default_factory=list)

    def set_tempo(self, bpm: float) -> None:
        """Set the tempo of all."""
        self.done.append("tempo")
        self.tempo_bpm = bpm

    def set_quantum(self, beats: float) -> None:
        """Have phase counted in bars."""

    def force_beat(self, beat: float) -> None:
        """Take everybody along."""
        self.done.append("beat")
        self.beat = beat

    def close(self) -> None:
        """Leave the table."""
        self.done.append("left")


MUSIC = Music(1, Timeline.constant(120.0, 10.0), Bars.of(Meter((4,))))


@pytest.mark.parametrize(
    ("peers", "push", "moves"), [(0, False, True), (2, False, False), (2, True, True)]
)
def test_link_is_only_moved_when_alone_or_told_to(peers: int, push: bool, moves: bool) -> None:
    """Either way it is said how far apart both are; then, moved, they are together."""
    link = FakeLink(peers, 100.0, 2.5)
    follower = Follower(link, push=push)
    faster, ahead = follower.tend(MUSIC, 11.0)  # beat 2 of the circle
    assert (faster, ahead) == pytest.approx((-20.0, 0.5))
    assert bool(link.done) is moves
    if moves:
        assert follower.tend(MUSIC, 11.0) == pytest.approx((0.0, 0.0))


def test_link_ahead_is_counted_the_short_way_round_the_bar() -> None:
    """Just before the downbeat and just after it are close."""
    link = FakeLink(1, 120.0, 3.9)
    assert Follower(link, push=False).tend(MUSIC, 10.05)[1] == pytest.approx(-0.2)


async def test_link_takes_no_seat() -> None:
    """A join link is refused with the way to do it."""
    with pytest.raises(BadValue, match="Link takes no seat"):
        await share(place("http://h:1/j#token", None, ""), print)


async def test_the_real_library_does_what_the_door_says() -> None:
    """Ableton Link itself, alone: tempo and beat are as they were set, and go on."""
    link = AalinkSession(90.0)
    try:
        link.set_quantum(4)
        link.set_tempo(120.0)
        link.force_beat(1.0)
        began_s = time.perf_counter()
        await asyncio.sleep(0.5)
        passed = (time.perf_counter() - began_s) * 2.0
        assert link.tempo_bpm == pytest.approx(120.0, abs=0.01)
        assert link.beat == pytest.approx(1.0 + passed, abs=0.1)
        assert link.peers == 0
    finally:
        link.close()
