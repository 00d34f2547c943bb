"""The clients of each world. The three worlds' crews share caches: what one of them renews, the others use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spotify_sdk import AsyncSpotifyClient, SpotifyClient
from spotify_sdk.auth import (
    AsyncAuthorizationCode,
    AsyncClientCredentials,
    AsyncUserLogins,
    AuthorizationCode,
    ClientCredentials,
    DirectoryTokenCache,
    FileTokenCache,
    InMemoryKeyedTokenCache,
    TokenInfo,
    UserLogins,
)
from spotify_sdk.testing import Sandbox

IN_DIRECTORY, IN_FILES, APPS = range(0, 60), range(60, 90), range(90, 100)
"""Of a crew's members: one of many users over a directory, a login of one's own over a file, the app itself."""


@dataclass
class Member:
    """A client: one that it has for good, or one made for each call as a web application does."""

    name: str
    user: str | None
    client: Callable[[], Any]
    close: Callable[[], Any]


def crews(sandbox: Sandbox, folder: Path, scopes: list[str]) -> list[list[Member]]:
    """The members of threads, asyncio and trio. Nothing is sent yet."""
    directory = DirectoryTokenCache(folder / "users")
    for number in (*IN_DIRECTORY, *IN_FILES):
        user = f"user{number}"
        # What was stored long ago: the access token has expired, the refresh token is the login.
        token = TokenInfo(
            access_token="of-yesterday",
            expires_at=1.0,
            refresh_token=sandbox.refresh_token(user, *scopes),
            scope=" ".join(scopes),
        )
        cache = directory.for_key(user) if number in IN_DIRECTORY else FileTokenCache(file(folder, user))
        cache.set(token)
    return [
        _crew("threads", folder, directory, SpotifyClient, AuthorizationCode, ClientCredentials, UserLogins),
        *(
            _crew(
                name,
                folder,
                directory,
                AsyncSpotifyClient,
                AsyncAuthorizationCode,
                AsyncClientCredentials,
                AsyncUserLogins,
            )
            for name in ("asyncio", "trio")
        ),
    ]


def file(folder: Path, user: str) -> Path:
    return folder / "files" / user / "token.json"


def _crew(
    world: str,
    folder: Path,
    directory: DirectoryTokenCache,
    spotify: Any,
    authorization_code: Any,
    client_credentials: Any,
    user_logins: Any,
) -> list[Member]:
    # Most are told to sit out no pause after a 429: time is real here for who waits.
    logins = user_logins(token_cache=directory, max_wait=1)
    # Its own login is never used: it lends its connections.
    relative = spotify(auth_provider=client_credentials(max_wait=1), max_wait=1)

    def member(number: int) -> Member:
        name, user = f"{world}-{number}", f"user{number}"
        if number in IN_DIRECTORY:
            return Member(
                name, user, lambda: relative.with_auth(logins.for_user(user)), logins.close if number == 0 else _nothing
            )
        max_wait = 1 if number % 10 else None
        if number in IN_FILES:
            auth = authorization_code(token_cache=FileTokenCache(file(folder, user)), max_wait=max_wait)
        else:
            auth, user = client_credentials(max_wait=max_wait), None
        client = spotify(auth_provider=auth, max_wait=max_wait)
        return Member(name, user, lambda: client, client.close)

    members = [member(number) for number in range(100)]
    return [*members, Member(f"{world}-relative", None, lambda: relative, relative.close)]


def _nothing() -> None:
    return None
