"""An event loop of its own for a cache whose methods are asynchronous and whose callers wait on threads."""

from __future__ import annotations

import asyncio
import os
import threading
import weakref
from collections.abc import Awaitable
from contextlib import suppress
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

    def submit(self, awaitable: Awaitable[Any], reply: Reply) -> Submitted:
        """Awaits it there, and says what came of it. What this returns cancels it."""
        while True:
            try:
                thread = self._thread()
            except RuntimeError:
                return _here(awaitable, reply)
            submitted = thread.submit(awaitable, reply)
            if submitted is not None:
                return submitted

    def end(self) -> None:
        """Ends the loop, as soon as it has done what it is doing. The next call makes another."""
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


class Submitted:
    """Something to await, by the loop or by whoever takes it back: one of them gets it."""

    def __init__(self, loop: asyncio.AbstractEventLoop, awaitable: Awaitable[Any], reply: Reply) -> None:
        self._loop = loop
        self._awaitable = [awaitable]
        self._reply = reply
        self._task: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Called by the loop."""
        awaitable = self._take()
        if awaitable is not None:
            self._task = self._loop.create_task(_report(awaitable, self._reply))

    def take_back(self) -> bool:
        """Whether the loop will do nothing about it."""
        return self._take() is not None

    def cancel(self) -> None:
        """Ends it. Called on any thread."""
        # A loop that is closed has nothing under way.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._cancel)

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _take(self) -> Awaitable[Any] | None:
        try:
            return self._awaitable.pop()
        except IndexError:
            return None


class _Thread:
    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._ended: list[bool] = []
        # A daemon, as the interpreter would wait for any other before it tells anybody that it ends.
        thread = threading.Thread(target=_run, args=(self.loop, self._ended), name="spotify-sdk-cache", daemon=True)
        try:
            thread.start()
        except BaseException:
            self.loop.close()
            raise
        self.end = weakref.finalize(self, _stop, self.loop, os.getpid())

    def submit(self, awaitable: Awaitable[Any], reply: Reply) -> Submitted | None:
        """Has the loop await it; nothing where it is ending and will not."""
        submitted = Submitted(self.loop, awaitable, reply)
        try:
            self.loop.call_soon_threadsafe(submitted.begin)
        except RuntimeError:
            return None
        # What came before the loop said that it has ended is done. What came after may be.
        return None if self._ended and submitted.take_back() else submitted


def _here(awaitable: Awaitable[Any], reply: Reply) -> Submitted:
    """The same where no thread can be started: there are no more, or the interpreter is ending."""
    loop = asyncio.new_event_loop()
    try:
        submitted = Submitted(loop, awaitable, reply)
        submitted.begin()
        _drain(loop)
    finally:
        loop.close()
    return submitted


def _run(loop: asyncio.AbstractEventLoop, ended: list[bool]) -> None:
    asyncio.set_event_loop(loop)
    try:
        loop.run_forever()
        ended.append(True)
        _drain(loop)
        loop.run_until_complete(loop.shutdown_asyncgens())
        # Something may have begun meanwhile.
        _drain(loop)
    finally:
        loop.close()


def _drain(loop: asyncio.AbstractEventLoop) -> None:
    """Does what was submitted. Nothing in it lasts for long: whoever waits for it gives it up after two seconds."""
    loop.run_until_complete(asyncio.sleep(0))
    while left := asyncio.all_tasks(loop):
        loop.run_until_complete(asyncio.wait(left))


def _stop(loop: asyncio.AbstractEventLoop, process: int) -> None:
    # In a forked child the loop is the parent's: closing it would take the parent's sockets from its selector.
    if process == os.getpid() and not loop.is_closed():
        loop.call_soon_threadsafe(loop.stop)


async def _report(awaitable: Awaitable[Any], reply: Reply) -> None:
    try:
        value = await awaitable
    except Exception as error:
        reply.fail(error)
    except BaseException as error:
        reply.fail(error)
        raise
    else:
        reply.give(value)
