"""What people get wrong first, and that the error says what to do."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from spotify_sdk import AsyncSpotifyClient, SpotifyClient, SpotifyError
from spotify_sdk.auth import AuthorizationCode, ClientCredentials, InMemoryTokenCache
from spotify_sdk.testing import Sandbox

ALBUM = "4aawyAB9vmqN3uQ7FjRGTy"


@pytest.mark.parametrize(
    ("make", "missing"),
    [
        (SpotifyClient.from_client_credentials, ["CLIENT_ID", "CLIENT_SECRET"]),
        (AsyncSpotifyClient.from_client_credentials, ["CLIENT_ID", "CLIENT_SECRET"]),
        (lambda: ClientCredentials("my-id"), ["CLIENT_SECRET"]),
        (lambda: AuthorizationCode(client_secret="my-secret"), ["CLIENT_ID"]),
        (lambda: AuthorizationCode("my-id", "my-secret"), ["REDIRECT_URI"]),
        (lambda: AuthorizationCode(pkce=True), ["CLIENT_ID"]),
    ],
)
def test_what_is_missing_is_named_with_its_variable(make: Callable[[], Any], missing: list[str]) -> None:
    with pytest.raises(ValueError) as caught:
        make()
    said = str(caught.value)
    assert "required" in said and "my-" not in said
    for name in ("CLIENT_ID", "CLIENT_SECRET", "REDIRECT_URI"):
        assert (f"SPOTIFY_SDK_{name}" in said) == (name in missing), said


def test_a_class_is_no_provider_and_no_cache(documents: Sandbox) -> None:
    with pytest.raises(TypeError, match=r"give ClientCredentials\(\.\.\.\)"):
        SpotifyClient(auth_provider=ClientCredentials)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"give InMemoryTokenCache\(\.\.\.\)"):
        AuthorizationCode(token_cache=InMemoryTokenCache)  # type: ignore[arg-type]


def test_a_path_is_no_cache(documents: Sandbox) -> None:
    with pytest.raises(TypeError, match=r"give FileTokenCache\(path\)"):
        AuthorizationCode(token_cache="token.json")  # type: ignore[arg-type]


def test_without_a_browser_the_error_says_how_to_go_on(documents: Sandbox) -> None:
    code = """
from spotify_sdk.auth import AuthorizationCode
try:
    AuthorizationCode().authorize_local(timeout=60)
except Exception as error:
    print(error, *error.__notes__)
"""
    environment = {**os.environ, "BROWSER": "/nonexistent/browser", "PATH": ""}
    command = [sys.executable, "-c", code]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=True)
    assert "Could not open browser" in ran.stdout and "BROWSER" in ran.stdout and "ensure_login()" in ran.stdout


@pytest.mark.parametrize(
    ("call", "said", "advice"),
    [
        (lambda client: client.albums.get("nope"), "Invalid base62 id", "22 letters and digits"),
        (lambda client: client.albums.get(f"spotify:track:{ALBUM}"), "is a track, but an album is needed", ""),
        (lambda client: client.tracks.save([ALBUM]), "Insufficient client scope", "ask for user-library-modify"),
        (lambda client: client.tracks.save(ALBUM), "ids must be a list", ""),
        (lambda client: client.tracks.get_saved(limit=100), "may be 1 to 50", ""),
    ],
)
def test_a_call_that_cannot_work_says_why(
    spotify_sandbox: Sandbox, call: Callable[[SpotifyClient], Any], said: str, advice: str
) -> None:
    with SpotifyClient(spotify_sandbox.access_token("ada", "user-library-read")) as client:
        with pytest.raises((SpotifyError, ValueError)) as caught:
            call(client)
    assert said in str(caught.value)
    assert advice in " ".join(getattr(caught.value, "__notes__", []))


def test_an_expired_token_a_closed_client_and_an_app_without_a_user(spotify_sandbox: Sandbox) -> None:
    client = SpotifyClient(spotify_sandbox.access_token("ada", "user-library-read"))
    spotify_sandbox.expire_access_tokens()
    with pytest.raises(SpotifyError, match="expired") as expired:
        client.tracks.get_saved()
    client.close()
    with pytest.raises(SpotifyError, match="closed") as closed:
        client.tracks.get_saved()
    with SpotifyClient.from_client_credentials() as app, pytest.raises(SpotifyError, match="about a user") as without_user:
        app.tracks.get_saved()
    notes = [" ".join(caught.value.__notes__) for caught in (expired, closed, without_user)]
    assert "login that renews its tokens" in notes[0] and "new one" in notes[1] and "AuthorizationCode" in notes[2]
