"""Takes out of foreign text whatever looks like a secret, before it becomes part of an exception. What that is the native half says."""

from __future__ import annotations

import re
from typing import Any, TypeVar, cast

from . import _native

_Body = TypeVar("_Body")

REDACTED = "[redacted]"

# Halves of a surrogate pair, which no text of the native half's can hold.
_HALF = re.compile("[\ud800-\udfff]")


def scrub(text: str) -> str:
    """The text without the values of secret parameters and without long runs of token characters. Half of a surrogate pair becomes
    U+FFFD."""
    return _native.scrub(_HALF.sub("\ufffd", text))


def scrub_body(body: _Body) -> _Body:
    """The same for a decoded or raw body: members that hold secrets, and every string in it. Returns a copy."""
    return cast(_Body, _scrub_value(body))


def _scrub_value(value: Any) -> Any:
    if isinstance(value, str):
        return scrub(value)
    if isinstance(value, bytes):
        # A character for each byte, whatever it is: what is no secret stays as it is.
        return _native.scrub(value.decode("latin-1")).encode("latin-1")
    if isinstance(value, dict):
        members = cast("dict[Any, Any]", value)
        return {key: _scrub_member(key, member) for key, member in members.items()}
    if isinstance(value, (list, tuple)):
        return [_scrub_value(element) for element in cast("list[Any]", value)]
    return value


def _scrub_member(key: Any, value: Any) -> Any:
    if isinstance(value, str) and value and _native.names_secret(_HALF.sub("\ufffd", str(key))):
        return REDACTED
    return _scrub_value(value)
