"""Clients and their answers. Checked by mypy and pyright, never run."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Generator
from contextlib import aclosing, closing
from datetime import datetime, timezone

from typing_extensions import assert_type

from spotify_sdk import AsyncSpotifyClient, SpotifyClient
from spotify_sdk.models import Album, Page, SavedTrack, SimplifiedPlaylist, Track
from spotify_sdk.testing import Sandbox


class Mine(SpotifyClient):
    """A subclass stays what it is."""

    def hello(self) -> str:
        return "hello"


class AsyncMine(AsyncSpotifyClient):
    def hello(self) -> str:
        return "hello"


assert_type(Mine.from_client_credentials(max_wait=10, api_base_url="http://127.0.0.1:1/v1", proxy="http://127.0.0.1:1"), Mine)
with Mine("token", user_agent_suffix="my-app/1.0") as mine:
    assert_type(mine, Mine)
    mine.hello()

with SpotifyClient("token") as client:
    assert_type(client.albums.get("id"), Album)
    assert_type(client.tracks.get_saved(), Page[SavedTrack])
    assert_type(client.tracks.iter_saved(), Generator[SavedTrack, None, None])
    with closing(client.tracks.iter_saved()) as rows:
        assert_type(rows, Generator[SavedTrack, None, None])
    assert_type(client.tracks.get_several(["id"]), "list[Track | None]")
    assert_type(client.playlists.create_for_user("ada", "Mine", public=False), SimplifiedPlaylist)
    client.tracks.save_timestamped([("id", datetime.now(timezone.utc)), ("id", "2023-01-15T14:30:00Z")])
    client.tracks.save_timestamped((saved.track.id, saved.added_at) for saved in client.tracks.iter_saved() if saved.added_at)
    client.request("GET", "/me", {"ids": ["a"]}, None, {"X": "y"}, "text", 2.5, 0)
    client.request("GET", "/me", [("ids", "a"), ("ids", 1)])
    client.request("GET", "/me", "ids=a")  # type: ignore[arg-type]
    for saved in client.tracks.get_saved().items:
        assert_type(saved.added_at, "datetime | None")
        assert_type(saved.track.popularity, "int | None")
    assert_type(client.playlists.add_items("id", ["uri"], 0, known_snapshot_id="a"), str)
    client.playlists.add_items("id", ["uri"], 0, "a")  # type: ignore[call-arg]
    client.albums.get(3)  # type: ignore[arg-type]
    client.tracks.save_timestamped([("id", 3)])  # type: ignore[list-item]
    client.request("GET", "/me", headers={"X": 1})  # type: ignore[dict-item]


async def main() -> None:
    async with AsyncMine.from_client_credentials() as mine:
        assert_type(mine, AsyncMine)
        assert_type(await mine.albums.get("id"), Album)
        assert_type(mine.tracks.iter_saved(), AsyncGenerator[SavedTrack, None])
        async with aclosing(mine.tracks.iter_saved()) as rows:
            assert_type(rows, AsyncGenerator[SavedTrack, None])
        async for saved in mine.tracks.iter_saved():
            assert_type(saved.track, Track)


class Staged(Sandbox):
    pass


with Staged() as sandbox:
    assert_type(sandbox, Staged)
