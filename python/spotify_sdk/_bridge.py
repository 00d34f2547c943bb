"""How Python waits for what the native half does: on this thread, or as a task of an event loop (asyncio or trio)."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable
from typing import Any

from ._native import Task


def wait(task: Task) -> Any:
    """Does it on this thread. Ctrl-C ends it."""
    return task.wait()


async def run(task: Task) -> Any:
    """Does it for the current task of whichever event loop runs. Cancelling the task cancels it."""
    pause = _pause_trio if _in_trio() else _pause_asyncio
    task.start()
    try:
        while True:
            await pause(task)
            request = task.take()
            if request is not None:
                await _serve(task, request)
            elif task.is_done():
                return task.result()
    finally:
        task.cancel()


async def settle(value: Any) -> Any:
    """Awaits what can be awaited."""
    return await value if hasattr(value, "__await__") else value


def settle_now(value: Any) -> Any:
    """Where nothing can be awaited: a coroutine is given up."""
    if hasattr(value, "__await__") and hasattr(value, "close"):
        value.close()
    return value


async def _serve(task: Task, request: Callable[[], Any]) -> None:
    """Does what only Python can do, here in the caller's own task, and says what came of it."""
    try:
        value = await settle(request())
    except Exception as error:
        task.fail(error)
    else:
        task.answer(value)


async def _pause_asyncio(task: Task) -> None:
    import asyncio

    loop = asyncio.get_running_loop()
    woken = loop.create_future()

    def wake() -> None:
        if not woken.done():
            woken.set_result(None)

    task.arm(lambda: loop.call_soon_threadsafe(wake))
    await woken


async def _pause_trio(task: Task) -> None:
    import trio

    token = trio.lowlevel.current_trio_token()
    woken = trio.Event()
    task.arm(lambda: token.run_sync_soon(woken.set))
    await woken.wait()


def _in_trio() -> bool:
    """Whether the current task is one of trio's. Where trio was never imported nobody has to ask."""
    if "trio" not in sys.modules:
        return False
    import sniffio

    try:
        return sniffio.current_async_library() == "trio"
    except sniffio.AsyncLibraryNotFoundError:
        return False


def handing_over(awaitable: Awaitable[Any]) -> Callable[[], Awaitable[Any]]:
    """A callable that gives the awaitable, for `_serve`."""
    return lambda: awaitable


def run_alone(awaitable: Awaitable[Any]) -> Any:
    """Awaits it on an event loop of its own, on this thread."""
    import asyncio

    async def main() -> Any:
        return await awaitable

    return asyncio.run(main())


def log(events: list[tuple[int, str]]) -> None:
    """Gives the native half's events to the logger `spotify_sdk`, which is silent unless the program gives it a handler."""
    import logging

    logger = logging.getLogger("spotify_sdk")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    for level, text in events:
        logger.log(level, "%s", text)
