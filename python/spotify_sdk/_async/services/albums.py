"""Albums, and those in the user's library."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING

from ... import _check, _native
from ._service import AsyncService

if TYPE_CHECKING:
    from ...models import Album, Page, SavedAlbum, SimplifiedTrack


class AsyncAlbumService(AsyncService):
    """Albums, and those in the user's library."""

    async def get(self, id: str, market: str | None = None) -> Album:
        """One album, by id, URI or link."""
        _check.an_id(id)
        album: Album = await self._client.fetch(_native.albums_get(id, market or None), "Album")
        return album

    async def get_several(self, ids: list[str], market: str | None = None) -> list[Album | None]:
        """Any number of albums, in this order; `None` where there is none. Apps in Development Mode may ask for 50 at most, as
        that takes a request for each."""
        operation = _native.albums_get_several(_check.texts("ids", ids), market or None)
        albums: list[Album | None] = await self._client.fetch_several(operation, "Album")
        return albums

    async def get_tracks(
        self, id: str, market: str | None = None, limit: int = 20, offset: int = 0
    ) -> Page[SimplifiedTrack]:
        """The tracks of an album, a page at a time."""
        _check.an_id(id)
        operation = _native.albums_get_tracks(id, market or None, limit, offset)
        page: Page[SimplifiedTrack] = await self._client.fetch(operation, "Page[SimplifiedTrack]")
        return page

    def iter_tracks(self, id: str, market: str | None = None) -> AsyncGenerator[SimplifiedTrack, None]:
        """All tracks of an album."""
        _check.an_id(id)
        return self._client.rows(
            lambda limit, offset: _native.albums_get_tracks(id, market or None, limit, offset), "SimplifiedTrack"
        )

    async def get_saved(self, limit: int = 20, offset: int = 0, market: str | None = None) -> Page[SavedAlbum]:
        """The albums in the user's library, the latest first. Scope `user-library-read`."""
        operation = _native.albums_get_saved(limit, offset, market or None)
        page: Page[SavedAlbum] = await self._client.fetch(operation, "Page[SavedAlbum]")
        return page

    def iter_saved(self, market: str | None = None) -> AsyncGenerator[SavedAlbum, None]:
        """All albums in the user's library."""
        return self._client.rows(
            lambda limit, offset: _native.albums_get_saved(limit, offset, market or None), "SavedAlbum"
        )

    async def save(self, ids: list[str]) -> None:
        """Saves any number of albums. Scope `user-library-modify`."""
        await self._client.send(_native.albums_save(_check.texts("ids", ids)))

    async def remove_saved(self, ids: list[str]) -> None:
        """Removes any number of albums. Scope `user-library-modify`."""
        await self._client.send(_native.albums_remove_saved(_check.texts("ids", ids)))

    async def check_saved(self, ids: list[str]) -> list[bool]:
        """Whether albums are saved, in the same order."""
        answer: list[bool] = await self._client.send(_native.albums_check_saved(_check.texts("ids", ids)))
        return answer
