"""Python reproduces tests/vectors/grid.json, which JavaScript reproduces, too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from unisono.errors import BadValue
from unisono.library import load_library, song_json
from unisono.rhythm.cycle import Cycle, guessed_cycle, step_beats
from unisono.rhythm.link import read_link, write_link
from unisono.rhythm.pattern import Pattern, Sketch
from unisono.rhythm.phrase import phrase_of_layer, phrase_of_row, phrases_of_call
from unisono.rhythm.sheets import groove_of, phrase_of_line, sheet_of
from unisono.rhythm.strokes import STROKES
from unisono.rhythm.tubs import read_tubs, write_tubs


@pytest.fixture(scope="module")
def vectors(repo_root: Path) -> dict[str, Any]:
    """The shared vectors."""
    found: dict[str, Any] = json.loads(
        (repo_root / "tests" / "vectors" / "grid.json").read_text(encoding="utf-8")
    )
    return found


def plain(value: object) -> Any:
    """Return a value as JSON has it."""
    return json.loads(msgspec.json.encode(value))


def test_strokes_and_guesses(vectors: dict[str, Any]) -> None:
    """The table of strokes and the guessed cycles are those of the vectors."""
    assert plain(dict(STROKES)) == vectors["strokes"]
    for steps, cycle in vectors["guesses"]:
        if cycle is None:
            with pytest.raises(BadValue):
                guessed_cycle(steps)
        else:
            assert guessed_cycle(steps) == msgspec.convert(cycle, Cycle)


def test_sketches(vectors: dict[str, Any]) -> None:
    """Beats, meters, links, texts and phrases of each sketch are those of the vectors."""
    for case in vectors["sketches"]:
        sketch = msgspec.convert(case["sketch"], Sketch)
        assert plain(step_beats(sketch.cycle, sketch.feel)) == pytest.approx(case["beats"])
        assert list(sketch.cycle.meter().grouping) == case["meter"]
        assert list(sketch.cycle.group_starts()) == case["group_starts"]
        assert write_link(sketch) == case["link"]
        assert write_tubs(sketch) == case["tubs"]
        assert write_link(read_link(case["link"])) == case["link"]
        assert write_tubs(read_tubs(case["tubs"])) == case["tubs"]
        for i, phrase in enumerate(case["phrases"]):
            assert plain(phrase_of_row(sketch, i)) == phrase


def test_phrases_of_a_pattern(vectors: dict[str, Any]) -> None:
    """Layers and calls become the same notes in both languages."""
    pattern = msgspec.convert(vectors["pattern"], Pattern)
    for i, phrase in enumerate(vectors["layers"]):
        assert plain(phrase_of_layer(pattern, i)) == phrase
    assert [plain(phrases_of_call(pattern, 0, "pt-BR"))] == vectors["calls"]


def test_whole_pieces(vectors: dict[str, Any]) -> None:
    """Grooves, songs and their lines become the same notes in both languages."""
    pattern = msgspec.convert(vectors["pattern"], Pattern)
    assert plain(groove_of(pattern)) == vectors["groove"]
    for case in vectors["songs"]:
        song = load_library().song(case["song"]["id"])
        assert plain(song_json(song)) == case["song"]
        assert plain(sheet_of(song)) == case["sheet"]
        assert [plain(phrase_of_line(song, i)) for i in range(len(song.tune.lines))] == case[
            "lines"
        ]


def test_what_is_no_link_is_refused(vectors: dict[str, Any]) -> None:
    """Links that are cut, of another version, or say what cannot be, are refused."""
    for text in vectors["not_links"]:
        with pytest.raises(BadValue):
            read_link(text)
