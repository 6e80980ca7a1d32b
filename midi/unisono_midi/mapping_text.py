"""Reading the text of a mapping (:mod:`unisono_midi.mapping` shows one). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, cast

from unisono.errors import BadFile
from unisono_midi.mapping import GENERAL_MIDI, SOUNDS, STROKES, PadMap, Stroke, Trigger

_LINE: Final = re.compile(r"^(?P<left>[^=]+)=(?P<right>[^=]+)$")
_RANGE: Final = re.compile(r"^(\d{1,3})(?:\s*(?:-|\.\.)\s*(\d{1,3}))?$")
_TRIGGER: Final = re.compile(r"^(?:(note|control|program)\s+)?(\d{1,3})$")
_SECTIONS: Final = ("in", "cues", "out")
_SILENT: Final = "nothing"


def parse_mapping(name: str, text: str, cues: frozenset[str] | None = None) -> PadMap:
    """Return the mapping that a text describes.

    Args:
        name: the file's name, for sentences.
        text: what stands in it.
        cues: the cues there are; None takes any word.

    Raises:
        BadFile: naming the line, what stood there and what was expected.
    """
    reader = _Reader(name, cues)
    section = "in"
    for number, line in _lines(text):
        reader.line = number
        if line.startswith("["):
            section = reader.section(line)
            continue
        found = _LINE.match(line)
        if found is None:
            raise reader.bad(line, "a line such as '36 = bass'")
        left, right = found["left"].strip().lower(), found["right"].strip().lower()
        reader.take(section, left, right)
    return reader.mapping()


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        bare = line.partition("#")[0].strip()
        if bare:
            yield number, bare


class _Reader:
    """Collects what the lines say."""

    def __init__(self, name: str, cues: frozenset[str] | None) -> None:
        self.name, self.line = name, 0
        self._known = cues
        self._strokes: dict[int, Stroke | None] = dict(GENERAL_MIDI.strokes)
        self._other = GENERAL_MIDI.other
        self._cues: dict[Trigger, str] = {}
        self._sounds = dict(GENERAL_MIDI.sounds)
        self._channel = GENERAL_MIDI.channel

    def section(self, line: str) -> str:
        name = line.strip("[] ").lower()
        if name not in _SECTIONS:
            raise self.bad(line, "[in], [cues] or [out]")
        return name

    def take(self, section: str, left: str, right: str) -> None:
        if section == "in":
            self._take_pad(left, right)
        elif section == "cues":
            self._take_cue(left, right)
        else:
            self._take_sound(left, right)

    def mapping(self) -> PadMap:
        return PadMap(self._strokes, self._other, self._cues, self._sounds, self._channel)

    def bad(self, seen: str, expected: str) -> BadFile:
        return BadFile(self.name, self.line, seen, expected)

    def _take_pad(self, left: str, right: str) -> None:
        if right not in (*STROKES, _SILENT):
            raise self.bad(right, f"{', '.join(STROKES)} or {_SILENT}")
        stroke = None if right == _SILENT else cast("Stroke", right)
        if left == "other":
            self._other = stroke
            return
        found = _RANGE.match(left)
        if found is None:
            raise self.bad(left, "a note such as 36, some such as 38-40, or 'other'")
        first, last = int(found[1]), int(found[2] or found[1])
        for note in range(self._data(first), self._data(last) + 1):
            self._strokes[note] = stroke

    def _take_cue(self, left: str, right: str) -> None:
        found = _TRIGGER.match(left)
        if found is None:
            raise self.bad(left, "a pad such as 49, or 'control 64', or 'program 3'")
        if self._known is not None and right not in self._known:
            raise self.bad(right, f"one of these cues: {', '.join(sorted(self._known))}")
        trigger = cast("Trigger", (found[1] or "note", self._data(int(found[2]))))
        self._cues[trigger] = right

    def _take_sound(self, left: str, right: str) -> None:
        if left not in (*SOUNDS, "channel"):
            raise self.bad(left, f"{', '.join(SOUNDS)} or channel")
        if not re.fullmatch(r"\d{1,3}", right):
            raise self.bad(right, "a number")
        if left != "channel":
            self._sounds[left] = self._data(int(right))
        elif 1 <= int(right) <= 16:
            self._channel = int(right) - 1
        else:
            raise self.bad(right, "a channel, 1 to 16")

    def _data(self, value: int) -> int:
        if value > 127:
            raise self.bad(str(value), "a number from 0 to 127")
        return value
