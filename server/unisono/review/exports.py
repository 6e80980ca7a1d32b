"""Everything that was recorded, as files: report, taps, and the log itself.

All three are text that depends on the log alone, byte for byte. Names are typed by strangers and
spreadsheets take some texts for formulas, so a text cell that begins like a formula gets an
apostrophe in front (:func:`plain_cell`).
"""

from __future__ import annotations

import csv
import io
import math
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final, TypeVar

import msgspec

from unisono.errors import BadFile, OurError
from unisono.review.build import build_report
from unisono.review.clocks import redated
from unisono.review.people import label
from unisono.review.report import Report
from unisono.review.runs import HALF_BEAT, Span, Story, Tap, spans_of, story_of
from unisono.session.counting import casts
from unisono.session.cues import Selection
from unisono.session.events import (
    ActivityBegan,
    CueArmed,
    Entry,
    Event,
    PlanSet,
    SeatPlaced,
    SeatTaken,
)
from unisono.session.forgetting import blanked
from unisono.session.plans import Activity
from unisono.session.state import RunState, fold
from unisono.units import to_ms

S = TypeVar("S", bound=msgspec.Struct)

LOG_SCHEMA: Final = 1
LOG_KIND: Final = "unisono session"

TAP_COLUMNS: Final = (
    "run", "bar", "beat_in_bar", "seat", "label", "device", "seq", "time_s", "beat", "target_s",
    "asynchrony_ms", "bound_ms", "source", "velocity", "measured", "local_s", "refined_time_s",
    "refined_asynchrony_ms", "refined_bound_ms", "stroke", "activity",
)  # fmt: skip
"""Columns of ``taps.csv``, one row a tap, in order of time.

``run`` is empty in free play, and so is everything that needs a click. ``bar`` and ``beat_in_bar``
(both from 1; bars of the count-in are 0 and below) are those of the nearest beat, ``target_s`` is
its instant, ``asynchrony_ms`` onset minus target. ``time_s`` is exact; ``measured`` is 0 for taps
that do not count: over wireless sound, or where their seat was not asked to keep the beat.

``time_s``, ``asynchrony_ms`` and ``bound_ms`` are as recorded. ``local_s`` is the same instant on
the device's own clock, ``refined_time_s`` the session time it has when everything about that clock
is known (:mod:`unisono.review.clocks`); these four are empty where they are not known. ``stroke``
is how it was played, ``activity`` the title (or kind) of the activity that was on.
"""

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class RunFile(msgspec.Struct, frozen=True):
    """What the entries come to for one run: the click as it was, and who was asked to keep it.

    ``casts`` are rows of [beat, measured, seats that do not count]: what holds from a beat on.
    """

    run: int
    segments: tuple[tuple[float, float, float, float], ...]
    meters: tuple[tuple[int, int, tuple[int, ...]], ...]
    count_in_beats: int
    stop_beat: float | None
    casts: tuple[tuple[int, bool, tuple[int, ...]], ...]


class SessionFile(msgspec.Struct, frozen=True):
    """The log as a file: all entries, with hashes of personal links, notes and tags left empty.

    ``runs`` say nothing that the entries do not; they are for programs that do not fold them.
    """

    kind: str
    schema: int
    entries: tuple[Entry, ...]
    runs: tuple[RunFile, ...] = ()


_encoder: Final = msgspec.json.Encoder(order="deterministic")
_decoder: Final = msgspec.json.Decoder(SessionFile)
_report_decoder: Final = msgspec.json.Decoder(Report)


def report_json(entries: Sequence[Entry]) -> bytes:
    """Return the report of a log as JSON; the same log always gives the same bytes.

    Whole numbers in places of fractions are written as fractions, so that a log that was stored
    and read back (which turns 43 seconds into 43.0) is the same log.
    """
    return _encoder.encode(_report_decoder.decode(_encoder.encode(build_report(entries))))


def session_json(entries: Sequence[Entry]) -> bytes:
    """Return everything that was recorded, without anything that could open a door.

    What was meant for few eyes stays here, too: the facilitator's notes, and what people said of
    themselves so that they could be addressed by it.
    """
    kept = tuple(map(_for_others, blanked(entries)))
    return _encoder.encode(SessionFile(LOG_KIND, LOG_SCHEMA, kept, _run_files(entries)))


def entries_of(body: bytes, name: str = "session export") -> tuple[Entry, ...]:
    """Return the log of a file written by :func:`session_json`; it gives the same report.

    Raises:
        BadFile: if it is not such a file.
    """
    expected = f"a {LOG_KIND!r} file, schema {LOG_SCHEMA}"
    try:
        file: SessionFile = _decoder.decode(body)
    except msgspec.MsgspecError as e:
        raise BadFile(name, None, str(e), expected) from e
    if (file.kind, file.schema) != (LOG_KIND, LOG_SCHEMA):
        raise BadFile(name, None, (file.kind, file.schema), expected)
    return file.entries


