"""How a value of an answer becomes the value of a field of a given type, or says nothing about it."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TypeGuard, TypeVar, Union, cast, get_args, get_origin

from pydantic import Discriminator, Tag
from pydantic.fields import FieldInfo
from pydantic_core import SchemaValidator, ValidationError, core_schema

from .._native import Part

if TYPE_CHECKING:
    from .base import SpotifyModel


class _Absent:
    """That a value says nothing: the field keeps its default."""


ABSENT: Final = _Absent()

OBJECTS: Final = frozenset({dict, Part})
"""What a JSON object can be: plain data, or a part of an answer that the native half has not built yet."""

Reader = Callable[[Any], Any]


def reader_of(field: FieldInfo) -> tuple[type | None, Reader]:
    """How to read a field: the type whose values can be taken as they are, and how to read all others."""
    return _reader(_annotation(field))


def reader_of_type(annotation: Any) -> Reader:
    """How to read values of a type."""
    _, read = _reader(annotation)
    return read


def takes_parts(annotation: Any) -> bool:
    """Whether values of this type are made of parts of an answer that are not built yet: models and lists of models."""
    if parts := _parts(annotation):
        alternatives = [part for part in parts if part is not NoneType]
        return len(alternatives) == 1 and takes_parts(alternatives[0])
    return takes_parts(get_args(annotation)[0]) if get_origin(annotation) is list else is_model(annotation)


def model_in(annotation: Any) -> tuple[type[SpotifyModel] | None, bool]:
    """The class of which a value of this type consists, and whether in a list; none for other types and for lists with nulls."""
    inner = [part for part in _parts(annotation) if part is not NoneType] or [annotation]
    many = get_origin(inner[0]) is list
    cls: Any = get_args(inner[0])[0] if many else inner[0]
    return (cls if len(inner) == 1 and is_model(cls) else None), many


def takes_null(annotation: Any) -> bool:
    """Whether null is a value of this type."""
    return annotation is Any or annotation is object or any(part is NoneType for part in _parts(annotation))


def has_null_elements(annotation: Any) -> bool:
    """Whether this is a list in which null says nothing."""
    return any(get_origin(part) is list and not takes_null(get_args(part)[0]) for part in [annotation, *_parts(annotation)])


def row_test(annotation: Any) -> Callable[[Any], str | None]:
    """For a list of rows: why a value can't be one of them, `None` if it can."""
    from ._plan import plans

    (row,) = get_args(annotation)
    if is_model(row):
        return plans[row].fits
    return lambda value: "null" if value is None else None


def _annotation(field: FieldInfo) -> Any:
    # pydantic takes `Annotated` apart: a discriminator that was written in the annotation is found here.
    if field.discriminator is not None:
        return Annotated[field.annotation, field.discriminator]
    for extra in field.metadata:
        if isinstance(extra, Discriminator):
            return Annotated[field.annotation, extra]
    return field.annotation


def _parts(annotation: Any) -> tuple[Any, ...]:
    """The alternatives of a union, none for anything else."""
    if get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    return get_args(annotation) if get_origin(annotation) in (Union, UnionType) else ()


def _reader(annotation: Any) -> tuple[type | None, Reader]:
    origin = get_origin(annotation)
    if annotation is Any or annotation is object or isinstance(annotation, TypeVar):
        return None, _as_it_is
    if annotation in _SCALARS:
        return _SCALARS[annotation]
    if origin is Literal:
        return None, _one_of(frozenset(get_args(annotation)))
    if origin is list:
        return None, _list_of(get_args(annotation)[0])
    if origin is dict:
        return None, _dict_of(get_args(annotation)[1])
    if origin is Annotated:
        inner, *extras = get_args(annotation)
        for extra in extras:
            if isinstance(extra, Discriminator):
                return None, _chosen_by(extra, inner)
        return _reader(inner)
    if parts := _parts(annotation):
        if len(parts) == 2 and NoneType in parts:
            return _optional(*(part for part in parts if part is not NoneType))
    if is_model(annotation):
        return None, _model(annotation)
    # A field that a user added to a subclass. Such models are validated, never read.
    return None, _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def _as_pydantic_does(schema: core_schema.CoreSchema, otherwise: Reader) -> Reader:
    """Reads what pydantic takes as it does, so that a model is the same whichever way it is filled."""
    validate = SchemaValidator(schema).validate_python

    def read(value: Any) -> Any:
        if value is None:
            return ABSENT
        try:
            return validate(value)
        except ValidationError:
            return otherwise(value)

    return read


