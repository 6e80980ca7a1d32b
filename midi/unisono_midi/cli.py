"""The command ``unisono-midi``.

Exit codes are those of ``unisono``: 0 all well, 1 something cannot be used (a sentence says what),
2 the command was not understood, 70 a defect of ours, 130 ended with Ctrl-C.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from unisono.errors import OurError, PeerError
from unisono_midi.evening import run
from unisono_midi.joining import Wish, join, mapping_of, place
from unisono_midi.keepsakes import Keepsakes
from unisono_midi.process import ProcessEngine
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

Link = Annotated[
    str | None,
    typer.Option(envvar="UNISONO_LINK", help="A link of the circle: join, stage or console."),
]
Code = Annotated[str | None, typer.Option(help="Or the circle's code, as typed.")]
Url = Annotated[str, typer.Option(help="With --code: where the server is.")]
In = Annotated[str, typer.Option("--in", help="The port you play on, or a part of its name.")]
Out = Annotated[str | None, typer.Option("--out", help="A sound module for the click.")]
Map = Annotated[Path | None, typer.Option("--map", help="A file that says which pad is what.")]
HERE: Final = "http://localhost:8080"


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


@app.command()
def play(  # noqa: PLR0913, PLR0917 - every option of a command is a parameter
    source: In,
    code: Code = None,
    link: Link = None,
    url: Url = HERE,
    name: Annotated[str, typer.Option(help="What to be called; your figure's name else.")] = "",
    out: Out = None,
    clock_out: Annotated[
        str | None, typer.Option("--clock", help="Send MIDI clock to this port as well.")
    ] = None,
    mapping: Map = None,
    api: Api = None,
) -> None:
    """Join a circle with a drum pad, a keyboard or a DAW."""
    wish = Wish(
        place(link, code, url),
        source,
        sound=out,
        clock=clock_out,
        mapping=mapping_of(mapping),
        name=name,
    )
    run(join(wish, ProcessEngine(api), Keepsakes(), print))


@app.command()
def clock(
    out: Annotated[str, typer.Option("--out", help="The port that gets the clock.")],
    code: Code = None,
    link: Link = None,
    url: Url = HERE,
    api: Api = None,
) -> None:
    """Have a drum machine or DAW follow the circle's tempo by MIDI clock."""
    wish = Wish(place(link, code, url), clock=out)
    run(join(wish, ProcessEngine(api), Keepsakes(), print))


def _leave(sentence: str, code: int) -> None:
    if sentence:
        print(f"unisono-midi: {sentence}", file=sys.stderr)
    raise SystemExit(code) from None
