"""Words between people: silent signals, kind sentences, how I am doing, the sound check again."""

from __future__ import annotations

from unisono.errors import BadValue
from unisono.session import commands as c
from unisono.session.effects import EVERYONE, To
from unisono.session.messages import CheckMessage, MineView, NoteMessage
from unisono.session.names import clean_text
from unisono.session.seats import own_seat, seat_of
from unisono.session.telling import show_desk
from unisono.session.turn import Turn


def signal(turn: Turn, command: c.Signal) -> None:
    """Show whoever leads one more of these, for a while."""
    turn.house.signals.give(own_seat(turn).seat, command.kind, turn.now_s)
    show_desk(turn)


def mine(turn: Turn, command: c.Mine) -> None:
    """Tell one person, and nobody else, how they are doing."""
    seat = own_seat(turn)
    playing = turn.state.run is not None and seat.mode == "play"
    word, again = turn.live.own.word(seat.seat, turn.now_s, wireless=seat.over_wireless)
    view = MineView(word, again) if playing else MineView("free", False)
    turn.tell(To(key=turn.caller.key), view)


def say(turn: Turn, command: c.Say) -> None:
    """Say a kind sentence to one person or to all."""
    text = clean_text(command.text)
    if not text:
        raise BadValue("text", "nothing to read", "a few words")
    turn.tell(_who(turn, command.seat), NoteMessage(text))


def sound_check(turn: Turn, command: c.SoundCheck) -> None:
    """Ask one person or all to do the sound check again."""
    turn.tell(_who(turn, command.seat), CheckMessage())


def _who(turn: Turn, seat: int | None) -> To:
    return EVERYONE if seat is None else To(seat=seat_of(turn, seat).seat)
