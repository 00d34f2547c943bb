"""Logging in and staying logged in."""

from ._async.auth import (
    AsyncAuthorizationCode,
    AsyncAuthProvider,
    AsyncClientCredentials,
    async_authorize_local,
)
from ._async.user_logins import AsyncUserLogins
from ._auth_shared import AsyncTokenCache, FileTokenCache, InMemoryTokenCache, TokenCache, TokenInfo
from ._caches import (
    AsyncKeyedTokenCache,
    DirectoryTokenCache,
    InMemoryKeyedTokenCache,
    KeyedTokenCache,
    KeyringTokenCache,
    RedisTokenCache,
)
from ._native import AuthorizationRequest
from ._sync.auth import AuthorizationCode, AuthProvider, ClientCredentials, authorize_local
from ._sync.user_logins import UserLogins
from .exceptions import ReauthorizationRequired

__all__ = [
    "AsyncAuthorizationCode",
    "async_authorize_local",
    "AsyncAuthProvider",
    "AsyncClientCredentials",
    "AsyncKeyedTokenCache",
    "AsyncTokenCache",
    "AsyncUserLogins",
    "AuthorizationCode",
    "AuthorizationRequest",
    "AuthProvider",
    "ClientCredentials",
    "DirectoryTokenCache",
    "FileTokenCache",
    "InMemoryKeyedTokenCache",
    "InMemoryTokenCache",
    "KeyedTokenCache",
    "KeyringTokenCache",
    "ReauthorizationRequired",
    "RedisTokenCache",
    "TokenCache",
    "TokenInfo",
    "UserLogins",
    "authorize_local",
]
