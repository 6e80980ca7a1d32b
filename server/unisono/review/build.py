"""From the log to the report, in one pure step: the same log always gives the same report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import median

from unisono.review.clocks import Redated, redated, with_best_times
from unisono.review.course import bar_lines, course_of, tempo_line
from unisono.review.evening import Answers, activities_of, calls_of, cues_of, finishes_of
from unisono.review.live import clock_notes, live_figures, redating_of, runs_of
from unisono.review.measure import Measure, joined, measure_of, measured_seats
from unisono.review.pairs import Shared, pairs_of, pooled
from unisono.review.people import device_of, person_of, presence_of
from unisono.review.report import SCHEMA, Figures, Missing, PairTable, Person, Report, Stretch
from unisono.review.runs import SeatStory, Span, Story, Tap, episodes, spans_of, story_of
from unisono.review.science import contributions_of
from unisono.review.story import moments, notes, top_sentence, uncounted, unmeasured
from unisono.review.together import beyond_click, nobody, togetherness
from unisono.review.words import says_not
from unisono.session.events import Entry
from unisono.session.state import Phase, RunState
from unisono.units import Seconds, beat_period_s


def build_report(entries: Sequence[Entry]) -> Report:
    """Return the report of a whole session.

    Pure: no clock, no chance, no files. How taps were cut into batches makes no difference. Its
    sentences are in the language of :func:`unisono.sentences.told_in`.

    Args:
        entries: the log from its first entry on, without gaps.

    Raises:
        OurError: if entries are missing or do not fit one another.
    """
    recorded = story_of(entries)
    again = {number: redated(seat) for number, seat in recorded.seats.items()}
    story = with_best_times(recorded, again)
    rows = measured_seats(story)
    spans = _spans(story)
    measures = [measure_of(story, span, rows) for span in spans]
    tables = [pairs_of(story, span) for span in spans]
    live, live_runs = live_figures(story, spans, rows, measures)
    stretches = tuple(
        _stretch(story, span, measure, figures, table)
        for span, measure, figures, (table, _) in zip(spans, measures, live, tables, strict=True)
    )
    whole = Whole(again, joined(runs_of(measures)), live_runs, [shared for _, shared in tables])
    return _report(story, stretches, whole)


@dataclass(frozen=True, slots=True)
class Whole:
    """What is known of all runs together."""

    again: Mapping[int, Redated]
    measure: Measure | None
    live: Figures
    shared: Sequence[Shared]


def _spans(story: Story) -> list[Span]:
    """Return every run, and free play where it is worth a place."""
    found: list[Span] = []
    for span in spans_of(story.state.runs):
        found += [span] if span.run else episodes(story, span)
    return found


def _report(story: Story, stretches: tuple[Stretch, ...], whole: Whole) -> Report:
    played = sum(1 for seat in story.seats.values() if seat.taps)
    taps = sum(len(seat.taps) for seat in story.seats.values())
    measure, redating = whole.measure, redating_of(whole.again.values())
    all_runs = nobody() if measure is None else measure
    together, presence = togetherness(all_runs), presence_of(story)
    agreed = contributions_of(measure)
    people = tuple(person_of(story, number, measure, agreed) for number in story.seats)
    left_out = sum(1 for seat in story.seats.values() if _over_wireless(seat))
    asides = (
        *unmeasured(sum(1 for p in people if p.taps and not p.measured) - left_out),
        *uncounted(story.state.runs),
        *clock_notes(redating, together, whole.live),
    )
    period_s = _usual_period_s(story, measure)
    return Report(
        schema=SCHEMA,
        code=story.state.code,
        epoch_s=story.state.epoch_s,
        length_s=story.end_s,
        ended=story.state.phase is Phase.ENDED,
        people_seated=len(story.seats),
        people_played=played,
        taps=taps,
        sentence=top_sentence(together, stretches, played, taps),
        moments=moments(stretches, presence),
        together=together,
        live=whole.live,
        redating=redating,
        beyond_click=beyond_click(all_runs),
        stretches=stretches,
        pairs=pooled(whole.shared, played),
        people=people,
        presence=presence,
        devices=tuple(device_of(story, n, period_s, whole.again[n]) for n in story.seats),
        notes=(*notes(together, stretches, left_out), *asides),
        says_not=says_not(),
        activities=activities_of(story.evening, story.end_s),
        cues=cues_of(story.evening, story.state.runs),
        calls=calls_of(story.state.runs, _answers(story, people)),
        finishes=finishes_of(story.state.runs, _times(story), people),
    )


def _times(story: Story) -> dict[int, list[Seconds]]:
    return {number: [tap.time_s for tap in seat.taps] for number, seat in story.seats.items()}


def _answers(story: Story, people: Sequence[Person]) -> Answers:
    """Return who could answer a call, and what they played."""
    sections = {number: seat.section for number, seat in story.state.seats.items()}
    counted = {number: partial(_counted, seat) for number, seat in story.seats.items()}
    return Answers(_times(story), people, sections, counted)


def _counted(seat: SeatStory, time_s: Seconds) -> bool:
    return seat.was_here(time_s) and seat.counts_at(time_s)


def _stretch(
    story: Story, span: Span, measure: Measure | Missing, live: Figures, pairs: PairTable
) -> Stretch:
    taps = [played for seat in story.seats.values() if (played := span.taps_of(seat))]
    run = span.run
    start_s, end_s = _run_ends(run, story.end_s) if run else _first_and_last_s(taps)
    return Stretch(
        run=run.number if run else None,
        start_s=start_s,
        end_s=end_s,
        beats=len(measure.heard.grid) if isinstance(measure, Measure) else 0,
        parts_per_beat=measure.parts[0] if isinstance(measure, Measure) else 1,
        people=len(taps),
        taps=sum(len(played) for played in taps),
        together=togetherness(measure, click=run is not None),
        live=live,
        beyond_click=beyond_click(measure) if run else None,
        course=course_of(run, measure),
        tempo=tempo_line(run, run.timeline.beat_at(end_s)) if run else (),
        bar_lines=bar_lines(run.bars) if run else (),
        pairs=pairs,
    )


def _first_and_last_s(taps: Sequence[Sequence[Tap]]) -> tuple[Seconds, Seconds]:
    return min(row[0].time_s for row in taps), max(row[-1].time_s for row in taps)


def _run_ends(run: RunState, log_end_s: Seconds) -> tuple[Seconds, Seconds]:
    """Return when the count-in began and when the click stopped (or the log did)."""
    start_s = run.timeline.time_at(-run.count_in_beats)
    stop_s = log_end_s if run.stop_beat is None else run.timeline.time_at(run.stop_beat)
    return start_s, max(start_s, stop_s)


def _usual_period_s(story: Story, whole: Measure | None) -> Seconds:
    """Return the beat the ceilings of devices are told for: the median beat that was played."""
    if whole is None:
        return beat_period_s(story.state.arrangement.tempo_bpm)
    return float(median(whole.heard.grid.periods_s.tolist()))


def _over_wireless(seat: SeatStory) -> bool:
    return any(seat.wireless_at(tap.time_s) for tap in seat.taps)
