"""Searching."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ... import _check, _native
from ._service import AsyncService

if TYPE_CHECKING:
    from ...models import SearchResult

SearchType = Literal["album", "artist", "playlist", "track", "show", "episode", "audiobook"]
IncludeExternal = Literal["audio"]


class AsyncSearchService(AsyncService):
    """Searching."""

    async def search(
        self,
        q: str,
        types: list[SearchType],
        market: str | None = None,
        limit: int = 5,
        offset: int = 0,
        include_external: IncludeExternal | None = None,
    ) -> SearchResult:
        """Things of some types, by words and filters such as `artist:` and `year:`; a page for each type.

        Args:
            q: the words.
            types: what to search for.
            market: a country's two letters.
            limit: how many of each type, 1 to 50; to 10 for apps in Development Mode.
            offset: the first, from 0.
            include_external: `"audio"` marks audio that is hosted elsewhere as playable.
        """
        if not q.strip():
            raise ValueError("q cannot be empty")
        if not types:
            raise ValueError("types cannot be empty")
        _check.among("types", types, _check.SEARCH_TYPES)
        operation = _native.search_search(q, types, market or None, limit, offset, include_external == "audio")
        result: SearchResult = await self._client.fetch(operation, "SearchResult")
        return result
