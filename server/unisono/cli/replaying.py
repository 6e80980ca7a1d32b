"""``unisono replay``: a recording joins a circle."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from unisono.cli.loop import run
from unisono.cli.meter import meter_of
from unisono.client import Console, place_of
from unisono.client.door import Unreachable
from unisono.client.follow import BarLines, Follower
from unisono.client.replay import Door, Part, Replayed, replay
from unisono.errors import BadValue
from unisono.readers import pick, read_performances
from unisono.readers.plain import PlainValue
from unisono.units import Bpm, Seconds


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for on the command line; see ``unisono replay --help``."""

    file: Path
    code: str | None
    link: str | None
    url: str
    song: str | None
    seconds: Seconds | None
    speed: float
    lead: str | None
    bpm: Bpm | None
    meter: str
    on_bar: bool

    def door(self) -> Door:
        """Return where the players go in.

        Raises:
            BadValue: if there is neither a code nor a join link, or the link is none.
        """
        if self.link is not None:
            place = place_of(self.link)
            if place.role != "play":
                raise BadValue("--link", self.link, "a join link, …/j#…")
            return Door(place.url, code=place.code, token=place.token)
        if self.code is None:
            raise PlainValue(
                "circle",
                None,
                "named",
                "Which circle shall they join? Give its code with --code, or its --link.",
            )
        return Door(self.url.rstrip("/"), code=self.code)


def run_replay(wish: Wish) -> None:
    """Replay a file as wished.

    Raises:
        PeerError: if file, link or circle cannot be used.
    """
    door = wish.door()
    part = Part.of(pick(read_performances(wish.file), wish.song), wish.seconds, wish.speed)
    if wish.lead is not None and wish.bpm is None:
        _check_bars(part)
    try:
        run(_replay(wish, door, part))
    except Unreachable as problem:
        if wish.link is not None:
            raise
        sentence = f"No circle answers at {door.url}. Is the server on? Or give --url."
        raise Unreachable(sentence) from problem


def _check_bars(part: Part) -> None:
    """Refuse to lead with a recording in which no bars are known."""
    grid = part.performance.grid
    bars = 0 if grid is None else len(grid.bar_starts)
    if bars < 2:
        sentence = "This recording does not say where its bars are. Give its tempo with --bpm."
        raise PlainValue("bars of the recording", bars, "two or more", sentence)


async def _replay(wish: Wish, door: Door, part: Part) -> None:
    if wish.lead is None:
        _tell(await replay(part, door, on_bar=wish.on_bar, say=_say))
        return
    place = place_of(wish.lead)
    if place.role != "lead" or place.token is None:
        raise BadValue("--lead", wish.lead, "a console link, …/console#…")
    bars = BarLines.of(part.performance, meter_of(wish.meter), wish.bpm)
    async with Console(place.url, place.token) as console:
        await console.ready()
        follower = Follower(console, bars, part.speed)
        _tell(await replay(part, door, follower=follower, say=_say))


def _tell(done: Replayed) -> None:
    _say(f"Done: {sum(done.taps.values())} onsets of {len(done.taps)} players are stored.")
    for name, taps in done.taps.items():
        _say(f"  seat {done.seats[name]:>3}  {name}: {taps}")


def _say(sentence: str) -> None:
    print(sentence, flush=True)
