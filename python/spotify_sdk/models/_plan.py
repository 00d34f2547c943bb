"""How the fields of a model are read from an answer, found out once for each class from its annotations.

Leniency is one rule here instead of an attribute per field. What Spotify leaves out or nulls is the field's default; so is what can't be
read as the field's type, for the bytes of an answer are not the caller's mistake. Validation by pydantic, of what a caller gives, uses
`clean` only: it forgives what Spotify is known to do and refuses wrong types.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, cast, overload

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from .._native import Part, plain
from ._read import OBJECTS, ABSENT, Reader, has_null_elements, is_model, reader_of, row_test, takes_null, takes_parts

Object = dict[str, Any]


class Field:
    """How one field is read."""

    __slots__ = ("_in_parts", "_make", "_name", "_read", "exact", "key")

    def __init__(
        self, name: str, key: str, exact: type | None, read: Reader, make: Callable[[], Any], *, in_parts: bool
    ) -> None:
        self.key: Final = key
        """The member that it is read from."""
        self.exact: Final = exact
        """The type whose values are taken as they are."""
        self._name: Final = name
        self._read: Final = read
        self._make: Final = make
        self._in_parts: Final = in_parts

    def read(self, raw: Object | Part, value: Any) -> Any:
        """The value of the field in this object, or else its default. `value` is what is there under the field's key, or `ABSENT`."""
        if value is ABSENT and self.key is not self._name:
            value = raw.get(self._name, ABSENT)
        if value is not ABSENT:
            if not self._in_parts:
                value = plain(value)
            if (value := self._read(value)) is not ABSENT:
                return value
        return self._make()


