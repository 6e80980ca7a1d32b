"""The command ``unisono``: serve, demo, replay, score.

Commands open what they need when they are called, so that scoring a file never loads the server.

Exit codes: 0 all well; 1 something in the file, the link or the settings cannot be used (one plain
sentence says what and what to try); 2 the command itself was not understood; 70 a defect of ours;
130 ended with Ctrl-C.
"""

from __future__ import annotations

from unisono.cli.commands import main

__all__ = ["main"]
