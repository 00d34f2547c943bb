"""Spotify for Python: logins that are kept, and the Web API, for code that waits and for event loops (asyncio and trio).

    from spotify_sdk import SpotifyClient

    with SpotifyClient.from_client_credentials(client_id="...", client_secret="...") as client:
        print(client.albums.get("4aawyAB9vmqN3uQ7FjRGTy").name)

Nothing is imported before it is used; pydantic with the first model.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import auth as auth
    from . import exceptions as exceptions
    from . import models as models
    from ._async._client import AsyncSpotifyClient as AsyncSpotifyClient
    from ._sync._client import SpotifyClient as SpotifyClient
    from .exceptions import (
        AuthenticationError as AuthenticationError,
        BadRequestError as BadRequestError,
        ForbiddenError as ForbiddenError,
        NotFoundError as NotFoundError,
        RateLimitError as RateLimitError,
        ServerError as ServerError,
        SpotifyError as SpotifyError,
    )

    __version__: str

__all__ = [
    "AsyncSpotifyClient",
    "SpotifyClient",
    "SpotifyError",
    "AuthenticationError",
    "BadRequestError",
    "ForbiddenError",
    "NotFoundError",
    "RateLimitError",
    "ServerError",
]

_SUBMODULES = ("auth", "exceptions", "models", "testing")
_HOME = {
    "AsyncSpotifyClient": "._async._client",
    "SpotifyClient": "._sync._client",
    **dict.fromkeys(__all__[2:], ".exceptions"),
}


def __getattr__(name: str) -> Any:
    if name in _SUBMODULES:
        return importlib.import_module(f".{name}", __name__)
    if name == "__version__":
        from importlib.metadata import version

        value: Any = version("spotify-sdk")
    elif name in _HOME:
        value = getattr(importlib.import_module(_HOME[name], __name__), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, *_SUBMODULES, "__version__"})
