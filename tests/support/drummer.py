"""Another program that plays a pattern on a JACK MIDI port of its own, by mido.

``python drummer.py PORT``: reads a line, a list of ``[at_s, note, velocity]``, plays it, prints
when each note was sent (``time.perf_counter``) as JSON, and stays until its standard input ends.
"""

from __future__ import annotations

import json
import sys
import time

import mido

from unisono_midi.process import come_first


def main() -> None:
    """Open the port, wait for the pattern, play it."""
    backend = mido.Backend("mido.backends.rtmidi/UNIX_JACK")
    with backend.open_output(sys.argv[1], virtual=True, client_name=sys.argv[1]) as port:
        come_first()  # it stands for a device, which nothing holds up
        strokes = json.loads(sys.stdin.readline())
        start_s = time.perf_counter() + 0.2
        sent: list[float] = []
        for at_s, note, velocity in strokes:
            wait_s = start_s + at_s - time.perf_counter()
            if wait_s > 0:
                time.sleep(wait_s)
            sent.append(time.perf_counter())
            port.send(mido.Message("note_on", channel=9, note=note, velocity=velocity))
        print(json.dumps(sent), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
