"""What an iterator reads of a page. As lenient as the models: what is of another type counts as not sent."""

from __future__ import annotations

from typing import Any, cast

from . import _native

_LARGEST = 2**32 - 1


Answer = dict[str, Any] | _native.Part


def rows_of(page: Answer) -> list[Any]:
    """The rows; none where there is no list."""
    rows = page.get("items")
    return cast("list[Any]", rows) if isinstance(rows, list) else []


def next_offset(page: Answer, rows: int, requested: int) -> int | None:
    """Where the next page begins; `None` after the last."""
    behind, offset = page.get("next"), page.get("offset")
    if not isinstance(behind, str):
        behind = None
    if type(offset) is not int or not 0 <= offset <= _LARGEST:
        offset = requested
    return _native.next_offset(behind, offset, rows, requested)


def cursor_behind(page: Answer) -> str | None:
    """The cursor of the next page, if there is one."""
    cursors = page.get("cursors")
    behind = cast(Answer, cursors).get("after") if isinstance(cursors, (dict, _native.Part)) else None
    return behind if isinstance(behind, str) else None
