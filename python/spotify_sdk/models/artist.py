"""Artist models."""

from typing import Literal

from pydantic import Field

from .base import SpotifyModel
from .common import ExternalUrls, Followers, Image


class SimplifiedArtist(SpotifyModel):
    """An artist as albums and tracks name it."""

    external_urls: ExternalUrls = Field(default_factory=ExternalUrls)
    href: str = ""
    id: str = ""
    name: str = ""
    type_: Literal["artist"] = Field(default="artist", alias="type")
    uri: str = ""

    def __hash__(self) -> int:
        return hash(self.uri)


class Artist(SimplifiedArtist):
    """An artist. Apps in Development Mode get neither followers nor popularity nor genres."""

    followers: Followers | None = None
    genres: list[str] = []
    images: list[Image] = []
    popularity: int | None = None
