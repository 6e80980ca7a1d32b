"""Where the command ``unisono-midi`` begins: light, because the driver's process begins here too.

A new Python process, as we start them on every system, reads the program's first file again;
it must not load the whole command line for that.
"""

from __future__ import annotations


def main() -> None:
    """Run the command line; Ctrl-C while it is still loading ends it as quietly as later."""
    try:
        from unisono_midi.cli import main as command  # noqa: PLC0415 - see above

        command()
    except KeyboardInterrupt:
        raise SystemExit(130) from None
