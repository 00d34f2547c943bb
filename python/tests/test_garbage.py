"""What refers to itself through the native half is still freed."""

from __future__ import annotations

import asyncio
import gc
import logging
import warnings
import weakref
from collections.abc import Callable
from typing import Any

import pytest

from spotify_sdk import AsyncSpotifyClient, SpotifyClient
from spotify_sdk.auth import AuthorizationCode, ClientCredentials
from spotify_sdk.testing import Sandbox

ALBUM = "5K79FLRUCSysQnVESLcTdb"


def gone(reference: weakref.ref[Any]) -> bool:
    gc.collect()
    return reference() is None


def test_a_provider_that_holds_its_client(documents: Sandbox) -> None:
    class Provider:
        client: object

        def get_access_token(self) -> str:
            return "your-access-token"

    def make() -> weakref.ref[Any]:
        provider = Provider()
        client = SpotifyClient(auth_provider=provider)  # type: ignore[arg-type]
        provider.client = client
        assert client.albums.get(ALBUM).id == ALBUM
        gc.collect()
        # What is in use stays.
        assert client.albums.get(ALBUM).id == ALBUM
        return weakref.ref(client)

    assert gone(make())


def test_an_asynchronous_provider_that_holds_its_client(documents: Sandbox, run) -> None:
    class Provider:
        client: object

        async def get_access_token(self) -> str:
            gc.collect()
            return "your-access-token"

    async def main() -> weakref.ref[Any]:
        provider = Provider()
        client = AsyncSpotifyClient(auth_provider=provider)  # type: ignore[arg-type]
        provider.client = client
        assert (await client.albums.get(ALBUM)).id == ALBUM
        return weakref.ref(client)

    assert gone(run(main))


@pytest.mark.parametrize(
    "make_login",
    [
        lambda cache: ClientCredentials(token_cache=cache),
        lambda cache: AuthorizationCode(redirect_uri="http://127.0.0.1/callback", token_cache=cache),
    ],
    ids=["app", "user"],
)
def test_a_cache_that_holds_its_login(documents: Sandbox, make_login: Callable[[object], Any]) -> None:
    class Cache:
        login: object
        client: object

        def get(self) -> None:
            gc.collect()

        def set(self, token: object) -> None:
            pass

    def make() -> weakref.ref[Any]:
        cache = Cache()
        cache.login = make_login(cache)
        cache.client = SpotifyClient(auth_provider=cache.login)  # type: ignore[arg-type]
        if isinstance(cache.login, ClientCredentials):
            assert cache.login.get_access_token()
        return weakref.ref(cache)

    assert gone(make())


def test_a_loop_that_is_left_with_a_call_under_way(documents: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    documents.fault("GET /v1/albums/*", delay=30)

    def make() -> weakref.ref[Any]:
        loop = asyncio.new_event_loop()
        client = AsyncSpotifyClient("your-access-token")
        call = loop.create_task(client.albums.get(ALBUM))
        loop.run_until_complete(asyncio.sleep(0.1))
        assert not call.done()
        return weakref.ref(loop)

    with warnings.catch_warnings(), caplog.at_level(logging.CRITICAL):
        warnings.simplefilter("ignore", ResourceWarning)
        assert gone(make())


def test_a_call_that_nobody_holds_is_finished(documents: Sandbox, run) -> None:
    # Only the call itself refers to the task that makes it.
    documents.fault("GET /v1/albums/*", delay=0.2, times=1)
    names: list[str] = []

    async def main() -> None:
        client = AsyncSpotifyClient("your-access-token")

        async def call() -> None:
            names.append((await client.albums.get(ALBUM)).id)

        import sniffio

        if sniffio.current_async_library() == "trio":
            import trio

            trio.lowlevel.spawn_system_task(call)
            pause = trio.sleep
        else:
            asyncio.get_running_loop().create_task(call())
            pause = asyncio.sleep
        for _ in range(1000):
            await pause(0.01)
            gc.collect(0)
            if names:
                break

    run(main)
    assert names == [ALBUM]
