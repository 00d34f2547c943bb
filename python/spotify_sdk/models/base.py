"""The class that all models come from, and how a model is filled when it is first touched."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Any, SupportsIndex, TypeVar

from pydantic import BaseModel, ConfigDict, model_validator

from .._native import Field, Filling, Part
from ._plan import Plan, plans
from ._read import ABSENT, model_in
from ._strict import strict_validator

# Where a model keeps the part of an answer that it will be filled from: among its fields, under what can't be the name of one.
_RAW = "\0raw"

_new = object.__new__
_get_fields = BaseModel.__dict__["__dict__"].__get__
_set_fields = BaseModel.__dict__["__dict__"].__set__
_set_given = BaseModel.__dict__["__pydantic_fields_set__"].__set__
_set_extra = BaseModel.__dict__["__pydantic_extra__"].__set__
_set_private = BaseModel.__dict__["__pydantic_private__"].__set__


def _filled_fields(model: Any) -> dict[str, Any]:
    fields: dict[str, Any] = _get_fields(model)
    if _RAW not in fields:
        return fields
    _fill(model)
    return _get_fields(model)


def read_natively(plan: Plan) -> None:
    """Has the native half read the fields of a class, where they are as they should be; `__getattr__` reads the rest."""
    for name, field in plan.fields.items():
        cls, many = model_in(plan.cls.model_fields[name].annotation)
        exact = field.exact if cls is None else cls
        setattr(plan.cls, name, Field(_filling, name, field.key, exact, many, cls is not None))


def _is_any_object(cls: type[SpotifyModel]) -> bool:
    return plans[cls].takes_any_object


_filling = Filling(_get_fields, _set_fields, _new, _RAW, _is_any_object)


class SpotifyModel(BaseModel):
    """Base of all models. Keeps members that this version does not know, and takes field names as well as JSON's.

    A model that comes out of an answer of Spotify's reads a field when it is first asked for it; until then it holds the part of the
    answer that it stands for, which the native half has not built yet. Whatever looks at a model as a whole (setting, dumping, comparing, copying, pickling, `vars`) fills it
    first, so nothing can tell it from a validated one.

    Models can be changed and are compared by value. Those that stand for one thing of Spotify's can be in sets all the same: their hash is
    that of their URI, which equal ones share.
    """

    model_config = ConfigDict(
        extra="allow",
        validate_by_name=True,
        validate_by_alias=True,
        validate_assignment=True,
        # Building the validators of all models takes longer than importing pydantic, and few programs need any.
        defer_build=True,
    )

    @model_validator(mode="before")
    @classmethod
    def _be_lenient(cls, data: Any) -> Any:
        """Reads JSON of Spotify's as answers are read: nulls and rows that say nothing, members under their old names."""
        return plans[cls].clean(data)

    def __reduce_ex__(self, protocol: SupportsIndex) -> str | tuple[Any, ...]:
        """For pickle, which finds classes by name and would not find `Page[Track]`."""
        generic = type(self).__pydantic_generic_metadata__
        if generic["origin"] is None:
            return super().__reduce_ex__(protocol)
        return _new_generic, (generic["origin"], generic["args"]), self.__getstate__()

    if not TYPE_CHECKING:
        # pydantic reads and writes the fields of a model here, in Python and in Rust.
        __dict__ = property(_filled_fields, _set_fields)

        def __getattr__(self, name: str) -> Any:
            # Python asks here for what it finds nowhere else, which is true of all fields that have not been read yet.
            fields = _get_fields(self)
            raw = fields.get(_RAW)
            if raw is None:
                # Another thread may have filled it since Python looked.
                return fields[name] if name in fields else super().__getattr__(name)
            field = plans[type(self)].fields.get(name)
            if field is None:
                # Something else: a member that this version does not know, or what pydantic keeps beside the fields.
                _fill(self)
                return getattr(self, name)
            with _lock:
                fields = _get_fields(self)
                if name in fields:
                    return fields[name]  # Another thread was faster.
                value = raw.get(field.key, ABSENT)
                if type(value) is not field.exact:
                    value = field.read(raw, value)
                fields[name] = value
                return value

        def __delattr__(self, name: str) -> None:
            _filled_fields(self)
            super().__delattr__(name)


_Model = TypeVar("_Model", bound=SpotifyModel)


def _new_generic(origin: Any, arguments: tuple[Any, ...]) -> Any:
    cls = origin[arguments]
    return cls.__new__(cls)


def lazy(cls: type[_Model], raw: dict[str, Any] | Part) -> _Model:
    """A model that will be filled from `raw`, which its plan has tidied, and which is the model's own from now on."""
    model = _new(cls)
    _set_fields(model, {_RAW: raw})
    return model


# Reading is quick and calls nobody else's code, so one lock will do. It can be entered again, because the garbage collector may run a
# finalizer that touches a model in the middle of it.
_lock = threading.RLock()


def _new_lock() -> None:
    global _lock
    _lock = threading.RLock()


if hasattr(os, "register_at_fork"):
    # A thread that filled a model when the process was forked does not exist in the child, and would never let go.
    os.register_at_fork(after_in_child=_new_lock)


def _fill(model: SpotifyModel) -> None:
    cls = type(model)
    with _lock:
        fields: dict[str, Any] = _get_fields(model)
        raw = fields.get(_RAW)
        if raw is None:
            return  # Another thread was faster.
        # From here on the native half leaves it alone, and who comes meanwhile waits for the lock.
        fields[_RAW] = raw = plans[cls].whole(raw)
        if len(fields) == 1 and (validator := strict_validator(cls)) is not None and validator(raw, model):
            return
        filled, extra, given = plans[cls].read(raw)
        # What has been handed out stays what it is.
        filled.update((name, value) for name, value in fields.items() if name != _RAW)
        # The fields come last: who finds them may look for the rest.
        _set_given(model, given)
        _set_extra(model, extra)
        _set_private(model, None)
        _set_fields(model, filled)


def is_empty(value: list[Any]) -> bool:
    """Whether a list has no elements: for fields that are not dumped then."""
    return not value


def is_none(value: object) -> bool:
    """Whether there is nothing: for fields that 0.10.1 does not have, which are not dumped then."""
    return value is None
