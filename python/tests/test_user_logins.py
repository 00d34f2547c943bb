"""The logins of many users."""

from __future__ import annotations

import asyncio
import dataclasses
import gc
import json
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import redis_server
from conftest import Run
from many import SCOPES, AsyncShelf, Shelf, log_in, refreshes
from shared import needed

from spotify_sdk import AsyncSpotifyClient, SpotifyClient, SpotifyError
from spotify_sdk.auth import (
    AsyncUserLogins,
    AuthorizationRequest,
    DirectoryTokenCache,
    FileTokenCache,
    InMemoryKeyedTokenCache,
    InMemoryTokenCache,
    RedisTokenCache,
    TokenInfo,
    UserLogins,
)
from spotify_sdk.exceptions import AuthenticationError
from spotify_sdk.testing import Sandbox


@pytest.fixture(params=["memory", "directory", "redis", "own", "own, async"])
def cache(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    """Every kind of cache of many users."""
    if request.param == "redis":
        if not redis_server.is_there():
            pytest.skip(redis_server.MISSING)
        needed("redis")
        with redis_server.running() as path:
            yield RedisTokenCache(f"unix://{path}", "many")
    elif request.param == "directory":
        yield DirectoryTokenCache(tmp_path / "logins")
    else:
        yield {"memory": InMemoryKeyedTokenCache, "own": Shelf, "own, async": AsyncShelf}[request.param]()


def test_users_have_logins_of_their_own(sandbox: Sandbox, cache: Any) -> None:
    with UserLogins(scope=SCOPES, token_cache=cache) as logins:
        client = SpotifyClient.from_client_credentials()
        for user in ("ada", "bob"):
            log_in(logins, sandbox, user)
        for user in ("ada", "bob", "ada"):
            assert client.with_auth(logins.for_user(user)).users.get_current_profile().id == user
        assert logins.in_memory() == 2
        with pytest.raises(AuthenticationError):
            logins.for_user("nobody").get_access_token()
    # And others over the same cache, as another process has them.
    with UserLogins(scope=SCOPES, token_cache=cache) as others:
        assert client.with_auth(others.for_user("bob")).users.get_current_profile().id == "bob"
        # Forgotten here, there and in the cache; the other user's is as it was.
        others.for_user("bob").logout()
        with pytest.raises(AuthenticationError):
            others.for_user("bob").get_access_token()
    with UserLogins(scope=SCOPES, token_cache=cache) as others:
        with pytest.raises(AuthenticationError):
            others.for_user("bob").get_access_token()
        assert client.with_auth(others.for_user("ada")).users.get_current_profile().id == "ada"


def test_the_same_key_is_the_same_live_login(sandbox: Sandbox, cache: Any) -> None:
    with UserLogins(scope=SCOPES, token_cache=cache) as logins:
        before = log_in(logins, sandbox, "ada").get_access_token()
        sandbox.advance(3700)
        together = threading.Barrier(32)

        def ask(_: int) -> str:
            together.wait()
            return logins.for_user("ada").get_access_token()

        with ThreadPoolExecutor(32) as threads:
            tokens = set(threads.map(ask, range(32)))
        assert len(tokens) == 1 and before not in tokens
        assert refreshes(sandbox) == 1


WORKER = """
import sys
from concurrent.futures import ThreadPoolExecutor
from spotify_sdk.auth import DirectoryTokenCache, RedisTokenCache, UserLogins

kind, where = sys.argv[1:]
cache = RedisTokenCache(where, "fleet") if kind == "redis" else DirectoryTokenCache(where)
with UserLogins(token_cache=cache) as logins, ThreadPoolExecutor(8) as threads:
    print("ready", flush=True)
    input()
    tokens = set(threads.map(lambda _: logins.for_user("ada").get_access_token(), range(8)))
print(*tokens)
"""


@pytest.mark.parametrize("kind", ["directory", "redis"])
def test_workers_that_find_an_expired_token_renew_it_once(sandbox: Sandbox, kind: str, tmp_path: Path) -> None:
    with ExitStack() as stack:
        where, cache = str(tmp_path), DirectoryTokenCache(tmp_path)
        if kind == "redis":
            needed("redis")
            if not redis_server.is_there():
                pytest.skip(redis_server.MISSING)
            where = f"unix://{stack.enter_context(redis_server.running())}"
            cache = RedisTokenCache(where, "fleet")  # type: ignore[assignment]
        log_in(UserLogins(scope=SCOPES, token_cache=cache), sandbox, "ada")
        stored = cache.for_key("ada").get()
        assert stored is not None
        cache.for_key("ada").set(dataclasses.replace(stored, expires_at=1.0))
        command = [sys.executable, "-c", WORKER, kind, where]
        pipe = subprocess.PIPE
        workers = [
            stack.enter_context(subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True)) for _ in range(4)
        ]
        for worker in workers:
            assert worker.stdout is not None and worker.stdout.readline() == "ready\n"
        for worker in workers:
            assert worker.stdin is not None
            worker.stdin.write("go\n")
            worker.stdin.flush()
        said = [worker.communicate(timeout=60) for worker in workers]
        assert [worker.returncode for worker in workers] == [0] * 4, said
    assert len({tokens for tokens, _ in said}) == 1 and stored.access_token not in said[0][0]
    assert refreshes(sandbox) == 1


