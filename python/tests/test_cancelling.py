"""Ending what waits."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import pytest
import trio

from spotify_sdk import AsyncSpotifyClient, SpotifyClient, SpotifyError
from spotify_sdk.auth import AuthorizationCode, ClientCredentials
from spotify_sdk.testing import Sandbox

ALBUM = "5K79FLRUCSysQnVESLcTdb"


PROMISED = 0.2


def quickest_interrupt(documents: Sandbox, work: Callable[[], object], waits: threading.Event | None = None) -> float:
    """How many seconds lie between a SIGINT and the KeyboardInterrupt, at best.

    Of several tries the best one counts: this machine may be busy with something else for longer than what is promised, but not
    each time. Each is sent when the sandbox has the request, or when the work says that it waits.
    """
    took: list[float] = []
    for _ in range(8):
        documents.clear_requests()
        if waits is not None:
            waits.clear()
        sent: list[float] = []

        def send(sent: list[float] = sent) -> None:
            until = time.monotonic() + 30
            if waits is not None:
                waits.wait(30)
            while waits is None and not documents.requests() and time.monotonic() < until:
                time.sleep(0.01)
            sent.append(time.monotonic())
            os.kill(os.getpid(), signal.SIGINT)

        thread = threading.Thread(target=send)
        thread.start()
        with pytest.raises(KeyboardInterrupt):
            work()
        took.append(time.monotonic() - sent[0])
        thread.join()
        if took[-1] < PROMISED:
            break
    return min(took)


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
def test_ctrl_c_ends_a_call(documents: Sandbox) -> None:
    documents.fault("GET /v1/albums/*", delay=30)
    with SpotifyClient("your-access-token") as client:
        assert quickest_interrupt(documents, lambda: client.albums.get(ALBUM)) < PROMISED
        documents.clear_faults()
        assert client.albums.get(ALBUM).id == ALBUM


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
def test_ctrl_c_ends_a_wait_for_a_rate_limit(documents: Sandbox) -> None:
    documents.fault("GET /v1/albums/*", status=429, headers={"retry-after": "30"})

    def call() -> None:
        # Each on its own: the pause that one was told of holds for its app's other calls.
        with SpotifyClient(documents.access_token(documents.users[0])) as client:
            client.clear_cool_down()
            client.albums.get(ALBUM)

    assert quickest_interrupt(documents, call) < PROMISED


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
def test_ctrl_c_ends_a_wait_for_a_token(documents: Sandbox) -> None:
    documents.fault("POST /api/token", delay=30)
    assert quickest_interrupt(documents, lambda: ClientCredentials().get_access_token()) < PROMISED


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
@pytest.mark.parametrize("what", ["local login", "cache", "async cache", "provider", "iteration", "close"])
def test_ctrl_c_ends_what_else_waits(documents: Sandbox, what: str) -> None:
    waits, over = threading.Event(), threading.Event()

    def hang(*_: object) -> None:
        waits.set()
        # Python itself does not hear of a signal that comes just before it begins to wait.
        until = time.monotonic() + 60
        while not over.wait(0.01) and time.monotonic() < until:
            pass

    class Hung:
        def get(self) -> None:
            hang()

        def set(self, token: object) -> None:
            pass

        def get_access_token(self) -> str:
            hang()
            return "your-access-token"

    class AsyncHung:
        async def get(self) -> None:
            waits.set()
            await asyncio.sleep(60)

        async def set(self, token: object) -> None:
            pass

    def local_login() -> None:
        auth = AuthorizationCode(redirect_uri="http://127.0.0.1/callback")
        auth.authorize_local(open_browser=False, authorization_url_handler=lambda url: waits.set())

    def iterate() -> None:
        client = SpotifyClient(documents.access_token(documents.users[0], "user-library-read"))
        for _ in client.tracks.iter_saved():
            pass

    def close() -> None:
        # It waits for a renewal that another thread has begun.
        auth = ClientCredentials()

        def renew() -> None:
            with suppress(SpotifyError):
                auth.get_access_token()

        threading.Thread(target=renew, daemon=True).start()
        until = time.monotonic() + 30
        while not documents.requests() and time.monotonic() < until:
            time.sleep(0.01)
        waits.set()
        auth.close()

    work: dict[str, Callable[[], object]] = {
        "local login": local_login,
        "cache": lambda: ClientCredentials(token_cache=Hung()).get_access_token(),
        "async cache": lambda: ClientCredentials(token_cache=AsyncHung()).get_access_token(),  # type: ignore[arg-type]
        "provider": lambda: SpotifyClient(auth_provider=Hung()).albums.get(ALBUM),  # type: ignore[arg-type]
        "iteration": iterate,
        "close": close,
    }
    documents.fault("GET /v1/me/tracks", delay=30)
    documents.fault("POST /api/token", delay=30)
    try:
        took = quickest_interrupt(documents, work[what], None if what == "iteration" else waits)
    finally:
        over.set()
    assert took < PROMISED


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


@pytest.mark.parametrize("whose", ["ours", "mine"])
def test_leaving_by_cancellation_closes_the_provider(documents: Sandbox, run, whose: str) -> None:
    begun: list[str] = []

    class Mine:
        async def get_access_token(self) -> str:
            return "your-access-token"

        async def close(self) -> None:
            begun.append("close")

    async def leave(enter: Callable[[Callable[[], object]], Awaitable[object]]) -> AsyncSpotifyClient:
        """A client whose block was left by cancellation."""
        client = AsyncSpotifyClient.from_client_credentials() if whose == "ours" else AsyncSpotifyClient(auth_provider=Mine())
        await client.albums.get(ALBUM)

        async def inside() -> None:
            async with client:
                await client.albums.get(ALBUM)

        documents.fault("GET /v1/albums/*", delay=30)
        await enter(inside)
        documents.clear_faults()
        return client

    async def with_trio(inside: Callable[[], Any]) -> None:
        with trio.move_on_after(0.2):
            await inside()

    async def with_asyncio(inside: Callable[[], Any]) -> None:
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(inside(), 0.2)

    async def main() -> None:
        import sniffio

        is_trio = sniffio.current_async_library() == "trio"
        client = await leave(with_trio if is_trio else with_asyncio)
        with pytest.raises(SpotifyError, match="closed"):
            await client.albums.get(ALBUM)
        if whose == "mine":
            assert begun == ["close"]
        else:
            with pytest.raises(SpotifyError, match="closed"):
                documents.advance(3700)
                await client._provider.get_access_token()  # type: ignore[union-attr]

    run(main)


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
    auth = ClientCredentials("your-client-id", "your-client-secret")
    client = SpotifyClient(auth_provider=auth)
    name = client.albums.get(ALBUM).name
    documents.fault("POST /api/token", delay=0.05)
    for _ in range(100):
        documents.expire_access_tokens()
        refreshes = len(documents.requests("POST", "/api/token"))
        busy = threading.Thread(target=lambda: client.albums.get(ALBUM))
        busy.start()
        # The refresh is under way when it forks.
        until = time.monotonic() + 30
        while len(documents.requests("POST", "/api/token")) == refreshes and time.monotonic() < until:
            time.sleep(0.001)
        child = os.fork()
        if child == 0:
            signal.alarm(30)
            # The market tells the child's requests from the parent's.
            os._exit(0 if client.albums.get(ALBUM, market="SE").name == name else 1)
        _, status = os.waitpid(child, 0)
        busy.join(30)
        assert status == 0
    assert client.albums.get(ALBUM).name == name
    calls = documents.requests("GET", f"/v1/albums/{ALBUM}")
    children = [request.connection for request in calls if dict(request.query).get("market") == "SE"]
    parents = {request.connection for request in calls if "market" not in dict(request.query)}
    # A call after a refused token is on the same connection again.
    assert len(set(children)) == 100 and parents.isdisjoint(children)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork there")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_call_that_forks_while_it_asks_a_provider_goes_on_in_the_parent_alone(documents: Sandbox) -> None:
    children: list[int] = []

    class Forking:
        def get_access_token(self) -> str:
            children.append(os.fork())
            return "your-access-token"

    client = SpotifyClient(auth_provider=Forking())  # type: ignore[arg-type]
    parent = os.getpid()
    said = 1
    try:
        assert client.albums.get(ALBUM).id == ALBUM
    except RuntimeError as error:
        said = 0 if "forked" in str(error) else 2
    finally:
        if os.getpid() != parent:
            os._exit(said)
    _, status = os.waitpid(children[0], 0)
    assert status == 0
    assert len(documents.requests()) == 1


def test_a_program_may_end_at_any_moment(documents: Sandbox) -> None:
    # Threads of ours that are on their way to the interpreter when it ends must not take the process with them.
    code = f"""
