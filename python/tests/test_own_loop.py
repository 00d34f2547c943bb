"""Asynchronous caches whose callers wait on threads: one loop for as long as the login lasts."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from spotify_sdk.auth import ClientCredentials, TokenInfo
from spotify_sdk.testing import Sandbox


class Bound:
    """A cache as those on a pool of connections are: bound to the loop that it was used on first."""

    def __init__(self) -> None:
        self.token: TokenInfo | None = None
        self.loop: asyncio.AbstractEventLoop | None = None
        self.calls = 0
        self.refused = 0

    async def get(self) -> TokenInfo | None:
        await self._use()
        return self.token

    async def set(self, token: TokenInfo) -> None:
        await self._use()
        self.token = token

    async def _use(self) -> None:
        await asyncio.sleep(0)
        loop = asyncio.get_running_loop()
        self.calls += 1
        if self.loop is None:
            self.loop = loop
        if self.loop is not loop:
            self.refused += 1
            raise RuntimeError("attached to a different loop")


def threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "spotify-sdk-cache"]


def wait_until_there_are(count: int) -> None:
    until = time.monotonic() + 30
    while len(threads()) != count and time.monotonic() < until:
        time.sleep(0.01)
    assert len(threads()) == count


def test_fault_066_a_cache_that_is_bound_to_its_first_loop(documents: Sandbox) -> None:
    cache = Bound()
    auth = ClientCredentials(token_cache=cache)  # type: ignore[arg-type]
    tokens = []
    for _ in range(3):
        tokens.append(auth.get_access_token())
        assert cache.token is not None and cache.token.access_token == tokens[-1]
        documents.advance(3700)
    assert len(set(tokens)) == 3
    assert cache.refused == 0 and cache.calls >= 6
    assert len(threads()) == 1
    # It ends with the login: when that is closed, and when nobody holds it any more.
    auth.close()
    wait_until_there_are(0)
    other = Bound()
    left = ClientCredentials(token_cache=other)  # type: ignore[arg-type]
    left.get_access_token()
    assert len(threads()) == 1
    del left
    wait_until_there_are(0)
    assert other.loop is not None and other.loop.is_closed()


def test_fault_064_a_cache_of_coroutines_that_hangs_is_cancelled(documents: Sandbox) -> None:
    ended = threading.Event()

    class Hung(Bound):
        async def get(self) -> TokenInfo | None:
            try:
                await asyncio.sleep(60)
            finally:
                ended.set()
            return None

    started = time.monotonic()
    assert ClientCredentials(token_cache=Hung()).get_access_token()  # type: ignore[arg-type]
    assert time.monotonic() - started < 20
    assert ended.wait(30)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork there")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_fault_042_a_forked_child_has_a_loop_of_its_own(documents: Sandbox) -> None:
    cache = Bound()
    auth = ClientCredentials(token_cache=cache)  # type: ignore[arg-type]
    auth.get_access_token()
    child = os.fork()
    if child == 0:
        signal.alarm(30)
        before, cache.loop, cache.token = cache.calls, None, None
        fresh = auth.get_access_token()
        os._exit(0 if fresh and cache.calls > before and cache.refused == 0 and cache.token is not None else 1)
    _, status = os.waitpid(child, 0)
    assert status == 0
    # The parent's is as it was.
    documents.advance(3700)
    assert auth.get_access_token() == cache.token.access_token  # type: ignore[union-attr]
    assert cache.refused == 0


class Said:
    """What became of something that was submitted."""

    def __init__(self) -> None:
        self.said: list[object] = []
        self.over = threading.Event()

    def give(self, value: object) -> None:
        self.said.append(value)
        self.over.set()

    def fail(self, error: BaseException) -> None:
        self.said.append(error)
        self.over.set()


def test_what_is_submitted_while_the_loop_ends_is_done(recwarn: pytest.WarningsRecorder) -> None:
    from spotify_sdk._own_loop import OwnLoop

    async def work(number: int) -> int:
        await asyncio.sleep(0)
        return number

    own = OwnLoop()
    going_on = threading.Event()
    going_on.set()

    def end() -> None:
        while going_on.is_set():
            own.end()

    ender = threading.Thread(target=end)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    ender.start()
    lost: list[object] = []
    try:
        for number in range(1000):
            said = Said()
            own.submit(work(number), said)
            if not said.over.wait(10) or said.said != [number]:
                lost.append((number, said.said))
                break
    finally:
        going_on.clear()
        sys.setswitchinterval(interval)
        ender.join(30)
        own.end()
    assert lost == []
    wait_until_there_are(0)
    assert [str(warning.message) for warning in recwarn] == []


def test_without_threads_it_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """There are none when the interpreter ends (Python 3.12), and on a machine that has no more of them."""
    from spotify_sdk._own_loop import OwnLoop

    def none_left(self: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    async def work() -> str:
        await asyncio.sleep(0)
        return threading.current_thread().name

    async def failing() -> str:
        raise LookupError("no")

    monkeypatch.setattr(threading.Thread, "start", none_left)
    own = OwnLoop()
    done, failed = Said(), Said()
    own.submit(work(), done).cancel()
    own.submit(failing(), failed)
    assert done.said == [threading.current_thread().name]
    assert isinstance(failed.said[0], LookupError)


def test_what_is_under_way_when_the_loop_ends_is_done_or_cancelled() -> None:
    from spotify_sdk._own_loop import OwnLoop

    begun, goes_on = threading.Event(), threading.Event()

    async def work() -> str:
        begun.set()
        while not goes_on.is_set():
            await asyncio.sleep(0.01)
        return "done"

    own = OwnLoop()
    said, hung = Said(), Said()
    own.submit(work(), said)
    given_up = own.submit(asyncio.sleep(600), hung)
    assert begun.wait(30)
    own.end()
    goes_on.set()
    assert said.over.wait(30) and said.said == ["done"]
    # Whoever waits for it says when that was long enough.
    given_up.cancel()
    assert hung.over.wait(30) and isinstance(hung.said[0], asyncio.CancelledError)
    wait_until_there_are(0)


def test_a_program_may_end_while_the_loop_is_there(documents: Sandbox) -> None:
    code = """
import asyncio
from spotify_sdk.auth import ClientCredentials

class Cache:
    async def get(self):
        await asyncio.sleep(0)
    async def set(self, token):
        await asyncio.sleep(0)

auth = ClientCredentials(token_cache=Cache())
assert auth.get_access_token()
"""
    ran = subprocess.run([sys.executable, "-X", "dev", "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