def _text(value: Any) -> Any:
    # A show's publisher has been seen as an object.
    if isinstance(value, dict):
        name = cast("dict[str, Any]", value).get("name")
        return name if isinstance(name, str) else ABSENT
    return str(value) if type(value) in (int, float) else ABSENT


def _whole_number(value: Any) -> Any:
    # Followers have been seen as 4.9022656E7, and a duration as {"totalMilliseconds": 183000}.
    if isinstance(value, dict):
        members = cast("dict[str, Any]", value).values()
        value = next((member for member in members if type(member) in (int, float)), None)
    if type(value) is int:
        return value
    return math.floor(value + 0.5) if type(value) is float and math.isfinite(value) else ABSENT


def _nothing(value: Any) -> Any:
    del value
    return ABSENT


_SCALARS: Final[dict[Any, tuple[type | None, Reader]]] = {
    str: (str, _as_pydantic_does(core_schema.str_schema(), _text)),
    int: (int, _as_pydantic_does(core_schema.int_schema(), _whole_number)),
    float: (float, _as_pydantic_does(core_schema.float_schema(), _nothing)),
    bool: (bool, _as_pydantic_does(core_schema.bool_schema(), _nothing)),
    datetime: (None, _as_pydantic_does(core_schema.datetime_schema(), _nothing)),
}


def _one_of(words: frozenset[Any]) -> Reader:
    # A word that nobody has heard of yet does not change what the thing is: the class was chosen before.
    return lambda value: value if isinstance(value, str) and value in words else ABSENT


def _optional(annotation: Any) -> tuple[type | None, Reader]:
    exact, read = _reader(annotation)
    return exact, lambda value: None if value is None else read(value)


def is_model(annotation: Any) -> TypeGuard[type[SpotifyModel]]:
    """Whether this is a model of ours, or made of one."""
    from .base import SpotifyModel

    return isinstance(annotation, type) and issubclass(annotation, SpotifyModel)


def _model(cls: type[SpotifyModel]) -> Reader:
    from ._plan import plans
    from .base import lazy

    takes_any_object = None

    def read(value: Any) -> Any:
        nonlocal takes_any_object
        if takes_any_object is None:
            # Not before: a model may hold others of its own class.
            takes_any_object = plans[cls].takes_any_object
        if takes_any_object and type(value) in OBJECTS:
            return lazy(cls, value)
        plan = plans[cls]
        return lazy(cls, plan.tidy(value)) if plan.fits(value) is None else ABSENT

    return read


def _list_of(annotation: Any) -> Reader:
    exact, read = _reader(annotation)
    keeps_places = takes_null(annotation)

    def read_list(value: Any) -> Any:
        if type(value) is not list:
            return ABSENT
        elements = cast("list[Any]", value)
        if exact is str:
            # Nothing but strings? The quickest way to find out, for lists of two hundred markets.
            try:
                "".join(elements)
            except TypeError:
                pass
            else:
                return elements
        read_elements = [element if type(element) is exact else read(element) for element in elements]
        if keeps_places:
            return [None if element is ABSENT else element for element in read_elements]
        if ABSENT in read_elements:
            return [element for element in read_elements if element is not ABSENT]
        return read_elements

    return read_list


def _dict_of(annotation: Any) -> Reader:
    _, read = _reader(annotation)

    def read_dict(value: Any) -> Any:
        if type(value) is not dict:
            return ABSENT
        members = ((key, read(member)) for key, member in cast("dict[str, Any]", value).items())
        return {key: member for key, member in members if member is not ABSENT}

    return read_dict


def _chosen_by(discriminator: Discriminator, union: Any) -> Reader:
    choose = discriminator.discriminator
    readers: dict[Any, Reader] = {}
    for alternative in _parts(union):
        cls, *extras = get_args(alternative)
        (tag,) = (extra.tag for extra in extras if isinstance(extra, Tag))
        readers[tag] = _model(cls)
    if isinstance(choose, str):
        raise TypeError("a discriminator must be a function")

    def read(value: Any) -> Any:
        if type(value) is not dict:
            return ABSENT
        reader = readers.get(choose(value))
        return ABSENT if reader is None else reader(value)

    return read
