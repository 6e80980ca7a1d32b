"""Laws of songs in ABC: nothing is lost on the way, bars are counted, any text is answered."""

from __future__ import annotations

import contextlib
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisono.errors import BadValue
from unisono.rhythm.abc_read import read_abc
from unisono.rhythm.abc_words import key_signs, read_words, write_words
from unisono.rhythm.abc_write import write_abc
from unisono.rhythm.song import Line, Role, SongNote, Tune

FRERE = """X:1
T:Frère Jacques
M:4/4
L:1/4
Q:96
K:G
GABG|GABG|Bcd2|Bcd2|d/e/d/c/BG|d/e/d/c/BG|GDG2|GDG2|]
"""
ROW = """X:2
T:Row
M:6/8
L:1/8
Q:3/8=80
K:C
C3C3|C2DE3|E2DE2F|G6|cccGGG|EEECCC|G2FE2D|C6|]
"""
MICHAEL = """X:3
T:Michael
M:4/4
L:1/4
Q:92
K:C
CE|G>EGA|G2 EG|A4|G2 EG|G>EFE|D2 CD|(E2D2)|C2|]
"""
SYLLABLES = st.sampled_from(["", "", "la", "row", "Jac-", "ques,", "o o", "ñé", "don’t"])

ENDS = st.booleans()
ROLES: list[tuple[Role, Role]] = [("all", "all"), ("call", "response")]


@st.composite
def tunes(draw: st.DrawFn) -> Tune:
    """Any tune on a grid of thirds or quarters of a beat."""
    unit = draw(st.sampled_from([(1, 4), (1, 2), (1, 8), (3, 8), (3, 16)]))
    if unit[0] == 3:
        grouping: tuple[int, ...] = (draw(st.integers(2, 4)),)
    else:
        grouping = draw(st.sampled_from([(2,), (3,), (4,), (2, 2, 3), (3, 2), (5,)]))
    bars, parts = draw(st.integers(1, 6)), draw(st.sampled_from([1, 2, 3, 4]))
    total = bars * sum(grouping) * parts
    cuts = sorted(draw(st.sets(st.integers(0, total), min_size=2, max_size=14)))
    roles: tuple[Role, Role] = draw(st.sampled_from(ROLES))
    lines: list[Line] = []
    notes: list[SongNote] = []
    turn = 0
    for start, end in pairwise(cuts):
        if draw(st.booleans()) or (end == cuts[-1] and not lines and not notes):
            notes.append(
                SongNote(
                    float(Fraction(start, parts)),
                    float(Fraction(end - start, parts)),
                    draw(st.integers(36, 84)),
                    draw(SYLLABLES),
                )
            )
        if draw(ENDS) and notes:
            lines.append(Line(roles[turn % 2], tuple(notes)))
            notes, turn = [], turn + 1
    if notes:
        lines.append(Line(roles[turn % 2], tuple(notes)))
    key = draw(st.sampled_from(["C", "G", "Bb", "Am", "Ddor", "F#", "Cb", "Elyd"]))
    bpm = draw(st.integers(400, 2000)) / 10
    return Tune(unit, grouping, key, bpm, float(bars * sum(grouping)), tuple(lines), "A tune")


@given(tunes())
def test_abc_and_back(tune: Tune) -> None:
    """What is written in ABC is read as the same tune: pitches, places, words, voices, tempo."""
    assert read_abc(write_abc(tune)) == tune


@pytest.mark.parametrize(("text", "notes", "bars"), [(FRERE, 32, 8), (ROW, 27, 8)])
def test_the_starter_rounds_add_up(text: str, notes: int, bars: int) -> None:
    """Each has as many notes as syllables, in whole bars, and comes back from what is written."""
    tune = read_abc(text)

    assert sum(len(line.notes) for line in tune.lines) == notes
    assert tune.length_beats == bars * tune.bar_beats
    assert read_abc(write_abc(tune)) == tune


def test_an_upbeat_lies_at_the_end_of_the_first_bar() -> None:
    """Michael begins on the third beat; its last bar may be short."""
    tune = read_abc(MICHAEL)

    assert [note.beat for note in tune.lines[0].notes[:3]] == [2.0, 3.0, 4.0]
    assert tune.length_beats == 36.0
    assert read_abc(write_abc(tune)) == tune


