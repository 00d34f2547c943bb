"""The logins of many users. Checked by mypy and pyright, never run."""

from __future__ import annotations

from typing_extensions import assert_type

from spotify_sdk import AsyncSpotifyClient, SpotifyClient
from spotify_sdk.auth import (
    AsyncAuthorizationCode,
    AsyncKeyedTokenCache,
    AsyncTokenCache,
    AsyncUserLogins,
    AuthorizationCode,
    ClientCredentials,
    DirectoryTokenCache,
    FileTokenCache,
    InMemoryKeyedTokenCache,
    KeyedTokenCache,
    KeyringTokenCache,
    RedisTokenCache,
    TokenCache,
    TokenInfo,
    UserLogins,
)


class Row:
    def get(self) -> TokenInfo | None:
        return None

    def set(self, token: TokenInfo) -> None: ...


class AsyncRow:
    async def get(self) -> TokenInfo | None:
        return None

    async def set(self, token: TokenInfo) -> None: ...


class Rows:
    is_shared = True

    def for_key(self, key: str) -> Row:
        return Row()


class AsyncRows:
    def for_key(self, key: str) -> AsyncRow:
        return AsyncRow()


redis = RedisTokenCache("redis://127.0.0.1/", key="my-app")
single: TokenCache = redis
keyed: KeyedTokenCache = redis
of_rows: KeyedTokenCache = Rows()
of_async_rows: AsyncKeyedTokenCache = AsyncRows()
async_row: AsyncTokenCache = AsyncRows().for_key("ada")
assert_type(redis.for_key("ada"), RedisTokenCache)
assert_type(DirectoryTokenCache("x").for_key("ada"), FileTokenCache)

for cache in (redis, DirectoryTokenCache("x"), InMemoryKeyedTokenCache(), Rows(), AsyncRows()):
    UserLogins(token_cache=cache, scope=["a"], max_idle=5)
    AsyncUserLogins(token_cache=cache)
for one in (redis, KeyringTokenCache("my-program", "spotify")):
    ClientCredentials(token_cache=one)
    AuthorizationCode(token_cache=one)

UserLogins()  # type: ignore[call-arg]
UserLogins(token_cache=FileTokenCache())  # type: ignore[arg-type]
AuthorizationCode(token_cache=DirectoryTokenCache("x"))  # type: ignore[arg-type]
UserLogins(token_cache=redis, refresh_token="x")  # type: ignore[call-arg]

with UserLogins(token_cache=redis) as logins, SpotifyClient("at") as client:
    assert_type(logins.for_user("ada"), AuthorizationCode)
    assert_type(logins.in_memory(), int)
    assert_type(client.with_auth(logins.for_user("ada")), SpotifyClient)
    client.with_auth("at")
    client.with_auth(3)  # type: ignore[arg-type]


async def main() -> None:
    async with AsyncUserLogins(token_cache=redis) as logins, AsyncSpotifyClient("at") as client:
        assert_type(logins.for_user("ada"), AsyncAuthorizationCode)
        mine = client.with_auth(logins.for_user("ada"))
        assert_type(mine, AsyncSpotifyClient)
        assert_type((await mine.tracks.get_saved()).total, int)
