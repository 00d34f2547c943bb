"""Providers of the SDK."""

from __future__ import annotations

import asyncio
import json
import os
import stat
import threading
from pathlib import Path

import pytest

from spotify_sdk import AsyncSpotifyClient, AuthenticationError, SpotifyClient, SpotifyError, auth as auth_module
from spotify_sdk.auth import (
    AsyncAuthorizationCode,
    AsyncClientCredentials,
    AuthorizationCode,
    AuthorizationRequest,
    ClientCredentials,
    FileTokenCache,
    InMemoryTokenCache,
    ReauthorizationRequired,
    TokenInfo,
)
from spotify_sdk.testing import Sandbox

REDIRECT_URI = "http://127.0.0.1:8765/callback"


def logged_in(sandbox: Sandbox, *scopes: str, **options: object) -> AuthorizationCode:
    auth = AuthorizationCode(scope=list(scopes), **options)  # type: ignore[arg-type]
    request = auth.authorization_request()
    auth.complete_authorization(request, sandbox.approve(request.authorization_url))
    return auth


def token_requests(sandbox: Sandbox) -> int:
    return len(sandbox.requests("POST", "/api/token"))


def test_client_credentials_are_fetched_once(sandbox: Sandbox) -> None:
    auth = ClientCredentials()
    first = auth.get_access_token()
    assert auth.get_access_token() == first
    assert token_requests(sandbox) == 1
    sandbox.advance(3600)
    assert auth.get_access_token() != first
    assert token_requests(sandbox) == 2
    auth.close()


def test_client_credentials_on_event_loops(sandbox: Sandbox, run) -> None:
    auth = AsyncClientCredentials()

    async def main() -> str:
        return await auth.get_access_token()

    assert run(main) == run(main)
    assert token_requests(sandbox) == 1


def test_one_renewal_serves_all_threads_and_tasks(sandbox: Sandbox) -> None:
    auth = ClientCredentials()
    tokens: list[str] = []
    threads = [threading.Thread(target=lambda: tokens.append(auth.get_access_token())) for _ in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(tokens) == 30 and len(set(tokens)) == 1
    assert token_requests(sandbox) == 1

    other = AsyncClientCredentials()

    async def main() -> None:
        assert len(set(await asyncio.gather(*(other.get_access_token() for _ in range(200))))) == 1

    asyncio.run(main())
    assert token_requests(sandbox) == 2


def test_a_cancelled_leader_takes_nothing_with_it(sandbox: Sandbox) -> None:
    sandbox.fault("POST /api/token", delay=0.5, times=1)
    auth = AsyncClientCredentials()

    async def main() -> None:
        leader = asyncio.ensure_future(auth.get_access_token())
        await asyncio.sleep(0.1)
        follower = asyncio.ensure_future(auth.get_access_token())
        await asyncio.sleep(0.05)
        leader.cancel()
        assert await follower
        with pytest.raises(asyncio.CancelledError):
            await leader

    asyncio.run(main())
    assert token_requests(sandbox) == 1


def test_ids_and_secrets_that_are_missing_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="^client_id and client_secret are required for client credentials auth."):
        ClientCredentials("only-an-id")
    with pytest.raises(ValueError, match="^client_id and client_secret are required for authorization code auth."):
        AuthorizationCode("only-an-id")
    with pytest.raises(ValueError, match="^redirect_uri is required for authorization code auth."):
        AuthorizationCode("id", "secret")
    with pytest.raises(TypeError, match="http_client"):
        ClientCredentials("id", "secret", http_client=object())


def test_a_wrong_secret_is_said_once(sandbox: Sandbox) -> None:
    auth = ClientCredentials(client_secret="wrong")
    with pytest.raises(AuthenticationError) as caught:
        auth.get_access_token()
    assert (caught.value.response_body or {})["error"] == "invalid_client"
    assert token_requests(sandbox) == 1


