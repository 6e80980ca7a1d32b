"""A score as a table for the terminal, in words first and numbers second."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from rich.console import Console
from rich.table import Table

from unisono.readers import Performance
from unisono.synchrony import Cohesion, Interval, PairScore, PersonScore, SessionScore, TooLittle
from unisono.units import to_ms

T = TypeVar("T")
NOTHING: Final = "–"
MOST_PAIRS: Final = 66

NOT_SAID: Final = (
    "Togetherness is about timing only: 0 is what random tapping gives, 100 is identical. Each "
    "player's constant delay is taken out first, since habit and device cannot be told apart."
)
NOT_HERE: Final = (
    "not known here: a table of taps does not say who was present (the session file does)"
)
NOT_SAID_NO_CLICK: Final = (
    "Without a click the beat is the group's own. Never compare this with a number from a click."
)


def show(performance: Performance, against: str, result: SessionScore | TooLittle) -> None:
    """Print one song's table."""
    out = Console(highlight=False)
    players, onsets = len(performance.players), performance.onset_count
    out.print(f"[bold]{performance.title}[/bold]", soft_wrap=True)
    out.print(f"{_count(players, 'player')}, {_count(onsets, 'onset')}; compared with {against}.")
    if isinstance(result, TooLittle):
        out.print(f"\nTogetherness: {result}.\n")
        return
    out.print()
    for line in _group(result, known=performance.presence_known):
        out.print(line)
    out.print()
    out.print(_people_table(result.people, known=performance.presence_known))
    if 0 < len(result.pairs) <= MOST_PAIRS:
        out.print(_pairs_table(result.pairs))
    out.print(NOT_SAID, style="dim")
    if not result.click:
        out.print(NOT_SAID_NO_CLICK, style="dim")
    out.print(f"{NOTHING} stands for: too few taps to say.\n", style="dim")


def _group(result: SessionScore, *, known: bool) -> list[str]:
    rows = [
        ("Togetherness", _headline(result)),
        ("as the clock saw it", _or(result.as_heard, lambda c: f"{c.value:.0f}")),
        ("spread", _or(result.spread, lambda s: f"{to_ms(s.value_s):.1f} ms")),
        ("coverage", _or(result.coverage, lambda c: f"{100 * c:.0f} %") if known else NOT_HERE),
        (
            "beyond the click",
            _or(result.coupling, lambda c: f"{c.icc:.2f} ({c.low:.2f} to {c.high:.2f})"),
        ),
    ]
    return [f"{name:>20}  {value}" for name, value in rows]


def _headline(result: SessionScore) -> str:
    headline, band = result.cohesion, result.interval
    if isinstance(headline, TooLittle):
        return str(headline)
    return f"[bold]{_number(headline)}[/bold]{_band(band)}{_word(result.word)}{_behind(headline)}"


def _number(headline: Cohesion) -> str:
    return f"{max(0.0, headline.value):.0f}"


def _band(band: Interval | TooLittle) -> str:
    return "" if isinstance(band, TooLittle) else f" ({max(0.0, band.low):.0f} to {band.high:.0f})"


def _word(word: str) -> str:
    return f", {word}" if word else ""


def _behind(headline: Cohesion) -> str:
    return f"; {_count(headline.people, 'person', 'people')}, {_count(headline.beats, 'beat')}"


def _people_table(people: tuple[PersonScore, ...], *, known: bool) -> Table:
    table = Table("player", box=None, pad_edge=False)
    for column in (
        "taps",
        "offset ms",
        "jitter ms",
        "R",
        "interval CV %",
        "played %",
        "with others",
    ):
        table.add_column(column, justify="right")
    for one in people:
        table.add_row(
            one.name,
            str(one.taps),
            _or(one.offset, lambda o: f"{to_ms(o.mean_s):+.1f}"),
            _or(one.jitter, lambda j: f"{to_ms(j.sd_s):.1f}"),
            _or(one.consistency, lambda c: f"{c.resultant:.3f}"),
            _or(one.evenness, lambda e: f"{e.cv_percent:.1f}"),
            _or(one.rates if known else None, lambda r: f"{r.hit_percent:.0f}"),
            _or(one.contribution, lambda c: f"{c.value:.2f}"),
        )
    return table


def _pairs_table(pairs: tuple[PairScore, ...]) -> Table:
    table = Table("first", "second", box=None, pad_edge=False)
    for column in ("shared", "first − second ms", "SD ms", "locking"):
        table.add_column(column, justify="right")
    for pair in pairs:
        table.add_row(
            pair.first,
            pair.second,
            _or(pair.asynchrony, lambda a: str(a.beats)),
            _or(pair.asynchrony, lambda a: f"{to_ms(a.mean_s):+.1f}"),
            _or(pair.asynchrony, lambda a: f"{to_ms(a.sd_s):.1f}"),
            _or(pair.locking, lambda p: f"{p.value:.3f}"),
        )
    return table


def _or(value: T | TooLittle | None, text: Callable[[T], str]) -> str:
    return NOTHING if value is None or isinstance(value, TooLittle) else text(value)


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
