"""Running a server: as a process of its own, or inside another program."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from unisono.app.addresses import ANY_INTERFACE, lan_address
from unisono.app.application import Application
from unisono.app.collection import keep_tidy, set_thresholds
from unisono.app.logs import configure, quiet
from unisono.app.robots import RobotPlayers
from unisono.app.settings import Settings
from unisono.errors import BadValue

CLEAN_UP_WITHIN_S: Final = 0.5


@dataclass(frozen=True, slots=True)
class RunningServer:
    """A server that is listening.

    Attributes:
        port: the port it listens on, also when port 0 was asked for.
        url: the address for a browser on this machine.
        application: its parts.
    """

    port: int
    url: str
    application: Application
    _runner: web.AppRunner

    async def stop(self) -> None:
        """Stop listening, save, send clients away so that they come back; within 5 s."""
        for site in list(self._runner.sites):
            await site.stop()
        await self.application.stop()
        await self._runner.cleanup()

    @property
    def lan_url(self) -> str | None:
        """The address for other devices in the local network, if there is one."""
        if self.application.settings.host not in ANY_INTERFACE:
            return None
        address = lan_address()
        return f"http://{address}:{self.port}" if address else None


async def start_server(settings: Settings, robots: RobotPlayers | None = None) -> RunningServer:
    """Start a server in the running loop and return once it listens.

    Args:
        settings: its settings.
        robots: who brings robots to practise with; None: it has none.

    Raises:
        BadValue: if the address cannot be listened on, or the database address is not one.
    """
    application = await Application.start(settings, robots=robots)
    runner = web.AppRunner(
        application.web,
        access_log=None,  # addresses hold join codes
        logger=quiet(logging.getLogger("unisono.http")),
        shutdown_timeout=CLEAN_UP_WITHIN_S,
    )
    try:
        await runner.setup()
        await web.TCPSite(runner, settings.host, settings.port).start()
    except OSError as error:
        await application.stop()
        await runner.cleanup()
        raise BadValue(
            "address to listen on",
            f"{settings.host}:{settings.port}",
            "a free one of this machine",
            "Perhaps a server is running already; --port chooses another port.",
        ) from error
    port = int(runner.addresses[0][1])
    host = "localhost" if settings.host in ANY_INTERFACE else settings.host
    application.robots.url = f"http://{host}:{port}"
    return RunningServer(port, f"http://{host}:{port}", application, runner)


async def serve(settings: Settings, robots: RobotPlayers | None = None) -> None:
    """Run a server until the process is asked to end (SIGTERM, or Ctrl-C)."""
    configure(settings)
    set_thresholds()
    asked_to_end = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):  # Windows ends by KeyboardInterrupt
            asyncio.get_running_loop().add_signal_handler(name, asked_to_end.set)
    server = await start_server(settings, robots)
    _say_where(server)
    tidying = asyncio.create_task(keep_tidy(lambda: not server.application.is_busy))
    try:
        await asked_to_end.wait()
    finally:
        tidying.cancel()
        await server.stop()


def _say_where(server: RunningServer) -> None:
    lan = f" · on phones in this network: {server.lan_url}" if server.lan_url else ""
    print(f"Unisono is ready: open {server.url}{lan}", flush=True)
