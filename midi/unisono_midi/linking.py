"""The circle at Ableton Link's table. One event loop.

Link has one tempo and one beat for every peer on the local network. The circle's click is not
Link's to move: who leads the circle sets its tempo. So the bridge joins and *says* how far Link's
tempo and phase are from the circle's; it changes neither side. Alone at the table, or when told to
(``push``), it brings the circle's tempo and phase: then a DAW that has Link switched on follows the
circle, through tempo changes and ramps as well.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from unisono.client import Client, Link, Place, Setup
from unisono.errors import BadValue
from unisono.session.messages import PROTOCOL
from unisono.units import Beats, Bpm, Seconds
from unisono_midi.link_door import AalinkSession, LinkSession
from unisono_midi.music import Music

TEND_EVERY_S: Final[Seconds] = 0.02
TEMPO_TOLERANCE: Final[Bpm] = 0.01
PHASE_TOLERANCE: Final[Beats] = 0.02
SAY_EVERY_S: Final[Seconds] = 5.0


class Follower:
    """Keeps Link and the circle side by side.

    Args:
        link: the place at the table.
        push: whether everybody there is taken along even if they were there first.
    """

    def __init__(self, link: LinkSession, *, push: bool) -> None:
        self._link, self._push = link, push

    def tend(self, music: Music, now_s: Seconds) -> tuple[Bpm, Beats]:
        """Compare, and bring the circle's tempo and phase where that is asked for.

        Args:
            music: what the circle plays.
            now_s: session time.

        Returns:
            Link's tempo minus the circle's, and its phase in the bar minus the circle's, in beats,
            as they were before.
        """
        beat = music.timeline.beat_at(now_s)
        tempo, quantum = music.timeline.tempo_at(beat), music.bars.position_at(beat).meter.beats
        self._link.set_quantum(quantum)
        in_bar = music.bars.position_at(beat).beat_in_bar
        faster = self._link.tempo_bpm - tempo
        ahead = (self._link.beat - in_bar + quantum / 2.0) % quantum - quantum / 2.0
        if self._push or self._link.peers == 0:
            if abs(faster) > TEMPO_TOLERANCE:
                self._link.set_tempo(tempo)
            if abs(ahead) > PHASE_TOLERANCE:
                self._link.force_beat(in_bar)
        return faster, ahead


async def share(
    place: Place,
    say: Callable[[str], None],
    *,
    push: bool = False,
    setup: Callable[[], Setup] = Setup,
    door: Callable[[Bpm], LinkSession] = AalinkSession,
) -> None:
    """Follow a circle with Ableton Link until it is over; needs a stage or console link.

    Raises:
        BadValue: if the link is another one.
        MidiTrouble: if aalink is not there.
        PeerError: if the server refuses for good.
    """
    if place.role == "play" or place.token is None:
        raise BadValue("link", place.role, "the stage's or the console's: Link takes no seat")
    hello = {"role": place.role, "token": place.token, "protocol": PROTOCOL}
    link = door(90.0)
    follower = Follower(link, push=push)
    said_s = -SAY_EVERY_S
    try:
        async with Client(place.url, hello, setup()) as client:
            while client.link is not Link.CLOSED:
                music = Music.of(client.view)
                if music is not None and client.clock.ready:
                    faster, ahead = follower.tend(music, client.now_s())
                    if client.clock.local() - said_s > SAY_EVERY_S:
                        said_s = client.clock.local()
                        say(
                            f"{link.peers} on Link; tempo {faster:+.2f} bpm, "
                            f"phase {ahead:+.3f} beats from the circle's."
                        )
                await asyncio.sleep(TEND_EVERY_S)
        if client.refusal is not None and client.view.goodbye is None:
            raise client.refusal
    finally:
        link.close()
