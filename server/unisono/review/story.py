"""The sentence on top and the few below it: what a facilitator would tell the group."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Final

from unisono.review.report import CoursePoint, Presence, Remark, Stretch, Togetherness
from unisono.review.words import duration, group_word, people_told, points
from unisono.sentences import told, told_number
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
        return told("Nobody has tapped yet; this page fills as soon as people play.")
    who = {"people": people_told(people), "time": duration(_played_s(stretches))}
    if together.value is not None:
        return _verdict(together, who)
    if together.missing is not None and any(s.run is not None and s.taps for s in stretches):
        played = told("{people} played for {time}.", **who)
        few = told("There is too little to say how together it was.")
        return f"{played} {few} {together.missing.sentence}"
    return told("{people} played for {time}, freely and without the click.", **who)


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
        sentence = told("There were too few beats to say how sure the number is.")
        found.append(Remark("no_band", sentence))
    return tuple(remark for remark in found if remark is not None)


def uncounted(runs: Sequence[RunState]) -> tuple[Remark, ...]:
    """Return that not everything of the click's runs is in the numbers, if that is so."""
    scenes = [scene for run in runs for _, scene in run.scenes]
    if all(scene.measured and not scene.resting and not _has_solo(scene) for scene in scenes):
        return ()
    sentence = told(
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
    sentence = told(
        "{people} played unmeasured; those taps are not counted.", people=people_told(people)
    )
    return (Remark("unmeasured", sentence),)


def _verdict(together: Togetherness, who: Mapping[str, str]) -> str:
    known = {**who, "value": points(together.value or 0.0)}
    if together.low is None or together.high is None:
        return told(
            "{people} played for {time}, and reached {value} of 100; it was too short to say how "
            "sure that is.",
            **known,
        )
    known |= {"low": points(together.low), "high": points(together.high)}
    if not together.word:
        return told(
            "{people} played for {time}, and reached {value} of 100, most likely between {low} and "
            "{high}: too wide a range for a word.",
            **known,
        )
    return told(
        "{people} played for {time}, and the circle was {word}: {value} of 100, most likely "
        "between {low} and {high}.",
        word=group_word(together.word),
        **known,
    )


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
    sentence = told("You found each other after about {time}.", time=duration(after_s))
    return Remark("found", sentence)


def _held(runs: Sequence[Stretch]) -> Remark | None:
    """The longest time together without a break."""
    longest_s = 0.0
    for run in runs:
        for together, points_of in itertools.groupby(run.course, key=_is_together):
            held = list(points_of)
            longest_s = max(longest_s, held[-1].to_s - held[0].from_s if together else 0.0)
    if not longest_s:
        return None
    return Remark("held", told("You stayed together for {time}.", time=duration(longest_s)))


def _closest(stretches: Sequence[Stretch]) -> Remark | None:
    """The best moment, only when it stands out from its run by more than chance."""
    best: tuple[float, int, int] | None = None
    for stretch in stretches:
        value, run = stretch.together.value, stretch.run or 0
        for point in stretch.course:
            stands_out = value is not None and point.low is not None and point.low > value
            if point.value is not None and stands_out and (not best or point.value > best[0]):
                best = point.value, point.bar or 0, run
    if best is None:
        return None
    where = {"bar": told_number(best[1]), "run": told_number(best[2])}
    return Remark("closest", told("It was closest around bar {bar} of run {run}.", **where))


def _company(presence: Sequence[Presence]) -> Remark | None:
    most = max((p.here for p in presence), default=0)
    if most < MIN_PEOPLE:
        return None
    sentence = told("At the fullest moment {people} were in the circle.", people=people_told(most))
    return Remark("company", sentence)


def _wireless(left_out: int) -> Remark | None:
    if not left_out:
        return None
    sentence = told(
        "{people} listened over wireless sound; those taps are not counted.",
        people=people_told(left_out),
    )
    return Remark("wireless", sentence)


def _few_played(together: Togetherness) -> Remark | None:
    if together.coverage is None or together.coverage >= COVERAGE_MIN:
        return None
    sentence = told(
        "{share} in 100 beats were played: the numbers speak of those who played, when they "
        "played.",
        share=told_number(100.0 * together.coverage),
    )
    return Remark("coverage", sentence)


def _two_people(together: Togetherness) -> Remark | None:
    if together.value is None or together.people != MIN_PEOPLE:
        return None
    sentence = told("Two people's number moves a lot by chance; a longer time says more.")
    return Remark("two", sentence)


def _free(stretches: Sequence[Stretch]) -> Remark | None:
    if not any(s.run is None for s in stretches):
        return None
    sentence = told(
        "Free play without the click is measured against the group's own beat; do not compare it "
        "with playing to the click."
    )
    return Remark("free", sentence)


def _parts(run: Stretch) -> Remark | None:
    if run.parts_per_beat == 1 or run.run is None:
        return None
    sentence = told(
        "In run {run} people played between the beats, so it is measured on {parts} parts of each "
        "beat, which is stricter than on the beat itself.",
        run=told_number(run.run),
        parts=told_number(run.parts_per_beat),
    )
    return Remark("parts", sentence)