def taps_csv(entries: Sequence[Entry]) -> str:
    """Return all taps as a tidy table, lines ending in CR LF (RFC 4180)."""
    story = story_of(entries)
    best = {
        (number, tap.seq): tap
        for number, seat in story.seats.items()
        for tap in redated(seat).taps
        if tap.live is not None
    }
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(TAP_COLUMNS)
    for span in spans_of(story.state.runs):
        taps = [(tap, number) for number, s in story.seats.items() for tap in span.taps_of(s)]
        for tap, number in sorted(taps, key=lambda row: (row[0].time_s, row[1], row[0].seq)):
            writer.writerow(_row(story, span, number, tap, best.get((number, tap.seq))))
    return text.getvalue()


def plain_cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return "'" + text if text.lstrip(" ").startswith(FORMULA_STARTS) else text


def _run_files(entries: Sequence[Entry]) -> tuple[RunFile, ...]:
    """Return the runs; none of a log with a hole, which is worth keeping all the same."""
    try:
        return tuple(map(_run_file, fold(entries).runs))
    except OurError:
        return ()


def _run_file(run: RunState) -> RunFile:
    first = math.floor(-run.count_in_beats - HALF_BEAT)
    return RunFile(
        run=run.number,
        segments=tuple((s.beat0, s.time0_s, s.bpm0, s.bpm1) for s in run.timeline.segments),
        meters=tuple((s.beat0, s.bar0, s.meter.grouping) for s in run.bars.spans),
        count_in_beats=run.count_in_beats,
        stop_beat=run.stop_beat,
        casts=tuple((x.beat, x.measured, tuple(sorted(x.out))) for x in casts(run, first)),
    )


def _for_others(entry: Entry) -> Entry:
    """Return an entry as anybody with the file may read it."""
    match entry.event:
        case SeatTaken() as event:
            return _with(entry, event, token_hash="")
        case SeatPlaced() as event:
            return _with(entry, event, tags=())
        case PlanSet(plan=plan) as event if plan is not None:
            kept = tuple(map(_without_notes, plan.activities))
            return _with(entry, event, plan=msgspec.structs.replace(plan, activities=kept))
        case ActivityBegan() as event:
            return _with(entry, event, activity=_without_notes(event.activity))
        case CueArmed() as event:
            return _with(entry, event, what=_untagged(event.what))
        case _:
            return entry


def _with(entry: Entry, event: Event, **changes: object) -> Entry:
    return msgspec.structs.replace(entry, event=msgspec.structs.replace(event, **changes))


def _without_notes(activity: Activity) -> Activity:
    return _untagged(msgspec.structs.replace(activity, notes=""))


def _untagged(what: S) -> S:
    """Return a cue or an activity that does not say by which words people were chosen."""
    fields = ((name, getattr(what, name)) for name in what.__struct_fields__)
    found = {name: value for name, value in fields if isinstance(value, Selection)}
    return msgspec.structs.replace(
        what, **{name: msgspec.structs.replace(value, tag="") for name, value in found.items()}
    )


def _row(story: Story, span: Span, number: int, tap: Tap, best: Tap | None) -> list[object]:
    state, seat = story.state.seats[number], story.seats[number]
    run, bar, beat_in_bar, beat, target_s, asynchrony_ms = _place(span, tap)
    return [
        run, bar, beat_in_bar, number, plain_cell(label(state)), plain_cell(state.device), tap.seq,
        repr(tap.time_s), beat, target_s, asynchrony_ms, to_ms(tap.bound_s), tap.source,
        "" if tap.velocity is None else tap.velocity, int(span.measures(seat, tap)),
        "" if tap.local_s is None else repr(tap.local_s), *_refined(span, tap, best),
        plain_cell(tap.stroke), plain_cell(_activity(story, tap)),
    ]  # fmt: skip


def _activity(story: Story, tap: Tap) -> str:
    """Return the activity that was on at a tap, empty before the first."""
    begun = story.evening.begun
    at = bisect_right(begun, tap.time_s, key=lambda row: row[0])
    on = begun[at - 1][1].activity if at else None
    return "" if on is None else on.title or on.kind


def _refined(span: Span, tap: Tap, best: Tap | None) -> tuple[object, object, object]:
    """Return refined time, its asynchrony to the tap's own target, and its bound."""
    if best is None:
        return "", "", ""
    late: object = ""
    if span.run is not None:
        target_s = span.run.timeline.time_at(round(span.run.timeline.beat_at(tap.time_s)))
        late = round(to_ms(best.time_s - target_s), 6)
    return repr(best.time_s), late, round(to_ms(best.bound_s), 6)


def _place(span: Span, tap: Tap) -> tuple[object, object, object, object, object, object]:
    """Return run, bar, beat in bar, beat, target and asynchrony; empty in free play."""
    if span.run is None:
        return "", "", "", "", "", ""
    beat = span.run.timeline.beat_at(tap.time_s)
    nearest = round(beat)
    place, target_s = span.run.bars.position_at(nearest), span.run.timeline.time_at(nearest)
    return (
        span.run.number,
        place.bar,
        int(place.beat_in_bar) + 1,
        round(beat, 6),
        repr(target_s),
        round(to_ms(tap.time_s - target_s), 6),
    )
