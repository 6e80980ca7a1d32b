"""The demo: within seconds there is a circle that plays."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from serving import fetch_json, free_port
from unisono.client import Console


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Return a running demo and what it printed up to its last link."""
    port = free_port()
    command = [
        sys.executable, "-I", "-m", "unisono.cli", "demo",
        "--host", "127.0.0.1", "--port", str(port), "--people", "8",
        "--database-url", f"sqlite+aiosqlite:///{tmp_path / 'demo.db'}",
    ]  # fmt: skip
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env={**os.environ, "UNISONO_DATA_DIR": str(tmp_path)},
    )  # fmt: skip
    yield process, read_to_ctrl_c(process)
    process.kill()
    process.wait(10)


def read_to_ctrl_c(process: subprocess.Popen[str]) -> str:
    """Return what is printed up to the line that says how to end it."""
    assert process.stdout is not None
    said = ""
    while "Ctrl-C" not in said and (line := process.stdout.readline()):
        said += line
    return said


async def end_circle(url: str, token: str) -> None:
    """End a circle as its facilitator."""
    async with Console(url, token) as console:
        await console.ready()
        await console.end()


def link(said: str, page: str) -> tuple[str, str]:
    """Return the address of the server and the token in a printed link."""
    found = re.search(rf"(http://[^/\s]+)/{page}#(\S+)", said)
    assert found, said
    return found[1], found[2]


def test_people_play_within_seconds_and_ctrl_c_ends_it(
    demo: tuple[subprocess.Popen[str], str],
) -> None:
    """Links are printed, taps arrive; an ended circle is followed by a new one; Ctrl-C is good."""
    process, said = demo
    url, token = link(said, "review")
    for page in ("console", "j", "stage"):
        link(said, page)

    report: dict[str, Any] = {}
    deadline = time.monotonic() + 25.0
    while time.monotonic() < deadline and report.get("taps", 0) < 40:
        time.sleep(0.5)
        report = fetch_json(f"{url}/api/review", token)
    asyncio.run(end_circle(*link(said, "console")))
    again = read_to_ctrl_c(process)
    process.send_signal(signal.SIGINT)

    assert report["taps"] >= 40
    assert report["people_played"] >= 5
    assert link(again, "console") != link(said, "console")
    assert process.wait(15) == 0
    assert process.stdout is not None
    assert "Traceback" not in process.stdout.read()
