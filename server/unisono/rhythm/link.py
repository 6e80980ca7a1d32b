"""A pattern in the fragment of an address: ``/patterns#p=1;4x4;4;96;1;;A%20clave;clave=x2x2x...``.

The parts between semicolons: the version, beats ``x`` parts, groups, tempo, swing, offsets, title,
then one row each. A number in a row is so many rests. Nothing of it reaches a server.
``static/js/patternLink.js`` is the twin; both are tested on ``tests/vectors/grid.json``.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, unquote

from unisono.errors import BadValue
from unisono.rhythm.cycle import Cycle, Feel
from unisono.rhythm.pattern import MOST_LAYERS, Row, Sketch
from unisono.rhythm.strokes import MOST_STEPS
from unisono.rhythm.tubs import short

VERSION: Final = "1"
LONGEST_LINK: Final = 8192
_UNESCAPED: Final = "!*'()~"
"""What JavaScript's encodeURIComponent leaves as it is, beside letters, digits and ``-_.``."""
_ALLOWED: Final = "a pattern's link, copied whole"
_HEAD_PARTS: Final = 7
_NUMBER = re.compile(r"-?[0-9]{1,4}(\.[0-9]{1,9})?")
_BROKEN = re.compile(r"%(?![0-9A-Fa-f]{2})")
_WHOLE = re.compile(r"[0-9]{1,3}")


def write_link(sketch: Sketch) -> str:
    """Return the text that stands after ``#p=``."""
    cycle, feel = sketch.cycle, sketch.feel
    head = (
        VERSION,
        f"{cycle.beats}x{cycle.parts_per_beat}",
        "+".join(map(str, cycle.groups)),
        short(sketch.tempo_bpm),
        short(feel.swing),
        ",".join(map(short, feel.offsets)),
        _quoted(sketch.title),
    )
    return ";".join((*head, *(f"{_quoted(row.label)}={_packed(row.grid)}" for row in sketch.rows)))


def read_link(text: str) -> Sketch:
    """Return the pattern of a link's text.

    Raises:
        BadValue: if it is not a whole link of this version.
    """
    parts = text.split(";")
    if len(text) > LONGEST_LINK or len(parts) > _HEAD_PARTS + MOST_LAYERS:
        raise BadValue("link", text[:40], "shorter")
    if parts[0] != VERSION or len(parts) <= _HEAD_PARTS:
        raise BadValue("link", text[:40], _ALLOWED)
    _, size, groups, bpm, swing, offsets, title = parts[:_HEAD_PARTS]
    beats, _, per_beat = size.partition("x")
    grouping = tuple(_whole(group) for group in groups.split("+")) if groups else ()
    feel = Feel(tuple(_number(x) for x in offsets.split(",") if offsets), _number(swing))
    cycle = Cycle(_whole(beats), _whole(per_beat), grouping)
    rows = tuple(_row(part) for part in parts[_HEAD_PARTS:])
    return Sketch(cycle, rows, _unquoted(title), _number(bpm), feel)


def _row(part: str) -> Row:
    label, equals, packed = part.partition("=")
    if not equals:
        raise BadValue("row of a link", part[:40], _ALLOWED)
    return Row(_unquoted(label), _unpacked(packed))


def _packed(grid: str) -> str:
    return re.sub(r"\.{2,}", lambda rests: str(len(rests[0])), grid)


def _unpacked(packed: str) -> str:
    counts = [_whole(count) for count in re.findall(r"[0-9]+", packed)]
    if sum(counts) > MOST_STEPS:
        raise BadValue("row of a link", packed[:40], f"at most {MOST_STEPS} boxes")
    return re.sub(r"[0-9]+", lambda count: "." * int(count[0]), packed)


def _quoted(text: str) -> str:
    return quote(text, safe=_UNESCAPED)


def _unquoted(text: str) -> str:
    if _BROKEN.search(text):
        raise BadValue("words of a link", text[:40], _ALLOWED)
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError as problem:
        raise BadValue("words of a link", text[:40], _ALLOWED) from problem


def _number(text: str) -> float:
    if not _NUMBER.fullmatch(text):
        raise BadValue("number of a link", text[:40], _ALLOWED)
    return float(text)


def _whole(text: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise BadValue("number of a link", text[:40], _ALLOWED)
    return int(text)
