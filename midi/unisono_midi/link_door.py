"""The one door to aalink (Ableton Link), opened late. Belongs to one asyncio loop."""

from __future__ import annotations

from typing import Any, Final, Protocol

from unisono.units import Beats, Bpm
from unisono_midi.errors import MidiTrouble

NO_LIBRARY: Final = "Ableton Link needs aalink: pip install 'unisono[link]'."


class LinkSession(Protocol):
    """A place at Ableton Link's table: tempo and phase shared with every peer on the network."""

    @property
    def peers(self) -> int:
        """How many others there are."""

    @property
    def tempo_bpm(self) -> Bpm:
        """The tempo of all."""

    @property
    def beat(self) -> Beats:
        """Where everybody is, in beats."""

    def set_tempo(self, bpm: Bpm) -> None:
        """Set the tempo of all."""

    def set_quantum(self, beats: Beats) -> None:
        """Have phase counted in bars of so many beats."""

    def force_beat(self, beat: Beats) -> None:
        """Be at a beat now, and take everybody along."""

    def close(self) -> None:
        """Leave the table."""


class AalinkSession:
    """Ableton Link by aalink.

    Args:
        bpm: what to bring if nobody else is there.

    Raises:
        MidiTrouble: if the library is not there.
    """

    def __init__(self, bpm: Bpm) -> None:
        try:
            import aalink  # noqa: PLC0415 - opened late
        except ImportError as problem:
            raise MidiTrouble(NO_LIBRARY) from problem
        self._link: Any = aalink.Link(bpm)
        self._link.enabled = True

    @property
    def peers(self) -> int:
        """How many others there are."""
        return int(self._link.num_peers)

    @property
    def tempo_bpm(self) -> Bpm:
        """The tempo of all."""
        return float(self._link.tempo)

    @property
    def beat(self) -> Beats:
        """Where everybody is."""
        return float(self._link.beat)

    def set_tempo(self, bpm: Bpm) -> None:
        """Set the tempo of all."""
        self._link.tempo = bpm

    def set_quantum(self, beats: Beats) -> None:
        """Have phase counted in bars of so many beats."""
        self._link.quantum = beats

    def force_beat(self, beat: Beats) -> None:
        """Be at a beat now, and take everybody along."""
        self._link.force_beat(beat)

    def close(self) -> None:
        """Leave the table."""
        self._link.enabled = False
