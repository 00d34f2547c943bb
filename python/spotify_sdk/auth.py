"""Logging in and staying logged in."""

from ._async.auth import (
    AsyncAuthorizationCode,
    AsyncAuthProvider,
    AsyncClientCredentials,
    async_authorize_local,
)
from ._auth_shared import AsyncTokenCache, FileTokenCache, InMemoryTokenCache, TokenCache, TokenInfo
from ._native import AuthorizationRequest
from ._sync.auth import AuthorizationCode, AuthProvider, ClientCredentials, authorize_local
from .exceptions import ReauthorizationRequired

__all__ = [
    "AsyncAuthorizationCode",
    "async_authorize_local",
    "AsyncAuthProvider",
    "AsyncClientCredentials",
    "AsyncTokenCache",
    "AuthorizationCode",
    "AuthorizationRequest",
    "AuthProvider",
    "ClientCredentials",
    "FileTokenCache",
    "InMemoryTokenCache",
    "ReauthorizationRequired",
    "TokenCache",
    "TokenInfo",
    "authorize_local",
]
