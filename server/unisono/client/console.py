"""Somebody who leads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from unisono.client.connection import Client, Link, Setup
from unisono.session import messages as m
from unisono.session.commands import LiveCall
from unisono.session.cues import AnyCue
from unisono.session.phrases import GrooveSpec
from unisono.units import Bpm, Seconds


class Console(Client):
    """The facilitator's side of a circle.

    Every command returns when the server has done it, and raises the server's refusal otherwise.

    Args:
        url: the server.
        token: from the console link.
        setup: clock, chance and connection; for tests.
    """

    def __init__(
        self,
        url: str,
        token: str,
        setup: Setup | None = None,
    ) -> None:
        hello = {"role": "lead", "token": token, "protocol": m.PROTOCOL}
        super().__init__(url, hello, setup)

    async def ready(self, timeout_s: Seconds | None = 10.0) -> None:
        """Wait until the server has shown the circle.

        Raises:
            TimeoutError: if it takes longer.
            PeerError: if the server refuses.
        """
        await self.until(lambda: self.link is Link.IN and self.clock.ready, timeout_s)

    async def arrange(
        self,
        tempo_bpm: Bpm | None = None,
        grouping: Sequence[int] | None = None,
        count_in_bars: int | None = None,
        over_bars: int | None = None,
    ) -> None:
        """Set tempo, meter or count-in; while playing it lands on the next bar.

        With ``over_bars`` the tempo moves there evenly and arrives after so many bars.
        """
        wanted = {
            "tempo_bpm": tempo_bpm,
            "grouping": list(grouping) if grouping is not None else None,
            "count_in_bars": count_in_bars,
            "over_bars": over_bars,
        }
        await self.ask("arrange", {key: v for key, v in wanted.items() if v is not None})

    async def start(self) -> None:
        """Start the click, count-in first."""
        await self.ask("start")

    async def stop(
        self, when: Literal["bar", "cycle", "now"] = "bar", how: Literal["cut", "last"] = "cut"
    ) -> None:
        """Stop at the end of the bar or cycle, with or without a last beat together; or now."""
        await self.ask("stop", {"when": when, "how": how})

    async def cue(self, what: AnyCue, when: Literal["bar", "cycle"] = "bar") -> None:
        """Arm a cue for the next bar or cycle; ``view.run.cues`` shows it."""
        await self.ask("cue", {"what": msgspec.to_builtins(what), "when": when})

    async def cancel(self, cue: int) -> None:
        """Take an armed cue back."""
        await self.ask("cancel", {"cue": cue})

    async def undo(self) -> None:
        """Take the newest armed cue back, or undo the last one that landed."""
        await self.ask("undo")

    async def groove(self, groove: GrooveSpec | None) -> None:
        """Say what people play together from now on."""
        await self.ask("setgroove", {"groove": msgspec.to_builtins(groove)})

    async def hand(self, seat: int | None) -> None:
        """Hand the call to somebody, or take it back."""
        await self.ask("hand", {"seat": seat})

    async def livecall(self, call: LiveCall) -> None:
        """Have a call that was just played sound on every device on the next cycle."""
        await self.ask("livecall", msgspec.to_builtins(call))

    async def door(self, *, open_: bool) -> None:
        """Let typed codes straight in, or have people wait."""
        await self.ask("door", {"open": open_})

    async def admit(self, key: str | None = None) -> None:
        """Let one waiting person in, or everybody."""
        await self.ask("admit", {"key": key} if key else None)

    async def rename(self, seat: int, name: str) -> None:
        """Give somebody another name."""
        await self.ask("rename", {"seat": seat, "name": name})

    async def remove(self, seat: int) -> None:
        """Ask somebody to leave."""
        await self.ask("remove", {"seat": seat})

    async def end(self) -> None:
        """End the session for good."""
        await self.ask("end")
