"""Providers of the SDK."""

from __future__ import annotations

import asyncio
import json
import os
import stat
import threading
import urllib.request
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
    async_authorize_local,
    authorize_local,
)
from spotify_sdk.testing import Sandbox

ALBUM = "5K79FLRUCSysQnVESLcTdb"

REDIRECT_URI = "http://127.0.0.1:8765/callback"


def visit(url: str) -> None:
    """A browser without a screen, whose user agrees."""
    threading.Thread(target=lambda: urllib.request.urlopen(url, timeout=30).read(), daemon=True).start()


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


def test_a_local_login_that_waits(sandbox: Sandbox) -> None:
    auth = AuthorizationCode(scope="user-read-private")
    shown: list[str] = []

    def handler(url: str) -> None:
        # Called where the login was begun.
        assert threading.current_thread() is threading.main_thread()
        shown.append(url)
        visit(url)

    token = auth.authorize_local(open_browser=False, authorization_url_handler=handler, timeout=30)
    assert shown and token.access_token == auth.get_access_token()
    other = authorize_local(
        AsyncAuthorizationCode(scope="user-read-private"),  # type: ignore[arg-type]
        open_browser=False,
        authorization_url_handler=visit,
        timeout=30,
    )
    assert other.refresh_token


def test_a_local_login_on_event_loops(sandbox: Sandbox, run) -> None:
    async def main() -> None:
        auth = AsyncAuthorizationCode(scope="user-read-private")

        async def handler(url: str) -> None:
            assert threading.current_thread() is threading.main_thread()
            visit(url)

        for handle in (visit, handler):
            token = await async_authorize_local(
                auth,
                open_browser=False,
                authorization_url_handler=handle,  # type: ignore[arg-type]
                timeout=30,
            )
            assert token.access_token == await auth.get_access_token()

    run(main)


def test_what_a_local_login_refuses(sandbox: Sandbox) -> None:
    auth = AuthorizationCode()
    with pytest.raises(ValueError, match="^timeout must be greater than 0."):
        auth.authorize_local(timeout=0)
    with pytest.raises(ValueError, match="^Set open_browser=True or provide authorization_url_handler."):
        auth.authorize_local(open_browser=False)
    with pytest.raises(ValueError, match="http://"):
        AuthorizationCode(redirect_uri="https://example.com/callback").authorize_local()
    with pytest.raises(ZeroDivisionError):
        auth.authorize_local(open_browser=False, authorization_url_handler=lambda url: 1 / 0, timeout=30)  # type: ignore[arg-type, return-value]
    with pytest.raises(AuthenticationError, match="^Timed out waiting for authorization callback."):
        auth.authorize_local(open_browser=False, authorization_url_handler=lambda url: None, timeout=0.2)

    async def main() -> None:
        auth.authorize_local()

    with pytest.raises(RuntimeError, match="async_authorize_local"):
        asyncio.run(main())


def test_a_handler_runs_where_its_caller_waits(sandbox: Sandbox, run: Run) -> None:
    threads: list[threading.Thread] = []

    def handler(url: str) -> None:
        threads.append(threading.current_thread())
        # Callbacks are heard while it is still busy.
        urllib.request.urlopen(url, timeout=30).read()

    options: dict[str, Any] = {"open_browser": False, "authorization_url_handler": handler, "timeout": 30}
    assert AuthorizationCode().authorize_local(**options).access_token

    async def main() -> None:
        assert (await AsyncAuthorizationCode().authorize_local(**options)).access_token

    run(main)
    assert threads == [threading.main_thread()] * 2


def test_handlers_that_block_hold_up_no_other_call(documents: Sandbox) -> None:
    done, inside = threading.Event(), threading.Semaphore(0)

    def handler(url: str) -> None:
        inside.release()
        assert done.wait(60)
        visit(url)

    def login() -> None:
        asyncio.run(
            AsyncAuthorizationCode(redirect_uri="http://127.0.0.1/callback").authorize_local(
                open_browser=False, authorization_url_handler=handler, timeout=60
            )
        )

    threads = [threading.Thread(target=login, daemon=True) for _ in range(6)]
    for thread in threads:
        thread.start()
    for _ in threads:
        assert inside.acquire(timeout=30)

    async def main() -> None:
        async with AsyncSpotifyClient("your-access-token") as client:
            assert (await asyncio.wait_for(client.albums.get(ALBUM), 30)).id == ALBUM

    asyncio.run(main())
    done.set()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()


def test_what_a_handler_raises_ends_the_login(sandbox: Sandbox, run: Run) -> None:
    raised = LookupError("no screen")

    def handler(url: str) -> None:
        raise raised

    options: dict[str, Any] = {"open_browser": False, "authorization_url_handler": handler, "timeout": 30}
    with pytest.raises(LookupError) as caught:
        AuthorizationCode().authorize_local(**options)
    assert caught.value is raised

    async def main() -> None:
        with pytest.raises(LookupError):
            await AsyncAuthorizationCode().authorize_local(**options)

    run(main)


def test_without_a_browser_the_error_has_the_url(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webbrowser.open", lambda url: False)
    with pytest.raises(AuthenticationError, match="^Could not open browser automatically.") as caught:
        AuthorizationCode().authorize_local(timeout=30)
    assert "authorization_url" in (caught.value.response_body or {})


def test_the_user_declines(sandbox: Sandbox) -> None:
    def decline(url: str) -> None:
        visit(sandbox.deny(url))

    with pytest.raises(AuthenticationError, match="^Authorization failed: access_denied"):
        AuthorizationCode().authorize_local(open_browser=False, authorization_url_handler=decline, timeout=30)


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


def test_ensure_login_asks_only_when_it_must(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    cache = InMemoryTokenCache()
    auth = AuthorizationCode(scope="user-read-private", token_cache=cache)
    # A remote kernel: no browser that the user would see. They log in elsewhere and paste.
    for name in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22")
    asked: list[str] = []

    def paste(prompt: str) -> str:
        asked.append(prompt)
        url = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("http"))
        return sandbox.approve(url)

    monkeypatch.setattr("builtins.input", paste)
    token = auth.ensure_login()
    assert auth.ensure_login().access_token == token.access_token
    assert len(asked) == 1
    # Another scope than the login has.
    AuthorizationCode(scope="user-library-read", token_cache=cache).ensure_login()
    assert len(asked) == 2


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


def test_an_asynchronous_handler_is_refused_where_nothing_awaits_it(sandbox: Sandbox) -> None:
    async def handler(url: str) -> None:
        raise AssertionError("nobody awaits this")

    with pytest.raises(TypeError, match="async_authorize_local"):
        AuthorizationCode().authorize_local(open_browser=False, authorization_url_handler=handler, timeout=30)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="async_authorize_local"):
        # Only its result tells that this one is.
        AuthorizationCode().authorize_local(open_browser=False, authorization_url_handler=lambda url: handler(url), timeout=30)  # type: ignore[arg-type, return-value]
