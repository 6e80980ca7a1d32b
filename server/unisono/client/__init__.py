"""A real participant or facilitator in Python, over a real socket.

::

    async with Participant("http://localhost:8080", code="K7QM2X", name="Ann") as ann:
        await ann.seated()
        await ann.sleep_until(ann.now_s() + 1.0)
        ann.tap(ann.now_s(), velocity=0.8)
        await ann.all_saved()

The client keeps its own copy of the session clock, holds every tap until the server has said that
it is stored, and comes back by itself for as long as it takes. Its parts are small: ``queue``
(pure), ``view`` (pure: what the server said), ``door`` (the only file that knows the Socket.IO
library), ``connection`` (comes back), ``clock`` (exchanges).

All of it belongs to one asyncio loop; nothing blocks and nothing here is thread-safe.
"""

from unisono.client.connection import Client, Link, Setup
from unisono.client.console import Console
from unisono.client.links import Place, new_key, place_of
from unisono.client.participant import Participant
from unisono.client.queue import TapQueue
from unisono.client.view import View

__all__ = [
    "Client",
    "Console",
    "Link",
    "Participant",
    "Place",
    "Setup",
    "TapQueue",
    "View",
    "new_key",
    "place_of",
]
