"""What has to have come of each snippet of the documents, synchronous or asynchronous."""

from __future__ import annotations

import inspect
import json
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import redis_server

from spotify_sdk import AsyncSpotifyClient, SpotifyClient, SpotifyError
from spotify_sdk.auth import AsyncAuthorizationCode, AsyncClientCredentials, AuthorizationCode, ClientCredentials, TokenInfo
from spotify_sdk.testing import Sandbox

# The exit code where this machine lacks a program that the snippet's check starts.
SKIPPED = 77

ALBUM = "5K79FLRUCSysQnVESLcTdb"
OTHER_ALBUM = "4aawyAB9vmqN3uQ7FjRGTy"
TOKEN_FILE = Path(".cache/spotify-sdk/token.json")


class Outcome:
    """What a snippet left behind: its names, what it printed, and the sandbox. And the classes to go on with."""

    def __init__(self, names: dict[str, Any], sandbox: Sandbox, printed: str, *, synchronous: bool) -> None:
        self.names, self.sandbox, self.printed = names, sandbox, printed
        self.client: Any = SpotifyClient if synchronous else AsyncSpotifyClient
        self.app_login: Any = ClientCredentials if synchronous else AsyncClientCredentials
        self.user_login: Any = AuthorizationCode if synchronous else AsyncAuthorizationCode

    def __getitem__(self, name: str) -> Any:
        return self.names[name]

    def answered(self, method: str, path: str) -> int:
        """How many such requests were sent, all of them with success."""
        requests = self.sandbox.requests(method, path)
        assert all(request.status == 200 for request in requests), requests
        return len(requests)

    async def use(self, client: Any, album: str = ALBUM) -> None:
        """A client works, and is closed then."""
        assert (await got(client.albums.get(album))).name
        await got(client.close())
        await refuses(client)

    async def log_in(self, auth: Any) -> None:
        """A provider of a user's logins logs in, and its token is good."""
        request = auth.authorization_request()
        token = await got(auth.complete_authorization(request, self.sandbox.approve(request.authorization_url)))
        assert await got(auth.get_access_token()) == token.access_token
        await self.use(self.client(auth_provider=auth))


async def got(value: Any) -> Any:
    """What a call gave, of whichever kind it is."""
    return await value if inspect.isawaitable(value) else value


async def refuses(client: Any) -> None:
    """A closed client sends nothing."""
    try:
        await got(client.albums.get(ALBUM))
    except SpotifyError:
        return
    raise AssertionError("the client works although it is closed")


async def access_token(it: Outcome) -> None:
    assert it.answered("GET", f"/v1/albums/{ALBUM}") == 1 and not it.sandbox.requests(path="/api/token")
    album = it["album"]
    assert it.printed == f"{album.name} by {album.artists[0].name}\n" and album.name
    await refuses(it["client"])


async def factory(it: Outcome) -> None:
    assert it.answered("POST", "/api/token") == 1 and it.answered("GET", f"/v1/albums/{OTHER_ALBUM}") == 1
    assert it.printed == f"{it['album'].name}\n"
    await refuses(it["client"])


async def client(it: Outcome) -> None:
    await it.use(it["client"])
    assert it.answered("POST", "/api/token") == 1


async def saved_albums(it: Outcome) -> None:
    stored = json.loads(TOKEN_FILE.read_text(encoding="utf-8"))
    assert stored["refresh_token"] and set(stored["scope"].split()) == {"user-read-private", "user-library-read"}
    assert it.answered("GET", "/v1/me/albums") == 1
    rows = it["saved_albums"].items
    assert it.printed.splitlines() == [f"{row.album.name} by {row.album.artists[0].name}" for row in rows]
    assert len(rows) == min(10, it["saved_albums"].total)
    await refuses(it["client"])


async def scopes(it: Outcome) -> None:
    await it.log_in(it["auth"])
    asked = it.sandbox.requests("POST", "/api/token")
    assert len(asked) == 1 and it["auth"].missing_scopes() == []
    assert set((await got(it["auth"].ensure_login())).scope.split()) == set(it["scope"]) and len(it["scope"]) == 6


