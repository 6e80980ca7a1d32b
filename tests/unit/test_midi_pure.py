"""Laws of the bridge's pure part: bytes, strikes, mappings, names of ports."""

from __future__ import annotations

import pytest

from unisono.client import View
from unisono.errors import BadFile
from unisono.pulse import Bars, Meter, Timeline
from unisono.session.messages import ScoreView, StrokeView, TickMessage
from unisono_midi.circle_sound import CircleTrain
from unisono_midi.errors import NoPort
from unisono_midi.mapping import GENERAL_MIDI
from unisono_midi.mapping_text import parse_mapping
from unisono_midi.music import Music
from unisono_midi.parser import Control, NoteOff, NoteOn, Parser, Program
from unisono_midi.ports import choose
from unisono_midi.strikes import CROSSTALK_S, RETRIGGER_S, Strikes
from unisono_midi.timetable import NOTE_S, Timetable


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("99 24 64", [NoteOn(9, 0x24, 0x64)]),
        ("99 24 64 26 50", [NoteOn(9, 0x24, 0x64), NoteOn(9, 0x26, 0x50)]),  # running status
        ("99 24 00", [NoteOff(9, 0x24)]),  # velocity 0 ends a note
        ("89 24 40", [NoteOff(9, 0x24)]),
        ("fe 99 fe 24 f8 64 fe", [NoteOn(9, 0x24, 0x64)]),  # active sensing, clock: anywhere
        ("f0 7e 00 24 64 f7 99 24 64", [NoteOn(9, 0x24, 0x64)]),  # sysex
        ("f0 99 24 64", [NoteOn(9, 0x24, 0x64)]),  # sysex cut short by the next status
        ("99 24 64 f0 01 f7 26 50", [NoteOn(9, 0x24, 0x64)]),  # sysex ends the running status
        ("f2 10 20 24 64", []),
        ("d9 55 a9 24 30 e9 00 40", []),  # aftertouch and pitch
        ("b3 40 7f", [Control(3, 0x40, 0x7F)]),
        ("c0 03", [Program(0, 3)]),
        ("24 64", []),  # data without a status
        ("", []),
    ],
)
@pytest.mark.parametrize("at_once", [True, False], ids=["whole", "byte by byte"])
def test_bytes_give_their_messages(sent: str, expected: list[object], at_once: bool) -> None:
    """The MIDI standard's cases, however the bytes are portioned."""
    data, parser = bytes.fromhex(sent), Parser()

    parts = [data] if at_once else [data[i : i + 1] for i in range(len(data))]

    assert [message for part in parts for message in parser.feed(part)] == expected


def test_a_bounce_is_one_strike_and_a_roll_is_many() -> None:
    """The same pad again at once is a bounce; at 16 strokes a second every stroke counts."""
    strikes = Strikes()
    assert strikes.take(0.0, 9, 36, 100)
    assert not strikes.take(RETRIGGER_S - 0.001, 9, 36, 100)
    assert all(strikes.take(0.1 + i / 16.0, 9, 36, 90) for i in range(32))
    assert strikes.dropped == 1


def test_a_flam_is_two_strikes_and_a_shaken_frame_is_none() -> None:
    """Another pad right after counts if it is about as strong, not if it is a faint echo."""
    strikes = Strikes()
    assert strikes.take(0.0, 9, 36, 100)
    assert strikes.take(CROSSTALK_S / 2, 9, 38, 80)
    assert strikes.take(1.0, 9, 36, 100)
    assert not strikes.take(1.0 + CROSSTALK_S / 2, 9, 38, 10)
    assert strikes.take(1.0 + 2 * CROSSTALK_S, 9, 38, 10)


def test_an_onset_that_comes_out_of_order_is_no_bounce() -> None:
    """Two ports of one device may deliver in turn; earlier than the last is not after it."""
    strikes = Strikes()
    assert strikes.take(1.0, 9, 36, 100)
    assert strikes.take(0.5, 9, 36, 100)


def test_general_midi_percussion_is_the_mapping_without_a_file() -> None:
    """A kit, hand drums and any key of a keyboard play at once."""
    names = {note: GENERAL_MIDI.stroke(note) for note in (36, 38, 37, 62, 63, 64, 100, 0)}
    assert names == {
        36: "bass",
        38: "slap",
        37: "rim",
        62: "slap",
        63: "tone",
        64: "bass",
        100: "tone",
        0: "tone",
    }
    assert parse_mapping("empty", "") == GENERAL_MIDI


def test_a_mapping_says_what_it_says_and_leaves_the_rest() -> None:
    """Pads, ranges, silent pads, cues of pads and pedals, sounds and their channel."""
    pads = parse_mapping(
        "mine.txt",
        """
        36 = slap          # my big drum
        40..42 = rim
        50 = nothing
        other = bass
        [cues]
        49 = stop
        control 64 = start
        [out]
        click = 33
        channel = 1
        """,
    )
    notes = [pads.stroke(note) for note in (36, 38, 40, 41, 42, 50, 99)]
    assert notes == ["slap", "slap", "rim", "rim", "rim", None, "bass"]
    assert pads.stroke(49) is None
    assert pads.cue(NoteOn(9, 49, 80)) == "stop"
    assert pads.cue(Control(0, 64, 127)) == "start"
    assert pads.cue(Control(0, 64, 0)) is None
    assert pads.cue(NoteOn(9, 36, 80)) is None
    assert (pads.sound("click"), pads.sound("slap"), pads.channel) == (33, 62, 0)


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ("36 bass", 1, "36 = bass"),
        ("36 = boom", 1, "bass, tone, slap, rim or nothing"),
        ("\n128 = bass", 2, "0 to 127"),
        ("kick = bass", 1, "a note such as 36"),
        ("[pads]", 1, r"\[in\]"),
        ("[cues]\n1 = dance", 2, "start"),
        ("[out]\nchannel = 17", 2, "1 to 16"),
        ("[out]\nbass = loud", 2, "a number"),
        ("[out]\nboom = 3", 2, "click"),
    ],
)
def test_a_mapping_that_cannot_be_read_names_its_line(text: str, line: int, expected: str) -> None:
    """What stood there, and what was expected."""
    with pytest.raises(BadFile, match=f"line {line}.*{expected}"):
        parse_mapping("mine.txt", text, frozenset({"start"}))


