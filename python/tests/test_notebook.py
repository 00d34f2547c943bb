"""A real kernel of Jupyter's: cells that wait, cells that await, interrupts, prompts."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from shared import needed

from spotify_sdk.testing import Sandbox

needed("ipykernel", since=(3, 11))
jupyter_client = needed("jupyter_client")

ALBUM = "5K79FLRUCSysQnVESLcTdb"


class Kernel:
    """A kernel, and what it says to one cell at a time."""

    def __init__(self, client: Any, manager: Any) -> None:
        self.client = client
        self.manager = manager

    def run(
        self, code: str, *, answer: Any = None, interrupt_when: Callable[[], bool] | None = None
    ) -> tuple[str, dict[str, Any]]:
        """What a cell prints, and how it ends. `answer` is asked for what the user types, given what was printed so far; no answer
        is a user who does not type."""
        printed: list[str] = []
        replies: list[dict[str, Any]] = []

        def hear(message: dict[str, Any]) -> None:
            if message["msg_type"] == "stream":
                printed.append(message["content"]["text"])

        def ask(message: dict[str, Any]) -> None:
            # What was printed before comes on another channel, and may come later.
            while not any("http" in text for text in printed):
                hear(self.client.get_iopub_msg(timeout=30))
            if (typed := answer("".join(printed))) is not None:
                self.client.input(typed)
            printed.append(message["content"]["prompt"])

        self.interrupted_at = 0.0

        def interrupt() -> None:
            until = time.monotonic() + 30
            while not interrupt_when() and time.monotonic() < until:  # type: ignore[misc]
                time.sleep(0.01)
            self.interrupted_at = time.monotonic()
            self.manager.interrupt_kernel()

        if interrupt_when is not None:
            threading.Thread(target=interrupt).start()
        replies.append(
            self.client.execute_interactive(
                code, timeout=60, output_hook=hear, stdin_hook=ask, allow_stdin=answer is not None
            )
        )
        return "".join(printed), replies[0]["content"]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(documents=True) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def kernel(sandbox: Sandbox) -> Iterator[Kernel]:
    unseen = ("SPOTIFY_SDK_", "BROWSER", "DISPLAY", "WAYLAND_DISPLAY")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(unseen)}
    # The kernel runs on another machine than the user's browser.
    environment |= {**sandbox.environment(), "SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22"}
    manager = jupyter_client.KernelManager(kernel_name="python3")
    manager.start_kernel(env=environment)
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    kernel = Kernel(client, manager)
    _, ended = kernel.run("from spotify_sdk import SpotifyClient, AsyncSpotifyClient\nfrom spotify_sdk.auth import *")
    assert ended["status"] == "ok", ended
    yield kernel
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def test_a_client_that_waits_works_although_a_loop_runs(kernel: Kernel) -> None:
    code = f"client = SpotifyClient('your-access-token')\nprint(client.albums.get('{ALBUM}').id)"
    assert kernel.run(code)[0].strip() == ALBUM


def test_a_cell_may_await(kernel: Kernel) -> None:
    code = (
        f"async with AsyncSpotifyClient('your-access-token') as loops:\n"
        f"    print((await loops.albums.get('{ALBUM}')).id)"
    )
    assert kernel.run(code)[0].strip() == ALBUM


def test_authorize_local_names_its_twin(kernel: Kernel) -> None:
    _, ended = kernel.run("AuthorizationCode().authorize_local()")
    assert ended["ename"] == "RuntimeError" and "async_authorize_local" in ended["evalue"]


WAITS = {
    "call": (f"client.albums.get('{ALBUM}')", "GET /v1/albums/*", {"delay": 30}),
    "rate limit": (f"client.albums.get('{ALBUM}')", "GET /v1/albums/*", {"status": 429, "headers": {"retry-after": "30"}}),
    "token": ("ClientCredentials().get_access_token()", "POST /api/token", {"delay": 30}),
    "await": (f"await AsyncSpotifyClient('your-access-token').albums.get('{ALBUM}')", "GET /v1/albums/*", {"delay": 30}),
}


@pytest.mark.parametrize("wait", WAITS)
def test_an_interrupt_ends_any_wait_and_the_next_cell_works(kernel: Kernel, sandbox: Sandbox, wait: str) -> None:
    statement, pattern, trouble = WAITS[wait]
    # The clock is the machine's: what the kernel reads can be compared with what was read here when the interrupt was sent. Of several
    # tries the best counts, as this machine may be busy with something else.
    code = f"import time\ntry:\n    {statement}\nexcept BaseException:\n    print('ended', time.monotonic())\n    raise"
    took: list[float] = []
    for _ in range(8):
        sandbox.clear_requests()
        sandbox.fault(pattern, **trouble)
        assert kernel.run("client = SpotifyClient('your-access-token')\nclient.clear_cool_down()")[1]["status"] == "ok"
        printed, ended = kernel.run(code, interrupt_when=lambda: bool(sandbox.requests()))
        sandbox.clear_faults()
        assert ended["ename"] in ("KeyboardInterrupt", "CancelledError"), ended
        took.append(float(printed.split()[1]) - kernel.interrupted_at)
        assert kernel.run(f"client.clear_cool_down()\nprint(client.albums.get('{ALBUM}').id)")[0].strip() == ALBUM
        if took[-1] < 0.2:
            break
    assert min(took) < 0.2, took


def test_a_remote_kernel_logs_in_by_url_and_pasted_callback(kernel: Kernel, sandbox: Sandbox) -> None:
    def paste(printed: str) -> str:
        return sandbox.approve(next(line for line in printed.splitlines() if line.startswith("http")))

    code = "auth = AuthorizationCode(scope='user-read-private')\nprint('scope:', auth.ensure_login().scope)"
    printed, ended = kernel.run(code, answer=paste)
    assert ended["status"] == "ok", ended
    assert "Paste that address here" in printed and "scope: user-read-private" in printed


@pytest.mark.parametrize(
    "login",
    ["AuthorizationCode(scope='user-read-private').ensure_login()", "await AsyncAuthorizationCode(scope='user-read-private').ensure_login()"],
    ids=["sync", "async"],
)
def test_an_interrupted_login_leaves_the_next_prompt_alone(kernel: Kernel, sandbox: Sandbox, login: str) -> None:
    asked = threading.Event()

    def nothing(printed: str) -> None:
        asked.set()

    _, ended = kernel.run(login, answer=nothing, interrupt_when=asked.is_set)
    assert ended["status"] == "error", ended

    def paste(printed: str) -> str:
        return sandbox.approve(next(line for line in printed.splitlines() if line.startswith("http")))

    printed, ended = kernel.run(f"print('scope:', ({login}).scope)", answer=paste)
    assert ended["status"] == "ok", ended
    assert "scope: user-read-private" in printed


@pytest.mark.parametrize("statement", ["ClientCredentials(token_cache=Down()).get_access_token()", "await AsyncClientCredentials(token_cache=Down()).get_access_token()"])
def test_a_warning_reaches_the_cell(kernel: Kernel, statement: str) -> None:
    _, ended = kernel.run(
        "import logging\nlogging.basicConfig(force=True)\n"
        "class Down:\n    def get(self): raise ConnectionError('redis is down')\n    def set(self, token): raise ConnectionError('redis is down')"
    )
    assert ended["status"] == "ok", ended
    # In this cell, and not in one that is run later.
    printed, ended = kernel.run(f"token = {statement}")
    assert ended["status"] == "ok", ended
    assert "WARNING:spotify_sdk:" in printed and "redis is down" in printed


def test_an_asynchronous_login_shows_its_url_in_the_cell(kernel: Kernel, sandbox: Sandbox) -> None:
    code = (
        "import threading, urllib.request\n"
        "def show(url):\n"
        "    print('visit', url)\n"
        "    threading.Thread(target=urllib.request.urlopen, args=(url,), daemon=True).start()\n"
        "loops = AsyncAuthorizationCode(redirect_uri='http://127.0.0.1/callback', scope='user-read-private')\n"
        "token = await async_authorize_local(loops, open_browser=False, authorization_url_handler=show, timeout=30)\n"
        "print('logged in', bool(token.refresh_token))"
    )
    printed, ended = kernel.run(code)
    assert ended["status"] == "ok", ended
    assert printed.startswith(f"visit {sandbox.base_url}") and printed.endswith("logged in True\n")
