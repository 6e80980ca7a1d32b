"""The facade: exchanges in, session time out."""

from __future__ import annotations

import math
from typing import Final

from unisono.clocksync.change import StepWatch
from unisono.clocksync.estimate import NOTHING_YET, ClockEstimate, quality_of
from unisono.clocksync.fit import Fit, fit_clock
from unisono.clocksync.output import Line, Output
from unisono.clocksync.pacing import LOOK_AGAIN_S, PAUSE_S, Pacing
from unisono.clocksync.samples import Grids, Sample, Samples, rounding_s
from unisono.clocksync.settings import ClockSettings
from unisono.errors import PeerError
from unisono.units import PPM, Seconds

FIT_EVERY_S: Final[Seconds] = 5.0
MARGIN_S: Final[Seconds] = 2e-4
"""What no path keeps even: two processes, two kernels, two interrupts."""

SIGMAS: Final = 2.25
"""Nineteen times in twenty, and a little for what the variance itself does not know."""

EARLY_S: Final[Seconds] = 10.0
"""For so long after a start the variance itself is a guess."""

DEFAULTS: Final = ClockSettings()


class SessionClock:
    """The session's clock as one device knows it; ``static/js/clocksync.js`` is its twin.

    Pure: it reads no clock and sends nothing. Feed it exchanges with :meth:`add` whenever
    :meth:`next_exchange_in_s` says it is time for one, and read session time with :meth:`now`.
    Not for several threads at once; nothing here blocks.
    """

    def __init__(self, settings: ClockSettings = DEFAULTS) -> None:
        self.settings = settings
        self.may_step = True
        """Nothing is playing: the output may be set directly while the clock settles.

        After a step it may be in any case: nothing valid was playing.
        """
        self.steps = 0
        """Clock steps found so far (a sleep, a server that restarted)."""
        self.ignored = 0
        """Exchanges that could not be used."""
        self._samples = Samples(settings)
        self._grids = Grids()
        self._watch = StepWatch()
        self._output = Output()
        self._pacing = Pacing(settings)
        self._fit: Fit | None = None
        self._unfitted = 0
        self._started_s = 0.0
        self._read_s = -math.inf

    @property
    def ready(self) -> bool:
        """Whether there was a first exchange."""
        return self._fit is not None

    @property
    def samples(self) -> tuple[Sample, ...]:
        """The exchanges kept, in order of local time (to refine the clock afterwards)."""
        return tuple(self._samples.kept)

    def add(
        self,
        t0_local_s: Seconds,
        t1_session_s: Seconds,
        t2_session_s: Seconds,
        t3_local_s: Seconds,
    ) -> None:
        """Take one exchange in; one that cannot be true is ignored and counted.

        Args:
            t0_local_s: local time when the request left.
            t1_session_s: session time when it arrived.
            t2_session_s: session time when the answer left.
            t3_local_s: local time when the answer arrived.
        """
        try:
            sample = Sample.of(t0_local_s, t1_session_s, t2_session_s, t3_local_s)
        except PeerError:
            self.ignored += 1
            return
        if sample.round_trip_s > self.settings.max_round_trip_s or self._knows(sample):
            self.ignored += 1
            return
        self._grids.see(t3_local_s - t0_local_s)
        if self._fit is not None and self._fit.contradicts(sample):
            self._doubt(sample, t3_local_s)
        else:
            self._trust(sample, t3_local_s)

    def now(self, local_s: Seconds) -> Seconds:
        """Return session time at a local time; NaN before the first exchange.

        Monotonic as ``local_s`` goes forward, except at a counted step, and while the clock
        settles after it or is let settle by ``may_step``.
        """
        if not self.ready:
            return math.nan
        self._read_s = max(self._read_s, local_s)
        return local_s + self._output.offset_at(local_s)

    def local_at(self, session_s: Seconds, local_now_s: Seconds) -> Seconds:
        """Return the local time of a session time, seen from ``local_now_s``."""
        if not self.ready:
            return math.nan
        local_s = session_s - self._output.offset_at(local_now_s)
        for _ in range(4):  # the rate is within 1 % of 1: each round gains two digits or more
            local_s = session_s - self._output.offset_at(local_s)
        return local_s

    def estimate(self, local_s: Seconds) -> ClockEstimate:
        """Return what is known about the clock at a local time."""
        fit = self._fit
        if fit is None:
            return NOTHING_YET
        ahead_s = local_s - fit.at_s
        offset_s = fit.solution.offset_s + fit.solution.skew * ahead_s
        beside_s = self._output.offset_at(local_s) - offset_s
        hard_s = fit.hard_bound_s(beside_s, ahead_s)
        bound_s = min(self._likely(fit, local_s) + abs(beside_s), hard_s)
        return ClockEstimate(
            offset_s=offset_s,
            skew_ppm=fit.solution.skew / PPM,
            round_trip_s=fit.floor_s,
            bound_s=bound_s,
            hard_bound_s=hard_s,
            samples=len(self._samples.kept),
            quality=quality_of(bound_s),
        )

    def next_exchange_in_s(self, local_s: Seconds) -> Seconds:
        """Return how long to wait before the next exchange: fast at first, sparse later."""
        if self._watch.doubts:
            return LOOK_AGAIN_S
        return self._pacing.wait_s(local_s, self.estimate(local_s).bound_s)

    def hurry(self, local_s: Seconds) -> None:
        """Something happened (a new connection, a wake-up): ask fast again for a while."""
        self._pacing.restart(local_s)

    def _knows(self, sample: Sample) -> bool:
        return self._samples.knows(sample) or sample in self._watch.doubts

    def _doubt(self, sample: Sample, at_s: Seconds) -> None:
        doubted = len(self._watch.doubts)
        other = self._watch.witness(sample)
        if other is None:
            self.ignored += doubted
            return
        self.steps += 1
        self._samples.kept[:] = [other]
        self._output.forget()
        self._fit = None
        self._started_s = at_s
        self._pacing.restart(at_s)
        self._trust(sample, at_s)

    def _trust(self, sample: Sample, at_s: Seconds) -> None:
        self.ignored += self._watch.dismiss()
        last = self._samples.kept[-1] if self._samples.kept else None
        if last is None:
            self._started_s = at_s
        if last is None or sample.local_s - last.local_s > PAUSE_S:
            self._pacing.restart(at_s)
        self._samples.add(sample)
        self._pacing.count += 1
        self._unfitted += 1
        if self._is_due(at_s):
            self._refit(at_s)

    def _is_due(self, at_s: Seconds) -> bool:
        if self._fit is None or self._unfitted >= max(1, len(self._samples.kept) >> 3):
            return True
        return at_s - self._fit.at_s > FIT_EVERY_S

    def _refit(self, at_s: Seconds) -> None:
        skew = self._fit.solution.skew if self._fit is not None else 0.0
        fit = fit_clock(self._samples.kept, at_s, skew, self.settings, self._grid_s())
        if fit.forget:
            del self._samples.kept[: fit.forget]
            skew = fit.solution.skew
            fit = fit_clock(self._samples.kept, at_s, skew, self.settings, self._grid_s())
        self._fit, self._unfitted = fit, 0
        line = Line(at_s, fit.solution.offset_s, fit.solution.skew)
        settling = at_s - self._started_s < self.settings.settle_s and self._is_free()
        self._output.follow(line, self._from_s(at_s), jump=settling)

    def _is_free(self) -> bool:
        """Whether the output may be set directly: nothing plays, or what played was no use."""
        return self.may_step or self.steps > 0

    def _from_s(self, local_s: Seconds) -> Seconds:
        """A plan starts after what was already read, else the output could run backwards."""
        return self._read_s if local_s < self._read_s < local_s + 0.5 else local_s

    def _likely(self, fit: Fit, local_s: Seconds) -> Seconds:
        """Some standard deviations of the fit; more while samples are few and at first.

        Then exchanges follow so fast that packets wait for one another.
        """
        ahead_s = local_s - fit.at_s
        variance = fit.solution.variance_at(ahead_s) + (self.settings.wander * ahead_s) ** 2
        early = math.exp(-max(0.0, local_s - self._started_s) / EARLY_S)
        sigmas = SIGMAS + 6.0 / len(self._samples.kept) + early
        return sigmas * math.sqrt(variance) + rounding_s(self._grid_s()) + MARGIN_S

    def _grid_s(self) -> Seconds:
        return max(self.settings.timer_s, self._grids.grid_s)
