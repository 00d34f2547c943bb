"""Logins in a browser on this machine."""

from __future__ import annotations

import asyncio
import threading
import urllib.request

import pytest
from conftest import Run

from spotify_sdk import AsyncSpotifyClient, AuthenticationError
from spotify_sdk.auth import (
    AsyncAuthorizationCode,
    AuthorizationCode,
    InMemoryTokenCache,
    async_authorize_local,
    authorize_local,
)
from spotify_sdk.testing import Sandbox

ALBUM = "5K79FLRUCSysQnVESLcTdb"


def visit(url: str) -> None:
    """A browser without a screen, whose user agrees."""
    threading.Thread(target=lambda: urllib.request.urlopen(url, timeout=30).read(), daemon=True).start()


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


def test_an_asynchronous_handler_is_refused_where_nothing_awaits_it(sandbox: Sandbox) -> None:
    async def handler(url: str) -> None:
        raise AssertionError("nobody awaits this")

    with pytest.raises(TypeError, match="async_authorize_local"):
        AuthorizationCode().authorize_local(open_browser=False, authorization_url_handler=handler, timeout=30)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="async_authorize_local"):
        # Only its result tells that this one is.
        AuthorizationCode().authorize_local(open_browser=False, authorization_url_handler=lambda url: handler(url), timeout=30)  # type: ignore[arg-type, return-value]
