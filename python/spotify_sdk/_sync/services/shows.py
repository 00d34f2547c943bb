"""Shows (podcasts), and those in the user's library."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

from ... import _check, _native
from ._service import Service

if TYPE_CHECKING:
    from ...models import Page, SavedShow, Show, SimplifiedEpisode, SimplifiedShow


class ShowService(Service):
    """Shows (podcasts), and those in the user's library."""

    def get(self, id: str, market: str | None = None) -> Show:
        """One show, by id, URI or link."""
        _check.an_id(id)
        show: Show = self._client.fetch(_native.shows_get(id, market or None), "Show")
        return show

    def get_several(self, ids: list[str], market: str | None = None) -> list[SimplifiedShow | None]:
        """Any number of shows, in this order; `None` where there is none. Apps in Development Mode may ask for 50 at most, as
        that takes a request for each."""
        operation = _native.shows_get_several(_check.texts("ids", ids), market or None)
        shows: list[SimplifiedShow | None] = self._client.fetch_several(operation, "SimplifiedShow")
        return shows

    def get_episodes(
        self, id: str, market: str | None = None, limit: int = 20, offset: int = 0
    ) -> Page[SimplifiedEpisode]:
        """The episodes of a show, a page at a time."""
        _check.an_id(id)
        operation = _native.shows_get_episodes(id, market or None, limit, offset)
        page: Page[SimplifiedEpisode] = self._client.fetch(operation, "Page[SimplifiedEpisode]")
        return page

    def iter_episodes(self, id: str, market: str | None = None) -> Generator[SimplifiedEpisode, None, None]:
        """All episodes of a show."""
        _check.an_id(id)
        return self._client.rows(
            lambda limit, offset: _native.shows_get_episodes(id, market or None, limit, offset), "SimplifiedEpisode"
        )

    def get_saved(self, limit: int = 20, offset: int = 0) -> Page[SavedShow]:
        """The shows in the user's library, the latest first. Scope `user-library-read`."""
        page: Page[SavedShow] = self._client.fetch(_native.shows_get_saved(limit, offset), "Page[SavedShow]")
        return page

    def iter_saved(self) -> Generator[SavedShow, None, None]:
        """All shows in the user's library."""
        return self._client.rows(_native.shows_get_saved, "SavedShow")

    def save(self, ids: list[str]) -> None:
        """Saves any number of shows. Scope `user-library-modify`."""
        self._client.send(_native.shows_save(_check.texts("ids", ids)))

    def remove_saved(self, ids: list[str]) -> None:
        """Removes any number of shows. Scope `user-library-modify`."""
        self._client.send(_native.shows_remove_saved(_check.texts("ids", ids)))

    def check_saved(self, ids: list[str]) -> list[bool]:
        """Whether shows are saved, in the same order."""
        answer: list[bool] = self._client.send(_native.shows_check_saved(_check.texts("ids", ids)))
        return answer
