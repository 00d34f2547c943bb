"""Audio features, for apps that had them before November 2024. Not in 0.10.1."""

from typing import Literal

from pydantic import Field

from .base import SpotifyModel


class AudioFeatures(SpotifyModel):
    """How a track sounds, in numbers."""

    acousticness: float = 0.0
    analysis_url: str = ""
    danceability: float = 0.0
    duration_ms: int = 0
    energy: float = 0.0
    id: str = ""
    instrumentalness: float = 0.0
    key: int | None = None
    liveness: float = 0.0
    loudness: float = 0.0
    mode: int | None = None
    speechiness: float = 0.0
    tempo: float = 0.0
    time_signature: int = 0
    track_href: str = ""
    type_: Literal["audio_features"] = Field(default="audio_features", alias="type")
    uri: str = ""
    valence: float = 0.0

    def __hash__(self) -> int:
        return hash(self.uri)
