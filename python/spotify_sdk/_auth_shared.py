"""What the synchronous and the asynchronous providers have in common."""

from __future__ import annotations

import inspect
import os
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar, Union, runtime_checkable

from . import _native
from ._bridge import wait
from ._guard import NotCopied, hide
from ._options import Network, UserApp

_Method = TypeVar("_Method", bound=Callable[..., Any])
_Cache = TypeVar("_Cache")

ENV_CLIENT_ID = "SPOTIFY_SDK_CLIENT_ID"
ENV_CLIENT_SECRET = "SPOTIFY_SDK_CLIENT_SECRET"
ENV_REDIRECT_URI = "SPOTIFY_SDK_REDIRECT_URI"


@dataclass(frozen=True)
class TokenInfo:
    """An access token, when it expires, and what renews it: what a token cache keeps.

    `repr` shows no token. `expires_at` is in Unix seconds.
    """

    access_token: str
    expires_at: float
    refresh_token: str | None = None
    scope: str | None = None

    def is_expired(self, *, skew_seconds: int) -> bool:
        """Whether the access token has expired, or will within `skew_seconds`."""
        import time

        return time.time() >= self.expires_at - skew_seconds

    def __repr__(self) -> str:
        refresh_token = None if self.refresh_token is None else "[redacted]"
        return (
            f"TokenInfo(access_token='[redacted]', expires_at={self.expires_at!r}, "
            f"refresh_token={refresh_token!r}, scope={self.scope!r})"
        )


@runtime_checkable
class TokenCache(Protocol):
    """Keeps one token. `get` and `set` are all that a cache needs; they may be `async def`.

    A provider calls its cache only when it has to, on a thread of its own and for two seconds at most; then it goes on from
    memory. Keep the whole of what you are given, also when its access token has expired: the refresh token in it is the login.
    """

    def get(self) -> TokenInfo | None:
        """The stored token, expired or not; `None` when there is none."""
        ...

    def set(self, token: TokenInfo) -> None:
        """Stores a token in place of whatever is there."""
        ...


@runtime_checkable
class AsyncTokenCache(Protocol):
    """A token cache whose methods are `async def`. Every provider takes one: on an event loop they run in the task that waits for the
    token, elsewhere on a loop of their own."""

    def get(self) -> Awaitable[TokenInfo | None]:
        """The stored token, expired or not; `None` when there is none."""
        ...

    def set(self, token: TokenInfo) -> Awaitable[None]:
        """Stores a token in place of whatever is there."""
        ...


AnyTokenCache = Union[TokenCache, AsyncTokenCache]


class TokenSource(Protocol):
    """All that a client needs of a provider."""

    def get_access_token(self) -> str:
        """The access token to send now."""
        ...


class AsyncTokenSource(Protocol):
    """The same for clients on event loops, which await what can be awaited."""

    def get_access_token(self) -> Awaitable[str] | str:
        """The access token to send now."""
        ...


# Shows the authorization URL to the user. On an event loop it may be `async def`.
UrlHandler = Callable[[str], None]
AsyncUrlHandler = Callable[[str], object]


_OWN_CACHES: list[type] = []


def own_cache(cache: type[_Cache]) -> type[_Cache]:
    """Marks a class of the SDK's whose objects the native half knows by what is inside them."""
    _OWN_CACHES.append(cache)
    return cache


@own_cache
class InMemoryTokenCache(NotCopied):
    """Keeps the token in memory only: the default. Two providers that are given the same one share a login."""

    def __init__(self) -> None:
        self._native = _native.MemoryCache()

    def get(self) -> TokenInfo | None:
        """The token, `None` when there is none."""
        return self._native.get()

    def set(self, token: TokenInfo) -> None:
        """Keeps a token in place of whatever is there."""
        self._native.set(token)


@own_cache
class FileTokenCache(NotCopied):
    """Keeps the token in a file that only you can read, written whole or not at all and shared safely between processes.

    `~` stands for your home directory; folders are made when the first token is stored.
    """

    _instead = "give its path along, and make another one there"
    _path: str = ""

    def __init__(self, path: str = ".spotify_sdk_token.json") -> None:
        self._path = os.fspath(path)
        self._native = _native.FileCache(self._path)

    def get(self) -> TokenInfo | None:
        """The stored token; `None` when there is none that can be read."""
        token: TokenInfo | None = wait(self._native.get())
        return token

    def set(self, token: TokenInfo) -> None:
        """Stores a token in place of whatever is there."""
        wait(self._native.set(token))

    def __repr__(self) -> str:
        return f"FileTokenCache({self._path!r})"


