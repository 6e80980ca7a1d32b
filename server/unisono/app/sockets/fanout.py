"""Broadcasts: encoded once, framed once, written straight to each transport.

The stock manager makes a task, a queue entry and a writer's turn for every recipient; this one
makes a single call. Both are public extension points of python-socketio.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import Any, Final

import socketio  # type: ignore[import-untyped]

from unisono.app.sockets.driver import LINK_KEY
from unisono.app.sockets.link import Link, event_frame

CHUNK: Final = 64
"""Writes in one turn of the event loop; then whoever has sent something is heard first."""

MAY_BE_MISSED: Final = frozenset({"tick"})
"""Messages that a slow reader may miss; they carry a number, so that it can tell."""


class FanoutManager(socketio.AsyncManager):  # type: ignore[misc]
    """Keeps rooms, and sends to them.

    Attributes:
        frames_built: how many messages have been encoded; one a broadcast, however many listen.
    """

    def __init__(self) -> None:
        super().__init__()
        self._rooms_of: defaultdict[tuple[str, str], set[str | None]] = defaultdict(set)
        self.frames_built = 0

    async def emit(
        self,
        event: str,
        data: Any,
        namespace: str,
        room: str | None = None,
        skip_sid: str | list[str] | None = None,
        callback: Any = None,
        to: str | None = None,
        **options: Any,
    ) -> None:
        """Send an event to everybody in a room."""
        if callback is not None or skip_sid is not None:
            raise NotImplementedError("answers and exceptions from a broadcast are not used here")
        frame = event_frame(event, data)
        self.frames_built += 1
        may_be_missed = event in MAY_BE_MISSED
        for i, (_, eio_sid) in enumerate(self.get_participants(namespace, to or room), start=1):
            link = self.link_of(eio_sid)
            if link is not None:
                link.push(frame, may_be_missed=may_be_missed)
            if i % CHUNK == 0:
                await asyncio.sleep(0)

    def link_of(self, eio_sid: str) -> Link | None:
        """Return the link of a transport, if it is still there."""
        environ = self.server.environ.get(eio_sid)
        link: Link | None = None if environ is None else environ.get(LINK_KEY)
        return link

    def basic_enter_room(
        self, sid: str, namespace: str, room: str | None, eio_sid: str | None = None
    ) -> None:
        """Add a connection to a room, and remember that."""
        super().basic_enter_room(sid, namespace, room, eio_sid=eio_sid)
        self._rooms_of[namespace, sid].add(room)

    def basic_leave_room(self, sid: str, namespace: str, room: str | None) -> None:
        """Take a connection out of a room."""
        super().basic_leave_room(sid, namespace, room)
        self._rooms_of[namespace, sid].discard(room)

    def basic_disconnect(self, sid: str, namespace: str, **options: Any) -> None:
        """Forget a connection; the stock way scans all rooms, this looks at its own."""
        for room in list(self._rooms_of.pop((namespace, sid), ())):
            super().basic_leave_room(sid, namespace, room)
        self.callbacks.pop(sid, None)
        for pending in (self.pending_connect, self.pending_disconnect):
            if sid in pending.get(namespace, ()):
                pending[namespace].remove(sid)
                if not pending[namespace]:
                    del pending[namespace]
