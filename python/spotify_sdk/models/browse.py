"""Categories and featured playlists, for apps with extended quota. Not in 0.10.1."""

from pydantic import Field

from .base import SpotifyModel
from .common import Image, Page
from .playlist import SimplifiedPlaylist


class Category(SpotifyModel):
    """A category of Spotify's browse tab."""

    href: str = ""
    icons: list[Image] = []
    id: str = ""
    name: str = ""


class FeaturedPlaylists(SpotifyModel):
    """Playlists that Spotify features, or that are in a category."""

    message: str | None = None
    playlists: Page[SimplifiedPlaylist] = Field(default_factory=Page[SimplifiedPlaylist])
