"""Robots to practise with: simulated people who come in, follow every cue, and leave.

Each is a real client on a line of its own, so that delay and dropouts are those of a network. The
same circle always gets the same robots back on the same seats.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from unisono.client import Participant, Setup
from unisono.client.links import new_key
from unisono.errors import PeerError
from unisono.session.commands import Robots
from unisono.testing.band import LOOK_AHEAD_S, seeded
from unisono.testing.link import Line
from unisono.testing.musician import is_answer, next_onset
from unisono.testing.network import FaultyLine, faulty_line
from unisono.testing.people import Habit, SimulatedPlayer, crowd
from unisono.units import Seconds, from_ms

NAMES: Final = (
    "Robin", "Robyn", "Robbie", "Roberta", "Bobo", "Botan",
    "Dotti", "Tick", "Tock", "Cog", "Sprocket", "Gizmo",
)  # fmt: skip
"""Names of robots, one each; the word *sim* is shown beside them."""

LEAVE_WITHIN_S: Final[Seconds] = 2.0
LOOK_AGAIN_S: Final[Seconds] = 0.25
UP_S: Final[tuple[Seconds, Seconds]] = (20.0, 60.0)
DOWN_S: Final[tuple[Seconds, Seconds]] = (2.0, 6.0)
"""With dropouts a line works for a while of the first and is dead for a while of the second."""


def habits(skill: str, count: int, rng: random.Random) -> list[Habit]:
    """Return how robots of a skill play.

    ``usual`` are adults as they are (:func:`unisono.testing.people.crowd`). Beginners' inner clock
    is twice as unsteady, they correct less and leave out one tap in twenty; skilled people's is
    half as unsteady and they leave out none.
    """
    people = crowd(count, rng)
    if skill == "beginner":
        return [
            replace(
                one,
                timekeeper_s=2.0 * one.timekeeper_s,
                motor_s=2.0 * one.motor_s,
                alpha=0.6 * one.alpha,
                missed=0.05,
                extra=0.03,
            )
            for one in people
        ]
    if skill == "skilled":
        return [
            replace(one, timekeeper_s=0.5 * one.timekeeper_s, missed=0.0, extra=0.0)
            for one in people
        ]
    return people


class RobotBand:
    """Brings robots into circles of one server; keeps who they are."""

    def __init__(self, seed: float = 1.0) -> None:
        self._rng = seeded(seed)
        self._keys: dict[str, list[str]] = {}

    async def play(self, url: str, join_token: str, wish: Robots) -> None:
        """Have robots come in and play until cancelled or the circle is over; then they leave.

        Args:
            url: the server's address from where this process is.
            join_token: of the circle's join link.
            wish: how many, how skilled, and over what kind of line.
        """
        keys = self._keys.setdefault(join_token, [])
        keys += [new_key() for _ in range(wish.count - len(keys))]
        people = habits(wish.skill, wish.count, self._rng)
        async with asyncio.TaskGroup() as group:
            for at, habit in enumerate(people):
                rng = seeded(self._rng.random())
                robot = _Robot(join_token, keys[at], NAMES[at % len(NAMES)], habit, rng)
                group.create_task(robot.visit(url, wish), name="unisono-robot")


class _Robot:
    """One robot: who it is and how it plays."""

    def __init__(
        self, join_token: str, key: str, name: str, habit: Habit, rng: random.Random
    ) -> None:
        self._token, self._key, self._name = join_token, key, name
        self._player, self._rng = SimulatedPlayer(habit, rng), rng

    async def visit(self, url: str, wish: Robots) -> None:
        """Come in, play, leave; a circle that takes no more robots is left in peace."""
        setup = Setup(rng=self._rng)
        async with _line(url, wish, self._rng) as line:
            someone = Participant(
                line.url, token=self._token, key=self._key, name=self._name, setup=setup
            )
            dropping = asyncio.create_task(_drop_out(line, self._rng)) if wish.dropouts else None
            try:
                with suppress(PeerError):
                    await someone.open()
                    await someone.seated(timeout_s=None)
                    await self._play(someone)
            finally:
                if dropping is not None:
                    dropping.cancel()
                line.silent = False
                await _depart(someone)

    async def _play(self, someone: Participant) -> None:
        """Play what is asked for, until the circle is over."""
        after_s = someone.now_s()
        while someone.view.goodbye is None:
            wanted = next_onset(someone.view, after_s)
            if wanted is None or wanted[1] - someone.now_s() > 2 * LOOK_AHEAD_S:
                if wanted is None or wanted[1] - someone.now_s() > 4.0:
                    self._player.pause()  # after a rest the beat is found anew
                await asyncio.sleep(LOOK_AGAIN_S)
                continue
            await someone.sleep_until(wanted[1] - LOOK_AHEAD_S)
            if next_onset(someone.view, after_s) != wanted:
                continue  # the music has changed meanwhile
            after_s = wanted[1]
            if is_answer(someone.view.run, wanted[0]):
                self._player.pause()  # each note is placed by itself
            for onset_s in self._player.play(wanted[1]):
                await someone.sleep_until(onset_s)
                someone.tap(onset_s, local_s=someone.clock.local_at(onset_s))


@asynccontextmanager
async def _line(url: str, wish: Robots, rng: random.Random) -> AsyncIterator[FaultyLine]:
    """Open a line to the server that takes as long as was wished for, half of it each way."""
    parts = urlsplit(url)
    there = Line(delay_s=from_ms(wish.delay_ms) / 2.0, jitter_s=from_ms(wish.delay_ms) / 10.0)
    async with faulty_line(parts.hostname or "127.0.0.1", parts.port or 80, rng, there) as line:
        yield line


async def _drop_out(line: FaultyLine, rng: random.Random) -> None:
    """Let the line go dead now and then; what was on its way arrives afterwards."""
    while True:
        await asyncio.sleep(rng.uniform(*UP_S))
        line.silent = True
        await asyncio.sleep(rng.uniform(*DOWN_S))
        line.silent = False


async def _depart(someone: Participant) -> None:
    """Give the seat up, or at least hang up."""
    with suppress(TimeoutError, PeerError):
        async with asyncio.timeout(LEAVE_WITHIN_S):
            await someone.leave()
    await someone.close()
