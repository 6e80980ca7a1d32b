"""Any pattern: strategies for cycles, feels and sketches."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import strategies as st

from unisono.pulse import MAX_BEATS
from unisono.rhythm.cycle import MOST_BEATS, MOST_PARTS, Cycle, Feel
from unisono.rhythm.pattern import Row, Sketch
from unisono.rhythm.strokes import MOST_STEPS, REST, STROKES

LETTERS = "".join(STROKES) + REST


@st.composite
def cycles(draw: st.DrawFn) -> Cycle:
    """Any cycle."""
    beats = draw(st.integers(1, MOST_BEATS))
    parts = draw(st.integers(1, min(MOST_PARTS, MOST_STEPS // beats)))
    if beats > MAX_BEATS:
        sizes = [size for size in range(1, beats + 1) if beats % size == 0]
        size = draw(st.sampled_from(sizes))
        return Cycle(beats, parts, (size,) * (beats // size))
    cuts = sorted(draw(st.sets(st.integers(1, beats - 1)))) if beats > 1 else []
    edges = [0, *cuts, beats]
    return Cycle(beats, parts, tuple(b - a for a, b in pairwise(edges)))


@st.composite
def feels(draw: st.DrawFn, cycle: Cycle) -> Feel:
    """Any feel of a cycle, to a thousandth of a beat."""
    parts = cycle.parts_per_beat
    if parts == 1 or draw(st.booleans()):
        swings = st.integers(100, 140).map(lambda n: n / 100)
        return Feel((), draw(swings) if parts % 2 == 0 else 1.0)
    most = 450 // parts
    thousandths = draw(st.lists(st.integers(-most, most), min_size=parts, max_size=parts))
    while sum(thousandths):  # shared out until nothing is left
        i = max(range(parts), key=lambda i: thousandths[i] * (1 if sum(thousandths) > 0 else -1))
        thousandths[i] -= 1 if sum(thousandths) > 0 else -1
    return Feel(tuple(n / 1000 for n in thousandths))


def labels(longest: int) -> st.SearchStrategy[str]:
    """Return any label that text keeps as it is: one line, single spaces, no mark of a line."""
    letters = st.characters(exclude_categories=["C", "Z"], include_characters=" ")
    return (
        st.text(letters, max_size=longest)
        .map(lambda text: " ".join(text.split()).lstrip("#@ ").strip())
        .filter(str.isprintable)
    )


@st.composite
def sketches(draw: st.DrawFn, letters: str = LETTERS) -> Sketch:
    """Any sketch."""
    cycle = draw(cycles())
    grids = st.text(letters, min_size=cycle.steps, max_size=cycle.steps)
    rows = draw(st.lists(st.builds(Row, labels(12), grids), min_size=1, max_size=4))
    bpm = draw(st.integers(200, 3000)) / 10
    return Sketch(cycle, tuple(rows), draw(labels(20)), bpm, draw(feels(cycle)))
