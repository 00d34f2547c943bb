"""Providers and caches written in Python: synchronous, asynchronous, raising, slow, wrong."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from typing import Any

import pytest

from spotify_sdk import AsyncSpotifyClient, AuthenticationError, SpotifyClient, SpotifyError
from spotify_sdk.auth import AsyncAuthorizationCode, AsyncClientCredentials, AuthorizationCode, ClientCredentials, TokenInfo
from spotify_sdk.testing import Sandbox

ALBUM = "5K79FLRUCSysQnVESLcTdb"


class Provider:
    """A provider as the documents have it."""

    def __init__(self, token: object = "your-access-token") -> None:
        self.token = token
        self.asked = 0
        self.closed = 0

    def get_access_token(self) -> Any:
        self.asked += 1
        if isinstance(self.token, BaseException):
            raise self.token
        return self.token

    def close(self) -> None:
        self.closed += 1


class AsyncProvider:
    """The same for event loops."""

    def __init__(self, token: object = "your-access-token") -> None:
        self.token = token
        self.threads: list[threading.Thread] = []
        self.closed = 0

    async def get_access_token(self) -> Any:
        self.threads.append(threading.current_thread())
        if isinstance(self.token, BaseException):
            raise self.token
        return self.token

    async def close(self) -> None:
        self.closed += 1


def test_a_provider_is_asked_on_the_callers_thread(documents: Sandbox) -> None:
    provider = Provider()
    with SpotifyClient(auth_provider=provider) as client:
        assert client.albums.get(ALBUM).id == ALBUM
        assert client.albums.get(ALBUM).id == ALBUM
    assert (provider.asked, provider.closed) == (2, 1)


def test_a_provider_on_event_loops(documents: Sandbox, run) -> None:
    provider = AsyncProvider()

    async def main() -> None:
        async with AsyncSpotifyClient(auth_provider=provider) as client:
            assert (await client.albums.get(ALBUM)).id == ALBUM

    run(main)
    assert provider.threads == [threading.main_thread()] and provider.closed == 1


def test_a_provider_without_close(documents: Sandbox) -> None:
    class Bare:
        def get_access_token(self) -> str:
            return "your-access-token"

    with SpotifyClient(auth_provider=Bare()) as client:  # type: ignore[arg-type]
        assert client.albums.get(ALBUM).id == ALBUM


def test_what_a_provider_raises_comes_out_as_it_was(documents: Sandbox, run) -> None:
    raised = LookupError("no token today")
    with SpotifyClient(auth_provider=Provider(raised)) as client, pytest.raises(LookupError) as caught:
        client.albums.get(ALBUM)
    assert caught.value is raised

    async def main() -> None:
        async with AsyncSpotifyClient(auth_provider=AsyncProvider(raised)) as client:
            with pytest.raises(LookupError):
                await client.albums.get(ALBUM)

    run(main)
    assert documents.requests() == []


@pytest.mark.parametrize("token", [None, 7, b"bytes"])
def test_a_token_is_text(documents: Sandbox, token: object) -> None:
    with SpotifyClient(auth_provider=Provider(token)) as client, pytest.raises(TypeError, match="str"):
        client.albums.get(ALBUM)


@pytest.mark.parametrize("token", ["", "a b", "a\r\nX-Evil: 1"])
def test_a_token_that_none_can_be_is_refused(documents: Sandbox, token: str) -> None:
    with SpotifyClient(auth_provider=Provider(token)) as client, pytest.raises(ValueError):
        client.albums.get(ALBUM)
    assert documents.requests() == []


def test_an_asynchronous_provider_in_a_client_that_waits(documents: Sandbox) -> None:
    client = SpotifyClient(auth_provider=AsyncProvider())  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="AsyncSpotifyClient"):
        client.albums.get(ALBUM)


def test_a_provider_that_makes_calls_of_its_own(documents: Sandbox) -> None:
    inner = SpotifyClient("your-access-token")

    class Nested(Provider):
        def get_access_token(self) -> str:
            assert inner.albums.get(ALBUM).id == ALBUM
            return "your-access-token"

    with SpotifyClient(auth_provider=Nested()) as client:
        assert client.albums.get(ALBUM).id == ALBUM


def test_a_subclass_of_ours_is_asked_itself(documents: Sandbox) -> None:
    class Mine(ClientCredentials):
        def get_access_token(self) -> str:
            return "your-access-token"

    with SpotifyClient(auth_provider=Mine()) as client:
        assert client.albums.get(ALBUM).id == ALBUM
    assert documents.requests("POST", "/api/token") == []


def test_our_providers_serve_both_kinds_of_clients(documents: Sandbox, run) -> None:
    waits, loops = ClientCredentials(), AsyncClientCredentials()
    with SpotifyClient(auth_provider=loops) as client:  # type: ignore[arg-type]
        assert client.albums.get(ALBUM).id == ALBUM

    async def main() -> None:
        async with AsyncSpotifyClient(auth_provider=waits) as client:  # type: ignore[arg-type]
            assert (await client.albums.get(ALBUM)).id == ALBUM

    run(main)


def test_a_provider_that_waits_holds_up_no_event_loop(documents: Sandbox, run) -> None:
    from contextvars import ContextVar

    from ticks import ticks_during

    user = ContextVar("user", default="nobody")
    threads: list[threading.Thread] = []

    class Waiting:
        def get_access_token(self) -> str:
            threads.append(threading.current_thread())
            time.sleep(0.5)
            return {"mia": "your-access-token"}[user.get()]

    async def main() -> int:
        user.set("mia")
        async with AsyncSpotifyClient(auth_provider=Waiting()) as client:  # type: ignore[arg-type]
            return await ticks_during(client.albums.get(ALBUM))

    assert run(main) >= 10
    assert threads and threading.main_thread() not in threads


def test_a_provider_that_gives_something_to_await(documents: Sandbox, run) -> None:
    inner = AsyncProvider()

    class Handing:
        def get_access_token(self) -> Any:
            return inner.get_access_token()

    async def main() -> None:
        async with AsyncSpotifyClient(auth_provider=Handing()) as client:  # type: ignore[arg-type]
            assert (await client.albums.get(ALBUM)).id == ALBUM

    run(main)
    assert inner.threads == [threading.main_thread()]


def test_cancelling_a_call_cancels_its_provider(documents: Sandbox) -> None:
    cancelled = []

    class Slow(AsyncProvider):
        async def get_access_token(self) -> str:
            try:
                await asyncio.sleep(30)
            except asyncio.CancelledError:
                cancelled.append(True)
                raise
            return ""

    async def main() -> None:
        client = AsyncSpotifyClient(auth_provider=Slow())
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(client.albums.get(ALBUM), 0.2)

    asyncio.run(main())
    assert cancelled == [True]


# Caches.


class Cache:
    """A cache as the documents have it."""

    def __init__(self) -> None:
        self.token: Any = None
        self.sets = 0

    def get(self) -> Any:
        return self.token

    def set(self, token: TokenInfo) -> Any:
        self.token = token
        self.sets += 1


class AsyncCache:
    """The same with coroutines; remembers where they ran."""

    def __init__(self) -> None:
        self.token: Any = None
        self.threads: set[threading.Thread] = set()

    async def get(self) -> Any:
        await self._work()
        return self.token

    async def set(self, token: TokenInfo) -> None:
        await self._work()
        self.token = token

    async def _work(self) -> None:
        import sniffio

        if sniffio.current_async_library() == "trio":
            import trio

            await trio.sleep(0)
        else:
            await asyncio.sleep(0)
        self.threads.add(threading.current_thread())


def test_a_cache_of_ones_own(documents: Sandbox) -> None:
    cache = Cache()
    token = ClientCredentials(token_cache=cache).get_access_token()
    assert isinstance(cache.token, TokenInfo) and cache.token.access_token == token
    assert ClientCredentials(token_cache=cache).get_access_token() == token
    assert cache.sets == 1 and len(documents.requests()) == 1


def test_a_cache_that_looks_empty_is_used(documents: Sandbox) -> None:
    class Sized(Cache):
        def __len__(self) -> int:
            return 0

    cache = Sized()
    ClientCredentials(token_cache=cache).get_access_token()
    assert cache.sets == 1


def test_fault_066_a_cache_of_coroutines_runs_on_the_callers_loop(documents: Sandbox, run) -> None:
    cache = AsyncCache()

    async def main() -> str:
        return await AsyncClientCredentials(token_cache=cache).get_access_token()  # type: ignore[arg-type]

    token = run(main)
    assert cache.token.access_token == token
    assert cache.threads == {threading.main_thread()}
    assert run(main) == token
    assert len(documents.requests()) == 1


def test_fault_066_through_a_client(documents: Sandbox, run) -> None:
    cache = AsyncCache()

    async def main() -> None:
        auth = AsyncClientCredentials(token_cache=cache)  # type: ignore[arg-type]
        async with AsyncSpotifyClient(auth_provider=auth) as client:
            assert (await client.albums.get(ALBUM)).id == ALBUM

    run(main)
    assert cache.token is not None and cache.threads == {threading.main_thread()}


def test_fault_066_a_cache_of_coroutines_and_a_caller_that_waits(documents: Sandbox) -> None:
    cache = AsyncCache()
    token = ClientCredentials(token_cache=cache).get_access_token()  # type: ignore[arg-type]
    assert cache.token.access_token == token


def test_fault_064_a_cache_that_raises_costs_no_token(documents: Sandbox) -> None:
    class Down(Cache):
        def get(self) -> Any:
            raise ConnectionError("redis is down")

        set = get  # type: ignore[assignment]

    auth = ClientCredentials(token_cache=Down())
    token = auth.get_access_token()
    assert auth.get_access_token() == token
    assert len(documents.requests()) == 1


def test_fault_064_a_cache_that_hangs_costs_two_seconds(documents: Sandbox) -> None:
    class Hung(Cache):
        def get(self) -> Any:
            time.sleep(8)

    started = time.monotonic()
    auth = ClientCredentials(token_cache=Hung())
    token = auth.get_access_token()
    assert time.monotonic() - started < 7
    assert auth.get_access_token() == token


@pytest.mark.parametrize(
    "wrong",
    [{"access_token": "x", "expires_at": 1}, "token", 7, TokenInfo(None, 1.0), TokenInfo("x", "soon")],  # type: ignore[arg-type]
)
def test_fault_067_what_is_no_token_is_not_used(documents: Sandbox, wrong: object) -> None:
    cache = Cache()
    cache.token = wrong
    token = ClientCredentials(token_cache=cache).get_access_token()
    assert token and token not in ("x", "token")
    assert documents.requests()[-1].path == "/api/token"
    with pytest.raises(SpotifyError):
        AuthorizationCode(token_cache=cache, redirect_uri="http://127.0.0.1/callback").get_access_token()


def test_something_that_is_no_cache_is_refused_at_once() -> None:
    with pytest.raises(TypeError, match="get"):
        ClientCredentials("id", "secret", token_cache=object())  # type: ignore[arg-type]


class Redis:
    """What of Redis the documents' cache uses."""

    def __init__(self) -> None:
        self.values: dict[str, tuple[str, float]] = {}
        self.now = time.time

    def get(self, key: str) -> str | None:
        value, until = self.values.get(key, (None, 0.0))
        return value if until > self.now() else None

    def setex(self, key: str, ttl: int, value: str) -> None:
        if ttl <= 0:
            raise ValueError("invalid expire time in setex")
        self.values[key] = (value, self.now() + ttl)


