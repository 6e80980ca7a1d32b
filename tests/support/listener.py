"""Another program that listens on a JACK MIDI port of its own, by mido.

``python listener.py PORT``: prints what came as JSON, ``[perf_counter, bytes in hex]`` each, when
there is a line on its standard input, and stays until that ends.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import mido

from unisono_midi.process import come_first


def main() -> None:
    """Listen until asked."""
    heard: list[tuple[float, str]] = []

    def take(message: Any) -> None:
        heard.append((time.perf_counter(), message.hex()))

    backend = mido.Backend("mido.backends.rtmidi/UNIX_JACK")
    name = sys.argv[1]
    with backend.open_input(name, virtual=True, client_name=name, callback=take) as port:
        come_first()  # it stands for a device, which nothing holds up
        port._rt.ignore_types(False, False, False)
        sys.stdin.readline()
        print(json.dumps(heard), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
