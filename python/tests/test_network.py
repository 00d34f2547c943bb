"""How requests reach the network: from arguments and from the environment, for clients and for logins."""

from __future__ import annotations

import logging
import os
import ssl
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import trustme
from wire import Server, Tunnel, http, serving

from spotify_sdk import AsyncSpotifyClient, SpotifyClient, SpotifyError
from spotify_sdk.auth import AsyncAuthorizationCode, AsyncClientCredentials, AuthorizationCode, ClientCredentials
from spotify_sdk.testing import Sandbox

APP: dict[str, Any] = {"client_id": "id", "client_secret": "secret"}
USER: dict[str, Any] = {**APP, "redirect_uri": "http://127.0.0.1:8080/callback", "refresh_token": "refresh"}
API, ACCOUNTS = "CONNECT api.spotify.com:443 HTTP/1.1", "CONNECT accounts.spotify.com:443 HTTP/1.1"
TOKEN = '{"access_token": "a-token", "token_type": "Bearer", "expires_in": 3600}'


@pytest.fixture
def proxy() -> Iterator[Server]:
    """A proxy that lets nothing through."""
    with serving(lambda _: http(502)) as server:
        yield server


def fails(call: Callable[[], object]) -> None:
    with pytest.raises(SpotifyError, match="^Connection error: "):
        call()


def everyone(options: dict[str, Any], patience: dict[str, Any]) -> list[tuple[str, Callable[[], object]]]:
    """Whoever sends something, with whom they ask first."""
    return [
        (API, lambda: SpotifyClient("token", **options, **patience).albums.get("4aawyAB9vmqN3uQ7FjRGTy")),
        (ACCOUNTS, lambda: ClientCredentials(**APP, **options, **patience).get_access_token()),
        (ACCOUNTS, lambda: AuthorizationCode(**USER, **options, **patience).get_access_token()),
        # A client's own login asks first.
        (ACCOUNTS, lambda: SpotifyClient(**APP, **options).albums.get("4aawyAB9vmqN3uQ7FjRGTy")),
        (ACCOUNTS, lambda: SpotifyClient.from_client_credentials(**APP, **options).albums.get("4aawyAB9vmqN3uQ7FjRGTy")),
    ]


@pytest.mark.parametrize("who", range(5))
def test_fault_123_a_proxy_that_is_given(monkeypatch: pytest.MonkeyPatch, proxy: Server, who: int) -> None:
    monkeypatch.setenv("SPOTIFY_SDK_MAX_RETRIES", "0")
    monkeypatch.setenv("SPOTIFY_SDK_PROXY", "http://127.0.0.1:1")
    host, call = everyone({"proxy": proxy.url}, {})[who]
    fails(call)
    assert proxy.heads() == [host]


@pytest.mark.parametrize("who", range(5))
def test_fault_123_a_proxy_of_the_environment(monkeypatch: pytest.MonkeyPatch, proxy: Server, who: int) -> None:
    monkeypatch.setenv("SPOTIFY_SDK_PROXY", proxy.url)
    monkeypatch.setenv("SPOTIFY_SDK_MAX_RETRIES", "0")
    host, call = everyone({}, {})[who]
    fails(call)
    assert proxy.heads() == [host]


def test_fault_123_a_proxy_on_event_loops(proxy: Server, run) -> None:
    async def main() -> None:
        for made in (
            AsyncSpotifyClient("token", proxy=proxy.url, max_retries=0).albums.get("4aawyAB9vmqN3uQ7FjRGTy"),
            AsyncClientCredentials(**APP, proxy=proxy.url, max_retries=0).get_access_token(),
            AsyncAuthorizationCode(**USER, proxy=proxy.url, max_retries=0).get_access_token(),
        ):
            with pytest.raises(SpotifyError, match="^Connection error: "):
                await made

    run(main)
    assert proxy.heads() == [API, ACCOUNTS, ACCOUNTS]


PASSWORD = "CANARY-password"
# base64("user:CANARY-password")
ENCODED = "dXNlcjpDQU5BUlktcGFzc3dvcmQ="


