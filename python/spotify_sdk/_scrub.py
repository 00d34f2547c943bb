"""Takes out of foreign text whatever looks like a secret, before it becomes part of an exception. The rules are those of the Rust core."""

from __future__ import annotations

import re
from typing import Any, TypeVar, cast

_Body = TypeVar("_Body")

REDACTED = "[redacted]"

_NAMES = frozenset(
    {
        "access_token",
        "refresh_token",
        "client_secret",
        "code_verifier",
        "code_challenge",
        "authorization",
        "password",
        "state",
        "expected_state",
        "code",
    }
)

# Words of everyday prose: "country code: ZZ is invalid; state: playing" tells no secret.
_WORDS = frozenset({"state", "code"})

# A name in JSON (`"code":"x"`), form and query text (`code=x`) or prose (`password: x`), what stands between, and the value. After
# `Authorization: Basic` the word that follows is the secret. In prose everyday words need a value as long as a secret's.
_NAMED = re.compile(
    r"(?<![A-Za-z0-9_])(?P<name>" + "|".join(sorted(_NAMES, key=len, reverse=True)) + r")"
    r"(?P<between>[\"'\\ ]*[:=][\"'\\ :=]*)"
    r"(?P<value>(?:(?:basic|bearer) )?[^\"'&,};<\n \\]+)",
    re.IGNORECASE,
)

# Codes of Spotify's and states of ours are longer.
_SECRET = 16

# Spotify's tokens and codes are far longer than any word; a run of 60 is no word of a message either. An address may be that long.
_RUN = re.compile(r"[A-Za-z0-9\-_.~+/]{60,}")


def scrub(text: str) -> str:
    """The text without the values of secret parameters and without long runs of token characters."""
    text = _NAMED.sub(_named, text)
    return _RUN.sub(lambda run: run[0] if "//" in run[0] else REDACTED, text)


def _named(found: re.Match[str]) -> str:
    name, between, value = found.group("name", "between", "value")
    is_prose = "=" not in between and '"' not in between and "'" not in between
    if is_prose and name.lower() in _WORDS and len(value) < _SECRET:
        return found[0]
    return f"{name}{between}{REDACTED}"


def scrub_body(body: _Body) -> _Body:
    """The same for a decoded or raw body: members that hold secrets, and every string in it. Returns a copy."""
    return cast(_Body, _scrub_value(body))


def _scrub_value(value: Any) -> Any:
    if isinstance(value, str):
        return scrub(value)
    if isinstance(value, bytes):
        text = value.decode("utf-8", "surrogateescape")
        return scrub(text).encode("utf-8", "surrogateescape")
    if isinstance(value, dict):
        members = cast("dict[Any, Any]", value)
        return {key: _scrub_member(key, member) for key, member in members.items()}
    if isinstance(value, (list, tuple)):
        return [_scrub_value(element) for element in cast("list[Any]", value)]
    return value


def _scrub_member(key: Any, value: Any) -> Any:
    if isinstance(value, str) and value and str(key).lower() in _NAMES:
        return REDACTED
    return _scrub_value(value)
