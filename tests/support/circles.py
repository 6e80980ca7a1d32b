"""A circle on a running server and the links that open it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

from serving import Server, fetch_json
from unisono.app.tokens import Capabilities, capabilities_of
from unisono.store import TokenKind


@dataclass(frozen=True, slots=True)
class Circle:
    """A fresh circle on a running server and the links that open it."""

    server: Server
    code: str
    tokens: Capabilities

    @property
    def console(self) -> str:
        """Address of the console."""
        return f"{self.server.url}/console#{self.tokens.console}"

    @property
    def join(self) -> str:
        """Address of the join link."""
        return f"{self.server.url}/j#{self.tokens.join}"

    @property
    def stage(self) -> str:
        """Address of the stage."""
        return f"{self.server.url}/stage#{self.tokens.stage}"

    @property
    def review(self) -> str:
        """Address of the review."""
        return f"{self.server.url}/review#{self.tokens.review}"


def new_circle(server: Server) -> Circle:
    """Open a circle that nobody has entered yet."""
    made = fetch_json(f"{server.url}/api/circles", post=True)
    return Circle(server, made["code"], capabilities_of(TokenKind.CONSOLE, made["console"]))


async def stored_taps(circle: Circle) -> int:
    """Return how many taps the server has, once it has one."""
    url = f"{circle.server.url}/api/review/export.json"
    deadline = time.monotonic() + 10.0
    while time.monotonic() < deadline:
        log = await asyncio.to_thread(fetch_json, url, str(circle.tokens.console))
        taps = sum(len(entry["event"].get("taps", ())) for entry in log["entries"])
        if taps:
            return taps
        await asyncio.sleep(0.2)
    return 0
