"""People and their seats: entering, coming back, the lobby, names, leaving.

A seat belongs to a person's own random token. The same token always gets the same seat, on
whatever connection it comes; a newer connection of the same person replaces the older one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from unisono.errors import N_, NotAllowed, NotNow, TooMuch
from unisono.session import commands as c
from unisono.session import events as e
from unisono.session.caller import CONSOLES
from unisono.session.conducting import FAREWELL
from unisono.session.effects import Forget, Seated, To, Unseated, Waiting
from unisono.session.facts import SeatState
from unisono.session.inner import ClockSamples, Dropped, Enter, Restarted, Watch
from unisono.session.messages import Goodbye, Moved, WaitingRoom
from unisono.session.names import clean_name, first_figure, free_figure
from unisono.session.state import Phase
from unisono.session.triage import desk
from unisono.session.turn import Turn
from unisono.session.views import plan_message, welcome

MAX_WAITING: Final = 500
"""People in the lobby at a time; a facilitator cannot look through more."""


_LEFT: Final = Goodbye("left", N_("You have left the circle. Come back any time."))
_TAKEN: Final = Goodbye(
    "left", N_("You have left the circle, and nothing you played is kept here. Come back any time.")
)


def enter(turn: Turn, command: Enter) -> None:
    """Seat a person, give the old seat back, or ask them to wait in the lobby."""
    known = turn.state.seat_by_token.get(command.token_hash)
    if turn.state.phase is Phase.ENDED:
        _hand_in(turn, command, known)
    elif known is not None:
        _come_back(turn, command, turn.state.seats[known])
    elif command.invited or turn.state.door_open:
        _sit_down(turn, command)
    else:
        _wait(turn, command)


def watch(turn: Turn, command: Watch) -> None:
    """Give a console or a stage its snapshot."""
    to = To(key=turn.caller.key)
    turn.tell(to, welcome(turn.state, turn.live, turn.caller.role, None, turn.now_s))
    if turn.caller.role in CONSOLES:
        turn.house.consoles.open(turn.caller.key, turn.caller.role)
        turn.tell(to, desk(turn.state, turn.live, turn.house, turn.now_s))
        turn.tell(to, plan_message(turn.state))


def dropped(turn: Turn, command: Dropped) -> None:
    """Note that a connection is gone."""
    turn.house.waiting.pop(command.key, None)
    turn.house.consoles.close(command.key, turn.now_s)
    seat = turn.house.stand(command.key)
    if seat is not None and turn.state.seats[seat].here:
        turn.happen(e.Away(seat), urgent=False)


def restarted(turn: Turn, command: Restarted) -> None:
    """After a restart nobody is connected, whatever the log's last word was."""
    turn.live.see_rounds(turn.state, turn.now_s)  # before it is written that nobody is here
    turn.live.come_back(turn.now_s)
    turn.house.consoles.restart(turn.now_s)
    for seat in [s.seat for s in turn.state.seats.values() if s.here]:
        turn.happen(e.Away(seat))


def change_figure(turn: Turn, command: c.Profile) -> None:
    """Change one's own name or figure; a figure somebody else has moves to the nearest free one."""
    seat = own_seat(turn)
    name = seat.name if command.name is None else clean_name(command.name)
    animal = seat.animal if command.animal is None else command.animal
    colour = seat.colour if command.colour is None else command.colour
    animal, colour = free_figure(animal, colour, _figures(turn, but=seat.seat))
    turn.happen(e.SeatChanged(seat.seat, animal, colour, name))


def rename(turn: Turn, command: c.Rename) -> None:
    """Give somebody another name on every screen."""
    seat = seat_of(turn, command.seat)
    turn.happen(e.SeatChanged(seat.seat, seat.animal, seat.colour, clean_name(command.name)))


def leave(turn: Turn, command: c.Leave) -> None:
    """Give one's seat up; whoever takes their taps along leaves nothing of themselves here."""
    took = command.take_taps
    _part(turn, own_seat(turn), _TAKEN if took else _LEFT, took_taps=took)


def remove(turn: Turn, command: c.Remove) -> None:
    """Take somebody out of the circle."""
    seat = seat_of(turn, command.seat)
    _part(turn, seat, Goodbye("removed", N_("The facilitator has closed this seat.")), removed=True)


def door(turn: Turn, command: c.Door) -> None:
    """Open or close the door; opening lets everybody in who waits."""
    turn.happen(e.DoorSet(command.open))
    if command.open:
        _let_in(turn, list(turn.house.waiting))


def admit(turn: Turn, command: c.Admit) -> None:
    """Let one waiting person in, or all; if the seats run out, the others go on waiting."""
    if command.key is not None and command.key not in turn.house.waiting:
        raise NotNow(N_("That person is no longer waiting."))
    if turn.house.waiting and not _seats_free(turn):
        raise _full()
    _let_in(turn, list(turn.house.waiting) if command.key is None else [command.key])