import asyncio, threading, sys
from spotify_sdk import AsyncSpotifyClient, SpotifyClient, SpotifyError

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


@pytest.mark.parametrize("where", ["thread", "loop"])
def test_a_provider_that_comes_back_while_the_interpreter_ends(documents: Sandbox, where: str) -> None:
    # It comes back while this program's last object is deleted, and its thread is killed on the way.
    call = f"SpotifyClient(auth_provider=Slow()).albums.get('{ALBUM}')"
    if where == "loop":
        call = f"asyncio.run(AsyncSpotifyClient(auth_provider=Slow()).albums.get('{ALBUM}'))"
    code = f"""
import asyncio, builtins, threading, time
from spotify_sdk import AsyncSpotifyClient, SpotifyClient, SpotifyError

asked = threading.Event()

class Slow:
    def get_access_token(self):
        asked.set()
        time.sleep(3)
        return "your-access-token"

class Last:
    def __del__(self, sleep=time.sleep):
        sleep(5)

builtins.last = Last()
threading.Thread(target=lambda: {call}, daemon=True).start()
assert asked.wait(30)
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.parametrize("kind", ["def", "async def"])
def test_a_login_that_begins_while_the_interpreter_ends_is_kept(documents: Sandbox, kind: str) -> None:
    # What was registered before the import runs after everything that the package does at the end.
    code = f"""
import atexit

def last():
    assert auth.get_access_token() == cache.token.access_token
    auth.close()
    print("kept")

atexit.register(last)

from spotify_sdk.auth import ClientCredentials

class Cache:
    token = None
    {kind} get(self):
        return self.token
    {kind} set(self, token):
        self.token = token

cache = Cache()
auth = ClientCredentials(token_cache=cache)
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "kept\n", "")
