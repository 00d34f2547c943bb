"""Very many threads that wait at once, with providers written in Python: each is asked on the thread that waits for it."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable

from spotify_sdk import AsyncSpotifyClient, SpotifyClient
from spotify_sdk.auth import ClientCredentials
from spotify_sdk.testing import Sandbox

ALBUM = "5K79FLRUCSysQnVESLcTdb"


def begin(count: int, work: Callable[[], None]) -> list[threading.Thread]:
    """Starts threads that do the same all at once, and do not keep a test's process when they hang."""
    together = threading.Barrier(count)

    def run() -> None:
        together.wait()
        work()

    threads = [threading.Thread(target=run, daemon=True) for _ in range(count)]
    for thread in threads:
        thread.start()
    return threads


def join(threads: list[threading.Thread], seconds: float) -> int:
    """How many have ended in time."""
    until = time.monotonic() + seconds
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()))
    return sum(not thread.is_alive() for thread in threads)


def test_more_threads_than_runtimes_with_a_provider_that_calls_the_sdk(documents: Sandbox) -> None:
    inner = ClientCredentials()
    strangers: list[threading.Thread] = []
    answers: list[str] = []

    class Delegating:
        def get_access_token(self) -> str:
            if threading.current_thread() not in threads:
                strangers.append(threading.current_thread())
            time.sleep(0.1)
            return inner.get_access_token()

    client = SpotifyClient(auth_provider=Delegating())  # type: ignore[arg-type]
    threads: list[threading.Thread] = []
    started = threading.Event()

    def work() -> None:
        started.wait()
        answers.append(client.albums.get(ALBUM).id)

    threads += begin(64, work)
    started.set()
    assert join(threads, 60) == 64
    assert answers == [ALBUM] * 64 and strangers == []


def test_providers_within_providers_on_more_threads_than_runtimes(documents: Sandbox) -> None:
    class Nested:
        def __init__(self, inner: SpotifyClient) -> None:
            self.inner = inner

        def get_access_token(self) -> str:
            assert self.inner.albums.get(ALBUM).id == ALBUM
            return "your-access-token"

    client = SpotifyClient("your-access-token")
    for _ in range(3):
        client = SpotifyClient(auth_provider=Nested(client))  # type: ignore[arg-type]
    answers: list[str] = []
    threads = begin(64, lambda: answers.append(client.albums.get(ALBUM).id))
    assert join(threads, 60) == 64
    assert answers == [ALBUM] * 64


def test_what_a_provider_raises_on_more_threads_than_runtimes(documents: Sandbox) -> None:
    raised: list[BaseException] = []
    error = LookupError("no token today")

    class Raising:
        def get_access_token(self) -> str:
            time.sleep(0.5)
            raise error

    client = SpotifyClient(auth_provider=Raising())  # type: ignore[arg-type]

    def work() -> None:
        try:
            client.albums.get(ALBUM)
        except LookupError as caught:
            raised.append(caught)

    assert join(begin(48, work), 60) == 48
    assert raised == [error] * 48


def test_slow_providers_of_many_threads_hold_up_no_event_loop(documents: Sandbox) -> None:
    asked = threading.Semaphore(0)

    class Sleeping:
        def get_access_token(self) -> str:
            asked.release()
            time.sleep(3)
            return "your-access-token"

    client = SpotifyClient(auth_provider=Sleeping())  # type: ignore[arg-type]

    async def other() -> float:
        async with AsyncSpotifyClient("your-access-token") as unrelated:
            started = time.monotonic()
            assert (await asyncio.wait_for(unrelated.albums.get(ALBUM), 60)).id == ALBUM
            return time.monotonic() - started

    threads = begin(60, lambda: client.albums.get(ALBUM) and None)
    for _ in range(34):
        assert asked.acquire(timeout=30)
    took = asyncio.run(other())
    ended = join(threads, 60)
    assert took < 2.5, took
    assert ended == 60
