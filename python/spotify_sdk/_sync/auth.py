"""Providers of access tokens."""

from __future__ import annotations

import time as time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar, runtime_checkable

from .. import _local, _native
from .._auth_shared import (
    ENV_CLIENT_ID,
    ENV_CLIENT_SECRET,
    ENV_REDIRECT_URI as ENV_REDIRECT_URI,
    AnyTokenCache,
    TokenSource as TokenSource,
    UrlHandler,
    FileTokenCache as FileTokenCache,
    InMemoryTokenCache as InMemoryTokenCache,
    TokenCache as TokenCache,
    TokenInfo as TokenInfo,
    given_or_variable,
    native,
    native_cache,
    refuse_http_client,
    require,
    scopes,
    user_app,
)
from .._bridge import aside_now as aside, wait as finish, wait as run
from .._guard import NotCopied, hide
from .._options import TIMEOUT, network
from ..exceptions import AuthenticationError

if TYPE_CHECKING:
    from typing_extensions import Self

TOKEN_URL = "https://accounts.spotify.com/api/token"
AUTHORIZE_URL = "https://accounts.spotify.com/authorize"


@runtime_checkable
class AuthProvider(Protocol):
    """Gives a client its access tokens. One of your own needs `get_access_token`, and `close` if there is something to release.

    It is asked before every request, so it should keep the token while the token lives.
    """

    def get_access_token(self) -> str:
        """The access token to send now."""
        ...

    def close(self) -> None:
        """Releases what the provider holds; nothing, unless a provider says otherwise."""
        return None


_Login = TypeVar("_Login", bound=_native.Login)


class _Provider(NotCopied, Generic[_Login]):
    """What both providers have in common."""

    _instead = "make another one over the same token_cache, which is where they share a login"

    MAX_RETRIES = 3
    INITIAL_BACKOFF = 0.5
    MAX_BACKOFF = 8.0
    BACKOFF_MULTIPLIER = 2

    _login: _Login

    @native
    def get_access_token(self) -> str:
        """The access token: from memory, else from the cache, else from Spotify.

        Raises:
            AuthenticationError: nobody has logged in, or Spotify refuses the app.
            ReauthorizationRequired: the login has ended; answered from memory until somebody logs in again.
        """
        token = self._login.cached_token()
        if token is None:
            token = run(self._login.access_token())
        return token

    def close(self) -> None:
        """Ends the provider. A renewal under way is waited for, two seconds at most. While clients use it, the last one's
        closing ends it."""
        finish(self._login.close())


class ClientCredentials(_Provider[_native.AppLogin]):
    """The app's own login, without a user: fetched with the app's id and secret, and renewed.

    Args:
        client_id: else `SPOTIFY_SDK_CLIENT_ID`.
        client_secret: else `SPOTIFY_SDK_CLIENT_SECRET`.
        token_cache: where the token is kept; in memory unless given.
        timeout: seconds for one token request; unless given `SPOTIFY_SDK_TIMEOUT`, else 30.
        max_retries: how often a failed request is repeated; else `SPOTIFY_SDK_MAX_RETRIES`, else 3 times.
        skew_seconds: how long before its end a token is renewed.
        http_client: not supported, a `TypeError`.
        max_wait: the longest pause asked for by Spotify that is sat out, in seconds; else `SPOTIFY_SDK_MAX_WAIT`, else 60.
        accounts_base_url: else `SPOTIFY_SDK_ACCOUNTS_BASE_URL`, else Spotify's.
        connect_timeout: seconds for making a connection; else `SPOTIFY_SDK_CONNECT_TIMEOUT`, else 5.
        proxy: the URL of a proxy; else `SPOTIFY_SDK_PROXY`, else what `HTTPS_PROXY` and its kin say.
        extra_root_certificate: a certificate to trust beside the system's, PEM or DER; else those in the file that
            `SPOTIFY_SDK_EXTRA_ROOT_CERTIFICATE` names.
        user_agent_suffix: your program's name and version, added to the user agent; else `SPOTIFY_SDK_USER_AGENT_SUFFIX`.
    """

    def __init__(
        self,
        client_id: str | None = None,
        client_secret: str | None = None,
        *,
        token_cache: AnyTokenCache | None = None,
        timeout: float = TIMEOUT,
        max_retries: int | None = None,
        skew_seconds: int = 30,
        http_client: Any = None,
        max_wait: float | None = None,
        accounts_base_url: str | None = None,
        connect_timeout: float | None = None,
        proxy: str | None = None,
        extra_root_certificate: bytes | None = None,
        user_agent_suffix: str | None = None,
    ) -> None:
        client_secret, proxy = hide(client_secret), hide(proxy)
        refuse_http_client(http_client)
        client_id = given_or_variable(client_id, ENV_CLIENT_ID)
        client_secret = hide(given_or_variable(client_secret, ENV_CLIENT_SECRET))
        require("client credentials auth", client_id=client_id, client_secret=client_secret)
        self._login = _native.AppLogin(
            client_id=client_id,
            client_secret=client_secret,
            token_cache=native_cache(token_cache),
            skew_seconds=skew_seconds,
            accounts_base_url=accounts_base_url,
            network=network(
                timeout, max_retries, max_wait, connect_timeout, proxy, extra_root_certificate, user_agent_suffix
            ),
        )


