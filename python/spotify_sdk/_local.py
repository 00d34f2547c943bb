"""The login on this machine: what Python does of it. The listener is the native half's."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from ._bridge import settle_now
from ._guard import hide
from ._native import Task, can_open_browser
from .exceptions import AuthenticationError

_ASYNC_HANDLER = (
    "authorization_url_handler can't be `async` here; use `await async_authorize_local(...)` with an AsyncAuthorizationCode"
)
_NO_BROWSER = "Could not open browser automatically."
_OTHER_WAYS = (
    "Name a browser in the variable BROWSER, give an authorization_url_handler that shows the URL, or use ensure_login(), which "
    "lets the user log in elsewhere and paste where the browser ended up"
)
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def refuse_running_loop() -> None:
    """Waiting here would stop the event loop that runs on this thread, a notebook's for instance."""
    import asyncio

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return
    raise RuntimeError(
        "authorize_local() can't wait while an event loop runs on this thread; "
        "use `await async_authorize_local(...)` with an AsyncAuthorizationCode"
    )


def check(redirect_uri: str, timeout: float, open_browser: bool, handler: object) -> None:
    """Refuses what can't work, before anything is opened."""
    from urllib.parse import urlsplit

    if timeout <= 0:
        raise ValueError("timeout must be greater than 0.")
    parts = urlsplit(redirect_uri)
    if parts.scheme != "http":
        raise ValueError("authorize_local requires an http:// redirect_uri on this machine, such as http://127.0.0.1:8080/callback.")
    if parts.hostname not in LOOPBACK:
        raise ValueError("authorize_local requires a redirect_uri whose host is 127.0.0.1, [::1] or localhost.")
    if not open_browser and handler is None:
        raise ValueError("Set open_browser=True or provide authorization_url_handler.")


class Presenter:
    """Brings the user to the authorization page: the handler first, then the browser."""

    def __init__(self, open_browser: bool, handler: Callable[[str], Any] | None) -> None:
        self._open_browser = open_browser
        self._handler = handler
        self._can_await = True
        self.task: Task | None = None

    def refuse_async(self) -> None:
        """Where nothing is awaited: an `async` handler would show no URL, and the whole timeout pass."""
        from inspect import iscoroutinefunction

        self._can_await = False
        if iscoroutinefunction(self._handler) or iscoroutinefunction(getattr(self._handler, "__call__", None)):
            raise TypeError(_ASYNC_HANDLER)

    def __call__(self, url: str) -> Any:
        shown = self._handler(url) if self._handler else None
        if not self._can_await and hasattr(shown, "__await__"):
            settle_now(shown)
            raise TypeError(_ASYNC_HANDLER)
        if not self._open_browser:
            return shown
        if hasattr(shown, "__await__"):
            return self._after(shown, url)
        self._start_browser(url)
        return None

    async def _after(self, shown: Any, url: str) -> None:
        await shown
        self._start_browser(url)

    def _start_browser(self, url: str) -> None:
        # On a thread: some browsers keep whoever opens them waiting until they are closed.
        threading.Thread(target=self._browse, args=(url,), name="spotify-sdk-browser", daemon=True).start()

    def _browse(self, url: str) -> None:
        import webbrowser

        try:
            opened = webbrowser.open(url)
        except Exception:
            opened = False
        if not opened and self._handler is None and self.task is not None:
            error = AuthenticationError(_NO_BROWSER, response_body={"authorization_url": url})
            # As the native half says what to do next.
            setattr(error, "__notes__", [_OTHER_WAYS])
            self.task.interrupt(error)


def shows_browser() -> bool:
    """Whether a browser that is opened here is one that the user sees: not over SSH, not without a display."""
    return can_open_browser()


def can_listen(redirect_uri: str) -> bool:
    """Whether a callback can arrive at this machine."""
    from urllib.parse import urlsplit

    parts = urlsplit(redirect_uri)
    return parts.scheme == "http" and parts.hostname in LOOPBACK


def is_for_want_of_a_browser(error: AuthenticationError) -> bool:
    """Whether a login failed before the user could see anything of it."""
    return error.message == _NO_BROWSER


class Pasting:
    """Has the user log in elsewhere and paste where the browser ended up."""

    def __init__(self, url: str, show_dialog: bool, until: float) -> None:
        self._url = f"{url}&show_dialog=true" if show_dialog else url
        self._until = until
        self._given_up = False
        self._reader: int | None = None
        self._over = threading.Event()
        self.keeps_time = _can_be_waited_for()

    def left(self) -> float:
        """How many seconds the user still has."""
        return max(0.0, self._until - time.monotonic())

    def give_up(self) -> None:
        """Nobody waits any more: what comes now is for whoever reads next."""
        self._given_up = True
        reader = self._reader
        if reader is None:
            return
        import ctypes

        # A notebook's prompt on a thread goes on until it is answered, and would take the answer to the next one. It looks for
        # interrupts all the time, as this is how a cell's own prompt ends.
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(reader), ctypes.py_object(KeyboardInterrupt))
        self._over.wait(0.1)

    def __call__(self) -> str:
        """What was pasted. Raises a `TimeoutError` when it comes too late, and an `AuthenticationError` when nothing can come."""
        print(f"Open this address in a browser and log in:\n\n{self._url}\n")
        print("The browser ends up at an address that begins with your redirect URI, and may say that it can't be reached.")
        try:
            pasted = self._read("Paste that address here: ")
        except EOFError as error:
            raise AuthenticationError("No callback was pasted: the input ended.") from error
        if self.left() == 0:
            raise TimeoutError
        return hide(pasted.strip())

    def _read(self, prompt: str) -> str:
        if not self.keeps_time:
            # A notebook's prompt.
            self._reader = threading.get_ident()
            try:
                return input(prompt)
            finally:
                self._reader = None
                self._over.set()
        import select
        import sys

        # A terminal gives whole lines, as do programs that write to a pipe. Until there is one nothing is read, so that giving up takes
        # nobody's input, and leaves no thread behind that reads when the interpreter ends, which would end the process.
        print(prompt, end="", flush=True)
        while not self._given_up and self.left() > 0:
            if select.select([sys.stdin], [], [], min(0.1, self.left()))[0]:
                return input()
        print()
        raise TimeoutError


def _can_be_waited_for() -> bool:
    """Whether the system says when there is something to read, without reading it."""
    import os
    import sys
    from types import BuiltinFunctionType

    # On Windows nobody can wait for a terminal and for something else.
    if os.name == "nt" or not isinstance(input, BuiltinFunctionType):
        return False
    try:
        sys.stdin.fileno()
    except (AttributeError, OSError, ValueError):
        return False
    return True
