"""What is patched or overridden counts, whenever that happens."""

from __future__ import annotations

import subprocess
import sys
from unittest.mock import patch

import pytest
from conftest import Run

from spotify_sdk import AsyncSpotifyClient, RateLimitError, SpotifyClient
from spotify_sdk.auth import AsyncClientCredentials, ClientCredentials
from spotify_sdk.testing import Sandbox

ALBUM = "5K79FLRUCSysQnVESLcTdb"


def test_many_threads_while_time_is_a_function_of_pythons(documents: Sandbox) -> None:
    # In a process of its own: were it to hang it would hang for ever.
    code = """
import sys, threading, time
from spotify_sdk.auth import ClientCredentials

auth = ClientCredentials()
auth.get_access_token()
sys.setswitchinterval(1e-6)
real = time.time
time.time = lambda: real()

def work():
    for _ in range(3000):
        auth.get_access_token()

threads = [threading.Thread(target=work, daemon=True) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("done")
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert (ran.stdout, ran.stderr) == ("done\n", "")


@pytest.mark.parametrize("what", ["class", "instance"])
def test_a_method_that_is_patched_after_the_client_was_made(documents: Sandbox, what: str, run) -> None:
    auth, loops = ClientCredentials(), AsyncClientCredentials()
    client = SpotifyClient(auth_provider=auth)
    if what == "class":
        patched = patch.object(ClientCredentials, "get_access_token", lambda self: "your-access-token")
    else:
        patched = patch.object(auth, "get_access_token", lambda: "your-access-token")
    with patched:
        assert client.albums.get(ALBUM).id == ALBUM
    assert documents.requests("POST", "/api/token") == []
    # And without the patch it is what it was.
    assert client.albums.get(ALBUM).id == ALBUM
    assert len(documents.requests("POST", "/api/token")) == 1

    async def token(*_: object) -> str:
        return "your-access-token"

    async def main() -> None:
        async with AsyncSpotifyClient(auth_provider=loops) as client:
            with patch.object(AsyncClientCredentials if what == "class" else loops, "get_access_token", token):
                assert (await client.albums.get(ALBUM)).id == ALBUM

    run(main)
    assert len(documents.requests("POST", "/api/token")) == 1


def test_a_subclass_that_asks_ours_has_refused_tokens_renewed(documents: Sandbox, run) -> None:
    asked: list[str] = []

    class Logging(ClientCredentials):
        def get_access_token(self) -> str:
            asked.append(super().get_access_token())
            return asked[-1]

    class AsyncLogging(AsyncClientCredentials):
        async def get_access_token(self) -> str:
            asked.append(await super().get_access_token())
            return asked[-1]

    with SpotifyClient(auth_provider=Logging()) as client:
        client.albums.get(ALBUM)
        documents.expire_access_tokens()
        assert client.albums.get(ALBUM).id == ALBUM
    assert len(asked) == 3 and asked[0] == asked[1] != asked[2]

    async def main() -> None:
        async with AsyncSpotifyClient(auth_provider=AsyncLogging()) as client:
            await client.albums.get(ALBUM)
            documents.expire_access_tokens()
            assert (await client.albums.get(ALBUM)).id == ALBUM

    run(main)
    assert len(asked) == 6


def test_clients_of_a_subclass_share_the_apps_pause(documents: Sandbox) -> None:
    class Mine(ClientCredentials):
        def get_access_token(self) -> str:
            return super().get_access_token()

    first, second = SpotifyClient(auth_provider=Mine(), max_wait=0), SpotifyClient(auth_provider=Mine(), max_wait=0)
    documents.fault("GET /v1/albums/*", times=1, status=429, headers={"retry-after": "600"})
    for client in (first, second):
        with pytest.raises(RateLimitError):
            client.albums.get(ALBUM)
    assert len(documents.requests("GET", f"/v1/albums/{ALBUM}")) == 1
    first.clear_cool_down()


@pytest.mark.parametrize("kind", ["mock", "spec", "class", "instance", "wraps"])
def test_a_mocked_provider_is_asked_and_not_passed_over(documents: Sandbox, kind: str) -> None:
    from functools import wraps
    from unittest.mock import Mock, patch

    real = ClientCredentials("a", "b")
    if kind == "class":
        with patch.object(ClientCredentials, "get_access_token", return_value="your-access-token"), SpotifyClient(auth_provider=real) as client:
            client.albums.get(ALBUM)
    elif kind == "instance":
        with patch.object(real, "get_access_token", return_value="your-access-token"), SpotifyClient(auth_provider=real) as client:
            client.albums.get(ALBUM)
    elif kind == "wraps":

        class Wrapped(ClientCredentials):
            @wraps(ClientCredentials.get_access_token)
            def get_access_token(self) -> str:
                return "your-access-token"

        with SpotifyClient(auth_provider=Wrapped("a", "b")) as client:
            client.albums.get(ALBUM)
    else:
        # `_login` as a test has it that copies a real provider's attributes.
        mock = Mock(spec=real) if kind == "spec" else Mock()
        mock._login = real._login
        mock.get_access_token.return_value = "your-access-token"
        with SpotifyClient(auth_provider=mock) as client:
            client.albums.get(ALBUM)
        assert mock.get_access_token.called
    assert documents.requests("POST", "/api/token") == []


def test_a_mocked_asynchronous_provider_is_asked(documents: Sandbox, run: Run) -> None:
    from unittest.mock import AsyncMock, patch

    async def main() -> None:
        mock = AsyncMock()
        mock._login = AsyncClientCredentials("a", "b")._login
        mock.get_access_token.return_value = "your-access-token"
        async with AsyncSpotifyClient(auth_provider=mock) as client:
            assert (await client.albums.get(ALBUM)).id == ALBUM
        with patch.object(AsyncClientCredentials, "get_access_token", AsyncMock(return_value="your-access-token")):
            async with AsyncSpotifyClient(auth_provider=AsyncClientCredentials("a", "b")) as client:
                assert (await client.albums.get(ALBUM)).id == ALBUM

    run(main)
    assert documents.requests("POST", "/api/token") == []
