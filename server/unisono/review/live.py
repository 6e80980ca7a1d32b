"""Both: the figures as they were live beside the refined ones, and what to say about them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import median
from typing import Final

from unisono.review.clocks import Kept, Redated, as_played
from unisono.review.measure import Measure, joined, measure_of
from unisono.review.report import Figures, Missing, Redating, Remark, Togetherness
from unisono.review.runs import Span, Story
from unisono.review.together import figures, nobody, togetherness
from unisono.review.words import points, taps_told
from unisono.sentences import told, told_count, told_number
from unisono.units import to_ms

TINY: Final = 1e-9
"""So that nothing is told as 0.0 ms."""


def runs_of(measures: Sequence[Measure | Missing]) -> list[Measure]:
    """Return those measures that are of runs of the click."""
    return [measure for measure in measures if isinstance(measure, Measure) and measure.click]


def live_figures(
    story: Story,
    spans: Sequence[Span],
    rows: Sequence[int],
    measures: Sequence[Measure | Missing],
) -> tuple[list[Figures], Figures]:
    """Return the figures of each span, and of all runs, from the times taps were given live.

    Args:
        story: the whole session, taps at their best times.
        spans: its runs and free play.
        rows: the measured seats.
        measures: the spans measured at the best times; where no tap moved they serve again.
    """
    if any(tap.live is not None for seat in story.seats.values() for tap in seat.taps):
        played = as_played(story)
        measures = [measure_of(played, _as_live(story, span), rows) for span in spans]
    each = [
        figures(togetherness(measure, click=span.run is not None))
        for span, measure in zip(spans, measures, strict=True)
    ]
    whole = joined(runs_of(measures))
    return each, figures(togetherness(nobody() if whole is None else whole))


def redating_of(seats: Iterable[Redated]) -> Redating:
    """Return how the taps of all seats were dated anew."""
    known = list(seats)
    moved_s = [moved for seat in known for moved in seat.corrections_s]
    kept = Counter(why for seat in known for why in seat.kept)
    return Redating(
        refined_taps=sum(seat.refined for seat in known),
        untold_taps=kept[Kept.UNTOLD],
        unheard_taps=kept[Kept.UNHEARD],
        apart_taps=kept[Kept.APART],
        median_correction_ms=to_ms(median(moved_s)) if moved_s else None,
        largest_correction_ms=to_ms(max(moved_s)) if moved_s else None,
    )


def clock_notes(redating: Redating, together: Togetherness, live: Figures) -> tuple[Remark, ...]:
    """Return what to bear in mind about the times of taps; nothing where none was dated anew."""
    if not redating.refined_taps:
        return ()
    return tuple(
        remark for remark in (_refined(redating, together, live), _kept(redating)) if remark
    )


def _refined(redating: Redating, together: Togetherness, live: Figures) -> Remark:
    sentence = told(
        "Afterwards every device's clock was looked at again, and {taps} got a more exact time: "
        "half moved by {half} or less, none by more than {most}.",
        taps=taps_told(redating.refined_taps),
        half=_ms(redating.median_correction_ms),
        most=_ms(redating.largest_correction_ms),
    )
    if together.value is None or live.value is None:
        return Remark("refined", sentence)
    before = told("The number as it was live: {value}.", value=points(live.value))
    return Remark("refined", f"{sentence} {before}")


def _kept(redating: Redating) -> Remark | None:
    kept = redating.untold_taps + redating.unheard_taps + redating.apart_taps
    if not kept:
        return None
    sentence = told_count(
        "{count} tap keeps the time given live: too little is known of the clock behind.",
        "{count} taps keep the time given live: too little is known of the clock behind.",
        kept,
    )
    return Remark("kept_live", sentence)


def _ms(value: float | None) -> str:
    """Return milliseconds rounded up to a tenth: nobody can say it more exactly."""
    tenths = math.ceil(10.0 * (value or 0.0) + TINY) / 10.0
    return told("{ms} ms", ms=told_number(tenths, 1))


def _as_live(story: Story, span: Span) -> Span:
    """Return a span that holds the same taps at their live times; a run's is the click's own."""
    if span.run is not None:
        return span
    times_s = [(t.live or t).time_s for seat in story.seats.values() for t in span.taps_of(seat)]
    return Span(None, min(times_s), math.nextafter(max(times_s), math.inf))
