"""What the server has said so far, put together. Pure: a fold over its messages."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final, cast

import msgspec

from unisono.errors import BadMessage
from unisono.pulse import Bars, Meter, MeterSpan, Segment, Timeline
from unisono.session import messages as m
from unisono.session.phrases import GrooveSpec
from unisono.units import Beats, Seconds
from unisono.wire.table import FROM_SERVER

BODY_BY_NAME: Final = {row.name: row.body for row in FROM_SERVER}


def decode_message(name: str, payload: object) -> m.AnyMessage | None:
    """Return a server's message, or None if this version does not know its name.

    Raises:
        BadMessage: if its body is not what the table says.
    """
    body = BODY_BY_NAME.get(name)
    if body is None:
        return None
    try:
        return cast("m.AnyMessage", msgspec.convert({} if payload is None else payload, body))
    except msgspec.ValidationError as problem:
        raise BadMessage(f"The server's '{name}' cannot be read: {problem}.") from problem


class View:
    """The circle as this connection knows it."""

    def __init__(self) -> None:
        self.phase = "lobby"
        self.code = ""
        self.seat: int | None = None
        self.arrangement: m.ArrangementView | None = None
        self.run: m.RunView | None = None
        self.timeline: Timeline | None = None
        self.bars: Bars | None = None
        self.caller: int | None = None
        self.groove: GrooveSpec | None = None
        self.circle: dict[int, m.SeatView] = {}
        self.rounds: list[m.RoundView] = []
        self.finish: m.Finish | None = None
        self.score: m.ScoreView | None = None
        self.desk: m.Desk | None = None
        self.links: m.Links | None = None
        self.goodbye: m.Goodbye | None = None
        self.waiting = False
        self.welcomes = 0
        self.ticks = 0

    @property
    def playing(self) -> bool:
        """Whether there is a click now or about to be."""
        return self.phase in {"playing", "stopping"} and self.timeline is not None

    def take(self, message: m.AnyMessage) -> None:
        """Fold one message in."""
        match message:
            case m.Welcome():
                self._take_welcome(message)
            case m.Beat():
                self.phase, self.arrangement = message.phase, message.arrangement
                self.caller = message.caller
                self._take_run(message.run)
            case m.Circle():
                self._take_circle(message)
            case m.TickMessage():
                self.score, self.ticks = message.score, self.ticks + 1
            case m.WaitingRoom():
                self.waiting = True
            case m.Desk():
                self.desk = message
            case m.Links():
                self.links = message
            case m.Goodbye():
                self.goodbye = message
            case _:
                self._take_playing(message)

    def clicks(
        self, from_s: Seconds, to_s: Seconds, every: Beats = 1.0
    ) -> Iterator[tuple[Beats, Seconds]]:
        """Yield the beats that sound in ``[from_s, to_s)`` and their times.

        Args:
            from_s: from this session time on.
            to_s: up to and without this one.
            every: 1 for each beat, 2 for every other, 0.5 for halves.
        """
        if not self.playing or self.timeline is None or self.run is None:
            return
        first = max(self.timeline.beat_at(from_s), -self.run.count_in_beats)
        count = math.ceil(first / every - 1e-6)
        if self.timeline.time_at(count * every) < from_s:  # a hair before, by rounding
            count += 1
        while (time_s := self.timeline.time_at(count * every)) < to_s:
            if not self.sounds(count * every):
                return
            yield count * every, time_s
            count += 1

    def sounds(self, beat: Beats) -> bool:
        """Return whether the click sounds at a beat of the run."""
        if self.run is None:
            return False
        stop = math.inf if self.run.stop_beat is None else self.run.stop_beat
        return -self.run.count_in_beats <= beat < stop

    def _take_welcome(self, message: m.Welcome) -> None:
        self.welcomes += 1
        self.waiting = False
        self.seat, self.code = message.seat, message.code
        self.phase, self.arrangement = message.phase, message.arrangement
        self.circle = {seat.seat: seat for seat in message.circle}
        self.score = message.score
        self.caller, self.groove = message.caller, message.groove
        self._take_run(message.run)

    def _take_playing(self, message: m.AnyMessage) -> None:
        match message:
            case m.GrooveMessage():
                self.groove = message.groove
            case m.RoundView():
                self.rounds.append(message)
            case m.Finish():
                self.finish = message
            case _:
                pass

    def _take_run(self, run: m.RunView | None) -> None:
        self.run = run
        if run is None:
            self.timeline = self.bars = None
            return
        self.timeline = Timeline(tuple(Segment(*row) for row in run.segments))
        spans = (MeterSpan(beat, bar, Meter(tuple(group))) for beat, bar, group in run.meters)
        self.bars = Bars(tuple(spans))

    def _take_circle(self, message: m.Circle) -> None:
        for seat in message.seats:
            self.circle[seat.seat] = seat
        for number in message.gone:
            self.circle.pop(number, None)
