"""Every message of every client passes here: who sent it, what it is, which session it is for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from unisono.app.addresses import own_base, shared_base
from unisono.app.clock import ServerClock
from unisono.app.connection import Connection
from unisono.app.exchanges import GATHERED
from unisono.app.gate import Admission, Gate
from unisono.app.invitations import Bases, links_message
from unisono.app.live import LiveSession
from unisono.app.logs import get_logger
from unisono.app.robots import RobotHouse
from unisono.app.settings import Settings
from unisono.app.sockets import ConnectLater, ConnectRefused, Peer
from unisono.app.tokens import capabilities_of
from unisono.errors import OurError, PeerError
from unisono.session.caller import Role
from unisono.session.commands import Leave, Robots, Sync, Taps
from unisono.session.inner import ClockSamples
from unisono.session.messages import Problem
from unisono.store import TokenKind
from unisono.units import Seconds
from unisono.wire.codec import decode

_KINDS: Final = {
    Role.LEAD: TokenKind.CONSOLE,
    Role.HELP: TokenKind.HELPER,
    Role.STAGE: TokenKind.STAGE,
}
SIMULATED: Final = "sim"
_OUR_FAULT = "Something went astray on our side. Nothing was changed; please try once more."
_log = get_logger("switchboard")


class Switchboard:
    """Connects sockets with sessions; implements :class:`unisono.app.sockets.Handlers`."""

    def __init__(
        self, gate: Gate, settings: Settings, clock: ServerClock, robots: RobotHouse
    ) -> None:
        self._gate, self._settings, self._clock = gate, settings, clock
        self._robots = robots
        self._lines: dict[str, tuple[Connection, LiveSession]] = {}
        self.closing = False

    async def connected(self, peer: Peer, auth: object) -> None:
        """Let a connection in, refuse it with a code and a sentence, or have it come later."""
        if self.closing:
            raise ConnectLater
        try:
            self._plug_in(peer, await self._gate.admit(peer, auth))
        except PeerError as error:
            raise ConnectRefused(error) from error
        except Exception as error:
            _log.error("handshake not carried out", kind=type(error).__name__)
            raise ConnectLater from error

    def received(self, sid: str, name: str, arguments: tuple[object, ...]) -> object:
        """Take a message; return its answer."""
        line = self._lines.get(sid)
        if line is None:
            return {"problem": Problem("not_now", "This connection has no place any more.", name)}
        connection, live = line
        try:
            return self._take(connection, live, name, arguments)
        except PeerError as error:
            problem = Problem(error.code, error.message, name)
        except Exception as error:
            _log.error("message not carried out", event_name=name, kind=type(error).__name__)
            problem = Problem(OurError.code, _OUR_FAULT, name)
        connection.link.tell("problem", problem)
        return {"problem": problem}

    def disconnected(self, sid: str) -> None:
        """Note that a connection is gone."""
        line = self._lines.pop(sid, None)
        if line is not None and not self.closing:
            connection, live = line
            try:
                self._keep_exchanges(connection, live, at_least=1)
            finally:
                live.disconnect(connection)

    def _take(
        self, connection: Connection, live: LiveSession, name: str, arguments: tuple[object, ...]
    ) -> dict[str, Any]:
        command = decode(name, connection.role, arguments[0] if arguments else None)
        if isinstance(command, Sync):
            return self._exchange(connection, live, command.t0, command.ago)
        if isinstance(command, Robots):
            live.refuse_if_over("robots")
            self._robots.wish(live.row.id, connection.join_token, command)
            return {}
        if isinstance(command, Leave):  # afterwards the connection speaks for nobody
            self._keep_exchanges(connection, live, at_least=1)
        live.feed(command, connection.caller)
        if isinstance(command, Taps) and command.t0 is not None:
            return self._exchange(connection, live, command.t0, command.ago)
        return {}

    def _exchange(
        self,
        connection: Connection,
        live: LiveSession,
        t0_s: Seconds,
        ago_s: Sequence[Seconds] | None,
    ) -> dict[str, Any]:
        epoch_s = live.row.epoch_s
        # ten microseconds: nothing here is finer, and a phone pays for every digit
        t1_s = round(self._clock.session_s(epoch_s, connection.link.arrived_s), 5)
        held_s = max(0.0, round(self._clock.session_s(epoch_s) - t1_s, 5))
        connection.exchanges.note(t0_s, ago_s, t1_s, t1_s + held_s)
        self._keep_exchanges(connection, live)
        return {"t": (t1_s, held_s)}

    def _keep_exchanges(
        self, connection: Connection, live: LiveSession, at_least: int = GATHERED
    ) -> None:
        if connection.seat is None:
            return
        rows = connection.exchanges.take(at_least)
        if rows:
            live.feed(ClockSamples(rows), connection.caller)

    def _plug_in(self, peer: Peer, admission: Admission) -> None:
        connection = Connection(
            peer.sid, admission.role, peer.link, simulated=admission.auth.device == SIMULATED
        )
        live = admission.live
        live.connect(connection, admission.command(connection.key))
        self._lines[peer.sid] = connection, live
        # The library does not report the end of a connection that ends while it is let in.
        peer.link.on_gone = lambda: self.disconnected(peer.sid)
        if admission.role is not Role.PLAY:
            self._hand_out_links(peer, connection, admission)

    def _hand_out_links(self, peer: Peer, connection: Connection, admission: Admission) -> None:
        kind = _KINDS[admission.role]
        assert admission.auth.token is not None
        helped = admission.live.row.helper_hash is not None
        capabilities = capabilities_of(kind, admission.auth.token, helped=helped)
        connection.join_token = capabilities.join or ""
        request, settings = peer.request, self._settings
        bases = Bases(own_base(request, settings), shared_base(request, settings))
        message = links_message(bases, admission.live.row.code, capabilities)
        admission.live.tell(connection.key, message)
