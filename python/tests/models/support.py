# pyright: standard
"""What the tests of the models share."""

from __future__ import annotations

import copy
import json
import os
import pathlib
import sys
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from spotify_sdk import models as m

REPOSITORY = pathlib.Path(__file__).parents[3]
FIXTURES = REPOSITORY / "fixtures"

# Read now: a fixture of other tests takes such variables away.
_SHARED = os.environ.get("SPOTIFY_SDK_SHARED")

# What the bodies in each folder of `fixtures/` are.
TARGETS: dict[str, Any] = {
    "album": m.Album,
    "album_tracks": m.Page[m.SimplifiedTrack],
    "artist": m.Artist,
    "artist_albums": m.Page[m.SimplifiedAlbum],
    "audio_analysis": m.AudioAnalysis,
    "audio_features": m.AudioFeatures,
    "audiobook": m.Audiobook,
    "category": m.Category,
    "chapter": m.Chapter,
    "currently_playing": m.CurrentlyPlaying,
    "device": m.PlayerDevice,
    "episode": m.Episode,
    "featured_playlists": m.FeaturedPlaylists,
    "playback_state": m.PlaybackState,
    "playlist": m.Playlist,
    "playlist_items": m.Page[m.PlaylistItem],
    "private_user": m.CurrentUser,
    "public_user": m.PublicUser,
    "queue": m.PlaybackQueue,
    "recently_played": m.RecentlyPlayedPage,
    "recommendations": m.Recommendations,
    "saved_album": m.Page[m.SavedAlbum],
    "saved_audiobook": m.Page[m.SavedAudiobook],
    "saved_episode": m.Page[m.SavedEpisode],
    "saved_show": m.Page[m.SavedShow],
    "saved_track": m.Page[m.SavedTrack],
    "search_results": m.SearchResult,
    "show": m.Show,
    "simplified_album": m.SimplifiedAlbum,
    "simplified_artist": m.SimplifiedArtist,
    "simplified_audiobook": m.SimplifiedAudiobook,
    "simplified_chapter": m.SimplifiedChapter,
    "simplified_episode": m.SimplifiedEpisode,
    "simplified_playlist": m.SimplifiedPlaylist,
    "simplified_show": m.SimplifiedShow,
    "simplified_track": m.SimplifiedTrack,
    "track": m.Track,
    "user_playlists": m.Page[m.SimplifiedPlaylist],
}


def fixture(name: str) -> Any:
    return json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))


def fixture_names() -> list[str]:
    """The bodies that are a model each."""
    names = (path.relative_to(FIXTURES).with_suffix("").as_posix() for path in FIXTURES.glob("*/*.json"))
    return sorted(name for name in names if name.split("/")[0] in TARGETS)


def target_of(name: str) -> Any:
    return TARGETS[name.split("/")[0]]


def shared() -> pathlib.Path | None:
    """The folder of references beside the repository, where there is one."""
    if _SHARED:
        return pathlib.Path(_SHARED)
    return next((path for path in (REPOSITORY.parent / "shared", REPOSITORY.parents[1] / "shared") if path.is_dir()), None)


PLAYLIST_ROWS: list[Any] = [
    {"added_at": "2026-03-10T00:20:31Z", "added_by": None, "is_local": False, "item": fixture("track/development")},
    {"added_at": None, "is_local": False, "item": fixture("episode/development"), "track": True, "primary_color": None},
    {"added_at": "2026-03-10T00:20:31Z", "is_local": True, "track": fixture("track/local")},
    {"added_at": "2026-03-10T00:20:31Z", "is_local": False, "item": None},
    {"item": {key: value for key, value in fixture("track/development").items() if key != "type"} | {"episode": True, "type": "episode"}},
    {"item": {"type": "hologram", "name": "Nobody", "uri": "spotify:hologram:1"}},
    {"item": {"name": "A name is all that was asked for"}},
    None,
]


def playlist() -> dict[str, Any]:
    """A playlist with rows of every kind. There is no fixture of one."""
    return {
        "collaborative": False,
        "description": "Rows of every kind",
        "external_urls": {"spotify": "https://open.spotify.com/playlist/6vNcRt8KxWq1ZpLm4JsYgB"},
        "followers": {"href": None, "total": 3.0},
        "href": "https://api.spotify.com/v1/playlists/6vNcRt8KxWq1ZpLm4JsYgB",
        "id": "6vNcRt8KxWq1ZpLm4JsYgB",
        "images": None,
        "name": "Everything",
        "owner": {"id": "ada", "type": "user", "uri": "spotify:user:ada", "display_name": None},
        "public": None,
        "snapshot_id": "AAAAAQ==",
        "items": {"href": "", "limit": 50, "next": None, "offset": 0, "previous": None, "total": 8, "items": copy.deepcopy(PLAYLIST_ROWS)},
        "type": "playlist",
        "uri": "spotify:playlist:6vNcRt8KxWq1ZpLm4JsYgB",
    }


def search_result() -> dict[str, Any]:
    simplified = {key: value for key, value in playlist().items() if key != "items"}
    return {
        "playlists": {"items": [None, simplified | {"tracks": {"href": "", "total": 8}}, None], "total": 3, "limit": 5, "offset": 0},
        "tracks": {"items": [fixture("track/development"), None]},
        "albums": None,
    }


def bodies() -> Iterator[tuple[str, Any, Any]]:
    """Every body that is a model: its name, the model, the JSON."""
    for name in fixture_names():
        yield name, target_of(name), fixture(name)
    yield "a playlist", m.Playlist, playlist()
    yield "a playlist under old names", m.Playlist, {("tracks" if k == "items" else k): v for k, v in playlist().items()}
    yield "search", m.SearchResult, search_result()


def explain_difference(left: Any, right: Any, path: str = "") -> str | None:
    """Where two values differ, down to the order of fields and which of them were given. `None` where they don't."""
    if type(left) is not type(right):
        return f"{path}: {type(left)} and {type(right)}"
    if isinstance(left, BaseModel):
        if left.model_fields_set != right.model_fields_set:
            return f"{path}: given {sorted(left.model_fields_set ^ right.model_fields_set)}"
        if list(vars(left)) != list(vars(right)):
            return f"{path}: fields {list(vars(left))} and {list(vars(right))}"
        if left.__pydantic_private__ != right.__pydantic_private__:
            return f"{path}: private"
        return explain_difference(vars(left), vars(right), path) or explain_difference(left.model_extra, right.model_extra, path)
    if isinstance(left, dict):
        if left.keys() != right.keys():
            return f"{path}: keys {sorted(left.keys() ^ right.keys())}"
        return next(filter(None, (explain_difference(left[key], right[key], f"{path}.{key}") for key in left)), None)
    if isinstance(left, list):
        if len(left) != len(right):
            return f"{path}: {len(left)} and {len(right)} elements"
        pairs = enumerate(zip(left, right, strict=True))
        return next(filter(None, (explain_difference(*pair, f"{path}[{index}]") for index, pair in pairs)), None)
    return None if left == right else f"{path}: {left!r} and {right!r}"


def assert_same(left: Any, right: Any) -> None:
    difference = explain_difference(left, right)
    assert difference is None, difference


def run_python(code: str) -> str:
    """Runs code in a new interpreter with the same path, and returns what it prints."""
    import subprocess

    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
