"""Boxes as text, the time unit box system of Philip Harland, in print by James Koetting (1970).

::

    # Son clave
    @ 4x4 4 96
    clave: x..x ..x. ..x. x...

A line is a row of boxes with or without a name before a colon; ``|`` and spaces are there for the
eye. Two other lines may stand above: ``#`` and a title; ``@`` and the cycle (beats ``x`` parts of a
beat), then as wanted its groups (``2+2+3``), the tempo, ``swing 2`` and ``feel -0.03 0.04 -0.01``.
Without an ``@`` line the cycle is guessed from the number of boxes; a shorter row is repeated until
it is as long as the longest. ``static/js/tubs.js`` reads and writes the same text.
"""

from __future__ import annotations

import re
from typing import Final

from unisono.errors import BadValue
from unisono.rhythm.cycle import Cycle, Feel, guessed_cycle
from unisono.rhythm.pattern import LONGEST_LABEL, LONGEST_TITLE, USUAL_BPM, Row, Sketch
from unisono.rhythm.strokes import MOST_STEPS

LONGEST_TEXT: Final = 16_384
_HEAD = re.compile(
    r"(?P<beats>[0-9]{1,3})x(?P<parts>[0-9]{1,3})(?:\s+(?P<groups>[0-9]{1,3}(?:\+[0-9]{1,3})*))??"
    r"(?:\s+(?P<bpm>[0-9]{1,4}(?:\.[0-9]{1,9})?))?(?:\s+swing\s+(?P<swing>[0-9](?:\.[0-9]{1,9})?))?"
    r"(?:\s+feel(?P<feel>(?:\s+-?[0-9](?:\.[0-9]{1,9})?)+))?"
)
_HEAD_HELP: Final = "beats x parts, groups, tempo, as in '@ 4x4 2+2 96'"


def read_tubs(text: str) -> Sketch:
    """Return the pattern that a text of boxes shows.

    Raises:
        BadValue: saying which box is not known, or which rows do not fit together.
    """
    if len(text) > LONGEST_TEXT:
        raise BadValue("length of the text", len(text), f"at most {LONGEST_TEXT} letters")
    title, head, rows = "", None, []
    for line in (line.strip() for line in text.splitlines()):
        if line.startswith("#"):
            title = title or line[1:].strip()[:LONGEST_TITLE]
        elif line.startswith("@"):
            head = _head(line.removeprefix("@").strip())
        elif line:
            rows.append(_row(line))
    if not rows:
        raise BadValue("text", text[:40], "with a row of boxes, as in 'x..x..x.'")
    cycle, bpm, feel = head or (
        guessed_cycle(max(len(row.grid) for row in rows)),
        USUAL_BPM,
        Feel(),
    )
    return Sketch(cycle, tuple(_filled(row, cycle.steps) for row in rows), title, bpm, feel)


def write_tubs(sketch: Sketch) -> str:
    """Return a pattern as text; :func:`read_tubs` gives the same pattern back."""
    lines = [f"# {sketch.title}"] if sketch.title else []
    lines.append(f"@ {_written_head(sketch)}")
    for row in sketch.rows:
        name = row.label.lstrip("#@ ")
        label = f"{name}: " if name else ""
        lines.append(label + " ".join(beats_of(row.grid, sketch.cycle)))
    return "\n".join(lines) + "\n"


def beats_of(grid: str, cycle: Cycle) -> list[str]:
    """Cut a row at its beats, or at its groups where a beat is one box."""
    if cycle.parts_per_beat == 1:
        starts = cycle.group_starts()
        ends = (*starts[1:], cycle.steps)
        return [grid[a:b] for a, b in zip(starts, ends, strict=True)]
    size = cycle.parts_per_beat
    return [grid[at : at + size] for at in range(0, cycle.steps, size)]


def _row(line: str) -> Row:
    label, colon, boxes = line.rpartition(":")
    label = " ".join(label.split())[:LONGEST_LABEL].strip() if colon else ""
    grid = re.sub(r"[\s|]", "", boxes)
    if not grid:
        raise BadValue("row", line[:40], "a row of boxes, as in 'x..x..x.'")
    if len(grid) > MOST_STEPS:
        raise BadValue("number of boxes", len(grid), f"at most {MOST_STEPS}")
    return Row(label, grid)


def _filled(row: Row, steps: int) -> Row:
    if steps % len(row.grid):
        allowed = f"a number that fits into {steps}"
        raise BadValue(f"number of boxes in row {row.label!r}", len(row.grid), allowed)
    return Row(row.label, row.grid * (steps // len(row.grid)))


def _head(text: str) -> tuple[Cycle, float, Feel]:
    found = _HEAD.fullmatch(text)
    if not found:
        raise BadValue("line after @", text[:40], _HEAD_HELP)
    groups, beats = found["groups"], int(found["beats"])
    grouping = tuple(map(int, groups.split("+"))) if groups else ()
    offsets = tuple(map(float, (found["feel"] or "").split()))
    cycle = Cycle(beats, int(found["parts"]), grouping)
    bpm = float(found["bpm"] or USUAL_BPM)
    return cycle, bpm, Feel(offsets, float(found["swing"] or 1.0))


def _written_head(sketch: Sketch) -> str:
    cycle, feel = sketch.cycle, sketch.feel
    words = [f"{cycle.beats}x{cycle.parts_per_beat}"]
    words.append("+".join(map(str, cycle.groups)))
    words.append(short(sketch.tempo_bpm))
    if feel.swing != 1.0:
        words.append(f"swing {short(feel.swing)}")
    if feel.offsets:
        words.append("feel " + " ".join(short(offset) for offset in feel.offsets))
    return " ".join(words)


def short(number: float) -> str:
    """Return a number with at most six places and no zeros at its end."""
    text = f"{number:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