async def local_login(it: Outcome) -> None:
    token = it["token_info"]
    assert token.refresh_token and token.refresh_token in it.printed
    if "Access token" in it.printed:
        assert it.printed.splitlines() == [
            f"Access token: {token.access_token}",
            f"Expires at: {token.expires_at}",
            f"Refresh token: {token.refresh_token}",
        ]
        assert json.loads(TOKEN_FILE.read_text(encoding="utf-8"))["access_token"] == token.access_token
    await it.use(it.client(auth_provider=it["auth"]))
    assert it.answered("POST", "/api/token") == 1


async def manual_flow(it: Outcome) -> None:
    assert it.printed == f"Visit: {it['auth_url']}\nAccess token: {it['token_info'].access_token}\n"
    assert "show_dialog=true" in it["auth_url"] and "state=random-state-string" in it["auth_url"]
    await it.use(it.client(auth_provider=it["auth"]))


async def file_cache(it: Outcome) -> None:
    token = await got(it["auth"].get_access_token())
    assert json.loads(TOKEN_FILE.read_text(encoding="utf-8"))["access_token"] == token
    await it.use(it.client(auth_provider=it["auth"]))


async def app_login(it: Outcome) -> None:
    token = await got(it["auth"].get_access_token())
    await it.use(it.client(token))
    assert await got(it["auth"].get_access_token()) == token and it.answered("POST", "/api/token") == 1


async def refresh(it: Outcome) -> None:
    assert it["token1"] == it["token2"] != it["token3"]
    assert it.answered("POST", "/api/token") == 2


async def refresh_configuration(it: Outcome) -> None:
    """The login is renewed a minute before its end, and a refused request is repeated five times."""
    auth = it["auth"]
    first = await got(auth.get_access_token())
    it.sandbox.advance(3600 - 61)
    assert await got(auth.get_access_token()) == first
    it.sandbox.advance(2)
    second = await got(auth.get_access_token())
    assert second != first and it.answered("POST", "/api/token") == 2
    it.sandbox.advance(3600)
    it.sandbox.clear_requests()
    it.sandbox.fault("POST /api/token", status=503, times=5, headers={"Retry-After": "0"})
    assert await got(auth.get_access_token()) not in (first, second)
    assert [request.status for request in it.sandbox.requests("POST", "/api/token")] == [503] * 5 + [200]


async def cleanup(it: Outcome) -> None:
    assert it.printed == f"{it['token']}\n" and it.answered("POST", "/api/token") == 1
    await it.use(it.client(it["token"]))
    try:
        await got(it["auth"].get_access_token())
    except SpotifyError:
        return
    raise AssertionError("the provider works although it is closed")


async def exchanged(it: Outcome) -> None:
    assert it["state"] in it["url"] and "show_dialog=true" in it["url"]
    assert it.answered("POST", "/api/token") == 1
    await it.use(it.client(auth_provider=it["auth"]))
    assert it["auth"].missing_scopes() == [] and it.answered("POST", "/api/token") == 1


async def cache_protocol(it: Outcome) -> None:
    class Cache:
        token: TokenInfo | None = None

        def get(self) -> TokenInfo | None:
            return self.token

        def set(self, token: TokenInfo) -> None:
            self.token = token

    assert {"get", "set"} <= vars(it["TokenCache"]).keys()
    cache = Cache()
    token = await got(it.app_login(token_cache=cache).get_access_token())
    assert cache.token is not None and cache.token.access_token == token
    await it.log_in(it.user_login(token_cache=Cache()))


async def user_login(it: Outcome) -> None:
    await it.log_in(it["auth"])
    assert json.loads(TOKEN_FILE.read_text(encoding="utf-8"))["refresh_token"]


async def token_info(it: Outcome) -> None:
    assert it["token"].is_expired(skew_seconds=30) and "..." not in repr(it["token"])


async def provider_protocol(it: Outcome) -> None:
    assert {"get_access_token", "close"} <= vars(it["AuthProvider"]).keys()

    class Provider:
        closed = False

        def get_access_token(self) -> str:
            return "your-access-token"

        def close(self) -> None:
            self.closed = True

    provider = Provider()
    await it.use(SpotifyClient(auth_provider=provider))
    assert provider.closed


