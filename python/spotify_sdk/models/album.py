"""Album models."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from .artist import SimplifiedArtist
from .base import SpotifyModel
from .common import Copyright, ExternalIds, ExternalUrls, Image, Page, Restriction


class SimplifiedAlbum(SpotifyModel):
    """An album as part of a track or list. That of a local file has nothing but a name."""

    album_type: str = ""
    total_tracks: int = 0
    available_markets: list[str] | None = None
    external_urls: ExternalUrls = Field(default_factory=ExternalUrls)
    href: str = ""
    id: str = ""
    images: list[Image] = []
    name: str = ""
    release_date: str = ""
    release_date_precision: str = ""
    restrictions: Restriction | None = None
    type_: Literal["album"] = Field(default="album", alias="type")
    uri: str = ""
    artists: list[SimplifiedArtist] = []

    def __hash__(self) -> int:
        return hash(self.uri)


# Tracks hold albums and albums hold tracks: this import needs the class above to exist.
from .track import SimplifiedTrack  # noqa: E402


class Album(SimplifiedAlbum):
    """An album. Apps in Development Mode get neither label nor popularity."""

    tracks: Page[SimplifiedTrack] = Field(default_factory=Page[SimplifiedTrack])
    copyrights: list[Copyright] = []
    external_ids: ExternalIds = Field(default_factory=ExternalIds)
    label: str | None = None
    popularity: int | None = None


class SavedAlbum(SpotifyModel):
    """An album in the user's library. A row without one is rejected."""

    added_at: datetime | None = None
    album: Album
