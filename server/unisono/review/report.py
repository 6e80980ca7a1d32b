"""The shape of a report: what the review page draws and what ``report.json`` holds.

Nothing here computes. Wherever there was too little to say a number is ``None`` and the
``missing`` beside it says why; a report never holds a not-a-number, and 0 means zero.

Units are in the names: seconds of session time (``_s``), beats of a run (``beat``), milliseconds
(``_ms``) for whatever people read. Asynchronies are onset minus reference, negative = early;
between two seats they are the first seat's onset minus the second's.
"""

from __future__ import annotations

from typing import Final

from unisono.review.evening_report import ActivityLine, CallLine, CueLine, FinishLine
from unisono.review.part import Part

SCHEMA: Final = 1
"""Version of this shape: fields may be added under one number, never removed or given new sense."""


class Missing(Part, frozen=True):
    """Why there is no number: ``reason`` (a stable word), what there was, what it takes."""

    reason: str
    have: float
    need: float
    sentence: str


class Togetherness(Part, frozen=True):
    """How much a group was together over some beats.

    Attributes:
        click: True when measured against the click, False when against the group's own beat in
            free play; the two must not be compared.
        value: the headline S, signed, at most 100 (clip to 0..100 for display only).
        low: low end of its 90 % interval.
        high: high end of it.
        raw: S with nobody's constant delay removed: as the server's clock saw it.
        word: the word for number and interval, ``""`` when they are too unsure for one.
        missing: why ``value`` is None.
        people: people on beats they shared.
        taps: measured taps on those beats.
        beats: beats shared by two or more.
        pair_beats: meetings of two people on a beat (or on a part of one, if the run has parts).
        coverage: of the beats people were here for, the share they played, 0..1.
        spread_ms: typical distance in time of two people on the same beat.
        ceiling: what identical timing would have reached through these clocks.
    """

    click: bool
    value: float | None
    low: float | None
    high: float | None
    raw: float | None
    word: str
    missing: Missing | None
    people: int
    taps: int
    beats: int
    pair_beats: int
    coverage: float | None
    spread_ms: float | None
    ceiling: float | None


class Figures(Part, frozen=True):
    """A few figures of togetherness with every tap at the time it was given live.

    Attributes:
        value: S, as in :class:`Togetherness`; so are the others.
        low: low end of its 90 % interval.
        high: high end of it.
        missing: why ``value`` is None.
        spread_ms: typical distance in time of two people on the same beat.
        ceiling: what identical timing would have reached through the clocks as they were live.
    """

    value: float | None
    low: float | None
    high: float | None
    missing: Missing | None
    spread_ms: float | None
    ceiling: float | None


class Redating(Part, frozen=True):
    """How taps were dated anew when all clock exchanges were known.

    Attributes:
        refined_taps: taps with a new time and bound; all other figures of the report use these.
        untold_taps: taps that told no local time and keep the one they had.
        unheard_taps: taps without clock exchanges from around them, which keep theirs, too.
        apart_taps: taps that keep theirs because the two times lay too far apart.
        median_correction_ms: how far refined taps moved, in the middle, without sign.
        largest_correction_ms: how far at most.
    """

    refined_taps: int
    untold_taps: int
    unheard_taps: int
    apart_taps: int
    median_correction_ms: float | None
    largest_correction_ms: float | None


class BeyondClick(Part, frozen=True):
    """Whether people moved together beyond the click: the shared share of their deviations.

    Attributes:
        icc: the share, up to 1; random deviations give 0, below 0 is possible.
        low: low end of its 90 % interval.
        high: high end of it.
        shows: whether the interval lies above 0; only then say so.
        missing: why there is no number.
    """

    icc: float | None
    low: float | None
    high: float | None
    shows: bool
    missing: Missing | None


class CoursePoint(Part, frozen=True):
    """Togetherness in one window of beats; ``time_s``, ``beat`` and ``bar`` are its middle.

    The window is [from_beat, to_beat), [from_s, to_s). In free play beats are the group's own and
    ``bar`` is None.
    """

    time_s: float
    beat: float
    bar: int | None
    from_beat: int
    to_beat: int
    from_s: float
    to_s: float
    tempo_bpm: float
    value: float | None
    low: float | None
    high: float | None
    missing: Missing | None
    people: int
    taps: int
    coverage: float | None
    spread_ms: float | None


class TempoPoint(Part, frozen=True):
    """A corner of the tempo line; between two of one run the line is straight in beats."""

    time_s: float
    beat: float
    tempo_bpm: float


class BarLine(Part, frozen=True):
    """From ``beat``, the downbeat of ``bar``, on, bars are grouped like this."""

    beat: int
    bar: int
    grouping: tuple[int, ...]


class Pair(Part, frozen=True):
    """Two seats on the onsets they shared, in seconds.

    Attributes:
        first: the lower seat number.
        second: the higher one.
        n: onsets they shared.
        mean_s: mean of first minus second; who comes first *or* whose device is slower.
        sd_s: standard deviation (ddof 1): how tight the two were.
        mean_absolute_s: mean distance.
        missing: why the three are None.
    """

    first: int
    second: int
    n: int
    mean_s: float | None
    sd_s: float | None
    mean_absolute_s: float | None
    missing: Missing | None


class PairTable(Part, frozen=True):
    """All pairs of a stretch.

    Attributes:
        part_s: the shortest interval anybody regularly played, None over several stretches.
        window_s: half of it: the largest distance at which two onsets are *the same* one.
        rows: one for every two seats.
        missing: why there are no rows (nobody played twice, or too many people for a table).
    """

    part_s: float | None
    window_s: float | None
    rows: tuple[Pair, ...]
    missing: Missing | None


