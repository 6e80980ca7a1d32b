"""Laws of the formats a rhythm travels in: nothing is lost on the way, any text is answered."""

from __future__ import annotations

import contextlib
import json
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhythms import LETTERS, sketches
from unisono.errors import BadFile, BadValue, PeerError
from unisono.rhythm.cycle import step_beats
from unisono.rhythm.link import read_link, write_link
from unisono.rhythm.midi import read_midi, write_midi
from unisono.rhythm.mini import euclid, read_mini, write_mini
from unisono.rhythm.pattern import Sketch
from unisono.rhythm.phrase import phrase_of_row
from unisono.rhythm.strokes import steps_of
from unisono.rhythm.tubs import read_tubs, write_tubs

ANY_TEXT = st.text(max_size=80) | st.text(LETTERS + "|:#@0123456789+-. \n", max_size=80)


@given(sketches())
def test_boxes_as_text_and_back(sketch: Sketch) -> None:
    """What is written as boxes is read as the same pattern."""
    assert read_tubs(write_tubs(sketch)) == sketch


@given(sketches())
def test_a_link_and_back(sketch: Sketch) -> None:
    """A link opens the same pattern, and is made of what an address may hold."""
    link = write_link(sketch)

    assert read_link(link) == sketch
    assert link.isascii()
    assert not set(link) & set(' "<>\\^`{|}#')


@given(sketches())
def test_json_and_back(sketch: Sketch) -> None:
    """JSON holds the same pattern."""
    assert msgspec.json.decode(msgspec.json.encode(sketch), type=Sketch) == sketch


@given(ANY_TEXT)
def test_any_text_is_boxes_or_is_told_why_not(text: str) -> None:
    """No text breaks the reader; what it takes it writes and takes again."""
    try:
        sketch = read_tubs(text)
    except BadValue:
        return
    assert read_tubs(write_tubs(sketch)).rows[0].grid == sketch.rows[0].grid


@given(ANY_TEXT | st.text("1;x4=+.,%2aé", max_size=60))
def test_any_text_is_a_link_or_is_told_why_not(text: str) -> None:
    """No link breaks the reader."""
    try:
        sketch = read_link(text)
    except BadValue:
        return
    assert read_link(write_link(sketch)).rows == sketch.rows


@given(sketches())
def test_the_boxes_can_be_read_back_from_the_beats(sketch: Sketch) -> None:
    """Beats increase, stay inside a cycle, and every note lies nearest to its own box."""
    beats = step_beats(sketch.cycle, sketch.feel)
    assert all(a < b for a, b in pairwise((*beats, beats[0] + sketch.cycle.beats)))
    for i, row in enumerate(sketch.rows):
        phrase = phrase_of_row(sketch, i)
        boxes = [round(beat * sketch.cycle.parts_per_beat) for beat, *_ in phrase.notes]
        assert tuple(boxes) == steps_of(row.grid)
        assert sum(phrase.grouping) <= 12


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "with a row of boxes"),
        ("x..q", "'q'"),
        ("a: x...\nb: x..", "row 'b'"),
        ("@ 4x\nx...", "beats x parts"),
        ("clave:", "a row of boxes"),
        ("@ 4x4 4 9\nx...", "20 to 300"),
    ],
)
def test_a_refusal_says_what_was_seen_and_what_is_allowed(text: str, said: str) -> None:
    """The sentence names the place."""
    with pytest.raises(BadValue) as refused:
        read_tubs(text)
    assert said in refused.value.message


def test_shorter_rows_are_repeated_and_the_cycle_guessed() -> None:
    """A row of four under one of sixteen sounds four times."""
    sketch = read_tubs("# Samba\nsurdo: m...|O...\nganza: xxxx\nline: x..x.x.x..x.x.x.\n")

    assert (sketch.title, sketch.cycle.beats, sketch.cycle.parts_per_beat) == ("Samba", 4, 4)
    assert [row.grid for row in sketch.rows][:2] == ["m...O...m...O...", "x" * 16]
    assert json.loads(msgspec.json.encode(sketch.rows[2]))["label"] == "line"


MINI_SIGNS = "x ~ [ ] * ( ) , 2 3 8 X B bd : - ? < \n"


@given(sketches())
def test_mini_notation_and_back(sketch: Sketch) -> None:
    """The rows of a pattern, written in mini-notation, are read as the same rows."""
    read = read_mini(write_mini(sketch))

    assert [(row.label, row.grid) for row in read.rows] == [
        (" ".join(row.label.replace(":", " ").split()), row.grid) for row in sketch.rows
    ]


@given(st.text(max_size=60) | st.lists(st.sampled_from(MINI_SIGNS.split(" "))).map("".join))
def test_any_text_is_mini_notation_or_is_told_why_not(text: str) -> None:
    """No text breaks the reader, and what it takes it writes and takes again."""
    try:
        sketch = read_mini(text)
    except BadValue:
        return
    again = read_mini(write_mini(sketch))
    assert [row.grid for row in again.rows] == [row.grid for row in sketch.rows]


@given(st.integers(1, 32).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_strokes_are_spread_evenly(numbers: tuple[int, int]) -> None:
    """The gaps between spread strokes differ by at most one place."""
    strokes, places = numbers
    spread = euclid(strokes, places)
    at = [i for i, stroke in enumerate(spread) if stroke]
    gaps = {(b - a) % places or places for a, b in pairwise([*at, at[0]])} if at else set()

    assert (len(spread), sum(spread)) == (places, strokes)
    assert not at or at[0] == 0
    assert not gaps or max(gaps) - min(gaps) <= 1


@pytest.mark.parametrize("sign", ["x?", "x|x", "<x y>", "x!3", "x@2", "{x x}%4", "x/2", "x.5"])
def test_chance_and_other_signs_are_refused_kindly(sign: str) -> None:
    """The sentence says what is understood; chance is called chance."""
    with pytest.raises(BadValue) as refused:
        read_mini(sign)
    assert "x(3,8)" in refused.value.message
    assert ("chance" in refused.value.message) == (sign[1] in "?|")


@given(sketches("xX."), st.integers(1, 3))
def test_a_midi_file_and_back(sketch: Sketch, cycles: int) -> None:
    """On its own grid a MIDI file gives the same boxes, accents and tempo, feel or no feel."""
    size = sketch.cycle
    sounding = [row for row in sketch.rows if steps_of(row.grid)]
    body = write_midi(sketch, cycles)
    if not sounding:
        with pytest.raises(BadFile):
            read_midi("a.mid", body, size.parts_per_beat, size.beats)
        return
    read = read_midi("a.mid", body, size.parts_per_beat, size.beats)

    assert [row.grid for row in read.rows] == [row.grid for row in sounding]
    assert read.tempo_bpm == pytest.approx(sketch.tempo_bpm, abs=0.01)
    assert read.title == sketch.title


@given(
    st.binary(max_size=80)
    | st.binary(max_size=60).map(
        lambda b: b"MThd\0\0\0\6\0\1\0\1\0\x60MTrk" + len(b).to_bytes(4, "big") + b
    ),
    st.integers(1, 12),
)
def test_any_bytes_are_a_rhythm_or_are_told_why_not(body: bytes, parts: int) -> None:
    """No bytes break the reader."""
    with contextlib.suppress(PeerError):
        assert read_midi("a.mid", body, parts).rows
