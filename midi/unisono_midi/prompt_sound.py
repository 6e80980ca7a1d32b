"""Calls and songs on a sound module, as every device sounds them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from unisono.session.phrases import Note
from unisono.session.scenes import CallView, SongView
from unisono.units import Beats
from unisono_midi.mapping import PadMap
from unisono_midi.music import Music
from unisono_midi.phrasing import Cued, OnceTrain

MELODY_CHANNEL: Final = 0


class PromptTrain(OnceTrain):
    """Prompts that are called, and the melody of songs that are guided.

    A call that a person makes live is theirs to sound; it is not given here.
    """

    def __init__(self, mapping: PadMap) -> None:
        super().__init__()
        self._mapping = mapping

    def things(self, music: Music) -> Iterable[Cued]:
        """Return every note of the run's calls and songs."""
        for call in music.calls:
            yield from self._call(call)
        for song in music.songs:
            if song.guide:
                yield from self._song(song)

    def _call(self, call: CallView) -> Iterable[Cued]:
        if call.prompt is None or call.first is not None:
            return
        for i in range(call.rounds):
            begin = call.beat0 + 2 * i * call.cycle_beats
            yield from self._notes(("call", call.cue, i), call.prompt.notes, begin, call.end_beat)

    def _song(self, song: SongView) -> Iterable[Cued]:
        for i in range(song.rounds):
            begin = song.beat0 + i * song.song.length_beats
            yield from self._notes(("song", song.cue, i), song.song.notes, begin, song.end_beat)

    def _notes(
        self, key: tuple[object, ...], notes: tuple[Note, ...], begin: Beats, end_beat: Beats
    ) -> Iterable[Cued]:
        for number, note in enumerate(notes):
            beat = begin + note.beat
            if beat < end_beat:
                yield Cued((*key, number), beat, self._message(note))

    def _message(self, note: Note) -> bytes:
        velocity = min(127, max(1, round(note.level * 127)))
        if note.pitch is not None:
            return bytes((0x90 | MELODY_CHANNEL, note.pitch, velocity))
        known = note.stroke if note.stroke in self._mapping.sounds else "prompt"
        return bytes((0x90 | self._mapping.channel, self._mapping.sound(known), velocity))
