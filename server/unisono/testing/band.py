"""Simulated people at real clients: what the demo shows and what load tests send."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Final

from unisono.client import Participant
from unisono.testing.people import WIRELESS, Habit, SimulatedPlayer, crowd, with_latency
from unisono.units import Beats, Seconds

LOOK_AHEAD_S: Final[Seconds] = 0.35
"""A tap is thought of so long before its click: people play early, and changes of tempo are
announced at least 0.4 s ahead."""
HORIZON_S: Final[Seconds] = 60.0


@dataclass(frozen=True, slots=True)
class Role:
    """What one simulated person plays, and when they are there.

    Args:
        habit: how they play.
        every: a tap every so many beats.
        name: what they typed, may be empty.
        comes_s: how long after the others they come in.
        stays_s: how long they stay, or None for as long as there is music.
        wireless: whether they say that they listen over wireless sound.
    """

    habit: Habit
    every: Beats = 1.0
    name: str = ""
    comes_s: Seconds = 0.0
    stays_s: Seconds | None = None
    wireless: bool = False


class Tapper:
    """A simulated player who sits at a participant's client and plays along with its click."""

    def __init__(self, someone: Participant, player: SimulatedPlayer, every: Beats = 1.0) -> None:
        self.someone = someone
        self.played = 0
        self._player = player
        self._every = every

    async def play(self) -> None:
        """Play whenever there is a click, until cancelled; returns when the circle is over.

        Raises:
            PeerError: if the server refuses this person for good.
        """
        after_s = self.someone.now_s()
        while self.someone.view.goodbye is None:
            click_s = self._next_click_s(after_s)
            if click_s is None:
                self._player.pause()
                await self._for_music(after_s)
                continue
            await self.someone.sleep_until(click_s - LOOK_AHEAD_S)
            if self._next_click_s(after_s) == click_s:  # else the music has changed meanwhile
                after_s = click_s
                await self._tap(self._player.play(click_s))

    async def _tap(self, onsets_s: list[Seconds]) -> None:
        for onset_s in onsets_s:
            await self.someone.sleep_until(onset_s)
            self.someone.tap(onset_s, local_s=self.someone.clock.local_at(onset_s))
            self.played += 1

    async def _for_music(self, after_s: Seconds) -> None:
        def music() -> bool:
            over = self.someone.view.goodbye is not None
            return over or self._next_click_s(after_s) is not None

        await self.someone.until(music, None)

    def _next_click_s(self, after_s: Seconds) -> Seconds | None:
        clicks = self.someone.view.clicks(after_s, after_s + HORIZON_S, self._every)
        return next((t for beat, t in clicks if beat >= 0.0 and t > after_s), None)


def seeded(seed: float) -> random.Random:
    """Return chance that repeats itself with the same seed; it plays music and guards nothing."""
    return random.Random(seed)  # noqa: S311


def band(count: int, rng: random.Random) -> list[Role]:
    """Return the parts of a lively circle.

    Everybody is somebody else; the third is on a wireless headphone, every fifth plays every other
    beat, the seventh plays halves, the last two come late, and one of the others leaves early.
    """
    names = ("Ana", "", "Björn", "Chioma", "", "Dev", "Eun-ji", "", "Farid", "", "Gus", "Hana")
    roles = []
    for i, habit in enumerate(crowd(count, rng)):
        late = i >= count - 2 and count > 4
        roles.append(
            Role(
                habit=with_latency(habit, WIRELESS) if i == 2 else habit,
                wireless=i == 2,
                every=2.0 if i % 5 == 4 else 0.5 if i == 6 else 1.0,
                name=names[i % len(names)],
                comes_s=12.0 + 10.0 * (i - count + 2) if late else 0.4 * i,
                stays_s=75.0 if i == 5 else None,
            )
        )
    return roles