async def async_provider_protocol(it: Outcome) -> None:
    assert {"get_access_token", "close"} <= vars(it["AsyncAuthProvider"]).keys()

    class Provider:
        closed = False

        async def get_access_token(self) -> str:
            return "your-access-token"

        async def close(self) -> None:
            self.closed = True

    if it.client is SpotifyClient:
        return  # Only a loop can run it.
    provider = Provider()
    await it.use(AsyncSpotifyClient(auth_provider=provider))
    assert provider.closed


async def redis_cache(it: Outcome) -> None:
    """The documents' class as it is, on a real server, with both kinds of logins: within a process it loses none."""
    import redis

    if not redis_server.is_there():
        print(redis_server.MISSING, file=sys.stderr)
        raise SystemExit(SKIPPED)
    cache_class = it["RedisTokenCache"]
    with redis_server.running() as path:
        client = redis.Redis(unix_socket_path=path)
        token = await got(it.app_login(token_cache=cache_class(client, "app")).get_access_token())
        assert cache_class(client, "app").get().access_token == token and 0 < client.ttl("app") <= 3600
        # Another process finds it.
        assert await got(it.app_login(token_cache=cache_class(client, "app")).get_access_token()) == token

        await expired_on_arrival(it, cache_class(client, "short"), client)

        auth = it.user_login(token_cache=cache_class(client, "user"))
        await it.log_in(auth)
        first = await got(auth.get_access_token())
        # An hour later Redis has forgotten the entry, and with it the refresh token.
        client.delete("user")
        it.sandbox.advance(3600)
        second = await got(auth.get_access_token())
        assert second != first and cache_class(client, "user").get().access_token == second


async def expired_on_arrival(it: Outcome, cache: Any, client: Any) -> None:
    """A token that ends within the second: the class wants it kept for no seconds, which Redis refuses with an error."""
    import redis

    try:
        cache.set(TokenInfo("ended", time.time()))
    except redis.ResponseError as error:
        assert "expire" in str(error)
    else:
        raise AssertionError("the documents' class can store what has ended")
    answer = {"access_token": it.sandbox.access_token("ada"), "token_type": "Bearer", "expires_in": 1, "scope": ""}
    refresh_token = it.sandbox.refresh_token("ada")
    it.sandbox.fault("POST /api/token", times=1, status=200, body=json.dumps({**answer, "refresh_token": refresh_token}))
    auth = it.user_login(token_cache=cache)
    request = auth.authorization_request()
    await got(auth.complete_authorization(request, it.sandbox.approve(request.authorization_url)))
    assert client.get("short") is None
    # The refresh token is in no cache, and not lost.
    it.sandbox.advance(60)
    it.sandbox.clear_requests()
    token = await got(auth.get_access_token())
    assert token != answer["access_token"] and cache.get().access_token == token
    assert it.answered("POST", "/api/token") == 1 and cache.get().refresh_token == refresh_token


CHECKS: dict[str, Callable[[Outcome], Awaitable[None]]] = {
    "guide_01_access_token": access_token,
    "guide_02_client_credentials_factory": factory,
    "guide_03_client_credentials_environment": client,
    "guide_04_client_credentials_constructor": client,
    "guide_05_authorization_code": saved_albums,
    "guide_06_scopes": scopes,
    "guide_07_authorize_local": local_login,
    "guide_08_manual_flow": manual_flow,
    "guide_09_file_cache": file_cache,
    "guide_10_memory_cache": app_login,
    "guide_11_redis_cache": redis_cache,
    "guide_12_refresh": refresh,
    "guide_13_refresh_configuration": refresh_configuration,
    "guide_14_cleanup": cleanup,
    "reference_01_client_credentials_sync": app_login,
    "reference_02_client_credentials_async": app_login,
    "reference_03_authorization_code_sync": exchanged,
    "reference_04_authorization_code_async": exchanged,
    "reference_05_local_dev_helper_no_copy_paste": local_login,
    "reference_06_local_dev_helper_no_copy_paste": local_login,
    "reference_07_token_cache": cache_protocol,
    "reference_08_built_in_file_cache": user_login,
    "reference_09_tokeninfo": token_info,
    "reference_10_auth_providers_sync": provider_protocol,
    "reference_11_auth_providers_async": async_provider_protocol,
}
