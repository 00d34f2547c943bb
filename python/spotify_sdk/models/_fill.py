"""Answers to models: the seam between the native client, which returns parts of answers or plain data, and everybody else, who sees models.

Nothing is validated: what Spotify leaves out, nulls, renames or invents never fails here, see `_plan`. The data belongs to the model from
then on, and is read when the model is first touched, see `base`.
"""

from __future__ import annotations

from collections.abc import Callable
from types import UnionType
from typing import Any, TypeVar, cast, get_args, get_origin, overload

from .._native import plain
from ..exceptions import ResponseDecodeError
from ._plan import plans
from ._read import ABSENT, reader_of_type, takes_parts
from .base import SpotifyModel, lazy

_T = TypeVar("_T")


@overload
def build(target: type[_T], data: Any) -> _T: ...
@overload
def build(target: Any, data: Any) -> Any: ...
def build(target: Any, data: Any) -> Any:
    """Makes of `data`, the decoded JSON of an answer, what `target` says.

    Args:
        target: A model, `Page[X]`, `CursorPage[X]`, `list[X]` (nulls in it are passed over), `list[X | None]` (every element keeps its
            place, and what can't be read is `None`) or `X | None`.
        data: The decoded JSON, or a part of it that the native half has not built yet. It must not be used afterwards.

    Raises:
        ResponseDecodeError: The data has not even the outer shape: a list where an object belongs.
    """
    return maker(target)(data)


def maker(target: Any) -> Callable[[Any], Any]:
    """What makes `target` of data; found out once."""
    try:
        return _makers[target]
    except KeyError:
        make = _makers[target] = _maker(target)
        return make


_makers: dict[Any, Callable[[Any], Any]] = {}


def _maker(target: Any) -> Callable[[Any], Any]:
    origin: Any = get_origin(target)
    if origin is UnionType:
        inner = [part for part in get_args(target) if part is not type(None)]
        if len(inner) == 1:
            make = _maker(inner[0])
            return lambda data: None if data is None else make(data)
    if origin is list:
        return _list_maker(target)
    if isinstance(target, type) and issubclass(target, SpotifyModel):
        return _model_maker(target)
    raise TypeError(f"not a model, nor a list of models: {target}")


def _model_maker(cls: type[SpotifyModel]) -> Callable[[Any], Any]:
    plan = plans[cls]
    fits, tidy = plan.fits, plan.tidy

    def make(data: Any) -> SpotifyModel:
        reason = fits(data)
        if reason is not None:
            raise _unreadable(cls.__name__, reason, data)
        return lazy(cls, tidy(data))

    return make


def _list_maker(target: Any) -> Callable[[Any], Any]:
    read = reader_of_type(target)
    in_parts = takes_parts(target)

    def make(data: Any) -> Any:
        models = read(data if in_parts else plain(data))
        if models is ABSENT:
            raise _unreadable(str(target), "expected a list", data)
        return models

    return make


def _unreadable(name: str, reason: str, data: Any) -> ResponseDecodeError:
    data = plain(data)
    # As far as `response_body` goes a body is an object; `raw_body` is what came.
    body = cast("dict[str, Any]", data) if isinstance(data, dict) else {}
    return ResponseDecodeError(f"Spotify's answer is no {name}: {reason}", response_body=body, raw_body=cast(Any, data))
