"""Write grid.json: what Python and JavaScript must both say of grids, phrases and links.

Run from the repository root after a wanted change: ``python tests/vectors/make_grid.py``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

from unisono.errors import BadValue
from unisono.library import load_library, song_json
from unisono.rhythm.cycle import Cycle, Feel, guessed_cycle, step_beats
from unisono.rhythm.link import write_link
from unisono.rhythm.pattern import Call, Layer, Pattern, Row, Sketch
from unisono.rhythm.phrase import phrase_of_layer, phrase_of_row, phrases_of_call
from unisono.rhythm.sheets import groove_of, phrase_of_line, sheet_of
from unisono.rhythm.strokes import MOST_STEPS, STROKES
from unisono.rhythm.tubs import write_tubs

HERE = Path(__file__).parent
SHUFFLED = Feel((-0.03, 0.04, -0.01))
SKETCHES = (
    Sketch(Cycle(4, 4, (4,)), (Row("clave", "x..x..x...x.x..."),), "Son clave", 100.0),
    Sketch(Cycle(2, 3, (2,)), (Row("", "S..STT"), Row("kenkeni", "..K.KK")), "", 132.5, SHUFFLED),
    Sketch(Cycle(9, 1, (2, 2, 2, 3)), (Row("davul", "D.T.D.TTT"),), "9/8; a = b, 50 %", 140.0),
    Sketch(Cycle(4, 2), (Row("ride", "x.xxx.xx"),), "Swung", 120.0, Feel((), 2.0)),
    Sketch(Cycle(16, 1, (4,) * 4), (Row("tabla", "Xxxx" * 4), Row("", "." * 16)), "Tīntāl ü", 60.0),
)
PATTERN = Pattern(
    id="two-words",
    title={"en": "Two words", "pt": "Duas palavras"},
    people_place="ours",
    context="a test",
    cycle=Cycle(2, 3, (2,)),
    layers=(
        Layer("jembe", "jembe", "S..STT", 1, 60, {"en": "say it now"}, (), {"T": "tak"}),
        Layer("voice", "voice", "x.X...", 2, 54, {}, ("dha", "dhin")),
    ),
    tempo=(80.0, 100.0, 120.0),
    status="open",
    confidence="n/a",
    feel=SHUFFLED,
    calls=(Call("S.TS..", "T.....", {"en": "hey"}),),
)
NOT_LINKS: tuple[str, ...] = (
    "",
    "2;4x4;4;96;1;;;=x",
    "1;4x4;4;96;1;;",
    "1;4x4;4;96;1;;;x",
    "1;4x4;3;96;1;;;=16",
)
NOT_LINKS += ("1;1x4;1;96;1;;;=q3", "1;1x4;1;9;1;;;=4", "1;1x4;1;96;9;;;=4", "1;1x4;1;96;1;.1;;=4")
NOT_LINKS += (
    "1;1x4;1;96;1;;%zz;=4",
    "1;1x4x;1;96;1;;;=4",
    "1;1x4;1;96;1;;%0A;=4",
    "1;x4;1;96;1;;;=4",
)
NOT_LINKS += ("1;1x3;1;96;2;;;=3", "1;1x2;1;96;1;0.3,-0.3;;=2", "1;1x4;1;96;1;;;=999999999")


def plain(value: object) -> Any:
    """Return a struct as JSON would have it."""
    return msgspec.to_builtins(value)


def guesses() -> list[list[Any]]:
    """Return the guessed cycle of every number of boxes, or None where there is none."""
    found: list[list[Any]] = []
    for steps in range(MOST_STEPS + 2):
        try:
            found.append([steps, plain(guessed_cycle(steps))])
        except BadValue:
            found.append([steps, None])
    return found


def sketch_case(sketch: Sketch) -> dict[str, Any]:
    """Return a sketch with all that is made of it."""
    return {
        "sketch": plain(sketch),
        "beats": step_beats(sketch.cycle, sketch.feel),
        "meter": sketch.cycle.meter().grouping,
        "group_starts": sketch.cycle.group_starts(),
        "link": write_link(sketch),
        "tubs": write_tubs(sketch),
        "phrases": [plain(phrase_of_row(sketch, i)) for i in range(len(sketch.rows))],
    }


def song_case(name: str) -> dict[str, Any]:
    """Return a song of the library with its sheet and the phrases of its lines."""
    song = load_library().song(name)
    lines = range(len(song.tune.lines))
    return {
        "song": song_json(song),
        "sheet": plain(sheet_of(song)),
        "lines": [plain(phrase_of_line(song, i)) for i in lines],
    }


def vectors() -> dict[str, Any]:
    """Return everything."""
    return {
        "strokes": STROKES,
        "guesses": guesses(),
        "sketches": [sketch_case(sketch) for sketch in SKETCHES],
        "pattern": plain(PATTERN),
        "layers": [plain(phrase_of_layer(PATTERN, i)) for i in range(len(PATTERN.layers))],
        "calls": [plain(phrases_of_call(PATTERN, 0, "pt-BR"))],
        "groove": plain(groove_of(PATTERN)),
        "songs": [song_case(name) for name in ("michael-row", "row-your-boat")],
        "not_links": NOT_LINKS,
    }


if __name__ == "__main__":
    text = json.dumps(vectors(), ensure_ascii=False, indent=1)
    (HERE / "grid.json").write_text(text + "\n", encoding="utf-8")
