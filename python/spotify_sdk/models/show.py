"""Show and episode models."""

from datetime import datetime
from typing import ClassVar, Literal

from pydantic import Field

from .audiobook import ResumePoint
from .base import SpotifyModel
from .common import Copyright, ExternalUrls, Image, Page, Restriction


class SimplifiedShow(SpotifyModel):
    """A show as part of an episode or list. Apps in Development Mode get no publisher."""

    available_markets: list[str] | None = None
    copyrights: list[Copyright] = []
    description: str = ""
    html_description: str = ""
    explicit: bool = False
    external_urls: ExternalUrls = Field(default_factory=ExternalUrls)
    href: str = ""
    id: str = ""
    images: list[Image] = []
    is_externally_hosted: bool | None = None
    languages: list[str] = []
    media_type: str = ""
    name: str = ""
    publisher: str | None = None
    type_: Literal["show"] = Field(default="show", alias="type")
    uri: str = ""
    total_episodes: int = 0

    def __hash__(self) -> int:
        return hash(self.uri)


class SimplifiedEpisode(SpotifyModel):
    """An episode as part of a show."""

    audio_preview_url: str | None = None
    description: str = ""
    html_description: str = ""
    duration_ms: int = 0
    explicit: bool = False
    external_urls: ExternalUrls = Field(default_factory=ExternalUrls)
    href: str = ""
    id: str = ""
    images: list[Image] = []
    is_externally_hosted: bool | None = None
    is_playable: bool | None = None
    language: str | None = None
    languages: list[str] = []
    name: str = ""
    release_date: str = ""
    release_date_precision: str = ""
    restrictions: Restriction | None = None
    resume_point: ResumePoint | None = None
    type_: Literal["episode"] = Field(default="episode", alias="type")
    uri: str = ""

    def __hash__(self) -> int:
        return hash(self.uri)


class Show(SimplifiedShow):
    """A show with the first page of its episodes."""

    episodes: Page[SimplifiedEpisode] = Field(default_factory=Page[SimplifiedEpisode])


class Episode(SimplifiedEpisode):
    """An episode with its show."""

    spotify_kind: ClassVar[str] = "episode"

    show: SimplifiedShow = Field(default_factory=SimplifiedShow)


class SavedShow(SpotifyModel):
    """A show in the user's library. A row without one is rejected."""

    added_at: datetime | None = None
    show: SimplifiedShow


class SavedEpisode(SpotifyModel):
    """An episode in the user's library. A row without one is rejected."""

    added_at: datetime | None = None
    episode: Episode
