"""Players who tap to a click as people do.

The model is the linear phase correction of a two-level timekeeper:

- Wing & Kristofferson (1973): an interval is a timekeeper's interval plus the difference of two
  motor delays, so intervals have variance ``sigma_T**2 + 2 sigma_M**2`` and a lag-1 covariance of
  ``-sigma_M**2``.
- Vorberg & Schulze (2002): the timekeeper is shifted by a share ``alpha`` of the last asynchrony.

With A the asynchrony (tap minus click, negative = early), mu the habitual one, X = A without its
motor part M, and C the interval of the click::

    A[n]   = X[n] + M[n]
    X[n+1] = X[n] + (tau[n] + T[n] - C[n]) - alpha (A[n] - mu)

    Var(A) = (sigma_T**2 + alpha**2 sigma_M**2) / (1 - (1 - alpha)**2) + sigma_M**2

tau is the interval the player expects; it follows the click's by a share ``beta`` a tap, so that a
tempo change is caught up with in a few taps. Both noises are given for an interval of 500 ms and
grow with the interval (Weber's law) above it.

Everything is pure: random numbers come from the caller.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final, Protocol

from unisono.errors import BadValue
from unisono.units import PPM, TAU, Seconds

NORM_INTERVAL_S: Final[Seconds] = 0.5


class RandomLike(Protocol):
    """The part of ``random.Random`` that a player needs."""

    def random(self) -> float:
        """Return a number in [0, 1)."""

    def gauss(self, mu: float, sigma: float) -> float:
        """Return a normally distributed number."""


@dataclass(frozen=True, slots=True)
class Latency:
    """What a device adds to every onset.

    Args:
        constant_s: the same for all taps; wireless headphones add 0.1 to 0.3 s.
        drift_ppm: how much of it creeps in as time goes on.
        sway_s: a slow swing on top, as a wireless buffer that fills and empties.
        sway_period_s: how long one swing takes.
    """

    constant_s: Seconds = 0.0
    drift_ppm: float = 0.0
    sway_s: Seconds = 0.0
    sway_period_s: Seconds = 120.0

    def at(self, time_s: Seconds) -> Seconds:
        """Return what is added at a time."""
        sway_s = self.sway_s * math.sin(TAU * time_s / self.sway_period_s)
        return self.constant_s + self.drift_ppm * PPM * time_s + sway_s


WIRELESS: Final = Latency(constant_s=0.180, drift_ppm=60.0, sway_s=0.008)
"""A wireless headphone."""


@dataclass(frozen=True, slots=True)
class Habit:
    """How one person plays; the defaults are the medians of adults at 500 ms.

    Args:
        timekeeper_s: sigma_T, SD of the inner timekeeper's interval.
        motor_s: sigma_M, SD of the delay from intention to tap.
        alpha: share of the last asynchrony that is corrected at once, 0..2 (1.99 at most).
        beta: share of a tempo difference that is taken over with each tap, 0..1.
        mean_s: mu, the habitual asynchrony; people tap about 30 ms early.
        missed: share of the taps that are left out.
        extra: share of the taps that are followed by one more somewhere before the next.
        listening: share of the correction that goes by the others instead of the click, 0..1.
        latency: what the device adds.

    Raises:
        BadValue: if a number is outside its range.
    """

    timekeeper_s: Seconds = 0.018
    motor_s: Seconds = 0.005
    alpha: float = 0.56
    beta: float = 0.4
    mean_s: Seconds = -0.031
    missed: float = 0.0
    extra: float = 0.0
    listening: float = 0.0
    latency: Latency = Latency()

    def __post_init__(self) -> None:
        if not (self.timekeeper_s >= 0.0 and self.motor_s >= 0.0):
            raise BadValue("noise", (self.timekeeper_s, self.motor_s), "0 s or more")
        if not 0.0 <= self.alpha < 2.0:
            raise BadValue("alpha", self.alpha, "from 0 to below 2: beyond, nobody stays in time")
        shares = (self.beta, self.missed, self.extra, self.listening)
        if not all(0.0 <= share <= 1.0 for share in shares):
            raise BadValue("share (beta, missed, extra, listening)", shares, "from 0 to 1")

    def asynchrony_sd_s(self) -> Seconds:
        """Return the SD of the asynchrony that this habit settles into, in closed form.

        Raises:
            BadValue: if alpha is 0: without correction the asynchrony wanders off for ever.
        """
        if self.alpha == 0.0:
            raise BadValue("alpha", self.alpha, "above 0")
        noise = self.timekeeper_s**2 + (self.alpha * self.motor_s) ** 2
        return math.sqrt(noise / (1.0 - (1.0 - self.alpha) ** 2) + self.motor_s**2)


@dataclass(slots=True)
class SimulatedPlayer:
    """One person at one part; call :meth:`play` once for each click they play to, in order."""

    habit: Habit
    rng: RandomLike
    _click_s: Seconds = math.nan
    _tau_s: Seconds = math.nan
    _x_s: Seconds = 0.0
    _async_s: Seconds = 0.0

    def play(self, click_s: Seconds, others_s: Seconds | None = None) -> list[Seconds]:
        """Return the onsets that go with a click: none, one or two, in order.

        Args:
            click_s: the time of the click; each later than the one before.
            others_s: the others' mean asynchrony at the click before, if it can be heard.
        """
        interval_s = click_s - self._click_s
        if math.isnan(self._click_s):
            self._begin()
        else:
            self._go_on(interval_s, others_s)
        self._click_s = click_s
        motor_s = self.rng.gauss(0.0, self.habit.motor_s) * _weber(self._tau_s)
        self._async_s = self._x_s + motor_s
        return self._sounded(click_s + self._async_s)

    def pause(self) -> None:
        """Forget the beat: the next click is a fresh start."""
        self._click_s = self._tau_s = math.nan

    def _begin(self) -> None:
        self._x_s = self.habit.mean_s + self.rng.gauss(0.0, self.habit.timekeeper_s)

    def _go_on(self, interval_s: Seconds, others_s: Seconds | None) -> None:
        habit = self.habit
        # the first interval is expected from the count-in; later ones are followed
        tau_s = interval_s if math.isnan(self._tau_s) else self._tau_s
        noise_s = self.rng.gauss(0.0, habit.timekeeper_s) * _weber(interval_s)
        away_s = self._async_s - habit.mean_s
        if others_s is not None:
            away_s -= habit.listening * (others_s - habit.mean_s)
        self._x_s += tau_s + noise_s - interval_s - habit.alpha * away_s
        self._tau_s = tau_s + habit.beta * (interval_s - tau_s)

    def _sounded(self, onset_s: Seconds) -> list[Seconds]:
        left_out = self.rng.random() < self.habit.missed
        once_more = self.rng.random() < self.habit.extra
        between = 0.25 + 0.5 * self.rng.random()
        onsets_s = [] if left_out else [onset_s]
        if once_more:
            period_s = NORM_INTERVAL_S if math.isnan(self._tau_s) else self._tau_s
            onsets_s.append(onset_s + between * period_s)
        return [t + self.habit.latency.at(t) for t in onsets_s]


def crowd(count: int, rng: RandomLike) -> list[Habit]:
    """Return the habits of ``count`` different adults, spread as adults are.

    alpha .56 +- .17, sigma_T 18 +- 5 ms, sigma_M 5 +- 1.5 ms, mean asynchrony -31 +- 20 ms; one
    tap in a hundred left out, one in two hundred too many.
    """
    return [
        Habit(
            timekeeper_s=_within(rng.gauss(0.018, 0.005), 0.008, 0.035),
            motor_s=_within(rng.gauss(0.005, 0.0015), 0.002, 0.012),
            alpha=_within(rng.gauss(0.56, 0.17), 0.15, 1.2),
            mean_s=_within(rng.gauss(-0.031, 0.020), -0.09, 0.02),
            missed=0.01,
            extra=0.005,
        )
        for _ in range(count)
    ]


def with_latency(habit: Habit, latency: Latency) -> Habit:
    """Return the same person on another device."""
    return replace(habit, latency=latency)


def _weber(interval_s: Seconds) -> float:
    if math.isnan(interval_s):
        return 1.0
    return max(1.0, interval_s / NORM_INTERVAL_S)


def _within(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)