def test_the_documents_three_steps(sandbox: Sandbox) -> None:
    auth = AuthorizationCode(redirect_uri=REDIRECT_URI, scope="user-read-private user-library-read")
    url = auth.get_authorization_url(state="my state", show_dialog=True)
    assert "code_challenge" not in url and "show_dialog=true" in url
    callback = sandbox.approve(url)
    code = auth.parse_response_url(callback, expected_state="my state")
    token = auth.exchange_code(code)
    assert token.refresh_token and token.scope == "user-read-private user-library-read"
    assert auth.get_access_token() == token.access_token
    with pytest.raises(ValueError, match="^code must not be empty."):
        auth.exchange_code("")
    with pytest.raises(AuthenticationError):
        auth.exchange_code(code)


def test_the_documents_three_steps_on_event_loops(sandbox: Sandbox, run) -> None:
    async def main() -> None:
        auth = AsyncAuthorizationCode(redirect_uri=REDIRECT_URI, scope=["user-read-private"])
        callback = sandbox.approve(auth.get_authorization_url(state="s"))
        token = await auth.exchange_code(auth.parse_response_url(callback, expected_state="s"))
        assert await auth.get_access_token() == token.access_token
        async with AsyncSpotifyClient(auth_provider=auth) as client:
            assert (await client.users.get_current_profile()).id == sandbox.users[0]
        # Closing the client leaves a login that it was given.
        assert await auth.get_access_token() == token.access_token

    run(main)


def test_callbacks_are_judged_by_their_state_first() -> None:
    parse = AuthorizationCode.parse_response_url
    assert parse("https://x/cb?code=A&state=s#f", expected_state="s") == "A"
    assert parse("?code=A") == parse("code=A") == parse("/cb?code=A") == "A"
    with pytest.raises(AuthenticationError, match="^State mismatch in authorization response."):
        parse("?error=access_denied&state=other", expected_state="s")
    with pytest.raises(AuthenticationError, match="^Authorization failed: access_denied"):
        parse("?error=access_denied&state=s", expected_state="s")
    with pytest.raises(AuthenticationError, match="code"):
        parse("?state=s", expected_state="s")


def test_nobody_has_logged_in(sandbox: Sandbox) -> None:
    auth = AuthorizationCode()
    with pytest.raises(AuthenticationError, match=r"^No authorization token available. Call exchange_code\(\) first."):
        auth.get_access_token()
    assert token_requests(sandbox) == 0


