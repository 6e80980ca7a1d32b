"""A real server in a process of its own, for tests that talk to it as the world does."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

START_LIMIT_S = 90.0


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers at ``url`` and keeps its log in ``database``."""

    url: str
    database: Path
    process: subprocess.Popen[bytes]


def free_port() -> int:
    """Return a port that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_server(folder: Path, port: int | None = None) -> Iterator[Server]:
    """Start ``unisono serve`` on an SQLite file in ``folder``; stop it afterwards."""
    port = port or free_port()
    database = folder / "circle.db"
    env = {
        **os.environ,
        "UNISONO_DATABASE_URL": f"sqlite+aiosqlite:///{database}",
        "UNISONO_HOST": "127.0.0.1",
        "UNISONO_PORT": str(port),
    }
    with (folder / f"server-{port}.log").open("ab") as log:
        command = [sys.executable, "-I", "-m", "unisono.cli", "serve"]
        process = subprocess.Popen(command, env=env, stdout=log, stderr=log, cwd=folder)
    try:
        url = f"http://localhost:{port}"
        _wait_until_well(url, process)
        yield Server(url, database, process)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


def fetch_json(url: str, token: str = "", *, post: bool = False) -> Any:
    """Return the JSON at an address, asked for with a bearer token if one is given."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    request = urllib.request.Request(url, headers=headers, method="POST" if post else "GET")
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.load(answer)


def fetch_text(url: str, token: str) -> str:
    """Return the text at an address, asked for with a bearer token."""
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        return str(answer.read().decode("utf-8"))


def _wait_until_well(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_LIMIT_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode} instead of serving")
        try:
            if fetch_json(f"{url}/healthz")["status"] == "ok":
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"the server was not well within {START_LIMIT_S:g} s")
