"""Episodes of shows, and those in the user's library."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING

from ... import _check, _native
from ._service import AsyncService

if TYPE_CHECKING:
    from ...models import Episode, Page, SavedEpisode


class AsyncEpisodeService(AsyncService):
    """Episodes of shows, and those in the user's library."""

    async def get(self, id: str, market: str | None = None) -> Episode:
        """One episode, by id, URI or link."""
        _check.an_id(id)
        episode: Episode = await self._client.fetch(_native.episodes_get(id, market or None), "Episode")
        return episode

    async def get_several(self, ids: list[str], market: str | None = None) -> list[Episode | None]:
        """Any number of episodes, in this order; `None` where there is none. Apps in Development Mode may ask for 50 at most, as
        that takes a request for each."""
        operation = _native.episodes_get_several(_check.texts("ids", ids), market or None)
        episodes: list[Episode | None] = await self._client.fetch_several(operation, "Episode")
        return episodes

    async def get_saved(self, limit: int = 20, offset: int = 0, market: str | None = None) -> Page[SavedEpisode]:
        """The episodes in the user's library, the latest first. Scopes `user-library-read`, `user-read-playback-position`."""
        operation = _native.episodes_get_saved(limit, offset, market or None)
        page: Page[SavedEpisode] = await self._client.fetch(operation, "Page[SavedEpisode]")
        return page

    def iter_saved(self, market: str | None = None) -> AsyncGenerator[SavedEpisode, None]:
        """All episodes in the user's library."""
        return self._client.rows(
            lambda limit, offset: _native.episodes_get_saved(limit, offset, market or None), "SavedEpisode"
        )

    async def save(self, ids: list[str]) -> None:
        """Saves any number of episodes. Scope `user-library-modify`."""
        await self._client.send(_native.episodes_save(_check.texts("ids", ids)))

    async def remove_saved(self, ids: list[str]) -> None:
        """Removes any number of episodes. Scope `user-library-modify`."""
        await self._client.send(_native.episodes_remove_saved(_check.texts("ids", ids)))

    async def check_saved(self, ids: list[str]) -> list[bool]:
        """Whether episodes are saved, in the same order."""
        answer: list[bool] = await self._client.send(_native.episodes_check_saved(_check.texts("ids", ids)))
        return answer