class DocumentsCache:
    """The documents' class for Redis: the entry lives no longer than the access token, and the refresh token with it."""

    def __init__(self, redis: Redis, now: Any) -> None:
        self._redis = redis
        self._now = now

    def get(self) -> TokenInfo | None:
        data = self._redis.get("spotify_token")
        return TokenInfo(**json.loads(data)) if data else None

    def set(self, token: TokenInfo) -> None:
        payload = {
            "access_token": token.access_token,
            "expires_at": token.expires_at,
            "refresh_token": token.refresh_token,
            "scope": token.scope,
        }
        ttl = max(0, int(token.expires_at - self._now()))
        self._redis.setex("spotify_token", ttl, json.dumps(payload))


def test_fault_065_the_documents_redis_class_loses_no_login_within_a_process(documents: Sandbox) -> None:
    redis = Redis()
    redis.now = documents.now
    cache = DocumentsCache(redis, documents.now)
    auth = AuthorizationCode(redirect_uri="http://127.0.0.1/callback", token_cache=cache)
    request = auth.authorization_request()
    token = auth.complete_authorization(request, documents.approve(request.authorization_url)).access_token
    for _ in range(3):
        documents.advance(3700)
        assert redis.get("spotify_token") is None
        renewed = auth.get_access_token()
        assert renewed != token
        token = renewed


