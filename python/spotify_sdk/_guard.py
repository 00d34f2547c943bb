"""What keeps secrets where they belong: out of the local variables that tracebacks show, and out of pickles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

_Value = TypeVar("_Value")


class _HiddenText(str):
    """A text that `repr` does not show. It is the text itself in every other respect."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'[redacted]'"


class _HiddenBytes(bytes):
    """The same for what was given as bytes by mistake."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "b'[redacted]'"


def hide(value: _Value) -> _Value:
    """A secret as it travels through functions of ours. Error reporters, debuggers and `rich` send or show the `repr` of each local
    variable of each frame that an exception went through."""
    hidden: Any = value
    # Subclasses too, whose `repr` shows the secret as well. What they hold is the secret, and not what their `__str__` says.
    if isinstance(value, str) and not isinstance(value, _HiddenText):
        hidden = _HiddenText(str.__str__(value))
    elif isinstance(value, bytes) and not isinstance(value, _HiddenBytes):
        hidden = _HiddenBytes(memoryview(value))
    result: _Value = hidden
    return result


def hide_values(mapping: _Value) -> _Value:
    """The same for each value of a mapping; anything else is for others to refuse."""
    if not isinstance(mapping, Mapping):
        return mapping
    values = cast("Mapping[Any, Any]", mapping)
    return cast(_Value, {name: hide(value) for name, value in values.items()})


class NotCopied:
    """Base of what is neither pickled nor copied: it holds connections, or a login that another process or a second object would renew
    without this one."""

    __slots__ = ()

    # What to do instead.
    _instead = "make another one where it is needed"

    # Not `__reduce_ex__`, which comes first: a program's own subclass may say in `__reduce__` how it is copied.
    def __reduce__(self) -> str | tuple[Any, ...]:
        raise TypeError(f"{type(self).__name__} can't be pickled or copied: {self._instead}")
