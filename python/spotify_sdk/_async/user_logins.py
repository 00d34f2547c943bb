"""The logins of many users."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import _native
from .._auth_shared import user_app
from .._bridge import finish
from .._caches import AnyKeyedTokenCache, checked_key, native_keyed_cache
from .._guard import NotCopied, hide
from .._options import TIMEOUT, network
from .auth import AsyncAuthorizationCode

if TYPE_CHECKING:
    from typing_extensions import Self


class AsyncUserLogins(NotCopied):
    """The logins of a web application's users: a provider for each, over the same app, connections and cache.

        # Once, when the application starts:
        logins = AsyncUserLogins(scope="user-library-read", token_cache=RedisTokenCache("redis://127.0.0.1/", "my-app"))
        client = AsyncSpotifyClient.from_client_credentials()

        # GET /login: keep request.to_json() in the user's session, send the user to request.authorization_url.
        request = logins.for_user(user_id).authorization_request()

        # GET /callback, in this process or another: the session says who it is.
        await logins.for_user(user_id).complete_authorization(request, callback)

        # Any later request of that user:
        tracks = await client.with_auth(logins.for_user(user_id)).tracks.get_saved()

        # POST /logout:
        await logins.for_user(user_id).logout()

    A login of one user is never another's: each has a place of its own in the cache, and a request that one user's login was begun with
    is refused by another's. The key is any text that the application knows the user by, and takes from the user's session, never
    from a URL: whoever may choose a key uses that user's login.

    Where users sign in with Spotify itself nobody knows who it is before the login is complete: complete it with an `AsyncAuthorizationCode`
    of its own, ask for the profile, and store the token under that user's key, `cache.for_key(profile.id).set(token)`.

    Args:
        client_id: else `SPOTIFY_SDK_CLIENT_ID`.
        client_secret: else `SPOTIFY_SDK_CLIENT_SECRET`; not needed with `pkce=True`.
        redirect_uri: exactly as registered for the app; else `SPOTIFY_SDK_REDIRECT_URI`.
        token_cache: where the logins are kept: `RedisTokenCache` for any number of hosts, `DirectoryTokenCache` for the processes of one,
            `InMemoryKeyedTokenCache`, or one of your own, a `KeyedTokenCache`.
        scope: what the logins may do: a text with spaces or commas, or a list.
        max_idle: how many providers that nobody uses at the moment are kept in memory, 10,000 unless given. Each costs about two
            kilobytes, and spares its user one look into the cache.
        timeout: seconds for one token request; unless given `SPOTIFY_SDK_TIMEOUT`, else 30. A renewal waits three times as long.
        max_retries: how often a failed request is repeated; else `SPOTIFY_SDK_MAX_RETRIES`, else 3 times.
        skew_seconds: how long before its end a token is renewed.
        pkce: log in without a client secret, for programs that can't keep one (RFC 7636).
        max_wait: the longest pause asked for by Spotify that is sat out, in seconds; else `SPOTIFY_SDK_MAX_WAIT`, else 60.
        accounts_base_url: else `SPOTIFY_SDK_ACCOUNTS_BASE_URL`, else Spotify's.
        connect_timeout: seconds for making a connection; else `SPOTIFY_SDK_CONNECT_TIMEOUT`, else 5.
        proxy: the URL of a proxy; else `SPOTIFY_SDK_PROXY`, else what `HTTPS_PROXY` and its kin say.
        extra_root_certificate: a certificate to trust beside the system's, PEM or DER; else those in the file that
            `SPOTIFY_SDK_EXTRA_ROOT_CERTIFICATE` names.
        user_agent_suffix: your program's name and version, added to the user agent; else `SPOTIFY_SDK_USER_AGENT_SUFFIX`.

    Raises:
        ValueError: the id, the secret or the redirect URI is missing or can't be used.
        TypeError: the cache keeps a single login.
    """

    def __init__(
        self,
        client_id: str | None = None,
        client_secret: str | None = None,
        redirect_uri: str | None = None,
        *,
        token_cache: AnyKeyedTokenCache,
        scope: str | list[str] | tuple[str, ...] | None = None,
        max_idle: int | None = None,
        timeout: float = TIMEOUT,
        max_retries: int | None = None,
        skew_seconds: int = 30,
        pkce: bool = False,
        max_wait: float | None = None,
        accounts_base_url: str | None = None,
        connect_timeout: float | None = None,
        proxy: str | None = None,
        extra_root_certificate: bytes | None = None,
        user_agent_suffix: str | None = None,
    ) -> None:
        client_secret, proxy = hide(client_secret), hide(proxy)
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
        if max_idle is not None and max_idle < 0:
            raise ValueError("max_idle must be 0 or more")
        self._native = _native.UserLogins(app, token_cache=native_keyed_cache(token_cache), max_idle=max_idle)

    def for_user(self, key: str) -> AsyncAuthorizationCode:
        """The login of one user. Reads nothing and sends nothing yet; it costs a look into a table.

        The same key gives the same live login, also to another task or thread at the same time, so that a hundred requests of one user
        renew its token once. Closing a client that uses it leaves it open; `close()` ends it for all who hold it, and the same key then
        gives a new one.

        Raises:
            ValueError: the key is empty.
        """
        return AsyncAuthorizationCode._of(self._native.for_user(checked_key(key)))  # pyright: ignore[reportPrivateUsage]

    def in_memory(self) -> int:
        """For how many users there is a provider in memory at present, idle or not."""
        return self._native.in_memory()

    async def close(self) -> None:
        """Ends all logins in memory: renewals under way are waited for, two seconds at most altogether. The logins stay in the
        cache."""
        await finish(self._native.close())

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *args: object) -> None:
        await self.close()

    def __repr__(self) -> str:
        # A traceback of the constructor shows what is not made yet.
        in_memory = f": {self.in_memory()} in memory" if hasattr(self, "_native") else ""
        return f"<{type(self).__name__}{in_memory}>"
