"""A session that is running here: the machine, its connections, its outbox and its ticker."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Final

from unisono.app.clock import ServerClock
from unisono.app.connection import Connection
from unisono.app.logs import get_logger
from unisono.app.outbox import Deed, Hear, Outbox
from unisono.app.sockets import SocketDoor
from unisono.app.sockets.link import SERVICE_RESTART
from unisono.errors import N_, NotNow, TooMuch
from unisono.session import (
    Effect,
    Emit,
    Forget,
    Persist,
    Phase,
    Role,
    Seated,
    Session,
    To,
    Unseated,
)
from unisono.session.caller import CONSOLES, SHELL, Caller
from unisono.session.commands import Taps
from unisono.session.effects import Audience
from unisono.session.inner import Dropped, Tick
from unisono.session.machine import AnyInput
from unisono.session.messages import AnyMessage
from unisono.store import SessionRow, Store
from unisono.units import Seconds
from unisono.wire.codec import name_of

TICK_S: Final = 0.5
STAGGER: Final = 16
MAX_BACKLOG: Final = 5_000
"""Rows the store may be behind before devices are asked to keep their taps a little longer."""

_log = get_logger("session")


class LiveSession:
    """Feeds one session machine and performs what it answers.

    Args:
        row: the session as the store knows it.
        machine: the session itself, from :meth:`Session.open` or a replayed log.
        store: where entries go.
        door: where messages go.
        clock: the server's clock.
        broken: called if the session can only go on from its log.
    """

    def __init__(
        self,
        row: SessionRow,
        machine: Session,
        store: Store,
        door: SocketDoor,
        clock: ServerClock,
        broken: Callable[[LiveSession], None],
    ) -> None:
        self.row, self._machine = row, machine
        self._store, self._door, self._clock = store, door, clock
        self._connections: dict[str, Connection] = {}
        self._last_entry: asyncio.Future[None] | None = None
        self._saying: set[asyncio.Task[None]] = set()
        self._broken, self._goes_on = broken, True
        self._outbox = Outbox(self._perform, self._give_up)
        self._ticker = asyncio.create_task(self._tick(), name="unisono-ticker")
        self.empty_since_s: Seconds | None = clock.monotonic_s()
        self.alone_since_s: Seconds | None = clock.monotonic_s()

    @property
    def now_s(self) -> Seconds:
        """Session time."""
        return self._clock.session_s(self.row.epoch_s)

    @property
    def is_settled(self) -> bool:
        """Whether everything it did is stored and said."""
        stored = self._last_entry is None or self._last_entry.done()
        return stored and self._outbox.is_empty

    def is_alone_for(self, seconds: Seconds) -> bool:
        """Return whether no person has been connected for longer than that."""
        since_s = self.alone_since_s
        return since_s is not None and self._clock.monotonic_s() - since_s > seconds

    def connect(self, connection: Connection, command: AnyInput) -> None:
        """Bring a connection to the session.

        Raises:
            PeerError: if the session does not take it.
        """
        self._connections[connection.key] = connection
        if connection.role is not Role.PLAY:
            self._outbox.put(Hear(connection.key), None)
        try:
            self.feed(command, connection.caller)
        except BaseException:
            del self._connections[connection.key]
            raise
        self.empty_since_s = None
        self._note_company()

    def disconnect(self, connection: Connection) -> None:
        """Note that a connection is gone."""
        if self._forget(connection.key) is not None and self._goes_on:
            self.feed(Dropped(connection.key), SHELL)

    def knows(self, token_hash: str) -> bool:
        """Return whether a person's key has a seat here."""
        return token_hash in self._machine.state.seat_by_token

    def refuse_if_over(self, what: str) -> None:
        """Refuse what has no meaning once the session is over.

        Raises:
            NotNow: if it is.
        """
        if self._machine.state.phase is Phase.ENDED:
            raise NotNow(f"'{what}' has no meaning now: the session has ended.")

    def feed(self, command: AnyInput, caller: Caller) -> None:
        """Have the machine carry out a command; returns before anything is stored or said.

        Raises:
            PeerError: if the request cannot be met; nothing has changed.
        """
        if not self._goes_on:
            raise NotNow(N_("This circle is being brought back; please try again in a moment."))
        if isinstance(command, Taps) and self._store.backlog > MAX_BACKLOG:
            raise TooMuch(N_("Saving takes a little longer just now; your device keeps your taps."))
        before = self._machine.state.next_n
        try:
            effects = self._machine.receive(command, caller, self.now_s)
        except BaseException:
            if self._machine.state.next_n != before:  # the log would get a hole
                self._give_up()
            raise
        self.carry_out(effects)

    def carry_out(self, effects: Sequence[Effect]) -> None:
        """Take the machine's answer: entries go to the store now, the rest in order after them."""
        for effect in effects:
            if isinstance(effect, Persist):
                self._last_entry = self._store.append(
                    self.row.id, effect.entry, urgent=effect.urgent
                )
                # Whoever waits for it takes the error; if nobody does, the next entry fails too.
                self._last_entry.add_done_callback(_look)
                continue
            if isinstance(effect, Forget):
                self._last_entry = self._store.forget(self.row.id, effect.seat, effect.before_n)
                self._last_entry.add_done_callback(_look)
                continue
            if isinstance(effect, Emit) and effect.at_once:
                self._say_at_once(effect)
                continue
            self._note_seats(effect)
            self._outbox.put(effect, self._last_entry)

    def _give_up(self) -> None:
        """Take nothing more: what is known here is not what the log says."""
        self._goes_on = False
        self._broken(self)

    def tell(self, key: str, message: AnyMessage) -> None:
        """Send a message of the shell's own, after everything said so far."""
        self._outbox.put(Emit(To(key=key), message), self._last_entry)

    def _say_at_once(self, effect: Emit) -> None:
        task = asyncio.create_task(self._perform(effect))
        self._saying.add(task)
        task.add_done_callback(self._saying.discard)
        task.add_done_callback(_look)

    async def alarm(self, message: AnyMessage) -> None:
        """Tell the consoles at once, past everything that waits to be stored."""
        await self._door.emit(name_of(message), message, self._room(Audience.DESK))

    async def drained(self) -> None:
        """Wait until everything decided so far is stored and said."""
        if self._last_entry is not None:
            await asyncio.wait((self._last_entry,))
        await self._outbox.drained()

    async def stop(self) -> None:
        """End the tasks; connections are left to whoever stops the session."""
        self._ticker.cancel()
        self._outbox.stop()

    async def drop_everybody(self) -> None:
        """Close every connection so that its client comes back to a fresh start."""
        links = [connection.link for connection in self._connections.values()]
        self._connections.clear()
        await asyncio.gather(*(link.close(SERVICE_RESTART, "again, please") for link in links))

    def _note_seats(self, effect: Effect) -> None:
        """Let a connection speak for its seat from the moment the machine says so."""
        if isinstance(effect, Seated | Unseated):
            connection = self._connections.get(effect.key)
            if connection is not None:
                connection.seat = effect.seat if isinstance(effect, Seated) else None

    async def _perform(self, effect: Deed) -> None:
        if isinstance(effect, Emit):
            await self._emit(effect)
        elif isinstance(effect, Seated | Hear):
            await self._let_hear(effect.key)
        elif isinstance(effect, Unseated):
            await self._part(effect.key)

    async def _emit(self, effect: Emit) -> None:
        room = self._address(effect.to)
        if room is not None:
            await self._door.emit(name_of(effect.message), effect.message, room)

    async def _let_hear(self, key: str) -> None:
        connection = self._connections.get(key)
        if connection is None:
            return
        await self._door.enter(connection.sid, self._room(Audience.EVERYONE))
        if connection.role in CONSOLES:
            await self._door.enter(connection.sid, self._room(Audience.DESK))

    async def _part(self, key: str) -> None:
        connection = self._forget(key)
        if connection is not None:
            await self._door.leave(connection.sid, self._room(Audience.EVERYONE))
            await self._door.dismiss(connection.sid)

    def _forget(self, key: str) -> Connection | None:
        connection = self._connections.pop(key, None)
        if not self._connections and self.empty_since_s is None:
            self.empty_since_s = self._clock.monotonic_s()
        self._note_company()
        return connection

    def _note_company(self) -> None:
        """Note since when only robots and stages have been connected, if so."""
        if any(connection.is_company for connection in self._connections.values()):
            self.alone_since_s = None
        elif self.alone_since_s is None:
            self.alone_since_s = self._clock.monotonic_s()

    def _address(self, to: To) -> str | None:
        if to.audience is not None:
            return self._room(to.audience)
        if to.key is not None:
            found = self._connections.get(to.key)
        else:
            found = next((c for c in self._connections.values() if c.seat == to.seat), None)
        return None if found is None else found.sid

    def _room(self, audience: Audience) -> str:
        return f"{self.row.id}:{audience.value}"

    async def _tick(self) -> None:
        loop = asyncio.get_running_loop()
        # Sessions tick at different moments, so that their broadcasts do not come in one heap.
        due_s = loop.time() + TICK_S * (1 + self.row.id % STAGGER / STAGGER)
        while True:
            await asyncio.sleep(due_s - loop.time())
            due_s = max(due_s + TICK_S, loop.time())
            try:
                self.feed(Tick(), SHELL)
            except Exception as error:  # a tick that fails must not be the last one
                _log.error("tick not carried out", kind=type(error).__name__)


def _look(future: asyncio.Future[None]) -> None:
    if not future.cancelled():
        future.exception()
