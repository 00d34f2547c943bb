"""Where the logins of many users are kept, and those that hosts share."""

from __future__ import annotations

import os
from typing import Protocol, TypeVar, Union, runtime_checkable

from . import _native
from ._auth_shared import (
    AsyncTokenCache,
    FileTokenCache,
    InMemoryTokenCache,
    TokenCache,
    TokenInfo,
    own_cache,
    own_part,
    refuse_class,
)
from ._bridge import wait
from ._guard import NotCopied, hide

_Cache = TypeVar("_Cache")


@runtime_checkable
class KeyedTokenCache(Protocol):
    """Keeps one token for each key: a web application's users, each by the id that the application knows them by.

    One of your own needs `for_key`, which gives something with `get` and `set` that may be `async def`. Keep keys apart that differ in
    any character, whatever is in them. An attribute `is_shared = True` says that other processes write to the same store: providers
    in use then look at it now and then, at most twice a second, and notice a logout elsewhere within a second.
    """

    def for_key(self, key: str) -> TokenCache:
        """The cache of one key: called with each use, on a thread of its own, and touches nothing yet."""
        ...


@runtime_checkable
class AsyncKeyedTokenCache(Protocol):
    """The same over caches whose methods are `async def`."""

    def for_key(self, key: str) -> AsyncTokenCache:
        """The cache of one key."""
        ...


AnyKeyedTokenCache = Union[KeyedTokenCache, AsyncKeyedTokenCache]


@own_cache
class InMemoryKeyedTokenCache(NotCopied):
    """Keeps the tokens of many users in memory only: for tests, and for a single process whose users log in again after a restart."""

    def __init__(self) -> None:
        self._native = _native.KeyedMemoryCache()

    def for_key(self, key: str) -> InMemoryTokenCache:
        """The cache of one key."""
        return _around(InMemoryTokenCache, self._native.for_key(checked_key(key)))


@own_cache
class DirectoryTokenCache(NotCopied):
    """Keeps the tokens of many users in one directory, a `FileTokenCache` for each: logins that outlive the process, shared by all
    processes of this host.

    The directory is made when it is needed, for you alone (mode 0700); `~` stands for your home directory. Distinct keys are distinct
    files on every file system, and no key leaves the directory. It is for one app's users: files that another app wrote are left
    alone.
    """

    _instead = "give its path along, and make another one there"
    _path: str | os.PathLike[str] = ""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = os.fspath(path)
        self._native = _native.DirectoryCache(self._path)

    def for_key(self, key: str) -> FileTokenCache:
        """The cache of one key: a file whose name is made of it."""
        native = self._native.for_key(checked_key(key))
        cache = _around(FileTokenCache, native)
        setattr(cache, "_path", str(native.path()))
        return cache

    def __repr__(self) -> str:
        return f"DirectoryTokenCache({self._path!r})"


@own_cache
class RedisTokenCache(NotCopied):
    """Keeps tokens on a Redis server, so that processes on any number of hosts share a login and renew it once.

    As the `token_cache` of a single login it is one entry, `key`; for `UserLogins` an entry `key:user` for each user, all over one
    connection. Entries are plain JSON, without a lifetime, which programs that `GET` and `SET` them may share; whoever reads them can
    use the logins.

    A server that is down or slow costs a renewal two seconds at most: logins go on in memory, with a warning in the log, and are
    stored when it is back. Pauses after a 429 are shared by all processes that use the server for the same app. Nothing of Python's
    Redis clients is needed.

    Args:
        url: `redis://[[user]:password@]host[:port][/database]`, `rediss://` for TLS, or `unix:///path/of/socket`. `@`, `/` and `#` in a
            password are written `%40`, `%2F` and `%23`.
        key: the entry's name, such as `my-app:spotify`.

    Raises:
        ValueError: the URL can't be used, or the key is empty.
    """

    _instead = "give its URL and key along, and make another one there"
    _key: str = ""

    def __init__(self, url: str, key: str) -> None:
        url = hide(url)
        self._key = key
        self._native = _native.RedisCache(url, key)

    def get(self) -> TokenInfo | None:
        """The stored token; `None` when there is none.

        Raises:
            SpotifyError: the server does not answer, or the entry is no token.
        """
        token: TokenInfo | None = wait(self._native.get())
        return token

    def set(self, token: TokenInfo) -> None:
        """Stores a token in place of whatever is there.

        Raises:
            SpotifyError: the server does not answer.
        """
        wait(self._native.set(token))

    def for_key(self, key: str) -> RedisTokenCache:
        """The cache of one user, over the same connection."""
        cache = _around(RedisTokenCache, self._native.for_key(checked_key(key)))
        setattr(cache, "_key", f"{self._key}:{key}")
        return cache

    def __repr__(self) -> str:
        return f"RedisTokenCache(key={self._key!r})"


@own_cache
class KeyringTokenCache(NotCopied):
    """Keeps the token in the system's keyring: the Keychain on macOS, the Credential Manager on Windows, elsewhere the Secret Service
    (GNOME Keyring, KWallet). For programs on a desktop.

    Nothing is ever stored elsewhere instead. Where there is no keyring, or it is locked or does not answer within three seconds, the
    login stays in memory, with a warning in the log. Keyrings have no locks: of several processes each may renew.

    Args:
        service: the program's name.
        user: whose login it is, such as `spotify`.
    """

    _instead = "give its names along, and make another one there"
    _names: tuple[str, str] = "", ""

    def __init__(self, service: str, user: str) -> None:
        self._names = service, user
        self._native = _native.KeyringCache(service, user)

    def get(self) -> TokenInfo | None:
        """The stored token; `None` when there is none.

        Raises:
            SpotifyError: the keyring can't be used.
        """
        token: TokenInfo | None = wait(self._native.get())
        return token

    def set(self, token: TokenInfo) -> None:
        """Stores a token in place of whatever is there.

        Raises:
            SpotifyError: the keyring can't be used.
        """
        wait(self._native.set(token))

    def __repr__(self) -> str:
        service, user = self._names
        return f"KeyringTokenCache({service!r}, {user!r})"


def native_keyed_cache(cache: object) -> object:
    """What the native half takes for the logins of many users."""
    refuse_class("token_cache", cache)
    if isinstance(cache, (str, os.PathLike)):
        raise TypeError("token_cache must be a cache, and this is a path: give DirectoryTokenCache(path)")
    return own_part(cache)


def checked_key(key: str) -> str:
    """The key, unless it is empty: nothing would say whose login it is."""
    if not key:
        raise ValueError("the user's key is empty, so nothing says whose login this is. Give what the application knows the user by")
    return key


def _around(made: type[_Cache], native: object) -> _Cache:
    """A cache around what is inside it."""
    cache = made.__new__(made)
    setattr(cache, "_native", native)
    return cache
