"""Tracks, and those in the user's library."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import TYPE_CHECKING

from ... import _check, _native
from ._service import Service

if TYPE_CHECKING:
    from datetime import datetime

    from ...models import AudioAnalysis, AudioFeatures, Page, SavedTrack, Track


class TrackService(Service):
    """Tracks, and those in the user's library."""

    def get(self, id: str, market: str | None = None) -> Track:
        """One track, by id, URI or link."""
        _check.an_id(id)
        track: Track = self._client.fetch(_native.tracks_get(id, market or None), "Track")
        return track

    def get_several(self, ids: list[str], market: str | None = None) -> list[Track | None]:
        """Any number of tracks, in this order; `None` where there is none. Apps in Development Mode may ask for 50 at most, as
        that takes a request for each."""
        operation = _native.tracks_get_several(_check.texts("ids", ids), market or None)
        tracks: list[Track | None] = self._client.fetch_several(operation, "Track")
        return tracks

    def get_saved(self, limit: int = 20, offset: int = 0, market: str | None = None) -> Page[SavedTrack]:
        """The tracks in the user's library, the latest first. Scope `user-library-read`."""
        operation = _native.tracks_get_saved(limit, offset, market or None)
        page: Page[SavedTrack] = self._client.fetch(operation, "Page[SavedTrack]")
        return page

    def iter_saved(self, market: str | None = None) -> Generator[SavedTrack, None, None]:
        """All tracks in the user's library."""
        return self._client.rows(
            lambda limit, offset: _native.tracks_get_saved(limit, offset, market or None), "SavedTrack"
        )

    def save(self, ids: list[str]) -> None:
        """Saves any number of tracks. Scope `user-library-modify`."""
        self._client.send(_native.tracks_save(_check.texts("ids", ids)))

    def save_timestamped(self, tracks: Iterable[tuple[str, datetime | str]]) -> None:
        """Saves any number of tracks, each with the time at which it was added, such as in another library: pairs of an id and a
        `datetime` with a time zone, or a text such as `2023-01-15T14:30:00Z`. The library is ordered by these times, to the
        minute. Scope `user-library-modify`; apps in Extended Quota Mode only.

        Raises:
            ValueError: there is no track, an id is not a track's, a time is none, has no time zone or is before 1970.
        """
        self._client.send(_native.tracks_save_timestamped(_check.timestamped(tracks)))

    def remove_saved(self, ids: list[str]) -> None:
        """Removes any number of tracks. Scope `user-library-modify`."""
        self._client.send(_native.tracks_remove_saved(_check.texts("ids", ids)))

    def check_saved(self, ids: list[str]) -> list[bool]:
        """Whether tracks are saved, in the same order."""
        answer: list[bool] = self._client.send(_native.tracks_check_saved(_check.texts("ids", ids)))
        return answer

    def get_audio_features(self, id: str) -> AudioFeatures:
        """What a track sounds like. Apps from before November 2024 only."""
        _check.an_id(id)
        features: AudioFeatures = self._client.fetch(_native.tracks_get_audio_features(id), "AudioFeatures")
        return features

    def get_several_audio_features(self, ids: list[str]) -> list[AudioFeatures | None]:
        """What any number of tracks sound like, in this order; `None` where there is none. Apps from before November 2024
        only."""
        operation = _native.tracks_get_several_audio_features(_check.texts("ids", ids))
        features: list[AudioFeatures | None] = self._client.fetch_several(operation, "AudioFeatures")
        return features

    def get_audio_analysis(self, id: str) -> AudioAnalysis:
        """The analysis of a track's sound: beats, sections, segments. Apps from before November 2024 only."""
        _check.an_id(id)
        analysis: AudioAnalysis = self._client.fetch(_native.tracks_get_audio_analysis(id), "AudioAnalysis")
        return analysis
