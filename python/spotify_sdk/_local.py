"""The login on this machine: what Python does of it. The listener is the native half's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ._bridge import settle_now
from ._native import Task, can_open_browser
from .exceptions import AuthenticationError

_ASYNC_HANDLER = (
    "authorization_url_handler can't be `async` here; use `await async_authorize_local(...)` with an AsyncAuthorizationCode"
)
_NO_BROWSER = (
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
        import threading

        # On a thread: some browsers keep whoever opens them waiting until they are closed.
        threading.Thread(target=self._browse, args=(url,), name="spotify-sdk-browser", daemon=True).start()

    def _browse(self, url: str) -> None:
        import webbrowser

        try:
            opened = webbrowser.open(url)
        except Exception:
            opened = False
        if not opened and self._handler is None and self.task is not None:
            error = AuthenticationError(
                "Could not open browser automatically.", response_body={"authorization_url": url}
            )
            # As the native half says what to do next.
            setattr(error, "__notes__", [_NO_BROWSER])
            self.task.interrupt(error)


def shows_browser() -> bool:
    """Whether a browser that is opened here is one that the user sees: not over SSH, not without a display."""
    return can_open_browser()


def ask_for_callback(url: str) -> str:
    """Has the user log in elsewhere and paste where the browser ended up."""
    print(f"Open this address in a browser and log in:\n\n{url}\n")
    print("The browser ends up at an address that begins with your redirect URI, and may say that it can't be reached.")
    return input("Paste that address here: ").strip()
