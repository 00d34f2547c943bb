"""`RedisTokenCache` on a real server."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
import redis_server
from shared import needed

from spotify_sdk import SpotifyError
from spotify_sdk.auth import AuthorizationCode, ClientCredentials, RedisTokenCache, TokenInfo
from spotify_sdk.exceptions import AuthenticationError
from spotify_sdk.testing import Sandbox

TOKEN = TokenInfo("at", 9e9, "rt", "a b")


@pytest.fixture
def server() -> Iterator[str]:
    """The socket of a server."""
    needed("redis")
    if not redis_server.is_there():
        pytest.skip(redis_server.MISSING)
    with redis_server.running() as path:
        yield path


def client(server: str) -> Any:
    import redis

    return redis.Redis(unix_socket_path=server)


def test_other_programs_read_and_write_the_entry(server: str) -> None:
    cache = RedisTokenCache(f"unix://{server}", "mine")
    assert cache.get() is None
    cache.set(TOKEN)
    assert cache.get() == TOKEN
    stored = json.loads(client(server).get("mine"))
    assert stored["refresh_token"] == "rt" and client(server).ttl("mine") == -1
    client(server).set("mine:ada", json.dumps({"access_token": "x", "expires_at": 8e9, "refresh_token": "y", "scope": None}))
    assert cache.for_key("ada").get() == TokenInfo("x", 8e9, "y")
    client(server).set("mine", "nonsense")
    with pytest.raises(SpotifyError, match="no stored token"):
        cache.get()


def test_a_single_login(server: str, documents: Sandbox) -> None:
    cache = RedisTokenCache(f"unix://{server}", "login")
    auth = AuthorizationCode(scope="user-library-read", token_cache=cache)
    request = auth.authorization_request()
    auth.complete_authorization(request, documents.approve(request.authorization_url))
    documents.advance(3700)
    first, second = (AuthorizationCode(token_cache=RedisTokenCache(f"unix://{server}", "login")) for _ in range(2))
    assert first.get_access_token() == second.get_access_token()
    auth.logout()
    assert cache.get() is None
    until = time.monotonic() + 30
    while True:
        try:
            first.get_access_token()
        except AuthenticationError:
            break
        assert time.monotonic() < until, "the logout was not noticed"
        time.sleep(0.02)


def test_a_server_that_is_away_costs_no_login(documents: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    cache = RedisTokenCache("redis://:hunter2@127.0.0.1:1/0", "k")
    started = time.monotonic()
    assert ClientCredentials(token_cache=cache).get_access_token()
    assert time.monotonic() - started < 20
    assert "Redis" in caplog.text
    with pytest.raises(SpotifyError, match="Redis") as caught:
        cache.get()
    said = caplog.text + str(caught.value) + "".join(getattr(caught.value, "__notes__", []))
    assert "hunter2" not in said + repr(cache) + repr(cache.for_key("ada"))


@pytest.mark.parametrize("url", ["", "localhost", "http://localhost", "redis://:hunter2@[", "rediss://:hunter2@ho st"])
def test_what_is_no_url_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(ValueError, match="URL of the Redis server") as caught:
        RedisTokenCache(url, "k")
    assert "hunter2" not in str(caught.value) + "".join(getattr(caught.value, "__notes__", []))


def test_encrypted_connections_are_there() -> None:
    assert repr(RedisTokenCache("rediss://:hunter2@localhost", "k")) == "RedisTokenCache(key='k')"
    with pytest.raises(ValueError, match="key is empty"):
        RedisTokenCache("redis://localhost", "")
