"""Counting an event loop's turns, on asyncio and trio alike."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

import sniffio
import trio


async def ticks_during(work: Awaitable[object]) -> int:
    """How often a loop came round, ten milliseconds apart, while it did this work."""
    ticks = 0
    if sniffio.current_async_library() == "trio":
        async with trio.open_nursery() as nursery:

            async def count() -> None:
                nonlocal ticks
                while True:
                    await trio.sleep(0.01)
                    ticks += 1

            nursery.start_soon(count)
            await work
            nursery.cancel_scope.cancel()
        return ticks
    task = asyncio.ensure_future(work)
    while not task.done():
        await asyncio.sleep(0.01)
        ticks += 1
    await task
    return ticks
