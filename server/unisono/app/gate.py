"""Letting connections in: from a handshake to a session and a role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from unisono.app.addresses import peer_address
from unisono.app.clock import ServerClock
from unisono.app.limits import GuessLimit
from unisono.app.live import LiveSession
from unisono.app.registry import Registry
from unisono.app.settings import Settings
from unisono.app.sockets import Peer
from unisono.app.tokens import clean_code, token_hash
from unisono.errors import BadMessage, UnknownDoor
from unisono.session.caller import Role
from unisono.session.inner import Enter, Watch
from unisono.session.messages import PROTOCOL
from unisono.store import TokenKind
from unisono.wire.auth import Auth
from unisono.wire.codec import decode_auth

_KINDS: Final = {
    Role.LEAD: TokenKind.CONSOLE,
    Role.STAGE: TokenKind.STAGE,
    Role.PLAY: TokenKind.JOIN,
}


@dataclass(frozen=True, slots=True)
class Admission:
    """Who may come in: where, as what, and the handshake it came with."""

    live: LiveSession
    role: Role
    auth: Auth

    def command(self, key: str) -> Enter | Watch:
        """Return what the session is told of the arrival."""
        if self.role is not Role.PLAY:
            return Watch()
        assert self.auth.key is not None
        return Enter(
            key=key,
            token_hash=token_hash(self.auth.key),
            invited=self.auth.token is not None,
            name=self.auth.name,
            device=self.auth.device,
        )


class Gate:
    """Checks handshakes. The token decides the role; what the client says only chooses the door."""

    def __init__(self, registry: Registry, settings: Settings, clock: ServerClock) -> None:
        self._registry, self._settings, self._clock = registry, settings, clock
        self._guesses = GuessLimit(clock.monotonic_s())

    async def admit(self, peer: Peer, payload: object) -> Admission:
        """Return where a handshake leads.

        Raises:
            PeerError: if it leads nowhere.
        """
        auth = decode_auth(payload)
        if auth.protocol != PROTOCOL:
            raise BadMessage("This page is from another version of Unisono. Please reload it.")
        role = Role(auth.role)
        if role is Role.PLAY and auth.key is None:
            raise BadMessage("A participant's device must send the key it made.")
        if role is not Role.PLAY and auth.token is None:
            raise UnknownDoor("This page needs the token of its link.")
        if auth.token is not None:
            role, live = await self._by_token(role, auth.token)
        else:
            live = await self._by_code(peer, auth)
        if live is None:
            raise UnknownDoor(
                "That link or code opens nothing. Please check it, or ask the facilitator."
            )
        return Admission(live, role, auth)

    async def _by_token(self, role: Role, token: str) -> tuple[Role, LiveSession | None]:
        """Return what a token opens; at the console's door a helper's token makes a helper."""
        live = await self._registry.by_token(_KINDS[role], token)
        if live is None and role is Role.LEAD:
            return Role.HELP, await self._registry.by_token(TokenKind.HELPER, token)
        return role, live

    async def _by_code(self, peer: Peer, auth: Auth) -> LiveSession | None:
        if auth.code is None or auth.key is None:
            raise UnknownDoor("A link or a join code is needed to come in.")
        address = peer_address(peer.request, self._settings)
        may_guess = self._guesses.may_guess(address, self._clock.monotonic_s())
        code = clean_code(auth.code)
        live = None if code is None else await self._registry.by_code(code)
        if live is not None and live.knows(token_hash(auth.key)):
            return live  # whoever has a seat is not guessing
        if not may_guess:
            raise self._guesses.refusal()
        if live is None:
            self._guesses.failed(address, self._clock.monotonic_s())
        return live
