"""The command ``unisono-midi``.

Exit codes are those of ``unisono``: 0 all well, 1 something cannot be used (a sentence says what),
2 the command was not understood, 70 a defect of ours, 130 ended with Ctrl-C.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from unisono.errors import BadValue, OurError, PeerError
from unisono_midi import workbench
from unisono_midi.evening import run
from unisono_midi.joining import Wish, join, mapping_of, place
from unisono_midi.joining import lead as lead_circle
from unisono_midi.keepsakes import Keepsakes
from unisono_midi.leading import CUE_NAMES
from unisono_midi.linking import share
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
Map = Annotated[Path | None, typer.Option("--map", help="A file that says which pad is what.")]
HERE: Final = "http://localhost:8080"


def say(sentence: str) -> None:
    """Print a sentence at once, also where nobody sits at a terminal."""
    print(sentence, flush=True)


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
    source: Annotated[
        str | None, typer.Option("--in", help="The port you play on, or a part of its name.")
    ] = None,
    code: Code = None,
    link: Link = None,
    url: Url = HERE,
    name: Annotated[str, typer.Option(help="What to be called; your figure's name else.")] = "",
    out: Annotated[
        str | None,
        typer.Option("--out", help="A sound module: click, prompts, the circle a round later."),
    ] = None,
    clock_out: Annotated[
        str | None, typer.Option("--clock", help="Send MIDI clock to this port as well.")
    ] = None,
    own: Annotated[
        bool, typer.Option("--own", help="Hear your own strokes come round as well.")
    ] = False,
    mapping: Map = None,
    api: Api = None,
) -> None:
    """Join a circle with a drum pad, a keyboard or a DAW; or only have it sound on a module."""
    if source is None and out is None and clock_out is None:
        raise BadValue("ports", "none", "an --in to play on, or an --out or --clock to follow")
    wish = Wish(
        place(link, code, url),
        source,
        sound=out,
        clock=clock_out,
        mapping=mapping_of(mapping),
        name=name,
        own=own,
    )
    run(join(wish, ProcessEngine(api), Keepsakes(), say))


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
    run(join(wish, ProcessEngine(api), Keepsakes(), say))


@app.command()
def lead(
    source: In,
    link: Annotated[
        str,
        typer.Option(
            envvar="UNISONO_LINK",
            prompt="The link of your console",
            hide_input=True,
            help="The console's link; asked for if left out, so that it stays off the screen.",
        ),
    ],
    bars: Annotated[int, typer.Option(min=1, max=8, help="How long a live call is.")] = 1,
    mapping: Map = None,
    api: Api = None,
) -> None:
    """Lead from pads and foot switches: cues, and calls that you tap."""
    wish = Wish(
        place(link, None, HERE), source, mapping=mapping_of(mapping, CUE_NAMES), call_bars=bars
    )
    run(lead_circle(wish, ProcessEngine(api), Keepsakes(), say))


@app.command()
def thru(
    source: In,
    out: Annotated[str, typer.Option("--out", help="The port everything is passed on to.")],
    api: Api = None,
) -> None:
    """Pass everything from one port on to another."""
    run(workbench.thru(ProcessEngine(api), source, out, say))


@app.command()
def monitor(
    source: In,
    code: Code = None,
    link: Link = None,
    url: Url = HERE,
    mapping: Map = None,
    api: Api = None,
) -> None:
    """Show strokes as they come: with a circle their offsets from its click, else their jitter."""
    pads = mapping_of(mapping)
    if code is None and link is None:
        run(workbench.monitor(ProcessEngine(api), source, pads, say))
        return
    wish = Wish(place(link, code, url), source, mapping=pads, offsets=True)
    run(join(wish, ProcessEngine(api), Keepsakes(), say))


@app.command()
def calibrate(
    source: In,
    out: Annotated[
        str | None, typer.Option("--out", help="A sound module for the click; else it is shown.")
    ] = None,
    mapping: Map = None,
    api: Api = None,
) -> None:
    """Listen to 4, tap along to 12: your pad's delay is kept for next time."""
    pads = mapping_of(mapping)
    run(workbench.calibrate(ProcessEngine(api), source, out, pads, Keepsakes(), say))


@app.command()
def loopback(
    source: In,
    out: Annotated[str, typer.Option("--out", help="The port whose cable goes into --in.")],
    api: Api = None,
) -> None:
    """Measure a port's own round trip: out wired to in."""
    run(workbench.loopback(ProcessEngine(api), source, out, Keepsakes(), say))


@app.command()
def link(
    code: Code = None,
    circle: Annotated[
        str | None, typer.Option("--link", envvar="UNISONO_LINK", help="A link of the circle.")
    ] = None,
    url: Url = HERE,
    push: Annotated[
        bool,
        typer.Option("--push", help="Set the tempo of everybody on Ableton Link to the circle's."),
    ] = False,
) -> None:
    """Share the circle's tempo and phase with a DAW on this machine by Ableton Link."""
    run(share(place(circle, code, url), say, push=push))


def _leave(sentence: str, code: int) -> None:
    if sentence:
        print(f"unisono-midi: {sentence}", file=sys.stderr)
    raise SystemExit(code) from None
