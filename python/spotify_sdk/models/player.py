"""Player and playback models."""

from datetime import datetime
from typing import Annotated, ClassVar, TypeAlias

from pydantic import Discriminator, Field, Tag

from ._kind import kind_of_playback_item
from .audiobook import Chapter
from .base import SpotifyModel, is_empty
from .common import Cursor, ExternalUrls, RejectedRow, Restriction
from .show import Episode
from .track import Track


class UnknownItem(SpotifyModel):
    """Something that plays, or is in a playlist, and is neither track nor episode nor chapter. Has what they have in common."""

    spotify_kind: ClassVar[str] = "unknown"

    duration_ms: int = 0
    explicit: bool = False
    external_urls: ExternalUrls = Field(default_factory=ExternalUrls)
    href: str = ""
    id: str = ""
    is_playable: bool | None = None
    name: str = ""
    restrictions: Restriction | None = None
    type_: str = Field(default="", alias="type")
    uri: str = ""

    def __hash__(self) -> int:
        return hash(self.uri)


PlaybackItem: TypeAlias = Track | Episode | Chapter | UnknownItem

_PlaybackItem: TypeAlias = Annotated[
    Annotated[Track, Tag("track")]
    | Annotated[Episode, Tag("episode")]
    | Annotated[Chapter, Tag("chapter")]
    | Annotated[UnknownItem, Tag("unknown")],
    Discriminator(kind_of_playback_item),
]


class PlayerDevice(SpotifyModel):
    """A device of the user's. One that takes no commands has no id."""

    id: str | None = None
    is_active: bool = False
    is_private_session: bool = False
    is_restricted: bool = False
    name: str = ""
    type_: str = Field(default="", alias="type")
    volume_percent: int | None = None
    supports_volume: bool | None = None


class PlaybackContext(SpotifyModel):
    """What is being played from: `album`, `artist`, `playlist`, `show`, `collection`; there are more."""

    type_: str = Field(default="", alias="type")
    href: str | None = None
    external_urls: ExternalUrls = Field(default_factory=ExternalUrls)
    uri: str = ""


class PlaybackActions(SpotifyModel):
    """What the user can't do now."""

    disallows: dict[str, bool] = {}


class PlaybackState(SpotifyModel):
    """What plays, where and how."""

    device: PlayerDevice = Field(default_factory=PlayerDevice)
    repeat_state: str = ""
    shuffle_state: bool = False
    smart_shuffle: bool | None = None
    context: PlaybackContext | None = None
    timestamp: int = 0
    progress_ms: int | None = None
    is_playing: bool = False
    item: _PlaybackItem | None = None
    currently_playing_type: str | None = None
    actions: PlaybackActions | None = None


class CurrentlyPlaying(SpotifyModel):
    """What plays, without where and how."""

    context: PlaybackContext | None = None
    timestamp: int = 0
    progress_ms: int | None = None
    is_playing: bool = False
    item: _PlaybackItem | None = None
    currently_playing_type: str | None = None
    actions: PlaybackActions | None = None


class RecentlyPlayedItem(SpotifyModel):
    """That a track was played. A row without one is rejected."""

    track: Track
    played_at: datetime | None = None
    context: PlaybackContext | None = None


class RecentlyPlayedPage(SpotifyModel):
    """What the user has played, latest first."""

    href: str = ""
    limit: int = 0
    next: str | None = None
    cursors: Cursor = Field(default_factory=Cursor)
    items: list[RecentlyPlayedItem] = []
    rejected: list[RejectedRow] = Field(default=[], exclude_if=is_empty)
    """The rows that are none. Only dumped where there are any."""


class PlaybackQueue(SpotifyModel):
    """What plays, and what comes next."""

    currently_playing: _PlaybackItem | None = None
    queue: list[_PlaybackItem] = []
