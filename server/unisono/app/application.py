"""Everything put together: one object that owns the parts and starts and ends them in order."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Final

from aiohttp import web

from unisono.app import keys
from unisono.app.api import OPENINGS_BURST, OPENINGS_PER_S, add_api
from unisono.app.clock import ServerClock
from unisono.app.gate import Gate
from unisono.app.headers import add_checks
from unisono.app.library import READINGS_BURST, READINGS_PER_S, add_library
from unisono.app.limits import Buckets
from unisono.app.logs import get_logger
from unisono.app.origins import is_origin_allowed
from unisono.app.pages import add_pages
from unisono.app.registry import Registry
from unisono.app.robots import ALONE_S, RobotHouse, RobotPlayers
from unisono.app.settings import Settings
from unisono.app.sockets import SocketDoor
from unisono.app.switchboard import Switchboard
from unisono.store import Store
from unisono.wire.table import ROW_BY_NAME

SAY_WITHIN_S: Final = 1.0
SAVE_WITHIN_S: Final = 1.0
HOUSEKEEPING_S: Final = 60.0
MAX_BODY_BYTES: Final = 16 * 1024
_log = get_logger("application")


class Application:
    """A server without its listening socket."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        clock: ServerClock,
        robots: RobotPlayers | None = None,
    ) -> None:
        self.settings, self.store = settings, store
        self.robots = RobotHouse(robots)
        self.door = SocketDoor(lambda request: is_origin_allowed(request, settings))
        self.registry = Registry(store, self.door, clock)
        gate = Gate(self.registry, settings, clock)
        self.switchboard = Switchboard(gate, settings, clock, self.robots)
        self.door.listen(ROW_BY_NAME, self.switchboard)
        self.web = self._web(settings, clock)
        self._bringing_back = asyncio.create_task(
            self.registry.bring_back(), name="unisono-bring-back"
        )
        self._housekeeping = asyncio.create_task(self._keep_house(), name="unisono-housekeeping")

    @classmethod
    async def start(
        cls,
        settings: Settings,
        clock: ServerClock | None = None,
        robots: RobotPlayers | None = None,
    ) -> Application:
        """Open the database and put everything together."""
        store = await Store.open(settings.database_address)
        return cls(settings, store, clock or ServerClock(), robots)

    @property
    def is_busy(self) -> bool:
        """Whether anybody is connected."""
        return bool(self.door.links())

    async def stop(self) -> None:
        """Save and say what is decided, send clients away so that they come back, close."""
        if self.switchboard.closing:
            return
        await self.robots.stop()
        self.switchboard.closing = True
        self._housekeeping.cancel()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.registry.drained(), SAY_WITHIN_S)
        await self.registry.stop()
        await asyncio.wait((self._bringing_back,), timeout=SAY_WITHIN_S)
        await self.door.close_all()
        if not await self.store.close(SAVE_WITHIN_S):
            _log.error("stopped before everything was stored; devices keep what was not")

    def _web(self, settings: Settings, clock: ServerClock) -> web.Application:
        app = web.Application(client_max_size=MAX_BODY_BYTES)
        app[keys.SETTINGS], app[keys.STORE] = settings, self.store
        app[keys.REGISTRY], app[keys.CLOCK] = self.registry, clock
        app[keys.OPENINGS] = Buckets(OPENINGS_PER_S, OPENINGS_BURST)
        app[keys.READINGS] = Buckets(READINGS_PER_S, READINGS_BURST)
        add_checks(app, settings)
        add_api(app)
        add_library(app)
        add_pages(app)
        self.door.attach(app)
        return app

    def send_lonely_robots_home(self) -> None:
        """Let circles rest in which nobody but robots has been for a while."""
        for live in self.registry.running:
            if live.is_alone_for(ALONE_S):
                self.robots.send_home(live.row.id)

    async def _keep_house(self) -> None:
        while True:
            await asyncio.sleep(HOUSEKEEPING_S)
            self.send_lonely_robots_home()
            await self.registry.let_go_of_empty()
