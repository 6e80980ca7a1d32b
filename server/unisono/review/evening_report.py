"""The shape of an evening in a report: its activities, cues, calls and last beats.

Nothing here computes; units are in the names, as in :mod:`unisono.review.report`.
"""

from __future__ import annotations

from unisono.review.part import Part


class ActivityLine(Part, frozen=True):
    """One activity of the evening, from its beginning to that of the next.

    Attributes:
        index: its place in the plan.
        kind: what it was, a stable word.
        title: as the plan calls it, may be empty.
        text: what everybody read.
        planned_min: minutes the plan gave it.
        began_s: when it began.
        ended_s: when the next one began, or the session was over.
        cues: numbers of the cues armed in it.
    """

    index: int
    kind: str
    title: str
    text: str
    planned_min: float
    began_s: float
    ended_s: float
    cues: tuple[int, ...]


class CueLine(Part, frozen=True):
    """One cue: ``kind``, when it was armed, where it was to land (``run``, ``beat``, ``bar``).

    ``how`` is ``landed``, or why it did not: ``asked`` for, ``replaced``, ``moved`` or
    ``stopped`` (``armed``: the log ends before). ``lands_s`` is None unless it landed.
    """

    cue: int
    kind: str
    run: int
    beat: float
    bar: int
    armed_s: float
    lands_s: float | None
    how: str
    ended_s: float


class SectionLine(Part, frozen=True):
    """What a section brought back of a call, as in :class:`RoundLine`."""

    section: str
    people: int
    share: float | None
    value: float | None


class RoundLine(Part, frozen=True):
    """What came back of one round of a call.

    Attributes:
        round: from 1.
        time_s: when the answer began.
        asked: people who were asked and whose taps count.
        answered: those of them who brought back any note.
        share: of the call's notes, the share that came back, mean over people, 0..1.
        value: togetherness of the answers, over this round and up to seven before; None when it
            is too little to say.
        sections: the same by section.
    """

    round: int
    time_s: float
    asked: int
    answered: int
    share: float | None
    value: float | None
    sections: tuple[SectionLine, ...]


class CallLine(Part, frozen=True):
    """One call and its rounds; ``learned`` is the last round's share minus the first one's."""

    cue: int
    run: int
    title: str
    caller: int | None
    notes: int
    rounds: tuple[RoundLine, ...]
    learned: float | None


class FinishLine(Part, frozen=True):
    """A last beat together: people and how far apart, offsets taken out. Not graded."""

    run: int
    time_s: float
    people: int
    spread_ms: float | None
