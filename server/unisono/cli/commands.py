"""The commands and their options; what they do is in the other files of this room."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from unisono import __version__
from unisono.cli.trouble import plain_words

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Lead a remote drum circle or a choir, and see how much it is together.",
)

Host = Annotated[str | None, typer.Option(help="Address to listen on (UNISONO_HOST).")]
Port = Annotated[int | None, typer.Option(help="Port to listen on, 8080 (UNISONO_PORT).")]
Database = Annotated[
    str | None,
    typer.Option(help="sqlite:///path or postgresql://… (UNISONO_DATABASE_URL)."),
]
Public = Annotated[
    str | None,
    typer.Option(help="The address people use, for links and QR codes (UNISONO_PUBLIC_URL)."),
]
Meter = Annotated[str, typer.Option(help="Beats of a bar, grouped if you like: 4, 3 or 2+2+3.")]
Song = Annotated[str | None, typer.Option(help="Which song, in a file that holds several.")]
File = Annotated[Path, typer.Argument(help="A table, a MIDI file or a circle's export.")]


def main() -> None:
    """Run the command line."""
    with plain_words():
        _kinder_box()
        app()


def _kinder_box() -> None:
    """Give the box around a misunderstood command a friendlier title, where there is a box."""
    try:
        from typer import rich_utils  # noqa: PLC0415 - loads rich
    except ImportError:
        return
    rich_utils.ERRORS_PANEL_TITLE = "Please check"


@app.callback(invoke_without_command=True)
def _top(
    version: Annotated[bool, typer.Option("--version", help="Say which version this is.")] = False,
) -> None:
    if version:
        print(f"unisono {__version__}")
        raise typer.Exit


@app.command()
def serve(
    host: Host = None,
    port: Port = None,
    database_url: Database = None,
    public_url: Public = None,
    data_dir: Annotated[
        Path | None, typer.Option(help="Folder of the SQLite database (UNISONO_DATA_DIR).")
    ] = None,
    log_level: Annotated[
        str | None, typer.Option(help="debug, info, warning or error (UNISONO_LOG_LEVEL).")
    ] = None,
    log_format: Annotated[
        str | None, typer.Option(help="text or json (UNISONO_LOG_FORMAT).")
    ] = None,
) -> None:
    """Run the server until Ctrl-C."""
    from unisono.cli.serving import run_server  # noqa: PLC0415 - loads the server

    run_server(
        host=host,
        port=port,
        database_url=database_url,
        public_url=public_url,
        data_dir=data_dir,
        log_level=log_level,
        log_format=log_format,
    )


@app.command()
def demo(
    host: Host = None,
    port: Port = None,
    database_url: Database = None,
    public_url: Public = None,
    people: Annotated[int, typer.Option(min=2, max=200, help="How many play.")] = 12,
    seconds: Annotated[
        float | None, typer.Option(min=1.0, help="End after so long instead of at Ctrl-C.")
    ] = None,
    seed: Annotated[int, typer.Option(help="The same number brings the same people.")] = 1,
) -> None:
    """Run the server with a circle of simulated people already playing."""
    from unisono.cli.demo import run_demo  # noqa: PLC0415 - loads the server

    flags = {
        "host": host,
        "port": port,
        "database_url": database_url,
        "public_url": public_url,
        "log_level": "warning",
    }
    run_demo(flags, people=people, seconds=seconds, seed=seed)


@app.command()
def replay(  # noqa: PLR0913, PLR0917 - every option of a command is a parameter
    file: File,
    code: Annotated[str | None, typer.Option(help="The circle's code, as typed.")] = None,
    link: Annotated[
        str | None, typer.Option(help="Or its join link; then nobody waits at the door.")
    ] = None,
    url: Annotated[str, typer.Option(help="Where the server is.")] = "http://localhost:8080",
    song: Song = None,
    seconds: Annotated[
        float | None, typer.Option(min=0.1, help="Only so much, from the first onset on.")
    ] = None,
    speed: Annotated[float, typer.Option(min=0.1, max=10.0, help="2 is twice as fast.")] = 1.0,
    lead: Annotated[
        str | None,
        typer.Option(help="The console link: the click then follows the recording."),
    ] = None,
    bpm: Annotated[float | None, typer.Option(help="With --lead: a steady tempo.")] = None,
    meter: Meter = "4",
    now: Annotated[
        bool, typer.Option("--now", help="Begin at once, not on the next bar of the click.")
    ] = False,
) -> None:
    """Have a recording join a circle, one client per player, in real time."""
    from unisono.cli.replaying import Wish, run_replay  # noqa: PLC0415 - loads the network

    run_replay(
        Wish(
            file=file,
            code=code,
            link=link,
            url=url,
            song=song,
            seconds=seconds,
            speed=speed,
            lead=lead,
            bpm=bpm,
            meter=meter,
            on_bar=not now,
        )
    )


@app.command()
def score(
    file: File,
    song: Song = None,
    bpm: Annotated[float | None, typer.Option(help="Tempo of the click.")] = None,
    click: Annotated[
        str | None,
        typer.Option(
            help="When the first click sounded, in seconds; or which player is the click."
        ),
    ] = None,
    meter: Meter = "4",
    no_click: Annotated[
        bool, typer.Option("--no-click", help="There was none: find the group's own beat.")
    ] = False,
    parts: Annotated[
        int | None,
        typer.Option(min=1, max=12, help="Measure on parts of a beat; else those people play."),
    ] = None,
    json: Annotated[
        str | None, typer.Option(help="Write everything to this file; - for the terminal.")
    ] = None,
) -> None:
    """Say how much the players of a file were together."""
    from unisono.cli.scoring import Reference, score_file  # noqa: PLC0415 - loads numpy

    reference = Reference.of(bpm=bpm, click=click, meter=meter, no_click=no_click, parts=parts)
    sys.exit(score_file(file, song, reference, json))
