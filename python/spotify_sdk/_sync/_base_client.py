"""What sends operations and makes models of their answers."""

from __future__ import annotations

from collections.abc import Generator, Callable, Mapping
from typing import TYPE_CHECKING, Any

from .. import _native
from .._auth_shared import OURS, is_ours, refuse_class
from .._bridge import settle_now as settle, wait as finish, wait as run
from .._by_hand import Params, operation
from .._guard import NotCopied, hide, hide_values
from .._models import fill, filler
from .._options import TIMEOUT, network
from .._pages import Answer, cursor_behind, next_offset, rows_of
from .auth import AuthProvider, TokenSource

if TYPE_CHECKING:
    from typing_extensions import Self


class BaseClient(NotCopied):
    """Sends operations: same login, retries, rate limit and errors for all of them."""

    _instead = "make one in each process; `with_auth` makes one for another login over the same connections"

    MAX_RETRIES = 3
    INITIAL_BACKOFF = 0.5
    MAX_BACKOFF = 8.0
    BACKOFF_MULTIPLIER = 2

    def __init__(
        self,
        access_token: str | None = None,
        auth_provider: AuthProvider | TokenSource | None = None,
        timeout: float = TIMEOUT,
        max_retries: int | None = None,
        *,
        api_base_url: str | None = None,
        max_wait: float | None = None,
        connect_timeout: float | None = None,
        proxy: str | None = None,
        extra_root_certificate: bytes | None = None,
        user_agent_suffix: str | None = None,
    ) -> None:
        access_token, proxy = hide(access_token), hide(proxy)
        if access_token and auth_provider is not None:
            raise ValueError("Provide only one of access_token or auth_provider.")
        if not access_token and auth_provider is None:
            raise ValueError("Either access_token or auth_provider must be provided.")
        self._provider = auth_provider
        self._owns_provider = False
        refuse_class("auth_provider", auth_provider)
        self._native = _native.Client(
            access_token if auth_provider is None else auth_provider,
            own_methods=OURS,
            api_base_url=api_base_url,
            network=network(
                timeout, max_retries, max_wait, connect_timeout, proxy, extra_root_certificate, user_agent_suffix
            ),
        )

    def request(
        self,
        method: str,
        path: str,
        params: Params | None = None,
        json: object = None,
        headers: Mapping[str, str] | None = None,
        content: str | bytes | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
    ) -> Any:
        """A request made by hand, for what has no method here: same login, retries, rate limit and errors.

        Args:
            method: `GET`, `POST`, `PUT` or `DELETE`. Only a `GET` is repeated when its answer was lost.
            path: below the base URL, such as `/me/player`.
            params: the query, a mapping or pairs. A list is sent value by value (`ids=a&ids=b`), `True` as `true`, `None` not at all.
            json: a body that is sent as JSON.
            headers: added to the request, or in place of what it has of itself, such as `Content-Type`.
            content: a body that is sent as it is, as `application/json` unless `headers` say what it is.
            timeout: seconds for this request, to its last byte, instead of the client's.
            max_retries: how often this request is repeated when it fails, instead of the client's.

        Returns:
            The JSON of the answer; `{}` for an empty one.

        Raises:
            ValueError: a path that leaves the base URL, a header that is the client's own (`Authorization`, `Host`, ...).
        """
        headers = hide_values(headers)
        answer = self.send(operation(method, path, params, json, headers, content, timeout, max_retries))
        return {} if answer is None else answer

    def send(self, operation: _native.Operation) -> Any:
        """Sends an operation; its answer as plain data. For the services."""
        return _native.plain(run(self._native.send(operation)))

    def fetch(self, operation: _native.Operation, model: str) -> Any:
        """Sends an operation; its answer as a model. For the services."""
        return fill(model, run(self._native.send(operation)))

    def fetch_several(self, operation: _native.Operation, model: str) -> Any:
        """Sends an operation; its answer as a list of models, `None` where Spotify found none. For the services."""
        return [None if row is None else fill(model, row) for row in run(self._native.send(operation))]

    @staticmethod
    def fill(model: str, data: Any) -> Any:
        """The model of an answer. For the services."""
        return fill(model, data)

    def rows(
        self, page: Callable[[int | None, int], _native.Operation], model: str, offset: int = 0
    ) -> Generator[Any, None, None]:
        """All rows of all pages, one after the other. For the services."""
        size = page(None, 0).page_size
        at: int | None = offset
        make = filler(model)
        while at is not None:
            answer: Answer = run(self._native.send(page(size, at)))
            rows = rows_of(answer)
            for row in rows:
                if row is not None:
                    yield make(row)
            at = next_offset(answer, len(rows), at)

    def rows_by_cursor(
        self, page: Callable[[str | None, int | None], _native.Operation], model: str
    ) -> Generator[Any, None, None]:
        """The same where a page begins behind a row of the page before."""
        size = page(None, None).page_size
        after: str | None = None
        make = filler(model)
        while True:
            answer: Answer = run(self._native.send(page(after, size)))
            rows = rows_of(answer)
            for row in rows:
                if row is not None:
                    yield make(row)
            behind = cursor_behind(answer)
            if not rows or not answer.get("next") or not behind or behind == after:
                return
            after = behind

    def clear_cool_down(self) -> None:
        """Forgets the pause after a 429. Spotify may go on refusing."""
        self._native.clear_cool_down()

    def with_auth(self, auth_provider: AuthProvider | TokenSource | str) -> Self:
        """A client for another login, over the same connections and with the same options; clients of one app share the pause after
        a 429 as well. It costs hardly anything: a web application makes one for each request.

            mine = client.with_auth(logins.for_user(user_id))

        Closing it, which is not needed, leaves this client, the connections and the provider open.

        Args:
            auth_provider: one of `spotify_sdk.auth`, anything with `get_access_token()`, or an access token, used as it is.
        """
        auth_provider = hide(auth_provider)
        client = type(self).__new__(type(self))
        client.__dict__.update(self.__dict__)
        refuse_class("auth_provider", auth_provider)
        client._native = self._native.with_auth(auth_provider, OURS)
        # Nobody closes it but whoever made it.
        client._provider = None
        client._owns_provider = False
        client._make_services()
        return client

    def _make_services(self) -> None:
        """What has a client of its own to call."""

    def close(self) -> None:
        """Ends the client: later calls raise a `SpotifyError`.

        A login of `spotify_sdk.auth` that was given stays open for other clients; a provider of your own is closed too, if it has
        a `close`.
        """
        try:
            finish(self._native.close())
        finally:
            close = getattr(self._provider, "close", None)
            is_mine = self._owns_provider or not is_ours(self._provider)
            if self._provider is not None and is_mine and callable(close):
                settle(close())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *args: object) -> None:
        self.close()


if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        from .._gone import missing

        raise missing(__name__, name)
