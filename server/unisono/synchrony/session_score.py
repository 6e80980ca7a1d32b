"""Score a whole session in one call: everybody's taps in, every number out.

::

    from unisono.synchrony import score

    taps = {"Ada": [0.01, 0.52, 1.00], "Bo": [-0.02, 0.49, 0.97], "Cy": [0.03, 0.55, 1.04]}
    result = score(taps, bpm=120)
    print(result.cohesion)

Each number is either a value or a :class:`unisono.synchrony.outcome.TooLittle` with its reason.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields, is_dataclass

import numpy as np

from unisono.errors import BadValue
from unisono.pulse import Bars, Meter, Timeline
from unisono.synchrony.cells import Cells, Onsets, cells_of
from unisono.synchrony.contribution import contributions
from unisono.synchrony.coupling import Coupling, coupling
from unisono.synchrony.freegroup import group_beat
from unisono.synchrony.grid import Grid
from unisono.synchrony.headline import (
    Cohesion,
    beat_terms,
    cohesion_of_cells,
    cohesion_of_terms,
)
from unisono.synchrony.interval import Interval, cohesion_interval, person_interval
from unisono.synchrony.offbeat import OffBeat, off_beat
from unisono.synchrony.offsets import OffsetRule, aligned
from unisono.synchrony.outcome import TooLittle
from unisono.synchrony.rates import coverage
from unisono.synchrony.session_parts import (
    PairScore,
    PersonScore,
    WindowScore,
    pair_scores,
    people_scores,
    window_scores,
)
from unisono.synchrony.spread import Spread, VarianceSplit, spread, variance_split
from unisono.synchrony.words import word_for
from unisono.units import Bpm, Seconds, to_ms


@dataclass(frozen=True, slots=True)
class SessionScore:
    """Everything about one stretch of playing.

    Args:
        click: False when the beat was estimated from the taps themselves; never compare the two.
        cohesion: the headline.
        interval: its 90 % interval for this group in this session.
        word: the word to show for it, ``""`` when too unsure.
        as_heard: the headline without offsets removed, "as the server's clock saw it".
        members: its 90 % interval for other members of the same kind of people.
        spread: groupwise asynchronization.
        split: offset, shared and own variance.
        coupling: moving together beyond the click (with a click only).
        coverage: share of expected beats that were played.
        off_beat: who plays further than a quarter of a beat from it.
        people: one per person, in the order given.
        pairs: one per pair (none above 30 people).
        windows: the headline over 32 beats, 8 apart.
    """

    click: bool
    cohesion: Cohesion | TooLittle
    interval: Interval | TooLittle
    word: str
    as_heard: Cohesion | TooLittle
    members: Interval | TooLittle
    spread: Spread | TooLittle
    split: VarianceSplit | TooLittle
    coupling: Coupling | TooLittle | None
    coverage: float | TooLittle
    off_beat: OffBeat | TooLittle
    people: tuple[PersonScore, ...]
    pairs: tuple[PairScore, ...]
    windows: tuple[WindowScore, ...]

    def __str__(self) -> str:
        """Return the headline as a line for people."""
        if isinstance(self.cohesion, TooLittle):
            return f"togetherness: {self.cohesion}"
        said = f"togetherness {max(0.0, self.cohesion.value):.0f}"
        if isinstance(self.interval, Interval):
            said += f" ({max(0.0, self.interval.low):.0f} to {self.interval.high:.0f})"
        said += f", {self.word}" if self.word else ""
        said += f"; {self.cohesion.people} people, {self.cohesion.beats} beats"
        if isinstance(self.spread, Spread):
            said += f"; spread {to_ms(self.spread.value_s):.0f} ms"
        return said if self.click else f"{said}; no click"


def score(
    players: Onsets,
    timeline: Timeline | None = None,
    *,
    bpm: Bpm | None = None,
    first_click_s: Seconds = 0.0,
    meter: Meter | Bars | None = None,
    click: bool = True,
) -> SessionScore | TooLittle:
    """Score everybody's onsets against the click, or against the group's own beat.

    Args:
        players: onset times in seconds per person, in any order.
        timeline: the click; beats before 0 are the count-in and do not count.
        bpm: the click's tempo, when there is no timeline.
        first_click_s: when its first beat sounded, in seconds.
        meter: how beats are counted into bars.
        click: False when there was no click; ``bpm`` is then only where to start looking.

    Raises:
        BadValue: without players, or with both a timeline and a tempo.
    """
    if not players:
        raise BadValue("players", dict(players), "at least one person's onsets")
    if timeline is not None and bpm is not None:
        raise BadValue("the click", (timeline, bpm), "a timeline or a tempo", "Give only one.")
    if click and bpm is not None:
        timeline = Timeline.constant(bpm, first_click_s)
    if not click or timeline is None:
        found = group_beat(players, bpm)
        if isinstance(found, TooLittle):
            return found
        return score_cells(cells_of(players, found.grid), click=False)
    bars = Bars.of(meter) if isinstance(meter, Meter) else meter
    return score_cells(cells_of(players, grid_for(players, timeline, bars)), click=True)


def grid_for(players: Onsets, timeline: Timeline, bars: Bars | None = None) -> Grid:
    """Return the beats of a timeline from beat 0 to the last one anybody played."""
    last = max((float(np.max(row)) for row in players.values() if np.size(row)), default=0.0)
    if not math.isfinite(last):
        raise BadValue("onset", last, "a finite number of seconds")
    beats = max(1, math.floor(timeline.beat_at(last) + 0.5) + 1)
    return Grid.of_timeline(timeline, 0, beats, bars)


def score_cells(cells: Cells, *, click: bool) -> SessionScore:
    """Score people x beats that are already laid into cells.

    Args:
        cells: everybody's taps on a grid, a whole session or a part of it.
        click: whether the grid is a click that everybody heard.
    """
    units, chance = aligned(cells.phasors, cells.grid.periods_s), cells.chance
    terms = beat_terms(units, chance)
    headline = cohesion_of_terms(terms)
    interval = cohesion_interval(cells.phasors, cells.grid.periods_s, chance)
    late_s, grid = cells.asynchronies_s, cells.grid
    return SessionScore(
        click=click,
        cohesion=headline,
        interval=interval,
        word=_word(headline, interval),
        as_heard=cohesion_of_cells(cells, OffsetRule.NONE),
        members=person_interval(units, chance),
        spread=spread(late_s),
        split=variance_split(late_s),
        coupling=coupling(late_s, grid.positions, grid.settled) if click else None,
        coverage=coverage(cells),
        off_beat=off_beat(late_s, grid.periods_s),
        people=people_scores(cells, contributions(units)),
        pairs=pair_scores(cells),
        windows=window_scores(grid, terms),
    )


def evaluate(result: SessionScore) -> dict[str, float | str | bool | None]:
    """Return a session's group numbers as one flat table, for files and data frames.

    A number that there is too little data for is None, and ``<name>_reason`` says of what.
    """
    flat: dict[str, float | str | bool | None] = {"click": result.click, "word": result.word}
    for field in fields(result):
        value = getattr(result, field.name)
        if isinstance(value, TooLittle):
            flat[field.name], flat[f"{field.name}_reason"] = None, value.reason.value
        elif is_dataclass(value):
            flat |= {
                f"{field.name}_{inner.name}": getattr(value, inner.name)
                for inner in fields(value)
                if isinstance(getattr(value, inner.name), (int, float))
            }
        elif isinstance(value, float):
            flat[field.name] = value
    return flat


def _word(headline: Cohesion | TooLittle, interval: Interval | TooLittle) -> str:
    if isinstance(headline, TooLittle) or isinstance(interval, TooLittle):
        return ""
    low, high = interval.low, interval.high
    return word_for(headline.value, low, high, headline.people, headline.beats)
