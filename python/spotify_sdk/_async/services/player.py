"""What plays on the user's devices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ... import _check, _native
from ._service import AsyncService

if TYPE_CHECKING:
    from ...models import CurrentlyPlaying, PlaybackQueue, PlaybackState, PlayerDevice, RecentlyPlayedPage

AdditionalType = Literal["track", "episode"]


class AsyncPlayerService(AsyncService):
    """What plays on the user's devices. Commands need Spotify Premium and the scope `user-modify-playback-state`."""

    async def get_playback_state(
        self, market: str | None = None, additional_types: list[AdditionalType] | None = None
    ) -> PlaybackState | None:
        """What plays, how and on which device; `None` when nothing does. Scope `user-read-playback-state`.

        Episodes are always answered as episodes; `additional_types` is checked and makes no difference.
        """
        _check.additional_types(additional_types)
        answer = await self._client.send(_native.player_get_playback_state(market or None))
        state: PlaybackState | None = None if answer is None else self._client.fill("PlaybackState", answer)
        return state

    async def transfer_playback(self, device_id: str, play: bool | None = None) -> None:
        """Moves playback to another device; `play=True` makes it play there."""
        _check.filled("device_id", device_id)
        await self._client.send(_native.player_transfer_playback(device_id, play))

    async def get_devices(self) -> list[PlayerDevice]:
        """The devices that have Spotify open. Scope `user-read-playback-state`."""
        operation = _native.player_get_available_devices()
        devices: list[PlayerDevice] = await self._client.fetch(operation, "list[PlayerDevice]")
        return devices

    async def get_currently_playing(
        self, market: str | None = None, additional_types: list[AdditionalType] | None = None
    ) -> CurrentlyPlaying | None:
        """What plays; `None` when nothing does. Scope `user-read-currently-playing`.

        Episodes are always answered as episodes; `additional_types` is checked and makes no difference.
        """
        _check.additional_types(additional_types)
        answer = await self._client.send(_native.player_get_currently_playing(market or None))
        playing: CurrentlyPlaying | None = None if answer is None else self._client.fill("CurrentlyPlaying", answer)
        return playing

    async def start_playback(
        self,
        device_id: str | None = None,
        *,
        context_uri: str | None = None,
        uris: list[str] | None = None,
        offset: int | str | None = None,
        position_ms: int | None = None,
    ) -> None:
        """Starts something, or without arguments resumes what was playing.

        Args:
            device_id: the device; the active one unless given.
            context_uri: an album, artist or playlist. Not with `uris`.
            uris: tracks and episodes. Not with `context_uri`.
            offset: where to begin: an index from 0, or a URI.
            position_ms: where in the first item to begin.
        """
        _check.filled("device_id", device_id)
        _check.filled("context_uri", context_uri)
        if context_uri is not None and uris is not None:
            raise ValueError("context_uri and uris cannot both be provided")
        if offset is not None and context_uri is None and uris is None:
            raise ValueError("offset requires context_uri or uris")
        if isinstance(offset, int):
            _check.not_negative("offset position", offset)
        _check.not_negative("position_ms", position_ms)
        items = None if uris is None else _check.texts("uris", uris)
        await self._client.send(_native.player_start_playback(device_id, context_uri, items, offset, position_ms))

    async def pause_playback(self, device_id: str | None = None) -> None:
        """Pauses."""
        _check.filled("device_id", device_id)
        await self._client.send(_native.player_pause(device_id))

    async def skip_to_next(self, device_id: str | None = None) -> None:
        """Skips to the next item."""
        _check.filled("device_id", device_id)
        await self._client.send(_native.player_skip_to_next(device_id))

    async def skip_to_previous(self, device_id: str | None = None) -> None:
        """Skips to the previous item."""
        _check.filled("device_id", device_id)
        await self._client.send(_native.player_skip_to_previous(device_id))

    async def seek(self, position_ms: int, device_id: str | None = None) -> None:
        """Goes to a place in the item that plays, in milliseconds from its start."""
        _check.not_negative("position_ms", position_ms)
        _check.filled("device_id", device_id)
        await self._client.send(_native.player_seek(position_ms, device_id))

    async def set_repeat_mode(self, state: Literal["track", "context", "off"], device_id: str | None = None) -> None:
        """Sets what happens at the end of the item or context."""
        if state not in _check.REPEAT_STATES:
            raise ValueError("state must be one of: context, off, track")
        _check.filled("device_id", device_id)
        await self._client.send(_native.player_set_repeat(state, device_id))

    async def set_volume(self, volume_percent: int, device_id: str | None = None) -> None:
        """Sets the volume, 0 to 100."""
        if not 0 <= volume_percent <= 100:
            raise ValueError("volume_percent must be between 0 and 100")
        _check.filled("device_id", device_id)
        await self._client.send(_native.player_set_volume(volume_percent, device_id))

    async def set_shuffle(self, state: bool, device_id: str | None = None) -> None:
        """Plays in random order, or no longer."""
        _check.filled("device_id", device_id)
        await self._client.send(_native.player_set_shuffle(state, device_id))

    async def get_recently_played(
        self, limit: int | None = None, after: int | None = None, before: int | None = None
    ) -> RecentlyPlayedPage:
        """The tracks played last, the latest first. `after` and `before` are Unix milliseconds. Scope
        `user-read-recently-played`."""
        if limit is not None and not 1 <= limit <= 50:
            raise ValueError("limit must be between 1 and 50")
        _check.not_negative("after", after, 2**64 - 1)
        _check.not_negative("before", before, 2**64 - 1)
        if after is not None and before is not None:
            raise ValueError("after and before cannot both be provided")
        operation = _native.player_get_recently_played(limit, after, before)
        page: RecentlyPlayedPage = await self._client.fetch(operation, "RecentlyPlayedPage")
        return page

    async def get_queue(self) -> PlaybackQueue:
        """What plays and what comes next. Scopes `user-read-currently-playing`, `user-read-playback-state`."""
        queue: PlaybackQueue = await self._client.fetch(_native.player_get_queue(), "PlaybackQueue")
        return queue

    async def add_to_queue(self, uri: str, device_id: str | None = None) -> None:
        """Adds a track or an episode to the queue."""
        _check.filled("uri", uri)
        _check.filled("device_id", device_id)
        await self._client.send(_native.player_add_to_queue(uri, device_id))
