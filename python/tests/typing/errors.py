"""What exceptions have. Checked by mypy and pyright, never run."""

from __future__ import annotations

from typing import Any

from typing_extensions import assert_type

from spotify_sdk import RateLimitError, SpotifyError
from spotify_sdk.exceptions import ReauthorizationRequired, ResponseDecodeError


def look(error: SpotifyError) -> None:
    assert_type(error.message, str)
    assert_type(error.status_code, "int | None")
    assert_type(error.response_body, "dict[str, Any] | None")
    assert_type(error.reason, "str | None")
    assert_type(error.operation, "str | None")
    assert_type(error.done, "list[str] | None")
    if isinstance(error, RateLimitError):
        assert_type(error.retry_after, int)
    if isinstance(error, ResponseDecodeError):
        assert_type(error.raw_body, Any)
    error.retry_after  # type: ignore[attr-defined]


try:
    look(SpotifyError("no", 404, {}))
except (ReauthorizationRequired, ValueError):
    pass
