"""The user who is logged in."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING, Literal

from ... import _check, _native
from ._service import AsyncService

if TYPE_CHECKING:
    from ...models import Artist, CurrentUser, CursorPage, Page, PublicUser, Track

TimeRange = Literal["long_term", "medium_term", "short_term"]


class AsyncUserService(AsyncService):
    """The user who is logged in."""

    async def get_current_profile(self) -> CurrentUser:
        """The user. Scopes `user-read-private`, `user-read-email` unlock fields."""
        user: CurrentUser = await self._client.fetch(_native.users_get_current_profile(), "CurrentUser")
        return user

    async def get_profile(self, id: str) -> PublicUser:
        """What a user shows to everybody. Apps in Extended Quota Mode only."""
        _check.an_id(id)
        user: PublicUser = await self._client.fetch(_native.users_get_profile(id), "PublicUser")
        return user

    async def get_top_artists(
        self, time_range: TimeRange | None = None, limit: int | None = None, offset: int | None = None
    ) -> Page[Artist]:
        """The artists that the user listens to most. Scope `user-top-read`."""
        _check.time_range(time_range)
        operation = _native.users_get_top_artists(time_range, limit, offset)
        page: Page[Artist] = await self._client.fetch(operation, "Page[Artist]")
        return page

    def iter_top_artists(self, time_range: TimeRange | None = None) -> AsyncGenerator[Artist, None]:
        """All artists that the user listens to most."""
        _check.time_range(time_range)
        return self._client.rows(
            lambda limit, offset: _native.users_get_top_artists(time_range, limit, offset), "Artist"
        )

    async def get_top_tracks(
        self, time_range: TimeRange | None = None, limit: int | None = None, offset: int | None = None
    ) -> Page[Track]:
        """The tracks that the user listens to most. Scope `user-top-read`."""
        _check.time_range(time_range)
        operation = _native.users_get_top_tracks(time_range, limit, offset)
        page: Page[Track] = await self._client.fetch(operation, "Page[Track]")
        return page

    def iter_top_tracks(self, time_range: TimeRange | None = None) -> AsyncGenerator[Track, None]:
        """All tracks that the user listens to most."""
        _check.time_range(time_range)
        return self._client.rows(
            lambda limit, offset: _native.users_get_top_tracks(time_range, limit, offset), "Track"
        )

    async def get_followed_artists(self, after: str | None = None, limit: int | None = None) -> CursorPage[Artist]:
        """The artists that the user follows, a page at a time. `after` is the last artist's id of the page before. Scope
        `user-follow-read`."""
        operation = _native.users_get_followed_artists(after, limit)
        page: CursorPage[Artist] = await self._client.fetch(operation, "CursorPage[Artist]")
        return page

    def iter_followed_artists(self) -> AsyncGenerator[Artist, None]:
        """All artists that the user follows."""
        return self._client.rows_by_cursor(_native.users_get_followed_artists, "Artist")

    async def follow_artists(self, ids: list[str]) -> None:
        """Follows any number of artists. Scope `user-follow-modify`."""
        await self._client.send(_native.users_follow_artists(_check.texts("ids", ids)))

    async def unfollow_artists(self, ids: list[str]) -> None:
        """Unfollows any number of artists. Scope `user-follow-modify`."""
        await self._client.send(_native.users_unfollow_artists(_check.texts("ids", ids)))

    async def check_follows_artists(self, ids: list[str]) -> list[bool]:
        """Whether the user follows artists, in the same order. Scope `user-follow-read`."""
        answer: list[bool] = await self._client.send(_native.users_check_follows_artists(_check.texts("ids", ids)))
        return answer

    async def follow_users(self, ids: list[str]) -> None:
        """Follows any number of users. Scope `user-follow-modify`."""
        await self._client.send(_native.users_follow_users(_check.texts("ids", ids)))

    async def unfollow_users(self, ids: list[str]) -> None:
        """Unfollows any number of users. Scope `user-follow-modify`."""
        await self._client.send(_native.users_unfollow_users(_check.texts("ids", ids)))

    async def check_follows_users(self, ids: list[str]) -> list[bool]:
        """Whether the user follows users, in the same order. Scope `user-follow-read`."""
        answer: list[bool] = await self._client.send(_native.users_check_follows_users(_check.texts("ids", ids)))
        return answer
