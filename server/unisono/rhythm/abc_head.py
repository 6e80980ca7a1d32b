"""The fields above a tune in ABC: meter, unit, tempo, key. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from unisono.errors import BadValue
from unisono.pulse import MAX_BEATS, MIN_BEATS
from unisono.rhythm.abc_words import key_signs
from unisono.rhythm.pattern import LONGEST_TITLE

USUAL_BPM: Final = 96.0
_METER = re.compile(r"\(?([0-9]{1,2}(?:\+[0-9]{1,2})*)\)?/([0-9]{1,2})")
_RATIO = re.compile(r"([0-9]{1,3})/([0-9]{1,3})")
_TEMPO = re.compile(r"(?:([0-9]{1,3}/[0-9]{1,3})\s*=\s*)?([0-9]{1,3}(?:\.[0-9]{1,6})?)")
_COMMON: Final = {"C": "4/4", "C|": "2/2"}
_UNITS: Final = (1, 2, 4, 8, 16, 32)


@dataclass(slots=True)
class Head:
    """What the fields say; lengths are shares of a whole note."""

    title: str = ""
    bar: Fraction = Fraction(1)
    beat: Fraction = Fraction(1, 4)
    grouping: tuple[int, ...] = (4,)
    key: str = ""
    signs: dict[str, int] = field(default_factory=dict)
    _unit: Fraction | None = None
    _tempo: tuple[Fraction | None, float] = (None, USUAL_BPM)

    @property
    def unit(self) -> Fraction:
        """The length of a note without a number."""
        usual = Fraction(1, 8) if self.bar >= Fraction(3, 4) else Fraction(1, 16)
        return self._unit or usual

    @property
    def tempo_bpm(self) -> float:
        """Beats of the meter in a minute."""
        unit, bpm = self._tempo
        return bpm if unit is None else float(bpm * float(unit / self.beat))

    def take(self, name: str, value: str) -> None:
        """Take a field; what a tune does not need is passed over.

        Raises:
            BadValue: if a field that is needed says something that cannot be.
        """
        if name == "T" and not self.title:
            self.title = " ".join(value.split())[:LONGEST_TITLE].strip()
        elif name == "M":
            self._take_meter(_COMMON.get(value, value))
        elif name == "L":
            self._unit = _ratio("L:", value)
        elif name == "Q":
            self._take_tempo(value)
        elif name == "K":
            self.signs = key_signs(value)
            self.key = "".join(value.split())

    def _take_meter(self, value: str) -> None:
        found = _METER.fullmatch(value)
        allowed = f"a meter such as 4/4, 6/8 or 2+2+3/8, {MIN_BEATS} to {MAX_BEATS} beats"
        if not found or int(found[2]) not in _UNITS:
            raise BadValue("M:", value[:20], allowed)
        groups, unit = tuple(map(int, found[1].split("+"))), Fraction(1, int(found[2]))
        if min(groups) < 1:
            raise BadValue("M:", value[:20], allowed)
        parts = sum(groups)
        self.bar = parts * unit
        if len(groups) == 1 and parts > 3 and parts % 3 == 0 and unit <= Fraction(1, 8):
            self.beat, self.grouping = 3 * unit, (parts // 3,)
        else:
            self.beat, self.grouping = unit, groups
        if not MIN_BEATS <= sum(self.grouping) <= MAX_BEATS:
            raise BadValue("M:", value[:20], allowed)

    def _take_tempo(self, value: str) -> None:
        found = _TEMPO.fullmatch(value)
        if not found:
            raise BadValue("Q:", value[:20], "a tempo such as 96 or 3/8=80")
        unit = _ratio("Q:", found[1]) if found[1] else None
        self._tempo = (unit, float(found[2]))


def written_meter(beat: Fraction, grouping: tuple[int, ...]) -> str:
    """Return the ``M:`` that :class:`Head` reads as this beat and grouping."""
    if beat.numerator == 3:
        return f"{3 * sum(grouping)}/{beat.denominator}"
    return f"{'+'.join(map(str, grouping))}/{beat.denominator}"


def _ratio(what: str, text: str) -> Fraction:
    found = _RATIO.fullmatch(text)
    if not found or not int(found[1]) or int(found[2]) not in (1, 2, 4, 8, 16, 32, 64):
        raise BadValue(what, text[:20], "a share of a whole note such as 1/8")
    return Fraction(int(found[1]), int(found[2]))
