"""What a client takes for a provider. Checked by mypy and pyright, never run."""

from __future__ import annotations

from collections.abc import Awaitable

from spotify_sdk import AsyncSpotifyClient, SpotifyClient
from spotify_sdk.auth import (
    AsyncAuthorizationCode,
    AsyncAuthProvider,
    AsyncClientCredentials,
    AuthorizationCode,
    AuthProvider,
    ClientCredentials,
)


class Bare:
    """No `close`: there is nothing to release."""

    def get_access_token(self) -> str:
        return "token"


class Whole(Bare):
    def close(self) -> None: ...


class AsyncBare:
    async def get_access_token(self) -> str:
        return "token"


class AsyncWhole(AsyncBare):
    async def close(self) -> None: ...


class ByFuture:
    def get_access_token(self) -> Awaitable[str]:
        raise NotImplementedError


class Declared(AuthProvider):
    """By inheritance, which brings a `close` that does nothing."""

    def get_access_token(self) -> str:
        return "token"


class AsyncDeclared(AsyncAuthProvider):
    async def get_access_token(self) -> str:
        return "token"


class Wrong:
    def get_access_token(self) -> int:
        return 1


for provider in (Bare(), Whole(), Declared(), ClientCredentials(), AuthorizationCode()):
    SpotifyClient(auth_provider=provider)
for async_provider in (AsyncBare(), AsyncWhole(), AsyncDeclared(), ByFuture(), AsyncClientCredentials(), AsyncAuthorizationCode()):
    AsyncSpotifyClient(auth_provider=async_provider)
# An event loop awaits only what can be awaited.
AsyncSpotifyClient(auth_provider=Bare())

whole: AuthProvider = Whole()
async_whole: AsyncAuthProvider = AsyncWhole()

SpotifyClient(auth_provider=AsyncBare())  # type: ignore[arg-type]
SpotifyClient(auth_provider=AsyncClientCredentials())  # type: ignore[arg-type]
SpotifyClient(auth_provider=Wrong())  # type: ignore[arg-type]
AsyncSpotifyClient(auth_provider=Wrong())  # type: ignore[arg-type]
SpotifyClient(auth_provider=object())  # type: ignore[arg-type]
SpotifyClient(auth_provider="token")  # type: ignore[arg-type]
