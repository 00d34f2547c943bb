"""What can go wrong, one class for each way to react to it.

Nothing here imports pydantic. No exception holds a token, a secret or an authorization code: messages and bodies are scrubbed when they
come in, whoever raises.
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from ._scrub import scrub, scrub_body

__all__ = [
    "Aftermath",
    "AuthenticationError",
    "BadRequestError",
    "ForbiddenError",
    "NotFoundError",
    "RateLimitError",
    "ReauthorizationRequired",
    "ResponseDecodeError",
    "ServerError",
    "SpotifyError",
]


class Aftermath(NamedTuple):
    """In which state a playlist was found after the answer to a change had been lost.

    Attributes:
        kind: `"unchanged"`: still in the state from before. The change was not made, unless Spotify is slow to show it: look once
            more, some seconds later, before you repeat it. `"changed"`: in another state. The change was made, unless somebody else
            made another one at that moment.
        snapshot_id: Where it has changed, the state by now; else `None`.
    """

    kind: Literal["unchanged", "changed"]
    snapshot_id: str | None = None


class SpotifyError(Exception):
    """Base of everything that this package raises about Spotify's answers, or about none coming.

    Attributes:
        message: What Spotify said, or else what we have to say.
        status_code: The HTTP status, `None` where there was no answer.
        response_body: The answer's JSON object, `{}` where it was none, `None` where there was no answer.
        reason: Spotify's code for why, such as `NO_ACTIVE_DEVICE` or `QUOTA_EXCEEDED`; `None` where it gave none.
        operation: The operation that failed, by its id in Spotify's API description, such as `get-an-album`; `None` for logins.
        done: Where a call of several requests failed in the middle, the ids or URIs that were done with before; else `None`.
        aftermath: In which state a playlist was found right after the answer to a change of it had been lost. Looked for where the
            call knows the state from before: with a `snapshot_id` of yours (`known_snapshot_id` where items are added), and from the
            second request of a long change on; else `None`.
    """

    message: str
    status_code: int | None
    response_body: dict[str, Any] | None
    reason: str | None = None
    operation: str | None = None
    done: list[str] | None = None
    aftermath: Aftermath | None = None

    def __init__(
        self,
        message: str,
        status_code: int | None = None,
        response_body: dict[str, Any] | None = None,
    ) -> None:
        self.message = scrub(message)
        self.status_code = status_code
        self.response_body = scrub_body(response_body)
        super().__init__(self.message)


class AuthenticationError(SpotifyError):
    """Spotify does not accept the login, or there is none (401, and every refusal of the Accounts service)."""


class ReauthorizationRequired(AuthenticationError):
    """The login is over and cannot be renewed: a person has to log in again."""


class BadRequestError(SpotifyError):
    """Spotify does not accept the parameters (400)."""


class ForbiddenError(SpotifyError):
    """A scope is missing, or the operation is closed to this app or user (403)."""


class NotFoundError(SpotifyError):
    """There is no such thing (404)."""


class RateLimitError(SpotifyError):
    """Too many requests (429).

    Attributes:
        retry_after: How many seconds Spotify asks to wait.
    """

    retry_after: int

    def __init__(
        self,
        message: str,
        status_code: int | None = None,
        response_body: dict[str, Any] | None = None,
        *,
        retry_after: int = 0,
    ) -> None:
        super().__init__(message, status_code, response_body)
        self.retry_after = retry_after


class ServerError(SpotifyError):
    """Spotify failed (500 and above)."""


class ResponseDecodeError(SpotifyError, ValueError):
    """Spotify accepted the request, and its answer is not of the shape that was asked for.

    A write whose answer can't be read has been applied: repeating it applies it twice.

    Attributes:
        raw_body: The answer as it came: text or bytes where it was no JSON, else what the JSON holds.
    """

    raw_body: Any

    def __init__(
        self,
        message: str,
        status_code: int | None = None,
        response_body: dict[str, Any] | None = None,
        *,
        raw_body: Any = None,
    ) -> None:
        super().__init__(message, status_code, response_body)
        self.raw_body = scrub_body(raw_body)
