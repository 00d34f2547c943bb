"""Models by name, imported when the first answer comes: pydantic costs more than all the rest."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any


@lru_cache(maxsize=None)
def model(name: str) -> Any:
    """The class for a name such as `Album`, `Page[SavedTrack]` or `list[PlayerDevice]`."""
    from . import models

    outer, _, inner = name.rstrip("]").partition("[")
    if not inner:
        return getattr(models, outer)
    return list[model(inner)] if outer == "list" else getattr(models, outer)[model(inner)]


def fill(name: str, data: Any) -> Any:
    """The model of an answer."""
    return filler(name)(data)


@lru_cache(maxsize=None)
def filler(name: str) -> Callable[[Any], Any]:
    """What makes a model of an answer."""
    from .models._fill import maker

    return maker(model(name))
