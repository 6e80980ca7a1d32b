"""The command ``unisono-midi``.

Exit codes are those of ``unisono``: 0 all well, 1 something cannot be used (a sentence says what),
2 the command was not understood, 70 a defect of ours, 130 ended with Ctrl-C.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from unisono.errors import OurError, PeerError
from unisono_midi.rtmidi_door import APIS, RtMidiSystem

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Play a drum pad into a circle, and let the circle play your machines.",
)

Api = Annotated[
    str | None,
    typer.Option(
        envvar="UNISONO_MIDI_API", help=f"The MIDI system: {', '.join(APIS)}; else the first here."
    ),
]


def main() -> None:
    """Run the command line."""
    try:
        app()
    except PeerError as problem:
        _leave(problem.message, 1)
    except OurError as problem:
        _leave(f"{problem.message} Please tell the makers of Unisono how you got here.", 70)
    except (KeyboardInterrupt, BrokenPipeError):
        _leave("", 130)


@app.callback()
def _top() -> None:
    """Have a command named even while there is only one."""


@app.command()
def ports(api: Api = None) -> None:
    """List the MIDI ports of this machine."""
    system = RtMidiSystem(api)
    for title, names in (("in", system.inputs()), ("out", system.outputs())):
        print(f"{title}:")
        for name in names or ("nothing is plugged in",):
            print(f"  {name}")


def _leave(sentence: str, code: int) -> None:
    if sentence:
        print(f"unisono-midi: {sentence}", file=sys.stderr)
    raise SystemExit(code) from None
