"""Playlist models."""

from datetime import datetime
from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import Discriminator, Field, Tag

from ._kind import kind_of_playlist_item
from .audiobook import Chapter
from .base import SpotifyModel, is_none
from .common import ExternalUrls, Followers, Image, Page
from .player import PlaybackItem, UnknownItem
from .show import Episode
from .track import Track


class PublicUser(SpotifyModel):
    """A user as others see them."""

    external_urls: ExternalUrls = Field(default_factory=ExternalUrls)
    href: str = ""
    id: str = ""
    type_: Literal["user"] = Field(default="user", alias="type")
    uri: str = ""
    display_name: str | None = None

    def __hash__(self) -> int:
        return hash(self.uri)


class PlaylistItemsRef(SpotifyModel):
    """Where the items of a playlist are, and how many."""

    href: str = ""
    total: int = 0


class PlaylistEpisode(SpotifyModel):
    """An episode delivered as if it were a track, as Spotify does in playlists when nobody asks for episodes."""

    spotify_kind: ClassVar[str] = "playlist_episode"

    preview_url: str | None = None
    available_markets: list[str] | None = None
    explicit: bool = False
    type_: Literal["episode"] = Field(default="episode", alias="type")
    episode: bool | None = None
    track_: bool | None = Field(default=None, alias="track")
    album: dict[str, object] | None = None
    artists: list[dict[str, object]] | None = None
    disc_number: int | None = None
    track_number: int | None = None
    duration_ms: int = 0
    external_ids: dict[str, str] | None = None
    external_urls: ExternalUrls = Field(default_factory=ExternalUrls)
    href: str = ""
    id: str = ""
    name: str = ""
    popularity: int | None = None
    uri: str = ""
    is_local: bool = False

    def __hash__(self) -> int:
        return hash(self.uri)


PlaylistItemContent: TypeAlias = PlaybackItem | PlaylistEpisode

_PlaylistItemContent: TypeAlias = Annotated[
    Annotated[Track, Tag("track")]
    | Annotated[Episode, Tag("episode")]
    | Annotated[Chapter, Tag("chapter")]
    | Annotated[PlaylistEpisode, Tag("playlist_episode")]
    | Annotated[UnknownItem, Tag("unknown")],
    Discriminator(kind_of_playlist_item),
]


class PlaylistItem(SpotifyModel):
    """A row of a playlist. Has no item where that is gone; very old ones say neither when nor by whom they were added."""

    spotify_old_names: ClassVar[dict[str, str]] = {"track": "item"}

    added_at: datetime | None = None
    added_by: PublicUser | None = None
    is_local: bool = False
    item: _PlaylistItemContent | None = None

    @property
    def track(self) -> PlaylistItemContent | None:
        """The item, under the name it had until 2026."""
        return self.item


class SimplifiedPlaylist(SpotifyModel):
    """A playlist as part of a list. Apps in Development Mode get `items` of the user's own playlists only."""

    spotify_old_names: ClassVar[dict[str, str]] = {"tracks": "items"}

    collaborative: bool = False
    description: str | None = None
    external_urls: ExternalUrls = Field(default_factory=ExternalUrls)
    href: str = ""
    id: str = ""
    images: list[Image] = []
    name: str = ""
    owner: PublicUser = Field(default_factory=PublicUser)
    public: bool | None = None
    snapshot_id: str = ""
    items: PlaylistItemsRef | None = None
    type_: Literal["playlist"] = Field(default="playlist", alias="type")
    uri: str = ""

    def __hash__(self) -> int:
        return hash(self.uri)

    @property
    def tracks(self) -> PlaylistItemsRef | None:
        """The items, under the name they had until 2026."""
        return self.items


class Playlist(SimplifiedPlaylist):
    """A playlist with the first page of its items, where Spotify shows them."""

    items: Page[PlaylistItem] | None = None  # type: ignore[assignment]
    followers: Followers | None = Field(default=None, exclude_if=is_none)
    """Only dumped where Spotify says it."""

    @property
    def tracks(self) -> Page[PlaylistItem] | None:  # type: ignore[override]
        """The items, under the name they had until 2026."""
        return self.items
