"""Filling whole trees of models in pydantic's Rust core, where an answer is as it should be.

Reading field by field in Python is right for a program that looks at a few of them. One that dumps, compares or pickles needs all models in an
answer at once, and those pydantic makes several times faster than we can. So a model that must be filled as a whole tries that first,
with the validator of its class without our leniency (a call of Python for every model), and reads in Python only what that refuses.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from pydantic import BaseModel
from pydantic_core import SchemaValidator, ValidationError

_Validator = Callable[[dict[str, Any], BaseModel], bool]

_validators: dict[type[BaseModel], _Validator | None] = {}


def strict_validator(cls: type[BaseModel]) -> _Validator | None:
    """What fills a model of this class from JSON and says whether it could. `None` for classes that it must not be used with."""
    try:
        return _validators[cls]
    except KeyError:
        validator = _validators[cls] = _make(cls)
        return validator


def _make(cls: type[BaseModel]) -> _Validator | None:
    cls.model_rebuild()
    schema = _without_leniency(getattr(cls, "__pydantic_core_schema__", None))
    if schema is None:
        return None
    validate = _validator(schema).validate_python

    def fill(raw: dict[str, Any], model: BaseModel) -> bool:
        try:
            validate(raw, self_instance=model)
        except ValidationError:
            return False
        return True

    return fill


def _validator(schema: Any) -> SchemaValidator:
    # pydantic would take the validators that the classes of the tree have already, with the leniency.
    make = cast("Callable[..., SchemaValidator]", SchemaValidator)
    try:
        return make(schema, _use_prebuilt=False)
    except TypeError:
        # Before pydantic 2.13 there is no way to ask for others: slower, and the same models.
        return make(schema)


class _HasOldNames(Exception):
    """A model in the tree reads members under old names, which pydantic would take for unknown ones."""


def _without_leniency(schema: Any) -> Any:
    try:
        return _strip(schema)
    except _HasOldNames:
        return None


def _strip(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_strip(part) for part in cast("list[Any]", schema)]
    if not isinstance(schema, dict):
        return schema
    part = cast("dict[str, Any]", schema)
    if part.get("type") == "model" and getattr(part["cls"], "spotify_old_names", None):
        raise _HasOldNames
    if part.get("type") == "function-before" and _is_leniency(part["function"]):
        inner = _strip(part["schema"])
        return inner | {"ref": part["ref"]} if "ref" in part else inner
    return {key: value if key in ("metadata", "function") else _strip(value) for key, value in part.items()}


def _is_leniency(function: dict[str, Any]) -> bool:
    return getattr(function["function"], "__name__", "") == "_be_lenient"
