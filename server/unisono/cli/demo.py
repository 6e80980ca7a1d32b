"""``unisono demo``: a server with a circle of simulated people, playing until Ctrl-C."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from unisono.app.logs import configure
from unisono.app.serve import start_server
from unisono.app.settings import load_settings
from unisono.cli.loop import run
from unisono.client import Console, Participant, Setup
from unisono.client.circles import Circle, open_circle
from unisono.errors import PeerError
from unisono.testing.band import Role, Tapper, band, seeded
from unisono.testing.people import SimulatedPlayer
from unisono.testing.robots import RobotBand
from unisono.units import Bpm, Seconds

ROUND_S: Final[Seconds] = 90.0
CHANGE_S: Final[Seconds] = 30.0
REST_S: Final[Seconds] = 6.0
AWAY_S: Final[Seconds] = 5.0
ROUNDS: Final[tuple[tuple[tuple[int, ...], tuple[Bpm, ...]], ...]] = (
    ((4,), (96.0, 108.0, 92.0)),
    ((3,), (112.0, 120.0, 104.0)),
    ((2, 2, 3), (132.0, 144.0, 126.0)),
    ((4,), (84.0, 100.0, 116.0)),
)
"""What is played: a meter, and tempi one after the other."""


@dataclass(slots=True)
class Scene:
    """A demo circle: where it is, who plays, and the facilitator."""

    url: str
    circle: Circle
    rng: random.Random

    def someone(self, role: Role, key: str | None = None) -> Participant:
        """Return a person at a client of their own, not connected yet."""
        setup = Setup(rng=seeded(self.rng.random()), wireless=role.wireless)
        token = self.circle.join_token
        return Participant(self.url, token=token, key=key, name=role.name, setup=setup)


def run_demo(flags: Mapping[str, Any], *, people: int, seconds: Seconds | None, seed: int) -> None:
    """Serve a circle of simulated people.

    Args:
        flags: settings of the server; those that are None come from the environment.
        people: how many play.
        seconds: end after so long, or None for Ctrl-C.
        seed: of everything that is left to chance.

    Raises:
        PeerError: if the server cannot be started with these settings.
    """
    with suppress(KeyboardInterrupt):  # the way it is meant to end
        run(_demo(flags, people, seconds, seed))


async def _demo(flags: Mapping[str, Any], people: int, seconds: Seconds | None, seed: int) -> None:
    settings = load_settings(**flags)
    configure(settings)
    server = await start_server(settings, RobotBand(seed))
    try:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while True:  # a visitor may end the circle: then there is a new one
                    scene = Scene(server.url, await open_circle(server.url), seeded(seed))
                    await perform(scene, band(people, scene.rng))
    finally:
        await server.stop()


async def perform(scene: Scene, roles: list[Role]) -> None:
    """Have everybody come in and play round after round, until somebody ends the circle."""
    async with Console(scene.url, scene.circle.console) as console:
        await console.ready()
        await console.door(open_=True)
        tell(scene.circle)
        tasks = [asyncio.create_task(_live(scene, i, r)) for i, r in enumerate(roles)]
        tasks.append(asyncio.create_task(_lead_for_ever(console)))
        try:
            await console.until(lambda: console.view.goodbye is not None, None)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


def tell(circle: Circle) -> None:
    """Print the links: what to open first, on top."""
    print(
        f"""
A circle of simulated people is playing. Open in a browser:

  to watch and lead   {circle.console_url}
  to play along       {circle.join_url}   (code {circle.code})
  for a projector     {circle.stage_url}
  to look back        {circle.review_url}

Ctrl-C ends it.
""",
        flush=True,
    )


async def _lead_for_ever(console: Console) -> None:
    number = 0
    while True:
        grouping, tempi = ROUNDS[number % len(ROUNDS)]
        with suppress(PeerError):  # a visitor may lead, too: whatever they do is fine
            await _lead_round(console, grouping, tempi)
        await asyncio.sleep(REST_S)
        number += 1


async def _lead_round(console: Console, grouping: tuple[int, ...], tempi: tuple[Bpm, ...]) -> None:
    await console.arrange(tempo_bpm=tempi[0], grouping=grouping, count_in_bars=1)
    await console.start()
    for tempo_bpm in tempi[1:]:
        await asyncio.sleep(CHANGE_S)
        await console.arrange(tempo_bpm=tempo_bpm)
    await asyncio.sleep(ROUND_S - CHANGE_S * (len(tempi) - 1))
    await console.stop("bar")


async def _live(scene: Scene, number: int, role: Role) -> None:
    """One person's evening: come in, play; one of them loses the line, another leaves early."""
    await asyncio.sleep(role.comes_s)
    rng = seeded(scene.rng.random())
    player = SimulatedPlayer(role.habit, rng)
    key = await _sit(scene, role, player, _first_stay_s(number, role))
    if role.stays_s is None and key is not None:
        await asyncio.sleep(AWAY_S)
        await _sit(scene, role, player, None, key)


def _first_stay_s(number: int, role: Role) -> Seconds | None:
    return 40.0 if number == 3 and role.stays_s is None else role.stays_s


async def _sit(
    scene: Scene,
    role: Role,
    player: SimulatedPlayer,
    stay_s: Seconds | None,
    key: str | None = None,
) -> str | None:
    """Play from a seat for a while; return the person's key, None if they will not come back."""
    async with scene.someone(role, key) as someone:
        await someone.seated(timeout_s=None)
        with suppress(TimeoutError):
            async with asyncio.timeout(stay_s):
                await Tapper(someone, player, role.every).play()
        if role.stays_s is not None:
            await someone.leave()
            return None
        player.pause()
        return someone.key
