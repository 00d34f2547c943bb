# pyright: standard
"""What is raised, and what it never holds."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest
from support import run_python

from spotify_sdk import exceptions as e

ALL = [getattr(e, name) for name in e.__all__ if name != "Aftermath"]

# Name and bases, as 0.10.1 has them, and two of our own.
BASES = {
    "SpotifyError": (Exception,),
    "AuthenticationError": (e.SpotifyError,),
    "BadRequestError": (e.SpotifyError,),
    "ForbiddenError": (e.SpotifyError,),
    "NotFoundError": (e.SpotifyError,),
    "RateLimitError": (e.SpotifyError,),
    "ServerError": (e.SpotifyError,),
    "ReauthorizationRequired": (e.AuthenticationError,),
    "ResponseDecodeError": (e.SpotifyError, ValueError),
}

TOKEN = "BQD" + "aB3-_" * 30


def test_the_classes_are_these() -> None:
    assert {cls.__name__: cls.__bases__ for cls in ALL} == BASES
    assert {cls.__module__ for cls in ALL} == {"spotify_sdk.exceptions"}


@pytest.mark.parametrize("cls", ALL)
def test_attributes_are_what_was_given(cls: type[e.SpotifyError]) -> None:
    body = {"error": {"status": 404, "message": "Not found."}}
    error = cls("Not found.", 404, body)
    assert (error.message, error.status_code, error.response_body, error.args, str(error)) == ("Not found.", 404, body, ("Not found.",), "Not found.")
    bare = cls("x")
    assert (bare.status_code, bare.response_body) == (None, None)
    by_name = cls(message="x", status_code=1, response_body={})
    assert (by_name.status_code, by_name.response_body) == (1, {})


def test_retry_after_is_by_name_only_and_zero_by_default() -> None:
    assert e.RateLimitError("x").retry_after == 0
    assert e.RateLimitError("x", 429, {}, retry_after=7).retry_after == 7
    with pytest.raises(TypeError):
        e.RateLimitError("x", 429, {}, 7)  # type: ignore[misc]


@pytest.mark.parametrize("cls", ALL)
@pytest.mark.parametrize("duplicate", [lambda error: pickle.loads(pickle.dumps(error)), copy.copy, copy.deepcopy])
def test_they_pickle_and_copy(cls: type[e.SpotifyError], duplicate: Any) -> None:
    error = cls("x", 500, {"a": [1]})
    if isinstance(error, e.RateLimitError):
        error.retry_after = 9
    if isinstance(error, e.ResponseDecodeError):
        error.raw_body = [1, {"a": None}]
    error.aftermath = e.Aftermath("changed", "b")
    again = duplicate(error)
    assert type(again) is cls
    assert vars(again) == vars(error)
    assert again.args == error.args


def test_secrets_are_taken_out_of_messages_and_bodies() -> None:
    body = {
        "access_token": "secret-1",
        "nested": [{"Refresh_Token": "secret-2", "expires_in": 3600}],
        "text": "redirected to http://127.0.0.1/callback?code=secret-3&state=secret-4",
        "header": "Authorization: Basic secret-5",
        "expected_state": "secret-6",
        "long": TOKEN,
    }
    error = e.ResponseDecodeError(f'bad {TOKEN}, {{"client_secret": "secret-7"}}', 200, body, raw_body=[body, b"code_verifier=secret-8&x=1", "\udcff"])
    shown = repr((error, vars(error), error.args, str(error)))
    assert "secret-" not in shown
    assert "aB3-_aB3-_" not in shown
    assert error.message == 'bad [redacted], {"client_secret": "[redacted]"}'
    assert error.response_body is not None
    assert error.response_body["nested"] == [{"Refresh_Token": "[redacted]", "expires_in": 3600}]
    assert error.response_body["text"] == "redirected to http://127.0.0.1/callback?code=[redacted]&state=[redacted]"
    assert error.raw_body[1] == b"code_verifier=[redacted]&x=1"
    # The body of the caller is the caller's.
    assert body["access_token"] == "secret-1"


@pytest.mark.parametrize("text", ["code: AQ%s sent" % ("x1" * 20), "State: Zm9vYmFyYmF6cXV4cXV1eA", "code=ab", '"code": "ab"', "password: ab"])
def test_secrets_in_prose_are_taken_out(text: str) -> None:
    assert "[redacted]" in e.SpotifyError(text).message


@pytest.mark.parametrize(
    "harmless",
    [
        "Authorization failed: access_denied (The user said no)",
        "Token response missing access_token or expires_in.",
        "No authorization token available. Call exchange_code() first.",
        "State mismatch in authorization response.",
        "Authorization response missing code.",
        "Connection error: [Errno 111] Connection refused",
        "Invalid authorization code",
        "repeat_state: off",
        "country code: ZZ is invalid; state: playing",
        "see https://developer.spotify.com/documentation/web-api/concepts/scopes/and/some/more/of/it",
    ],
)
def test_harmless_text_stays(harmless: str) -> None:
    assert e.SpotifyError(harmless).message == harmless


def test_bodies_of_the_web_api_stay() -> None:
    body = {"error": {"status": 404, "message": "Player command failed: No active device found", "reason": "NO_ACTIVE_DEVICE"}, "repeat_state": "off", "state": None}
    assert e.NotFoundError("x", 404, body).response_body == body


def test_causes_and_notes_are_kept() -> None:
    try:
        try:
            raise OSError("refused")
        except OSError as cause:
            raise e.SpotifyError("Connection error: refused") from cause
    except e.SpotifyError as error:
        assert isinstance(error.__cause__, OSError)


def test_decoding_failures_can_be_caught_as_either() -> None:
    for cls in (e.SpotifyError, ValueError):
        with pytest.raises(cls):
            raise e.ResponseDecodeError("x")


def test_importing_them_imports_no_pydantic() -> None:
    code = "import sys, spotify_sdk.exceptions; print(sorted({'pydantic', 'pydantic_core', 'httpx', 'spotify_sdk.models'} & sys.modules.keys()))"
    assert run_python(code) == "[]"