class Plan:
    """How one class is read."""

    def __init__(self, cls: type[BaseModel]) -> None:
        fields = cls.model_fields
        self.cls: Final = cls
        self.fields: Final[dict[str, Field]] = {}
        """How to read each field by itself."""
        self._renamed: Final = [(_key(name, field), name) for name, field in fields.items() if _key(name, field) != name]
        self._readers: Final[dict[str, tuple[str, type | None, Reader]]] = {}
        self._defaults: Final[Object] = {}
        self._factories: Final[list[tuple[str, Callable[[], Any]]]] = []
        self._needs_value: Final[set[str]] = set()
        self._drops_nulls: Final[set[str]] = set()
        # Rows without these members are no rows: a saved track without a track says nothing.
        self._required: Final = [
            _key(name, field) for name, field in fields.items() if field.is_required() and is_model(field.annotation)
        ]
        self._old_names: Final[dict[str, str]] = getattr(cls, "spotify_old_names", {})
        self._row_fits: Callable[[Any], str | None] | None = None
        for name, field in fields.items():
            self._add(name, field)
        if "rejected" in fields and "items" in fields:
            self._row_fits = row_test(fields["items"].annotation)

    def _add(self, name: str, field: FieldInfo) -> None:
        exact, read = reader_of(field)
        for key in {_key(name, field), name}:
            self._readers[key] = (name, exact, read)
            if not takes_null(field.annotation):
                self._needs_value.add(key)
            if has_null_elements(field.annotation):
                self._drops_nulls.add(key)
        # Fields are dumped in this order. Those without a default are always given, see `fits`.
        self._defaults[name] = None if field.is_required() else field.default
        make = _factory(field)
        if make is not None:
            self._factories.append((name, make))
        default = self._defaults[name]
        self.fields[name] = Field(
            name, _key(name, field), exact, read, make or (lambda: default), in_parts=takes_parts(field.annotation)
        )

    @property
    def takes_any_object(self) -> bool:
        """Whether every object is one of these, and as it should be."""
        return not (self._required or self._old_names or self._row_fits)

    def fits(self, raw: Any) -> str | None:
        """Why `raw` can't be one of these, `None` if it can."""
        if type(raw) not in OBJECTS:
            return f"expected an object, got {_kind(raw)}"
        for key in self._required:
            if type(raw.get(key)) not in OBJECTS:
                return f"no {key}"
        return None

    @overload
    def tidy(self, raw: Object, *, or_models: bool = False) -> Object: ...
    @overload
    def tidy(self, raw: Part) -> Object | Part: ...
    def tidy(self, raw: Object | Part, *, or_models: bool = False) -> Object | Part:
        """The same with members under their names of today, and without rows that are none."""
        if type(raw) is Part:
            if self._old_names:
                raw = raw.plain()
            elif self._row_fits is not None:
                # Its rows stay parts.
                raw = raw.members()
            else:
                return raw
        for old, new in self._old_names.items():
            if raw.get(new) is None and type(raw.get(old)) is dict:
                raw = {(new if key == old else key): value for key, value in raw.items() if key != new}
        if self._row_fits is not None and type(raw.get("items")) is list:
            raw = self._sift(raw, self._row_fits, or_models)
        return raw

    def whole(self, raw: Object | Part) -> Object:
        """A tidied object as plain data."""
        if type(raw) is Part:
            return raw.plain()
        # Of a page only the outside is plain, see `tidy`.
        return cast(Object, raw if self._row_fits is None else plain(raw))

    def read(self, raw: Object) -> tuple[Object, Object, set[str]]:
        """The fields of a tidied object, the unknown members and the names of those that were given: what a pydantic model consists of."""
        fields = self._defaults.copy()
        given = set(raw)
        extra: Object = {}
        readers = self._readers
        for key, value in raw.items():
            try:
                name, exact, read = readers[key]
            except KeyError:
                extra[key] = value
                continue
            if type(value) is exact:
                fields[name] = value
            elif (value := read(value)) is not ABSENT:
                fields[name] = value
            else:
                given.discard(key)
        for key, name in self._renamed:
            if key in given:
                given.discard(key)
                given.add(name)
        for name, make in self._factories:
            if name not in given:
                fields[name] = make()
        return fields, extra, given

    def clean(self, data: Any) -> Any:
        """Data for pydantic to validate, without what Spotify is known to send instead of nothing."""
        if type(data) is not dict:
            return data
        data = self.tidy(cast(Object, data), or_models=True)
        changed: Object = {}
        for key, value in data.items():
            if value is None:
                if key in self._needs_value:
                    changed[key] = ABSENT
            elif key in self._drops_nulls and type(value) is list and None in value:
                changed[key] = [element for element in cast("list[Any]", value) if element is not None]
        if not changed:
            return data
        return {key: value for key, value in (data | changed).items() if value is not ABSENT}

    def _sift(self, raw: Object, fits: Callable[[Any], str | None], or_models: bool) -> Object:
        rows: list[Any] = []
        rejected: list[Object] = []
        for index, row in enumerate(cast("list[Any]", raw["items"])):
            reason = fits(row)
            # Wrong types in what a caller gives are for pydantic to refuse.
            if reason is None or (or_models and row is not None and type(row) is not dict):
                rows.append(row)
            else:
                rejected.append({"index": index, "row": plain(row), "reason": reason})
        if not rejected:
            return raw
        return raw | {"items": rows, "rejected": [*cast("list[Any]", raw.get("rejected") or []), *rejected]}


class _Plans(dict[type[BaseModel], Plan]):
    """The plans of all classes that have been asked for."""

    def __missing__(self, cls: type[BaseModel]) -> Plan:
        # Two threads may make the same one; that does no harm.
        from .base import read_natively

        plan = Plan(cls)
        read_natively(plan)
        self[cls] = plan
        return plan


plans: Final = _Plans()


def _key(name: str, field: FieldInfo) -> str:
    return field.alias or name


def _factory(field: FieldInfo) -> Callable[[], Any] | None:
    """What makes a default that models must not share."""
    from .base import SpotifyModel, lazy

    make: Any = field.default_factory
    if isinstance(make, type) and issubclass(make, SpotifyModel):
        model = make
        return lambda: lazy(model, {})
    if field.default == []:
        return _new_list
    if field.default == {}:
        return _new_dict
    return cast("Callable[[], Any] | None", make)


def _new_list() -> list[Any]:
    return []


def _new_dict() -> Object:
    return {}


def _kind(value: Any) -> str:
    for kind, name in ((dict, "an object"), (list, "a list"), (str, "text"), (bool, "a truth value"), (type(None), "null")):
        if isinstance(value, kind):
            return name
    return "a number"
