"""Everything that is known of a session, as plain facts; only the folds change them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from unisono.session import events as e
from unisono.session.evening import Evening
from unisono.session.phases import Phase
from unisono.session.runs import RunState
from unisono.session.seqwindow import SeqWindow
from unisono.units import Seconds

WIRELESS: Final = "wireless"


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What the next start will use."""

    tempo_bpm: float = 90.0
    grouping: tuple[int, ...] = (4,)
    count_in_bars: int = 1


@dataclass(slots=True)
class SeatState:
    """A place in the ring and the person on it."""

    seat: int
    token_hash: str
    animal: int
    colour: int
    name: str
    device: str
    joined_s: Seconds
    here: bool = False
    left: bool = False
    removed: bool = False
    changed_s: Seconds = 0.0
    clock: e.ClockNoted | None = None
    woke_s: Seconds | None = None
    taken: SeqWindow = field(default_factory=SeqWindow)
    section: str = ""
    part: int = -1
    tags: tuple[str, ...] = ()
    instrument: str = ""
    mode: str = "play"
    muted: bool = False
    sound: e.SoundNoted | None = None

    @property
    def over_wireless(self) -> bool:
        """Whether they listen over wireless sound, as their device or they themselves say."""
        told = self.sound is not None and self.sound.listening == WIRELESS
        return told or (self.clock is not None and self.clock.wireless)

    @property
    def is_measured(self) -> bool:
        """Whether their taps are in the group's numbers.

        Not over wireless sound, whose delay is large and wanders; not while they sit out, listen
        or play unmeasured; not while a facilitator leaves the device out.
        """
        return self.mode == "play" and not self.muted and not self.over_wireless


class Facts:
    """What is known of a session."""

    def __init__(self) -> None:
        self.phase = Phase.LOBBY
        self.code = ""
        self.epoch_s = 0.0
        self.door_open = False
        self.arrangement = Arrangement()
        self.runs: tuple[RunState, ...] = ()
        self.seats: dict[int, SeatState] = {}
        self.seat_by_token: dict[str, int] = {}
        self.evening = Evening()
        self.next_n = 0
        self.last_s: Seconds = 0.0
        self.ended_s: Seconds | None = None

    @property
    def run(self) -> RunState | None:
        """The run that sounds now (or is counted in), if any."""
        return self.runs[-1] if self.runs and not self.runs[-1].over else None

    def change_run(self, **changes: object) -> None:
        """Put another run in place of the newest."""
        self.runs = (*self.runs[:-1], replace(self.runs[-1], **changes))  # type: ignore[arg-type]
