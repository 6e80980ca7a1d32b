"""A part of the mini-notation of Tidal and Strudel: ``x ~ [x x] x*2 x(3,8)``. Pure.

A row is a cycle; words part it evenly; ``~`` or ``-`` rests; brackets part one place; ``*2`` plays
a place twice as fast; ``(3,8)`` spreads three strokes over eight places as evenly as can be
(Bjorklund's order), ``(3,8,2)`` begins two places later in it. A letter of the boxes is that
stroke; another word names a row of its own (``bd ~ sd ~`` is two rows). Every line of text is a row
more, with or without a name and a colon. What leaves things to chance is refused: a circle needs to
know what comes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Final

from unisono.errors import BadValue
from unisono.pulse import MAX_BEATS
from unisono.rhythm.cycle import MOST_PARTS, Cycle, guessed_cycle
from unisono.rhythm.pattern import LONGEST_LABEL, Row, Sketch
from unisono.rhythm.strokes import MOST_STEPS, REST, STROKES
from unisono.rhythm.tubs import LONGEST_TEXT, beats_of

ALLOWED: Final = "words, ~ for a rest, [x x], x*2 and x(3,8)"
CHANCE: Final = "?|"
DEEPEST: Final = 6
MOST_TIMES: Final = 16
_TOKEN = re.compile(
    r"\s+|(?P<rest>[~\-.])|(?P<open>\[)|(?P<close>\])|\*(?P<times>[0-9]{1,3})"
    r"|\((?P<euclid>\s*[0-9]{1,3}\s*,\s*[0-9]{1,3}\s*(?:,\s*[0-9]{1,3}\s*)?)\)"
    r"|(?P<word>[A-Za-z][A-Za-z0-9]{0,19})"
)


@dataclass(frozen=True, slots=True)
class _Place:
    """A stretch of the cycle and the word on it ("" for a rest), as shares of the whole."""

    at: Fraction
    length: Fraction
    word: str


_Part = list[_Place]
"""What fills a place, as shares of it."""


def read_mini(text: str) -> Sketch:
    """Return the pattern that lines of mini-notation describe.

    Raises:
        BadValue: saying which sign is not in the part of the notation that is understood here.
    """
    if len(text) > LONGEST_TEXT:
        raise BadValue("length of the text", len(text), f"at most {LONGEST_TEXT} letters")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        raise BadValue("text", "", "with a row, as in 'x ~ [x x] x*2'")
    read = [_line(line) for line in lines]
    steps = lcm(*(place.at.denominator for _, places, _ in read for place in places))
    steps = lcm(steps, *(p.length.denominator for _, places, _ in read for p in places))
    if steps > MOST_STEPS:
        raise BadValue("finest part", f"1/{steps} of the cycle", f"at most 1/{MOST_STEPS}")
    rows = [row for label, places, _ in read for row in _rows(label, places, steps)]
    return Sketch(_cycle(steps, read[0][2]), tuple(rows))


def write_mini(sketch: Sketch) -> str:
    """Return the rows of a pattern as text; :func:`read_mini` gives the same rows back."""
    lines = []
    for row in sketch.rows:
        beats = [" ".join(beat.replace(REST, "~")) for beat in beats_of(row.grid, sketch.cycle)]
        if sketch.cycle.parts_per_beat > 1 and len(beats) > 1:
            beats = [f"[{beat}]" for beat in beats]
        label = row.label.replace(":", " ").strip()
        lines.append(f"{label}: {' '.join(beats)}" if label else " ".join(beats))
    return "\n".join(lines) + "\n"


def euclid(strokes: int, places: int, turn: int = 0) -> tuple[bool, ...]:
    """Spread strokes over places as evenly as can be, the first on the first place.

    Args:
        strokes: 0 to ``places``.
        places: 1 or more.
        turn: begin so many places later.

    This is the order of Bjorklund (2003) as Toussaint (2005) uses it: E(3, 8) is ``x..x..x.``.
    """
    ones, rests = [[True]] * strokes, [[False]] * (places - strokes)
    while len(rests) > 1 and ones:
        pairs = min(len(ones), len(rests))
        joined = [a + b for a, b in zip(ones, rests, strict=False)]
        ones, rests = joined, (ones[pairs:] or rests[pairs:])
    flat = [stroke for group in (*ones, *rests) for stroke in group]
    return tuple(flat[turn % places :] + flat[: turn % places])


def _line(line: str) -> tuple[str, _Part, int]:
    label, colon, body = line.rpartition(":")
    if not colon:
        label = ""
    tokens = list(_tokens(body))
    part, used, top = _sequence(tokens, 0, 0)
    if used < len(tokens):
        raise BadValue("bracket", "]", "closed only where one was opened")
    return " ".join(label.split())[:LONGEST_LABEL].strip(), part, top


def _tokens(body: str) -> list[re.Match[str]]:
    found, at = [], 0
    while at < len(body):
        token = _TOKEN.match(body, at)
        if not token:
            what = "sign that leaves it to chance" if body[at] in CHANCE else "sign"
            raise BadValue(what, body[at], ALLOWED)
        if token.lastgroup:
            found.append(token)
        at = token.end()
    return found


def _sequence(tokens: list[re.Match[str]], at: int, depth: int) -> tuple[_Part, int, int]:
    """Read places up to a closing bracket; return them, where it stands, and how many they are."""
    places: list[_Part] = []
    while at < len(tokens) and not tokens[at]["close"]:
        token = tokens[at]
        if token["open"]:
            if depth >= DEEPEST:
                raise BadValue("brackets", depth + 1, f"at most {DEEPEST} within each other")
            inner, at, _ = _sequence(tokens, at + 1, depth + 1)
            if at >= len(tokens):
                raise BadValue("bracket", "[", "closed again")
            places.append(inner)
        elif token["rest"] or token["word"]:
            places.append([_Place(Fraction(0), Fraction(1), token["word"] or "")])
        elif not places:
            raise BadValue("place", token[0], f"after a word ({ALLOWED})")
        else:
            places[-1] = _changed(places[-1], token)
        at += 1
        if sum(len(place) for place in places) > MOST_STEPS:
            raise BadValue("number of places", f"over {MOST_STEPS}", f"at most {MOST_STEPS}")
    if not places:
        raise BadValue("row", "", f"with something in it: {ALLOWED}")
    return _joined(places), at, len(places)


def _changed(part: _Part, token: re.Match[str]) -> _Part:
    if token["times"]:
        times = int(token["times"])
        if not 1 <= times <= MOST_TIMES or times * len(part) > MOST_STEPS:
            raise BadValue("number after *", times, f"1 to {MOST_TIMES}, in at most {MOST_STEPS}")
        return _joined([part] * times)
    strokes, places, turn = (*map(int, token["euclid"].split(",")), 0)[:3]
    if not 1 <= places <= MOST_STEPS or strokes > places or places * len(part) > MOST_STEPS:
        allowed = f"strokes, then as many places or more, at most {MOST_STEPS}"
        raise BadValue("numbers in brackets", token["euclid"], allowed)
    rest = [_Place(Fraction(0), Fraction(1), "")]
    return _joined([part if stroke else rest for stroke in euclid(strokes, places, turn)])


def _joined(places: list[_Part]) -> _Part:
    """Put parts one after the other, evenly."""
    size = Fraction(1, len(places))
    return [
        _Place((i + place.at) * size, place.length * size, place.word)
        for i, part in enumerate(places)
        for place in part
    ]


def _rows(label: str, places: _Part, steps: int) -> list[Row]:
    """Return a row of letters, and one for each word that is no letter of the boxes."""
    names = dict.fromkeys(p.word for p in places if p.word and p.word not in STROKES)
    grids = dict.fromkeys(names, REST * steps)
    letters = any(place.word in STROKES for place in places) or not names
    main = REST * steps
    for place in places:
        at = int(place.at * steps)
        if place.word in STROKES:
            main = main[:at] + place.word + main[at + 1 :]
        elif place.word:
            grid = grids[place.word]
            grids[place.word] = grid[:at] + "x" + grid[at + 1 :]
    rows = [Row(label, main)] if letters else []
    return rows + [Row(f"{label} {name}".strip()[:LONGEST_LABEL], grids[name]) for name in names]


def _cycle(steps: int, top: int) -> Cycle:
    """Return the cycle of so many steps of which ``top`` places were written side by side."""
    parts = steps // top if steps % top == 0 else 0
    if 2 <= top <= MAX_BEATS and 2 <= parts <= MOST_PARTS:
        group = next((g for g in (4, 3, 2) if top % g == 0), top)
        return Cycle(top, parts, (group,) * (top // group))
    return guessed_cycle(steps)
