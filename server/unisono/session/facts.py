"""Everything that is known of a session, as plain facts; only the folds change them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from unisono.errors import OurError
from unisono.session import events as e
from unisono.session.cuelife import LIFE, CueLife
from unisono.session.cues import AnyCue
from unisono.session.evening import Evening
from unisono.session.phases import Phase
from unisono.session.phrases import GrooveSpec
from unisono.session.runs import Armed, RunState
from unisono.session.seqwindow import SeqWindow
from unisono.session.staging import staged_all
from unisono.units import Beats, Seconds

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


@dataclass(frozen=True, slots=True)
class Before:
    """What held before cue number ``cue`` landed, as a cue."""

    cue: int
    what: AnyCue


class Facts:
    """What is known of a session.

    Of a run there are two: the newest of ``runs`` as it will be, with every cue that is armed;
    and ``base``, the same run with only what has landed, to which a cue taken back returns it.
    """

    def __init__(self) -> None:
        self.phase = Phase.LOBBY
        self.code = ""
        self.epoch_s = 0.0
        self.door_open = False
        self.arrangement = Arrangement()
        self.runs: tuple[RunState, ...] = ()
        self.base: RunState | None = None
        self.armed: tuple[Armed, ...] = ()
        self.before: tuple[Before, ...] = ()
        self.lives: dict[int, CueLife] = {}
        self.landings: dict[int, Beats] = {}
        self.groove: GrooveSpec | None = None
        self.caller: int | None = None
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

    @property
    def next_cue(self) -> int:
        """The number the next cue gets."""
        return len(self.lives) + 1

    def change_base(self, **changes: object) -> None:
        """Change what has landed of the newest run."""
        if self.base is None:
            raise OurError("there is no run to change")
        self.base = replace(self.base, **changes)  # type: ignore[arg-type]
        self.restage()

    def restage(self) -> None:
        """Make the newest run anew: what has landed with what is armed."""
        if self.base is not None:
            self.runs = (*self.runs[:-1], staged_all(self.base, self.armed))

    def move_cue(self, cue: int, event: e.Event) -> None:
        """Lead a cue on in its life; number 0 is a stop that is none.

        Raises:
            OurError: if that cannot happen to it: the log is broken.
        """
        if cue == 0:
            return
        life = self.lives.get(cue, CueLife.NEW)
        target = LIFE.get((life, type(event)))
        if target is None or (life is CueLife.NEW and cue != self.next_cue):
            raise OurError(f"{type(event).__name__} cannot happen to cue {cue}, which is {life}")
        self.lives[cue] = target
