"""Person by person and device by device: private to the facilitator and to each person."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Final

import numpy as np

from unisono.clocksync import quality_of
from unisono.review.clocks import Redated
from unisono.review.measure import Measure
from unisono.review.report import Device, Person, Presence
from unisono.review.runs import SeatStory, Story
from unisono.review.science import correction_of
from unisono.review.words import missing, steadiness
from unisono.sentences import told, told_number
from unisono.session.facts import SeatState
from unisono.synchrony.ceiling import kept_amplitude
from unisono.synchrony.grid import FloatArray
from unisono.synchrony.outcome import TooLittle
from unisono.synchrony.person import Jitter, Offset, jitter, offset
from unisono.synchrony.rates import Rates, hit_rates
from unisono.units import Seconds, to_ms

FAR_OFFSET_S: Final[Seconds] = 0.1
"""Beyond this an offset is more likely a device than a habit."""


def person_of(
    story: Story, number: int, measure: Measure | None, contribution: Sequence[float | None]
) -> Person:
    """Return one person's section.

    Args:
        story: the whole session.
        number: the seat.
        measure: all runs; its rows are the measured seats.
        contribution: of each row.
    """
    state, seat = story.state.seats[number], story.seats[number]
    row = measure.row_of(number) if measure else None
    late_s, period_s = _row(number, measure)
    usual, scatter = offset(late_s, period_s), jitter(late_s, period_s)
    steady = isinstance(scatter, Jitter) and steadiness(scatter.robust_s, period_s)
    return Person(
        seat=number,
        name=state.name,
        animal=state.animal,
        colour=state.colour,
        device=state.device,
        joined_s=state.joined_s,
        left_s=seat.left_s,
        here_s=seat.here_s(story.end_s),
        measured=_is_measured(seat),
        taps=len(seat.taps),
        beats=_beats(number, measure),
        coverage=_coverage(number, measure),
        offset_ms=to_ms(usual.mean_s) if isinstance(usual, Offset) else None,
        offset_se_ms=to_ms(usual.se_s) if isinstance(usual, Offset) else None,
        jitter_ms=to_ms(scatter.sd_s) if isinstance(scatter, Jitter) else None,
        steadiness=steady or "",
        missing=next((missing(x) for x in (usual, scatter) if isinstance(x, TooLittle)), None),
        remark=_remark(seat, usual),
        contribution=None if row is None else contribution[row],
        correction=correction_of(measure, row),
        forgotten=seat.took_taps,
    )


def presence_of(story: Story) -> tuple[Presence, ...]:
    """Return how many people were connected and how many seats were taken, at each change."""
    changes: dict[Seconds, list[int]] = {}

    def note(at_s: Seconds, here: int, seats: int) -> None:
        change = changes.setdefault(at_s, [0, 0])
        change[0], change[1] = change[0] + here, change[1] + seats

    for number, seat in story.seats.items():
        note(story.state.seats[number].joined_s, 0, 1)
        for i, at_s in enumerate(seat.here):
            note(at_s, -1 if i % 2 else 1, 0)
        if seat.left_s is not None:
            note(seat.left_s, 0, -1)
    points, here, seats = [], 0, 0
    for at_s, change in sorted(changes.items()):
        here, seats = here + change[0], seats + change[1]
        points.append(Presence(at_s, here, seats))
    return tuple(points)


def device_of(story: Story, number: int, period_s: Seconds, again: Redated) -> Device:
    """Return what is known of one device.

    Args:
        story: the whole session, taps at their best times.
        number: the seat.
        period_s: the beat for which the ceiling is meant.
        again: what its clock looked like afterwards.
    """
    seat = story.seats[number]
    told = [clock for _, clock in seat.clocks]
    reported_s = [clock.bound_s for clock in told]
    bounds_s = [(tap.live or tap).bound_s for tap in seat.taps] or reported_s
    best_s = [tap.bound_s for tap in seat.taps] or reported_s
    refined_s = [tap.bound_s for tap in seat.taps if tap.live is not None]
    latency_s = told[-1].output_latency_s if told else None
    bound_s = median(bounds_s) if bounds_s else None
    clock = again.clock
    return Device(
        seat=number,
        device=story.state.seats[number].device,
        quality="none" if bound_s is None else quality_of(bound_s),
        bound_ms=None if bound_s is None else to_ms(bound_s),
        worst_bound_ms=to_ms(max(bounds_s)) if bounds_s else None,
        round_trip_ms=to_ms(median(clock.round_trip_s for clock in told)) if told else None,
        output_latency_ms=None if latency_s is None else to_ms(latency_s),
        wireless=any(clock.wireless for clock in told),
        ceiling=100.0 * kept_amplitude(median(best_s), period_s) ** 2 if best_s else None,
        refined_bound_ms=to_ms(median(refined_s)) if refined_s else None,
        worst_refined_bound_ms=to_ms(max(refined_s)) if refined_s else None,
        samples=clock.samples if clock else 0,
        offset_s=clock.offset_s if clock else None,
        skew_ppm=clock.skew_ppm if clock else None,
        steps=clock.steps if clock else 0,
        path_changes=clock.path_changes if clock else 0,
        refined_taps=again.refined,
        live_taps=len(again.kept),
        largest_correction_ms=max(map(to_ms, again.corrections_s), default=None),
    )


def label(state: SeatState) -> str:
    """Return what a file calls a person: the name they gave, or their seat."""
    return state.name or f"Seat {state.seat}"


def _row(number: int, measure: Measure | None) -> tuple[FloatArray, Seconds]:
    """Return asynchronies of one seat over all runs, and the longest beat they were taken on.

    On one common period an offset keeps its seconds whatever the tempo was.
    """
    row = measure.row_of(number) if measure else None
    if measure is None or row is None:
        return np.full(0, np.nan), 1.0
    return measure.cells.asynchronies_s[row], float(measure.cells.grid.periods_s.max())


def _beats(number: int, measure: Measure | None) -> int:
    row = measure.row_of(number) if measure else None
    return 0 if measure is None or row is None else int((measure.heard.taps[row] > 0).sum())


def _coverage(number: int, measure: Measure | None) -> float | None:
    row = measure.row_of(number) if measure else None
    if measure is None or row is None:
        return None
    cells, there = measure.heard, measure.present[row]
    rates = hit_rates(cells.taps[row, there], cells.onsets[row, there], cells.levels[row, there])
    return rates.hit_percent / 100.0 if isinstance(rates, Rates) else None


def _remark(seat: SeatStory, usual: Offset | TooLittle) -> str:
    if any(seat.wireless_at(tap.time_s) for tap in seat.taps):
        return told(
            "Listened over wireless sound, whose delay wanders: played along, and is not in the "
            "group's numbers."
        )
    if isinstance(usual, Offset) and abs(usual.mean_s) > FAR_OFFSET_S:
        return _far(usual.mean_s)
    return ""


def _far(mean_s: Seconds) -> str:
    ms = told_number(to_ms(abs(mean_s)))
    if mean_s < 0:
        return told(
            "Came {ms} ms ahead of the click on average: most likely the device. Headphones with a "
            "cable, or a sound check, will tell.",
            ms=ms,
        )
    return told(
        "Came {ms} ms after the click on average: most likely the device. Headphones with a cable, "
        "or a sound check, will tell.",
        ms=ms,
    )


def _is_measured(seat: SeatStory) -> bool:
    """Return whether somebody's taps are in the numbers: none over wireless sound, some at all."""
    if any(seat.wireless_at(tap.time_s) for tap in seat.taps):
        return False
    return not seat.taps or any(seat.counts_at(tap.time_s) for tap in seat.taps)
