"""Which of the things that can be played, or be in a playlist, a value is."""

from __future__ import annotations

from typing import Any, cast

# What an episode has that is delivered as if it were a track. An episode of its own has a show, and none of these.
_LIKE_A_TRACK = ("album", "artists", "disc_number", "track_number", "episode", "track", "is_local")


def kind_of_playback_item(value: Any) -> str | None:
    """`track`, `episode`, `chapter` or `unknown`; `None` for what is nothing of the kind."""
    if not isinstance(value, dict):
        return getattr(value, "spotify_kind", None)
    members = cast("dict[str, Any]", value)
    kind = members.get("type", members.get("type_"))
    if isinstance(kind, str):
        kind = kind.lower()
        if kind == "episode" and isinstance(members.get("audiobook"), dict):
            return "chapter"  # Spotify's chapters say that they are episodes.
        return kind if kind in ("track", "episode", "chapter") else "unknown"
    # Nothing says what it is: with `fields=` a caller may have asked for other members only.
    uri = members.get("uri")
    for known, sign in (("track", "album"), ("track", "artists"), ("episode", "show"), ("chapter", "audiobook")):
        if isinstance(uri, str) and uri.startswith(f"spotify:{known}:") or isinstance(members.get(sign), (dict, list)):
            return known
    return "unknown"


def kind_of_playlist_item(value: Any) -> str | None:
    """The same, or `playlist_episode` for an episode that is delivered as if it were a track."""
    kind = kind_of_playback_item(value)
    if kind == "episode" and isinstance(value, dict):
        members = cast("dict[str, Any]", value)
        if not isinstance(members.get("show"), dict) and any(member in members for member in _LIKE_A_TRACK):
            return "playlist_episode"
    return kind