def test_a_beat_of_six_eight_is_a_dotted_quarter() -> None:
    """Two beats to the bar, counted at the tempo that stands there."""
    tune = read_abc(ROW)

    assert (tune.beat_unit, tune.grouping, tune.tempo_bpm) == ((3, 8), (2,), 80.0)
    assert tune.lines[0].notes[2].beats == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("music", "pitches"),
    [
        ("F ^F F | F", [66, 66, 66, 66]),
        ("=F F f | F", [65, 65, 78, 66]),
        ("C, c c' | _B", [48, 72, 84, 70]),
    ],
)
def test_accidentals_last_for_their_bar_and_octave(music: str, pitches: list[int]) -> None:
    """A sign holds until the bar line, for its own octave only; the key holds everywhere else."""
    tune = read_abc(f"M:3/4\nL:1/4\nK:G\n{music} z2 |")

    assert [note.pitch for line in tune.lines for note in line.notes] == pitches


def test_lengths_are_read_as_written() -> None:
    """Broken rhythm, triplets, ties over a bar, halves and thirds."""
    tune = read_abc("M:4/4\nL:1/4\nK:C\nC>D (3GAB- | B2 C//D3/4E |")
    lengths = [note.beats for note in tune.lines[0].notes]

    assert lengths == pytest.approx([1.5, 0.5, 2 / 3, 2 / 3, 2 / 3 + 2.0, 0.25, 0.75, 1.0])


def test_words_lie_under_their_notes() -> None:
    """Hyphens go on, underscores hold, a tied note needs none of its own."""
    tune = read_abc("M:4/4\nL:1/4\nK:C\nCDEF | G2A2- | A4 |\nw: Al-le-lu-_ ia, ~o~yes _\n")
    words = [note.syllable for note in tune.lines[0].notes]

    assert words == ["Al-", "le-", "lu-", "", "ia,", "o yes"]
    assert tune.lines[0].words == "Alleluia, o yes"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "notes after its key"),
        ("GABc|", "after its key"),
        ("K:H\nC", "a key such as"),
        ("M:4/4\nL:1/4\nK:C\nCDEF|CDE|C4|", "bar 2"),
        ("M:4/4\nL:1/4\nK:C\nCDEFG|", "bar 1"),
        ("K:C\n|:C8:|", "repeats"),
        ("K:C\n[CEG]8|", "chords written out"),
        ("K:C\nC8|\nM:3/4\nC6|", "one key, one meter"),
        ("K:C\nC8|\nw: one two", "one for each note"),
        ("K:C\nC8|\nw: one\nw: two", "written out after the first"),
        ("M:13/4\nK:C\nC", "a meter such as"),
        ("K:C\nC0|", "such as 2, 3/2 or /2"),
        ("K:C\n>C8|", "between two notes"),
        ("Q:fast\nK:C\nC8|", "a tempo such as"),
        ("L:1/3\nK:C\nC8|", "a share of a whole note"),
    ],
)
def test_a_refusal_says_what_is_understood(text: str, said: str) -> None:
    """The sentence names the place and what to write instead."""
    with pytest.raises(BadValue) as refused:
        read_abc(text)
    assert said in refused.value.message


@given(st.text(max_size=60) | st.text("ABcdz|23/>-(),'^_=w: V\n", max_size=60))
def test_any_text_is_a_tune_or_is_told_why_not(body: str) -> None:
    """No text breaks the reader, and what it takes comes back from what is written."""
    for text in (body, f"M:2/4\nL:1/8\nK:D\n{body}"):
        with contextlib.suppress(BadValue):
            tune = read_abc(text)
            assert read_abc(write_abc(tune)) == tune


@given(st.lists(st.none() | st.sampled_from(["la", "Jac-", "ques,", "o o", "ñé"]), max_size=12))
def test_words_and_back(syllables: list[str | None]) -> None:
    """A line of syllables is read as it was written, but for notes without one at its end."""
    while syllables and syllables[-1] is None:
        syllables = syllables[:-1]
    assert read_words(write_words(syllables)) == syllables


@pytest.mark.parametrize(
    ("key", "signs"),
    [
        ("C", ""),
        ("G", "F#"),
        ("Bb", "Bb Eb"),
        ("Am", ""),
        ("F#m", "F# C# G#"),
        ("D dor", ""),
        ("Emix", "F# C# G#"),
        ("Cmaj", ""),
    ],
)
def test_keys_have_their_signs(key: str, signs: str) -> None:
    """Major, minor and modes."""
    found = key_signs(key)

    assert {f"{k}{'#' if v > 0 else 'b'}" for k, v in found.items()} == set(signs.split())
