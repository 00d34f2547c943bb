"""`ensure_login`: which way the user logs in, and for how long they are waited for."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from spotify_sdk import AuthenticationError
from spotify_sdk.auth import AsyncAuthorizationCode, AuthorizationCode
from spotify_sdk.testing import Sandbox

SCOPE = "user-read-private"


@pytest.fixture
def sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    uris = ["http://127.0.0.1/callback", "https://example.com/callback"]
    with Sandbox(users=[{"id": "mia"}], redirect_uris=uris) as sandbox:
        for name, value in sandbox.environment().items():
            monkeypatch.setenv(name, value)
        yield sandbox


@pytest.fixture
def remote(monkeypatch: pytest.MonkeyPatch) -> None:
    """No browser that the user would see."""
    for name in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22")


@pytest.fixture
def local(monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser that the user would see, if it could be opened."""
    monkeypatch.delenv("SSH_CONNECTION", raising=False)
    monkeypatch.delenv("SSH_TTY", raising=False)
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr("webbrowser.open", lambda url: False)


@pytest.fixture
def paste(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """A user who logs in and pastes. What they were sent to."""
    visited: list[str] = []

    def answer(prompt: str) -> str:
        visited.append(next(line for line in capsys.readouterr().out.splitlines() if line.startswith("http")))
        return f" {sandbox.approve(visited[-1])}\n"

    monkeypatch.setattr("builtins.input", answer)
    return visited


def test_a_redirect_uri_elsewhere_is_pasted(sandbox: Sandbox, local: None, paste: list[str]) -> None:
    auth = AuthorizationCode(scope=SCOPE, redirect_uri="https://example.com/callback")
    assert auth.ensure_login(show_dialog=True).scope == SCOPE
    assert len(paste) == 1 and "show_dialog=true" in paste[0]


def test_without_a_browser_the_callback_is_pasted(sandbox: Sandbox, local: None, paste: list[str], run) -> None:
    assert AuthorizationCode(scope=SCOPE).ensure_login().scope == SCOPE

    async def main() -> None:
        assert (await AsyncAuthorizationCode(scope=SCOPE).ensure_login()).scope == SCOPE

    run(main)
    assert len(paste) == 2


def test_other_failures_of_a_local_login_ask_for_nothing(sandbox: Sandbox, local: None, paste: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webbrowser.open", lambda url: True)
    with pytest.raises(AuthenticationError, match="^Timed out"):
        AuthorizationCode().ensure_login(timeout=0.3)
    assert paste == []


def test_a_paste_that_comes_too_late(sandbox: Sandbox, remote: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.input", lambda prompt: time.sleep(0.5) or "")  # type: ignore[func-returns-value]
    with pytest.raises(AuthenticationError, match="^Timed out waiting for authorization callback"):
        AuthorizationCode().ensure_login(timeout=0.2)


def test_a_prompt_that_waits_for_ever_has_a_time_limit(sandbox: Sandbox, remote: None, monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()
    monkeypatch.setattr("builtins.input", lambda prompt: over.wait(60) and "")
    started = time.monotonic()
    try:
        with pytest.raises(AuthenticationError, match="^Timed out waiting for authorization callback"):
            AuthorizationCode().ensure_login(timeout=0.5)
    finally:
        over.set()
    assert time.monotonic() - started < 20


@pytest.mark.skipif(os.name == "nt", reason="nobody can wait for a pipe there")
@pytest.mark.parametrize("login", ["AuthorizationCode().ensure_login(timeout=1)", "asyncio.run(AsyncAuthorizationCode().ensure_login(timeout=1))"])
def test_a_pipe_has_a_time_limit(sandbox: Sandbox, remote: None, login: str) -> None:
    code = f"import asyncio\nfrom spotify_sdk.auth import *\ntry:\n    {login}\nexcept Exception as error:\n    print('it said', error)"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        # Nobody writes, and nobody closes it.
        try:
            assert process.wait(30) == 0, process.stderr.read()  # type: ignore[union-attr]
            assert "it said Timed out" in process.stdout.read()  # type: ignore[union-attr]
            assert process.stderr.read() == ""  # type: ignore[union-attr]
        finally:
            process.kill()


@pytest.mark.skipif(os.name == "nt", reason="nobody can wait for a pipe there")
def test_a_callback_through_a_pipe(sandbox: Sandbox, remote: None) -> None:
    code = f"from spotify_sdk.auth import *\nprint('scope:', AuthorizationCode(scope='{SCOPE}').ensure_login(timeout=30).scope)"
    with subprocess.Popen([sys.executable, "-u", "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None and process.stdout is not None
        url = next(line for line in process.stdout if line.startswith("http"))
        print(sandbox.approve(url.strip()), file=process.stdin, flush=True)
        said = process.stdout.read()
    assert f"scope: {SCOPE}" in said


@pytest.mark.parametrize("timeout", [0, -1])
def test_some_time_there_must_be(sandbox: Sandbox, timeout: float) -> None:
    with pytest.raises(ValueError, match="timeout must be greater than 0"):
        AuthorizationCode().ensure_login(timeout=timeout)


def test_nobody_there_to_paste(sandbox: Sandbox, remote: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(prompt: str) -> str:
        raise EOFError

    monkeypatch.setattr("builtins.input", answer)
    with pytest.raises(AuthenticationError, match="No callback was pasted") as caught:
        AuthorizationCode().ensure_login()
    assert isinstance(caught.value.__cause__, EOFError)


def test_a_prompt_holds_up_no_loop(sandbox: Sandbox, remote: None, monkeypatch: pytest.MonkeyPatch, run) -> None:
    asked, typed = threading.Event(), threading.Event()

    def answer(prompt: str) -> str:
        asked.set()
        assert typed.wait(30)
        return "no callback"

    monkeypatch.setattr("builtins.input", answer)

    async def type_it() -> None:
        # Only a loop that goes on gets here.
        import sniffio
        import trio

        pause = trio.sleep if sniffio.current_async_library() == "trio" else asyncio.sleep
        while not asked.is_set():
            await pause(0.01)
        typed.set()

    async def login() -> None:
        with pytest.raises(AuthenticationError):
            await AsyncAuthorizationCode().ensure_login()

    async def main() -> None:
        import sniffio
        import trio

        if sniffio.current_async_library() == "trio":
            async with trio.open_nursery() as nursery:
                nursery.start_soon(login)
                nursery.start_soon(type_it)
        else:
            await asyncio.gather(login(), type_it())

    run(main)
    assert typed.is_set()


def test_a_prompt_on_a_loop_has_a_time_limit(sandbox: Sandbox, remote: None, monkeypatch: pytest.MonkeyPatch, run) -> None:
    ended = threading.Event()
    monkeypatch.setattr("builtins.input", lambda prompt: ended.wait(30) and "")

    async def main() -> None:
        with pytest.raises(AuthenticationError, match="^Timed out"):
            await AsyncAuthorizationCode().ensure_login(timeout=0.3)

    started = time.monotonic()
    run(main)
    assert time.monotonic() - started < 20
    ended.set()


pty = pytest.importorskip("pty")

AT_A_TERMINAL = """
import asyncio, sys
from spotify_sdk.auth import AuthorizationCode, AsyncAuthorizationCode
from spotify_sdk import AuthenticationError

LOGIN
"""


def at_a_terminal(sandbox: Sandbox, login: str, user: Callable[[int, str], None]) -> str:
    """What a program shows on a terminal; the user has its other end, and sees what was shown until the prompt."""
    ours, its = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name not in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY")}
    environment |= {**sandbox.environment(), "SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22", "TERM": "dumb"}
    code = AT_A_TERMINAL.replace("LOGIN", login)
    program: Any = subprocess.Popen([sys.executable, "-c", code], stdin=its, stdout=its, stderr=its, env=environment)
    os.close(its)
    shown = ""

    def read() -> bool:
        nonlocal shown
        try:
            some = os.read(ours, 4096)
        except OSError:
            return False
        shown += some.decode()
        return bool(some)

    try:
        while "Paste that address here" not in shown and read():
            pass
        user(ours, shown)
        while read():
            pass
        assert program.wait(60) == 0, shown
    finally:
        program.kill()
        program.wait()
        os.close(ours)
    return shown.replace("\r\n", "\n")


def address_in(shown: str) -> str:
    return next(line.strip() for line in shown.splitlines() if line.startswith("http"))


@pytest.mark.parametrize(
    "login",
    [
        "print('scope:', AuthorizationCode(scope='user-read-private').ensure_login().scope)",
        "print('scope:', asyncio.run(AsyncAuthorizationCode(scope='user-read-private').ensure_login()).scope)",
    ],
    ids=["sync", "async"],
)
def test_at_a_terminal(sandbox: Sandbox, login: str) -> None:
    def user(terminal: int, shown: str) -> None:
        os.write(terminal, sandbox.approve(address_in(shown)).encode() + b"\n")

    assert "scope: user-read-private\n" in at_a_terminal(sandbox, login, user)


@pytest.mark.parametrize(
    "login",
    [
        "AuthorizationCode().ensure_login(timeout=0.5)",
        "asyncio.run(AsyncAuthorizationCode().ensure_login(timeout=0.5))",
        "asyncio.run(asyncio.wait_for(AsyncAuthorizationCode().ensure_login(), 0.5))",
    ],
    ids=["sync", "async", "cancelled"],
)
def test_a_terminal_where_nobody_types_and_who_reads_next(sandbox: Sandbox, login: str) -> None:
    # What is typed later is for whatever asks then, and not for a login that is over.
    code = (
        f"try:\n    {login}\n"
        "except (AuthenticationError, asyncio.TimeoutError) as error:\n    print('ended:', type(error).__name__)\n"
        "import time; time.sleep(0.5)\n"
        "print('heard:', input('Anything else? '))"
    )

    def user(terminal: int, shown: str) -> None:
        while "Anything else?" not in shown:
            shown += os.read(terminal, 4096).decode()
        os.write(terminal, b"hello\n")

    assert "heard: hello\n" in at_a_terminal(sandbox, code, user)
