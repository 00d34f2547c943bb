"""Track models."""

from datetime import datetime
from typing import ClassVar, Literal

from pydantic import Field

from .album import SimplifiedAlbum
from .artist import SimplifiedArtist
from .base import SpotifyModel
from .common import ExternalIds, ExternalUrls, LinkedFrom, Restriction


class SimplifiedTrack(SpotifyModel):
    """A track as part of an album."""

    artists: list[SimplifiedArtist] = []
    available_markets: list[str] | None = None
    disc_number: int = 0
    duration_ms: int = 0
    explicit: bool = False
    external_urls: ExternalUrls = Field(default_factory=ExternalUrls)
    href: str = ""
    id: str = ""
    is_playable: bool | None = None
    linked_from: LinkedFrom | None = None
    restrictions: Restriction | None = None
    name: str = ""
    preview_url: str | None = None
    track_number: int = 0
    type_: Literal["track"] = Field(default="track", alias="type")
    uri: str = ""
    is_local: bool = False

    def __hash__(self) -> int:
        return hash(self.uri)


class Track(SimplifiedTrack):
    """A track. The id and address of a local file are empty; apps in Development Mode get no popularity."""

    spotify_kind: ClassVar[str] = "track"

    album: SimplifiedAlbum = Field(default_factory=SimplifiedAlbum)
    external_ids: ExternalIds = Field(default_factory=ExternalIds)
    popularity: int | None = None


class SavedTrack(SpotifyModel):
    """A track in the user's library. A row without one is rejected."""

    added_at: datetime | None = None
    track: Track