class AuthorizationCode(_Provider[_native.UserLogin]):
    """A user's login, kept: access tokens are renewed with the refresh token for as long as Spotify lets the login live.

    Args:
        client_id: else `SPOTIFY_SDK_CLIENT_ID`.
        client_secret: else `SPOTIFY_SDK_CLIENT_SECRET`; not needed with `pkce=True`.
        redirect_uri: exactly as registered for the app; else `SPOTIFY_SDK_REDIRECT_URI`.
        scope: what the login may do: a text with spaces or commas, or a list.
        refresh_token: one from elsewhere, used when the cache has none.
        token_cache: where the login is kept; in memory unless given.
        timeout: seconds for one token request; unless given `SPOTIFY_SDK_TIMEOUT`, else 30. A renewal waits three times as long.
        max_retries: how often a failed request is repeated; else `SPOTIFY_SDK_MAX_RETRIES`, else 3 times.
        skew_seconds: how long before its end a token is renewed.
        http_client: not supported, a `TypeError`.
        pkce: log in without a client secret, for programs that can't keep one (RFC 7636).
        max_wait: the longest pause asked for by Spotify that is sat out, in seconds; else `SPOTIFY_SDK_MAX_WAIT`, else 60.
        accounts_base_url: else `SPOTIFY_SDK_ACCOUNTS_BASE_URL`, else Spotify's.
        connect_timeout: seconds for making a connection; else `SPOTIFY_SDK_CONNECT_TIMEOUT`, else 5.
        proxy: the URL of a proxy; else `SPOTIFY_SDK_PROXY`, else what `HTTPS_PROXY` and its kin say.
        extra_root_certificate: a certificate to trust beside the system's, PEM or DER; else those in the file that
            `SPOTIFY_SDK_EXTRA_ROOT_CERTIFICATE` names.
        user_agent_suffix: your program's name and version, added to the user agent; else `SPOTIFY_SDK_USER_AGENT_SUFFIX`.
    """

    def __init__(
        self,
        client_id: str | None = None,
        client_secret: str | None = None,
        redirect_uri: str | None = None,
        *,
        scope: str | list[str] | tuple[str, ...] | None = None,
        refresh_token: str | None = None,
        token_cache: AnyTokenCache | None = None,
        timeout: float = TIMEOUT,
        max_retries: int | None = None,
        skew_seconds: int = 30,
        http_client: Any = None,
        pkce: bool = False,
        max_wait: float | None = None,
        accounts_base_url: str | None = None,
        connect_timeout: float | None = None,
        proxy: str | None = None,
        extra_root_certificate: bytes | None = None,
        user_agent_suffix: str | None = None,
    ) -> None:
        client_secret, refresh_token, proxy = hide(client_secret), hide(refresh_token), hide(proxy)
        refuse_http_client(http_client)
        app = user_app(
            client_id,
            client_secret,
            redirect_uri,
            scope,
            skew_seconds,
            accounts_base_url,
            pkce,
            network(
                timeout, max_retries, max_wait, connect_timeout, proxy, extra_root_certificate, user_agent_suffix
            ),
        )
        self._login = _native.UserLogin(app, refresh_token=refresh_token, token_cache=native_cache(token_cache))

    @classmethod
    def _of(cls, login: _native.UserLogin) -> Self:
        """One of many users'."""
        auth = cls.__new__(cls)
        auth._login = login
        return auth

    def get_authorization_url(
        self,
        *,
        state: str | None = None,
        scope: str | Iterable[str] | None = None,
        show_dialog: bool = False,
    ) -> str:
        """The URL to send a user to. With a client secret it carries no PKCE challenge, so that any process can exchange the
        code; `authorization_request` makes one that does."""
        state = hide(state)
        return self._login.authorization_url(state, None if scope is None else scopes(scope), show_dialog)

    @staticmethod
    def parse_response_url(url: str, *, expected_state: str | None = None) -> str:
        """The code in a callback: a full URL, a path, or the bare query.

        Raises:
            AuthenticationError: the state is another one (judged first), the user declined, or there is no code.
        """
        url, expected_state = hide(url), hide(expected_state)
        return _native.parse_response_url(url, expected_state)

    def exchange_code(self, code: str) -> TokenInfo:
        """Exchanges an authorization code for tokens, once, and stores them."""
        code = hide(code)
        if not code:
            raise ValueError("code must not be empty.")
        token: TokenInfo = run(self._login.exchange_code(code))
        return token

    def authorization_request(self) -> _native.AuthorizationRequest:
        """One login under way, as a value: the URL to send the user to, and what completes it, with PKCE.

        Keep its `to_json()` in the user's session (it holds a secret) and give it to `complete_authorization` with the callback,
        in this process or another, within ten minutes: Spotify takes its code once.
        """
        return self._login.authorization_request()

    def complete_authorization(self, request: _native.AuthorizationRequest, callback: str) -> TokenInfo:
        """Checks the callback against the request that it answers, exchanges the code, stores the tokens."""
        callback = hide(callback)
        token: TokenInfo = run(self._login.complete_authorization(request, callback))
        return token

    def authorize_local(
        self,
        *,
        state: str | None = None,
        show_dialog: bool = False,
        timeout: float = 300.0,
        open_browser: bool = True,
        authorization_url_handler: UrlHandler | None = None,
    ) -> TokenInfo:
        """Logs in on this machine: opens the browser, receives the callback on the redirect URI's loopback address, exchanges
        the code.

        Args:
            state: what the callback must bring back; random unless given.
            show_dialog: show the consent page even to a user who has agreed before.
            timeout: how long to wait for the callback, in seconds.
            open_browser: whether to open the browser.
            authorization_url_handler: called with the URL when the listener is ready, before the browser opens.

        Raises:
            AuthenticationError: the user declined, no callback came in time, or no browser could be opened.
        """
        state = hide(state)
        _local.refuse_running_loop()
        _local.check(self._login.redirect_uri, timeout, open_browser, authorization_url_handler)
        presenter = _local.Presenter(open_browser, authorization_url_handler)
        presenter.refuse_async()
        presenter.task = self._login.authorize_local(presenter, state, show_dialog, timeout)
        token: TokenInfo = run(presenter.task)
        return token

    def ensure_login(self, *, timeout: float = 300.0, show_dialog: bool = False) -> TokenInfo:
        """The stored login if it works and covers the scopes; else the user logs in: in the browser of this machine, or with a URL
        that is printed and a callback that is pasted, where the user would see no browser (over SSH, on a server), none can be
        opened, or the redirect URI is not one of this machine.

        Args:
            timeout: how long to wait for the callback, however it comes, in seconds.
            show_dialog: show the consent page even to a user who has agreed before.

        Raises:
            AuthenticationError: the user declined, no callback came in time, or nobody is there to paste one.
        """
        if timeout <= 0:
            raise ValueError("timeout must be greater than 0.")
        token: TokenInfo | None = run(self._login.usable_token())
        if token is not None:
            return token
        until = time.monotonic() + timeout
        if _local.shows_browser() and _local.can_listen(self._login.redirect_uri):
            try:
                return self.authorize_local(timeout=timeout, show_dialog=show_dialog)
            except AuthenticationError as error:
                if not _local.is_for_want_of_a_browser(error):
                    raise
        request = self.authorization_request()
        pasting = _local.Pasting(request.authorization_url, show_dialog, until)
        try:
            callback = aside(pasting, pasting.left())
        except TimeoutError:
            raise AuthenticationError("Timed out waiting for authorization callback.") from None
        finally:
            pasting.give_up()
        return self.complete_authorization(request, callback)

    def logout(self) -> None:
        """Forgets the login, in memory and in the cache. Spotify has no way to revoke tokens: the user can remove the app at
        spotify.com/account/apps."""
        run(self._login.logout())

    def refresh_token_expires_at(self) -> float | None:
        """When the login ends at the earliest, in Unix seconds: six months after the user authorized. `None` where that is
        not known."""
        return self._login.refresh_token_expires_at()

    def missing_scopes(self) -> list[str]:
        """Requested scopes that the current login was not granted."""
        return self._login.missing_scopes()

    def __repr__(self) -> str:
        login = getattr(self, "_login", None)
        if login is None:
            # A traceback of the constructor shows what is not made yet.
            return f"<{type(self).__name__}>"
        return f"{type(self).__name__}(redirect_uri={login.redirect_uri!r}, scope={' '.join(login.scopes())!r})"


def authorize_local(
    auth: AuthorizationCode,
    *,
    state: str | None = None,
    show_dialog: bool = False,
    timeout: float = 300.0,
    open_browser: bool = True,
    authorization_url_handler: UrlHandler | None = None,
) -> TokenInfo:
    """`auth.authorize_local(...)` as a function."""
    state = hide(state)
    return AuthorizationCode.authorize_local(
        auth,
        state=state,
        show_dialog=show_dialog,
        timeout=timeout,
        open_browser=open_browser,
        authorization_url_handler=authorization_url_handler,
    )


if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        from .._gone import missing

        raise missing(__name__, name)
