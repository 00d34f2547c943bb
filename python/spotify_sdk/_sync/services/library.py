"""The user's library, whatever the kind of thing."""

from __future__ import annotations

from ... import _check, _native
from ._service import Service


class LibraryService(Service):
    """The user's library, whatever the kind of thing: tracks, albums, artists, playlists, shows, episodes, audiobooks, users."""

    def save_items(self, uris: list[str]) -> None:
        """Saves up to 40 things. Scopes by kind: `user-library-modify`, `user-follow-modify`, `playlist-modify-public`."""
        self._client.send(_native.library_save(_check.uris(uris)))

    def remove_items(self, uris: list[str]) -> None:
        """Removes up to 40 things. Scopes as for `save_items`."""
        self._client.send(_native.library_remove(_check.uris(uris)))

    def check_contains(self, uris: list[str]) -> list[bool]:
        """Whether the library has up to 40 things, in the same order."""
        answer: list[bool] = self._client.send(_native.library_contains(_check.uris(uris)))
        return answer
