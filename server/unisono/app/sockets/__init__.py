"""The one door to python-socketio, python-engineio and aiohttp's WebSockets.

The libraries are untyped and, in places, more generous than a public server may be. Everything the
rest of the program needs of them is the typed :class:`~unisono.app.sockets.door.SocketDoor`.
"""

from unisono.app.sockets.door import ConnectLater, ConnectRefused, Handlers, Peer, SocketDoor
from unisono.app.sockets.link import Link

__all__ = ["ConnectLater", "ConnectRefused", "Handlers", "Link", "Peer", "SocketDoor"]
