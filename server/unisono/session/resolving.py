"""A cue before it is armed: could anybody play it, and whom is it about?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from unisono.errors import NotNow
from unisono.prompts import Prompt
from unisono.pulse import Meter, check_bpm
from unisono.session import cues as q
from unisono.session.facts import Facts
from unisono.session.phrases import PromptSpec
from unisono.session.runs import Armed
from unisono.session.selecting import chosen, everybody, the_others

NOBODY: Final = "Nobody is in that group just now, so nothing was changed."


def check_cue(what: q.AnyCue) -> None:
    """Refuse a cue that nobody could play.

    Raises:
        BadValue: if a tempo, a meter or a phrase is outside what is allowed.
    """
    if isinstance(what, q.TempoTo | q.MeterTo) and what.tempo_bpm is not None:
        check_bpm(what.tempo_bpm)
    if isinstance(what, q.MeterTo):
        Meter(tuple(what.grouping))
    if isinstance(what, q.CallRound):
        prompt_of(what.prompt)


def prompt_of(spec: PromptSpec) -> Prompt:
    """Return a phrase as it is scored.

    Raises:
        BadValue: if its notes are not in order or not inside its cycle.
    """
    return Prompt(tuple(note.beat for note in spec.notes), spec.cycle_beats)


def resolved(facts: Facts, cue: Armed) -> Armed:
    """Return a cue that knows whom it is about.

    Raises:
        NotNow: if that is nobody.
    """
    find = _FINDERS.get(type(cue.what))
    return cue if find is None else find(facts, cue, cue.what)


def _who(facts: Facts, cue: Armed, what: q.Groove | q.Sculpt) -> Armed:
    who = _some(chosen(facts, what.who, cue.cue))
    return replace(cue, who=who, others=the_others(facts, who))


def _call(facts: Facts, cue: Armed, what: q.CallRound) -> Armed:
    """Whoever made the call need not answer it, unless nobody else is asked."""
    who = _some(chosen(facts, what.who, cue.cue))
    if what.caller is None:
        return replace(cue, who=who)
    asked = everybody(facts) if who is None else who
    rest = tuple(seat for seat in asked if seat != what.caller)
    return replace(cue, who=rest or asked)


def _dialogue(facts: Facts, cue: Armed, what: q.Dialogue) -> Armed:
    """All against all is one half against the other; all against some leaves those out."""
    first = chosen(facts, what.first, cue.cue)
    second = chosen(facts, what.second, cue.cue)
    if first is None and second is None:
        first = chosen(facts, q.Selection("half"), cue.cue)
    first = the_others(facts, second) if first is None else first
    second = the_others(facts, first) if second is None else second
    return replace(cue, who=_some(first), others=_some(second) or ())


def _layer(facts: Facts, cue: Armed, what: q.LayerTo) -> Armed:
    return replace(cue, who=chosen(facts, q.Selection("part", part=what.layer), cue.cue))


def _spotlight(facts: Facts, cue: Armed, what: q.Spotlight) -> Armed:
    if what.seat is None:
        return cue
    who = _some(chosen(facts, q.Selection("seats", seats=(what.seat,)), cue.cue))
    return replace(cue, who=who, others=the_others(facts, who))


def _pass(facts: Facts, cue: Armed, what: q.PassPulse) -> Armed:
    """Round those who are here, in the order of the ring or in the one that was given."""
    ring = tuple(seat for seat in everybody(facts) if facts.seats[seat].here)
    given = tuple(dict.fromkeys(seat for seat in what.order if seat in ring))
    order = given if what.order else ring
    return replace(cue, what=q.PassPulse(what.bars_each, order), who=_some(order))


def _some(who: tuple[int, ...] | None) -> tuple[int, ...] | None:
    if who is not None and not who:
        raise NotNow(NOBODY)
    return who


_FINDERS: Final[dict[type[q.CueBody], Callable[..., Armed]]] = {
    q.Groove: _who,
    q.Sculpt: _who,
    q.CallRound: _call,
    q.Dialogue: _dialogue,
    q.LayerTo: _layer,
    q.Spotlight: _spotlight,
    q.PassPulse: _pass,
}