def test_on_event_loops(sandbox: Sandbox, cache: Any, run: Run) -> None:
    """One after the other, each with whatever the one before has left."""

    async def begin(logins: AsyncUserLogins) -> None:
        auth = logins.for_user("ada")
        request = auth.authorization_request()
        await auth.complete_authorization(request, sandbox.approve(request.authorization_url, "ada"))

    async def read(logins: AsyncUserLogins, client: AsyncSpotifyClient) -> str:
        async with client.with_auth(logins.for_user("ada")) as mine:
            return (await mine.users.get_current_profile()).id

    logins = AsyncUserLogins(scope=SCOPES, token_cache=cache)
    client = AsyncSpotifyClient.from_client_credentials()
    run(lambda: begin(logins))
    for _ in range(2):
        sandbox.advance(3700)
        assert run(lambda: read(logins, client)) == "ada"
    assert refreshes(sandbox) == 2
    if isinstance(cache, AsyncShelf):
        assert cache.threads == {threading.main_thread()}

    async def end() -> None:
        async with logins:
            await logins.for_user("ada").logout()

    run(end)
    assert logins.in_memory() == 0


def test_a_login_begun_by_one_worker_is_completed_by_another(sandbox: Sandbox, cache: Any) -> None:
    with UserLogins(scope=SCOPES, token_cache=cache) as first:
        kept = first.for_user("ada").authorization_request().to_json()
    with UserLogins(scope=SCOPES, token_cache=cache) as second:
        request = AuthorizationRequest.from_json(kept)
        assert request.state not in repr(request) and json.loads(kept)["code_verifier"] not in repr(request)
        callback = sandbox.approve(request.authorization_url, "ada")
        with pytest.raises(AuthenticationError, match="another user"):
            second.for_user("bob").complete_authorization(request, callback)
        with pytest.raises(AuthenticationError, match="State mismatch"):
            second.for_user("ada").complete_authorization(request, "?code=x&state=forged")
        second.for_user("ada").complete_authorization(request, callback)
        with pytest.raises(AuthenticationError, match="completed before"):
            second.for_user("ada").complete_authorization(AuthorizationRequest.from_json(kept), callback)
    old = UserLogins(scope=SCOPES, token_cache=cache).for_user("ada").authorization_request()
    callback = sandbox.approve(old.authorization_url, "ada")
    sandbox.advance(700)
    exchanges = len(sandbox.requests("POST", "/api/token"))
    with pytest.raises(AuthenticationError, match="minutes|old|expired"):
        UserLogins(scope=SCOPES, token_cache=cache).for_user("ada").complete_authorization(old, callback)
    assert len(sandbox.requests("POST", "/api/token")) == exchanges
    for wrong in ("", "{}", "null", kept[:40]):
        with pytest.raises(ValueError, match="authorization request"):
            AuthorizationRequest.from_json(wrong)


def test_idle_logins_are_dropped_and_come_back_from_the_cache(sandbox: Sandbox, cache: Any) -> None:
    with UserLogins(scope=SCOPES, token_cache=cache, max_idle=1) as logins:
        ada = log_in(logins, sandbox, "ada").get_access_token()
        gc.collect()
        for number in range(50):
            logins.for_user(f"user {number}")
        assert logins.in_memory() <= 3
        assert logins.for_user("ada").get_access_token() == ada
        assert len(sandbox.requests("POST", "/api/token")) == 1


