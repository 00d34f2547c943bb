"""Chapters of audiobooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ... import _check, _native
from ._service import AsyncService

if TYPE_CHECKING:
    from ...models import Chapter


class AsyncChapterService(AsyncService):
    """Chapters of audiobooks."""

    async def get(self, id: str, market: str | None = None) -> Chapter:
        """One chapter, by id, URI or link."""
        _check.an_id(id)
        chapter: Chapter = await self._client.fetch(_native.chapters_get(id, market or None), "Chapter")
        return chapter

    async def get_several(self, ids: list[str], market: str | None = None) -> list[Chapter | None]:
        """Any number of chapters, in this order; `None` where there is none. Apps in Development Mode may ask for 50 at most, as
        that takes a request for each."""
        operation = _native.chapters_get_several(_check.texts("ids", ids), market or None)
        chapters: list[Chapter | None] = await self._client.fetch_several(operation, "Chapter")
        return chapters
