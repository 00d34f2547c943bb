"""Caches of many users written in Python."""

from __future__ import annotations

import gc
import threading
import time
import weakref
from typing import Any

import pytest
from many import SCOPES, AsyncShelf, Shelf, log_in

from spotify_sdk.auth import AuthorizationCode, UserLogins
from spotify_sdk.exceptions import AuthenticationError
from spotify_sdk.testing import Sandbox


def test_a_cache_of_ones_own_that_fails_costs_no_login(sandbox: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    class Down(Shelf):
        def for_key(self, key: str) -> Any:
            raise ConnectionError("the database is down")

    logins = UserLogins(scope=SCOPES, token_cache=Down())
    assert log_in(logins, sandbox, "ada").get_access_token()
    assert "the database is down" in caplog.text


def test_many_users_of_an_asynchronous_cache_share_one_loop(sandbox: Sandbox) -> None:
    def threads() -> int:
        return sum(thread.name == "spotify-sdk-cache" for thread in threading.enumerate())

    with UserLogins(scope=SCOPES, token_cache=AsyncShelf()) as logins:
        for user in ("ada", "bob"):
            log_in(logins, sandbox, user)
        assert threads() == 1
    until = time.monotonic() + 30
    while threads() and time.monotonic() < until:
        time.sleep(0.01)
    assert threads() == 0


def test_a_cache_that_others_write_to_is_looked_at(sandbox: Sandbox) -> None:
    class Shared(Shelf):
        is_shared = True

    shelf = Shared()
    here, there = (UserLogins(scope=SCOPES, token_cache=shelf) for _ in range(2))
    log_in(here, sandbox, "ada")
    assert there.for_user("ada").get_access_token()
    here.for_user("ada").logout()
    began = time.monotonic()
    while True:
        try:
            there.for_user("ada").get_access_token()
        except AuthenticationError:
            break
        assert time.monotonic() - began < 30, "the logout was not noticed"
        time.sleep(0.02)


def test_what_refers_to_itself_is_freed() -> None:
    class Holding(Shelf):
        logins: UserLogins | None = None
        auth: AuthorizationCode | None = None

    shelf = Holding()
    shelf.logins = UserLogins("id", "secret", "https://example.com/callback", token_cache=shelf)
    shelf.auth = shelf.logins.for_user("ada")
    gone = weakref.ref(shelf)
    del shelf
    gc.collect()
    assert gone() is None


def test_a_login_outlives_the_logins_that_it_came_from(sandbox: Sandbox) -> None:
    shelf = Shelf()
    auth = log_in(UserLogins(scope=SCOPES, token_cache=shelf), sandbox, "ada")
    gc.collect()
    sandbox.advance(3700)
    assert auth.get_access_token() == shelf.tokens["ada"].access_token


@pytest.mark.parametrize("shelf", [Shelf, AsyncShelf])
def test_a_users_login_is_deleted_where_that_is_possible(sandbox: Sandbox, shelf: type[Shelf]) -> None:
    class Deleting(shelf):  # type: ignore[misc, valid-type]
        def for_key(self, key: str) -> Any:
            place = super().for_key(key)
            place.delete = lambda: self.tokens.pop(key)
            return place

    kept, deleted = shelf(), Deleting()
    for cache in (kept, deleted):
        with UserLogins(scope=SCOPES, token_cache=cache) as logins:
            for user in ("ada", "bob"):
                log_in(logins, sandbox, user)
            logins.for_user("ada").logout()
    assert list(deleted.tokens) == ["bob"]
    # Else what is stored says so: to other processes it is a logout.
    assert kept.tokens["ada"].refresh_token is None and set(kept.tokens) == {"ada", "bob"}
