"""What a provider takes for a token cache. Checked by mypy and pyright, never run."""

from __future__ import annotations

from spotify_sdk.auth import (
    AsyncAuthorizationCode,
    AsyncClientCredentials,
    AsyncTokenCache,
    AuthorizationCode,
    ClientCredentials,
    FileTokenCache,
    InMemoryTokenCache,
    TokenCache,
    TokenInfo,
)


class Mine:
    def get(self) -> TokenInfo | None:
        return None

    def set(self, token: TokenInfo) -> None: ...


class AsyncMine:
    async def get(self) -> TokenInfo | None:
        return None

    async def set(self, token: TokenInfo) -> None: ...


class Half:
    def get(self) -> TokenInfo | None:
        return None


class Stranger:
    def get(self) -> str:
        return ""

    def set(self, token: TokenInfo) -> None: ...


cache: TokenCache = Mine()
async_cache: AsyncTokenCache = AsyncMine()

for any_cache in (Mine(), AsyncMine(), FileTokenCache(), InMemoryTokenCache(), None):
    ClientCredentials(token_cache=any_cache)
    AuthorizationCode(token_cache=any_cache)
    AsyncClientCredentials(token_cache=any_cache)
    AsyncAuthorizationCode(token_cache=any_cache)

ClientCredentials(token_cache=Half())  # type: ignore[arg-type]
AsyncAuthorizationCode(token_cache=Stranger())  # type: ignore[arg-type]
