"""Growth with the number of people, as an SVG on double logarithmic axes."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

WIDTH, HEIGHT = 860, 460
LEFT, RIGHT, TOP, BOTTOM = 70, 320, 30, 50
COLOURS = ("#0b6e4f", "#1f9d72", "#1b7fa6", "#555555", "#c28e0e", "#a4480b", "#7a3db8")
Series = Mapping[str, Sequence[tuple[int, float]]]


def growth(series: Series) -> str:
    """Return the picture of seconds against people, one line a contender."""
    people = sorted({n for points in series.values() for n, _ in points})
    seconds = [s for points in series.values() for _, s in points]
    low, high = math.floor(math.log10(min(seconds))), math.ceil(math.log10(max(seconds)))

    def x(n: float) -> float:
        share = (math.log10(n) - math.log10(people[0])) / math.log10(people[-1] / people[0])
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def y(s: float) -> float:
        return TOP + (high - math.log10(s)) / (high - low) * (HEIGHT - TOP - BOTTOM)

    parts = [*_frame(people, range(low, high + 1), x, y)]
    labels = _apart([y(points[-1][1]) for points in series.values()])
    for (title, points), colour, label_y in zip(series.items(), COLOURS, labels, strict=False):
        path = " ".join(f"{x(n):.1f},{y(s):.1f}" for n, s in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [
            f'<circle cx="{x(n):.1f}" cy="{y(s):.1f}" r="4" fill="{colour}"/>' for n, s in points
        ]
        parts.append(_text(WIDTH - RIGHT + 16, label_y + 4, title.replace("`", ""), colour))
        parts.append(
            f'<line x1="{x(points[-1][0]):.1f}" y1="{y(points[-1][1]):.1f}"'
            f' x2="{WIDTH - RIGHT + 12}" y2="{label_y:.1f}" stroke="{colour}"'
            ' stroke-width="0.7" stroke-dasharray="2 3"/>'
        )
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"',
            '  font-family="system-ui, sans-serif" font-size="13">',
            "<title>Seconds to score 30 minutes, against the number of people</title>",
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
            *parts,
            "</svg>",
            "",
        ]
    )


def _frame(
    people: Sequence[int],
    powers: Sequence[int],
    x: Callable[[float], float],
    y: Callable[[float], float],
) -> list[str]:
    parts = []
    for power in powers:
        at = y(10.0**power)
        parts.append(
            f'<line x1="{LEFT}" y1="{at:.1f}" x2="{WIDTH - RIGHT}" y2="{at:.1f}" stroke="#dddddd"/>'
        )
        parts.append(_text(LEFT - 8, at + 4, f"{10.0**power:g} s", anchor="end"))
    for n in people:
        parts.append(_text(x(n), HEIGHT - BOTTOM + 20, str(n), anchor="middle"))
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(
        _text(middle, HEIGHT - 10, "people, 30 minutes at 120 beats a minute", anchor="middle")
    )
    return parts


def _apart(wanted: Sequence[float], gap: float = 19.0) -> list[float]:
    """Return label positions near the wanted ones that do not overlap."""
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    placed = list(wanted)
    for before, i in pairwise(order):
        placed[i] = max(placed[i], placed[before] + gap)
    return placed


def _text(x: float, y: float, text: str, colour: str = "#333333", anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" text-anchor="{anchor}">{text}</text>'
