"""What the tests of many users share."""

from __future__ import annotations

import threading
from typing import Any

from spotify_sdk.auth import AuthorizationCode, TokenInfo, UserLogins
from spotify_sdk.testing import Sandbox

SCOPES = ["user-read-private", "user-library-read"]


def log_in(logins: UserLogins, sandbox: Sandbox, user: str) -> AuthorizationCode:
    """Lets one of the sandbox's users log in, under their own name."""
    auth = logins.for_user(user)
    request = auth.authorization_request()
    auth.complete_authorization(request, sandbox.approve(request.authorization_url, user))
    return auth


def refreshes(sandbox: Sandbox) -> int:
    """How many renewals were asked for."""
    forms = (request.form for request in sandbox.requests("POST", "/api/token"))
    return sum(form.get("grant_type") == "refresh_token" for form in forms)


class Shelf:
    """A keyed cache of one's own, with what the documents' protocol has."""

    def __init__(self) -> None:
        self.tokens: dict[str, TokenInfo] = {}
        self.threads: set[threading.Thread] = set()

    def for_key(self, key: str) -> Any:
        return Place(self, key)


class Place:
    """One user's part of it."""

    def __init__(self, shelf: Shelf, key: str) -> None:
        self.shelf, self.key = shelf, key

    def get(self) -> TokenInfo | None:
        self.shelf.threads.add(threading.current_thread())
        return self.shelf.tokens.get(self.key)

    def set(self, token: TokenInfo) -> None:
        self.shelf.tokens[self.key] = token


class AsyncShelf(Shelf):
    """The same over caches whose methods are `async def`."""

    def for_key(self, key: str) -> Any:
        return AsyncPlace(self, key)


class AsyncPlace:
    """One user's part of that."""

    def __init__(self, shelf: Shelf, key: str) -> None:
        self.place = Place(shelf, key)

    async def get(self) -> TokenInfo | None:
        return self.place.get()

    async def set(self, token: TokenInfo) -> None:
        self.place.set(token)
