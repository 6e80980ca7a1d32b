"""A recording joins a circle: one real client for each player, every onset at its own time.

Onsets keep their distances exactly: the tap for an onset lies at ``start_s + (onset - first) /
speed`` of session time, whatever the network does meanwhile.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Final

from unisono.client.connection import Setup
from unisono.client.follow import Follower
from unisono.client.participant import Participant
from unisono.errors import BadValue, PeerError
from unisono.readers import Performance
from unisono.session.commands import MAX_NAME
from unisono.units import Seconds

SETTLE_S: Final[Seconds] = 2.0
"""From the last person seated to the first onset: the clocks settle, people look up."""

ANSWER_WITHIN_S: Final[Seconds] = 4.0

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Part:
    """What is to be replayed: a performance, from its first onset on, at some speed.

    Raises:
        BadValue: if nobody plays or the speed is not above 0.
    """

    performance: Performance
    speed: float = 1.0

    def __post_init__(self) -> None:
        if not self.performance.onset_count:
            raise BadValue("recording", "no onsets", "one with onsets in this part")
        if not 0.0 < self.speed <= 10.0:
            raise BadValue("speed", self.speed, "above 0, at most 10")

    @classmethod
    def of(
        cls, performance: Performance, seconds: Seconds | None = None, speed: float = 1.0
    ) -> Part:
        """Return the first ``seconds`` of a performance, counted from its first onset."""
        if seconds is None or not performance.onset_count:
            return cls(performance, speed)
        return cls(performance.opening(seconds), speed)

    def session_time(self, onset_s: Seconds, start_s: Seconds) -> Seconds:
        """Return when an onset of the recording sounds if the first sounds at ``start_s``."""
        return start_s + (onset_s - self.performance.first_s) / self.speed

    @property
    def length_s(self) -> Seconds:
        """How long it takes."""
        return (self.performance.last_s - self.performance.first_s) / self.speed


@dataclass(frozen=True, slots=True)
class Replayed:
    """What happened: the session time of the first onset, and each player's seat and taps."""

    start_s: Seconds
    seats: dict[str, int]
    taps: dict[str, int]


@dataclass(frozen=True, slots=True)
class Door:
    """Where the players go in: a server and a code or a join token."""

    url: str
    code: str | None = None
    token: str | None = None


async def replay(
    part: Part,
    door: Door,
    *,
    follower: Follower | None = None,
    on_bar: bool = True,
    say: Say = print,
    setup: Callable[[], Setup] = Setup,
) -> Replayed:
    """Play a recording into a circle; return when the server has stored every onset.

    Args:
        part: what is played.
        door: where.
        follower: has the click follow the recording; needs a console.
        on_bar: begin on the next bar if a click is running, else as soon as everybody is there.
        say: told what is going on, in plain words.
        setup: clock and connection of each client; for tests.

    Raises:
        PeerError: if the circle does not let the players in, or goes away for good.
    """
    async with AsyncExitStack() as stack:
        people = {
            player.name: await stack.enter_async_context(_someone(player.name, door, setup()))
            for player in part.performance.players
        }
        everybody = list(people.values())
        await _be_seated(everybody, say)
        start_s = await _start_time(part, everybody, follower, on_bar=on_bar)
        say(f"Playing {part.performance.title}: {len(people)} players, {part.length_s:.0f} s.")
        await _play_all(part, people, follower, start_s)
        seats = {name: one.view.seat or 0 for name, one in people.items()}
        for someone in everybody:
            await someone.all_saved(timeout_s=None)
            await someone.leave()
    return Replayed(start_s, seats, {p.name: len(p.onsets_s) for p in part.performance.players})


def _someone(name: str, door: Door, setup: Setup) -> Participant:
    return Participant(
        door.url,
        code=door.code,
        token=door.token,
        name=name[:MAX_NAME],
        device="replay",
        setup=setup,
    )


async def _play_all(
    part: Part, people: dict[str, Participant], follower: Follower | None, start_s: Seconds
) -> None:
    try:
        async with asyncio.TaskGroup() as group:
            for player in part.performance.players:
                group.create_task(_play(people[player.name], player.onsets_s, part, start_s))
            if follower is not None:
                following = group.create_task(follower.keep_up())
                group.create_task(_stop_after(follower, following, part, start_s))
    except* PeerError as problems:
        raise problems.exceptions[0] from None


async def _be_seated(people: list[Participant], say: Say) -> None:
    seated = [await one.arrived(ANSWER_WITHIN_S) for one in people]
    if not all(seated):
        waiting = len(people) - sum(seated)
        say(f"{waiting} of {len(people)} players wait at the door. Let them in from the console.")
    for one in people:
        await one.seated(timeout_s=None)


async def _start_time(
    part: Part, people: list[Participant], follower: Follower | None, *, on_bar: bool
) -> Seconds:
    if follower is not None:
        return await follower.begin()
    someone = people[0]
    soonest_s = someone.now_s() + SETTLE_S
    view = someone.view
    if not on_bar or not view.playing or view.timeline is None or view.bars is None:
        return soonest_s
    bar_s = _first_bar_s(part)
    bar_beat = view.bars.next_bar_beat(view.timeline.beat_at(soonest_s + bar_s))
    return view.timeline.time_at(bar_beat) - bar_s


def _first_bar_s(part: Part) -> Seconds:
    """Return how long after its first onset the recording's first bar begins; mostly below 0."""
    grid = part.performance.grid
    starts_s = grid.bar_starts_s if grid is not None else ()
    return (starts_s[0] - part.performance.first_s) / part.speed if starts_s else 0.0


async def _play(
    someone: Participant, onsets_s: tuple[Seconds, ...], part: Part, start_s: Seconds
) -> None:
    for onset_s in onsets_s:
        time_s = part.session_time(onset_s, start_s)
        await someone.sleep_until(time_s)
        someone.tap(time_s)


async def _stop_after(
    follower: Follower, following: asyncio.Task[None], part: Part, start_s: Seconds
) -> None:
    await follower.console.sleep_until(start_s + part.length_s)
    following.cancel()
    await follower.stop()
