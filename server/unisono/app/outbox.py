"""The effects of one session, performed in order, each only after what it stands on is stored.

Entries are handed to the store the moment the session writes them, so that one commit can serve
many people; whatever is to be said waits here until the entries before it are committed. Nobody
who sends something waits for that.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from unisono.app.logs import get_logger
from unisono.errors import UnisonoError
from unisono.session import Effect, Emit
from unisono.session.messages import TickMessage
from unisono.units import Seconds

STALE_TICK_S: Final = 2.0
"""A tick held up for longer than this by the store is news to nobody."""

_log = get_logger("session")


@dataclass(frozen=True, slots=True)
class Hear:
    """The shell's own effect: from here on the connection ``key`` hears what everyone hears."""

    key: str


Deed: TypeAlias = Effect | Hear
Perform: TypeAlias = Callable[[Deed], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class _Step:
    effect: Deed
    after: asyncio.Future[None] | None
    made_s: Seconds


class Outbox:
    """A queue with one task that empties it.

    Args:
        perform: carries out one effect.
        broken: called once if an entry was refused by the store; the session cannot go on from
            what it believes, only from its log.
    """

    def __init__(self, perform: Perform, broken: Callable[[], None]) -> None:
        self._perform, self._broken = perform, broken
        self._steps: asyncio.Queue[_Step] = asyncio.Queue()
        self._task = asyncio.create_task(self._run(), name="unisono-outbox")

    def put(self, effect: Deed, after: asyncio.Future[None] | None) -> None:
        """Have an effect performed after those before it and after a commit."""
        self._steps.put_nowait(_Step(effect, after, asyncio.get_running_loop().time()))

    @property
    def is_empty(self) -> bool:
        """Whether everything has been performed."""
        return self._steps.empty()

    async def drained(self) -> None:
        """Wait until everything put in so far has been performed."""
        await self._steps.join()

    def stop(self) -> None:
        """Perform nothing more."""
        self._task.cancel()

    async def _run(self) -> None:
        while True:
            step = await self._steps.get()
            try:
                if step.after is not None:
                    await asyncio.shield(step.after)
                if not _is_stale(step):
                    await self._perform(step.effect)
            except UnisonoError as error:
                _log.error("entry refused by the store", kind=type(error).__name__)
                self._broken()
                return
            except Exception as error:  # one effect that fails must not silence a circle
                _log.error("effect not performed", kind=type(error).__name__)
            finally:
                self._steps.task_done()


def _is_stale(step: _Step) -> bool:
    is_tick = isinstance(step.effect, Emit) and isinstance(step.effect.message, TickMessage)
    return is_tick and asyncio.get_running_loop().time() - step.made_s > STALE_TICK_S
