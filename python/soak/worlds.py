"""Threads, asyncio and trio: each runs its crew's calls of a round, all three at the same time."""

from __future__ import annotations

import asyncio
import inspect
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Protocol

import trio
from calls import Call, Round
from crew import Member

AT_ONCE = 25
"""Calls under way in a world."""


class World(Protocol):
    """Where calls run."""

    def start(self, crew: list[Member], round: Round) -> Future[list[Call]]: ...
    def end(self, crew: list[Member]) -> None: ...
    def close(self) -> None:
        """Ends it, also in the midst of a round: what is still under way is given up."""


class Threads:
    """A pool of threads, and one more that waits for them."""

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(AT_ONCE, "soak-thread")
        self.waiting = ThreadPoolExecutor(1, "soak-threads")
        # All threads are there from the beginning.
        together = threading.Barrier(AT_ONCE + 1)
        for _ in range(AT_ONCE):
            self.pool.submit(together.wait)
        together.wait()
        self.waiting.submit(lambda: None).result()

    def start(self, crew: list[Member], round: Round) -> Future[list[Call]]:
        works = [work for member in crew if (work := round.work(member))]
        return self.waiting.submit(lambda: list(self.pool.map(lambda work: work.run(), works)))

    def end(self, crew: list[Member]) -> None:
        for member in crew:
            member.close()

    def close(self) -> None:
        self.pool.shutdown(wait=False, cancel_futures=True)
        self.waiting.shutdown(wait=False, cancel_futures=True)


class Asyncio:
    """An event loop on a thread of its own."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, name="soak-asyncio", daemon=True)
        self.thread.start()

    def start(self, crew: list[Member], round: Round) -> Future[list[Call]]:
        return asyncio.run_coroutine_threadsafe(self._play(crew, round), self.loop)

    async def _play(self, crew: list[Member], round: Round) -> list[Call]:
        permits = asyncio.Semaphore(AT_ONCE)

        async def one(work: Any) -> Call:
            async with permits:
                if work.patience is None:
                    return await work.run_async()
                try:
                    return await asyncio.wait_for(work.run_async(), work.patience)
                except asyncio.TimeoutError:
                    return work.dropped()

        works = [work for member in crew if (work := round.work(member, may_be_dropped=True))]
        return list(await asyncio.gather(*(one(work) for work in works)))

    def end(self, crew: list[Member]) -> None:
        asyncio.run_coroutine_threadsafe(_close_all(crew), self.loop).result(timeout=60)

    def close(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
        if not self.thread.is_alive():
            self.loop.close()


class Trio:
    """A trio run on a thread of its own."""

    def __init__(self) -> None:
        token: Future[trio.lowlevel.TrioToken] = Future()
        self.over = trio.Event()

        async def wait() -> None:
            token.set_result(trio.lowlevel.current_trio_token())
            await self.over.wait()

        self.thread = threading.Thread(target=trio.run, args=(wait,), name="soak-trio", daemon=True)
        self.thread.start()
        self.token = token.result(timeout=60)
        self.waiting = ThreadPoolExecutor(1, "soak-trio-waits")
        self.waiting.submit(lambda: None).result()

    def start(self, crew: list[Member], round: Round) -> Future[list[Call]]:
        return self.waiting.submit(lambda: trio.from_thread.run(self._play, crew, round, trio_token=self.token))

    async def _play(self, crew: list[Member], round: Round) -> list[Call]:
        limit, calls = trio.CapacityLimiter(AT_ONCE), list[Call]()

        async def one(work: Any) -> None:
            async with limit:
                with trio.move_on_after(float("inf") if work.patience is None else work.patience) as scope:
                    calls.append(await work.run_async())
                if scope.cancelled_caught:
                    calls.append(work.dropped())

        async with trio.open_nursery() as nursery:
            for member in crew:
                if work := round.work(member, may_be_dropped=True):
                    nursery.start_soon(one, work)
        return calls

    def end(self, crew: list[Member]) -> None:
        self.waiting.submit(lambda: trio.from_thread.run(_close_all, crew, trio_token=self.token)).result(timeout=60)

    def close(self) -> None:
        self.token.run_sync_soon(self.over.set)
        self.thread.join(10)
        self.waiting.shutdown(wait=False, cancel_futures=True)


async def _close_all(crew: list[Member]) -> None:
    for member in crew:
        closing = member.close()
        if inspect.isawaitable(closing):
            await closing
