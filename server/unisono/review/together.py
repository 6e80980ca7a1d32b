"""The numbers of a stretch, a window or all runs: each one from :mod:`unisono.synchrony`."""

from __future__ import annotations

from statistics import median

from unisono.review.measure import Measure
from unisono.review.report import BeyondClick, Figures, Missing, Togetherness
from unisono.review.words import missing
from unisono.synchrony.ceiling import ceiling
from unisono.synchrony.coupling import Coupling, coupling
from unisono.synchrony.headline import BeatTerms, Cohesion, cohesion_of_terms
from unisono.synchrony.interval import Interval, block_interval, cohesion_interval
from unisono.synchrony.limits import CEILING_MIN, MIN_PEOPLE
from unisono.synchrony.outcome import Reason, TooLittle
from unisono.synchrony.rates import coverage
from unisono.synchrony.spread import Spread, spread
from unisono.synchrony.words import word_for
from unisono.units import to_ms


def togetherness(measure: Measure | Missing, *, click: bool = True) -> Togetherness:
    """Return everything said about how much a group was together.

    Args:
        measure: the cells, or why there are none.
        click: whether there was a click where there are none.
    """
    if isinstance(measure, Missing):
        return _nothing(measure, click=click)
    terms, shared, top = measure.terms(), measure.shared(), ceiling_of(measure)
    found = cohesion_of_terms(terms)
    if isinstance(found, Cohesion) and top is not None and top < CEILING_MIN:
        found = TooLittle(Reason.COARSE, top, CEILING_MIN)
    value = found.value if isinstance(found, Cohesion) else None
    band = None if value is None else _interval(measure, terms)
    return Togetherness(
        click=measure.click,
        value=value,
        low=band.low if isinstance(band, Interval) else None,
        high=band.high if isinstance(band, Interval) else None,
        raw=None if value is None else _raw_value(measure),
        word=_word(found, band, measure.shared_beats()),
        missing=missing(found) if isinstance(found, TooLittle) else None,
        people=int(shared.any(axis=1).sum()),
        taps=int(measure.cells.taps[shared].sum()),
        beats=measure.shared_beats(),
        pair_beats=round(float(terms.den.sum()) / 2.0),
        coverage=coverage_of(measure),
        spread_ms=spread_ms_of(measure),
        ceiling=top,
    )


def _interval(measure: Measure, terms: BeatTerms) -> Interval | TooLittle:
    """Return the 90 % interval of a measure's value.

    Over one whole run it knows that the offsets are estimates, too; windows and runs put together
    take them from elsewhere and hold them fixed.
    """
    if not measure.is_whole_run:
        return block_interval(terms)
    cells = measure.cells
    return cohesion_interval(cells.phasors, cells.grid.periods_s, cells.chance)


def _nothing(why: Missing, *, click: bool) -> Togetherness:
    return Togetherness(
        click=click, value=None, low=None, high=None, raw=None, word="", missing=why, people=0,
        taps=0, beats=0, pair_beats=0, coverage=None, spread_ms=None, ceiling=None,
    )  # fmt: skip


def figures(together: Togetherness) -> Figures:
    """Return the figures of a togetherness that are told twice, refined and live."""
    return Figures(
        value=together.value,
        low=together.low,
        high=together.high,
        missing=together.missing,
        spread_ms=together.spread_ms,
        ceiling=together.ceiling,
    )


def nobody() -> Missing:
    """Return why there is no number where nobody played to a click."""
    return missing(TooLittle(Reason.PEOPLE, 0, MIN_PEOPLE))


def beyond_click(measure: Measure | Missing) -> BeyondClick:
    """Return whether people moved together beyond the click."""
    if isinstance(measure, Missing):
        return BeyondClick(None, None, None, shows=False, missing=measure)
    grid = measure.cells.grid
    match coupling(measure.cells.asynchronies_s, grid.positions, grid.settled):
        case Coupling() as found:
            return BeyondClick(found.icc, found.low, found.high, shows=found.shows, missing=None)
        case few:
            return BeyondClick(None, None, None, shows=False, missing=missing(few))


def ceiling_of(measure: Measure) -> float | None:
    """Return what identical timing would have reached through these clocks, 0..100."""
    found = ceiling(measure.bounds_s, measure.cells.grid.periods_s, measure.shared())
    return None if isinstance(found, TooLittle) else found


def coverage_of(measure: Measure) -> float | None:
    """Return the share of the beats people were there for that they played, 0..1."""
    found = coverage(measure.heard, measure.present)
    return None if isinstance(found, TooLittle) else found


def spread_ms_of(measure: Measure) -> float | None:
    """Return the spread of the group, the median over its windows, in milliseconds.

    The median, because one stray tap moves a single spread a long way.
    """
    rows = [spread(measure.cells.asynchronies_s[:, slots]) for slots in measure.windows()]
    known = [row.value_s for row in rows if isinstance(row, Spread)]
    return to_ms(median(known)) if known else None


def _raw_value(measure: Measure) -> float | None:
    found = cohesion_of_terms(measure.raw_terms())
    return found.value if isinstance(found, Cohesion) else None


def _word(found: Cohesion | TooLittle, band: Interval | TooLittle | None, beats: int) -> str:
    if not isinstance(found, Cohesion) or not isinstance(band, Interval):
        return ""
    return word_for(found.value, band.low, band.high, found.people, beats)
