"""Cycles, feels, layers and patterns refuse what they cannot be, with a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from unisono.errors import BadValue
from unisono.rhythm.cycle import Cycle, Feel, guessed_cycle, step_beats
from unisono.rhythm.pattern import Call, Layer, Pattern, Row, Sketch
from unisono.rhythm.provenance import Rights, Source

LAYER = Layer("bell", "bell", "x..x", 1, 56)
BOOK = Source("A book", "book")
GROUP = Source("A group", "group", "https://example.org/")
GOOD: dict[str, Any] = {
    "id": "a-bell",
    "title": {"en": "A bell"},
    "people_place": "ours",
    "context": "",
    "cycle": Cycle(2, 2),
    "layers": (LAYER,),
    "tempo": (60.0, 80.0, 100.0),
    "status": "open",
    "confidence": "high",
    "sources": (BOOK, GROUP),
}


def changed(**other: object) -> Callable[[], object]:
    """Return what makes the good pattern with something else in it."""
    return lambda: Pattern(**{**GOOD, **other})


@pytest.mark.parametrize(
    "make",
    [
        lambda: Cycle(0),
        lambda: Cycle(65),
        lambda: Cycle(4, 13),
        lambda: Cycle(64, 4),
        lambda: Cycle(7, 1, (2, 2)),
        lambda: Cycle(7, 1, (7, 0)),
        lambda: Cycle(14, 1, (5, 9)),
        lambda: Feel((0.1, 0.1)),
        lambda: Feel((float("nan"),)),
        lambda: Feel((), 3.0),
        lambda: step_beats(Cycle(2, 3), Feel((0.1, -0.1))),
        lambda: step_beats(Cycle(2, 3), Feel((), 2.0)),
        lambda: step_beats(Cycle(2, 2), Feel((0.25, -0.25))),
        lambda: guessed_cycle(0),
        lambda: guessed_cycle(127),
        lambda: Row("a\nb", "x"),
        lambda: Row("", "x?"),
        lambda: Sketch(Cycle(4), ()),
        lambda: Sketch(Cycle(4), (Row("", "x"),)),
        lambda: Sketch(Cycle(1), (Row("", "x"),), "", 10.0),
        lambda: Layer("", "bell", "x", 1, 56),
        lambda: Layer("bell", "bell", "....", 1, 56),
        lambda: Layer("bell", "bell", "x", 4, 56),
        lambda: Layer("bell", "bell", "x", 1, 12),
        lambda: Layer("bell", "bell", "xx", 1, 56, {}, ("la",)),
        lambda: Layer("bell", "bell", "x", 1, 56, {"english": "la"}),
        lambda: Layer("bell", "bell", "x", 1, 56, {}, (), {"x": "a very long word"}),
        lambda: Call("x...", "x.."),
        lambda: Call("x...", "...."),
        lambda: Source("", "book"),
        lambda: Source("A page", "page", "http://example.org"),
        lambda: Source("A page", "page", "", "yesterday"),
        lambda: Rights("", "US", "1609", "us", "2026-11-26"),
        lambda: Rights("old", "US", "", "us", "2026-11-26"),
        changed(id="A Bell"),
        changed(title={"de": "Glocke"}),
        changed(layers=()),
        changed(cycle=Cycle(4, 2)),
        changed(tempo=(80.0, 60.0, 100.0)),
        changed(sources=(BOOK,)),
        changed(sources=(BOOK, BOOK)),
        changed(sources=(), confidence="medium"),
        changed(calls=(Call("x", "x"),)),
    ],
)
def test_a_bad_value_is_refused_at_birth(make: Callable[[], object]) -> None:
    """Nothing wrong gets as far as a circle, and the sentence says what is allowed."""
    with pytest.raises(BadValue, match="must be"):
        make()


def test_the_good_pattern_is_one_and_becomes_a_sketch() -> None:
    """The pattern above is refused only for what was changed in it."""
    pattern = Pattern(**GOOD)

    assert pattern.difficulty == 1
    assert pattern.sketch() == Sketch(Cycle(2, 2), (Row("bell", "x..x"),), "A bell", 80.0)


def test_a_file_with_an_unknown_field_is_refused() -> None:
    """A misspelt name in a data file does not pass unseen."""
    body = msgspec.json.encode(LAYER).replace(b'"gm"', b'"gmm"')
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(body, type=Layer)


@pytest.mark.parametrize(
    ("cycle", "grouping"),
    [
        (Cycle(4, 4, (4,)), (4,)),
        (Cycle(7, 1, (3, 2, 2)), (3, 2, 2)),
        (Cycle(16, 1, (4,) * 4), (4,)),
        (Cycle(1, 4), (2,)),
        (Cycle(16, 1, (16,)), (8,)),
        (Cycle(26, 1, (13, 13)), (2,)),
    ],
)
def test_a_circle_can_play_every_cycle_in_a_meter(cycle: Cycle, grouping: tuple[int, ...]) -> None:
    """A cycle's meter has 2 to 12 beats; a long one is counted in a part of it."""
    assert cycle.meter().grouping == grouping
