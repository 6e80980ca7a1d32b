"""What can be the matter with MIDI on a machine, each with its sentence.

::

    PeerError
    └── MidiTrouble      something about this machine's MIDI; nothing of the session is lost
        ├── NoMidi       there is no MIDI system, or no library for it
        ├── NoPort       the port is not there (yet, or any more)
        └── PortTaken    another program has it
"""

from __future__ import annotations

from collections.abc import Sequence

from unisono.errors import PeerError


class MidiTrouble(PeerError):
    """Something about this machine's MIDI."""

    code = "midi"


class NoMidi(MidiTrouble):
    """There is no MIDI system here, or no library for it."""

    code = "no_midi"


class NoPort(MidiTrouble):
    """No port of this name, or several.

    Args:
        wanted: the name as the person gave it.
        there: the ports that are there.
        fitting: those of them that the name could mean.
    """

    code = "no_port"

    def __init__(self, wanted: str, there: Sequence[str], fitting: Sequence[str] = ()) -> None:
        if fitting:
            names = ", ".join(f"'{name}'" for name in fitting)
            super().__init__(f"'{wanted}' could be {names}. Please give more of the name.")
            return
        listed = ", ".join(f"'{name}'" for name in there)
        tail = f"There is {listed}." if there else "No MIDI port is there: is the device on?"
        super().__init__(f"There is no MIDI port '{wanted}'. {tail}")


class PortTaken(MidiTrouble):
    """Another program has the port.

    Args:
        name: the port.
    """

    code = "port_taken"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"'{name}' is in use by another program. Close that program, or choose another port; "
            "it is tried again by itself."
        )
