"""Hold: how long a group keeps its own beat after the click has faded.

At each beat the common beat is the median of what people played, each freed of the own offset. The
group *holds* while at least two thirds of those who play are within the tolerance of it and at
least two play; the hold ends before the first two beats in a row on which that is not so. Beside it
stands the drift: how much the group's tempo over its last held beats differs from the click's.

A small tolerance asks more; it is stated with the result (default: an eighth of a beat). One person
cannot hold a common beat. Definition of this project.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from unisono.errors import BadValue
from unisono.synchrony.grid import FloatArray
from unisono.synchrony.limits import MIN_PEOPLE, OWN_BEATS
from unisono.synchrony.outcome import Reason, TooLittle
from unisono.units import Seconds

TOLERANCE_OF_BEAT: Final = 0.125
TOGETHER_SHARE: Final = 2.0 / 3.0
ENDS_AFTER: Final = 2
DRIFT_INTERVALS: Final = 8


@dataclass(frozen=True, slots=True)
class Hold:
    """How long and how steadily a group held.

    Args:
        beats: beats held since the fade.
        held_s: seconds from the first to the last of them.
        whole: whether the group held to the end of the section.
        drift_percent: tempo over the last 8 held intervals against the click's, in percent;
            positive = faster; None under 8 held intervals.
        tolerance_s: the tolerance it was measured with.
    """

    beats: int
    held_s: Seconds
    whole: bool
    drift_percent: float | None
    tolerance_s: Seconds


def hold(
    onsets_s: FloatArray,
    period_s: Seconds,
    offsets_s: FloatArray | None = None,
    tolerance_s: Seconds | None = None,
) -> Hold | TooLittle:
    """Return how long the group kept within a tolerance of its own common beat.

    Args:
        onsets_s: people x beats since the fade, onsets in seconds on the group's own beat (see
            ``freegroup``), NaN = no tap.
        period_s: the click's beat period before it faded.
        offsets_s: each person's constant offset, best taken from the section with the click; by
            default each one's median deviation here.
        tolerance_s: how far from the common beat still counts, seconds; T/8 by default.

    At least 2 people and 8 beats.

    Raises:
        BadValue: if the tolerance is not positive.
    """
    tolerance = TOLERANCE_OF_BEAT * period_s if tolerance_s is None else tolerance_s
    if not tolerance > 0.0:
        raise BadValue("tolerance", tolerance_s, "longer than 0 seconds")
    x = np.atleast_2d(np.asarray(onsets_s, dtype=np.float64))
    people = int((~np.isnan(x)).any(axis=1).sum())
    if people < MIN_PEOPLE:
        return TooLittle(Reason.PEOPLE, people, MIN_PEOPLE)
    if x.shape[1] < OWN_BEATS:
        return TooLittle(Reason.BEATS, x.shape[1], OWN_BEATS)
    freed = x - (_own_offsets(x) if offsets_s is None else np.asarray(offsets_s))[:, None]
    common, together = _common_beat(freed, tolerance)
    beats = held_beats(together)
    at = common[:beats][~np.isnan(common[:beats])]
    return Hold(
        beats,
        float(at[-1] - at[0]) if at.size else 0.0,
        beats == x.shape[1],
        _drift_percent(common[:beats], period_s),
        tolerance,
    )


def held_beats(together: FloatArray) -> int:
    """Return how many beats pass before two in a row are not together."""
    apart = ~np.asarray(together, dtype=np.bool_)
    run = apart.copy()
    for i in range(1, ENDS_AFTER):
        run[:-i] &= apart[i:]
        run[run.size - i :] = False
    ends = np.flatnonzero(run)
    return int(ends[0]) if ends.size else int(apart.size)


def _common_beat(freed: FloatArray, tolerance_s: Seconds) -> tuple[FloatArray, FloatArray]:
    """Return the median onset of each beat and whether most who played are near it."""
    count = (~np.isnan(freed)).sum(axis=0)
    common = np.full(freed.shape[1], np.nan)
    common[count > 0] = np.nanmedian(freed[:, count > 0], axis=0)
    with np.errstate(invalid="ignore"):
        near = (np.abs(freed - common) <= tolerance_s).sum(axis=0)
    return common, (count >= MIN_PEOPLE) & (near >= TOGETHER_SHARE * count)


def _own_offsets(x: FloatArray) -> FloatArray:
    """Return each person's median deviation from the beat's mean, 0 for who never played."""
    played = ~np.isnan(x)
    late = x - np.nanmean(np.where(played.any(axis=0), x, 0.0), axis=0)
    return np.array(
        [np.median(row[~np.isnan(row)]) if (~np.isnan(row)).any() else 0.0 for row in late]
    )


def _drift_percent(common: FloatArray, period_s: Seconds) -> float | None:
    """Return the tempo of the last held intervals against the click's, in percent."""
    known = np.flatnonzero(~np.isnan(common))
    if known.size <= DRIFT_INTERVALS:
        return None
    last = known[-DRIFT_INTERVALS - 1 :]
    now_s = float(common[last[-1]] - common[last[0]]) / float(last[-1] - last[0])
    return 100.0 * (period_s / now_s - 1.0)
