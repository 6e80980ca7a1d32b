"""A page whose line to the server runs through the test's hands: it can be slowed and added to.

The page and the server are the real ones; what the test adds is a message as the server would write
it. So every state of a page can be looked at without playing a whole evening up to it.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Page, WebSocketRoute

ANSWER = "43"
EVENT = "42"
"""How an event begins in a frame of the protocol underneath."""


@dataclass
class Line:
    """The line of one page.

    Attributes:
        delay_s: holds back what comes from the server.
        unanswered: the page's questions get no answers; its clock is left to itself.
    """

    delay_s: float = 0.0
    unanswered: bool = False
    sent: list[tuple[str, Any]] = field(default_factory=list)
    """What the page has sent: names and bodies of events."""
    heard: dict[str, Any] = field(default_factory=dict)
    """The newest body of each event from the server."""
    _route: WebSocketRoute | None = None

    def say(self, name: str, body: object) -> None:
        """Have the page hear an event as if the server had sent it."""
        assert self._route is not None, "the page has not connected"
        self._route.send(f"{EVENT}{json.dumps([name, body])}")

    def asked(self, name: str) -> list[Any]:
        """Return the bodies of all events of a name that the page has sent."""
        return [body for event, body in self.sent if event == name]

    def join(self, route: WebSocketRoute) -> None:
        """Stand between a page that connects and its server."""
        server = route.connect_to_server()
        self._route = route

        def from_page(frame: str | bytes) -> None:
            self._note(frame, self.sent)
            server.send(frame)

        def from_server(frame: str | bytes) -> None:
            rows: list[tuple[str, Any]] = []
            self._note(frame, rows)
            self.heard.update(rows)
            if self.unanswered and isinstance(frame, str) and frame.startswith(ANSWER):
                return
            if self.delay_s:
                asyncio.get_running_loop().call_later(self.delay_s, route.send, frame)
            else:
                route.send(frame)

        route.on_message(from_page)
        server.on_message(from_server)

    @staticmethod
    def _note(frame: str | bytes, rows: list[tuple[str, Any]]) -> None:
        text = frame if isinstance(frame, str) else ""
        start = text.find("[")
        if text.startswith(EVENT) and start > 0:
            name, *rest = json.loads(text[start:])
            rows.append((name, rest[0] if rest else None))


async def interpose(page: Page) -> Line:
    """Put the test's hands on a page's line; call it before the page is opened."""
    line = Line()
    await page.route_web_socket("**/socket.io/**", line.join)
    return line
