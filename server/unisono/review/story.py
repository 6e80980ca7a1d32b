"""The sentence on top and the few below it: what a facilitator would tell the group."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Final

from unisono.review.report import CoursePoint, Presence, Remark, Stretch, Togetherness
from unisono.review.words import count, duration, group_word, points
from unisono.session.scenes import Scene
from unisono.session.state import RunState
from unisono.synchrony.limits import COVERAGE_MIN, MIN_PEOPLE
from unisono.synchrony.words import STEPS
from unisono.units import Seconds

TOGETHER: Final = STEPS[2]


def top_sentence(
    together: Togetherness, stretches: Sequence[Stretch], people: int, taps: int
) -> str:
    """Return the sentence to read if one reads nothing else."""
    if taps == 0:
        return "Nobody has tapped yet; this page fills as soon as people play."
    who = f"{count(people, 'person', 'people')} played for {duration(_played_s(stretches))}"
    if together.value is not None:
        return f"{who}, {_verdict(together)}"
    if together.missing is not None and any(s.run is not None and s.taps for s in stretches):
        return f"{who}. There is too little to say how together it was: " + (
            together.missing.sentence[0].lower() + together.missing.sentence[1:]
        )
    return f"{who}, freely and without the click."


def moments(stretches: Sequence[Stretch], presence: Sequence[Presence]) -> tuple[Remark, ...]:
    """Return a few more sentences, each only if there is something to tell."""
    runs = [stretch for stretch in stretches if stretch.run is not None and stretch.course]
    found = [
        *[_found(run) for run in runs[:1]],
        _held(runs),
        _closest(runs),
        _company(presence),
    ]
    return tuple(remark for remark in found if remark is not None)


def notes(
    together: Togetherness, stretches: Sequence[Stretch], left_out: int
) -> tuple[Remark, ...]:
    """Return what to bear in mind with these numbers.

    Args:
        together: all runs.
        stretches: runs and free play.
        left_out: people with taps over wireless sound.
    """
    found = [_wireless(left_out), _few_played(together), _two_people(together), _free(stretches)]
    found += [_parts(stretch) for stretch in stretches]
    if together.value is not None and together.low is None:
        found.append(Remark("no_band", "There were too few beats to say how sure the number is."))
    return tuple(remark for remark in found if remark is not None)


def uncounted(runs: Sequence[RunState]) -> tuple[Remark, ...]:
    """Return that not everything of the click's runs is in the numbers, if that is so."""
    scenes = [scene for run in runs for _, scene in run.scenes]
    if all(scene.measured and not scene.resting and not _has_solo(scene) for scene in scenes):
        return ()
    sentence = (
        "Togetherness is told of the groove only: calls and answers, songs, breath, free play, "
        "solos and rests are not counted in it."
    )
    return (Remark("groove_only", sentence),)


def _has_solo(scene: Scene) -> bool:
    return scene.spotlight is not None or scene.passing is not None


def unmeasured(people: int) -> tuple[Remark, ...]:
    """Return that some people's taps are not in the numbers, by choice or to keep a device out."""
    if people <= 0:
        return ()
    who = count(people, "person", "people")
    return (Remark("unmeasured", f"{who} played unmeasured; those taps are not counted."),)


def _verdict(together: Togetherness) -> str:
    value = points(together.value or 0.0)
    if together.low is None or together.high is None:
        return f"and reached {value} of 100; it was too short to say how sure that is."
    between = f"most likely between {points(together.low)} and {points(together.high)}"
    if not together.word:
        return f"and reached {value} of 100, {between}: too wide a range for a word."
    return f"and the circle was {group_word(together.word)}: {value} of 100, {between}."


def _played_s(stretches: Sequence[Stretch]) -> Seconds:
    """Return for how long people played, count-ins left out."""
    return sum(s.end_s - (s.tempo[0].time_s if s.tempo else s.start_s) for s in stretches if s.taps)


def _is_together(point: CoursePoint) -> bool:
    return point.value is not None and point.value >= TOGETHER


def _found(run: Stretch) -> Remark | None:
    """When the group first was together, if it was not from the start."""
    first = next((i for i, point in enumerate(run.course) if _is_together(point)), 0)
    if first == 0:
        return None
    after_s = run.course[first].from_s - run.course[0].from_s
    return Remark("found", f"You found each other after about {duration(after_s)}.")


def _held(runs: Sequence[Stretch]) -> Remark | None:
    """The longest time together without a break."""
    longest_s = 0.0
    for run in runs:
        for together, points_of in itertools.groupby(run.course, key=_is_together):
            held = list(points_of)
            longest_s = max(longest_s, held[-1].to_s - held[0].from_s if together else 0.0)
    return Remark("held", f"You stayed together for {duration(longest_s)}.") if longest_s else None


def _closest(stretches: Sequence[Stretch]) -> Remark | None:
    """The best moment, only when it stands out from its run by more than chance."""
    best: tuple[float, str] | None = None
    for stretch in stretches:
        value = stretch.together.value
        for point in stretch.course:
            stands_out = value is not None and point.low is not None and point.low > value
            if point.value is not None and stands_out and (not best or point.value > best[0]):
                best = point.value, f"It was closest around bar {point.bar} of run {stretch.run}."
    return Remark("closest", best[1]) if best else None


def _company(presence: Sequence[Presence]) -> Remark | None:
    most = max((p.here for p in presence), default=0)
    if most < MIN_PEOPLE:
        return None
    return Remark("company", f"At the fullest moment {most} people were in the circle.")


def _wireless(left_out: int) -> Remark | None:
    if not left_out:
        return None
    who = count(left_out, "person", "people")
    return Remark("wireless", f"{who} listened over wireless sound; those taps are not counted.")


def _few_played(together: Togetherness) -> Remark | None:
    if together.coverage is None or together.coverage >= COVERAGE_MIN:
        return None
    share = f"{100.0 * together.coverage:.0f} in 100 beats were played"
    return Remark("coverage", f"{share}: the numbers speak of those who played, when they played.")


def _two_people(together: Togetherness) -> Remark | None:
    if together.value is None or together.people != MIN_PEOPLE:
        return None
    return Remark("two", "Two people's number moves a lot by chance; a longer time says more.")


def _free(stretches: Sequence[Stretch]) -> Remark | None:
    if not any(s.run is None for s in stretches):
        return None
    sentence = (
        "Free play without the click is measured against the group's own beat; do not compare it "
        "with playing to the click."
    )
    return Remark("free", sentence)


def _parts(run: Stretch) -> Remark | None:
    if run.parts_per_beat == 1 or run.run is None:
        return None
    sentence = (
        f"In run {run.run} people played between the beats, so it is measured on "
        f"{run.parts_per_beat} parts of each beat, which is stricter than on the beat itself."
    )
    return Remark("parts", sentence)
