"""A local Spotify for tests: Accounts service and Web API, with state, a clock and faults.

Requests are sent by the package's native half, so tests can't replace an HTTP client of Python's. They need not: with the pytest
fixture `spotify_sandbox` every client and provider made in the test talks to a local Spotify instead.

    def test_my_program(spotify_sandbox):
        token = spotify_sandbox.access_token("ada", "user-library-read")
        with SpotifyClient(token) as client:
            assert client.tracks.get_saved().total == 120
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal

from .. import _native

if TYPE_CHECKING:
    from typing_extensions import Self

__all__ = ["Request", "Sandbox"]


@dataclass(frozen=True)
class Request:
    """A request that the sandbox received, without its secrets.

    Attributes:
        at: when, on the sandbox's clock, in Unix seconds.
        method: such as `GET`.
        path: without the query, such as `/v1/albums/4aawyAB9vmqN3uQ7FjRGTy`.
        query: the query's parameters.
        form: the fields of a form, as the token endpoint gets it.
        json: a JSON body.
        headers: names in small letters.
        status: the status of the answer; `None` while there is none.
        connection: the number of the connection that it came on.
        user: whose login it was sent with.
        by_fault: whether a fault had a hand in what became of it.
    """

    at: float
    method: str
    path: str
    query: Mapping[str, str]
    form: Mapping[str, str]
    json: Any
    headers: Mapping[str, str]
    status: int | None
    connection: int
    user: str | None
    by_fault: bool


class Sandbox:
    """A local Spotify that runs until it is closed. Use it with `with`.

    Args:
        documents: what documents about Spotify write is known: client `your-client-id` with `your-client-secret`, access token
            `your-access-token`, code `ABC123`, every well-formed id.
        users: dicts with `id` and, if wanted, `premium`, `country`, `saved_tracks`, `saved_albums`, `saved_shows`,
            `saved_episodes`, `saved_audiobooks`, `followed_artists`. Unless given `ada`, with a library of 120 tracks, and `bob`, who
            has no Premium.
        redirect_uris: the app's redirect URIs.
        access_token: an access token that is good from the beginning.
        refresh_tokens: what the answer to a refresh says about the refresh token. `rotate_reuse_detection`: each works once, and a
            second use ends the login.
        extended_quota: answer as to an app in Extended Quota Mode.
        before_2024: answer as to an app that had access before November 2024.
        open_ids: know every well-formed id.
        auto_approve: let a browser that opens an authorization URL agree at once, as the first user. `False` shows it the login
            and the consent page.
        tracks: how many tracks the catalogue has, 1,000 unless given; everything else by that measure.
        port: the port on 127.0.0.1; any free one unless given.
    """

    def __init__(
        self,
        *,
        documents: bool = False,
        users: Iterable[dict[str, Any]] = (),
        redirect_uris: Iterable[str] = (),
        access_token: str | None = None,
        refresh_tokens: Literal["omit", "null", "empty", "same", "rotate", "rotate_reuse_detection"] = "omit",
        extended_quota: bool = False,
        before_2024: bool = False,
        open_ids: bool = False,
        auto_approve: bool = True,
        tracks: int | None = None,
        port: int | None = None,
    ) -> None:
        self._native = _native.Sandbox(
            documents=documents,
            users=list(users),
            redirect_uris=list(redirect_uris),
            access_token=access_token,
            refresh_tokens=refresh_tokens,
            extended_quota=extended_quota,
            before_2024=before_2024,
            open_ids=open_ids,
            auto_approve=auto_approve,
            tracks=tracks,
            port=port,
        )

    @property
    def base_url(self) -> str:
        """`http://127.0.0.1:PORT`."""
        return self._native.base_url()

    @property
    def api_base_url(self) -> str:
        """The Web API, for a client's `api_base_url`."""
        return self._native.api_base_url()

    @property
    def accounts_base_url(self) -> str:
        """The Accounts service, for a provider's `accounts_base_url`."""
        return self._native.accounts_base_url()

    @property
    def client_id(self) -> str:
        """The app's client id."""
        return self._native.client_id()

    @property
    def client_secret(self) -> str:
        """The app's client secret."""
        return self._native.client_secret()

    @property
    def redirect_uri(self) -> str:
        """The app's first redirect URI."""
        return self._native.redirect_uri()

    @property
    def users(self) -> list[str]:
        """The ids of the users."""
        return self._native.users()

    def environment(self) -> dict[str, str]:
        """The variables with which clients and providers talk to this sandbox, as its app."""
        return {
            "SPOTIFY_SDK_API_BASE_URL": self.api_base_url,
            "SPOTIFY_SDK_ACCOUNTS_BASE_URL": self.accounts_base_url,
            "SPOTIFY_SDK_CLIENT_ID": self.client_id,
            "SPOTIFY_SDK_CLIENT_SECRET": self.client_secret,
            "SPOTIFY_SDK_REDIRECT_URI": self.redirect_uri,
        }

    def access_token(self, user: str, *scopes: str) -> str:
        """An access token of a user, without a login."""
        return self._native.mint(user, scopes)[0]

    def refresh_token(self, user: str, *scopes: str) -> str:
        """A refresh token of a user, without a login."""
        return self._native.mint(user, scopes)[1]

    def approve(self, authorize_url: str, user: str | None = None) -> str:
        """Lets a user (the first unless named) open an authorization URL and agree. The callback that their browser ends up at."""
        return self._native.visit(authorize_url, user, True)

    def deny(self, authorize_url: str) -> str:
        """Lets the first user open an authorization URL and cancel. The callback that their browser ends up at."""
        return self._native.visit(authorize_url, None, False)

    def advance(self, seconds: float) -> None:
        """Lets time pass, for the sandbox and for every client and provider of this process: tokens expire, nobody waits."""
        self._native.advance(seconds)

    def now(self) -> float:
        """The sandbox's time, in Unix seconds."""
        return self._native.now()

    def expire_access_tokens(self) -> None:
        """Ends the hour of every access token. Refresh tokens stay good."""
        self._native.expire_access_tokens()

    def revoke(self, token: str) -> bool:
        """Revokes an access or refresh token; false if the sandbox did not issue it."""
        return self._native.revoke(token)

    def user_removes_app(self, user: str) -> None:
        """Lets a user remove the app: tokens, codes and approvals are gone."""
        self._native.user_removes_app(user)

    def fault(
        self,
        pattern: str,
        *,
        times: int | None = None,
        skip: int | None = None,
        status: int | None = None,
        body: bytes | str | None = None,
        headers: Mapping[str, str] | None = None,
        delay: float | None = None,
        truncate: int | None = None,
        reset: bool = False,
        close: bool = False,
        after_applying: bool = False,
    ) -> None:
        """Adds trouble.

        Args:
            pattern: the requests that it strikes, such as `GET /v1/albums/*` or `POST /api/token`.
            times: how often; for ever unless given.
            skip: how many requests pass before.
            status: answer with this status.
            body: answer with this body.
            headers: add these headers.
            delay: answer so many seconds later.
            truncate: cut the answer's body off after so many bytes.
            reset: reset the connection.
            close: close the connection without an answer.
            after_applying: first do what was asked for.
        """
        self._native.fault(
            pattern,
            times=times,
            skip=skip,
            status=status,
            body=body.encode() if isinstance(body, str) else body,
            headers=list((headers or {}).items()),
            delay=delay,
            truncate=truncate,
            reset=reset,
            close=close,
            after_applying=after_applying,
        )

    def random_faults(self, seed: int, *, web_api: float = 0.05, token_endpoint: float = 0.1) -> None:
        """Adds trouble of all kinds at random, for long tests. One seed is one sequence of trouble; which request meets which depends on
        the order in which requests arrive. Where refresh tokens rotate, no answer with one is lost: the login would be, too.

        Args:
            seed: decides what happens.
            web_api: the part of requests to the Web API that something happens to.
            token_endpoint: the part of requests to the token endpoint that something happens to.
        """
        self._native.random_faults(seed, web_api, token_endpoint)

    def clear_faults(self) -> None:
        """Removes all trouble."""
        self._native.clear_faults()

    def requests(self, method: str | None = None, path: str | None = None) -> list[Request]:
        """The requests until now; only those with this method and path if given."""
        entries = [Request(**entry) for entry in self._native.journal()]
        return [
            entry
            for entry in entries
            if (method is None or entry.method == method) and (path is None or entry.path == path)
        ]

    def take_requests(self) -> list[Request]:
        """The requests until the oldest that is still under way, which are forgotten: the others come with a later call, so that one who
        calls again and again has each once, with what became of it."""
        return [Request(**entry) for entry in self._native.take_journal()]

    def clear_requests(self) -> None:
        """Forgets the requests until now."""
        self._native.clear_journal()

    def secrets(self) -> list[str]:
        """Everything secret that was issued or shown: for tests that look for them in logs and files."""
        return self._native.secrets()

    def close(self) -> None:
        """Stops it."""
        self._native.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
