"""`client.with_auth`: a client for another login, over the same connections."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from many import SCOPES, log_in

from spotify_sdk import RateLimitError, SpotifyClient, SpotifyError
from spotify_sdk.auth import DirectoryTokenCache, InMemoryKeyedTokenCache, UserLogins
from spotify_sdk.testing import Sandbox


def test_with_auth_shares_connections_and_closes_neither(sandbox: Sandbox) -> None:
    logins = UserLogins(scope=SCOPES, token_cache=InMemoryKeyedTokenCache())
    client = SpotifyClient.from_client_credentials()
    for user in ("ada", "bob"):
        log_in(logins, sandbox, user)
    for _ in range(3):
        for user in ("ada", "bob"):
            with client.with_auth(logins.for_user(user)) as mine:
                assert mine.users.get_current_profile().id == user
            with pytest.raises(SpotifyError, match="closed"):
                mine.users.get_current_profile()
    assert len({request.connection for request in sandbox.requests("GET", "/v1/me")}) == 1
    assert type(client.with_auth("a-token")) is SpotifyClient
    token = sandbox.access_token("bob", "user-read-private")
    assert client.with_auth(token).users.get_current_profile().id == "bob"
    # The client that it came from may be closed first.
    mine = client.with_auth(logins.for_user("ada"))
    client.close()
    assert mine.with_auth(logins.for_user("bob")).users.get_current_profile().id == "bob"
    assert mine.users.get_current_profile().id == "ada"


def test_with_auth_takes_providers_of_ones_own_and_leaves_them_open(sandbox: Sandbox) -> None:
    class Provider:
        closed = 0

        def get_access_token(self) -> str:
            return sandbox.access_token("bob", "user-read-private")

        def close(self) -> None:
            self.closed += 1

    provider = Provider()
    with SpotifyClient("nobody") as client, client.with_auth(provider) as mine:
        assert mine.users.get_current_profile().id == "bob"
    assert provider.closed == 0
    for wrong in (3, None, Provider):
        with pytest.raises(TypeError):
            client.with_auth(wrong)  # type: ignore[arg-type]
    with pytest.raises(ValueError):
        client.with_auth("a b")


def test_a_subclass_stays_what_it_is(sandbox: Sandbox) -> None:
    class Mine(SpotifyClient):
        def __init__(self, name: str) -> None:
            super().__init__("nobody")
            self.name = name

    other = Mine("x").with_auth(sandbox.access_token("ada", "user-read-private"))
    assert (type(other), other.name) == (Mine, "x")
    assert other.users.get_current_profile().id == "ada"


def test_a_pause_of_one_user_holds_for_all(sandbox: Sandbox) -> None:
    logins = UserLogins(scope=SCOPES, token_cache=InMemoryKeyedTokenCache())
    client = SpotifyClient.from_client_credentials()
    for user in ("ada", "bob"):
        log_in(logins, sandbox, user)
    sandbox.fault("GET /v1/me", status=429, headers={"retry-after": "7200"}, body="{}", times=1)
    for user in ("ada", "bob"):
        with pytest.raises(RateLimitError):
            client.with_auth(logins.for_user(user)).users.get_current_profile()
    assert len(sandbox.requests("GET", "/v1/me")) == 1


def test_a_pause_reaches_other_processes(sandbox: Sandbox, tmp_path: Path) -> None:
    """By way of the directory that they share."""
    logins = UserLogins(scope=SCOPES, token_cache=DirectoryTokenCache(tmp_path))
    log_in(logins, sandbox, "ada")
    log_in(logins, sandbox, "bob")
    sandbox.fault("GET /v1/me", status=429, headers={"retry-after": "7200"}, body="{}", times=1)
    with pytest.raises(RateLimitError):
        SpotifyClient(auth_provider=logins.for_user("ada")).users.get_current_profile()
    code = """
import sys
from spotify_sdk import RateLimitError, SpotifyClient
from spotify_sdk.auth import DirectoryTokenCache, UserLogins
auth = UserLogins(token_cache=DirectoryTokenCache(sys.argv[1])).for_user("bob")
try:
    SpotifyClient(auth_provider=auth).users.get_current_profile()
except RateLimitError as error:
    print(error.retry_after)
"""
    ran = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stderr
    assert 7000 < int(ran.stdout) <= 7200
    assert len(sandbox.requests("GET", "/v1/me")) == 1