def clock_report(turn: Turn, command: c.ClockReport) -> None:
    """Keep a device's word on its clock."""
    seat = own_seat(turn)
    note = e.ClockNoted(
        seat.seat,
        command.round_trip_s,
        command.bound_s,
        command.output_latency_s,
        command.wireless,
        command.steps,
    )
    if note != seat.clock:
        turn.happen(note, urgent=False)


def clock_samples(turn: Turn, command: ClockSamples) -> None:
    """Keep a device's clock exchanges for the review."""
    if turn.caller.seat in turn.state.seats:
        turn.happen(e.ClockSampled(turn.caller.seat, command.samples), urgent=False)


def own_seat(turn: Turn) -> SeatState:
    """Return the seat of whoever is asking.

    Raises:
        NotAllowed: if it has none.
    """
    seat = turn.state.seats.get(turn.caller.seat or 0)
    if seat is None or seat.left:
        raise NotAllowed(N_("Only somebody with a seat in the circle can do that."))
    return seat


def seat_of(turn: Turn, number: int) -> SeatState:
    """Return the seat a facilitator speaks of.

    Raises:
        NotNow: if nobody sits there.
    """
    seat = turn.state.seats.get(number)
    if seat is None or seat.left:
        raise NotNow(N_("Nobody sits on that seat any more."))
    return seat


def _seats_free(turn: Turn) -> int:
    return c.MAX_SEATS - len(turn.state.seats)


def _full() -> TooMuch:
    return TooMuch(f"The circle is full: it has {c.MAX_SEATS} seats.")


def _wait(turn: Turn, command: Enter) -> None:
    """Put somebody into the lobby, on one connection only."""
    name, waiting = clean_name(command.name), turn.house.waiting
    if len(waiting) >= MAX_WAITING:
        raise TooMuch("Many people are waiting at this door just now. Please try again soon.")
    _leave_lobby(turn, command.token_hash)
    waiting[command.key] = replace(command, name=name)
    turn.add(Waiting(command.key))
    turn.tell(To(key=command.key), WaitingRoom())


def _leave_lobby(turn: Turn, token_hash: str) -> None:
    """Take a person's other connections out of the lobby: one token never gets two seats."""
    waiting = turn.house.waiting
    for key in [key for key, enter in waiting.items() if enter.token_hash == token_hash]:
        del waiting[key]
        turn.tell(To(key=key), Moved())
        turn.add(Unseated(key))


def _sit_down(turn: Turn, command: Enter) -> None:
    if not _seats_free(turn):
        raise _full()
    number, name = len(turn.state.seats) + 1, clean_name(command.name)
    _leave_lobby(turn, command.token_hash)
    animal, colour = free_figure(*first_figure(number), _figures(turn))
    turn.happen(e.SeatTaken(number, command.token_hash, animal, colour, name, command.device))
    _seat_connection(turn, command.key, number)


def _come_back(turn: Turn, command: Enter, seat: SeatState) -> None:
    if seat.removed:
        raise NotAllowed("The facilitator has closed this seat.")
    if seat.left:  # somebody else may look like that by now
        animal, colour = free_figure(seat.animal, seat.colour, _figures(turn))
        if (animal, colour) != (seat.animal, seat.colour):
            turn.happen(e.SeatChanged(seat.seat, animal, colour, seat.name))
    _seat_connection(turn, command.key, seat.seat)


def _seat_connection(turn: Turn, key: str, number: int) -> None:
    before = turn.house.sit(key, number)
    if not turn.state.seats[number].here:
        turn.happen(e.Here(number))
    if before is not None:
        turn.tell(To(key=before), Moved())
        turn.add(Unseated(before))
    turn.add(Seated(key, number))
    turn.tell(To(key=key), welcome(turn.state, turn.live, "play", number, turn.now_s))


def _hand_in(turn: Turn, command: Enter, known: int | None) -> None:
    """Let somebody who was here at the end bring the taps their device still holds."""
    if known is None or turn.state.seats[known].left:
        raise NotNow("This circle is over. Ask the facilitator for the next one's code.")
    _seat_connection(turn, command.key, known)
    turn.tell(To(key=command.key), FAREWELL)


def _let_in(turn: Turn, keys: list[str]) -> None:
    for key in keys[: _seats_free(turn)]:
        _sit_down(turn, turn.house.waiting.pop(key))


def _part(
    turn: Turn,
    seat: SeatState,
    goodbye: Goodbye,
    *,
    removed: bool = False,
    took_taps: bool = False,
) -> None:
    turn.happen(e.SeatLeft(seat.seat, removed, took_taps))
    if took_taps:
        turn.add(Forget(seat.seat, turn.state.next_n))
    key = turn.house.key_by_seat.get(seat.seat)
    if key is not None:
        turn.house.stand(key)
        turn.tell(To(key=key), goodbye)
        turn.add(Unseated(key))


def _figures(turn: Turn, but: int | None = None) -> list[tuple[int, int]]:
    seats = turn.state.seats.values()
    return [(s.animal, s.colour) for s in seats if not s.left and s.seat != but]