class Stretch(Part, frozen=True):
    """One run of the click, or a time of free play (``run`` is None).

    ``tempo`` and ``bar_lines`` belong to the click and are empty in free play, which counts from
    16 taps by two people on and ends with 20 seconds of silence. ``parts_per_beat`` is above 1
    where people played mostly between the beats: then togetherness is measured on those parts,
    which is stricter. ``live`` are the figures from the times taps were given live.
    """

    run: int | None
    start_s: float
    end_s: float
    beats: int
    parts_per_beat: int
    people: int
    taps: int
    together: Togetherness
    live: Figures
    beyond_click: BeyondClick | None
    course: tuple[CoursePoint, ...]
    tempo: tuple[TempoPoint, ...]
    bar_lines: tuple[BarLine, ...]
    pairs: PairTable


class Correction(Part, frozen=True):
    """How somebody gets back to the beat, over stretches of 25 or more taps at one tempo.

    Attributes:
        alpha: share of an asynchrony that is gone at the next beat, 0..2.
        timekeeper_ms: standard deviation of the inner clock.
        motor_ms: standard deviation of the hand.
        taps: taps behind it.
        missing: why the three are None.
    """

    alpha: float | None
    timekeeper_ms: float | None
    motor_ms: float | None
    taps: int
    missing: Missing | None


class Person(Part, frozen=True):
    """One person, for the facilitator's eyes and their own: never shown on a projector.

    Attributes:
        measured: whether the taps are in the group's numbers; False on wireless sound.
        taps: all taps, free play included.
        beats: beats of the click they played on.
        coverage: of the beats they were here for, the share they played.
        offset_ms: their usual earliness (negative) or lateness: habit *or* device.
        offset_se_ms: how sure ``offset_ms`` is (standard error).
        jitter_ms: standard deviation around it.
        steadiness: a word for it, ``""`` with too few taps.
        missing: why ``offset_ms`` or ``jitter_ms`` is None.
        remark: a sentence for the facilitator, may be empty.
        contribution: mean agreement with the others on shared beats, -1..1, delays taken out.
        correction: phase correction and its noise terms.
        forgotten: whether they left and took everything along: then the figure is the seat's.
    """

    seat: int
    name: str
    animal: int
    colour: int
    device: str
    joined_s: float
    left_s: float | None
    here_s: float
    measured: bool
    taps: int
    beats: int
    coverage: float | None
    offset_ms: float | None
    offset_se_ms: float | None
    jitter_ms: float | None
    steadiness: str
    missing: Missing | None
    remark: str
    contribution: float | None
    correction: Correction
    forgotten: bool


class Presence(Part, frozen=True):
    """From ``time_s`` on, ``here`` people are connected and ``seats`` seats are taken."""

    time_s: float
    here: int
    seats: int


class Device(Part, frozen=True):
    """What is known of a device and what its clock allows.

    Attributes:
        quality: the word for ``bound_ms``, as the facilitator saw it.
        bound_ms: median error bound of its taps (of its own reports when it has no taps), live.
        worst_bound_ms: the largest.
        refined_bound_ms: median error bound of its refined taps.
        worst_refined_bound_ms: the largest.
        ceiling: what identical timing would reach if all clocks were like this one, with the best
            bounds there are.
        samples: clock exchanges that could be used.
        offset_s: session minus local time, at the last exchange.
        skew_ppm: how much faster session time ran than the device's clock.
        steps: how often its clock stepped: sleep, another device, a server that started anew.
        path_changes: how often the way through the network changed.
        refined_taps: taps with a refined time.
        live_taps: taps that keep the time they were given live.
        largest_correction_ms: how far a refined tap moved at most.
    """

    seat: int
    device: str
    quality: str
    bound_ms: float | None
    worst_bound_ms: float | None
    round_trip_ms: float | None
    output_latency_ms: float | None
    wireless: bool
    ceiling: float | None
    refined_bound_ms: float | None
    worst_refined_bound_ms: float | None
    samples: int
    offset_s: float | None
    skew_ppm: float | None
    steps: int
    path_changes: int
    refined_taps: int
    live_taps: int
    largest_correction_ms: float | None


class Remark(Part, frozen=True):
    """A plain sentence with an id that stays the same, so that it can be translated and cited."""

    id: str
    sentence: str


class Report(Part, frozen=True):
    """A whole session, told from its log.

    Attributes:
        sentence: what to read if one reads nothing else; names nobody.
        moments: a few more sentences in the same tone.
        together: all runs pooled, beat by beat; free play is not in it.
        live: the same from the times taps were given live.
        redating: how many taps were dated anew, and by how much.
        beyond_click: the same for moving together beyond the click.
        pairs: all stretches pooled.
        activities: what the evening was, in order; empty without a plan.
        cues: every cue with its times.
        calls: what came back of each call.
        finishes: last beats together.
        notes: what to bear in mind with *these* numbers.
        says_not: what no number here says.
    """

    schema: int
    code: str
    epoch_s: float
    length_s: float
    ended: bool
    people_seated: int
    people_played: int
    taps: int
    sentence: str
    moments: tuple[Remark, ...]
    together: Togetherness
    live: Figures
    redating: Redating
    beyond_click: BeyondClick
    stretches: tuple[Stretch, ...]
    pairs: PairTable
    people: tuple[Person, ...]
    presence: tuple[Presence, ...]
    devices: tuple[Device, ...]
    notes: tuple[Remark, ...]
    says_not: tuple[Remark, ...]
    activities: tuple[ActivityLine, ...] = ()
    cues: tuple[CueLine, ...] = ()
    calls: tuple[CallLine, ...] = ()
    finishes: tuple[FinishLine, ...] = ()