def test_a_port_is_found_by_a_part_of_its_name() -> None:
    """Letters may be small; two ports of one name are one device; the rest is a sentence."""
    there = ["TD-17:TD-17 MIDI 1 20:0", "Keystation:Keystation MIDI 24:0", "Midi Through 14:0"]
    assert choose("td-17", there) == there[0]
    assert choose("keystation:keystation midi", there) == there[1]
    with pytest.raises(NoPort, match="could be 'TD-17"):
        choose("midi", there)
    with pytest.raises(NoPort, match="There is 'TD-17"):
        choose("Handsonic", there)
    with pytest.raises(NoPort, match="is the device on"):
        choose("Handsonic", [])
    with pytest.raises(NoPort):
        choose("", there)


def test_music_taken_back_leaves_no_note_sounding() -> None:
    """What is due later goes; the end of a note that began stays and comes in time."""
    table = Timetable()
    for due_s in (3.0, 1.0, 2.0):
        table.add(due_s, bytes((0x99, 60, 100)))
    assert table.due(0.5) is None
    assert table.due(1.0) == (1.0, bytes((0x99, 60, 100)), False)
    table.take_back(1.5)
    assert table.due(1.0 + NOTE_S / 2) is None
    assert table.due(9.0) == (1.0 + NOTE_S, bytes((0x89, 60, 64)), False)
    assert len(table) == 0


def test_what_has_gone_is_not_sent_again_when_it_is_given_anew() -> None:
    """An order to take back that is read late: pulses by number, notes by their time, once each."""
    table = Timetable()
    pulses = [(1.0 + i / 40, b"\xf8") for i in range(20)]
    hit = bytes((0x99, 77, 100))
    for due_s, message in (*pulses, (1.2, hit)):
        table.add(due_s, message)
    sent = [message for _, message, _ in iter(lambda: table.due(1.3), None)]
    table.take_back(1.101)  # said at 1.06, read at 1.3: four pulses and the note are ahead of it
    for due_s, message in (*((due_s + 0.001, b"\xf8") for due_s, _ in pulses[5:]), (1.201, hit)):
        table.add(due_s, message)
    sent += [message for _, message, _ in iter(lambda: table.due(9.0), None)]

    assert sent.count(b"\xf8") == 20
    assert sent.count(hit) == 1


def test_pulses_count_anew_from_start_and_stop() -> None:
    """What went ahead of a stop is not missing behind the next start."""
    table = Timetable()
    for i in range(10):
        table.add(1.0 + i / 40, b"\xf8")
    assert len(list(iter(lambda: table.due(2.0), None))) == 10
    table.take_back(1.01)
    later = [(2.0, b"\xfc"), (5.0, b"\xfa"), (5.01, b"\xf8"), (5.03, b"\xf8")]
    for due_s, message in later:
        table.add(due_s, message)
    gone = [(due_s, message) for due_s, message, _ in iter(lambda: table.due(9.0), None)]
    assert gone == later


def test_messages_due_at_one_time_go_as_they_came() -> None:
    """Song position before continue, however many share the instant."""
    table = Timetable()
    for i in range(50):
        table.add(1.0, bytes((0xC0, i)))
    assert [row[1][1] for row in iter(lambda: table.due(1.0), None)] == list(range(50))


def test_a_stroke_heard_of_late_still_comes_round_once() -> None:
    """Its stretch was given before anybody knew of it; the next one brings it, and none again."""
    music = Music(1, Timeline.constant(120.0, 10.0), Bars.of(Meter((4,))))
    train = CircleTrain(View(), GENERAL_MIDI)
    assert train.give(music, 10.0, 12.5) == []
    score = ScoreView("too_few", "", None, None, None, "", 0, 0, None, None, None)
    train.hear(TickMessage(1, 11.0, score, (StrokeView(2, 10.25, "slap", 0.5),)))

    (sounded,) = train.give(music, 12.5, 12.6)
    assert sounded == (12.25, bytes((0x99, 62, 64)))
    assert train.give(music, 12.6, 13.0) == []
    train.take_back(12.0)
    assert train.give(music, 12.0, 13.0) == [sounded]


def test_what_has_come_round_is_let_go_of() -> None:
    """A long evening costs no more than a round: every stroke is heard once and then forgotten."""
    line = Timeline.constant(120.0, 10.0)
    music = Music(1, line, Bars.of(Meter((4,))))
    train = CircleTrain(View(), GENERAL_MIDI)
    score = ScoreView("too_few", "", None, None, None, "", 0, 0, None, None, None)
    heard: list[float] = []
    for k in range(400):
        now_s = 10.0 + 0.5 * k
        strokes = tuple(StrokeView(seat, now_s - 0.1, "tone", 0.5) for seat in range(2, 12))
        train.hear(TickMessage(k, now_s, score, strokes))
        heard += [at_s for at_s, _ in train.give(music, now_s + 0.5, now_s + 1.0)]
        assert len(list(train.things(music))) <= 10 * 9
    assert len(heard) == 10 * 398
    assert heard == pytest.approx([11.9 + 0.5 * (k // 10) for k in range(len(heard))])