@pytest.mark.parametrize("name", ["SPOTIFY_SDK_PROXY", None])
def test_fault_123_the_proxys_password_is_in_no_error_no_log_and_no_repr(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, proxy: Server, name: str | None
) -> None:
    caplog.set_level(logging.DEBUG)
    url = proxy.url.replace("http://", f"http://user:{PASSWORD}@")
    options: dict[str, Any] = {"proxy": url}
    if name is not None:
        options = {}
        monkeypatch.setenv(name, url)
    monkeypatch.setenv("SPOTIFY_SDK_MAX_RETRIES", "0")
    said = []
    for _, call in everyone(options, {}):
        with pytest.raises(SpotifyError) as caught:
            call()
        error = caught.value
        said += [repr(error), str(error), "".join(traceback.format_exception(error)), repr(vars(error))]
    said += [repr(SpotifyClient("token", **options)), repr(ClientCredentials(**APP, **options)), caplog.text]
    assert all(f"Basic {ENCODED}" in request for request in proxy.requests) and proxy.requests
    assert not any(PASSWORD in text or ENCODED in text for text in said)


REPORT = """
import logging, sys, traceback
logging.basicConfig(level=logging.DEBUG)
from spotify_sdk import SpotifyClient
try:
    SpotifyClient(sys.argv[1], max_retries=0).albums.get("4aawyAB9vmqN3uQ7FjRGTy")
    print("answered")
except Exception:
    traceback.print_exc()
"""


def report(variables: dict[str, str]) -> str:
    """What a process of its own says: variables that are not ours are read once, where the first connection is made."""
    names = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
    own = {name: value for name, value in os.environ.items() if name.upper() not in names}
    command = [sys.executable, "-c", REPORT, "your-access-token"]
    ended = subprocess.run(command, env=own | variables, capture_output=True, text=True, timeout=60)
    return ended.stdout + ended.stderr


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
def test_fault_123_the_environments_proxy_gets_its_password_and_nobody_else_does(proxy: Server, name: str) -> None:
    said = report({name: proxy.url.replace("http://", f"http://user:{PASSWORD}@")})
    assert "Connection error: " in said
    assert proxy.heads() == [API] and f"Basic {ENCODED}" in proxy.requests[0]
    assert PASSWORD not in said and ENCODED not in said


