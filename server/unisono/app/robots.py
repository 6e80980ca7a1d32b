"""Robots of the circles that are running: simulated people, brought by whoever starts the server.

This room does not know how robots play; it is handed something that does, and sees to it that
they come on asking and go when they are no longer wanted.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Final, Protocol

from unisono.app.logs import get_logger
from unisono.errors import N_, NotNow
from unisono.session.commands import Robots
from unisono.units import Seconds

MOST: Final = 48
"""Robots of all circles of a server together: each is a client of its own on its processor."""

STAY_S: Final[Seconds] = 3 * 3600.0
"""Robots whom everybody has forgotten go home after so long, so that their circle can rest."""

ALONE_S: Final[Seconds] = 300.0
"""Robots that have been among themselves for so long go home.

Five times the minute after which a helper may take over: longer than a page is away when a laptop
sleeps or a router starts anew, and short beside the ten minutes after which an empty circle rests.
"""

_log = get_logger("robots")


class RobotPlayers(Protocol):
    """Whoever can bring robots."""

    async def play(self, url: str, join_token: str, wish: Robots) -> None:
        """Have robots play in a circle until cancelled or the circle is over; then they leave."""


class RobotHouse:
    """The robots of one server, circle by circle.

    Args:
        players: who brings them; None: this server has none.
    """

    def __init__(self, players: RobotPlayers | None) -> None:
        self._players = players
        self._playing: dict[int, asyncio.Task[None]] = {}
        self._counts: dict[int, int] = {}
        self.url: str | None = None

    def wish(self, session_id: int, join_token: str, wish: Robots) -> None:
        """Have the robots of a circle be as wished for; returns at once.

        Raises:
            NotNow: if this server has no robots, or as many as it takes play in other circles.
        """
        if self._players is None or self.url is None:
            raise NotNow(N_("This server has no robots to practise with."))
        elsewhere = sum(self._counts.values()) - self._counts.get(session_id, 0)
        if wish.count and elsewhere + wish.count > MOST:
            raise NotNow(
                N_("All robots are busy in other circles just now. Please try again later.")
            )
        before = self._playing.pop(session_id, None)
        work = self._after(before, self._players, self.url, join_token, wish)
        task = asyncio.create_task(work, name="unisono-robots")
        self._playing[session_id], self._counts[session_id] = task, wish.count
        task.add_done_callback(lambda done: self._gone(session_id, done))

    def send_home(self, session_id: int) -> None:
        """Send the robots of a circle away, if it has any; returns at once."""
        task = self._playing.get(session_id)
        if task is not None:
            task.cancel()
            _log.info("robots were among themselves and go home")

    async def stop(self) -> None:
        """Send all robots away."""
        tasks = list(self._playing.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _after(
        self,
        before: asyncio.Task[None] | None,
        players: RobotPlayers,
        url: str,
        join_token: str,
        wish: Robots,
    ) -> None:
        """Send those away that are there, then let the others in."""
        if before is not None:
            before.cancel()
            await _gone_for_good(before)
        if wish.count:
            with suppress(TimeoutError):
                async with asyncio.timeout(STAY_S):
                    await players.play(url, join_token, wish)

    def _gone(self, session_id: int, task: asyncio.Task[None]) -> None:
        if self._playing.get(session_id) is task:
            del self._playing[session_id], self._counts[session_id]
        if not task.cancelled() and task.exception() is not None:
            _log.error("robots have stopped", kind=type(task.exception()).__name__)


async def _gone_for_good(before: asyncio.Task[None]) -> None:
    """Wait until robots have left, even if meanwhile others still are wished for."""
    try:
        await asyncio.wait((before,))
    except asyncio.CancelledError:
        await asyncio.wait((before,))
        raise
