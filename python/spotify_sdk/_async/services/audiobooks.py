"""Audiobooks, and those in the user's library."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING

from ... import _check, _native
from ._service import AsyncService

if TYPE_CHECKING:
    from ...models import Audiobook, Page, SavedAudiobook, SimplifiedChapter


class AsyncAudiobookService(AsyncService):
    """Audiobooks, and those in the user's library."""

    async def get(self, id: str, market: str | None = None) -> Audiobook:
        """One audiobook, by id, URI or link."""
        _check.an_id(id)
        audiobook: Audiobook = await self._client.fetch(_native.audiobooks_get(id, market or None), "Audiobook")
        return audiobook

    async def get_several(self, ids: list[str], market: str | None = None) -> list[Audiobook | None]:
        """Any number of audiobooks, in this order; `None` where there is none. Apps in Development Mode may ask for 50 at most, as
        that takes a request for each."""
        operation = _native.audiobooks_get_several(_check.texts("ids", ids), market or None)
        audiobooks: list[Audiobook | None] = await self._client.fetch_several(operation, "Audiobook")
        return audiobooks

    async def get_chapters(
        self, id: str, market: str | None = None, limit: int = 20, offset: int = 0
    ) -> Page[SimplifiedChapter]:
        """The chapters of an audiobook, a page at a time."""
        _check.an_id(id)
        operation = _native.audiobooks_get_chapters(id, market or None, limit, offset)
        page: Page[SimplifiedChapter] = await self._client.fetch(operation, "Page[SimplifiedChapter]")
        return page

    def iter_chapters(self, id: str, market: str | None = None) -> AsyncGenerator[SimplifiedChapter, None]:
        """All chapters of an audiobook."""
        _check.an_id(id)
        return self._client.rows(
            lambda limit, offset: _native.audiobooks_get_chapters(id, market or None, limit, offset),
            "SimplifiedChapter",
        )

    async def get_saved(self, limit: int = 20, offset: int = 0) -> Page[SavedAudiobook]:
        """The audiobooks in the user's library, the latest first. Scope `user-library-read`."""
        operation = _native.audiobooks_get_saved(limit, offset)
        page: Page[SavedAudiobook] = await self._client.fetch(operation, "Page[SavedAudiobook]")
        return page

    def iter_saved(self) -> AsyncGenerator[SavedAudiobook, None]:
        """All audiobooks in the user's library."""
        return self._client.rows(_native.audiobooks_get_saved, "SavedAudiobook")

    async def save(self, ids: list[str]) -> None:
        """Saves any number of audiobooks. Scope `user-library-modify`."""
        await self._client.send(_native.audiobooks_save(_check.texts("ids", ids)))

    async def remove_saved(self, ids: list[str]) -> None:
        """Removes any number of audiobooks. Scope `user-library-modify`."""
        await self._client.send(_native.audiobooks_remove_saved(_check.texts("ids", ids)))

    async def check_saved(self, ids: list[str]) -> list[bool]:
        """Whether audiobooks are saved, in the same order."""
        answer: list[bool] = await self._client.send(_native.audiobooks_check_saved(_check.texts("ids", ids)))
        return answer