def test_closing_ends_all_and_keeps_the_logins(sandbox: Sandbox, cache: Any) -> None:
    logins = UserLogins(scope=SCOPES, token_cache=cache)
    auth = log_in(logins, sandbox, "ada")
    token = auth.get_access_token()
    # Of one user: the same key gives a new one.
    auth.close()
    with pytest.raises(SpotifyError, match="closed"):
        auth.get_access_token()
    assert logins.for_user("ada").get_access_token() == token
    logins.close()
    logins.close()
    with pytest.raises(SpotifyError, match="closed"):
        logins.for_user("ada").get_access_token()
    assert UserLogins(token_cache=cache).for_user("ada").get_access_token() == token


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork there")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_fault_042_forked_workers_have_logins_of_their_own(sandbox: Sandbox, cache: Any) -> None:
    """As gunicorn's do, that load the application before they fork."""
    logins = UserLogins(scope=SCOPES, token_cache=cache)
    client = SpotifyClient.from_client_credentials()
    auth = log_in(logins, sandbox, "ada")
    mine = client.with_auth(auth)
    assert mine.users.get_current_profile().id == "ada"

    def works() -> bool:
        again = client.with_auth(logins.for_user("ada")).users.get_current_profile().id
        return mine.users.get_current_profile().id == again == "ada" and logins.in_memory() == 1

    def in_a_child() -> int:
        child = os.fork()
        if child == 0:
            signal.alarm(30)
            try:
                os._exit(0 if works() else 1)
            finally:
                os._exit(2)
        return child

    for child in [in_a_child() for _ in range(3)]:
        assert os.waitpid(child, 0)[1] == 0
    assert works()
    logins.close()


def test_loops_and_threads_at_once(sandbox: Sandbox, cache: Any) -> None:
    logins, client = AsyncUserLogins(scope=SCOPES, token_cache=cache), AsyncSpotifyClient.from_client_credentials()
    with UserLogins(scope=SCOPES, token_cache=cache) as first:
        for user in ("ada", "bob"):
            log_in(first, sandbox, user)

    async def read(user: str) -> set[str]:
        asked = (client.with_auth(logins.for_user(user)).users.get_current_profile() for _ in range(8))
        return {profile.id for profile in await asyncio.wait_for(asyncio.gather(*asked), 60)}

    with ThreadPoolExecutor(4) as threads:
        for _ in range(3):
            users = ["ada", "bob"] * 2
            found = list(threads.map(lambda user: asyncio.run(read(user)), users))
            assert found == [{user} for user in users]
            sandbox.advance(3700)


@pytest.mark.parametrize(
    ("cache", "error"),
    [
        (FileTokenCache("x"), "for_key"),
        (InMemoryTokenCache(), "for_key"),
        ("folder", "DirectoryTokenCache"),
        (DirectoryTokenCache, "class"),
        (None, "for_key"),
    ],
)
def test_a_cache_of_one_login_is_refused(cache: Any, error: str) -> None:
    with pytest.raises(TypeError, match=error):
        UserLogins("id", "secret", "https://example.com/callback", token_cache=cache)


def test_what_is_wrong_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    keyed = InMemoryKeyedTokenCache()
    with pytest.raises(ValueError, match="SPOTIFY_SDK_REDIRECT_URI"):
        UserLogins("id", "secret", token_cache=keyed)
    with pytest.raises(ValueError, match="max_idle"):
        UserLogins("id", "secret", "https://example.com/callback", token_cache=keyed, max_idle=-1)
    logins = UserLogins("id", pkce=True, redirect_uri="https://example.com/callback", token_cache=keyed)
    for empty in (logins.for_user, keyed.for_key, RedisTokenCache("redis://localhost", "k").for_key):
        with pytest.raises(ValueError, match="key is empty"):
            empty("")
    with pytest.raises(TypeError):
        logins.for_user(7)  # type: ignore[arg-type]
    assert repr(logins) == "<UserLogins: 0 in memory>"


KINDS: list[Callable[[str], Any]] = [DirectoryTokenCache, lambda _: InMemoryKeyedTokenCache()]


@pytest.mark.parametrize("make", KINDS)
def test_a_users_place_in_a_cache(make: Callable[[str], Any], tmp_path: Path) -> None:
    """For whoever has a token before they know whose it is."""
    cache = make(str(tmp_path / "folder"))
    token = TokenInfo("at", 9e9, "rt", "a b")
    cache.for_key("../ada").set(token)
    assert cache.for_key("../ada").get() == token
    assert cache.for_key("../Ada").get() is None
    assert [path.name for path in tmp_path.iterdir()] in ([], ["folder"])
    assert "rt" not in repr(cache) + repr(cache.for_key("../ada"))


def test_idle_logins_are_quiet(sandbox: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, logger="spotify_sdk")
    with UserLogins(scope=SCOPES, token_cache=InMemoryKeyedTokenCache()) as logins:
        for number in range(200):
            logins.for_user(str(number))
        assert logins.in_memory() == 200
    assert not caplog.records and sandbox.requests() == []
