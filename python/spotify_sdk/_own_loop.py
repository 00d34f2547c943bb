"""An event loop of its own for a cache whose methods are asynchronous and whose callers wait on threads."""

from __future__ import annotations

import asyncio
import os
import threading
import weakref
from collections.abc import Awaitable
from concurrent.futures import Future
from typing import Any, Protocol


class Reply(Protocol):
    """Where the outcome goes."""

    def give(self, value: object) -> None:
        """This came of it."""
        ...

    def fail(self, error: BaseException) -> None:
        """It failed."""
        ...


class OwnLoop:
    """One asyncio loop on a thread, from the first call until `end`, or until nobody holds this, or the interpreter ends.

    A forked child makes its own and leaves the parent's alone. Nothing here takes a lock, which a fork could leave locked.
    """

    def __init__(self) -> None:
        self._by_process: dict[int, _Thread] = {}

    def submit(self, awaitable: Awaitable[Any], reply: Reply) -> Future[None]:
        """Awaits it there, and says what came of it. What this returns cancels it."""
        return asyncio.run_coroutine_threadsafe(_report(awaitable, reply), self._thread().loop)

    def end(self) -> None:
        """Ends the loop, and what it is doing. The next call makes another."""
        thread = self._by_process.pop(os.getpid(), None)
        if thread is not None:
            thread.end()

    def _thread(self) -> _Thread:
        thread = self._by_process.get(os.getpid())
        if thread is None:
            made = _Thread()
            thread = self._by_process.setdefault(os.getpid(), made)
            if thread is not made:
                made.end()
        return thread


class _Thread:
    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        # A daemon, as the interpreter would wait for any other before it tells anybody that it ends.
        thread = threading.Thread(target=_run, args=(self.loop,), name="spotify-sdk-cache", daemon=True)
        try:
            thread.start()
        except BaseException:
            self.loop.close()
            raise
        self.end = weakref.finalize(self, _stop, self.loop, os.getpid())


def _run(loop: asyncio.AbstractEventLoop) -> None:
    asyncio.set_event_loop(loop)
    try:
        loop.run_forever()
        left = asyncio.all_tasks(loop)
        for task in left:
            task.cancel()
        if left:
            loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        loop.run_until_complete(loop.shutdown_asyncgens())
    finally:
        loop.close()


def _stop(loop: asyncio.AbstractEventLoop, process: int) -> None:
    # In a forked child the loop is the parent's: closing it would take the parent's sockets from its selector.
    if process == os.getpid() and not loop.is_closed():
        loop.call_soon_threadsafe(loop.stop)


async def _report(awaitable: Awaitable[Any], reply: Reply) -> None:
    try:
        value = await awaitable
    except BaseException as error:
        reply.fail(error)
        raise
    reply.give(value)
