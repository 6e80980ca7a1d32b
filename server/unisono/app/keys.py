"""What handlers find in the application, typed."""

from __future__ import annotations

from typing import Final

from aiohttp import web

from unisono.app.clock import ServerClock
from unisono.app.limits import Buckets
from unisono.app.registry import Registry
from unisono.app.settings import Settings
from unisono.store import Store

SETTINGS: Final = web.AppKey("settings", Settings)
STORE: Final = web.AppKey("store", Store)
REGISTRY: Final = web.AppKey("registry", Registry)
CLOCK: Final = web.AppKey("clock", ServerClock)
OPENINGS: Final = web.AppKey("openings", Buckets)
"""How many circles one address may open."""
READINGS: Final = web.AppKey("readings", Buckets)
"""How many files one address may have read."""
