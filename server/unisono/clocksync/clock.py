"""The facade: exchanges in, session time out."""

from __future__ import annotations

import math

from unisono.clocksync.estimate import NOTHING_YET, ClockEstimate, quality_of
from unisono.clocksync.output import Line, Output
from unisono.clocksync.samples import Sample, Samples
from unisono.clocksync.settings import ClockSettings
from unisono.errors import PeerError
from unisono.units import PPM, Seconds

STEP_S = 0.003
SLACK_PPM = 100.0


class SessionClock:
    """The session's clock as one device knows it; ``static/js/clocksync.js`` is its twin.

    Pure: it reads no clock and sends nothing. Feed it exchanges with :meth:`add` whenever
    :meth:`next_exchange_in_s` says it is time for one, and read session time with :meth:`now`.
    """

    def __init__(self, settings: ClockSettings = ClockSettings()) -> None:  # noqa: B008 (frozen)
        self.settings = settings
        self.may_step = True
        """Nothing is playing: the output may be set directly while the clock settles."""
        self.steps = 0
        """Clock steps found so far (a sleep, a server that restarted)."""
        self.ignored = 0
        """Exchanges that could not be used."""
        self._samples = Samples(settings)
        self._output = Output()
        self._since_start = 0
        self._started_s = 0.0
        self._read_s = -math.inf

    @property
    def ready(self) -> bool:
        """Whether there was a first exchange."""
        return self._output.ready

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
        if sample.round_trip_s > self.settings.max_round_trip_s:
            self.ignored += 1
            return
        self._take(sample, t3_local_s)

    def now(self, local_s: Seconds) -> Seconds:
        """Return session time at a local time; NaN before the first exchange.

        Monotonic as ``local_s`` goes forward, except at a counted step.
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
        if not self.ready:
            return NOTHING_YET
        best = self._best()
        error_s = abs(self._output.error_at(local_s))
        hard_s = best.round_trip_s / 2.0 + SLACK_PPM * PPM * abs(local_s - best.local_s) + error_s
        return ClockEstimate(
            offset_s=best.offset_s,
            skew_ppm=0.0,
            round_trip_s=best.round_trip_s,
            bound_s=hard_s,
            hard_bound_s=hard_s,
            samples=len(self._samples.kept),
            quality=quality_of(hard_s),
        )

    def next_exchange_in_s(self, local_s: Seconds) -> Seconds:
        """Return how long to wait before the next exchange: fast at first, sparse later."""
        done = 0
        for pace in self.settings.paces:
            done += pace.count
            if self._since_start < done:
                return pace.every_s
        return self.settings.rest_s

    def _best(self) -> Sample:
        return min(self._samples.kept, key=lambda s: s.round_trip_s)

    def _take(self, sample: Sample, local_s: Seconds) -> None:
        stepped = self.ready and self._is_step(sample)
        if stepped:
            self.steps += 1
            self._samples.clear()
        if stepped or not self.ready:
            self._since_start, self._started_s = 0, local_s
        if not self._samples.add(sample):
            return
        self._since_start += 1
        line = Line(local_s, self._best().offset_s)
        if stepped:
            self._output.restart(line, local_s)
        else:
            settling = self.may_step and local_s - self._started_s < self.settings.settle_s
            self._output.follow(line, self._from_s(local_s), jump=settling)

    def _from_s(self, local_s: Seconds) -> Seconds:
        """A plan starts after what was already read, else the output could run backwards."""
        return self._read_s if local_s < self._read_s < local_s + 0.5 else local_s

    def _is_step(self, sample: Sample) -> bool:
        best = self._best()
        slack_s = STEP_S + SLACK_PPM * PPM * abs(sample.local_s - best.local_s)
        apart_s = abs(sample.offset_s - best.offset_s)
        return apart_s > (sample.round_trip_s + best.round_trip_s) / 2.0 + slack_s