def test_fault_123_exceptions_of_the_environment_are_honoured(proxy: Server, documents: Sandbox) -> None:
    everything = {name: proxy.url for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")}
    # This machine, where `documents` is, is reached without one.
    assert "answered" in report(everything)
    everything["NO_PROXY"] = "nowhere.invalid"
    assert "Connection error: " in report(everything | {"SPOTIFY_SDK_API_BASE_URL": "https://nowhere.invalid"})
    assert proxy.heads() == []
    assert "Connection error: " in report(everything | {"SPOTIFY_SDK_API_BASE_URL": "https://elsewhere.invalid"})
    assert proxy.heads() == ["CONNECT elsewhere.invalid:443 HTTP/1.1"]


@pytest.fixture
def spotify() -> Iterator[tuple[Server, bytes]]:
    """Spotify's two hosts with a certificate of an authority that nobody knows, and that authority's certificate."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_alpn_protocols(["http/1.1"])
    authority.issue_cert("api.spotify.com", "accounts.spotify.com").configure_cert(context)
    with serving(lambda request: http(200, TOKEN if request.startswith("POST /api/token ") else "{}"), context) as server:
        yield server, authority.cert_pem.bytes()


@pytest.mark.parametrize("how", ["given", "environment"])
def test_fault_123_a_certificate_authority_of_ones_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, spotify: tuple[Server, bytes], how: str
) -> None:
    server, certificate = spotify
    tunnel = Tunnel(server.port)
    options: dict[str, Any] = {"proxy": tunnel.url, "extra_root_certificate": certificate}
    if how == "environment":
        options = {}
        (tmp_path / "root.pem").write_bytes(certificate)
        monkeypatch.setenv("SPOTIFY_SDK_PROXY", tunnel.url)
        monkeypatch.setenv("SPOTIFY_SDK_EXTRA_ROOT_CERTIFICATE", str(tmp_path / "root.pem"))
    with SpotifyClient.from_client_credentials(**APP, **options, user_agent_suffix="my-app/1.0") as client:
        assert client.request("GET", "/browse/categories") == {}
    assert ClientCredentials(**APP, **options).get_access_token() == "a-token"
    assert server.heads() == ["POST /api/token HTTP/1.1", "GET /v1/browse/categories HTTP/1.1", "POST /api/token HTTP/1.1"]
    assert all(" my-app/1.0\r\n" in request for request in server.requests[:2])
    assert "a-token" not in "".join(tunnel.requests)
    # Without it nobody is trusted.
    monkeypatch.delenv("SPOTIFY_SDK_EXTRA_ROOT_CERTIFICATE", raising=False)
    fails(lambda: SpotifyClient("token", proxy=tunnel.url, max_retries=0).request("GET", "/me"))
    tunnel.close()


def test_time_limits_and_patience_of_the_environment(documents: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    documents.fault("GET /v1/*", delay=30)
    documents.fault("POST /api/token", status=429, headers={"retry-after": "7"}, body="{}")
    monkeypatch.setenv("SPOTIFY_SDK_MAX_RETRIES", "0")
    monkeypatch.setenv("SPOTIFY_SDK_TIMEOUT", "0.3")
    monkeypatch.setenv("SPOTIFY_SDK_MAX_WAIT", "5")
    with SpotifyClient("your-access-token") as client:
        fails(lambda: client.request("GET", "/me"))
    with pytest.raises(SpotifyError):
        ClientCredentials().get_access_token()
    assert len(documents.requests()) == 2


def test_what_is_given_wins_over_the_environment(documents: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    documents.fault("GET /v1/*", status=503)
    for name in ("MAX_RETRIES", "TIMEOUT", "MAX_WAIT", "CONNECT_TIMEOUT", "PROXY", "EXTRA_ROOT_CERTIFICATE"):
        monkeypatch.setenv(f"SPOTIFY_SDK_{name}", "nonsense")
    certificate = trustme.CA().cert_pem.bytes()
    options: dict[str, Any] = {"connect_timeout": 1, "proxy": "http://127.0.0.1:1", "extra_root_certificate": certificate}
    options |= {"max_wait": 1, "timeout": 30.0}
    # The defaults, when somebody writes them down, are given too.
    with SpotifyClient("your-access-token", max_retries=3, **options) as client, pytest.raises(SpotifyError):
        client.request("GET", "/me", max_retries=0)
    ClientCredentials(max_retries=3, **options).close()
    assert len(documents.requests()) == 1


def test_the_defaults_are_those_of_the_documents(documents: Sandbox) -> None:
    documents.fault("GET /v1/*", status=503)
    with SpotifyClient("your-access-token") as client, pytest.raises(SpotifyError):
        client.request("GET", "/me")
    assert len(documents.requests()) == 4


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PROXY", "ftp://user:CANARY@host"),
        ("EXTRA_ROOT_CERTIFICATE", "/nowhere/CANARY"),
        ("CONNECT_TIMEOUT", "CANARY"),
        ("USER_AGENT_SUFFIX", "CANARY\n"),
        ("TIMEOUT", "0"),
        ("MAX_RETRIES", "-1"),
        ("MAX_WAIT", "CANARY"),
    ],
)
def test_a_variable_that_can_not_be_used_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"SPOTIFY_SDK_{name}", value + ("x" if value.endswith("\n") else ""))
    for make in (lambda: SpotifyClient("token"), lambda: ClientCredentials(**APP), lambda: AuthorizationCode(**USER)):
        with pytest.raises(ValueError, match=f"SPOTIFY_SDK_{name}") as caught:
            make()
        assert "CANARY" not in str(caught.value)


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("proxy", "CANARY"),
        ("extra_root_certificate", b"CANARY"),
        ("connect_timeout", 0),
        ("connect_timeout", -1),
        ("user_agent_suffix", "CANARY\r\nX: 1"),
        ("max_wait", float("nan")),
    ],
)
def test_an_option_that_can_not_be_used(option: str, value: object) -> None:
    options: Any = {option: value}
    for make in (
        lambda: SpotifyClient("token", **options),
        lambda: ClientCredentials(**APP, **options),
        lambda: AuthorizationCode(**USER, **options),
        lambda: SpotifyClient.from_client_credentials(**APP, **options),
    ):
        with pytest.raises(ValueError) as caught:
            make()
        assert "CANARY" not in str(caught.value)


def test_the_factory_takes_what_the_constructor_takes(documents: Sandbox) -> None:
    import inspect

    def options(function: Any) -> dict[str, Any]:
        return {name: p.default for name, p in inspect.signature(function).parameters.items() if name != "self"}

    for client in (SpotifyClient, AsyncSpotifyClient):
        constructor = options(client.__init__)
        assert options(client.from_client_credentials).items() <= constructor.items()
        assert constructor.keys() - options(client.from_client_credentials).keys() == {"access_token", "auth_provider"}


def test_retries_of_a_client_are_for_its_calls_and_not_for_its_login(documents: Sandbox) -> None:
    documents.fault("POST /api/token", status=503, times=2)
    with SpotifyClient.from_client_credentials(max_retries=0) as client:
        client.albums.get("4aawyAB9vmqN3uQ7FjRGTy")
    assert [request.status for request in documents.requests()] == [503, 503, 200, 200]
