"""Network paths to try a clock on, in virtual time: the truth is known and nothing waits.

Delays are drawn packet by packet. Delivery is in order, as over TCP: a packet waits for the one
before it, and a lost one comes late (one retransmission) and holds up those behind it. Chance comes
in as an argument, so a run can be repeated to the last digit.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final, Protocol

from unisono.clocksync.clock import SessionClock
from unisono.units import Seconds, from_ms

SHORTEST_S: Final[Seconds] = 1e-4
RETRANSMISSION_S: Final[Seconds] = 0.2
LOOK_S: Final[Seconds] = 0.04


class Chance(Protocol):
    """The part of ``random.Random`` that is needed here."""

    def random(self) -> float:
        """Return a number in [0, 1)."""
        ...

    def gauss(self, mu: float, sigma: float) -> float:
        """Return a normal number."""
        ...


@dataclass(frozen=True, slots=True)
class Delay:
    """One way: ``base_s`` plus normal scatter, plus one-sided tails."""

    base_s: Seconds
    normal_s: Seconds = 0.0
    exponential_s: Seconds = 0.0
    lognormal_s: Seconds = 0.0

    def draw(self, chance: Chance) -> Seconds:
        """Return the delay of one packet."""
        tail_s = -self.exponential_s * math.log(1.0 - chance.random())
        heavy_s = self.lognormal_s * math.exp(chance.gauss(0.0, 1.0))
        return self.base_s + chance.gauss(0.0, self.normal_s) + tail_s + heavy_s


@dataclass(frozen=True, slots=True)
class Spikes:
    """Congestion both ways, ``every_s`` on average, ``length_s`` long, ``extra_s`` more delay."""

    every_s: Seconds
    length_s: Seconds
    extra_s: Seconds


@dataclass(frozen=True, slots=True)
class Change:
    """Another path from ``at_s`` on."""

    at_s: Seconds
    up: Delay
    down: Delay


@dataclass(frozen=True, slots=True)
class Profile:
    """A network path, and how its clients drift if that is special."""

    name: str
    up: Delay
    down: Delay
    loss: float = 0.0
    spikes: Spikes | None = None
    drift_ppm: float | None = None
    change: Change | None = None


def _both(name: str, delay: Delay, loss: float = 0.0, spikes: Spikes | None = None) -> Profile:
    return Profile(name, delay, delay, loss, spikes)


def _home(ms: float) -> Delay:
    return Delay(from_ms(ms), normal_s=from_ms(3))


PROFILES: Final = (
    _both("LAN", Delay(from_ms(1), normal_s=from_ms(0.2))),
    _both("home", _home(20)),
    _both("wifi", Delay(from_ms(30), lognormal_s=from_ms(1.5)), spikes=Spikes(15.0, 1.0, 0.06)),
    _both("4g", Delay(from_ms(60), normal_s=from_ms(20)), loss=0.01),
    Profile("asymmetric", _home(80), _home(20)),
    Profile("drift", _home(20), _home(20), drift_ppm=100.0),
    Profile("path change", _home(20), _home(20), change=Change(200.0, _home(70), _home(50))),
    _both("one-sided", Delay(from_ms(40), exponential_s=from_ms(20)), loss=0.01),
)
"""The eight paths of the clock benchmark."""


@dataclass(slots=True)
class Lane:
    """One direction of a path: tells when a packet sent at a true time arrives."""

    profile: Profile
    upwards: bool
    chance: Chance
    congested: tuple[tuple[Seconds, Seconds], ...]
    latest_s: Seconds = -math.inf

    def arrival_s(self, sent_s: Seconds) -> Seconds:
        """Return the true time of arrival."""
        self.latest_s = max(self.latest_s, sent_s + self._delay_s(sent_s))
        return self.latest_s

    def _delay_s(self, sent_s: Seconds) -> Seconds:
        profile, change = self.profile, self.profile.change
        moved = change if change is not None and sent_s >= change.at_s else profile
        delay = moved.up if self.upwards else moved.down
        total_s = delay.draw(self.chance)
        if profile.spikes and any(a <= sent_s < b for a, b in self.congested):
            total_s -= profile.spikes.extra_s * math.log(1.0 - self.chance.random())
        if self.chance.random() < profile.loss:
            total_s += RETRANSMISSION_S + delay.base_s
        return max(SHORTEST_S, total_s)


def lanes(profile: Profile, chance: Chance, until_s: Seconds) -> tuple[Lane, Lane]:
    """Return both directions of a path, congested at the same times."""
    congested, t = [], 0.0
    while profile.spikes is not None:
        t -= profile.spikes.every_s * math.log(1.0 - chance.random())
        if t > until_s:
            break
        congested.append((t, t - profile.spikes.length_s * math.log(1.0 - chance.random())))
        t = congested[-1][1]
    episodes = tuple(congested)
    return Lane(profile, True, chance, episodes), Lane(profile, False, chance, episodes)


@dataclass(slots=True)
class Life:
    """A device with a clock behind a path.

    Args:
        clock: what is tried.
        up: the way to the server.
        down: the way back.
        local: reads the device's own clock at a true time.
        session: reads the server's clock at a true time.
        asleep: from when to when the device neither sends nor receives.
    """

    clock: SessionClock
    up: Lane
    down: Lane
    local: Callable[[Seconds], Seconds]
    session: Callable[[Seconds], Seconds] = float
    asleep: tuple[Seconds, Seconds] = (math.inf, math.inf)
    exchanges: list[tuple[Seconds, Seconds, Seconds, Seconds]] = field(default_factory=list)
    _next_s: Seconds = 0.0
    _coming: list[tuple[Seconds, Seconds, Seconds]] = field(default_factory=list)

    def live(self, until_s: Seconds, every_s: Seconds = LOOK_S) -> Iterator[Seconds]:
        """Yield the true time every so often, exchanges going on in between."""
        looks = 0
        while (look_s := looks * every_s) < until_s:
            self._run(look_s)
            yield look_s
            looks += 1

    def _run(self, until_s: Seconds) -> None:
        while min(self._next_s, self._coming[0][0] if self._coming else math.inf) <= until_s:
            if self._coming and self._coming[0][0] <= self._next_s:
                self._receive(*heapq.heappop(self._coming))
            else:
                self._send(self._next_s)

    def _awake_s(self, true_s: Seconds) -> Seconds:
        return self.asleep[1] if self.asleep[0] <= true_s < self.asleep[1] else true_s

    def _send(self, true_s: Seconds) -> None:
        awake_s = self._awake_s(true_s)
        if awake_s > true_s:
            self._next_s = awake_s
            return
        t0 = self.local(true_s)
        at_server_s = self.up.arrival_s(true_s)
        back_s = self._awake_s(self.down.arrival_s(at_server_s))
        heapq.heappush(self._coming, (back_s, t0, self.session(at_server_s)))
        self._next_s = true_s + self.clock.next_exchange_in_s(t0)

    def _receive(self, true_s: Seconds, t0: Seconds, t1: Seconds) -> None:
        exchange = (t0, t1, t1, self.local(true_s))
        self.exchanges.append(exchange)
        self.clock.add(*exchange)
        wait_s = self.clock.next_exchange_in_s(exchange[3])
        self._next_s = min(self._next_s, true_s + wait_s)