def test_pkce_needs_no_secret(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SPOTIFY_SDK_CLIENT_SECRET")
    auth = AuthorizationCode(pkce=True)
    url = auth.get_authorization_url(state="s")
    assert "code_challenge_method=S256" in url
    token = auth.exchange_code(auth.parse_response_url(sandbox.approve(url), expected_state="s"))
    assert token.refresh_token
    sandbox.advance(3600)
    assert auth.get_access_token() != token.access_token
    assert "authorization" not in sandbox.requests("POST", "/api/token")[-1].headers


def test_a_login_under_way_goes_to_another_process(sandbox: Sandbox) -> None:
    kept = AuthorizationCode(scope="user-read-private").authorization_request().to_json()
    request = AuthorizationRequest.from_json(kept)
    assert request.state not in repr(request) and "code_challenge" in request.authorization_url
    auth = AuthorizationCode(scope="user-read-private")
    token = auth.complete_authorization(request, sandbox.approve(request.authorization_url))
    assert auth.get_access_token() == token.access_token
    with pytest.raises(AuthenticationError):
        auth.complete_authorization(request, "?code=x&state=forged")


def test_the_refresh_token_is_kept(sandbox: Sandbox, tmp_path: Path) -> None:
    cache = FileTokenCache(str(tmp_path / "folder" / "token.json"))
    auth = logged_in(sandbox, "user-read-private", token_cache=cache)
    stored = cache.get()
    assert stored and stored.refresh_token
    sandbox.advance(3600)
    auth.get_access_token()
    renewed = cache.get()
    assert renewed and renewed.access_token != stored.access_token
    assert renewed.refresh_token == stored.refresh_token
    # Another provider, as after a restart.
    assert AuthorizationCode(token_cache=cache).get_access_token() == renewed.access_token
    assert AsyncAuthorizationCode(token_cache=FileTokenCache(cache._path))._login.cached_token() is None
    path = tmp_path / "folder" / "token.json"
    assert {"access_token", "expires_at", "refresh_token", "scope"} <= json.loads(path.read_text()).keys()
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_scope_is_the_requested_one_where_the_answer_has_none(sandbox: Sandbox) -> None:
    auth = AuthorizationCode(scope="user-read-private")
    request = auth.authorization_request()
    callback = sandbox.approve(request.authorization_url)
    body = '{"access_token":"BQD-x","token_type":"Bearer","expires_in":3600,"refresh_token":"AQD-x"}'
    sandbox.fault("POST /api/token", status=200, body=body, headers={"content-type": "application/json"}, times=1)
    assert auth.complete_authorization(request, callback).scope == "user-read-private"


def test_a_refused_token_is_renewed_once(sandbox: Sandbox) -> None:
    auth = logged_in(sandbox, "user-read-private")
    with SpotifyClient(auth_provider=auth) as client:
        sandbox.expire_access_tokens()
        assert client.users.get_current_profile().id == sandbox.users[0]
    assert [r.status for r in sandbox.requests("GET", "/v1/me")] == [401, 200]


def test_a_login_that_has_ended_is_said_from_memory(sandbox: Sandbox) -> None:
    auth = logged_in(sandbox, "user-read-private")
    assert auth.refresh_token_expires_at() == pytest.approx(sandbox.now() + 181 * 86400, abs=60)
    sandbox.user_removes_app(sandbox.users[0])
    sandbox.advance(3600)
    before = token_requests(sandbox)
    for _ in range(3):
        with pytest.raises(ReauthorizationRequired) as caught:
            auth.get_access_token()
    assert isinstance(caught.value, AuthenticationError)
    assert token_requests(sandbox) == before + 1


def test_a_logout_is_final(sandbox: Sandbox, tmp_path: Path) -> None:
    cache = FileTokenCache(str(tmp_path / "token.json"))
    auth = logged_in(sandbox, "user-read-private", token_cache=cache)
    auth.logout()
    assert cache.get() is None
    with pytest.raises(AuthenticationError):
        auth.get_access_token()


def test_a_refresh_token_from_elsewhere(sandbox: Sandbox) -> None:
    refresh_token = sandbox.refresh_token(sandbox.users[0], "user-read-private")
    auth = AuthorizationCode(refresh_token=refresh_token)
    with SpotifyClient(auth_provider=auth) as client:
        assert client.users.get_current_profile().id == sandbox.users[0]


@pytest.mark.parametrize("error", ["access_denied", "server_error", "invalid_scope"])
def test_a_refusal_has_its_description(error: str) -> None:
    with pytest.raises(AuthenticationError) as plain:
        AuthorizationCode.parse_response_url(f"/callback?error={error}")
    with pytest.raises(AuthenticationError) as described:
        AuthorizationCode.parse_response_url(f"/callback?error={error}&error_description=The+user+said+no")
    assert plain.value.message == f"Authorization failed: {error}"
    assert described.value.message == f"Authorization failed: {error} (The user said no)"
    with pytest.raises(AuthenticationError, match=r"^Authorization response missing code\."):
        AuthorizationCode.parse_response_url("/callback?state=x")


def test_nothing_shows_a_secret(sandbox: Sandbox) -> None:
    auth = logged_in(sandbox, "user-read-private")
    token = TokenInfo("BQD-secret", 1.0, "AQD-secret", "a b")
    shown = repr((auth, vars(auth), token, InMemoryTokenCache(), FileTokenCache("x"), auth._login))
    shown += str(token)
    for secret in [*sandbox.secrets(), "BQD-secret", "AQD-secret"]:
        assert secret not in shown


def test_a_closed_provider_says_so(sandbox: Sandbox) -> None:
    auth = ClientCredentials()
    client = SpotifyClient(auth_provider=auth)
    # While a client uses it, closing waits for the client.
    auth.close()
    assert auth.get_access_token()
    client.close()
    with pytest.raises(SpotifyError, match="closed"):
        auth.get_access_token()


def test_python_time_is_the_time(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    auth = ClientCredentials()
    first = auth.get_access_token()
    now = time.time()
    monkeypatch.setattr("spotify_sdk._sync.auth.time.time", lambda: now + 3599)
    assert auth.get_access_token() != first


def test_names() -> None:
    for name in auth_module.__all__:
        assert hasattr(auth_module, name)
