"""The server and the bridge's own code need no MIDI library to be imported."""

from __future__ import annotations

import subprocess
import sys

BLOCKED = """
import sys
for name in ("mido", "rtmidi", "aalink"):
    sys.modules[name] = None
"""


def python(code: str) -> subprocess.CompletedProcess[str]:
    """Run some lines in a Python that has no MIDI library."""
    command = [sys.executable, "-c", BLOCKED + code]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_the_server_imports_without_any_midi_library() -> None:
    """All of it: application, command line, store."""
    done = python("import unisono.app.serve, unisono.cli.demo, unisono.cli.commands")
    assert done.returncode == 0, done.stderr


def test_the_server_does_not_load_one_that_is_there() -> None:
    """Nothing of ours pulls it in by the way."""
    code = "import sys, unisono.app.serve; print({'mido', 'rtmidi'} & {*sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "set()"


def test_the_bridge_without_a_library_says_what_to_install() -> None:
    """One sentence, no traceback: the extra, and what to do where there is no ready-made build."""
    done = python(
        "from unisono_midi.rtmidi_door import RtMidiSystem\n"
        "from unisono_midi.errors import NoMidi\n"
        "try: RtMidiSystem().inputs()\n"
        "except NoMidi as problem: print(problem)\n"
    )
    assert "pip install 'unisono[midi]'" in done.stdout
    assert done.stderr == ""
