"""Arguments that are refused before anything is sent, in the documents' words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

INCLUDE_GROUPS = ("album", "appears_on", "compilation", "single")
SEARCH_TYPES = ("album", "artist", "audiobook", "episode", "playlist", "show", "track")
TIME_RANGES = ("long_term", "medium_term", "short_term")
REPEAT_STATES = ("context", "off", "track")
PLAYABLE = ("track", "episode")


def filled(name: str, value: str | None) -> None:
    """A text that is given must not be empty."""
    if value is not None and not value.strip():
        raise ValueError(f"{name} cannot be empty")


def an_id(value: str) -> None:
    """An id, a URI or a link: the native half reads it, and refuses what is none."""
    if not value:
        raise ValueError("id cannot be empty")


def texts(name: str, values: Sequence[str] | Iterable[str]) -> list[str]:
    """A list of texts that is not empty. One text is no list of its letters."""
    if isinstance(values, str):
        raise ValueError(f"{name} must be a list, not one text")
    items = list(values)
    if not items:
        raise ValueError(f"{name} cannot be empty")
    if any(not item for item in items):
        raise ValueError(f"{name} cannot contain empty values")
    return items


def timestamped(tracks: Iterable[tuple[str, datetime | str]]) -> list[tuple[str, str]]:
    """Ids, each with a point in time as Spotify writes it."""
    pairs = [(id, added_at if isinstance(added_at, str) else _in_utc(added_at)) for id, added_at in tracks]
    texts("tracks", [id for id, _ in pairs])
    return pairs


def _in_utc(time: datetime) -> str:
    from datetime import timezone

    if time.tzinfo is None:
        raise ValueError(f"{time} has no time zone: datetime.now(timezone.utc) has one")
    return time.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def a_new_playlist(name: str, public: bool | None, collaborative: bool | None) -> None:
    """What a playlist may be when it is made."""
    if not name:
        raise ValueError("name cannot be empty")
    if collaborative and public is not False:
        raise ValueError("public must be False when collaborative is True")


def uris(values: Sequence[str], most: int = 40) -> list[str]:
    """URIs for the library."""
    items = texts("uris", values)
    if len(items) > most:
        raise ValueError(f"A maximum of {most} URIs are allowed")
    return items


def among(name: str, values: Sequence[str], valid: Sequence[str]) -> None:
    """Only words that Spotify knows here."""
    invalid = set(values) - set(valid)
    if invalid:
        raise ValueError(f"Invalid {name}: {invalid}. Valid values: {set(valid)}")


def time_range(value: str | None) -> None:
    """How far back listening counts."""
    if value is not None and value not in TIME_RANGES:
        raise ValueError(f"Invalid time_range. Valid values: {set(TIME_RANGES)}")


def additional_types(values: Sequence[str] | None) -> None:
    """What may play besides tracks."""
    if values is None:
        return
    if not values:
        raise ValueError("additional_types cannot be empty")
    if any(value not in PLAYABLE for value in values):
        raise ValueError("additional_types must only contain 'track' or 'episode'")


def not_negative(name: str, value: int | None, most: int = 2**32 - 1) -> None:
    """A count or a time, which the native half has room for."""
    if value is not None and value < 0:
        raise ValueError(f"{name} must be greater than or equal to 0")
    if value is not None and value > most:
        raise ValueError(f"{name} must be less than or equal to {most}")


def item_uris(items: Sequence[Mapping[str, object]]) -> list[str]:
    """The URIs of items to remove, of which none may say where it is."""
    if not items:
        raise ValueError("items cannot be empty")
    named: list[str] = []
    for item in items:
        uri = item.get("uri")
        if not isinstance(uri, str) or not uri:
            raise ValueError("Each item must include a non-empty uri")
        positions = item.get("positions")
        if positions is not None:
            if not isinstance(positions, list) or not all(isinstance(position, int) for position in positions):  # pyright: ignore[reportUnknownVariableType]
                raise ValueError("positions must be a list of integers")
            raise ValueError("Spotify no longer removes by positions: it would remove the item wherever it is")
        named.append(uri)
    return named
