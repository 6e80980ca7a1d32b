"""Putting the parts together for each command that joins a circle. One event loop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from unisono.client import Client, Console, Participant, Place, Setup, place_of
from unisono.errors import BadFile, BadValue
from unisono.session.commands import MAX_NAME
from unisono.session.messages import PROTOCOL
from unisono.units import Seconds
from unisono_midi.circle_sound import CircleTrain
from unisono_midi.click import ClickTrain
from unisono_midi.clock import ClockTrain
from unisono_midi.conductor import Conductor, Train
from unisono_midi.evening import Evening, Say
from unisono_midi.keepsakes import Keepsakes
from unisono_midi.leading import Leader, with_usual_cues
from unisono_midi.mapping import GENERAL_MIDI, PadMap
from unisono_midi.mapping_text import parse_mapping
from unisono_midi.offsets import Offsets
from unisono_midi.player import Ears, Player
from unisono_midi.process import Engine
from unisono_midi.prompt_sound import PromptTrain


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asked for on the command line.

    Attributes:
        place: where the circle is, and what opens it.
        source: the port that is played on; None to play nothing.
        sound: the port of a sound module; None for none.
        clock: the port that gets MIDI clock; None for none.
        mapping: which pad is what.
        name: what to be called.
        own: hear one's own strokes come round as well.
        offsets: say live how far from the click the strokes are.
        call_bars: when leading, how long a live call is.
    """

    place: Place
    source: str | None = None
    sound: str | None = None
    clock: str | None = None
    mapping: PadMap = GENERAL_MIDI
    name: str = ""
    own: bool = False
    offsets: bool = False
    call_bars: int = 1


def place(link: str | None, code: str | None, url: str) -> Place:
    """Return where to join.

    Raises:
        BadValue: if neither or both are given, or the link is none of ours.
    """
    if (link is None) == (code is None):
        raise BadValue("circle", link or code, "either a --code or a --link")
    return place_of(link) if link is not None else Place(url.rstrip("/"), "play", code=code)


def mapping_of(path: Path | None, cues: frozenset[str] | None = None) -> PadMap:
    """Return the mapping in a file, or General MIDI percussion without one.

    Raises:
        BadFile: if it cannot be read.
    """
    if path is None:
        return GENERAL_MIDI
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise BadFile(str(path), None, str(problem), "a text file with a mapping") from problem
    return parse_mapping(path.name, text, cues)


async def join(
    wish: Wish,
    engine: Engine,
    keepsakes: Keepsakes,
    say: Say,
    *,
    setup: Callable[[], Setup] = Setup,
) -> None:
    """Join a circle with a device and machines, until it is over.

    Raises:
        PeerError: if the server refuses for good.
    """
    client = _client(wish, keepsakes, say, setup())
    evening = Evening(engine, client, say)
    evening.begin()
    if wish.source is not None:
        if not isinstance(client, Participant):
            raise BadValue("link", wish.place.role, "a join link, to play")
        player = Player(client)
        on_hit = Offsets(client, say).also(player.play) if wish.offsets else player.play
        latency_s = keepsakes.latency(wish.source).input_s
        ears = Ears(engine, wish.source, wish.mapping, latency_s=latency_s, on_hit=on_hit)
        evening.takers.append(ears.take)
        evening.tenders.append(player.tend)
    for port, trains in _trains(wish, client).items():
        evening.conductors.append(_conductor(evening, keepsakes, port, trains))
    await evening.go_on()


async def lead(
    wish: Wish,
    engine: Engine,
    keepsakes: Keepsakes,
    say: Say,
    *,
    setup: Callable[[], Setup] = Setup,
) -> None:
    """Lead a circle from pads and foot switches, until it is over.

    Raises:
        BadValue: if the link is no console's.
        PeerError: if the server refuses for good.
    """
    if wish.place.role != "lead" or wish.place.token is None or wish.source is None:
        raise BadValue("link", wish.place.role, "the link of the console, to lead")
    console = Console(wish.place.url, wish.place.token, setup())
    evening = Evening(engine, console, say)
    evening.begin()
    leader = Leader(console, wish.call_bars, say)
    ears = Ears(
        engine,
        wish.source,
        with_usual_cues(wish.mapping),
        latency_s=keepsakes.latency(wish.source).input_s,
        on_hit=leader.play,
        on_cue=leader.cue,
    )
    evening.takers.append(ears.take)
    evening.tenders.append(leader.tend)
    await evening.go_on()


def _trains(wish: Wish, client: Client) -> dict[str, list[Train]]:
    """Return what is played on which port; one port may be sound module and machine in one."""
    trains: dict[str, list[Train]] = {}
    if wish.sound is not None:
        circle = CircleTrain(client.view, wish.mapping, own=wish.own)
        client.listen(circle.hear)
        trains[wish.sound] = [ClickTrain(wish.mapping), circle, PromptTrain(wish.mapping)]
    if wish.clock is not None:
        trains.setdefault(wish.clock, []).append(ClockTrain())
    return trains


def _conductor(evening: Evening, keepsakes: Keepsakes, port: str, trains: list[Train]) -> Conductor:
    latency_s: Seconds = keepsakes.latency(port).output_s
    return Conductor(evening.client, evening.engine, port, trains, latency_s)


def _client(wish: Wish, keepsakes: Keepsakes, say: Say, setup: Setup) -> Client:
    where = wish.place
    if where.role != "play":  # a stage or a console follows without a seat
        hello = {"role": where.role, "token": where.token, "protocol": PROTOCOL}
        return Client(where.url, hello, setup)
    device = wish.source or wish.sound or wish.clock or ""
    key, fresh = keepsakes.seat_key(f"{where.url} {where.code or where.token}", device)
    if not fresh:
        say("Your seat from before is kept.")
    return Participant(
        where.url,
        token=where.token,
        code=where.code,
        key=key,
        name=wish.name[:MAX_NAME],
        device="bridge",
        setup=setup,
    )