def own_part(cache: object) -> object:
    """What is inside one of our own caches; of a subclass the methods count, and of anything else too."""
    inside: object = getattr(cache, "_native") if type(cache) in _OWN_CACHES else cache
    return inside


def native_cache(cache: object) -> object:
    """What the native half takes as a provider's cache: one of our own by what is inside it, so that files are locked.

    Raises:
        TypeError: it has not the two methods.
    """
    refuse_class("token_cache", cache)
    if isinstance(cache, (str, os.PathLike)):
        raise TypeError("token_cache must be a cache, and this is a path: give FileTokenCache(path)")
    if cache is not None:
        for method in ("get", "set"):
            if not callable(getattr(cache, method, None)):
                raise TypeError(f"token_cache must have the methods get() and set(), and this one has no {method}()")
    return own_part(cache)


def given_or_variable(value: str | None, name: str) -> str | None:
    """An argument that is not empty, else a variable that is not."""
    value = hide(value)
    return value or os.environ.get(name) or None


def require(purpose: str, **arguments: str | None) -> None:
    """Refuses what was neither given nor set, and says where it is looked for.

    Raises:
        ValueError: an argument is `None`.
    """
    lacking = [f"{name} (or the variable SPOTIFY_SDK_{name.upper()})" for name, value in arguments.items() if not value]
    if lacking:
        verb = "is" if len(arguments) == 1 else "are"
        raise ValueError(f"{' and '.join(arguments)} {verb} required for {purpose}. Missing: {', '.join(lacking)}")


def refuse_class(name: str, given: object) -> None:
    """A class has the methods that are asked for, but nobody has made one of it."""
    if isinstance(given, type):
        raise TypeError(f"{name} must be an object, and this is the class {given.__name__}: give {given.__name__}(...)")


def user_app(
    client_id: str | None,
    client_secret: str | None,
    redirect_uri: str | None,
    scope: str | Iterable[str] | None,
    skew_seconds: float,
    accounts_base_url: str | None,
    pkce: bool,
    network: Network,
) -> UserApp:
    """What an authorization-code login is made of: what was given, else what the variables say.

    Raises:
        ValueError: the id, the secret or the redirect URI is missing.
    """
    client_id = given_or_variable(client_id, ENV_CLIENT_ID)
    client_secret = None if pkce else hide(given_or_variable(client_secret, ENV_CLIENT_SECRET))
    redirect_uri = given_or_variable(redirect_uri, ENV_REDIRECT_URI)
    if pkce:
        require("authorization code auth", client_id=client_id)
    else:
        require("authorization code auth", client_id=client_id, client_secret=client_secret)
    require("authorization code auth", redirect_uri=redirect_uri)
    return UserApp(
        client_id, client_secret, redirect_uri, scopes(scope), skew_seconds, accounts_base_url, pkce, network
    )


def scopes(scope: str | Iterable[str] | None) -> list[str]:
    """Scopes as a list: a text is split at spaces and commas."""
    if scope is None:
        return []
    items = scope.replace(",", " ").split() if isinstance(scope, str) else [item.strip() for item in scope]
    return [item for item in items if item]


def refuse_http_client(http_client: object) -> None:
    """Requests are sent by the native half, which no Python client can replace."""
    if http_client is not None:
        raise TypeError(
            "http_client can't be used: requests are sent by the SDK's native half. For a proxy give proxy=; for tests "
            "use spotify_sdk.testing.Sandbox; for tokens from elsewhere pass your own auth_provider to the client"
        )


# The methods of the SDK's providers for which the native half may do without Python.
OURS: list[object] = []


def native(method: _Method) -> _Method:
    """Marks a method of the SDK's providers for which the native half may do without Python."""
    OURS.append(method)
    return method


def is_ours(provider: object) -> bool:
    """Whether a provider is one of the SDK's, with nothing overridden or patched that the native half would then pass over.

    Only the method itself counts: a `Mock` has every attribute it is asked for, and `functools.wraps` copies them.
    """
    method = inspect.getattr_static(provider, "get_access_token", None)
    return any(method is own for own in OURS) and isinstance(getattr(provider, "_login", None), _native.Login)
