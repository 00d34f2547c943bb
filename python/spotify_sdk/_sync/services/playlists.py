"""Playlists."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Generator
from typing import TYPE_CHECKING

from ... import _check, _native
from ._service import Service

if TYPE_CHECKING:
    from ...models import Image, Page, Playlist, PlaylistItem, SimplifiedPlaylist


class PlaylistService(Service):
    """Playlists. Reading private ones needs `playlist-read-private`, changing them `playlist-modify-public` or
    `playlist-modify-private`."""

    def get(self, id: str, market: str | None = None, fields: str | None = None) -> Playlist:
        """One playlist, by id, URI or link; only these fields if given."""
        _check.an_id(id)
        operation = _native.playlists_get(id, market or None, fields or None)
        playlist: Playlist = self._client.fetch(operation, "Playlist")
        return playlist

    def get_items(
        self,
        id: str,
        market: str | None = None,
        fields: str | None = None,
        limit: int | None = None,
        offset: int | None = None,
    ) -> Page[PlaylistItem]:
        """What is in a playlist, a page at a time."""
        _check.an_id(id)
        operation = _native.playlists_get_items(id, market or None, fields or None, limit, offset)
        page: Page[PlaylistItem] = self._client.fetch(operation, "Page[PlaylistItem]")
        return page

    def iter_items(self, id: str, market: str | None = None, fields: str | None = None) -> Generator[PlaylistItem, None, None]:
        """All that is in a playlist."""
        _check.an_id(id)
        return self._client.rows(
            lambda limit, offset: _native.playlists_get_items(id, market or None, fields or None, limit, offset),
            "PlaylistItem",
        )

    def get_for_current_user(
        self, limit: int | None = None, offset: int | None = None
    ) -> Page[SimplifiedPlaylist]:
        """The playlists that the user has or follows. Scope `playlist-read-private`."""
        operation = _native.playlists_get_for_current_user(limit, offset)
        page: Page[SimplifiedPlaylist] = self._client.fetch(operation, "Page[SimplifiedPlaylist]")
        return page

    def iter_for_current_user(self) -> Generator[SimplifiedPlaylist, None, None]:
        """All playlists that the user has or follows."""
        return self._client.rows(_native.playlists_get_for_current_user, "SimplifiedPlaylist")

    def get_for_user(
        self, user_id: str, limit: int | None = None, offset: int | None = None
    ) -> Page[SimplifiedPlaylist]:
        """The playlists that a user shows to everybody. Apps in Extended Quota Mode only."""
        _check.an_id(user_id)
        operation = _native.playlists_get_for_user(user_id, limit, offset)
        page: Page[SimplifiedPlaylist] = self._client.fetch(operation, "Page[SimplifiedPlaylist]")
        return page

    def iter_for_user(self, user_id: str) -> Generator[SimplifiedPlaylist, None, None]:
        """All playlists that a user shows to everybody."""
        _check.an_id(user_id)
        return self._client.rows(
            lambda limit, offset: _native.playlists_get_for_user(user_id, limit, offset), "SimplifiedPlaylist"
        )

    def create(
        self,
        name: str,
        public: bool | None = None,
        collaborative: bool | None = None,
        description: str | None = None,
    ) -> SimplifiedPlaylist:
        """Makes a playlist of the user's. Only one that is not public may be collaborative."""
        _check.a_new_playlist(name, public, collaborative)
        operation = _native.playlists_create(name, public, collaborative, description)
        playlist: SimplifiedPlaylist = self._client.fetch(operation, "SimplifiedPlaylist")
        return playlist

    def create_for_user(
        self,
        user_id: str,
        name: str,
        public: bool | None = None,
        collaborative: bool | None = None,
        description: str | None = None,
    ) -> SimplifiedPlaylist:
        """The same by the older operation, where the user can only be the one who is logged in. Apps in Extended Quota Mode
        only; `create` is for all."""
        _check.an_id(user_id)
        _check.a_new_playlist(name, public, collaborative)
        operation = _native.playlists_create_for_user(user_id, name, public, collaborative, description)
        playlist: SimplifiedPlaylist = self._client.fetch(operation, "SimplifiedPlaylist")
        return playlist

    def change_details(
        self,
        id: str,
        name: str | None = None,
        public: bool | None = None,
        collaborative: bool | None = None,
        description: str | None = None,
    ) -> None:
        """Changes what is given."""
        _check.an_id(id)
        if name is None and public is None and collaborative is None and description is None:
            raise ValueError("At least one field must be provided")
        if name is not None and not name:
            raise ValueError("name cannot be empty")
        if public and collaborative:
            raise ValueError("public and collaborative cannot both be True")
        self._client.send(_native.playlists_change_details(id, name, public, collaborative, description))

    def reorder_or_replace_items(
        self,
        id: str,
        uris: list[str] | None = None,
        range_start: int | None = None,
        insert_before: int | None = None,
        range_length: int | None = None,
        snapshot_id: str | None = None,
    ) -> str:
        """Moves a range of items, or with `uris` puts these in place of all. The snapshot id of the playlist after it."""
        _check.an_id(id)
        reordering = (range_start, insert_before, range_length, snapshot_id)
        if uris is not None:
            if any(value is not None for value in reordering):
                raise ValueError("Replace mode cannot include reorder parameters")
            operation = _native.playlists_replace_items(id, _check.texts("uris", uris) if uris else [])
        else:
            if range_start is None or insert_before is None:
                raise ValueError("range_start and insert_before are required for reorder")
            for name, value in (("range_start", range_start), ("insert_before", insert_before)):
                _check.not_negative(name, value)
            operation = _native.playlists_reorder_items(id, range_start, insert_before, range_length, snapshot_id)
        snapshot: str = self._client.send(operation)
        return snapshot

    def add_items(
        self,
        id: str,
        uris: list[str],
        position: int | None = None,
        *,
        known_snapshot_id: str | None = None,
    ) -> str:
        """Adds any number of items, at the end unless `position` says where. The snapshot id of the playlist after it.

        Args:
            known_snapshot_id: the state in which you know the playlist. It changes nothing of what is added where, and Spotify is not
                told. Should the answer be lost, one more look at the playlist shows whether it is still in that state:
                `SpotifyError.aftermath`.
        """
        _check.an_id(id)
        _check.not_negative("position", position)
        operation = _native.playlists_add_items(id, _check.texts("uris", uris), position, known_snapshot_id or None)
        snapshot: str = self._client.send(operation)
        return snapshot

    def remove_items(
        self,
        id: str,
        *,
        uris: list[str] | None = None,
        items: list[dict[str, str | list[int]]] | None = None,
        snapshot_id: str | None = None,
    ) -> str:
        """Removes items wherever they are in the playlist: URIs, or dicts with a `uri`. The snapshot id of the playlist after it.

        Raises:
            ValueError: an item has `positions`. Spotify no longer removes by position: it would remove all occurrences.
        """
        _check.an_id(id)
        if (uris is None) == (items is None):
            raise ValueError("Provide exactly one of uris or items")
        named = _check.item_uris(items or []) if uris is None else _check.texts("uris", uris)
        snapshot: str = self._client.send(_native.playlists_remove_items(id, named, snapshot_id))
        return snapshot

    def get_cover_image(self, id: str) -> list[Image]:
        """The cover of a playlist, in several sizes."""
        _check.an_id(id)
        images: list[Image] = self._client.fetch(_native.playlists_get_cover_image(id), "list[Image]")
        return images

    def upload_cover_image(self, id: str, image_base64_jpeg: str) -> None:
        """Sets the cover: a JPEG picture, as base64. Scope `ugc-image-upload` besides those of a change."""
        _check.an_id(id)
        if not image_base64_jpeg:
            raise ValueError("image_base64_jpeg cannot be empty")
        try:
            picture = base64.b64decode("".join(image_base64_jpeg.split()), validate=True)
        except (binascii.Error, ValueError):
            raise ValueError("image_base64_jpeg must be base64") from None
        self._client.send(_native.playlists_upload_cover_image(id, picture))

    def follow(self, id: str, public: bool | None = None) -> None:
        """Follows a playlist. Apps in Extended Quota Mode only; `library.save_items` is for all."""
        _check.an_id(id)
        self._client.send(_native.playlists_follow(id, public))

    def unfollow(self, id: str) -> None:
        """Unfollows a playlist. Apps in Extended Quota Mode only; `library.remove_items` is for all."""
        _check.an_id(id)
        self._client.send(_native.playlists_unfollow(id))

    def check_follows(self, id: str) -> bool:
        """Whether the user follows a playlist. Apps in Extended Quota Mode only; `library.check_contains` is for all."""
        _check.an_id(id)
        follows: bool = self._client.send(_native.playlists_check_follows(id))
        return follows
