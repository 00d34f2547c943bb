"""What exceptions have. Checked by mypy and pyright, never run."""

from __future__ import annotations

from typing import Any, Literal

from typing_extensions import assert_type

from spotify_sdk import RateLimitError, SpotifyError
from spotify_sdk.exceptions import Aftermath, ReauthorizationRequired, ResponseDecodeError


def look(error: SpotifyError) -> None:
    assert_type(error.message, str)
    assert_type(error.status_code, "int | None")
    assert_type(error.response_body, "dict[str, Any] | None")
    assert_type(error.reason, "str | None")
    assert_type(error.operation, "str | None")
    assert_type(error.done, "list[str] | None")
    assert_type(error.aftermath, "Aftermath | None")
    if error.aftermath is not None:
        assert_type(error.aftermath.kind, Literal["unchanged", "changed"])
        assert_type(error.aftermath.snapshot_id, "str | None")
        error.aftermath.kind = "changed"  # type: ignore[misc]
    if isinstance(error, RateLimitError):
        assert_type(error.retry_after, int)
    if isinstance(error, ResponseDecodeError):
        assert_type(error.raw_body, Any)
    error.retry_after  # type: ignore[attr-defined]


try:
    look(SpotifyError("no", 404, {}))
except (ReauthorizationRequired, ValueError):
    pass
