"""Ending what waits."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time

import pytest
import trio

from spotify_sdk import AsyncSpotifyClient, SpotifyClient
from spotify_sdk.testing import Sandbox

ALBUM = "5K79FLRUCSysQnVESLcTdb"


def interrupt_after(seconds: float) -> threading.Timer:
    timer = threading.Timer(seconds, lambda: os.kill(os.getpid(), signal.SIGINT))
    timer.start()
    return timer


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
def test_ctrl_c_ends_a_call(documents: Sandbox) -> None:
    documents.fault("GET /v1/albums/*", delay=30)
    with SpotifyClient("your-access-token") as client:
        timer = interrupt_after(0.3)
        started = time.monotonic()
        with pytest.raises(KeyboardInterrupt):
            client.albums.get(ALBUM)
        timer.join()
        assert time.monotonic() - started < 5
        documents.clear_faults()
        assert client.albums.get(ALBUM).id == ALBUM


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
def test_ctrl_c_ends_a_wait_for_a_rate_limit(documents: Sandbox) -> None:
    documents.fault("GET /v1/albums/*", status=429, headers={"retry-after": "30"})
    with SpotifyClient("your-access-token") as client:
        timer = interrupt_after(0.3)
        with pytest.raises(KeyboardInterrupt):
            client.albums.get(ALBUM)
        timer.join()


def test_asyncio_cancels_a_call(documents: Sandbox) -> None:
    documents.fault("GET /v1/albums/*", delay=30, times=1)

    async def main() -> None:
        async with AsyncSpotifyClient("your-access-token") as client:
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(client.albums.get(ALBUM), 0.2)
            assert (await client.albums.get(ALBUM)).id == ALBUM

    asyncio.run(main())


def test_trio_cancels_a_call(documents: Sandbox) -> None:
    documents.fault("GET /v1/albums/*", delay=30, times=1)

    async def main() -> None:
        async with AsyncSpotifyClient("your-access-token") as client:
            with trio.move_on_after(0.2) as scope:
                await client.albums.get(ALBUM)
            assert scope.cancelled_caught
            assert (await client.albums.get(ALBUM)).id == ALBUM

    trio.run(main)


def test_a_loop_goes_on_while_calls_are_under_way(documents: Sandbox, run) -> None:
    documents.fault("GET /v1/albums/*", delay=0.3)
    ticks = 0

    async def main() -> None:
        nonlocal ticks
        import ticks as turns

        async with AsyncSpotifyClient("your-access-token") as client:
            ticks = await turns.ticks_during(client.albums.get(ALBUM))

    run(main)
    assert ticks >= 5


def test_many_calls_at_once(documents: Sandbox) -> None:
    async def main() -> None:
        async with AsyncSpotifyClient("your-access-token") as client:
            albums = await asyncio.gather(*(client.albums.get(ALBUM) for _ in range(100)))
            assert {album.id for album in albums} == {ALBUM}

    before = threading.active_count()
    asyncio.run(main())
    # No thread for each call: those of the native half are not Python's at all.
    assert threading.active_count() <= before + 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork there")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_fault_042_a_forked_child_calls_on_its_own_connections(documents: Sandbox) -> None:
    from spotify_sdk.auth import ClientCredentials

    auth = ClientCredentials("your-client-id", "your-client-secret")
    client = SpotifyClient(auth_provider=auth)
    name = client.albums.get(ALBUM).name
    for _ in range(25):
        # A refresh and a call are under way when it forks.
        documents.fault("POST /api/token", delay=0.05, times=1)
        documents.fault("GET /v1/albums/*", delay=0.05, times=1)
        busy = threading.Thread(target=lambda: client.albums.get(ALBUM))
        documents.expire_access_tokens()
        busy.start()
        child = os.fork()
        if child == 0:
            signal.alarm(30)
            os._exit(0 if client.albums.get(ALBUM).name == name else 1)
        _, status = os.waitpid(child, 0)
        busy.join(30)
        assert status == 0
    assert client.albums.get(ALBUM).name == name


def test_a_program_may_end_at_any_moment(documents: Sandbox) -> None:
    # Threads of ours that are on their way to the interpreter when it ends must not take the process with them.
    code = f"""
import asyncio, threading, sys
from spotify_sdk import AsyncSpotifyClient, SpotifyClient

async def main():
    client = AsyncSpotifyClient("your-access-token")
    calls = [asyncio.ensure_future(client.albums.get("{ALBUM}")) for _ in range(8)]
    await calls[0]

waits = SpotifyClient("your-access-token")
for _ in range(3):
    threading.Thread(target=lambda: waits.albums.get("{ALBUM}"), daemon=True).start()
asyncio.run(main())
"""
    for _ in range(8):
        ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
        assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.parametrize("kind", ["def", "async def"])
def test_a_cache_that_comes_back_while_the_interpreter_ends(documents: Sandbox, kind: str) -> None:
    # Given up by the call after two seconds and by the end after two more; comes back while this program's last object is deleted.
    sleep = "time.sleep(5)" if kind == "def" else "await asyncio.sleep(5)"
    code = f"""
import asyncio, builtins, time
from spotify_sdk.auth import ClientCredentials

class Hung:
    {kind} get(self):
        {sleep}
    {kind} set(self, token):
        pass

class Last:
    def __del__(self, sleep=time.sleep):
        sleep(3)

builtins.last = Last()
assert ClientCredentials(token_cache=Hung()).get_access_token()
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