def test_fault_068_a_cache_with_more_than_the_two_methods(documents: Sandbox) -> None:
    class Deleting(Cache):
        deleted = False

        def delete(self) -> None:
            self.deleted = True
            self.token = None

    cache = Deleting()
    auth = AuthorizationCode(redirect_uri="http://127.0.0.1/callback", token_cache=cache)
    request = auth.authorization_request()
    auth.complete_authorization(request, documents.approve(request.authorization_url))
    auth.logout()
    assert cache.deleted
    with pytest.raises(AuthenticationError):
        auth.get_access_token()


def test_a_cache_that_asks_its_own_provider_is_told_so(documents: Sandbox) -> None:
    class Looping(Cache):
        auth: ClientCredentials

        def get(self) -> Any:
            return self.auth.get_access_token()

    cache = Looping()
    cache.auth = ClientCredentials(token_cache=cache)
    started = time.monotonic()
    assert cache.auth.get_access_token()
    assert time.monotonic() - started < 20


def test_the_next_caller_serves_the_cache_when_the_first_is_cancelled(documents: Sandbox) -> None:
    entered = 0

    class Slow(AsyncCache):
        async def get(self) -> Any:
            nonlocal entered
            entered += 1
            if entered == 1:
                await asyncio.sleep(30)
            return self.token

    cache = Slow()

    async def main() -> None:
        auth = AsyncAuthorizationCode(
            redirect_uri="http://127.0.0.1/callback",
            token_cache=cache,  # type: ignore[arg-type]
            refresh_token=documents.refresh_token(documents.users[0]),
        )
        first = asyncio.ensure_future(auth.get_access_token())
        await asyncio.sleep(0.2)
        second = asyncio.ensure_future(auth.get_access_token())
        await asyncio.sleep(0.05)
        first.cancel()
        assert await second
        assert first.cancelled()

    asyncio.run(main())
    assert entered >= 2 and cache.token is not None
