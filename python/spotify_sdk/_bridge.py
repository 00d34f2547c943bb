"""How Python waits for what the native half does: on this thread, or as a task of an event loop (asyncio or trio)."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Protocol

from ._native import Bell, Task, apart

if TYPE_CHECKING:
    import asyncio

    import trio


def wait(task: Task) -> Any:
    """Does it on this thread. Ctrl-C ends it."""
    try:
        while (request := task.wait()) is not None:
            try:
                value = request()
            except Exception as error:
                task.fail(error)
            else:
                task.answer(value)
                # It may be a token, and what comes now may fail.
                del value
        return task.result()
    except BaseException:
        task.cancel()
        raise


async def run(task: Task) -> Any:
    """Does it for the current task of whichever event loop runs. Cancelling the task cancels it."""
    waiting = _trio_waiting() if _in_trio() else _asyncio_waiting()
    call = task.start(waiting.bell)
    try:
        while True:
            if task.arm():
                await waiting.pause(call)
            request = task.take()
            if request is not None:
                await _serve(task, request)
            elif task.is_done():
                return task.result()
    finally:
        task.cancel()


async def finish(task: Task) -> Any:
    """The same for what ends something, and takes two seconds at most: also where the caller was cancelled. trio cancels all that is
    awaited afterwards; asyncio says it once."""
    if not _in_trio():
        return await run(task)
    import trio

    with trio.CancelScope(shield=True):
        return await run(task)


async def settle(value: Any) -> Any:
    """Awaits what can be awaited."""
    return await value if hasattr(value, "__await__") else value


def settle_now(value: Any) -> Any:
    """Where nothing can be awaited: a coroutine is given up."""
    if hasattr(value, "__await__") and hasattr(value, "close"):
        value.close()
    return value


async def aside(work: Callable[[], Any], limit: float | None = None) -> Any:
    """Does something that blocks, on a thread, in the context of whoever asks. Cancelled, or after `limit` seconds, which is a
    `TimeoutError`, it goes on there unheard."""
    from contextvars import copy_context

    context = copy_context()
    return await run(apart(lambda: context.run(work), limit))


def aside_now(work: Callable[[], Any], limit: float | None = None) -> Any:
    """Where blocking holds up nobody else: here, if it keeps the time itself; else on a thread too, in the same context."""
    if getattr(work, "keeps_time", False):
        return work()
    from contextvars import copy_context

    context = copy_context()
    return wait(apart(lambda: context.run(work), limit))


async def _serve(task: Task, request: Callable[[], Any]) -> None:
    """Does what only Python can do, here in the caller's own task, and says what came of it."""
    try:
        value = await settle(request())
    except Exception as error:
        task.fail(error)
    else:
        task.answer(value)


class _Waiting(Protocol):
    """The calls of one event loop that wait."""

    bell: Bell

    async def pause(self, call: int) -> None:
        """Ends when the call has news."""
        ...


class _AsyncioWaiting:
    """Kept by its loop, so that they end together: what waits refers to the loop again."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._woken: dict[int, asyncio.Future[None]] = {}
        self._turns = False
        self.bell = Bell(self._wake)

    def _wake(self) -> None:
        self._loop.call_soon_threadsafe(self._hear)

    def _hear(self) -> None:
        for call in self.bell.news():
            woken = self._woken.get(call)
            if woken is not None and not woken.done():
                woken.set_result(None)

    def _turn(self) -> None:
        """Has the loop come round while a call waits. A notebook's kernel takes note of an interrupt without waking its loop, which
        would hear of it with the next event only."""
        self._turns = bool(self._woken)
        if self._turns:
            self._loop.call_later(0.1, self._turn)

    async def pause(self, call: int) -> None:
        woken = self._woken[call] = self._loop.create_future()
        if not self._turns and "ipykernel" in sys.modules:
            self._turn()
        try:
            await woken
        finally:
            del self._woken[call]


class _TrioWaiting:
    """The same for a run of trio's."""

    def __init__(self, token: trio.lowlevel.TrioToken) -> None:
        self._token = token
        self._woken: dict[int, trio.Event] = {}
        self.bell = Bell(self._wake)

    def _wake(self) -> None:
        self._token.run_sync_soon(self._hear)

    def _hear(self) -> None:
        for call in self.bell.news():
            woken = self._woken.get(call)
            if woken is not None:
                woken.set()

    async def pause(self, call: int) -> None:
        import trio

        woken = self._woken[call] = trio.Event()
        try:
            await woken.wait()
        finally:
            del self._woken[call]


_KEPT_BY_LOOP = "_spotify_sdk_waiting"


def _asyncio_waiting() -> _Waiting:
    import asyncio

    loop = asyncio.get_running_loop()
    waiting: _AsyncioWaiting | None = getattr(loop, _KEPT_BY_LOOP, None)
    if waiting is None:
        waiting = _AsyncioWaiting(loop)
        setattr(loop, _KEPT_BY_LOOP, waiting)
    return waiting


_kept_by_run: Any = None


def _trio_waiting() -> _Waiting:
    import trio

    global _kept_by_run
    if _kept_by_run is None:
        _kept_by_run = trio.lowlevel.RunVar[_TrioWaiting](_KEPT_BY_LOOP)
    try:
        waiting: _TrioWaiting = _kept_by_run.get()
    except LookupError:
        waiting = _TrioWaiting(trio.lowlevel.current_trio_token())
        _kept_by_run.set(waiting)
    return waiting


def _in_trio() -> bool:
    """Whether the current task is one of trio's. Where trio was never imported nobody has to ask."""
    if "trio" not in sys.modules:
        return False
    import sniffio

    try:
        return sniffio.current_async_library() == "trio"
    except sniffio.AsyncLibraryNotFoundError:
        return False


def asking(method: Callable[[], Any]) -> Callable[[], Any]:
    """How an event loop's task asks a provider: one that is not `async` may block, and is asked on a thread."""
    from inspect import iscoroutinefunction

    if iscoroutinefunction(method) or iscoroutinefunction(getattr(method, "__call__", None)):
        return method

    async def ask() -> Any:
        return await settle(await aside(method))

    return ask


def handing_over(awaitable: Awaitable[Any]) -> Callable[[], Awaitable[Any]]:
    """A callable that gives the awaitable, for `_serve`."""
    return lambda: awaitable


def of_key(cache: Any, key: str, method: str, *arguments: object) -> Any:
    """Calls a method of one user's part of a cache of many."""
    return getattr(cache.for_key(key), method)(*arguments)


def key_has(cache: Any, key: str, method: str) -> bool:
    """Whether that part has a method."""
    return hasattr(cache.for_key(key), method)


def log(events: list[tuple[int, str, float]]) -> None:
    """Gives the native half's events to the logger `spotify_sdk`, which is silent unless the program gives it a handler. Each has the
    time at which it happened, in Unix seconds: it may have waited for Python."""
    import logging

    logger = logging.getLogger("spotify_sdk")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    for level, text, happened in events:
        if logger.isEnabledFor(level):
            record = logger.makeRecord(logger.name, level, "(native)", 0, "%s", (text,), None)
            record.relativeCreated -= (record.created - happened) * 1000
            record.created, record.msecs = happened, float(int(happened % 1 * 1000))
            logger.handle(record)
