"""Requests made by hand: from Python's arguments to what the native half sends."""

from __future__ import annotations

import json as _json
from collections.abc import Iterable, Mapping
from typing import Union, cast

from . import _native


# A query: names with their values, each name once or as often as need be.
Params = Union[Mapping[str, object], Iterable[tuple[str, object]]]


def operation(
    method: str,
    path: str,
    params: Params | None,
    json: object,
    headers: Mapping[str, str] | None,
    content: str | bytes | None,
    timeout: float | None,
    max_retries: int | None,
) -> _native.Operation:
    """The request as an operation.

    Raises:
        ValueError: a method, path, header or body that can't be sent.
    """
    if json is not None and content is not None:
        raise ValueError("give either json or content")
    if json is not None:
        content = _json.dumps(json, allow_nan=False)
    body = content.encode() if isinstance(content, str) else content
    if isinstance(params, (str, bytes)):
        raise TypeError("params must be a mapping or pairs of names and values, and this is a text")
    named = cast("Mapping[str, object]", params).items() if isinstance(params, Mapping) else params or ()
    query = [pair for name, value in named for pair in _pairs(name, value)]
    return _native.by_hand(method, path, query, body, list((headers or {}).items()), timeout, max_retries)


def _pairs(name: str, value: object) -> Iterable[tuple[str, str]]:
    """A parameter as it stands in the query: a list once for each of its values, `None` not at all."""
    values = cast("Iterable[object]", value) if isinstance(value, (list, tuple)) else (value,)
    for item in values:
        if item is not None:
            yield name, str(item).lower() if isinstance(item, bool) else str(item)
