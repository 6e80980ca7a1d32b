"""Words that carry a rhythm have a syllable for each stroke; a song's words fit its notes."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from unisono.library import load_library
from unisono.rhythm.song import Song
from unisono.rhythm.strokes import steps_of

LIBRARY = load_library()
PHRASES = [
    *(
        (f"{pattern.id}: {layer.role}", layer.mnemonic["en"], layer.grid)
        for pattern in LIBRARY.patterns
        for layer in pattern.layers
        if layer.mnemonic
    ),
    *(
        (f"{pattern.id}: call {i}", call.mnemonic["en"], text)
        for pattern in LIBRARY.patterns
        for i, call in enumerate(pattern.calls)
        if call.mnemonic
        for text in [call.call if call.call == call.response else call.call + call.response]
    ),
]
SAID_ONCE = re.compile(r"[^\W\d_]+(?:’[^\W\d_]+)?")
VOWELS = re.compile(r"[aeiouy]+", re.IGNORECASE)
songs = pytest.mark.parametrize("song", LIBRARY.songs, ids=lambda song: song.id)


def syllables(words: str) -> int:
    """Return how many syllables are said; an e that ends a word after a consonant is silent."""
    said = 0
    for word in SAID_ONCE.findall(words):
        groups = len(VOWELS.findall(word))
        silent = re.search(r"[^aeiouy]e$", word, re.IGNORECASE) is not None
        said += max(1, groups - silent)
    return said


@pytest.mark.parametrize(
    ("words", "said"),
    [("One, two, sitting down to eat", 7), ("Here we are", 3), ("I’m here", 2), ("don, do-ko", 3)],
)
def test_syllables_are_counted_as_they_are_said(words: str, said: int) -> None:
    """The counter of this file counts."""
    assert syllables(words) == said


@pytest.mark.parametrize(("name", "words", "grid"), PHRASES, ids=[name for name, _, _ in PHRASES])
def test_a_mnemonic_has_a_syllable_for_each_stroke(name: str, words: str, grid: str) -> None:
    """Said once over the cycle, or again and again until it is full."""
    strokes = len(steps_of(grid))

    assert strokes % syllables(words) == 0, name


@songs
def test_a_song_is_sung_on_words_or_on_la(song: Song) -> None:
    """With a language every line has words and begins with one; without, there are none."""
    for line in song.tune.lines:
        assert bool(line.words) == bool(song.language)
        assert bool(line.notes[0].syllable) == bool(song.language)


@songs
def test_no_word_breaks_off_at_the_end_of_its_line(song: Song) -> None:
    """A hyphen goes on to a next syllable in the same line."""
    for line in song.tune.lines:
        sung = [note.syllable for note in line.notes if note.syllable]
        assert not sung or not sung[-1].endswith("-")


def test_a_feel_that_is_told_in_numbers_is_that() -> None:
    """The parts of a beat that a context names, in percent, are those of its feel."""
    told = {
        pattern.id: [int(part) for part in found[0].split(" : ")]
        for pattern in LIBRARY.patterns
        if (found := re.search(r"\d+(?: : \d+)+", pattern.context))
    }

    assert told
    for name, parts in told.items():
        pattern = LIBRARY.pattern(name)
        even = 1 / pattern.cycle.parts_per_beat
        begins = [i * even + offset for i, offset in enumerate(pattern.feel.offsets)]
        lengths = [b - a for a, b in pairwise([*begins, begins[0] + 1.0])]
        assert lengths == pytest.approx([part / sum(parts) for part in parts], abs=1e-5)
