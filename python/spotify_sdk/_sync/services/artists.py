"""Artists and their albums."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Literal

from ... import _check, _native
from ._service import Service

if TYPE_CHECKING:
    from ...models import Artist, Page, SimplifiedAlbum, Track

IncludeGroup = Literal["album", "single", "appears_on", "compilation"]


class ArtistService(Service):
    """Artists and their albums."""

    def get(self, id: str) -> Artist:
        """One artist, by id, URI or link."""
        _check.an_id(id)
        artist: Artist = self._client.fetch(_native.artists_get(id), "Artist")
        return artist

    def get_several(self, ids: list[str]) -> list[Artist | None]:
        """Any number of artists, in this order; `None` where there is none. Apps in Development Mode may ask for 50 at most, as
        that takes a request for each."""
        operation = _native.artists_get_several(_check.texts("ids", ids))
        artists: list[Artist | None] = self._client.fetch_several(operation, "Artist")
        return artists

    def get_albums(
        self,
        id: str,
        include_groups: list[IncludeGroup] | None = None,
        market: str | None = None,
        limit: int | None = None,
        offset: int | None = None,
    ) -> Page[SimplifiedAlbum]:
        """The albums of an artist, a page at a time; only those of `include_groups` if given."""
        _check.an_id(id)
        if include_groups:
            _check.among("include_groups", include_groups, _check.INCLUDE_GROUPS)
        operation = _native.artists_get_albums(id, include_groups or None, market or None, limit, offset)
        page: Page[SimplifiedAlbum] = self._client.fetch(operation, "Page[SimplifiedAlbum]")
        return page

    def iter_albums(
        self, id: str, include_groups: list[IncludeGroup] | None = None, market: str | None = None
    ) -> Generator[SimplifiedAlbum, None, None]:
        """All albums of an artist."""
        _check.an_id(id)
        if include_groups:
            _check.among("include_groups", include_groups, _check.INCLUDE_GROUPS)
        return self._client.rows(
            lambda limit, offset: _native.artists_get_albums(
                id, include_groups or None, market or None, limit, offset
            ),
            "SimplifiedAlbum",
        )

    def get_top_tracks(self, id: str, market: str | None = None) -> list[Track]:
        """The tracks of an artist that are played most. Apps in Extended Quota Mode only."""
        _check.an_id(id)
        tracks: list[Track] = self._client.fetch(
            _native.artists_get_top_tracks(id, market or None), "list[Track]"
        )
        return tracks

    def get_related_artists(self, id: str) -> list[Artist]:
        """Artists that are like an artist. Apps from before November 2024 only."""
        _check.an_id(id)
        artists: list[Artist] = self._client.fetch(_native.artists_get_related_artists(id), "list[Artist]")
        return artists
